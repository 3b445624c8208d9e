// SPDX-License-Identifier: GPL-2.0-only
/*
 * rmap.c - counting the mappings of pages, and visiting them.
 *
 * Counts. Each page has _mapcount, mappings by PTE less one. A folio of several pages has besides
 * _large_mapcount (all of them together, so that "mapped at all?" is one read), _entire_mapcount
 * (mappings as one block) and _nr_pages_mapped (pages with a mapping by PTE, plus ENTIRELY_MAPPED while
 * there is one as a block), from which NR_ANON_MAPPED and NR_FILE_MAPPED are kept exact.
 *
 * Visiting. rmap_walk() is the only walker: it finds every VMA that may map a folio, through the
 * anon_vma or the file's interval tree, and calls back with the folio's address there; the callback uses
 * page_vma_mapped_walk() to find the entries.
 *
 * Order of locks, outermost first:
 *
 *	mmap_lock, VMA lock
 *	  folio lock
 *	    mapping->i_mmap_rwsem
 *	      anon_vma->root->rwsem
 *	        mm->page_table_lock, page-table locks
 *	          lruvec->lru_lock
 *
 * Owns:       _mapcount and its large relatives; folio->mapping and index of anonymous folios;
 *             PageAnonExclusive when it is set.
 * Invariant:  PageAnonExclusive implies an anonymous folio with a single mapping of that page.
 * Locks:      counts change under the page-table lock of the entry concerned.
 * Elsewhere:  anon_vmas (anon_vma.c); unmapping by rmap (rmap_unmap.c).
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include "map.h"

/* In _nr_pages_mapped: larger than any number of pages. */
#define ENTIRELY_MAPPED		0x800000
#define FOLIO_PAGES_MAPPED	(ENTIRELY_MAPPED - 1)

/* Context: a page-table lock held, so preemption is off; no interrupt touches these counts. */
static inline void mod_mapped(struct folio *folio, int nr)
{
	if (nr)
		__mod_node_page_state(folio_pgdat(folio), folio_test_anon(folio) ?
				      NR_ANON_MAPPED : NR_FILE_MAPPED, nr);
}

/* ---- adding ------------------------------------------------------------------------------- */

/* Return: how many pages of the folio were not mapped before. */
static int folio_add_rmap_large(struct folio *folio, struct page *page, int nr_pages)
{
	int i, nr = 0;

	for (i = 0; i < nr_pages; i++)
		if (atomic_inc_and_test(&page[i]._mapcount) &&
		    atomic_inc_return(&folio->_nr_pages_mapped) < ENTIRELY_MAPPED)
			nr++;
	atomic_add(nr_pages, &folio->_large_mapcount);
	return nr;
}

static int folio_add_rmap_small(struct folio *folio)
{
	return atomic_inc_and_test(&folio->_mapcount);
}

static int folio_add_rmap_entire(struct folio *folio)
{
	int was, nr = 0;

	if (atomic_inc_and_test(&folio->_entire_mapcount)) {
		was = atomic_fetch_add(ENTIRELY_MAPPED, &folio->_nr_pages_mapped);
		nr = folio_nr_pages(folio) - (was & FOLIO_PAGES_MAPPED);
	}
	atomic_inc(&folio->_large_mapcount);
	return nr;
}

/* Make a folio anonymous: it belongs to the VMA's anon_vma, or, shared, to the oldest ancestor's. */
static void folio_set_anon(struct folio *folio, struct vm_area_struct *vma, unsigned long address,
			   bool exclusive)
{
	struct anon_vma *anon_vma = READ_ONCE(vma->anon_vma);	/* as vmf_anon_prepare() saw it */

	VM_BUG_ON_VMA(!anon_vma, vma);
	if (!exclusive)
		anon_vma = anon_vma->root;
	/* one store: readers without a lock look at pointer and flag together */
	WRITE_ONCE(folio->mapping, (struct address_space *)((unsigned long)anon_vma |
							   PAGE_MAPPING_ANON));
	folio->index = linear_page_index(vma, address);
}

/**
 * folio_move_anon_rmap() - a folio that was shared belongs to @vma's process alone now
 *
 * So it is to be looked for only there and in that one's children.
 *
 * Context: folio locked; page-table lock held.
 */
void folio_move_anon_rmap(struct folio *folio, struct vm_area_struct *vma)
{
	VM_BUG_ON_VMA(!vma->anon_vma, vma);
	WRITE_ONCE(folio->mapping, (struct address_space *)((unsigned long)vma->anon_vma |
							   PAGE_MAPPING_ANON));
}

/**
 * folio_add_new_anon_rmap() - map a new folio, which nobody else can see yet
 * @flags: RMAP_EXCLUSIVE, but for pages read from swap that others share
 *
 * All of its pages get mapped, the first at @address. It becomes anonymous.
 *
 * Context: page-table lock held.
 */
void folio_add_new_anon_rmap(struct folio *folio, struct vm_area_struct *vma,
			     unsigned long address, rmap_t flags)
{
	bool exclusive = flags & RMAP_EXCLUSIVE;
	int i, nr = 1;

	folio_set_anon(folio, vma, address, exclusive);
	if (likely(!folio_test_large(folio))) {
		/* ours alone: no atomic steps, and both flags at once */
		folio->flags |= 1UL << PG_swapbacked | (unsigned long)exclusive << PG_anon_exclusive;
		atomic_set(&folio->_mapcount, 0);
	} else {
		nr = folio_nr_pages(folio);
		__folio_set_swapbacked(folio);
		for (i = 0; i < nr; i++) {
			atomic_set(&folio_page(folio, i)->_mapcount, 0);
			if (exclusive)
				__SetPageAnonExclusive(folio_page(folio, i));
		}
		atomic_set(&folio->_large_mapcount, nr - 1);
		atomic_set(&folio->_nr_pages_mapped, nr);
	}
	__mod_node_page_state(folio_pgdat(folio), NR_ANON_MAPPED, nr);
}

/**
 * folio_add_anon_rmap_ptes() - map pages of a folio that is anonymous already (or read from swap)
 *
 * Context: page-table lock held; folio locked where it is not mapped yet.
 */
void folio_add_anon_rmap_ptes(struct folio *folio, struct page *page, int nr_pages,
			      struct vm_area_struct *vma, unsigned long address, rmap_t flags)
{
	bool exclusive = flags & RMAP_EXCLUSIVE;
	int i, nr;

	if (!folio_test_anon(folio))
		folio_set_anon(folio, vma, address - (folio_page_idx(folio, page) << PAGE_SHIFT),
			       exclusive);
	nr = folio_test_large(folio) ? folio_add_rmap_large(folio, page, nr_pages) :
				       folio_add_rmap_small(folio);
	if (exclusive)
		for (i = 0; i < nr_pages; i++)
			SetPageAnonExclusive(page + i);
	mod_mapped(folio, nr);
	mlock_vma_folio(folio, vma);
}

void folio_add_anon_rmap_pmd(struct folio *folio, struct page *page, struct vm_area_struct *vma,
			     unsigned long address, rmap_t flags)
{
	if (!folio_test_anon(folio))
		folio_set_anon(folio, vma, address, flags & RMAP_EXCLUSIVE);
	if (flags & RMAP_EXCLUSIVE)
		SetPageAnonExclusive(page);
	mod_mapped(folio, folio_add_rmap_entire(folio));
	mlock_vma_folio(folio, vma);
}

/**
 * folio_add_file_rmap_ptes() - map @nr_pages pages of a file's folio
 *
 * Context: page-table lock held.
 */
void folio_add_file_rmap_ptes(struct folio *folio, struct page *page, int nr_pages,
			      struct vm_area_struct *vma)
{
	int nr;

	VM_WARN_ON_FOLIO(folio_test_anon(folio), folio);
	nr = likely(!folio_test_large(folio)) ? folio_add_rmap_small(folio) :
						folio_add_rmap_large(folio, page, nr_pages);
	if (nr)
		__mod_node_page_state(folio_pgdat(folio), NR_FILE_MAPPED, nr);
	mlock_vma_folio(folio, vma);
}

void folio_add_file_rmap_pmd(struct folio *folio, struct page *page, struct vm_area_struct *vma)
{
	mod_mapped(folio, folio_add_rmap_entire(folio));
	mlock_vma_folio(folio, vma);
}

/* ---- removing ----------------------------------------------------------------------------- */

/* Return: how many pages of a large folio are not mapped any more. */
int __folio_remove_rmap_large(struct folio *folio, struct page *page, int nr_pages)
{
	int i, nr = 0;

	atomic_sub(nr_pages, &folio->_large_mapcount);
	for (i = 0; i < nr_pages; i++)
		if (atomic_add_negative(-1, &page[i]._mapcount) &&
		    atomic_dec_return(&folio->_nr_pages_mapped) < ENTIRELY_MAPPED)
			nr++;
	return nr;
}

/**
 * folio_remove_rmap_ptes() - the entries of @nr_pages pages of a folio are gone
 *
 * Context: page-table lock held.
 */
void folio_remove_rmap_ptes(struct folio *folio, struct page *page, int nr_pages,
			    struct vm_area_struct *vma)
{
	int nr;

	if (likely(!folio_test_large(folio)))
		nr = atomic_add_negative(-1, &folio->_mapcount);
	else
		nr = __folio_remove_rmap_large(folio, page, nr_pages);
	mod_mapped(folio, -nr);
	munlock_vma_folio(folio, vma);
}

void folio_remove_rmap_pmd(struct folio *folio, struct page *page, struct vm_area_struct *vma)
{
	int left, nr = 0;

	atomic_dec(&folio->_large_mapcount);
	if (atomic_add_negative(-1, &folio->_entire_mapcount)) {
		left = atomic_sub_return(ENTIRELY_MAPPED, &folio->_nr_pages_mapped);
		/* a new mapping as a block may have come in between: then nothing is unmapped */
		if (left < ENTIRELY_MAPPED)
			nr = folio_nr_pages(folio) - (left & FOLIO_PAGES_MAPPED);
	}
	mod_mapped(folio, -nr);
	munlock_vma_folio(folio, vma);
}

/* ---- visiting ----------------------------------------------------------------------------- */

/**
 * page_address_in_vma() - where @vma maps @page, if it does
 *
 * Return: the address, or -EFAULT where it is not of this VMA's file or anon_vma.
 */
unsigned long page_address_in_vma(struct page *page, struct vm_area_struct *vma)
{
	struct folio *folio = page_folio(page);
	pgoff_t pgoff;

	if (folio_test_anon(folio)) {
		struct anon_vma *anon_vma = folio_anon_vma(folio);

		if (!vma->anon_vma || !anon_vma || vma->anon_vma->root != anon_vma->root)
			return -EFAULT;
	} else if (!vma->vm_file || vma->vm_file->f_mapping != folio->mapping) {
		return -EFAULT;
	}
	pgoff = folio->index + folio_page_idx(folio, page);
	return vma_address(vma, pgoff, 1);
}

/**
 * mm_find_pmd() - the pmd entry of an address, where it names a PTE table
 */
pmd_t *mm_find_pmd(struct mm_struct *mm, unsigned long address)
{
	pgd_t *pgd = pgd_offset(mm, address);
	p4d_t *p4d;
	pud_t *pud;

	if (!pgd_present(*pgd))
		return NULL;
	p4d = p4d_offset(pgd, address);
	if (!p4d_present(*p4d))
		return NULL;
	pud = pud_offset(p4d, address);
	if (!pud_present(*pud))
		return NULL;
	return pmd_offset(pud, address);
}

/* Visit one VMA. Return: false ends the walk. */
static bool rmap_visit(struct folio *folio, struct vm_area_struct *vma, pgoff_t pgoff,
		       struct rmap_walk_control *rwc)
{
	unsigned long address = vma_address(vma, pgoff, folio_nr_pages(folio));

	VM_BUG_ON_VMA(address == -EFAULT, vma);
	cond_resched();
	if (rwc->invalid_vma && rwc->invalid_vma(vma, rwc->arg))
		return true;
	if (!rwc->rmap_one(folio, vma, address, rwc->arg))
		return false;
	return !(rwc->done && rwc->done(folio));
}

static void rmap_walk_anon(struct folio *folio, struct rmap_walk_control *rwc, bool locked)
{
	pgoff_t first = folio->index, last = first + folio_nr_pages(folio) - 1;
	struct anon_vma_chain *avc;
	struct anon_vma *anon_vma;

	if (locked)
		anon_vma = folio_anon_vma(folio);
	else if (rwc->anon_lock)
		anon_vma = rwc->anon_lock(folio, rwc);
	else
		anon_vma = folio_lock_anon_vma_read(folio, rwc);
	if (!anon_vma)
		return;
	anon_vma_interval_tree_foreach(avc, &anon_vma->rb_root, first, last)
		if (!rmap_visit(folio, avc->vma, first, rwc))
			break;
	if (!locked)
		anon_vma_unlock_read(anon_vma);
}

static void rmap_walk_file(struct folio *folio, struct rmap_walk_control *rwc, bool locked)
{
	pgoff_t first = folio->index, last = first + folio_nr_pages(folio) - 1;
	struct address_space *mapping = folio_mapping(folio);
	struct vm_area_struct *vma;

	/* the folio lock keeps it in its file */
	VM_BUG_ON_FOLIO(!folio_test_locked(folio), folio);
	if (!mapping)
		return;
	if (!locked && !i_mmap_trylock_read(mapping)) {
		if (rwc->try_lock) {
			rwc->contended = true;
			return;
		}
		i_mmap_lock_read(mapping);
	}
	vma_interval_tree_foreach(vma, &mapping->i_mmap, first, last)
		if (!rmap_visit(folio, vma, first, rwc))
			break;
	if (!locked)
		i_mmap_unlock_read(mapping);
}

/**
 * rmap_walk() - visit every VMA that may map @folio
 *
 * Context: folio locked, where it is a file's; takes the rmap lock for reading; sleeps.
 */
void rmap_walk(struct folio *folio, struct rmap_walk_control *rwc)
{
	if (folio_test_anon(folio))
		rmap_walk_anon(folio, rwc, false);
	else
		rmap_walk_file(folio, rwc, false);
}

/* As rmap_walk(), with the rmap lock held by the caller. */
void rmap_walk_locked(struct folio *folio, struct rmap_walk_control *rwc)
{
	if (folio_test_anon(folio))
		rmap_walk_anon(folio, rwc, true);
	else
		rmap_walk_file(folio, rwc, true);
}
