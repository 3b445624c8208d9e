/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pgtable.h - page tables: walking down, locking and extending them.
 *
 * Five levels, of which an architecture may fold some: pgd -> p4d -> pud -> pmd -> pte. No generic
 * code knows how many are real. Values and the stores that hardware sees are the architecture's
 * (<asm/pgtable.h>, contracts in <asm-generic/pgtable.h>).
 *
 * Locks: the entries of a PTE table are guarded by the spinlock in that table's own struct ptdesc
 * (pte_lockptr()), those of a PMD table likewise (pmd_lockptr()); entries above by
 * mm->page_table_lock. Nothing here assumes that a table belongs to one mm: tables are counted
 * (ptdesc->pt_share_count), and it is the table that has the lock.
 *
 * A table under a live mm goes away only through mmu_gather (mm/mmu_gather.c), which waits out
 * whoever walks without a lock with interrupts or preemption off.
 */
#ifndef _LINUX_PGTABLE_H
#define _LINUX_PGTABLE_H

#include <linux/mm_types.h>
#include <linux/spinlock.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <asm/pgtable.h>
#include <asm-generic/pgtable.h>

#ifndef __ASSEMBLY__

extern struct mm_struct init_mm;

/* ---- the walk ----------------------------------------------------------------------------- */

#ifndef pgd_index
#define pgd_index(addr)		(((addr) >> PGDIR_SHIFT) & (PTRS_PER_PGD - 1))
#endif
#ifndef pud_index
#define pud_index(addr)		(((addr) >> PUD_SHIFT) & (PTRS_PER_PUD - 1))
#endif
#ifndef pmd_index
#define pmd_index(addr)		(((addr) >> PMD_SHIFT) & (PTRS_PER_PMD - 1))
#endif
#ifndef pte_index
#define pte_index(addr)		(((addr) >> PAGE_SHIFT) & (PTRS_PER_PTE - 1))
#endif

#ifndef pgd_offset_pgd
#define pgd_offset_pgd(pgd, addr)	((pgd) + pgd_index(addr))
#endif
#ifndef pgd_offset
#define pgd_offset(mm, addr)		pgd_offset_pgd((mm)->pgd, addr)
#endif
#ifndef pgd_offset_k
#define pgd_offset_k(addr)		pgd_offset(&init_mm, addr)
#endif

#ifndef pud_offset
static inline pud_t *pud_offset(p4d_t *p4d, unsigned long addr)
{
	return p4d_pgtable(p4dp_get(p4d)) + pud_index(addr);
}
#endif

#ifndef pmd_offset
static inline pmd_t *pmd_offset(pud_t *pud, unsigned long addr)
{
	return pud_pgtable(pudp_get(pud)) + pmd_index(addr);
}
#endif

#ifndef pte_offset_kernel
static inline pte_t *pte_offset_kernel(pmd_t *pmd, unsigned long addr)
{
	return (pte_t *)pmd_page_vaddr(pmdp_get(pmd)) + pte_index(addr);
}
#endif

/*
 * The _lockless forms take the entry's value as read once, for walkers without a lock.
 */
#ifndef p4d_offset_lockless
#define p4d_offset_lockless(pgdp, pgd, addr)	p4d_offset(&(pgd), addr)
#endif
#ifndef pud_offset_lockless
#define pud_offset_lockless(p4dp, p4d, addr)	pud_offset(&(p4d), addr)
#endif
#ifndef pmd_offset_lockless
#define pmd_offset_lockless(pudp, pud, addr)	pmd_offset(&(pud), addr)
#endif

/* The pmd entry of an address whose upper levels are known to be there. */
static inline pmd_t *pmd_off(struct mm_struct *mm, unsigned long addr)
{
	return pmd_offset(pud_offset(p4d_offset(pgd_offset(mm, addr), addr), addr), addr);
}

static inline pmd_t *pmd_off_k(unsigned long addr)
{
	return pmd_off(&init_mm, addr);
}

static inline pte_t *virt_to_kpte(unsigned long addr)
{
	pmd_t *pmd = pmd_off_k(addr);

	return pmd_none(*pmd) ? NULL : pte_offset_kernel(pmd, addr);
}

/* An entry that is neither none nor a table: say so once and treat it as none. */
void pgd_clear_bad(pgd_t *pgd);
void p4d_clear_bad(p4d_t *p4d);
void pud_clear_bad(pud_t *pud);
void pmd_clear_bad(pmd_t *pmd);

static inline int pgd_none_or_clear_bad(pgd_t *pgd)
{
	if (pgd_none(*pgd))
		return 1;
	if (unlikely(pgd_bad(*pgd))) {
		pgd_clear_bad(pgd);
		return 1;
	}
	return 0;
}

static inline int p4d_none_or_clear_bad(p4d_t *p4d)
{
	if (p4d_none(*p4d))
		return 1;
	if (unlikely(p4d_bad(*p4d))) {
		p4d_clear_bad(p4d);
		return 1;
	}
	return 0;
}

static inline int pud_none_or_clear_bad(pud_t *pud)
{
	if (pud_none(*pud))
		return 1;
	if (unlikely(pud_bad(*pud))) {
		pud_clear_bad(pud);
		return 1;
	}
	return 0;
}

static inline int pmd_none_or_clear_bad(pmd_t *pmd)
{
	if (pmd_none(*pmd))
		return 1;
	if (unlikely(pmd_bad(*pmd))) {
		pmd_clear_bad(pmd);
		return 1;
	}
	return 0;
}

/* ---- locks -------------------------------------------------------------------------------- */

static inline spinlock_t *ptlock_ptr(struct ptdesc *ptdesc)
{
	return &ptdesc->ptl;
}

/**
 * pte_lockptr() - the lock of the PTE table that @pmd points to
 *
 * @pmd must be stable: the caller holds a lock that keeps the table there, or checks after
 * locking that the entry still names it (pte_offset_map_lock() does).
 */
static inline spinlock_t *pte_lockptr(struct mm_struct *mm, pmd_t *pmd)
{
	return ptlock_ptr(page_ptdesc(pmd_page(*pmd)));
}

static inline struct ptdesc *pmd_ptdesc(pmd_t *pmd)
{
	unsigned long mask = ~(PTRS_PER_PMD * sizeof(pmd_t) - 1);

	return page_ptdesc(virt_to_page((void *)((unsigned long)pmd & mask)));
}

/**
 * pmd_lockptr() - the lock that guards the entry @pmd itself
 */
static inline spinlock_t *pmd_lockptr(struct mm_struct *mm, pmd_t *pmd)
{
	return ptlock_ptr(pmd_ptdesc(pmd));
}

static inline spinlock_t *pmd_lock(struct mm_struct *mm, pmd_t *pmd)
{
	spinlock_t *ptl = pmd_lockptr(mm, pmd);

	spin_lock(ptl);
	return ptl;
}

static inline spinlock_t *pud_lockptr(struct mm_struct *mm, pud_t *pud)
{
	return &mm->page_table_lock;
}

static inline spinlock_t *pud_lock(struct mm_struct *mm, pud_t *pud)
{
	spinlock_t *ptl = pud_lockptr(mm, pud);

	spin_lock(ptl);
	return ptl;
}

/**
 * pte_offset_map_lock() - find and lock the entry of @addr
 * @ptlp: where to store the lock, for pte_unmap_unlock()
 *
 * Return: the entry, or NULL where there is no PTE table (none, a huge page, or it changed while
 * we waited); then nothing is locked and the caller starts over or skips the range.
 */
static inline pte_t *pte_offset_map_lock(struct mm_struct *mm, pmd_t *pmd, unsigned long addr,
					 spinlock_t **ptlp)
{
	pmd_t pmdval = pmdp_get_lockless(pmd);
	spinlock_t *ptl;

	if (unlikely(pmd_none(pmdval) || pmd_leaf(pmdval) || !pmd_present(pmdval)))
		return NULL;
	ptl = ptlock_ptr(page_ptdesc(pmd_page(pmdval)));
	spin_lock(ptl);
	if (unlikely(!pmd_same(pmdval, pmdp_get_lockless(pmd)))) {
		spin_unlock(ptl);
		return NULL;
	}
	*ptlp = ptl;
	return (pte_t *)pmd_page_vaddr(pmdval) + pte_index(addr);
}

/**
 * pte_offset_map() - find the entry of @addr without locking it
 *
 * What is read there must be checked again under the lock before it is acted on. The caller
 * keeps the table from being freed: by mmap_lock, a VMA's lock, the rmap lock, or RCU.
 *
 * Return: the entry, or NULL where there is no PTE table.
 */
static inline pte_t *pte_offset_map(pmd_t *pmd, unsigned long addr)
{
	pmd_t pmdval = pmdp_get_lockless(pmd);

	if (unlikely(pmd_none(pmdval) || pmd_leaf(pmdval) || !pmd_present(pmdval)))
		return NULL;
	return (pte_t *)pmd_page_vaddr(pmdval) + pte_index(addr);
}

/**
 * pte_offset_map_nolock() - as pte_offset_map(), and say which lock would guard the entry
 */
static inline pte_t *pte_offset_map_nolock(struct mm_struct *mm, pmd_t *pmd, unsigned long addr,
					   spinlock_t **ptlp)
{
	pmd_t pmdval = pmdp_get_lockless(pmd);

	if (unlikely(pmd_none(pmdval) || pmd_leaf(pmdval) || !pmd_present(pmdval)))
		return NULL;
	*ptlp = ptlock_ptr(page_ptdesc(pmd_page(pmdval)));
	return (pte_t *)pmd_page_vaddr(pmdval) + pte_index(addr);
}

#define pte_unmap(pte)			((void)(pte))
#define pte_unmap_unlock(pte, ptl)	do { (void)(pte); spin_unlock(ptl); } while (0)

/* ---- extending (mm/pgtable_alloc.c) ------------------------------------------------------- */

int __p4d_alloc(struct mm_struct *mm, pgd_t *pgd, unsigned long addr);
int __pud_alloc(struct mm_struct *mm, p4d_t *p4d, unsigned long addr);
int __pmd_alloc(struct mm_struct *mm, pud_t *pud, unsigned long addr);
int __pte_alloc(struct mm_struct *mm, pmd_t *pmd);
int __pte_alloc_kernel(pmd_t *pmd);

/*
 * X_alloc(): the entry of @addr one level down, with a table made where there was none. Racing
 * callers agree on one table. NULL: out of memory. May sleep where GFP_KERNEL may.
 */
static inline p4d_t *p4d_alloc(struct mm_struct *mm, pgd_t *pgd, unsigned long addr)
{
	return unlikely(pgd_none(pgdp_get(pgd))) && __p4d_alloc(mm, pgd, addr) ?
		NULL : p4d_offset(pgd, addr);
}

static inline pud_t *pud_alloc(struct mm_struct *mm, p4d_t *p4d, unsigned long addr)
{
	return unlikely(p4d_none(p4dp_get(p4d))) && __pud_alloc(mm, p4d, addr) ?
		NULL : pud_offset(p4d, addr);
}

static inline pmd_t *pmd_alloc(struct mm_struct *mm, pud_t *pud, unsigned long addr)
{
	return unlikely(pud_none(pudp_get(pud))) && __pmd_alloc(mm, pud, addr) ?
		NULL : pmd_offset(pud, addr);
}

/* Nonzero: out of memory. */
#define pte_alloc(mm, pmd)	(unlikely(pmd_none(pmdp_get(pmd))) && __pte_alloc(mm, pmd))

#define pte_alloc_map(mm, pmd, addr)						\
	(pte_alloc(mm, pmd) ? NULL : pte_offset_map(pmd, addr))

#define pte_alloc_map_lock(mm, pmd, addr, ptlp)					\
	(pte_alloc(mm, pmd) ? NULL : pte_offset_map_lock(mm, pmd, addr, ptlp))

#define pte_alloc_kernel(pmd, addr)						\
	((unlikely(pmd_none(pmdp_get(pmd))) && __pte_alloc_kernel(pmd)) ?		\
		NULL : pte_offset_kernel(pmd, addr))

static inline pgtbl_mod_mask __pgtable_mod(bool made, pgtbl_mod_mask bit)
{
	return made ? bit : 0;
}

/* The _track forms also note in *@mod_mask which levels they changed. */
#define p4d_alloc_track(mm, pgd, addr, mod_mask)				\
	({ *(mod_mask) |= __pgtable_mod(pgd_none(pgdp_get(pgd)), PGTBL_PGD_MODIFIED);	\
	   p4d_alloc(mm, pgd, addr); })
#define pud_alloc_track(mm, p4d, addr, mod_mask)				\
	({ *(mod_mask) |= __pgtable_mod(p4d_none(p4dp_get(p4d)), PGTBL_P4D_MODIFIED);	\
	   pud_alloc(mm, p4d, addr); })
#define pmd_alloc_track(mm, pud, addr, mod_mask)				\
	({ *(mod_mask) |= __pgtable_mod(pud_none(pudp_get(pud)), PGTBL_PUD_MODIFIED);	\
	   pmd_alloc(mm, pud, addr); })
#define pte_alloc_kernel_track(pmd, addr, mod_mask)				\
	({ *(mod_mask) |= __pgtable_mod(pmd_none(pmdp_get(pmd)), PGTBL_PMD_MODIFIED);	\
	   pte_alloc_kernel(pmd, addr); })

/* How many bytes of page tables an mm has; see mm_pgtables_bytes() in <linux/mm.h>. */
static inline void mm_inc_nr_ptes(struct mm_struct *mm)
{
	atomic_long_add(PTRS_PER_PTE * sizeof(pte_t), &mm->pgtables_bytes);
}

static inline void mm_dec_nr_ptes(struct mm_struct *mm)
{
	atomic_long_sub(PTRS_PER_PTE * sizeof(pte_t), &mm->pgtables_bytes);
}

static inline void mm_inc_nr_pmds(struct mm_struct *mm)
{
	if (!mm_pmd_folded(mm))
		atomic_long_add(PTRS_PER_PMD * sizeof(pmd_t), &mm->pgtables_bytes);
}

static inline void mm_dec_nr_pmds(struct mm_struct *mm)
{
	if (!mm_pmd_folded(mm))
		atomic_long_sub(PTRS_PER_PMD * sizeof(pmd_t), &mm->pgtables_bytes);
}

static inline void mm_inc_nr_puds(struct mm_struct *mm)
{
	if (!mm_pud_folded(mm))
		atomic_long_add(PTRS_PER_PUD * sizeof(pud_t), &mm->pgtables_bytes);
}

static inline void mm_dec_nr_puds(struct mm_struct *mm)
{
	if (!mm_pud_folded(mm))
		atomic_long_sub(PTRS_PER_PUD * sizeof(pud_t), &mm->pgtables_bytes);
}

/* ---- entries of a VMA (mm/pgtable-generic.c) ---------------------------------------------- */

/**
 * ptep_set_access_flags() - raise accessed, dirty or write in a present entry
 * @entry: the value wanted; it maps the same page and permits no less
 * @dirty: the fault was a write
 *
 * Return: 1 where the entry changed.
 */
#ifndef ptep_set_access_flags
int ptep_set_access_flags(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep,
			  pte_t entry, int dirty);
#endif

/**
 * ptep_clear_flush() - clear a present entry and make every CPU forget it
 */
pte_t ptep_clear_flush(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep);

/**
 * ptep_clear_flush_young() - clear the accessed bit; say whether it was set
 *
 * On machines where a stale accessed bit in the TLB only makes a page look older than it is,
 * this does without the flush.
 */
#ifndef ptep_clear_flush_young
int ptep_clear_flush_young(struct vm_area_struct *vma, unsigned long addr, pte_t *ptep);
#endif

/* ---- the page of zeroes ------------------------------------------------------------------- */

/*
 * Private mappings read untouched memory through one shared page of zeroes. It is mapped as a special
 * entry (pte_special()): it has no rmap, is on no LRU and is not counted.
 */
#ifndef ZERO_PAGE
extern unsigned long empty_zero_page[PAGE_SIZE / sizeof(unsigned long)];
#define ZERO_PAGE(vaddr)	((void)(vaddr), pfn_to_page(zero_pfn))
#endif

extern unsigned long zero_pfn;

static inline bool is_zero_pfn(unsigned long pfn)
{
	return pfn == zero_pfn;
}

static inline unsigned long my_zero_pfn(unsigned long addr)
{
	return zero_pfn;
}

#endif /* !__ASSEMBLY__ */
#endif /* _LINUX_PGTABLE_H */
