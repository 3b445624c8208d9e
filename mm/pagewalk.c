// SPDX-License-Identifier: GPL-2.0-only
/*
 * pagewalk.c - visit the entries of a range, level by level, with callbacks.
 *
 * For viewers (/proc/PID/smaps, pagemap), madvise, mincore and other users that are not hot. A walk
 * goes down only as far as there are callbacks for.
 *
 * Owns:       nothing.
 * Invariant:  pte_entry is called with the table's lock held; pmd_entry and above without locks.
 * Locks:      mmap_lock as ops->walk_lock says; walk_page_mapping(): i_mmap_rwsem.
 * Elsewhere:  what callbacks do.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include "map.h"

/* Which level is missing: what pte_hole is told. A folded level counts as the one above. */
static int real_depth(int depth)
{
	if (depth == 3 && PTRS_PER_PMD == 1)
		depth = 2;
	if (depth == 2 && PTRS_PER_PUD == 1)
		depth = 1;
	if (depth == 1 && PTRS_PER_P4D == 1)
		depth = 0;
	return depth;
}

static int walk_hole(unsigned long addr, unsigned long next, int depth, struct mm_walk *walk)
{
	if (!walk->ops->pte_hole)
		return 0;
	return walk->ops->pte_hole(addr, next, depth < 0 ? depth : real_depth(depth), walk);
}

static int walk_ptes(pte_t *ptep, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	int err = 0;

	for (; addr != end && !err; ptep++, addr += PAGE_SIZE)
		err = walk->ops->pte_entry(ptep, addr, addr + PAGE_SIZE, walk);
	return err;
}

static int walk_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	spinlock_t *ptl;
	pte_t *ptep;
	int err;

	/* kernel tables and those of no mm have no lock that would be meant here */
	if (walk->no_vma && (walk->mm == &init_mm || addr >= TASK_SIZE_MAX))
		return walk_ptes(pte_offset_kernel(pmd, addr), addr, end, walk);

	ptep = pte_offset_map_lock(walk->mm, pmd, addr, &ptl);
	if (!ptep) {
		walk->action = ACTION_AGAIN;
		return 0;
	}
	err = walk_ptes(ptep, addr, end, walk);
	pte_unmap_unlock(ptep, ptl);
	return err;
}

static int walk_pmd_entry(pmd_t *pmd, unsigned long addr, unsigned long next,
			  struct mm_walk *walk)
{
	int err;

	do {
		walk->action = ACTION_SUBTREE;
		if (pmd_none(pmdp_get(pmd)))
			return walk_hole(addr, next, 3, walk);
		if (walk->ops->pmd_entry) {
			err = walk->ops->pmd_entry(pmd, addr, next, walk);
			if (err)
				return err;
		}
		if (walk->action == ACTION_AGAIN)
			continue;
		if (walk->action == ACTION_CONTINUE || !walk->ops->pte_entry || pmd_leaf(pmdp_get(pmd)))
			return 0;
		err = walk_pte_range(pmd, addr, next, walk);
		if (err)
			return err;
	} while (walk->action == ACTION_AGAIN);
	return 0;
}

static int walk_pmd_range(pud_t *pud, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	pmd_t *pmd = pmd_offset(pud, addr);
	unsigned long next;
	int err = 0;

	do {
		next = pmd_addr_end(addr, end);
		err = walk_pmd_entry(pmd, addr, next, walk);
	} while (!err && (pmd++, addr = next, addr != end));
	return err;
}

static int walk_pud_entry(pud_t *pud, unsigned long addr, unsigned long next,
			  struct mm_walk *walk)
{
	int err;

	do {
		walk->action = ACTION_SUBTREE;
		if (pud_none(pudp_get(pud)))
			return walk_hole(addr, next, 2, walk);
		if (walk->ops->pud_entry) {
			err = walk->ops->pud_entry(pud, addr, next, walk);
			if (err)
				return err;
		}
	} while (walk->action == ACTION_AGAIN);
	if (walk->action == ACTION_CONTINUE || pud_leaf(pudp_get(pud)) ||
	    !(walk->ops->pmd_entry || walk->ops->pte_entry || walk->ops->pte_hole))
		return 0;
	return walk_pmd_range(pud, addr, next, walk);
}

static int walk_pud_range(p4d_t *p4d, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	pud_t *pud = pud_offset(p4d, addr);
	unsigned long next;
	int err = 0;

	do {
		next = pud_addr_end(addr, end);
		err = walk_pud_entry(pud, addr, next, walk);
	} while (!err && (pud++, addr = next, addr != end));
	return err;
}

static int walk_p4d_range(pgd_t *pgd, unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	p4d_t *p4d = p4d_offset(pgd, addr);
	unsigned long next;
	int err = 0;

	do {
		next = p4d_addr_end(addr, end);
		if (p4d_none_or_clear_bad(p4d)) {
			err = walk_hole(addr, next, 1, walk);
			continue;
		}
		if (walk->ops->p4d_entry)
			err = walk->ops->p4d_entry(p4d, addr, next, walk);
		if (!err)
			err = walk_pud_range(p4d, addr, next, walk);
	} while (!err && (p4d++, addr = next, addr != end));
	return err;
}

static int walk_pgd_range(unsigned long addr, unsigned long end, struct mm_walk *walk)
{
	pgd_t *pgd = walk->pgd ? pgd_offset_pgd(walk->pgd, addr) : pgd_offset(walk->mm, addr);
	unsigned long next;
	int err = 0;

	do {
		next = pgd_addr_end(addr, end);
		if (pgd_none_or_clear_bad(pgd)) {
			err = walk_hole(addr, next, 0, walk);
			continue;
		}
		if (walk->ops->pgd_entry)
			err = walk->ops->pgd_entry(pgd, addr, next, walk);
		if (!err)
			err = walk_p4d_range(pgd, addr, next, walk);
	} while (!err && (pgd++, addr = next, addr != end));
	return err;
}

/* Should this VMA be walked? 0 yes, 1 no. Frames without struct page are holes to those who ask. */
static int walk_test(unsigned long start, unsigned long end, struct mm_walk *walk)
{
	if (walk->ops->test_walk)
		return walk->ops->test_walk(start, end, walk);
	if (walk->vma->vm_flags & VM_PFNMAP)
		return walk_hole(start, end, -1, walk) ?: 1;
	return 0;
}

static int walk_vma(unsigned long start, unsigned long end, struct mm_walk *walk)
{
	const struct mm_walk_ops *ops = walk->ops;
	int err = 0;

	if (ops->pre_vma)
		err = ops->pre_vma(start, end, walk);
	if (err)
		return err;
	err = walk_pgd_range(start, end, walk);
	if (ops->post_vma)
		ops->post_vma(walk);
	return err;
}

static void walk_lock_vma(struct vm_area_struct *vma, enum page_walk_lock walk_lock)
{
	if (walk_lock == PGWALK_WRLOCK)
		vma_start_write(vma);
	else if (walk_lock == PGWALK_WRLOCK_VERIFY)
		vma_assert_write_locked(vma);
}

/**
 * walk_page_range() - visit the entries of a range
 *
 * Where no VMA is, only pte_hole is called, with walk->vma NULL and depth -1.
 *
 * Context: mmap_lock held as ops->walk_lock says.
 * Return: 0, -EINVAL, or what a callback returned.
 */
int walk_page_range(struct mm_struct *mm, unsigned long start, unsigned long end,
		    const struct mm_walk_ops *ops, void *private)
{
	struct mm_walk walk = { .ops = ops, .mm = mm, .private = private };
	struct vm_area_struct *vma;
	unsigned long next;
	int err = 0;

	if (start >= end || !mm)
		return -EINVAL;
	mmap_assert_locked(mm);
	vma = find_vma(mm, start);
	do {
		if (!vma || start < vma->vm_start) {
			walk.vma = NULL;
			next = vma ? min(end, vma->vm_start) : end;
			err = walk_hole(start, next, -1, &walk);
		} else {
			walk_lock_vma(vma, ops->walk_lock);
			walk.vma = vma;
			next = min(end, vma->vm_end);
			vma = find_vma(mm, vma->vm_end);
			err = walk_test(start, next, &walk);
			if (err > 0) {
				err = 0;
				continue;
			}
			if (!err)
				err = walk_vma(start, next, &walk);
		}
	} while (!err && (start = next) < end);
	return err;
}

/**
 * walk_page_range_novma() - visit entries whatever VMAs say: of kernel memory, or of @pgd
 *
 * Context: mmap_lock of @mm held for writing.
 */
int walk_page_range_novma(struct mm_struct *mm, unsigned long start, unsigned long end,
			  const struct mm_walk_ops *ops, pgd_t *pgd, void *private)
{
	struct mm_walk walk = {
		.ops = ops, .mm = mm, .pgd = pgd, .private = private, .no_vma = true,
	};

	if (start >= end || !mm)
		return -EINVAL;
	return walk_pgd_range(start, end, &walk);
}

/**
 * walk_page_range_vma() - visit the entries of a part of one VMA
 */
int walk_page_range_vma(struct vm_area_struct *vma, unsigned long start, unsigned long end,
			const struct mm_walk_ops *ops, void *private)
{
	struct mm_walk walk = {
		.ops = ops, .mm = vma->vm_mm, .vma = vma, .private = private,
	};

	if (start >= end || start < vma->vm_start || end > vma->vm_end)
		return -EINVAL;
	walk_lock_vma(vma, ops->walk_lock);
	return walk_vma(start, end, &walk);
}

/* Visit all entries of one VMA. */
int walk_page_vma(struct vm_area_struct *vma, const struct mm_walk_ops *ops, void *private)
{
	return walk_page_range_vma(vma, vma->vm_start, vma->vm_end, ops, private);
}

/**
 * walk_page_mapping() - visit the entries that map a part of a file, in every address space
 *
 * Context: mapping->i_mmap_rwsem held.
 */
int walk_page_mapping(struct address_space *mapping, pgoff_t first_index, pgoff_t nr,
		      const struct mm_walk_ops *ops, void *private)
{
	struct mm_walk walk = { .ops = ops, .private = private };
	pgoff_t last_index = first_index + nr - 1;
	struct vm_area_struct *vma;
	int err = 0;

	vma_interval_tree_foreach(vma, &mapping->i_mmap, first_index, last_index) {
		pgoff_t first = max(first_index, vma->vm_pgoff);
		pgoff_t last = min(last_index, vma->vm_pgoff + vma_pages(vma) - 1);
		unsigned long start = vma->vm_start + ((first - vma->vm_pgoff) << PAGE_SHIFT);
		unsigned long end = start + ((last - first + 1) << PAGE_SHIFT);

		walk.vma = vma;
		walk.mm = vma->vm_mm;
		err = walk_test(start, end, &walk);
		if (err > 0) {
			err = 0;
			continue;
		}
		if (!err)
			err = walk_vma(start, end, &walk);
		if (err)
			break;
	}
	return err;
}
