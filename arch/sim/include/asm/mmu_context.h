/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/mmu_context.h - changing address spaces.
 */
#ifndef _ASM_SIM_MMU_CONTEXT_H
#define _ASM_SIM_MMU_CONTEXT_H

#include <linux/atomic.h>
#include <linux/mm_types.h>
#include <asm/mmu.h>
#include <asm/tlbflush.h>

extern atomic64_t last_mm_ctx_id;

#define init_new_context init_new_context
static inline int init_new_context(struct task_struct *tsk, struct mm_struct *mm)
{
	mm->context.ctx_id = atomic64_inc_return(&last_mm_ctx_id);
	atomic64_set(&mm->context.tlb_gen, 0);
	return 0;
}

#define destroy_context destroy_context
static inline void destroy_context(struct mm_struct *mm)
{
}

extern void switch_mm(struct mm_struct *prev, struct mm_struct *next, struct task_struct *tsk);
extern void switch_mm_irqs_off(struct mm_struct *prev, struct mm_struct *next, struct task_struct *tsk);
#define switch_mm_irqs_off switch_mm_irqs_off

static inline void enter_lazy_tlb(struct mm_struct *mm, struct task_struct *tsk)
{
}
#define enter_lazy_tlb enter_lazy_tlb
extern void leave_mm(void);

#define activate_mm(prev, next)		switch_mm((prev), (next), NULL)
#define deactivate_mm(tsk, mm)		do { } while (0)
#define arch_dup_mmap(oldmm, mm)	(0)
#define arch_exit_mmap(mm)		do { } while (0)
#define arch_unmap(mm, start, end)	do { } while (0)
#define mm_arch_init(mm)		do { } while (0)

static inline bool arch_vma_access_permitted(struct vm_area_struct *vma, bool write, bool execute, bool foreign)
{
	return true;
}
#define arch_vma_access_permitted arch_vma_access_permitted

#endif
