/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pagewalk.h - visit the page-table entries of a range.
 */
#ifndef _LINUX_PAGEWALK_H
#define _LINUX_PAGEWALK_H

#include <linux/mm.h>

struct mm_walk;

/* How a walk over user memory treats the locks of the VMAs it meets. */
enum page_walk_lock {
	PGWALK_RDLOCK = 0,		/* mmap_lock held for reading is enough */
	PGWALK_WRLOCK = 1,		/* write-lock each VMA */
	PGWALK_WRLOCK_VERIFY = 2,	/* the caller has write-locked them */
	PGWALK_VMA_RDLOCK_VERIFY = 3,	/* the caller holds the one VMA's read lock */
};

/* What pud_entry and pmd_entry may ask for by setting walk->action. */
enum page_walk_action {
	ACTION_SUBTREE = 0,	/* go down; the default */
	ACTION_CONTINUE = 1,	/* to the next entry at this level */
	ACTION_AGAIN = 2,	/* this entry once more: it has changed */
};

/**
 * struct mm_walk_ops - what to do at each entry
 * @pgd_entry: for each non-none top-level entry; likewise @p4d_entry, @pud_entry, @pmd_entry.
 *	The last two see huge entries too
 * @pte_entry: for each entry of a PTE table, none or not
 * @hugetlb_entry: for each entry of a VMA of huge pages from the pool
 * @pte_hole: for each range without a table; depth is the level that is missing (0 pgd ... 4 pte)
 * @test_walk: before each VMA; 0 walk it, 1 skip it, negative end
 * @pre_vma: after test_walk said yes
 * @post_vma: after a VMA for which @pre_vma was called
 * @walk_lock: what is locked
 *
 * A callback's nonzero return value ends the walk and is what the walk returns.
 */
struct mm_walk_ops {
	int (*pgd_entry)(pgd_t *pgd, unsigned long addr, unsigned long next, struct mm_walk *walk);
	int (*p4d_entry)(p4d_t *p4d, unsigned long addr, unsigned long next, struct mm_walk *walk);
	int (*pud_entry)(pud_t *pud, unsigned long addr, unsigned long next, struct mm_walk *walk);
	int (*pmd_entry)(pmd_t *pmd, unsigned long addr, unsigned long next, struct mm_walk *walk);
	int (*pte_entry)(pte_t *pte, unsigned long addr, unsigned long next, struct mm_walk *walk);
	int (*pte_hole)(unsigned long addr, unsigned long next, int depth, struct mm_walk *walk);
	int (*hugetlb_entry)(pte_t *pte, unsigned long hmask, unsigned long addr,
			     unsigned long next, struct mm_walk *walk);
	int (*test_walk)(unsigned long addr, unsigned long next, struct mm_walk *walk);
	int (*pre_vma)(unsigned long start, unsigned long end, struct mm_walk *walk);
	void (*post_vma)(struct mm_walk *walk);
	enum page_walk_lock walk_lock;
};

/**
 * struct mm_walk - a walk in progress
 * @pgd: for walk_page_range_novma(): tables other than the mm's
 * @vma: the VMA walked, or NULL in a hole or without VMAs
 * @no_vma: entries are visited whatever VMAs say
 */
struct mm_walk {
	const struct mm_walk_ops *ops;
	struct mm_struct *mm;
	pgd_t *pgd;
	struct vm_area_struct *vma;
	enum page_walk_action action;
	bool no_vma;
	void *private;
};

int walk_page_range(struct mm_struct *mm, unsigned long start, unsigned long end,
		    const struct mm_walk_ops *ops, void *private);
int walk_page_range_novma(struct mm_struct *mm, unsigned long start, unsigned long end,
			  const struct mm_walk_ops *ops, pgd_t *pgd, void *private);
int walk_page_range_vma(struct vm_area_struct *vma, unsigned long start, unsigned long end,
			const struct mm_walk_ops *ops, void *private);
int walk_page_vma(struct vm_area_struct *vma, const struct mm_walk_ops *ops, void *private);
int walk_page_mapping(struct address_space *mapping, pgoff_t first_index, pgoff_t nr,
		      const struct mm_walk_ops *ops, void *private);

#endif /* _LINUX_PAGEWALK_H */
