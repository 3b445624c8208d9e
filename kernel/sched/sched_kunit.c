// SPDX-License-Identifier: GPL-2.0-only
/*
 * sched_kunit.c - who gets the CPU, and which.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/sched/clock.h>
#include <linux/sched/cputime.h>
#include <linux/sched/stat.h>
#include <uapi/linux/sched/types.h>
#include "sched.h"
#include "../kunit_threads.h"

struct spinner {
	struct task_struct *task;
	bool yields;
	unsigned long loops;
	int last_cpu;
};

static int spin_fn(void *data)
{
	struct spinner *s = data;

	while (!kthread_should_stop()) {
		WRITE_ONCE(s->loops, s->loops + 1);
		WRITE_ONCE(s->last_cpu, raw_smp_processor_id());
		if (s->yields)
			yield();
		cpu_relax();
	}
	return 0;
}

static void start_spinner(struct kunit *test, struct spinner *s, int cpu, int nice)
{
	s->task = kthread_create(spin_fn, s, "kunit/spin");
	KUNIT_ASSERT_FALSE(test, IS_ERR(s->task));
	get_task_struct(s->task);
	if (cpu >= 0)
		kthread_bind(s->task, cpu);
	set_user_nice(s->task, nice);
	wake_up_process(s->task);
}

static u64 stop_spinner(struct spinner *s)
{
	u64 ran;

	kthread_stop(s->task);
	ran = s->task->se.sum_exec_runtime;
	put_task_struct(s->task);
	return ran;
}

/* the test itself must not compete: it sleeps */
static void nice_levels_share_by_weight(struct kunit *test)
{
	struct spinner a = { }, b = { };
	int cpu = cpumask_last(cpu_online_mask);
	u64 ran_a, ran_b, percent;
	int tries = 40;

	start_spinner(test, &a, cpu, 0);
	start_spinner(test, &b, cpu, 5);
	/* 1024 / 335 = 3.06: converges, however uneven the first slices were */
	do {
		msleep(400);
		ran_a = task_sched_runtime(a.task);
		ran_b = task_sched_runtime(b.task);
		percent = ran_b ? ran_a * 100 / ran_b : 0;
	} while ((percent < 250 || percent > 370) && --tries);
	stop_spinner(&a);
	stop_spinner(&b);
	KUNIT_EXPECT_GE_MSG(test, percent, 250ULL, "%llu : %llu", ran_a, ran_b);
	KUNIT_EXPECT_LE_MSG(test, percent, 370ULL, "%llu : %llu", ran_a, ran_b);
}

static void equals_share_equally(struct kunit *test)
{
	struct spinner s[4] = { };
	int cpu = cpumask_last(cpu_online_mask), i;
	int tries = 40;
	u64 ran, least, most;

	for (i = 0; i < 4; i++)
		start_spinner(test, &s[i], cpu, 0);
	do {
		msleep(400);
		least = U64_MAX;
		most = 0;
		for (i = 0; i < 4; i++) {
			ran = task_sched_runtime(s[i].task);
			least = min(least, ran);
			most = max(most, ran);
		}
	} while (most > least * 5 / 4 && --tries);
	for (i = 0; i < 4; i++)
		stop_spinner(&s[i]);
	KUNIT_EXPECT_GT(test, least, 0ULL);
	KUNIT_EXPECT_LE_MSG(test, most, least * 5 / 4, "%llu .. %llu", least, most);
}

/* How often of 20 times somebody else ran for long after a short sleep was over. */
static int late_wakeups(void)
{
	int late = 0, i;
	ktime_t begin;

	for (i = 0; i < 20; i++) {
		begin = ktime_get();
		msleep(4);
		late += ktime_get() - begin > 30 * NSEC_PER_MSEC;
	}
	return late;
}

static void sleeper_is_not_starved(struct kunit *test)
{
	struct spinner s[3] = { };
	int tries = 40, late, i;

	for (i = 0; i < 3; i++)
		start_spinner(test, &s[i], -1, 0);
	/* A virtual CPU may itself be late, if its host is busy; being starved would not pass. */
	do {
		late = late_wakeups();
	} while (late > 10 && --tries);
	for (i = 0; i < 3; i++)
		stop_spinner(&s[i]);
	/* each of the spinners could run through a whole slice first, were there no credit for sleeping */
	KUNIT_EXPECT_LE(test, late, 10);
}

static void runnable_tasks_spread_over_cpus(struct kunit *test)
{
	unsigned int n = num_online_cpus(), i;
	struct spinner *s = kunit_kcalloc(test, n, sizeof(*s), GFP_KERNEL);
	ktime_t begin = ktime_get(), wall;
	u64 least = U64_MAX;

	KUNIT_ASSERT_NOT_NULL(test, s);
	/* all are born here, and may go */
	for (i = 0; i < n; i++)
		start_spinner(test, &s[i], -1, 0);
	msleep(600);
	for (i = 0; i < n; i++)
		least = min(least, task_sched_runtime(s[i].task));
	wall = ktime_get() - begin;
	for (i = 0; i < n; i++)
		stop_spinner(&s[i]);
	/* with a CPU for each, less the test's own moments; two on one CPU would have half each */
	KUNIT_EXPECT_GE_MSG(test, least * 100, (u64)wall * 55, "%llu of %lld", least, wall);
}

static void affinity_moves_tasks(struct kunit *test)
{
	struct spinner s = { };
	int cpu;

	start_spinner(test, &s, -1, 0);
	for_each_online_cpu(cpu) {
		KUNIT_EXPECT_EQ(test, set_cpus_allowed_ptr(s.task, cpumask_of(cpu)), 0);
		KUNIT_EXPECT_EQ(test, (int)task_cpu(s.task), cpu);
		KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(s.last_cpu) == cpu));
	}
	KUNIT_EXPECT_EQ(test, set_cpus_allowed_ptr(s.task, cpu_none_mask), -EINVAL);
	stop_spinner(&s);

	/* oneself */
	for_each_online_cpu(cpu) {
		KUNIT_EXPECT_EQ(test, set_cpus_allowed_ptr(current, cpumask_of(cpu)), 0);
		KUNIT_EXPECT_EQ(test, raw_smp_processor_id(), cpu);
	}
	set_cpus_allowed_ptr(current, cpu_possible_mask);
}

static void real_time_goes_first(struct kunit *test)
{
	struct sched_param sp = { .sched_priority = 10 };
	struct spinner rt = { }, fair = { };
	int cpu = cpumask_last(cpu_online_mask);
	u64 before, ran;

	if (num_online_cpus() == 1)
		kunit_skip(test, "the test itself needs a CPU");
	set_cpus_allowed_ptr(current, cpumask_of(cpumask_first(cpu_online_mask)));
	start_spinner(test, &fair, cpu, 0);
	start_spinner(test, &rt, cpu, 0);
	sched_setscheduler_nocheck(rt.task, SCHED_FIFO, &sp);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(rt.loops) > 1000));
	before = fair.task->se.sum_exec_runtime;
	msleep(100);
	ran = fair.task->se.sum_exec_runtime - before;
	sched_set_normal(rt.task, 0);
	stop_spinner(&rt);
	stop_spinner(&fair);
	set_cpus_allowed_ptr(current, cpu_possible_mask);
	KUNIT_EXPECT_LE_MSG(test, ran, 5 * (u64)NSEC_PER_MSEC, "ran %llu ns beside SCHED_FIFO", ran);
}

static void yield_lets_others_run(struct kunit *test)
{
	struct spinner a = { .yields = true }, b = { .yields = true };
	int cpu = cpumask_last(cpu_online_mask);

	start_spinner(test, &a, cpu, 0);
	start_spinner(test, &b, cpu, 0);
	/* alternating, a few thousand loops take milliseconds; at ticks only they would take 20 s */
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(a.loops) > 2000 && READ_ONCE(b.loops) > 2000));
	stop_spinner(&a);
	stop_spinner(&b);
	KUNIT_EXPECT_LT(test, a.loops, b.loops * 4);
	KUNIT_EXPECT_LT(test, b.loops, a.loops * 4);
}

static void queues_are_consistent(struct kunit *test)
{
	unsigned long flags;
	int cpu;

	for_each_online_cpu(cpu) {
		struct rq *rq = cpu_rq(cpu);
		unsigned int queued = 0;
		unsigned long load = 0;
		struct rb_node *node;

		rq_lock_irqsave(rq, &flags);
		for (node = rb_first_cached(&rq->cfs.timeline); node; node = rb_next(node)) {
			struct task_struct *p = rb_entry(node, struct task_struct, se.run_node);

			queued++;
			load += p->se.weight;
			KUNIT_EXPECT_EQ(test, (int)task_cpu(p), cpu);
			KUNIT_EXPECT_EQ(test, p->on_rq, TASK_ON_RQ_QUEUED);
			KUNIT_EXPECT_PTR_NE(test, p, rq->curr);
		}
		if (rq->curr->sched_class == &fair_sched_class) {
			queued++;
			load += rq->curr->se.weight;
		}
		KUNIT_EXPECT_EQ(test, rq->cfs.nr_running, queued);
		KUNIT_EXPECT_EQ(test, rq->cfs.load, load);
		KUNIT_EXPECT_EQ(test, rq->nr_running, queued + rq->rt.nr_running);
		rq_unlock_irqrestore(rq, &flags);
	}
}

/* A task that waits for our CPU has not run since, and has when we slept. */
static void who_waits_has_not_run(struct kunit *test)
{
	int cpu = raw_smp_processor_id(), tries = 200;
	struct spinner s = { };
	u64 when;

	KUNIT_ASSERT_EQ(test, set_cpus_allowed_ptr(current, cpumask_of(cpu)), 0);
	start_spinner(test, &s, cpu, 0);
	preempt_disable();
	when = local_clock();
	KUNIT_EXPECT_FALSE(test, all_ran_since(when));
	preempt_enable();
	do {
		msleep(10);
	} while (!all_ran_since(when) && --tries);
	KUNIT_EXPECT_GT(test, tries, 0);
	stop_spinner(&s);
	KUNIT_EXPECT_EQ(test, set_cpus_allowed_ptr(current, cpu_possible_mask), 0);
}

static struct kunit_case sched_cases[] = {
	KUNIT_CASE(queues_are_consistent),
	KUNIT_CASE(equals_share_equally),
	KUNIT_CASE(nice_levels_share_by_weight),
	KUNIT_CASE(sleeper_is_not_starved),
	KUNIT_CASE(runnable_tasks_spread_over_cpus),
	KUNIT_CASE(affinity_moves_tasks),
	KUNIT_CASE(real_time_goes_first),
	KUNIT_CASE(yield_lets_others_run),
	KUNIT_CASE(who_waits_has_not_run),
	KUNIT_CASE(queues_are_consistent),
	{ }
};

static struct kunit_suite sched_suite = {
	.name = "sched",
	.test_cases = sched_cases,
};
kunit_test_suite(sched_suite);
