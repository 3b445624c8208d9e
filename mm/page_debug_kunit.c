// SPDX-License-Identifier: GPL-2.0-only
/*
 * page_debug_kunit.c - what is done to pages when they are freed and handed out.
 *
 * Each case needs its switch on the command line and skips itself without.
 */
#include <kunit/test.h>
#include <linux/debug_pagealloc.h>
#include <linux/mm.h>
#include <linux/page_owner.h>
#include <linux/poison.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "page_owner.h"
#include "pages.h"

/* Pages that were just freed come back from this CPU's stock; wait for them so long. */
#define ROUNDS	5000

static struct page *alloc_again(struct kunit *test, struct page *wanted)
{
	struct list_head *pos, *next;
	struct page *page, *found = NULL;
	LIST_HEAD(others);
	int i;

	for (i = 0; i < ROUNDS && !found; i++) {
		page = alloc_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page);
		if (page == wanted)
			found = page;
		else
			list_add(&page->lru, &others);
	}
	list_for_each_safe(pos, next, &others) {
		list_del(pos);
		__free_page(list_entry(pos, struct page, lru));
	}
	return found;
}

/* A write to a free page is named when the page is handed out next. */
static void page_poison_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned long before = page_poison_errors;
	u8 *mem;

	KUNIT_ASSERT_NOT_NULL(test, page);
	mem = page_address(page);
	if (!page_poisoning_enabled || debug_pagealloc_enabled() || IS_ENABLED(CONFIG_KASAN)) {
		__free_page(page);
		kunit_skip(test, "page_poison=1 is off, or free pages cannot be written");
	}
	memset(mem, 0x11, PAGE_SIZE);
	__free_page(page);
	KUNIT_EXPECT_EQ(test, mem[0], PAGE_POISON);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(mem, PAGE_POISON, PAGE_SIZE), NULL);
	kunit_info(test, "the next report about page %lx is provoked", page_to_pfn(page));
	mem[100] = 0x5c;
	page = alloc_again(test, page);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, page_poison_errors - before, 1UL);
	__free_page(page);
	page = alloc_again(test, page);
	KUNIT_EXPECT_EQ(test, page_poison_errors - before, 1UL);
	__free_page(page);
}

/* A free page is not there at all. */
static void debug_pagealloc_test(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);
	u8 byte, *mem;

	KUNIT_ASSERT_NOT_NULL(test, page);
	mem = page_address(page);
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&byte, mem, 1), 0L);
	__free_pages(page, 2);
	if (!debug_pagealloc_enabled())
		kunit_skip(test, "debug_pagealloc=on is off");
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&byte, mem, 1), (long)-EFAULT);
	KUNIT_EXPECT_EQ(test, copy_from_kernel_nofault(&byte, mem + 4 * PAGE_SIZE - 1, 1), (long)-EFAULT);
}

#ifdef CONFIG_PAGE_OWNER

static void page_owner_test(struct kunit *test)
{
	struct page_owner *po;
	struct page *page;
	char *text = kunit_kzalloc(test, PAGE_SIZE, GFP_KERNEL);

	if (!page_owner_enabled)
		kunit_skip(test, "page_owner=on is off");
	KUNIT_ASSERT_NOT_NULL(test, text);
	page = alloc_pages(GFP_KERNEL | __GFP_ZERO, 1);
	KUNIT_ASSERT_NOT_NULL(test, page);
	po = page_owner_of(page + 1);
	KUNIT_ASSERT_NOT_NULL(test, po);
	KUNIT_EXPECT_TRUE(test, po->allocated);
	KUNIT_EXPECT_EQ(test, po->order, 1);
	KUNIT_EXPECT_TRUE(test, po->gfp == (GFP_KERNEL | __GFP_ZERO));
	KUNIT_EXPECT_EQ(test, po->pid, current->pid);
	KUNIT_EXPECT_STREQ(test, po->comm, current->comm);
	KUNIT_EXPECT_GT(test, stack_depot_snprint(po->handle, text, PAGE_SIZE, 0), 0);
	if (IS_ENABLED(CONFIG_KALLSYMS))
		KUNIT_EXPECT_NOT_NULL(test, strstr(text, "page_owner_test+0x"));
	split_page(page, 1);
	KUNIT_EXPECT_EQ(test, po->order, 0);
	__free_page(page + 1);
	KUNIT_EXPECT_FALSE(test, po->allocated);
	KUNIT_EXPECT_NE(test, po->free_handle, 0U);
	KUNIT_EXPECT_TRUE(test, page_owner_of(page)->allocated);
	__free_page(page);
}

#define PAGE_OWNER_CASES KUNIT_CASE(page_owner_test),
#else
#define PAGE_OWNER_CASES
#endif

/* ---- init_on_alloc, init_on_free ---------------------------------------- */

/* Blocks of @order are filled and freed; what comes next must be zero, each byte of it. */
static void check_pages_zeroed(struct kunit *test, unsigned int order)
{
	int i, rounds = max(200 >> order, 4);
	struct page *page;

	for (i = 0; i < rounds; i++) {
		page = alloc_pages(GFP_KERNEL, order);
		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_ASSERT_PTR_EQ(test, memchr_inv(page_address(page), 0, PAGE_SIZE << order), NULL);
		memset(page_address(page), 0x99, PAGE_SIZE << order);
		__free_pages(page, order);
	}
}

static void check_objects_zeroed(struct kunit *test, size_t size)
{
	void *p;
	int i;

	for (i = 0; i < 200; i++) {
		p = kmalloc(size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_ASSERT_PTR_EQ(test, memchr_inv(p, 0, size), NULL);
		memset(p, 0x99, size);
		kfree(p);
	}
}

static void init_on_alloc_test(struct kunit *test)
{
	size_t size;

	if (!init_on_alloc_enabled && !init_on_free_enabled)
		kunit_skip(test, "init_on_alloc=1 and init_on_free=1 are off");
	check_pages_zeroed(test, 0);
	check_pages_zeroed(test, 3);
	check_pages_zeroed(test, MAX_PAGE_ORDER);
	for (size = 8; size <= 4 * KMALLOC_MAX_CACHE_SIZE; size *= 2)
		check_objects_zeroed(test, size);
}

/* What a page held is gone at once, not only for its next user. */
static void init_on_free_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	u8 *mem;

	KUNIT_ASSERT_NOT_NULL(test, page);
	mem = page_address(page);
	memset(mem, 0x99, PAGE_SIZE);
	__free_page(page);
	if (!init_on_free_enabled || debug_pagealloc_enabled() || IS_ENABLED(CONFIG_KASAN))
		kunit_skip(test, "init_on_free=1 is off, or free pages cannot be read");
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(mem, 0, PAGE_SIZE), NULL);
}

static void count_ctor(void *object)
{
	*(u32 *)object = 0xc0ffee;
}

/* What a constructor or RCU readers rely on must survive both switches. */
static void init_on_keep_test(struct kunit *test)
{
	static const slab_flags_t flags[] = { 0, SLAB_TYPESAFE_BY_RCU };
	unsigned int i;
	u32 *p;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		struct kmem_cache *s = kmem_cache_create("kunit_keep", 64, 0, flags[i], count_ctor);

		KUNIT_ASSERT_NOT_NULL(test, s);
		p = kmem_cache_alloc(s, GFP_KERNEL);
		KUNIT_EXPECT_EQ(test, *p, 0xc0ffeeU);
		kmem_cache_free(s, p);
		p = kmem_cache_alloc(s, GFP_KERNEL);
		KUNIT_EXPECT_EQ(test, *p, 0xc0ffeeU);
		kmem_cache_free(s, p);
		kmem_cache_destroy(s);
	}
}

static struct kunit_case page_debug_cases[] = {
	KUNIT_CASE(page_poison_test),
	KUNIT_CASE(debug_pagealloc_test),
	PAGE_OWNER_CASES
	KUNIT_CASE(init_on_alloc_test),
	KUNIT_CASE(init_on_free_test),
	KUNIT_CASE(init_on_keep_test),
	{}
};

static struct kunit_suite page_debug_suite = {
	.name = "page_debug",
	.test_cases = page_debug_cases,
};
kunit_test_suite(page_debug_suite);
