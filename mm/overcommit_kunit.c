// SPDX-License-Identifier: GPL-2.0-only
/* overcommit_kunit.c - the arithmetic of promises. */
#include "vma_kunit.h"

#include <linux/swap.h>

/* The sysctls as they were, put back after each case. */
struct saved_sysctls {
	int memory;
	int ratio;
	unsigned long kbytes;
	unsigned long user_reserve;
	unsigned long admin_reserve;
};

static int overcommit_init(struct kunit *test)
{
	struct saved_sysctls *saved = kunit_kzalloc(test, sizeof(*saved), GFP_KERNEL);

	if (!saved)
		return -ENOMEM;
	*saved = (struct saved_sysctls) {
		.memory = sysctl_overcommit_memory, .ratio = sysctl_overcommit_ratio,
		.kbytes = sysctl_overcommit_kbytes, .user_reserve = sysctl_user_reserve_kbytes,
		.admin_reserve = sysctl_admin_reserve_kbytes,
	};
	test->priv = saved;
	return 0;
}

static void overcommit_exit(struct kunit *test)
{
	struct saved_sysctls *saved = test->priv;

	if (!saved)
		return;
	sysctl_overcommit_memory = saved->memory;
	sysctl_overcommit_ratio = saved->ratio;
	sysctl_overcommit_kbytes = saved->kbytes;
	sysctl_user_reserve_kbytes = saved->user_reserve;
	sysctl_admin_reserve_kbytes = saved->admin_reserve;
}

/* Charge, and take it back: what was the answer? */
static int try_charge(long pages, int root)
{
	int ret = __vm_enough_memory(NULL, pages, root);

	if (!ret)
		vm_unacct_memory(pages);
	return ret;
}

static void limit(struct kunit *test)
{
	sysctl_overcommit_kbytes = 0;
	sysctl_overcommit_ratio = 50;
	KUNIT_EXPECT_EQ(test, vm_commit_limit(),
			totalram_pages() / 100 * 50 + (unsigned long)total_swap_pages);
	sysctl_overcommit_kbytes = 4096;
	KUNIT_EXPECT_EQ(test, vm_commit_limit(),
			(4096UL >> (PAGE_SHIFT - 10)) + (unsigned long)total_swap_pages);
}

static void policies(struct kunit *test)
{
	long ram = totalram_pages() + total_swap_pages;

	sysctl_overcommit_memory = OVERCOMMIT_GUESS;
	KUNIT_EXPECT_EQ(test, try_charge(ram, 0), 0);
	KUNIT_EXPECT_EQ(test, try_charge(ram + 1, 0), -ENOMEM);
	sysctl_overcommit_memory = OVERCOMMIT_ALWAYS;
	KUNIT_EXPECT_EQ(test, try_charge(ram * 16, 0), 0);
}

static void never(struct kunit *test)
{
	long committed = vm_memory_committed(), spare = 1000;

	sysctl_overcommit_memory = OVERCOMMIT_NEVER;
	sysctl_user_reserve_kbytes = 0;
	sysctl_admin_reserve_kbytes = 100 << (PAGE_SHIFT - 10);
	sysctl_overcommit_kbytes =
		(committed + spare - total_swap_pages) << (PAGE_SHIFT - 10);

	/* others allocate meanwhile: stay away from the very edge */
	KUNIT_EXPECT_EQ(test, try_charge(spare / 2, 0), 0);
	KUNIT_EXPECT_EQ(test, try_charge(spare * 2, 0), -ENOMEM);
	KUNIT_EXPECT_EQ(test, try_charge(spare * 2, 1), -ENOMEM);
	/* the reserve is for root */
	sysctl_admin_reserve_kbytes = spare << (PAGE_SHIFT - 10);
	KUNIT_EXPECT_EQ(test, try_charge(spare / 2, 0), -ENOMEM);
	KUNIT_EXPECT_EQ(test, try_charge(spare / 2, 1), 0);
}

/* A refusal leaves the account as it was. */
static void refusal_costs_nothing(struct kunit *test)
{
	unsigned long before, after;

	sysctl_overcommit_memory = OVERCOMMIT_GUESS;
	before = vm_memory_committed();
	try_charge(totalram_pages() * 16, 0);
	after = vm_memory_committed();
	KUNIT_EXPECT_LT(test, after, before + totalram_pages());
}

static struct kunit_case overcommit_cases[] = {
	KUNIT_CASE(limit),
	KUNIT_CASE(policies),
	KUNIT_CASE(never),
	KUNIT_CASE(refusal_costs_nothing),
	{}
};

static struct kunit_suite overcommit_suite = {
	.name = "overcommit",
	.init = overcommit_init,
	.exit = overcommit_exit,
	.test_cases = overcommit_cases,
};
kunit_test_suite(overcommit_suite);
