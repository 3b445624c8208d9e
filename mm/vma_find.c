// SPDX-License-Identifier: GPL-2.0-only
/*
 * vma_find.c - looking VMAs up.
 *
 * Locks:      mmap_lock, for reading at least; without it, lock_vma_under_rcu().
 */
#include <linux/mm.h>
#include <linux/mmap_lock.h>

#include "vma.h"

/** find_vma() - the VMA of @addr or, where there is none, the next one behind. Or NULL. */
struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr)
{
	unsigned long index = addr;

	mmap_assert_locked(mm);
	return mt_find(&mm->mm_mt, &index, ULONG_MAX);
}

/** vma_lookup() - the VMA of @addr, or NULL. */
struct vm_area_struct *vma_lookup(struct mm_struct *mm, unsigned long addr)
{
	return mtree_load(&mm->mm_mt, addr);
}

/** find_vma_intersection() - the lowest VMA with a part in [start, end), or NULL. */
struct vm_area_struct *find_vma_intersection(struct mm_struct *mm, unsigned long start,
					     unsigned long end)
{
	unsigned long index = start;

	mmap_assert_locked(mm);
	return mt_find(&mm->mm_mt, &index, end - 1);
}

/**
 * find_vma_prev() - find_vma(), and what lies below it.
 * @pprev: out: the VMA below, also where nothing is above; or NULL
 */
struct vm_area_struct *find_vma_prev(struct mm_struct *mm, unsigned long addr,
				     struct vm_area_struct **pprev)
{
	MA_STATE(mas, &mm->mm_mt, addr, addr);
	struct vm_area_struct *vma = mas_find(&mas, ULONG_MAX);

	*pprev = mas_prev(&mas, 0);
	return vma;
}
