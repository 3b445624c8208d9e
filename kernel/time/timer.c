// SPDX-License-Identifier: GPL-2.0-only
/*
 * timer.c - the timer wheel: timeouts in jiffies.
 *
 * Owns:       struct timer_list, jiffies, each CPU's struct timer_base.
 * Invariant:  a pending timer is in exactly one bucket of the base named by its flags, and the bucket's bit in
 *             `pending` is set. No bucket before clk holds anything; next_expiry is never later
 *             than the first bucket that holds something.
 * Locks:      base->lock, interrupts off. A timer changes bases with TIMER_MIGRATING set, holding
 *             first the old and then the new base's lock: lock_timer_base() waits for it.
 *
 * The wheel has LVL_DEPTH levels of 64 buckets. A bucket of level n covers 8^n jiffies, so a level reaches 8
 * times as far as the one below and is 8 times as coarse. A timer goes into the finest level that
 * reaches its expiry, which is rounded up to that level's granularity: it is never early, and late by at most an
 * eighth of its timeout. It stays there until it fires: most timeouts are cancelled long before, so there
 * is no cascading.
 *
 *	level  granularity  range (HZ=250)
 *	0      4 ms         0 .. 252 ms
 *	1      32 ms        .. 2 s
 *	...
 *	8      18 h         .. 48 days; farther ones are taken as that
 *
 * Timers fire in TIMER_SOFTIRQ on the CPU that armed them.
 */
#include <linux/bitmap.h>
#include <linux/cache.h>
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kernel_stat.h>
#include <linux/nmi.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/loadavg.h>
#include <linux/smp.h>
#include <linux/timer.h>
#include "posix.h"
#include "tick.h"

#define LVL_BITS	6
#define LVL_SIZE	(1 << LVL_BITS)
#define LVL_MASK	(LVL_SIZE - 1)
#define LVL_DEPTH	9
#define LVL_SHIFT(n)	((n) * 3)
#define LVL_GRAN(n)	(1UL << LVL_SHIFT(n))
/* timeouts from here on belong to level n; one bucket less than the level below has, for the rounding up */
#define LVL_START(n)	((LVL_SIZE - 1UL) << LVL_SHIFT((n) - 1))
#define WHEEL_MAX	(LVL_START(LVL_DEPTH) - LVL_GRAN(LVL_DEPTH - 1))
#define WHEEL_SIZE	(LVL_SIZE * LVL_DEPTH)

struct timer_base {
	raw_spinlock_t lock;
	struct timer_list *running;		/* [lock] whose callback runs now */
	unsigned long clk;			/* [lock] jiffies up to which all was fired, plus one */
	unsigned long next_expiry;		/* [lock] */
	unsigned int cpu;			/* [I] */
	bool recalc;				/* [lock] a timer was removed: next_expiry may be too early */
	DECLARE_BITMAP(pending, WHEEL_SIZE);	/* [lock] */
	struct hlist_head wheel[WHEEL_SIZE];	/* [lock] */
} ____cacheline_aligned;

static DEFINE_PER_CPU(struct timer_base, timer_base);

u64 jiffies_64 ____cacheline_aligned = INITIAL_JIFFIES;
asm(".globl jiffies\njiffies = jiffies_64");

/* ---- the wheel ---- */

/* Return: the bucket for @expires; *@fires: the value of clk at which it will be looked at */
static unsigned int wheel_index(unsigned long expires, unsigned long clk, unsigned long *fires)
{
	unsigned long delta = expires - clk;
	unsigned int lvl;

	if ((long)delta < 0) {
		*fires = clk;
		return clk & LVL_MASK;
	}
	if (delta > WHEEL_MAX) {
		delta = WHEEL_MAX;
		expires = clk + delta;
	}
	for (lvl = 0; lvl < LVL_DEPTH - 1; lvl++)
		if (delta < LVL_START(lvl + 1))
			break;
	expires = (expires + LVL_GRAN(lvl) - 1) >> LVL_SHIFT(lvl);
	*fires = expires << LVL_SHIFT(lvl);
	return lvl * LVL_SIZE + (expires & LVL_MASK);
}

/* The first moment at or after clk at which a bucket is not empty. Context: lock held */
static unsigned long wheel_next_expiry(struct timer_base *base)
{
	unsigned long next = base->clk + MAX_JIFFY_OFFSET;
	unsigned int lvl;

	for (lvl = 0; lvl < LVL_DEPTH; lvl++) {
		unsigned long first = (base->clk + LVL_GRAN(lvl) - 1) >> LVL_SHIFT(lvl), expiry;
		unsigned int start = lvl * LVL_SIZE, from = start + (first & LVL_MASK), pos;

		pos = find_next_bit(base->pending, start + LVL_SIZE, from);
		if (pos >= start + LVL_SIZE) {
			pos = find_next_bit(base->pending, from, start);
			if (pos >= from)
				continue;
			pos += LVL_SIZE;
		}
		expiry = (first + (pos - from)) << LVL_SHIFT(lvl);
		if (time_before(expiry, next))
			next = expiry;
	}
	base->recalc = false;
	return next;
}

/* An idle CPU's clk lags: bring it up, so that new timers find their proper level. Context: lock held */
static void forward_base(struct timer_base *base)
{
	unsigned long now = READ_ONCE(jiffies);

	if (time_after_eq(base->clk, now))
		return;
	if (time_after(base->next_expiry, now))
		base->clk = now;
	else if (time_after(base->next_expiry, base->clk))
		base->clk = base->next_expiry;
}

static void enqueue_timer(struct timer_base *base, struct timer_list *timer)
{
	unsigned long fires;
	unsigned int idx = wheel_index(timer->expires, base->clk, &fires);

	hlist_add_head(&timer->entry, base->wheel + idx);
	__set_bit(idx, base->pending);
	if (time_before(fires, base->next_expiry)) {
		base->next_expiry = fires;
		wake_up_nohz_cpu(base->cpu);
	}
}

static void detach_timer(struct timer_base *base, struct timer_list *timer, bool clear_pending)
{
	struct hlist_node **pprev = timer->entry.pprev;

	/* alone in its bucket: then pprev is the bucket's head */
	if (!timer->entry.next && (void *)pprev >= (void *)base->wheel &&
	    (void *)pprev < (void *)(base->wheel + WHEEL_SIZE)) {
		__clear_bit(container_of(pprev, struct hlist_head, first) - base->wheel, base->pending);
		base->recalc = true;
	}
	__hlist_del(&timer->entry);
	if (clear_pending)
		WRITE_ONCE(timer->entry.pprev, NULL);
}

/* Return: locked */
static struct timer_base *lock_timer_base(struct timer_list *timer, unsigned long *flags)
{
	for (;;) {
		u32 tf = READ_ONCE(timer->flags);
		struct timer_base *base;

		if (!(tf & TIMER_MIGRATING)) {
			base = per_cpu_ptr(&timer_base, tf & TIMER_CPUMASK);
			raw_spin_lock_irqsave(&base->lock, *flags);
			if (timer->flags == tf)
				return base;
			raw_spin_unlock_irqrestore(&base->lock, *flags);
		}
		cpu_relax();
	}
}

/* ---- arming ---- */

void init_timer_key(struct timer_list *timer, void (*func)(struct timer_list *), unsigned int flags,
		    const char *name, struct lock_class_key *key)
{
	timer->entry.pprev = NULL;
	timer->function = func;
	timer->flags = (flags & TIMER_INIT_FLAGS) | raw_smp_processor_id();
}

#define MOD_PENDING_ONLY	1
#define MOD_REDUCE		2

/* @cpu: the base to use, or -1: this one */
static int arm_timer(struct timer_list *timer, unsigned long expires, int options, int cpu)
{
	struct timer_base *base, *new_base;
	unsigned long flags;
	int was_pending;

	/* rearming for the same moment is frequent: no lock */
	if (timer_pending(timer) && cpu < 0) {
		unsigned long old = READ_ONCE(timer->expires);

		if (old == expires || ((options & MOD_REDUCE) && time_before_eq(old, expires)))
			return 1;
	}

	base = lock_timer_base(timer, &flags);
	was_pending = timer_pending(timer);
	if (!timer->function || (!was_pending && (options & MOD_PENDING_ONLY)))
		goto unlock;
	if (was_pending) {
		if ((options & MOD_REDUCE) && time_before_eq(timer->expires, expires))
			goto unlock;
		detach_timer(base, timer, false);
	}
	new_base = cpu < 0 ? this_cpu_ptr(&timer_base) : per_cpu_ptr(&timer_base, cpu);
	/* a running callback pins the timer to its base: timer_delete_sync() looks there */
	if (base != new_base && base->running != timer) {
		WRITE_ONCE(timer->flags, timer->flags | TIMER_MIGRATING);
		raw_spin_unlock(&base->lock);
		base = new_base;
		raw_spin_lock(&base->lock);
		WRITE_ONCE(timer->flags, (timer->flags & ~TIMER_BASEMASK) | base->cpu);
	}
	forward_base(base);
	timer->expires = expires;
	enqueue_timer(base, timer);
unlock:
	raw_spin_unlock_irqrestore(&base->lock, flags);
	return was_pending;
}

int mod_timer(struct timer_list *timer, unsigned long expires)
{
	return arm_timer(timer, expires, 0, -1);
}

int mod_timer_pending(struct timer_list *timer, unsigned long expires)
{
	return arm_timer(timer, expires, MOD_PENDING_ONLY, -1);
}

int timer_reduce(struct timer_list *timer, unsigned long expires)
{
	return arm_timer(timer, expires, MOD_REDUCE, -1);
}

void add_timer(struct timer_list *timer)
{
	WARN_ON_ONCE(timer_pending(timer));
	arm_timer(timer, timer->expires, 0, -1);
}

void add_timer_local(struct timer_list *timer)
{
	timer->flags |= TIMER_PINNED;
	add_timer(timer);
}

void add_timer_on(struct timer_list *timer, int cpu)
{
	WARN_ON_ONCE(timer_pending(timer));
	arm_timer(timer, timer->expires, 0, cpu);
}

/* ---- cancelling ---- */

static int delete_timer(struct timer_list *timer, bool shutdown)
{
	struct timer_base *base;
	unsigned long flags;
	int was_pending = 0;

	if (!timer_pending(timer) && !shutdown)
		return 0;
	base = lock_timer_base(timer, &flags);
	if (timer_pending(timer)) {
		detach_timer(base, timer, true);
		was_pending = 1;
	}
	if (shutdown)
		timer->function = NULL;
	raw_spin_unlock_irqrestore(&base->lock, flags);
	return was_pending;
}

int timer_delete(struct timer_list *timer)
{
	return delete_timer(timer, false);
}

int timer_shutdown(struct timer_list *timer)
{
	return delete_timer(timer, true);
}

static int try_delete_sync(struct timer_list *timer, bool shutdown)
{
	struct timer_base *base;
	unsigned long flags;
	int ret = -1;

	base = lock_timer_base(timer, &flags);
	if (base->running != timer) {
		ret = timer_pending(timer);
		if (ret)
			detach_timer(base, timer, true);
	}
	if (shutdown)
		timer->function = NULL;
	raw_spin_unlock_irqrestore(&base->lock, flags);
	return ret;
}

int try_to_del_timer_sync(struct timer_list *timer)
{
	return try_delete_sync(timer, false);
}

/*
 * Must not be called from an interrupt that can interrupt the callback (unless TIMER_IRQSAFE), nor
 * under a lock that the callback takes.
 */
static int delete_sync(struct timer_list *timer, bool shutdown)
{
	int ret;

	WARN_ON_ONCE(in_hardirq() && !(timer->flags & TIMER_IRQSAFE));
	while ((ret = try_delete_sync(timer, shutdown)) < 0)
		cpu_relax();
	return ret;
}

int timer_delete_sync(struct timer_list *timer)
{
	return delete_sync(timer, false);
}

int timer_shutdown_sync(struct timer_list *timer)
{
	return delete_sync(timer, true);
}

/* ---- firing ---- */

static void call_timer(struct timer_base *base, struct timer_list *timer)
{
	void (*fn)(struct timer_list *) = timer->function;
	int count = preempt_count();

	base->running = timer;
	detach_timer(base, timer, true);
	if (!fn) {
		base->running = NULL;
		return;
	}
	if (timer->flags & TIMER_IRQSAFE) {
		raw_spin_unlock(&base->lock);
		fn(timer);
		raw_spin_lock(&base->lock);
	} else {
		raw_spin_unlock_irq(&base->lock);
		fn(timer);
		raw_spin_lock_irq(&base->lock);
	}
	WARN_ONCE(preempt_count() != count, "timer: %pS leaves preempt_count %x, was %x\n", fn, preempt_count(), count);
	base->running = NULL;
}

static void fire_bucket(struct timer_base *base, unsigned int idx)
{
	struct hlist_head list;

	/* the list is moved aside: a callback that rearms for now must wait for the next jiffy */
	hlist_move_list(&base->wheel[idx], &list);
	while (!hlist_empty(&list))
		call_timer(base, hlist_entry(list.first, struct timer_list, entry));
}

/* TIMER_SOFTIRQ */
static void run_timer_softirq(void)
{
	struct timer_base *base = this_cpu_ptr(&timer_base);
	unsigned int due[LVL_DEPTH];
	int n, lvl;

	if (time_before(jiffies, READ_ONCE(base->next_expiry)))
		return;
	raw_spin_lock_irq(&base->lock);
	while (time_after_eq(jiffies, base->next_expiry)) {
		if (time_after(base->next_expiry, base->clk))
			base->clk = base->next_expiry;
		for (n = 0, lvl = 0; lvl < LVL_DEPTH && !(base->clk & (LVL_GRAN(lvl) - 1)); lvl++) {
			unsigned int idx = lvl * LVL_SIZE + ((base->clk >> LVL_SHIFT(lvl)) & LVL_MASK);

			if (__test_and_clear_bit(idx, base->pending))
				due[n++] = idx;
		}
		base->clk++;
		/* coarser levels first: their timers were due earlier, as a rule */
		while (n--)
			fire_bucket(base, due[n]);
		base->next_expiry = wheel_next_expiry(base);
	}
	raw_spin_unlock_irq(&base->lock);
}

void run_local_timers(void)
{
	struct timer_base *base = this_cpu_ptr(&timer_base);

	if (time_after_eq(jiffies, READ_ONCE(base->next_expiry)))
		raise_softirq_irqoff(TIMER_SOFTIRQ);
}

/**
 * timers_next_expiry() - when does this CPU's wheel want to be looked at
 * @basej: jiffies now
 *
 * Context: interrupts off. Return: jiffies, or @basej + MAX_JIFFY_OFFSET and more if never.
 */
unsigned long timers_next_expiry(unsigned long basej)
{
	struct timer_base *base = this_cpu_ptr(&timer_base);
	unsigned long next;

	raw_spin_lock(&base->lock);
	if (base->recalc)
		base->next_expiry = wheel_next_expiry(base);
	next = base->next_expiry;
	if (bitmap_empty(base->pending, WHEEL_SIZE))
		next = basej + MAX_JIFFY_OFFSET;
	raw_spin_unlock(&base->lock);
	return next;
}

/* ---- the tick ---- */

void do_timer(unsigned long ticks)
{
	WRITE_ONCE(jiffies_64, jiffies_64 + ticks);
	calc_global_load();
}

/**
 * update_process_times() - everything that happens once a tick
 * @user: the tick interrupted user mode
 *
 * Context: the timer interrupt.
 */
void update_process_times(int user)
{
	struct task_struct *p = current;

	watchdog_tick();	/* first: the others may ask for the scheduler, too */
	account_process_tick(p, user);
	run_local_timers();
	rcu_sched_clock_irq(user);
	sched_tick();
	run_posix_cpu_timers(p);
	printk_tick();
}

unsigned long __round_jiffies(unsigned long j, int cpu)
{
	unsigned long rounded = roundup(j, HZ);

	return time_is_after_jiffies(rounded) ? rounded : j;
}

/* to a whole second, so that unimportant timers coincide */
unsigned long round_jiffies(unsigned long j)
{
	return __round_jiffies(j, 0);
}

unsigned long round_jiffies_up(unsigned long j)
{
	return __round_jiffies(j, 0);
}

unsigned long round_jiffies_relative(unsigned long j)
{
	unsigned long now = jiffies;

	return __round_jiffies(j + now, 0) - now;
}

void __init timers_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct timer_base *base = per_cpu_ptr(&timer_base, cpu);

		raw_spin_lock_init(&base->lock);
		base->cpu = cpu;
		base->clk = jiffies;
		base->next_expiry = base->clk + MAX_JIFFY_OFFSET;
	}
	open_softirq(TIMER_SOFTIRQ, run_timer_softirq);
}
