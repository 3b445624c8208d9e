// SPDX-License-Identifier: GPL-2.0-only
/*
 * page_isolation.c - taking pageblocks out of use, and allocating ranges of frames.
 *
 * Owns:       which pageblocks are MIGRATE_ISOLATE (zone->nr_isolate_pageblock).
 * Invariant:  free pages of an isolated pageblock are on the MIGRATE_ISOLATE lists, counted in no
 *             NR_FREE_PAGES, and are not allocated; what is freed there goes straight to those
 *             lists.
 * Locks:      zone->lock.
 * Elsewhere:  the lists (page_alloc.c), moving pages away (layer 7, through
 *             reclaim_ops.migrate_range).
 *
 * alloc_contig_range(): isolate the pageblocks concerned; migrate what is movable; then all
 * frames of the range must be free blocks, which are taken off the lists, and what of them lies
 * outside the range is freed again.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/sched.h>
#include "pages.h"

/* ---- isolation ---------------------------------------------------------- */

/* Memory that can never become free: boot memory, holes, tables. Slabs and the like may. */
static bool block_is_pinned_forever(struct zone *zone, unsigned long pfn)
{
	unsigned long end = pfn + pageblock_nr_pages;

	for (; pfn < end; pfn++) {
		if (!pfn_valid(pfn) || page_zone(pfn_to_page(pfn)) != zone ||
		    data_race(PageReserved(pfn_to_page(pfn))))
			return true;
	}
	return false;
}

static int isolate_block(struct page *page)
{
	struct zone *zone = page_zone(page);
	unsigned long flags;
	int err = -EBUSY;

	spin_lock_irqsave(&zone->lock, flags);
	if (!is_migrate_isolate(get_pageblock_migratetype(page)) &&
	    !block_is_pinned_forever(zone, page_to_pfn(page)) &&
	    move_freepages_block_isolate(zone, page, MIGRATE_ISOLATE)) {
		zone->nr_isolate_pageblock++;
		err = 0;
	}
	spin_unlock_irqrestore(&zone->lock, flags);
	return err;
}

static void unisolate_block(struct page *page, int migratetype)
{
	struct zone *zone = page_zone(page);
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	if (is_migrate_isolate(get_pageblock_migratetype(page))) {
		move_freepages_block_isolate(zone, page, migratetype);
		zone->nr_isolate_pageblock--;
	}
	spin_unlock_irqrestore(&zone->lock, flags);
}

/**
 * start_isolate_page_range() - take pageblocks out of use
 * @start_pfn, @end_pfn: pageblock-aligned
 * @migratetype: their type if this is undone half-way
 *
 * Return: 0; -EBUSY and nothing is isolated.
 */
int start_isolate_page_range(unsigned long start_pfn, unsigned long end_pfn, int migratetype)
{
	unsigned long pfn;

	for (pfn = start_pfn; pfn < end_pfn; pfn += pageblock_nr_pages) {
		if (pfn_valid(pfn) && !isolate_block(pfn_to_page(pfn)))
			continue;
		undo_isolate_page_range(start_pfn, pfn, migratetype);
		return -EBUSY;
	}
	return 0;
}

/**
 * undo_isolate_page_range() - put pageblocks back into use
 */
void undo_isolate_page_range(unsigned long start_pfn, unsigned long end_pfn, int migratetype)
{
	unsigned long pfn;

	for (pfn = start_pfn; pfn < end_pfn; pfn += pageblock_nr_pages)
		if (pfn_valid(pfn))
			unisolate_block(pfn_to_page(pfn), migratetype);
}

/**
 * test_pages_isolated() - are all frames of an isolated range free?
 *
 * Return: 0 or -EBUSY.
 */
int test_pages_isolated(unsigned long start_pfn, unsigned long end_pfn)
{
	struct zone *zone = page_zone(pfn_to_page(start_pfn));
	unsigned long flags, pfn = start_pfn;

	spin_lock_irqsave(&zone->lock, flags);
	while (pfn < end_pfn) {
		struct page *page = pfn_to_page(pfn);

		if (!PageBuddy(page))
			break;
		pfn += 1UL << buddy_order(page);
	}
	spin_unlock_irqrestore(&zone->lock, flags);
	return pfn >= end_pfn ? 0 : -EBUSY;
}

/* ---- contiguous ranges -------------------------------------------------- */

/* The block that holds @pfn begins here. Isolated blocks do not exceed a pageblock. */
static unsigned long free_block_start(unsigned long pfn)
{
	unsigned int order;

	for (order = 0; order <= pageblock_order; order++) {
		unsigned long head = pfn & ~((1UL << order) - 1);

		/* a guess, that test_pages_isolated() tests under the lock */
		if (PageBuddy(pfn_to_page(head)) && data_race(buddy_order(pfn_to_page(head))) >= order)
			return head;
	}
	return pfn;
}

/* Frees frames that are off the lists; handed out first, since what a free page may not be, this undoes. */
static void free_taken(unsigned long pfn, unsigned long end)
{
	for (; pfn < end; pfn++) {
		prep_new_page(pfn_to_page(pfn), 0, 0);
		__free_page(pfn_to_page(pfn));
	}
}

/* Takes the isolated free blocks of [start, end) off the lists, as single pages. */
static int take_isolated_range(unsigned long start, unsigned long end, gfp_t gfp)
{
	struct zone *zone = page_zone(pfn_to_page(start));
	unsigned long flags, first = free_block_start(start), pfn = first;

	spin_lock_irqsave(&zone->lock, flags);
	while (pfn < end && PageBuddy(pfn_to_page(pfn)))
		pfn += take_free_block(zone, pfn_to_page(pfn));
	spin_unlock_irqrestore(&zone->lock, flags);
	if (pfn < end) {
		free_taken(first, pfn);
		return -EBUSY;
	}
	free_taken(first, start);
	free_taken(end, pfn);
	for (pfn = start; pfn < end; pfn++)
		prep_new_page(pfn_to_page(pfn), 0, gfp);
	return 0;
}

/**
 * alloc_contig_range() - allocate exactly these frames
 * @start, @end: frame numbers
 * @migratetype: what the pageblocks are afterwards
 * @gfp_mask: __GFP_ZERO and reclaim flags
 *
 * Each page has a reference of its own; free_contig_range() frees them. Context: may sleep.
 * Return: 0, or -EBUSY: part of the range is in use and could not be moved.
 */
int alloc_contig_range(unsigned long start, unsigned long end, unsigned int migratetype,
		       gfp_t gfp_mask)
{
	unsigned long outer_start = pageblock_start_pfn(start), outer_end = pageblock_align(end);
	int err, tries;

	if (start >= end || !pfn_valid(start) ||
	    page_zone(pfn_to_page(start)) != page_zone(pfn_to_page(end - 1)))
		return -EINVAL;
	err = start_isolate_page_range(outer_start, outer_end, migratetype);
	if (err)
		return err;
	for (tries = 0; tries < 5; tries++) {
		drain_all_pages(page_zone(pfn_to_page(start)));
		err = test_pages_isolated(free_block_start(start), end);
		if (!err)
			err = take_isolated_range(start, end, gfp_mask);
		if (err != -EBUSY)
			break;
		err = reclaim_migrate_range(start, end, gfp_mask);
		if (err)
			break;
	}
	undo_isolate_page_range(outer_start, outer_end, migratetype);
	return err;
}

void free_contig_range(unsigned long pfn, unsigned long nr_pages)
{
	for (; nr_pages--; pfn++)
		__free_page(pfn_to_page(pfn));
}

/* Could [pfn, pfn + nr) perhaps be had? Nothing reserved, nothing that is surely pinned. */
static bool range_looks_usable(struct zone *zone, unsigned long pfn, unsigned long nr)
{
	unsigned long end = pfn + nr;

	for (; pfn < end; pfn++) {
		struct page *page;

		if (!pfn_valid(pfn))
			return false;
		page = pfn_to_page(pfn);
		/* others' pages, which may change: who takes them looks again */
		if (page_zone(page) != zone || data_race(PageReserved(page) || PageSlab(page) || PageTable(page)))
			return false;
	}
	return true;
}

/**
 * alloc_contig_pages() - find and allocate contiguous frames, aligned to their number if that is
 *			  a power of two
 * @nid: node to start with
 * @nodemask: nodes allowed, NULL for all
 *
 * For sizes beyond MAX_PAGE_ORDER. Context: may sleep, slow. Return: the first page, or NULL.
 */
struct page *alloc_contig_pages(unsigned long nr_pages, gfp_t gfp_mask, int nid,
				nodemask_t *nodemask)
{
	unsigned long align = is_power_of_2(nr_pages) ? nr_pages : 1, pfn;
	struct zoneref *z;
	struct zone *zone;

	for_each_zone_zonelist_nodemask(zone, z, node_zonelist(nid, gfp_mask), gfp_zone(gfp_mask),
					nodemask) {
		for (pfn = ALIGN(zone->zone_start_pfn, align); pfn + nr_pages <= zone_end_pfn(zone);
		     pfn += max(align, pageblock_nr_pages)) {
			if (!range_looks_usable(zone, pfn, nr_pages))
				continue;
			if (!alloc_contig_range(pfn, pfn + nr_pages, MIGRATE_MOVABLE, gfp_mask))
				return pfn_to_page(pfn);
			cond_resched();
		}
	}
	return NULL;
}
