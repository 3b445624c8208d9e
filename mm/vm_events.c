// SPDX-License-Identifier: GPL-2.0-only
/*
 * vm_events.c - things that happen to memory, counted on each CPU, and their part of /proc/vmstat.
 *
 * Owns:       vm_event_states.
 * Invariant:  an event's number is the sum over all CPUs; one CPU's share alone means nothing.
 * Locks:      none: a CPU adds to its own share by one instruction.
 * Elsewhere:  counting (vmstat.h), pages handed out and taken in (pcp.c counts them in its stocks).
 */
#include <linux/cpumask.h>
#include <linux/gfp.h>
#include <linux/mmzone.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/vmstat.h>

DEFINE_PER_CPU(struct vm_event_state, vm_event_states);

/* The sums in enum vm_event_item's order. Pages that came from and went to stocks are counted there. */
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

/**
 * vm_events_show() - the events' lines of /proc/vmstat
 * @m: where to
 *
 * Context: process; allocates.
 * Return: 0 or -ENOMEM.
 */
int vm_events_show(struct seq_file *m)
{
	unsigned long *events = (unsigned long *)__get_free_page(GFP_KERNEL);

	BUILD_BUG_ON(NR_VM_EVENT_ITEMS * sizeof(*events) > PAGE_SIZE);
	if (!events)
		return -ENOMEM;
	all_vm_events(events);
	for (int i = 0; i < NR_VM_EVENT_ITEMS; i++)
		seq_printf(m, "%s %lu\n", event_text[i], events[i]);
	free_page((unsigned long)events);
	return 0;
}
