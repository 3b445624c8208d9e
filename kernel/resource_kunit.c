// SPDX-License-Identifier: GPL-2.0-only
/*
 * resource_kunit.c - trees of ranges.
 */
#include <kunit/test.h>
#include <linux/ioport.h>

#define RANGE(_start, _end) { .name = #_start, .start = _start, .end = _end, \
			      .flags = IORESOURCE_MEM }

static void request_conflicts(struct kunit *test)
{
	struct resource root = RANGE(0, 999), a = RANGE(100, 199);
	struct resource b = RANGE(200, 299), cut = RANGE(150, 250);
	struct resource outside = RANGE(900, 1000), low = RANGE(0, 99);

	KUNIT_EXPECT_EQ(test, request_resource(&root, &b), 0);
	KUNIT_EXPECT_EQ(test, request_resource(&root, &a), 0);
	KUNIT_EXPECT_EQ(test, request_resource(&root, &cut), -EBUSY);
	KUNIT_EXPECT_EQ(test, request_resource(&root, &outside), -EBUSY);
	KUNIT_EXPECT_EQ(test, request_resource(&root, &low), 0);
	KUNIT_EXPECT_PTR_EQ(test, root.child, &low);
	KUNIT_EXPECT_PTR_EQ(test, low.sibling, &a);
	KUNIT_EXPECT_PTR_EQ(test, a.sibling, &b);
	KUNIT_EXPECT_EQ(test, release_resource(&a), 0);
	KUNIT_EXPECT_PTR_EQ(test, low.sibling, &b);
	KUNIT_EXPECT_EQ(test, release_resource(&a), -EINVAL);
}

static void insert_nests(struct kunit *test)
{
	struct resource root = RANGE(0, 999), in = RANGE(120, 130);
	struct resource ram = RANGE(100, 499), code = RANGE(110, 200);
	struct resource cut = RANGE(400, 600);

	KUNIT_EXPECT_EQ(test, insert_resource(&root, &in), 0);
	KUNIT_EXPECT_EQ(test, insert_resource(&root, &ram), 0);
	KUNIT_EXPECT_PTR_EQ(test, in.parent, &ram);
	KUNIT_EXPECT_EQ(test, insert_resource(&root, &code), 0);
	KUNIT_EXPECT_PTR_EQ(test, code.parent, &ram);
	KUNIT_EXPECT_PTR_EQ(test, in.parent, &code);
	KUNIT_EXPECT_EQ(test, insert_resource(&root, &cut), -EBUSY);
	KUNIT_EXPECT_EQ(test, release_resource(&code), 0);
	KUNIT_EXPECT_PTR_EQ(test, in.parent, &ram);
	KUNIT_EXPECT_PTR_EQ(test, ram.child, &in);
}

static void regions(struct kunit *test)
{
	struct resource root = RANGE(0, 999), bar = RANGE(100, 299), *r;

	KUNIT_ASSERT_EQ(test, request_resource(&root, &bar), 0);
	r = __request_region(&root, 120, 10, "driver", 0);
	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_EXPECT_PTR_EQ(test, r->parent, &bar);
	KUNIT_EXPECT_NULL(test, __request_region(&root, 125, 10, "other", 0));
	KUNIT_EXPECT_NULL(test, __request_region(&root, 290, 20, "across", 0));
	__release_region(&root, 120, 10);
	KUNIT_EXPECT_NULL(test, bar.child);
}

static struct kunit_case resource_cases[] = {
	KUNIT_CASE(request_conflicts),
	KUNIT_CASE(insert_nests),
	KUNIT_CASE(regions),
	{}
};

static struct kunit_suite resource_suite = {
	.name = "resource",
	.test_cases = resource_cases,
};
kunit_test_suite(resource_suite);
