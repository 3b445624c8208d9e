/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mm_inline.h - putting folios on LRU lists and taking them off.
 */
#ifndef _LINUX_MM_INLINE_H
#define _LINUX_MM_INLINE_H

#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include <linux/spinlock.h>
#include <linux/page-flags.h>

/*
 * Pages that reclaim can drop or write to their own file, as opposed to those that need swap.
 * Shared memory is swap-backed though it is in the page cache.
 */
static inline int folio_is_file_lru(struct folio *folio)
{
	return !folio_test_swapbacked(folio);
}

static inline enum lru_list folio_lru_list(struct folio *folio)
{
	enum lru_list lru;

	VM_BUG_ON_FOLIO(folio_test_active(folio) && folio_test_unevictable(folio), folio);

	if (folio_test_unevictable(folio))
		return LRU_UNEVICTABLE;
	lru = folio_is_file_lru(folio) ? LRU_INACTIVE_FILE : LRU_INACTIVE_ANON;
	if (folio_test_active(folio))
		lru += LRU_ACTIVE;
	return lru;
}

static inline struct lruvec *folio_lruvec(struct folio *folio)
{
	return &folio_pgdat(folio)->__lruvec;
}

static inline struct lruvec *folio_lruvec_lock(struct folio *folio)
{
	struct lruvec *lruvec = folio_lruvec(folio);

	spin_lock(&lruvec->lru_lock);
	return lruvec;
}

static inline struct lruvec *folio_lruvec_lock_irq(struct folio *folio)
{
	struct lruvec *lruvec = folio_lruvec(folio);

	spin_lock_irq(&lruvec->lru_lock);
	return lruvec;
}

static inline struct lruvec *folio_lruvec_lock_irqsave(struct folio *folio, unsigned long *flags)
{
	struct lruvec *lruvec = folio_lruvec(folio);

	spin_lock_irqsave(&lruvec->lru_lock, *flags);
	return lruvec;
}

static inline void unlock_page_lruvec_irq(struct lruvec *lruvec)
{
	spin_unlock_irq(&lruvec->lru_lock);
}

static inline void unlock_page_lruvec_irqrestore(struct lruvec *lruvec, unsigned long flags)
{
	spin_unlock_irqrestore(&lruvec->lru_lock, flags);
}

/* Hold the lock of @folio's lruvec, given that @locked's (or none, NULL) is held. */
static inline struct lruvec *folio_lruvec_relock_irq(struct folio *folio, struct lruvec *locked)
{
	if (locked) {
		if (locked == folio_lruvec(folio))
			return locked;
		unlock_page_lruvec_irq(locked);
	}
	return folio_lruvec_lock_irq(folio);
}

static inline void folio_lruvec_relock_irqsave(struct folio *folio, struct lruvec **lruvecp,
					       unsigned long *flags)
{
	if (*lruvecp) {
		if (*lruvecp == folio_lruvec(folio))
			return;
		unlock_page_lruvec_irqrestore(*lruvecp, *flags);
	}
	*lruvecp = folio_lruvec_lock_irqsave(folio, flags);
}

/* The list's length changes by @nr pages of zone @zid. */
static inline void update_lru_size(struct lruvec *lruvec, enum lru_list lru, enum zone_type zid,
				   long nr_pages)
{
	struct pglist_data *pgdat = lruvec_pgdat(lruvec);

	__mod_node_page_state(pgdat, NR_LRU_BASE + lru, nr_pages);
	__mod_zone_page_state(&pgdat->node_zones[zid], NR_ZONE_LRU_BASE + lru, nr_pages);
}

/**
 * lruvec_add_folio() - put a folio at the head of the list its flags name
 *
 * Context: lruvec->lru_lock held, interrupts off; the folio's PG_lru is the caller's to set.
 */
static inline void lruvec_add_folio(struct lruvec *lruvec, struct folio *folio)
{
	enum lru_list lru = folio_lru_list(folio);

	update_lru_size(lruvec, lru, folio_zonenum(folio), folio_nr_pages(folio));
	if (lru != LRU_UNEVICTABLE)
		list_add(&folio->lru, &lruvec->lists[lru]);
}

static inline void lruvec_add_folio_tail(struct lruvec *lruvec, struct folio *folio)
{
	enum lru_list lru = folio_lru_list(folio);

	update_lru_size(lruvec, lru, folio_zonenum(folio), folio_nr_pages(folio));
	/* the unevictable list is not kept in order, nor at all: mlock_count lies there */
	if (lru != LRU_UNEVICTABLE)
		list_add_tail(&folio->lru, &lruvec->lists[lru]);
}

static inline void lruvec_del_folio(struct lruvec *lruvec, struct folio *folio)
{
	enum lru_list lru = folio_lru_list(folio);

	if (lru != LRU_UNEVICTABLE)
		list_del(&folio->lru);
	update_lru_size(lruvec, lru, folio_zonenum(folio), -(long)folio_nr_pages(folio));
}

/* Clear what says on which list a folio is, or is to be; it is about to be freed. */
static inline void __folio_clear_lru_flags(struct folio *folio)
{
	folio->flags &= ~(1UL << PG_lru | 1UL << PG_active | 1UL << PG_unevictable);
}

static inline void add_mm_rss_vec(struct mm_struct *mm, long *rss)
{
	int i;

	for (i = 0; i < NR_MM_COUNTERS; i++)
		if (rss[i])
			add_mm_counter(mm, i, rss[i]);
}

/* ---- unmapping that has not flushed yet --------------------------------------------------- */

/*
 * While tlb_flush_pending is raised, entries have been changed whose old translations CPUs may
 * still use; whoever finds an entry changed already and relies on that has to flush himself.
 */
static inline void init_tlb_flush_pending(struct mm_struct *mm)
{
	atomic_set(&mm->tlb_flush_pending, 0);
}

static inline void inc_tlb_flush_pending(struct mm_struct *mm)
{
	/* ordered before the entries' change by the page-table lock that follows */
	atomic_inc(&mm->tlb_flush_pending);
}

static inline void dec_tlb_flush_pending(struct mm_struct *mm)
{
	/* ordered behind the flush, which is a full barrier where it has to reach other CPUs */
	atomic_dec(&mm->tlb_flush_pending);
}

static inline bool mm_tlb_flush_pending(struct mm_struct *mm)
{
	return atomic_read(&mm->tlb_flush_pending);
}

/* More than one unmap at the same time. */
static inline bool mm_tlb_flush_nested(struct mm_struct *mm)
{
	return atomic_read(&mm->tlb_flush_pending) > 1;
}

#endif /* _LINUX_MM_INLINE_H */
