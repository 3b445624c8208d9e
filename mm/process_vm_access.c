// SPDX-License-Identifier: GPL-2.0-only
/*
 * process_vm_access.c - copying between this process's memory and another's.
 *
 * The other's pages are pinned, a few at a time, and copied from or to our own buffers, which may
 * fault as usual. A range that cannot be had ends the call; what was copied before counts.
 *
 * Locks:      the other's mmap_lock while pinning (gup.c).
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uio.h>

#define PINNED_AT_ONCE	16

static size_t copy_pages(struct page **pages, long nr, size_t offset, size_t len,
			 struct iov_iter *iter, bool write)
{
	size_t done = 0, part, copied;

	for (long i = 0; i < nr && len && iov_iter_count(iter); i++) {
		part = min(PAGE_SIZE - offset, len);
		if (write)
			copied = copy_page_from_iter(pages[i], offset, part, iter);
		else
			copied = copy_page_to_iter(pages[i], offset, part, iter);
		done += copied;
		if (copied < part)
			break;
		len -= copied;
		offset = 0;
	}
	return done;
}

/* One range of the other's; how much was copied, or an errno if nothing was. */
static ssize_t copy_range(struct mm_struct *mm, unsigned long addr, size_t len,
			  struct iov_iter *iter, bool write)
{
	struct page *pages[PINNED_AT_ONCE];
	size_t done = 0, offset, copied, want;
	long nr;

	while (done < len && iov_iter_count(iter)) {
		offset = offset_in_page(addr + done);
		want = min(len - done, PINNED_AT_ONCE * PAGE_SIZE - offset);
		/* not while copying: our own buffer may fault, and be in the same mm */
		mmap_read_lock(mm);
		nr = pin_user_pages_remote(mm, (addr + done) & PAGE_MASK,
					   DIV_ROUND_UP(offset + want, PAGE_SIZE),
					   write ? FOLL_WRITE : 0, pages, NULL);
		mmap_read_unlock(mm);
		if (nr <= 0)
			return done ? done : -EFAULT;
		want = min(want, nr * PAGE_SIZE - offset);
		copied = copy_pages(pages, nr, offset, want, iter, write);
		unpin_user_pages_dirty_lock(pages, nr, write);
		done += copied;
		if (copied < want)
			return done ? done : -EFAULT;
	}
	return done;
}

static ssize_t copy_ranges(struct mm_struct *mm, const struct iovec *remote, unsigned long count,
			   struct iov_iter *iter, bool write)
{
	ssize_t done = 0, ret = 0;

	for (unsigned long i = 0; i < count && iov_iter_count(iter); i++) {
		ret = copy_range(mm, (unsigned long)remote[i].iov_base, remote[i].iov_len, iter,
				 write);
		if (ret < 0)
			break;
		done += ret;
		if (ret < remote[i].iov_len)
			break;
	}
	return done ? done : ret;
}

static ssize_t access_task(pid_t pid, const struct iovec *remote, unsigned long count,
			   struct iov_iter *iter, bool write)
{
	struct task_struct *task = find_get_task_by_vpid(pid);
	struct mm_struct *mm;
	ssize_t ret;

	if (!task)
		return -ESRCH;
	mm = mm_access(task, PTRACE_MODE_ATTACH_REALCREDS);
	if (IS_ERR_OR_NULL(mm)) {
		ret = mm ? PTR_ERR(mm) : -ESRCH;
		/* to the caller a task that may not be looked at and one that is not there differ */
		if (ret == -EACCES)
			ret = -EPERM;
		goto put_task;
	}
	ret = copy_ranges(mm, remote, count, iter, write);
	mmput(mm);
put_task:
	put_task_struct(task);
	return ret;
}

static ssize_t process_vm_rw(pid_t pid, const struct iovec __user *lvec, unsigned long liovcnt,
			     const struct iovec __user *rvec, unsigned long riovcnt,
			     unsigned long flags, bool write)
{
	struct iovec local_fast[UIO_FASTIOV], remote_fast[UIO_FASTIOV];
	struct iovec *local = local_fast, *remote;
	struct iov_iter iter;
	ssize_t ret;

	if (flags)
		return -EINVAL;
	ret = import_iovec(write ? ITER_SOURCE : ITER_DEST, lvec, liovcnt, UIO_FASTIOV, &local,
			   &iter);
	if (ret < 0)
		return ret;
	if (!iov_iter_count(&iter))
		goto free_local;
	remote = iovec_from_user(rvec, riovcnt, UIO_FASTIOV, remote_fast, false);
	if (IS_ERR(remote)) {
		ret = PTR_ERR(remote);
		goto free_local;
	}
	ret = access_task(pid, remote, riovcnt, &iter, write);
	if (remote != remote_fast)
		kfree(remote);
free_local:
	kfree(local);
	return ret;
}

SYSCALL_DEFINE6(process_vm_readv, pid_t, pid, const struct iovec __user *, lvec,
		unsigned long, liovcnt, const struct iovec __user *, rvec,
		unsigned long, riovcnt, unsigned long, flags)
{
	return process_vm_rw(pid, lvec, liovcnt, rvec, riovcnt, flags, false);
}

SYSCALL_DEFINE6(process_vm_writev, pid_t, pid, const struct iovec __user *, lvec,
		unsigned long, liovcnt, const struct iovec __user *, rvec,
		unsigned long, riovcnt, unsigned long, flags)
{
	return process_vm_rw(pid, lvec, liovcnt, rvec, riovcnt, flags, true);
}
