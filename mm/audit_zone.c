// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_zone.c - recount what is free: buddy lists, per-CPU stocks, and what zones say of themselves.
 *
 * Each free page is met on exactly one list, in the state in which it must be handed out. Buddies
 * that could be one block are one. What a zone keeps back (watermarks, lowmem reserves) follows from
 * the tunables and from how much memory the zones have.
 *
 * Owns:       the owners AUDIT_BUDDY and AUDIT_PCP.
 * Locks:      none: everything stands still.
 * Elsewhere:  frames that are on no list (audit_frames.c).
 */
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/vmstat.h>
#include "audit.h"
#include "pages.h"

/* ---- free blocks -------------------------------------------------------------------------- */

/* Nothing may be left of a page's last use. */
static void audit_free_page(struct audit *audit, struct page *page, const char *where)
{
	audit_equal(audit, page, page_ref_count(page), 0, "frame %lx %s: references",
		    page_to_pfn(page), where);
	audit_true(audit, page, !(page->flags & PAGE_FLAGS_CHECK_AT_FREE),
		   "frame %lx %s: flags %lx", page_to_pfn(page), where,
		   page->flags & PAGE_FLAGS_CHECK_AT_FREE);
}

/* Could two free blocks be one larger one? Only blocks of the usual mobilities merge. */
static bool blocks_should_merge(struct page *page, struct page *buddy, unsigned int order)
{
	int mt = get_pageblock_migratetype(page), other = get_pageblock_migratetype(buddy);

	if (!PageBuddy(buddy) || buddy_order(buddy) != order || page_zone(buddy) != page_zone(page))
		return false;
	if (order < pageblock_order)
		return true;
	if (migratetype_is_mergeable(mt))
		return migratetype_is_mergeable(other);
	return mt == other && !is_migrate_isolate(mt);
}

static void audit_free_block(struct audit *audit, struct zone *zone, struct page *page,
			     unsigned int order, int mt)
{
	unsigned long pfn = page_to_pfn(page), buddy_pfn = __find_buddy_pfn(pfn, order), i;

	audit_true(audit, page, PageBuddy(page), "frame %lx is on a free list of order %u, unmarked",
		   pfn, order);
	audit_equal(audit, page, buddy_order(page), order, "free block at %lx: order", pfn);
	audit_true(audit, page, page_zone(page) == zone, "free block at %lx is not of zone %s", pfn,
		   zone->name);
	audit_true(audit, page, IS_ALIGNED(pfn, 1UL << order), "free block at %lx of order %u: unaligned",
		   pfn, order);
	audit_equal(audit, page, mt, get_pageblock_migratetype(page),
		    "free block at %lx: mobility of its list and of its pageblock", pfn);
	if (!audit_claim(audit, pfn, 1UL << order, AUDIT_BUDDY))
		return;
	for (i = 0; i < 1UL << order; i++)
		audit_free_page(audit, page + i, "in the buddy lists");
	if (order < MAX_PAGE_ORDER && pfn_valid(buddy_pfn))
		audit_true(audit, page, !blocks_should_merge(page, pfn_to_page(buddy_pfn), order),
			   "free blocks at %lx and %lx of order %u have not merged", pfn, buddy_pfn,
			   order);
}

static void audit_free_lists(struct audit *audit, struct zone *zone)
{
	unsigned long free = 0, highatomic = 0;
	unsigned int order, mt;
	struct page *page;

	for (order = 0; order < NR_PAGE_ORDERS; order++) {
		unsigned long nr = 0;

		for (mt = 0; mt < MIGRATE_TYPES; mt++) {
			audit_for_each_page(audit, page, &zone->free_area[order].free_list[mt],
					    "free list") {
				/* a list that goes in circles */
				if (nr > zone->spanned_pages)
					break;
				audit_free_block(audit, zone, page, order, mt);
				nr++;
				free += mt == MIGRATE_ISOLATE ? 0 : 1UL << order;
				highatomic += mt == MIGRATE_HIGHATOMIC ? 1UL << order : 0;
			}
		}
		audit_equal(audit, NULL, zone->free_area[order].nr_free, nr,
			    "zone %s: free blocks of order %u", zone->name, order);
	}
	audit_equal_settled(audit, zone, zone_page_state_snapshot(zone, NR_FREE_PAGES), free,
			    "zone %s: nr_free_pages", zone->name);
	audit_equal(audit, NULL, zone->nr_free_highatomic, highatomic,
		    "zone %s: free pages of the highatomic reserve", zone->name);
}

/* ---- per-CPU stocks ----------------------------------------------------------------------- */

static unsigned int pcp_list_order(unsigned int list)
{
	return list < NR_LOWORDER_PCP_LISTS ? list / MIGRATE_PCPTYPES : pageblock_order;
}

static void audit_pcp(struct audit *audit, struct zone *zone, int cpu)
{
	struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);
	unsigned int list;
	struct page *page;
	long count = 0;

	audit_equal(audit, NULL, pcp->turn, 0, "zone %s, CPU %d: turn of the stock", zone->name, cpu);
	for (list = 0; list < NR_PCP_LISTS; list++) {
		unsigned long i, nr = 1UL << pcp_list_order(list);

		audit_for_each_page(audit, page, &pcp->lists[list], "per-CPU list") {
			audit_true(audit, page, page_zone(page) == zone,
				   "frame %lx is in the stock of zone %s, CPU %d, but not of that zone",
				   page_to_pfn(page), zone->name, cpu);
			if (!audit_claim(audit, page_to_pfn(page), nr, AUDIT_PCP))
				break;
			for (i = 0; i < nr; i++)
				audit_free_page(audit, page + i, "in a per-CPU stock");
			count += nr;
		}
	}
	audit_equal(audit, NULL, pcp->count, count, "zone %s, CPU %d: pages in stock", zone->name, cpu);
}

/* ---- pageblocks --------------------------------------------------------------------------- */

static void audit_pageblocks(struct audit *audit, struct zone *zone)
{
	unsigned long pfn, blocks[MIGRATE_TYPES] = { };
	int mt;

	for (pfn = pageblock_start_pfn(zone->zone_start_pfn); pfn < zone_end_pfn(zone);
	     pfn += pageblock_nr_pages) {
		if (!pfn_valid(pfn) || page_zone(pfn_to_page(pfn)) != zone)
			continue;
		mt = get_pageblock_migratetype(pfn_to_page(pfn));
		if (mt >= 0 && mt < MIGRATE_TYPES)
			blocks[mt]++;
		else
			audit_wrong(audit, NULL, "pageblock at %lx: no such mobility: %d", pfn, mt);
	}
	audit_equal(audit, NULL, zone->nr_reserved_highatomic,
		    blocks[MIGRATE_HIGHATOMIC] * pageblock_nr_pages,
		    "zone %s: pages of the highatomic reserve", zone->name);
	audit_equal(audit, NULL, zone->nr_isolate_pageblock, blocks[MIGRATE_ISOLATE],
		    "zone %s: isolated pageblocks", zone->name);
}

/* ---- what is kept back -------------------------------------------------------------------- */

/* The watermarks stand at equal distances; all WMARK_MIN together are min_free_kbytes. */
static void audit_watermarks(struct audit *audit, struct zone *zone)
{
	unsigned long *mark = zone->_watermark;
	unsigned long step = max_t(unsigned long, mark[WMARK_MIN] / 4,
				   mult_frac(zone_managed_pages(zone), watermark_scale_factor, 10000));

	audit_equal_settled(audit, &mark[WMARK_LOW], mark[WMARK_LOW], mark[WMARK_MIN] + step,
			    "zone %s: low watermark", zone->name);
	audit_equal_settled(audit, &mark[WMARK_HIGH], mark[WMARK_HIGH], mark[WMARK_LOW] + step,
			    "zone %s: high watermark", zone->name);
	audit_equal_settled(audit, &mark[WMARK_PROMO], mark[WMARK_PROMO], mark[WMARK_HIGH] + step,
			    "zone %s: promotion watermark", zone->name);
}

static void audit_reserve(struct audit *audit, struct zone *zone)
{
	unsigned long above = 0;
	int j, ratio = sysctl_lowmem_reserve_ratio[zone_idx(zone)];

	for (j = zone_idx(zone) + 1; j < MAX_NR_ZONES; j++) {
		above += zone_managed_pages(zone->zone_pgdat->node_zones + j);
		audit_equal_settled(audit, &zone->lowmem_reserve[j], zone->lowmem_reserve[j],
				    ratio ? above / ratio : 0, "zone %s: pages kept from zone %d",
				    zone->name, j);
	}
}

/* Each zone's share is rounded down, so some pages may be missing from the sum. */
static void audit_min_watermarks(struct audit *audit)
{
	long want = min_free_kbytes >> (PAGE_SHIFT - 10), sum = 0, zones = 0;
	struct zone *zone;

	for_each_populated_zone(zone) {
		if (zone_idx(zone) == ZONE_MOVABLE || !managed_zone(zone))
			continue;
		sum += zone->_watermark[WMARK_MIN];
		zones++;
	}
	if (sum < want - zones || sum > want)
		audit_equal_settled(audit, &min_free_kbytes, sum, want, "sum of the minimum watermarks");
}

void audit_zones(struct audit *audit)
{
	struct zone *zone;
	int cpu;

	for_each_populated_zone(zone) {
		audit_free_lists(audit, zone);
		for_each_possible_cpu(cpu)
			audit_pcp(audit, zone, cpu);
		audit_pageblocks(audit, zone);
		if (!managed_zone(zone))
			continue;
		audit_watermarks(audit, zone);
		audit_reserve(audit, zone);
	}
	audit_min_watermarks(audit);
}
