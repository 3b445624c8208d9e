// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_pages.c - audit the LRU lists, every page frame, and the counters that sum them up.
 *
 * By now audit->pages[] says how many entries map each page. Here each page says what it thinks.
 *
 * Owns:       audit->pages[].on_lru and .cached.
 * Locks:      none: everything stands still.
 * Elsewhere:  free lists and slabs in themselves (zone_check(), slab_check()).
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/vmstat.h>
#include "audit.h"
#include "pages.h"
#include "store.h"

/* As audit_expect(), and what there is to know of the page. */
#define audit_page_expect(audit, page, cond, fmt, ...)				\
	do {									\
		if (unlikely(!(cond)) && audit_difference(audit)) {		\
			pr_err("audit: frame %lx: " fmt "\n", page_to_pfn(page), ##__VA_ARGS__); \
			dump_page(page, "audit");				\
		}								\
	} while (0)

/* ---- LRU lists ---------------------------------------------------------------------------- */

static void audit_lru_list(struct audit *audit, struct lruvec *lruvec, enum lru_list lru,
			   unsigned long *per_zone)
{
	struct folio *folio;

	list_for_each_entry(folio, &lruvec->lists[lru], lru) {
		struct audit_page *ap = &audit->pages[folio_pfn(folio)];

		audit_page_expect(audit, &folio->page, folio_test_lru(folio),
				  "on LRU list %d without PG_lru", lru);
		audit_page_expect(audit, &folio->page, folio_lru_list(folio) == lru,
				  "on LRU list %d, but its flags say %d", lru, folio_lru_list(folio));
		audit_page_expect(audit, &folio->page, folio_ref_count(folio) > 0,
				  "on LRU list %d without a reference", lru);
		audit_page_expect(audit, &folio->page, !ap->on_lru, "on two LRU lists");
		if (ap->on_lru)
			return;		/* the list goes in circles */
		ap->on_lru = 1;
		per_zone[folio_zonenum(folio)] += folio_nr_pages(folio);
	}
}

static void audit_lruvec(struct audit *audit, struct pglist_data *pgdat)
{
	enum lru_list lru;
	int zid;

	for_each_evictable_lru(lru) {
		unsigned long per_zone[MAX_NR_ZONES] = { }, sum = 0;

		audit_lru_list(audit, &pgdat->__lruvec, lru, per_zone);
		for (zid = 0; zid < MAX_NR_ZONES; zid++) {
			struct zone *zone = &pgdat->node_zones[zid];

			sum += per_zone[zid];
			if (populated_zone(zone))
				audit_expect(audit, zone_page_state_snapshot(zone, NR_ZONE_LRU_BASE + lru) ==
					     per_zone[zid], "zone %s: LRU list %d counts %lu, but has %lu",
					     zone->name, lru,
					     zone_page_state_snapshot(zone, NR_ZONE_LRU_BASE + lru),
					     per_zone[zid]);
		}
		audit_expect(audit, node_page_state_snapshot(pgdat, NR_LRU_BASE + lru) == sum,
			     "node %d: LRU list %d counts %lu, but has %lu", pgdat->node_id, lru,
			     node_page_state_snapshot(pgdat, NR_LRU_BASE + lru), sum);
	}
}

void audit_all_lrus(struct audit *audit)
{
	struct pglist_data *pgdat;

	for_each_online_pgdat(pgdat)
		audit_lruvec(audit, pgdat);
}

/* ---- page cache --------------------------------------------------------------------------- */

/*
 * Is the folio in its file's cache where it thinks it is? Each cache is looked at as a whole once,
 * when its first folio comes by.
 */
static void audit_cached_folio(struct audit *audit, struct folio *folio)
{
	struct address_space *mapping = folio->mapping;
	unsigned long pfn = folio_pfn(folio), first = 0;
	void *entry = xa_load(&mapping->i_pages, folio->index);

	if (entry != folio) {
		/* it is being removed: who does so has it locked */
		audit_page_expect(audit, &folio->page, folio_test_locked(folio),
				  "not in its file's cache at %lx", folio->index);
		return;
	}
	audit->pages[pfn].cached = 1;
	audit->pages[pfn].refs += folio_nr_pages(folio);
	audit->file_pages += folio_nr_pages(folio);
	if (folio_test_swapbacked(folio))
		audit->shmem_pages += folio_nr_pages(folio);
	if (xa_find(&mapping->i_pages, &first, ULONG_MAX, XA_PRESENT) == folio)
		audit_page_expect(audit, &folio->page, mapping_check(mapping),
				  "its file's cache is inconsistent");
}

/* ---- frames ------------------------------------------------------------------------------- */

/* A page that is nobody's user memory: free, or the kernel's. */
static void audit_unmapped_page(struct audit *audit, struct page *page)
{
	struct audit_page *ap = &audit->pages[page_to_pfn(page)];

	audit_page_expect(audit, page, !ap->maps, "%u entries map it, but it is %s", ap->maps,
			  page_has_type(page) ? "no user page" : "free");
	audit_page_expect(audit, page, !ap->on_lru, "on an LRU list, but no user page");
}

static void audit_mapcounts(struct audit *audit, struct folio *folio)
{
	unsigned long pfn = folio_pfn(folio), nr = folio_nr_pages(folio), i, maps = 0, mapped = 0;

	for (i = 0; i < nr; i++) {
		struct page *page = folio_page(folio, i);
		u32 found = audit->pages[pfn + i].maps;

		audit_page_expect(audit, page, atomic_read(&page->_mapcount) + 1 == found,
				  "mapcount %d, but %u entries map it",
				  atomic_read(&page->_mapcount) + 1, found);
		if (folio_test_anon(folio) && PageAnonExclusive(page))
			audit_page_expect(audit, page, found <= 1, "exclusive, but mapped %u times",
					  found);
		maps += found;
		mapped += found != 0;
	}
	if (folio_test_large(folio)) {
		audit_page_expect(audit, &folio->page, folio_large_mapcount(folio) == maps,
				  "its pages' mapcounts add up to %lu, not %d", maps,
				  folio_large_mapcount(folio));
		audit_page_expect(audit, &folio->page, atomic_read(&folio->_nr_pages_mapped) == mapped,
				  "%lu of its pages are mapped, not %d", mapped,
				  atomic_read(&folio->_nr_pages_mapped));
	}
	if (folio_test_anon(folio))
		audit->anon_mapped += mapped;
	else
		audit->file_mapped += mapped;
}

static void audit_folio(struct audit *audit, struct folio *folio)
{
	struct audit_page *ap = &audit->pages[folio_pfn(folio)];

	audit_mapcounts(audit, folio);
	if (folio->mapping && !folio_mapping_flags(folio))
		audit_cached_folio(audit, folio);
	audit_page_expect(audit, &folio->page, folio_ref_count(folio) >= (int)ap->refs,
			  "%d references, but %u are known", folio_ref_count(folio), ap->refs);
	if (folio_test_unevictable(folio) && folio_test_lru(folio))
		audit->unevictable += folio_nr_pages(folio);
	else
		audit_page_expect(audit, &folio->page, folio_test_lru(folio) == ap->on_lru,
				  "%s", ap->on_lru ? "on an LRU list without PG_lru" :
				  "PG_lru, but on no list");
}

/*
 * Is the page the first of a folio that may be user memory or page cache? Others are allocated by the
 * kernel for itself and look the same, but nobody maps them; what is said of folios holds for
 * them as well.
 */
static unsigned long audit_frame(struct audit *audit, unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);
	struct folio *folio = page_folio(page);

	if (PageReserved(page))
		return 1;
	if (PageBuddy(page)) {
		audit_unmapped_page(audit, page);
		return 1UL << buddy_order(page);
	}
	if (page_has_type(page) || !page_ref_count(page)) {
		audit_unmapped_page(audit, page);
		return 1;
	}
	if (&folio->page != page)
		return 1;	/* a tail met first: its head is no folio of ours */
	audit_folio(audit, folio);
	return folio_nr_pages(folio);
}

void audit_all_pages(struct audit *audit)
{
	unsigned long pfn = 0;

	while (pfn < audit->nr_pages) {
		if (!pfn_valid(pfn)) {
			pfn++;
			continue;
		}
		pfn += audit_frame(audit, pfn);
	}
}

/* ---- counters ----------------------------------------------------------------------------- */

static void audit_counter(struct audit *audit, enum node_stat_item item, unsigned long found,
			  const char *what)
{
	unsigned long counted = global_node_page_state_snapshot(item);

	audit_expect(audit, counted == found, "vmstat counts %lu %s, but there are %lu", counted,
		     what, found);
}

void audit_counters(struct audit *audit)
{
	audit_counter(audit, NR_ANON_MAPPED, audit->anon_mapped, "mapped anonymous pages");
	audit_counter(audit, NR_FILE_MAPPED, audit->file_mapped, "mapped file pages");
	audit_counter(audit, NR_FILE_PAGES, audit->file_pages, "pages in page caches");
	audit_counter(audit, NR_SHMEM, audit->shmem_pages, "pages of shared memory");
	audit_counter(audit, NR_UNEVICTABLE, audit->unevictable, "unevictable pages");
}
