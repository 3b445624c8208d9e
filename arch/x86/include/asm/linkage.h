/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/linkage.h - how assembly symbols are laid out on x86.
 */
#ifndef _ASM_X86_LINKAGE_H
#define _ASM_X86_LINKAGE_H

/* Functions written in assembly start on a 16-byte boundary, filled with int3 so that a stray jump traps. */
#define __ALIGN		.balign 16, 0xcc
#define __ALIGN_STR	".balign 16, 0xcc"

#define asmlinkage

#endif
