// SPDX-License-Identifier: GPL-2.0-only
/*
 * madvise.c - what a program tells about its use of a range.
 *
 * Three kinds of advice, by what they need:
 *   flags     (NORMAL, RANDOM, DONTFORK, WIPEONFORK, DONTDUMP, a name ...) change VMAs:
 *             mmap_lock for writing, VMAs split and merge
 *   contents  (DONTNEED, FREE, COLD ...) change page tables only: mmap_lock for reading, or just
 *             the lock of the one VMA, where one VMA has it all
 *   populate  fault pages in: mmap_lock for reading, dropped meanwhile
 *
 * Holes in the range are skipped, and reported by ENOMEM at the end; other errors end the call.
 *
 * Locks:      as above.
 * Elsewhere:  walking page tables (madvise_pages.c, zap.c); populating (gup.c).
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/falloc.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/pid.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include "fault.h"
#include "madvise.h"
#include "mmap.h"
#include "vma.h"

enum advice_kind {
	ADVICE_UNKNOWN,
	ADVICE_FLAGS,
	ADVICE_CONTENTS,	/* on mmap_lock */
	ADVICE_CONTENTS_VMA,	/* the VMA's lock will do */
	ADVICE_POPULATE,
};

static enum advice_kind advice_kind(int advice)
{
	switch (advice) {
	case MADV_NORMAL:
	case MADV_RANDOM:
	case MADV_SEQUENTIAL:
	case MADV_DONTFORK:
	case MADV_DOFORK:
	case MADV_DONTDUMP:
	case MADV_DODUMP:
	case MADV_WIPEONFORK:
	case MADV_KEEPONFORK:
		return ADVICE_FLAGS;
	case MADV_HUGEPAGE:
	case MADV_NOHUGEPAGE:
		return IS_ENABLED(CONFIG_TRANSPARENT_HUGEPAGE) ? ADVICE_FLAGS : ADVICE_UNKNOWN;
	case MADV_WILLNEED:
	case MADV_REMOVE:
	case MADV_COLD:
	case MADV_PAGEOUT:
	case MADV_GUARD_INSTALL:
	case MADV_GUARD_REMOVE:
		return ADVICE_CONTENTS;
	case MADV_DONTNEED:
	case MADV_DONTNEED_LOCKED:
	case MADV_FREE:
		return ADVICE_CONTENTS_VMA;
	case MADV_POPULATE_READ:
	case MADV_POPULATE_WRITE:
		return ADVICE_POPULATE;
	default:
		return ADVICE_UNKNOWN;
	}
}

/* ---- flags ---- */

/* @vma's flags after @advice, or an errno. */
static long advised_flags(struct vm_area_struct *vma, int advice)
{
	vm_flags_t flags = vma->vm_flags;

	switch (advice) {
	case MADV_NORMAL:
		return flags & ~(VM_RAND_READ | VM_SEQ_READ);
	case MADV_SEQUENTIAL:
		return (flags & ~VM_RAND_READ) | VM_SEQ_READ;
	case MADV_RANDOM:
		return (flags & ~VM_SEQ_READ) | VM_RAND_READ;
	case MADV_DONTFORK:
		return flags | VM_DONTCOPY;
	case MADV_DOFORK:
		return flags & VM_IO ? -EINVAL : flags & ~VM_DONTCOPY;
	case MADV_WIPEONFORK:
		/* there is something to wipe only in private anonymous memory */
		return vma->vm_file || (flags & VM_SHARED) ? -EINVAL : flags | VM_WIPEONFORK;
	case MADV_KEEPONFORK:
		return flags & ~VM_WIPEONFORK;
	case MADV_DONTDUMP:
		return flags | VM_DONTDUMP;
	case MADV_DODUMP:
		return flags & VM_SPECIAL ? -EINVAL : flags & ~VM_DONTDUMP;
	case MADV_HUGEPAGE:
		return (flags & ~VM_NOHUGEPAGE) | VM_HUGEPAGE;
	default:
		return (flags & ~VM_HUGEPAGE) | VM_NOHUGEPAGE;
	}
}

static void replace_name(struct vm_area_struct *vma, struct anon_vma_name *name)
{
	if (anon_vma_name_eq(vma->anon_name, name))
		return;
	free_anon_vma_name(vma);
	if (name) {
		kref_get(&name->kref);
		vma->anon_name = name;
	}
}

/* Give [start, end) of *@vmap flags and a name; *@vmap becomes what covers it. */
static int update_vma(struct vm_area_struct **vmap, struct vm_area_struct *prev,
		      unsigned long start, unsigned long end, vm_flags_t flags,
		      struct anon_vma_name *name)
{
	struct vm_area_struct *vma = *vmap;
	VMA_ITERATOR(vmi, vma->vm_mm, start);
	int err;

	if (flags == vma->vm_flags && anon_vma_name_eq(anon_vma_name(vma), name))
		return 0;
	/* @name may be the VMA's own, and a merge would free it with the VMA */
	if (name)
		kref_get(&name->kref);
	vma = vma_modify_flags_name(&vmi, prev, vma, start, end, flags, name);
	if (!IS_ERR(vma)) {
		*vmap = vma;
		vma_start_write(vma);
		vm_flags_reset(vma, flags);
		replace_name(vma, name);
	}
	if (name)
		kref_put(&name->kref, anon_vma_name_free);
	err = PTR_ERR_OR_ZERO(vma);
	/* madvise(2): ENOMEM says that something is not mapped; want of kernel memory may pass */
	return err == -ENOMEM ? -EAGAIN : err;
}

/* ---- contents ---- */

struct advice {
	struct mm_struct *mm;
	int behavior;
	struct anon_vma_name *name;	/* for NAME_ADVICE */
	bool unlocked;			/* mmap_lock was dropped and taken again */
};

#define NAME_ADVICE	(-1)		/* prctl(PR_SET_VMA_ANON_NAME), which goes the same way */

static bool may_drop_contents(struct vm_area_struct *vma, int behavior)
{
	vm_flags_t forbidden = VM_PFNMAP;

	if (behavior != MADV_DONTNEED_LOCKED)
		forbidden |= VM_LOCKED;
	return !(vma->vm_flags & forbidden);
}

/* A sealed mapping that its holder cannot write keeps its contents. */
static bool is_read_only_sealed(struct vm_area_struct *vma)
{
	return (vma->vm_flags & (VM_SEALED | VM_WRITE)) == VM_SEALED && vma_is_anonymous(vma);
}

static int advise_drop(struct vm_area_struct *vma, unsigned long start, unsigned long end,
		       int behavior, bool vma_locked)
{
	/* everything goes but guards */
	struct zap_details details = { .even_cows = true };

	if (!may_drop_contents(vma, behavior))
		return -EINVAL;
	if (is_read_only_sealed(vma))
		return -EPERM;
	if (behavior == MADV_FREE)
		return vma_is_anonymous(vma) ? madvise_free_range(vma, start, end, vma_locked)
					     : -EINVAL;
	zap_page_range_single(vma, start, end - start, &details);
	return 0;
}

static loff_t file_offset(struct vm_area_struct *vma, unsigned long addr)
{
	return ((loff_t)vma->vm_pgoff << PAGE_SHIFT) + (addr - vma->vm_start);
}

/* The file's own calls may take mmap_lock's seniors: not under it. */
static struct file *drop_lock_keep_file(struct advice *adv, struct vm_area_struct *vma)
{
	struct file *file = get_file(vma->vm_file);

	mmap_read_unlock(adv->mm);
	return file;
}

static void retake_lock(struct advice *adv, struct file *file)
{
	fput(file);
	mmap_read_lock(adv->mm);
	adv->unlocked = true;
}

static int advise_willneed(struct advice *adv, struct vm_area_struct *vma, unsigned long start,
			   unsigned long end)
{
	loff_t offset = file_offset(vma, start);
	struct file *file;

	/* what is not in a file is in memory */
	if (!vma->vm_file)
		return 0;
	file = drop_lock_keep_file(adv, vma);
	vfs_fadvise(file, offset, end - start, POSIX_FADV_WILLNEED);
	retake_lock(adv, file);
	return 0;
}

static int advise_remove(struct advice *adv, struct vm_area_struct *vma, unsigned long start,
			 unsigned long end)
{
	loff_t offset = file_offset(vma, start);
	struct file *file;
	int err;

	if ((vma->vm_flags & VM_LOCKED) || !vma->vm_file || !vma->vm_file->f_mapping)
		return -EINVAL;
	if ((vma->vm_flags & (VM_SHARED | VM_MAYWRITE)) != (VM_SHARED | VM_MAYWRITE))
		return -EACCES;
	file = drop_lock_keep_file(adv, vma);
	err = vfs_fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, end - start);
	retake_lock(adv, file);
	return err;
}

static int advise_aging(struct vm_area_struct *vma, unsigned long start, unsigned long end,
			int behavior)
{
	if (vma->vm_flags & (VM_LOCKED | VM_PFNMAP | VM_HUGETLB))
		return -EINVAL;
	return madvise_cold_range(vma, start, end, behavior == MADV_PAGEOUT);
}

static bool may_have_guards(struct vm_area_struct *vma, bool install)
{
	vm_flags_t disallowed = VM_SPECIAL | VM_HUGETLB | (install ? VM_LOCKED : 0);

	return !(vma->vm_flags & disallowed);
}

static int advise_guard(struct vm_area_struct *vma, unsigned long start, unsigned long end,
			bool install)
{
	if (!may_have_guards(vma, install))
		return -EINVAL;
	return install ? madvise_guard_install(vma, start, end)
		       : madvise_guard_remove(vma, start, end);
}

/* ---- the call ---- */

static int advise_vma(struct advice *adv, struct vm_area_struct **vmap,
		      struct vm_area_struct *prev, unsigned long start, unsigned long end)
{
	struct vm_area_struct *vma = *vmap;
	long flags;

	switch (adv->behavior) {
	case MADV_DONTNEED:
	case MADV_DONTNEED_LOCKED:
	case MADV_FREE:
		return advise_drop(vma, start, end, adv->behavior, false);
	case MADV_WILLNEED:
		return advise_willneed(adv, vma, start, end);
	case MADV_REMOVE:
		return advise_remove(adv, vma, start, end);
	case MADV_COLD:
	case MADV_PAGEOUT:
		return advise_aging(vma, start, end, adv->behavior);
	case MADV_GUARD_INSTALL:
	case MADV_GUARD_REMOVE:
		return advise_guard(vma, start, end, adv->behavior == MADV_GUARD_INSTALL);
	case NAME_ADVICE:
		/* shared anonymous memory belongs to a file of tmpfs, and bears names too */
		if (vma->vm_file && !vma_is_shmem(vma))
			return -EBADF;
		return update_vma(vmap, prev, start, end, vma->vm_flags, adv->name);
	default:
		flags = advised_flags(vma, adv->behavior);
		if (flags < 0 && flags >= -MAX_ERRNO)
			return flags;
		return update_vma(vmap, prev, start, end, flags, anon_vma_name(vma));
	}
}

/* Each VMA with a part in [start, end). */
static int advise_range(struct advice *adv, unsigned long start, unsigned long end)
{
	struct vm_area_struct *vma, *prev;
	unsigned long part_end;
	int err, unmapped = 0;

	vma = find_vma_prev(adv->mm, start, &prev);
	if (vma && vma->vm_start < start)
		prev = vma;
	while (start < end) {
		if (!vma || vma->vm_start >= end)
			return -ENOMEM;
		if (start < vma->vm_start) {
			unmapped = -ENOMEM;
			start = vma->vm_start;
		}
		adv->unlocked = false;
		part_end = min(vma->vm_end, end);
		err = advise_vma(adv, &vma, prev, start, part_end);
		if (err)
			return err;
		start = part_end;
		if (start >= end)
			break;
		/* the VMA may have grown by a merge, or be gone while the lock was not held */
		prev = adv->unlocked ? NULL : vma;
		vma = find_vma(adv->mm, start);
	}
	return unmapped;
}

/* DONTNEED and FREE within one VMA: false where the other way has to be gone. */
static bool advise_locked_vma(struct mm_struct *mm, unsigned long start, unsigned long end,
			      int behavior, int *err)
{
	struct vm_area_struct *vma = lock_vma_under_rcu(mm, start);
	bool inside = vma && end <= vma->vm_end;

	if (inside)
		*err = advise_drop(vma, start, end, behavior, true);
	if (vma)
		vma_end_read(vma);
	return inside;
}

/* Whether the pages at @start can be asked for; *@end becomes no more than the VMA's. */
static int check_populate(struct mm_struct *mm, unsigned long start, unsigned long *end,
			  bool write)
{
	struct vm_area_struct *vma = vma_lookup(mm, start);

	if (!vma)
		return -ENOMEM;
	if ((vma->vm_flags & (VM_IO | VM_PFNMAP)) ||
	    !(vma->vm_flags & (write ? VM_WRITE : VM_READ)))
		return -EINVAL;
	*end = min(*end, vma->vm_end);
	return 0;
}

static int populate_range(struct mm_struct *mm, unsigned long start, unsigned long end,
			  bool write)
{
	unsigned long part_end;
	int locked = 1, err = 0;
	long pages;

	mmap_read_lock(mm);
	while (start < end) {
		part_end = end;
		err = check_populate(mm, start, &part_end, write);
		if (err)
			break;
		pages = faultin_page_range(mm, start, part_end, write, &locked);
		if (!locked) {
			mmap_read_lock(mm);
			locked = 1;
		}
		/* waited for I/O: look once more */
		if (pages == -EAGAIN)
			continue;
		if (pages <= 0) {
			/* a page that is not to be had (SIGBUS), unless gup says otherwise */
			err = pages ?: -EFAULT;
			break;
		}
		start += pages << PAGE_SHIFT;
	}
	mmap_read_unlock(mm);
	return err;
}

/**
 * do_madvise() - madvise() in @mm.
 *
 * Context: mmap_lock not held.
 * Return: 0 or an errno.
 */
int do_madvise(struct mm_struct *mm, unsigned long start, size_t len_in, int behavior)
{
	enum advice_kind kind = advice_kind(behavior);
	struct advice adv = { .mm = mm, .behavior = behavior };
	unsigned long end;
	size_t len = PAGE_ALIGN(len_in);
	int err;

	start = untagged_addr(start);
	if (kind == ADVICE_UNKNOWN || !PAGE_ALIGNED(start) || (len_in && !len))
		return -EINVAL;
	end = start + len;
	if (end < start)
		return -EINVAL;
	if (end == start)
		return 0;

	if (kind == ADVICE_POPULATE)
		return populate_range(mm, start, end, behavior == MADV_POPULATE_WRITE);
	if (kind == ADVICE_CONTENTS_VMA && advise_locked_vma(mm, start, end, behavior, &err))
		return err;
	if (kind == ADVICE_FLAGS) {
		if (mmap_write_lock_killable(mm))
			return -EINTR;
		err = advise_range(&adv, start, end);
		mmap_write_unlock(mm);
		return err;
	}
	mmap_read_lock(mm);
	err = advise_range(&adv, start, end);
	mmap_read_unlock(mm);
	return err;
}

SYSCALL_DEFINE3(madvise, unsigned long, start, size_t, len_in, int, behavior)
{
	return do_madvise(current->mm, start, len_in, behavior);
}

/* ---- another process ----------------------------------------------------------------------- */

/* Advice that changes nothing of what a program finds in its memory. */
static bool is_harmless(int behavior)
{
	return behavior == MADV_COLD || behavior == MADV_PAGEOUT || behavior == MADV_WILLNEED ||
	       behavior == MADV_COLLAPSE;
}

/* Return: bytes advised, if only some of what was asked; an error where it is none. */
static ssize_t advise_ranges(struct mm_struct *mm, const struct iov_iter *iter, int behavior)
{
	ssize_t done = 0;

	if (mm != current->mm && !is_harmless(behavior))
		return -EINVAL;
	if (mm != current->mm && !capable(CAP_SYS_NICE))
		return -EPERM;
	for (unsigned long i = 0; i < iter->nr_segs; i++) {
		const struct iovec *range = iter_iov(iter) + i;
		int err = do_madvise(mm, (unsigned long)range->iov_base, range->iov_len, behavior);

		if (err)
			return done ? done : err;
		done += range->iov_len;
	}
	return done;
}

static ssize_t advise_process(int pidfd, const struct iov_iter *iter, int behavior)
{
	unsigned int f_flags;
	struct task_struct *task = pidfd_get_task(pidfd, &f_flags);
	struct mm_struct *mm;
	ssize_t ret;

	if (IS_ERR(task))
		return PTR_ERR(task);
	mm = mm_access(task, PTRACE_MODE_READ_FSCREDS);
	if (IS_ERR_OR_NULL(mm)) {
		ret = mm ? PTR_ERR(mm) : -ESRCH;
	} else {
		ret = advise_ranges(mm, iter, behavior);
		mmput(mm);
	}
	put_task_struct(task);
	return ret;
}

/* To oneself any advice may be given so, of many ranges at once. */
SYSCALL_DEFINE5(process_madvise, int, pidfd, const struct iovec __user *, vec, size_t, vlen,
		int, behavior, unsigned int, flags)
{
	struct iovec fast[UIO_FASTIOV], *iov = fast;
	struct iov_iter iter;
	ssize_t ret;

	if (flags)
		return -EINVAL;
	ret = import_iovec(ITER_DEST, vec, vlen, UIO_FASTIOV, &iov, &iter);
	if (ret >= 0)
		ret = advise_process(pidfd, &iter, behavior);
	kfree(iov);
	return ret;
}

/* ---- names ---------------------------------------------------------------------------------- */

/**
 * madvise_set_anon_name() - name (or with NULL un-name) the anonymous memory in a range.
 *
 * Context: mmap_lock held for writing.
 * Return: 0; -EINVAL, -ENOMEM (holes), -EBADF (a file is mapped).
 */
int madvise_set_anon_name(struct mm_struct *mm, unsigned long start, unsigned long len_in,
			  struct anon_vma_name *anon_name)
{
	struct advice adv = { .mm = mm, .behavior = NAME_ADVICE, .name = anon_name };
	unsigned long len = PAGE_ALIGN(len_in), end = start + len;

	if (offset_in_page(start) || (len_in && !len) || end < start)
		return -EINVAL;
	return end == start ? 0 : advise_range(&adv, start, end);
}
