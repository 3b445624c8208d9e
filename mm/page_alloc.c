// SPDX-License-Identifier: GPL-2.0-only
/*
 * page_alloc.c - hands out naturally aligned blocks of physical pages.
 *
 * Owns:       zone->free_area[], pageblock_types[] after boot, the highatomic reserve.
 * Invariant:  no two free buddies of one order in blocks of mergeable mobility; a free block is
 *             aligned to its order and stands on the list of its pageblock's mobility;
 *             NR_FREE_PAGES counts exactly the pages on the lists, but for isolated blocks
 *             (zone_check()).
 * Locks:      zone->lock, innermost, taken with interrupts off.
 * Elsewhere:  per-CPU stocks in front (pcp.c), what to do when nothing is free
 *             (page_slowpath.c), sizes of reserves (zone_tune.c), contents (page_poison.c).
 *
 * The buddy scheme: memory is cut into blocks of 2^order pages, aligned to their size. A block
 * is split into two buddies, whose first frames differ in one bit; when both are free again
 * they merge. A free block's first page has type PGTY_buddy and its order in ->private;
 * nothing marks the other pages.
 *
 * Fragmentation: each pageblock (2 MiB) has a mobility, and requests are served from blocks of
 * theirs. When these run out, a request takes from another mobility: the largest block there
 * is, together with the rest of its pageblock where that is mostly free or alike
 * (claim_block()), so that mixing stays confined to few pageblocks.
 */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/page_owner.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include "pages.h"

gfp_t gfp_allowed_mask __read_mostly = GFP_BOOT_MASK;

void zone_init_free_lists(struct zone *zone)
{
	unsigned int order, t;

	for_each_migratetype_order(order, t) {
		INIT_LIST_HEAD(&zone->free_area[order].free_list[t]);
		zone->free_area[order].nr_free = 0;
	}
}

/* ---- free lists --------------------------------------------------------- */

/* @nr pages of mobility @mt became free (or, negative, not). */
static inline void account_freepages(struct zone *zone, long nr, int mt)
{
	lockdep_assert_held(&zone->lock);
	if (is_migrate_isolate(mt))
		return;
	mod_zone_page_state(zone, NR_FREE_PAGES, nr);
	if (is_migrate_highatomic(mt))
		zone->nr_free_highatomic += nr;
}

static inline void list_free_block(struct zone *zone, struct page *page, unsigned int order,
				   int mt, bool tail)
{
	struct free_area *area = &zone->free_area[order];

	lockdep_assert_held(&zone->lock);
	if (tail)
		list_add_tail(&page->buddy_list, &area->free_list[mt]);
	else
		list_add(&page->buddy_list, &area->free_list[mt]);
	set_buddy_order(page, order);
	area->nr_free++;
}

static inline void unlist_free_block(struct zone *zone, struct page *page, unsigned int order)
{
	lockdep_assert_held(&zone->lock);
	__list_del_entry(&page->buddy_list);
	__ClearPageBuddy(page);
	set_page_private(page, 0);
	zone->free_area[order].nr_free--;
}

/*
 * Is @buddy a free block of @order that may merge? Its struct page exists: below
 * pageblock_order because subsections are whole, above because the caller asked pfn_valid().
 */
static inline bool page_is_buddy(const struct page *page, const struct page *buddy,
				 unsigned int order)
{
	return PageBuddy(buddy) && buddy_order(buddy) == order &&
	       page_zone_id(page) == page_zone_id(buddy);
}

/* The buddy of the block at @pfn if it is free and may merge with it, or NULL. */
static struct page *find_free_buddy(struct page *page, unsigned long pfn, unsigned int order,
				    int *mt)
{
	unsigned long buddy_pfn = __find_buddy_pfn(pfn, order);
	struct page *buddy = page + (long)(buddy_pfn - pfn);
	int buddy_mt;

	if (unlikely(order >= pageblock_order) && !pfn_valid(buddy_pfn))
		return NULL;
	if (!page_is_buddy(page, buddy, order))
		return NULL;
	if (likely(order < pageblock_order))
		return buddy;
	/* different pageblocks: reserved ones stay among themselves; isolated ones may be different callers' */
	buddy_mt = get_pfnblock_migratetype(buddy, buddy_pfn);
	if (is_migrate_isolate(*mt))
		return NULL;
	if (buddy_mt != *mt) {
		if (!migratetype_is_mergeable(*mt) || !migratetype_is_mergeable(buddy_mt))
			return NULL;
		set_pageblock_migratetype(buddy, *mt);
	}
	return buddy;
}

/*
 * If the buddy of the next order up is free, the missing part of that block will likely come
 * free soon: then put this block where it is used last.
 */
static inline bool buddy_merge_likely(struct page *page, unsigned long pfn, unsigned int order)
{
	unsigned long higher_pfn = pfn & ~(1UL << order), buddy_pfn;

	if (order >= pageblock_order - 1)
		return false;
	buddy_pfn = __find_buddy_pfn(higher_pfn, order + 1);
	return page_is_buddy(page, page + (long)(buddy_pfn - pfn), order + 1);
}

/* Puts a block on the free lists, merged with its buddies. Does not account for it. */
static void __free_one_page(struct page *page, unsigned long pfn, struct zone *zone,
			    unsigned int order, int mt)
{
	struct page *buddy;

	VM_BUG_ON_PAGE(pfn & ((1UL << order) - 1), page);
	while (order < MAX_PAGE_ORDER) {
		unsigned long merged_pfn;

		buddy = find_free_buddy(page, pfn, order, &mt);
		if (!buddy)
			break;
		unlist_free_block(zone, buddy, order);
		merged_pfn = pfn & ~(1UL << order);
		page += (long)(merged_pfn - pfn);
		pfn = merged_pfn;
		order++;
	}
	list_free_block(zone, page, order, mt, buddy_merge_likely(page, pfn, order));
}

/**
 * free_one_page() - return a block to the free lists
 *
 * The block is prepared (free_pages_prepare()). Context: any.
 */
void free_one_page(struct zone *zone, struct page *page, unsigned long pfn, unsigned int order)
{
	unsigned long flags;
	int mt;

	spin_lock_irqsave(&zone->lock, flags);
	mt = get_pfnblock_migratetype(page, pfn);
	account_freepages(zone, 1L << order, mt);
	__free_one_page(page, pfn, zone, order, mt);
	spin_unlock_irqrestore(&zone->lock, flags);
}

/**
 * free_list_bulk() - return a list of blocks of one order
 * @list: linked by pcp_list; empty afterwards
 */
void free_list_bulk(struct zone *zone, struct list_head *list, unsigned int order)
{
	unsigned long flags, pfn;
	struct page *page, *next;
	long nr = 0;
	int mt;

	if (list_empty(list))
		return;
	spin_lock_irqsave(&zone->lock, flags);
	list_for_each_entry_safe(page, next, list, pcp_list) {
		pfn = page_to_pfn(page);
		mt = get_pfnblock_migratetype(page, pfn);
		if (likely(migratetype_is_mergeable(mt)))
			nr += 1L << order;
		else
			account_freepages(zone, 1L << order, mt);
		__free_one_page(page, pfn, zone, order, mt);
	}
	if (nr)
		mod_zone_page_state(zone, NR_FREE_PAGES, nr);
	spin_unlock_irqrestore(&zone->lock, flags);
	INIT_LIST_HEAD(list);
}

/*
 * Frees [@from, @to) of the block at @page, of size @to, as the aligned blocks it consists of.
 * The block is aligned to its size, so an offset's lowest set bit is its alignment.
 */
static void list_free_rest(struct zone *zone, struct page *page, unsigned long from,
			   unsigned long to, int mt)
{
	while (from < to) {
		unsigned int order = __ffs(from);

		list_free_block(zone, page + from, order, mt, false);
		from += 1UL << order;
	}
}

/* ---- taking ------------------------------------------------------------- */

/* The smallest block of this mobility with at least @order, taken off its list; or NULL. */
static struct page *take_smallest(struct zone *zone, unsigned int order, int mt,
				  unsigned int *current_order)
{
	for (; order < NR_PAGE_ORDERS; order++) {
		struct page *page = list_first_entry_or_null(&zone->free_area[order].free_list[mt],
							     struct page, buddy_list);

		if (!page)
			continue;
		unlist_free_block(zone, page, order);
		*current_order = order;
		return page;
	}
	return NULL;
}

/* Where a request takes from when its own mobility has nothing, best first. */
static const int fallbacks[MIGRATE_PCPTYPES][MIGRATE_PCPTYPES - 1] = {
	[MIGRATE_UNMOVABLE]   = { MIGRATE_RECLAIMABLE, MIGRATE_MOVABLE },
	[MIGRATE_MOVABLE]     = { MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE },
	[MIGRATE_RECLAIMABLE] = { MIGRATE_UNMOVABLE, MIGRATE_MOVABLE },
};

/*
 * May a request of mobility @start_mt, finding a block of @order, try to take over its whole
 * pageblock? Kernel allocations always: spreading them over many movable pageblocks is what
 * ruins huge pages for good. Movable ones only where the block is large.
 */
static bool can_steal_fallback(unsigned int order, int start_mt)
{
	return order >= pageblock_order / 2 || start_mt == MIGRATE_RECLAIMABLE ||
	       start_mt == MIGRATE_UNMOVABLE;
}

/**
 * find_suitable_fallback() - which other mobility has a free block of exactly this order?
 * @only_stealable: not unless the whole pageblock may be taken over
 * @can_steal: whether it may
 *
 * Return: the mobility, or -1.
 */
int find_suitable_fallback(struct free_area *area, unsigned int order, int migratetype,
			   bool only_stealable, bool *can_steal)
{
	int i;

	*can_steal = false;
	if (!area->nr_free)
		return -1;
	for (i = 0; i < MIGRATE_PCPTYPES - 1; i++) {
		int mt = fallbacks[migratetype][i];

		if (list_empty(&area->free_list[mt]))
			continue;
		*can_steal = can_steal_fallback(order, migratetype);
		if (!only_stealable || *can_steal)
			return mt;
	}
	return -1;
}

void set_pageblock_migratetype(struct page *page, int migratetype)
{
	WRITE_ONCE(pageblock_types[page_to_pfn(page) >> pageblock_order], migratetype);
}

static void change_pageblock_range(struct page *page, unsigned int order, int mt)
{
	long blocks = 1L << (order - pageblock_order);

	for (; blocks > 0; blocks--, page += pageblock_nr_pages)
		set_pageblock_migratetype(page, mt);
}

/*
 * Counts the pageblock around @page: free pages and pages that could be migrated away.
 * Return: false if part of it lies outside the zone.
 */
static bool count_pageblock(struct zone *zone, struct page *page, unsigned long *start_pfn,
			    unsigned long *free, unsigned long *movable)
{
	unsigned long pfn = pageblock_start_pfn(page_to_pfn(page)), end = pfn + pageblock_nr_pages;

	*start_pfn = pfn;
	*free = *movable = 0;
	if (!zone_spans_pfn(zone, pfn) || !zone_spans_pfn(zone, end - 1))
		return false;
	while (pfn < end) {
		page = pfn_to_page(pfn);
		if (PageBuddy(page)) {
			*free += 1UL << buddy_order(page);
			pfn += 1UL << buddy_order(page);
			continue;
		}
		/* an estimate: the page may be going free this moment */
		if (data_race(PageLRU(page) || __PageMovable(page)))
			(*movable)++;
		pfn++;
	}
	return true;
}

/* Moves the free blocks of one pageblock to the lists of @new_mt. Return: pages moved. */
static unsigned long move_freepages(struct zone *zone, unsigned long start_pfn, int old_mt,
				    int new_mt)
{
	unsigned long pfn = start_pfn, end = start_pfn + pageblock_nr_pages, moved = 0;

	while (pfn < end) {
		struct page *page = pfn_to_page(pfn);
		unsigned int order;

		if (!PageBuddy(page)) {
			pfn++;
			continue;
		}
		order = buddy_order(page);
		list_move_tail(&page->buddy_list, &zone->free_area[order].free_list[new_mt]);
		pfn += 1UL << order;
		moved += 1UL << order;
	}
	account_freepages(zone, -(long)moved, old_mt);
	account_freepages(zone, moved, new_mt);
	return moved;
}

/**
 * move_freepages_block() - change a pageblock's mobility together with its free pages
 *
 * The pageblock must not be part of a larger free block of its own type; see
 * move_freepages_block_isolate() for that case. Context: zone->lock held.
 *
 * Return: false if it sticks out of the zone; nothing changed.
 */
bool move_freepages_block(struct zone *zone, struct page *page, int migratetype)
{
	unsigned long start_pfn, free, movable;

	lockdep_assert_held(&zone->lock);
	if (!count_pageblock(zone, page, &start_pfn, &free, &movable))
		return false;
	move_freepages(zone, start_pfn, get_pageblock_migratetype(page), migratetype);
	set_pageblock_migratetype(pfn_to_page(start_pfn), migratetype);
	return true;
}

/*
 * A block of @block_mt was found for a request of mobility @start_mt. Takes over the pageblock
 * if at least half of it is free or holds pages of the request's kind.
 * Return: true and the block's pageblock now is @start_mt's.
 */
static bool claim_block(struct zone *zone, struct page *page, unsigned int block_order,
			int start_mt, int block_mt, unsigned int alloc_flags)
{
	unsigned long start_pfn, free, movable, alike;

	if (block_order >= pageblock_order) {
		list_move(&page->buddy_list, &zone->free_area[block_order].free_list[start_mt]);
		account_freepages(zone, -(1L << block_order), block_mt);
		account_freepages(zone, 1L << block_order, start_mt);
		change_pageblock_range(page, block_order, start_mt);
		return true;
	}
	if (watermark_boost_factor && (alloc_flags & ALLOC_KSWAPD))
		set_bit(ZONE_BOOSTED_WATERMARK, &zone->flags);
	if (!count_pageblock(zone, page, &start_pfn, &free, &movable))
		return false;
	if (start_mt == MIGRATE_MOVABLE)
		alike = movable;
	else if (block_mt == MIGRATE_MOVABLE)
		alike = pageblock_nr_pages - free - movable;
	else
		alike = 0;
	if (free + alike < pageblock_nr_pages / 2)
		return false;
	move_freepages(zone, start_pfn, block_mt, start_mt);
	set_pageblock_migratetype(pfn_to_page(start_pfn), start_mt);
	return true;
}

/*
 * Takes a block from another mobility. The largest is preferred: it most likely brings a whole
 * pageblock. But a movable request that cannot take over the pageblock takes the smallest
 * that does, since it can be migrated away again.
 *
 * Return: the block, off its list, *@mt the list its rest goes to; or NULL.
 */
static struct page *take_fallback(struct zone *zone, unsigned int order, int start_mt,
				  unsigned int alloc_flags, unsigned int *block_order, int *mt)
{
	unsigned int min_order = alloc_flags & ALLOC_NOFRAGMENT && order < pageblock_order ?
				 pageblock_order : order;
	struct page *page;
	int current_order, fallback = -1;
	bool can_steal = false;

	for (current_order = MAX_PAGE_ORDER; current_order >= (int)min_order; current_order--) {
		fallback = find_suitable_fallback(&zone->free_area[current_order], current_order,
						  start_mt, false, &can_steal);
		if (fallback >= 0)
			break;
	}
	if (fallback < 0)
		return NULL;
	if (!can_steal && start_mt == MIGRATE_MOVABLE && current_order > order) {
		for (current_order = order; current_order < NR_PAGE_ORDERS; current_order++) {
			fallback = find_suitable_fallback(&zone->free_area[current_order],
							  current_order, start_mt, false,
							  &can_steal);
			if (fallback >= 0)
				break;
		}
	}
	page = list_first_entry(&zone->free_area[current_order].free_list[fallback], struct page,
				buddy_list);
	if (can_steal && claim_block(zone, page, current_order, start_mt, fallback, alloc_flags)) {
		*mt = start_mt;
		return take_smallest(zone, order, start_mt, block_order);
	}
	unlist_free_block(zone, page, current_order);
	*block_order = current_order;
	*mt = fallback;
	return page;
}

/* A block of at least @order for a request; *@mt: whose list its rest belongs on. */
static struct page *take_block(struct zone *zone, unsigned int order, unsigned int alloc_flags,
			       unsigned int *block_order, int *mt)
{
	int start_mt = *mt;
	struct page *page = take_smallest(zone, order, start_mt, block_order);

	if (likely(page))
		return page;
	return take_fallback(zone, order, start_mt, alloc_flags, block_order, mt);
}

/**
 * rmqueue_bulk() - take many blocks of one order
 * @count: how many
 * @list: where they go, at the tail, in ascending order of address as far as possible
 *
 * One free block that is larger serves many at once: the cost is per page a link in a list.
 *
 * Return: how many were found.
 */
unsigned int rmqueue_bulk(struct zone *zone, unsigned int order, unsigned int count,
			  struct list_head *list, int migratetype, unsigned int alloc_flags)
{
	unsigned int got = 0;
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	while (got < count) {
		unsigned int block_order, n, i;
		int mt = migratetype;
		struct page *page = take_block(zone, order, alloc_flags, &block_order, &mt);

		if (!page)
			break;
		n = min(count - got, 1U << (block_order - order));
		for (i = 0; i < n; i++)
			list_add_tail(&page[(unsigned long)i << order].pcp_list, list);
		list_free_rest(zone, page, (unsigned long)n << order, 1UL << block_order, mt);
		account_freepages(zone, -((long)n << order), mt);
		got += n;
	}
	spin_unlock_irqrestore(&zone->lock, flags);
	return got;
}

/* ---- the highatomic reserve --------------------------------------------- */

/*
 * Atomic allocations of more than one page cannot compact. Once one has succeeded, its
 * pageblock is kept for their like, up to 1% of the zone.
 */
static void reserve_highatomic_pageblock(struct page *page, struct zone *zone)
{
	unsigned long max_managed = zone_managed_pages(zone) / 100 + pageblock_nr_pages;
	int mt = get_pageblock_migratetype(page);

	lockdep_assert_held(&zone->lock);
	if (zone_managed_pages(zone) / 100 < pageblock_nr_pages ||
	    zone->nr_reserved_highatomic + pageblock_nr_pages > max_managed ||
	    !migratetype_is_mergeable(mt))
		return;
	if (move_freepages_block(zone, page, MIGRATE_HIGHATOMIC))
		zone->nr_reserved_highatomic += pageblock_nr_pages;
}

/**
 * unreserve_highatomic_pageblock() - give one reserved pageblock back, before OOM
 * @ac: where the allocation may look
 * @force: even the last one
 *
 * Return: true if the allocation found its mobility refilled.
 */
bool unreserve_highatomic_pageblock(const struct alloc_context *ac, bool force)
{
	struct zoneref *z;
	struct zone *zone;
	unsigned long flags;
	unsigned int order;

	for_each_zone_zonelist_nodemask(zone, z, ac->zonelist, ac->highest_zoneidx, ac->nodemask) {
		if (!force && zone->nr_reserved_highatomic <= pageblock_nr_pages)
			continue;
		spin_lock_irqsave(&zone->lock, flags);
		for (order = 0; order < NR_PAGE_ORDERS; order++) {
			struct page *page = list_first_entry_or_null(
				&zone->free_area[order].free_list[MIGRATE_HIGHATOMIC],
				struct page, buddy_list);

			if (!page)
				continue;
			if (move_freepages_block(zone, page, ac->migratetype)) {
				zone->nr_reserved_highatomic -= min(pageblock_nr_pages,
								    zone->nr_reserved_highatomic);
				spin_unlock_irqrestore(&zone->lock, flags);
				return true;
			}
		}
		spin_unlock_irqrestore(&zone->lock, flags);
	}
	return false;
}

/**
 * rmqueue_buddy() - take one block from a zone
 * @order: log2 of the number of pages, 0..MAX_PAGE_ORDER
 *
 * Context: any. Return: the block's first page, refcount 0, or NULL.
 */
struct page *rmqueue_buddy(struct zone *zone, unsigned int order, int migratetype,
			   unsigned int alloc_flags)
{
	struct page *page = NULL;
	unsigned int block_order;
	unsigned long flags;
	int mt;

	spin_lock_irqsave(&zone->lock, flags);
	if (alloc_flags & ALLOC_HIGHATOMIC) {
		mt = MIGRATE_HIGHATOMIC;
		page = take_smallest(zone, order, mt, &block_order);
	}
	if (!page) {
		mt = migratetype;
		page = take_block(zone, order, alloc_flags, &block_order, &mt);
		/* those who may dig into reserves may also use this one */
		if (!page && (alloc_flags & (ALLOC_OOM | ALLOC_NON_BLOCK))) {
			mt = MIGRATE_HIGHATOMIC;
			page = take_smallest(zone, order, mt, &block_order);
		}
	}
	if (page) {
		list_free_rest(zone, page, 1UL << order, 1UL << block_order, mt);
		account_freepages(zone, -(1L << order), mt);
		if ((alloc_flags & ALLOC_HIGHATOMIC) && order && mt != MIGRATE_HIGHATOMIC)
			reserve_highatomic_pageblock(page, zone);
	}
	spin_unlock_irqrestore(&zone->lock, flags);
	return page;
}

/* ---- pageblock isolation's part ----------------------------------------- */

/* The free block that holds @page, and its order; NULL if it is not free. */
static struct page *free_block_of(struct page *page, unsigned int *order)
{
	unsigned long pfn = page_to_pfn(page);
	unsigned int o;

	for (o = 0; o < NR_PAGE_ORDERS; o++) {
		unsigned long head_pfn = pfn & ~((1UL << o) - 1);
		struct page *head = pfn_to_page(head_pfn);

		if (o > pageblock_order && !pfn_valid(head_pfn))
			break;
		if (PageBuddy(head) && buddy_order(head) >= o) {
			*order = buddy_order(head);
			return head;
		}
	}
	return NULL;
}

/**
 * move_freepages_block_isolate() - as move_freepages_block(), cutting a free block that is
 *				    larger than the pageblock, or merging it again
 *
 * Context: zone->lock held. Return: false if the pageblock sticks out of the zone.
 */
bool move_freepages_block_isolate(struct zone *zone, struct page *page, int migratetype)
{
	unsigned long start_pfn = pageblock_start_pfn(page_to_pfn(page));
	struct page *start = pfn_to_page(start_pfn), *head;
	unsigned int order;

	lockdep_assert_held(&zone->lock);
	if (!zone_spans_pfn(zone, start_pfn) ||
	    !zone_spans_pfn(zone, start_pfn + pageblock_nr_pages - 1))
		return false;
	head = free_block_of(start, &order);
	if (head && order > pageblock_order) {
		unsigned long pfn = page_to_pfn(head), end = pfn + (1UL << order);

		unlist_free_block(zone, head, order);
		for (; pfn < end; pfn += pageblock_nr_pages)
			list_free_block(zone, pfn_to_page(pfn), pageblock_order,
					get_pfnblock_migratetype(pfn_to_page(pfn), pfn), false);
	}
	if (!move_freepages_block(zone, start, migratetype))
		return false;
	/* while it was isolated, a free neighbour could not merge with it */
	if (!is_migrate_isolate(migratetype) && PageBuddy(start) && buddy_order(start) == pageblock_order) {
		unlist_free_block(zone, start, pageblock_order);
		__free_one_page(start, start_pfn, zone, pageblock_order, migratetype);
	}
	return true;
}

/**
 * take_free_block() - take a particular free block off its list
 *
 * Context: zone->lock held. Return: its number of pages.
 */
unsigned long take_free_block(struct zone *zone, struct page *page)
{
	unsigned int order = buddy_order(page);

	lockdep_assert_held(&zone->lock);
	unlist_free_block(zone, page, order);
	account_freepages(zone, -(1L << order), get_pageblock_migratetype(page));
	return 1UL << order;
}

/**
 * is_free_buddy_page() - does this page lie in a free block?
 *
 * A hint unless zone->lock is held.
 */
bool is_free_buddy_page(const struct page *page)
{
	unsigned int order;

	return free_block_of((struct page *)page, &order);
}

/* ---- pages leaving and entering ----------------------------------------- */

static const char *page_bad_reason(const struct page *page, unsigned long flags)
{
	if (atomic_read(&page->_mapcount) != -1)
		return "nonzero mapcount";
	if (page->mapping)
		return "non-NULL mapping";
	if (page_ref_count(page))
		return "nonzero _refcount";
	if (page->flags & flags)
		return "a flag is set that must not be";
	return NULL;
}

static noinline bool free_large_prepare(struct page *page, unsigned int order)
{
	bool compound = PageHead(page), ok = true;
	unsigned long i;

	if (compound) {
		VM_BUG_ON_PAGE(compound_order(page) != order, page);
		page[1].flags &= ~PAGE_FLAGS_SECOND;
		__ClearPageHead(page);
	}
	for (i = 1; i < 1UL << order; i++) {
		struct page *p = page + i;

		if (compound) {
			/* the words that a head keeps in its second and third page */
			clear_compound_head(p);
			p->mapping = NULL;
		}
		if (unlikely(!page_expected_state(p, PAGE_FLAGS_CHECK_AT_FREE))) {
			bad_page(p, page_bad_reason(p, PAGE_FLAGS_CHECK_AT_FREE));
			ok = false;
		}
		p->flags &= ~PAGE_FLAGS_CHECK_AT_PREP;
	}
	return ok;
}

/**
 * free_pages_prepare() - last checks of a block on its way to the free lists
 *
 * The reference count is 0. Clears what its user left: flags, the anon_vma in ->mapping.
 *
 * Return: false if somebody still uses it; it is reported and then leaked.
 */
bool free_pages_prepare(struct page *page, unsigned int order)
{
	debug_check_no_locks_freed(page_address(page), PAGE_SIZE << order);
	if (unlikely(order) && !free_large_prepare(page, order))
		return false;
	if ((unsigned long)page->mapping & PAGE_MAPPING_FLAGS)
		page->mapping = NULL;
	if (unlikely(!page_expected_state(page, PAGE_FLAGS_CHECK_AT_FREE))) {
		bad_page(page, page_bad_reason(page, PAGE_FLAGS_CHECK_AT_FREE));
		return false;
	}
	page->flags &= ~PAGE_FLAGS_CHECK_AT_PREP;
	if (unlikely(page_contents_hooks))
		page_contents_free(page, order);
	kasan_poison_pages(page, order);
	arch_free_page(page, order);
	return true;
}

/**
 * prep_compound_page() - make 2^order pages one folio
 */
void prep_compound_page(struct page *page, unsigned int order)
{
	struct folio *folio = (struct folio *)page;
	unsigned long i, nr = 1UL << order;

	__SetPageHead(page);
	for (i = 1; i < nr; i++) {
		struct page *p = page + i;

		p->private = 0;
		set_compound_head(p, page);
	}
	folio->_flags_1 = (folio->_flags_1 & ~0xffUL) | order;
	folio->_folio_nr_pages = nr;
	atomic_set(&folio->_large_mapcount, -1);
	atomic_set(&folio->_entire_mapcount, -1);
	atomic_set(&folio->_nr_pages_mapped, 0);
	atomic_set(&folio->_pincount, 0);
	if (order > 1)
		INIT_LIST_HEAD(&folio->_deferred_list);
}

/*
 * The pages behind the first of a block that is no folio have no reference of their own. They are marked,
 * so that the auditor can tell them from lost ones; freeing clears the flags.
 */
static void mark_block_tails(struct page *page, unsigned int order)
{
	unsigned long i;

	for (i = 1; i < 1UL << order; i++)
		__SetPageOwnerPriv1(page + i);
}

/**
 * prep_new_page() - turn a block fresh from the lists into what the caller asked for
 */
void prep_new_page(struct page *page, unsigned int order, gfp_t gfp_flags)
{
	prep_single_page(page);
	kasan_unpoison_pages(page, order);
	if (unlikely(page_contents_hooks))
		page_contents_alloc(page, order, gfp_flags);
	else if (gfp_flags & __GFP_ZERO)
		kernel_init_pages(page, 1 << order);
	if (!order)
		return;
	if (gfp_flags & __GFP_COMP)
		prep_compound_page(page, order);
	else
		mark_block_tails(page, order);
}

/**
 * split_page() - make each page of a non-compound allocation freeable on its own
 */
void split_page(struct page *page, unsigned int order)
{
	unsigned long i;

	VM_BUG_ON_PAGE(PageCompound(page), page);
	VM_BUG_ON_PAGE(!page_count(page), page);
	for (i = 1; i < 1UL << order; i++) {
		__ClearPageOwnerPriv1(page + i);
		set_page_count(page + i, 1);
	}
	split_page_owner(page, order);
}

/**
 * __free_pages_core() - the page allocator gets to know memory
 * @page: from boot: reference count 1, not reserved
 */
void __free_pages_core(struct page *page, unsigned int order)
{
	unsigned long i;

	for (i = 0; i < 1UL << order; i++) {
		__ClearPageReserved(page + i);
		set_page_count(page + i, 0);
	}
	if (page_contents_hooks)
		page_contents_free(page, order);
	kasan_poison_pages(page, order);
	atomic_long_add(1L << order, &page_zone(page)->managed_pages);
	totalram_pages_add(1L << order);
	free_one_page(page_zone(page), page, page_to_pfn(page), order);
}

/* ---- watermarks --------------------------------------------------------- */

/* Free pages that this request may not use, whatever the watermark. */
static inline long unusable_free(const struct zone *z, unsigned int alloc_flags)
{
	return alloc_flags & ALLOC_RESERVES ? 0 : z->nr_free_highatomic;
}

/**
 * __zone_watermark_ok() - would an allocation leave the zone above its watermark?
 * @mark: the watermark, in pages
 * @highest_zoneidx: what the request could use at most; lowmem reserves follow from it
 * @free_pages: free pages of the zone as the caller sees them
 *
 * And is there a block of that order at all, on a list the request may use?
 */
bool __zone_watermark_ok(struct zone *z, unsigned int order, unsigned long mark,
			 int highest_zoneidx, unsigned int alloc_flags, long free_pages)
{
	long min = mark;
	int o, mt;

	free_pages -= unusable_free(z, alloc_flags) + (1L << order) - 1;
	if (unlikely(alloc_flags & ALLOC_RESERVES)) {
		if (alloc_flags & ALLOC_MIN_RESERVE) {
			min -= min / 2;
			if (alloc_flags & ALLOC_NON_BLOCK)
				min -= min / 4;
		}
		if (alloc_flags & ALLOC_OOM)
			min -= min / 2;
	}
	if (free_pages <= min + z->lowmem_reserve[highest_zoneidx])
		return false;
	if (!order)
		return true;
	for (o = order; o < NR_PAGE_ORDERS; o++) {
		struct free_area *area = &z->free_area[o];

		/* without zone->lock it is a guess */
		if (!data_race(area->nr_free))
			continue;
		for (mt = 0; mt < MIGRATE_PCPTYPES; mt++)
			if (!list_empty(&area->free_list[mt]))
				return true;
		if ((alloc_flags & (ALLOC_HIGHATOMIC | ALLOC_OOM)) &&
		    !list_empty(&area->free_list[MIGRATE_HIGHATOMIC]))
			return true;
	}
	return false;
}

bool zone_watermark_ok(struct zone *z, unsigned int order, unsigned long mark, int highest_zoneidx,
		       unsigned int alloc_flags)
{
	return __zone_watermark_ok(z, order, mark, highest_zoneidx, alloc_flags,
				   zone_page_state(z, NR_FREE_PAGES));
}

/* With the exact count where the shared one could be wrong by too much. */
bool zone_watermark_ok_safe(struct zone *z, unsigned int order, unsigned long mark,
			    int highest_zoneidx)
{
	long free_pages = zone_page_state(z, NR_FREE_PAGES);

	if (z->percpu_drift_mark && free_pages < z->percpu_drift_mark)
		free_pages = zone_page_state_snapshot(z, NR_FREE_PAGES);
	return __zone_watermark_ok(z, order, mark, highest_zoneidx, 0, free_pages);
}

static bool zone_has_room(struct zone *zone, unsigned int order, int alloc_flags,
			  const struct alloc_context *ac, gfp_t gfp)
{
	unsigned long mark = wmark_pages(zone, alloc_flags & ALLOC_WMARK_MASK);

	if (alloc_flags & ALLOC_NO_WATERMARKS)
		return true;
	if (zone_watermark_ok(zone, order, mark, ac->highest_zoneidx, alloc_flags))
		return true;
	/* an atomic page must not fail because of a boost that only exists to wake kswapd early */
	if (unlikely(!order && (alloc_flags & ALLOC_MIN_RESERVE) && zone->watermark_boost &&
		     (alloc_flags & ALLOC_WMARK_MASK) == WMARK_MIN))
		return zone_watermark_ok(zone, order, zone->_watermark[WMARK_MIN],
					 ac->highest_zoneidx, alloc_flags);
	return false;
}

/**
 * get_page_from_freelist() - one pass over the zonelist
 *
 * Return: a page ready for use, or NULL if no zone has it within the watermark.
 */
struct page *get_page_from_freelist(gfp_t gfp_mask, unsigned int order, int alloc_flags,
				    const struct alloc_context *ac)
{
	struct zoneref *z;
	struct zone *zone;
	struct page *page;

retry:
	z = ac->preferred_zoneref;
	for_next_zone_zonelist_nodemask(zone, z, ac->highest_zoneidx, ac->nodemask) {
		/* rather mix mobilities here than go to a remote node */
		if ((alloc_flags & ALLOC_NOFRAGMENT) && zone != ac->preferred_zoneref->zone &&
		    zone_to_nid(zone) != zone_to_nid(ac->preferred_zoneref->zone)) {
			alloc_flags &= ~ALLOC_NOFRAGMENT;
			goto retry;
		}
		if (!zone_has_room(zone, order, alloc_flags, ac, gfp_mask))
			continue;
		if (pcp_allowed_order(order) && !(alloc_flags & ALLOC_HIGHATOMIC))
			page = pcp_alloc(zone, order, ac->migratetype, alloc_flags, true);
		else
			page = rmqueue_buddy(zone, order, ac->migratetype, alloc_flags);
		if (!page)
			continue;
		prep_new_page(page, order, gfp_mask);
		if ((alloc_flags & ALLOC_KSWAPD) &&
		    unlikely(test_bit(ZONE_BOOSTED_WATERMARK, &zone->flags))) {
			clear_bit(ZONE_BOOSTED_WATERMARK, &zone->flags);
			wakeup_kswapd(zone, 0, 0, zone_idx(zone));
		}
		return page;
	}
	if (alloc_flags & ALLOC_NOFRAGMENT) {
		alloc_flags &= ~ALLOC_NOFRAGMENT;
		goto retry;
	}
	return NULL;
}

/* ---- the checker -------------------------------------------------------- */

static bool zone_check_block(struct zone *zone, struct page *page, unsigned int order, int mt)
{
	unsigned long pfn = page_to_pfn(page);
	struct page *buddy;
	int m = mt;

	if (!PageBuddy(page) || buddy_order(page) != order || page_zone(page) != zone)
		return false;
	if ((pfn & ((1UL << order) - 1)) || get_pfnblock_migratetype(page, pfn) != mt)
		return false;
	if (page_ref_count(page))
		return false;
	if (order == MAX_PAGE_ORDER || order >= pageblock_order)
		return true;
	buddy = find_free_buddy(page, pfn, order, &m);
	return !buddy;
}

/**
 * zone_check() - does the invariant atop this file hold for a zone?
 *
 * Context: any; holds zone->lock over a walk of all free blocks.
 */
bool zone_check(struct zone *zone)
{
	unsigned long flags, free = 0, highatomic = 0, n;
	unsigned int order, mt;
	struct page *page;
	bool ok = true;

	spin_lock_irqsave(&zone->lock, flags);
	for (order = 0; order < NR_PAGE_ORDERS; order++) {
		n = 0;
		for (mt = 0; mt < MIGRATE_TYPES; mt++) {
			list_for_each_entry(page, &zone->free_area[order].free_list[mt], buddy_list) {
				ok = ok && zone_check_block(zone, page, order, mt);
				n++;
				if (mt == MIGRATE_HIGHATOMIC)
					highatomic += 1UL << order;
				if (mt != MIGRATE_ISOLATE)
					free += 1UL << order;
			}
		}
		ok = ok && n == zone->free_area[order].nr_free;
	}
	ok = ok && free == zone_page_state_snapshot(zone, NR_FREE_PAGES);
	ok = ok && highatomic == zone->nr_free_highatomic;
	ok = ok && free <= zone_managed_pages(zone);
	spin_unlock_irqrestore(&zone->lock, flags);
	return ok;
}
