/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm-generic/pgtable.h - what an architecture says about its page tables.
 *
 * Every hook stands here once, with its contract. A hook under #ifndef has a fallback that is
 * correct everywhere and that an architecture may better (it then writes `#define hook hook`). A
 * hook listed as mandatory has none: leave it out and the build fails where it is first used.
 *
 * Included only by <linux/pgtable.h>, after <asm/pgtable.h>.
 */
#ifndef _ASM_GENERIC_PGTABLE_H
#define _ASM_GENERIC_PGTABLE_H

#ifndef __ASSEMBLY__

/*
 * Mandatory, geometry: PGDIR/PUD/PMD_SHIFT, _SIZE, _MASK; PTRS_PER_PGD/PUD/PMD/PTE (P4D likewise,
 * from pgtable-nop4d.h where the level is folded); FIRST_USER_ADDRESS; USER_PGTABLES_CEILING
 * where it is not 0.
 *
 * Mandatory, values (pure functions of a value; X is pgd, p4d, pud, pmd, and pte where it fits):
 *   X_none X_present X_bad X_clear(Xp) X_val __X set_X(Xp, X)
 *   pmd_page pmd_page_vaddr pmd_pfn; pud_pgtable p4d_pgtable: address of the table that is named
 *   pmd_leaf pud_leaf: the entry maps memory itself
 *   pte_pfn pfn_pte(pfn, prot) pte_same pte_write pte_dirty pte_young pte_exec pte_special
 *   pte_mkwrite_novma pte_wrprotect pte_mkdirty pte_mkclean pte_mkyoung pte_mkold pte_mkspecial
 *   pte_modify(pte, prot): take prot's permissions; keep frame, accessed, dirty, special and cow
 *   pte_cow pte_mkcow pte_clear_cow: the software copy-on-write bit. It means: this private
 *     mapping does not own its page alone, so a write has to copy (or to prove sole ownership).
 *     A PTE that has it is never writable. Hardware ignores it; pte_modify keeps it.
 *   pte_protnone: present for software, inaccessible for hardware (PROT_NONE)
 *   pgprot_val __pgprot PAGE_NONE PAGE_READONLY PAGE_SHARED PAGE_COPY and the _EXEC ones,
 *     PAGE_KERNEL*, vm_get_page_prot(vm_flags)
 *   __swp_type __swp_offset __swp_entry __pte_to_swp_entry __swp_entry_to_pte
 *   pte_swp_exclusive pte_swp_mkexclusive pte_swp_clear_exclusive
 *
 * Mandatory, in memory:
 *   set_pte(ptep, pte)          store an entry; no flush
 *   ptep_get_and_clear(mm, addr, ptep)   read and clear in one atomic step, so that an accessed
 *                               or dirty bit that hardware sets meanwhile is not lost
 *   ptep_set_wrprotect(mm, addr, ptep)   clear the write permission, atomically
 *   ptep_test_and_clear_young(vma, addr, ptep)
 *   pmd_populate(mm, pmd, pgtable_t) pmd_populate_kernel(mm, pmd, pte_t *) pud_populate
 *     p4d_populate pgd_populate: <asm/pgalloc.h>; make a table reachable
 *   update_mmu_cache_range(vmf, vma, addr, ptep, nr): entries became present or more permissive
 *
 * Mandatory, TLB (<asm/tlbflush.h>): flush_tlb_all flush_tlb_mm flush_tlb_page(vma, addr)
 *   flush_tlb_range(vma, start, end) flush_tlb_kernel_range(start, end)
 *   flush_tlb_mm_range(mm, start, end, stride_shift, freed_tables): when it returns, no CPU
 *   holds a translation of the range; with freed_tables none walks the old tables either.
 */

/* ---- reading entries ---------------------------------------------------------------------- */

/**
 * ptep_get() - read an entry whose lock is held, or whose value is checked again under it
 */
#ifndef ptep_get
static inline pte_t ptep_get(pte_t *ptep)
{
	return READ_ONCE(*ptep);
}
#endif

/**
 * ptep_get_lockless() - read an entry without its lock, never torn
 *
 * The fallback suits entries of one machine word.
 */
#ifndef ptep_get_lockless
static inline pte_t ptep_get_lockless(pte_t *ptep)
{
	return ptep_get(ptep);
}
#endif

#ifndef pmdp_get
static inline pmd_t pmdp_get(pmd_t *pmdp)
{
	return READ_ONCE(*pmdp);
}
#endif

#ifndef pmdp_get_lockless
static inline pmd_t pmdp_get_lockless(pmd_t *pmdp)
{
	return pmdp_get(pmdp);
}
#endif

#ifndef pudp_get
static inline pud_t pudp_get(pud_t *pudp)
{
	return READ_ONCE(*pudp);
}
#endif

#ifndef p4dp_get
static inline p4d_t p4dp_get(p4d_t *p4dp)
{
	return READ_ONCE(*p4dp);
}
#endif

#ifndef pgdp_get
static inline pgd_t pgdp_get(pgd_t *pgdp)
{
	return READ_ONCE(*pgdp);
}
#endif

/* ---- storing entries ---------------------------------------------------------------------- */

/**
 * pte_advance_pfn() - the same entry, @nr frames further on
 */
#ifndef pte_advance_pfn
static inline pte_t pte_advance_pfn(pte_t pte, unsigned long nr)
{
	return __pte(pte_val(pte) + (nr << PAGE_SHIFT));
}
#endif

#define pte_next_pfn(pte)	pte_advance_pfn(pte, 1)

/**
 * set_ptes() - store entries for @nr consecutive pages of one folio
 * @mm: whose table
 * @addr: address that the first entry maps
 * @ptep: the first entry; all of them lie in one table
 * @pte: the first value; each next one is a frame further on
 * @nr: at least 1
 *
 * Overwrites only non-present entries (or none): there is nothing to flush.
 */
#ifndef set_ptes
static inline void set_ptes(struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte,
			    unsigned int nr)
{
	for (;;) {
		set_pte(ptep, pte);
		if (--nr == 0)
			break;
		ptep++;
		pte = pte_next_pfn(pte);
	}
}
#endif

#define set_pte_at(mm, addr, ptep, pte)	set_ptes(mm, addr, ptep, pte, 1)

#ifndef pte_clear
static inline void pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	set_pte(ptep, __pte(0));
}
#endif

/* A swap-like entry replaced none or another such entry: nothing that hardware could have cached. */
#ifndef pte_clear_not_present_full
static inline void pte_clear_not_present_full(struct mm_struct *mm, unsigned long addr,
					      pte_t *ptep, int full)
{
	pte_clear(mm, addr, ptep);
}
#endif

/**
 * ptep_get_and_clear_full() - as ptep_get_and_clear()
 * @full: the whole address space goes away and no CPU runs on it, so the step need not be atomic
 */
#ifndef ptep_get_and_clear_full
static inline pte_t ptep_get_and_clear_full(struct mm_struct *mm, unsigned long addr,
					    pte_t *ptep, int full)
{
	return ptep_get_and_clear(mm, addr, ptep);
}
#endif

/**
 * get_and_clear_full_ptes() - clear @nr entries that map consecutive pages of one folio
 *
 * Return: the first entry's value, with accessed and dirty of all of them gathered into it.
 */
#ifndef get_and_clear_full_ptes
static inline pte_t get_and_clear_full_ptes(struct mm_struct *mm, unsigned long addr,
					    pte_t *ptep, unsigned int nr, int full)
{
	pte_t pte = ptep_get_and_clear_full(mm, addr, ptep, full);

	while (--nr) {
		pte_t next = ptep_get_and_clear_full(mm, addr += PAGE_SIZE, ++ptep, full);

		if (pte_dirty(next))
			pte = pte_mkdirty(pte);
		if (pte_young(next))
			pte = pte_mkyoung(pte);
	}
	return pte;
}
#endif

/**
 * clear_not_present_full_ptes() - clear @nr non-present entries
 */
#ifndef clear_not_present_full_ptes
static inline void clear_not_present_full_ptes(struct mm_struct *mm, unsigned long addr,
					       pte_t *ptep, unsigned int nr, int full)
{
	for (; nr; nr--, ptep++, addr += PAGE_SIZE)
		pte_clear_not_present_full(mm, addr, ptep, full);
}
#endif

#ifndef wrprotect_ptes
static inline void wrprotect_ptes(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
				  unsigned int nr)
{
	for (; nr; nr--, ptep++, addr += PAGE_SIZE)
		ptep_set_wrprotect(mm, addr, ptep);
}
#endif

/**
 * ptep_set_cow() - write-protect a present entry and mark it copy-on-write
 *
 * Accessed and dirty bits that hardware sets meanwhile are kept. The fallback lets the entry be
 * none for a moment: lockless readers then come back with the table's lock, as they always do.
 *
 * Context: the table's lock is held; the caller flushes where the entry was writable.
 */
#ifndef ptep_set_cow
static inline void ptep_set_cow(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	pte_t pte = ptep_get_and_clear(mm, addr, ptep);

	set_pte(ptep, pte_mkcow(pte_wrprotect(pte)));
}
#endif

/* ---- changing present entries ------------------------------------------------------------- */

/**
 * pte_mkwrite() - make an entry writable in @vma (some machines have kinds of writable)
 */
#ifndef pte_mkwrite
static inline pte_t pte_mkwrite(pte_t pte, struct vm_area_struct *vma)
{
	return pte_mkwrite_novma(pte);
}
#endif

/**
 * mk_pte() - the entry that maps @page with @prot
 */
#ifndef mk_pte
#define mk_pte(page, prot)	pfn_pte(page_to_pfn(page), prot)
#endif

#ifndef pte_page
#define pte_page(pte)		pfn_to_page(pte_pfn(pte))
#endif

/**
 * ptep_modify_prot_start() - take an entry out to change its permissions
 *
 * Until ptep_modify_prot_commit() hardware cannot change it.
 */
#ifndef ptep_modify_prot_start
static inline pte_t ptep_modify_prot_start(struct vm_area_struct *vma, unsigned long addr,
					   pte_t *ptep)
{
	return ptep_get_and_clear(vma->vm_mm, addr, ptep);
}
#endif

#ifndef ptep_modify_prot_commit
static inline void ptep_modify_prot_commit(struct vm_area_struct *vma, unsigned long addr,
					   pte_t *ptep, pte_t old_pte, pte_t pte)
{
	set_pte_at(vma->vm_mm, addr, ptep, pte);
}
#endif

/**
 * pte_accessible() - may a CPU have cached this entry?
 *
 * Decides only whether a flush is needed, so the fallback errs towards yes.
 */
#ifndef pte_accessible
#define pte_accessible(mm, pte)	((void)(pte), 1)
#endif

#ifndef pte_access_permitted
/* May user space read, or with @write write, through this entry? */
#define pte_access_permitted(pte, write) (pte_present(pte) && (!(write) || pte_write(pte)))
#endif

#ifndef pmd_access_permitted
#define pmd_access_permitted(pmd, write) (pmd_present(pmd) && (!(write) || pmd_write(pmd)))
#endif

/**
 * flush_tlb_fix_spurious_fault() - a fault found nothing to do
 *
 * Some CPUs keep a stricter, old entry in the TLB after permissions were raised.
 */
#ifndef flush_tlb_fix_spurious_fault
#define flush_tlb_fix_spurious_fault(vma, address, ptep) flush_tlb_page(vma, address)
#endif

/* Do freshly made entries need pte_mkyoung(), since hardware would fault to set it? */
#ifndef arch_wants_old_prefaulted_pte
#define arch_wants_old_prefaulted_pte()	false
#endif

#ifndef pte_sw_mkyoung
#define pte_sw_mkyoung(pte)	(pte)
#endif

#ifndef update_mmu_cache
#define update_mmu_cache(vma, addr, ptep) update_mmu_cache_range(NULL, vma, addr, ptep, 1)
#endif

/* Entries were raised or equal: a CPU may cache it without harm. */
#ifndef update_mmu_tlb_range
static inline void update_mmu_tlb_range(struct vm_area_struct *vma, unsigned long addr,
					pte_t *ptep, unsigned int nr)
{
}
#endif

/* ---- batching hooks ----------------------------------------------------------------------- */

/* Between these two, stores to a page table may be held back. */
#ifndef arch_enter_lazy_mmu_mode
#define arch_enter_lazy_mmu_mode()	do { } while (0)
#define arch_leave_lazy_mmu_mode()	do { } while (0)
#define arch_flush_lazy_mmu_mode()	do { } while (0)
#endif

/* ---- swap-like entries -------------------------------------------------------------------- */

/* Machines whose pages carry tags move them with the contents. */
#ifndef arch_swap_restore
static inline void arch_swap_restore(swp_entry_t entry, struct folio *folio)
{
}
#endif

/* A non-present value with a bit to ignore; the fallback has none. */
#ifndef pte_swp_clear_flags
#define pte_swp_clear_flags(pte)	pte_swp_clear_exclusive(pte)
#endif

/* ---- huge entries ------------------------------------------------------------------------- */

#ifndef pmd_leaf
#define pmd_leaf(pmd)		((void)(pmd), false)
#endif
#ifndef pud_leaf
#define pud_leaf(pud)		((void)(pud), false)
#endif
#ifndef p4d_leaf
#define p4d_leaf(p4d)		((void)(p4d), false)
#endif
#ifndef pgd_leaf
#define pgd_leaf(pgd)		((void)(pgd), false)
#endif

#ifndef CONFIG_TRANSPARENT_HUGEPAGE
#define pmd_trans_huge(pmd)	((void)(pmd), false)
#define pud_trans_huge(pud)	((void)(pud), false)
#endif

#ifndef pmd_same
#define pmd_same(a, b)		(pmd_val(a) == pmd_val(b))
#endif

/* ---- attributes of memory ----------------------------------------------------------------- */

/* Without the bits that this machine turned out not to have. */
#ifndef pgprot_supported
#define pgprot_supported(prot)		(prot)
#endif
#ifndef pgprot_nx
#define pgprot_nx(prot)			(prot)
#endif
#ifndef pgprot_noncached
#define pgprot_noncached(prot)		(prot)
#endif
#ifndef pgprot_writecombine
#define pgprot_writecombine(prot)	pgprot_noncached(prot)
#endif
#ifndef pgprot_writethrough
#define pgprot_writethrough(prot)	pgprot_noncached(prot)
#endif
#ifndef pgprot_device
#define pgprot_device(prot)		pgprot_noncached(prot)
#endif
#ifndef pgprot_decrypted
#define pgprot_decrypted(prot)		(prot)
#endif

/* @newprot's permissions, with the memory type of @oldprot. */
#ifndef pgprot_modify
static inline pgprot_t pgprot_modify(pgprot_t oldprot, pgprot_t newprot)
{
	return newprot;
}
#endif

#ifndef io_remap_pfn_range
#define io_remap_pfn_range	remap_pfn_range
#endif

/* May user space map @pfn like this? Machines that know of forbidden ranges say so. */
#ifndef pfn_modify_allowed
#define pfn_modify_allowed(pfn, prot)	true
#endif

/* ---- geometry helpers --------------------------------------------------------------------- */

#ifndef USER_PGTABLES_CEILING
/* 0: wraps to the end of the address space */
#define USER_PGTABLES_CEILING	0UL
#endif

#ifndef FIRST_USER_ADDRESS
#define FIRST_USER_ADDRESS	0UL
#endif

/*
 * X_addr_end(addr, end): the lower of @end and of the next boundary above @addr. The "- 1"
 * lets @end be 0, meaning the very top.
 */
#define __pgtable_addr_end(addr, end, size)					\
({	unsigned long __boundary = ((addr) + (size)) & ~((size) - 1);		\
	(__boundary - 1 < (end) - 1) ? __boundary : (end);			\
})

#ifndef pgd_addr_end
#define pgd_addr_end(addr, end)	__pgtable_addr_end(addr, end, PGDIR_SIZE)
#endif
#ifndef p4d_addr_end
#define p4d_addr_end(addr, end)	__pgtable_addr_end(addr, end, P4D_SIZE)
#endif
#ifndef pud_addr_end
#define pud_addr_end(addr, end)	__pgtable_addr_end(addr, end, PUD_SIZE)
#endif
#ifndef pmd_addr_end
#define pmd_addr_end(addr, end)	__pgtable_addr_end(addr, end, PMD_SIZE)
#endif

/* Is the level folded into the one above for this mm? Then its tables are not counted. */
#ifndef mm_p4d_folded
#define mm_p4d_folded(mm)	__is_defined(__PAGETABLE_P4D_FOLDED)
#endif
#ifndef mm_pud_folded
#define mm_pud_folded(mm)	__is_defined(__PAGETABLE_PUD_FOLDED)
#endif
#ifndef mm_pmd_folded
#define mm_pmd_folded(mm)	__is_defined(__PAGETABLE_PMD_FOLDED)
#endif

/*
 * Bits for the levels that vmalloc and ioremap changed (apply_to_page_range() and friends too);
 * a machine that shares kernel tables by copying top-level entries names the levels it must
 * hear about in ARCH_PAGE_TABLE_SYNC_MASK and gets arch_sync_kernel_mappings(start, end).
 */
enum pgtbl_mod_bits {
	__PGTBL_PGD_MODIFIED, __PGTBL_P4D_MODIFIED, __PGTBL_PUD_MODIFIED,
	__PGTBL_PMD_MODIFIED, __PGTBL_PTE_MODIFIED,
};
#define PGTBL_PGD_MODIFIED	(1U << __PGTBL_PGD_MODIFIED)
#define PGTBL_P4D_MODIFIED	(1U << __PGTBL_P4D_MODIFIED)
#define PGTBL_PUD_MODIFIED	(1U << __PGTBL_PUD_MODIFIED)
#define PGTBL_PMD_MODIFIED	(1U << __PGTBL_PMD_MODIFIED)
#define PGTBL_PTE_MODIFIED	(1U << __PGTBL_PTE_MODIFIED)
typedef unsigned int pgtbl_mod_mask;

#ifndef ARCH_PAGE_TABLE_SYNC_MASK
#define ARCH_PAGE_TABLE_SYNC_MASK	0
#define arch_sync_kernel_mappings(start, end)	do { } while (0)
#endif

#endif /* !__ASSEMBLY__ */
#endif /* _ASM_GENERIC_PGTABLE_H */
