// SPDX-License-Identifier: GPL-2.0-only
/*
 * pcp.c - the front door of the page allocator: each CPU's stock of free pages.
 *
 * Owns:       zone->per_cpu_pageset.
 * Invariant:  a page in stock has reference count 0 and no flags, is counted in no free list
 *             and not in NR_FREE_PAGES; pcp->count is the sum of the lists.
 * Locks:      none. A stock belongs to its CPU: preemption is off and the turn (pages.h) is held
 *             while it is touched. An interrupt that finds the turn taken goes to the buddy
 *             lists. Draining other CPUs' stocks is asked of them by an interrupt.
 * Elsewhere:  where stocks are refilled from and emptied to (page_alloc.c).
 *
 * An allocation that finds its list filled looks at no zonelist and no watermark: what is in
 * stock was accounted when it left the buddy lists. That makes a pair of allocation and free
 * of a page about 60 instructions. Lists are used last in, first out, so that pages are warm in
 * the cache; what goes back to the buddy lists is taken from the other end.
 */
#include <linux/cpumask.h>
#include <linux/fault-inject.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/pagevec.h>
#include <linux/sched/mm.h>
#include <linux/smp.h>
#include "pages.h"

/*
 * The first node's stocks work from the start. Until the others have theirs (setup_per_cpu_pageset()), they share
 * one that stays empty, because it is always somebody's turn; and counters that are folded at each change.
 */
static DEFINE_PER_CPU(struct per_cpu_pages, boot_pagesets[MAX_NR_ZONES]);
static DEFINE_PER_CPU(struct per_cpu_pages, no_stock) = { .turn = 1 };
static DEFINE_PER_CPU(struct per_cpu_zonestat, boot_zonestats[MAX_NR_ZONES]);

static __always_inline unsigned int pcp_index(unsigned int order, int migratetype)
{
	if (unlikely(order > PAGE_ALLOC_COSTLY_ORDER))
		return NR_LOWORDER_PCP_LISTS + (migratetype == MIGRATE_MOVABLE);
	return MIGRATE_PCPTYPES * order + migratetype;
}

static inline unsigned int pcp_index_order(unsigned int index)
{
	return index < NR_LOWORDER_PCP_LISTS ? index / MIGRATE_PCPTYPES : pageblock_order;
}

/* ---- towards the buddy lists -------------------------------------------- */

/* Moves @pages pages, the longest unused, to the buddy lists. The turn is held. */
static void pcp_shrink(struct zone *zone, struct per_cpu_pages *pcp, int pages, unsigned int first)
{
	unsigned int i;

	for (i = 0; i < NR_PCP_LISTS && pages > 0; i++) {
		unsigned int index = (first + i) % NR_PCP_LISTS;
		unsigned int order = pcp_index_order(index);
		struct list_head *list = &pcp->lists[index];
		LIST_HEAD(batch);
		int n = 0;

		while (n < pages && !list_empty(list)) {
			list_move_tail(list->prev, &batch);
			n += 1 << order;
		}
		pcp->count -= n;
		pages -= n;
		free_list_bulk(zone, &batch, order);
	}
}

static void pcp_drain(struct zone *zone, struct per_cpu_pages *pcp)
{
	pcp_shrink(zone, pcp, pcp->count, 0);
}

/* An interrupt asked for a drain while the turn was ours. */
static noinline void pcp_drain_requested(struct zone *zone, struct per_cpu_pages *pcp)
{
	while (READ_ONCE(pcp->drain_wanted) && turn_try(&pcp->turn)) {
		WRITE_ONCE(pcp->drain_wanted, 0);
		pcp_drain(zone, pcp);
		if (!turn_end(&pcp->turn, &pcp->drain_wanted))
			break;
	}
}

static noinline void pcp_refill(struct zone *zone, struct per_cpu_pages *pcp, unsigned int order,
				int migratetype, unsigned int alloc_flags)
{
	unsigned int count = max(READ_ONCE(pcp->batch) >> order, 1);

	pcp->count += rmqueue_bulk(zone, order, count,
				   &pcp->lists[pcp_index(order, migratetype)], migratetype,
				   alloc_flags) << order;
}

/* ---- allocating --------------------------------------------------------- */

/* Who holds the turn runs on the stock's CPU. */
static __always_inline void pcp_assert_mine(struct zone *zone, struct per_cpu_pages *pcp)
{
	VM_BUG_ON(pcp != this_cpu_ptr(zone->per_cpu_pageset));
}

static __always_inline struct page *pcp_take(struct zone *zone, struct per_cpu_pages *pcp,
					     unsigned int order, int migratetype)
{
	struct list_head *list = &pcp->lists[pcp_index(order, migratetype)];
	struct page *page = list_first_entry(list, struct page, pcp_list);

	pcp_assert_mine(zone, pcp);
	if (unlikely(list_empty(list)))
		return NULL;
	__list_del_entry(&page->pcp_list);
	pcp->count -= 1 << order;
	if (IS_ENABLED(CONFIG_VM_EVENT_COUNTERS))
		pcp->allocs += 1UL << order;
	return page;
}

/**
 * pcp_alloc() - take a block from this CPU's stock, or from the buddy lists
 * @refill: get a batch if the list is empty
 *
 * Context: any. Return: the first page, refcount 0, or NULL.
 */
struct page *pcp_alloc(struct zone *zone, unsigned int order, int migratetype,
		       unsigned int alloc_flags, bool refill)
{
	struct per_cpu_pages *pcp;
	struct page *page;

	preempt_disable();
	pcp = this_cpu_ptr(zone->per_cpu_pageset);
	if (unlikely(!turn_try(&pcp->turn))) {
		preempt_enable();
		page = rmqueue_buddy(zone, order, migratetype, alloc_flags);
		if (page)
			__count_zid_vm_events(PGALLOC, zone_idx(zone), 1L << order);
		return page;
	}
	page = pcp_take(zone, pcp, order, migratetype);
	if (!page && refill) {
		pcp_refill(zone, pcp, order, migratetype, alloc_flags);
		page = pcp_take(zone, pcp, order, migratetype);
	}
	if (turn_end(&pcp->turn, &pcp->drain_wanted))
		pcp_drain_requested(zone, pcp);
	preempt_enable();
	return page;
}

/* No page in stock, or an uncommon request: watermarks, other zones, reclaim. */
static noinline struct page *alloc_pages_general(gfp_t gfp, unsigned int order, int nid,
						 nodemask_t *nodemask)
{
	struct alloc_context ac = { .nodemask = nodemask };
	int alloc_flags = ALLOC_WMARK_LOW;
	struct page *page;

	if (WARN_ON_ONCE(order > MAX_PAGE_ORDER && !(gfp & __GFP_NOWARN)) ||
	    order > MAX_PAGE_ORDER)
		return NULL;
	gfp &= gfp_allowed_mask;
	gfp = current_gfp_context(gfp);
	ac.highest_zoneidx = gfp_zone(gfp);
	ac.migratetype = gfp_migratetype(gfp);
	ac.zonelist = node_zonelist(nid, gfp);
	ac.preferred_zoneref = first_zones_zonelist(ac.zonelist, ac.highest_zoneidx, nodemask);
	if (unlikely(!ac.preferred_zoneref->zone))
		return NULL;
	if (gfp & __GFP_KSWAPD_RECLAIM)
		alloc_flags |= ALLOC_KSWAPD;
	if (zone_idx(ac.preferred_zoneref->zone) == ZONE_NORMAL)
		alloc_flags |= ALLOC_NOFRAGMENT;
	page = get_page_from_freelist(gfp, order, alloc_flags, &ac);
	if (likely(page))
		return page;
	return alloc_pages_slowpath(gfp, order, &ac);
}

/* A drain was asked for while we had the turn. Preemption is off. */
static noinline struct page *stock_interrupted(struct zone *zone, struct per_cpu_pages *pcp,
					       struct page *page)
{
	pcp_drain_requested(zone, pcp);
	preempt_enable();
	return page;
}

/* A block from this CPU's stock of the first zone that the mask allows, or NULL. */
static __always_inline struct page *stock_alloc(gfp_t gfp, unsigned int order, int nid)
{
	struct zone *zone = NODE_DATA(nid)->gfp_first_zone[(__force unsigned int)gfp & 15];
	struct per_cpu_pages *pcp;
	struct page *page = NULL;

	preempt_disable();
	pcp = this_cpu_ptr(zone->per_cpu_pageset);
	if (likely(turn_try(&pcp->turn))) {
		page = pcp_take(zone, pcp, order, gfp_migratetype(gfp));
		if (turn_end(&pcp->turn, &pcp->drain_wanted))
			return stock_interrupted(zone, pcp, page);
	}
	preempt_enable();
	return page;
}

static noinline struct page *prep_from_stock(struct page *page, unsigned int order, gfp_t gfp)
{
	prep_new_page(page, order, gfp);
	return page;
}

/**
 * __alloc_pages() - allocate 2^order contiguous pages
 * @gfp: where from and how hard to try
 * @order: 0..MAX_PAGE_ORDER
 * @preferred_nid: node to start with
 * @nodemask: nodes allowed, NULL for all
 *
 * Context: any, if @gfp lacks __GFP_DIRECT_RECLAIM; otherwise may sleep.
 * Return: the first page with one reference, or NULL.
 */
struct page *__alloc_pages(gfp_t gfp, unsigned int order, int preferred_nid, nodemask_t *nodemask)
{
	struct page *page = NULL;

	if (should_fail_alloc_page(gfp, order))
		return NULL;
	if (unlikely(nodemask || (MAX_NUMNODES > 1 && (gfp & __GFP_THISNODE))))
		return alloc_pages_general(gfp, order, preferred_nid, nodemask);
	if (likely(!order)) {
		page = stock_alloc(gfp, 0, preferred_nid);
		if (unlikely(!page))
			return alloc_pages_general(gfp, 0, preferred_nid, NULL);
		if (unlikely(page_contents_hooks || (gfp & __GFP_ZERO)))
			return prep_from_stock(page, 0, gfp);
		prep_single_page(page);
		return page;
	}
	if (pcp_allowed_order(order))
		page = stock_alloc(gfp, order, preferred_nid);
	if (!page)
		return alloc_pages_general(gfp, order, preferred_nid, NULL);
	return prep_from_stock(page, order, gfp);
}

struct folio *__folio_alloc(gfp_t gfp, unsigned int order, int preferred_nid,
			    nodemask_t *nodemask)
{
	struct folio *folio = (struct folio *)__alloc_pages(gfp | __GFP_COMP, order, preferred_nid,
							    nodemask);

	if (folio && order > 1)
		folio_set_large_rmappable(folio);
	return folio;
}

/**
 * alloc_pages_bulk_noprof() - allocate many single pages
 * @nr_pages: how many; with an array, its length
 * @page_list: pages are linked to it by lru; or NULL
 * @page_array: its NULL entries are filled; or NULL
 *
 * May give fewer than asked for; tries hard only for the first.
 *
 * Return: pages on the list, or filled entries of the array from its start.
 */
unsigned long alloc_pages_bulk_noprof(gfp_t gfp, int preferred_nid, nodemask_t *nodemask,
				      int nr_pages, struct list_head *page_list,
				      struct page **page_array)
{
	gfp_t light = (gfp & ~(__GFP_DIRECT_RECLAIM | __GFP_NOFAIL)) | __GFP_NOWARN;
	unsigned long n = 0;

	for (; (long)n < nr_pages; n++) {
		struct page *page;

		if (page_array && page_array[n])
			continue;
		page = __alloc_pages(n ? light : gfp, 0, preferred_nid, nodemask);
		if (!page)
			break;
		if (page_list)
			list_add_tail(&page->lru, page_list);
		else
			page_array[n] = page;
	}
	return n;
}

unsigned long __get_free_pages(gfp_t gfp_mask, unsigned int order)
{
	struct page *page = alloc_pages(gfp_mask & ~__GFP_HIGHMEM, order);

	return page ? (unsigned long)page_address(page) : 0;
}

unsigned long get_zeroed_page(gfp_t gfp_mask)
{
	return __get_free_pages(gfp_mask | __GFP_ZERO, 0);
}

/* ---- freeing ------------------------------------------------------------ */

static __always_inline void pcp_put(struct zone *zone, struct per_cpu_pages *pcp, struct page *page,
				    unsigned int order, int migratetype)
{
	pcp_assert_mine(zone, pcp);
	list_add(&page->pcp_list, &pcp->lists[pcp_index(order, migratetype)]);
	pcp->count += 1 << order;
	if (IS_ENABLED(CONFIG_VM_EVENT_COUNTERS))
		pcp->frees += 1UL << order;
}

static noinline void free_to_buddy(struct page *page, unsigned int order)
{
	count_vm_events(PGFREE, 1L << order);
	free_one_page(page_zone(page), page, page_to_pfn(page), order);
}

/* The stock is full, or a drain was asked for. The turn is held, preemption off; ends both. */
static noinline void stock_overflow(struct zone *zone, struct per_cpu_pages *pcp, unsigned int index)
{
	if (pcp->count > pcp->high)
		pcp_shrink(zone, pcp, pcp->count - pcp->high + pcp->batch, index);
	if (turn_end(&pcp->turn, &pcp->drain_wanted))
		pcp_drain_requested(zone, pcp);
	preempt_enable();
}

/* A prepared block goes to this CPU's stock. */
static __always_inline void stock_free(struct page *page, unsigned int order)
{
	int migratetype = get_pfnblock_migratetype(page, page_to_pfn(page));
	struct zone *zone = page_zone(page);
	struct per_cpu_pages *pcp;

	if (unlikely(migratetype >= MIGRATE_PCPTYPES))
		return free_to_buddy(page, order);
	preempt_disable();
	pcp = this_cpu_ptr(zone->per_cpu_pageset);
	if (unlikely(!turn_try(&pcp->turn))) {
		preempt_enable();
		return free_to_buddy(page, order);
	}
	pcp_put(zone, pcp, page, order, migratetype);
	if (unlikely(pcp->count > pcp->high))
		return stock_overflow(zone, pcp, pcp_index(order, migratetype));
	if (turn_end(&pcp->turn, &pcp->drain_wanted)) {
		stock_interrupted(zone, pcp, NULL);
		return;
	}
	preempt_enable();
}

static noinline void free_large_page(struct page *page, unsigned int order)
{
	if (!free_pages_prepare(page, order))
		return;
	if (pcp_allowed_order(order))
		stock_free(page, order);
	else
		free_to_buddy(page, order);
}

/**
 * free_unref_page() - free a block whose reference count is 0
 *
 * Context: any.
 */
void free_unref_page(struct page *page, unsigned int order)
{
	if (unlikely(order))
		return free_large_page(page, order);
	if (likely(free_single_prepare(page)))
		stock_free(page, 0);
}

/**
 * free_unref_folios() - free a batch of folios whose reference counts are 0
 *
 * One turn serves neighbours of the same zone. Empties the batch.
 */
void free_unref_folios(struct folio_batch *fbatch)
{
	struct per_cpu_pages *pcp = NULL;
	struct zone *zone = NULL;
	unsigned int i;

	for (i = 0; i < folio_batch_count(fbatch); i++) {
		struct page *page = &fbatch->folios[i]->page;
		unsigned int order = folio_order(fbatch->folios[i]);
		int mt;

		if (!free_pages_prepare(page, order))
			continue;
		mt = get_pfnblock_migratetype(page, page_to_pfn(page));
		if (unlikely(mt >= MIGRATE_PCPTYPES || !pcp_allowed_order(order))) {
			free_to_buddy(page, order);
			continue;
		}
		if (page_zone(page) != zone) {
			if (zone) {
				if (turn_end(&pcp->turn, &pcp->drain_wanted))
					pcp_drain_requested(zone, pcp);
				preempt_enable();
			}
			zone = page_zone(page);
			preempt_disable();
			pcp = this_cpu_ptr(zone->per_cpu_pageset);
			if (unlikely(!turn_try(&pcp->turn))) {
				preempt_enable();
				zone = NULL;
				free_to_buddy(page, order);
				continue;
			}
		}
		pcp_put(zone, pcp, page, order, mt);
		if (unlikely(pcp->count > pcp->high))
			pcp_shrink(zone, pcp, pcp->count - pcp->high + pcp->batch,
				   pcp_index(order, mt));
	}
	if (zone) {
		if (turn_end(&pcp->turn, &pcp->drain_wanted))
			pcp_drain_requested(zone, pcp);
		preempt_enable();
	}
	folio_batch_reinit(fbatch);
}

/**
 * __free_pages() - drop a reference to a block from alloc_pages()
 * @order: as it was allocated
 *
 * Somebody may hold a speculative reference to the first page of a block that is not compound;
 * it will free that one page, the others are freed here.
 */
void __free_pages(struct page *page, unsigned int order)
{
	bool head = order && PageHead(page);

	if (put_page_testzero(page))
		free_unref_page(page, order);
	else if (!head)
		while (order-- > 0)
			free_unref_page(page + (1UL << order), order);
}

void free_pages(unsigned long addr, unsigned int order)
{
	if (addr) {
		VM_BUG_ON(!virt_addr_valid((void *)addr));
		__free_pages(virt_to_page((void *)addr), order);
	}
}

/* ---- sizes that are no power of two ------------------------------------- */

/* The pages of @addr's block behind @size go back. */
static void *make_exact(unsigned long addr, unsigned int order, size_t size)
{
	struct page *page = virt_to_page((void *)addr);
	unsigned long nr = DIV_ROUND_UP(size, PAGE_SIZE), i;

	split_page(page, order);
	for (i = nr; i < 1UL << order; i++)
		__free_page(page + i);
	return (void *)addr;
}

/**
 * alloc_pages_exact() - contiguous memory of a number of pages that is no power of two
 * @size: bytes
 *
 * Return: the address for free_pages_exact(), or NULL.
 */
void *alloc_pages_exact(size_t size, gfp_t gfp_mask)
{
	return alloc_pages_exact_nid(NUMA_NO_NODE, size, gfp_mask);
}

void *alloc_pages_exact_nid(int nid, size_t size, gfp_t gfp_mask)
{
	unsigned int order = get_order(size);
	struct page *page;

	if (WARN_ON_ONCE(gfp_mask & (__GFP_COMP | __GFP_HIGHMEM)))
		gfp_mask &= ~(__GFP_COMP | __GFP_HIGHMEM);
	page = alloc_pages_node(nid, gfp_mask, order);
	return page ? make_exact((unsigned long)page_address(page), order, size) : NULL;
}

void free_pages_exact(void *virt, size_t size)
{
	unsigned long addr = (unsigned long)virt, end = addr + PAGE_ALIGN(size);

	for (; addr < end; addr += PAGE_SIZE)
		free_page(addr);
}

/* ---- draining ----------------------------------------------------------- */

/* Runs on the CPU concerned with preemption off. */
static void drain_this_cpu_zone(struct zone *zone)
{
	struct per_cpu_pages *pcp = this_cpu_ptr(zone->per_cpu_pageset);

	if (!turn_try(&pcp->turn)) {
		/* in an interrupt: whoever has the turn will see to it */
		WRITE_ONCE(pcp->drain_wanted, 1);
		return;
	}
	WRITE_ONCE(pcp->drain_wanted, 0);
	pcp_drain(zone, pcp);
	if (turn_end(&pcp->turn, &pcp->drain_wanted))
		pcp_drain_requested(zone, pcp);
}

static void drain_this_cpu(void *info)
{
	struct zone *zone = info;

	if (zone) {
		drain_this_cpu_zone(zone);
		return;
	}
	for_each_populated_zone(zone)
		drain_this_cpu_zone(zone);
}

/**
 * drain_local_pages() - return this CPU's stock to the buddy lists
 * @zone: of this zone, or NULL: of all
 */
void drain_local_pages(struct zone *zone)
{
	preempt_disable();
	drain_this_cpu(zone);
	preempt_enable();
}

/* What the CPU gets or frees meanwhile is not the caller's business. */
static bool has_pages(struct zone *zone, int cpu)
{
	return data_race(READ_ONCE(per_cpu_ptr(zone->per_cpu_pageset, cpu)->count)) != 0;
}

static bool cpu_has_pages(int cpu, void *info)
{
	struct zone *zone = info;

	if (zone)
		return has_pages(zone, cpu);
	for_each_populated_zone(zone)
		if (has_pages(zone, cpu))
			return true;
	return false;
}

static void wait_drained(struct zone *zone)
{
	int cpu;

	for_each_online_cpu(cpu)
		while (READ_ONCE(per_cpu_ptr(zone->per_cpu_pageset, cpu)->drain_wanted))
			cpu_relax();
}

/**
 * drain_all_pages() - return every CPU's stock to the buddy lists
 * @zone: of this zone, or NULL: of all
 *
 * Context: task, interrupts on. On return, what was in stock at the call is on the lists.
 */
void drain_all_pages(struct zone *zone)
{
	struct zone *z;

	on_each_cpu_cond(cpu_has_pages, drain_this_cpu, zone, true);
	if (zone) {
		wait_drained(zone);
		return;
	}
	for_each_populated_zone(z)
		wait_drained(z);
}

/**
 * drain_pages() - return the stock of a CPU that does not run any more
 */
void drain_pages(unsigned int cpu)
{
	struct zone *zone;

	for_each_populated_zone(zone)
		pcp_drain(zone, per_cpu_ptr(zone->per_cpu_pageset, cpu));
}

unsigned long pcp_free_pages(struct zone *zone)
{
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(zone->per_cpu_pageset, cpu)->count);
	return sum;
}

/* ---- sizes -------------------------------------------------------------- */

/*
 * A batch is 1/4096 of the zone, at most 64 pages (256 KiB), rounded to one below a power of
 * two so that batches do not keep hitting the same cache sets.
 */
static int zone_batchsize(struct zone *zone)
{
	int batch = min_t(unsigned long, zone_managed_pages(zone) >> 12, (256 << 10) >> PAGE_SHIFT);

	return batch <= 1 ? 1 : rounddown_pow_of_two(batch + batch / 2) - 1;
}

/*
 * All stocks of a zone together hold about as much as its low watermark, so that they cannot
 * by themselves push it into reclaim; each at least four batches. A tunable can ask for a
 * fraction of the zone instead.
 */
static int zone_highsize(struct zone *zone, int batch)
{
	unsigned long total = percpu_pagelist_high_fraction ?
		zone_managed_pages(zone) / percpu_pagelist_high_fraction : low_wmark_pages(zone);

	return max_t(unsigned long, total / max(num_online_cpus(), 1U), batch << 2);
}

/**
 * zone_pcp_update() - recompute the sizes of a zone's stocks
 */
void zone_pcp_update(struct zone *zone)
{
	int batch = max(1, zone_batchsize(zone)), high = zone_highsize(zone, batch), cpu;

	zone->pageset_batch = batch;
	zone->pageset_high_min = zone->pageset_high_max = high;
	for_each_possible_cpu(cpu) {
		struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);

		WRITE_ONCE(pcp->batch, batch);
		WRITE_ONCE(pcp->high, high);
		pcp->high_min = pcp->high_max = high;
	}
}

/**
 * pcp_init() - makes empty stocks, which hold one batch of one page at most
 */
void pcp_init(struct per_cpu_pages __percpu *stocks)
{
	int cpu;
	unsigned int i;

	for_each_possible_cpu(cpu) {
		struct per_cpu_pages *pcp = per_cpu_ptr(stocks, cpu);

		for (i = 0; i < NR_PCP_LISTS; i++)
			INIT_LIST_HEAD(&pcp->lists[i]);
		pcp->batch = 1;
	}
}

/**
 * pcp_boot_init() - give a zone its first stocks, which hold nothing yet
 *
 * Runs before setup_per_cpu_areas(): the boot CPU's copy is the linked one.
 */
void __init pcp_boot_init(struct zone *zone)
{
	zone->per_cpu_pageset = zone_to_nid(zone) == first_online_node ? &boot_pagesets[zone_idx(zone)] : &no_stock;
	zone->per_cpu_zonestats = &boot_zonestats[zone_idx(zone)];
}

/**
 * pcp_early_init() - make the lists usable; per-CPU areas exist, no page has been freed yet
 */
void __init pcp_early_init(void)
{
	struct zone *zone;

	for_each_zone(zone)
		if (zone_to_nid(zone) == first_online_node)
			pcp_init(zone->per_cpu_pageset);
}
