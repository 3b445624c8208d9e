// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmstat.c - counters of pages and events, and their text in /proc.
 *
 * Owns:       vm_zone_stat[], vm_node_stat[], zone->vm_stat[], pgdat->vm_stat[], the per-CPU
 *             differences and events.
 * Invariant:  global == sum over zones (nodes); the true value of a counter is the shared one
 *             plus all differences.
 * Locks:      none: differences change by single per-CPU instructions, shared counters are
 *             atomic.
 * Elsewhere:  counting itself (inline, <linux/vmstat.h>).
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include "pages.h"

DEFINE_PER_CPU(struct vm_event_state, vm_event_states);
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

/**
 * all_vm_events() - the sums of all events, in enum vm_event_item's order
 *
 * Pages that came from and went to per-CPU stocks are counted there (pcp.c).
 */
void all_vm_events(unsigned long *ret)
{
	struct zone *zone;
	int cpu, i;

	memset(ret, 0, NR_VM_EVENT_ITEMS * sizeof(*ret));
	for_each_possible_cpu(cpu) {
		struct vm_event_state *this = &per_cpu(vm_event_states, cpu);

		for (i = 0; i < NR_VM_EVENT_ITEMS; i++)
			ret[i] += READ_ONCE(this->event[i]);
		for_each_populated_zone(zone) {
			struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);

			ret[PGALLOC_NORMAL - ZONE_NORMAL + zone_idx(zone)] += READ_ONCE(pcp->allocs);
			ret[PGFREE] += READ_ONCE(pcp->frees);
		}
	}
}

/* Moves a dead CPU's events to this one. */
void vm_events_fold_cpu(int cpu)
{
	struct vm_event_state *dead = &per_cpu(vm_event_states, cpu);
	int i;

	for (i = 0; i < NR_VM_EVENT_ITEMS; i++) {
		count_vm_events(i, dead->event[i]);
		dead->event[i] = 0;
	}
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

#define EVENT(item, text)	[item] = text
#define EVENT_DMA(item, text)
#define EVENT_DMA32(item, text)
#ifdef CONFIG_ZONE_DMA
#undef EVENT_DMA
#define EVENT_DMA(item, text)	[item##_DMA] = text "_dma",
#endif
#ifdef CONFIG_ZONE_DMA32
#undef EVENT_DMA32
#define EVENT_DMA32(item, text)	[item##_DMA32] = text "_dma32",
#endif
#define EVENT_ZONES(item, text) EVENT_DMA(item, text) EVENT_DMA32(item, text) \
	[item##_NORMAL] = text "_normal", [item##_MOVABLE] = text "_movable"

static const char * const event_text[NR_VM_EVENT_ITEMS] = {
	EVENT(PGPGIN, "pgpgin"), EVENT(PGPGOUT, "pgpgout"),
	EVENT(PSWPIN, "pswpin"), EVENT(PSWPOUT, "pswpout"),
	EVENT_ZONES(PGALLOC, "pgalloc"),
	EVENT_ZONES(ALLOCSTALL, "allocstall"),
	EVENT_ZONES(PGSCAN_SKIP, "pgskip"),
	EVENT(PGFREE, "pgfree"), EVENT(PGACTIVATE, "pgactivate"),
	EVENT(PGDEACTIVATE, "pgdeactivate"), EVENT(PGLAZYFREE, "pglazyfree"),
	EVENT(PGFAULT, "pgfault"), EVENT(PGMAJFAULT, "pgmajfault"),
	EVENT(PGLAZYFREED, "pglazyfreed"), EVENT(PGREFILL, "pgrefill"),
	EVENT(PGREUSE, "pgreuse"),
	EVENT(PGSTEAL_KSWAPD, "pgsteal_kswapd"), EVENT(PGSTEAL_DIRECT, "pgsteal_direct"),
	EVENT(PGSTEAL_KHUGEPAGED, "pgsteal_khugepaged"),
	EVENT(PGSCAN_KSWAPD, "pgscan_kswapd"), EVENT(PGSCAN_DIRECT, "pgscan_direct"),
	EVENT(PGSCAN_KHUGEPAGED, "pgscan_khugepaged"),
	EVENT(PGSCAN_DIRECT_THROTTLE, "pgscan_direct_throttle"),
	EVENT(PGSCAN_ANON, "pgscan_anon"), EVENT(PGSCAN_FILE, "pgscan_file"),
	EVENT(PGSTEAL_ANON, "pgsteal_anon"), EVENT(PGSTEAL_FILE, "pgsteal_file"),
	EVENT(PGINODESTEAL, "pginodesteal"), EVENT(SLABS_SCANNED, "slabs_scanned"),
	EVENT(KSWAPD_INODESTEAL, "kswapd_inodesteal"),
	EVENT(KSWAPD_LOW_WMARK_HIT_QUICKLY, "kswapd_low_wmark_hit_quickly"),
	EVENT(KSWAPD_HIGH_WMARK_HIT_QUICKLY, "kswapd_high_wmark_hit_quickly"),
	EVENT(PAGEOUTRUN, "pageoutrun"), EVENT(PGROTATED, "pgrotated"),
	EVENT(DROP_PAGECACHE, "drop_pagecache"), EVENT(DROP_SLAB, "drop_slab"),
	EVENT(OOM_KILL, "oom_kill"),
	EVENT(PGMIGRATE_SUCCESS, "pgmigrate_success"), EVENT(PGMIGRATE_FAIL, "pgmigrate_fail"),
	EVENT(THP_MIGRATION_SUCCESS, "thp_migration_success"),
	EVENT(THP_MIGRATION_FAIL, "thp_migration_fail"),
	EVENT(THP_MIGRATION_SPLIT, "thp_migration_split"),
	EVENT(COMPACTMIGRATE_SCANNED, "compact_migrate_scanned"),
	EVENT(COMPACTFREE_SCANNED, "compact_free_scanned"),
	EVENT(COMPACTISOLATED, "compact_isolated"),
	EVENT(COMPACTSTALL, "compact_stall"), EVENT(COMPACTFAIL, "compact_fail"),
	EVENT(COMPACTSUCCESS, "compact_success"),
	EVENT(KCOMPACTD_WAKE, "compact_daemon_wake"),
	EVENT(KCOMPACTD_MIGRATE_SCANNED, "compact_daemon_migrate_scanned"),
	EVENT(KCOMPACTD_FREE_SCANNED, "compact_daemon_free_scanned"),
	EVENT(HTLB_BUDDY_PGALLOC, "htlb_buddy_alloc_success"),
	EVENT(HTLB_BUDDY_PGALLOC_FAIL, "htlb_buddy_alloc_fail"),
	EVENT(CMA_ALLOC_SUCCESS, "cma_alloc_success"), EVENT(CMA_ALLOC_FAIL, "cma_alloc_fail"),
	EVENT(UNEVICTABLE_PGCULLED, "unevictable_pgs_culled"),
	EVENT(UNEVICTABLE_PGSCANNED, "unevictable_pgs_scanned"),
	EVENT(UNEVICTABLE_PGRESCUED, "unevictable_pgs_rescued"),
	EVENT(UNEVICTABLE_PGMLOCKED, "unevictable_pgs_mlocked"),
	EVENT(UNEVICTABLE_PGMUNLOCKED, "unevictable_pgs_munlocked"),
	EVENT(UNEVICTABLE_PGCLEARED, "unevictable_pgs_cleared"),
	EVENT(UNEVICTABLE_PGSTRANDED, "unevictable_pgs_stranded"),
	EVENT(THP_FAULT_ALLOC, "thp_fault_alloc"), EVENT(THP_FAULT_FALLBACK, "thp_fault_fallback"),
	EVENT(THP_FAULT_FALLBACK_CHARGE, "thp_fault_fallback_charge"),
	EVENT(THP_COLLAPSE_ALLOC, "thp_collapse_alloc"),
	EVENT(THP_COLLAPSE_ALLOC_FAILED, "thp_collapse_alloc_failed"),
	EVENT(THP_FILE_ALLOC, "thp_file_alloc"), EVENT(THP_FILE_FALLBACK, "thp_file_fallback"),
	EVENT(THP_FILE_FALLBACK_CHARGE, "thp_file_fallback_charge"),
	EVENT(THP_FILE_MAPPED, "thp_file_mapped"),
	EVENT(THP_SPLIT_PAGE, "thp_split_page"),
	EVENT(THP_SPLIT_PAGE_FAILED, "thp_split_page_failed"),
	EVENT(THP_DEFERRED_SPLIT_PAGE, "thp_deferred_split_page"),
	EVENT(THP_UNDERUSED_SPLIT_PAGE, "thp_underused_split_page"),
	EVENT(THP_SPLIT_PMD, "thp_split_pmd"),
	EVENT(THP_SCAN_EXCEED_NONE_PTE, "thp_scan_exceed_none_pte"),
	EVENT(THP_SCAN_EXCEED_SWAP_PTE, "thp_scan_exceed_swap_pte"),
	EVENT(THP_SCAN_EXCEED_SHARED_PTE, "thp_scan_exceed_share_pte"),
	EVENT(THP_SPLIT_PUD, "thp_split_pud"),
	EVENT(THP_ZERO_PAGE_ALLOC, "thp_zero_page_alloc"),
	EVENT(THP_ZERO_PAGE_ALLOC_FAILED, "thp_zero_page_alloc_failed"),
	EVENT(THP_SWPOUT, "thp_swpout"), EVENT(THP_SWPOUT_FALLBACK, "thp_swpout_fallback"),
	EVENT(BALLOON_INFLATE, "balloon_inflate"), EVENT(BALLOON_DEFLATE, "balloon_deflate"),
	EVENT(BALLOON_MIGRATE, "balloon_migrate"),
	EVENT(NR_TLB_REMOTE_FLUSH, "nr_tlb_remote_flush"),
	EVENT(NR_TLB_REMOTE_FLUSH_RECEIVED, "nr_tlb_remote_flush_received"),
	EVENT(NR_TLB_LOCAL_FLUSH_ALL, "nr_tlb_local_flush_all"),
	EVENT(NR_TLB_LOCAL_FLUSH_ONE, "nr_tlb_local_flush_one"),
	EVENT(SWAP_RA, "swap_ra"), EVENT(SWAP_RA_HIT, "swap_ra_hit"),
	EVENT(SWPIN_ZERO, "swpin_zero"), EVENT(SWPOUT_ZERO, "swpout_zero"),
	EVENT(KSM_SWPIN_COPY, "ksm_swpin_copy"), EVENT(COW_KSM, "cow_ksm"),
	EVENT(ZSWPIN, "zswpin"), EVENT(ZSWPOUT, "zswpout"), EVENT(ZSWPWB, "zswpwb"),
	EVENT(DIRECT_MAP_LEVEL2_SPLIT, "direct_map_level2_splits"),
	EVENT(DIRECT_MAP_LEVEL3_SPLIT, "direct_map_level3_splits"),
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

const char *vm_event_name(enum vm_event_item item)
{
	return event_text[item];
}
