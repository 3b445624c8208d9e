/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/pgtable.h - reading, making and writing page-table entries on x86-64.
 *
 * Invariant: an entry is written whole; whoever may race with the CPU setting accessed and dirty
 * bits uses an atomic exchange. A writable entry never has the COW bit.
 * Locks: the page-table lock of the entry's table (callers).
 * Elsewhere: the contract of each function (asm-generic/pgtable.h).
 */
#ifndef _ASM_X86_PGTABLE_H
#define _ASM_X86_PGTABLE_H

#include <asm/page.h>
#include <asm/pgtable_types.h>
#include <asm/pgtable_64.h>

#ifndef __ASSEMBLY__
#include <linux/compiler.h>
#include <asm/cmpxchg.h>
#include <asm/bitops.h>

struct mm_struct;
struct vm_area_struct;
struct vm_fault;

extern pgd_t init_top_pgt[PTRS_PER_PGD];
#define swapper_pg_dir init_top_pgt

extern unsigned long empty_zero_page[PAGE_SIZE / sizeof(unsigned long)];
#define ZERO_PAGE(vaddr)	((void)(vaddr), pfn_to_page(__pa_symbol(empty_zero_page) >> PAGE_SHIFT))

/* ---- reading ---- */

static inline int pte_none(pte_t pte)		{ return !pte_val(pte); }
static inline int pte_present(pte_t pte)	{ return (pte_val(pte) & (_PAGE_PRESENT | _PAGE_PROTNONE)) != 0; }
static inline int pte_write(pte_t pte)		{ return (pte_val(pte) & _PAGE_RW) != 0; }
static inline bool pte_dirty(pte_t pte)		{ return (pte_val(pte) & _PAGE_DIRTY) != 0; }
static inline int pte_young(pte_t pte)		{ return (pte_val(pte) & _PAGE_ACCESSED) != 0; }
static inline int pte_exec(pte_t pte)		{ return !(pte_val(pte) & _PAGE_NX); }
static inline int pte_special(pte_t pte)	{ return (pte_val(pte) & _PAGE_SPECIAL) != 0; }
static inline int pte_global(pte_t pte)		{ return (pte_val(pte) & _PAGE_GLOBAL) != 0; }
static inline int pte_huge(pte_t pte)		{ return (pte_val(pte) & _PAGE_PSE) != 0; }
static inline bool pte_user(pte_t pte)		{ return (pte_val(pte) & _PAGE_USER) != 0; }
/* Write-protected because the page must be copied before this mapping may write it. */
static inline bool pte_cow(pte_t pte)		{ return (pte_val(pte) & _PAGE_COW) != 0; }
static inline int pte_protnone(pte_t pte)
{
	return (pte_val(pte) & (_PAGE_PRESENT | _PAGE_PROTNONE)) == _PAGE_PROTNONE;
}
#define pte_protnone pte_protnone

static inline bool pte_accessible(struct mm_struct *mm, pte_t pte)
{
	return (pte_val(pte) & (_PAGE_PRESENT | _PAGE_PROTNONE)) != 0;
}
#define pte_accessible pte_accessible

static inline unsigned long pte_pfn(pte_t pte)	{ return (pte_val(pte) & PTE_PFN_MASK) >> PAGE_SHIFT; }
#define pte_page(pte)		pfn_to_page(pte_pfn(pte))
static inline pgprot_t pte_pgprot(pte_t pte)	{ return __pgprot(pte_val(pte) & PTE_FLAGS_MASK); }
#define pte_pgprot pte_pgprot
static inline int pte_same(pte_t a, pte_t b)	{ return pte_val(a) == pte_val(b); }
#define pte_same pte_same

/* Right of way for user accesses as such: get_user_pages_fast() asks before it takes the page. */
static inline bool pte_access_permitted(pte_t pte, bool write)
{
	pteval_t need = _PAGE_PRESENT | _PAGE_USER | (write ? _PAGE_RW : 0);

	return (pte_val(pte) & need) == need;
}
#define pte_access_permitted pte_access_permitted

static inline int pmd_none(pmd_t pmd)		{ return !pmd_val(pmd); }

static inline int pmd_present(pmd_t pmd)
{
	return (pmd_val(pmd) & (_PAGE_PRESENT | _PAGE_PROTNONE | _PAGE_PSE)) != 0;
}

static inline bool pmd_leaf(pmd_t pmd)		{ return (pmd_val(pmd) & _PAGE_PSE) != 0; }
#define pmd_leaf pmd_leaf

static inline int pmd_bad(pmd_t pmd)
{
	return (pmd_val(pmd) & ~(PTE_PFN_MASK | _PAGE_USER |
		_PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_RW)) != _PAGE_PRESENT;
}

static inline int pmd_write(pmd_t pmd)		{ return (pmd_val(pmd) & _PAGE_RW) != 0; }
#define pmd_write pmd_write
static inline bool pmd_dirty(pmd_t pmd)		{ return (pmd_val(pmd) & _PAGE_DIRTY) != 0; }
static inline int pmd_young(pmd_t pmd)		{ return (pmd_val(pmd) & _PAGE_ACCESSED) != 0; }
static inline bool pmd_cow(pmd_t pmd)		{ return (pmd_val(pmd) & _PAGE_COW) != 0; }

static inline int pmd_protnone(pmd_t pmd)
{
	return (pmd_val(pmd) & (_PAGE_PRESENT | _PAGE_PROTNONE)) == _PAGE_PROTNONE;
}

#define pmd_protnone pmd_protnone
static inline int pmd_same(pmd_t a, pmd_t b)	{ return pmd_val(a) == pmd_val(b); }
#define pmd_same pmd_same
static inline unsigned long pmd_pfn(pmd_t pmd)
{
	return (pmd_val(pmd) & (pmd_leaf(pmd) ? PHYSICAL_PMD_PAGE_MASK : PHYSICAL_PAGE_MASK)) >> PAGE_SHIFT;
}
#define pmd_page(pmd)		pfn_to_page(pmd_pfn(pmd))
static inline unsigned long pmd_page_vaddr(pmd_t pmd) { return (unsigned long)__va(pmd_val(pmd) & PTE_PFN_MASK); }
#define pmd_page_vaddr pmd_page_vaddr

static inline int pud_none(pud_t pud)		{ return !pud_val(pud); }
static inline int pud_present(pud_t pud)	{ return (pud_val(pud) & _PAGE_PRESENT) != 0; }

static inline bool pud_leaf(pud_t pud)
{
	return (pud_val(pud) & (_PAGE_PSE | _PAGE_PRESENT)) == (_PAGE_PSE | _PAGE_PRESENT);
}

#define pud_leaf pud_leaf
static inline int pud_bad(pud_t pud)		{ return (pud_val(pud) & ~(PTE_PFN_MASK | _PAGE_TABLE)) != 0; }
static inline int pud_write(pud_t pud)		{ return (pud_val(pud) & _PAGE_RW) != 0; }
#define pud_write pud_write
static inline unsigned long pud_pfn(pud_t pud)
{
	return (pud_val(pud) & (pud_leaf(pud) ? PHYSICAL_PUD_PAGE_MASK : PHYSICAL_PAGE_MASK)) >> PAGE_SHIFT;
}
#define pud_page(pud)		pfn_to_page(pud_pfn(pud))
static inline pmd_t *pud_pgtable(pud_t pud)	{ return (pmd_t *)__va(pud_val(pud) & PTE_PFN_MASK); }
#define pud_pgtable pud_pgtable

static inline int p4d_none(p4d_t p4d)		{ return !p4d_val(p4d); }
static inline int p4d_present(p4d_t p4d)	{ return (p4d_val(p4d) & _PAGE_PRESENT) != 0; }
static inline bool p4d_leaf(p4d_t p4d)		{ return false; }
#define p4d_leaf p4d_leaf

static inline int p4d_bad(p4d_t p4d)
{
	return (p4d_val(p4d) & ~(PTE_PFN_MASK | _PAGE_TABLE | _PAGE_NX)) != 0;
}

static inline pud_t *p4d_pgtable(p4d_t p4d)	{ return (pud_t *)__va(p4d_val(p4d) & PTE_PFN_MASK); }
#define p4d_pgtable p4d_pgtable
#define p4d_page(p4d)		pfn_to_page((p4d_val(p4d) & PTE_PFN_MASK) >> PAGE_SHIFT)
#define pgd_page(pgd)		pfn_to_page((pgd_val(pgd) & PTE_PFN_MASK) >> PAGE_SHIFT)

/* ---- making ---- */

static inline pte_t pte_set_flags(pte_t pte, pteval_t set)	{ return __pte(pte_val(pte) | set); }
static inline pte_t pte_clear_flags(pte_t pte, pteval_t clear)	{ return __pte(pte_val(pte) & ~clear); }

static inline pte_t pte_mkold(pte_t pte)	{ return pte_clear_flags(pte, _PAGE_ACCESSED); }
static inline pte_t pte_mkyoung(pte_t pte)	{ return pte_set_flags(pte, _PAGE_ACCESSED); }
static inline pte_t pte_mkclean(pte_t pte)	{ return pte_clear_flags(pte, _PAGE_DIRTY); }
static inline pte_t pte_mkdirty(pte_t pte)	{ return pte_set_flags(pte, _PAGE_DIRTY); }
static inline pte_t pte_wrprotect(pte_t pte)	{ return pte_clear_flags(pte, _PAGE_RW); }
static inline pte_t pte_mkexec(pte_t pte)	{ return pte_clear_flags(pte, _PAGE_NX); }
static inline pte_t pte_mkspecial(pte_t pte)	{ return pte_set_flags(pte, _PAGE_SPECIAL); }
static inline pte_t pte_mkcow(pte_t pte)	{ return pte_set_flags(pte, _PAGE_COW); }
static inline pte_t pte_clear_cow(pte_t pte)	{ return pte_clear_flags(pte, _PAGE_COW); }
#define pte_mkcow pte_mkcow
#define pte_clear_cow pte_clear_cow
#define pte_cow pte_cow
static inline pte_t pte_mkwrite_novma(pte_t pte)
{
	return __pte((pte_val(pte) | _PAGE_RW) & ~_PAGE_COW);
}
static inline pte_t pte_mkwrite(pte_t pte, struct vm_area_struct *vma)
{
	return pte_mkwrite_novma(pte);
}
#define pte_mkwrite pte_mkwrite

static inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((pfn << PAGE_SHIFT) | (pgprot_val(prot) & __supported_pte_mask));
}
#define mk_pte(page, pgprot)	pfn_pte(page_to_pfn(page), (pgprot))

static inline pte_t pte_modify(pte_t pte, pgprot_t newprot)
{
	return __pte((pte_val(pte) & _PAGE_CHG_MASK) |
		     (pgprot_val(newprot) & ~_PAGE_CHG_MASK & __supported_pte_mask));
}

static inline pgprot_t pgprot_modify(pgprot_t oldprot, pgprot_t newprot)
{
	return __pgprot((pgprot_val(oldprot) & _PAGE_CHG_MASK) | (pgprot_val(newprot) & ~_PAGE_CHG_MASK));
}
#define pgprot_modify pgprot_modify

static inline pte_t pte_advance_pfn(pte_t pte, unsigned long nr)
{
	return __pte(pte_val(pte) + (nr << PFN_PTE_SHIFT));
}
#define pte_advance_pfn pte_advance_pfn
#define pte_next_pfn(pte)	pte_advance_pfn(pte, 1)

static inline pte_t pte_swp_mkexclusive(pte_t pte)	{ return pte_set_flags(pte, _PAGE_SWP_EXCLUSIVE); }
static inline int pte_swp_exclusive(pte_t pte)		{ return (pte_val(pte) & _PAGE_SWP_EXCLUSIVE) != 0; }
static inline pte_t pte_swp_clear_exclusive(pte_t pte)	{ return pte_clear_flags(pte, _PAGE_SWP_EXCLUSIVE); }
#define pte_swp_mkexclusive pte_swp_mkexclusive
#define pte_swp_exclusive pte_swp_exclusive
#define pte_swp_clear_exclusive pte_swp_clear_exclusive

static inline pmd_t pmd_set_flags(pmd_t pmd, pmdval_t set)	{ return __pmd(pmd_val(pmd) | set); }
static inline pmd_t pmd_clear_flags(pmd_t pmd, pmdval_t clear)	{ return __pmd(pmd_val(pmd) & ~clear); }
static inline pmd_t pmd_mkold(pmd_t pmd)	{ return pmd_clear_flags(pmd, _PAGE_ACCESSED); }
static inline pmd_t pmd_mkyoung(pmd_t pmd)	{ return pmd_set_flags(pmd, _PAGE_ACCESSED); }
static inline pmd_t pmd_mkclean(pmd_t pmd)	{ return pmd_clear_flags(pmd, _PAGE_DIRTY); }
static inline pmd_t pmd_mkdirty(pmd_t pmd)	{ return pmd_set_flags(pmd, _PAGE_DIRTY); }
static inline pmd_t pmd_wrprotect(pmd_t pmd)	{ return pmd_clear_flags(pmd, _PAGE_RW); }
static inline pmd_t pmd_mkhuge(pmd_t pmd)	{ return pmd_set_flags(pmd, _PAGE_PSE); }
static inline pmd_t pmd_mkcow(pmd_t pmd)	{ return pmd_set_flags(pmd, _PAGE_COW); }
static inline pmd_t pmd_mkwrite_novma(pmd_t pmd) { return __pmd((pmd_val(pmd) | _PAGE_RW) & ~_PAGE_COW); }
static inline pmd_t pmd_mkwrite(pmd_t pmd, struct vm_area_struct *vma) { return pmd_mkwrite_novma(pmd); }
#define pmd_mkwrite pmd_mkwrite
static inline pmd_t pmd_mkinvalid(pmd_t pmd)	{ return pmd_clear_flags(pmd, _PAGE_PRESENT); }
static inline pmd_t pfn_pmd(unsigned long pfn, pgprot_t prot)
{
	return __pmd((pfn << PAGE_SHIFT) | (pgprot_val(prot) & __supported_pte_mask));
}
#define mk_pmd(page, pgprot)	pfn_pmd(page_to_pfn(page), (pgprot))
static inline pmd_t pmd_modify(pmd_t pmd, pgprot_t newprot)
{
	return __pmd((pmd_val(pmd) & (_PAGE_CHG_MASK | _PAGE_PSE)) |
		     (pgprot_val(newprot) & ~(_PAGE_CHG_MASK | _PAGE_PSE) & __supported_pte_mask));
}
static inline pgprot_t pmd_pgprot(pmd_t pmd)	{ return __pgprot(pmd_val(pmd) & ~PHYSICAL_PMD_PAGE_MASK); }
#define pmd_pgprot pmd_pgprot

static inline pud_t pfn_pud(unsigned long pfn, pgprot_t prot)
{
	return __pud((pfn << PAGE_SHIFT) | (pgprot_val(prot) & __supported_pte_mask));
}
static inline pud_t pud_mkhuge(pud_t pud)	{ return __pud(pud_val(pud) | _PAGE_PSE); }

/* ---- writing ---- */

static __always_inline void set_pte(pte_t *ptep, pte_t pte)	{ *(volatile pteval_t *)&ptep->pte = pte_val(pte); }
static __always_inline void set_pmd(pmd_t *pmdp, pmd_t pmd)	{ *(volatile pmdval_t *)&pmdp->pmd = pmd_val(pmd); }
static __always_inline void set_pud(pud_t *pudp, pud_t pud)	{ *(volatile pudval_t *)&pudp->pud = pud_val(pud); }
static __always_inline void set_p4d(p4d_t *p4dp, p4d_t p4d)	{ *(volatile pgdval_t *)&p4dp->pgd.pgd = p4d_val(p4d); }
static __always_inline void pmd_clear(pmd_t *pmdp)		{ set_pmd(pmdp, __pmd(0)); }
static __always_inline void pud_clear(pud_t *pudp)		{ set_pud(pudp, __pud(0)); }
static __always_inline void p4d_clear(p4d_t *p4dp)		{ set_p4d(p4dp, __p4d(0)); }

/* Maps @nr frames that follow one another; only present entries may come in runs. */
static __always_inline void set_ptes(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
				     pte_t pte, unsigned int nr)
{
	for (;;) {
		set_pte(ptep, pte);
		if (--nr == 0)
			break;
		ptep++;
		pte = pte_advance_pfn(pte, 1);
	}
}
#define set_ptes set_ptes
#define set_pte_at(mm, addr, ptep, pte)	set_ptes(mm, addr, ptep, pte, 1)
#define set_pmd_at(mm, addr, pmdp, pmd)	set_pmd(pmdp, pmd)
#define set_pud_at(mm, addr, pudp, pud)	set_pud(pudp, pud)

static __always_inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	return __pte(xchg(&ptep->pte, 0));
}
#define ptep_get_and_clear ptep_get_and_clear
#define __HAVE_ARCH_PTEP_GET_AND_CLEAR

/* @full: the address space is dying and no CPU walks it, so that no accessed bit can be lost. */
static __always_inline pte_t ptep_get_and_clear_full(struct mm_struct *mm, unsigned long addr,
						     pte_t *ptep, int full)
{
	pte_t pte;

	if (!full)
		return ptep_get_and_clear(mm, addr, ptep);
	pte = *ptep;
	set_pte(ptep, __pte(0));
	return pte;
}
#define ptep_get_and_clear_full ptep_get_and_clear_full
#define __HAVE_ARCH_PTEP_GET_AND_CLEAR_FULL

static __always_inline void ptep_set_wrprotect(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	clear_bit(_PAGE_BIT_RW, (unsigned long *)&ptep->pte);
}
#define ptep_set_wrprotect ptep_set_wrprotect
#define __HAVE_ARCH_PTEP_SET_WRPROTECT

static inline int ptep_test_and_clear_young(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep)
{
	return pte_young(*ptep) && test_and_clear_bit(_PAGE_BIT_ACCESSED, (unsigned long *)&ptep->pte);
}
#define ptep_test_and_clear_young ptep_test_and_clear_young
#define __HAVE_ARCH_PTEP_TEST_AND_CLEAR_YOUNG

/* A stale accessed bit in a TLB only makes the page look idle for longer: no flush. */
#define ptep_clear_flush_young ptep_test_and_clear_young
#define __HAVE_ARCH_PTEP_CLEAR_YOUNG_FLUSH

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
#define __HAVE_ARCH_PTEP_SET_ACCESS_FLAGS

static inline pmd_t pmdp_huge_get_and_clear(struct mm_struct *mm, unsigned long addr, pmd_t *pmdp)
{
	return __pmd(xchg(&pmdp->pmd, 0));
}
#define pmdp_huge_get_and_clear pmdp_huge_get_and_clear

static inline pmd_t pmdp_establish(struct vm_area_struct *vma, unsigned long addr, pmd_t *pmdp, pmd_t pmd)
{
	return __pmd(xchg(&pmdp->pmd, pmd_val(pmd)));
}
#define pmdp_establish pmdp_establish

/* The CPU loads the TLB by itself. */
static inline void update_mmu_cache_range(struct vm_fault *vmf, struct vm_area_struct *vma,
					  unsigned long addr, pte_t *ptep, unsigned int nr)
{
}
#define update_mmu_cache_range update_mmu_cache_range
#define update_mmu_cache(vma, addr, ptep)		do { } while (0)
#define update_mmu_cache_pmd(vma, addr, pmd)		do { } while (0)
#define flush_tlb_fix_spurious_fault(vma, addr, ptep)	do { } while (0)
#define update_mmu_tlb(vma, addr, ptep)			do { } while (0)
#define update_mmu_tlb_range(vma, addr, ptep, nr)	do { } while (0)

static inline bool arch_has_hw_pte_young(void)		{ return true; }
#define arch_has_hw_pte_young arch_has_hw_pte_young

extern void paging_init(void);
extern pte_t *lookup_address(unsigned long address, unsigned int *level);

enum pg_level { PG_LEVEL_NONE, PG_LEVEL_4K, PG_LEVEL_2M, PG_LEVEL_1G, PG_LEVEL_512G, PG_LEVEL_NUM };

extern void update_page_count(int level, unsigned long pages);

#define kern_addr_valid(addr)	(1)

#endif /* __ASSEMBLY__ */
#endif
