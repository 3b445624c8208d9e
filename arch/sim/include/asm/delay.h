/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/delay.h - waiting without sleeping: other CPUs run meanwhile, or the clock does. */
#ifndef _ASM_SIM_DELAY_H
#define _ASM_SIM_DELAY_H

extern void sim_delay(unsigned long nsecs);

#define ndelay(n)	sim_delay(n)
#define udelay(n)	sim_delay((n) * 1000UL)

#endif
