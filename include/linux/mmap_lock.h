/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mmap_lock.h - the lock of an address space, and the lock of each VMA in it.
 *
 * mm->mmap_lock (rwsem): held for writing by whoever changes the set of VMAs or a field
 * of a VMA, for reading by whoever relies on them staying as they are.
 *
 * VMA lock: lets a page fault hold its one VMA still without touching mmap_lock.
 * Two words implement it:
 *   vma->vm_refcnt    0 detached (not in the tree, nobody may enter), 1 attached,
 *                     1 + n attached with n readers inside; VMA_LOCK_OFFSET is added
 *                     while a writer sleeps until the readers have left.
 *   vma->vm_lock_seq  equal to mm->mm_lock_seq: a holder of mmap_lock for writing has
 *                     locked the VMA. mmap_write_unlock() increments mm_lock_seq and
 *                     so unlocks every VMA at once.
 * A reader enters by an atomic increment and then looks at vm_lock_seq; a writer stores
 * vm_lock_seq and then looks at vm_refcnt. With a full barrier between the two steps on
 * both sides at least one of them sees the other. Readers never wait: who finds the VMA
 * locked falls back to mmap_lock.
 *
 * VMAs come from a SLAB_TYPESAFE_BY_RCU cache, so a reader that found one under
 * rcu_read_lock() may touch these two words whatever became of the VMA; after entering
 * it checks that the VMA is still the one it wants. The slow halves, and the sleeping, are
 * in mm/mmap_lock.c.
 *
 * Order: mmap_lock -> VMA lock -> i_mmap_rwsem -> anon_vma->root->rwsem -> page-table lock.
 */
#ifndef _LINUX_MMAP_LOCK_H
#define _LINUX_MMAP_LOCK_H

#include <linux/atomic.h>
#include <linux/mm_types.h>
#include <linux/mmdebug.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>

#define VMA_LOCK_OFFSET	0x40000000	/* in vm_refcnt: a writer waits */
#define VMA_REF_LIMIT	(VMA_LOCK_OFFSET - 1)

static inline void mmap_init_lock(struct mm_struct *mm)
{
	init_rwsem(&mm->mmap_lock);
	mm->mm_lock_seq = 0;
}

static inline void mmap_write_lock(struct mm_struct *mm)
{
	down_write(&mm->mmap_lock);
}

/* For the second of two address spaces (fork): the child's, nobody else knows it yet. */
static inline void mmap_write_lock_nested(struct mm_struct *mm, int subclass)
{
	down_write_nested(&mm->mmap_lock, subclass);
}

static inline int mmap_write_lock_killable(struct mm_struct *mm)
{
	return down_write_killable(&mm->mmap_lock);
}

/* Unlocks every VMA that this holder of mmap_lock has write-locked. */
static inline void vma_end_write_all(struct mm_struct *mm)
{
	/* pairs with the acquire in vma_start_read(): who sees the new number sees our changes */
	smp_store_release(&mm->mm_lock_seq, mm->mm_lock_seq + 1);
}

static inline void mmap_write_unlock(struct mm_struct *mm)
{
	vma_end_write_all(mm);
	up_write(&mm->mmap_lock);
}

static inline void mmap_write_downgrade(struct mm_struct *mm)
{
	vma_end_write_all(mm);
	downgrade_write(&mm->mmap_lock);
}

static inline void mmap_read_lock(struct mm_struct *mm)
{
	down_read(&mm->mmap_lock);
}

static inline int mmap_read_lock_killable(struct mm_struct *mm)
{
	return down_read_killable(&mm->mmap_lock);
}

static inline bool mmap_read_trylock(struct mm_struct *mm)
{
	return down_read_trylock(&mm->mmap_lock) != 0;
}

static inline void mmap_read_unlock(struct mm_struct *mm)
{
	up_read(&mm->mmap_lock);
}

/* For a thread that passes its read lock to another: rwsems here know no owner. */
static inline void mmap_read_unlock_non_owner(struct mm_struct *mm)
{
	up_read_non_owner(&mm->mmap_lock);
}

static inline int mmap_lock_is_contended(struct mm_struct *mm)
{
	return rwsem_is_contended(&mm->mmap_lock);
}

static inline void mmap_assert_locked(const struct mm_struct *mm)
{
	VM_BUG_ON_MM(!rwsem_is_locked(&((struct mm_struct *)mm)->mmap_lock), mm);
}

static inline void mmap_assert_write_locked(const struct mm_struct *mm)
{
	VM_BUG_ON_MM(!rwsem_is_write_locked(&((struct mm_struct *)mm)->mmap_lock), mm);
}

extern struct lock_class_key vma_lock_key;

/* A new VMA, and one that its owner recycles: in no tree. */
static inline void vma_lock_init(struct vm_area_struct *vma)
{
	/* one behind any number that the mm is at now: not write-locked */
	lockdep_init_map(&vma->vmlock_dep_map, "vm_lock", &vma_lock_key, 0);
	vma->vm_lock_seq = UINT_MAX;
	refcount_set(&vma->vm_refcnt, 0);
}

static inline bool vma_is_attached(struct vm_area_struct *vma)
{
	return refcount_read(&vma->vm_refcnt) != 0;
}

static inline void vma_assert_attached(struct vm_area_struct *vma)
{
	VM_BUG_ON_VMA(!vma_is_attached(vma), vma);
}

static inline void vma_assert_detached(struct vm_area_struct *vma)
{
	VM_BUG_ON_VMA(vma_is_attached(vma), vma);
}

/**
 * vma_mark_attached() - open a filled-in VMA for readers, who find it through the tree.
 *
 * Context: the caller is about to store @vma into mm->mm_mt, mmap_lock held for writing,
 *	    or the mm is not visible to others.
 */
static inline void vma_mark_attached(struct vm_area_struct *vma)
{
	vma_assert_detached(vma);
	/* pairs with the acquire in vma_start_read(): a reader sees the fields */
	atomic_set_release(&vma->vm_refcnt.refs, 1);
}

void vma_lock_setup(void);
void __vma_wait_readers(struct vm_area_struct *vma);
void __vma_mark_detached(struct vm_area_struct *vma);
void __vma_wake_writer(struct vm_area_struct *vma);

/**
 * vma_mark_detached() - shut out readers for good; on return none is inside.
 *
 * Context: the caller has write-locked @vma, or is the mm's last user. May sleep.
 */
static inline void vma_mark_detached(struct vm_area_struct *vma)
{
	vma_assert_attached(vma);
	/* who enters later fails on 0; acquire: the last reader's work is done */
	if (unlikely(!refcount_dec_and_test(&vma->vm_refcnt)))
		__vma_mark_detached(vma);
}

static inline bool __is_vma_write_locked(struct vm_area_struct *vma)
{
	return vma->vm_lock_seq == vma->vm_mm->mm_lock_seq;
}

/**
 * vma_start_write() - exclude page faults from @vma until mmap_lock is released.
 *
 * Context: mmap_lock held for writing. Waits for readers inside. Repeating it is free.
 */
static inline void vma_start_write(struct vm_area_struct *vma)
{
	mmap_assert_write_locked(vma->vm_mm);
	if (__is_vma_write_locked(vma))
		return;
	/* it excludes readers until mmap_lock is released, which is held longer; waiting for them is now */
	rwsem_acquire(&vma->vmlock_dep_map, 0, 0, 0);
	rwsem_release(&vma->vmlock_dep_map, 0);
	WRITE_ONCE(vma->vm_lock_seq, vma->vm_mm->mm_lock_seq);
	/* pairs with the full barrier in vma_start_read() */
	smp_mb();
	if (unlikely(refcount_read(&vma->vm_refcnt) > 1))
		__vma_wait_readers(vma);
}

static inline void vma_assert_write_locked(struct vm_area_struct *vma)
{
	VM_BUG_ON_VMA(!__is_vma_write_locked(vma), vma);
}

static inline void vma_assert_locked(struct vm_area_struct *vma)
{
	VM_BUG_ON_VMA(refcount_read(&vma->vm_refcnt) <= 1 && !__is_vma_write_locked(vma), vma);
}

/**
 * vma_end_read() - leave a VMA that vma_start_read() or lock_vma_under_rcu() entered.
 *
 * After the decrement the VMA may be freed: only its address is used.
 */
static inline void vma_end_read(struct vm_area_struct *vma)
{
	int left;

	rwsem_release(&vma->vmlock_dep_map, 0);
	left = atomic_sub_return_release(1, &vma->vm_refcnt.refs);
	if (unlikely(left >= VMA_LOCK_OFFSET || !left))
		__vma_wake_writer(vma);
}

/**
 * vma_start_read() - try to enter @vma as a reader of @mm.
 *
 * Context: rcu_read_lock(), where nothing else keeps @vma from being freed.
 * Return: false where the VMA is detached, write-locked or full of readers. On true the
 *	   caller still checks that @vma belongs to @mm and covers the address.
 */
static inline bool vma_start_read(struct mm_struct *mm, struct vm_area_struct *vma)
{
	int old = atomic_read(&vma->vm_refcnt.refs);

	do {
		/* one comparison refuses 0, VMA_REF_LIMIT and a waiting writer */
		if (unlikely((unsigned int)old - 1 >= VMA_REF_LIMIT - 1))
			return false;
	} while (!atomic_try_cmpxchg(&vma->vm_refcnt.refs, &old, old + 1));
	rwsem_acquire_read(&vma->vmlock_dep_map, 0, 1, 0);

	/*
	 * The cmpxchg is a full barrier; it pairs with the one in vma_start_write(). Acquire:
	 * a number past the writer's shows all that the writer did.
	 */
	if (unlikely(READ_ONCE(vma->vm_lock_seq) == smp_load_acquire(&mm->mm_lock_seq))) {
		vma_end_read(vma);
		return false;
	}
	return true;
}

struct vm_area_struct *lock_vma_under_rcu(struct mm_struct *mm, unsigned long address);

#endif
