// SPDX-License-Identifier: GPL-2.0-only
/*
 * page_alloc_kunit.c - the page allocator: what is taken comes back, in one piece.
 *
 * Other threads allocate meanwhile, so a comparison of free pages is tried a few times: a leak
 * shows every time.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/mm.h>
#include <linux/pagevec.h>
#include <linux/slab.h>
#include "pages.h"

static unsigned long free_pages_now(void)
{
	drain_all_pages(NULL);
	return global_zone_page_state_snapshot(NR_FREE_PAGES);
}

static void expect_zones_sound(struct kunit *test)
{
	struct zone *zone;

	for_each_populated_zone(zone)
		KUNIT_EXPECT_TRUE_MSG(test, zone_check(zone), "zone %s", zone->name);
}

/* Runs @scenario until free pages are the same behind it as before it. */
static void expect_no_leak(struct kunit *test, void (*scenario)(struct kunit *test))
{
	unsigned long before, after = 0;
	int tries;

	for (tries = 0; tries < 5; tries++) {
		before = free_pages_now();
		scenario(test);
		after = free_pages_now();
		if (after == before)
			break;
		msleep(20);
	}
	KUNIT_EXPECT_EQ(test, before, after);
	expect_zones_sound(test);
}

static void all_orders(struct kunit *test)
{
	unsigned int order;

	for (order = 0; order <= MAX_PAGE_ORDER; order++) {
		struct page *page = alloc_pages(GFP_KERNEL | __GFP_NOWARN, order);

		if (!page && order > PAGE_ALLOC_COSTLY_ORDER)
			continue;	/* fragmented */
		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_EQ(test, page_to_pfn(page) & ((1UL << order) - 1), 0UL);
		KUNIT_EXPECT_EQ(test, page_count(page), 1);
		KUNIT_EXPECT_FALSE(test, PageBuddy(page));
		__free_pages(page, order);
	}
}

static void page_alloc_orders_test(struct kunit *test)
{
	expect_no_leak(test, all_orders);
	KUNIT_EXPECT_PTR_EQ(test, alloc_pages(GFP_KERNEL | __GFP_NOWARN, MAX_PAGE_ORDER + 1), NULL);
}

/* A block given back page by page, in any order, becomes one block again. */
static void split_and_merge(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 8);
	u8 order_of_free[256];
	int i, j;

	KUNIT_ASSERT_NOT_NULL(test, page);
	split_page(page, 8);
	for (i = 0; i < 256; i++)
		order_of_free[i] = i;
	for (i = 255; i > 0; i--) {
		j = kunit_random_below(test, i + 1);
		swap(order_of_free[i], order_of_free[j]);
	}
	for (i = 0; i < 256; i++)
		__free_page(page + order_of_free[i]);
	drain_all_pages(NULL);
	KUNIT_EXPECT_TRUE(test, is_free_buddy_page(page + 100));
}

static void page_alloc_merge_test(struct kunit *test)
{
	expect_no_leak(test, split_and_merge);
}

static void compound_pages(struct kunit *test)
{
	unsigned int order;

	for (order = 1; order <= 9; order++) {
		struct folio *folio = folio_alloc(GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN, order);
		unsigned long i;

		if (!folio)
			continue;
		KUNIT_EXPECT_EQ(test, folio_order(folio), order);
		KUNIT_EXPECT_EQ(test, folio_nr_pages(folio), 1L << order);
		for (i = 0; i < 1UL << order; i++)
			KUNIT_ASSERT_PTR_EQ(test, page_folio(folio_page(folio, i)), folio);
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(folio_address(folio), 0, folio_size(folio)),
				    NULL);
		memset(folio_address(folio), 0xff, folio_size(folio));
		folio_put(folio);
	}
}

static void page_alloc_folio_test(struct kunit *test)
{
	expect_no_leak(test, compound_pages);
}

#define SLOTS	400

struct slot {
	struct page *page;
	unsigned int order;
	u8 tag;
};

static const gfp_t some_gfp[] = {
	GFP_KERNEL, GFP_HIGHUSER_MOVABLE, GFP_KERNEL | __GFP_RECLAIMABLE, GFP_NOWAIT,
	GFP_KERNEL | GFP_DMA32, GFP_KERNEL | __GFP_COMP, GFP_ATOMIC | __GFP_NOWARN,
};

static void random_allocations(struct kunit *test)
{
	struct slot *slots = kcalloc(SLOTS, sizeof(*slots), GFP_KERNEL), *s;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, slots);
	for (i = 0; i < 6000; i++) {
		s = &slots[kunit_random_below(test, SLOTS)];
		if (s->page) {
			KUNIT_EXPECT_EQ(test, *(u8 *)page_address(s->page), s->tag);
			KUNIT_EXPECT_EQ(test, *((u8 *)page_address(s->page) +
						(PAGE_SIZE << s->order) - 1), s->tag);
			__free_pages(s->page, s->order);
			s->page = NULL;
			continue;
		}
		s->order = kunit_random_below(test, 16) ? kunit_random_below(test, 3) :
							   kunit_random_below(test, 7);
		s->tag = kunit_random(test);
		s->page = alloc_pages(some_gfp[kunit_random_below(test, ARRAY_SIZE(some_gfp))] |
				      __GFP_NOWARN, s->order);
		if (!s->page)
			continue;
		*(u8 *)page_address(s->page) = s->tag;
		*((u8 *)page_address(s->page) + (PAGE_SIZE << s->order) - 1) = s->tag;
	}
	for (s = slots; s < slots + SLOTS; s++)
		if (s->page)
			__free_pages(s->page, s->order);
	kfree(slots);
}

static void page_alloc_random_test(struct kunit *test)
{
	expect_no_leak(test, random_allocations);
}

static void bulk_allocations(struct kunit *test)
{
	struct page *array[70] = { }, *page, *next;
	struct folio_batch batch;
	unsigned long n, i;
	LIST_HEAD(list);

	array[3] = alloc_page(GFP_KERNEL);
	n = alloc_pages_bulk_array(GFP_KERNEL, 70, array);
	KUNIT_EXPECT_EQ(test, n, 70UL);
	folio_batch_init(&batch);
	for (i = 0; i < n; i++) {
		KUNIT_ASSERT_NOT_NULL(test, array[i]);
		set_page_count(array[i], 0);
		if (!folio_batch_add(&batch, page_folio(array[i])))
			free_unref_folios(&batch);
	}
	free_unref_folios(&batch);
	n = alloc_pages_bulk_list(GFP_KERNEL, 33, &list);
	KUNIT_EXPECT_EQ(test, n, 33UL);
	list_for_each_entry_safe(page, next, &list, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
}

static void page_alloc_bulk_test(struct kunit *test)
{
	expect_no_leak(test, bulk_allocations);
}

static void exact_allocations(struct kunit *test)
{
	size_t size;

	for (size = 1; size < 300000; size = size * 3 + 5000) {
		void *p = alloc_pages_exact(size, GFP_KERNEL | __GFP_ZERO);

		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(p, 0, size), NULL);
		memset(p, 1, size);
		free_pages_exact(p, size);
	}
}

static void page_alloc_exact_test(struct kunit *test)
{
	expect_no_leak(test, exact_allocations);
}

/* Free pages as a watermark check sees them, against what it must answer. */
static void page_alloc_watermark_test(struct kunit *test)
{
	struct zone *zone = NODE_DATA(numa_node_id())->gfp_first_zone[0];
	int idx = zone_idx(zone);
	long reserve = zone->lowmem_reserve[idx] + zone->nr_free_highatomic;

	KUNIT_EXPECT_TRUE(test, __zone_watermark_ok(zone, 0, 1000, idx, 0, 1001 + reserve));
	KUNIT_EXPECT_FALSE(test, __zone_watermark_ok(zone, 0, 1000, idx, 0, 1000 + reserve));
	/* half for __GFP_HIGH, three eighths if it cannot wait either */
	reserve = zone->lowmem_reserve[idx];
	KUNIT_EXPECT_TRUE(test, __zone_watermark_ok(zone, 0, 1000, idx, ALLOC_MIN_RESERVE,
						    501 + reserve));
	KUNIT_EXPECT_FALSE(test, __zone_watermark_ok(zone, 0, 1000, idx, ALLOC_MIN_RESERVE,
						     500 + reserve));
	KUNIT_EXPECT_TRUE(test, __zone_watermark_ok(zone, 0, 1000, idx,
						    ALLOC_MIN_RESERVE | ALLOC_NON_BLOCK,
						    376 + reserve));
	KUNIT_EXPECT_FALSE(test, __zone_watermark_ok(zone, 0, 1000, idx,
						     ALLOC_MIN_RESERVE | ALLOC_NON_BLOCK,
						     375 + reserve));
	KUNIT_EXPECT_TRUE(test, __zone_watermark_ok(zone, 0, 1000, idx, ALLOC_OOM, 501 + reserve));
	KUNIT_EXPECT_LT(test, min_wmark_pages(zone), low_wmark_pages(zone));
	KUNIT_EXPECT_LT(test, low_wmark_pages(zone), high_wmark_pages(zone));
}

/* The fallback order, and who may take a whole pageblock. */
static void page_alloc_fallback_test(struct kunit *test)
{
	struct free_area area = { .nr_free = 1 };
	struct list_head link;
	bool can_steal;
	int mt;

	for (mt = 0; mt < MIGRATE_TYPES; mt++)
		INIT_LIST_HEAD(&area.free_list[mt]);
	KUNIT_EXPECT_EQ(test, find_suitable_fallback(&area, 3, MIGRATE_MOVABLE, false, &can_steal),
			-1);
	list_add(&link, &area.free_list[MIGRATE_UNMOVABLE]);
	KUNIT_EXPECT_EQ(test, find_suitable_fallback(&area, 3, MIGRATE_MOVABLE, false, &can_steal),
			(int)MIGRATE_UNMOVABLE);
	KUNIT_EXPECT_FALSE(test, can_steal);
	KUNIT_EXPECT_EQ(test, find_suitable_fallback(&area, 3, MIGRATE_MOVABLE, true, &can_steal),
			-1);
	KUNIT_EXPECT_EQ(test, find_suitable_fallback(&area, pageblock_order, MIGRATE_MOVABLE, true,
						     &can_steal), (int)MIGRATE_UNMOVABLE);
	list_move(&link, &area.free_list[MIGRATE_MOVABLE]);
	KUNIT_EXPECT_EQ(test, find_suitable_fallback(&area, 0, MIGRATE_UNMOVABLE, false,
						     &can_steal), (int)MIGRATE_MOVABLE);
	KUNIT_EXPECT_TRUE(test, can_steal);
	/* isolated and reserved blocks are no fallback */
	list_move(&link, &area.free_list[MIGRATE_ISOLATE]);
	KUNIT_EXPECT_EQ(test, find_suitable_fallback(&area, 9, MIGRATE_UNMOVABLE, false,
						     &can_steal), -1);
}

/* This CPU's stock: last in, first out; a drain empties it. */
static void page_alloc_pcp_test(struct kunit *test)
{
	struct page *page, *again;
	struct zone *zone;

	preempt_disable();
	page = alloc_page(GFP_NOWAIT);
	if (page) {
		zone = page_zone(page);
		__free_page(page);
		again = alloc_page(GFP_NOWAIT);
		KUNIT_EXPECT_PTR_EQ(test, page, again);
		__free_page(again);
		KUNIT_EXPECT_GT(test, this_cpu_ptr(zone->per_cpu_pageset)->count, 0);
		drain_local_pages(zone);
		KUNIT_EXPECT_EQ(test, this_cpu_ptr(zone->per_cpu_pageset)->count, 0);
		KUNIT_EXPECT_TRUE(test, is_free_buddy_page(page));
	}
	preempt_enable();
	KUNIT_EXPECT_NOT_NULL(test, page);
}

static struct kunit_case page_alloc_cases[] = {
	KUNIT_CASE(page_alloc_orders_test),
	KUNIT_CASE(page_alloc_merge_test),
	KUNIT_CASE(page_alloc_folio_test),
	KUNIT_CASE(page_alloc_random_test),
	KUNIT_CASE(page_alloc_bulk_test),
	KUNIT_CASE(page_alloc_exact_test),
	KUNIT_CASE(page_alloc_watermark_test),
	KUNIT_CASE(page_alloc_fallback_test),
	KUNIT_CASE(page_alloc_pcp_test),
	{}
};

static struct kunit_suite page_alloc_suite = {
	.name = "page_alloc",
	.test_cases = page_alloc_cases,
};
kunit_test_suite(page_alloc_suite);
