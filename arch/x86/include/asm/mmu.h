/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/mmu.h - what x86 keeps in each mm_struct.
 */
#ifndef _ASM_X86_MMU_H
#define _ASM_X86_MMU_H

#include <linux/types.h>
#include <linux/atomic.h>

typedef struct {
	u64		ctx_id;		/* [I] never used twice: a recycled mm_struct is not mistaken */
	atomic64_t	tlb_gen;	/* bumped by each change that asks for a flush */
	unsigned long	vdso;		/* [I] after exec; where its ELF header is mapped, or 0 */
} mm_context_t;

#define INIT_MM_CONTEXT(mm)	.context = { .ctx_id = 1, .tlb_gen = ATOMIC64_INIT(1) },

#endif
