/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/tlbflush.h - dropping stale translations from the software TLBs.
 *
 * A CPU caches translations of the mm that it has loaded, and of no other; it is in that mm's
 * mm_cpumask(). A CPU that runs a kernel thread keeps the mm of whoever ran before.
 */
#ifndef _ASM_SIM_TLBFLUSH_H
#define _ASM_SIM_TLBFLUSH_H

#include <linux/types.h>
#include <linux/mm_types.h>

#define TLB_FLUSH_ALL	(~0UL)

extern void flush_tlb_all(void);
extern void flush_tlb_mm_range(struct mm_struct *mm, unsigned long start, unsigned long end,
			       unsigned int stride_shift, bool freed_tables);
extern void flush_tlb_kernel_range(unsigned long start, unsigned long end);

/* all entries may have changed; the tables stay */
#define flush_tlb_mm(mm)	flush_tlb_mm_range(mm, 0UL, TLB_FLUSH_ALL, 0UL, false)
#define flush_tlb_range(vma, start, end)				\
	flush_tlb_mm_range((vma)->vm_mm, start, end, PAGE_SHIFT, false)

static inline void flush_tlb_page(struct vm_area_struct *vma, unsigned long a)
{
	flush_tlb_mm_range(vma->vm_mm, a, a + PAGE_SIZE, PAGE_SHIFT, false);
}

/*
 * Whether a change from @oldpte to @newpte leaves something in a TLB that must go: a frame, a right,
 * or the knowledge that the dirty bit is set already. Rights that appear are seen at the next fault.
 */
static inline bool pte_needs_flush(pte_t oldpte, pte_t newpte)
{
	const pteval_t software = _PAGE_COW | _PAGE_SPECIAL | _PAGE_YOUNG;
	const pteval_t grows = _PAGE_WRITE | _PAGE_EXEC | _PAGE_DIRTY;
	pteval_t diff = (pte_val(oldpte) ^ pte_val(newpte)) & ~software;

	if (!(pte_val(oldpte) & _PAGE_PRESENT))
		return false;
	return (diff & ~grows) || (diff & pte_val(oldpte));
}
#define pte_needs_flush pte_needs_flush

#endif
