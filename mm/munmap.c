// SPDX-License-Identifier: GPL-2.0-only
/*
 * munmap.c - taking a range out of an address space, and an address space out of the world.
 *
 *	before    [ A ][   B   ]  [ C ][    D    ]
 *	munmap            |-------------------|
 *	after     [ A ][ B ]                  [D ]
 *
 * B and D are trimmed, not split: a trim changes one number under the rmap locks, where a split
 * would make a VMA only for it to be freed. Only a hole inside one VMA needs a split.
 *
 * The order is what makes it safe:
 *   1. (vms_gather) write-lock the VMAs: page faults on them now queue at mmap_lock, which we hold;
 *   2. clear the PTEs; the pages are freed when the TLBs have been flushed (mmu_gather);
 *   3. take each VMA, or the trimmed part, out of its rmap trees: from here on nobody but us
 *      finds the page tables of the range;
 *   4. free the page tables, flush;
 *   5. close files, free the VMAs;
 *   6. one store over the range in mm->mm_mt, which shortens B's and D's entries as well.
 * Until 6 the tree leads to VMAs that are gone. Others who take mmap_lock cannot see that; a page
 * fault under RCU finds vm_refcnt 0, or another VMA in the memory, and queues too. The nodes for
 * 6 are reserved before 2, so that from there on nothing can fail.
 *
 * Owns:       the order above.
 * Locks:      mmap_lock for writing throughout.
 * Elsewhere:  clearing PTEs (zap.c); freeing page tables (pgtable-generic.c, mmu_gather.c).
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/syscalls.h>
#include <asm/mmu_context.h>
#include <asm/tlb.h>

#include "fault.h"
#include "map.h"
#include "mmap.h"
#include "vma.h"

static unsigned long part_start(const struct vma_munmap_struct *vms, struct vm_area_struct *vma)
{
	return max(vma->vm_start, vms->start);
}

static unsigned long part_end(const struct vma_munmap_struct *vms, struct vm_area_struct *vma)
{
	return min(vma->vm_end, vms->end);
}

/* By the tree, which has not changed since vms_gather(); no walk where the range has one VMA. */
static struct vm_area_struct *vms_first_vma(struct vma_munmap_struct *vms)
{
	if (vms->single)
		return vms->first;
	vma_iter_set(vms->vmi, vms->start);
	return vma_find(vms->vmi, vms->end);
}

static struct vm_area_struct *vms_next_vma(struct vma_munmap_struct *vms)
{
	return vms->single ? NULL : vma_find(vms->vmi, vms->end);
}

#define vms_for_each_vma(vms, vma) \
	for ((vma) = vms_first_vma(vms); (vma); (vma) = vms_next_vma(vms))

static void vms_count(struct vma_munmap_struct *vms, struct vm_area_struct *vma)
{
	unsigned long pages = (part_end(vms, vma) - part_start(vms, vma)) >> PAGE_SHIFT;

	vms->nr_pages += pages;
	if (vma->vm_flags & VM_ACCOUNT)
		vms->nr_accounted += pages;
	if (vma->vm_flags & VM_LOCKED)
		vms->locked_vm += pages;
	if (is_exec_mapping(vma->vm_flags))
		vms->exec_vm += pages;
	else if (is_stack_mapping(vma->vm_flags))
		vms->stack_vm += pages;
	else if (is_data_mapping(vma->vm_flags))
		vms->data_vm += pages;
}

/* A border inside a VMA has to suit its owner, even where a trim replaces the split. */
static int vms_check_border(struct vm_area_struct *vma, unsigned long addr)
{
	if (addr <= vma->vm_start || addr >= vma->vm_end)
		return 0;
	if (vma->vm_ops && vma->vm_ops->may_split)
		return vma->vm_ops->may_split(vma, addr);
	return 0;
}

static int vms_check_vma(struct vma_munmap_struct *vms, struct vm_area_struct *vma)
{
	int err;

	if (vma->vm_flags & VM_SEALED)
		return -EPERM;
	err = vms_check_border(vma, vms->start);
	return err ?: vms_check_border(vma, vms->end);
}

/**
 * vms_gather() - see what lies in [start, end), and whether it may go.
 *
 * Context: mmap_lock held for writing.
 * Return: 0, then vms_complete() unmaps without fail and vms_abort() leaves all as it was;
 *	   -ENOMEM, -EPERM (a sealed mapping) or a driver's refusal.
 */
int vms_gather(struct vma_munmap_struct *vms, struct vma_iterator *vmi, struct mm_struct *mm,
	       unsigned long start, unsigned long end)
{
	struct vm_area_struct *vma;
	int err;

	*vms = (struct vma_munmap_struct) { .vmi = vmi, .mm = mm, .start = start, .end = end };
	vma_iter_init(&vms->hole, mm, start);
	vms->first = vms_first_vma(vms);
	if (!vms->first)
		return 0;

	/* a hole in a single VMA: the part behind it becomes a VMA of its own */
	if (vms->first->vm_start < start && vms->first->vm_end > end) {
		if (vms->first->vm_flags & VM_SEALED)
			return -EPERM;
		err = vms_check_border(vms->first, start);
		if (err)
			return err;
		err = split_vma(vmi, vms->first, end, 0);
		if (err)
			return err;
		vms->first = vms_first_vma(vms);
	}
	vms->single = vms->first->vm_end >= end;
	vms_for_each_vma(vms, vma) {
		err = vms_check_vma(vms, vma);
		if (err)
			return err;
		vma_start_write(vma);
		vms_count(vms, vma);
		vms->last = vma;
	}
	vma_iter_config(&vms->hole, start, end);
	return vma_iter_prealloc(&vms->hole, NULL);
}

/** vms_abort() - leave everything as it is, after vms_gather() returned 0. */
void vms_abort(struct vma_munmap_struct *vms)
{
	vma_iter_free(&vms->hole);
}

/* The VMA behind the range. The iterator stands at the range's VMA, should there be only one. */
static struct vm_area_struct *vms_find_next(const struct vma_munmap_struct *vms)
{
	struct vma_iterator vmi = *vms->vmi;

	if (vms->last->vm_end > vms->end)
		return vms->last;
	if (!vms->single)
		vma_iter_set(&vmi, vms->end);
	return vma_next(&vmi);
}

static struct vm_area_struct *vms_find_prev(struct vma_munmap_struct *vms)
{
	if (vms->first->vm_start < vms->start)
		return vms->first;
	if (!vms->single)
		vma_iter_set(vms->vmi, vms->first->vm_start);
	return vma_prev(vms->vmi);
}

static void vms_detach_rmap(struct vma_munmap_struct *vms, struct vm_area_struct *vma)
{
	if (vma->vm_start < vms->start) {
		vma_trim(vma, vma->vm_start, vms->start);
	} else if (vma->vm_end > vms->end) {
		vma_trim(vma, vms->end, vma->vm_end);
	} else {
		unlink_anon_vmas(vma);
		unlink_file_vma(vma);
	}
}

/*
 * Page tables to free: those of a run of VMAs with no wide gap between them. Gaps are left out, for
 * to sweep their empty entries would cost more than the VMAs do.
 */
struct table_run {
	struct mmu_gather *tlb;
	unsigned long start;
	unsigned long end;
	unsigned long floor;		/* no table below here is ours */
};

/* [start, end) has been unmapped, out of reach of rmap; ranges come in ascending order. */
static void table_run_add(struct table_run *run, unsigned long start, unsigned long end)
{
	if (start - run->end > PMD_SIZE) {
		free_pgd_range(run->tlb, run->start, run->end, run->floor, start);
		run->start = start;
	}
	run->end = end;
}

static void table_run_finish(struct table_run *run, unsigned long ceiling)
{
	free_pgd_range(run->tlb, run->start, run->end, run->floor, ceiling);
}

/* Steps 2 to 4: after this nothing is mapped in the range. */
static void vms_unmap_pages(struct vma_munmap_struct *vms)
{
	unsigned long start = part_start(vms, vms->first), end;
	struct table_run run = { .start = start, .end = start };
	struct vm_area_struct *vma;
	struct mmu_gather tlb;

	/* page tables may go up to what remains on either side */
	vms->next = vms_find_next(vms);
	vms->prev = vms_find_prev(vms);
	tlb_gather_mmu(&tlb, vms->mm);
	update_hiwater_rss(vms->mm);
	run.tlb = &tlb;
	/* a VMA that keeps its lower part is not trimmed yet */
	run.floor = vms->prev ? min(vms->prev->vm_end, vms->start) : FIRST_USER_ADDRESS;
	vms_for_each_vma(vms, vma) {
		start = part_start(vms, vma);
		end = part_end(vms, vma);
		unmap_page_range(&tlb, vma, start, end, NULL);
		vms_detach_rmap(vms, vma);
		table_run_add(&run, start, end);
	}
	table_run_finish(&run, vms->next ? vms->next->vm_start : USER_PGTABLES_CEILING);
	tlb_finish_mmu(&tlb);
}

static void vms_uncount(struct vma_munmap_struct *vms)
{
	struct mm_struct *mm = vms->mm;

	update_hiwater_vm(mm);
	WRITE_ONCE(mm->total_vm, mm->total_vm - vms->nr_pages);
	mm->locked_vm -= vms->locked_vm;
	mm->exec_vm -= vms->exec_vm;
	mm->stack_vm -= vms->stack_vm;
	mm->data_vm -= vms->data_vm;
	if (vms->nr_accounted)
		vm_unacct_memory(vms->nr_accounted);
}

/* Step 5. A VMA that was trimmed stays. */
static void vms_remove_vmas(struct vma_munmap_struct *vms)
{
	struct vm_area_struct *vma;

	vms_for_each_vma(vms, vma) {
		if (vma == vms->prev || vma == vms->next)
			continue;
		remove_vma(vma);
		vms->mm->map_count--;
	}
	vms_uncount(vms);
}

/**
 * vms_complete() - unmap what vms_gather() found.
 *
 * Context: mmap_lock held for writing since vms_gather(). Cannot fail.
 */
void vms_complete(struct vma_munmap_struct *vms)
{
	if (!vms->first)
		return;
	vms_unmap_pages(vms);
	vms_remove_vmas(vms);
	vma_iter_store_prealloc(&vms->hole, NULL);
	validate_mm(vms->mm);
}

/** do_vmi_munmap() - munmap() with mmap_lock held for writing; checks its arguments. */
int do_vmi_munmap(struct vma_iterator *vmi, struct mm_struct *mm, unsigned long start,
		  size_t len)
{
	struct vma_munmap_struct vms;
	unsigned long end;
	int err;

	if (offset_in_page(start) || start > TASK_SIZE || len > TASK_SIZE - start)
		return -EINVAL;
	end = start + PAGE_ALIGN(len);
	if (end == start)
		return -EINVAL;

	err = vms_gather(&vms, vmi, mm, start, end);
	if (err)
		return err;
	vms_complete(&vms);
	return 0;
}

/** do_munmap() - do_vmi_munmap() for callers without an iterator. @uf is unused. */
int do_munmap(struct mm_struct *mm, unsigned long start, size_t len, struct list_head *uf)
{
	VMA_ITERATOR(vmi, mm, start);

	return do_vmi_munmap(&vmi, mm, start, len);
}

/**
 * vm_munmap() - munmap() in the current process.
 *
 * Context: mmap_lock not held; may sleep.
 * Return: 0 or an errno; -EINTR where a fatal signal came first.
 */
int vm_munmap(unsigned long start, size_t len)
{
	struct mm_struct *mm = current->mm;
	int ret;

	if (mmap_write_lock_killable(mm))
		return -EINTR;
	ret = do_munmap(mm, start, len, NULL);
	mmap_write_unlock(mm);
	return ret;
}

SYSCALL_DEFINE2(munmap, unsigned long, addr, size_t, len)
{
	return vm_munmap(untagged_addr(addr), len);
}

/**
 * exit_mmap() - empty an address space that nobody uses any more.
 *
 * Called by the last mmput(). Afterwards only the top-level page table is left, for mmdrop().
 */
void exit_mmap(struct mm_struct *mm)
{
	struct vma_munmap_struct vms = { .mm = mm, .end = ULONG_MAX };
	VMA_ITERATOR(vmi, mm, 0);
	struct vm_area_struct *vma;
	struct mmu_gather tlb;
	struct table_run run;

	vms.vmi = &vmi;
	arch_exit_mmap(mm);
	mmap_write_lock(mm);
	vms.first = vms_first_vma(&vms);
	if (!vms.first)
		goto destroy;	/* fork failed early */

	tlb_gather_mmu_fullmm(&tlb, mm);
	run = (struct table_run) {
		.tlb = &tlb, .start = vms.first->vm_start, .end = vms.first->vm_start,
		.floor = FIRST_USER_ADDRESS,
	};
	vms_for_each_vma(&vms, vma) {
		vma_start_write(vma);
		unmap_page_range(&tlb, vma, vma->vm_start, vma->vm_end, NULL);
		unlink_anon_vmas(vma);
		unlink_file_vma(vma);
		vms_count(&vms, vma);
		table_run_add(&run, vma->vm_start, vma->vm_end);
	}
	table_run_finish(&run, USER_PGTABLES_CEILING);
	tlb_finish_mmu(&tlb);
	vms_remove_vmas(&vms);
	VM_BUG_ON_MM(mm->map_count, mm);
destroy:
	__mt_destroy(&mm->mm_mt);
	mmap_write_unlock(mm);
}
