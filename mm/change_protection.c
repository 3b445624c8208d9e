// SPDX-License-Identifier: GPL-2.0-only
/*
 * change_protection.c - making page-table entries follow their VMA's vm_page_prot.
 *
 * Which entry may be writable at once, when the VMA is, and which has to fault first:
 *
 *	private mapping   pte_cow() set      stays read-only: the page is not ours alone
 *	                  pte_cow() clear    writable: an anonymous page that we own
 *	shared mapping    vm_page_prot says  as it says (no account of dirty pages is kept)
 *	                  read-only          writable only if dirty: the account knows it already
 *
 * The COW bit itself does not change here: it says whom the page belongs to, not what the
 * VMA permits. So no struct page is looked at, and a run of entries costs a few instructions each.
 *
 * Locks:      mmap_lock for writing, the VMA write-locked; the table's lock.
 * Elsewhere:  the VMA's flags (mprotect.c).
 */
#include <linux/mm.h>
#include <linux/pagewalk.h>
#include <linux/pgtable.h>
#include <linux/swapops.h>
#include <asm/tlb.h>
#include <asm/tlbflush.h>

#include "mmap.h"

/* An architecture that knows when a stale TLB entry is harmless defines its own. */
#ifndef pte_needs_flush
#define pte_needs_flush(old, new)	true
#endif

struct protection_change {
	struct mmu_gather *tlb;
	pgprot_t prot;
	bool private_writable;
	bool shared_writable;
	long changed;
};

static pte_t changed_pte(const struct protection_change *pc, struct vm_area_struct *vma, pte_t old)
{
	pte_t new = pte_modify(old, pc->prot);

	if (pc->private_writable && !pte_cow(old))
		return pte_mkwrite(new, vma);
	if (pc->shared_writable && pte_dirty(old))
		return pte_mkwrite(new, vma);
	return new;
}

/* A page under migration comes back as its entry says: not writable any more, then. */
static void change_nonpresent(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep, pte_t old)
{
	swp_entry_t entry;

	if (pte_none(old))
		return;
	entry = pte_to_swp_entry(old);
	if (!is_writable_migration_entry(entry))
		return;
	if (folio_test_anon(pfn_swap_entry_folio(entry)))
		entry = make_readable_exclusive_migration_entry(swp_offset(entry));
	else
		entry = make_readable_migration_entry(swp_offset(entry));
	set_pte_at(vma->vm_mm, addr, ptep, swp_entry_to_pte(entry));
}

/* One PTE table, or the part of it in the range; one lock, one note to the TLB flush. */
static int change_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end,
			    struct mm_walk *walk)
{
	struct protection_change *pc = walk->private;
	struct vm_area_struct *vma = walk->vma;
	unsigned long flush_start = end, flush_end = addr;
	pte_t *ptep, *start, old, new;
	spinlock_t *ptl;

	start = ptep = pte_offset_map_lock(vma->vm_mm, pmd, addr, &ptl);
	if (!ptep)
		return 0;
	for (; addr < end; ptep++, addr += PAGE_SIZE) {
		old = ptep_get(ptep);
		if (!pte_present(old)) {
			change_nonpresent(vma, addr, ptep, old);
			continue;
		}
		/* taken out, so that the hardware's accessed and dirty bits are not lost */
		old = ptep_modify_prot_start(vma, addr, ptep);
		new = changed_pte(pc, vma, old);
		ptep_modify_prot_commit(vma, addr, ptep, old, new);
		pc->changed++;
		if (pte_needs_flush(old, new)) {
			flush_start = min(flush_start, addr);
			flush_end = addr + PAGE_SIZE;
		}
	}
	if (flush_start < flush_end)
		tlb_flush_pte_range(pc->tlb, flush_start, flush_end - flush_start);
	pte_unmap_unlock(start, ptl);
	return 0;
}

static const struct mm_walk_ops change_protection_ops = {
	.pmd_entry = change_pte_range,
	.walk_lock = PGWALK_WRLOCK_VERIFY,
};

/**
 * change_protection() - bring the entries of [start, end) in line with @vma.
 * @tlb: collects what to flush; tlb_finish_mmu() is the caller's
 *
 * Context: mmap_lock held for writing; vm_flags and vm_page_prot have their new values.
 * Return: the number of entries changed.
 */
long change_protection(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long start,
		       unsigned long end)
{
	bool writable = vma->vm_flags & VM_WRITE, shared = vma->vm_flags & VM_SHARED;
	struct protection_change pc = {
		.tlb = tlb, .prot = vma->vm_page_prot,
		.private_writable = writable && !shared,
		.shared_writable = writable && shared,
	};

	tlb_start_vma(tlb, vma);
	walk_page_range_vma(vma, start, end, &change_protection_ops, &pc);
	tlb_end_vma(tlb, vma);
	return pc.changed;
}
