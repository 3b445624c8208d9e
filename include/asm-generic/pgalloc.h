/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pgalloc.h - getting and giving back pages that hold page tables.
 *
 * An architecture's <asm/pgalloc.h> includes this and adds pgd_alloc(mm), pgd_free(mm, pgd) and the
 * X_populate() family.
 */
#ifndef _ASM_GENERIC_PGALLOC_H
#define _ASM_GENERIC_PGALLOC_H

#include <linux/mm.h>

/* mm/pgtable_alloc.c */
struct ptdesc *pagetable_alloc(void);
void pagetable_free(struct ptdesc *ptdesc);

static inline struct ptdesc *virt_to_ptdesc(const void *table)
{
	return page_ptdesc(virt_to_page(table));
}

static inline void *ptdesc_address(const struct ptdesc *ptdesc)
{
	return page_address((const struct page *)ptdesc);
}

static inline void *__pagetable_alloc_address(void)
{
	struct ptdesc *ptdesc = pagetable_alloc();

	return ptdesc ? ptdesc_address(ptdesc) : NULL;
}

/**
 * pte_alloc_one() - a PTE table: zeroed, with one owner and its lock ready
 *
 * Return: NULL for want of memory. The same holds for the other levels.
 */
static inline pgtable_t pte_alloc_one(struct mm_struct *mm)
{
	return (pgtable_t)pagetable_alloc();
}

static inline void pte_free(struct mm_struct *mm, pgtable_t pte)
{
	pagetable_free(page_ptdesc(pte));
}

static inline pte_t *pte_alloc_one_kernel(struct mm_struct *mm)
{
	return __pagetable_alloc_address();
}

static inline void pte_free_kernel(struct mm_struct *mm, pte_t *pte)
{
	pagetable_free(virt_to_ptdesc(pte));
}

static inline pmd_t *pmd_alloc_one(struct mm_struct *mm, unsigned long addr)
{
	return __pagetable_alloc_address();
}

static inline void pmd_free(struct mm_struct *mm, pmd_t *pmd)
{
	pagetable_free(virt_to_ptdesc(pmd));
}

static inline pud_t *pud_alloc_one(struct mm_struct *mm, unsigned long addr)
{
	return __pagetable_alloc_address();
}

static inline void pud_free(struct mm_struct *mm, pud_t *pud)
{
	pagetable_free(virt_to_ptdesc(pud));
}

#ifndef p4d_alloc_one
static inline p4d_t *p4d_alloc_one(struct mm_struct *mm, unsigned long addr)
{
	return __pagetable_alloc_address();
}
#endif

#ifndef p4d_free
static inline void p4d_free(struct mm_struct *mm, p4d_t *p4d)
{
	pagetable_free(virt_to_ptdesc(p4d));
}
#endif

#endif /* _ASM_GENERIC_PGALLOC_H */
