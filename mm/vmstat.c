// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmstat.c - counters of pages in states, per zone and node.
 *
 * Owns:       vm_zone_stat[], vm_node_stat[], zone->vm_stat[], pgdat->vm_stat[], the per-CPU
 *             differences.
 * Invariant:  global == sum over zones (nodes); the true value of a counter is the shared one
 *             plus all differences.
 * Locks:      none: differences change by single per-CPU instructions, shared counters are
 *             atomic.
 * Elsewhere:  counting itself (inline, <linux/vmstat.h>), events (vm_events.c), the text of
 *             /proc (vmstat_show.c).
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include "pages.h"

atomic_long_t vm_zone_stat[NR_VM_ZONE_STAT_ITEMS] __cacheline_aligned_in_smp;
atomic_long_t vm_node_stat[NR_VM_NODE_STAT_ITEMS] __cacheline_aligned_in_smp;

/* ---- folding ------------------------------------------------------------ */

static void zone_stat_add(struct zone *zone, int item, long delta)
{
	if (!delta)
		return;
	atomic_long_add(delta, &zone->vm_stat[item]);
	atomic_long_add(delta, &vm_zone_stat[item]);
}

static void node_stat_add(struct pglist_data *pgdat, int item, long delta)
{
	if (!delta)
		return;
	atomic_long_add(delta, &pgdat->vm_stat[item]);
	atomic_long_add(delta, &vm_node_stat[item]);
}

/* This CPU's difference of one counter goes to the shared one. */
void zone_stat_fold(struct zone *zone, enum zone_stat_item item)
{
	struct per_cpu_zonestat __percpu *pcp = zone->per_cpu_zonestats;

	zone_stat_add(zone, item, this_cpu_xchg(pcp->vm_stat_diff[item], 0));
}

void node_stat_fold(struct pglist_data *pgdat, enum node_stat_item item)
{
	struct per_cpu_nodestat __percpu *pcp = pgdat->per_cpu_nodestats;

	node_stat_add(pgdat, item, this_cpu_xchg(pcp->vm_node_stat_diff[item], 0));
}

/**
 * refresh_vm_stats() - fold all of this CPU's differences
 *
 * Context: any; migrating in the middle only spreads the work.
 */
void refresh_vm_stats(void)
{
	struct pglist_data *pgdat;
	struct zone *zone;
	int i;

	for_each_populated_zone(zone)
		for (i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
			if (raw_cpu_read(zone->per_cpu_zonestats->vm_stat_diff[i]))
				zone_stat_fold(zone, i);
	for_each_online_pgdat(pgdat)
		for (i = 0; i < NR_VM_NODE_STAT_ITEMS; i++)
			if (raw_cpu_read(pgdat->per_cpu_nodestats->vm_node_stat_diff[i]))
				node_stat_fold(pgdat, i);
}

void quiet_vmstat(void)
{
	refresh_vm_stats();
}

/**
 * cpu_vm_stats_fold() - fold the differences of a CPU that does not run any more
 */
void cpu_vm_stats_fold(int cpu)
{
	struct pglist_data *pgdat;
	struct zone *zone;
	int i;

	for_each_populated_zone(zone) {
		struct per_cpu_zonestat *p = per_cpu_ptr(zone->per_cpu_zonestats, cpu);

		for (i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++) {
			zone_stat_add(zone, i, p->vm_stat_diff[i]);
			p->vm_stat_diff[i] = 0;
		}
	}
	for_each_online_pgdat(pgdat) {
		struct per_cpu_nodestat *p = per_cpu_ptr(pgdat->per_cpu_nodestats, cpu);

		for (i = 0; i < NR_VM_NODE_STAT_ITEMS; i++) {
			node_stat_add(pgdat, i, p->vm_node_stat_diff[i]);
			p->vm_node_stat_diff[i] = 0;
		}
	}
}

/* ---- thresholds --------------------------------------------------------- */

/*
 * 2 * log2(CPUs) * (1 + log2(zone size in 128 MiB)), at most 125: the more memory, the more
 * error can be borne; the more CPUs, the more the shared line costs.
 */
static int normal_threshold(struct zone *zone)
{
	unsigned long mem = zone_managed_pages(zone) >> (27 - PAGE_SHIFT);

	return min(125, 2 * fls(num_online_cpus()) * (1 + fls(mem)));
}

/**
 * refresh_zone_stat_thresholds() - recompute how far a difference may grow
 */
void refresh_zone_stat_thresholds(void)
{
	struct pglist_data *pgdat;
	struct zone *zone;
	int cpu;

	for_each_online_pgdat(pgdat)
		for_each_possible_cpu(cpu)
			per_cpu_ptr(pgdat->per_cpu_nodestats, cpu)->stat_threshold = 0;

	for_each_populated_zone(zone) {
		unsigned long max_drift, tolerate;
		int threshold = normal_threshold(zone);

		pgdat = zone->zone_pgdat;
		for_each_possible_cpu(cpu) {
			struct per_cpu_nodestat *node = per_cpu_ptr(pgdat->per_cpu_nodestats, cpu);

			per_cpu_ptr(zone->per_cpu_zonestats, cpu)->stat_threshold = threshold;
			node->stat_threshold = max(node->stat_threshold, threshold);
		}
		/* below this mark the watermark check reads the exact count */
		tolerate = low_wmark_pages(zone) - min_wmark_pages(zone);
		max_drift = num_online_cpus() * threshold;
		zone->percpu_drift_mark = max_drift > tolerate ?
					  high_wmark_pages(zone) + max_drift : 0;
	}
}

/* ---- reading ------------------------------------------------------------ */

unsigned long zone_page_state_snapshot(struct zone *zone, enum zone_stat_item item)
{
	long x = atomic_long_read(&zone->vm_stat[item]);
	int cpu;

	for_each_possible_cpu(cpu)
		x += READ_ONCE(per_cpu_ptr(zone->per_cpu_zonestats, cpu)->vm_stat_diff[item]);
	return max(x, 0L);
}

unsigned long node_page_state_snapshot(struct pglist_data *pgdat, enum node_stat_item item)
{
	long x = atomic_long_read(&pgdat->vm_stat[item]);
	int cpu;

	for_each_possible_cpu(cpu)
		x += READ_ONCE(per_cpu_ptr(pgdat->per_cpu_nodestats, cpu)->vm_node_stat_diff[item]);
	return max(x, 0L);
}

unsigned long global_zone_page_state_snapshot(enum zone_stat_item item)
{
	unsigned long sum = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		sum += zone_page_state_snapshot(zone, item);
	return sum;
}

unsigned long global_node_page_state_snapshot(enum node_stat_item item)
{
	struct pglist_data *pgdat;
	unsigned long sum = 0;

	for_each_online_pgdat(pgdat)
		sum += node_page_state_snapshot(pgdat, item);
	return sum;
}

unsigned long sum_zone_node_page_state(int node, enum zone_stat_item item)
{
	struct zone *zones = NODE_DATA(node)->node_zones;
	unsigned long count = 0;
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++)
		count += zone_page_state(zones + i, item);
	return count;
}

/* ---- names -------------------------------------------------------------- */

static const char * const zone_stat_text[NR_VM_ZONE_STAT_ITEMS] = {
	[NR_FREE_PAGES]			= "nr_free_pages",
	[NR_ZONE_INACTIVE_ANON]		= "nr_zone_inactive_anon",
	[NR_ZONE_ACTIVE_ANON]		= "nr_zone_active_anon",
	[NR_ZONE_INACTIVE_FILE]		= "nr_zone_inactive_file",
	[NR_ZONE_ACTIVE_FILE]		= "nr_zone_active_file",
	[NR_ZONE_UNEVICTABLE]		= "nr_zone_unevictable",
	[NR_ZONE_WRITE_PENDING]		= "nr_zone_write_pending",
	[NR_MLOCK]			= "nr_mlock",
	[NR_BOUNCE]			= "nr_bounce",
	[NR_ZSPAGES]			= "nr_zspages",
	[NR_FREE_CMA_PAGES]		= "nr_free_cma",
};

static const char * const node_stat_text[NR_VM_NODE_STAT_ITEMS] = {
	[NR_INACTIVE_ANON]		= "nr_inactive_anon",
	[NR_ACTIVE_ANON]		= "nr_active_anon",
	[NR_INACTIVE_FILE]		= "nr_inactive_file",
	[NR_ACTIVE_FILE]		= "nr_active_file",
	[NR_UNEVICTABLE]		= "nr_unevictable",
	[NR_SLAB_RECLAIMABLE_B]		= "nr_slab_reclaimable",
	[NR_SLAB_UNRECLAIMABLE_B]	= "nr_slab_unreclaimable",
	[NR_ISOLATED_ANON]		= "nr_isolated_anon",
	[NR_ISOLATED_FILE]		= "nr_isolated_file",
	[WORKINGSET_NODES]		= "workingset_nodes",
	[WORKINGSET_REFAULT_ANON]	= "workingset_refault_anon",
	[WORKINGSET_REFAULT_FILE]	= "workingset_refault_file",
	[WORKINGSET_ACTIVATE_ANON]	= "workingset_activate_anon",
	[WORKINGSET_ACTIVATE_FILE]	= "workingset_activate_file",
	[WORKINGSET_RESTORE_ANON]	= "workingset_restore_anon",
	[WORKINGSET_RESTORE_FILE]	= "workingset_restore_file",
	[WORKINGSET_NODERECLAIM]	= "workingset_nodereclaim",
	[NR_ANON_MAPPED]		= "nr_anon_pages",
	[NR_FILE_MAPPED]		= "nr_mapped",
	[NR_FILE_PAGES]			= "nr_file_pages",
	[NR_FILE_DIRTY]			= "nr_dirty",
	[NR_WRITEBACK]			= "nr_writeback",
	[NR_WRITEBACK_TEMP]		= "nr_writeback_temp",
	[NR_SHMEM]			= "nr_shmem",
	[NR_SHMEM_THPS]			= "nr_shmem_hugepages",
	[NR_SHMEM_PMDMAPPED]		= "nr_shmem_pmdmapped",
	[NR_FILE_THPS]			= "nr_file_hugepages",
	[NR_FILE_PMDMAPPED]		= "nr_file_pmdmapped",
	[NR_ANON_THPS]			= "nr_anon_transparent_hugepages",
	[NR_VMSCAN_WRITE]		= "nr_vmscan_write",
	[NR_VMSCAN_IMMEDIATE]		= "nr_vmscan_immediate_reclaim",
	[NR_DIRTIED]			= "nr_dirtied",
	[NR_WRITTEN]			= "nr_written",
	[NR_THROTTLED_WRITTEN]		= "nr_throttled_written",
	[NR_KERNEL_MISC_RECLAIMABLE]	= "nr_kernel_misc_reclaimable",
	[NR_FOLL_PIN_ACQUIRED]		= "nr_foll_pin_acquired",
	[NR_FOLL_PIN_RELEASED]		= "nr_foll_pin_released",
	[NR_KERNEL_STACK_KB]		= "nr_kernel_stack",
	[NR_PAGETABLE]			= "nr_page_table_pages",
	[NR_SECONDARY_PAGETABLE]	= "nr_sec_page_table_pages",
	[NR_SWAPCACHE]			= "nr_swapcached",
	[PGDEMOTE_KSWAPD]		= "pgdemote_kswapd",
	[PGDEMOTE_DIRECT]		= "pgdemote_direct",
	[PGDEMOTE_KHUGEPAGED]		= "pgdemote_khugepaged",
	[NR_MEMMAP]			= "nr_memmap_pages",
	[NR_MEMMAP_BOOT]		= "nr_memmap_boot_pages",
};

const char *zone_stat_name(enum zone_stat_item item)
{
	return zone_stat_text[item];
}

const char *node_stat_name(enum node_stat_item item)
{
	return node_stat_text[item];
}

/* As in node meminfo: without the "nr_". */
const char *lru_list_name(enum lru_list lru)
{
	return node_stat_name(NR_LRU_BASE + lru) + 3;
}
