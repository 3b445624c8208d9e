// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmemleak_kunit.c - leaks that must be found, and allocations that must not be taken for leaks.
 *
 * Addresses are kept disguised, so that the test itself does not refer to what it leaks. A stale
 * copy in a register or on the stack can still hide one object; hence each case leaks several
 * and wants most of them.
 */
#include <kunit/test.h>
#include <linux/kmemleak.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include "kmemleak.h"

#define OBJECTS		10
#define ENOUGH		6
#define DISGUISE	0x5555555555555555UL

/*
 * Of kmalloc() each case has a size class of its own: arrays of addresses that an earlier case has
 * freed may lie on the stacks of other tasks.
 */
enum kind { KMALLOC, KMALLOC_CHAIN, KMALLOC_OWNER, KMALLOC_LARGE, VMALLOC, PERCPU };

static unsigned long disguised[OBJECTS];
static void *known[OBJECTS];		/* a root: in bss */

static const size_t sizes[] = {
	[KMALLOC] = 72, [KMALLOC_CHAIN] = 1500, [KMALLOC_OWNER] = 3000,
	[KMALLOC_LARGE] = 4 * KMALLOC_MAX_CACHE_SIZE, [VMALLOC] = 3 * PAGE_SIZE, [PERCPU] = 64,
};

static noinline void *alloc_kind(enum kind kind)
{
	if (kind == PERCPU)
		return (void __force *)__alloc_percpu(sizes[kind], 8);
	return kind == VMALLOC ? vmalloc(sizes[kind]) : kmalloc(sizes[kind], GFP_KERNEL);
}

static void free_kind(enum kind kind, void *p)
{
	if (kind == PERCPU)
		free_percpu((void __percpu __force *)p);
	else
		kvfree(p);
}

static noinline void leak_some(struct kunit *test, enum kind kind, bool remember)
{
	int i;

	for (i = 0; i < OBJECTS; i++) {
		void *p = alloc_kind(kind);

		KUNIT_ASSERT_NOT_NULL(test, p);
		if (kind != PERCPU)
			memset(p, 0x11, sizes[kind]);	/* old addresses in it would be references */
		disguised[i] = (unsigned long)p ^ DISGUISE;
		known[i] = remember ? p : NULL;
	}
}

static bool is_reported(unsigned long addr, bool percpu)
{
	struct kmemleak_object *object;
	unsigned long flags;
	bool ret;

	raw_spin_lock_irqsave(&kmemleak_lock, flags);
	object = kmemleak_find(addr, percpu);
	ret = object && object->reported;
	raw_spin_unlock_irqrestore(&kmemleak_lock, flags);
	return ret;
}

/* Overwrites what calls before have left on the stack. */
static noinline void scrub_stack(void)
{
	unsigned long room[120];

	memset(room, 0, sizeof(room));
	barrier_data(room);
}

/* The first scan has no contents to compare with; the second one decides. */
static noinline int scan_and_count(bool percpu)
{
	unsigned long min_age = kmemleak_min_age;
	int i, n = 0;

	kmemleak_min_age = 0;
	scrub_stack();
	kmemleak_scan();
	kmemleak_scan();
	kmemleak_min_age = min_age;
	for (i = 0; i < OBJECTS; i++)
		n += is_reported(disguised[i] ^ DISGUISE, percpu);
	return n;
}

static void free_all(enum kind kind)
{
	int i;

	for (i = 0; i < OBJECTS; i++)
		free_kind(kind, (void *)(disguised[i] ^ DISGUISE));
	memset(known, 0, sizeof(known));
}

static void check_kind(struct kunit *test, enum kind kind)
{
	if (!kmemleak_enabled)
		kunit_skip(test, "kmemleak is off");
	leak_some(test, kind, true);
	KUNIT_EXPECT_EQ(test, scan_and_count(kind == PERCPU), 0);
	memset(known, 0, sizeof(known));
	KUNIT_EXPECT_GE(test, scan_and_count(kind == PERCPU), ENOUGH);
	free_all(kind);
	KUNIT_EXPECT_EQ(test, scan_and_count(kind == PERCPU), 0);
}

static void kmemleak_kmalloc_test(struct kunit *test)
{
	check_kind(test, KMALLOC);
}

static void kmemleak_large_test(struct kunit *test)
{
	check_kind(test, KMALLOC_LARGE);
}

static void kmemleak_vmalloc_test(struct kunit *test)
{
	check_kind(test, VMALLOC);
}

static void kmemleak_percpu_test(struct kunit *test)
{
	check_kind(test, PERCPU);
}

/* The @from-th object refers to the middle of the @to-th. */
static noinline void link_objects(int from, int to)
{
	((unsigned long *)(disguised[from] ^ DISGUISE))[3] = (disguised[to] ^ DISGUISE) + 40;
}

/* A chain of which only the first is known, then pairs that refer to each other alone. */
static void kmemleak_chain_test(struct kunit *test)
{
	int i;

	if (!kmemleak_enabled)
		kunit_skip(test, "kmemleak is off");
	leak_some(test, KMALLOC_CHAIN, false);
	for (i = 0; i < OBJECTS; i++)
		link_objects(i, (i + 1) % OBJECTS);
	known[0] = (void *)(disguised[0] ^ DISGUISE);
	KUNIT_EXPECT_EQ(test, scan_and_count(false), 0);
	known[0] = NULL;
	for (i = 0; i < OBJECTS; i++)
		link_objects(i, i ^ 1);
	KUNIT_EXPECT_GE(test, scan_and_count(false), ENOUGH);
	free_all(KMALLOC_CHAIN);
}

/* What its owner knows better. */
static void kmemleak_owner_test(struct kunit *test)
{
	void *p[3];
	int i;

	if (!kmemleak_enabled)
		kunit_skip(test, "kmemleak is off");
	leak_some(test, KMALLOC_OWNER, false);
	for (i = 0; i < 3; i++)
		p[i] = (void *)(disguised[i] ^ DISGUISE);
	kmemleak_not_leak(p[0]);
	kmemleak_ignore(p[1]);
	/* the fifth is known to one that is looked into, the sixth only to one that is not */
	*(unsigned long *)p[0] = disguised[4] ^ DISGUISE;
	*(unsigned long *)p[1] = disguised[5] ^ DISGUISE;
	kmemleak_no_scan(p[2]);
	*(unsigned long *)p[2] = disguised[6] ^ DISGUISE;
	memset(p, 0, sizeof(p));
	KUNIT_EXPECT_GE(test, scan_and_count(false), 3);
	KUNIT_EXPECT_FALSE(test, is_reported(disguised[0] ^ DISGUISE, false));
	KUNIT_EXPECT_FALSE(test, is_reported(disguised[1] ^ DISGUISE, false));
	KUNIT_EXPECT_FALSE(test, is_reported(disguised[4] ^ DISGUISE, false));
	free_all(KMALLOC_OWNER);
}

static struct kunit_case kmemleak_cases[] = {
	KUNIT_CASE(kmemleak_kmalloc_test),
	KUNIT_CASE(kmemleak_large_test),
	KUNIT_CASE(kmemleak_vmalloc_test),
	KUNIT_CASE(kmemleak_percpu_test),
	KUNIT_CASE(kmemleak_chain_test),
	KUNIT_CASE(kmemleak_owner_test),
	{}
};

static struct kunit_suite kmemleak_suite = {
	.name = "kmemleak",
	.test_cases = kmemleak_cases,
};
kunit_test_suite(kmemleak_suite);
