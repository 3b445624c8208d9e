/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lru.h - for the files that move folios between LRU lists: lru.c and lru_mlock.c.
 *
 * A section is a time with lru_lock held, for folio after folio. The lists' lengths change once for a
 * run of folios of the same list and zone, not once for each.
 */
#ifndef _MM_LRU_H
#define _MM_LRU_H

#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include <linux/percpu.h>
#include <asm/tlb.h>

/* Folios that wait on a CPU to be added or moved, each with a reference for it. */
struct cpu_fbatches {
	struct folio_batch add;
	struct folio_batch activate;
	struct folio_batch deactivate;
	struct folio_batch deactivate_file;
	struct folio_batch lazyfree;
	struct folio_batch rotate;	/* filled by interrupts too */
};

DECLARE_PER_CPU(struct cpu_fbatches, cpu_fbatches);

/**
 * struct lru_section - lru_lock, while it is held, and what was done under it
 * @lruvec: whose lock; NULL: none
 * @flags: saved by locking
 * @key: the flags of the last folio that say which list and zone it is in
 * @lru: the list and
 * @zid: the zone that follow from them
 * @nr: pages added there, not written to the counters yet
 */
struct lru_section {
	struct lruvec *lruvec;
	unsigned long flags;
	unsigned long key;
	enum lru_list lru;
	enum zone_type zid;
	long nr;
};

#define LRU_KEY_MASK	(1UL << PG_swapbacked | 1UL << PG_active | 1UL << PG_unevictable | \
			 ZONES_MASK << ZONES_PGSHIFT)
#define LRU_NO_KEY	(~0UL)

#define LRU_SECTION	(struct lru_section){ .lruvec = NULL, .key = LRU_NO_KEY, .nr = 0 }

void lru_section_switch(struct lru_section *section, struct folio *folio);

static __always_inline void lru_section_count(struct lru_section *section, struct folio *folio,
					      long nr)
{
	/* others set and clear the flags that are not in the key */
	if (unlikely((data_race(folio->flags) & LRU_KEY_MASK) != section->key))
		lru_section_switch(section, folio);
	section->nr += nr;
}

static inline void lru_section_leave(struct lru_section *section)
{
	struct lruvec *lruvec = section->lruvec;

	if (!lruvec)
		return;
	if (section->nr)
		update_lru_size(lruvec, section->lru, section->zid, section->nr);
	section->nr = 0;
	section->key = LRU_NO_KEY;
	section->lruvec = NULL;
	unlock_page_lruvec_irqrestore(lruvec, section->flags);
}

/* Hold the lock of the folio's lruvec. */
static inline void lru_section_enter(struct lru_section *section, struct folio *folio)
{
	struct lruvec *lruvec = folio_lruvec(folio);

	if (likely(section->lruvec == lruvec))
		return;
	lru_section_leave(section);
	spin_lock_irqsave(&lruvec->lru_lock, section->flags);
	section->lruvec = lruvec;
}

/* Put a folio at the head of the list that its flags name; PG_lru is the caller's. */
static inline void lru_section_add(struct lru_section *section, struct folio *folio)
{
	lru_section_count(section, folio, folio_nr_pages(folio));
	if (likely(section->lru != LRU_UNEVICTABLE))
		list_add(&folio->lru, &section->lruvec->lists[section->lru]);
}

static inline void lru_section_add_tail(struct lru_section *section, struct folio *folio)
{
	lru_section_count(section, folio, folio_nr_pages(folio));
	if (likely(section->lru != LRU_UNEVICTABLE))
		list_add_tail(&folio->lru, &section->lruvec->lists[section->lru]);
}

static inline void lru_section_del(struct lru_section *section, struct folio *folio)
{
	lru_section_count(section, folio, -folio_nr_pages(folio));
	if (likely(section->lru != LRU_UNEVICTABLE))
		list_del(&folio->lru);
}

/* May reclaim have this folio? Not where it is mlocked, or its file is pinned in memory. */
static inline bool folio_evictable(struct folio *folio)
{
	struct address_space *mapping;
	bool ret;

	if (unlikely(folio_test_mlocked(folio)))
		return false;
	if (likely(folio_test_anon(folio)))
		return true;
	/* the inode, and so the mapping, may go while we look: RCU keeps its memory */
	rcu_read_lock();
	mapping = folio_mapping(folio);
	ret = !(mapping && mapping_unevictable(mapping));
	rcu_read_unlock();
	return ret;
}

#endif /* _MM_LRU_H */
