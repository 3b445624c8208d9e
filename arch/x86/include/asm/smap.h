/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/smap.h - opening user memory to kernel code for a moment.
 *
 * stac and clac exist only where the CPU has SMAP. Each site is three nops until boot finds
 * SMAP and writes the instruction in (smap_patch(), before any user process and any other CPU).
 */
#ifndef _ASM_X86_SMAP_H
#define _ASM_X86_SMAP_H

#ifdef __ASSEMBLY__

#define __SMAP_SITE(op)				\
	661: .byte 0x0f, 0x1f, 0x00 ;		\
	.pushsection ".smap_sites", "a" ;	\
	.balign 4 ;				\
	.long 661b - . ;			\
	.long op ;				\
	.popsection

#define ASM_STAC	__SMAP_SITE(0xcb)
#define ASM_CLAC	__SMAP_SITE(0xca)

#else

#define __SMAP_SITE(op)				\
	"661: .byte 0x0f, 0x1f, 0x00\n"		\
	".pushsection \".smap_sites\", \"a\"\n"	\
	".balign 4\n"				\
	".long 661b - .\n"			\
	".long " #op "\n"			\
	".popsection\n"

static __always_inline void stac(void)
{
	asm volatile(__SMAP_SITE(0xcb) : : : "memory");
}

static __always_inline void clac(void)
{
	asm volatile(__SMAP_SITE(0xca) : : : "memory");
}

extern void smap_patch(void);

#endif
#endif
