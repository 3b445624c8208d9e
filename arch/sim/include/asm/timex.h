/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/timex.h - the cycle counter is the simulated clock, in nanoseconds. */
#ifndef _ASM_SIM_TIMEX_H
#define _ASM_SIM_TIMEX_H

#include <linux/types.h>

typedef unsigned long cycles_t;

extern u64 sim_now(void);

static inline cycles_t get_cycles(void)
{
	return sim_now();
}

#define CLOCK_TICK_RATE		1000000000UL
#define random_get_entropy()	get_cycles()

#endif
