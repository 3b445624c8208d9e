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

static void audit_node_counter(struct audit *audit, enum node_stat_item item, unsigned long found,
			       const char *name)
{
	audit_equal_settled(audit, &vm_node_stat[item], global_node_page_state_snapshot(item), found, "%s",
			    name);
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
				    audit->mlocked[zone_idx(zone)], "zone %s: nr_mlock", zone->name);
	}
	audit_equal_settled(audit, &managed, totalram_pages(), managed, "pages of RAM");
}

void audit_counters(struct audit *audit)
{
	audit_node_counter(audit, NR_ANON_MAPPED, audit->anon_mapped, "nr_anon_pages");
	audit_node_counter(audit, NR_FILE_MAPPED, audit->file_mapped, "nr_mapped");
	audit_node_counter(audit, NR_FILE_PAGES, audit->file_pages, "nr_file_pages");
	audit_node_counter(audit, NR_SHMEM, audit->shmem_pages, "nr_shmem");
	audit_node_counter(audit, NR_FILE_DIRTY, audit->dirty, "nr_dirty");
	audit_node_counter(audit, NR_WRITEBACK, audit->writeback, "nr_writeback");
	audit_node_counter(audit, NR_UNEVICTABLE, audit->unevictable, "nr_unevictable");
	audit_node_counter(audit, NR_SLAB_RECLAIMABLE_B, audit->slab_reclaimable, "nr_slab_reclaimable");
	audit_node_counter(audit, NR_SLAB_UNRECLAIMABLE_B, audit->slab_unreclaimable,
			   "nr_slab_unreclaimable");
	audit_node_counter(audit, NR_PAGETABLE, audit->tables, "nr_page_table_pages");
	audit_node_counter(audit, NR_ISOLATED_ANON, 0, "nr_isolated_anon");
	audit_node_counter(audit, NR_ISOLATED_FILE, 0, "nr_isolated_file");
	audit_zone_counters(audit);
	audit_sums(audit);
}
