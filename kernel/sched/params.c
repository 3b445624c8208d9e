// SPDX-License-Identifier: GPL-2.0-only
/*
 * params.c - a task's policy and priority.
 *
 * Owns:       policy, rt_priority, static_prio, normal_prio, prio, sched_class.
 * Invariant:  prio is what effective_prio() makes of the first three; sched_class follows from it.
 * Locks:      p->pi_lock and its queue's lock to change any of them.
 * Elsewhere:  who may (syscalls.c).
 */
#include <linux/capability.h>
#include <linux/sched/rt.h>
#include <uapi/linux/sched/types.h>
#include "sched.h"

int effective_prio(int policy, unsigned int rt_priority, int static_prio)
{
	if (policy == SCHED_FIFO || policy == SCHED_RR)
		return MAX_RT_PRIO - 1 - rt_priority;
	return static_prio;
}

const struct sched_class *class_of_prio(int prio, int policy)
{
	return rt_prio(prio) ? &rt_sched_class : &fair_sched_class;
}

/**
 * change_params() - the one place where they change
 * @p: the task
 * @policy: SCHED_
 * @rt_priority: 1..99 for FIFO and RR, else 0
 * @static_prio: from the nice level
 *
 * Takes @p out of its queue, whether it runs or not, and puts it back in its new place.
 */
static void change_params(struct task_struct *p, int policy, unsigned int rt_priority, int static_prio)
{
	unsigned long flags;
	struct rq *rq = task_rq_lock(p, &flags);
	bool queued = task_on_rq_queued(p), running = task_current(rq, p);
	int old_prio = p->prio;

	update_rq_clock(rq);
	/* put_prev makes curr an ordinary queued task; set_next undoes that */
	if (running)
		p->sched_class->put_prev(rq, p);
	if (running && queued)
		WRITE_ONCE(rq->curr, rq->idle);
	if (queued)
		p->sched_class->dequeue(rq, p, 0);

	p->policy = policy;
	p->rt_priority = rt_priority;
	p->static_prio = static_prio;
	p->prio = p->normal_prio = effective_prio(policy, rt_priority, static_prio);
	p->sched_class = class_of_prio(p->prio, policy);
	set_load_weight(p);

	if (queued)
		p->sched_class->enqueue(rq, p, ENQUEUE_RESTORE);
	if (running && queued)
		WRITE_ONCE(rq->curr, p);
	if (running)
		p->sched_class->set_next(rq, p);
	if (queued) {
		if (!running)
			wakeup_preempt(rq, p);
		else if (p->prio > old_prio || !rt_prio(p->prio))
			resched_curr(rq);
	}
	task_rq_unlock(rq, p, &flags);
}

/**
 * set_user_nice() - set the nice level
 * @p: the task
 * @nice: -20..19
 */
void set_user_nice(struct task_struct *p, long nice)
{
	if (task_nice(p) == nice || nice < MIN_NICE || nice > MAX_NICE)
		return;
	change_params(p, p->policy, p->rt_priority, NICE_TO_PRIO(nice));
}

int task_nice(const struct task_struct *p)
{
	return PRIO_TO_NICE(p->static_prio);
}

/* as /proc/PID/stat shows it: 0..39 for nice levels, -2..-100 for real time */
int task_prio(const struct task_struct *p)
{
	return p->prio - MAX_RT_PRIO;
}

/* does RLIMIT_NICE (or privilege) allow the level? */
int can_nice(const struct task_struct *p, const int nice)
{
	return nice_to_rlimit(nice) <= task_rlimit(p, RLIMIT_NICE) || capable(CAP_SYS_NICE);
}

bool task_curr(const struct task_struct *p)
{
	return cpu_curr(task_cpu(p)) == p;
}

/* The arguments are valid. */
int sched_setscheduler_nocheck(struct task_struct *p, int policy, const struct sched_param *param)
{
	bool reset = policy & SCHED_RESET_ON_FORK;
	int prio;

	policy &= ~SCHED_RESET_ON_FORK;
	prio = policy == SCHED_FIFO || policy == SCHED_RR ? param->sched_priority : 0;
	p->sched_reset_on_fork = reset;
	change_params(p, policy, prio, p->static_prio);
	return 0;
}

int sched_setscheduler(struct task_struct *p, int policy, const struct sched_param *param)
{
	return sched_setscheduler_nocheck(p, policy, param);
}

void sched_set_fifo(struct task_struct *p)
{
	struct sched_param sp = { .sched_priority = MAX_RT_PRIO / 2 };

	sched_setscheduler_nocheck(p, SCHED_FIFO, &sp);
}

void sched_set_fifo_low(struct task_struct *p)
{
	struct sched_param sp = { .sched_priority = 1 };

	sched_setscheduler_nocheck(p, SCHED_FIFO, &sp);
}

void sched_set_normal(struct task_struct *p, int nice)
{
	change_params(p, SCHED_NORMAL, 0, NICE_TO_PRIO(nice));
}
