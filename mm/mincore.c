// SPDX-License-Identifier: GPL-2.0-only
/*
 * mincore.c - which pages of a range would not need I/O.
 *
 * For memory of its own a process learns the truth. For files it sees what is in the page cache only
 * if it could write the file or owns it, and 1 for every page otherwise: else one could watch what
 * others read.
 *
 * Locks:      mmap_lock for reading; the answer goes to user space when it is dropped, a page
 *             of answers at a time.
 */
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <linux/pgtable.h>
#include <linux/sched.h>
#include <linux/swapops.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#include "vma.h"

/* In the walk, private points to where the next byte goes. */
static unsigned char *out_bytes(struct mm_walk *walk)
{
	return walk->private;
}

static bool in_page_cache(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);
	bool present;

	if (IS_ERR_OR_NULL(folio))
		return false;
	present = folio_test_uptodate(folio);
	folio_put(folio);
	return present;
}

/* No entries: anonymous memory is not there; of a file it depends on the cache. */
static void mincore_unmapped(struct vm_area_struct *vma, unsigned long addr, unsigned long end,
			     unsigned char *vec)
{
	for (; addr < end; addr += PAGE_SIZE, vec++)
		*vec = vma->vm_file && in_page_cache(vma->vm_file->f_mapping,
						     linear_page_index(vma, addr));
}

static int mincore_hole(unsigned long addr, unsigned long end, int depth, struct mm_walk *walk)
{
	mincore_unmapped(walk->vma, addr, end, out_bytes(walk));
	walk->private = out_bytes(walk) + ((end - addr) >> PAGE_SHIFT);
	return 0;
}

/* Whether a non-present entry's page can be had without I/O. */
static bool nonpresent_in_core(pte_t pte)
{
	swp_entry_t entry = pte_to_swp_entry(pte);

	return non_swap_entry(entry) && !is_pte_marker_entry(entry);
}

static int mincore_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end,
			     struct mm_walk *walk)
{
	unsigned char *vec = out_bytes(walk);
	pte_t *start, *ptep, pte;
	spinlock_t *ptl;

	start = ptep = pte_offset_map_lock(walk->mm, pmd, addr, &ptl);
	if (!ptep) {
		walk->action = ACTION_AGAIN;
		return 0;
	}
	for (; addr < end; ptep++, vec++, addr += PAGE_SIZE) {
		pte = ptep_get(ptep);
		if (pte_present(pte))
			*vec = 1;
		else if (pte_none(pte))
			mincore_unmapped(walk->vma, addr, addr + PAGE_SIZE, vec);
		else
			*vec = nonpresent_in_core(pte);
	}
	pte_unmap_unlock(start, ptl);
	walk->private = vec;
	cond_resched();
	return 0;
}

static const struct mm_walk_ops mincore_walk_ops = {
	.pmd_entry = mincore_pte_range,
	.pte_hole = mincore_hole,
	.walk_lock = PGWALK_RDLOCK,
};

static bool may_see_cache(struct vm_area_struct *vma)
{
	struct file *file = vma->vm_file;

	if (!file)
		return true;
	return inode_owner_or_capable(&nop_mnt_idmap, file_inode(file)) ||
	       path_permission(&file->f_path, MAY_WRITE) == 0;
}

/* Answers for up to @pages from @addr, as far as its VMA goes; how many, or an errno. */
static long mincore_one_vma(unsigned long addr, unsigned long pages, unsigned char *vec)
{
	struct vm_area_struct *vma = vma_lookup(current->mm, addr);
	unsigned long end;
	int err;

	if (!vma)
		return -ENOMEM;
	end = min(vma->vm_end, addr + (pages << PAGE_SHIFT));
	pages = (end - addr) >> PAGE_SHIFT;
	if (!may_see_cache(vma)) {
		memset(vec, 1, pages);
		return pages;
	}
	err = walk_page_range(vma->vm_mm, addr, end, &mincore_walk_ops, vec);
	return err < 0 ? err : pages;
}

SYSCALL_DEFINE3(mincore, unsigned long, start, size_t, len, unsigned char __user *, vec)
{
	unsigned long pages;
	unsigned char *buf;
	long done = 0;

	start = untagged_addr(start);
	if (offset_in_page(start))
		return -EINVAL;
	if (!access_ok((void __user *)start, len))
		return -ENOMEM;
	pages = (len >> PAGE_SHIFT) + (offset_in_page(len) != 0);
	if (!access_ok(vec, pages))
		return -EFAULT;
	buf = (unsigned char *)__get_free_page(GFP_USER);
	if (!buf)
		return -EAGAIN;

	while (pages) {
		mmap_read_lock(current->mm);
		done = mincore_one_vma(start, min(pages, PAGE_SIZE), buf);
		mmap_read_unlock(current->mm);
		if (done <= 0)
			break;
		if (copy_to_user(vec, buf, done)) {
			done = -EFAULT;
			break;
		}
		pages -= done;
		vec += done;
		start += done << PAGE_SHIFT;
		done = 0;
	}
	free_page((unsigned long)buf);
	return done;
}
