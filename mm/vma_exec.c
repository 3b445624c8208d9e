// SPDX-License-Identifier: GPL-2.0-only
/*
 * vma_exec.c - the stack of a new program.
 *
 * execve() copies the arguments into the new address space before it knows what kind of
 * program this is; the stack waits at STACK_TOP_MAX meanwhile. When the program's format has decided
 * on the stack's top, setup_arg_pages() moves VMA and pages there.
 *
 * Until then the VMA bears VM_STACK_INCOMPLETE_SETUP: during the move the rmap computes wrong
 * addresses for its pages, and whoever must find each mapping of a page leaves them alone.
 *
 * Locks:      mmap_lock for writing of an mm that one task uses.
 * Elsewhere:  what is on the stack (fs/exec.c, fs/binfmt_elf.c).
 */
#include <linux/binfmts.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/pgtable.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <asm/tlb.h>

#include "fault.h"
#include "map.h"
#include "mmap.h"
#include "vma.h"

/**
 * create_init_stack_vma() - one page of stack for the arguments of execve().
 * @vmap: out: the VMA
 * @top_mem_p: out: where the first argument byte goes below
 *
 * Return: 0 or an errno.
 */
int create_init_stack_vma(struct mm_struct *mm, struct vm_area_struct **vmap,
			  unsigned long *top_mem_p)
{
	struct vm_area_struct *vma = vm_area_alloc(mm);
	int err;

	if (!vma)
		return -ENOMEM;
	vma_set_anonymous(vma);
	vma->vm_end = STACK_TOP_MAX;
	vma->vm_start = vma->vm_end - PAGE_SIZE;
	vm_flags_init(vma, VM_STACK_FLAGS | VM_STACK_INCOMPLETE_SETUP);
	vma->vm_page_prot = vm_get_page_prot(vma->vm_flags);

	err = mmap_write_lock_killable(mm);
	if (err)
		goto free_vma;
	err = insert_vm_struct(mm, vma);
	if (!err)
		mm->stack_vm = mm->total_vm = 1;
	mmap_write_unlock(mm);
	if (err)
		goto free_vma;
	*vmap = vma;
	*top_mem_p = vma->vm_end - sizeof(void *);
	return 0;

free_vma:
	vm_area_free(vma);
	return err;
}

/*
 * A move ended half-way: what has arrived in [start, end) lies in no VMA, so that nobody else would
 * find it. The program will not run.
 */
static void drop_moved(struct vm_area_struct *vma, struct vm_area_struct *prev, unsigned long start,
		       unsigned long end)
{
	struct mmu_gather tlb;

	tlb_gather_mmu(&tlb, vma->vm_mm);
	unmap_page_range(&tlb, vma, start, end, NULL);
	free_pgd_range(&tlb, start, end, prev ? prev->vm_end : FIRST_USER_ADDRESS, vma->vm_start);
	tlb_finish_mmu(&tlb);
}

/* Move @vma with its pages down by @shift; nothing may be in the way. */
static int relocate_vma_down(struct vm_area_struct *vma, unsigned long shift)
{
	unsigned long old_start = vma->vm_start, old_end = vma->vm_end;
	unsigned long new_start = old_start - shift, len = old_end - old_start;
	struct mm_struct *mm = vma->vm_mm;
	struct vm_area_struct *prev;
	struct mmu_gather tlb;
	int err = -ENOMEM;

	if (find_vma_prev(mm, new_start, &prev) != vma)
		return -EFAULT;
	vma_start_write(vma);
	if (move_page_tables(vma, old_start, vma, new_start, len, false) == len)
		err = vma_shift_down(vma, shift);
	if (err) {
		drop_moved(vma, prev, new_start, min(new_start + len, old_start));
		return err;
	}

	/* the tables that only the old place needed */
	tlb_gather_mmu(&tlb, mm);
	free_pgd_range(&tlb, max(old_start, vma->vm_end), old_end, vma->vm_end,
		       USER_PGTABLES_CEILING);
	tlb_finish_mmu(&tlb);
	return 0;
}

static vm_flags_t stack_flags(struct mm_struct *mm, int executable_stack)
{
	vm_flags_t flags = VM_STACK_FLAGS;

	if (executable_stack == EXSTACK_ENABLE_X)
		flags |= VM_EXEC;
	else if (executable_stack == EXSTACK_DISABLE_X)
		flags &= ~VM_EXEC;
	return flags | mm->def_flags | VM_STACK_INCOMPLETE_SETUP;
}

static int set_stack_flags(struct vm_area_struct **vmap, vm_flags_t flags)
{
	struct vm_area_struct *vma = *vmap, *prev = NULL;
	VMA_ITERATOR(vmi, vma->vm_mm, vma->vm_start);
	struct mmu_gather tlb;
	int err;

	if (vma->vm_flags == flags)
		return 0;
	tlb_gather_mmu(&tlb, vma->vm_mm);
	err = mprotect_fixup(&vmi, &tlb, vma, &prev, vma->vm_start, vma->vm_end, flags);
	tlb_finish_mmu(&tlb);
	return err;
}

/* Some stack is there from the start, as far as the limit goes. */
static int grow_initial_stack(struct vm_area_struct *vma, unsigned long rlim_stack)
{
	unsigned long size = vma->vm_end - vma->vm_start + SZ_128K;

	size = min(size, rlim_stack & PAGE_MASK);
	return expand_downwards(vma, vma->vm_end - size) ? -EFAULT : 0;
}

/**
 * setup_arg_pages() - give the stack its place and its protection.
 * @stack_top: the address behind it
 * @executable_stack: EXSTACK_*
 *
 * Context: current->mm is bprm->mm already.
 * Return: 0 or an errno. bprm->p, bprm->exec and mm->arg_start move along.
 */
int setup_arg_pages(struct linux_binprm *bprm, unsigned long stack_top, int executable_stack)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma = bprm->vma;
	unsigned long shift;
	int err;

	stack_top = PAGE_ALIGN(stack_top);
	if (stack_top < mmap_min_addr || stack_top > vma->vm_end ||
	    vma->vm_end - vma->vm_start >= stack_top - mmap_min_addr)
		return -ENOMEM;
	shift = vma->vm_end - stack_top;
	bprm->p -= shift;
	bprm->exec -= shift;
	mm->arg_start = bprm->p;

	if (mmap_write_lock_killable(mm))
		return -EINTR;
	err = set_stack_flags(&vma, stack_flags(mm, executable_stack));
	if (!err && shift)
		err = relocate_vma_down(vma, shift);
	if (!err) {
		vm_flags_clear(vma, VM_STACK_INCOMPLETE_SETUP);
		mm->start_stack = bprm->p;
		err = grow_initial_stack(vma, bprm->rlim_stack.rlim_cur);
	}
	mmap_write_unlock(mm);
	return err;
}
