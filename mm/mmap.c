// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap.c - the mmap() system call: from its arguments to a decision.
 *
 * do_mmap() checks everything that can be refused without touching the address space: lengths,
 * limits, what the file permits, where the mapping may lie. mmap_region() then performs.
 *
 * Owns:       nothing that lasts.
 * Locks:      takes mmap_lock for writing.
 * Elsewhere:  choosing an address (mmap_area.c); making the VMA (mmap_region.c); populating
 *             (gup.c), after the lock is dropped.
 */
#include <linux/capability.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mount.h>
#include <linux/personality.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>

#include "mmap.h"
#include "vma.h"

/* A hint below mmap_min_addr means the lowest address possible, 0 no hint. */
static unsigned long round_hint_to_min(unsigned long hint)
{
	hint &= PAGE_MASK;
	if (hint && hint < mmap_min_addr)
		return PAGE_ALIGN(mmap_min_addr);
	return hint;
}

/** mlock_future_ok() - whether @bytes more under VM_LOCKED @flags keep to RLIMIT_MEMLOCK. */
bool mlock_future_ok(struct mm_struct *mm, vm_flags_t flags, unsigned long bytes)
{
	unsigned long limit = rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT;

	if (!(flags & VM_LOCKED) || capable(CAP_IPC_LOCK))
		return true;
	return mm->locked_vm + (bytes >> PAGE_SHIFT) <= limit;
}

/* The last page's offset must be one that the file can have. */
static bool file_mmap_ok(struct file *file, unsigned long pgoff, unsigned long len)
{
	u64 max = S_ISREG(file_inode(file)->i_mode) ? file_inode(file)->i_sb->s_maxbytes
						    : MAX_LFS_FILESIZE;

	if (file->f_mode & FMODE_UNSIGNED_OFFSET)
		max = ULONG_MAX;
	if (max && len > max)
		return false;
	return pgoff <= (max - len) >> PAGE_SHIFT;
}

static int check_shared_file(struct file *file, unsigned long prot, vm_flags_t *vm_flags)
{
	if ((prot & PROT_WRITE) && !(file->f_mode & FMODE_WRITE))
		return -EACCES;
	/* a store cannot be made to append */
	if (IS_APPEND(file_inode(file)) && (file->f_mode & FMODE_WRITE))
		return -EACCES;
	*vm_flags |= VM_SHARED | VM_MAYSHARE;
	/* nobody will ever write through it: as good as private, and cheaper to keep */
	if (!(file->f_mode & FMODE_WRITE))
		*vm_flags &= ~(VM_MAYWRITE | VM_SHARED);
	return 0;
}

static int check_any_file(struct file *file, vm_flags_t *vm_flags)
{
	if (!(file->f_mode & FMODE_READ))
		return -EACCES;
	if (path_noexec(&file->f_path)) {
		if (*vm_flags & VM_EXEC)
			return -EPERM;
		*vm_flags &= ~VM_MAYEXEC;
	}
	if (!file->f_op->mmap)
		return -ENODEV;
	if (*vm_flags & VM_GROWSDOWN)
		return -EINVAL;
	return 0;
}

/* What a mapping of @file may be; vm_flags learn of it. */
static int check_file_mapping(struct file *file, unsigned long prot, unsigned long flags,
			      unsigned long pgoff, unsigned long len, vm_flags_t *vm_flags)
{
	int err;

	if (!file_mmap_ok(file, pgoff, len))
		return -EOVERFLOW;
	switch (flags & MAP_TYPE) {
	case MAP_SHARED_VALIDATE:
		/* MAP_SYNC is the one flag that needs the file system's word; none here gives it */
		if (flags & ~LEGACY_MAP_MASK)
			return -EOPNOTSUPP;
		fallthrough;
	case MAP_SHARED:
		err = check_shared_file(file, prot, vm_flags);
		if (err)
			return err;
		fallthrough;
	case MAP_PRIVATE:
		return check_any_file(file, vm_flags);
	default:
		return -EINVAL;
	}
}

static int check_anon_mapping(unsigned long addr, unsigned long flags, unsigned long *pgoff,
			      vm_flags_t *vm_flags)
{
	switch (flags & MAP_TYPE) {
	case MAP_SHARED:
		if (*vm_flags & VM_GROWSDOWN)
			return -EINVAL;
		*pgoff = 0;
		*vm_flags |= VM_SHARED | VM_MAYSHARE;
		return 0;
	case MAP_PRIVATE:
		/* so that neighbours merge: anonymous pages are numbered by address */
		*pgoff = addr >> PAGE_SHIFT;
		return 0;
	default:
		return -EINVAL;
	}
}

static bool counts_as_noreserve(unsigned long flags)
{
	return (flags & MAP_NORESERVE) && sysctl_overcommit_memory != OVERCOMMIT_NEVER;
}

/**
 * do_mmap() - mmap() in the current process, with mmap_lock held for writing.
 * @vm_flags: VM_ flags beyond those that @prot and @flags stand for
 * @pgoff: offset in pages
 * @populate: out: bytes that the caller is to mm_populate() once mmap_lock is dropped
 * @uf: unused
 *
 * Return: the address, or an errno.
 */
unsigned long do_mmap(struct file *file, unsigned long addr, unsigned long len, unsigned long prot,
		      unsigned long flags, vm_flags_t vm_flags, unsigned long pgoff,
		      unsigned long *populate, struct list_head *uf)
{
	struct mm_struct *mm = current->mm;
	int err;

	*populate = 0;
	if (!len)
		return -EINVAL;
	if ((prot & PROT_READ) && (current->personality & READ_IMPLIES_EXEC) &&
	    !(file && path_noexec(&file->f_path)))
		prot |= PROT_EXEC;
	if (flags & MAP_FIXED_NOREPLACE)
		flags |= MAP_FIXED;
	if (!(flags & MAP_FIXED))
		addr = round_hint_to_min(addr);

	len = PAGE_ALIGN(len);
	if (!len)
		return -ENOMEM;
	if (pgoff + (len >> PAGE_SHIFT) < pgoff)
		return -EOVERFLOW;
	if (mm->map_count > sysctl_max_map_count)
		return -ENOMEM;

	addr = get_unmapped_area(file, addr, len, pgoff, flags);
	if (IS_ERR_VALUE(addr))
		return addr;
	if ((flags & MAP_FIXED_NOREPLACE) && find_vma_intersection(mm, addr, addr + len))
		return -EEXIST;

	vm_flags |= calc_vm_prot_bits(prot, 0) | calc_vm_flag_bits(file, flags) | mm->def_flags |
		    VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC;
	if ((flags & MAP_LOCKED) && !can_do_mlock())
		return -EPERM;
	if (!mlock_future_ok(mm, vm_flags, len))
		return -EAGAIN;

	err = file ? check_file_mapping(file, prot, flags, pgoff, len, &vm_flags)
		   : check_anon_mapping(addr, flags, &pgoff, &vm_flags);
	if (err)
		return err;
	if (counts_as_noreserve(flags))
		vm_flags |= VM_NORESERVE;

	addr = mmap_region(file, addr, len, vm_flags, pgoff);
	if (!IS_ERR_VALUE(addr) &&
	    ((vm_flags & VM_LOCKED) || (flags & (MAP_POPULATE | MAP_NONBLOCK)) == MAP_POPULATE))
		*populate = len;
	return addr;
}

/**
 * vm_mmap_pgoff() - mmap() in the current process.
 *
 * Context: mmap_lock not held; may sleep.
 * Return: the address, or an errno.
 */
unsigned long vm_mmap_pgoff(struct file *file, unsigned long addr, unsigned long len,
			    unsigned long prot, unsigned long flag, unsigned long pgoff)
{
	struct mm_struct *mm = current->mm;
	unsigned long populate, ret;

	if (mmap_write_lock_killable(mm))
		return -EINTR;
	ret = do_mmap(file, addr, len, prot, flag, 0, pgoff, &populate, NULL);
	mmap_write_unlock(mm);
	if (populate)
		mm_populate(ret, populate);
	return ret;
}

/** vm_mmap() - vm_mmap_pgoff() with the offset in bytes. */
unsigned long vm_mmap(struct file *file, unsigned long addr, unsigned long len,
		      unsigned long prot, unsigned long flag, unsigned long offset)
{
	if (unlikely(offset + PAGE_ALIGN(len) < offset))
		return -EINVAL;
	if (unlikely(offset_in_page(offset)))
		return -EINVAL;
	return vm_mmap_pgoff(file, addr, len, prot, flag, offset >> PAGE_SHIFT);
}

/** ksys_mmap_pgoff() - mmap() of a file descriptor, the offset in pages. */
unsigned long ksys_mmap_pgoff(unsigned long addr, unsigned long len, unsigned long prot,
			      unsigned long flags, unsigned long fd, unsigned long pgoff)
{
	struct file *file = NULL;
	unsigned long ret;

	/* no huge-page pool: neither a size nor a file that could have one */
	if (flags & MAP_HUGETLB)
		return -EINVAL;
	if (!(flags & MAP_ANONYMOUS)) {
		file = fget(fd);
		if (!file)
			return -EBADF;
	}
	ret = vm_mmap_pgoff(file, addr, len, prot, flags, pgoff);
	if (file)
		fput(file);
	return ret;
}

SYSCALL_DEFINE6(mmap_pgoff, unsigned long, addr, unsigned long, len, unsigned long, prot,
		unsigned long, flags, unsigned long, fd, unsigned long, pgoff)
{
	return ksys_mmap_pgoff(addr, len, prot, flags, fd, pgoff);
}

SYSCALL_DEFINE6(mmap, unsigned long, addr, unsigned long, len, unsigned long, prot,
		unsigned long, flags, unsigned long, fd, unsigned long, off)
{
	if (offset_in_page(off))
		return -EINVAL;
	return ksys_mmap_pgoff(addr, len, prot, flags, fd, off >> PAGE_SHIFT);
}
