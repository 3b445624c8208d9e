/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched/jobctl.h - task->jobctl: a thread's part in a group stop. Guarded by siglock.
 */
#ifndef _LINUX_SCHED_JOBCTL_H
#define _LINUX_SCHED_JOBCTL_H

#include <linux/types.h>

struct task_struct;

#define JOBCTL_STOP_SIGMASK	0xffff		/* the signal that asked for the stop */
#define JOBCTL_STOP_DEQUEUED	(1UL << 16)	/* a stop signal was dequeued: SIGCONT undoes it */
#define JOBCTL_STOP_PENDING	(1UL << 17)	/* the thread shall stop */
#define JOBCTL_STOP_CONSUME	(1UL << 18)	/* and then lower group_stop_count */
#define JOBCTL_PENDING_MASK	JOBCTL_STOP_PENDING

bool task_set_jobctl_pending(struct task_struct *task, unsigned long mask);
void task_clear_jobctl_pending(struct task_struct *task, unsigned long mask);

#endif
