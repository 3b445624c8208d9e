// SPDX-License-Identifier: GPL-2.0-only
/*
 * mseal.c - mappings that stay as they are until the process ends.
 *
 * VM_SEALED refuses munmap, mremap, mprotect, MAP_FIXED over it, and advice that would drop the
 * contents of memory which its holder may not write. There is no way back.
 *
 * Locks:      mmap_lock for writing.
 * Elsewhere:  the refusals, each where the call is.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/sched.h>
#include <linux/syscalls.h>

#include "mmap.h"
#include "vma.h"

static bool is_covered(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct vm_area_struct *vma;

	for (; start < end; start = vma->vm_end) {
		vma = vma_lookup(mm, start);
		if (!vma)
			return false;
	}
	return true;
}

static int seal_range(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct vm_area_struct *vma, *prev;
	unsigned long part_end;

	vma = find_vma_prev(mm, start, &prev);
	if (vma && vma->vm_start < start)
		prev = vma;
	while (start < end) {
		VMA_ITERATOR(vmi, mm, start);

		vma = vma_lookup(mm, start);
		part_end = min(vma->vm_end, end);
		if (!(vma->vm_flags & VM_SEALED)) {
			vma = vma_modify_flags(&vmi, prev, vma, start, part_end,
					       vma->vm_flags | VM_SEALED);
			if (IS_ERR(vma))
				return PTR_ERR(vma);
			vm_flags_set(vma, VM_SEALED);
		}
		prev = vma;
		start = part_end;
	}
	return 0;
}

SYSCALL_DEFINE3(mseal, unsigned long, start, size_t, len_in, unsigned long, flags)
{
	struct mm_struct *mm = current->mm;
	size_t len = PAGE_ALIGN(len_in);
	unsigned long end;
	int ret = -ENOMEM;

	start = untagged_addr(start);
	if (flags || !PAGE_ALIGNED(start) || (len_in && !len))
		return -EINVAL;
	end = start + len;
	if (end < start)
		return -EINVAL;
	if (end == start)
		return 0;
	if (mmap_write_lock_killable(mm))
		return -EINTR;
	/* a range with holes is refused before anything is sealed */
	if (is_covered(mm, start, end))
		ret = seal_range(mm, start, end);
	mmap_write_unlock(mm);
	return ret;
}
