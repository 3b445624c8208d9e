// SPDX-License-Identifier: GPL-2.0-only
/*
 * usercopy_kunit.c - blocks copied to and from programs arrive whole, whatever their size.
 *
 * The copy is inline code, and most sizes are constants that the compiler sees: each constant size is
 * code of its own, with registers of its own. So there is a function for each here. The buffers are
 * the kernel's; the instructions are those that copy for programs.
 */
#include <kunit/test.h>
#include <linux/uaccess.h>

#define ROOM 80

static u8 from[ROOM], to[ROOM];

struct sized_copy {
	int size;
	unsigned long (*to_user)(void);		/* each returns how much it has not done */
	unsigned long (*from_user)(void);
	unsigned long (*clear)(void);
};

#define SIZE(n)									\
static noinline unsigned long to_user_##n(void)					\
{										\
	return raw_copy_to_user((__force void __user *)to, from, n);		\
}										\
static noinline unsigned long from_user_##n(void)				\
{										\
	return raw_copy_from_user(to, (__force void __user *)from, n);		\
}										\
static noinline unsigned long clear_##n(void)					\
{										\
	return __clear_user((__force void __user *)to, n);			\
}

/* 0 to 8 full words, and each possible rest; 9, 18 ... 63 have as many words as bytes beyond them */
#define ALL_SIZES								\
	SIZE(0) SIZE(1) SIZE(2) SIZE(3) SIZE(4) SIZE(5) SIZE(6) SIZE(7)		\
	SIZE(8) SIZE(9) SIZE(10) SIZE(16) SIZE(17) SIZE(18) SIZE(19)		\
	SIZE(24) SIZE(26) SIZE(27) SIZE(28) SIZE(32) SIZE(35) SIZE(36) SIZE(37)	\
	SIZE(40) SIZE(44) SIZE(45) SIZE(46) SIZE(48) SIZE(53) SIZE(54) SIZE(55)	\
	SIZE(56) SIZE(62) SIZE(63) SIZE(64) SIZE(71) SIZE(72)

ALL_SIZES

#undef SIZE
#define SIZE(n) { n, to_user_##n, from_user_##n, clear_##n },

static const struct sized_copy sized_copies[] = { ALL_SIZES };

static void prepare(void)
{
	int i;

	for (i = 0; i < ROOM; i++) {
		from[i] = i + 1;
		to[i] = 0xee;
	}
}

/* @left is what the copy returned; @zero: @to was cleared, else filled from @from */
static void expect_done(struct kunit *test, unsigned long left, int size, bool zero)
{
	int i;

	KUNIT_EXPECT_EQ_MSG(test, left, 0, "of %d", size);
	for (i = 0; i < ROOM; i++)
		KUNIT_EXPECT_EQ_MSG(test, to[i], i >= size ? 0xee : zero ? 0 : i + 1, "byte %d of %d", i, size);
	prepare();
}

static void constant_sizes(struct kunit *test)
{
	const struct sized_copy *c;

	prepare();
	for (c = sized_copies; c < sized_copies + ARRAY_SIZE(sized_copies); c++) {
		expect_done(test, c->to_user(), c->size, false);
		expect_done(test, c->from_user(), c->size, false);
		expect_done(test, c->clear(), c->size, true);
	}
}

static void variable_sizes(struct kunit *test)
{
	int size;

	prepare();
	for (size = 0; size < ROOM; size++) {
		expect_done(test, raw_copy_to_user((__force void __user *)to, from, size), size, false);
		expect_done(test, raw_copy_from_user(to, (__force void __user *)from, size), size, false);
		expect_done(test, __clear_user((__force void __user *)to, size), size, true);
	}
}

static struct kunit_case usercopy_cases[] = {
	KUNIT_CASE(constant_sizes),
	KUNIT_CASE(variable_sizes),
	{}
};

static struct kunit_suite usercopy_suite = {
	.name = "usercopy",
	.test_cases = usercopy_cases,
};
kunit_test_suite(usercopy_suite);
