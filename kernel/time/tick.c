// SPDX-License-Identifier: GPL-2.0-only
/*
 * tick.c - each CPU's timer interrupt: the tick while it is busy, the next timeout while it is idle.
 *
 * Owns:       struct tick_cpu, jiffies' advance.
 * Invariant:  the CPU's device is programmed for the earlier of its next tick (unless stopped) and its first
 *             hrtimer; when the tick is stopped also for its first timer of the wheel. jiffies is
 *             the monotonic clock in ticks: whichever CPU sees a new one first counts it, under
 *             jiffies_lock.
 * Locks:      tick_cpu belongs to its CPU, interrupts off.
 *
 * A tick is due at each multiple of TICK_NSEC of the monotonic clock. An idle CPU's tick stops when
 * nothing is due within the next one; an interrupt that wakes such a CPU first brings jiffies up
 * to date (tick_irq_enter()). Each device event is one-shot, so the tick neither drifts nor is lost.
 */
#include <linux/hardirq.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/irq_regs.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/loadavg.h>
#include <linux/smp.h>
#include <linux/timer.h>
#include <asm/ptrace.h>
#include "tick.h"

struct tick_cpu {
	struct clock_event_device *dev;
	ktime_t next_tick;
	bool stopped;
	bool in_handler;	/* the end of it programs the device */
};

static DEFINE_PER_CPU(struct tick_cpu, tick_cpu);
static DEFINE_RAW_SPINLOCK(jiffies_lock);
static ktime_t next_jiffy = TICK_NSEC;	/* [jiffies_lock] when jiffies is due to advance; read without */

/* Count the ticks that have begun by @now. */
static void tick_do_update_jiffies64(ktime_t now)
{
	unsigned long ticks;

	if (likely(now < READ_ONCE(next_jiffy)))
		return;
	raw_spin_lock(&jiffies_lock);
	if (now >= next_jiffy) {
		ticks = 1 + (unsigned long)(now - next_jiffy) / TICK_NSEC;
		WRITE_ONCE(next_jiffy, next_jiffy + ticks * TICK_NSEC);
		do_timer(ticks);
		update_wall_time();
	}
	raw_spin_unlock(&jiffies_lock);
}

static void tick_program(struct tick_cpu *tc, ktime_t expires)
{
	if (expires == KTIME_MAX)
		clockevents_shutdown(tc->dev);
	else
		clockevents_program_event(tc->dev, expires, true);
}

/* hrtimer.c has a new first expiry */
void tick_reprogram(ktime_t expires)
{
	struct tick_cpu *tc = this_cpu_ptr(&tick_cpu);

	if (tc->dev && !tc->in_handler && expires < tc->dev->next_event)
		tick_program(tc, expires);
}

/* The tick proper. Context: interrupts off */
static void tick_work(struct tick_cpu *tc, ktime_t now)
{
	struct pt_regs *regs = get_irq_regs();

	tc->next_tick = now - now % TICK_NSEC + TICK_NSEC;
	update_process_times(regs && user_mode(regs));
}

static void tick_interrupt(struct clock_event_device *dev)
{
	struct tick_cpu *tc = this_cpu_ptr(&tick_cpu);
	ktime_t now = ktime_get(), next;

	tc->in_handler = true;
	tick_do_update_jiffies64(now);
	hrtimer_interrupt_work(now);
	if (tc->stopped)
		run_local_timers();
	else if (now >= tc->next_tick)
		tick_work(tc, now);
	tc->in_handler = false;
	/* stopped: the idle loop programs it before it halts again */
	next = hrtimer_next_event();
	if (!tc->stopped)
		next = min(next, tc->next_tick);
	tick_program(tc, next);
}

/**
 * tick_install_device() - this CPU's timer
 * @dev: replaces a worse one
 */
void tick_install_device(struct clock_event_device *dev)
{
	struct tick_cpu *tc = this_cpu_ptr(&tick_cpu);
	unsigned long flags;
	ktime_t now;

	local_irq_save(flags);
	if (!tc->dev || tc->dev->rating < dev->rating) {
		if (tc->dev)
			clockevents_shutdown(tc->dev);
		tc->dev = dev;
		dev->event_handler = tick_interrupt;
		now = ktime_get();
		WRITE_ONCE(tc->stopped, false);
		tc->next_tick = now - now % TICK_NSEC + TICK_NSEC;
		tick_program(tc, tc->next_tick);
	}
	local_irq_restore(flags);
}

/* ---- idle ---- */

void tick_nohz_idle_enter(void)
{
}

/* the monotonic time at which jiffies becomes @j */
static ktime_t jiffies_to_ktime(unsigned long j)
{
	return READ_ONCE(next_jiffy) + (s64)(long)(j - jiffies - 1) * TICK_NSEC;
}

void tick_nohz_idle_stop_tick(void)
{
	struct tick_cpu *tc = this_cpu_ptr(&tick_cpu);
	unsigned long basej = jiffies, expires;
	ktime_t next = KTIME_MAX;

	if (!tc->dev)
		return;
	if (rcu_needs_cpu() || local_softirq_pending())
		goto keep;
	expires = timers_next_expiry(basej);
	if (time_before_eq(expires, basej + 1))
		goto keep;
	if (expires - basej < MAX_JIFFY_OFFSET)
		next = jiffies_to_ktime(expires);
	WRITE_ONCE(tc->stopped, true);
	next = min(next, hrtimer_next_event());
	if (tc->dev->next_event != next)
		tick_program(tc, next);
	return;
keep:
	if (tc->stopped)
		tick_nohz_idle_exit();
}

bool tick_nohz_tick_stopped(void)
{
	return this_cpu_read(tick_cpu.stopped);
}

/* Starts the tick again. Context: any interrupt state */
void tick_nohz_idle_exit(void)
{
	struct tick_cpu *tc = this_cpu_ptr(&tick_cpu);
	unsigned long flags;
	ktime_t now;

	local_irq_save(flags);
	if (tc->stopped) {
		WRITE_ONCE(tc->stopped, false);
		now = ktime_get();
		tick_do_update_jiffies64(now);
		tc->next_tick = now - now % TICK_NSEC + TICK_NSEC;
		tick_program(tc, min(tc->next_tick, hrtimer_next_event()));
	}
	local_irq_restore(flags);
}

/* the first interrupt after a halt: handlers want the present jiffies */
void tick_irq_enter(void)
{
	if (this_cpu_read(tick_cpu.stopped))
		tick_do_update_jiffies64(ktime_get());
}

/* the idle loop looks again before it halts: nothing to do here */
void tick_nohz_irq_exit(void)
{
}

void wake_up_nohz_cpu(int cpu)
{
	if (cpu != smp_processor_id() && READ_ONCE(per_cpu(tick_cpu, cpu).stopped))
		smp_send_reschedule(cpu);
}

void __init tick_init(void)
{
}
