/* SPDX-License-Identifier: GPL-2.0-only */
/* sched/clock.h - a fast clock in ns: monotonic per CPU, nearly in step between them */
#ifndef _LINUX_SCHED_CLOCK_H
#define _LINUX_SCHED_CLOCK_H

#include <linux/types.h>
#include <linux/smp.h>

u64 sched_clock(void);			/* arch; the weak default counts jiffies */
#define local_clock()		sched_clock()
#define cpu_clock(cpu)		sched_clock()
#define sched_clock_cpu(cpu)	sched_clock()
u64 running_clock(void);
static inline void sched_clock_init(void) { }

#endif
