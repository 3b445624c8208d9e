/* SPDX-License-Identifier: GPL-2.0-only */
/* madvise.h - advice that changes page tables. Layer 6 (fault), for mm/ alone. */
#ifndef _MM_MADVISE_H
#define _MM_MADVISE_H

struct vm_area_struct;

int madvise_free_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
		       bool vma_locked);
int madvise_cold_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
		       bool pageout);
int madvise_guard_install(struct vm_area_struct *vma, unsigned long start, unsigned long end);
int madvise_guard_remove(struct vm_area_struct *vma, unsigned long start, unsigned long end);

#endif
