// SPDX-License-Identifier: GPL-2.0-only
/*
 * mprotect.c - changing what a range permits.
 *
 * VMA by VMA: check; split or merge so that one VMA covers what changes; set its flags; have the
 * page tables follow. An error stops at the VMA that it concerns, and what came before it stays
 * changed, as POSIX allows and Linux does.
 *
 * Locks:      mmap_lock for writing; each VMA write-locked.
 * Elsewhere:  the entries (change_protection.c).
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/personality.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>
#include <asm/tlb.h>

#include "fault.h"
#include "mmap.h"
#include "vma.h"

/* A private mapping that becomes writable is a new promise of memory. */
static int charge_new_writable(struct mm_struct *mm, vm_flags_t oldflags, vm_flags_t *newflags,
			       unsigned long nrpages, unsigned long *charged)
{
	if (!(*newflags & VM_WRITE))
		return 0;
	if (!may_expand_vm(mm, *newflags, nrpages) && may_expand_vm(mm, oldflags, nrpages))
		return -ENOMEM;
	if (oldflags & (VM_ACCOUNT | VM_WRITE | VM_SHARED | VM_NORESERVE))
		return 0;
	if (security_vm_enough_memory_mm(mm, nrpages))
		return -ENOMEM;
	*charged = nrpages;
	*newflags |= VM_ACCOUNT;
	return 0;
}

/**
 * mprotect_fixup() - give [start, end), inside @vma, the flags @newflags.
 * @pprev: in: the VMA below @vma; out: the VMA that covers the range now
 *
 * Context: mmap_lock held for writing.
 * Return: 0 or an errno.
 */
int mprotect_fixup(struct vma_iterator *vmi, struct mmu_gather *tlb, struct vm_area_struct *vma,
		   struct vm_area_struct **pprev, unsigned long start, unsigned long end,
		   vm_flags_t newflags)
{
	unsigned long nrpages = (end - start) >> PAGE_SHIFT, charged = 0;
	struct mm_struct *mm = vma->vm_mm;
	vm_flags_t oldflags = vma->vm_flags;
	int err;

	if (oldflags & VM_SEALED)
		return -EPERM;
	if (newflags == oldflags) {
		*pprev = vma;
		return 0;
	}
	err = charge_new_writable(mm, oldflags, &newflags, nrpages, &charged);
	if (err)
		return err;
	vma = vma_modify_flags(vmi, *pprev, vma, start, end, newflags);
	if (IS_ERR(vma)) {
		vm_unacct_memory(charged);
		return PTR_ERR(vma);
	}
	*pprev = vma;

	vma_start_write(vma);
	vm_flags_reset(vma, newflags);
	vma_set_page_prot(vma);
	change_protection(tlb, vma, start, end);

	/* locked memory is resident: copy now what is writable for the first time */
	if ((oldflags & (VM_WRITE | VM_SHARED | VM_LOCKED)) == VM_LOCKED && (newflags & VM_WRITE))
		populate_vma_page_range(vma, start, end, NULL);
	vm_stat_account(mm, oldflags, -(long)nrpages);
	vm_stat_account(mm, newflags, nrpages);
	return 0;
}

/* The flags of @vma with the access of @prot instead; or an errno: more than it may have. */
static long protected_flags(struct vm_area_struct *vma, unsigned long prot, bool read_implies_exec)
{
	vm_flags_t flags;

	/* only where the file system permits code */
	if (read_implies_exec && (vma->vm_flags & VM_MAYEXEC))
		prot |= PROT_EXEC;
	flags = calc_vm_prot_bits(prot, 0) | (vma->vm_flags & ~VM_ACCESS_FLAGS);
	/* VM_MAY% stands four bits above VM_% */
	if ((flags & ~(flags >> 4)) & VM_ACCESS_FLAGS)
		return -EACCES;
	return flags;
}

static int protect_one(struct vma_iterator *vmi, struct mmu_gather *tlb,
		       struct vm_area_struct *vma, struct vm_area_struct **pprev,
		       unsigned long start, unsigned long end, unsigned long prot,
		       bool read_implies_exec)
{
	long flags = protected_flags(vma, prot, read_implies_exec);
	int err;

	if (flags < 0 && flags >= -MAX_ERRNO)
		return flags;
	if (vma->vm_ops && vma->vm_ops->mprotect) {
		err = vma->vm_ops->mprotect(vma, start, end, flags);
		if (err)
			return err;
	}
	return mprotect_fixup(vmi, tlb, vma, pprev, start, end, flags);
}

/* All VMAs from *@startp to @end, which must follow each other without a hole. */
static int protect_range(struct mm_struct *mm, unsigned long start, unsigned long end,
			 unsigned long prot, bool read_implies_exec)
{
	VMA_ITERATOR(vmi, mm, start);
	struct vm_area_struct *vma, *prev;
	struct mmu_gather tlb;
	int err = 0;

	vma = find_vma_prev(mm, start, &prev);
	if (vma && vma->vm_start < start)
		prev = vma;
	tlb_gather_mmu(&tlb, mm);
	while (start < end && !err) {
		if (!vma || vma->vm_start > start) {
			err = -ENOMEM;
			break;
		}
		err = protect_one(&vmi, &tlb, vma, &prev, start, min(vma->vm_end, end), prot,
				  read_implies_exec);
		/* the VMA that was changed may have swallowed what followed */
		if (!err) {
			start = prev->vm_end;
			if (start < end)
				vma = vma_lookup(mm, start);
		}
	}
	tlb_finish_mmu(&tlb);
	return err;
}

/* PROT_GROWSDOWN: from the very start of the growing VMA; PROT_GROWSUP: no such VMAs here. */
static int extend_to_growing(struct mm_struct *mm, unsigned long *start, unsigned long end,
			     unsigned long grows)
{
	struct vm_area_struct *vma = find_vma(mm, *start);

	if (!vma)
		return -ENOMEM;
	if (grows & PROT_GROWSUP)
		return -EINVAL;
	if (vma->vm_start >= end)
		return -ENOMEM;
	if (!(vma->vm_flags & VM_GROWSDOWN))
		return -EINVAL;
	*start = vma->vm_start;
	return 0;
}

static int do_mprotect(unsigned long start, size_t len, unsigned long prot)
{
	const unsigned long grows = prot & (PROT_GROWSDOWN | PROT_GROWSUP);
	bool read_implies_exec = (current->personality & READ_IMPLIES_EXEC) && (prot & PROT_READ);
	struct mm_struct *mm = current->mm;
	unsigned long end;
	int err = 0;

	start = untagged_addr(start);
	prot &= ~(PROT_GROWSDOWN | PROT_GROWSUP);
	if (grows == (PROT_GROWSDOWN | PROT_GROWSUP) || offset_in_page(start))
		return -EINVAL;
	if (!len)
		return 0;
	end = start + PAGE_ALIGN(len);
	if (end <= start)
		return -ENOMEM;
	if (!arch_validate_prot(prot, start))
		return -EINVAL;

	if (mmap_write_lock_killable(mm))
		return -EINTR;
	if (grows)
		err = extend_to_growing(mm, &start, end, grows);
	if (!err)
		err = protect_range(mm, start, end, prot, read_implies_exec);
	mmap_write_unlock(mm);
	return err;
}

SYSCALL_DEFINE3(mprotect, unsigned long, start, size_t, len, unsigned long, prot)
{
	return do_mprotect(start, len, prot);
}

/* No key is ever free, and none was allocated, where the CPU has no protection keys. */
SYSCALL_DEFINE2(pkey_alloc, unsigned long, flags, unsigned long, init_val)
{
	if (flags || (init_val & ~PKEY_ACCESS_MASK))
		return -EINVAL;
	return -ENOSPC;
}

SYSCALL_DEFINE1(pkey_free, int, pkey)
{
	return -EINVAL;
}

/* Without protection keys in the CPU, -1 (no particular key) is the only one there is. */
SYSCALL_DEFINE4(pkey_mprotect, unsigned long, start, size_t, len, unsigned long, prot, int, pkey)
{
	if (pkey != -1)
		return -EINVAL;
	return do_mprotect(start, len, prot);
}
