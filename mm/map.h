/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * map.h - layer 5, map: from pages to the places that map them, and page tables as such.
 *
 * For mm/ alone. VMAs are in vma.h, rmap in <linux/rmap.h>.
 */
#ifndef _MM_MAP_H
#define _MM_MAP_H

#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include "vma.h"

struct mmu_gather;

/* ---- page tables (pgtable_alloc.c) -------------------------------------------------------- */

/* A CPU's stock of free tables, which are all zeroes. */
struct pagetable_cache {
	struct ptdesc *head;		/* linked through pt_list.next */
	unsigned int nr;
};

DECLARE_PER_CPU(struct pagetable_cache, pagetable_cache);

void pmd_install(struct mm_struct *mm, pmd_t *pmd, pgtable_t *pte);
void pagetable_get(struct ptdesc *ptdesc);
void pagetable_free_deferred(struct ptdesc *ptdesc);
void pagetable_cache_drain(void);
unsigned long pagetable_cache_pages(void);
void free_pgd_range(struct mmu_gather *tlb, unsigned long addr, unsigned long end,
		    unsigned long floor, unsigned long ceiling);

/**
 * struct pgtable_count - what a recount of an mm's page tables found
 */
struct pgtable_count {
	unsigned long tables;		/* pages: PTE, PMD and PUD tables of the user half */
	unsigned long none;		/* of PTEs */
	unsigned long present;
	unsigned long cow;
	unsigned long swap;		/* neither */
};

void mm_count_pgtables(struct mm_struct *mm, struct pgtable_count *count);
bool mm_check_pgtables(struct mm_struct *mm);

/* ---- where a page would be (page_vma_mapped.c, rmap.c) ------------------------------------ */

/**
 * vma_address() - where @vma maps offset @pgoff of its mapping
 * @nr_pages: some of this many pages from there on must be in the VMA
 *
 * Return: the address (of the first of them that is in the VMA), or -EFAULT for none.
 */
static inline unsigned long vma_address(struct vm_area_struct *vma, pgoff_t pgoff,
					unsigned long nr_pages)
{
	unsigned long address;

	if (pgoff >= vma->vm_pgoff) {
		address = vma->vm_start + ((pgoff - vma->vm_pgoff) << PAGE_SHIFT);
		/* beyond the end, or so far that it wrapped round */
		if (address < vma->vm_start || address >= vma->vm_end)
			return -EFAULT;
		return address;
	}
	if (pgoff + nr_pages - 1 >= vma->vm_pgoff)
		return vma->vm_start;
	return -EFAULT;
}

/* The address behind the last of @pvmw's pages that is in its VMA. */
static inline unsigned long vma_address_end(struct page_vma_mapped_walk *pvmw)
{
	struct vm_area_struct *vma = pvmw->vma;
	pgoff_t pgoff = pvmw->pgoff + pvmw->nr_pages;
	unsigned long address = vma->vm_start + ((pgoff - vma->vm_pgoff) << PAGE_SHIFT);

	if (address < vma->vm_start || address > vma->vm_end)
		address = vma->vm_end;
	return address;
}

/* ---- mlock: folios of VM_LOCKED VMAs ------------------------------------------------------- */

/* A folio got mapped in @vma. Large ones stay evictable: they may be mapped in part. */
static inline void mlock_vma_folio(struct folio *folio, struct vm_area_struct *vma)
{
	if (unlikely((vma->vm_flags & (VM_LOCKED | VM_SPECIAL)) == VM_LOCKED) &&
	    !folio_test_large(folio))
		mlock_folio(folio);
}

static inline void munlock_vma_folio(struct folio *folio, struct vm_area_struct *vma)
{
	if (unlikely(vma->vm_flags & VM_LOCKED))
		munlock_folio(folio);
}

/* ---- removing many mappings (rmap.c) ------------------------------------------------------- */

int __folio_remove_rmap_large(struct folio *folio, struct page *page, int nr_pages);

/**
 * struct rmap_batch - how the counts of mapped pages will change
 *
 * Start with all zeroes; rmap_batch_finish() writes it out. For one page-table lock's time.
 */
struct rmap_batch {
	struct pglist_data *pgdat;
	long anon;
	long file;
};

static inline void rmap_batch_finish(struct rmap_batch *batch)
{
	if (batch->anon)
		__mod_node_page_state(batch->pgdat, NR_ANON_MAPPED, batch->anon);
	if (batch->file)
		__mod_node_page_state(batch->pgdat, NR_FILE_MAPPED, batch->file);
	batch->anon = 0;
	batch->file = 0;
}

static inline void rmap_batch_node(struct rmap_batch *batch, struct folio *folio)
{
	struct pglist_data *pgdat = folio_pgdat(folio);

	if (unlikely(batch->pgdat != pgdat)) {
		rmap_batch_finish(batch);
		batch->pgdat = pgdat;
	}
}

static inline void rmap_batch_note_anon(struct rmap_batch *batch, struct folio *folio, int nr)
{
	rmap_batch_node(batch, folio);
	batch->anon += nr;
}

static inline void rmap_batch_note_file(struct rmap_batch *batch, struct folio *folio, int nr)
{
	rmap_batch_node(batch, folio);
	batch->file += nr;
}

static inline void rmap_batch_note(struct rmap_batch *batch, struct folio *folio, int nr)
{
	if (folio_test_anon(folio))
		rmap_batch_note_anon(batch, folio, nr);
	else
		rmap_batch_note_file(batch, folio, nr);
}

/* As folio_remove_rmap_ptes(), with the counts put off. */
static inline void rmap_batch_remove(struct rmap_batch *batch, struct folio *folio,
				     struct page *page, int nr_pages, struct vm_area_struct *vma)
{
	if (likely(!folio_test_large(folio))) {
		if (atomic_add_negative(-1, &folio->_mapcount))
			rmap_batch_note(batch, folio, -1);
	} else {
		rmap_batch_note(batch, folio, -__folio_remove_rmap_large(folio, page, nr_pages));
	}
	munlock_vma_folio(folio, vma);
}

/* As folio_add_file_rmap_ptes() for a folio of one page, with the counts put off. */
static inline void rmap_batch_add_file(struct rmap_batch *batch, struct folio *folio,
				       struct vm_area_struct *vma)
{
	if (atomic_inc_and_test(&folio->_mapcount))
		rmap_batch_note_file(batch, folio, 1);
	mlock_vma_folio(folio, vma);
}

#endif /* _MM_MAP_H */
