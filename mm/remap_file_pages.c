// SPDX-License-Identifier: GPL-2.0-only
/*
 * remap_file_pages.c - an old system call, by means of mmap().
 *
 * It used to permute the pages inside one VMA. Now the window becomes a VMA of its own, which
 * programs cannot tell from the former but by the number of VMAs.
 *
 * Locks:      mmap_lock for writing.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/syscalls.h>

#include "mmap.h"

/* Whether [start, start + size) is covered by shared mappings of @file alone, without holes. */
static bool is_one_window(struct mm_struct *mm, unsigned long start, unsigned long end,
			  struct vm_area_struct *first)
{
	struct vm_area_struct *vma = first;

	while (vma->vm_end < end) {
		struct vm_area_struct *next = vma_lookup(mm, vma->vm_end);

		if (!next || next->vm_file != first->vm_file || next->vm_flags != first->vm_flags)
			return false;
		vma = next;
	}
	return true;
}

static unsigned long prot_of(vm_flags_t flags)
{
	return (flags & VM_READ ? PROT_READ : 0) | (flags & VM_WRITE ? PROT_WRITE : 0) |
	       (flags & VM_EXEC ? PROT_EXEC : 0);
}

static long remap_window(struct mm_struct *mm, unsigned long start, unsigned long size,
			 unsigned long pgoff, unsigned long flags, unsigned long *populate)
{
	struct vm_area_struct *vma = vma_lookup(mm, start);
	struct file *file;
	unsigned long ret;

	if (!vma || !(vma->vm_flags & VM_SHARED) || !is_one_window(mm, start, start + size, vma))
		return -EINVAL;
	flags &= MAP_NONBLOCK;
	flags |= MAP_SHARED | MAP_FIXED | MAP_POPULATE;
	if (vma->vm_flags & VM_LOCKED)
		flags |= MAP_LOCKED;
	file = get_file(vma->vm_file);
	ret = do_mmap(file, start, size, prot_of(vma->vm_flags), flags, 0, pgoff, populate, NULL);
	fput(file);
	return IS_ERR_VALUE(ret) ? (long)ret : 0;
}

SYSCALL_DEFINE5(remap_file_pages, unsigned long, start, unsigned long, size, unsigned long, prot,
		unsigned long, pgoff, unsigned long, flags)
{
	struct mm_struct *mm = current->mm;
	unsigned long populate = 0;
	long ret;

	pr_warn_once("%s (%d) uses deprecated remap_file_pages() syscall.\n", current->comm,
		     current->pid);
	if (prot)
		return -EINVAL;
	start &= PAGE_MASK;
	size &= PAGE_MASK;
	if (start + size <= start)
		return -EINVAL;
	if (pgoff + (size >> PAGE_SHIFT) < pgoff)
		return -EINVAL;

	if (mmap_write_lock_killable(mm))
		return -EINTR;
	ret = remap_window(mm, start, size, pgoff, flags, &populate);
	mmap_write_unlock(mm);
	if (populate)
		mm_populate(start, populate);
	return ret;
}
