// SPDX-License-Identifier: GPL-2.0-only
/*
 * mremap.c - a mapping gets another length, or another place.
 *
 *	shorter              the end is unmapped
 *	longer, room behind  the VMA grows
 *	longer, no room      (MREMAP_MAYMOVE) a new range is found, the entries move there
 *	MREMAP_FIXED         the same, to a given place, whatever is mapped there
 *	MREMAP_DONTUNMAP     the entries move, the old range stays as an empty mapping
 *	old length 0         a shared mapping is mapped once more
 *
 * A move is: copy the VMA (copy_vma()), move the page-table entries, unmap the old range. Should
 * memory run out on the way, the entries move back and the new range is unmapped.
 *
 * Locks:      mmap_lock for writing throughout.
 * Elsewhere:  entries (move_page_tables.c).
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/printk.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>

#include "mmap.h"
#include "vma.h"

/* What was asked for; lengths are page-aligned. */
struct mremap_state {
	struct mm_struct *mm;
	unsigned long addr;
	unsigned long old_len;
	unsigned long new_len;
	unsigned long flags;
	unsigned long new_addr;
	unsigned long populate;		/* bytes at the end to make resident, and where */
	unsigned long populate_addr;
};

static pgoff_t pgoff_at(struct vm_area_struct *vma, unsigned long addr)
{
	return vma->vm_pgoff + ((addr - vma->vm_start) >> PAGE_SHIFT);
}

/* Whether the VMA at the old address may be resized at all. */
static int check_source(struct mremap_state *mr, struct vm_area_struct *vma)
{
	unsigned long grow;
	pgoff_t pgoff;

	if (vma->vm_flags & VM_SEALED)
		return -EPERM;
	/* a second mapping of private memory would have to be a copy */
	if (!mr->old_len && !(vma->vm_flags & (VM_SHARED | VM_MAYSHARE))) {
		pr_warn_once("%s (%d): attempted to duplicate a private mapping with mremap.  This is not supported.\n",
			     current->comm, current->pid);
		return -EINVAL;
	}
	if ((mr->flags & MREMAP_DONTUNMAP) && (vma->vm_flags & (VM_DONTEXPAND | VM_PFNMAP)))
		return -EINVAL;
	if (mr->old_len > vma->vm_end - mr->addr)
		return -EFAULT;
	if (mr->new_len == mr->old_len)
		return 0;

	pgoff = pgoff_at(vma, mr->addr);
	if (pgoff + (mr->new_len >> PAGE_SHIFT) < pgoff)
		return -EINVAL;
	if (vma->vm_flags & (VM_DONTEXPAND | VM_PFNMAP))
		return -EFAULT;
	grow = mr->new_len - mr->old_len;
	if (!mlock_future_ok(mr->mm, vma->vm_flags, grow))
		return -EAGAIN;
	if (!may_expand_vm(mr->mm, vma->vm_flags, grow >> PAGE_SHIFT))
		return -ENOMEM;
	return 0;
}

static int check_split(struct vm_area_struct *vma, unsigned long addr)
{
	if (addr == vma->vm_start || addr == vma->vm_end)
		return 0;
	if (vma->vm_ops && vma->vm_ops->may_split)
		return vma->vm_ops->may_split(vma, addr);
	return 0;
}

static void note_locked(struct mremap_state *mr, struct vm_area_struct *vma, unsigned long addr,
			unsigned long bytes)
{
	if (!(vma->vm_flags & VM_LOCKED))
		return;
	mr->populate_addr = addr;
	mr->populate = bytes;
}

/* ---- moving ---- */

/* Pages that the move promises beyond those that the old range gives back. */
static long pages_to_charge(struct mremap_state *mr, struct vm_area_struct *vma)
{
	if (!(vma->vm_flags & VM_ACCOUNT))
		return 0;
	if (mr->flags & MREMAP_DONTUNMAP)
		return mr->new_len >> PAGE_SHIFT;
	return (mr->new_len - mr->old_len) >> PAGE_SHIFT;
}

/* The entries go over; on failure they are all back and the errno says why. */
static int move_entries(struct mremap_state *mr, struct vm_area_struct *vma,
			struct vm_area_struct *new_vma, bool need_rmap_locks)
{
	unsigned long moved = move_page_tables(vma, mr->addr, new_vma, mr->new_addr, mr->old_len,
					       need_rmap_locks);
	int err = moved < mr->old_len ? -ENOMEM : 0;

	if (!err && vma->vm_ops && vma->vm_ops->mremap)
		err = vma->vm_ops->mremap(new_vma);
	/* the tables are still there, so the way back needs no memory */
	if (err)
		move_page_tables(new_vma, mr->new_addr, vma, mr->addr, moved, true);
	return err;
}

/*
 * The old range stays, empty: as if it had never been touched. As in Linux all of its VMA is not
 * locked any more; what of it has not moved must not stay mlocked then.
 */
static void keep_old_range(struct mremap_state *mr, struct vm_area_struct *vma)
{
	if (vma->vm_flags & VM_LOCKED)
		munlock_vma(vma);
	if (vma->vm_start == mr->addr && vma->vm_end == mr->addr + mr->old_len)
		unlink_anon_vmas(vma);
}

static int unmap_range(struct mm_struct *mm, unsigned long addr, unsigned long len)
{
	VMA_ITERATOR(vmi, mm, addr);

	return do_vmi_munmap(&vmi, mm, addr, len);
}

static void finish_move(struct mremap_state *mr, struct vm_area_struct *vma,
			struct vm_area_struct *new_vma)
{
	vm_flags_t flags = new_vma->vm_flags;
	struct mm_struct *mm = mr->mm;

	vm_stat_account(mm, flags, mr->new_len >> PAGE_SHIFT);
	if (flags & VM_LOCKED)
		mm->locked_vm += mr->new_len >> PAGE_SHIFT;
	note_locked(mr, new_vma, mr->new_addr + mr->old_len, mr->new_len - mr->old_len);

	if (mr->flags & MREMAP_DONTUNMAP) {
		keep_old_range(mr, vma);
	} else if (mr->old_len) {
		/* its charge passed to the new range, which munmap does not know */
		if (flags & VM_ACCOUNT)
			vm_acct_memory(mr->old_len >> PAGE_SHIFT);
		/* should that fail, for want of memory, the range stays: empty, and charged */
		unmap_range(mm, mr->addr, mr->old_len);
	}
}

static unsigned long move_vma(struct mremap_state *mr, struct vm_area_struct *vma)
{
	struct mm_struct *mm = mr->mm;
	long charged = pages_to_charge(mr, vma);
	struct vm_area_struct *new_vma;
	bool need_rmap_locks;
	int err;

	/* source and destination may each be cut out of the middle of something */
	if (mm->map_count >= sysctl_max_map_count - 3)
		return -ENOMEM;
	err = check_split(vma, mr->addr) ?: check_split(vma, mr->addr + mr->old_len);
	if (err)
		return err;
	if (charged && security_vm_enough_memory_mm(mm, charged))
		return -ENOMEM;

	vma_start_write(vma);
	new_vma = copy_vma(&vma, mr->new_addr, mr->new_len, pgoff_at(vma, mr->addr),
			   &need_rmap_locks);
	if (!new_vma) {
		vm_unacct_memory(charged);
		return -ENOMEM;
	}
	err = move_entries(mr, vma, new_vma, need_rmap_locks);
	if (!err) {
		finish_move(mr, vma, new_vma);
		return mr->new_addr;
	}
	/* what munmap will take off for the new range has not been put on */
	vm_stat_account(mm, new_vma->vm_flags, mr->new_len >> PAGE_SHIFT);
	if (new_vma->vm_flags & VM_LOCKED)
		mm->locked_vm += mr->new_len >> PAGE_SHIFT;
	if (new_vma->vm_flags & VM_ACCOUNT)
		vm_acct_memory((mr->new_len >> PAGE_SHIFT) - charged);
	unmap_range(mm, mr->new_addr, mr->new_len);
	return err;
}

static unsigned long find_destination(struct mremap_state *mr, struct vm_area_struct *vma,
				      unsigned long hint, unsigned long map_flags)
{
	if (vma->vm_flags & VM_MAYSHARE)
		map_flags |= MAP_SHARED;
	return get_unmapped_area(vma->vm_file, hint, mr->new_len, pgoff_at(vma, mr->addr),
				 map_flags);
}

/* MREMAP_FIXED, MREMAP_DONTUNMAP */
static unsigned long mremap_to(struct mremap_state *mr)
{
	struct mm_struct *mm = mr->mm;
	bool fixed = mr->flags & MREMAP_FIXED;
	struct vm_area_struct *vma;
	unsigned long addr;
	int err;

	if (offset_in_page(mr->new_addr))
		return -EINVAL;
	if (mr->new_len > TASK_SIZE || mr->new_addr > TASK_SIZE - mr->new_len)
		return -EINVAL;
	if (mr->addr + mr->old_len > mr->new_addr && mr->new_addr + mr->new_len > mr->addr)
		return -EINVAL;
	/* unmapping the destination and trimming the source, each in the middle of a VMA */
	if (mm->map_count + 2 >= sysctl_max_map_count - 3)
		return -ENOMEM;

	/* what is refused for a seal must not have cost what was mapped there */
	vma = vma_lookup(mm, mr->addr);
	if (vma && (vma->vm_flags & VM_SEALED))
		return -EPERM;
	if (fixed) {
		err = unmap_range(mm, mr->new_addr, mr->new_len);
		if (err)
			return err;
	}
	if (mr->old_len > mr->new_len) {
		err = unmap_range(mm, mr->addr + mr->new_len, mr->old_len - mr->new_len);
		if (err)
			return err;
		mr->old_len = mr->new_len;
	}
	vma = vma_lookup(mm, mr->addr);
	if (!vma)
		return -EFAULT;
	err = check_source(mr, vma);
	if (err)
		return err;
	if ((mr->flags & MREMAP_DONTUNMAP) &&
	    !may_expand_vm(mm, vma->vm_flags, mr->old_len >> PAGE_SHIFT))
		return -ENOMEM;
	addr = find_destination(mr, vma, mr->new_addr, fixed ? MAP_FIXED : 0);
	if (IS_ERR_VALUE(addr))
		return addr;
	mr->new_addr = addr;
	return move_vma(mr, vma);
}

/* ---- growing in place ---- */

static bool room_behind(struct mremap_state *mr, struct vm_area_struct *vma, unsigned long grow)
{
	unsigned long end = vma->vm_end + grow;

	if (end < vma->vm_end || find_vma_intersection(mr->mm, vma->vm_end, end))
		return false;
	return !offset_in_page(get_unmapped_area(NULL, vma->vm_start, end - vma->vm_start, 0,
						 MAP_FIXED));
}

/* The VMA takes the range behind it, and what follows that, if it merges. */
static bool extend_vma(struct mremap_state *mr, struct vm_area_struct *vma, unsigned long grow)
{
	unsigned long start = vma->vm_end, end = start + grow;
	VMA_ITERATOR(vmi, mr->mm, start);
	VMG_NEW(vmg, &vmi, mr->mm, start, end, vma->vm_flags, pgoff_at(vma, start), vma->vm_file);

	vmg.prev = vma;
	vmg.next = vma_lookup(mr->mm, end);
	vmg.anon_vma = vma->anon_vma;
	vmg.donor = vma->anon_vma ? vma : NULL;
	vmg.anon_name = anon_vma_name(vma);
	if (vma_merge_range(&vmg))
		return true;
	return !vmg.oom && !vma_expand_end(&vmi, vma, end);
}

static unsigned long grow_in_place(struct mremap_state *mr, struct vm_area_struct *vma)
{
	unsigned long grow = mr->new_len - mr->old_len, pages = grow >> PAGE_SHIFT;
	unsigned long old_end = vma->vm_end;
	vm_flags_t flags = vma->vm_flags;

	if ((flags & VM_ACCOUNT) && security_vm_enough_memory_mm(mr->mm, pages))
		return -ENOMEM;
	if (!extend_vma(mr, vma, grow)) {
		if (flags & VM_ACCOUNT)
			vm_unacct_memory(pages);
		return -ENOMEM;
	}
	vm_stat_account(mr->mm, flags, pages);
	if (flags & VM_LOCKED)
		mr->mm->locked_vm += pages;
	note_locked(mr, vma, old_end, grow);
	return mr->addr;
}

/* ---- the call ---- */

static unsigned long mremap_grow(struct mremap_state *mr, struct vm_area_struct *vma)
{
	unsigned long grow = mr->new_len - mr->old_len, addr;
	int err = check_source(mr, vma);

	if (err)
		return err;
	if (mr->old_len == vma->vm_end - mr->addr && mr->old_len && room_behind(mr, vma, grow))
		return grow_in_place(mr, vma);
	if (!(mr->flags & MREMAP_MAYMOVE))
		return -ENOMEM;
	addr = find_destination(mr, vma, 0, 0);
	if (IS_ERR_VALUE(addr))
		return addr;
	mr->new_addr = addr;
	return move_vma(mr, vma);
}

static unsigned long do_mremap(struct mremap_state *mr)
{
	struct vm_area_struct *vma = vma_lookup(mr->mm, mr->addr);
	int err;

	if (!vma)
		return -EFAULT;
	if (mr->flags & (MREMAP_FIXED | MREMAP_DONTUNMAP))
		return mremap_to(mr);
	if (mr->old_len < mr->new_len || !mr->old_len)
		return mremap_grow(mr, vma);
	if (mr->old_len == mr->new_len)
		return mr->addr;
	err = unmap_range(mr->mm, mr->addr + mr->new_len, mr->old_len - mr->new_len);
	return err ?: mr->addr;
}

SYSCALL_DEFINE5(mremap, unsigned long, addr, unsigned long, old_len, unsigned long, new_len,
		unsigned long, flags, unsigned long, new_addr)
{
	struct mremap_state mr = {
		.mm = current->mm, .addr = untagged_addr(addr), .old_len = PAGE_ALIGN(old_len),
		.new_len = PAGE_ALIGN(new_len), .flags = flags, .new_addr = new_addr,
	};
	unsigned long ret;

	if (flags & ~(MREMAP_FIXED | MREMAP_MAYMOVE | MREMAP_DONTUNMAP))
		return -EINVAL;
	if ((flags & (MREMAP_FIXED | MREMAP_DONTUNMAP)) && !(flags & MREMAP_MAYMOVE))
		return -EINVAL;
	if ((flags & MREMAP_DONTUNMAP) && old_len != new_len)
		return -EINVAL;
	if (offset_in_page(mr.addr) || !mr.new_len)
		return -EINVAL;

	if (mmap_write_lock_killable(mr.mm))
		return -EINTR;
	ret = do_mremap(&mr);
	mmap_write_unlock(mr.mm);
	if (!IS_ERR_VALUE(ret) && mr.populate)
		mm_populate(mr.populate_addr, mr.populate);
	return ret;
}
