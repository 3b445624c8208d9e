// SPDX-License-Identifier: GPL-2.0-only
/*
 * gup_access.c - read and write another process's memory: /proc/PID/{mem,cmdline,environ}, core
 * dumps, process_vm_readv and the like.
 *
 * Owns:       nothing.
 * Invariant:  what is written to an executable page is seen by the other process's instruction fetch.
 * Locks:      the other mm's mmap_lock for reading.
 * Elsewhere:  whether it is permitted (callers: ptrace_may_access()).
 */
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include "fault.h"
#include "gup.h"

/* Copy within one page, which is held. */
static void copy_in_page(struct page *page, unsigned long addr, void *buf, int len, bool write)
{
	void *at = page_address(page) + offset_in_page(addr);

	if (write) {
		memcpy(at, buf, len);
		set_page_dirty_lock(page);
	} else {
		memcpy(buf, at, len);
	}
}

/* Memory without struct page belongs to a driver, which may know how to get at it. */
static int access_special(struct mm_struct *mm, unsigned long addr, void *buf, int len, bool write)
{
	struct vm_area_struct *vma = vma_lookup(mm, addr);

	if (!vma || !vma->vm_ops || !vma->vm_ops->access)
		return 0;
	return vma->vm_ops->access(vma, addr, buf, len, write);
}

/**
 * __access_remote_vm() - copy to (FOLL_WRITE) or from @mm's memory
 *
 * Return: how many bytes, up to the first that cannot be reached.
 */
int __access_remote_vm(struct mm_struct *mm, unsigned long addr, void *buf, int len,
		       unsigned int gup_flags)
{
	bool write = gup_flags & FOLL_WRITE;
	void *start = buf;

	if (mmap_read_lock_killable(mm))
		return 0;
	while (len) {
		int bytes = min_t(int, len, PAGE_SIZE - offset_in_page(addr));
		struct page *page;

		if (get_user_pages_remote(mm, addr, 1, gup_flags, &page, NULL) == 1) {
			copy_in_page(page, addr, buf, bytes, write);
			put_page(page);
		} else {
			bytes = access_special(mm, addr, buf, len, write);
			if (bytes <= 0)
				break;
		}
		len -= bytes;
		buf += bytes;
		addr += bytes;
	}
	mmap_read_unlock(mm);
	return buf - start;
}

/* As above; the caller holds a reference to @mm. */
int access_remote_vm(struct mm_struct *mm, unsigned long addr, void *buf, int len,
		     unsigned int gup_flags)
{
	return __access_remote_vm(mm, addr, buf, len, gup_flags);
}

/**
 * access_process_vm() - copy to or from a task's memory
 *
 * Return: how many bytes; 0 for a kernel thread.
 */
int access_process_vm(struct task_struct *tsk, unsigned long addr, void *buf, int len,
		      unsigned int gup_flags)
{
	struct mm_struct *mm = get_task_mm(tsk);
	int ret;

	if (!mm)
		return 0;
	ret = __access_remote_vm(mm, addr, buf, len, gup_flags);
	mmput(mm);
	return ret;
}
