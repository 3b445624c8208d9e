// SPDX-License-Identifier: GPL-2.0-only
/*
 * time_kunit.c - clocks go forward, timers fire in order, none early, none after having been cancelled.
 */
#include <kunit/test.h>
#include <linux/smp.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/timer.h>
#include "../kunit_threads.h"

/* ---- clocks ---- */

struct monotonic {
	atomic64_t last;
	atomic_t backwards;
};

static void clock_worker(void *arg, int index)
{
	struct monotonic *m = arg;
	int i;

	for (i = 0; i < 20000; i++) {
		s64 before = atomic64_read(&m->last), now = ktime_get();

		/* what another CPU has read before us must not be later */
		if (now < before)
			atomic_inc(&m->backwards);
		while (now > before && !atomic64_try_cmpxchg(&m->last, &before, now))
			;
	}
}

static void clock_does_not_go_backwards(struct kunit *test)
{
	struct monotonic *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, m);
	run_test_threads(test, num_online_cpus(), clock_worker, m);
	KUNIT_EXPECT_EQ(test, atomic_read(&m->backwards), 0);
}

static void clocks_agree(struct kunit *test)
{
	ktime_t mono = ktime_get(), coarse = ktime_get_coarse(), real;
	unsigned long j = jiffies;

	KUNIT_EXPECT_GE(test, mono + 100000, coarse);
	KUNIT_EXPECT_LE(test, mono - coarse, HZ * (s64)TICK_NSEC);
	msleep(1000);
	/* the tick and the counter measure the same time */
	KUNIT_EXPECT_LE(test, abs((s64)(ktime_get() - mono) - (s64)((jiffies - j) * TICK_NSEC)),
			HZ / 2 * (s64)TICK_NSEC);
	real = ktime_get_real();
	KUNIT_EXPECT_LE(test, abs(real - ktime_get() - ktime_wall_offset()), (s64)NSEC_PER_SEC);
}

static void calendar_round_trip(struct kunit *test)
{
	struct tm tm;
	int i;

	time64_to_tm(0, 0, &tm);
	KUNIT_EXPECT_EQ(test, tm.tm_year, 70L);
	KUNIT_EXPECT_EQ(test, tm.tm_wday, 4);
	KUNIT_EXPECT_EQ(test, mktime64(2000, 2, 29, 12, 30, 59), (time64_t)951827459);
	KUNIT_EXPECT_EQ(test, mktime64(2026, 11, 20, 17, 31, 0), (time64_t)1795195860);
	for (i = 0; i < 1000; i++) {
		time64_t t = kunit_random_below(test, 8000000000ULL), back;

		time64_to_tm(t, 0, &tm);
		back = mktime64(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
		KUNIT_ASSERT_EQ(test, back, t);
	}
}

static void normalizing(struct kunit *test)
{
	struct timespec64 ts;

	set_normalized_timespec64(&ts, 1, -1);
	KUNIT_EXPECT_EQ(test, ts.tv_sec, (time64_t)0);
	KUNIT_EXPECT_EQ(test, ts.tv_nsec, 999999999L);
	set_normalized_timespec64(&ts, -1, 2500000000LL);
	KUNIT_EXPECT_EQ(test, ts.tv_sec, (time64_t)1);
	KUNIT_EXPECT_EQ(test, ts.tv_nsec, 500000000L);
	ts = ns_to_timespec64(-1500000000LL);
	KUNIT_EXPECT_EQ(test, ts.tv_sec, (time64_t)-2);
	KUNIT_EXPECT_EQ(test, ts.tv_nsec, 500000000L);
	KUNIT_EXPECT_EQ(test, ktime_set(KTIME_SEC_MAX, 0), (ktime_t)KTIME_MAX);
	KUNIT_EXPECT_EQ(test, ktime_add_safe(KTIME_MAX, 1), (ktime_t)KTIME_MAX);
}

/* ---- timers of the wheel ---- */

struct test_timer {
	struct timer_list timer;
	unsigned long fired_at;		/* jiffies */
	int count, rearm;
	int delay_us;
};

static void test_timer_fn(struct timer_list *t)
{
	struct test_timer *tt = from_timer(tt, t, timer);

	tt->fired_at = jiffies;
	if (tt->delay_us)
		udelay(tt->delay_us);
	WRITE_ONCE(tt->count, tt->count + 1);
	if (tt->rearm && tt->count < tt->rearm)
		mod_timer(t, jiffies + 1);
}

static void timers_fire_once_and_not_early(struct kunit *test)
{
	const int n = 60;
	struct test_timer *t = kunit_kcalloc(test, n, sizeof(*t), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, t);
	for (i = 0; i < n; i++) {
		timer_setup(&t[i].timer, test_timer_fn, 0);
		t[i].timer.expires = jiffies + kunit_random_below(test, 120);
		add_timer(&t[i].timer);
	}
	msleep(120 * 1000 / HZ + 100);
	for (i = 0; i < n; i++) {
		KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(t[i].count)));
		KUNIT_EXPECT_EQ(test, t[i].count, 1);
		KUNIT_EXPECT_FALSE(test, timer_pending(&t[i].timer));
		KUNIT_EXPECT_FALSE(test, time_before(t[i].fired_at, t[i].timer.expires));
		/* an eighth of the timeout late at most, and a second for a loaded machine */
		KUNIT_EXPECT_LE(test, t[i].fired_at - t[i].timer.expires, 15UL + HZ);
	}
}

static void timers_return_values(struct kunit *test)
{
	struct test_timer t = { };

	timer_setup_on_stack(&t.timer, test_timer_fn, 0);
	KUNIT_EXPECT_EQ(test, timer_delete(&t.timer), 0);
	KUNIT_EXPECT_EQ(test, mod_timer_pending(&t.timer, jiffies + 1), 0);
	KUNIT_EXPECT_FALSE(test, timer_pending(&t.timer));
	KUNIT_EXPECT_EQ(test, mod_timer(&t.timer, jiffies + 1000), 0);
	KUNIT_EXPECT_EQ(test, mod_timer(&t.timer, jiffies + 2000), 1);
	KUNIT_EXPECT_EQ(test, timer_reduce(&t.timer, jiffies + 3000), 1);
	KUNIT_EXPECT_TRUE(test, time_before(t.timer.expires, jiffies + 2500));
	KUNIT_EXPECT_EQ(test, timer_delete_sync(&t.timer), 1);
	/* beyond what the wheel reaches */
	KUNIT_EXPECT_EQ(test, mod_timer(&t.timer, jiffies + MAX_JIFFY_OFFSET / 2), 0);
	KUNIT_EXPECT_EQ(test, timer_delete_sync(&t.timer), 1);
	/* in the past: at the next tick */
	mod_timer(&t.timer, jiffies - 10);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(t.count) == 1));
	KUNIT_EXPECT_EQ(test, timer_shutdown_sync(&t.timer), 0);
	mod_timer(&t.timer, jiffies + 1);
	KUNIT_EXPECT_FALSE(test, timer_pending(&t.timer));
}

static void timer_rearms_itself(struct kunit *test)
{
	struct test_timer t = { .rearm = 5 };

	timer_setup_on_stack(&t.timer, test_timer_fn, 0);
	mod_timer(&t.timer, jiffies + 1);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(t.count) == 5));
	timer_delete_sync(&t.timer);
	KUNIT_EXPECT_EQ(test, t.count, 5);
}

/* after timer_delete_sync() the callback neither runs nor is going to */
struct race {
	struct test_timer t;
	atomic_t after_delete;
	bool deleted;
	spinlock_t lock;
};

static void race_fn(struct timer_list *t)
{
	struct race *r = container_of(t, struct race, t.timer);

	if (READ_ONCE(r->deleted))
		atomic_inc(&r->after_delete);
	udelay(20);
	if (READ_ONCE(r->deleted))
		atomic_inc(&r->after_delete);
	mod_timer(t, jiffies);
}

static void delete_sync_against_callback(struct kunit *test)
{
	struct race *r = kunit_kzalloc(test, sizeof(*r), GFP_KERNEL);
	int i, cpu;

	KUNIT_ASSERT_NOT_NULL(test, r);
	timer_setup(&r->t.timer, race_fn, 0);
	for (i = 0; i < 20; i++) {
		for_each_online_cpu(cpu) {
			WRITE_ONCE(r->deleted, false);
			r->t.timer.expires = jiffies;
			add_timer_on(&r->t.timer, cpu);
			udelay(kunit_random_below(test, 5000));
			timer_delete_sync(&r->t.timer);
			WRITE_ONCE(r->deleted, true);
			udelay(50);
			KUNIT_EXPECT_FALSE(test, timer_pending(&r->t.timer));
		}
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&r->after_delete), 0);
}

static void timers_on_other_cpus(struct kunit *test)
{
	struct test_timer t = { };
	int cpu;

	timer_setup_on_stack(&t.timer, test_timer_fn, 0);
	for_each_online_cpu(cpu) {
		t.count = 0;
		t.timer.expires = jiffies + 2;
		add_timer_on(&t.timer, cpu);
		KUNIT_EXPECT_TRUE_MSG(test, wait_until(READ_ONCE(t.count) == 1), "CPU %d", cpu);
		timer_delete_sync(&t.timer);
	}
}

/* ---- hrtimers ---- */

struct test_hrtimer {
	struct hrtimer timer;
	ktime_t fired_at;
	int count, periods;
	ktime_t period;
	int *sequence;
	int ran_as;
};

static enum hrtimer_restart test_hrtimer_fn(struct hrtimer *timer)
{
	struct test_hrtimer *t = container_of(timer, struct test_hrtimer, timer);

	t->fired_at = hrtimer_cb_get_time(timer);
	t->count++;
	if (t->sequence)
		t->ran_as = (*t->sequence)++;
	if (t->count >= t->periods)
		return HRTIMER_NORESTART;
	hrtimer_forward_now(timer, t->period);
	return HRTIMER_RESTART;
}

static void hrtimers_fire_in_order(struct kunit *test)
{
	const int n = 20;
	struct test_hrtimer *t = kunit_kcalloc(test, n, sizeof(*t), GFP_KERNEL);
	int i, sequence = 0;
	ktime_t base;

	KUNIT_ASSERT_NOT_NULL(test, t);
	set_cpus_allowed_ptr(current, cpumask_of(raw_smp_processor_id()));
	base = ktime_get() + 50 * NSEC_PER_MSEC;
	for (i = n - 1; i >= 0; i--) {
		hrtimer_setup(&t[i].timer, test_hrtimer_fn, CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
		t[i].sequence = &sequence;
		hrtimer_start(&t[i].timer, base + i * 100 * NSEC_PER_USEC, HRTIMER_MODE_ABS);
	}
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(sequence) == n));
	set_cpus_allowed_ptr(current, cpu_possible_mask);
	for (i = 0; i < n; i++) {
		KUNIT_EXPECT_EQ(test, t[i].count, 1);
		KUNIT_EXPECT_EQ(test, t[i].ran_as, i);
		KUNIT_EXPECT_GE(test, t[i].fired_at, hrtimer_get_expires(&t[i].timer));
		KUNIT_EXPECT_FALSE(test, hrtimer_active(&t[i].timer));
	}
}

static void hrtimer_periodic(struct kunit *test)
{
	struct test_hrtimer t = { .periods = 10, .period = 2 * NSEC_PER_MSEC };
	ktime_t begin = ktime_get();

	hrtimer_setup_on_stack(&t.timer, test_hrtimer_fn, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hrtimer_start(&t.timer, t.period, HRTIMER_MODE_REL);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(t.count) == 10));
	hrtimer_cancel(&t.timer);
	KUNIT_EXPECT_EQ(test, t.count, 10);
	KUNIT_EXPECT_GE(test, t.fired_at - begin, (s64)(20 * NSEC_PER_MSEC));
}

static void hrtimer_cancels(struct kunit *test)
{
	struct test_hrtimer t = { };

	hrtimer_setup_on_stack(&t.timer, test_hrtimer_fn, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	KUNIT_EXPECT_EQ(test, hrtimer_cancel(&t.timer), 0);
	hrtimer_start(&t.timer, 60 * NSEC_PER_SEC, HRTIMER_MODE_REL);
	KUNIT_EXPECT_TRUE(test, hrtimer_active(&t.timer));
	KUNIT_EXPECT_GT(test, hrtimer_get_remaining(&t.timer), 30 * (s64)NSEC_PER_SEC);
	KUNIT_EXPECT_EQ(test, hrtimer_cancel(&t.timer), 1);
	msleep(10);
	KUNIT_EXPECT_EQ(test, t.count, 0);
}

static void hrtimer_forward_counts(struct kunit *test)
{
	struct hrtimer t;

	hrtimer_init(&t, CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
	hrtimer_set_expires(&t, 1000);
	KUNIT_EXPECT_EQ(test, hrtimer_forward(&t, 900, 100), 0ULL);
	KUNIT_EXPECT_EQ(test, hrtimer_forward(&t, 1000, 100), 1ULL);
	KUNIT_EXPECT_EQ(test, hrtimer_get_expires(&t), 1100LL);
	KUNIT_EXPECT_EQ(test, hrtimer_forward(&t, 1550, 100), 5ULL);
	KUNIT_EXPECT_EQ(test, hrtimer_get_expires(&t), 1600LL);
}

static void hrtimer_soft_and_real(struct kunit *test)
{
	struct test_hrtimer soft = { }, real = { };

	hrtimer_setup_on_stack(&soft.timer, test_hrtimer_fn, CLOCK_MONOTONIC, HRTIMER_MODE_REL_SOFT);
	hrtimer_setup_on_stack(&real.timer, test_hrtimer_fn, CLOCK_REALTIME, HRTIMER_MODE_ABS);
	hrtimer_start(&soft.timer, 3 * NSEC_PER_MSEC, HRTIMER_MODE_REL_SOFT);
	hrtimer_start(&real.timer, ktime_get_real() + 3 * NSEC_PER_MSEC, HRTIMER_MODE_ABS);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(soft.count) && READ_ONCE(real.count)));
	KUNIT_EXPECT_EQ(test, hrtimer_cancel(&soft.timer), 0);
	KUNIT_EXPECT_EQ(test, hrtimer_cancel(&real.timer), 0);
	KUNIT_EXPECT_EQ(test, soft.count, 1);
	KUNIT_EXPECT_EQ(test, real.count, 1);
}

/* ---- sleeping ---- */

static void sleeps_are_long_enough(struct kunit *test)
{
	static const unsigned int ms[] = { 1, 3, 10, 50 };
	ktime_t begin, slept;
	int i;

	for (i = 0; i < ARRAY_SIZE(ms); i++) {
		begin = ktime_get();
		msleep(ms[i]);
		slept = ktime_get() - begin;
		KUNIT_EXPECT_GE(test, slept, (s64)(ms[i] * NSEC_PER_MSEC));
		KUNIT_EXPECT_LE(test, slept, (s64)((ms[i] + 1000) * NSEC_PER_MSEC));
		begin = ktime_get();
		usleep_range(ms[i] * 100, ms[i] * 150);
		slept = ktime_get() - begin;
		KUNIT_EXPECT_GE(test, slept, (s64)(ms[i] * 100 * NSEC_PER_USEC));
	}
	begin = ktime_get();
	udelay(500);
	slept = ktime_get() - begin;
	KUNIT_EXPECT_GE(test, slept, 495 * (s64)NSEC_PER_USEC);
}

static struct kunit_case time_cases[] = {
	KUNIT_CASE(normalizing),
	KUNIT_CASE(calendar_round_trip),
	KUNIT_CASE(clock_does_not_go_backwards),
	KUNIT_CASE(clocks_agree),
	KUNIT_CASE(timers_fire_once_and_not_early),
	KUNIT_CASE(timers_return_values),
	KUNIT_CASE(timer_rearms_itself),
	KUNIT_CASE(delete_sync_against_callback),
	KUNIT_CASE(timers_on_other_cpus),
	KUNIT_CASE(hrtimers_fire_in_order),
	KUNIT_CASE(hrtimer_periodic),
	KUNIT_CASE(hrtimer_cancels),
	KUNIT_CASE(hrtimer_forward_counts),
	KUNIT_CASE(hrtimer_soft_and_real),
	KUNIT_CASE(sleeps_are_long_enough),
	{ }
};

static struct kunit_suite time_suite = {
	.name = "time",
	.test_cases = time_cases,
};
kunit_test_suite(time_suite);
