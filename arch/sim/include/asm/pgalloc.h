/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/pgalloc.h - hanging one page table below another.
 *
 * A user table's entry allows everything; the rights stand in the leaves. A process's top level has
 * no kernel half: the software MMU never looks one up.
 */
#ifndef _ASM_SIM_PGALLOC_H
#define _ASM_SIM_PGALLOC_H

#include <linux/mm.h>
#include <linux/pgtable.h>
#include <asm-generic/pgalloc.h>

extern pgd_t *pgd_alloc(struct mm_struct *mm);
extern void pgd_free(struct mm_struct *mm, pgd_t *pgd);

static inline void pmd_populate_kernel(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	set_pmd(pmd, __pmd(__pa(pte) | _KERNPG_TABLE));
}

static inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pgtable_t pte)
{
	set_pmd(pmd, __pmd((page_to_pfn(pte) << PAGE_SHIFT) | _PAGE_TABLE));
}

static inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	set_pud(pud, __pud(__pa(pmd) | _PAGE_TABLE));
}

static inline void p4d_populate(struct mm_struct *mm, p4d_t *p4d, pud_t *pud)
{
	set_p4d(p4d, __p4d(__pa(pud) | _PAGE_TABLE));
}

#define pmd_pgtable(pmd)	pmd_page(pmd)

#endif
