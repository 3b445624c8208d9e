// SPDX-License-Identifier: GPL-2.0-only
/* stackdepot_kunit.c - the stack depot against an array. */
#include <kunit/test.h>
#include <linux/kthread.h>
#include <linux/stackdepot.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

#define TRACES	2000
#define DEPTH	16

/* The @i-th trace: its length and contents follow from @i; two are never equal. */
static unsigned int make_trace(unsigned long *entries, unsigned long i, unsigned long salt)
{
	unsigned int nr = i % DEPTH + 1, j;

	for (j = 0; j < nr; j++)
		entries[j] = salt + i * DEPTH + j;
	return nr;
}

static void stackdepot_store_test(struct kunit *test)
{
	depot_stack_handle_t *handles = kunit_kcalloc(test, TRACES, sizeof(*handles), GFP_KERNEL);
	unsigned long trace[DEPTH], *entries, salt = kunit_random_below(test, 1U << 30) + 1UL;
	unsigned int i, nr;

	KUNIT_ASSERT_NOT_NULL(test, handles);
	KUNIT_ASSERT_EQ(test, stack_depot_init(), 0);
	for (i = 0; i < TRACES; i++) {
		nr = make_trace(trace, i, salt);
		handles[i] = stack_depot_save(trace, nr, GFP_KERNEL);
		KUNIT_ASSERT_NE(test, handles[i], 0U);
	}
	for (i = 0; i < TRACES; i++) {
		nr = make_trace(trace, i, salt);
		KUNIT_ASSERT_EQ(test, stack_depot_save(trace, nr, 0), handles[i]);
		KUNIT_ASSERT_EQ(test, stack_depot_fetch(handles[i], &entries), nr);
		KUNIT_ASSERT_EQ(test, memcmp(entries, trace, nr * sizeof(long)), 0);
		/* a beginning of it is another trace */
		if (nr > 1)
			KUNIT_ASSERT_NE(test, stack_depot_save(trace, nr - 1, GFP_KERNEL), handles[i]);
	}
}

static void stackdepot_nothing_test(struct kunit *test)
{
	unsigned long trace[1] = { 1 }, *entries;

	KUNIT_EXPECT_EQ(test, stack_depot_save(trace, 0, GFP_KERNEL), 0U);
	KUNIT_EXPECT_EQ(test, stack_depot_fetch(0, &entries), 0U);
	KUNIT_EXPECT_PTR_EQ(test, entries, NULL);
	KUNIT_EXPECT_EQ(test, stack_depot_fetch(~0U, &entries), 0U);
}

static noinline depot_stack_handle_t save_from_here(void)
{
	return stack_depot_save_here(GFP_KERNEL, 0);
}

static void stackdepot_here_test(struct kunit *test)
{
	depot_stack_handle_t first = 0, again;
	char *text = kunit_kzalloc(test, 1024, GFP_KERNEL);
	int i, rounds = 3;

	KUNIT_ASSERT_NOT_NULL(test, text);
	KUNIT_ASSERT_EQ(test, stack_depot_init(), 0);
	/* one call, not three: unrolled, each would return to a place of its own */
	OPTIMIZER_HIDE_VAR(rounds);
	for (i = 0; i < rounds; i++) {
		again = save_from_here();
		KUNIT_EXPECT_NE(test, again, 0U);
		if (i)
			KUNIT_EXPECT_EQ(test, again, first);
		first = again;
	}
	KUNIT_EXPECT_GT(test, stack_depot_snprint(first, text, 1024, 0), 0);
	if (IS_ENABLED(CONFIG_KALLSYMS)) {
		KUNIT_EXPECT_TRUE(test, strstarts(text, " save_from_here+0x"));
		KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\n stackdepot_here_test+0x"));
	}
	KUNIT_EXPECT_EQ(test, stack_depot_snprint(first, text, 8, 0), 7);
}

#define THREADS	3

struct storer {
	struct task_struct *task;
	struct completion stored;
	depot_stack_handle_t handles[256];
	unsigned long salt;
};

static int store_thread(void *data)
{
	struct storer *s = data;
	unsigned long trace[DEPTH];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(s->handles); i++) {
		unsigned int nr = make_trace(trace, i, s->salt);

		s->handles[i] = stack_depot_save(trace, nr, GFP_KERNEL);
	}
	complete(&s->stored);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

/* All store the same traces at the same time, and must get the same handles. */
static void stackdepot_threads_test(struct kunit *test)
{
	struct storer *s = kunit_kcalloc(test, THREADS, sizeof(*s), GFP_KERNEL);
	unsigned long salt = kunit_random_below(test, 1U << 30) + (1UL << 40);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_ASSERT_EQ(test, stack_depot_init(), 0);
	for (i = 0; i < THREADS; i++) {
		s[i].salt = salt;
		init_completion(&s[i].stored);
		s[i].task = kthread_run(store_thread, &s[i], "depot/%d", i);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, s[i].task);
	}
	for (i = 0; i < THREADS; i++) {
		wait_for_completion(&s[i].stored);
		kthread_stop(s[i].task);
	}
	for (i = 0; i < THREADS; i++) {
		KUNIT_EXPECT_NE(test, s[i].handles[255], 0U);
		KUNIT_EXPECT_EQ(test, memcmp(s[i].handles, s[0].handles, sizeof(s[0].handles)), 0);
	}
}

static struct kunit_case stackdepot_cases[] = {
	KUNIT_CASE(stackdepot_store_test),
	KUNIT_CASE(stackdepot_nothing_test),
	KUNIT_CASE(stackdepot_here_test),
	KUNIT_CASE(stackdepot_threads_test),
	{}
};

static struct kunit_suite stackdepot_suite = {
	.name = "stackdepot",
	.test_cases = stackdepot_cases,
};
kunit_test_suite(stackdepot_suite);
