// SPDX-License-Identifier: GPL-2.0-only
/*
 * brk.c - the heap: one anonymous range behind the program, moved by its upper end.
 *
 * Owns:       mm->brk.
 * Invariant:  [start_brk, brk) was given to the program by brk(); it need not be mapped, for
 *             the program may have unmapped parts of it.
 * Locks:      mmap_lock for writing.
 * Elsewhere:  where the heap starts (fs/binfmt_elf.c, mmap_area.c).
 */
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>

#include "mmap.h"
#include "vma.h"

static bool brk_within_limits(struct mm_struct *mm, unsigned long brk)
{
	unsigned long limit = rlimit(RLIMIT_DATA);
	unsigned long data = mm->end_data - mm->start_data;

	if (brk < mm->start_brk)
		return false;
	return limit == RLIM_INFINITY || brk - mm->start_brk + data <= limit;
}

static bool shrink_heap(struct mm_struct *mm, unsigned long from, unsigned long to)
{
	VMA_ITERATOR(vmi, mm, from);

	return !do_vmi_munmap(&vmi, mm, from, to - from);
}

/* The heap keeps a page away from what follows, and a guard gap from a stack. */
static bool grow_heap(struct mm_struct *mm, unsigned long from, unsigned long to)
{
	struct vm_area_struct *next = find_vma_intersection(mm, from,
							    to + PAGE_SIZE + stack_guard_gap);
	VMA_ITERATOR(vmi, mm, from);

	if (next && to + PAGE_SIZE > vm_start_gap(next))
		return false;
	if (to > TASK_SIZE || !mlock_future_ok(mm, mm->def_flags, to - from))
		return false;
	return !do_brk_flags(&vmi, from, to - from, 0);
}

/* Never fails: who asks for the impossible gets the break as it is. */
SYSCALL_DEFINE1(brk, unsigned long, brk)
{
	struct mm_struct *mm = current->mm;
	unsigned long old, old_end, new_end, populate = 0;
	bool done;

	if (mmap_write_lock_killable(mm))
		return -EINTR;
	old = mm->brk;
	old_end = PAGE_ALIGN(old);
	new_end = PAGE_ALIGN(brk);

	if (!brk_within_limits(mm, brk) || (!new_end && brk))
		done = false;
	else if (new_end == old_end)
		done = true;
	else if (new_end < old_end)
		done = shrink_heap(mm, new_end, old_end);
	else
		done = grow_heap(mm, old_end, new_end);

	if (done) {
		mm->brk = brk;
		if (new_end > old_end && (mm->def_flags & VM_LOCKED))
			populate = new_end - old_end;
	}
	mmap_write_unlock(mm);
	if (populate)
		mm_populate(old_end, populate);
	return done ? brk : old;
}

/**
 * vm_brk_flags() - map anonymous memory at a fixed place, for the zero part of a program.
 * @flags: VM_EXEC or 0
 *
 * Context: mmap_lock not held.
 * Return: 0 or an errno. What was mapped there is replaced.
 */
int vm_brk_flags(unsigned long addr, unsigned long request, unsigned long flags)
{
	struct mm_struct *mm = current->mm;
	unsigned long len = PAGE_ALIGN(request);
	VMA_ITERATOR(vmi, mm, addr);
	bool populate;
	int ret;

	if (len < request)
		return -ENOMEM;
	if (!len)
		return 0;
	if (flags & ~VM_EXEC)
		return -EINVAL;
	if (addr > TASK_SIZE || len > TASK_SIZE - addr)
		return -ENOMEM;
	if (mmap_write_lock_killable(mm))
		return -EINTR;

	ret = mlock_future_ok(mm, mm->def_flags, len) ? 0 : -EAGAIN;
	if (!ret && find_vma_intersection(mm, addr, addr + len))
		ret = do_vmi_munmap(&vmi, mm, addr, len);
	if (!ret)
		ret = do_brk_flags(&vmi, addr, len, flags);
	populate = mm->def_flags & VM_LOCKED;
	mmap_write_unlock(mm);
	if (populate && !ret)
		mm_populate(addr, len);
	return ret;
}
