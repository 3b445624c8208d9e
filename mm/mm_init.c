// SPDX-License-Identifier: GPL-2.0-only
/*
 * mm_init.c - nodes, zones and struct pages, from what memblock knows.
 *
 * Owns:       the boot-time set-up of pglist_data, zone and struct page.
 * Invariant:  zones of a node do not overlap; a zone's spanned_pages covers its
 *             present_pages, and those cover its managed pages (zone_check()).
 * Locks:      none: the boot CPU alone.
 * Elsewhere:  memory map (memblock.c), struct page memory (sparse-vmemmap.c), watermarks
 *             (zone_tune.c), free lists (page_alloc.c).
 *
 * free_area_init() runs with only memblock to allocate from. mm_core_init() then reads like a
 * list: the hand-over from memblock, slab, vmalloc.
 */
#include <linux/init.h>
#include <linux/kasan.h>
#include <linux/kernel.h>
#include <linux/kmemleak.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/page_owner.h>
#include <linux/panic.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/stackdepot.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm/sections.h>
#include "pages.h"

void *high_memory;
unsigned long max_mapnr;

static const char * const zone_names[MAX_NR_ZONES] = {
#ifdef CONFIG_ZONE_DMA
	[ZONE_DMA]	= "DMA",
#endif
#ifdef CONFIG_ZONE_DMA32
	[ZONE_DMA32]	= "DMA32",
#endif
	[ZONE_NORMAL]	= "Normal",
	[ZONE_MOVABLE]	= "Movable",
};

/* By address; a zone ends where the next one begins. */
static unsigned long zone_lowest_pfn[MAX_NR_ZONES] __initdata;
static unsigned long zone_highest_pfn[MAX_NR_ZONES] __initdata;
static unsigned long zone_movable_pfn[MAX_NUMNODES] __initdata;

/* ---- ZONE_MOVABLE: kernelcore= and movablecore= ------------------------- */

static unsigned long required_kernelcore __initdata, required_movablecore __initdata;
static unsigned long kernelcore_percent __initdata, movablecore_percent __initdata;

static int __init parse_core(char *p, unsigned long *core, unsigned long *percent)
{
	unsigned long long n;
	char *end;

	if (!p)
		return -EINVAL;
	n = simple_strtoull(p, &end, 0);
	if (*end == '%') {
		*percent = min(n, 100ULL);
		return 0;
	}
	*core = PHYS_PFN(memparse(p, &p));
	return 0;
}

static int __init cmdline_parse_kernelcore(char *p)
{
	return parse_core(p, &required_kernelcore, &kernelcore_percent);
}
early_param("kernelcore", cmdline_parse_kernelcore);

static int __init cmdline_parse_movablecore(char *p)
{
	return parse_core(p, &required_movablecore, &movablecore_percent);
}
early_param("movablecore", cmdline_parse_movablecore);

static unsigned long __init pages_in_range(int nid, unsigned long start, unsigned long end)
{
	unsigned long s, e, pages = 0;
	int i;

	for_each_mem_pfn_range(i, nid, &s, &e, NULL) {
		s = clamp(s, start, end);
		e = clamp(e, start, end);
		pages += e - s;
	}
	return pages;
}

/*
 * The top @movable pages of each node's memory, in equal shares of what each has, become
 * ZONE_MOVABLE, on pageblock boundaries and never below ZONE_NORMAL's (or the highest
 * populated zone's) start.
 */
static void __init find_zone_movable_pfns(void)
{
	unsigned long total = pages_in_range(NUMA_NO_NODE, 0, ~0UL), movable = 0;
	enum zone_type top = ZONE_NORMAL;
	int nid;

	if (kernelcore_percent)
		required_kernelcore = total / 100 * kernelcore_percent;
	if (movablecore_percent)
		required_movablecore = total / 100 * movablecore_percent;
	if (required_movablecore)
		movable = min(required_movablecore, total);
	if (required_kernelcore && required_kernelcore < total)
		movable = total - required_kernelcore;
	if (!movable)
		return;
	while (top && !pages_in_range(NUMA_NO_NODE, zone_lowest_pfn[top], zone_highest_pfn[top]))
		top--;
	for_each_online_node(nid) {
		unsigned long have = pages_in_range(nid, 0, ~0UL);
		unsigned long want = total ? movable / (total / max(have, 1UL) ?: 1) : 0;
		unsigned long lo = zone_lowest_pfn[top], hi = zone_highest_pfn[top], mid;

		if (!have)
			continue;
		/* the lowest boundary above which at most @want pages lie */
		while (lo < hi) {
			mid = lo + (hi - lo) / 2;
			if (pages_in_range(nid, mid, ~0UL) <= want)
				hi = mid;
			else
				lo = mid + 1;
		}
		lo = pageblock_align(lo);
		if (lo < zone_highest_pfn[top])
			zone_movable_pfn[nid] = lo;
	}
}

/* The frames of [@start, @end) that zone @zid of node @nid spans; nothing if *start == *end. */
static void __init zone_span(int nid, enum zone_type zid, unsigned long node_start,
			     unsigned long node_end, unsigned long *start, unsigned long *end)
{
	unsigned long movable = zone_movable_pfn[nid];

	if (zid == ZONE_MOVABLE) {
		*start = movable ? max(movable, node_start) : node_end;
		*end = node_end;
	} else {
		*start = clamp(node_start, zone_lowest_pfn[zid], zone_highest_pfn[zid]);
		*end = clamp(node_end, zone_lowest_pfn[zid], zone_highest_pfn[zid]);
		if (movable) {
			*start = min(*start, movable);
			*end = min(*end, movable);
		}
	}
	if (*start > *end)
		*start = *end;
}

/* ---- struct pages ------------------------------------------------------- */

/**
 * __init_single_page() - a struct page's first state: reserved by nobody, referenced once
 * @page: zeroed memory
 */
void __init_single_page(struct page *page, unsigned long pfn, unsigned long zone, int nid)
{
	set_page_links(page, zone, nid);
	set_page_count(page, 1);
	page->page_type = PAGE_TYPE_NONE;
	INIT_LIST_HEAD(&page->lru);
}

static void __init init_zone_range(struct zone *zone, unsigned long start, unsigned long end)
{
	unsigned long zid = zone_idx(zone);
	int nid = zone_to_nid(zone);
	unsigned long pfn;

	start = max(start, zone->zone_start_pfn);
	end = min(end, zone_end_pfn(zone));
	for (pfn = start; pfn < end; pfn++)
		__init_single_page(pfn_to_page(pfn), pfn, zid, nid);
}

/* Frames that have a struct page because of their neighbours, but are no RAM. */
static void __init init_hole(unsigned long start, unsigned long end, enum zone_type zid, int nid)
{
	unsigned long pfn;

	for (pfn = start; pfn < end; pfn++) {
		if (!pfn_valid(pfn))
			continue;
		__init_single_page(pfn_to_page(pfn), pfn, zid, nid);
		__SetPageReserved(pfn_to_page(pfn));
	}
}

static enum zone_type __init zone_of_pfn(unsigned long pfn)
{
	enum zone_type zid;

	for (zid = 0; zid < ZONE_NORMAL; zid++)
		if (pfn < zone_highest_pfn[zid])
			break;
	return zid;
}

/* The holes before, between and behind the ranges of RAM, as far as subsections reach. */
static void __init init_holes(void)
{
	unsigned long hole = 0, start, end;
	int i, nid, last_nid = 0;

	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, &nid) {
		unsigned long from = max(hole, ALIGN_DOWN(start, PAGES_PER_SUBSECTION));
		unsigned long upto = min(start, ALIGN(hole, PAGES_PER_SUBSECTION));

		if (hole && hole < upto)
			init_hole(hole, upto, zone_of_pfn(hole), last_nid);
		if (max(from, upto) < start)
			init_hole(max(from, upto), start, zone_of_pfn(start - 1), max(nid, 0));
		hole = end;
		last_nid = max(nid, 0);
	}
	init_hole(hole, ALIGN(hole, PAGES_PER_SUBSECTION), zone_of_pfn(hole), last_nid);
}

void __init memmap_init(void)
{
	unsigned long start, end;
	int i, nid, zid;

	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, &nid) {
		struct pglist_data *pgdat = NODE_DATA(max(nid, 0));

		for (zid = 0; zid < MAX_NR_ZONES; zid++)
			if (populated_zone(&pgdat->node_zones[zid]))
				init_zone_range(&pgdat->node_zones[zid], start, end);
	}
	init_holes();
}

/* Marks the struct pages of a range reserved that is not to be given to the allocator. */
void __init reserve_bootmem_region(phys_addr_t start, phys_addr_t end, int nid)
{
	unsigned long pfn;

	for (pfn = PFN_DOWN(start); pfn < PFN_UP(end); pfn++)
		if (pfn_valid(pfn))
			__SetPageReserved(pfn_to_page(pfn));
}

static void __init pageblock_types_init(void)
{
	unsigned long blocks = (PHYS_PFN(memblock_end_of_DRAM() + SUBSECTION_SIZE - 1) >>
				pageblock_order) + 1;

	pageblock_types = memblock_alloc_or_panic(blocks, SMP_CACHE_BYTES);
	memset(pageblock_types, MIGRATE_MOVABLE, blocks);
}

/* ---- nodes and zones ---------------------------------------------------- */

void lruvec_init(struct lruvec *lruvec)
{
	enum lru_list lru;

	memset(lruvec, 0, sizeof(*lruvec));
	spin_lock_init(&lruvec->lru_lock);
	for_each_lru(lru)
		INIT_LIST_HEAD(&lruvec->lists[lru]);
}

/* One node's counters exist from the start; others' are allocated by setup_per_cpu_pageset(). */
static DEFINE_PER_CPU(struct per_cpu_nodestat, boot_nodestats);

static void __init init_zone(struct pglist_data *pgdat, enum zone_type zid, unsigned long start,
			     unsigned long end)
{
	struct zone *zone = &pgdat->node_zones[zid];

	zone->name = zone_names[zid];
	zone->zone_pgdat = pgdat;
	spin_lock_init(&zone->lock);
	zone_init_free_lists(zone);
	pcp_boot_init(zone);
	zone->compact_order_failed = -1;
	if (start == end)
		return;
	zone->zone_start_pfn = start;
	zone->spanned_pages = end - start;
	zone->present_pages = pages_in_range(pgdat->node_id, start, end);
	zone->contiguous = zone->present_pages == zone->spanned_pages;
	zone->initialized = 1;
	if (!zone->present_pages) {
		zone->spanned_pages = 0;
		return;
	}
	pgdat->nr_zones = zid + 1;
	pr_info("  %-8s [mem %#018llx-%#018llx]\n", zone->name, PFN_PHYS(start),
		PFN_PHYS(end) - 1);
}

static void __init init_node(int nid)
{
	struct pglist_data *pgdat = NODE_DATA(nid);
	unsigned long start, end, node_start = ~0UL, node_end = 0;
	enum zone_type zid;
	int i;

	for_each_mem_pfn_range(i, MAX_NUMNODES > 1 ? nid : MAX_NUMNODES, &start, &end, NULL) {
		node_start = min(node_start, start);
		node_end = max(node_end, end);
	}
	if (node_start > node_end)
		node_start = node_end = 0;
	pgdat->node_id = nid;
	pgdat->node_start_pfn = node_start;
	pgdat->node_spanned_pages = node_end - node_start;
	pgdat->node_present_pages = pages_in_range(MAX_NUMNODES > 1 ? nid : NUMA_NO_NODE,
						   node_start, node_end);
	pgdat->per_cpu_nodestats = &boot_nodestats;
	init_waitqueue_head(&pgdat->kswapd_wait);
	init_waitqueue_head(&pgdat->pfmemalloc_wait);
	init_waitqueue_head(&pgdat->kcompactd_wait);
	lruvec_init(&pgdat->__lruvec);
	for (zid = 0; zid < MAX_NR_ZONES; zid++) {
		zone_span(nid, zid, node_start, node_end, &start, &end);
		init_zone(pgdat, zid, start, end);
	}
	if (pgdat->node_present_pages) {
		node_set_state(nid, N_MEMORY);
		node_set_state(nid, N_NORMAL_MEMORY);
	}
}

/**
 * free_area_init() - set up struct pages, zones and nodes
 * @max_zone_pfn: for each zone the frame behind its last possible one; 0: no such zone
 *
 * memblock must be complete and its allocations mapped.
 */
void __init free_area_init(unsigned long *max_zone_pfn)
{
	unsigned long low = PHYS_PFN(memblock_start_of_DRAM());
	enum zone_type zid;
	int nid;

	for (zid = 0; zid < MAX_NR_ZONES; zid++) {
		if (zid == ZONE_MOVABLE)
			continue;
		zone_lowest_pfn[zid] = low;
		zone_highest_pfn[zid] = max(max_zone_pfn[zid], low);
		low = zone_highest_pfn[zid];
	}
	sparse_init();
	pageblock_types_init();
	find_zone_movable_pfns();
	pr_info("Zone ranges:\n");
	for_each_online_node(nid)
		init_node(nid);
	memmap_init();
	max_mapnr = PHYS_PFN(memblock_end_of_DRAM());
	high_memory = __va(memblock_end_of_DRAM() - 1) + 1;
}

/* ---- zonelists ---------------------------------------------------------- */

static int __init add_node_zones(struct pglist_data *pgdat, struct zoneref *refs, int n)
{
	int zid;

	for (zid = MAX_NR_ZONES - 1; zid >= 0; zid--) {
		if (!populated_zone(&pgdat->node_zones[zid]))
			continue;
		refs[n].zone = &pgdat->node_zones[zid];
		refs[n++].zone_idx = zid;
	}
	return n;
}

/* The nearest node to @node not yet in @used, or NUMA_NO_NODE. */
static int __init nearest_node(int node, nodemask_t *used)
{
	int n, best = NUMA_NO_NODE;

	for_each_node_state(n, N_MEMORY) {
		if (node_isset(n, *used))
			continue;
		if (best == NUMA_NO_NODE || node_distance(node, n) < node_distance(node, best))
			best = n;
	}
	if (best != NUMA_NO_NODE)
		node_set(best, *used);
	return best;
}

static void __init build_zonelists(struct pglist_data *pgdat)
{
	struct zoneref *all = pgdat->node_zonelists[ZONELIST_FALLBACK]._zonerefs;
	struct zoneref *own = pgdat->node_zonelists[ZONELIST_NOFALLBACK]._zonerefs;
	nodemask_t used = NODE_MASK_NONE;
	int node, n;

	n = add_node_zones(pgdat, own, 0);
	own[n] = (struct zoneref) { };
	n = add_node_zones(pgdat, all, 0);
	node_set(pgdat->node_id, used);
	while ((node = nearest_node(pgdat->node_id, &used)) != NUMA_NO_NODE)
		n = add_node_zones(NODE_DATA(node), all, n);
	all[n] = (struct zoneref) { };
	for (n = 0; n < ARRAY_SIZE(pgdat->gfp_first_zone); n++)
		pgdat->gfp_first_zone[n] = first_zones_zonelist(&pgdat->node_zonelists[ZONELIST_FALLBACK],
								gfp_zone((__force gfp_t)n), NULL)->zone;
}

/**
 * build_all_zonelists() - decide for each node the order in which zones are tried
 * @pgdat: unused at boot (NULL)
 *
 * The node's own zones first, the highest first, so that scarce low memory is used last; then
 * the other nodes by distance.
 */
void __init build_all_zonelists(pg_data_t *pgdat)
{
	int nid;

	for_each_online_node(nid)
		build_zonelists(NODE_DATA(nid));
}

/* ---- the hand-over ------------------------------------------------------ */

/* Gives [start, end) to the buddy allocator in the largest aligned blocks. */
static void __init free_pages_range(unsigned long start, unsigned long end)
{
	while (start < end) {
		unsigned int order = MAX_PAGE_ORDER;

		if (start)
			order = min_t(unsigned int, order, __ffs(start));
		while (start + (1UL << order) > end)
			order--;
		__free_pages_core(pfn_to_page(start), order);
		start += 1UL << order;
	}
}

/* The struct pages of reserved memory say so; the allocator never sees them. */
static void __init mark_reserved_pages(void)
{
	struct memblock_region *r;
	phys_addr_t start, end;
	u64 i;

	for_each_reserved_mem_range(i, &start, &end)
		reserve_bootmem_region(start, end, NUMA_NO_NODE);
	for_each_mem_region(r)
		if (memblock_is_nomap(r))
			reserve_bootmem_region(r->base, r->base + r->size, r->nid);
}

/**
 * memblock_free_all() - hand everything that is not reserved to the page allocator
 */
void __init memblock_free_all(void)
{
	phys_addr_t start, end;
	u64 i;

	mark_reserved_pages();
	for_each_free_mem_range(i, NUMA_NO_NODE, MEMBLOCK_HOTPLUG, &start, &end, NULL) {
		unsigned long start_pfn = PFN_UP(start), end_pfn = PFN_DOWN(end);

		if (start_pfn < end_pfn)
			free_pages_range(start_pfn, end_pfn);
	}
	memblock.handed_over = true;
}

static void __init give_own_percpu(struct zone *zone)
{
	struct per_cpu_zonestat __percpu *stats = alloc_percpu(struct per_cpu_zonestat);
	struct per_cpu_pages __percpu *stock = alloc_percpu(struct per_cpu_pages);

	if (!stats || !stock)
		panic("No memory for the per-CPU data of node %d's zones", zone_to_nid(zone));
	pcp_init(stock);
	zone->per_cpu_zonestats = stats;
	zone->per_cpu_pageset = stock;
}

/**
 * setup_per_cpu_pageset() - each zone gets stocks and counters of its own, and all of them their sizes
 *
 * Until now stocks keep next to nothing, each change of a counter is folded, and there are no watermarks.
 */
void __init setup_per_cpu_pageset(void)
{
	struct pglist_data *pgdat;
	struct zone *zone;

	for_each_online_pgdat(pgdat) {
		if (pgdat->node_id == first_online_node)
			continue;
		pgdat->per_cpu_nodestats = alloc_percpu(struct per_cpu_nodestat);
		if (!pgdat->per_cpu_nodestats)
			panic("No memory for the counters of node %d", pgdat->node_id);
	}
	for_each_zone(zone)
		if (zone_to_nid(zone) != first_online_node)
			give_own_percpu(zone);
	calculate_min_free_kbytes();
	setup_per_zone_wmarks();
	gfp_allowed_mask = __GFP_BITS_MASK;
}

/* ---- the list ----------------------------------------------------------- */

void __init mem_init_print_info(void)
{
	unsigned long physpages = PHYS_PFN(memblock_phys_mem_size());

	pr_info("Memory: %luK/%luK available (%luK kernel code, %luK rwdata, %luK rodata, %luK init, %luK bss, %luK reserved)\n",
		totalram_pages() << (PAGE_SHIFT - 10), physpages << (PAGE_SHIFT - 10),
		(unsigned long)(_etext - _text) >> 10, (unsigned long)(_edata - _sdata) >> 10,
		(unsigned long)(__end_rodata - __start_rodata) >> 10,
		(unsigned long)(__init_end - __init_begin) >> 10,
		(unsigned long)(__bss_stop - __bss_start) >> 10,
		(physpages - totalram_pages()) << (PAGE_SHIFT - 10));
}

/**
 * mm_core_init() - start the allocators, bottom up
 *
 * Before: memblock. After: pages, slabs, vmalloc. Interrupts are still off.
 */
void __init mm_core_init(void)
{
	pcp_early_init();
	init_mem_debugging_and_hardening();
	stack_depot_early_init();
	page_owner_init();
	memblock_free_all();
	mem_init_print_info();
	kasan_init_late();
	kmem_cache_init();
	kmemleak_init();
	vmalloc_init();
}
