// SPDX-License-Identifier: GPL-2.0-only
/*
 * pgtable-generic.c - page-table entries together with what the TLBs hold of them.
 *
 * Each function is one that some architecture does better; those are left out there by the
 * architecture's `#define`.
 *
 * Owns:       nothing.
 * Invariant:  when a function named flush returns, no CPU uses the old entry.
 * Locks:      the entry's page-table lock, held by the caller.
 * Elsewhere:  what the entries map (callers); contracts in <asm-generic/pgtable.h>.
 */
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <asm/tlbflush.h>

/* A table entry that is neither empty nor a table: memory was overwritten. Go on without it. */

void pgd_clear_bad(pgd_t *pgd)
{
	pr_err("bad pgd entry %016llx at %p\n", (unsigned long long)pgd_val(*pgd), pgd);
	pgd_clear(pgd);
}

void p4d_clear_bad(p4d_t *p4d)
{
	pr_err("bad p4d entry %016llx at %p\n", (unsigned long long)p4d_val(*p4d), p4d);
	p4d_clear(p4d);
}

void pud_clear_bad(pud_t *pud)
{
	pr_err("bad pud entry %016llx at %p\n", (unsigned long long)pud_val(*pud), pud);
	pud_clear(pud);
}

void pmd_clear_bad(pmd_t *pmd)
{
	pr_err("bad pmd entry %016llx at %p\n", (unsigned long long)pmd_val(*pmd), pmd);
	pmd_clear(pmd);
}

#ifndef ptep_set_access_flags
int ptep_set_access_flags(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep,
			  pte_t entry, int dirty)
{
	int changed = !pte_same(ptep_get(ptep), entry);

	if (changed) {
		set_pte(ptep, entry);
		flush_tlb_fix_spurious_fault(vma, addr, ptep);
	}
	return changed;
}
#endif

#ifndef ptep_clear_flush_young
int ptep_clear_flush_young(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep)
{
	int young = ptep_test_and_clear_young(vma, addr, ptep);

	if (young)
		flush_tlb_page(vma, addr);
	return young;
}
#endif

pte_t ptep_clear_flush(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep)
{
	pte_t pte = ptep_get_and_clear(vma->vm_mm, addr, ptep);

	if (pte_accessible(vma->vm_mm, pte))
		flush_tlb_page(vma, addr);
	return pte;
}
