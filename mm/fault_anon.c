// SPDX-License-Identifier: GPL-2.0-only
/*
 * fault_anon.c - the first touch of anonymous memory.
 *
 * A read gets the page of zeroes, shared by all and marked copy-on-write; a write gets a new page,
 * zeroed, which this mapping owns alone.
 *
 * Owns:       nothing.
 * Invariant:  a page is on an LRU list (or on its way in a CPU's batch) and has its rmap before
 *             the entry that maps it can be seen.
 * Locks:      the PTE table's lock while the entry is filled.
 * Elsewhere:  writing over the page of zeroes later (fault_wp.c).
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <asm/pgalloc.h>
#include "fault.h"

static vm_fault_t map_zero_page(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	pte_t entry = pte_mkspecial(pfn_pte(zero_pfn, vma->vm_page_prot));

	vmf->pte = pte_offset_map_lock(vma->vm_mm, vmf->pmd, vmf->address, &vmf->ptl);
	if (unlikely(!vmf->pte))
		return 0;
	if (likely(pte_none(ptep_get(vmf->pte)))) {
		set_pte_at(vma->vm_mm, vmf->address, vmf->pte, pte_mkunowned(entry, vma));
		update_mmu_cache_range(vmf, vma, vmf->address, vmf->pte, 1);
	} else {
		update_mmu_tlb_range(vma, vmf->address, vmf->pte, 1);
	}
	pte_unmap_unlock(vmf->pte, vmf->ptl);
	return 0;
}

static vm_fault_t map_new_page(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct folio *folio;
	vm_fault_t ret;

	ret = vmf_anon_prepare(vmf);
	if (unlikely(ret))
		return ret;
	folio = vma_alloc_folio(GFP_HIGHUSER_MOVABLE | __GFP_ZERO, 0, vma, vmf->address, false);
	if (unlikely(!folio))
		return VM_FAULT_OOM;
	/* its zeroes are written before the entry, whose store under the lock orders them */
	__folio_mark_uptodate(folio);

	vmf->pte = pte_offset_map_lock(vma->vm_mm, vmf->pmd, vmf->address, &vmf->ptl);
	if (unlikely(!vmf->pte))
		goto release;
	if (unlikely(!pte_none(ptep_get(vmf->pte)))) {
		update_mmu_tlb_range(vma, vmf->address, vmf->pte, 1);
		goto unlock;
	}
	inc_mm_counter(vma->vm_mm, MM_ANONPAGES);
	folio_add_new_anon_rmap(folio, vma, vmf->address, RMAP_EXCLUSIVE);
	folio_add_lru_vma(folio, vma);
	set_pte_at(vma->vm_mm, vmf->address, vmf->pte, mk_exclusive_pte(&folio->page, vma));
	update_mmu_cache_range(vmf, vma, vmf->address, vmf->pte, 1);
	pte_unmap_unlock(vmf->pte, vmf->ptl);
	return 0;

unlock:
	pte_unmap_unlock(vmf->pte, vmf->ptl);
release:
	folio_put(folio);
	return 0;
}

/**
 * fault_anon() - nothing is there yet, in a VMA without a file
 */
vm_fault_t fault_anon(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;

	/* shared memory without a file does not exist: its handler is missing */
	if (unlikely(vma->vm_flags & VM_SHARED))
		return VM_FAULT_SIGBUS;
	if (pte_alloc(vma->vm_mm, vmf->pmd))
		return VM_FAULT_OOM;
	return vmf->flags & FAULT_FLAG_WRITE ? map_new_page(vmf) : map_zero_page(vmf);
}
