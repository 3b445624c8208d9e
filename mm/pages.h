/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pages.h - layers 1 and 2 of mm/: the page allocator's inner interface.
 *
 *	memblock -> mm_init -> page_alloc (buddy) <- pcp <- page_slowpath
 *
 * For mm/ alone. What the rest of the kernel may use is in <linux/gfp.h>.
 */
#ifndef _MM_PAGES_H
#define _MM_PAGES_H

#include <linux/kasan.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mmdebug.h>
#include <linux/mmzone.h>
#include <linux/vmstat.h>

/* ---- turns -------------------------------------------------------------- */

/*
 * A turn excludes a CPU's interrupts from a per-CPU structure, without disabling them: who
 * finds the turn taken (an interrupt that came in the middle) does without the structure.
 * Costs two plain stores; needs preemption off. Other CPUs stay out by not being this CPU;
 * who wants something of this CPU's structure sends an interrupt, and if that finds the turn
 * taken, it leaves a request which turn_end() reports.
 */
static __always_inline bool turn_try(u32 *turn)
{
	if (unlikely(READ_ONCE(*turn)))
		return false;
	WRITE_ONCE(*turn, 1);
	barrier();
	return true;
}

/* Return: true if a request was left meanwhile; the caller serves it. */
static __always_inline bool turn_end(u32 *turn, const u32 *request)
{
	VM_BUG_ON(!READ_ONCE(*turn));	/* who did not have it has ended it for us */
	barrier();
	WRITE_ONCE(*turn, 0);
	barrier();
	return unlikely(READ_ONCE(*request));
}

/* ---- what an allocation carries down ------------------------------------ */

#define ALLOC_WMARK_MIN		WMARK_MIN
#define ALLOC_WMARK_LOW		WMARK_LOW
#define ALLOC_WMARK_HIGH	WMARK_HIGH
#define ALLOC_NO_WATERMARKS	0x04	/* may use everything */
#define ALLOC_WMARK_MASK	(ALLOC_NO_WATERMARKS - 1)
#define ALLOC_OOM		0x08	/* an OOM victim: half of the reserve */
#define ALLOC_NON_BLOCK		0x10	/* cannot wait: a quarter */
#define ALLOC_MIN_RESERVE	0x20	/* __GFP_HIGH: half */
#define ALLOC_CPUSET		0x40
#define ALLOC_NOFRAGMENT	0x100	/* rather another zone than mixing mobilities */
#define ALLOC_HIGHATOMIC	0x200	/* may use MIGRATE_HIGHATOMIC blocks */
#define ALLOC_KSWAPD		0x800	/* may wake kswapd */
#define ALLOC_RESERVES		(ALLOC_NON_BLOCK | ALLOC_MIN_RESERVE | ALLOC_HIGHATOMIC | ALLOC_OOM)

/**
 * struct alloc_context - where an allocation may look.
 * @zonelist: zones in order of preference
 * @nodemask: nodes allowed, NULL for all
 * @preferred_zoneref: first usable entry of @zonelist
 * @migratetype: mobility of the request
 * @highest_zoneidx: the highest zone allowed; lowmem reserves are judged by it
 */
struct alloc_context {
	struct zonelist *zonelist;
	nodemask_t *nodemask;
	struct zoneref *preferred_zoneref;
	int migratetype;
	enum zone_type highest_zoneidx;
	bool spread_dirty_pages;
};

/* ---- the upper layer's services (layer 7 registers them) ---------------- */

struct oom_control;

/**
 * struct reclaim_ops - what the page allocator asks of the policy layer when memory is short.
 *
 * Called only from the slow path. A NULL member, or no table at all before layer 7 has
 * registered, means "cannot help".
 *
 * @wake_kswapd: background reclaim for this zone, any context
 * @direct_reclaim: free pages now; may sleep. Return: pages freed
 * @direct_compact: make a block of @order; may sleep. Return: true if it is worth retrying
 * @out_of_memory: kill somebody; may sleep. Return: true if memory will come free
 * @migrate_range: empty [start, end) of its movable pages. 0, -EBUSY or -EINTR; may sleep
 */
struct reclaim_ops {
	void (*wake_kswapd)(struct zone *zone, gfp_t gfp, int order, enum zone_type highest_zoneidx);
	unsigned long (*direct_reclaim)(struct zonelist *zonelist, int order, gfp_t gfp,
					nodemask_t *nodemask);
	bool (*direct_compact)(gfp_t gfp, unsigned int order, unsigned int alloc_flags,
			       const struct alloc_context *ac, bool sync);
	bool (*out_of_memory)(gfp_t gfp, unsigned int order, const struct alloc_context *ac);
	int (*migrate_range)(unsigned long start_pfn, unsigned long end_pfn, gfp_t gfp);
};

void register_reclaim_ops(const struct reclaim_ops *ops);

/* ---- contents of pages: init_on_alloc, init_on_free, page_poison (page_poison.c) ---- */

extern bool init_on_alloc_enabled;	/* [I] __ro_after_init */
extern bool init_on_free_enabled;
extern bool page_poisoning_enabled;
extern unsigned long page_poison_errors;	/* reports made, for tests */

/* Any of the three: one test on the fast path. */
extern bool page_contents_hooks;

static inline bool want_init_on_alloc_inline(gfp_t flags)
{
	return (flags & __GFP_ZERO) || unlikely(READ_ONCE(init_on_alloc_enabled));
}

void kernel_init_pages(struct page *page, int numpages);
void page_contents_free(struct page *page, unsigned int order);
void page_contents_alloc(struct page *page, unsigned int order, gfp_t gfp_flags);
void init_mem_debugging_and_hardening(void);

/* ---- page_alloc.c: the buddy allocator ---------------------------------- */

void zone_init_free_lists(struct zone *zone);
struct page *rmqueue_buddy(struct zone *zone, unsigned int order, int migratetype,
			   unsigned int alloc_flags);
unsigned int rmqueue_bulk(struct zone *zone, unsigned int order, unsigned int count,
			  struct list_head *list, int migratetype, unsigned int alloc_flags);
void free_list_bulk(struct zone *zone, struct list_head *list, unsigned int order);
void free_one_page(struct zone *zone, struct page *page, unsigned long pfn, unsigned int order);
void __free_pages_core(struct page *page, unsigned int order);
bool free_pages_prepare(struct page *page, unsigned int order);
void prep_new_page(struct page *page, unsigned int order, gfp_t gfp_flags);
void prep_compound_page(struct page *page, unsigned int order);
struct page *get_page_from_freelist(gfp_t gfp_mask, unsigned int order, int alloc_flags,
				    const struct alloc_context *ac);
void split_page(struct page *page, unsigned int order);
bool is_free_buddy_page(const struct page *page);
unsigned long take_free_block(struct zone *zone, struct page *page);
void set_pageblock_migratetype(struct page *page, int migratetype);
bool move_freepages_block(struct zone *zone, struct page *page, int migratetype);
bool move_freepages_block_isolate(struct zone *zone, struct page *page, int migratetype);
int find_suitable_fallback(struct free_area *area, unsigned int order, int migratetype,
			   bool only_stealable, bool *can_steal);
unsigned long nr_free_buffer_pages(void);
bool unreserve_highatomic_pageblock(const struct alloc_context *ac, bool force);
void totalram_pages_add(long count);
bool zone_check(struct zone *zone);

static inline unsigned long buddy_order(const struct page *page)
{
	return page_private(page);
}

#define buddy_order_unsafe(page)	READ_ONCE(page_private(page))

/**
 * __find_buddy_pfn() - the other half of the block that @page_pfn and it form together
 * @page_pfn: first frame of a block
 * @order: its order
 *
 * Blocks are aligned to their size, so buddies differ in exactly the bit of their order.
 */
static inline unsigned long __find_buddy_pfn(unsigned long page_pfn, unsigned int order)
{
	return page_pfn ^ (1UL << order);
}

/* The order belongs to the free block itself: __ because the caller knows zone->lock is held. */
static inline void set_buddy_order(struct page *page, unsigned int order)
{
	set_page_private(page, order);
	__SetPageBuddy(page);
}

static inline unsigned long zone_free_pages_unaccepted(struct zone *zone)
{
	return 0;
}

/*
 * Is the page as one on the free lists must be? @check: flags that must not be set. One test
 * of several words or-ed together.
 */
static __always_inline bool page_expected_state(const struct page *page, unsigned long check)
{
	return likely(!((page->flags & check) | (unsigned long)page->mapping |
			(unsigned int)page_ref_count(page) | (~page->page_type)));
}

/* prep_new_page() of a single page without the contents. */
static __always_inline void prep_single_page(struct page *page)
{
	VM_BUG_ON_PAGE(!page_expected_state(page, PAGE_FLAGS_CHECK_AT_PREP), page);
	set_page_private(page, 0);
	set_page_count(page, 1);
	kasan_unpoison_pages(page, 0);
}

/* A machine that keeps books on frames hears of each block that goes free. */
#ifndef arch_free_page
#define arch_free_page(page, order)	do { } while (0)
#endif

/* free_pages_prepare() of a single page: the common case needs no call. */
static __always_inline bool free_single_prepare(struct page *page)
{
	if ((unsigned long)page->mapping & PAGE_MAPPING_FLAGS)
		page->mapping = NULL;
	if (unlikely(page_contents_hooks || !page_expected_state(page, PAGE_FLAGS_CHECK_AT_FREE)))
		return free_pages_prepare(page, 0);
	page->flags &= ~PAGE_FLAGS_CHECK_AT_PREP;
	kasan_poison_pages(page, 0);
	arch_free_page(page, 0);
	return true;
}

/* ---- pcp.c -------------------------------------------------------------- */

/* Does a per-CPU list hold blocks of this order? */
static __always_inline bool pcp_allowed_order(unsigned int order)
{
	return order <= PAGE_ALLOC_COSTLY_ORDER || order == pageblock_order;
}

struct page *pcp_alloc(struct zone *zone, unsigned int order, int migratetype,
		       unsigned int alloc_flags, bool refill);
void free_unref_page(struct page *page, unsigned int order);
void free_unref_folios(struct folio_batch *fbatch);
void pcp_boot_init(struct zone *zone);
void pcp_early_init(void);
void pcp_init(struct per_cpu_pages __percpu *stocks);
void zone_pcp_update(struct zone *zone);
unsigned long pcp_free_pages(struct zone *zone);

/* ---- page_slowpath.c ---------------------------------------------------- */

struct page *alloc_pages_slowpath(gfp_t gfp_mask, unsigned int order, struct alloc_context *ac);
void warn_alloc(gfp_t gfp_mask, nodemask_t *nodemask, const char *fmt, ...) __printf(3, 4);
unsigned int gfp_to_alloc_flags(gfp_t gfp_mask, unsigned int order);
int reclaim_migrate_range(unsigned long start_pfn, unsigned long end_pfn, gfp_t gfp);

/* ---- page_isolation.c --------------------------------------------------- */

int start_isolate_page_range(unsigned long start_pfn, unsigned long end_pfn, int migratetype);
void undo_isolate_page_range(unsigned long start_pfn, unsigned long end_pfn, int migratetype);
int test_pages_isolated(unsigned long start_pfn, unsigned long end_pfn);

/* ---- mm_init.c, sparse-vmemmap.c ---------------------------------------- */

void sparse_init(void);
void memmap_init(void);
void set_pageblock_range(unsigned long start_pfn, unsigned long end_pfn, int migratetype);
void mem_init_print_info(void);
void __init_single_page(struct page *page, unsigned long pfn, unsigned long zone, int nid);

extern unsigned long totalreserve_pages;	/* [I] zone_tune.c */

/* ---- debug.c, show_mem.c ------------------------------------------------ */

struct trace_print_flags {
	unsigned long mask;
	const char *name;
};

extern const struct trace_print_flags pageflag_names[];
extern const struct trace_print_flags gfpflag_names[];
extern const struct trace_print_flags vmaflag_names[];

void show_free_areas(void);
void bad_page(struct page *page, const char *reason);

#endif
