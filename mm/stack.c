// SPDX-License-Identifier: GPL-2.0-only
/*
 * stack.c - VMAs that grow downwards when touched below their start.
 *
 * Whoever finds, under mmap_lock for reading, that an address lies below a VM_GROWSDOWN VMA has to
 * take the lock for writing to extend it. lock_mm_and_find_vma() does this for the page fault;
 * expand_stack() for others (access to another process's memory).
 *
 * A stack never comes closer than stack_guard_gap to what lies below, so that a function
 * that skips far with its frame hits unmapped memory and not a neighbour. Neighbours that have no
 * access at all are guards themselves.
 *
 * Owns:       stack_guard_gap.
 * Locks:      mmap_lock for writing.
 */
#include <linux/extable.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>

#include "fault.h"
#include "mmap.h"
#include "vma.h"

unsigned long stack_guard_gap __read_mostly = 256UL << PAGE_SHIFT;	/* bytes */

static int __init cmdline_parse_stack_guard_gap(char *p)
{
	char *end;
	unsigned long pages = simple_strtoul(p, &end, 10);

	if (!*end)
		stack_guard_gap = pages << PAGE_SHIFT;
	return 1;
}
__setup("stack_guard_gap=", cmdline_parse_stack_guard_gap);

/* May a stack have @size bytes, @grow pages of them new? */
static int acct_stack_growth(struct vm_area_struct *vma, unsigned long size, unsigned long grow)
{
	struct mm_struct *mm = vma->vm_mm;

	if (!may_expand_vm(mm, vma->vm_flags, grow))
		return -ENOMEM;
	if (size > rlimit(RLIMIT_STACK))
		return -ENOMEM;
	if (!mlock_future_ok(mm, vma->vm_flags, grow << PAGE_SHIFT))
		return -ENOMEM;
	if ((vma->vm_flags & VM_ACCOUNT) && security_vm_enough_memory_mm(mm, grow))
		return -ENOMEM;
	return 0;
}

static bool guard_gap_ok(struct vm_area_struct *vma, unsigned long address)
{
	struct vm_area_struct *prev;

	find_vma_prev(vma->vm_mm, vma->vm_start, &prev);
	if (!prev || (prev->vm_flags & VM_GROWSDOWN) || !vma_is_accessible(prev))
		return !prev || address >= prev->vm_end;
	return address - prev->vm_end >= stack_guard_gap && address >= prev->vm_end;
}

/**
 * expand_downwards() - let @vma start at the page of @address.
 *
 * Context: mmap_lock held for writing.
 * Return: 0; -EPERM (too low), -ENOMEM, -EFAULT (not a VMA that grows).
 */
int expand_downwards(struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	VMA_ITERATOR(vmi, mm, address);
	unsigned long grow;
	int err;

	if (!(vma->vm_flags & VM_GROWSDOWN))
		return -EFAULT;
	address &= PAGE_MASK;
	if (address < mmap_min_addr || address < FIRST_USER_ADDRESS)
		return -EPERM;
	if (address >= vma->vm_start)
		return 0;
	if (!guard_gap_ok(vma, address))
		return -ENOMEM;

	grow = (vma->vm_start - address) >> PAGE_SHIFT;
	if (grow > vma->vm_pgoff)
		return -ENOMEM;
	err = acct_stack_growth(vma, vma->vm_end - address, grow);
	if (err)
		return err;
	err = vma_expand_start(&vmi, vma, address);
	if (err) {
		if (vma->vm_flags & VM_ACCOUNT)
			vm_unacct_memory(grow);
		return err;
	}
	if (vma->vm_flags & VM_LOCKED)
		mm->locked_vm += grow;
	vm_stat_account(mm, vma->vm_flags, grow);
	return 0;
}

/* The VMA that covers @addr, after growing it if need be. mmap_lock held for writing. */
struct vm_area_struct *find_extend_vma_locked(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma = find_vma(mm, addr & PAGE_MASK);

	if (!vma || vma->vm_start <= addr)
		return vma;
	if (!(vma->vm_flags & VM_GROWSDOWN) || expand_downwards(vma, addr))
		return NULL;
	if (vma->vm_flags & VM_LOCKED)
		populate_vma_page_range(vma, addr & PAGE_MASK, vma->vm_end, NULL);
	return vma;
}

/**
 * expand_stack() - make @addr part of a VMA, when find_vma() found only the one above.
 *
 * Context: mmap_lock held for reading, dropped meanwhile: pointers to VMAs are stale afterwards.
 * Return: the VMA with mmap_lock held for reading; or NULL, and the lock is not held.
 */
struct vm_area_struct *expand_stack(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;

	mmap_read_unlock(mm);
	if (mmap_write_lock_killable(mm))
		return NULL;
	vma = find_extend_vma_locked(mm, addr);
	if (!vma) {
		mmap_write_unlock(mm);
		return NULL;
	}
	mmap_write_downgrade(mm);
	return vma;
}

/*
 * A fault of the kernel's, on a user address, that no exception-table entry expects is a bug. It may
 * have happened with mmap_lock held: report it instead of waiting for ourselves.
 */
static bool lock_for_fault(struct mm_struct *mm, struct pt_regs *regs)
{
	if (likely(mmap_read_trylock(mm)))
		return true;
	if (regs && !user_mode(regs) && !search_exception_tables(instruction_pointer(regs)))
		return false;
	return !mmap_read_lock_killable(mm);
}

/**
 * lock_mm_and_find_vma() - the VMA of a fault, under mmap_lock.
 * @regs: where the fault happened, or NULL
 *
 * Return: the VMA that covers @addr, grown if it is a stack, with mmap_lock held for reading; or
 *	   NULL, and the lock is not held.
 */
struct vm_area_struct *lock_mm_and_find_vma(struct mm_struct *mm, unsigned long addr,
					    struct pt_regs *regs)
{
	struct vm_area_struct *vma;

	if (!lock_for_fault(mm, regs))
		return NULL;
	vma = find_vma(mm, addr);
	if (likely(vma && vma->vm_start <= addr))
		return vma;
	if (vma && (vma->vm_flags & VM_GROWSDOWN))
		return expand_stack(mm, addr);
	mmap_read_unlock(mm);
	return NULL;
}
