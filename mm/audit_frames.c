// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_frames.c - look at every page frame: it has one owner, and agrees with what is known of it.
 *
 * By now free frames, slabs, page tables, and those of vmalloc and per-CPU memory have been claimed by
 * who has them. The rest says itself what it is: reserved; large kmalloc(); user memory, which is
 * mapped, anonymous, cached or on an LRU list; or else the kernel's own, from alloc_pages(). A
 * frame that is none of these has been lost.
 *
 *	references of user memory	one for each entry, each page in the page cache, each LRU batch,
 *					one for private data, and the owner's of what is lent to programs
 *	mapcount			the entries that map it
 *
 * Owns:       the owners AUDIT_RESERVED, AUDIT_KMALLOC, AUDIT_USER, AUDIT_KERNEL.
 * Locks:      none: everything stands still. A stopped task may have more references to a page than are
 *             known, or may just be allocating or freeing it: that is a suspect.
 */
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/vmstat.h>
#include "audit.h"
#include "pages.h"

/* ---- mapcounts ---------------------------------------------------------------------------- */

static void audit_large_mapcounts(struct audit *audit, struct folio *folio, unsigned long maps,
				  unsigned long mapped)
{
	audit_equal(audit, folio, folio_large_mapcount(folio), maps, "frame %lx: mapcount of all its pages",
		    folio_pfn(folio));
	audit_equal(audit, folio, atomic_read(&folio->_nr_pages_mapped), mapped,
		    "frame %lx: pages of it that are mapped", folio_pfn(folio));
}

/* Return: how many of the folio's pages are mapped. */
static unsigned long audit_mapcounts(struct audit *audit, struct folio *folio)
{
	unsigned long pfn = folio_pfn(folio), nr = folio_nr_pages(folio), i, maps = 0, mapped = 0;

	for (i = 0; i < nr; i++) {
		struct page *page = folio_page(folio, i);
		u32 found = audit->pages[pfn + i].maps;

		audit_equal(audit, page, atomic_read(&page->_mapcount) + 1, found, "frame %lx: mapcount",
			    pfn + i);
		if (folio_test_anon(folio) && PageAnonExclusive(page))
			audit_true(audit, page, found <= 1, "frame %lx is exclusive, but mapped %u times",
				   pfn + i, found);
		maps += found;
		mapped += found != 0;
	}
	if (folio_test_large(folio))
		audit_large_mapcounts(audit, folio, maps, mapped);
	return mapped;
}

/* ---- user memory -------------------------------------------------------------------------- */

/* The kernel's own page, shown to programs, as the vdso is: in no cache, on no list. Its owner has it too. */
static bool is_lent(const struct folio *folio, const struct audit_page *ap)
{
	return !folio->mapping && !folio_test_lru(folio) && !ap->on_lru && ap->maps;
}

static void audit_references(struct audit *audit, struct folio *folio, const struct audit_page *ap)
{
	int refs = folio_ref_count(folio), known = ap->refs + folio_test_private(folio) + is_lent(folio, ap);

	audit_true(audit, folio, refs >= known, "frame %lx: references: recorded %d, recounted %d",
		   folio_pfn(folio), refs, known);
	if (refs > known)
		audit_equal_settled(audit, folio, refs, known, "frame %lx: references", folio_pfn(folio));
}

static void audit_lru_flags(struct audit *audit, struct folio *folio, const struct audit_page *ap)
{
	unsigned long pfn = folio_pfn(folio);

	if (folio_test_mlocked(folio)) {
		audit->mlocked[folio_nid(folio)][folio_zonenum(folio)] += folio_nr_pages(folio);
		audit_true_settled(audit, folio, ap->locked, "frame %lx is mlocked, but no locked VMA maps it",
				   pfn);
	}
	if (folio_test_unevictable(folio) && folio_test_lru(folio)) {
		audit_count(audit, &folio->page, NR_UNEVICTABLE, folio_nr_pages(folio));
		return;
	}
	audit_true(audit, folio, folio_test_lru(folio) == ap->on_lru, "frame %lx is %s", pfn,
		   ap->on_lru ? "on an LRU list without PG_lru" : "on no LRU list, but has PG_lru");
}

static unsigned long audit_user_folio(struct audit *audit, struct folio *folio)
{
	unsigned long pfn = folio_pfn(folio), nr = folio_nr_pages(folio), mapped;
	const struct audit_page *ap = &audit->pages[pfn];

	if (!audit_claim(audit, pfn, nr, AUDIT_USER))
		return 1;
	mapped = audit_mapcounts(audit, folio);
	audit_count(audit, &folio->page, folio_test_anon(folio) ? NR_ANON_MAPPED : NR_FILE_MAPPED, mapped);
	audit_true_settled(audit, folio, !folio->mapping || folio_mapping_flags(folio) || ap->cached,
			   "frame %lx is not in the page cache of its mapping %px", pfn, folio->mapping);
	audit_references(audit, folio, ap);
	audit_lru_flags(audit, folio, ap);
	return nr;
}

/* Does anything say that this was ever meant for users? */
static bool is_user_memory(const struct folio *folio, const struct audit_page *ap)
{
	const unsigned long marks = 1UL << PG_lru | 1UL << PG_active | 1UL << PG_swapbacked |
				    1UL << PG_uptodate | 1UL << PG_unevictable | 1UL << PG_mlocked;

	return folio->mapping || (folio->flags & marks) || ap->refs || ap->maps || ap->on_lru;
}

/* ---- the others --------------------------------------------------------------------------- */

static unsigned long audit_kmalloc(struct audit *audit, struct folio *folio)
{
	unsigned long nr = folio_nr_pages(folio);

	audit_equal(audit, folio, folio_ref_count(folio), 1, "frame %lx of kmalloc(): references",
		    folio_pfn(folio));
	audit_count(audit, &folio->page, NR_SLAB_UNRECLAIMABLE_B, nr);
	return audit_claim(audit, folio_pfn(folio), nr, AUDIT_KMALLOC) ? nr : 1;
}

/* A frame that says what it is, and nobody has it. */
static unsigned long audit_lost(struct audit *audit, struct page *page, const char *what)
{
	audit_true_settled(audit, page, false, "frame %lx is %s", page_to_pfn(page), what);
	return 1;
}

/*
 * A page of the kernel's own, a folio of it, or the first of a block that is none: the others of that
 * have no reference, and a mark (mark_block_tails()).
 */
static unsigned long audit_kernel(struct audit *audit, struct page *page)
{
	unsigned long nr = folio_nr_pages(page_folio(page)), pfn = page_to_pfn(page);

	audit_mapcounts(audit, page_folio(page));
	while (nr < MAX_ORDER_NR_PAGES && pfn + nr < audit->nr_pages && pfn_valid(pfn + nr) &&
	       PageOwnerPriv1(page + nr) && !page_ref_count(page + nr) &&
	       audit->pages[pfn + nr].owner == AUDIT_NOBODY)
		nr++;
	return audit_claim(audit, pfn, nr, AUDIT_KERNEL) ? nr : 1;
}

/* Return: how many frames have been dealt with. */
static unsigned long audit_unclaimed(struct audit *audit, struct page *page)
{
	struct folio *folio = page_folio(page);
	unsigned long pfn = page_to_pfn(page);

	if (PageReserved(page))
		return audit_claim(audit, pfn, 1, AUDIT_RESERVED);
	if (PageBuddy(page))
		return audit_lost(audit, page, "marked as a free block, and on no free list");
	if (PageTable(page))
		return audit_lost(audit, page, "a page table that nobody uses");
	if (folio_test_slab(folio))
		return audit_lost(audit, page, "of a slab on no cache's lists");
	if (&folio->page != page)
		return audit_lost(audit, page, "behind the first page of a folio that does not reach it");
	if (PageLargeKmalloc(page))
		return audit_kmalloc(audit, folio);
	if (page_has_type(page))
		return audit_lost(audit, page, "of a type that is not in use");
	if (!page_ref_count(page) && !audit->pages[pfn].refs)
		return audit_lost(audit, page, "free, but on no list: it is lost");
	if (is_user_memory(folio, &audit->pages[pfn]))
		return audit_user_folio(audit, folio);
	return audit_kernel(audit, page);
}

/* Nobody can map what is free, or keeps the kernel's own structures. */
static void audit_claimed(struct audit *audit, struct page *page, const struct audit_page *ap)
{
	if (ap->owner == AUDIT_TABLE) {
		audit_equal(audit, page, atomic_read(&page_ptdesc(page)->pt_share_count), ap->maps,
			    "page table %lx: owners", page_to_pfn(page));
		return;
	}
	if (ap->owner == AUDIT_VMALLOC || ap->owner == AUDIT_PERCPU) {
		audit_equal(audit, page, atomic_read(&page->_mapcount) + 1, ap->maps, "frame %lx: mapcount",
			    page_to_pfn(page));
		audit_count(audit, page, NR_FILE_MAPPED, ap->maps != 0);
		return;
	}
	audit_true(audit, page, !ap->maps && !ap->on_lru && !ap->cached,
		   "frame %lx is no user memory, but %s", page_to_pfn(page),
		   ap->maps ? "mapped" : ap->on_lru ? "on an LRU list" : "in a page cache");
}

static void audit_zone_frames(struct audit *audit, struct zone *zone)
{
	unsigned long pfn = zone->zone_start_pfn, end = zone_end_pfn(zone), step, reserved = 0, holes = 0;

	for (; pfn < end; pfn += step) {
		struct audit_page *ap = &audit->pages[pfn];

		step = 1;
		if (!pfn_valid(pfn)) {
			holes++;
			continue;
		}
		if (ap->owner != AUDIT_NOBODY) {
			/* most frames are free, and have been looked at */
			if (ap->owner > AUDIT_PCP || ap->maps || ap->refs || ap->on_lru)
				audit_claimed(audit, pfn_to_page(pfn), ap);
			continue;
		}
		step = audit_unclaimed(audit, pfn_to_page(pfn)) ?: 1;
		reserved += ap->owner == AUDIT_RESERVED;
	}
	audit_equal_settled(audit, &zone->managed_pages, zone_managed_pages(zone),
			    zone->spanned_pages - reserved - holes, "zone %s: managed pages", zone->name);
}

void audit_frames(struct audit *audit)
{
	struct zone *zone;

	for_each_populated_zone(zone)
		audit_zone_frames(audit, zone);
}
