// SPDX-License-Identifier: GPL-2.0-only
/*
 * gup_populate.c - fault memory in before it is touched: MAP_POPULATE, mlock, MADV_POPULATE_*, and
 * around user buffers that are about to be copied.
 *
 * Owns:       nothing.
 * Invariant:  after success each page of the range was present at some time.
 * Locks:      mmap_lock for reading, which faults may drop.
 * Elsewhere:  one page (gup.c); who asks (mmap.c, mlock.c, madvise.c).
 */
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/uaccess.h>
#include "fault.h"
#include "gup.h"

/**
 * populate_vma_page_range() - fault in a range of one VMA
 * @locked: NULL, or points to 1; 0 is stored where mmap_lock was dropped
 *
 * Private memory that may be written is faulted in for writing, so that mlocked pages do not have to
 * be copied later.
 *
 * Context: mmap_lock held for reading.
 * Return: number of pages, or an error.
 */
long populate_vma_page_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
			     int *locked)
{
	unsigned long nr_pages = (end - start) >> PAGE_SHIFT;
	unsigned int gup_flags = FOLL_TOUCH;
	int local_locked = 1;

	VM_BUG_ON_VMA(start < vma->vm_start || end > vma->vm_end, vma);
	mmap_assert_locked(vma->vm_mm);
	if (vma->vm_flags & VM_LOCKONFAULT)
		return nr_pages;
	if ((vma->vm_flags & (VM_WRITE | VM_SHARED)) == VM_WRITE)
		gup_flags |= FOLL_WRITE;
	/* so that a mapping that can only be executed, say, is faulted in as well */
	if (vma_is_accessible(vma))
		gup_flags |= FOLL_FORCE;
	if (locked)
		gup_flags |= FOLL_UNLOCKABLE;
	return gup_faultin(vma->vm_mm, start, nr_pages, gup_flags, locked ? locked : &local_locked);
}

/**
 * faultin_page_range() - fault in a range for reading or writing, whatever VMAs it consists of
 * @locked: points to 1; 0 is stored where mmap_lock was dropped
 *
 * Context: mmap_lock held for reading.
 * Return: number of pages before @locked was cleared or an error came; -EFAULT where the
 * access is not permitted.
 */
long faultin_page_range(struct mm_struct *mm, unsigned long start, unsigned long end, bool write,
			int *locked)
{
	unsigned int gup_flags = FOLL_TOUCH | FOLL_HWPOISON | FOLL_UNLOCKABLE;

	VM_BUG_ON(!PAGE_ALIGNED(start) || !PAGE_ALIGNED(end));
	mmap_assert_locked(mm);
	if (write)
		gup_flags |= FOLL_WRITE;
	return gup_faultin(mm, start, (end - start) >> PAGE_SHIFT, gup_flags, locked);
}

/**
 * __mm_populate() - fault in what is mapped in a range, holes left out
 * @ignore_errors: go on after a VMA that cannot be faulted in
 *
 * Context: mmap_lock not held; sleeps.
 * Return: 0 or an error.
 */
int __mm_populate(unsigned long start, unsigned long len, int ignore_errors)
{
	struct mm_struct *mm = current->mm;
	unsigned long end = start + len, next, stop;
	int locked = 0;
	long ret = 0;

	for (next = start; next < end; ) {
		struct vm_area_struct *vma;

		if (!locked) {
			locked = 1;
			mmap_read_lock(mm);
		}
		vma = find_vma_intersection(mm, next, end);
		if (!vma)
			break;
		stop = min(end, vma->vm_end);
		if (vma->vm_flags & (VM_IO | VM_PFNMAP)) {
			next = stop;
			continue;
		}
		next = max(next, vma->vm_start);
		ret = populate_vma_page_range(vma, next, stop, &locked);
		if (ret == -EAGAIN && !locked) {
			ret = 0;
			continue;
		}
		if (ret < 0) {
			if (!ignore_errors)
				break;
			ret = 0;
			next = stop;
			continue;
		}
		next += ret << PAGE_SHIFT;
		ret = 0;
	}
	if (locked)
		mmap_read_unlock(mm);
	return ret;
}

/* ---- user buffers ------------------------------------------------------------------------- */

/*
 * Copying to or from user memory with page faults disabled stops at a page that is not present. These
 * touch the buffer first; what they return was not accessible.
 */

/* Step through [start, start + size) page by page, the first step from @start itself. */
#define for_each_user_page(addr, start, size)					\
	for (addr = (start); (addr) - (start) < (size);				\
	     addr = ((addr) & PAGE_MASK) + PAGE_SIZE)

/**
 * fault_in_readable() - make a user buffer present for reading
 *
 * Return: how many bytes at its end are not.
 */
size_t fault_in_readable(const char __user *uaddr, size_t size)
{
	unsigned long start = (unsigned long)uaddr, addr;
	volatile char c;

	if (!access_ok(uaddr, size))
		return size;
	for_each_user_page(addr, start, size)
		if (__get_user(c, (const char __user *)addr))
			return start + size - addr;
	(void)c;
	return 0;
}

/**
 * fault_in_writeable() - make a user buffer present for writing; it will be overwritten
 *
 * Return: how many bytes at its end are not. The first byte of each page is set to 0.
 */
size_t fault_in_writeable(char __user *uaddr, size_t size)
{
	unsigned long start = (unsigned long)uaddr, addr;

	if (!access_ok(uaddr, size))
		return size;
	for_each_user_page(addr, start, size)
		if (__put_user(0, (char __user *)addr))
			return start + size - addr;
	return 0;
}

/**
 * fault_in_safe_writeable() - as fault_in_writeable(), without changing what is there
 */
size_t fault_in_safe_writeable(const char __user *uaddr, size_t size)
{
	unsigned long start = (unsigned long)untagged_addr(uaddr), addr;
	struct mm_struct *mm = current->mm;
	bool unlocked = false;

	if (!size)
		return 0;
	mmap_read_lock(mm);
	for_each_user_page(addr, start, size)
		if (fixup_user_fault(mm, addr, FAULT_FLAG_WRITE, &unlocked))
			break;
	mmap_read_unlock(mm);
	return addr - start < size ? start + size - addr : 0;
}
