/* SPDX-License-Identifier: GPL-2.0-only */
/* posix.h - CPU-time clocks and timers, between the files of kernel/time/ */
#ifndef _KERNEL_TIME_POSIX_H
#define _KERNEL_TIME_POSIX_H

#include <linux/sched.h>
#include <linux/types.h>

/* indices of signal->it[], and the kinds of CPU clock in a dynamic clock id */
#define CPUCLOCK_PROF		0	/* user and system */
#define CPUCLOCK_VIRT		1	/* user */
#define CPUCLOCK_SCHED		2	/* exact */
#define CPUCLOCK_CLOCK_MASK	3
#define CPUCLOCK_PERTHREAD_MASK	4
#define CPUCLOCK_PID(clock)	((pid_t)~((clock) >> 3))

/* the tick: fires ITIMER_PROF and ITIMER_VIRTUAL of @p's process */
void run_posix_cpu_timers(struct task_struct *p);

#endif
