// SPDX-License-Identifier: GPL-2.0-only
/*
 * page_vma_mapped.c - the entries by which one VMA maps a range of pages.
 *
 * rmap says where a page would be mapped; whether it is, the page table says.
 *
 *	DEFINE_FOLIO_VMA_WALK(pvmw, folio, vma, address, 0);
 *	while (page_vma_mapped_walk(&pvmw))
 *		... pvmw.pte is locked and maps the page of pvmw.address
 *
 * Leaving the loop before it ends: page_vma_mapped_walk_done().
 *
 * Owns:       nothing.
 * Invariant:  while it returns true, the entry's table is locked.
 * Locks:      the rmap lock (caller), which keeps the tables; the table's lock.
 * Elsewhere:  which VMAs and addresses (rmap.c).
 */
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <linux/swapops.h>
#include "map.h"

/* Does the entry map one of the pages (or, with PVMW_MIGRATION, is one of them on its way to it)? */
static bool pvmw_match(struct page_vma_mapped_walk *pvmw, pte_t pte)
{
	unsigned long pfn;

	if (pvmw->flags & PVMW_MIGRATION) {
		swp_entry_t entry;

		if (!is_swap_pte(pte))
			return false;
		entry = pte_to_swp_entry(pte);
		if (!is_migration_entry(entry))
			return false;
		pfn = swp_offset(entry);
	} else if (pte_present(pte)) {
		pfn = pte_pfn(pte);
	} else {
		return false;
	}
	return pfn - pvmw->pfn < pvmw->nr_pages;
}

/* Lock the table at pvmw->address. Return: false where there is none. */
static bool pvmw_lock_table(struct page_vma_mapped_walk *pvmw)
{
	struct mm_struct *mm = pvmw->vma->vm_mm;

	pvmw->pmd = mm_find_pmd(mm, pvmw->address);
	if (!pvmw->pmd)
		return false;
	pvmw->pte = pte_offset_map_lock(mm, pvmw->pmd, pvmw->address, &pvmw->ptl);
	return pvmw->pte != NULL;
}

/**
 * page_vma_mapped_walk() - go to the next entry that maps one of the pages
 *
 * Context: the rmap lock held; the VMA was found by it.
 * Return: true: pvmw->pte (locked), pvmw->address; false: there are no more, nothing is locked.
 */
bool page_vma_mapped_walk(struct page_vma_mapped_walk *pvmw)
{
	unsigned long end = vma_address_end(pvmw);

	if (pvmw->pte)
		goto next;
	while (pvmw->address < end) {
		if (!pvmw_lock_table(pvmw)) {
			/* no table, so nothing in all that it would cover */
			pvmw->address = (pvmw->address & PMD_MASK) + PMD_SIZE;
			if (!pvmw->address)
				break;
			continue;
		}
		do {
			if (pvmw_match(pvmw, ptep_get(pvmw->pte)))
				return true;
next:
			pvmw->address += PAGE_SIZE;
			pvmw->pte++;
		} while (pvmw->address < end && (pvmw->address & ~PMD_MASK));
		spin_unlock(pvmw->ptl);
		pvmw->ptl = NULL;
		pvmw->pte = NULL;
	}
	return false;
}
