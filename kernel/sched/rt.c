// SPDX-License-Identifier: GPL-2.0-only
/*
 * rt.c - real-time tasks: SCHED_FIFO and SCHED_RR.
 *
 * Owns:       sched_rt_entity, struct rt_rq.
 * Invariant:  bitmap has a bit set iff the list of that priority is not empty; lower numbers first.
 *             The running task stays at the head of its list.
 * Locks:      rq->lock.
 *
 * They run before all time-sharing tasks, without a limit. A task that is preempted keeps its place at the
 * head; one whose round-robin slice is over, or that yields, goes to the tail.
 */
#include "sched.h"

void init_rt_rq(struct rt_rq *rt_rq)
{
	int prio;

	bitmap_zero(rt_rq->bitmap, MAX_RT_PRIO);
	for (prio = 0; prio < MAX_RT_PRIO; prio++)
		INIT_LIST_HEAD(&rt_rq->queue[prio]);
}

static void charge_curr(struct rq *rq)
{
	struct sched_entity *se = &rq->curr->se;
	s64 delta = rq->clock - se->exec_start;

	if (delta <= 0)
		return;
	se->exec_start = rq->clock;
	se->sum_exec_runtime += delta;
}

static void enqueue_rt(struct rq *rq, struct task_struct *p, int flags)
{
	list_add_tail(&p->rt.run_list, &rq->rt.queue[p->prio]);
	__set_bit(p->prio, rq->rt.bitmap);
	rq->rt.nr_running++;
	p->rt.on_rq = 1;
}

static void dequeue_rt(struct rq *rq, struct task_struct *p, int flags)
{
	if (rq->curr == p)
		charge_curr(rq);
	list_del_init(&p->rt.run_list);
	if (list_empty(&rq->rt.queue[p->prio]))
		__clear_bit(p->prio, rq->rt.bitmap);
	rq->rt.nr_running--;
	p->rt.on_rq = 0;
}

static struct task_struct *pick_rt(struct rq *rq)
{
	unsigned long prio = find_first_bit(rq->rt.bitmap, MAX_RT_PRIO);

	if (prio >= MAX_RT_PRIO)
		return NULL;
	return list_first_entry(&rq->rt.queue[prio], struct task_struct, rt.run_list);
}

static void set_next_rt(struct rq *rq, struct task_struct *p)
{
	p->se.exec_start = rq->clock;
}

static void put_prev_rt(struct rq *rq, struct task_struct *p)
{
	if (task_on_rq_queued(p))
		charge_curr(rq);
}

static void wakeup_preempt_rt(struct rq *rq, struct task_struct *p)
{
	if (p->prio < rq->curr->prio)
		resched_curr(rq);
}

static void task_tick_rt(struct rq *rq, struct task_struct *p)
{
	charge_curr(rq);
	if (p->policy != SCHED_RR || --p->rt.time_slice)
		return;
	p->rt.time_slice = RR_TIMESLICE;
	if (!list_is_singular(&rq->rt.queue[p->prio])) {
		list_move_tail(&p->rt.run_list, &rq->rt.queue[p->prio]);
		resched_curr(rq);
	}
}

static void yield_rt(struct rq *rq)
{
	struct task_struct *p = rq->curr;

	list_move_tail(&p->rt.run_list, &rq->rt.queue[p->prio]);
}

/* A CPU whose task gives way at once, the last one by preference. */
static int select_cpu_rt(struct task_struct *p, int prev_cpu, int wake_flags)
{
	int cpu, best = prev_cpu, best_prio = -1;

	for_each_cpu_wrap(cpu, cpu_online_mask, prev_cpu) {
		int prio;

		if (!cpumask_test_cpu(cpu, &p->cpus_mask))
			continue;
		rcu_read_lock();
		prio = READ_ONCE(cpu_curr(cpu)->prio);
		rcu_read_unlock();
		if (prio > best_prio) {
			best_prio = prio;
			best = cpu;
		}
	}
	return best;
}

const struct sched_class rt_sched_class = {
	.enqueue	= enqueue_rt,
	.dequeue	= dequeue_rt,
	.pick		= pick_rt,
	.set_next	= set_next_rt,
	.put_prev	= put_prev_rt,
	.wakeup_preempt	= wakeup_preempt_rt,
	.task_tick	= task_tick_rt,
	.yield		= yield_rt,
	.select_cpu	= select_cpu_rt,
};
