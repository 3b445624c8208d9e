/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched/mm.h - holding an address space.
 *
 * mm_users counts tasks (and guests) that use the mappings; when the last goes, mmput() unmaps
 * everything. mm_count counts holders of the bare structure, with its top-level page table: all
 * users together count as one, and each CPU that runs lazily on it counts as one.
 */
#ifndef _LINUX_SCHED_MM_H
#define _LINUX_SCHED_MM_H

#include <linux/atomic.h>
#include <linux/gfp_types.h>
#include <linux/mm_types.h>
#include <linux/sched.h>

/* mm->flags */
#define MMF_DUMPABLE_BITS	2
#define MMF_DUMPABLE_MASK	((1 << MMF_DUMPABLE_BITS) - 1)
#define SUID_DUMP_DISABLE	0
#define SUID_DUMP_USER		1
#define SUID_DUMP_ROOT		2
#define MMF_DUMP_FILTER_SHIFT	MMF_DUMPABLE_BITS
#define MMF_DUMP_FILTER_BITS	9
#define MMF_DUMP_FILTER_MASK	(((1 << MMF_DUMP_FILTER_BITS) - 1) << MMF_DUMP_FILTER_SHIFT)
#define MMF_DUMP_FILTER_DEFAULT	(0x33UL << MMF_DUMP_FILTER_SHIFT)
#ifndef MMF_VM_MERGEABLE
#define MMF_VM_MERGEABLE	16
#define MMF_VM_HUGEPAGE		17
#endif
#define MMF_HAS_UPROBES		19
#define MMF_OOM_SKIP		21
#define MMF_UNSTABLE		22
#define MMF_DISABLE_THP		24
#define MMF_OOM_REAP_QUEUED	25
#define MMF_HAS_PINNED		27
#define MMF_HAS_MDWE		28
#define MMF_HAS_MDWE_NO_INHERIT	29
#define MMF_TOPDOWN		31	/* mappings are placed from mmap_base downwards */
#define MMF_DISABLE_THP_MASK	(1UL << MMF_DISABLE_THP)
#define MMF_HAS_MDWE_MASK	(1UL << MMF_HAS_MDWE)
#define MMF_TOPDOWN_MASK	(1UL << MMF_TOPDOWN)
#define MMF_INIT_MASK		(MMF_DUMPABLE_MASK | MMF_DUMP_FILTER_MASK | \
				 MMF_DISABLE_THP_MASK | MMF_HAS_MDWE_MASK | MMF_TOPDOWN_MASK)

static inline unsigned long mmf_init_flags(unsigned long flags)
{
	if (flags & (1UL << MMF_HAS_MDWE_NO_INHERIT))
		flags &= ~((1UL << MMF_HAS_MDWE) | (1UL << MMF_HAS_MDWE_NO_INHERIT));
	return flags & MMF_INIT_MASK;
}

static inline int __get_dumpable(unsigned long mm_flags)
{
	return mm_flags & MMF_DUMPABLE_MASK;
}

static inline int get_dumpable(struct mm_struct *mm)
{
	return __get_dumpable(mm->flags);
}

void set_dumpable(struct mm_struct *mm, int value);

struct mm_struct *mm_alloc(void);
void __mmdrop(struct mm_struct *mm);
void mmput(struct mm_struct *mm);
void mmput_async(struct mm_struct *mm);
struct mm_struct *get_task_mm(struct task_struct *task);
struct mm_struct *mm_access(struct task_struct *task, unsigned int mode);
void exit_mm_release(struct task_struct *tsk, struct mm_struct *mm);
void exec_mm_release(struct task_struct *tsk, struct mm_struct *mm);
void set_mm_exe_file_locked(struct mm_struct *mm, struct file *new_exe_file);
int set_mm_exe_file(struct mm_struct *mm, struct file *new_exe_file);
struct file *get_mm_exe_file(struct mm_struct *mm);
struct file *get_task_exe_file(struct task_struct *task);

static inline void mmgrab(struct mm_struct *mm)
{
	atomic_inc(&mm->mm_count);
}

static inline void mmdrop(struct mm_struct *mm)
{
	/* Orders user accesses of this CPU before the free: see membarrier(). */
	if (atomic_dec_and_test(&mm->mm_count))
		__mmdrop(mm);
}

static inline void mmgrab_lazy_tlb(struct mm_struct *mm) { mmgrab(mm); }
static inline void mmdrop_lazy_tlb(struct mm_struct *mm) { mmdrop(mm); }
static inline void mmdrop_sched(struct mm_struct *mm) { mmdrop(mm); }
static inline void mmdrop_lazy_tlb_sched(struct mm_struct *mm) { mmdrop(mm); }

static inline void mmget(struct mm_struct *mm)
{
	atomic_inc(&mm->mm_users);
}

static inline bool mmget_not_zero(struct mm_struct *mm)
{
	return atomic_inc_not_zero(&mm->mm_users);
}

/* What an allocation may do in a task that frees memory or writes it out. */
static inline gfp_t current_gfp_context(gfp_t flags)
{
	unsigned int pflags = READ_ONCE(current->flags);

	if (unlikely(pflags & (PF_MEMALLOC_NOIO | PF_MEMALLOC_NOFS | PF_MEMALLOC_PIN))) {
		if (pflags & PF_MEMALLOC_NOIO)
			flags &= ~(__GFP_IO | __GFP_FS);
		else if (pflags & PF_MEMALLOC_NOFS)
			flags &= ~__GFP_FS;
		if (pflags & PF_MEMALLOC_PIN)
			flags &= ~__GFP_MOVABLE;
	}
	return flags;
}

static inline unsigned int memalloc_flags_save(unsigned int flags)
{
	unsigned int old = current->flags & flags;

	current->flags |= flags;
	return old;
}

static inline void memalloc_flags_restore(unsigned int flags, unsigned int old)
{
	current->flags = (current->flags & ~flags) | old;
}

#define DEFINE_MEMALLOC_SCOPE(name, flag)					\
static inline unsigned int memalloc_##name##_save(void)				\
{										\
	return memalloc_flags_save(flag);					\
}										\
static inline void memalloc_##name##_restore(unsigned int old)			\
{										\
	memalloc_flags_restore(flag, old);					\
}

DEFINE_MEMALLOC_SCOPE(noio, PF_MEMALLOC_NOIO)
DEFINE_MEMALLOC_SCOPE(nofs, PF_MEMALLOC_NOFS)
DEFINE_MEMALLOC_SCOPE(noreclaim, PF_MEMALLOC)
DEFINE_MEMALLOC_SCOPE(pin, PF_MEMALLOC_PIN)

#endif
