// SPDX-License-Identifier: GPL-2.0-only
/*
 * pid_kunit.c - numbers are unique, found while in use, and not found afterwards.
 */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/pid.h>
#include <linux/rcupdate.h>
#include <linux/sched/pid.h>
#include <linux/sched/task.h>

#define COUNT	300

static void pid_unique_and_found(struct kunit *test)
{
	struct pid **pids = kunit_kcalloc(test, COUNT, sizeof(*pids), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pids);
	for (int i = 0; i < COUNT; i++) {
		pids[i] = alloc_pid(NULL, 0);
		KUNIT_ASSERT_FALSE(test, IS_ERR(pids[i]));
		KUNIT_EXPECT_GT(test, pid_nr(pids[i]), 0);
		for (int j = 0; j < i; j++)
			KUNIT_ASSERT_NE(test, pid_nr(pids[i]), pid_nr(pids[j]));
	}
	/* How many others there are changes meanwhile: threads of earlier tests are still being released. */
	KUNIT_EXPECT_GT(test, pid_numbers_in_use(), COUNT);

	for (int i = 0; i < COUNT; i++) {
		struct pid *found = find_get_pid(pid_nr(pids[i]));

		KUNIT_EXPECT_PTR_EQ(test, found, pids[i]);
		KUNIT_EXPECT_NULL(test, pid_task(found, PIDTYPE_PID));
		put_pid(found);
	}
	for (int i = 0; i < COUNT; i++) {
		int nr = pid_nr(pids[i]);

		/* A kept struct pid outlives its number. */
		get_pid(pids[i]);
		free_pid(pids[i]);
		rcu_read_lock();
		KUNIT_EXPECT_NULL(test, find_pid(nr));
		rcu_read_unlock();
		KUNIT_EXPECT_EQ(test, pid_nr(pids[i]), nr);
		put_pid(pids[i]);
	}
}

static void pid_not_reused_at_once(struct kunit *test)
{
	struct pid *first = alloc_pid(NULL, 0), *second;
	int nr;

	KUNIT_ASSERT_FALSE(test, IS_ERR(first));
	nr = pid_nr(first);
	free_pid(first);
	second = alloc_pid(NULL, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(second));
	KUNIT_EXPECT_NE(test, pid_nr(second), nr);
	free_pid(second);
}

static void pid_wanted_number(struct kunit *test)
{
	pid_t wanted = pid_max - 1, bad = 0, two[2] = { 10, 10 };
	struct pid *pid = alloc_pid(&wanted, 1);

	KUNIT_ASSERT_FALSE(test, IS_ERR(pid));
	KUNIT_EXPECT_EQ(test, pid_nr(pid), wanted);
	KUNIT_EXPECT_EQ(test, PTR_ERR(alloc_pid(&wanted, 1)), -EEXIST);
	KUNIT_EXPECT_EQ(test, PTR_ERR(alloc_pid(&bad, 1)), -EINVAL);
	bad = pid_max;
	KUNIT_EXPECT_EQ(test, PTR_ERR(alloc_pid(&bad, 1)), -EINVAL);
	KUNIT_EXPECT_EQ(test, PTR_ERR(alloc_pid(two, 2)), -EINVAL);
	free_pid(pid);
}

static void pid_of_current(struct kunit *test)
{
	struct task_struct *found;
	struct pid *pid;

	found = find_get_task_by_vpid(task_pid_nr(current));
	KUNIT_EXPECT_PTR_EQ(test, found, current);
	if (found)
		put_task_struct(found);

	pid = get_task_pid(current, PIDTYPE_TGID);
	KUNIT_EXPECT_EQ(test, pid_nr(pid), task_tgid_nr(current));
	put_pid(pid);

	rcu_read_lock();
	pid = find_ge_pid(1);
	KUNIT_ASSERT_NOT_NULL(test, pid);
	KUNIT_EXPECT_EQ(test, pid_nr(pid), 1);
	KUNIT_EXPECT_NULL(test, find_ge_pid(pid_max));
	rcu_read_unlock();
}

static struct kunit_case pid_cases[] = {
	KUNIT_CASE(pid_unique_and_found),
	KUNIT_CASE(pid_not_reused_at_once),
	KUNIT_CASE(pid_wanted_number),
	KUNIT_CASE(pid_of_current),
	{}
};

static struct kunit_suite pid_suite = {
	.name = "pid",
	.test_cases = pid_cases,
};
kunit_test_suite(pid_suite);
