// SPDX-License-Identifier: GPL-2.0-only
/*
 * memory.c - a page fault: find the entry, tell the cases apart, hand over.
 *
 * The CPU found an entry that does not allow what it was to do. handle_mm_fault() walks to the
 * entry, making tables on the way, and reads it without a lock. What it holds decides:
 *
 *	entry			access		file			function
 *	none, anonymous VMA	any		fault_anon.c		fault_anon()
 *	none, mapped file	any		fault_file.c		fault_file()
 *	not present		any		fault_swap.c		fault_swap()
 *	present, PROT_NONE	any		fault_wp.c		fault_protnone()
 *	present, not writable	write, unshare	fault_wp.c		fault_write_protected()
 *	present			any other	here			raise_access()
 *
 * Each case prepares what it needs (a page, mostly), takes the table's lock, and looks again: where
 * the entry is no longer what the decision was based on, it does nothing, and the access is
 * repeated by the CPU.
 *
 * Owns:       the decision, and the counting of faults.
 * Invariant:  in a private mapping that may be written, a present entry has the COW bit exactly
 *             where the mapping does not own the page alone, and is then not writable.
 * Locks:      on entry mmap_lock for reading, or the VMA's read lock (FAULT_FLAG_VMA_LOCK). A case
 *             that needs more than the VMA under its own lock (a new anon_vma, a handler that
 *             sleeps on I/O) drops it and returns VM_FAULT_RETRY. After VM_FAULT_RETRY and
 *             VM_FAULT_COMPLETED the caller holds no lock.
 * Elsewhere:  the VMA and its lock (arch fault entry, mmap_lock.c); tables (pgtable_alloc.c).
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/sched.h>
#include <linux/vmstat.h>
#include <asm/pgalloc.h>
#include <asm/tlbflush.h>
#include "fault.h"

/* ---- runs of entries, and bad ones -------------------------------------------------------- */

/**
 * print_bad_pte() - report an entry that cannot be
 */
void print_bad_pte(struct vm_area_struct *vma, unsigned long addr, pte_t pte, struct page *page)
{
	pr_alert("BUG: bad page table entry in process %s: pte %016llx at %016lx\n",
		 current->comm, (unsigned long long)pte_val(pte), addr);
	pr_alert("vma %016lx-%016lx flags %lx anon_vma %p mapping %p pgoff %lx\n", vma->vm_start,
		 vma->vm_end, vma->vm_flags, vma->anon_vma,
		 vma->vm_file ? vma->vm_file->f_mapping : NULL, vma->vm_pgoff);
	if (page)
		dump_page(page, "bad pte");
	dump_stack();
}

/**
 * folio_pte_batch() - how many entries from @ptep on map consecutive pages of one folio alike
 * @folio: which @page belongs to
 * @pte: the entry at @ptep, read already
 * @max_nr: at most so many, all in this table
 * @flags: FPB_: what may differ; @any_writable, @any_young and @any_dirty (each may be NULL) say
 *	of what differed whether any entry had it
 *
 * Context: the table's lock held.
 * Return: at least 1.
 */
int folio_pte_batch(struct folio *folio, struct page *page, pte_t *ptep, pte_t pte, int max_nr,
		    int flags, bool *any_writable, bool *any_young, bool *any_dirty)
{
	long left = folio_nr_pages(folio) - folio_page_idx(folio, page);
	bool writable = pte_write(pte), young = pte_young(pte), dirty = pte_dirty(pte);
	int nr = 1, limit = min_t(long, left, max_nr);
	pte_t expected = pte_mkold(pte);

	for (; nr < limit; nr++) {
		pte_t next = ptep_get(ptep + nr), value = pte_mkold(next);

		expected = pte_next_pfn(expected);
		if (flags & FPB_IGNORE_DIRTY)
			value = pte_dirty(expected) ? pte_mkdirty(value) : pte_mkclean(value);
		if (flags & FPB_IGNORE_WRITE)
			value = pte_clear_cow(pte_wrprotect(value));
		if (!pte_same(value, flags & FPB_IGNORE_WRITE ?
			      pte_clear_cow(pte_wrprotect(expected)) : expected))
			break;
		writable |= pte_write(next);
		young |= pte_young(next);
		dirty |= pte_dirty(next);
	}
	if (any_writable)
		*any_writable = writable;
	if (any_young)
		*any_young = young;
	if (any_dirty)
		*any_dirty = dirty;
	return nr;
}

/* ---- what the cases share ----------------------------------------------------------------- */

/*
 * May the VMA's fault handler be called with only the VMA's lock held? The page cache's handlers
 * know of it, and those are the ones that come with a map_pages(). Others get mmap_lock.
 *
 * Return: 0, or VM_FAULT_RETRY with the VMA's lock dropped.
 */
vm_fault_t vmf_can_call_fault(const struct vm_fault *vmf)
{
	if (!(vmf->flags & FAULT_FLAG_VMA_LOCK) || likely(vmf->vma->vm_ops->map_pages))
		return 0;
	vma_end_read(vmf->vma);
	return VM_FAULT_RETRY;
}

/*
 * vmf_anon_prepare() where there is no anon_vma yet. Making one looks at the neighbours, which the
 * VMA's own lock does not keep in place.
 */
vm_fault_t __vmf_anon_prepare(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	vm_fault_t ret = 0;

	if (vmf->flags & FAULT_FLAG_VMA_LOCK) {
		if (!mmap_read_trylock(vma->vm_mm)) {
			vma_end_read(vma);
			return VM_FAULT_RETRY;
		}
	}
	if (__anon_vma_prepare(vma))
		ret = VM_FAULT_OOM;
	if (vmf->flags & FAULT_FLAG_VMA_LOCK)
		mmap_read_unlock(vma->vm_mm);
	return ret;
}

/* ---- a present entry that allows the access ----------------------------------------------- */

/*
 * Another thread was faster, or the CPU leaves it to us to note that the page was used; or the
 * fault was the echo of an old TLB entry.
 */
static vm_fault_t raise_access(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	pte_t entry = pte_mkyoung(vmf->orig_pte);

	spin_lock(vmf->ptl);
	if (vmf_pte_unchanged(vmf)) {
		if (vmf->flags & FAULT_FLAG_WRITE)
			entry = pte_mkdirty(entry);
		if (ptep_set_access_flags(vma, vmf->address, vmf->pte, entry,
					  vmf->flags & FAULT_FLAG_WRITE))
			update_mmu_cache_range(vmf, vma, vmf->address, vmf->pte, 1);
		else if (vmf->flags & FAULT_FLAG_WRITE)
			flush_tlb_fix_spurious_fault(vma, vmf->address, vmf->pte);
	}
	pte_unmap_unlock(vmf->pte, vmf->ptl);
	return 0;
}

/* ---- dispatch ----------------------------------------------------------------------------- */

/* Is there no entry, or no table that could hold one? */
static inline bool vmf_is_none(const struct vm_fault *vmf)
{
	return !vmf->pte || pte_none(vmf->orig_pte);
}

static vm_fault_t handle_pte_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;

	vmf->pte = pte_offset_map_nolock(vma->vm_mm, vmf->pmd, vmf->address, &vmf->ptl);
	if (likely(vmf->pte))
		vmf->orig_pte = ptep_get_lockless(vmf->pte);

	if (vmf_is_none(vmf))
		return vma_is_anonymous(vma) ? fault_anon(vmf) : fault_file(vmf);
	if (!pte_present(vmf->orig_pte))
		return fault_swap(vmf);
	if (pte_protnone(vmf->orig_pte) && vma_is_accessible(vma))
		return fault_protnone(vmf);
	if ((vmf->flags & (FAULT_FLAG_WRITE | FAULT_FLAG_UNSHARE)) && !pte_write(vmf->orig_pte))
		return fault_write_protected(vmf);
	return raise_access(vmf);
}

static vm_fault_t walk_and_handle(struct vm_area_struct *vma, unsigned long address,
				  unsigned int flags)
{
	struct mm_struct *mm = vma->vm_mm;
	struct vm_fault vmf;
	p4d_t *p4d;

	p4d = p4d_alloc(mm, pgd_offset(mm, address), address);
	if (unlikely(!p4d))
		return VM_FAULT_OOM;
	vmf.pud = pud_alloc(mm, p4d, address);
	if (unlikely(!vmf.pud))
		return VM_FAULT_OOM;
	vmf.pmd = pmd_alloc(mm, vmf.pud, address);
	if (unlikely(!vmf.pmd))
		return VM_FAULT_OOM;

	vmf.vma = vma;
	vmf.address = address & PAGE_MASK;
	vmf.real_address = address;
	vmf.flags = flags;
	vmf.pgoff = linear_page_index(vma, address);
	vmf.gfp_mask = GFP_HIGHUSER_MOVABLE;
	vmf.cow_page = NULL;
	vmf.page = NULL;
	vmf.prealloc_pte = NULL;
	return handle_pte_fault(&vmf);
}

/*
 * A fault counts once, however often it is tried: when it is done, or has failed. It is a major one
 * where any of the tries had to wait for I/O. @regs says that a program did it, not the kernel.
 */
static inline void account_fault(struct pt_regs *regs, unsigned int flags, vm_fault_t ret)
{
	bool major = (ret & VM_FAULT_MAJOR) || (flags & FAULT_FLAG_TRIED);

	if (unlikely(ret & VM_FAULT_RETRY))
		return;
	count_vm_event(PGFAULT);
	if (!regs || unlikely(ret & VM_FAULT_ERROR))
		return;
	if (unlikely(major))
		current->maj_flt++;
	else
		current->min_flt++;
}

/**
 * handle_mm_fault() - make the page at @address accessible as @flags ask
 * @vma: which @address is in; whether it permits the access has been checked
 * @flags: FAULT_FLAG_
 * @regs: the program's registers where its own access faulted; NULL otherwise
 *
 * Context: mmap_lock held for reading, or with FAULT_FLAG_VMA_LOCK the VMA's read lock; sleeps.
 * Return: VM_FAULT_ bits. After VM_FAULT_RETRY and VM_FAULT_COMPLETED the lock is dropped.
 */
vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address, unsigned int flags,
			   struct pt_regs *regs)
{
	vm_fault_t ret;

	/* Unsharing is for private mappings; elsewhere there is nothing to be unshared from. */
	if (unlikely(flags & FAULT_FLAG_UNSHARE) && !is_cow_mapping(vma->vm_flags))
		flags &= ~FAULT_FLAG_UNSHARE;

	ret = walk_and_handle(vma, address, flags);
	account_fault(regs, flags, ret);
	return ret;
}
