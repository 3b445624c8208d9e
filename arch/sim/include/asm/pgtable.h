/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/pgtable.h - reading, making and writing page-table entries of the simulated machine.
 *
 * Invariant: a store to a table is a point, and the software MMU walks as hardware does, without
 * the table's lock, setting young and dirty bits atomically. A writable entry never has the COW bit.
 * Locks: the page-table lock of the entry's table (callers).
 * Elsewhere: the contract of each function (asm-generic/pgtable.h); the walk (mm/mmu.c); how kernel
 * addresses reach the host's own MMU (mm/kmap.c).
 */
#ifndef _ASM_SIM_PGTABLE_H
#define _ASM_SIM_PGTABLE_H

#include <asm/page.h>
#include <asm/pgtable_types.h>

#ifndef __ASSEMBLY__
#include <linux/compiler.h>
#include <asm/cmpxchg.h>
#include <asm/bitops.h>

struct mm_struct;
struct vm_area_struct;
struct vm_fault;

extern pgd_t swapper_pg_dir[PTRS_PER_PGD];

extern struct page *sim_zero_page;		/* [I] boot */
#define ZERO_PAGE(vaddr)	((void)(vaddr), sim_zero_page)

/* ---- reading ---- */

#define __SIM_PTE_BIT(name, bit)						\
static inline bool pte_##name(pte_t pte)	{ return pte_val(pte) & (bit); } \
static inline bool pmd_##name(pmd_t pmd)	{ return pmd_val(pmd) & (bit); }

__SIM_PTE_BIT(write, _PAGE_WRITE)
__SIM_PTE_BIT(dirty, _PAGE_DIRTY)
__SIM_PTE_BIT(young, _PAGE_YOUNG)
__SIM_PTE_BIT(exec, _PAGE_EXEC)
__SIM_PTE_BIT(user, _PAGE_USER)
/* Write-protected because the page must be copied before this mapping may write it. */
__SIM_PTE_BIT(cow, _PAGE_COW)
#define pmd_write pmd_write

static inline int pte_none(pte_t pte)		{ return !pte_val(pte); }
static inline int pte_present(pte_t pte)	{ return (pte_val(pte) & (_PAGE_PRESENT | _PAGE_PROTNONE)) != 0; }
static inline int pte_special(pte_t pte)	{ return (pte_val(pte) & _PAGE_SPECIAL) != 0; }
static inline int pte_global(pte_t pte)		{ return (pte_val(pte) & _PAGE_GLOBAL) != 0; }
static inline int pte_huge(pte_t pte)		{ return (pte_val(pte) & _PAGE_HUGE) != 0; }
static inline int pte_protnone(pte_t pte)
{
	return (pte_val(pte) & (_PAGE_PRESENT | _PAGE_PROTNONE)) == _PAGE_PROTNONE;
}
#define pte_protnone pte_protnone

/* A PROT_NONE entry was never cached. */
static inline bool pte_accessible(struct mm_struct *mm, pte_t pte)
{
	return pte_val(pte) & _PAGE_PRESENT;
}
#define pte_accessible pte_accessible

static inline unsigned long pte_pfn(pte_t pte)	{ return (pte_val(pte) & PTE_PFN_MASK) >> PAGE_SHIFT; }
#define pte_page(pte)		pfn_to_page(pte_pfn(pte))
static inline pgprot_t pte_pgprot(pte_t pte)	{ return __pgprot(pte_val(pte) & ~PTE_PFN_MASK); }
#define pte_pgprot pte_pgprot
static inline int pte_same(pte_t a, pte_t b)	{ return pte_val(a) == pte_val(b); }
#define pte_same pte_same

/* Right of way for user accesses as such: get_user_pages_fast() asks before it takes the page. */
static inline bool pte_access_permitted(pte_t pte, bool write)
{
	pteval_t need = _PAGE_PRESENT | _PAGE_USER | (write ? _PAGE_WRITE : 0);

	return (pte_val(pte) & need) == need;
}
#define pte_access_permitted pte_access_permitted

static inline int pmd_none(pmd_t pmd)		{ return !pmd_val(pmd); }
static inline bool pmd_leaf(pmd_t pmd)		{ return (pmd_val(pmd) & _PAGE_HUGE) != 0; }
#define pmd_leaf pmd_leaf
static inline int pmd_present(pmd_t pmd)
{
	return (pmd_val(pmd) & (_PAGE_PRESENT | _PAGE_PROTNONE | _PAGE_HUGE)) != 0;
}
static inline int pmd_bad(pmd_t pmd)
{
	return (pmd_val(pmd) & ~(PTE_PFN_MASK | _PAGE_USER)) != _KERNPG_TABLE;
}
static inline int pmd_protnone(pmd_t pmd)
{
	return (pmd_val(pmd) & (_PAGE_PRESENT | _PAGE_PROTNONE)) == _PAGE_PROTNONE;
}
#define pmd_protnone pmd_protnone
static inline int pmd_same(pmd_t a, pmd_t b)	{ return pmd_val(a) == pmd_val(b); }
#define pmd_same pmd_same
static inline unsigned long pmd_pfn(pmd_t pmd)	{ return (pmd_val(pmd) & PTE_PFN_MASK) >> PAGE_SHIFT; }
#define pmd_page(pmd)		pfn_to_page(pmd_pfn(pmd))
static inline unsigned long pmd_page_vaddr(pmd_t pmd) { return (unsigned long)__va(pmd_val(pmd) & PTE_PFN_MASK); }
#define pmd_page_vaddr pmd_page_vaddr

static inline int pud_none(pud_t pud)		{ return !pud_val(pud); }
static inline int pud_present(pud_t pud)	{ return (pud_val(pud) & _PAGE_PRESENT) != 0; }
static inline bool pud_leaf(pud_t pud)
{
	return (pud_val(pud) & (_PAGE_HUGE | _PAGE_PRESENT)) == (_PAGE_HUGE | _PAGE_PRESENT);
}
#define pud_leaf pud_leaf
static inline int pud_bad(pud_t pud)
{
	return (pud_val(pud) & ~(PTE_PFN_MASK | _PAGE_USER)) != _KERNPG_TABLE;
}
static inline int pud_write(pud_t pud)		{ return (pud_val(pud) & _PAGE_WRITE) != 0; }
#define pud_write pud_write
static inline unsigned long pud_pfn(pud_t pud)	{ return (pud_val(pud) & PTE_PFN_MASK) >> PAGE_SHIFT; }
#define pud_page(pud)		pfn_to_page(pud_pfn(pud))
static inline pmd_t *pud_pgtable(pud_t pud)	{ return (pmd_t *)__va(pud_val(pud) & PTE_PFN_MASK); }
#define pud_pgtable pud_pgtable

static inline int p4d_none(p4d_t p4d)		{ return !p4d_val(p4d); }
static inline int p4d_present(p4d_t p4d)	{ return (p4d_val(p4d) & _PAGE_PRESENT) != 0; }
static inline bool p4d_leaf(p4d_t p4d)		{ return false; }
#define p4d_leaf p4d_leaf
static inline int p4d_bad(p4d_t p4d)
{
	return (p4d_val(p4d) & ~(PTE_PFN_MASK | _PAGE_USER)) != _KERNPG_TABLE;
}
static inline pud_t *p4d_pgtable(p4d_t p4d)	{ return (pud_t *)__va(p4d_val(p4d) & PTE_PFN_MASK); }
#define p4d_pgtable p4d_pgtable
#define p4d_page(p4d)		pfn_to_page((p4d_val(p4d) & PTE_PFN_MASK) >> PAGE_SHIFT)
#define pgd_page(pgd)		pfn_to_page((pgd_val(pgd) & PTE_PFN_MASK) >> PAGE_SHIFT)

/* ---- making ---- */

#define __SIM_PTE_CHANGE(name, set, clear)					\
static inline pte_t pte_##name(pte_t pte) { return __pte((pte_val(pte) & ~(clear)) | (set)); } \
static inline pmd_t pmd_##name(pmd_t pmd) { return __pmd((pmd_val(pmd) & ~(clear)) | (set)); }

__SIM_PTE_CHANGE(mkold, 0UL, _PAGE_YOUNG)
__SIM_PTE_CHANGE(mkyoung, _PAGE_YOUNG, 0UL)
__SIM_PTE_CHANGE(mkclean, 0UL, _PAGE_DIRTY)
__SIM_PTE_CHANGE(mkdirty, _PAGE_DIRTY, 0UL)
__SIM_PTE_CHANGE(wrprotect, 0UL, _PAGE_WRITE)
__SIM_PTE_CHANGE(mkexec, _PAGE_EXEC, 0UL)
__SIM_PTE_CHANGE(mkspecial, _PAGE_SPECIAL, 0UL)
__SIM_PTE_CHANGE(mkcow, _PAGE_COW, 0UL)
__SIM_PTE_CHANGE(clear_cow, 0UL, _PAGE_COW)
__SIM_PTE_CHANGE(mkwrite_novma, _PAGE_WRITE, _PAGE_COW)
__SIM_PTE_CHANGE(mkhuge, _PAGE_HUGE, 0UL)
__SIM_PTE_CHANGE(mkinvalid, 0UL, _PAGE_PRESENT)
__SIM_PTE_CHANGE(swp_mkexclusive, _PAGE_SWP_EXCLUSIVE, 0UL)
__SIM_PTE_CHANGE(swp_clear_exclusive, 0UL, _PAGE_SWP_EXCLUSIVE)
#define pte_mkcow pte_mkcow
#define pte_clear_cow pte_clear_cow
#define pte_cow pte_cow
#define pte_swp_mkexclusive pte_swp_mkexclusive
#define pte_swp_exclusive pte_swp_exclusive
#define pte_swp_clear_exclusive pte_swp_clear_exclusive
static inline int pte_swp_exclusive(pte_t pte)	{ return (pte_val(pte) & _PAGE_SWP_EXCLUSIVE) != 0; }

static inline pte_t pte_mkwrite(pte_t pte, struct vm_area_struct *vma)
{
	return pte_mkwrite_novma(pte);
}
#define pte_mkwrite pte_mkwrite
static inline pmd_t pmd_mkwrite(pmd_t pmd, struct vm_area_struct *vma)
{
	return pmd_mkwrite_novma(pmd);
}
#define pmd_mkwrite pmd_mkwrite

static inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((pfn << PAGE_SHIFT) | pgprot_val(prot));
}
#define mk_pte(page, pgprot)	pfn_pte(page_to_pfn(page), (pgprot))

static inline pte_t pte_modify(pte_t pte, pgprot_t newprot)
{
	return __pte((pte_val(pte) & _PAGE_CHG_MASK) | (pgprot_val(newprot) & ~_PAGE_CHG_MASK));
}

static inline pte_t pte_advance_pfn(pte_t pte, unsigned long nr)
{
	return __pte(pte_val(pte) + (nr << PFN_PTE_SHIFT));
}
#define pte_advance_pfn pte_advance_pfn

static inline pmd_t pfn_pmd(unsigned long pfn, pgprot_t prot)
{
	return __pmd((pfn << PAGE_SHIFT) | pgprot_val(prot));
}
#define mk_pmd(page, pgprot)	pfn_pmd(page_to_pfn(page), (pgprot))
static inline pmd_t pmd_modify(pmd_t pmd, pgprot_t newprot)
{
	const pmdval_t keep = _PAGE_CHG_MASK | _PAGE_HUGE;

	return __pmd((pmd_val(pmd) & keep) | (pgprot_val(newprot) & ~keep));
}
static inline pgprot_t pmd_pgprot(pmd_t pmd)	{ return __pgprot(pmd_val(pmd) & ~PTE_PFN_MASK); }
#define pmd_pgprot pmd_pgprot

static inline pud_t pfn_pud(unsigned long pfn, pgprot_t prot)
{
	return __pud((pfn << PAGE_SHIFT) | pgprot_val(prot));
}
static inline pud_t pud_mkhuge(pud_t pud)	{ return __pud(pud_val(pud) | _PAGE_HUGE); }

/* ---- swap entries: type in bits 12..16, offset in 17..55 ---- */

#define SWP_TYPE_BITS		5
#define __SWP_TYPE_SHIFT		12
#define __SWP_OFFSET_SHIFT	17
#define __SWP_OFFSET_BITS		39
#define MAX_SWAPFILES_CHECK()	BUILD_BUG_ON(MAX_SWAPFILES_SHIFT > SWP_TYPE_BITS)

#define __swp_type(x)		(((x).val >> __SWP_TYPE_SHIFT) & ((1UL << SWP_TYPE_BITS) - 1))
#define __swp_offset(x)		(((x).val >> __SWP_OFFSET_SHIFT) & ((1UL << __SWP_OFFSET_BITS) - 1))
#define __swp_entry(type, offset) ((swp_entry_t) { _PAGE_SWAP |		\
	(unsigned long)(type) << __SWP_TYPE_SHIFT |			\
	((unsigned long)(offset) & ((1UL << __SWP_OFFSET_BITS) - 1)) << __SWP_OFFSET_SHIFT })
#define __pte_to_swp_entry(pte)	((swp_entry_t) { pte_val(pte) })
#define __pmd_to_swp_entry(pmd)	((swp_entry_t) { pmd_val(pmd) })
#define __swp_entry_to_pte(x)	(__pte((x).val))
#define __swp_entry_to_pmd(x)	(__pmd((x).val))

/* ---- writing ---- */

#define __sim_store(p, v)	do { sim_point(); __atomic_store_n((p), (v), __SIM_STORE); } while (0)

/* A user's entry that a TLB may know becomes @new: mm/stale.c watches what is made of the old one. */
extern void sim_entry_changed(const void *entry, unsigned long old, unsigned long new);

static __always_inline void __sim_note_pte(pte_t *ptep, pteval_t old, pteval_t new)
{
	const pteval_t cached = _PAGE_PRESENT | _PAGE_USER;

	if ((old & cached) == cached)
		sim_entry_changed(ptep, old, new);
}

static __always_inline void __sim_note_pmd(pmd_t *pmdp, pmdval_t old, pmdval_t new)
{
	const pmdval_t cached = _PAGE_PRESENT | _PAGE_USER | _PAGE_HUGE;

	if ((old & cached) == cached)
		sim_entry_changed(pmdp, old, new);
}

static __always_inline void set_pte(pte_t *ptep, pte_t pte)
{
	sim_point();
	__sim_note_pte(ptep, READ_ONCE(ptep->pte), pte_val(pte));
	__atomic_store_n(&ptep->pte, pte_val(pte), __SIM_STORE);
}
static __always_inline void set_pmd(pmd_t *pmdp, pmd_t pmd)
{
	sim_point();
	__sim_note_pmd(pmdp, READ_ONCE(pmdp->pmd), pmd_val(pmd));
	__atomic_store_n(&pmdp->pmd, pmd_val(pmd), __SIM_STORE);
}
static __always_inline void set_pud(pud_t *pudp, pud_t pud)	{ __sim_store(&pudp->pud, pud_val(pud)); }
static __always_inline void set_p4d(p4d_t *p4dp, p4d_t p4d)	{ __sim_store(&p4dp->pgd.pgd, p4d_val(p4d)); }
static __always_inline void pmd_clear(pmd_t *pmdp)		{ set_pmd(pmdp, __pmd(0)); }
static __always_inline void pud_clear(pud_t *pudp)		{ set_pud(pudp, __pud(0)); }
static __always_inline void p4d_clear(p4d_t *p4dp)		{ set_p4d(p4dp, __p4d(0)); }
#define set_pmd_at(mm, addr, pmdp, pmd)	set_pmd(pmdp, pmd)
#define set_pud_at(mm, addr, pudp, pud)	set_pud(pudp, pud)

extern void sim_kernel_unmapped(unsigned long addr);

/* In kernel space this ends what the host's MMU knows of the page, too. */
static inline void pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	bool kernel = addr >= TASK_SIZE_MAX && pte_present(*ptep);

	set_pte(ptep, __pte(0));
	if (kernel)
		sim_kernel_unmapped(addr);
}
#define pte_clear pte_clear

/* The kernel's part of a table was filled: [start, end) becomes visible to the host's MMU. */
#define ARCH_PAGE_TABLE_SYNC_MASK	PGTBL_PTE_MODIFIED
extern void arch_sync_kernel_mappings(unsigned long start, unsigned long end);

static __always_inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	pteval_t old = xchg(&ptep->pte, 0);

	__sim_note_pte(ptep, old, 0);
	return __pte(old);
}

static __always_inline void ptep_set_wrprotect(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	pteval_t old;

	sim_point();
	old = __atomic_fetch_and(&ptep->pte, ~_PAGE_WRITE, __ATOMIC_SEQ_CST);
	__sim_note_pte(ptep, old, old & ~_PAGE_WRITE);
}
#define ptep_set_wrprotect ptep_set_wrprotect

static inline int ptep_test_and_clear_young(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep)
{
	sim_point();
	return (__atomic_fetch_and(&ptep->pte, ~_PAGE_YOUNG, __ATOMIC_SEQ_CST) & _PAGE_YOUNG) != 0;
}
#define ptep_test_and_clear_young ptep_test_and_clear_young

/* A stale young bit in a TLB only makes the page look idle for longer: no flush. */
#define ptep_clear_flush_young ptep_test_and_clear_young

/* Rights only grow here; a CPU that holds the old entry faults once more, so no flush either. */
static inline int ptep_set_access_flags(struct vm_area_struct *vma, unsigned long addr,
					pte_t *ptep, pte_t entry, int dirty)
{
	int changed = !pte_same(*ptep, entry);

	if (changed && dirty)
		set_pte(ptep, entry);
	return changed;
}
#define ptep_set_access_flags ptep_set_access_flags

static inline pmd_t pmdp_huge_get_and_clear(struct mm_struct *mm, unsigned long addr, pmd_t *pmdp)
{
	pmdval_t old = xchg(&pmdp->pmd, 0);

	__sim_note_pmd(pmdp, old, 0);
	return __pmd(old);
}
#define pmdp_huge_get_and_clear pmdp_huge_get_and_clear

static inline pmd_t pmdp_establish(struct vm_area_struct *vma, unsigned long addr, pmd_t *pmdp, pmd_t pmd)
{
	pmdval_t old = xchg(&pmdp->pmd, pmd_val(pmd));

	__sim_note_pmd(pmdp, old, pmd_val(pmd));
	return __pmd(old);
}
#define pmdp_establish pmdp_establish

/* The software MMU loads its TLB by itself, and after a fault looks at the tables again. */
static inline void update_mmu_cache_range(struct vm_fault *vmf, struct vm_area_struct *vma,
					  unsigned long addr, pte_t *ptep, unsigned int nr)
{
}
#define update_mmu_cache_range update_mmu_cache_range
#define update_mmu_cache_pmd(vma, addr, pmd)		do { } while (0)
#define flush_tlb_fix_spurious_fault(vma, addr, ptep)	do { } while (0)
#define update_mmu_tlb(vma, addr, ptep)			do { } while (0)

static inline bool arch_has_hw_pte_young(void)		{ return true; }
#define arch_has_hw_pte_young arch_has_hw_pte_young

extern void paging_init(void);

#define kern_addr_valid(addr)	(1)

#endif /* __ASSEMBLY__ */
#endif
