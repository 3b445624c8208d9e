// SPDX-License-Identifier: GPL-2.0-only
/*
 * loadbalance.c - which CPU a time-sharing task runs on.
 *
 * Owns:       the choice at wake-up and fork; pulling by idle CPUs; the periodic evening-out.
 * Invariant:  a task is only ever put where its affinity allows. No CPU stays idle for long while
 *             another has two runnable tasks that may run there.
 * Locks:      both queues' locks to move a task.
 *
 * Three mechanisms, from the cheapest: a task is placed on an idle CPU when it wakes or is born, the
 * last one it ran on by preference; a CPU that runs out of work takes a queued task from the busiest; a
 * busy CPU looks every BALANCE_INTERVAL whether another has at least two tasks more, and wakes
 * an idle CPU to do so, whose tick may be stopped.
 */
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include "sched.h"

#define BALANCE_INTERVAL	(HZ / 50 + 1)

static inline unsigned int cpu_load(int cpu)
{
	return rq_nr_running(cpu_rq(cpu));
}

static int find_idle_cpu(struct task_struct *p, int start)
{
	int cpu;

	for_each_cpu_wrap(cpu, cpu_online_mask, start)
		if (idle_cpu(cpu) && cpumask_test_cpu(cpu, &p->cpus_mask))
			return cpu;
	return -1;
}

static int find_least_loaded_cpu(struct task_struct *p, int start)
{
	unsigned int load, best_load = UINT_MAX;
	int cpu, best = start;

	for_each_cpu_wrap(cpu, cpu_online_mask, start) {
		if (!cpumask_test_cpu(cpu, &p->cpus_mask))
			continue;
		load = cpu_load(cpu);
		if (load < best_load) {
			best_load = load;
			best = cpu;
		}
	}
	return best;
}

/**
 * select_idle_or_least_loaded() - where a task that becomes runnable goes
 * @p: the task; its pi_lock is held
 * @prev_cpu: where it ran last, or its parent's CPU
 * @wake_flags: WF_
 *
 * Return: a CPU that @p may use.
 */
int select_idle_or_least_loaded(struct task_struct *p, int prev_cpu, int wake_flags)
{
	int this_cpu = smp_processor_id(), cpu;

	if (num_online_cpus() == 1)
		return this_cpu;
	if (wake_flags & WF_FORK) {
		cpu = find_idle_cpu(p, this_cpu);
		return cpu >= 0 ? cpu : find_least_loaded_cpu(p, this_cpu);
	}
	/* the waker goes to sleep and leaves warm data behind */
	if ((wake_flags & WF_SYNC) && cpu_load(this_cpu) == 1 && in_task() &&
	    cpumask_test_cpu(this_cpu, &p->cpus_mask))
		return this_cpu;
	if (cpumask_test_cpu(prev_cpu, &p->cpus_mask) && idle_cpu(prev_cpu))
		return prev_cpu;
	cpu = find_idle_cpu(p, prev_cpu);
	if (cpu >= 0)
		return cpu;
	if (cpu_load(this_cpu) + 1 < cpu_load(prev_cpu) && cpumask_test_cpu(this_cpu, &p->cpus_mask))
		return this_cpu;
	return prev_cpu;
}

/**
 * migrate_queued_task() - move a runnable task that does not run
 * @from: its queue, locked
 * @p: the task
 * @to: the new queue, locked
 */
void migrate_queued_task(struct rq *from, struct task_struct *p, struct rq *to)
{
	deactivate_task(from, p, 0);
	__set_task_cpu(p, to->cpu);
	activate_task(to, p, 0);
	wakeup_preempt(to, p);
}

/* the queued time-sharing task of @from that is due last, of those that may run on @cpu */
static struct task_struct *pull_candidate(struct rq *from, int cpu)
{
	struct rb_node *node;

	for (node = rb_last(&from->cfs.timeline.rb_root); node; node = rb_prev(node)) {
		struct task_struct *p = rb_entry(node, struct task_struct, se.run_node);

		if (cpumask_test_cpu(cpu, &p->cpus_mask) && !READ_ONCE(p->on_cpu))
			return p;
	}
	return NULL;
}

static int find_busiest_cpu(int this_cpu, unsigned int at_least)
{
	unsigned int load;
	int cpu, busiest = -1;

	for_each_online_cpu(cpu) {
		if (cpu == this_cpu)
			continue;
		load = cpu_load(cpu);
		if (load >= at_least) {
			at_least = load + 1;
			busiest = cpu;
		}
	}
	return busiest;
}

/* Take a task if the other queue is still longer by two. Context: both locked. */
static bool pull_one(struct rq *this_rq, struct rq *busiest)
{
	struct task_struct *p;

	if (busiest->nr_running < this_rq->nr_running + 2)
		return false;
	p = pull_candidate(busiest, this_rq->cpu);
	if (!p)
		return false;
	update_rq_clock(busiest);
	update_rq_clock(this_rq);
	migrate_queued_task(busiest, p, this_rq);
	return true;
}

/**
 * newidle_balance() - a CPU is about to go idle: find it something
 * @this_rq: locked; dropped and retaken
 *
 * Return: whether the queue may have a task now.
 */
bool newidle_balance(struct rq *this_rq)
{
	int cpu;

	if (num_online_cpus() == 1)
		return false;
	cpu = find_busiest_cpu(this_rq->cpu, 2);
	if (cpu < 0)
		return false;
	/* curr has been put back and may not be touched by pullers: it still has on_cpu set */
	raw_spin_unlock(&this_rq->lock);
	double_rq_lock(this_rq, cpu_rq(cpu));
	if (!this_rq->nr_running)
		pull_one(this_rq, cpu_rq(cpu));
	raw_spin_unlock(&cpu_rq(cpu)->lock);
	return this_rq->nr_running > 0;
}

static void run_rebalance(void)
{
	struct rq *this_rq = this_rq();
	unsigned long flags;
	int cpu = find_busiest_cpu(this_rq->cpu, cpu_load(this_rq->cpu) + 2);

	if (cpu < 0)
		return;
	local_irq_save(flags);
	double_rq_lock(this_rq, cpu_rq(cpu));
	pull_one(this_rq, cpu_rq(cpu));
	double_rq_unlock(this_rq, cpu_rq(cpu));
	local_irq_restore(flags);
}

/**
 * trigger_load_balance() - the tick's part
 * @rq: this CPU's queue
 */
void trigger_load_balance(struct rq *rq)
{
	int cpu;

	if (num_online_cpus() == 1 || time_before(jiffies, rq->next_balance))
		return;
	rq->next_balance = jiffies + BALANCE_INTERVAL;
	raise_softirq_irqoff(SCHED_SOFTIRQ);
	if (rq_nr_running(rq) < 2)
		return;
	for_each_online_cpu(cpu) {
		if (!idle_cpu(cpu))
			continue;
		WRITE_ONCE(cpu_rq(cpu)->idle_balance_kick, true);
		smp_send_reschedule(cpu);
		break;
	}
}

void __init init_load_balance(void)
{
	open_softirq(SCHED_SOFTIRQ, run_rebalance);
}
