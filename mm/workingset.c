// SPDX-License-Identifier: GPL-2.0-only
/*
 * workingset.c - was a page that is read back thrown out too early?
 *
 * When a folio is evicted, its place in the page (or swap) cache keeps a shadow entry: a value that says
 * when that was, by a clock that ticks once per page evicted or activated (nonresident_age). When
 * the page is read again, the clock's advance is its refault distance: how many more pages the
 * inactive list would have had to hold for the page to be still there. Where the active list is longer
 * than that, the page deserved its place more than something active: it is activated at once.
 *
 *	shadow value:	| clock, in units of 1 << bucket_order | node | workingset |
 *
 * Owns:       shadow entries, lruvec->nonresident_age, PG_workingset.
 * Invariant:  a shadow entry is a value entry (xa_is_value()), never a pointer.
 * Locks:      the i_pages lock where the entry is stored (callers); the clock is atomic.
 * Elsewhere:  storing shadows (filemap.c); evicting (vmscan.c).
 */
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/init.h>
#include <linux/pagemap.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include <linux/xarray.h>

#define WORKINGSET_SHIFT	1
/* one bit less for being a value entry */
#define EVICTION_SHIFT		(1 + WORKINGSET_SHIFT + NODES_SHIFT)
#define EVICTION_MASK		(~0UL >> EVICTION_SHIFT)

/*
 * The clock has fewer bits than a long. Where there are more pages than it could tell apart, each
 * tick stands for 1 << bucket_order of them.
 */
static unsigned int bucket_order __read_mostly;

static void *pack_shadow(int nid, unsigned long eviction, bool workingset)
{
	eviction &= EVICTION_MASK;
	eviction = (eviction << NODES_SHIFT) | nid;
	eviction = (eviction << WORKINGSET_SHIFT) | workingset;
	return xa_mk_value(eviction);
}

static void unpack_shadow(void *shadow, pg_data_t **pgdat, unsigned long *eviction,
			  bool *workingset)
{
	unsigned long entry = xa_to_value(shadow);

	*workingset = entry & 1;
	entry >>= WORKINGSET_SHIFT;
	*pgdat = NODE_DATA(entry & ((1UL << NODES_SHIFT) - 1));
	*eviction = entry >> NODES_SHIFT;
}

/* Pages were evicted or activated: whatever is out is longer out by so much. */
void workingset_age_nonresident(struct lruvec *lruvec, unsigned long nr_pages)
{
	atomic_long_add(nr_pages, &lruvec->nonresident_age);
}

/**
 * workingset_eviction() - note that a folio is evicted
 *
 * Context: folio locked, its references frozen.
 * Return: the shadow entry to leave in its place.
 */
void *workingset_eviction(struct folio *folio, struct mem_cgroup *target_memcg)
{
	struct lruvec *lruvec = folio_lruvec(folio);
	unsigned long clock = atomic_long_read(&lruvec->nonresident_age);

	workingset_age_nonresident(lruvec, folio_nr_pages(folio));
	return pack_shadow(folio_nid(folio), clock >> bucket_order,
			   folio_test_workingset(folio));
}

/**
 * workingset_test_recent() - would the page be here if the lists were as long as they are now?
 * @file: it is a file's, as opposed to swapped
 * @workingset: set where it was known to be of the working set
 */
bool workingset_test_recent(void *shadow, bool file, bool *workingset, bool flush)
{
	unsigned long eviction, clock, distance, size;
	pg_data_t *pgdat;

	unpack_shadow(shadow, &pgdat, &eviction, workingset);
	clock = atomic_long_read(&pgdat->__lruvec.nonresident_age) >> bucket_order;
	/* the subtraction wraps with the clock */
	distance = ((clock - eviction) & EVICTION_MASK) << bucket_order;

	/* what it would have had to displace: the active pages, of both kinds where swap can take them */
	size = node_page_state(pgdat, NR_ACTIVE_FILE);
	if (!file)
		size += node_page_state(pgdat, NR_INACTIVE_FILE);
	if (get_nr_swap_pages() > 0) {
		size += node_page_state(pgdat, NR_ACTIVE_ANON);
		if (file)
			size += node_page_state(pgdat, NR_INACTIVE_ANON);
	}
	return distance <= size;
}

/**
 * workingset_refault() - a page that had left a shadow is read again
 *
 * Context: the folio is locked and not on the LRU yet.
 */
void workingset_refault(struct folio *folio, void *shadow)
{
	bool file = folio_is_file_lru(folio), workingset;
	pg_data_t *pgdat = folio_pgdat(folio);
	long nr = folio_nr_pages(folio);

	mod_node_page_state(pgdat, WORKINGSET_REFAULT_BASE + file, nr);
	if (!workingset_test_recent(shadow, file, &workingset, true))
		return;
	folio_set_active(folio);
	workingset_age_nonresident(folio_lruvec(folio), nr);
	mod_node_page_state(pgdat, WORKINGSET_ACTIVATE_BASE + file, nr);
	if (workingset) {
		folio_set_workingset(folio);
		lru_note_cost_refault(folio);
		mod_node_page_state(pgdat, WORKINGSET_RESTORE_BASE + file, nr);
	}
}

/* A folio was activated: one page more that the inactive ones compete with. */
void workingset_activation(struct folio *folio)
{
	workingset_age_nonresident(folio_lruvec(folio), folio_nr_pages(folio));
}

static int __init workingset_init(void)
{
	unsigned int clock_bits = BITS_PER_LONG - EVICTION_SHIFT;
	unsigned int page_bits = fls_long(totalram_pages() - 1);

	if (page_bits > clock_bits)
		bucket_order = page_bits - clock_bits;
	return 0;
}
core_initcall(workingset_init);
