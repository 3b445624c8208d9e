// SPDX-License-Identifier: GPL-2.0-only
/*
 * mlock.c - memory that stays.
 *
 * VM_LOCKED in a VMA means that its pages are not reclaimed; each folio that a locked VMA maps is
 * counted (mlock_count) and stands on the unevictable list. mlock() sets the flag, counts what is
 * mapped already and, unless on-fault was asked for, faults in the rest when mmap_lock has
 * been dropped. What is mapped later is counted by the fault (mlock_vma_folio()).
 *
 * Owns:       VM_LOCKED, VM_LOCKONFAULT, mm->locked_vm.
 * Invariant:  locked_vm is the pages of all VMAs with VM_LOCKED.
 * Locks:      mmap_lock for writing.
 * Elsewhere:  folios and their counts (lru_mlock.c).
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/pagewalk.h>
#include <linux/pgtable.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/swap.h>
#include <linux/syscalls.h>

#include "fault.h"
#include "mmap.h"
#include "vma.h"

/** can_do_mlock() - whether the current process may lock anything at all. */
bool can_do_mlock(void)
{
	return rlimit(RLIMIT_MEMLOCK) != 0 || capable(CAP_IPC_LOCK);
}

/**
 * account_locked_vm() - count pages that a driver keeps resident for the current process.
 *
 * Return: 0 or -ENOMEM: RLIMIT_MEMLOCK.
 */
int account_locked_vm(struct mm_struct *mm, unsigned long pages, bool inc)
{
	int ret = 0;

	if (!pages || !mm)
		return 0;
	mmap_write_lock(mm);
	if (!inc)
		mm->locked_vm -= min(pages, mm->locked_vm);
	else if (mlock_future_ok(mm, VM_LOCKED, pages << PAGE_SHIFT))
		mm->locked_vm += pages;
	else
		ret = -ENOMEM;
	mmap_write_unlock(mm);
	return ret;
}

/* ---- folios of a range ---- */

static int mlock_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	struct vm_area_struct *vma = walk->vma;
	pte_t *start, *ptep, pte;
	struct folio *folio;
	struct page *page;
	spinlock_t *ptl;

	start = ptep = pte_offset_map_lock(vma->vm_mm, pmd, addr, &ptl);
	if (!ptep)
		return 0;
	for (; addr < end; ptep++, addr += PAGE_SIZE) {
		pte = ptep_get(ptep);
		if (!pte_present(pte))
			continue;
		page = vm_normal_page(vma, addr, pte);
		if (!page)
			continue;
		folio = page_folio(page);
		/* a large one may be mapped in part: not counted, so evictable */
		if (folio_test_large(folio))
			continue;
		if (vma->vm_flags & VM_LOCKED)
			mlock_folio(folio);
		else
			munlock_folio(folio);
	}
	pte_unmap_unlock(start, ptl);
	cond_resched();
	return 0;
}

static const struct mm_walk_ops mlock_walk_ops = {
	.pmd_entry = mlock_pte_range,
	.walk_lock = PGWALK_WRLOCK_VERIFY,
};

/*
 * Give the VMA its new flags and count what is mapped. Faults are shut out, but reclaim and truncation
 * look at vm_flags while they unmap: with VM_IO set beside VM_LOCKED they leave the counting of
 * folios to us, so that none is counted twice.
 */
static void mlock_vma_pages_range(struct vm_area_struct *vma, unsigned long start,
				  unsigned long end, vm_flags_t newflags)
{
	if (newflags & VM_LOCKED)
		newflags |= VM_IO;
	vma_start_write(vma);
	vm_flags_reset(vma, newflags);

	lru_add_drain();
	walk_page_range_vma(vma, start, end, &mlock_walk_ops, NULL);
	lru_add_drain();

	if (newflags & VM_IO)
		vm_flags_reset(vma, newflags & ~VM_IO);
}

/**
 * munlock_vma() - take the lock off a VMA, its pages, and the count of locked ones
 *
 * Context: mmap_lock held for writing; may sleep.
 */
void munlock_vma(struct vm_area_struct *vma)
{
	vma->vm_mm->locked_vm -= vma_pages(vma);
	mlock_vma_pages_range(vma, vma->vm_start, vma->vm_end, vma->vm_flags & ~VM_LOCKED_MASK);
}

/* ---- VMAs of a range ---- */

/* Set the lock flags of [start, end) in *@vmap, which becomes what covers the range. */
static int mlock_fixup(struct vm_area_struct **vmap, struct vm_area_struct *prev,
		       unsigned long start, unsigned long end, vm_flags_t newflags)
{
	struct vm_area_struct *vma = *vmap;
	vm_flags_t oldflags = vma->vm_flags;
	long nr_pages = (end - start) >> PAGE_SHIFT;
	VMA_ITERATOR(vmi, vma->vm_mm, start);

	/* resident anyway, or not memory: nothing to lock */
	if (newflags == oldflags || (oldflags & VM_SPECIAL) || (oldflags & VM_HUGETLB))
		return 0;
	vma = vma_modify_flags(&vmi, prev, vma, start, end, newflags);
	if (IS_ERR(vma))
		return PTR_ERR(vma);
	*vmap = vma;

	if (!(newflags & VM_LOCKED))
		nr_pages = -nr_pages;
	else if (oldflags & VM_LOCKED)
		nr_pages = 0;
	vma->vm_mm->locked_vm += nr_pages;

	if ((newflags & VM_LOCKED) && (oldflags & VM_LOCKED)) {
		/* only on-fault or not changes: the folios are counted */
		vma_start_write(vma);
		vm_flags_reset(vma, newflags);
	} else {
		mlock_vma_pages_range(vma, start, end, newflags);
	}
	return 0;
}

static int apply_vma_lock_flags(struct mm_struct *mm, unsigned long start, size_t len,
				vm_flags_t flags)
{
	unsigned long end = start + len, part_end;
	struct vm_area_struct *vma, *prev;
	int err;

	if (end < start)
		return -EINVAL;
	if (end == start)
		return 0;
	vma = find_vma_prev(mm, start, &prev);
	if (vma && vma->vm_start < start)
		prev = vma;
	while (start < end) {
		if (!vma || vma->vm_start > start)
			return -ENOMEM;
		part_end = min(vma->vm_end, end);
		err = mlock_fixup(&vma, prev, start, part_end,
				  (vma->vm_flags & ~VM_LOCKED_MASK) | flags);
		if (err)
			return err;
		prev = vma;
		start = part_end;
		vma = start < end ? vma_lookup(mm, start) : NULL;
	}
	return 0;
}

/* Pages of [start, start + len) that are locked already. */
static unsigned long count_locked(struct mm_struct *mm, unsigned long start, size_t len)
{
	unsigned long count = 0, end = start + len;
	struct vm_area_struct *vma;
	VMA_ITERATOR(vmi, mm, start);

	for_each_vma_range(vmi, vma, end) {
		if (vma->vm_flags & VM_LOCKED)
			count += min(end, vma->vm_end) - max(start, vma->vm_start);
	}
	return count >> PAGE_SHIFT;
}

/* Populating failed: as mlock() says it. */
static int mlock_posix_error(long retval)
{
	if (retval == -EFAULT)
		return -ENOMEM;
	return retval == -ENOMEM ? -EAGAIN : retval;
}

static int do_mlock(unsigned long start, size_t len, vm_flags_t flags)
{
	struct mm_struct *mm = current->mm;
	unsigned long limit = rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT, locked;
	int err = -ENOMEM;

	start = untagged_addr(start);
	if (!can_do_mlock())
		return -EPERM;
	len = PAGE_ALIGN(len + offset_in_page(start));
	start &= PAGE_MASK;
	locked = len >> PAGE_SHIFT;

	if (mmap_write_lock_killable(mm))
		return -EINTR;
	locked += mm->locked_vm;
	/* what is locked already is counted twice only where that would matter */
	if (locked > limit && !capable(CAP_IPC_LOCK))
		locked -= count_locked(mm, start, len);
	if (locked <= limit || capable(CAP_IPC_LOCK))
		err = apply_vma_lock_flags(mm, start, len, flags);
	mmap_write_unlock(mm);
	if (err)
		return err;
	return mlock_posix_error(__mm_populate(start, len, 0));
}

SYSCALL_DEFINE2(mlock, unsigned long, start, size_t, len)
{
	return do_mlock(start, len, VM_LOCKED);
}

SYSCALL_DEFINE3(mlock2, unsigned long, start, size_t, len, int, flags)
{
	if (flags & ~MLOCK_ONFAULT)
		return -EINVAL;
	return do_mlock(start, len, VM_LOCKED | (flags & MLOCK_ONFAULT ? VM_LOCKONFAULT : 0));
}

SYSCALL_DEFINE2(munlock, unsigned long, start, size_t, len)
{
	int ret;

	start = untagged_addr(start);
	len = PAGE_ALIGN(len + offset_in_page(start));
	start &= PAGE_MASK;
	if (mmap_write_lock_killable(current->mm))
		return -EINTR;
	ret = apply_vma_lock_flags(current->mm, start, len, 0);
	mmap_write_unlock(current->mm);
	return ret;
}

/* ---- everything ---- */

static vm_flags_t mcl_flags(int flags)
{
	return VM_LOCKED | (flags & MCL_ONFAULT ? VM_LOCKONFAULT : 0);
}

/* mmap_lock held for writing. @flags 0: unlock. Errors of single VMAs do not count. */
static void apply_mlockall_flags(struct mm_struct *mm, int flags)
{
	vm_flags_t to_add = flags & MCL_CURRENT ? mcl_flags(flags) : 0;
	struct vm_area_struct *vma, *prev = NULL;
	unsigned long end = 0;

	mm->def_flags &= ~VM_LOCKED_MASK;
	if (flags & MCL_FUTURE)
		mm->def_flags |= mcl_flags(flags);
	if (flags && !(flags & MCL_CURRENT))
		return;
	while ((vma = find_vma(mm, end)) != NULL) {
		end = vma->vm_end;
		mlock_fixup(&vma, prev, vma->vm_start, end,
			    (vma->vm_flags & ~VM_LOCKED_MASK) | to_add);
		prev = vma;
		cond_resched();
	}
}

SYSCALL_DEFINE1(mlockall, int, flags)
{
	struct mm_struct *mm = current->mm;
	unsigned long limit = rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT;
	int ret = -ENOMEM;

	if (!flags || (flags & ~(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)) || flags == MCL_ONFAULT)
		return -EINVAL;
	if (!can_do_mlock())
		return -EPERM;
	if (mmap_write_lock_killable(mm))
		return -EINTR;
	if (!(flags & MCL_CURRENT) || mm->total_vm <= limit || capable(CAP_IPC_LOCK)) {
		apply_mlockall_flags(mm, flags);
		ret = 0;
	}
	mmap_write_unlock(mm);
	if (!ret && (flags & MCL_CURRENT))
		mm_populate(0, TASK_SIZE);
	return ret;
}

SYSCALL_DEFINE0(munlockall)
{
	if (mmap_write_lock_killable(current->mm))
		return -EINTR;
	apply_mlockall_flags(current->mm, 0);
	mmap_write_unlock(current->mm);
	return 0;
}
