// SPDX-License-Identifier: GPL-2.0-only
/*
 * core.c - the run queues and the switch from one task to the next.
 *
 * Owns:       struct rq; __schedule(); the moments at which a CPU reschedules.
 * Invariant:  rq->curr runs, has on_cpu set, and is in no class's queue. A runnable task is queued on
 *             exactly one CPU. on_cpu of a task that was switched away from is cleared last, with
 *             release ordering: from then on another CPU may run it.
 * Locks:      rq->lock with interrupts off, from before the choice of the next task until after
 *             the switch: the new task releases it (finish_task_switch()).
 * Elsewhere:  waking (wakeup.c), the classes (fair.c, rt.c, idle.c), which CPU (loadbalance.c,
 *             affinity.c), priorities (params.c).
 *
 * A CPU reschedules when its task blocks or yields; when it returns to user mode or from an
 * interrupt to preemptible kernel code with NEED_RESCHED set; and when preempt_enable() finds the
 * flag. resched_curr() sets it, and interrupts the CPU if it is another one.
 */
#include <linux/cpu.h>
#include <linux/init.h>
#include <linux/rcupdate.h>
#include <linux/rseq.h>
#include <linux/tick.h>
#include <linux/timer.h>
#include <linux/sched/init.h>
#include <linux/sched/loadavg.h>
#include <linux/sched/stat.h>
#include <linux/sched/task_stack.h>
#include <linux/wait_bit.h>
#include <linux/workqueue.h>
#include <linux/pgtable.h>
#include <asm/mmu_context.h>
#include <asm/switch_to.h>
#include "sched.h"

DEFINE_PER_CPU_SHARED_ALIGNED(struct rq, runqueues);
DEFINE_PER_CPU(struct kernel_stat, kstat);
DEFINE_PER_CPU(struct kernel_cpustat, kernel_cpustat);

/* ---- locking queues ---- */

/* The queue of a task that cannot change queues meanwhile. Context: p->pi_lock held. */
struct rq *__task_rq_lock(struct task_struct *p)
{
	struct rq *rq;

	lockdep_assert_held(&p->pi_lock);
	for (;;) {
		rq = task_rq(p);
		raw_spin_lock(&rq->lock);
		if (likely(rq == task_rq(p) && !task_on_rq_migrating(p)))
			return rq;
		raw_spin_unlock(&rq->lock);
		while (unlikely(task_on_rq_migrating(p)))
			cpu_relax();
	}
}

struct rq *task_rq_lock(struct task_struct *p, unsigned long *flags)
{
	raw_spin_lock_irqsave(&p->pi_lock, *flags);
	return __task_rq_lock(p);
}

void task_rq_unlock(struct rq *rq, struct task_struct *p, unsigned long *flags)
{
	raw_spin_unlock(&rq->lock);
	raw_spin_unlock_irqrestore(&p->pi_lock, *flags);
}

/* Context: interrupts off */
void double_rq_lock(struct rq *a, struct rq *b)
{
	if (a->cpu > b->cpu)
		swap(a, b);
	raw_spin_lock(&a->lock);
	if (a != b)
		raw_spin_lock_nested(&b->lock, SINGLE_DEPTH_NESTING);
}

void double_rq_unlock(struct rq *a, struct rq *b)
{
	raw_spin_unlock(&a->lock);
	if (a != b)
		raw_spin_unlock(&b->lock);
}

/* ---- queueing ---- */

void activate_task(struct rq *rq, struct task_struct *p, int flags)
{
	p->sched_info.last_queued = rq->clock;
	p->sched_class->enqueue(rq, p, flags);
	rq->nr_running++;
	WRITE_ONCE(p->on_rq, TASK_ON_RQ_QUEUED);
}

/* The caller says by on_rq whether @p sleeps now or moves. */
void deactivate_task(struct rq *rq, struct task_struct *p, int flags)
{
	/* it goes on waiting in another queue */
	if (!(flags & DEQUEUE_SLEEP) && rq->curr != p)
		p->sched_info.run_delay += rq->clock - p->sched_info.last_queued;
	WRITE_ONCE(p->on_rq, flags & DEQUEUE_SLEEP ? 0 : TASK_ON_RQ_MIGRATING);
	rq->nr_running--;
	p->sched_class->dequeue(rq, p, flags);
}

/**
 * resched_curr() - make a CPU choose its task anew, soon
 * @rq: its queue, locked
 */
void resched_curr(struct rq *rq)
{
	struct task_struct *curr = rq->curr;

	lockdep_assert_held(&rq->lock);
	if (test_tsk_need_resched(curr))
		return;
	set_tsk_need_resched(curr);
	if (rq->cpu == smp_processor_id())
		set_preempt_need_resched();
	else
		smp_send_reschedule(rq->cpu);
}

/* What the reschedule interrupt does: folds the flag that another CPU set into this CPU's count. */
void scheduler_ipi(void)
{
	preempt_fold_need_resched();
}

/* @p became runnable on @rq: does it push the running task out? */
void wakeup_preempt(struct rq *rq, struct task_struct *p)
{
	struct task_struct *curr = rq->curr;

	if (p->sched_class == curr->sched_class)
		p->sched_class->wakeup_preempt(rq, p);
	else if (p->prio < curr->prio || curr->sched_class == &idle_sched_class)
		resched_curr(rq);
}

/* ---- the switch ---- */

static __always_inline struct task_struct *pick_next_task(struct rq *rq, struct task_struct *prev)
{
	struct task_struct *p;

	prev->sched_class->put_prev(rq, prev);
	if (unlikely(rq->rt.nr_running)) {
		p = rt_sched_class.pick(rq);
		if (p)
			goto found;
	}
	p = fair_sched_class.pick(rq);
	if (unlikely(!p)) {
		/* may drop the lock; real-time tasks can have arrived then */
		if (newidle_balance(rq)) {
			p = rq->rt.nr_running ? rt_sched_class.pick(rq) : NULL;
			if (!p)
				p = fair_sched_class.pick(rq);
		}
		if (!p)
			p = rq->idle;
	}
found:
	p->sched_class->set_next(rq, p);
	return p;
}

/*
 * The first thing that the new task does after the switch: release the queue, let go of
 * the old task. @prev may be freed in here.
 */
static struct rq *finish_task_switch(struct task_struct *prev)
{
	struct rq *rq = this_rq();
	struct mm_struct *mm = rq->prev_mm;
	unsigned int prev_state = READ_ONCE(prev->__state);
	bool migrating = prev->on_rq == TASK_ON_RQ_MIGRATING;

	rq->prev_mm = NULL;
	/* the release: all of prev's work here happened before it runs elsewhere */
	smp_store_release(&prev->on_cpu, 0);
	spin_acquire(&rq->lock.dep_map, 0, 0, 0);
	raw_spin_unlock(&rq->lock);
	/* interrupts still off: one that wakes prev would spin here until it is queued again */
	if (unlikely(migrating))
		migrate_disallowed_task(prev);
	local_irq_enable();

	if (unlikely(mm))
		mmdrop_lazy_tlb_sched(mm);
	if (unlikely(prev_state == TASK_DEAD)) {
		put_task_stack(prev);
		put_task_struct_rcu_user(prev);
	}
	return rq;
}

/**
 * schedule_tail() - a new task's first step
 * @prev: what ran on this CPU before
 *
 * Called by the arch's return-from-fork code, with FORK_PREEMPT_COUNT.
 */
asmlinkage void schedule_tail(struct task_struct *prev)
{
	finish_task_switch(prev);
	preempt_enable();
	if (current->set_child_tid)
		put_user(task_pid_vnr(current), current->set_child_tid);
	calculate_sigpending();
}

/*
 * The address space. A kernel thread has none and borrows the last one (lazy TLB): it holds a
 * reference to the mm_struct, and a user task that follows takes the borrowed one back.
 */
static __always_inline void switch_address_space(struct rq *rq, struct task_struct *prev, struct task_struct *next)
{
	if (!next->mm) {
		enter_lazy_tlb(prev->active_mm, next);
		next->active_mm = prev->active_mm;
		if (prev->mm)
			mmgrab_lazy_tlb(prev->active_mm);
		else
			prev->active_mm = NULL;
	} else {
		switch_mm_irqs_off(prev->active_mm, next->mm, next);
		if (!prev->mm) {
			/* dropped after the switch, off the lock */
			rq->prev_mm = prev->active_mm;
			prev->active_mm = NULL;
		}
	}
}

static __always_inline struct rq *context_switch(struct rq *rq, struct task_struct *prev, struct task_struct *next)
{
	WRITE_ONCE(next->on_cpu, 1);
	switch_address_space(rq, prev, next);
	/* prev took the lock, next releases it */
	spin_release(&rq->lock.dep_map, 0);
	switch_to(prev, next, prev);
	barrier();
	return finish_task_switch(prev);
}

static noinline void report_schedule_while_atomic(struct task_struct *prev)
{
	pr_err("BUG: scheduling while atomic: %s/%d, preempt_count %x\n", prev->comm, prev->pid, preempt_count());
	debug_show_held_locks(prev);
	dump_stack();
	/* so that it is not reported for ever, and the next task finds the count it expects */
	preempt_count_set(PREEMPT_DISABLE_OFFSET);
}

/* Context: preemption off, interrupts on or off */
static void __sched __schedule(bool preempt)
{
	struct task_struct *prev, *next;
	unsigned int prev_state;
	struct rq *rq;

	local_irq_disable();
	rq = this_rq();
	prev = rq->curr;
	if (unlikely(in_atomic_preempt_off()))
		report_schedule_while_atomic(prev);
	rcu_note_context_switch(preempt);

	/*
	 * The full barrier orders set_current_state() and the caller's test of its condition
	 * before our reading of __state; it pairs with the one in try_to_wake_up().
	 */
	raw_spin_lock(&rq->lock);
	smp_mb__after_spinlock();
	update_rq_clock(rq);

	prev_state = READ_ONCE(prev->__state);
	if (!preempt && prev_state) {
		if (signal_pending_state(prev_state, prev)) {
			WRITE_ONCE(prev->__state, TASK_RUNNING);
		} else {
			prev->sched_contributes_to_load = (prev_state & TASK_UNINTERRUPTIBLE) &&
							  !(prev_state & TASK_NOLOAD);
			if (prev->sched_contributes_to_load)
				rq->nr_uninterruptible++;
			if (prev->in_iowait)
				atomic_inc(&rq->nr_iowait);
			deactivate_task(rq, prev, DEQUEUE_SLEEP);
		}
		prev->nvcsw++;
	} else {
		prev->nivcsw++;
		rseq_preempt(prev);
	}
	if (unlikely(prev->on_rq && prev != rq->idle && !cpumask_test_cpu(rq->cpu, &prev->cpus_mask)))
		deactivate_task(rq, prev, 0);

	next = pick_next_task(rq, prev);
	clear_tsk_need_resched(prev);
	clear_preempt_need_resched();

	if (likely(prev != next)) {
		rq->nr_switches++;
		prev->sched_info.last_queued = rq->clock;
		next->sched_info.run_delay += rq->clock - next->sched_info.last_queued;
		next->sched_info.pcount++;
		WRITE_ONCE(rq->curr, next);
		context_switch(rq, prev, next);
	} else {
		/* it did not switch */
		if (!preempt && prev_state)
			prev->nvcsw--;
		else
			prev->nivcsw--;
		raw_spin_unlock_irq(&rq->lock);
	}
}

static __always_inline void schedule_loop(void)
{
	do {
		preempt_disable();
		__schedule(false);
		sched_preempt_enable_no_resched();
	} while (need_resched());
}

/**
 * schedule() - give the CPU away
 *
 * With the task's state not TASK_RUNNING it sleeps until woken.
 */
asmlinkage void __sched schedule(void)
{
	struct task_struct *tsk = current;

	if (unlikely((tsk->flags & PF_WQ_WORKER) && READ_ONCE(tsk->__state)))
		wq_worker_sleeping(tsk);
	schedule_loop();
	if (unlikely(tsk->flags & PF_WQ_WORKER))
		wq_worker_running(tsk);
}

/* called with preemption off, returns so */
void __sched schedule_preempt_disabled(void)
{
	sched_preempt_enable_no_resched();
	schedule();
	preempt_disable();
}

/* the idle task's way: it has no state to lose */
void __sched schedule_idle(void)
{
	do {
		__schedule(false);
	} while (need_resched());
}

/**
 * preempt_schedule() - preempt_enable() found the flag
 */
asmlinkage void __sched preempt_schedule(void)
{
	if (likely(!preemptible()))
		return;
	do {
		preempt_disable();
		__schedule(true);
		sched_preempt_enable_no_resched();
	} while (need_resched());
}

/**
 * preempt_schedule_irq() - an interrupt is about to return to preemptible kernel code
 *
 * Context: interrupts off, and off again on return.
 */
asmlinkage void __sched preempt_schedule_irq(void)
{
	do {
		preempt_disable();
		local_irq_enable();
		__schedule(true);
		local_irq_disable();
		sched_preempt_enable_no_resched();
	} while (need_resched());
}

/**
 * do_task_dead() - the last call of an exiting task
 */
void __noreturn do_task_dead(void)
{
	/* a wake-up under way must not see a state it waits for after we set DEAD */
	raw_spin_lock_irq(&current->pi_lock);
	raw_spin_unlock_irq(&current->pi_lock);
	current->flags |= PF_NOFREEZE;
	/* first: whom an interrupt preempts when it is DEAD loses its stack, and comes back to it */
	preempt_disable();
	set_current_state(TASK_DEAD);
	__schedule(false);
	BUG();
}

int __sched cond_resched(void)
{
	if (should_resched(0)) {
		preempt_schedule();
		return 1;
	}
	return 0;
}

int __sched cond_resched_lock(spinlock_t *lock)
{
	if (!spin_needbreak(lock) && !need_resched())
		return 0;
	spin_unlock(lock);
	if (!cond_resched())
		cpu_relax();
	spin_lock(lock);
	return 1;
}

/**
 * io_schedule_prepare() - mark the coming sleep as a wait for I/O
 *
 * Return: a token for io_schedule_finish().
 */
int io_schedule_prepare(void)
{
	int old = current->in_iowait;

	current->in_iowait = 1;
	return old;
}

void io_schedule_finish(int token)
{
	current->in_iowait = token;
}

void __sched io_schedule(void)
{
	int token = io_schedule_prepare();

	schedule();
	io_schedule_finish(token);
}

long __sched io_schedule_timeout(long timeout)
{
	int token = io_schedule_prepare();

	timeout = schedule_timeout(timeout);
	io_schedule_finish(token);
	return timeout;
}

void __sched yield(void)
{
	struct rq *rq;

	local_irq_disable();
	rq = this_rq();
	raw_spin_lock(&rq->lock);
	update_rq_clock(rq);
	current->sched_class->yield(rq);
	preempt_disable();
	raw_spin_unlock_irq(&rq->lock);
	sched_preempt_enable_no_resched();
	__set_current_state(TASK_RUNNING);
	schedule();
}

/* ---- the tick ---- */

/**
 * sched_tick() - once a tick on a CPU that is not idle
 *
 * Context: the timer interrupt.
 */
void sched_tick(void)
{
	struct rq *rq = this_rq();
	struct task_struct *curr;

	raw_spin_lock(&rq->lock);
	update_rq_clock(rq);
	curr = rq->curr;
	curr->sched_class->task_tick(rq, curr);
	calc_global_load_tick(rq);
	raw_spin_unlock(&rq->lock);
	trigger_load_balance(rq);
}

/* ---- counts ---- */

unsigned int nr_running(void)
{
	unsigned int sum = 0;
	int cpu;

	for_each_online_cpu(cpu)
		sum += rq_nr_running(cpu_rq(cpu));
	return sum;
}

bool single_task_running(void)
{
	return READ_ONCE(this_rq()->nr_running) == 1;
}

/**
 * all_ran_since() - has each task that can run had a CPU since then?
 * @when: a time of local_clock()
 *
 * Context: any but the run queue's lock. Only an estimate of tasks that change queues meanwhile.
 */
bool all_ran_since(u64 when)
{
	struct task_struct *g, *p;
	bool all = true;

	rcu_read_lock();
	for_each_process_thread(g, p)
		if (task_on_rq_queued(p) && !READ_ONCE(p->on_cpu))
			all &= data_race(READ_ONCE(p->se.exec_start)) > when;
	rcu_read_unlock();
	return all;
}

unsigned long long nr_context_switches(void)
{
	unsigned long long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += cpu_rq(cpu)->nr_switches;
	return sum;
}

unsigned int nr_iowait_cpu(int cpu)
{
	return atomic_read(&cpu_rq(cpu)->nr_iowait);
}

unsigned int nr_iowait(void)
{
	unsigned int sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += nr_iowait_cpu(cpu);
	return sum;
}

unsigned long nr_uninterruptible(void)
{
	long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(cpu_rq(cpu)->nr_uninterruptible);
	return max(sum, 0L);
}

int idle_cpu(int cpu)
{
	struct rq *rq = cpu_rq(cpu);

	return READ_ONCE(rq->curr) == rq->idle && !rq_nr_running(rq);
}

struct task_struct *idle_task(int cpu)
{
	return cpu_rq(cpu)->idle;
}

/* ---- start ---- */

/**
 * init_idle() - make a task a CPU's idle task
 * @idle: the boot task for CPU 0, fork_idle()'s for others; not queued anywhere
 * @cpu: the CPU
 */
void init_idle(struct task_struct *idle, int cpu)
{
	struct rq *rq = cpu_rq(cpu);
	unsigned long flags;

	raw_spin_lock_irqsave(&idle->pi_lock, flags);
	raw_spin_lock(&rq->lock);
	idle->__state = TASK_RUNNING;
	idle->se.exec_start = sched_clock();
	idle->flags |= PF_KTHREAD | PF_IDLE | PF_NO_SETAFFINITY;
	idle->sched_class = &idle_sched_class;
	idle->prio = MAX_PRIO;
	cpumask_copy(&idle->cpus_mask, cpumask_of(cpu));
	idle->nr_cpus_allowed = 1;
	__set_task_cpu(idle, cpu);
	rq->idle = idle;
	rcu_assign_pointer(rq->curr, idle);
	idle->on_rq = TASK_ON_RQ_QUEUED;
	idle->on_cpu = 1;
	raw_spin_unlock(&rq->lock);
	raw_spin_unlock_irqrestore(&idle->pi_lock, flags);
	init_idle_preempt_count(idle, cpu);
	snprintf(idle->comm, sizeof(idle->comm), "swapper/%d", cpu);
}

/**
 * sched_init() - the boot CPU's queue; the boot task becomes its idle task
 */
void __init sched_init(void)
{
	int cpu;

	wait_bit_init();
	init_load_balance();
	for_each_possible_cpu(cpu) {
		struct rq *rq = cpu_rq(cpu);

		raw_spin_lock_init(&rq->lock);
		rq->cpu = cpu;
		init_cfs_rq(&rq->cfs);
		init_rt_rq(&rq->rt);
		atomic_set(&rq->nr_iowait, 0);
		rq->calc_load_next = jiffies + LOAD_FREQ;
		rq->next_balance = jiffies;
	}
	init_task.policy = SCHED_NORMAL;
	init_task.static_prio = init_task.normal_prio = NICE_TO_PRIO(0);
	set_load_weight(&init_task);
	mmgrab_lazy_tlb(&init_mm);
	current->active_mm = &init_mm;
	enter_lazy_tlb(&init_mm, current);
	init_idle(current, smp_processor_id());
}

/**
 * sched_init_smp() - all CPUs are up
 */
void __init sched_init_smp(void)
{
	set_cpus_allowed_ptr(current, cpu_possible_mask);
}
