// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmstat_show.c - the text of /proc/vmstat, zoneinfo, buddyinfo and pagetypeinfo.
 *
 * Owns nothing. Formats are Linux's, to the blank: tools parse them. Free lists are walked under
 * zone->lock; counters are read exactly (differences included), so that figures taken on an
 * idle machine add up.
 */
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/vmstat.h>
#include "pages.h"

/**
 * vmstat_show() - /proc/vmstat: "name value" lines
 */
int vmstat_show(struct seq_file *m, void *v)
{
	int i, err;

	for (i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
		seq_printf(m, "%s %lu\n", zone_stat_name(i), global_zone_page_state_snapshot(i));
	for (i = 0; i < NR_VM_NODE_STAT_ITEMS; i++)
		seq_printf(m, "%s %lu\n", node_stat_name(i), global_node_page_state_snapshot(i));
	seq_printf(m, "nr_dirty_threshold %lu\n", nr_free_buffer_pages() / 5);
	seq_printf(m, "nr_dirty_background_threshold %lu\n", nr_free_buffer_pages() / 10);
	err = vm_events_show(m);
	if (!err)
		seq_puts(m, "nr_unstable 0\n");
	return err;
}

static void zoneinfo_node(struct seq_file *m, struct pglist_data *pgdat)
{
	int i;

	seq_puts(m, "\n  per-node stats");
	for (i = 0; i < NR_VM_NODE_STAT_ITEMS; i++)
		seq_printf(m, "\n      %-12s %lu", node_stat_name(i),
			   node_page_state_snapshot(pgdat, i));
}

static void zoneinfo_pagesets(struct seq_file *m, struct zone *zone)
{
	int cpu;

	seq_puts(m, "\n  pagesets");
	for_each_online_cpu(cpu) {
		struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);

		seq_printf(m, "\n    cpu: %i\n              count:    %i\n              high:     %i\n              batch:    %i\n              high_min: %i\n              high_max: %i",
			   cpu, pcp->count, pcp->high, pcp->batch, pcp->high_min, pcp->high_max);
		seq_printf(m, "\n  vm stats threshold: %d",
			   per_cpu_ptr(zone->per_cpu_zonestats, cpu)->stat_threshold);
	}
}

static void zoneinfo_zone(struct seq_file *m, struct zone *zone, bool first)
{
	struct pglist_data *pgdat = zone->zone_pgdat;
	int i;

	seq_printf(m, "Node %d, zone %8s", pgdat->node_id, zone->name);
	if (first)
		zoneinfo_node(m, pgdat);
	seq_printf(m, "\n  pages free     %lu\n        boost    %lu\n        min      %lu\n        low      %lu\n        high     %lu\n        promo    %lu\n        spanned  %lu\n        present  %lu\n        managed  %lu\n        cma      %lu",
		   zone_page_state_snapshot(zone, NR_FREE_PAGES), zone->watermark_boost,
		   min_wmark_pages(zone), low_wmark_pages(zone), high_wmark_pages(zone),
		   promo_wmark_pages(zone), zone->spanned_pages, zone->present_pages,
		   zone_managed_pages(zone), 0UL);
	seq_printf(m, "\n        protection: (%ld", zone->lowmem_reserve[0]);
	for (i = 1; i < MAX_NR_ZONES; i++)
		seq_printf(m, ", %ld", zone->lowmem_reserve[i]);
	seq_putc(m, ')');
	if (!populated_zone(zone)) {
		seq_putc(m, '\n');
		return;
	}
	for (i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
		seq_printf(m, "\n      %-12s %lu", zone_stat_name(i),
			   zone_page_state_snapshot(zone, i));
	zoneinfo_pagesets(m, zone);
	seq_printf(m, "\n  node_unreclaimable:  %u\n  start_pfn:           %lu\n",
		   pgdat->kswapd_failures >= 16, zone->zone_start_pfn);
}

/**
 * zoneinfo_show() - /proc/zoneinfo
 */
int zoneinfo_show(struct seq_file *m, void *v)
{
	struct pglist_data *pgdat;
	int i;

	for_each_online_pgdat(pgdat) {
		bool first = true;

		for (i = 0; i < MAX_NR_ZONES; i++) {
			struct zone *zone = &pgdat->node_zones[i];

			zoneinfo_zone(m, zone, first && populated_zone(zone));
			if (populated_zone(zone))
				first = false;
		}
	}
	return 0;
}

/**
 * buddyinfo_show() - /proc/buddyinfo: free blocks of each order
 */
int buddyinfo_show(struct seq_file *m, void *v)
{
	struct zone *zone;
	int order;

	for_each_populated_zone(zone) {
		seq_printf(m, "Node %d, zone %8s ", zone_to_nid(zone), zone->name);
		for (order = 0; order < NR_PAGE_ORDERS; order++)
			seq_printf(m, "%6lu ", READ_ONCE(zone->free_area[order].nr_free));
		seq_putc(m, '\n');
	}
	return 0;
}

static unsigned long count_list(struct zone *zone, unsigned int order, int mt)
{
	unsigned long flags, n = 0;
	struct list_head *p;

	spin_lock_irqsave(&zone->lock, flags);
	list_for_each(p, &zone->free_area[order].free_list[mt])
		n++;
	spin_unlock_irqrestore(&zone->lock, flags);
	return n;
}

static void pagetype_free(struct seq_file *m, struct zone *zone)
{
	int mt, order;

	for (mt = 0; mt < MIGRATE_TYPES; mt++) {
		seq_printf(m, "Node %4d, zone %8s, type %12s ", zone_to_nid(zone), zone->name,
			   migratetype_names[mt]);
		for (order = 0; order < NR_PAGE_ORDERS; order++)
			seq_printf(m, "%6lu ", count_list(zone, order, mt));
		seq_putc(m, '\n');
	}
}

static void pagetype_blocks(struct seq_file *m, struct zone *zone)
{
	unsigned long count[MIGRATE_TYPES] = { }, pfn;
	int mt;

	for (pfn = zone->zone_start_pfn; pfn < zone_end_pfn(zone); pfn = pageblock_end_pfn(pfn))
		if (pfn_valid(pfn) && page_zone(pfn_to_page(pfn)) == zone)
			count[get_pfnblock_migratetype(pfn_to_page(pfn), pfn)]++;
	seq_printf(m, "Node %d, zone %8s ", zone_to_nid(zone), zone->name);
	for (mt = 0; mt < MIGRATE_TYPES; mt++)
		seq_printf(m, "%12lu ", count[mt]);
	seq_putc(m, '\n');
}

/**
 * pagetypeinfo_show() - /proc/pagetypeinfo: free blocks by mobility, pageblocks by mobility
 */
int pagetypeinfo_show(struct seq_file *m, void *v)
{
	struct zone *zone;
	int i;

	seq_printf(m, "Page block order: %d\n", pageblock_order);
	seq_printf(m, "Pages per block:  %lu\n\n", pageblock_nr_pages);
	seq_printf(m, "%-43s ", "Free pages count per migrate type at order");
	for (i = 0; i < NR_PAGE_ORDERS; i++)
		seq_printf(m, "%6d ", i);
	seq_putc(m, '\n');
	for_each_populated_zone(zone)
		pagetype_free(m, zone);
	seq_printf(m, "\n%-23s", "Number of blocks type ");
	for (i = 0; i < MIGRATE_TYPES; i++)
		seq_printf(m, "%12s ", migratetype_names[i]);
	seq_putc(m, '\n');
	for_each_populated_zone(zone)
		pagetype_blocks(m, zone);
	return 0;
}
