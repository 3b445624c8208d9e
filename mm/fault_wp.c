// SPDX-License-Identifier: GPL-2.0-only
/*
 * fault_wp.c - a write to a page that is mapped, but not writable.
 *
 *	shared mapping			tell the filesystem where it asked for it; make it writable
 *	private, no COW bit		ours alone: make it writable
 *	private, COW bit, anonymous,	ours alone after all: the others have gone; note that and
 *	  and no one else refers to it	make it writable
 *	private, COW bit		copy the page; the copy is ours alone
 *
 * Who else has the page is decided by what was noted, not guessed: while PageAnonExclusive is set, no
 * other mapping and no pin of another process exists. It is cleared when the page is shared (fork), and
 * set again only when a count of all references leaves none but ours. The COW bit says the same in
 * the entry, so the frequent question needs no look at the page.
 *
 * The unshare fault (FAULT_FLAG_UNSHARE) comes from pinning a page for reading: the pin must see later
 * writes of this process, so the page has to be its own first. It is as a write, except that the
 * entry stays read-only.
 *
 * Owns:       the decision to reuse or to copy.
 * Invariant:  an entry turns writable only after PageAnonExclusive is known (or set), under the
 *             table's lock, and then has no COW bit.
 * Locks:      the table's lock; the folio's lock, tried, where a folio changes to exclusive.
 * Elsewhere:  clearing PageAnonExclusive (copy_mm.c; try_to_unmap() in rmap_unmap.c).
 */
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include <asm/tlbflush.h>
#include "fault.h"

/* ---- make the entry writable as it is ----------------------------------------------------- */

/* Drops the table's lock. */
static void reuse(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	pte_t entry = pte_clear_cow(pte_mkyoung(vmf->orig_pte));

	if (!(vmf->flags & FAULT_FLAG_UNSHARE)) {
		entry = pte_mkdirty(entry);
		/* a debugger may write where the program may not */
		if (vma->vm_flags & VM_WRITE)
			entry = pte_mkwrite(entry, vma);
	}
	if (ptep_set_access_flags(vma, vmf->address, vmf->pte, entry, 1))
		update_mmu_cache_range(vmf, vma, vmf->address, vmf->pte, 1);
	pte_unmap_unlock(vmf->pte, vmf->ptl);
	count_vm_event(PGREUSE);
}

/*
 * Is every reference to this anonymous folio ours: that of the entry? References come from other
 * mappings, the swap cache, pins, and, for a moment, from lists on the way to an LRU; the last can be
 * made to go away.
 *
 * Context: the table's lock held.
 */
static bool make_exclusive(struct folio *folio, struct page *page, struct vm_area_struct *vma)
{
	bool sole;

	/* of a larger folio, references to the other pages cannot be told from those to ours */
	if (folio_test_large(folio) || folio_test_ksm(folio))
		return false;
	if (folio_ref_count(folio) > 2 + folio_test_swapcache(folio))
		return false;
	if (!folio_test_lru(folio))
		lru_add_drain();
	if (folio_ref_count(folio) > 1 + folio_test_swapcache(folio))
		return false;

	/* The lock keeps it out of the swap cache, and its anon_vma as it is. */
	if (!folio_trylock(folio))
		return false;
	if (folio_test_swapcache(folio))
		folio_free_swap(folio);
	sole = folio_ref_count(folio) == 1 && !folio_test_swapcache(folio);
	if (sole) {
		folio_move_anon_rmap(folio, vma);
		SetPageAnonExclusive(page);
	}
	folio_unlock(folio);
	return sole;
}

/* ---- copy --------------------------------------------------------------------------------- */

/*
 * A frame without a struct page, mapped privately (/dev/mem-like): read it as user memory, through
 * the very entry that faulted.
 */
static void copy_special(struct vm_fault *vmf, struct folio *new)
{
	void *to = folio_address(new);
	unsigned long left;

	pagefault_disable();
	left = __copy_from_user_inatomic(to, (void __user *)vmf->address, PAGE_SIZE);
	pagefault_enable();
	if (left)
		memset(to + PAGE_SIZE - left, 0, left);
}

/*
 * A page of our own with the same contents; NULL for want of memory. @old is NULL for the zero page
 * and for frames without a struct page.
 */
static struct folio *make_copy(struct vm_fault *vmf, struct page *old)
{
	struct vm_area_struct *vma = vmf->vma;
	bool zero = is_zero_pfn(pte_pfn(vmf->orig_pte));
	gfp_t gfp = GFP_HIGHUSER_MOVABLE | (zero ? __GFP_ZERO : 0);
	struct folio *new = vma_alloc_folio(gfp, 0, vma, vmf->address, false);

	if (unlikely(!new))
		return NULL;
	if (old)
		copy_user_highpage(&new->page, old, vmf->address, vma);
	else if (!zero)
		copy_special(vmf, new);
	__folio_mark_uptodate(new);
	return new;
}

/*
 * Put @new where the old page is. The old entry leaves every TLB before the new one is there, so
 * that no thread reads the old page after another has written the new one.
 */
static void install_copy(struct vm_fault *vmf, struct folio *old, struct page *old_page,
			 struct folio *new)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	pte_t entry = mk_exclusive_pte(&new->page, vma);

	if (vmf->flags & FAULT_FLAG_UNSHARE)
		entry = pte_mkyoung(mk_pte(&new->page, vma->vm_page_prot));

	if (!old || !folio_test_anon(old)) {
		inc_mm_counter(mm, MM_ANONPAGES);
		if (old)
			dec_mm_counter(mm, mm_counter_file(old));
	}
	ptep_clear_flush(vma, vmf->address, vmf->pte);
	folio_add_new_anon_rmap(new, vma, vmf->address, RMAP_EXCLUSIVE);
	folio_add_lru_vma(new, vma);
	set_pte_at(mm, vmf->address, vmf->pte, entry);
	update_mmu_cache_range(vmf, vma, vmf->address, vmf->pte, 1);
	/* only now: until the flush, CPUs read the old page, and it had to be found mapped */
	if (old)
		folio_remove_rmap_pte(old, old_page, vma);
}

/*
 * Entered with the table's lock, which is dropped.
 */
static vm_fault_t copy(struct vm_fault *vmf, struct page *old_page)
{
	struct folio *old = old_page ? page_folio(old_page) : NULL;
	struct vm_area_struct *vma = vmf->vma;
	struct folio *new;
	vm_fault_t ret;

	if (old)
		folio_get(old);
	pte_unmap_unlock(vmf->pte, vmf->ptl);

	ret = vmf_anon_prepare(vmf);
	if (unlikely(ret))
		goto put_old;
	new = make_copy(vmf, old_page);
	if (unlikely(!new)) {
		ret = VM_FAULT_OOM;
		goto put_old;
	}

	vmf->pte = pte_offset_map_lock(vma->vm_mm, vmf->pmd, vmf->address, &vmf->ptl);
	if (unlikely(!vmf->pte))
		goto put_new;
	if (likely(vmf_pte_unchanged(vmf))) {
		install_copy(vmf, old, old_page, new);
		pte_unmap_unlock(vmf->pte, vmf->ptl);
		/* ours, and the mapping's */
		if (old) {
			if (unlikely(folio_test_swapcache(old)))
				free_swap_cache(old);
			folio_put_refs(old, 2);
		}
		return 0;
	}
	update_mmu_tlb_range(vma, vmf->address, vmf->pte, 1);
	pte_unmap_unlock(vmf->pte, vmf->ptl);
put_new:
	folio_put(new);
put_old:
	if (old)
		folio_put(old);
	return ret;
}

/* ---- shared mappings ---------------------------------------------------------------------- */

/* Lock again after the filesystem was asked, and make the entry writable if it is still the same. */
static vm_fault_t finish_mkwrite(struct vm_fault *vmf)
{
	vmf->pte = pte_offset_map_lock(vmf->vma->vm_mm, vmf->pmd, vmf->address, &vmf->ptl);
	if (!vmf->pte)
		return VM_FAULT_NOPAGE;
	if (!vmf_pte_unchanged(vmf)) {
		update_mmu_tlb_range(vmf->vma, vmf->address, vmf->pte, 1);
		pte_unmap_unlock(vmf->pte, vmf->ptl);
		return VM_FAULT_NOPAGE;
	}
	reuse(vmf);
	return 0;
}

static vm_fault_t write_shared_pfn(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	vm_fault_t ret;

	if (!vma->vm_ops || !vma->vm_ops->pfn_mkwrite) {
		reuse(vmf);
		return 0;
	}
	pte_unmap_unlock(vmf->pte, vmf->ptl);
	ret = vmf_can_call_fault(vmf);
	if (ret)
		return ret;
	vmf->flags |= FAULT_FLAG_MKWRITE;
	ret = vma->vm_ops->pfn_mkwrite(vmf);
	if (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE))
		return ret;
	return finish_mkwrite(vmf);
}

static vm_fault_t write_shared_page(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct folio *folio = page_folio(vmf->page);
	vm_fault_t ret;

	folio_get(folio);
	if (!vma->vm_ops || !vma->vm_ops->page_mkwrite) {
		reuse(vmf);
		folio_lock(folio);
		goto dirtied;
	}

	pte_unmap_unlock(vmf->pte, vmf->ptl);
	ret = vmf_can_call_fault(vmf);
	if (ret)
		goto put;
	ret = vmf_call_page_mkwrite(vmf, folio);
	if (unlikely(!ret || (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE))))
		goto put;
	ret = finish_mkwrite(vmf);
	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE))) {
		folio_unlock(folio);
		goto put;
	}
dirtied:
	fault_dirty_shared_page(vmf);
	ret = 0;
put:
	folio_put(folio);
	return ret;
}

/* ---- the cases ---------------------------------------------------------------------------- */

/**
 * fault_write_protected() - a write, or an unsharing, met an entry that is not writable
 */
vm_fault_t fault_write_protected(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct page *page;

	spin_lock(vmf->ptl);
	if (unlikely(!vmf_pte_unchanged(vmf))) {
		update_mmu_tlb_range(vma, vmf->address, vmf->pte, 1);
		pte_unmap_unlock(vmf->pte, vmf->ptl);
		return 0;
	}
	page = vm_normal_page(vma, vmf->address, vmf->orig_pte);

	if (vma->vm_flags & VM_SHARED) {
		vmf->page = page;
		return page ? write_shared_page(vmf) : write_shared_pfn(vmf);
	}
	if (!pte_cow(vmf->orig_pte) ||
	    (page && PageAnon(page) && make_exclusive(page_folio(page), page, vma))) {
		reuse(vmf);
		return 0;
	}
	return copy(vmf, page);
}

/**
 * fault_protnone() - the entry was made inaccessible to see who uses the page
 *
 * The VMA permits the access: put its permissions back.
 */
vm_fault_t fault_protnone(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	pte_t entry;

	spin_lock(vmf->ptl);
	if (vmf_pte_unchanged(vmf)) {
		entry = pte_mkyoung(pte_modify(vmf->orig_pte, vma->vm_page_prot));
		if (is_cow_mapping(vma->vm_flags) && (vma->vm_flags & VM_WRITE) &&
		    !pte_cow(entry) && pte_dirty(entry))
			entry = pte_mkwrite(entry, vma);
		ptep_modify_prot_start(vma, vmf->address, vmf->pte);
		ptep_modify_prot_commit(vma, vmf->address, vmf->pte, vmf->orig_pte, entry);
		update_mmu_cache_range(vmf, vma, vmf->address, vmf->pte, 1);
	}
	pte_unmap_unlock(vmf->pte, vmf->ptl);
	return 0;
}
