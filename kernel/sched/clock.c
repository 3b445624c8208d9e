// SPDX-License-Identifier: GPL-2.0-only
/*
 * clock.c - sched_clock() for an architecture without a better one: ticks.
 */
#include <linux/jiffies.h>
#include <linux/sched/clock.h>

u64 __weak sched_clock(void)
{
	return (u64)(jiffies - INITIAL_JIFFIES) * TICK_NSEC;
}

u64 running_clock(void)
{
	return sched_clock();
}
