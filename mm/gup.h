/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gup.h - for the files of get_user_pages: gup.c, gup_populate.c, gup_access.c.
 */
#ifndef _MM_GUP_H
#define _MM_GUP_H

#include <linux/mm.h>
#include <linux/sched/mm.h>

/* FOLL_ flags that callers outside may not give. */
enum {
	FOLL_TOUCH	= 1 << 16,	/* note that the page was used */
	FOLL_TRIED	= 1 << 17,	/* a retry: wait rather than drop mmap_lock again */
	FOLL_REMOTE	= 1 << 18,	/* of another process */
	FOLL_PIN	= 1 << 19,	/* pin_user_pages() */
	FOLL_FAST_ONLY	= 1 << 20,	/* do not sleep */
	FOLL_UNLOCKABLE	= 1 << 21,	/* mmap_lock may be dropped */
};

int gup_vma_allows(struct vm_area_struct *vma, unsigned long gup_flags);
long gup_faultin(struct mm_struct *mm, unsigned long start, unsigned long nr_pages,
		 unsigned int gup_flags, int *locked);

/* From the first pin on, fork asks of each page whether it is pinned. */
static inline void mm_set_has_pinned(struct mm_struct *mm)
{
	if (!test_bit(MMF_HAS_PINNED, &mm->flags))
		set_bit(MMF_HAS_PINNED, &mm->flags);
}

#endif /* _MM_GUP_H */
