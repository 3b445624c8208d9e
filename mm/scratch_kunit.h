/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scratch_kunit.h - address spaces made for a test, which no process runs in.
 *
 * They are filled by handle_mm_fault(), and their memory is read and written through the direct map.
 * What a test leaves behind goes when it ends.
 */
#ifndef _MM_SCRATCH_KUNIT_H
#define _MM_SCRATCH_KUNIT_H

#include <kunit/test.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/sched/mm.h>
#include <asm/tlbflush.h>
#include "fault.h"

#define SCRATCH_START	0x10000000UL
#define SCRATCH_RW	(VM_READ | VM_WRITE | VM_MAYREAD | VM_MAYWRITE)

static void scratch_mm_put(void *mm)
{
	mmput(mm);
}

/* An empty address space; gone when the test ends. */
static inline struct mm_struct *scratch_mm(struct kunit *test)
{
	struct mm_struct *mm = mm_alloc();

	KUNIT_ASSERT_NOT_NULL(test, mm);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, scratch_mm_put, mm));
	return mm;
}

/* Anonymous memory in it. */
static inline struct vm_area_struct *scratch_vma(struct kunit *test, struct mm_struct *mm,
						 unsigned long start, unsigned long pages,
						 unsigned long flags)
{
	struct vm_area_struct *vma = vm_area_alloc(mm);

	KUNIT_ASSERT_NOT_NULL(test, vma);
	vma_set_anonymous(vma);
	vma->vm_start = start;
	vma->vm_end = start + (pages << PAGE_SHIFT);
	vma->vm_pgoff = start >> PAGE_SHIFT;
	vm_flags_init(vma, flags);
	vma->vm_page_prot = vm_get_page_prot(flags);
	mmap_write_lock(mm);
	KUNIT_ASSERT_EQ(test, 0, insert_vm_struct(mm, vma));
	vm_stat_account(mm, flags, pages);
	mmap_write_unlock(mm);
	return vma;
}

static inline void scratch_fput(void *file)
{
	fput(file);
}

/* A shared mapping of a file from its beginning. */
static inline struct vm_area_struct *scratch_file_vma(struct kunit *test, struct mm_struct *mm,
						      struct file *file, unsigned long start,
						      unsigned long pages)
{
	struct vm_area_struct *vma = vm_area_alloc(mm);

	KUNIT_ASSERT_NOT_NULL(test, vma);
	vma->vm_start = start;
	vma->vm_end = start + (pages << PAGE_SHIFT);
	vm_flags_init(vma, SCRATCH_RW | VM_SHARED | VM_MAYSHARE);
	vma->vm_page_prot = vm_get_page_prot(vma->vm_flags);
	vma->vm_file = get_file(file);
	KUNIT_ASSERT_EQ(test, call_mmap(file, vma), 0);
	mmap_write_lock(mm);
	KUNIT_ASSERT_EQ(test, insert_vm_struct(mm, vma), 0);
	vm_stat_account(mm, vma->vm_flags, pages);
	mmap_write_unlock(mm);
	return vma;
}

/* What a fault returns that went well: nothing to tell. */
#define FAULT_DONE	((vm_fault_t)0)

static inline vm_fault_t scratch_fault(struct vm_area_struct *vma, unsigned long addr,
				       unsigned int flags)
{
	struct mm_struct *mm = vma->vm_mm;
	vm_fault_t ret;

	mmap_read_lock(mm);
	ret = handle_mm_fault(vma, addr, flags, NULL);
	mmap_read_unlock(mm);
	return ret;
}

/* The entry of an address; none where there is no table. */
static inline pte_t scratch_pte(struct mm_struct *mm, unsigned long addr)
{
	pmd_t *pmd = mm_find_pmd(mm, addr);
	pte_t *ptep = pmd ? pte_offset_map(pmd, addr) : NULL;

	return ptep ? ptep_get(ptep) : __pte(0);
}

static inline void scratch_zap(struct vm_area_struct *vma, unsigned long addr, unsigned long pages)
{
	mmap_read_lock(vma->vm_mm);
	zap_page_range_single(vma, addr, pages << PAGE_SHIFT, NULL);
	mmap_read_unlock(vma->vm_mm);
}

/* fork, of one VMA: a new address space with a copy of it. */
static inline struct vm_area_struct *scratch_fork(struct kunit *test, struct vm_area_struct *src)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = vm_area_dup(src);
	int err;

	KUNIT_ASSERT_NOT_NULL(test, vma);
	vma->vm_mm = mm;
	mmap_write_lock(src->vm_mm);
	vma_start_write(src);
	err = anon_vma_fork(vma, src);
	if (!err) {
		mmap_write_lock_nested(mm, SINGLE_DEPTH_NESTING);
		err = insert_vm_struct(mm, vma);
		vm_stat_account(mm, vma->vm_flags, vma_pages(vma));
		if (!err)
			err = copy_page_range(vma, src);
		mmap_write_unlock(mm);
	}
	flush_tlb_mm(src->vm_mm);
	mmap_write_unlock(src->vm_mm);
	KUNIT_ASSERT_EQ(test, 0, err);
	return vma;
}

#endif /* _MM_SCRATCH_KUNIT_H */
