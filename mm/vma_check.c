// SPDX-License-Identifier: GPL-2.0-only
/*
 * vma_check.c - are an address space's VMAs consistent?
 *
 * vma_check_mm() recounts and names the first thing that is wrong; validate_mm(), called after each
 * change under CONFIG_DEBUG_VM_MAPLE_TREE, lets it do so and panics then.
 *
 * Locks:      mmap_lock, for reading at least.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/printk.h>
#include <linux/rmap.h>

#include "vma.h"

/**
 * vma_check() - what is wrong with a VMA by itself, and with its place in the tree?
 * @vmi: where it was found
 * @mm: in whose tree
 * @last_end: end of the VMA below
 *
 * Context: mmap_lock held, or everything stands still.
 * Return: words that tell, or NULL.
 */
const char *vma_check(struct vma_iterator *vmi, struct vm_area_struct *vma, struct mm_struct *mm,
		      unsigned long last_end)
{
	struct anon_vma_chain *avc;
	bool own = false;

	if (vma->vm_mm != mm)
		return "belongs to another mm";
	if (vma->vm_start >= vma->vm_end || offset_in_page(vma->vm_start | vma->vm_end))
		return "has an impossible range";
	if (vma_iter_addr(vmi) != vma->vm_start || vma_iter_end(vmi) != vma->vm_end)
		return "stands in the tree over another range";
	if (vma->vm_start < last_end)
		return "overlaps the one below";
	if (!vma_is_attached(vma))
		return "is in the tree but detached";
	if ((vma->vm_flags & VM_SHARED) && !(vma->vm_flags & VM_MAYSHARE))
		return "is shared but may not be";
	list_for_each_entry(avc, &vma->anon_vma_chain, same_vma) {
		if (avc->vma != vma)
			return "has another's anon_vma link";
		own |= avc->anon_vma == vma->anon_vma;
	}
	if (vma->anon_vma && !own)
		return "has no link to its own anon_vma";
	return NULL;
}

/* Adds a VMA to what the mm's counters must be. */
void vma_sums_add(struct vma_sums *sums, struct vm_area_struct *vma)
{
	unsigned long pages = vma_pages(vma);

	sums->count++;
	sums->total += pages;
	if (vma->vm_flags & VM_LOCKED)
		sums->locked += pages;
	if (is_exec_mapping(vma->vm_flags))
		sums->exec += pages;
	else if (is_stack_mapping(vma->vm_flags))
		sums->stack += pages;
	else if (is_data_mapping(vma->vm_flags))
		sums->data += pages;
}

/**
 * vma_check_mm() - recount the VMAs of @mm.
 *
 * The page counters of @mm are not looked at: within a change they are behind, or ahead.
 *
 * Return: 0, or -EUCLEAN with the reason in the log.
 */
int vma_check_mm(struct mm_struct *mm)
{
	struct vma_sums sums = {};
	struct vm_area_struct *vma;
	unsigned long last_end = 0;
	VMA_ITERATOR(vmi, mm, 0);
	const char *wrong;

	if (!mt_validate(&mm->mm_mt)) {
		pr_emerg("mm %p: its tree of VMAs is broken\n", mm);
		return -EUCLEAN;
	}
	for_each_vma(vmi, vma) {
		wrong = vma_check(&vmi, vma, mm, last_end);
		if (wrong) {
			pr_emerg("mm %p: VMA %p [%lx, %lx), in the tree [%lx, %lx), %s\n", mm, vma,
				 vma->vm_start, vma->vm_end, vma_iter_addr(&vmi),
				 vma_iter_end(&vmi), wrong);
			dump_vma(vma);
			return -EUCLEAN;
		}
		last_end = vma->vm_end;
		vma_sums_add(&sums, vma);
	}
	if (sums.count != mm->map_count) {
		pr_emerg("mm %p: map_count %d, but %d VMAs\n", mm, mm->map_count, sums.count);
		return -EUCLEAN;
	}
	return 0;
}

/**
 * vma_check_counters() - compare the page counters of @mm with its VMAs.
 *
 * Context: mmap_lock held, no change under way.
 * Return: 0, or -EUCLEAN with the reason in the log.
 */
int vma_check_counters(struct mm_struct *mm)
{
	struct vma_sums sums = {};
	struct vm_area_struct *vma;
	VMA_ITERATOR(vmi, mm, 0);

	for_each_vma(vmi, vma)
		vma_sums_add(&sums, vma);
	if (sums.total == mm->total_vm && sums.locked == mm->locked_vm &&
	    sums.exec == mm->exec_vm && sums.stack == mm->stack_vm && sums.data == mm->data_vm)
		return 0;
	pr_emerg("mm %p: total %lu locked %lu exec %lu stack %lu data %lu, but its VMAs have %lu %lu %lu %lu %lu\n",
		 mm, mm->total_vm, mm->locked_vm, mm->exec_vm, mm->stack_vm, mm->data_vm,
		 sums.total, sums.locked, sums.exec, sums.stack, sums.data);
	return -EUCLEAN;
}

#ifdef CONFIG_DEBUG_VM_MAPLE_TREE
/*
 * Each change of an ordinary address space is followed by a look at all of its VMAs. Where there are many,
 * one in so many changes is, so that a change costs the look at some VALIDATE_VMAS on average.
 */
#define VALIDATE_VMAS	64

void validate_mm(struct mm_struct *mm)
{
	static atomic_t changes;

	if (atomic_inc_return(&changes) % (mm->map_count / VALIDATE_VMAS + 1) == 0)
		VM_BUG_ON_MM(vma_check_mm(mm), mm);
}
#endif
