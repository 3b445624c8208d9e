/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * huge_mm.h - mappings by PMD of user memory.
 *
 * CONFIG_TRANSPARENT_HUGEPAGE is what makes them; without it the questions asked here are answered
 * no at compile time.
 */
#ifndef _LINUX_HUGE_MM_H
#define _LINUX_HUGE_MM_H

#include <linux/mm_types.h>

#define HPAGE_PMD_SHIFT		PMD_SHIFT
#define HPAGE_PMD_SIZE		((1UL) << HPAGE_PMD_SHIFT)
#define HPAGE_PMD_MASK		(~(HPAGE_PMD_SIZE - 1))
#define HPAGE_PMD_ORDER		(HPAGE_PMD_SHIFT - PAGE_SHIFT)
#define HPAGE_PMD_NR		(1 << HPAGE_PMD_ORDER)

#ifndef CONFIG_TRANSPARENT_HUGEPAGE

static inline bool transparent_hugepage_active(struct vm_area_struct *vma)
{
	return false;
}

static inline void split_huge_pmd(struct vm_area_struct *vma, pmd_t *pmd, unsigned long address) { }

static inline spinlock_t *pmd_trans_huge_lock(pmd_t *pmd, struct vm_area_struct *vma)
{
	return NULL;
}

static inline void vma_adjust_trans_huge(struct vm_area_struct *vma, unsigned long start,
					 unsigned long end, struct vm_area_struct *next) { }

static inline void folio_undo_large_rmappable(struct folio *folio) { }

static inline int split_folio(struct folio *folio)
{
	return -EBUSY;
}

#endif /* !CONFIG_TRANSPARENT_HUGEPAGE */
#endif /* _LINUX_HUGE_MM_H */
