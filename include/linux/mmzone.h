/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mmzone.h - nodes, zones, free lists, watermarks, and the counters that go with them.
 *
 * A node (pglist_data) is memory at one distance from a CPU; a zone is the part of a node
 * that a class of allocation may use.  Each zone has a buddy allocator (free_area), and for
 * each CPU a stock of pages in front of it (per_cpu_pages).  A zonelist is the order in
 * which an allocation tries zones.
 *
 * Guards: [Z] zone->lock, [I] fixed after boot (or changed only with hotplug stopped),
 * [A] atomic, [C] the CPU that owns it, [L] as named.
 */
#ifndef _LINUX_MMZONE_H
#define _LINUX_MMZONE_H

#include <linux/spinlock.h>
#include <linux/list.h>
#include <linux/wait.h>
#include <linux/cache.h>
#include <linux/atomic.h>
#include <linux/numa.h>
#include <linux/nodemask.h>
#include <linux/page-flags.h>
#include <linux/mm_types.h>
#include <linux/mutex.h>
#include <asm/page.h>

/* The largest block the buddy allocator holds: 4 MiB with 4 KiB pages. */
#define MAX_PAGE_ORDER		10
#define MAX_ORDER_NR_PAGES	(1 << MAX_PAGE_ORDER)
#define NR_PAGE_ORDERS		(MAX_PAGE_ORDER + 1)
#define IS_MAX_ORDER_ALIGNED(pfn) (((pfn) & (MAX_ORDER_NR_PAGES - 1)) == 0)

/* Beyond this order an allocation may fail where a smaller one is tried on and on. */
#define PAGE_ALLOC_COSTLY_ORDER	3

/* Mobility is decided for blocks of one huge page: a table page's worth of PTEs. */
#define pageblock_order		(PAGE_SHIFT - 3)
#define pageblock_nr_pages	(1UL << pageblock_order)
#define pageblock_align(pfn)	ALIGN((pfn), pageblock_nr_pages)
#define pageblock_aligned(pfn)	IS_ALIGNED((pfn), pageblock_nr_pages)
#define pageblock_start_pfn(pfn) ALIGN_DOWN((pfn), pageblock_nr_pages)
#define pageblock_end_pfn(pfn)	ALIGN((pfn) + 1, pageblock_nr_pages)

enum migratetype {
	MIGRATE_UNMOVABLE,
	MIGRATE_MOVABLE,
	MIGRATE_RECLAIMABLE,
	MIGRATE_PCPTYPES,		/* types that per-CPU lists hold */
	MIGRATE_HIGHATOMIC = MIGRATE_PCPTYPES,	/* kept for atomic allocations of more than a page */
	MIGRATE_ISOLATE,		/* not to be allocated from */
	MIGRATE_TYPES
};

extern const char * const migratetype_names[MIGRATE_TYPES];

#define is_migrate_cma(mt)		false
#define is_migrate_cma_page(page)	false
#define is_migrate_isolate(mt)		((mt) == MIGRATE_ISOLATE)
#define is_migrate_highatomic(mt)	((mt) == MIGRATE_HIGHATOMIC)

static inline bool is_migrate_movable(int mt)
{
	return mt == MIGRATE_MOVABLE;
}

static inline bool migratetype_is_mergeable(int mt)
{
	return mt < MIGRATE_PCPTYPES;
}

#define for_each_migratetype_order(order, type)				\
	for (order = 0; order < NR_PAGE_ORDERS; order++)		\
		for (type = 0; type < MIGRATE_TYPES; type++)

/*
 * The mobility of each pageblock, one byte a block, indexed by pfn >> pageblock_order.
 * Covers every frame that has a struct page.  [Z] to write; readers outside the lock get a
 * hint that they check again under it.
 */
extern u8 *pageblock_types;

static __always_inline int get_pfnblock_migratetype(const struct page *page, unsigned long pfn)
{
	return READ_ONCE(pageblock_types[pfn >> pageblock_order]);
}

#define get_pageblock_migratetype(page)	get_pfnblock_migratetype(page, page_to_pfn(page))

struct free_area {
	struct list_head free_list[MIGRATE_TYPES];	/* [Z] */
	unsigned long nr_free;				/* [Z] blocks of this order */
};

/* ---- counters ----------------------------------------------------------- */

enum zone_stat_item {
	NR_FREE_PAGES,
	NR_ZONE_LRU_BASE,
	NR_ZONE_INACTIVE_ANON = NR_ZONE_LRU_BASE,
	NR_ZONE_ACTIVE_ANON,
	NR_ZONE_INACTIVE_FILE,
	NR_ZONE_ACTIVE_FILE,
	NR_ZONE_UNEVICTABLE,
	NR_ZONE_WRITE_PENDING,
	NR_MLOCK,
	NR_BOUNCE,
	NR_ZSPAGES,
	NR_FREE_CMA_PAGES,
	NR_VM_ZONE_STAT_ITEMS
};

enum node_stat_item {
	NR_LRU_BASE,
	NR_INACTIVE_ANON = NR_LRU_BASE,
	NR_ACTIVE_ANON,
	NR_INACTIVE_FILE,
	NR_ACTIVE_FILE,
	NR_UNEVICTABLE,
	NR_SLAB_RECLAIMABLE_B,
	NR_SLAB_UNRECLAIMABLE_B,
	NR_ISOLATED_ANON,
	NR_ISOLATED_FILE,
	WORKINGSET_NODES,
	WORKINGSET_REFAULT_BASE,
	WORKINGSET_REFAULT_ANON = WORKINGSET_REFAULT_BASE,
	WORKINGSET_REFAULT_FILE,
	WORKINGSET_ACTIVATE_BASE,
	WORKINGSET_ACTIVATE_ANON = WORKINGSET_ACTIVATE_BASE,
	WORKINGSET_ACTIVATE_FILE,
	WORKINGSET_RESTORE_BASE,
	WORKINGSET_RESTORE_ANON = WORKINGSET_RESTORE_BASE,
	WORKINGSET_RESTORE_FILE,
	WORKINGSET_NODERECLAIM,
	NR_ANON_MAPPED,
	NR_FILE_MAPPED,
	NR_FILE_PAGES,
	NR_FILE_DIRTY,
	NR_WRITEBACK,
	NR_WRITEBACK_TEMP,
	NR_SHMEM,
	NR_SHMEM_THPS,
	NR_SHMEM_PMDMAPPED,
	NR_FILE_THPS,
	NR_FILE_PMDMAPPED,
	NR_ANON_THPS,
	NR_VMSCAN_WRITE,
	NR_VMSCAN_IMMEDIATE,
	NR_DIRTIED,
	NR_WRITTEN,
	NR_THROTTLED_WRITTEN,
	NR_KERNEL_MISC_RECLAIMABLE,
	NR_FOLL_PIN_ACQUIRED,
	NR_FOLL_PIN_RELEASED,
	NR_KERNEL_STACK_KB,
	NR_PAGETABLE,
	NR_SECONDARY_PAGETABLE,
	NR_SWAPCACHE,
	PGDEMOTE_KSWAPD,
	PGDEMOTE_DIRECT,
	PGDEMOTE_KHUGEPAGED,
	NR_MEMMAP,
	NR_MEMMAP_BOOT,
	NR_VM_NODE_STAT_ITEMS
};

/* Callers count these in bytes, whole pages at a time; they are stored as pages. */
static __always_inline bool vmstat_item_in_bytes(int idx)
{
	return idx == NR_SLAB_RECLAIMABLE_B || idx == NR_SLAB_UNRECLAIMABLE_B;
}

/* Not yet folded into vm_stat[]; |diff| stays below the threshold.  [C], interrupt-safe ops */
struct per_cpu_zonestat {
	s32 vm_stat_diff[NR_VM_ZONE_STAT_ITEMS];
	s32 stat_threshold;		/* [I] set with the watermarks */
};

struct per_cpu_nodestat {
	s32 stat_threshold;		/* [I] set with the watermarks */
	s32 vm_node_stat_diff[NR_VM_NODE_STAT_ITEMS];
};

/* ---- LRU lists (used by layers 4 and 7) --------------------------------- */

#define LRU_BASE	0
#define LRU_ACTIVE	1
#define LRU_FILE	2

enum lru_list {
	LRU_INACTIVE_ANON = LRU_BASE,
	LRU_ACTIVE_ANON = LRU_BASE + LRU_ACTIVE,
	LRU_INACTIVE_FILE = LRU_BASE + LRU_FILE,
	LRU_ACTIVE_FILE = LRU_BASE + LRU_FILE + LRU_ACTIVE,
	LRU_UNEVICTABLE,
	NR_LRU_LISTS
};

#define ANON_AND_FILE	2

#define for_each_lru(lru)		for (lru = 0; lru < NR_LRU_LISTS; lru++)
#define for_each_evictable_lru(lru)	for (lru = 0; lru <= LRU_ACTIVE_FILE; lru++)

static inline bool is_file_lru(enum lru_list lru)
{
	return lru == LRU_INACTIVE_FILE || lru == LRU_ACTIVE_FILE;
}

static inline bool is_active_lru(enum lru_list lru)
{
	return lru == LRU_ACTIVE_ANON || lru == LRU_ACTIVE_FILE;
}

struct lruvec {
	struct list_head lists[NR_LRU_LISTS];	/* [L] lru_lock */
	spinlock_t lru_lock;
	unsigned long anon_cost;		/* [L] lru_lock: reclaim cost seen lately */
	unsigned long file_cost;
	atomic_long_t nonresident_age;		/* [A] evictions and activations */
	unsigned long refaults[ANON_AND_FILE];	/* [L] reclaim */
	unsigned long flags;
};

typedef unsigned __bitwise isolate_mode_t;
#define ISOLATE_UNMAPPED	((__force isolate_mode_t)0x2)
#define ISOLATE_ASYNC_MIGRATE	((__force isolate_mode_t)0x4)
#define ISOLATE_UNEVICTABLE	((__force isolate_mode_t)0x8)

/* ---- per-CPU pages ------------------------------------------------------ */

enum zone_watermarks {
	WMARK_MIN,
	WMARK_LOW,
	WMARK_HIGH,
	WMARK_PROMO,
	NR_WMARK
};

/* Lists: three mobilities for orders 0..3, then huge pages (movable or not). */
#define NR_LOWORDER_PCP_LISTS	(MIGRATE_PCPTYPES * (PAGE_ALLOC_COSTLY_ORDER + 1))
#define NR_PCP_THP		2
#define NR_PCP_LISTS		(NR_LOWORDER_PCP_LISTS + NR_PCP_THP)

/**
 * struct per_cpu_pages - one CPU's stock of free pages of one zone.
 * @turn: held by whoever works on the lists; see struct local_turn in mm/pages.h
 * @count: pages in all lists
 * @high: above this, a batch goes back to the buddy lists
 * @batch: pages moved to or from the buddy lists at a time
 * @allocs, @frees: pages handed out and taken in, for PGALLOC and PGFREE
 * @lists: by mobility and order
 *
 * Everything is [C].
 */
struct per_cpu_pages {
	u32 turn;
	u32 drain_wanted;
	int count;
	int high;
	int batch;
	int high_min;
	int high_max;
	unsigned long allocs;
	unsigned long frees;
	struct list_head lists[NR_PCP_LISTS];
} ____cacheline_aligned_in_smp;

/* ---- zones -------------------------------------------------------------- */

enum zone_type {
#ifdef CONFIG_ZONE_DMA
	ZONE_DMA,		/* below 16 MiB: oldest devices */
#endif
#ifdef CONFIG_ZONE_DMA32
	ZONE_DMA32,		/* below 4 GiB: 32-bit devices */
#endif
	ZONE_NORMAL,
	ZONE_MOVABLE,		/* only what can be migrated away */
	__MAX_NR_ZONES
};

#define MAX_NR_ZONES	__MAX_NR_ZONES
static_assert(MAX_NR_ZONES <= (1 << ZONES_WIDTH));

/* For arrays that must be sized where no enum helps. */
#define ZONE_HIGHMEM	ZONE_NORMAL

enum zone_flags {
	ZONE_BOOSTED_WATERMARK,		/* wake kswapd soon: a fallback mixed mobilities */
	ZONE_RECLAIM_ACTIVE,		/* kswapd may be scanning */
	ZONE_BELOW_HIGH,
};

struct zone {
	/* read by allocations */
	unsigned long _watermark[NR_WMARK];	/* [I] set_zone_wmarks */
	unsigned long watermark_boost;		/* [Z] added to each watermark */
	unsigned long nr_reserved_highatomic;	/* [Z] pages in HIGHATOMIC blocks */
	unsigned long nr_free_highatomic;	/* [Z] free pages in them */
	long lowmem_reserve[MAX_NR_ZONES];	/* [I] kept from requests that could use a higher zone */
	struct pglist_data *zone_pgdat;		/* [I] */
	struct per_cpu_pages __percpu *per_cpu_pageset;		/* [I] */
	struct per_cpu_zonestat __percpu *per_cpu_zonestats;	/* [I] */
	int pageset_high_min, pageset_high_max;	/* [I] */
	int pageset_batch;			/* [I] */

	/* extent */
	unsigned long zone_start_pfn;		/* [I] */
	atomic_long_t managed_pages;		/* [A] pages given to the buddy allocator */
	unsigned long spanned_pages;		/* [I] end - start, holes included */
	unsigned long present_pages;		/* [I] without holes */
	const char *name;			/* [I] */
	unsigned long nr_isolate_pageblock;	/* [Z] blocks of MIGRATE_ISOLATE */
	int initialized;			/* [I] */

	/* the buddy allocator */
	spinlock_t lock ____cacheline_aligned_in_smp;
	struct free_area free_area[NR_PAGE_ORDERS];	/* [Z] */
	unsigned long flags;				/* [A] enum zone_flags */

	/* compaction's memory of where it was, layer 7 */
	unsigned long compact_cached_free_pfn;
	unsigned long compact_cached_migrate_pfn[2];
	unsigned int compact_considered;
	unsigned int compact_defer_shift;
	int compact_order_failed;
	bool compact_blockskip_flush;

	unsigned long percpu_drift_mark;	/* [I] below this, read counters exactly */
	bool contiguous;			/* [I] no holes */
	atomic_long_t vm_stat[NR_VM_ZONE_STAT_ITEMS] ____cacheline_aligned_in_smp;
};

struct zoneref {
	struct zone *zone;
	int zone_idx;
};

enum {
	ZONELIST_FALLBACK,	/* all nodes, nearest first */
	ZONELIST_NOFALLBACK,	/* __GFP_THISNODE */
	MAX_ZONELISTS
};

#define MAX_ZONES_PER_ZONELIST	(MAX_NUMNODES * MAX_NR_ZONES)

/* Ends with a zoneref whose zone is NULL. */
struct zonelist {
	struct zoneref _zonerefs[MAX_ZONES_PER_ZONELIST + 1];
};

typedef struct pglist_data {
	struct zone node_zones[MAX_NR_ZONES];
	struct zonelist node_zonelists[MAX_ZONELISTS];	/* [I] build_all_zonelists */
	/* The first zone of the fallback list for each value of the GFP zone bits. */
	struct zone *gfp_first_zone[16];		/* [I] */
	int nr_zones;					/* [I] populated, counted from the lowest */
	unsigned long node_start_pfn;			/* [I] */
	unsigned long node_present_pages;		/* [I] without holes */
	unsigned long node_spanned_pages;		/* [I] with holes */
	int node_id;					/* [I] */

	/* layer 7's */
	wait_queue_head_t kswapd_wait;
	wait_queue_head_t pfmemalloc_wait;
	struct task_struct *kswapd;
	int kswapd_order;
	enum zone_type kswapd_highest_zoneidx;
	int kswapd_failures;				/* fruitless runs; reset by progress */
	int kcompactd_max_order;
	enum zone_type kcompactd_highest_zoneidx;
	wait_queue_head_t kcompactd_wait;
	struct task_struct *kcompactd;

	unsigned long totalreserve_pages;		/* [I] never for user pages */
	struct lruvec __lruvec;
	unsigned long flags;
	struct per_cpu_nodestat __percpu *per_cpu_nodestats;	/* [I] */
	atomic_long_t vm_stat[NR_VM_NODE_STAT_ITEMS] ____cacheline_aligned_in_smp;
} pg_data_t;

#define node_present_pages(nid)	(NODE_DATA(nid)->node_present_pages)
#define node_spanned_pages(nid)	(NODE_DATA(nid)->node_spanned_pages)
#define node_start_pfn(nid)	(NODE_DATA(nid)->node_start_pfn)
#define node_end_pfn(nid)	pgdat_end_pfn(NODE_DATA(nid))

#if MAX_NUMNODES > 1
extern struct pglist_data *node_data[];		/* [I] */
#define NODE_DATA(nid)		(node_data[nid])
#else
extern struct pglist_data contig_page_data;
#define NODE_DATA(nid)		((void)(nid), &contig_page_data)
#endif

static inline unsigned long pgdat_end_pfn(pg_data_t *pgdat)
{
	return pgdat->node_start_pfn + pgdat->node_spanned_pages;
}

static inline bool pgdat_is_empty(pg_data_t *pgdat)
{
	return !pgdat->node_start_pfn && !pgdat->node_spanned_pages;
}

static inline struct pglist_data *lruvec_pgdat(struct lruvec *lruvec)
{
	return container_of(lruvec, struct pglist_data, __lruvec);
}

static inline unsigned long wmark_pages(const struct zone *z, enum zone_watermarks w)
{
	return z->_watermark[w] + z->watermark_boost;
}
#define min_wmark_pages(z)	wmark_pages(z, WMARK_MIN)
#define low_wmark_pages(z)	wmark_pages(z, WMARK_LOW)
#define high_wmark_pages(z)	wmark_pages(z, WMARK_HIGH)
#define promo_wmark_pages(z)	wmark_pages(z, WMARK_PROMO)

static inline unsigned long zone_managed_pages(struct zone *zone)
{
	return atomic_long_read(&zone->managed_pages);
}

static inline unsigned long zone_end_pfn(const struct zone *zone)
{
	return zone->zone_start_pfn + zone->spanned_pages;
}

static inline bool zone_spans_pfn(const struct zone *zone, unsigned long pfn)
{
	return zone->zone_start_pfn <= pfn && pfn < zone_end_pfn(zone);
}

static inline bool zone_intersects(struct zone *zone, unsigned long start_pfn, unsigned long nr)
{
	return start_pfn < zone_end_pfn(zone) && start_pfn + nr > zone->zone_start_pfn;
}

static inline bool zone_is_initialized(struct zone *zone)
{
	return zone->initialized;
}

static inline bool zone_is_empty(struct zone *zone)
{
	return zone->spanned_pages == 0;
}

static inline bool managed_zone(struct zone *zone)
{
	return zone_managed_pages(zone) != 0;
}

static inline bool populated_zone(struct zone *zone)
{
	return zone->present_pages != 0;
}

static inline int zone_to_nid(struct zone *zone)
{
	return zone->zone_pgdat->node_id;
}

#define zone_idx(zone)		((int)((zone) - (zone)->zone_pgdat->node_zones))

static inline bool is_highmem_idx(enum zone_type idx)
{
	return false;
}

static inline bool is_highmem(struct zone *zone)
{
	return false;
}

static inline bool zone_is_zone_device(struct zone *zone)
{
	return false;
}

/* ---- walking nodes and zones -------------------------------------------- */

struct pglist_data *first_online_pgdat(void);
struct pglist_data *next_online_pgdat(struct pglist_data *pgdat);
struct zone *next_zone(struct zone *zone);
struct zoneref *__next_zones_zonelist(struct zoneref *z, enum zone_type highest_zoneidx,
				      nodemask_t *nodes);

#define for_each_online_pgdat(pgdat)					\
	for (pgdat = first_online_pgdat(); pgdat; pgdat = next_online_pgdat(pgdat))

#define for_each_zone(zone)						\
	for (zone = first_online_pgdat()->node_zones; zone; zone = next_zone(zone))

#define for_each_populated_zone(zone)					\
	for (zone = first_online_pgdat()->node_zones; zone; zone = next_zone(zone)) \
		if (!populated_zone(zone)) {				\
			/* skip */					\
		} else

static inline struct zone *zonelist_zone(struct zoneref *zoneref)
{
	return zoneref->zone;
}

static inline int zonelist_zone_idx(struct zoneref *zoneref)
{
	return zoneref->zone_idx;
}

static inline int zonelist_node_idx(struct zoneref *zoneref)
{
	return zone_to_nid(zoneref->zone);
}

/* The next entry from @z on (inclusive) at or below the zone index and within the nodes. */
static __always_inline struct zoneref *next_zones_zonelist(struct zoneref *z,
		enum zone_type highest_zoneidx, nodemask_t *nodes)
{
	if (likely(!nodes && z->zone_idx <= highest_zoneidx))
		return z;
	return __next_zones_zonelist(z, highest_zoneidx, nodes);
}

static inline struct zoneref *first_zones_zonelist(struct zonelist *zonelist,
		enum zone_type highest_zoneidx, nodemask_t *nodes)
{
	return next_zones_zonelist(zonelist->_zonerefs, highest_zoneidx, nodes);
}

#define for_each_zone_zonelist_nodemask(zone, z, zlist, highidx, nodemask) \
	for (z = first_zones_zonelist(zlist, highidx, nodemask), zone = zonelist_zone(z); \
	     zone;							\
	     z = next_zones_zonelist(++z, highidx, nodemask), zone = zonelist_zone(z))

#define for_next_zone_zonelist_nodemask(zone, z, highidx, nodemask)	\
	for (zone = zonelist_zone(z);					\
	     zone;							\
	     z = next_zones_zonelist(++z, highidx, nodemask), zone = zonelist_zone(z))

#define for_each_zone_zonelist(zone, z, zlist, highidx)			\
	for_each_zone_zonelist_nodemask(zone, z, zlist, highidx, NULL)

/* ---- which page is where ------------------------------------------------ */

/* Whoever owns the page may be changing its other flags; the zone's bits stay as they are. */
static __always_inline enum zone_type page_zonenum(const struct page *page)
{
	return (data_race(page->flags) >> ZONES_PGSHIFT) & ZONES_MASK;
}

static __always_inline enum zone_type folio_zonenum(const struct folio *folio)
{
	return page_zonenum(&folio->page);
}

static __always_inline int page_to_nid(const struct page *page)
{
#if NODES_SHIFT > 0
	return data_race(page->flags) >> NODES_PGSHIFT;
#else
	return 0;
#endif
}

static __always_inline int folio_nid(const struct folio *folio)
{
	return page_to_nid(&folio->page);
}

static __always_inline struct pglist_data *page_pgdat(const struct page *page)
{
	return NODE_DATA(page_to_nid(page));
}

static __always_inline struct pglist_data *folio_pgdat(const struct folio *folio)
{
	return page_pgdat(&folio->page);
}

static __always_inline struct zone *page_zone(const struct page *page)
{
	return &page_pgdat(page)->node_zones[page_zonenum(page)];
}

static __always_inline struct zone *folio_zone(const struct folio *folio)
{
	return page_zone(&folio->page);
}

static inline int page_zone_id(const struct page *page)
{
	return data_race(page->flags) >> ZONEID_PGSHIFT;
}

static inline void set_page_links(struct page *page, enum zone_type zone, unsigned long node)
{
	page->flags &= ~(~0UL << ZONEID_PGSHIFT);
	page->flags |= (unsigned long)zone << ZONES_PGSHIFT;
	if (NODES_SHIFT > 0)
		page->flags |= node << (NODES_PGSHIFT & 63);
}

static inline bool folio_is_zone_movable(const struct folio *folio)
{
	return folio_zonenum(folio) == ZONE_MOVABLE;
}

static inline bool folio_is_zone_device(const struct folio *folio)
{
	return false;
}

static inline bool is_zone_device_page(const struct page *page)
{
	return false;
}

/* ---- which frames have a struct page ------------------------------------ */

/*
 * Physical memory in sections of SECTION_SIZE; each remembers which of its pageblock-sized
 * subsections have struct pages.  The table has two levels so that sparse address spaces
 * cost little.
 */
#ifndef SECTION_SIZE_BITS
#define SECTION_SIZE_BITS	27
#endif
#define PFN_SECTION_SHIFT	(SECTION_SIZE_BITS - PAGE_SHIFT)
#define PAGES_PER_SECTION	(1UL << PFN_SECTION_SHIFT)
#define PAGE_SECTION_MASK	(~(PAGES_PER_SECTION - 1))
#define SECTIONS_SHIFT		(MAX_PHYSMEM_BITS - SECTION_SIZE_BITS)
#define NR_MEM_SECTIONS		(1UL << SECTIONS_SHIFT)
#define SUBSECTION_SHIFT	(pageblock_order + PAGE_SHIFT)
#define SUBSECTION_SIZE		(1UL << SUBSECTION_SHIFT)
#define PFN_SUBSECTION_SHIFT	(SUBSECTION_SHIFT - PAGE_SHIFT)
#define PAGES_PER_SUBSECTION	(1UL << PFN_SUBSECTION_SHIFT)
#define SUBSECTIONS_PER_SECTION	(1UL << (SECTION_SIZE_BITS - SUBSECTION_SHIFT))

static inline unsigned long pfn_to_section_nr(unsigned long pfn)
{
	return pfn >> PFN_SECTION_SHIFT;
}

static inline unsigned long section_nr_to_pfn(unsigned long sec)
{
	return sec << PFN_SECTION_SHIFT;
}

#define SECTION_ALIGN_UP(pfn)	(((pfn) + PAGES_PER_SECTION - 1) & PAGE_SECTION_MASK)
#define SECTION_ALIGN_DOWN(pfn)	((pfn) & PAGE_SECTION_MASK)

#define SECTION_MARKED_PRESENT	(1UL << 0)	/* has memory */
#define SECTION_HAS_MEM_MAP	(1UL << 1)	/* its struct pages exist */
#define SECTION_IS_ONLINE	(1UL << 2)
#define SECTION_IS_EARLY	(1UL << 3)	/* from boot, not hotplug */

struct mem_section {
	unsigned long flags;		/* [I] */
	DECLARE_BITMAP(subsection_map, SUBSECTIONS_PER_SECTION);	/* [I] */
};

#define SECTIONS_PER_ROOT	(PAGE_SIZE / sizeof(struct mem_section))
#define SECTION_NR_TO_ROOT(sec)	((sec) / SECTIONS_PER_ROOT)
#define NR_SECTION_ROOTS	DIV_ROUND_UP(NR_MEM_SECTIONS, SECTIONS_PER_ROOT)
#define SECTION_ROOT_MASK	(SECTIONS_PER_ROOT - 1)

extern struct mem_section *mem_section[NR_SECTION_ROOTS];
extern unsigned long __highest_present_section_nr;

static inline struct mem_section *__nr_to_section(unsigned long nr)
{
	unsigned long root = SECTION_NR_TO_ROOT(nr);

	if (unlikely(root >= NR_SECTION_ROOTS || !mem_section[root]))
		return NULL;
	return &mem_section[root][nr & SECTION_ROOT_MASK];
}

static inline struct mem_section *__pfn_to_section(unsigned long pfn)
{
	return __nr_to_section(pfn_to_section_nr(pfn));
}

static inline bool present_section(const struct mem_section *section)
{
	return section && (section->flags & SECTION_MARKED_PRESENT);
}

static inline bool valid_section(const struct mem_section *section)
{
	return section && (section->flags & SECTION_HAS_MEM_MAP);
}

static inline bool online_section(const struct mem_section *section)
{
	return section && (section->flags & SECTION_IS_ONLINE);
}

/**
 * pfn_valid() - does this frame have a struct page?
 * @pfn: any number
 *
 * A valid frame need not be RAM: holes inside a subsection that has some are valid, reserved.
 */
static inline int pfn_valid(unsigned long pfn)
{
	struct mem_section *ms;

	if (unlikely(pfn >> (MAX_PHYSMEM_BITS - PAGE_SHIFT)))
		return 0;
	ms = __pfn_to_section(pfn);
	return valid_section(ms) &&
	       test_bit((pfn & ~PAGE_SECTION_MASK) >> PFN_SUBSECTION_SHIFT, ms->subsection_map);
}

#define pfn_to_online_page(pfn)						\
({									\
	unsigned long __pfn = (pfn);					\
									\
	pfn_valid(__pfn) && online_section(__pfn_to_section(__pfn)) ?	\
		pfn_to_page(__pfn) : NULL;				\
})

static inline bool pfn_in_present_section(unsigned long pfn)
{
	return present_section(__pfn_to_section(pfn));
}

/* ---- set-up and tunables ------------------------------------------------ */

void build_all_zonelists(pg_data_t *pgdat);
void wakeup_kswapd(struct zone *zone, gfp_t gfp_mask, int order, enum zone_type highest_zoneidx);
bool __zone_watermark_ok(struct zone *z, unsigned int order, unsigned long mark,
			 int highest_zoneidx, unsigned int alloc_flags, long free_pages);
bool zone_watermark_ok(struct zone *z, unsigned int order, unsigned long mark,
		       int highest_zoneidx, unsigned int alloc_flags);
bool zone_watermark_ok_safe(struct zone *z, unsigned int order, unsigned long mark,
			    int highest_zoneidx);
void lruvec_init(struct lruvec *lruvec);
void setup_per_zone_wmarks(void);
void calculate_min_free_kbytes(void);

extern int min_free_kbytes;
extern int user_min_free_kbytes;
extern int watermark_scale_factor;
extern int watermark_boost_factor;
extern int sysctl_lowmem_reserve_ratio[MAX_NR_ZONES];
extern int percpu_pagelist_high_fraction;

struct ctl_table;

#endif
