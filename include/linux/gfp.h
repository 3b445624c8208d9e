/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gfp.h - getting and freeing pages.
 *
 * All allocations of pages go through __alloc_pages() in mm/page_alloc.c.  The forms here
 * differ in what they return (page, folio, address) and in how the node is chosen.
 */
#ifndef _LINUX_GFP_H
#define _LINUX_GFP_H

#include <linux/gfp_types.h>
#include <linux/mmzone.h>
#include <linux/topology.h>

struct vm_area_struct;
struct mempolicy;
struct page_frag_cache;

/* The allowed bits; reclaim bits join when the scheduler runs (mm_core_init_late). */
extern gfp_t gfp_allowed_mask;

#define GFP_RECLAIM_MASK (__GFP_RECLAIM | __GFP_HIGH | __GFP_IO | __GFP_FS | __GFP_NOWARN | \
			  __GFP_RETRY_MAYFAIL | __GFP_NOFAIL | __GFP_NORETRY | __GFP_MEMALLOC | \
			  __GFP_NOMEMALLOC)
#define GFP_BOOT_MASK	(__GFP_BITS_MASK & ~(__GFP_RECLAIM | __GFP_IO | __GFP_FS))
#define GFP_CONSTRAINT_MASK (__GFP_HARDWALL | __GFP_THISNODE)
#define GFP_MOVABLE_MASK (__GFP_RECLAIMABLE | __GFP_MOVABLE)
#define GFP_MOVABLE_SHIFT ___GFP_MOVABLE_BIT

/* __GFP_MOVABLE is bit 3 and __GFP_RECLAIMABLE bit 4: shifted, they are the type. */
static inline int gfp_migratetype(const gfp_t gfp_flags)
{
	BUILD_BUG_ON((1UL << ___GFP_MOVABLE_BIT) >> GFP_MOVABLE_SHIFT != MIGRATE_MOVABLE);
	BUILD_BUG_ON((1UL << ___GFP_RECLAIMABLE_BIT) >> GFP_MOVABLE_SHIFT != MIGRATE_RECLAIMABLE);
	return (__force unsigned long)(gfp_flags & GFP_MOVABLE_MASK) >> GFP_MOVABLE_SHIFT;
}

static inline bool gfpflags_allow_blocking(const gfp_t gfp_flags)
{
	return !!(gfp_flags & __GFP_DIRECT_RECLAIM);
}

static inline bool gfpflags_normal_context(const gfp_t gfp_flags)
{
	return (gfp_flags & (__GFP_DIRECT_RECLAIM | __GFP_MEMALLOC)) == __GFP_DIRECT_RECLAIM;
}

/* The highest zone the mask allows. */
static inline enum zone_type gfp_zone(gfp_t flags)
{
#ifdef CONFIG_ZONE_DMA
	if (flags & __GFP_DMA)
		return ZONE_DMA;
#endif
#ifdef CONFIG_ZONE_DMA32
	if (flags & __GFP_DMA32)
		return ZONE_DMA32;
#endif
	return (flags & (__GFP_HIGHMEM | __GFP_MOVABLE)) == (__GFP_HIGHMEM | __GFP_MOVABLE) ?
		ZONE_MOVABLE : ZONE_NORMAL;
}

static inline int gfp_zonelist(gfp_t flags)
{
	return flags & __GFP_THISNODE ? ZONELIST_NOFALLBACK : ZONELIST_FALLBACK;
}

static inline struct zonelist *node_zonelist(int nid, gfp_t flags)
{
	return NODE_DATA(nid)->node_zonelists + gfp_zonelist(flags);
}

/* ---- allocation --------------------------------------------------------- */

struct page *__alloc_pages(gfp_t gfp, unsigned int order, int preferred_nid, nodemask_t *nodemask);
struct folio *__folio_alloc(gfp_t gfp, unsigned int order, int preferred_nid,
			    nodemask_t *nodemask);

unsigned long alloc_pages_bulk_noprof(gfp_t gfp, int preferred_nid, nodemask_t *nodemask,
				      int nr_pages, struct list_head *page_list,
				      struct page **page_array);
#define __alloc_pages_bulk(...)	alloc_pages_bulk_noprof(__VA_ARGS__)
#define alloc_pages_bulk_list(gfp, nr, list)				\
	alloc_pages_bulk_noprof(gfp, numa_mem_id(), NULL, nr, list, NULL)
#define alloc_pages_bulk_array(gfp, nr, array)				\
	alloc_pages_bulk_noprof(gfp, numa_mem_id(), NULL, nr, NULL, array)
#define alloc_pages_bulk_array_node(gfp, nid, nr, array)		\
	alloc_pages_bulk_noprof(gfp, (nid) == NUMA_NO_NODE ? numa_mem_id() : (nid), NULL, nr, NULL, array)
#define alloc_pages_bulk_array_mempolicy(gfp, nr, array) alloc_pages_bulk_array(gfp, nr, array)

static inline struct page *__alloc_pages_node(int nid, gfp_t gfp_mask, unsigned int order)
{
	return __alloc_pages(gfp_mask, order, nid, NULL);
}

static inline struct page *alloc_pages_node(int nid, gfp_t gfp_mask, unsigned int order)
{
	return __alloc_pages(gfp_mask, order, nid == NUMA_NO_NODE ? numa_mem_id() : nid, NULL);
}

static inline struct folio *__folio_alloc_node(gfp_t gfp, unsigned int order, int nid)
{
	return __folio_alloc(gfp, order, nid, NULL);
}

static inline struct page *alloc_pages(gfp_t gfp_mask, unsigned int order)
{
	return __alloc_pages(gfp_mask, order, numa_node_id(), NULL);
}

static inline struct folio *folio_alloc(gfp_t gfp, unsigned int order)
{
	return __folio_alloc(gfp, order, numa_node_id(), NULL);
}

static inline struct folio *folio_alloc_mpol(gfp_t gfp, unsigned int order, struct mempolicy *mpol,
					     pgoff_t ilx, int nid)
{
	return __folio_alloc(gfp, order, nid, NULL);
}

static inline struct folio *vma_alloc_folio(gfp_t gfp, int order, struct vm_area_struct *vma,
					    unsigned long addr, bool hugepage)
{
	return folio_alloc(gfp, order);
}

#define alloc_page(gfp_mask)	alloc_pages(gfp_mask, 0)
#define alloc_page_vma(gfp, vma, addr) ((void)(vma), (void)(addr), alloc_page(gfp))

unsigned long __get_free_pages(gfp_t gfp_mask, unsigned int order);
unsigned long get_zeroed_page(gfp_t gfp_mask);
void *alloc_pages_exact(size_t size, gfp_t gfp_mask) __alloc_size(1);
void free_pages_exact(void *virt, size_t size);
void *alloc_pages_exact_nid(int nid, size_t size, gfp_t gfp_mask) __alloc_size(2);

#define __get_free_page(gfp_mask)	__get_free_pages((gfp_mask), 0)
#define __get_dma_pages(gfp_mask, order) __get_free_pages((gfp_mask) | GFP_DMA, (order))

void __free_pages(struct page *page, unsigned int order);
void free_pages(unsigned long addr, unsigned int order);
#define __free_page(page)	__free_pages((page), 0)
#define free_page(addr)		free_pages((addr), 0)

/* ---- draining ----------------------------------------------------------- */

void page_alloc_init_late(void);
void setup_per_cpu_pageset(void);
void drain_all_pages(struct zone *zone);
void drain_local_pages(struct zone *zone);
void drain_pages(unsigned int cpu);

bool gfp_pfmemalloc_allowed(gfp_t gfp_mask);

/* ---- contiguous ranges -------------------------------------------------- */

int alloc_contig_range(unsigned long start, unsigned long end, unsigned int migratetype,
		       gfp_t gfp_mask);
struct page *alloc_contig_pages(unsigned long nr_pages, gfp_t gfp_mask, int nid,
				nodemask_t *nodemask);
void free_contig_range(unsigned long pfn, unsigned long nr_pages);

/* ---- fragments of pages, for many small short-lived buffers ------------- */

struct page_frag_cache {
	void *va;
	u32 offset;
	u32 size;
	unsigned int pagecnt_bias;
	bool pfmemalloc;
};

void *page_frag_alloc_align(struct page_frag_cache *nc, unsigned int fragsz, gfp_t gfp_mask,
			    unsigned int align_mask);
static inline void *page_frag_alloc(struct page_frag_cache *nc, unsigned int fragsz, gfp_t gfp_mask)
{
	return page_frag_alloc_align(nc, fragsz, gfp_mask, ~0u);
}
void page_frag_free(void *addr);
void __page_frag_cache_drain(struct page *page, unsigned int count);

#endif
