// SPDX-License-Identifier: GPL-2.0-only
/*
 * fault_swap.c - a fault on an entry that is neither none nor present.
 *
 *	migration	the page is on its way to another frame: wait for it
 *	hwpoison	its memory is broken: the process gets SIGBUS
 *	marker		no page, but something to say: a guard (SIGSEGV), poison (SIGBUS)
 *	swap area	read it back: swap_fault(), which comes with CONFIG_SWAP
 *
 * Owns:       nothing.
 * Invariant:  an entry is acted upon only after it was seen unchanged under the table's lock.
 * Locks:      the table's lock, to look again.
 * Elsewhere:  what the entries look like (<linux/swapops.h>); who makes them.
 */
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pgtable.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include "fault.h"

/**
 * migration_entry_wait() - wait until the page behind a migration entry has arrived
 *
 * The page is locked while it moves. A reference keeps it from being freed meanwhile; the mover
 * then finds one reference too many and tries again, which is rarer than to be waited for.
 */
void migration_entry_wait(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	struct folio *folio;
	swp_entry_t entry;
	spinlock_t *ptl;
	pte_t *ptep, pte;

	ptep = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!ptep)
		return;
	pte = ptep_get(ptep);
	entry = pte_to_swp_entry(pte);
	if (!is_swap_pte(pte) || !is_migration_entry(entry)) {
		pte_unmap_unlock(ptep, ptl);
		return;
	}
	folio = pfn_swap_entry_folio(entry);
	if (!folio_try_get(folio)) {
		pte_unmap_unlock(ptep, ptl);
		cond_resched();
		return;
	}
	pte_unmap_unlock(ptep, ptl);
	folio_wait_locked(folio);
	folio_put(folio);
}

static vm_fault_t fault_marker(struct vm_fault *vmf, pte_marker marker)
{
	if (marker & PTE_MARKER_POISONED)
		return VM_FAULT_HWPOISON;
	if (marker & PTE_MARKER_GUARD)
		return VM_FAULT_SIGSEGV;
	/* it says nothing about this access: fill the entry as if it were none */
	return vma_is_anonymous(vmf->vma) ? VM_FAULT_SIGBUS : fault_file(vmf);
}

/* Look again under the lock: a torn or outdated value must not kill anyone. */
static bool entry_is_stable(struct vm_fault *vmf)
{
	bool same;

	spin_lock(vmf->ptl);
	same = pte_same(ptep_get(vmf->pte), vmf->orig_pte);
	spin_unlock(vmf->ptl);
	return same;
}

/**
 * fault_swap() - the entry is not present
 */
vm_fault_t fault_swap(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	swp_entry_t entry = pte_to_swp_entry(vmf->orig_pte);

	if (!entry_is_stable(vmf))
		return 0;
	if (!non_swap_entry(entry))
		return swap_fault(vmf, entry);
	if (is_migration_entry(entry)) {
		migration_entry_wait(vma->vm_mm, vmf->pmd, vmf->address);
		return 0;
	}
	if (is_hwpoison_entry(entry))
		return VM_FAULT_HWPOISON;
	if (is_pte_marker_entry(entry))
		return fault_marker(vmf, pte_marker_get(entry));
	print_bad_pte(vma, vmf->address, vmf->orig_pte, NULL);
	return VM_FAULT_SIGBUS;
}
