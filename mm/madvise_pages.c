// SPDX-License-Identifier: GPL-2.0-only
/*
 * madvise_pages.c - advice about single pages: free when needed, cold, guarded.
 *
 * MADV_FREE      the page's contents may go. Its entry is made clean and old, the folio loses
 *                PG_swapbacked: reclaim then drops it without writing it anywhere, unless a store
 *                has made the entry dirty again.
 * MADV_COLD      entry made old, folio moved to the inactive list
 * MADV_PAGEOUT   the same, and the folio to the very end of it: the first that reclaim takes
 * MADV_GUARD_*   an entry that faults with SIGSEGV, in place of a page
 *
 * A folio of several pages is only touched when it is mapped here as a whole, and by nobody else.
 *
 * Locks:      mmap_lock for reading or the VMA's; the table's lock.
 * Elsewhere:  LRU lists (lru.c).
 */
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagewalk.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <linux/sched/signal.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <asm/tlb.h>

#include "fault.h"
#include "madvise.h"

/* A walk's own: where stale TLB entries go, and which of two similar walks it is. */
struct aging {
	struct mmu_gather *tlb;
	bool pageout;
};

/* Whether all of @folio's pages are mapped from @pte on, and only here. */
static int whole_folio_here(struct folio *folio, struct page *page, pte_t *ptep, pte_t pte,
			    unsigned long room)
{
	int nr = folio_nr_pages(folio);

	if (nr == 1)
		return 1;
	if (page != &folio->page || nr > room ||
	    folio_pte_batch(folio, page, ptep, pte, nr, FPB_IGNORE_DIRTY | FPB_IGNORE_WRITE,
			    NULL, NULL, NULL) != nr)
		return 0;
	return nr;
}

/* ---- FREE ---- */

/* A dirty folio is worth keeping for others: only ours, and not being written out. */
static bool lazyfree_candidate(struct folio *folio, int nr)
{
	return folio_test_anon(folio) && !folio_test_swapcache(folio) &&
	       folio_mapcount(folio) == nr;
}

static void clean_entries(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long addr,
			  pte_t *ptep, int nr)
{
	struct mm_struct *mm = vma->vm_mm;
	pte_t pte;

	for (int i = 0; i < nr; i++, ptep++, addr += PAGE_SIZE) {
		pte = ptep_get(ptep);
		if (!pte_young(pte) && !pte_dirty(pte))
			continue;
		pte = ptep_get_and_clear(mm, addr, ptep);
		set_pte_at(mm, addr, ptep, pte_mkclean(pte_mkold(pte)));
		tlb_remove_tlb_entry(tlb, ptep, addr);
	}
}

static int free_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	struct mmu_gather *tlb = walk->private;
	struct vm_area_struct *vma = walk->vma;
	struct folio *folio;
	struct page *page;
	pte_t *start, *ptep, pte;
	spinlock_t *ptl;
	int nr;

	start = ptep = pte_offset_map_lock(vma->vm_mm, pmd, addr, &ptl);
	if (!ptep)
		return 0;
	for (; addr < end; ptep += nr, addr += nr * PAGE_SIZE) {
		nr = 1;
		pte = ptep_get(ptep);
		if (!pte_present(pte))
			continue;
		page = vm_normal_page(vma, addr, pte);
		if (!page)
			continue;
		folio = page_folio(page);
		nr = whole_folio_here(folio, page, ptep, pte, (end - addr) >> PAGE_SHIFT);
		if (!nr || !lazyfree_candidate(folio, nr)) {
			nr = nr ?: 1;
			continue;
		}
		folio_clear_dirty(folio);
		clean_entries(tlb, vma, addr, ptep, nr);
		folio_mark_lazyfree(folio);
	}
	pte_unmap_unlock(start, ptl);
	return 0;
}

static const struct mm_walk_ops free_ops = {
	.pmd_entry = free_pte_range,
	.walk_lock = PGWALK_RDLOCK,
};

static const struct mm_walk_ops free_ops_vma_locked = {
	.pmd_entry = free_pte_range,
	.walk_lock = PGWALK_VMA_RDLOCK_VERIFY,
};

/**
 * madvise_free_range() - MADV_FREE on a part of an anonymous VMA.
 * @vma_locked: the caller holds @vma's read lock, and not mmap_lock
 */
int madvise_free_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
		       bool vma_locked)
{
	const struct mm_walk_ops *ops = vma_locked ? &free_ops_vma_locked : &free_ops;
	struct mmu_gather tlb;

	tlb_gather_mmu(&tlb, vma->vm_mm);
	update_hiwater_rss(vma->vm_mm);
	tlb_start_vma(&tlb, vma);
	walk_page_range_vma(vma, start, end, ops, &tlb);
	tlb_end_vma(&tlb, vma);
	tlb_finish_mmu(&tlb);
	return 0;
}

/* ---- COLD, PAGEOUT ---- */

static void age_folio(struct folio *folio, bool pageout)
{
	folio_clear_referenced(folio);
	folio_test_clear_young(folio);
	if (folio_test_active(folio))
		folio_set_workingset(folio);
	folio_deactivate(folio);
	if (pageout)
		folio_set_reclaim(folio);
}

static int cold_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	struct aging *aging = walk->private;
	struct vm_area_struct *vma = walk->vma;
	struct mm_struct *mm = vma->vm_mm;
	struct folio *folio;
	struct page *page;
	pte_t *start, *ptep, pte;
	spinlock_t *ptl;
	int nr, i;

	start = ptep = pte_offset_map_lock(mm, pmd, addr, &ptl);
	if (!ptep)
		return 0;
	for (; addr < end; ptep += nr, addr += nr * PAGE_SIZE) {
		nr = 1;
		pte = ptep_get(ptep);
		if (!pte_present(pte))
			continue;
		page = vm_normal_page(vma, addr, pte);
		if (!page)
			continue;
		folio = page_folio(page);
		nr = whole_folio_here(folio, page, ptep, pte, (end - addr) >> PAGE_SHIFT);
		if (!nr || folio_mapcount(folio) != nr) {
			nr = nr ?: 1;
			continue;
		}
		for (i = 0; i < nr; i++) {
			pte = ptep_get(ptep + i);
			if (!pte_young(pte))
				continue;
			pte = ptep_get_and_clear(mm, addr + i * PAGE_SIZE, ptep + i);
			set_pte_at(mm, addr + i * PAGE_SIZE, ptep + i, pte_mkold(pte));
			tlb_remove_tlb_entry(aging->tlb, ptep + i, addr + i * PAGE_SIZE);
		}
		age_folio(folio, aging->pageout);
	}
	pte_unmap_unlock(start, ptl);
	return 0;
}

static const struct mm_walk_ops cold_ops = {
	.pmd_entry = cold_pte_range,
	.walk_lock = PGWALK_RDLOCK,
};

/** madvise_cold_range() - MADV_COLD and MADV_PAGEOUT on a part of a VMA. */
int madvise_cold_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
		       bool pageout)
{
	struct mmu_gather tlb;
	struct aging aging = { .tlb = &tlb, .pageout = pageout };

	lru_add_drain();
	tlb_gather_mmu(&tlb, vma->vm_mm);
	tlb_start_vma(&tlb, vma);
	walk_page_range_vma(vma, start, end, &cold_ops, &aging);
	tlb_end_vma(&tlb, vma);
	tlb_finish_mmu(&tlb);
	return 0;
}

/* ---- GUARD_INSTALL, GUARD_REMOVE ---- */

/* Fill one table with guards. Return: 1 where a page is in the way. */
static int guard_table(struct vm_area_struct *vma, unsigned long addr, unsigned long end)
{
	struct mm_struct *mm = vma->vm_mm;
	pte_t *start, *ptep, pte;
	spinlock_t *ptl;
	p4d_t *p4d;
	pud_t *pud;
	pmd_t *pmd;
	int ret = 0;

	p4d = p4d_alloc(mm, pgd_offset(mm, addr), addr);
	pud = p4d ? pud_alloc(mm, p4d, addr) : NULL;
	pmd = pud ? pmd_alloc(mm, pud, addr) : NULL;
	if (!pmd || pte_alloc(mm, pmd))
		return -ENOMEM;
	start = ptep = pte_offset_map_lock(mm, pmd, addr, &ptl);
	if (!ptep)
		return 1;
	for (; addr < end; ptep++, addr += PAGE_SIZE) {
		pte = ptep_get(ptep);
		if (is_pte_marker(pte))
			continue;
		if (!pte_none(pte)) {
			ret = 1;
			break;
		}
		set_pte_at(mm, addr, ptep, make_pte_marker(PTE_MARKER_GUARD));
	}
	pte_unmap_unlock(start, ptl);
	return ret;
}

/** madvise_guard_install() - let every access to the range fault; what was there is dropped. */
int madvise_guard_install(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	unsigned long addr = start, next;
	int ret;

	/* with an anon_vma fork copies the tables, and so the guards */
	ret = anon_vma_prepare(vma);
	if (ret)
		return ret;
	while (addr < end) {
		next = min((addr & PMD_MASK) + PMD_SIZE, end);
		ret = guard_table(vma, addr, next);
		if (ret < 0)
			return ret;
		if (ret) {
			/* pages: away with them, then once more; others may fault in between */
			zap_page_range_single(vma, addr, next - addr, NULL);
			if (fatal_signal_pending(current))
				return -EINTR;
			cond_resched();
			continue;
		}
		addr = next;
	}
	return 0;
}

static int unguard_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end,
			     struct mm_walk *walk)
{
	struct mm_struct *mm = walk->vma->vm_mm;
	pte_t *start, *ptep, pte;
	spinlock_t *ptl;

	start = ptep = pte_offset_map_lock(mm, pmd, addr, &ptl);
	if (!ptep)
		return 0;
	for (; addr < end; ptep++, addr += PAGE_SIZE) {
		pte = ptep_get(ptep);
		/* a non-present entry is in no TLB */
		if (!pte_none(pte) && !pte_present(pte) &&
		    is_guard_swp_entry(pte_to_swp_entry(pte)))
			pte_clear(mm, addr, ptep);
	}
	pte_unmap_unlock(start, ptl);
	return 0;
}

static const struct mm_walk_ops unguard_ops = {
	.pmd_entry = unguard_pte_range,
	.walk_lock = PGWALK_RDLOCK,
};

/** madvise_guard_remove() - take guards away; pages in between stay. */
int madvise_guard_remove(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	return walk_page_range_vma(vma, start, end, &unguard_ops, NULL);
}
