// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_counters.c - compare vmstat's counters with the recount, and with each other.
 *
 * The truth of a counter is the shared number and all CPUs' differences. A task may be stopped between
 * taking a difference and adding it, or between a change and counting it: so all of this settles.
 *
 * Locks:      none: everything stands still.
 * Elsewhere:  NR_FREE_PAGES (audit_zone.c), LRU lists (audit_lru.c).
 */
#include <linux/mm.h>
#include <linux/vmstat.h>
#include "audit.h"

static void audit_node_counter(struct audit *audit, enum node_stat_item item)
{
	struct pglist_data *pgdat;

	for_each_online_pgdat(pgdat)
		audit_equal_settled(audit, &pgdat->vm_stat[item], node_page_state_snapshot(pgdat, item),
				    audit->node_pages[pgdat->node_id][item], "node %d: %s", pgdat->node_id,
				    node_stat_name(item));
}

/* The shared counters of all zones add up to the global one; likewise of all nodes. */
static void audit_sums(struct audit *audit)
{
	struct pglist_data *pgdat;
	struct zone *zone;
	long sum;
	int i;

	for (i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++) {
		sum = 0;
		for_each_populated_zone(zone)
			sum += atomic_long_read(&zone->vm_stat[i]);
		audit_equal_settled(audit, &vm_zone_stat[i], atomic_long_read(&vm_zone_stat[i]), sum,
				    "zone counter %d: sum of all zones", i);
	}
	for (i = 0; i < NR_VM_NODE_STAT_ITEMS; i++) {
		sum = 0;
		for_each_online_pgdat(pgdat)
			sum += atomic_long_read(&pgdat->vm_stat[i]);
		audit_equal_settled(audit, &vm_node_stat[i], atomic_long_read(&vm_node_stat[i]), sum,
				    "node counter %d: sum of all nodes", i);
	}
}

static void audit_zone_counters(struct audit *audit)
{
	unsigned long managed = 0;
	struct zone *zone;

	for_each_populated_zone(zone) {
		managed += zone_managed_pages(zone);
		audit_equal_settled(audit, &zone->vm_stat[NR_MLOCK], zone_page_state_snapshot(zone, NR_MLOCK),
				    audit->mlocked[zone_to_nid(zone)][zone_idx(zone)], "zone %s: nr_mlock", zone->name);
	}
	audit_equal_settled(audit, &managed, totalram_pages(), managed, "pages of RAM");
}

void audit_counters(struct audit *audit)
{
	static const enum node_stat_item items[] = {
		NR_ANON_MAPPED, NR_FILE_MAPPED, NR_FILE_PAGES, NR_SHMEM, NR_FILE_DIRTY, NR_WRITEBACK, NR_UNEVICTABLE,
		NR_SLAB_RECLAIMABLE_B, NR_SLAB_UNRECLAIMABLE_B, NR_PAGETABLE,
		NR_ISOLATED_ANON, NR_ISOLATED_FILE,	/* of which there is none while everything stands still */
	};

	for (int i = 0; i < ARRAY_SIZE(items); i++)
		audit_node_counter(audit, items[i]);
	audit_zone_counters(audit);
	audit_sums(audit);
}
