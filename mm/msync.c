// SPDX-License-Identifier: GPL-2.0-only
/*
 * msync.c - write what was changed through shared mappings back to the file.
 *
 * Locks:      mmap_lock for reading, dropped around the writing.
 * Elsewhere:  writing (the file system's fsync).
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/sched.h>
#include <linux/syscalls.h>

static int check_arguments(unsigned long start, int flags)
{
	if (flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC))
		return -EINVAL;
	if (offset_in_page(start))
		return -EINVAL;
	if ((flags & MS_ASYNC) && (flags & MS_SYNC))
		return -EINVAL;
	return 0;
}

/* Write back [start, end) of the mapping; mmap_lock is dropped and taken again. */
static int sync_part(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long start,
		     unsigned long end)
{
	loff_t first = (start - vma->vm_start) + ((loff_t)vma->vm_pgoff << PAGE_SHIFT);
	struct file *file = get_file(vma->vm_file);
	int err;

	mmap_read_unlock(mm);
	err = vfs_fsync_range(file, first, first + (end - start) - 1, 1);
	fput(file);
	return err ?: mmap_read_lock_killable(mm);
}

/* Dirty pages of a shared mapping are known and written in time: MS_ASYNC has nothing to do. */
SYSCALL_DEFINE3(msync, unsigned long, start, size_t, len, int, flags)
{
	struct mm_struct *mm = current->mm;
	unsigned long end, part_end;
	struct vm_area_struct *vma;
	int unmapped = 0, err;

	start = untagged_addr(start);
	err = check_arguments(start, flags);
	if (err)
		return err;
	len = PAGE_ALIGN(len);
	end = start + len;
	if (end < start)
		return -ENOMEM;
	if (end == start)
		return 0;

	if (mmap_read_lock_killable(mm))
		return -EINTR;
	while (start < end) {
		vma = find_vma(mm, start);
		if (!vma || vma->vm_start >= end) {
			unmapped = -ENOMEM;
			break;
		}
		if (start < vma->vm_start) {
			unmapped = -ENOMEM;
			start = vma->vm_start;
		}
		if ((flags & MS_INVALIDATE) && (vma->vm_flags & VM_LOCKED)) {
			unmapped = -EBUSY;
			break;
		}
		part_end = min(end, vma->vm_end);
		if ((flags & MS_SYNC) && vma->vm_file && (vma->vm_flags & VM_SHARED)) {
			err = sync_part(mm, vma, start, part_end);
			if (err)
				return err;
		}
		start = part_end;
	}
	mmap_read_unlock(mm);
	return unmapped;
}
