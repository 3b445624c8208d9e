// SPDX-License-Identifier: GPL-2.0-only
/*
 * timekeeping.c - the monotonic clock and the wall clock.
 *
 * Owns:       struct timekeeper.
 * Invariant:  monotonic ns = base + ((counter - cycle_last) * mult + frac) >> shift, continuous over updates
 *             and over a change of the counter. Wall clock = monotonic + offs_real.
 * Locks:      timekeeper_lock for writers; readers retry by the sequence count. A reader in an NMI while a
 *             writer is interrupted would spin for ever: it uses ktime_get_ns_fast().
 *
 * The tick moves cycle_last forward, keeping the fraction of a nanosecond. The product is formed
 * in 128 bits, so a CPU may sleep as long as it likes.
 */
#include <linux/cache.h>
#include <linux/clocksource.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/hrtimer.h>
#include <linux/sched/clock.h>
#include <linux/seqlock.h>
#include <linux/timekeeping.h>
#include <linux/tick.h>
#include <linux/vsyscall.h>
#include "tick.h"

struct timekeeper {
	struct clocksource *clock;
	u64 cycle_last;
	u64 mask;
	u32 mult, shift;
	u64 frac;		/* ns << shift, less than one ns */
	u64 base;		/* monotonic ns at cycle_last */
	s64 offs_real;		/* wall clock - monotonic */
	u64 coarse;		/* monotonic ns at the last update */
};

static struct {
	seqcount_t seq;
	struct timekeeper tk;
} tk_core ____cacheline_aligned;

static DEFINE_RAW_SPINLOCK(timekeeper_lock);
int timekeeping_suspended;

static __always_inline u64 tk_cycles_to_ns(const struct timekeeper *tk, u64 now, u64 *frac)
{
	unsigned __int128 scaled = (unsigned __int128)((now - tk->cycle_last) & tk->mask) * tk->mult + tk->frac;

	if (frac)
		*frac = (u64)scaled & ((1ULL << tk->shift) - 1);
	return scaled >> tk->shift;
}

static __always_inline u64 tk_read(s64 *offs_real)
{
	const struct timekeeper *tk = &tk_core.tk;
	unsigned int seq;
	u64 ns;

	do {
		seq = read_seqcount_begin(&tk_core.seq);
		/* of no use where a writer was at work, as the sequence will say */
		ns = data_race(tk->base + tk_cycles_to_ns(tk, tk->clock->read(tk->clock), NULL));
		if (offs_real)
			*offs_real = data_race(tk->offs_real);
	} while (read_seqcount_retry(&tk_core.seq, seq));
	return ns;
}

ktime_t ktime_get(void)
{
	return tk_read(NULL);
}

ktime_t ktime_get_raw(void)
{
	return tk_read(NULL);
}

ktime_t ktime_get_real(void)
{
	s64 offs;
	u64 ns = tk_read(&offs);

	return ns + offs;
}

ktime_t ktime_get_coarse(void)
{
	return READ_ONCE(tk_core.tk.coarse);
}

ktime_t ktime_get_coarse_real(void)
{
	return READ_ONCE(tk_core.tk.coarse) + READ_ONCE(tk_core.tk.offs_real);
}

u64 ktime_get_ns_fast(void)
{
	return sched_clock();
}

ktime_t ktime_wall_offset(void)
{
	return READ_ONCE(tk_core.tk.offs_real);
}

time64_t ktime_get_seconds(void)
{
	return div_u64(ktime_get_coarse(), NSEC_PER_SEC);
}

time64_t ktime_get_real_seconds(void)
{
	return div_u64(ktime_get_coarse_real(), NSEC_PER_SEC);
}

/* Context: timekeeper_lock held, sequence odd */
static void tk_forward(struct timekeeper *tk)
{
	u64 now = tk->clock->read(tk->clock), frac;

	tk->base += tk_cycles_to_ns(tk, now, &frac);
	tk->frac = frac;
	tk->cycle_last = now;
	WRITE_ONCE(tk->coarse, tk->base);
}

static void tk_use_clock(struct timekeeper *tk, struct clocksource *clock)
{
	tk->clock = clock;
	tk->cycle_last = clock->read(clock);
	tk->mask = clock->mask;
	tk->mult = clock->mult;
	tk->shift = clock->shift;
	tk->frac = 0;
}

/* Programs read it too. Context: timekeeper_lock held */
static void tk_tell_programs(const struct timekeeper *tk)
{
	update_vsyscall(&(struct vdso_update){
		.clock_mode = tk->clock->vdso_clock_mode, .cycle_last = tk->cycle_last,
		.mult = tk->mult, .shift = tk->shift, .frac = tk->frac,
		.base = tk->base, .offs_real = tk->offs_real,
	});
}

/**
 * update_wall_time() - the tick's part
 */
void update_wall_time(void)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&timekeeper_lock, flags);
	raw_write_seqcount_begin(&tk_core.seq);
	tk_forward(&tk_core.tk);
	tk_tell_programs(&tk_core.tk);
	raw_write_seqcount_end(&tk_core.seq);
	raw_spin_unlock_irqrestore(&timekeeper_lock, flags);
}

/**
 * timekeeping_notify() - go on with another counter
 * @cs: better than the present one
 */
void timekeeping_notify(struct clocksource *cs)
{
	unsigned long flags;

	/* registered before timekeeping_init(), which takes the best there is */
	raw_spin_lock_irqsave(&timekeeper_lock, flags);
	raw_write_seqcount_begin(&tk_core.seq);
	if (tk_core.tk.clock)
		tk_forward(&tk_core.tk);
	tk_use_clock(&tk_core.tk, cs);
	tk_tell_programs(&tk_core.tk);
	raw_write_seqcount_end(&tk_core.seq);
	raw_spin_unlock_irqrestore(&timekeeper_lock, flags);
}

/**
 * do_settimeofday64() - set the wall clock
 * @ts: to this
 *
 * Return: 0 or -EINVAL (not a time, or before 1970 plus the uptime).
 */
int do_settimeofday64(const struct timespec64 *ts)
{
	unsigned long flags;
	s64 real;

	if (!timespec64_valid_settod(ts))
		return -EINVAL;
	real = timespec64_to_ns(ts);
	raw_spin_lock_irqsave(&timekeeper_lock, flags);
	raw_write_seqcount_begin(&tk_core.seq);
	tk_forward(&tk_core.tk);
	if (real >= tk_core.tk.base)
		tk_core.tk.offs_real = real - tk_core.tk.base;
	tk_tell_programs(&tk_core.tk);
	raw_write_seqcount_end(&tk_core.seq);
	raw_spin_unlock_irqrestore(&timekeeper_lock, flags);
	clock_was_set();
	return 0;
}

void __weak read_persistent_clock64(struct timespec64 *ts)
{
	ts->tv_sec = 0;
	ts->tv_nsec = 0;
}

/**
 * timekeeping_init() - time begins
 */
void __init timekeeping_init(void)
{
	struct timespec64 now;
	unsigned long flags;

	read_persistent_clock64(&now);
	if (!timespec64_valid_settod(&now))
		now = (struct timespec64){ };
	raw_spin_lock_irqsave(&timekeeper_lock, flags);
	raw_write_seqcount_begin(&tk_core.seq);
	if (!tk_core.tk.clock)
		tk_use_clock(&tk_core.tk, clocksource_default_clock());
	tk_forward(&tk_core.tk);
	tk_core.tk.offs_real = timespec64_to_ns(&now) - tk_core.tk.base;
	tk_tell_programs(&tk_core.tk);
	raw_write_seqcount_end(&tk_core.seq);
	raw_spin_unlock_irqrestore(&timekeeper_lock, flags);
}
