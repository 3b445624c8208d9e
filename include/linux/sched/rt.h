/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SCHED_RT_H
#define _LINUX_SCHED_RT_H

#include <linux/sched.h>
#include <linux/sched/prio.h>

static inline bool rt_prio(int prio)
{
	return prio < MAX_RT_PRIO;
}

static inline bool rt_or_dl_prio(int prio)
{
	return rt_prio(prio);
}

static inline bool rt_task(struct task_struct *p)
{
	return rt_prio(p->prio);
}

static inline bool task_is_realtime(struct task_struct *p)
{
	return p->policy == SCHED_FIFO || p->policy == SCHED_RR;
}

#define RR_TIMESLICE	(100 * HZ / 1000)

#endif
