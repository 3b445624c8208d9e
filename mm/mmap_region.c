// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap_region.c - making a mapping whose arguments are known to be right.
 *
 * The order, and how far back each failure goes:
 *   find what MAP_FIXED replaces; check the limits; charge the commit account
 *                                     - a failure so far changes nothing
 *   unmap what is replaced
 *   let a neighbour take the range, or make a VMA, hand it to the file, link it
 *                                     - a failure here leaves the range unmapped
 *
 * Owns:       the counters total_vm, exec_vm, stack_vm, data_vm of an mm.
 * Invariant:  a VMA with VM_ACCOUNT has each of its pages charged.
 * Locks:      mmap_lock for writing throughout.
 * Elsewhere:  merging (vma_merge.c), unmapping (munmap.c), the account (overcommit.c).
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/shmem_fs.h>
#include <asm/tlb.h>

#include "fault.h"
#include "mmap.h"
#include "vma.h"

/** vm_stat_account() - @npages (or fewer, if negative) more of a mapping with @flags. */
void vm_stat_account(struct mm_struct *mm, vm_flags_t flags, long npages)
{
	WRITE_ONCE(mm->total_vm, mm->total_vm + npages);
	if (is_exec_mapping(flags))
		mm->exec_vm += npages;
	else if (is_stack_mapping(flags))
		mm->stack_vm += npages;
	else if (is_data_mapping(flags))
		mm->data_vm += npages;
}

/** may_expand_vm() - whether RLIMIT_AS and RLIMIT_DATA admit @npages more. */
bool may_expand_vm(struct mm_struct *mm, vm_flags_t flags, unsigned long npages)
{
	if (mm->total_vm + npages > rlimit(RLIMIT_AS) >> PAGE_SHIFT)
		return false;
	if (is_data_mapping(flags) && mm->data_vm + npages > rlimit(RLIMIT_DATA) >> PAGE_SHIFT) {
		/* valgrind and older programs set RLIMIT_DATA to 0 and expect only brk to obey */
		if (rlimit(RLIMIT_DATA) == 0 &&
		    mm->data_vm + npages <= rlimit_max(RLIMIT_DATA) >> PAGE_SHIFT)
			return true;
		pr_warn_once("%s (%d): VmData %lu exceeds the data ulimit %lu\n",
			     current->comm, current->pid,
			     (mm->data_vm + npages) << PAGE_SHIFT, rlimit(RLIMIT_DATA));
		return false;
	}
	return true;
}

/* Whether writing to the mapping may need memory that was not there before. */
static bool accountable_mapping(vm_flags_t flags)
{
	return (flags & (VM_NORESERVE | VM_SHARED | VM_WRITE)) == VM_WRITE;
}

/* A mapping on its way. */
struct mmap_state {
	struct mm_struct *mm;
	struct vma_iterator *vmi;
	unsigned long addr;
	unsigned long end;
	unsigned long pglen;
	vm_flags_t flags;
	unsigned long pgoff;
	struct file *file;
	struct vm_area_struct *prev;
	struct vm_area_struct *next;
};

/* Charge what the new mapping needs beyond what the replaced ones had. */
static int charge_mapping(struct mmap_state *map, struct vma_munmap_struct *vms)
{
	long pages = (long)map->pglen - vms->nr_accounted;

	if (!accountable_mapping(map->flags))
		return 0;
	if (pages > 0 && security_vm_enough_memory_mm(map->mm, pages))
		return -ENOMEM;
	if (pages < 0)
		vm_acct_memory(pages);
	/* theirs is ours now */
	vms->nr_accounted = 0;
	map->flags |= VM_ACCOUNT;
	return 0;
}

static int replace_mappings(struct mmap_state *map)
{
	struct vma_munmap_struct vms = {};
	bool overlaps = map->next && map->next->vm_start < map->end;
	int err = 0;

	if (overlaps)
		err = vms_gather(&vms, map->vmi, map->mm, map->addr, map->end);
	if (err)
		return err;
	err = -ENOMEM;
	if (!may_expand_vm(map->mm, map->flags, map->pglen - vms.nr_pages))
		goto abort;
	err = charge_mapping(map, &vms);
	if (err)
		goto abort;
	if (overlaps) {
		vms_complete(&vms);
		map->prev = vms.prev;
		map->next = vms.next;
	}
	return 0;

abort:
	if (overlaps)
		vms_abort(&vms);
	return err;
}

static struct vm_area_struct *merge_mapping(struct mmap_state *map)
{
	VMG_NEW(vmg, map->vmi, map->mm, map->addr, map->end, map->flags, map->pgoff, map->file);

	vmg.prev = map->prev;
	vmg.next = map->next;
	return vma_merge_range(&vmg);
}

static void put_map_writable(struct file *file, vm_flags_t flags)
{
	if (file && is_shared_maywrite(flags))
		mapping_unmap_writable(file->f_mapping);
}

/*
 * Hand the VMA to the file, which may refuse, and may change flags and vm_ops. From here until
 * vma_link_file() the file cannot be sealed against writing: put_map_writable() ends that.
 */
static int map_file(struct vm_area_struct *vma, struct file *file)
{
	vm_flags_t flags = vma->vm_flags;
	int err;

	if (is_shared_maywrite(flags)) {
		err = mapping_map_writable(file->f_mapping);
		if (err)
			return err;
	}
	vma->vm_file = get_file(file);
	err = call_mmap(file, vma);
	if (err) {
		fput(file);
		vma->vm_file = NULL;
		put_map_writable(file, flags);
	}
	return err;
}

/* Undo of what gave the VMA its memory object; nothing of it is linked. */
static void unmap_object(struct mmap_state *map, struct vm_area_struct *vma)
{
	struct mmu_gather tlb;

	if (!vma->vm_file)
		return;
	/* the driver may have put pages there already */
	tlb_gather_mmu(&tlb, map->mm);
	unmap_page_range(&tlb, vma, vma->vm_start, vma->vm_end, NULL);
	free_pgd_range(&tlb, vma->vm_start, vma->vm_end,
		       map->prev ? map->prev->vm_end : FIRST_USER_ADDRESS,
		       map->next ? map->next->vm_start : USER_PGTABLES_CEILING);
	tlb_finish_mmu(&tlb);
	if (vma->vm_ops && vma->vm_ops->close)
		vma->vm_ops->close(vma);
	fput(vma->vm_file);
}

static struct vm_area_struct *new_mapping(struct mmap_state *map)
{
	struct vm_area_struct *vma = vm_area_alloc(map->mm);
	int err = 0;

	if (!vma)
		return ERR_PTR(-ENOMEM);
	vma->vm_start = map->addr;
	vma->vm_end = map->end;
	vma->vm_pgoff = map->pgoff;
	vm_flags_init(vma, map->flags);
	vma->vm_page_prot = vm_get_page_prot(map->flags);

	if (map->file)
		err = map_file(vma, map->file);
	else if (map->flags & VM_SHARED)
		err = shmem_zero_setup(vma);
	if (err)
		goto free_vma;
	/* drivers do not move the range; who tried would confuse everybody */
	VM_BUG_ON_VMA(vma->vm_start != map->addr || vma->vm_end != map->end, vma);
	err = vma_link(map->mm, vma);
	if (err)
		goto undo_object;
	put_map_writable(map->file, map->flags);
	return vma;

undo_object:
	unmap_object(map, vma);
	put_map_writable(map->file, map->flags);
free_vma:
	vm_area_free(vma);
	return ERR_PTR(err);
}

static void account_mapping(struct mmap_state *map, struct vm_area_struct *vma)
{
	struct mm_struct *mm = map->mm;

	vm_stat_account(mm, vma->vm_flags, map->pglen);
	if (!(vma->vm_flags & VM_LOCKED))
		return;
	if (vma->vm_flags & VM_SPECIAL)
		vm_flags_clear(vma, VM_LOCKED_MASK);
	else
		mm->locked_vm += map->pglen;
}

/**
 * mmap_region() - map [addr, addr + len), replacing what is there.
 * @vm_flags: final, but for VM_ACCOUNT
 *
 * Context: mmap_lock held for writing; arguments checked by do_mmap().
 * Return: @addr or an errno.
 */
unsigned long mmap_region(struct file *file, unsigned long addr, unsigned long len,
			  vm_flags_t vm_flags, unsigned long pgoff)
{
	struct mm_struct *mm = current->mm;
	VMA_ITERATOR(vmi, mm, addr);
	struct mmap_state map = {
		.mm = mm, .vmi = &vmi, .addr = addr, .end = addr + len,
		.pglen = len >> PAGE_SHIFT, .flags = vm_flags, .pgoff = pgoff, .file = file,
	};
	struct vm_area_struct *vma;
	int err;

	map.next = find_vma_prev(mm, addr, &map.prev);
	err = replace_mappings(&map);
	if (err)
		return err;
	vma = merge_mapping(&map);
	if (!vma) {
		vma = new_mapping(&map);
		if (IS_ERR(vma)) {
			if (map.flags & VM_ACCOUNT)
				vm_unacct_memory(map.pglen);
			return PTR_ERR(vma);
		}
		vma_set_page_prot(vma);
	}
	account_mapping(&map, vma);
	validate_mm(mm);
	return addr;
}

/**
 * do_brk_flags() - map anonymous memory, private and writable, where nothing is mapped.
 * @flags: VM_EXEC or 0
 *
 * Context: mmap_lock held for writing.
 * Return: 0 or -ENOMEM.
 */
int do_brk_flags(struct vma_iterator *vmi, unsigned long addr, unsigned long len,
		 vm_flags_t flags)
{
	struct mm_struct *mm = current->mm;
	struct mmap_state map = {
		.mm = mm, .vmi = vmi, .addr = addr, .end = addr + len,
		.pglen = len >> PAGE_SHIFT, .pgoff = addr >> PAGE_SHIFT,
		.flags = flags | VM_DATA_DEFAULT_FLAGS | VM_ACCOUNT | mm->def_flags,
	};
	struct vm_area_struct *vma;

	if (!may_expand_vm(mm, map.flags, map.pglen) || mm->map_count > sysctl_max_map_count)
		return -ENOMEM;
	if (security_vm_enough_memory_mm(mm, map.pglen))
		return -ENOMEM;
	map.next = find_vma_prev(mm, addr, &map.prev);
	vma = merge_mapping(&map) ?: new_mapping(&map);
	if (IS_ERR(vma)) {
		vm_unacct_memory(map.pglen);
		return PTR_ERR(vma);
	}
	account_mapping(&map, vma);
	return 0;
}
