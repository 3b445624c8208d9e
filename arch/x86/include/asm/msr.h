/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/msr.h - model-specific registers and the time-stamp counter.
 */
#ifndef _ASM_X86_MSR_H
#define _ASM_X86_MSR_H

#include <asm/msr-index.h>

#ifndef __ASSEMBLY__
#include <linux/types.h>

static __always_inline unsigned long long rdmsrq(unsigned int msr)
{
	u32 lo, hi;

	asm volatile("rdmsr" : "=a" (lo), "=d" (hi) : "c" (msr));
	return ((u64)hi << 32) | lo;
}

static __always_inline void wrmsrq(unsigned int msr, u64 val)
{
	asm volatile("wrmsr" : : "c" (msr), "a" ((u32)(val & 0xffffffff)), "d" ((u32)(val >> 32)) : "memory");
}

#define rdmsrl(msr, val)	((val) = rdmsrq(msr))
#define wrmsrl(msr, val)	wrmsrq(msr, val)

static __always_inline u64 rdtsc(void)
{
	u32 lo, hi;

	asm volatile("rdtsc" : "=a" (lo), "=d" (hi));
	return ((u64)hi << 32) | lo;
}

/* Not before what precedes it in program order. */
static __always_inline u64 rdtsc_ordered(void)
{
	asm volatile("lfence" : : : "memory");
	return rdtsc();
}

#endif
#endif
