// SPDX-License-Identifier: GPL-2.0-only
/*
 * kunit-test.c - the test framework tests itself.
 *
 * Failing on purpose would fail the run, so a case that must fail is tried on
 * a struct kunit of its own, and only assertions that end a case are beyond it.
 */
#include "kunit.h"

static struct kunit *scratch_test(struct kunit *test)
{
	struct kunit *scratch = kunit_kzalloc(test, sizeof(*scratch), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, scratch);
	scratch->name = "expected failure, not counted";
	spin_lock_init(&scratch->lock);
	INIT_LIST_HEAD(&scratch->resources);
	return scratch;
}

static void expectations_that_hold(struct kunit *test)
{
	const char text[] = "abc";

	KUNIT_EXPECT_TRUE(test, true);
	KUNIT_EXPECT_FALSE(test, false);
	KUNIT_EXPECT_EQ(test, -1, -1LL);
	KUNIT_EXPECT_LT(test, 1, 2);
	KUNIT_EXPECT_GE(test, 2, 2);
	KUNIT_EXPECT_PTR_EQ(test, text, &text[0]);
	KUNIT_EXPECT_STREQ(test, text, "abc");
	KUNIT_EXPECT_STRNEQ(test, text, "abd");
	KUNIT_EXPECT_MEMEQ(test, text, "abx", 2);
	KUNIT_EXPECT_MEMNEQ(test, text, "abx", 3);
	KUNIT_EXPECT_NULL(test, NULL);
	KUNIT_EXPECT_EQ(test, test->status, KUNIT_SUCCESS);
}

static void expectations_that_fail(struct kunit *test)
{
	struct kunit *scratch = scratch_test(test);

	KUNIT_EXPECT_EQ(scratch, 1 + 1, 3);
	KUNIT_EXPECT_EQ(test, scratch->status, KUNIT_FAILURE);
	scratch->status = KUNIT_SUCCESS;
	KUNIT_EXPECT_STREQ(scratch, "a", NULL);
	KUNIT_EXPECT_EQ(test, scratch->status, KUNIT_FAILURE);
	scratch->status = KUNIT_SUCCESS;
	KUNIT_EXPECT_NOT_ERR_OR_NULL(scratch, ERR_PTR(-ENOMEM));
	KUNIT_EXPECT_EQ(test, scratch->status, KUNIT_FAILURE);
	kunit_mark_skipped(scratch, "too late");
	KUNIT_EXPECT_EQ(test, scratch->status, KUNIT_FAILURE);
}

static void note_order(void *ctx)
{
	int **next = ctx;

	*(*next)++ = 1;
}

static void actions_run_last_first(struct kunit *test)
{
	struct kunit *scratch = scratch_test(test);
	int order[2] = {}, *next = order;
	void *memory;

	KUNIT_ASSERT_EQ(test, kunit_add_action(scratch, note_order, &next), 0);
	memory = kunit_kzalloc(scratch, 64, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, memory);
	kunit_kfree(scratch, memory);
	KUNIT_ASSERT_EQ(test, kunit_add_action(scratch, note_order, &next), 0);
	kunit_remove_action(scratch, note_order, &next);
	kunit_cleanup(scratch);
	KUNIT_EXPECT_EQ(test, next - order, 1);
	KUNIT_EXPECT_TRUE(test, list_empty(&scratch->resources));
}

static void random_repeats(struct kunit *test)
{
	struct kunit *scratch = scratch_test(test);
	u64 a, b;

	scratch->random_state = 42;
	a = kunit_random(scratch);
	b = kunit_random(scratch);
	KUNIT_EXPECT_NE(test, a, b);
	scratch->random_state = 42;
	KUNIT_EXPECT_EQ(test, a, kunit_random(scratch));
	KUNIT_EXPECT_LT(test, kunit_random_below(scratch, 7), 7);
}

static void skipped_case(struct kunit *test)
{
	kunit_skip(test, "on purpose");
	KUNIT_FAIL(test, "went on after kunit_skip()");
}

static const struct square {
	int root, square;
	const char *name;
} squares[] = {
	{ 2, 4, "two" },
	{ -3, 9, "minus three" },
};
KUNIT_ARRAY_PARAM_DESC(squares, squares, name);

static void parameters(struct kunit *test)
{
	const struct square *s = test->param_value;

	KUNIT_EXPECT_EQ(test, s->root * s->root, s->square);
	KUNIT_EXPECT_PTR_EQ(test, s, &squares[test->param_index]);
}

static struct kunit_case framework_cases[] = {
	KUNIT_CASE(expectations_that_hold),
	KUNIT_CASE(expectations_that_fail),
	KUNIT_CASE(actions_run_last_first),
	KUNIT_CASE(random_repeats),
	KUNIT_CASE(skipped_case),
	KUNIT_CASE_PARAM(parameters, squares_gen_params),
	{}
};

static struct kunit_suite framework_suite = {
	.name = "kunit",
	.test_cases = framework_cases,
};
kunit_test_suite(framework_suite);
