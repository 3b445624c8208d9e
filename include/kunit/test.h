/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kunit/test.h - unit tests that run inside the kernel at boot.
 *
 *	static void add_test(struct kunit *test)
 *	{
 *		KUNIT_EXPECT_EQ(test, 2, add(1, 1));
 *	}
 *	static struct kunit_case add_cases[] = { KUNIT_CASE(add_test), {} };
 *	static struct kunit_suite add_suite = {
 *		.name = "add", .test_cases = add_cases,
 *	};
 *	kunit_test_suite(add_suite);
 *
 * A failed EXPECT lets the case go on, a failed ASSERT ends it. Each case runs
 * in a kernel thread of its own, so it may sleep, and so that ASSERT can end
 * it anywhere; it must not hold locks when it asserts.
 */
#ifndef _KUNIT_TEST_H
#define _KUNIT_TEST_H

#include <linux/compiler.h>
#include <linux/completion.h>
#include <linux/container_of.h>
#include <linux/err.h>
#include <linux/gfp_types.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/types.h>

struct kunit;
struct kunit_suite;

#define KUNIT_PARAM_DESC_SIZE	128
#define KUNIT_STATUS_COMMENT_SIZE	256

enum kunit_status {
	KUNIT_SUCCESS,
	KUNIT_FAILURE,
	KUNIT_SKIPPED,
};

enum kunit_speed {
	KUNIT_SPEED_UNSET,
	KUNIT_SPEED_VERY_SLOW,
	KUNIT_SPEED_SLOW,
	KUNIT_SPEED_NORMAL,
};

struct kunit_attributes {
	enum kunit_speed speed;
};

/**
 * struct kunit_case - one test function
 * @run_case: the function
 * @name: what it is called in the log
 * @generate_params: returns the parameter after @prev (NULL: the first), or
 *	NULL at the end, and describes it in @desc; the case runs once for each
 * @attr: how long it takes
 */
struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	const void *(*generate_params)(const void *prev, char *desc);
	struct kunit_attributes attr;
};

/**
 * struct kunit_suite - test functions that share a fixture
 * @name: what the suite is called in the log
 * @suite_init: runs once before the cases; an error fails the suite
 * @suite_exit: runs once after them
 * @init: runs before each case, in its thread; an error fails the case
 * @exit: runs after each case, also after a failed one
 * @test_cases: ends with an empty element
 * @attr: default for the cases
 */
struct kunit_suite {
	const char name[64];
	int (*suite_init)(struct kunit_suite *suite);
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases;
	struct kunit_attributes attr;
};

/**
 * struct kunit - a running case
 * @priv: for the test's use; often set by the suite's init
 * @name: of the case
 * @param_value: the parameter, for a parameterised case
 * @param_index: its number from 0
 */
struct kunit {
	void			*priv;
	const char		*name;
	const void		*param_value;
	int			param_index;

	spinlock_t		lock;
	enum kunit_status	status;		/* [lock] */
	struct list_head	resources;	/* [lock] newest first */
	char			status_comment[KUNIT_STATUS_COMMENT_SIZE];
	u64			random_state;	/* the case's thread only */
	bool			aborted;	/* the same */

	struct kunit_suite	*suite;
	struct kunit_case	*test_case;
	struct completion	done;
};

#define KUNIT_CASE(test_name) \
	{ .run_case = test_name, .name = #test_name }
#define KUNIT_CASE_ATTR(test_name, attributes) \
	{ .run_case = test_name, .name = #test_name, .attr = attributes }
#define KUNIT_CASE_SLOW(test_name) \
	{ .run_case = test_name, .name = #test_name, \
	  .attr.speed = KUNIT_SPEED_SLOW }
#define KUNIT_CASE_PARAM(test_name, gen_params) \
	{ .run_case = test_name, .name = #test_name, \
	  .generate_params = gen_params }

/** KUNIT_ARRAY_PARAM() - define name_gen_params() that walks @array. */
#define KUNIT_ARRAY_PARAM(name, array, get_desc)			\
	static const void *name##_gen_params(const void *prev, char *desc) \
	{								\
		typeof((array)[0]) *__next = prev ?			\
			(typeof(__next))prev + 1 : (array);		\
		if (__next - (array) >= ARRAY_SIZE(array))		\
			return NULL;					\
		void (*__get_desc)(typeof(__next), char *) = get_desc;	\
		if (__get_desc)						\
			__get_desc(__next, desc);			\
		return __next;						\
	}

/** KUNIT_ARRAY_PARAM_DESC() - the same; @desc_member names the parameter. */
#define KUNIT_ARRAY_PARAM_DESC(name, array, desc_member)		\
	static const void *name##_gen_params(const void *prev, char *desc) \
	{								\
		typeof((array)[0]) *__next = prev ?			\
			(typeof(__next))prev + 1 : (array);		\
		if (__next - (array) >= ARRAY_SIZE(array))		\
			return NULL;					\
		strscpy(desc, __next->desc_member, KUNIT_PARAM_DESC_SIZE); \
		return __next;						\
	}

/*
 * The linker script gathers these pointers between __kunit_suites_start and
 * __kunit_suites_end; kunit_run_all_tests() walks them.
 */
#define __kunit_suite_name(id)	__PASTE(__kunit_suites_, id)
#define kunit_test_suites(suites...)					\
	static struct kunit_suite * const				\
	__kunit_suite_name(__COUNTER__)[]				\
	__used __section(".kunit_test_suites") = { suites }
#define kunit_test_suite(suite)	kunit_test_suites(&(suite))
#define kunit_test_init_section_suites(suites...) kunit_test_suites(suites)
#define kunit_test_init_section_suite(suite) kunit_test_suites(&(suite))

#define kunit_suite_for_each_test_case(suite, test_case) \
	for (test_case = (suite)->test_cases; test_case->run_case; test_case++)

#ifdef CONFIG_KUNIT
void kunit_run_all_tests(void);
extern unsigned int kunit_failures;	/* cases that failed, once all have run */
#else
static inline void kunit_run_all_tests(void) { }
#define kunit_failures	0U
#endif

/* --- in a case --- */

/** kunit_random() - the next number of the case's pseudo-random sequence. */
u64 kunit_random(struct kunit *test);

/** kunit_random_below() - one of 0 .. @limit - 1. */
static inline u64 kunit_random_below(struct kunit *test, u64 limit)
{
	return (kunit_random(test) >> 16) % limit;
}

void __printf(2, 3) kunit_set_skip(struct kunit *test, const char *fmt, ...);
void __noreturn kunit_abort(struct kunit *test);

/** kunit_mark_skipped() - report the case as skipped, but go on. */
#define kunit_mark_skipped(test, fmt, ...) \
	kunit_set_skip(test, fmt, ##__VA_ARGS__)
/** kunit_skip() - end the case as skipped. */
#define kunit_skip(test, fmt, ...)				\
	do {							\
		kunit_set_skip(test, fmt, ##__VA_ARGS__);	\
		kunit_abort(test);				\
	} while (0)

#define kunit_log(level, test, fmt, ...) \
	printk(level "    # %s: " fmt, (test)->name, ##__VA_ARGS__)
#define kunit_info(test, fmt, ...) \
	kunit_log(KERN_INFO, test, fmt "\n", ##__VA_ARGS__)
#define kunit_warn(test, fmt, ...) \
	kunit_log(KERN_WARNING, test, fmt "\n", ##__VA_ARGS__)
#define kunit_err(test, fmt, ...) \
	kunit_log(KERN_ERR, test, fmt "\n", ##__VA_ARGS__)

/* What a case gets here is given back when it ends, last first. */
typedef void (kunit_action_t)(void *);

#define KUNIT_DEFINE_ACTION_WRAPPER(wrapper, orig, arg_type) \
	static void wrapper(void *in) { orig((arg_type)in); }

int __must_check kunit_add_action(struct kunit *test, kunit_action_t *action,
				  void *ctx);
int __must_check kunit_add_action_or_reset(struct kunit *test,
					   kunit_action_t *action, void *ctx);
void kunit_remove_action(struct kunit *test, kunit_action_t *action, void *ctx);
void kunit_release_action(struct kunit *test, kunit_action_t *action, void *ctx);
void kunit_cleanup(struct kunit *test);

void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp);
void kunit_kfree(struct kunit *test, const void *ptr);

static inline void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return kunit_kmalloc_array(test, 1, size, gfp);
}

static inline void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return kunit_kmalloc(test, size, gfp | __GFP_ZERO);
}

static inline void *kunit_kcalloc(struct kunit *test, size_t n, size_t size,
				  gfp_t gfp)
{
	return kunit_kmalloc_array(test, n, size, gfp | __GFP_ZERO);
}

/* --- expectations and assertions --- */

/* One place in a test that claims something. */
struct kunit_claim {
	const char	*file;
	int		line;
	bool		assert;	/* failing ends the case */
	const char	*left;	/* source text */
	const char	*op;
	const char	*right;
};

void __printf(3, 4) kunit_fail_plain(struct kunit *test,
		const struct kunit_claim *claim, const char *fmt, ...);
void __printf(4, 5) kunit_fail_bool(struct kunit *test,
		const struct kunit_claim *claim, bool wanted,
		const char *fmt, ...);
void __printf(5, 6) kunit_fail_int(struct kunit *test,
		const struct kunit_claim *claim, long long left,
		long long right, const char *fmt, ...);
void __printf(5, 6) kunit_fail_ptr(struct kunit *test,
		const struct kunit_claim *claim, const void *left,
		const void *right, const char *fmt, ...);
void __printf(5, 6) kunit_fail_str(struct kunit *test,
		const struct kunit_claim *claim, const char *left,
		const char *right, const char *fmt, ...);
void __printf(6, 7) kunit_fail_mem(struct kunit *test,
		const struct kunit_claim *claim, const void *left,
		const void *right, size_t size, const char *fmt, ...);
void __printf(4, 5) kunit_fail_null_or_err(struct kunit *test,
		const struct kunit_claim *claim, const void *ptr,
		const char *fmt, ...);

#define KUNIT_CLAIM(is_assert, l, o, r)					\
	static const struct kunit_claim __claim = {			\
		.file = __FILE__, .line = __LINE__, .assert = is_assert, \
		.left = l, .op = o, .right = r,				\
	}

#define KUNIT_CHECK_BOOL(test, is_assert, cond, wanted, fmt, ...)	\
do {									\
	if (likely(((cond) ? true : false) == (wanted)))		\
		break;							\
	KUNIT_CLAIM(is_assert, #cond, NULL, NULL);			\
	kunit_fail_bool(test, &__claim, wanted, fmt, ##__VA_ARGS__);	\
} while (0)

#define KUNIT_CHECK_INT(test, is_assert, l, o, r, fmt, ...)		\
do {									\
	const typeof(l) __left = (l);					\
	const typeof(r) __right = (r);					\
									\
	if (likely(__left o __right))					\
		break;							\
	KUNIT_CLAIM(is_assert, #l, #o, #r);				\
	kunit_fail_int(test, &__claim, (__force long long)__left,	\
		       (__force long long)__right, fmt, ##__VA_ARGS__);	\
} while (0)

#define KUNIT_CHECK_PTR(test, is_assert, l, o, r, fmt, ...)		\
do {									\
	const void *__left = (__force const void *)(l);			\
	const void *__right = (__force const void *)(r);		\
									\
	if (likely(__left o __right))					\
		break;							\
	KUNIT_CLAIM(is_assert, #l, #o, #r);				\
	kunit_fail_ptr(test, &__claim, __left, __right, fmt, ##__VA_ARGS__); \
} while (0)

#define KUNIT_CHECK_STR(test, is_assert, l, o, r, fmt, ...)		\
do {									\
	const char *__left = (l);					\
	const char *__right = (r);					\
									\
	if (likely(__left && __right && strcmp(__left, __right) o 0))	\
		break;							\
	KUNIT_CLAIM(is_assert, #l, #o, #r);				\
	kunit_fail_str(test, &__claim, __left, __right, fmt, ##__VA_ARGS__); \
} while (0)

#define KUNIT_CHECK_MEM(test, is_assert, l, o, r, size, fmt, ...)	\
do {									\
	const void *__left = (l);					\
	const void *__right = (r);					\
	const size_t __size = (size);					\
									\
	if (likely(__left && __right &&					\
		   memcmp(__left, __right, __size) o 0))		\
		break;							\
	KUNIT_CLAIM(is_assert, #l, #o, #r);				\
	kunit_fail_mem(test, &__claim, __left, __right, __size,		\
		       fmt, ##__VA_ARGS__);				\
} while (0)

#define KUNIT_CHECK_GOOD_PTR(test, is_assert, p, fmt, ...)		\
do {									\
	const void *__ptr = (p);					\
									\
	if (likely(!IS_ERR_OR_NULL(__ptr)))				\
		break;							\
	KUNIT_CLAIM(is_assert, #p, NULL, NULL);				\
	kunit_fail_null_or_err(test, &__claim, __ptr, fmt, ##__VA_ARGS__); \
} while (0)

#define KUNIT_CHECK_FAIL(test, is_assert, fmt, ...)			\
do {									\
	KUNIT_CLAIM(is_assert, NULL, NULL, NULL);			\
	kunit_fail_plain(test, &__claim, fmt, ##__VA_ARGS__);		\
} while (0)

#define KUNIT_SUCCEED(test)		do { } while (0)
#define KUNIT_FAIL(test, fmt, ...) \
	KUNIT_CHECK_FAIL(test, false, fmt, ##__VA_ARGS__)
#define KUNIT_FAIL_AND_ABORT(test, fmt, ...) \
	KUNIT_CHECK_FAIL(test, true, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_FAILURE(test, fmt, ...) \
	KUNIT_CHECK_FAIL(test, true, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_TRUE(test, c) \
	KUNIT_CHECK_BOOL(test, false, c, true, NULL)
#define KUNIT_EXPECT_TRUE_MSG(test, c, fmt, ...) \
	KUNIT_CHECK_BOOL(test, false, c, true, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_TRUE(test, c) \
	KUNIT_CHECK_BOOL(test, true, c, true, NULL)
#define KUNIT_ASSERT_TRUE_MSG(test, c, fmt, ...) \
	KUNIT_CHECK_BOOL(test, true, c, true, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_FALSE(test, c) \
	KUNIT_CHECK_BOOL(test, false, c, false, NULL)
#define KUNIT_EXPECT_FALSE_MSG(test, c, fmt, ...) \
	KUNIT_CHECK_BOOL(test, false, c, false, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_FALSE(test, c) \
	KUNIT_CHECK_BOOL(test, true, c, false, NULL)
#define KUNIT_ASSERT_FALSE_MSG(test, c, fmt, ...) \
	KUNIT_CHECK_BOOL(test, true, c, false, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_EQ(test, l, r) \
	KUNIT_CHECK_INT(test, false, l, ==, r, NULL)
#define KUNIT_EXPECT_EQ_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_INT(test, false, l, ==, r, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_EQ(test, l, r) \
	KUNIT_CHECK_INT(test, true, l, ==, r, NULL)
#define KUNIT_ASSERT_EQ_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_INT(test, true, l, ==, r, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_NE(test, l, r) \
	KUNIT_CHECK_INT(test, false, l, !=, r, NULL)
#define KUNIT_EXPECT_NE_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_INT(test, false, l, !=, r, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NE(test, l, r) \
	KUNIT_CHECK_INT(test, true, l, !=, r, NULL)
#define KUNIT_ASSERT_NE_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_INT(test, true, l, !=, r, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_LT(test, l, r) \
	KUNIT_CHECK_INT(test, false, l, <, r, NULL)
#define KUNIT_EXPECT_LT_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_INT(test, false, l, <, r, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_LT(test, l, r) \
	KUNIT_CHECK_INT(test, true, l, <, r, NULL)
#define KUNIT_ASSERT_LT_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_INT(test, true, l, <, r, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_LE(test, l, r) \
	KUNIT_CHECK_INT(test, false, l, <=, r, NULL)
#define KUNIT_EXPECT_LE_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_INT(test, false, l, <=, r, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_LE(test, l, r) \
	KUNIT_CHECK_INT(test, true, l, <=, r, NULL)
#define KUNIT_ASSERT_LE_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_INT(test, true, l, <=, r, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_GT(test, l, r) \
	KUNIT_CHECK_INT(test, false, l, >, r, NULL)
#define KUNIT_EXPECT_GT_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_INT(test, false, l, >, r, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_GT(test, l, r) \
	KUNIT_CHECK_INT(test, true, l, >, r, NULL)
#define KUNIT_ASSERT_GT_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_INT(test, true, l, >, r, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_GE(test, l, r) \
	KUNIT_CHECK_INT(test, false, l, >=, r, NULL)
#define KUNIT_EXPECT_GE_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_INT(test, false, l, >=, r, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_GE(test, l, r) \
	KUNIT_CHECK_INT(test, true, l, >=, r, NULL)
#define KUNIT_ASSERT_GE_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_INT(test, true, l, >=, r, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_PTR_EQ(test, l, r) \
	KUNIT_CHECK_PTR(test, false, l, ==, r, NULL)
#define KUNIT_EXPECT_PTR_EQ_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_PTR(test, false, l, ==, r, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_PTR_EQ(test, l, r) \
	KUNIT_CHECK_PTR(test, true, l, ==, r, NULL)
#define KUNIT_ASSERT_PTR_EQ_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_PTR(test, true, l, ==, r, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_PTR_NE(test, l, r) \
	KUNIT_CHECK_PTR(test, false, l, !=, r, NULL)
#define KUNIT_EXPECT_PTR_NE_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_PTR(test, false, l, !=, r, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_PTR_NE(test, l, r) \
	KUNIT_CHECK_PTR(test, true, l, !=, r, NULL)
#define KUNIT_ASSERT_PTR_NE_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_PTR(test, true, l, !=, r, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_NULL(test, p) \
	KUNIT_CHECK_PTR(test, false, p, ==, NULL, NULL)
#define KUNIT_EXPECT_NULL_MSG(test, p, fmt, ...) \
	KUNIT_CHECK_PTR(test, false, p, ==, NULL, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NULL(test, p) \
	KUNIT_CHECK_PTR(test, true, p, ==, NULL, NULL)
#define KUNIT_ASSERT_NULL_MSG(test, p, fmt, ...) \
	KUNIT_CHECK_PTR(test, true, p, ==, NULL, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_NOT_NULL(test, p) \
	KUNIT_CHECK_PTR(test, false, p, !=, NULL, NULL)
#define KUNIT_EXPECT_NOT_NULL_MSG(test, p, fmt, ...) \
	KUNIT_CHECK_PTR(test, false, p, !=, NULL, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NOT_NULL(test, p) \
	KUNIT_CHECK_PTR(test, true, p, !=, NULL, NULL)
#define KUNIT_ASSERT_NOT_NULL_MSG(test, p, fmt, ...) \
	KUNIT_CHECK_PTR(test, true, p, !=, NULL, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_NOT_ERR_OR_NULL(test, p) \
	KUNIT_CHECK_GOOD_PTR(test, false, p, NULL)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL_MSG(test, p, fmt, ...) \
	KUNIT_CHECK_GOOD_PTR(test, false, p, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(test, p) \
	KUNIT_CHECK_GOOD_PTR(test, true, p, NULL)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL_MSG(test, p, fmt, ...) \
	KUNIT_CHECK_GOOD_PTR(test, true, p, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_STREQ(test, l, r) \
	KUNIT_CHECK_STR(test, false, l, ==, r, NULL)
#define KUNIT_EXPECT_STREQ_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_STR(test, false, l, ==, r, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_STREQ(test, l, r) \
	KUNIT_CHECK_STR(test, true, l, ==, r, NULL)
#define KUNIT_ASSERT_STREQ_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_STR(test, true, l, ==, r, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_STRNEQ(test, l, r) \
	KUNIT_CHECK_STR(test, false, l, !=, r, NULL)
#define KUNIT_EXPECT_STRNEQ_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_STR(test, false, l, !=, r, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_STRNEQ(test, l, r) \
	KUNIT_CHECK_STR(test, true, l, !=, r, NULL)
#define KUNIT_ASSERT_STRNEQ_MSG(test, l, r, fmt, ...) \
	KUNIT_CHECK_STR(test, true, l, !=, r, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_MEMEQ(test, l, r, size) \
	KUNIT_CHECK_MEM(test, false, l, ==, r, size, NULL)
#define KUNIT_EXPECT_MEMEQ_MSG(test, l, r, size, fmt, ...) \
	KUNIT_CHECK_MEM(test, false, l, ==, r, size, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_MEMEQ(test, l, r, size) \
	KUNIT_CHECK_MEM(test, true, l, ==, r, size, NULL)
#define KUNIT_ASSERT_MEMEQ_MSG(test, l, r, size, fmt, ...) \
	KUNIT_CHECK_MEM(test, true, l, ==, r, size, fmt, ##__VA_ARGS__)

#define KUNIT_EXPECT_MEMNEQ(test, l, r, size) \
	KUNIT_CHECK_MEM(test, false, l, !=, r, size, NULL)
#define KUNIT_EXPECT_MEMNEQ_MSG(test, l, r, size, fmt, ...) \
	KUNIT_CHECK_MEM(test, false, l, !=, r, size, fmt, ##__VA_ARGS__)
#define KUNIT_ASSERT_MEMNEQ(test, l, r, size) \
	KUNIT_CHECK_MEM(test, true, l, !=, r, size, NULL)
#define KUNIT_ASSERT_MEMNEQ_MSG(test, l, r, size, fmt, ...) \
	KUNIT_CHECK_MEM(test, true, l, !=, r, size, fmt, ##__VA_ARGS__)

#endif /* _KUNIT_TEST_H */
