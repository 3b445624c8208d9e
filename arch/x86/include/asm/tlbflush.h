/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/tlbflush.h - dropping stale translations.
 *
 * Each mm counts the flushes it has asked for (context.tlb_gen); each CPU notes how far it has
 * come for the mm it has loaded. A CPU that runs a kernel thread with a borrowed mm is lazy: it
 * is not interrupted, but catches up when it next runs a task of that mm.
 */
#ifndef _ASM_X86_TLBFLUSH_H
#define _ASM_X86_TLBFLUSH_H

#include <linux/types.h>
#include <linux/mm_types.h>
#include <asm/percpu.h>
#include <asm/processor-flags.h>

struct tlb_state {
	struct mm_struct	*loaded_mm;	/* whose pgd cr3 holds */
	u64			ctx_id;		/* its context.ctx_id */
	u64			tlb_gen;	/* flushes of it done here */
};

struct tlb_state_shared {
	bool			is_lazy;	/* written here, read by whoever sends flush IPIs */
};

DECLARE_PER_CPU(struct tlb_state, cpu_tlbstate);
DECLARE_PER_CPU(struct tlb_state_shared, cpu_tlbstate_shared);

#define TLB_FLUSH_ALL	(~0UL)

struct flush_tlb_info {
	struct mm_struct	*mm;		/* NULL: kernel addresses */
	unsigned long		start;
	unsigned long		end;		/* TLB_FLUSH_ALL: everything of the mm */
	u64			new_tlb_gen;
	int			initiator;	/* the CPU that asks others */
	unsigned int		stride_shift;
	bool			freed_tables;	/* page tables go: lazy CPUs must flush too */
};

extern void flush_tlb_all(void);
extern void flush_tlb_mm_range(struct mm_struct *mm, unsigned long start, unsigned long end,
			       unsigned int stride_shift, bool freed_tables);
extern void flush_tlb_kernel_range(unsigned long start, unsigned long end);
extern void flush_tlb_one_kernel(unsigned long addr);
extern void flush_tlb_local(void);
extern void __flush_tlb_all(void);

/* all entries may have changed; the tables stay */
#define flush_tlb_mm(mm)	flush_tlb_mm_range(mm, 0UL, TLB_FLUSH_ALL, 0UL, false)
#define flush_tlb_range(vma, start, end)				\
	flush_tlb_mm_range((vma)->vm_mm, start, end, PAGE_SHIFT, false)

static inline void flush_tlb_page(struct vm_area_struct *vma, unsigned long a)
{
	flush_tlb_mm_range(vma->vm_mm, a, a + PAGE_SIZE, PAGE_SHIFT, false);
}

/* Whether a change from @oldpte to @newpte leaves something in a TLB that must go. */
static inline bool pte_needs_flush(pte_t oldpte, pte_t newpte)
{
	const pteval_t grows = _PAGE_RW | _PAGE_ACCESSED | _PAGE_DIRTY;
	const pteval_t software = _PAGE_COW | _PAGE_SPECIAL;
	pteval_t diff = pte_val(oldpte) ^ pte_val(newpte);

	if (!(pte_val(oldpte) & _PAGE_PRESENT))
		return false;
	diff &= ~(software | _PAGE_ACCESSED);
	if (!(pte_val(newpte) & _PAGE_PRESENT))
		return true;
	/* Bits that appear are seen at the next fault or walk; bits that vanish must not linger. */
	return (diff & ~grows) || (diff & pte_val(oldpte) & grows);
}
#define pte_needs_flush pte_needs_flush

#endif
