// SPDX-License-Identifier: GPL-2.0-only
/*
 * update.c - RCU grace periods by quiescent states.
 *
 * Owns:       rcu_state, the callback lists, the per-CPU quiescent counters.
 * Invariant:  gp_seq is even while no grace period runs, odd during one. A grace period ends only after every
 *             online CPU was, since it began, in a quiescent state: a task switch, the tick
 *             in user mode or in the idle task, or halted in idle. Readers run with preemption off, so
 *             none that had begun before can still be inside.
 * Locks:      rcu_state.lock guards gp_seq, gp_waiting and the want flag. The per-CPU lists are
 *             touched only by their own CPU with interrupts off.
 * Elsewhere:  kfree_rcu() (kvfree.c).
 *
 * Each CPU has a list in two parts: `next`, callbacks that wait for the next grace period, and `wait`,
 * those that wait for the one numbered wait_seq. When gp_seq passes wait_seq the latter are
 * invoked in softirq, and `next` becomes `wait`.
 *
 * The CPU's idle counter is odd while it is halted in idle, even otherwise; the full barriers around
 * its changes order a reader in an interrupt against the look from another CPU. So a halted CPU is
 * counted as quiescent by whoever looks (force_idle()), and never woken for a grace period. A grace period
 * is begun by the CPU that needs one; each CPU clears its own bit at its next quiescent state; the
 * one that clears the last bit ends it. A CPU that has callbacks keeps its tick.
 */
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include "rcu.h"

/* Seconds until a grace period counts as stalled, and is reported. */
static int rcu_cpu_stall_timeout = CONFIG_RCU_STALL_TIMEOUT;
__kernel_param("rcupdate.rcu_cpu_stall_timeout", rcu_cpu_stall_timeout, int, rcu_cpu_stall_timeout);

#define STALL_JIFFIES	((unsigned long)rcu_cpu_stall_timeout * HZ)
#define BATCH		64	/* callbacks invoked before looking whether somebody else needs the CPU */

struct rcu_cblist {
	struct rcu_head *head, **tail;
	unsigned long len;
};

/* one CPU's part; touched by it alone, interrupts off, but for @idle and @gp_pending */
struct rcu_data {
	bool gp_pending;		/* this CPU's quiescent state is waited for; a hint */
	bool hurry;			/* somebody sleeps until `next` or `wait` has run */
	atomic_t idle;			/* odd: halted in idle */
	struct rcu_cblist next, wait, done;
	unsigned long wait_seq;		/* `wait` may be invoked when gp_seq has reached it */
};

struct rcu_state {
	raw_spinlock_t lock;
	unsigned long gp_seq;		/* [lock] odd: a grace period runs; read without */
	bool want;			/* [lock] begin another one after this */
	struct cpumask waiting;		/* [lock] CPUs whose quiescent state is outstanding */
	unsigned long gp_start;		/* [lock] jiffies */
	unsigned long next_stall;	/* [lock] jiffies of the next report */
};

static struct rcu_state rcu_state = { .lock = __RAW_SPIN_LOCK_UNLOCKED(rcu_state.lock) };
static DEFINE_PER_CPU(struct rcu_data, rcu_data);

int rcu_scheduler_active;

#ifdef CONFIG_LOCKDEP
struct lockdep_map rcu_lock_map;
#endif

/* ---- lists ---- */

static void cblist_init(struct rcu_cblist *l)
{
	l->head = NULL;
	l->tail = &l->head;
	l->len = 0;
}

static void cblist_move(struct rcu_cblist *to, struct rcu_cblist *from)
{
	if (!from->head)
		return;
	*to->tail = from->head;
	to->tail = from->tail;
	to->len += from->len;
	cblist_init(from);
}

/* ---- grace periods ---- */

/* The first value of gp_seq at which a full grace period from now on has passed. */
static unsigned long gp_seq_snap(void)
{
	/* a running one may have begun before the caller's unlinking: it does not count */
	return (READ_ONCE(rcu_state.gp_seq) + 3) & ~1UL;
}

static bool gp_seq_done(unsigned long seq)
{
	return (long)(READ_ONCE(rcu_state.gp_seq) - seq) >= 0;
}

static void gp_begin(void);

/* Context: lock held. All CPUs have passed. */
static void gp_end(void)
{
	WRITE_ONCE(rcu_state.gp_seq, rcu_state.gp_seq + 1);
	if (rcu_state.want)
		gp_begin();
}

/* Take the CPUs that are halted off the waiting set. Context: lock held, waiting not empty. */
static void force_idle(void)
{
	int cpu;

	for_each_cpu(cpu, &rcu_state.waiting) {
		struct rcu_data *rdp = per_cpu_ptr(&rcu_data, cpu);

		/* the barrier before: it orders gp_seq's change with our look, against the CPU's leaving idle */
		if (atomic_read(&rdp->idle) & 1) {
			WRITE_ONCE(rdp->gp_pending, false);
			cpumask_clear_cpu(cpu, &rcu_state.waiting);
		}
	}
}

/* Context: lock held, none running */
static void gp_begin(void)
{
	int cpu;

	rcu_state.want = false;
	WRITE_ONCE(rcu_state.gp_seq, rcu_state.gp_seq + 1);
	WRITE_ONCE(rcu_state.gp_start, jiffies);
	WRITE_ONCE(rcu_state.next_stall, jiffies + STALL_JIFFIES);
	cpumask_copy(&rcu_state.waiting, cpu_online_mask);
	smp_mb();	/* what was unlinked before, before our looks at the idle counters */
	for_each_cpu(cpu, &rcu_state.waiting)
		WRITE_ONCE(per_cpu_ptr(&rcu_data, cpu)->gp_pending, true);
	force_idle();
	if (cpumask_empty(&rcu_state.waiting))
		gp_end();
}

/* Somebody needs a grace period that ends at @seq. */
static void gp_request(unsigned long seq)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&rcu_state.lock, flags);
	if (!gp_seq_done(seq)) {
		if (!(rcu_state.gp_seq & 1))
			gp_begin();
		if (!gp_seq_done(seq) && rcu_state.gp_seq + 1 != seq)
			rcu_state.want = true;
	}
	raw_spin_unlock_irqrestore(&rcu_state.lock, flags);
}

/* This CPU is quiescent now, and that is waited for. */
static noinline void report_qs(struct rcu_data *rdp)
{
	unsigned long flags;
	bool ended = false;

	raw_spin_lock_irqsave(&rcu_state.lock, flags);
	WRITE_ONCE(rdp->gp_pending, false);
	if ((rcu_state.gp_seq & 1) && cpumask_test_and_clear_cpu(smp_processor_id(), &rcu_state.waiting) &&
	    cpumask_empty(&rcu_state.waiting)) {
		gp_end();
		ended = true;
	}
	raw_spin_unlock(&rcu_state.lock);
	if (ended && rdp->hurry)
		raise_softirq_irqoff(RCU_SOFTIRQ);
	local_irq_restore(flags);
}

/**
 * rcu_qs() - no reader runs on this CPU
 *
 * Context: preemption off, or a task without any RCU section.
 */
void rcu_qs(void)
{
	if (unlikely(this_cpu_read(rcu_data.gp_pending))) {
		preempt_disable();
		report_qs(this_cpu_ptr(&rcu_data));
		preempt_enable_no_resched();
	}
}

/* The scheduler calls it at each task switch, interrupts off. */
void rcu_note_context_switch(bool preempt)
{
	if (unlikely(this_cpu_read(rcu_data.gp_pending)))
		report_qs(this_cpu_ptr(&rcu_data));
}

/* ---- idle ---- */

/* Context: interrupts off */
void ct_idle_enter(void)
{
	rcu_note_context_switch(false);
	smp_mb__before_atomic();
	atomic_inc(this_cpu_ptr(&rcu_data.idle));
	smp_mb__after_atomic();
}

/* By the idle loop after the halt, and by the interrupt that ends it, for its handlers are readers. */
void ct_idle_exit(void)
{
	atomic_t *idle = this_cpu_ptr(&rcu_data.idle);

	if (!(atomic_read(idle) & 1))
		return;
	smp_mb__before_atomic();
	atomic_inc(idle);
	smp_mb__after_atomic();
}

bool rcu_is_watching(void)
{
	return !(atomic_read(this_cpu_ptr(&rcu_data.idle)) & 1);
}

/* may not this CPU stop its tick? */
int rcu_needs_cpu(void)
{
	struct rcu_data *rdp = this_cpu_ptr(&rcu_data);

	return rdp->next.head || rdp->wait.head || rdp->done.head;
}

/* ---- the tick ---- */

static void report_stall(void)
{
	unsigned long flags;
	struct cpumask late;
	unsigned long since;

	raw_spin_lock_irqsave(&rcu_state.lock, flags);
	if (!(rcu_state.gp_seq & 1) || time_before(jiffies, rcu_state.next_stall)) {
		raw_spin_unlock_irqrestore(&rcu_state.lock, flags);
		return;
	}
	WRITE_ONCE(rcu_state.next_stall, jiffies + 3 * STALL_JIFFIES);
	since = jiffies - rcu_state.gp_start;
	cpumask_copy(&late, &rcu_state.waiting);
	raw_spin_unlock_irqrestore(&rcu_state.lock, flags);

	pr_err("rcu: grace period %lu stalled for %lu jiffies by CPUs %*pbl\n", rcu_state.gp_seq, since,
	       cpumask_pr_args(&late));
	dump_cpu_task(cpumask_first(&late));
}

/* Callbacks whose grace period is over move on; a grace period is asked for those that have none. */
static void advance_callbacks(struct rcu_data *rdp)
{
	unsigned long seq = 0;

	if (rdp->wait.head && gp_seq_done(rdp->wait_seq))
		cblist_move(&rdp->done, &rdp->wait);
	if (!rdp->wait.head && rdp->next.head) {
		rdp->wait_seq = seq = gp_seq_snap();
		cblist_move(&rdp->wait, &rdp->next);
	}
	if (seq)
		gp_request(seq);
	if (rdp->done.head)
		raise_softirq_irqoff(RCU_SOFTIRQ);
}

/**
 * rcu_sched_clock_irq() - RCU's part of the tick
 * @user: did it interrupt user mode?
 */
void rcu_sched_clock_irq(int user)
{
	struct rcu_data *rdp = this_cpu_ptr(&rcu_data);
	int count = preempt_count();
	unsigned long flags;

	/* what was preemptible when this interrupt came is no reader; nor is the idle task as such */
	if (READ_ONCE(rdp->gp_pending) && (user || count == HARDIRQ_OFFSET ||
					   (is_idle_task(current) && count == HARDIRQ_OFFSET + PREEMPT_OFFSET)))
		report_qs(rdp);
	/* a task that never switches in the kernel: make it, when it next may */
	if (READ_ONCE(rdp->gp_pending) && time_after(jiffies, READ_ONCE(rcu_state.gp_start) + HZ / 10)) {
		set_tsk_need_resched(current);
		set_preempt_need_resched();
	}
	local_irq_save(flags);
	advance_callbacks(rdp);
	local_irq_restore(flags);

	if (READ_ONCE(rcu_state.gp_seq) & 1) {
		/* CPUs that went idle after the beginning, and may sleep long */
		if (raw_spin_trylock_irqsave(&rcu_state.lock, flags)) {
			if ((rcu_state.gp_seq & 1) && !cpumask_empty(&rcu_state.waiting)) {
				force_idle();
				if (cpumask_empty(&rcu_state.waiting))
					gp_end();
			}
			raw_spin_unlock_irqrestore(&rcu_state.lock, flags);
		}
		if (unlikely(time_after(jiffies, READ_ONCE(rcu_state.next_stall))))
			report_stall();
	}
}

/* ---- callbacks ---- */

/* RCU_SOFTIRQ */
static void rcu_do_batch(void)
{
	struct rcu_data *rdp = this_cpu_ptr(&rcu_data);
	struct rcu_cblist list;
	struct rcu_head *head;
	int n = 0;

	cblist_init(&list);
	local_irq_disable();
	advance_callbacks(rdp);
	cblist_move(&list, &rdp->done);
	if (!rdp->wait.head)
		rdp->hurry = false;
	local_irq_enable();

	while ((head = list.head)) {
		list.head = head->next;
		rcu_reclaim(head);
		list.len--;
		if (++n % BATCH == 0 && need_resched())
			break;
	}
	if (list.head) {
		local_irq_disable();
		/* the rest comes first the next time */
		cblist_move(&list, &rdp->done);
		cblist_move(&rdp->done, &list);
		raise_softirq_irqoff(RCU_SOFTIRQ);
		local_irq_enable();
	}
}

/**
 * call_rcu() - call a function after a grace period
 * @head: in the object; the caller's no more
 * @func: called in softirq context
 *
 * Context: any but NMI.
 */
void call_rcu(struct rcu_head *head, rcu_callback_t func)
{
	struct rcu_data *rdp;
	unsigned long flags;

	head->func = func;
	head->next = NULL;
	local_irq_save(flags);
	rdp = this_cpu_ptr(&rcu_data);
	*rdp->next.tail = head;
	rdp->next.tail = &head->next;
	/* the next tick sees to it, which does not stop while there are callbacks; but many are urgent */
	if (!(++rdp->next.len & 1023))
		raise_softirq_irqoff(RCU_SOFTIRQ);
	local_irq_restore(flags);
}

struct rcu_synchronizer {
	struct rcu_head head;
	struct completion done;
};

/* this CPU's callbacks are waited for */
static void hurry_callbacks(void)
{
	unsigned long flags;

	local_irq_save(flags);
	this_cpu_write(rcu_data.hurry, true);
	raise_softirq_irqoff(RCU_SOFTIRQ);
	local_irq_restore(flags);
}

static void wakeme_after_rcu(struct rcu_head *head)
{
	complete(&container_of(head, struct rcu_synchronizer, head)->done);
}

/**
 * synchronize_rcu() - wait for a grace period
 *
 * Context: sleeps.
 */
void synchronize_rcu(void)
{
	struct rcu_synchronizer rs;

	might_sleep();
	/* one CPU, no scheduler yet: being here is a grace period */
	if (!rcu_scheduler_active)
		return;
	init_completion(&rs.done);
	call_rcu(&rs.head, wakeme_after_rcu);
	hurry_callbacks();
	wait_for_completion(&rs.done);
}

unsigned long get_state_synchronize_rcu(void)
{
	smp_mb();	/* the caller's unlinking before the snapshot */
	return gp_seq_snap();
}

unsigned long start_poll_synchronize_rcu(void)
{
	unsigned long seq = get_state_synchronize_rcu();

	gp_request(seq);
	return seq;
}

bool poll_state_synchronize_rcu(unsigned long oldstate)
{
	bool done = gp_seq_done(oldstate);

	smp_mb();	/* the caller's freeing after */
	return done;
}

void cond_synchronize_rcu(unsigned long oldstate)
{
	if (!poll_state_synchronize_rcu(oldstate))
		synchronize_rcu();
}

/* ---- rcu_barrier ---- */

static DEFINE_PER_CPU(struct rcu_head, barrier_head);
static atomic_t barrier_count;
static struct completion barrier_done;
static DEFINE_MUTEX(barrier_mutex);

static void barrier_callback(struct rcu_head *head)
{
	if (atomic_dec_and_test(&barrier_count))
		complete(&barrier_done);
}

static void barrier_queue(void *unused)
{
	call_rcu(this_cpu_ptr(&barrier_head), barrier_callback);
	hurry_callbacks();
}

/**
 * rcu_barrier() - until all callbacks queued before have run
 *
 * Callbacks of one CPU run in order, so one at the end of each list tells. Context: sleeps.
 */
void rcu_barrier(void)
{
	might_sleep();
	mutex_lock(&barrier_mutex);
	init_completion(&barrier_done);
	cpus_read_lock();
	atomic_set(&barrier_count, num_online_cpus());
	on_each_cpu(barrier_queue, NULL, 1);
	cpus_read_unlock();
	wait_for_completion(&barrier_done);
	mutex_unlock(&barrier_mutex);
}

/* ---- start ---- */

/* A CPU comes up: nothing waits for it yet; a grace period that begins from now on does. */
void rcu_cpu_starting(unsigned int cpu)
{
	WRITE_ONCE(per_cpu_ptr(&rcu_data, cpu)->gp_pending, false);
}

void rcu_scheduler_starting(void)
{
	rcu_scheduler_active = 1;
}

void rcu_end_inkernel_boot(void)
{
}

void __init rcu_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct rcu_data *rdp = per_cpu_ptr(&rcu_data, cpu);

		cblist_init(&rdp->next);
		cblist_init(&rdp->wait);
		cblist_init(&rdp->done);
		atomic_set(&rdp->idle, 0);
	}
	open_softirq(RCU_SOFTIRQ, rcu_do_batch);
}
