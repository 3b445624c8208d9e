// SPDX-License-Identifier: GPL-2.0-only
/*
 * page_contig_kunit.c - isolated pageblocks and ranges of chosen frames.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include "pages.h"

/* A block that is free throughout, as a page of ours that we then give back; or NULL. */
static struct page *some_free_block(unsigned int order)
{
	struct page *page = alloc_pages(GFP_HIGHUSER_MOVABLE | __GFP_NOWARN, order);

	if (page) {
		__free_pages(page, order);
		drain_all_pages(NULL);
	}
	return page;
}

static void contig_range_test(struct kunit *test)
{
	struct page *block = some_free_block(pageblock_order);
	unsigned long pfn, i, start, end;
	int mt, round;

	if (!block)
		kunit_skip(test, "no free pageblock");
	pfn = page_to_pfn(block);
	mt = get_pageblock_migratetype(block);
	for (round = 0; round < 20; round++) {
		start = pfn + kunit_random_below(test, 500);
		end = start + 1 + kunit_random_below(test, pfn + 512 - start);
		if (alloc_contig_range(start, end, mt, GFP_KERNEL | __GFP_ZERO))
			continue;	/* somebody took a page of it */
		for (i = start; i < end; i++) {
			KUNIT_ASSERT_EQ(test, page_count(pfn_to_page(i)), 1);
			KUNIT_ASSERT_FALSE(test, PageBuddy(pfn_to_page(i)));
		}
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(page_address(pfn_to_page(start)), 0,
						     (end - start) << PAGE_SHIFT), NULL);
		free_contig_range(start, end - start);
		KUNIT_EXPECT_TRUE(test, zone_check(page_zone(block)));
	}
	KUNIT_EXPECT_EQ(test, get_pageblock_migratetype(block), mt);
}

/* What is in use cannot be had, and a failed attempt changes nothing. */
static void contig_busy_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned long pfn = page_to_pfn(page);
	struct zone *zone = page_zone(page);
	int mt = get_pageblock_migratetype(page);

	KUNIT_EXPECT_EQ(test, alloc_contig_range(pfn, pfn + 1, mt, GFP_KERNEL), -EBUSY);
	KUNIT_EXPECT_EQ(test, get_pageblock_migratetype(page), mt);
	KUNIT_EXPECT_EQ(test, zone->nr_isolate_pageblock, 0UL);
	KUNIT_EXPECT_TRUE(test, zone_check(zone));
	__free_page(page);
}

/* Is one half of a block of the largest size free, the other too, and the whole is not one block? */
static bool halves_lie_apart(struct page *block)
{
	struct page *half = block + pageblock_nr_pages;
	struct zone *zone = page_zone(block);
	unsigned long flags;
	bool apart;

	spin_lock_irqsave(&zone->lock, flags);
	apart = PageBuddy(block) && buddy_order(block) == pageblock_order &&
		PageBuddy(half) && buddy_order(half) == pageblock_order;
	spin_unlock_irqrestore(&zone->lock, flags);
	return apart;
}

/* A free block that isolation has cut is whole again afterwards. */
static void contig_merge_test(struct kunit *test)
{
	struct page *block = some_free_block(MAX_PAGE_ORDER);
	unsigned long pfn;
	int mt;

	if (!block)
		kunit_skip(test, "no free block of the largest size");
	for (int half = 0; half < 2; half++) {
		pfn = page_to_pfn(block) + half * pageblock_nr_pages;
		mt = get_pageblock_migratetype(pfn_to_page(pfn));
		if (start_isolate_page_range(pfn, pfn + pageblock_nr_pages, mt))
			kunit_skip(test, "the pageblock cannot be isolated");
		KUNIT_EXPECT_TRUE(test, zone_check(page_zone(block)));
		undo_isolate_page_range(pfn, pfn + pageblock_nr_pages, mt);
		KUNIT_EXPECT_FALSE(test, halves_lie_apart(block));
		KUNIT_EXPECT_TRUE(test, zone_check(page_zone(block)));
	}
}

/* Neighbours that two callers have isolated stay apart: each takes from its own. */
static void contig_neighbours_test(struct kunit *test)
{
	struct page *block = some_free_block(MAX_PAGE_ORDER);
	unsigned long pfn, middle, end;
	int mt, lower, upper;

	if (!block)
		kunit_skip(test, "no free block of the largest size");
	pfn = page_to_pfn(block);
	middle = pfn + pageblock_nr_pages;
	end = middle + pageblock_nr_pages;
	mt = get_pageblock_migratetype(block);
	if (alloc_contig_range(pfn, pfn + 1, mt, GFP_KERNEL))
		kunit_skip(test, "the pageblock is in use again");
	upper = start_isolate_page_range(middle, end, mt);
	lower = start_isolate_page_range(pfn, middle, mt);
	free_contig_range(pfn, 1);
	if (!lower && !upper)
		KUNIT_EXPECT_TRUE(test, halves_lie_apart(block));
	KUNIT_EXPECT_TRUE(test, zone_check(page_zone(block)));
	if (!lower)
		undo_isolate_page_range(pfn, middle, mt);
	if (!upper)
		undo_isolate_page_range(middle, end, mt);
	KUNIT_EXPECT_FALSE(test, halves_lie_apart(block));
	KUNIT_EXPECT_TRUE(test, zone_check(page_zone(block)));
}

static void contig_isolate_test(struct kunit *test)
{
	struct page *block = some_free_block(pageblock_order), *page;
	unsigned long pfn, free;
	struct zone *zone;
	int mt;

	if (!block)
		kunit_skip(test, "no free pageblock");
	pfn = page_to_pfn(block);
	zone = page_zone(block);
	mt = get_pageblock_migratetype(block);
	free = zone_page_state_snapshot(zone, NR_FREE_PAGES);
	if (start_isolate_page_range(pfn, pfn + pageblock_nr_pages, mt))
		kunit_skip(test, "the pageblock cannot be isolated");
	KUNIT_EXPECT_EQ(test, get_pageblock_migratetype(block), (int)MIGRATE_ISOLATE);
	KUNIT_EXPECT_LT(test, zone_page_state_snapshot(zone, NR_FREE_PAGES), free);
	page = alloc_page(GFP_KERNEL);
	KUNIT_EXPECT_FALSE(test, page >= block && page < block + pageblock_nr_pages);
	__free_page(page);
	/* a second isolation must fail: somebody else's */
	KUNIT_EXPECT_EQ(test, start_isolate_page_range(pfn, pfn + pageblock_nr_pages, mt), -EBUSY);
	undo_isolate_page_range(pfn, pfn + pageblock_nr_pages, mt);
	KUNIT_EXPECT_EQ(test, zone->nr_isolate_pageblock, 0UL);
	KUNIT_EXPECT_TRUE(test, zone_check(zone));
}

static void contig_pages_test(struct kunit *test)
{
	struct page *page = alloc_contig_pages(600, GFP_KERNEL | __GFP_NOWARN, numa_node_id(), NULL);
	unsigned long i;

	if (!page)
		kunit_skip(test, "no such range is free");
	for (i = 0; i < 600; i++)
		KUNIT_ASSERT_EQ(test, page_count(page + i), 1);
	free_contig_range(page_to_pfn(page), 600);
	KUNIT_EXPECT_TRUE(test, zone_check(page_zone(page)));
}

static struct kunit_case contig_cases[] = {
	KUNIT_CASE(contig_range_test),
	KUNIT_CASE(contig_busy_test),
	KUNIT_CASE(contig_isolate_test),
	KUNIT_CASE(contig_merge_test),
	KUNIT_CASE(contig_neighbours_test),
	KUNIT_CASE(contig_pages_test),
	{}
};

static struct kunit_suite contig_suite = {
	.name = "page_contig",
	.test_cases = contig_cases,
};
kunit_test_suite(contig_suite);
