// SPDX-License-Identifier: GPL-2.0-only
/*
 * percpu_counter_kunit.c - adding from threads on all CPUs.
 */
#include <kunit/test.h>
#include <linux/cpumask.h>
#include <linux/kthread.h>
#include <linux/percpu_counter.h>

#define ADDITIONS	20000

struct adder {
	struct percpu_counter	*counter;
	struct completion	done;
	int			step;
};

static void destroy_counter(void *counter)
{
	percpu_counter_destroy(counter);
}

static struct percpu_counter *new_counter(struct kunit *test, s64 amount)
{
	struct percpu_counter *counter;

	counter = kunit_kzalloc(test, sizeof(*counter), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, counter);
	KUNIT_ASSERT_EQ(test, percpu_counter_init(counter, amount, GFP_KERNEL), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, destroy_counter, counter), 0);
	return counter;
}

static int adder_thread(void *arg)
{
	struct adder *adder = arg;
	int i;

	for (i = 0; i < ADDITIONS; i++)
		percpu_counter_add(adder->counter, adder->step);
	kthread_complete_and_exit(&adder->done, 0);
}

static void counter_parallel(struct kunit *test)
{
	struct percpu_counter *counter = new_counter(test, 1000);
	struct adder *adders = kunit_kcalloc(test, nr_cpu_ids, sizeof(*adders), GFP_KERNEL);
	s64 want = 1000, error;
	int cpu;

	KUNIT_ASSERT_NOT_NULL(test, adders);
	for_each_online_cpu(cpu) {
		struct task_struct *task;

		adders[cpu].counter = counter;
		adders[cpu].step = cpu % 2 ? -3 : 5;
		init_completion(&adders[cpu].done);
		task = kthread_create(adder_thread, &adders[cpu], "adder/%d", cpu);
		if (IS_ERR(task)) {
			KUNIT_FAIL(test, "no thread for CPU %d", cpu);
			complete(&adders[cpu].done);
			continue;
		}
		kthread_bind(task, cpu);
		wake_up_process(task);
		want += (s64)ADDITIONS * adders[cpu].step;
	}
	for_each_online_cpu(cpu)
		wait_for_completion(&adders[cpu].done);

	KUNIT_EXPECT_EQ(test, percpu_counter_sum(counter), want);
	error = percpu_counter_read(counter) - want;
	KUNIT_EXPECT_LE(test, abs(error), (s64)percpu_counter_batch * num_online_cpus());
	percpu_counter_set(counter, 7);
	KUNIT_EXPECT_EQ(test, percpu_counter_sum(counter), 7);
}

static void counter_compare(struct kunit *test)
{
	struct percpu_counter *counter = new_counter(test, 0);
	int i;

	for (i = 0; i < 10; i++)
		percpu_counter_inc(counter);
	KUNIT_EXPECT_EQ(test, percpu_counter_compare(counter, 9), 1);
	KUNIT_EXPECT_EQ(test, percpu_counter_compare(counter, 10), 0);
	KUNIT_EXPECT_EQ(test, percpu_counter_compare(counter, 11), -1);
	KUNIT_EXPECT_EQ(test, percpu_counter_compare(counter, 1000000), -1);
	percpu_counter_sub(counter, 20);
	KUNIT_EXPECT_EQ(test, percpu_counter_sum(counter), -10);
	KUNIT_EXPECT_EQ(test, percpu_counter_sum_positive(counter), 0);
}

static void counter_limited(struct kunit *test)
{
	struct percpu_counter *counter = new_counter(test, 90);

	KUNIT_EXPECT_FALSE(test, percpu_counter_limited_add(counter, 100, 11));
	KUNIT_EXPECT_TRUE(test, percpu_counter_limited_add(counter, 100, 10));
	KUNIT_EXPECT_FALSE(test, percpu_counter_limited_add(counter, 100, 1));
	KUNIT_EXPECT_TRUE(test, percpu_counter_limited_add(counter, 0, -100));
	KUNIT_EXPECT_FALSE(test, percpu_counter_limited_add(counter, 0, -1));
	KUNIT_EXPECT_EQ(test, percpu_counter_sum(counter), 0);
}

static struct kunit_case percpu_counter_cases[] = {
	KUNIT_CASE(counter_compare),
	KUNIT_CASE(counter_limited),
	KUNIT_CASE(counter_parallel),
	{}
};

static struct kunit_suite percpu_counter_suite = {
	.name = "percpu_counter",
	.test_cases = percpu_counter_cases,
};
kunit_test_suite(percpu_counter_suite);
