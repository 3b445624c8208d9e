// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap_lock.c - the halves of VMA locking that wait, and the lock of the page-fault path.
 *
 * mmap_lock.h tells the protocol. Here are:
 *   lock_vma_under_rcu()   the reader: a walk of the tree and one atomic increment
 *   __vma_wait_readers()   a writer that met readers: adds VMA_LOCK_OFFSET, which keeps further
 *                          readers out, sleeps until only itself is left, takes it off again
 *   __vma_mark_detached()  the same for the end of a VMA
 *
 * The sleepers' queues are hashed by the VMA's address and do not lie in the mm: a reader that
 * leaves may be the last thing that kept VMA and mm alive, and must not touch them afterwards.
 *
 * Owns:       vma_wait[].
 * Locks:      none but the queues' own.
 * Elsewhere:  mmap_lock with stack growth (stack.c).
 */
#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/rcupdate.h>
#include <linux/wait.h>

#define VMA_WAIT_BITS	4

struct lock_class_key vma_lock_key;

static wait_queue_head_t vma_wait[1 << VMA_WAIT_BITS] __cacheline_aligned;

static wait_queue_head_t *vma_wait_queue(struct vm_area_struct *vma)
{
	return &vma_wait[hash_ptr(vma, VMA_WAIT_BITS)];
}

/** vma_lock_setup() - at boot, before there is a second task. */
void __init vma_lock_setup(void)
{
	for (int i = 0; i < ARRAY_SIZE(vma_wait); i++)
		init_waitqueue_head(&vma_wait[i]);
}

/* A reader left while somebody waits for readers to leave; @vma may not be looked at. */
void __vma_wake_writer(struct vm_area_struct *vma)
{
	wake_up_all(vma_wait_queue(vma));
}

static void wait_for_readers(struct vm_area_struct *vma, int base)
{
	wait_event(*vma_wait_queue(vma),
		   atomic_read_acquire(&vma->vm_refcnt.refs) == VMA_LOCK_OFFSET + base);
}

/* vma_start_write() has announced itself and saw readers; vm_refcnt keeps our own 1. */
void __vma_wait_readers(struct vm_area_struct *vma)
{
	atomic_add(VMA_LOCK_OFFSET, &vma->vm_refcnt.refs);
	wait_for_readers(vma, 1);
	atomic_sub(VMA_LOCK_OFFSET, &vma->vm_refcnt.refs);
}

/* Our own 1 is gone already; readers that were on their way find the VMA locked and leave. */
void __vma_mark_detached(struct vm_area_struct *vma)
{
	atomic_add(VMA_LOCK_OFFSET, &vma->vm_refcnt.refs);
	wait_for_readers(vma, 0);
	atomic_set(&vma->vm_refcnt.refs, 0);
}

/**
 * lock_vma_under_rcu() - find the VMA of @address and keep it as it is, without mmap_lock.
 *
 * Return: the VMA, to be released by vma_end_read(); or NULL: there is none, or it is being
 *	   changed. Then the caller takes mmap_lock and looks again.
 */
struct vm_area_struct *lock_vma_under_rcu(struct mm_struct *mm, unsigned long address)
{
	struct vm_area_struct *vma;

	rcu_read_lock();
	vma = mtree_load(&mm->mm_mt, address);
	if (unlikely(!vma || !vma_start_read(mm, vma))) {
		rcu_read_unlock();
		return NULL;
	}
	rcu_read_unlock();

	/* between the walk and the increment the memory may have become another VMA */
	if (unlikely(vma->vm_mm != mm || address < vma->vm_start || address >= vma->vm_end)) {
		vma_end_read(vma);
		return NULL;
	}
	return vma;
}
