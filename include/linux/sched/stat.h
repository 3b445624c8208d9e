/* SPDX-License-Identifier: GPL-2.0-only */
/* sched/stat.h - counts over all CPUs; read without locks */
#ifndef _LINUX_SCHED_STAT_H
#define _LINUX_SCHED_STAT_H

#include <linux/types.h>

extern unsigned long total_forks;	/* fork.c */
extern int nr_threads;			/* fork.c */

unsigned int nr_running(void);
unsigned int nr_iowait(void);
unsigned int nr_iowait_cpu(int cpu);
unsigned long nr_uninterruptible(void);
bool single_task_running(void);
bool all_ran_since(u64 when);
int nr_processes(void);

#endif
