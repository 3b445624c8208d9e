/* SPDX-License-Identifier: GPL-2.0-only */
/* sched/cputime.h - CPU time of tasks and thread groups */
#ifndef _LINUX_SCHED_CPUTIME_H
#define _LINUX_SCHED_CPUTIME_H

#include <linux/sched/signal.h>

struct task_cputime {
	u64 stime, utime;
	unsigned long long sum_exec_runtime;
};

static inline void task_cputime(struct task_struct *t, u64 *utime, u64 *stime)
{
	*utime = t->utime;
	*stime = t->stime;
}

/* what ran, split in the proportion of the sampled user and system ticks */
void task_cputime_adjusted(struct task_struct *p, u64 *ut, u64 *st);
void thread_group_cputime(struct task_struct *tsk, struct task_cputime *times);
void thread_group_cputime_adjusted(struct task_struct *p, u64 *ut, u64 *st);
u64 task_sched_runtime(struct task_struct *task);
void account_user_time(struct task_struct *p, u64 cputime);
void account_system_time(struct task_struct *p, int hardirq_offset, u64 cputime);
/* the exec and exit paths want to know: nothing to do when ticks are sampled */
static inline void task_cputime_update(struct task_struct *t) { }

#endif
