/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/trampoline.h - where another CPU wakes up: real mode, below 1 MiB.
 */
#ifndef _ASM_X86_TRAMPOLINE_H
#define _ASM_X86_TRAMPOLINE_H

#include <linux/types.h>

/* In head of trampoline.S; filled in by smpboot.c for the CPU that starts next. */
struct trampoline_header {
	u64	start;		/* virtual address of the first 64-bit code of the kernel */
	u64	stack;
	u32	pgd;		/* physical, with the trampoline itself mapped at its own address */
	u32	cr4;
	u32	efer;
	u32	cpu;
};

extern char trampoline_start[], trampoline_end[], trampoline_data[];

extern void reserve_real_mode(void);
extern void *real_mode_base;		/* [I] the page, through the direct map */

#endif
