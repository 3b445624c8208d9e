/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/tsc.h - the time-stamp counter as a clock.
 */
#ifndef _ASM_X86_TSC_H
#define _ASM_X86_TSC_H

#include <linux/types.h>
#include <asm/msr.h>

typedef unsigned long long cycles_t;

extern unsigned int tsc_khz;		/* [I] 0 until calibrated */
extern unsigned int cpu_khz;

struct tsc_sample {
	u64	tsc;
	u32	count;
};

extern struct tsc_sample tsc_sample(u32 (*read_counter)(void));
extern void tsc_early_init(void);

static inline cycles_t get_cycles(void)
{
	return rdtsc();
}

#endif
