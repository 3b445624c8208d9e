// SPDX-License-Identifier: GPL-2.0-only
/* debug_wx_kunit.c - the search for writable and executable pages finds those that there are. */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>
#include <asm/pgtable.h>
#include <asm/set_memory.h>
#include "mm_internal.h"

static void finds_a_page(struct kunit *test)
{
	unsigned long before, first, addr;
	void *area;

	if (!(__supported_pte_mask & _PAGE_NX))
		kunit_skip(test, "this CPU has no NX");
	/* before the kernel is write-protected its text counts, too */
	before = debug_count_wx(&first);
	area = vmalloc(3 * PAGE_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, area);
	addr = (unsigned long)area + PAGE_SIZE;
	KUNIT_EXPECT_EQ(test, debug_count_wx(&first), before);

	KUNIT_EXPECT_EQ(test, set_memory_x(addr, 1), 0);
	KUNIT_EXPECT_EQ(test, debug_count_wx(&first), before + 1);
	if (!before)
		KUNIT_EXPECT_EQ(test, first, addr);
	KUNIT_EXPECT_EQ(test, set_memory_ro(addr, 1), 0);
	KUNIT_EXPECT_EQ(test, debug_count_wx(&first), before);
	KUNIT_EXPECT_EQ(test, set_memory_rw(addr, 1), 0);
	KUNIT_EXPECT_EQ(test, debug_count_wx(&first), before + 1);
	KUNIT_EXPECT_EQ(test, set_memory_nx(addr, 1), 0);
	KUNIT_EXPECT_EQ(test, debug_count_wx(&first), before);
	vfree(area);
}

static struct kunit_case debug_wx_cases[] = {
	KUNIT_CASE(finds_a_page),
	{}
};

static struct kunit_suite debug_wx_suite = {
	.name = "debug_wx",
	.test_cases = debug_wx_cases,
};
kunit_test_suite(debug_wx_suite);
