/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mmap.h - changing an address space, for mm/ alone. Layer 6 (fault).
 */
#ifndef _MM_MMAP_H
#define _MM_MMAP_H

#include <linux/mm.h>

struct mmu_gather;

/*
 * A munmap on its way: vms_gather() looks and may refuse; then vms_complete(), which cannot fail,
 * or vms_abort().
 */
struct vma_munmap_struct {
	struct vma_iterator *vmi;
	struct mm_struct *mm;
	unsigned long start;
	unsigned long end;
	struct vm_area_struct *first;	/* first VMA in the range; NULL: nothing there */
	struct vm_area_struct *last;	/* its last VMA; may be first */
	bool single;			/* they are one */
	struct vm_area_struct *prev;	/* what remains below the range */
	struct vm_area_struct *next;	/* what remains behind it */
	unsigned long nr_pages;		/* mapped pages of the range, touched or not */
	unsigned long nr_accounted;	/* of those, charged to the commit account */
	unsigned long locked_vm;
	unsigned long exec_vm;
	unsigned long data_vm;
	unsigned long stack_vm;
	struct vma_iterator hole;	/* nodes reserved for the store */
};

int vms_gather(struct vma_munmap_struct *vms, struct vma_iterator *vmi, struct mm_struct *mm,
	       unsigned long start, unsigned long end);
void vms_complete(struct vma_munmap_struct *vms);
void vms_abort(struct vma_munmap_struct *vms);

int do_vmi_munmap(struct vma_iterator *vmi, struct mm_struct *mm, unsigned long start,
		  size_t len);

/* Which anonymous or file mapping [addr, addr + len) becomes (mmap_region.c). */
unsigned long mmap_region(struct file *file, unsigned long addr, unsigned long len,
			  vm_flags_t vm_flags, unsigned long pgoff);
int do_brk_flags(struct vma_iterator *vmi, unsigned long addr, unsigned long len,
		 vm_flags_t flags);
bool mlock_future_ok(struct mm_struct *mm, vm_flags_t flags, unsigned long bytes);

/* mprotect.c */
long change_protection(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long start,
		       unsigned long end);
int mprotect_fixup(struct vma_iterator *vmi, struct mmu_gather *tlb, struct vm_area_struct *vma,
		   struct vm_area_struct **pprev, unsigned long start, unsigned long end,
		   vm_flags_t newflags);

/* mlock.c */
void munlock_vma(struct vm_area_struct *vma);

/* move_page_tables.c */
unsigned long move_page_tables(struct vm_area_struct *vma, unsigned long old_addr,
			       struct vm_area_struct *new_vma, unsigned long new_addr,
			       unsigned long len, bool need_rmap_locks);

#endif
