/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/fpu/types.h - the memory image of the floating-point and vector registers.
 *
 * Layouts are the CPU's (Intel SDM 1, sections 10.5 and 13.4), and signal frames show them.
 */
#ifndef _ASM_X86_FPU_TYPES_H
#define _ASM_X86_FPU_TYPES_H

#include <linux/types.h>

#define XFEATURE_MASK_FP	(1UL << 0)
#define XFEATURE_MASK_SSE	(1UL << 1)
#define XFEATURE_MASK_YMM	(1UL << 2)
#define XFEATURE_MASK_AVX512	(7UL << 5)
#define XFEATURE_MASK_PKRU	(1UL << 9)
#define XFEATURE_MASK_FPSSE	(XFEATURE_MASK_FP | XFEATURE_MASK_SSE)
/* Protection keys are not managed, AMX tiles must be asked for: neither is ever enabled. */
#define XFEATURE_MASK_USER	(XFEATURE_MASK_FPSSE | XFEATURE_MASK_YMM | XFEATURE_MASK_AVX512)

struct fxregs_state {
	u16	cwd;
	u16	swd;
	u16	twd;
	u16	fop;
	u64	rip;
	u64	rdp;
	u32	mxcsr;
	u32	mxcsr_mask;
	u32	st_space[32];
	u32	xmm_space[64];
	u32	padding[12];
	u32	sw_reserved[12];	/* software's; in signal frames struct _fpx_sw_bytes */
} __attribute__((aligned(16)));

struct xstate_header {
	u64	xfeatures;
	u64	xcomp_bv;
	u64	reserved[6];
} __attribute__((packed));

/* The standard (not compacted) format: every component stands at its CPUID offset. */
struct xregs_state {
	struct fxregs_state	i387;
	struct xstate_header	header;
	u8			extended_state_area[];
} __attribute__((packed, aligned(64)));

struct fpu {
	unsigned int		last_cpu;	/* whose registers hold this state, if fpu_fpregs_owner agrees */
	struct xregs_state	*state;		/* [I] a cache object of fpu_kernel_size bytes */
};

#endif
