// SPDX-License-Identifier: GPL-2.0-only
/*
 * idle.c - what a CPU does when it has nothing to do.
 *
 * Owns:       the idle loop, the idle class, the account of idle time.
 * Invariant:  the CPU halts only with interrupts off until the halt itself, and after need_resched() was
 *             seen clear in that state: an interrupt that sets it either comes before the test or
 *             ends the halt.
 * Elsewhere:  stopping the tick (kernel/time/tick.c), quiescent states (kernel/rcu/).
 */
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/rcupdate.h>
#include <linux/tick.h>
#include "sched.h"

static bool idle_force_poll;

void cpu_idle_poll_ctrl(bool enable)
{
	WRITE_ONCE(idle_force_poll, enable);
}

void __weak arch_cpu_idle_enter(void) { }
void __weak arch_cpu_idle_exit(void) { }

/* Context: idle task, at the beginning and at the end of a spell of idleness. */
static void idle_account_enter(struct rq *rq)
{
	rq->idle_iowait = atomic_read(&rq->nr_iowait) > 0;
	WRITE_ONCE(rq->idle_since, sched_clock());
}

void idle_account_exit(struct rq *rq)
{
	u64 since = rq->idle_since;
	u64 *stat = kcpustat_cpu(rq->cpu).cpustat;

	if (!since)
		return;
	stat[rq->idle_iowait ? CPUTIME_IOWAIT : CPUTIME_IDLE] += sched_clock() - since;
	WRITE_ONCE(rq->idle_since, 0);
}

static u64 idle_spell(int cpu, bool iowait)
{
	struct rq *rq = cpu_rq(cpu);
	u64 since = READ_ONCE(rq->idle_since), now = sched_clock();

	return since && rq->idle_iowait == iowait && now > since ? now - since : 0;
}

u64 get_idle_time(int cpu)
{
	return kcpustat_field(cpu, CPUTIME_IDLE) + idle_spell(cpu, false);
}

u64 get_iowait_time(int cpu)
{
	return kcpustat_field(cpu, CPUTIME_IOWAIT) + idle_spell(cpu, true);
}

/* Context: interrupts off */
static void idle_halt(struct rq *rq)
{
	tick_nohz_idle_stop_tick();
	arch_cpu_idle_enter();
	ct_idle_enter();
	arch_cpu_idle();
	ct_idle_exit();
	arch_cpu_idle_exit();
	/* another CPU that is overloaded asked us to look */
	if (unlikely(READ_ONCE(rq->idle_balance_kick))) {
		WRITE_ONCE(rq->idle_balance_kick, false);
		set_tsk_need_resched(current);
		set_preempt_need_resched();
	}
}

static void do_idle(void)
{
	struct rq *rq = this_rq();

	tick_nohz_idle_enter();
	idle_account_enter(rq);
	while (!need_resched()) {
		local_irq_disable();
		if (need_resched()) {
			local_irq_enable();
			break;
		}
		if (unlikely(READ_ONCE(idle_force_poll))) {
			local_irq_enable();
			cpu_relax();
			continue;
		}
		idle_halt(rq);
		local_irq_enable();
	}
	idle_account_exit(rq);
	tick_nohz_idle_exit();
	preempt_fold_need_resched();
	schedule_idle();
}

/**
 * cpu_startup_entry() - a CPU's boot thread becomes its idle loop
 * @state: which step of coming up it has reached
 *
 * Context: interrupts on, preemption off
 */
void __noreturn cpu_startup_entry(enum cpuhp_state state)
{
	current->flags |= PF_IDLE;
	for (;;)
		do_idle();
}

/* ---- the class: the idle task is never queued ---- */

static void enqueue_idle(struct rq *rq, struct task_struct *p, int flags)
{
	WARN_ON_ONCE(1);
}

static struct task_struct *pick_idle(struct rq *rq)
{
	return rq->idle;
}

static void nothing_for_idle(struct rq *rq, struct task_struct *p)
{
}

static void wakeup_preempt_idle(struct rq *rq, struct task_struct *p)
{
	resched_curr(rq);
}

static void yield_idle(struct rq *rq)
{
}

static int select_cpu_idle(struct task_struct *p, int cpu, int flags)
{
	return task_cpu(p);
}

const struct sched_class idle_sched_class = {
	.enqueue	= enqueue_idle,
	.dequeue	= enqueue_idle,
	.pick		= pick_idle,
	.set_next	= nothing_for_idle,
	.put_prev	= nothing_for_idle,
	.wakeup_preempt	= wakeup_preempt_idle,
	.task_tick	= nothing_for_idle,
	.yield		= yield_idle,
	.select_cpu	= select_cpu_idle,
};
