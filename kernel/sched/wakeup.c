// SPDX-License-Identifier: GPL-2.0-only
/*
 * wakeup.c - making a task runnable.
 *
 * Owns:       try_to_wake_up() and its callers; wake queues; the birth of a task's run-queue state.
 * Invariant:  a wake-up that follows the setting of a condition is never lost, and a task is
 *             put into a queue by exactly one waker.
 * Locks:      p->pi_lock serialises wakers of one task.
 *
 * The sleeper stores its state, then tests the condition; the waker makes the condition true, then
 * tests the state; a full barrier stands between the two steps on both sides, so at least one
 * sees the other. What the waker finds then is one of
 *
 *   p == current           we are waking ourselves, before having slept: set the state back
 *   on_rq set              it has not left its queue: set the state back under the queue's lock
 *   on_rq clear, on_cpu    it is being switched away from on its CPU: wait until that is done
 *   both clear             asleep: choose a CPU, put it into that CPU's queue
 */
#include <linux/rcupdate.h>
#include <linux/sched/wake_q.h>
#include "sched.h"

/* It is still queued: Return true if a change of state was all it took. Context: pi_lock held. */
static bool wake_queued(struct task_struct *p)
{
	struct rq *rq = __task_rq_lock(p);
	bool queued = task_on_rq_queued(p);

	if (queued) {
		if (!p->on_cpu) {
			update_rq_clock(rq);
			wakeup_preempt(rq, p);
		}
		WRITE_ONCE(p->__state, TASK_RUNNING);
	}
	raw_spin_unlock(&rq->lock);
	return queued;
}

static int select_task_cpu(struct task_struct *p, int cpu, int wake_flags)
{
	if (p->nr_cpus_allowed > 1)
		cpu = p->sched_class->select_cpu(p, cpu, wake_flags);
	else
		cpu = cpumask_any(&p->cpus_mask);
	if (unlikely(!cpumask_test_cpu(cpu, &p->cpus_mask) || !cpu_online(cpu)))
		cpu = select_fallback_cpu(p);
	return cpu;
}

/* Context: pi_lock held, @p asleep and off its CPU. */
static void wake_asleep(struct task_struct *p, int wake_flags)
{
	int cpu = select_task_cpu(p, task_cpu(p), wake_flags);
	struct rq *rq;

	if (p->in_iowait)
		atomic_dec(&task_rq(p)->nr_iowait);
	if (task_cpu(p) != cpu)
		__set_task_cpu(p, cpu);
	rq = cpu_rq(cpu);
	raw_spin_lock(&rq->lock);
	update_rq_clock(rq);
	if (p->sched_contributes_to_load) {
		rq->nr_uninterruptible--;
		p->sched_contributes_to_load = 0;
	}
	activate_task(rq, p, ENQUEUE_WAKEUP);
	WRITE_ONCE(p->__state, TASK_RUNNING);
	wakeup_preempt(rq, p);
	raw_spin_unlock(&rq->lock);
}

/**
 * try_to_wake_up() - make a task runnable if it waits in a certain way
 * @p: the task; the caller keeps it from going away
 * @state: the states to wake it from
 * @wake_flags: WF_SYNC: the caller is about to sleep
 *
 * A full barrier before the test of the state. Context: any but NMI.
 * Return: 1 if it was in one of the states, else 0.
 */
int try_to_wake_up(struct task_struct *p, unsigned int state, int wake_flags)
{
	unsigned long flags;
	int success = 0;

	if (p == current) {
		/* preemption could switch us away between the test and the store, but harmlessly */
		if (!(READ_ONCE(p->__state) & state))
			return 0;
		WRITE_ONCE(p->__state, TASK_RUNNING);
		return 1;
	}

	raw_spin_lock_irqsave(&p->pi_lock, flags);
	smp_mb__after_spinlock();
	if (!(READ_ONCE(p->__state) & state))
		goto unlock;
	success = 1;

	/* on_rq after the state: __schedule() stores them in the other order under its lock */
	smp_rmb();
	if (READ_ONCE(p->on_rq) && wake_queued(p))
		goto unlock;

	/* off its queue; wait until its CPU has also switched away from it */
	smp_acquire__after_ctrl_dep();
	WRITE_ONCE(p->__state, TASK_WAKING);
	smp_cond_load_acquire(&p->on_cpu, !VAL);
	wake_asleep(p, wake_flags);
unlock:
	raw_spin_unlock_irqrestore(&p->pi_lock, flags);
	return success;
}

int wake_up_process(struct task_struct *p)
{
	return try_to_wake_up(p, TASK_NORMAL, 0);
}

int wake_up_state(struct task_struct *p, unsigned int state)
{
	return try_to_wake_up(p, state, 0);
}

/**
 * kick_process() - make a running task enter the kernel, to notice something
 * @p: the task
 */
void kick_process(struct task_struct *p)
{
	int cpu;

	preempt_disable();
	cpu = task_cpu(p);
	if (cpu != smp_processor_id() && READ_ONCE(p->on_cpu))
		smp_send_reschedule(cpu);
	preempt_enable();
}

/**
 * wait_task_inactive() - until a task that is going to sleep really has
 * @p: the task
 * @match_state: give up if it leaves this state (0: any)
 *
 * Return: true if it is off its CPU and its queue.
 */
bool wait_task_inactive(struct task_struct *p, unsigned int match_state)
{
	for (;;) {
		if (match_state && !(READ_ONCE(p->__state) & match_state))
			return false;
		if (!smp_load_acquire(&p->on_cpu) && !READ_ONCE(p->on_rq))
			return true;
		if (READ_ONCE(p->on_cpu))
			cpu_relax();
		else
			schedule_timeout_uninterruptible(1);
	}
}

void wake_up_if_idle(int cpu)
{
	if (idle_cpu(cpu))
		smp_send_reschedule(cpu);
}

void wake_up_all_idle_cpus(void)
{
	int cpu;

	for_each_online_cpu(cpu)
		if (cpu != raw_smp_processor_id())
			wake_up_if_idle(cpu);
}

/* ---- wake queues ---- */

static bool __wake_q_add(struct wake_q_head *head, struct task_struct *task)
{
	struct wake_q_node *node = &task->wake_q, *unqueued = NULL;

	/* a full barrier even if it is queued already: its waker then sees our condition */
	smp_mb__before_atomic();
	if (!try_cmpxchg_relaxed(&node->next, &unqueued, WAKE_Q_TAIL))
		return false;
	*head->lastp = node;
	head->lastp = &node->next;
	return true;
}

void wake_q_add(struct wake_q_head *head, struct task_struct *task)
{
	if (__wake_q_add(head, task))
		get_task_struct(task);
}

void wake_q_add_safe(struct wake_q_head *head, struct task_struct *task)
{
	if (!__wake_q_add(head, task))
		put_task_struct(task);
}

void wake_up_q(struct wake_q_head *head)
{
	struct wake_q_node *node = head->first;

	while (node != WAKE_Q_TAIL) {
		struct task_struct *task = container_of(node, struct task_struct, wake_q);

		node = node->next;
		WRITE_ONCE(task->wake_q.next, NULL);
		wake_up_process(task);
		put_task_struct(task);
	}
}

/* ---- birth ---- */

/**
 * sched_fork() - run-queue state of a task being created
 * @clone_flags: CLONE_*
 * @p: a copy of current, not visible to others yet
 *
 * Return: 0
 */
int sched_fork(unsigned long clone_flags, struct task_struct *p)
{
	p->on_rq = 0;
	p->on_cpu = 0;
	p->nvcsw = 0;
	p->nivcsw = 0;
	p->in_iowait = 0;
	p->sched_contributes_to_load = 0;
	p->wake_q.next = NULL;
	raw_spin_lock_init(&p->pi_lock);
	memset(&p->sched_info, 0, sizeof(p->sched_info));
	p->se.on_rq = 0;
	p->se.exec_start = 0;
	p->se.sum_exec_runtime = 0;
	p->se.prev_sum_exec_runtime = 0;
	p->se.vlag = 0;
	p->rt.on_rq = 0;
	p->rt.time_slice = RR_TIMESLICE;
	INIT_LIST_HEAD(&p->rt.run_list);
	/* not runnable, and no signal can make it so, until wake_up_new_task() */
	p->__state = TASK_NEW;

	p->prio = p->normal_prio;
	if (unlikely(p->sched_reset_on_fork)) {
		if (rt_prio(p->normal_prio)) {
			p->policy = SCHED_NORMAL;
			p->rt_priority = 0;
			p->static_prio = NICE_TO_PRIO(0);
		} else if (PRIO_TO_NICE(p->static_prio) < 0) {
			p->static_prio = NICE_TO_PRIO(0);
		}
		p->prio = p->normal_prio = effective_prio(p->policy, p->rt_priority, p->static_prio);
		p->sched_reset_on_fork = 0;
	}
	p->sched_class = class_of_prio(p->prio, p->policy);
	set_load_weight(p);
	init_task_preempt_count(p);
	return 0;
}

void sched_cgroup_fork(struct task_struct *p, struct kernel_clone_args *kargs)
{
	__set_task_cpu(p, raw_smp_processor_id());
}

void sched_post_fork(struct task_struct *p)
{
}

/* the task_struct is about to be freed */
void sched_dead(struct task_struct *p)
{
	WARN_ON_ONCE(p->on_rq || p->on_cpu);
}

/**
 * wake_up_new_task() - start a task for the first time
 * @p: from copy_process()
 */
void wake_up_new_task(struct task_struct *p)
{
	unsigned long flags;
	struct rq *rq;

	raw_spin_lock_irqsave(&p->pi_lock, flags);
	WRITE_ONCE(p->__state, TASK_RUNNING);
	__set_task_cpu(p, select_task_cpu(p, task_cpu(p), WF_FORK));
	rq = __task_rq_lock(p);
	update_rq_clock(rq);
	activate_task(rq, p, ENQUEUE_NEW);
	wakeup_preempt(rq, p);
	task_rq_unlock(rq, p, &flags);
}
