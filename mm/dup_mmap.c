// SPDX-License-Identifier: GPL-2.0-only
/*
 * dup_mmap.c - fork: a second address space like the first.
 *
 * The tree is copied as a whole, node by node, and then each slot's VMA is replaced by its copy;
 * no search, no rebalancing. Readers cannot get at the new tree yet, so that it is not in RCU mode.
 * Until a slot has been replaced it points to the parent's VMA: should we fail half-way, the rest is
 * cleared before anybody sees it, and the caller's mmput() takes down what was made.
 *
 * Owns:       the child's VMAs until it runs.
 * Locks:      mmap_lock of both for writing, parent first; each VMA of the parent's is
 *             write-locked, so that no page fault changes what is being copied.
 * Elsewhere:  page tables (copy_mm.c), anon_vma (rmap.c); the mm itself (kernel/fork.c).
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <asm/mmu_context.h>
#include <asm/tlbflush.h>

#include "fault.h"
#include "map.h"
#include "mmap.h"
#include "vma.h"

static void link_copy_to_file(struct vm_area_struct *copy, struct vm_area_struct *orig)
{
	struct address_space *mapping;

	if (!copy->vm_file)
		return;
	get_file(copy->vm_file);
	mapping = copy->vm_file->f_mapping;
	i_mmap_lock_write(mapping);
	if (is_shared_maywrite(copy->vm_flags))
		mapping_allow_writable(mapping);
	/* next to the original: the place needs no search */
	vma_interval_tree_insert_after(copy, orig, &mapping->i_mmap);
	i_mmap_unlock_write(mapping);
}

/* A copy of @orig in @mm, in no tree yet. */
static struct vm_area_struct *copy_one_vma(struct mm_struct *mm, struct vm_area_struct *orig)
{
	struct vm_area_struct *copy = vm_area_dup(orig);

	if (!copy)
		return NULL;
	copy->vm_mm = mm;
	vm_flags_init(copy, orig->vm_flags & ~VM_LOCKED_MASK);
	if (orig->vm_flags & VM_WIPEONFORK) {
		copy->anon_vma = NULL;
	} else if (anon_vma_fork(copy, orig)) {
		vm_area_free(copy);
		return NULL;
	}
	return copy;
}

static struct vm_area_struct *dup_one_vma(struct vma_iterator *vmi, struct mm_struct *mm,
					  struct vm_area_struct *orig)
{
	unsigned long charge = orig->vm_flags & VM_ACCOUNT ? vma_pages(orig) : 0;
	struct vm_area_struct *copy;

	if (charge && security_vm_enough_memory_mm(orig->vm_mm, charge))
		return NULL;
	copy = copy_one_vma(mm, orig);
	if (!copy) {
		vm_unacct_memory(charge);
		return NULL;
	}
	/* the slot is there, over the same range: nothing to allocate */
	vma_mark_attached(copy);
	mas_store(&vmi->mas, copy);
	mm->map_count++;
	link_copy_to_file(copy, orig);
	if (copy->vm_ops && copy->vm_ops->open)
		copy->vm_ops->open(copy);
	return copy;
}

static int skip_vma(struct vma_iterator *vmi, struct mm_struct *mm, struct vm_area_struct *orig)
{
	vm_stat_account(mm, orig->vm_flags, -(long)vma_pages(orig));
	return vma_iter_clear_gfp(vmi, orig->vm_start, orig->vm_end, GFP_KERNEL);
}

/* Returns an errno, and in *@resume where the child's tree still has the parent's VMAs. */
static int dup_all_vmas(struct vma_iterator *vmi, struct mm_struct *mm, unsigned long *resume)
{
	struct vm_area_struct *orig, *copy;
	int err;

	for_each_vma(*vmi, orig) {
		*resume = orig->vm_start;
		vma_start_write(orig);
		if (orig->vm_flags & VM_DONTCOPY) {
			err = skip_vma(vmi, mm, orig);
			if (err)
				return err;
			continue;
		}
		if (fatal_signal_pending(current))
			return -EINTR;
		copy = dup_one_vma(vmi, mm, orig);
		if (!copy)
			return -ENOMEM;
		*resume = orig->vm_end;
		if (orig->vm_flags & VM_WIPEONFORK)
			continue;
		err = copy_page_range(copy, orig);
		if (err)
			return err;
	}
	*resume = ULONG_MAX;
	return 0;
}

/**
 * dup_mmap() - fill the empty address space @mm with a copy of @oldmm's mappings.
 *
 * VM_DONTCOPY VMAs are left out, VM_WIPEONFORK ones start empty; locked memory is not locked in
 * the copy.
 *
 * Return: 0, or an errno; then @mm has a consistent part of the copy, for mmput() to undo.
 */
int dup_mmap(struct mm_struct *mm, struct mm_struct *oldmm)
{
	VMA_ITERATOR(vmi, mm, 0);
	unsigned long resume = 0;
	int err;

	if (mmap_write_lock_killable(oldmm))
		return -EINTR;
	mmap_write_lock_nested(mm, SINGLE_DEPTH_NESTING);

	mm->total_vm = oldmm->total_vm;
	mm->data_vm = oldmm->data_vm;
	mm->exec_vm = oldmm->exec_vm;
	mm->stack_vm = oldmm->stack_vm;
	err = __mt_dup(&oldmm->mm_mt, &mm->mm_mt, GFP_KERNEL);
	if (err)
		goto unlock;
	mt_clear_in_rcu(&mm->mm_mt);
	err = dup_all_vmas(&vmi, mm, &resume);
	if (err && resume != ULONG_MAX)
		vma_iter_clear_gfp(&vmi, resume, ULONG_MAX, GFP_KERNEL | __GFP_NOFAIL);
	mt_set_in_rcu(&mm->mm_mt);
	if (!err)
		err = arch_dup_mmap(oldmm, mm);
unlock:
	mmap_write_unlock(mm);
	/* private pages of the parent's are write-protected now: its TLBs must know */
	flush_tlb_mm(oldmm);
	mmap_write_unlock(oldmm);
	return err;
}
