// SPDX-License-Identifier: GPL-2.0-only
/*
 * cputime.c - user and system time of tasks and CPUs.
 *
 * Owns:       task->utime and stime, kernel_cpustat but its idle fields (idle.c).
 * Invariant:  the tick charges one tick to whatever it interrupts. The scheduler knows exactly how long a
 *             task ran (sum_exec_runtime): what is reported to user space is that, split in the ratio of
 *             the sampled ticks, and never goes backwards.
 */
#include <linux/math64.h>
#include <linux/sched/cputime.h>
#include "sched.h"

void account_user_time(struct task_struct *p, u64 cputime)
{
	p->utime += cputime;
	__this_cpu_add(kernel_cpustat.cpustat[task_nice(p) > 0 ? CPUTIME_NICE : CPUTIME_USER], cputime);
}

/* @hardirq_offset: the count of the interrupt that samples, which is not to be charged */
void account_system_time(struct task_struct *p, int hardirq_offset, u64 cputime)
{
	enum cpu_usage_stat index = CPUTIME_SYSTEM;

	if (hardirq_count() - hardirq_offset)
		index = CPUTIME_IRQ;
	else if (in_serving_softirq())
		index = CPUTIME_SOFTIRQ;
	p->stime += cputime;
	__this_cpu_add(kernel_cpustat.cpustat[index], cputime);
}

/**
 * account_process_tick() - one tick went by
 * @p: what it interrupted
 * @user_tick: in user mode?
 *
 * Idle time is measured, not sampled: see idle.c.
 */
void account_process_tick(struct task_struct *p, int user_tick)
{
	if (user_tick)
		account_user_time(p, TICK_NSEC);
	else if (p != this_rq()->idle || irq_count() != HARDIRQ_OFFSET)
		account_system_time(p, HARDIRQ_OFFSET, TICK_NSEC);
}

/* ns run so far, up to this moment */
u64 task_sched_runtime(struct task_struct *p)
{
	unsigned long flags;
	struct rq *rq = task_rq_lock(p, &flags);
	u64 ns;

	if (task_current(rq, p) && p->sched_class == &fair_sched_class) {
		update_rq_clock(rq);
		update_curr_fair(rq);
	}
	ns = p->se.sum_exec_runtime;
	task_rq_unlock(rq, p, &flags);
	return ns;
}

static void split_runtime(u64 runtime, u64 utime, u64 stime, u64 *ut, u64 *st)
{
	if (!stime)
		*st = 0;
	else if (!utime)
		*st = runtime;
	else
		*st = mul_u64_u64_div_u64(runtime, stime, utime + stime);
	*ut = runtime - *st;
}

void task_cputime_adjusted(struct task_struct *p, u64 *ut, u64 *st)
{
	split_runtime(p->se.sum_exec_runtime, p->utime, p->stime, ut, st);
}

/**
 * thread_group_cputime() - of all threads, dead ones included
 * @tsk: any thread of the group
 * @times: the sums
 */
void thread_group_cputime(struct task_struct *tsk, struct task_cputime *times)
{
	struct signal_struct *sig = tsk->signal;
	struct task_struct *t;
	unsigned int seq;

	if (same_thread_group(current, tsk))
		(void)task_sched_runtime(current);
	rcu_read_lock();
	do {
		seq = read_seqbegin(&sig->stats_lock);
		times->utime = sig->utime;
		times->stime = sig->stime;
		times->sum_exec_runtime = sig->sum_sched_runtime;
		__for_each_thread(sig, t) {
			times->utime += t->utime;
			times->stime += t->stime;
			times->sum_exec_runtime += READ_ONCE(t->se.sum_exec_runtime);
		}
	} while (read_seqretry(&sig->stats_lock, seq));
	rcu_read_unlock();
}

void thread_group_cputime_adjusted(struct task_struct *p, u64 *ut, u64 *st)
{
	struct task_cputime cputime;

	thread_group_cputime(p, &cputime);
	split_runtime(cputime.sum_exec_runtime, cputime.utime, cputime.stime, ut, st);
}
