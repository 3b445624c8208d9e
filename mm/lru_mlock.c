// SPDX-License-Identifier: GPL-2.0-only
/*
 * lru_mlock.c - folios of VM_LOCKED VMAs: mlocked, and so unevictable.
 *
 * An unevictable folio is on no list, so its list pointers are free to count how many VMAs lock it
 * (mlock_count). The count is missing what happened while the folio was off the LRU; it may so be too
 * low, and the folio be taken for evictable too early. Reclaim then finds the locked VMA by rmap and
 * mlocks the folio again.
 *
 * Owns:       PG_mlocked, NR_MLOCK, mlock_count.
 * Invariant:  PG_mlocked is set while a VM_LOCKED VMA maps a folio (of one page).
 * Locks:      lru_lock for mlock_count.
 * Elsewhere:  VM_LOCKED and limits (mlock.c); who calls when a page is mapped (rmap.c).
 */
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include "lru.h"

static void count_mlocked(struct folio *folio)
{
	long nr = folio_nr_pages(folio);

	mod_zone_page_state(folio_zone(folio), NR_MLOCK, nr);
	count_vm_events(UNEVICTABLE_PGMLOCKED, nr);
}

/**
 * mlock_new_folio() - a new folio, not on the LRU yet, is about to be mapped in a locked VMA
 */
void mlock_new_folio(struct folio *folio)
{
	if (!folio_test_set_mlocked(folio))
		count_mlocked(folio);
}

/**
 * mlock_folio() - one more locked VMA maps @folio
 */
void mlock_folio(struct folio *folio)
{
	struct lru_section section = LRU_SECTION;

	if (!folio_test_set_mlocked(folio))
		count_mlocked(folio);
	/* on its way to a list: it will see PG_mlocked when it gets there */
	if (!folio_test_clear_lru(folio))
		return;
	lru_section_enter(&section, folio);
	if (folio_test_unevictable(folio)) {
		folio->mlock_count++;
	} else {
		lru_section_del(&section, folio);
		folio_clear_active(folio);
		folio_set_unevictable(folio);
		folio->mlock_count = 1;
		lru_section_add(&section, folio);
		count_vm_events(UNEVICTABLE_PGCULLED, folio_nr_pages(folio));
	}
	folio_set_lru(folio);
	lru_section_leave(&section);
}

/* Nobody locks it any more, as far as we know. Context: in a section, or off the LRU. */
static void clear_mlocked(struct folio *folio)
{
	long nr = folio_nr_pages(folio);

	if (!folio_test_clear_mlocked(folio))
		return;
	mod_zone_page_state(folio_zone(folio), NR_MLOCK, -nr);
	count_vm_events(UNEVICTABLE_PGMUNLOCKED, nr);
}

/**
 * munlock_folio() - one locked VMA less maps @folio
 */
void munlock_folio(struct folio *folio)
{
	struct lru_section section = LRU_SECTION;

	if (!folio_test_mlocked(folio))
		return;
	if (!folio_test_clear_lru(folio)) {
		clear_mlocked(folio);
		return;
	}
	lru_section_enter(&section, folio);
	if (folio_test_unevictable(folio) && folio->mlock_count)
		folio->mlock_count--;
	if (!folio_test_unevictable(folio) || !folio->mlock_count) {
		clear_mlocked(folio);
		if (folio_test_unevictable(folio) && folio_evictable(folio)) {
			lru_section_del(&section, folio);
			folio_clear_unevictable(folio);
			lru_section_add(&section, folio);
			count_vm_events(UNEVICTABLE_PGRESCUED, folio_nr_pages(folio));
		}
	}
	folio_set_lru(folio);
	lru_section_leave(&section);
}
