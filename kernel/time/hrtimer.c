// SPDX-License-Identifier: GPL-2.0-only
/*
 * hrtimer.c - timers in nanoseconds.
 *
 * Owns:       struct hrtimer, each CPU's trees of them.
 * Invariant:  an enqueued timer is in the tree of its base; bases of one CPU share a lock. expires_next is the
 *             first hard expiry on the monotonic clock, and what the CPU's device was asked for, unless
 *             an interrupt is about to ask anew.
 * Locks:      cpu_base->lock, interrupts off. timer->base is NULL-free; it changes only when the
 *             timer is enqueued on another CPU, under the old base's lock, by way of migration_base.
 * Elsewhere:  the device (tick.c).
 *
 * Four trees for each CPU: the monotonic and the wall clock, each with callbacks in the interrupt or in
 * softirq. A timer is armed on the CPU that arms it, except while its callback runs elsewhere.
 * Expiries on the wall clock are converted with the current offset whenever they are compared.
 */
#include <linux/cpumask.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/timekeeping.h>
#include "tick.h"

enum { BASE_MONO, BASE_REAL, BASE_MONO_SOFT, BASE_REAL_SOFT, NR_BASES };

struct hrtimer_cpu_base;

struct hrtimer_clock_base {
	struct hrtimer_cpu_base *cpu_base;	/* [I] */
	unsigned int index;			/* [I] */
	struct hrtimer *running;		/* [lock] whose callback runs now */
	struct timerqueue_head active;		/* [lock] */
};

struct hrtimer_cpu_base {
	raw_spinlock_t lock;
	unsigned int cpu;			/* [I] */
	bool soft_raised;			/* [lock] HRTIMER_SOFTIRQ is on its way */
	struct hrtimer_clock_base base[NR_BASES];
};

static DEFINE_PER_CPU(struct hrtimer_cpu_base, hrtimer_bases);

/* where a timer belongs while it moves between CPUs: nobody can lock it there */
static struct hrtimer_cpu_base migration_cpu_base = { .lock = __RAW_SPIN_LOCK_UNLOCKED(migration_cpu_base.lock) };
static struct hrtimer_clock_base migration_base = { .cpu_base = &migration_cpu_base };

static inline bool base_is_real(const struct hrtimer_clock_base *base)
{
	return base->index & 1;
}

static inline bool base_is_soft(const struct hrtimer_clock_base *base)
{
	return base->index & 2;
}

/* wall clock - monotonic, for bases on the wall clock */
static inline ktime_t base_offset(const struct hrtimer_clock_base *base)
{
	return base_is_real(base) ? ktime_wall_offset() : 0;
}

static unsigned int clock_to_base(clockid_t clock, enum hrtimer_mode mode)
{
	unsigned int index = clock == CLOCK_REALTIME || clock == CLOCK_TAI || clock == CLOCK_REALTIME_ALARM ?
			     BASE_REAL : BASE_MONO;

	return mode & HRTIMER_MODE_SOFT ? index + BASE_MONO_SOFT : index;
}

void hrtimer_init(struct hrtimer *timer, clockid_t clock, enum hrtimer_mode mode)
{
	memset(timer, 0, sizeof(*timer));
	/* a relative timer is not moved when the wall clock is set */
	if (clock == CLOCK_REALTIME && (mode & HRTIMER_MODE_REL))
		clock = CLOCK_MONOTONIC;
	timer->is_soft = !!(mode & HRTIMER_MODE_SOFT);
	timer->base = &raw_cpu_ptr(&hrtimer_bases)->base[clock_to_base(clock, mode)];
	timerqueue_init(&timer->node);
}

void hrtimer_setup(struct hrtimer *timer, enum hrtimer_restart (*function)(struct hrtimer *), clockid_t clock,
		   enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = function;
}

/* Return: locked */
static struct hrtimer_clock_base *lock_base(const struct hrtimer *timer, unsigned long *flags)
{
	for (;;) {
		struct hrtimer_clock_base *base = READ_ONCE(timer->base);

		if (likely(base != &migration_base)) {
			raw_spin_lock_irqsave(&base->cpu_base->lock, *flags);
			if (likely(base == timer->base))
				return base;
			raw_spin_unlock_irqrestore(&base->cpu_base->lock, *flags);
		}
		cpu_relax();
	}
}

ktime_t hrtimer_cb_get_time(const struct hrtimer *timer)
{
	return ktime_add(ktime_get(), base_offset(timer->base));
}

/* The first expiry of the CPU's hard, or soft, timers, on the monotonic clock. Context: lock held */
static ktime_t first_expiry(struct hrtimer_cpu_base *cpu_base, unsigned int from, unsigned int to)
{
	ktime_t first = KTIME_MAX;

	for (; from <= to; from++) {
		struct hrtimer_clock_base *base = &cpu_base->base[from];
		struct timerqueue_node *node = timerqueue_getnext(&base->active);

		if (node)
			first = min_t(ktime_t, first, node->expires - base_offset(base));
	}
	return max_t(ktime_t, first, 0);
}

/* Context: lock held. Return: is it the first of its tree? */
static bool enqueue(struct hrtimer_clock_base *base, struct hrtimer *timer)
{
	WRITE_ONCE(timer->state, HRTIMER_STATE_ENQUEUED);
	return timerqueue_add(&base->active, &timer->node);
}

static void dequeue(struct hrtimer_clock_base *base, struct hrtimer *timer)
{
	timerqueue_del(&base->active, &timer->node);
	WRITE_ONCE(timer->state, HRTIMER_STATE_INACTIVE);
}

/* To this CPU's base, unless its callback runs. Context: base locked; Return: the base locked then */
static struct hrtimer_clock_base *move_here(struct hrtimer *timer, struct hrtimer_clock_base *base)
{
	struct hrtimer_clock_base *here = &this_cpu_ptr(&hrtimer_bases)->base[base->index];

	if (base == here || base->running == timer)
		return base;
	WRITE_ONCE(timer->base, &migration_base);
	raw_spin_unlock(&base->cpu_base->lock);
	raw_spin_lock(&here->cpu_base->lock);
	WRITE_ONCE(timer->base, here);
	return here;
}

/**
 * hrtimer_start_range_ns() - arm a timer, or arm it anew
 * @timer: initialised, function set
 * @tim: when, or with HRTIMER_MODE_REL in how long
 * @range_ns: may be so much later
 * @mode: HRTIMER_MODE_
 *
 * Context: any but NMI.
 */
void hrtimer_start_range_ns(struct hrtimer *timer, ktime_t tim, u64 range_ns, const enum hrtimer_mode mode)
{
	struct hrtimer_clock_base *base;
	unsigned long flags;
	bool first;

	base = lock_base(timer, &flags);
	if (timer->state & HRTIMER_STATE_ENQUEUED)
		dequeue(base, timer);
	if (mode & HRTIMER_MODE_REL)
		tim = ktime_add_safe(tim, ktime_get() + base_offset(base));
	hrtimer_set_expires_range_ns(timer, tim, range_ns);
	base = move_here(timer, base);
	first = enqueue(base, timer);
	if (first && base->cpu_base == this_cpu_ptr(&hrtimer_bases))
		tick_reprogram(ktime_sub(timer->node.expires, base_offset(base)));
	else if (first)
		smp_send_reschedule(base->cpu_base->cpu);
	raw_spin_unlock_irqrestore(&base->cpu_base->lock, flags);
}

int hrtimer_try_to_cancel(struct hrtimer *timer)
{
	struct hrtimer_clock_base *base;
	unsigned long flags;
	int ret = 0;

	if (!hrtimer_active(timer))
		return 0;
	base = lock_base(timer, &flags);
	if (base->running == timer) {
		ret = -1;
	} else if (timer->state & HRTIMER_STATE_ENQUEUED) {
		dequeue(base, timer);
		ret = 1;
	}
	raw_spin_unlock_irqrestore(&base->cpu_base->lock, flags);
	return ret;
}

/* Not from the callback, nor under a lock that it takes. */
int hrtimer_cancel(struct hrtimer *timer)
{
	int ret;

	while ((ret = hrtimer_try_to_cancel(timer)) < 0)
		cpu_relax();
	return ret;
}

/* queued, or its callback runs */
bool hrtimer_active(const struct hrtimer *timer)
{
	struct hrtimer_clock_base *base = READ_ONCE(timer->base);

	return READ_ONCE(timer->state) != HRTIMER_STATE_INACTIVE || base == &migration_base ||
	       READ_ONCE(base->running) == timer;
}

ktime_t __hrtimer_get_remaining(const struct hrtimer *timer, bool adjust)
{
	struct hrtimer_clock_base *base;
	unsigned long flags;
	ktime_t rem;

	base = lock_base(timer, &flags);
	rem = ktime_sub(timer->node.expires, ktime_get() + base_offset(base));
	raw_spin_unlock_irqrestore(&base->cpu_base->lock, flags);
	return rem;
}

/**
 * hrtimer_forward() - move the expiry by whole intervals past a moment
 * @timer: not queued (in its callback)
 * @now: the moment
 * @interval: at least 1 ns
 *
 * Return: the number of intervals.
 */
u64 hrtimer_forward(struct hrtimer *timer, ktime_t now, ktime_t interval)
{
	ktime_t delta = ktime_sub(now, timer->node.expires);
	u64 overruns = 1;

	if (delta < 0 || WARN_ON(timer->state & HRTIMER_STATE_ENQUEUED))
		return 0;
	interval = max_t(ktime_t, interval, 1);
	if (delta >= interval)
		overruns += ktime_divns(delta, interval);
	hrtimer_add_expires_ns(timer, interval * overruns);
	return overruns;
}

/* Context: lock held; dropped around the callback. */
static void run_one(struct hrtimer_cpu_base *cpu_base, struct hrtimer_clock_base *base, struct hrtimer *timer,
		    unsigned long flags)
{
	enum hrtimer_restart (*fn)(struct hrtimer *) = timer->function;
	enum hrtimer_restart restart;

	/* running first: hrtimer_active() must see one or the other */
	WRITE_ONCE(base->running, timer);
	smp_wmb();
	dequeue(base, timer);
	raw_spin_unlock_irqrestore(&cpu_base->lock, flags);
	restart = fn(timer);
	raw_spin_lock_irq(&cpu_base->lock);
	/* unless somebody armed it meanwhile */
	if (restart == HRTIMER_RESTART && !(timer->state & HRTIMER_STATE_ENQUEUED))
		enqueue(base, timer);
	smp_wmb();
	WRITE_ONCE(base->running, NULL);
}

static void run_bases(struct hrtimer_cpu_base *cpu_base, unsigned int from, unsigned int to, ktime_t now,
		      unsigned long flags)
{
	for (; from <= to; from++) {
		struct hrtimer_clock_base *base = &cpu_base->base[from];
		struct timerqueue_node *node;

		while ((node = timerqueue_getnext(&base->active))) {
			struct hrtimer *timer = container_of(node, struct hrtimer, node);

			/* the first within its range is due; those after it may be due before their hard expiry */
			if (now + base_offset(base) < hrtimer_get_softexpires(timer))
				break;
			run_one(cpu_base, base, timer, flags);
		}
	}
}

/**
 * hrtimer_interrupt_work() - run what is due
 * @now: monotonic time
 *
 * Context: the timer interrupt, interrupts off.
 */
void hrtimer_interrupt_work(ktime_t now)
{
	struct hrtimer_cpu_base *cpu_base = this_cpu_ptr(&hrtimer_bases);
	unsigned long flags;

	raw_spin_lock_irqsave(&cpu_base->lock, flags);
	if (!cpu_base->soft_raised && first_expiry(cpu_base, BASE_MONO_SOFT, BASE_REAL_SOFT) <= now) {
		cpu_base->soft_raised = true;
		raise_softirq_irqoff(HRTIMER_SOFTIRQ);
	}
	run_bases(cpu_base, BASE_MONO, BASE_REAL, now, flags);
	raw_spin_unlock_irqrestore(&cpu_base->lock, flags);
}

void hrtimer_run_queues(void)
{
	hrtimer_interrupt_work(ktime_get());
}

/* HRTIMER_SOFTIRQ */
static void hrtimer_run_softirq(void)
{
	struct hrtimer_cpu_base *cpu_base = this_cpu_ptr(&hrtimer_bases);
	unsigned long flags;

	raw_spin_lock_irqsave(&cpu_base->lock, flags);
	run_bases(cpu_base, BASE_MONO_SOFT, BASE_REAL_SOFT, ktime_get(), flags);
	cpu_base->soft_raised = false;
	tick_reprogram(first_expiry(cpu_base, BASE_MONO_SOFT, BASE_REAL_SOFT));
	raw_spin_unlock_irqrestore(&cpu_base->lock, flags);
}

/**
 * hrtimer_next_event() - this CPU's first expiry on the monotonic clock
 *
 * Context: interrupts off. Return: KTIME_MAX if there is none.
 */
ktime_t hrtimer_next_event(void)
{
	struct hrtimer_cpu_base *cpu_base = this_cpu_ptr(&hrtimer_bases);
	ktime_t first;

	raw_spin_lock(&cpu_base->lock);
	/* soft ones that are being run do not need an interrupt */
	first = first_expiry(cpu_base, BASE_MONO, cpu_base->soft_raised ? BASE_REAL : BASE_REAL_SOFT);
	raw_spin_unlock(&cpu_base->lock);
	return first;
}

static void look_again(void *unused)
{
	struct hrtimer_cpu_base *cpu_base = this_cpu_ptr(&hrtimer_bases);

	raw_spin_lock(&cpu_base->lock);
	tick_reprogram(first_expiry(cpu_base, BASE_MONO, BASE_REAL_SOFT));
	raw_spin_unlock(&cpu_base->lock);
}

/* the wall clock jumped forward, maybe past expiries: each CPU programs its device anew */
void clock_was_set(void)
{
	on_each_cpu(look_again, NULL, 1);
}

void __init hrtimers_init(void)
{
	int cpu, i;

	for_each_possible_cpu(cpu) {
		struct hrtimer_cpu_base *cpu_base = per_cpu_ptr(&hrtimer_bases, cpu);

		raw_spin_lock_init(&cpu_base->lock);
		cpu_base->cpu = cpu;
		for (i = 0; i < NR_BASES; i++) {
			cpu_base->base[i].cpu_base = cpu_base;
			cpu_base->base[i].index = i;
			timerqueue_init_head(&cpu_base->base[i].active);
		}
	}
	open_softirq(HRTIMER_SOFTIRQ, hrtimer_run_softirq);
}
