// SPDX-License-Identifier: GPL-2.0-only
/*
 * task_pagemap.c - /proc/PID/pagemap: 8 bytes a page; /proc/PID/clear_refs.
 *
 *	bits 0-54   frame number, if present; 0 for readers without CAP_SYS_ADMIN
 *	     0-4    swap type, 5-54 swap offset, if swapped
 *	bit 56      mapped by nobody else
 *	bit 58      a guard: any access faults
 *	bit 61      of a file, or shared anonymous memory
 *	bit 62      swapped
 *	bit 63      present
 *
 * Locks:      mmap_lock for reading, for at most PAGES_AT_ONCE pages; the answer is copied to
 *             user space after that.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/pagewalk.h>
#include <linux/pgtable.h>
#include <linux/ptrace.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/uaccess.h>
#include <asm/tlb.h>

#include "internal.h"
#include "task_mmu.h"

#define PM_ENTRY_BYTES		sizeof(u64)
#define PM_PFRAME_MASK		((1ULL << 55) - 1)
#define PM_MMAP_EXCLUSIVE	(1ULL << 56)
#define PM_GUARD_REGION		(1ULL << 58)
#define PM_FILE			(1ULL << 61)
#define PM_SWAP			(1ULL << 62)
#define PM_PRESENT		(1ULL << 63)

#define PAGES_AT_ONCE		512

struct pagemap_read {
	u64 *buf;		/* PAGES_AT_ONCE entries */
	int pos;		/* entries filled */
	bool show_pfn;
};

static u64 present_entry(const struct pagemap_read *pm, struct vm_area_struct *vma,
			 unsigned long addr, pte_t pte)
{
	u64 entry = PM_PRESENT;
	struct page *page;

	if (pm->show_pfn)
		entry |= pte_pfn(pte) & PM_PFRAME_MASK;
	page = vm_normal_page(vma, addr, pte);
	if (!page)
		return entry;
	if (!PageAnon(page))
		entry |= PM_FILE;
	if (folio_mapcount(page_folio(page)) == 1)
		entry |= PM_MMAP_EXCLUSIVE;
	return entry;
}

static u64 nonpresent_entry(pte_t pte)
{
	swp_entry_t entry;

	if (pte_none(pte))
		return 0;
	entry = pte_to_swp_entry(pte);
	if (is_guard_swp_entry(entry))
		return PM_GUARD_REGION;
	if (is_pte_marker_entry(entry))
		return 0;
	return PM_SWAP | swp_type(entry) | ((u64)swp_offset(entry) << 5 & PM_PFRAME_MASK);
}

static int pagemap_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end,
			     struct mm_walk *walk)
{
	struct pagemap_read *pm = walk->private;
	pte_t *start, *ptep, pte;
	spinlock_t *ptl;

	start = ptep = pte_offset_map_lock(walk->mm, pmd, addr, &ptl);
	if (!ptep) {
		walk->action = ACTION_AGAIN;
		return 0;
	}
	for (; addr < end; ptep++, addr += PAGE_SIZE) {
		pte = ptep_get(ptep);
		pm->buf[pm->pos++] = pte_present(pte) ? present_entry(pm, walk->vma, addr, pte)
						      : nonpresent_entry(pte);
	}
	pte_unmap_unlock(start, ptl);
	return 0;
}

/* No table, or no VMA at all. */
static int pagemap_hole(unsigned long addr, unsigned long end, int depth, struct mm_walk *walk)
{
	struct pagemap_read *pm = walk->private;

	for (; addr < end; addr += PAGE_SIZE)
		pm->buf[pm->pos++] = 0;
	return 0;
}

static const struct mm_walk_ops pagemap_ops = {
	.pmd_entry = pagemap_pte_range,
	.pte_hole = pagemap_hole,
	.walk_lock = PGWALK_RDLOCK,
};

/* Entries for [start, end) into pm->buf; how many, or an errno. */
static ssize_t read_entries(struct mm_struct *mm, struct pagemap_read *pm, unsigned long start,
			    unsigned long end)
{
	int ret;

	pm->pos = 0;
	if (mmap_read_lock_killable(mm))
		return -EINTR;
	ret = walk_page_range(mm, start, end, &pagemap_ops, pm);
	mmap_read_unlock(mm);
	return ret < 0 ? ret : pm->pos;
}

static ssize_t copy_entries(struct mm_struct *mm, struct pagemap_read *pm, char __user *buf,
			    size_t count, loff_t *ppos)
{
	unsigned long first = *ppos / PM_ENTRY_BYTES;
	unsigned long pages = min_t(unsigned long, count / PM_ENTRY_BYTES,
				    (TASK_SIZE >> PAGE_SHIFT) - first);
	ssize_t done = 0, got;

	while (pages) {
		unsigned long part = min_t(unsigned long, pages, PAGES_AT_ONCE);

		got = read_entries(mm, pm, first << PAGE_SHIFT, (first + part) << PAGE_SHIFT);
		if (got <= 0)
			return done ? done : got;
		if (copy_to_user(buf + done, pm->buf, got * PM_ENTRY_BYTES))
			return -EFAULT;
		done += got * PM_ENTRY_BYTES;
		*ppos += got * PM_ENTRY_BYTES;
		first += got;
		pages -= got;
	}
	return done;
}

static ssize_t pagemap_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct mm_struct *mm = file->private_data;
	struct pagemap_read pm = {};
	ssize_t ret = 0;

	if (!mm || !mmget_not_zero(mm))
		return 0;
	if ((*ppos % PM_ENTRY_BYTES) || (count % PM_ENTRY_BYTES)) {
		ret = -EINVAL;
		goto put_mm;
	}
	if (!count || *ppos / PM_ENTRY_BYTES >= TASK_SIZE >> PAGE_SHIFT)
		goto put_mm;
	pm.show_pfn = cap_raised(file->f_cred->cap_effective, CAP_SYS_ADMIN);
	pm.buf = kmalloc_array(PAGES_AT_ONCE, PM_ENTRY_BYTES, GFP_KERNEL);
	if (!pm.buf) {
		ret = -ENOMEM;
		goto put_mm;
	}
	ret = copy_entries(mm, &pm, buf, count, ppos);
	kfree(pm.buf);
put_mm:
	mmput(mm);
	return ret;
}

static int pagemap_open(struct inode *inode, struct file *file)
{
	struct mm_struct *mm = proc_mem_open(inode, PTRACE_MODE_READ);

	if (IS_ERR(mm))
		return PTR_ERR(mm);
	file->private_data = mm;
	return 0;
}

static int pagemap_release(struct inode *inode, struct file *file)
{
	struct mm_struct *mm = file->private_data;

	if (mm)
		mmdrop(mm);
	return 0;
}

static loff_t pagemap_lseek(struct file *file, loff_t offset, int whence)
{
	switch (whence) {
	case SEEK_CUR:
		offset += file->f_pos;
		break;
	case SEEK_SET:
		break;
	default:
		return -EINVAL;
	}
	file->f_pos = offset;
	return offset;
}

const struct file_operations proc_pagemap_operations = {
	.llseek		= pagemap_lseek,
	.read		= pagemap_read,
	.open		= pagemap_open,
	.release	= pagemap_release,
};

/* ---- clear_refs ---- */

enum clear_refs_types {
	CLEAR_REFS_ALL = 1,
	CLEAR_REFS_ANON,
	CLEAR_REFS_MAPPED,
	CLEAR_REFS_SOFT_DIRTY,
	CLEAR_REFS_MM_HIWATER_RSS,
	CLEAR_REFS_LAST,
};

struct clear_refs {
	enum clear_refs_types type;
	struct mmu_gather tlb;
};

static int clear_refs_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end,
				struct mm_walk *walk)
{
	struct clear_refs *cr = walk->private;
	struct vm_area_struct *vma = walk->vma;
	pte_t *start, *ptep, pte;
	struct page *page;
	spinlock_t *ptl;

	start = ptep = pte_offset_map_lock(vma->vm_mm, pmd, addr, &ptl);
	if (!ptep)
		return 0;
	for (; addr < end; ptep++, addr += PAGE_SIZE) {
		pte = ptep_get(ptep);
		if (!pte_present(pte))
			continue;
		page = vm_normal_page(vma, addr, pte);
		if (!page)
			continue;
		if (ptep_test_and_clear_young(vma, addr, ptep))
			tlb_remove_tlb_entry(&cr->tlb, ptep, addr);
		folio_clear_referenced(page_folio(page));
	}
	pte_unmap_unlock(start, ptl);
	cond_resched();
	return 0;
}

static int clear_refs_test_walk(unsigned long start, unsigned long end, struct mm_walk *walk)
{
	struct clear_refs *cr = walk->private;
	struct vm_area_struct *vma = walk->vma;

	if (vma->vm_flags & VM_PFNMAP)
		return 1;
	if (cr->type == CLEAR_REFS_ANON && vma->vm_file)
		return 1;
	return cr->type == CLEAR_REFS_MAPPED && !vma->vm_file;
}

static const struct mm_walk_ops clear_refs_walk_ops = {
	.pmd_entry = clear_refs_pte_range,
	.test_walk = clear_refs_test_walk,
	.walk_lock = PGWALK_RDLOCK,
};

static int clear_mm_refs(struct mm_struct *mm, enum clear_refs_types type)
{
	struct clear_refs cr = { .type = type };

	if (mmap_write_lock_killable(mm))
		return -EINTR;
	if (type == CLEAR_REFS_MM_HIWATER_RSS) {
		mm->hiwater_rss = get_mm_rss(mm);
	} else {
		tlb_gather_mmu(&cr.tlb, mm);
		walk_page_range(mm, 0, TASK_SIZE, &clear_refs_walk_ops, &cr);
		tlb_finish_mmu(&cr.tlb);
	}
	mmap_write_unlock(mm);
	return 0;
}

static ssize_t clear_refs_write(struct file *file, const char __user *buf, size_t count,
				loff_t *ppos)
{
	struct task_struct *task;
	struct mm_struct *mm;
	char text[16] = {};
	int type, ret;

	if (copy_from_user(text, buf, min(count, sizeof(text) - 1)))
		return -EFAULT;
	ret = kstrtoint(strim(text), 10, &type);
	if (ret < 0)
		return ret;
	if (type < CLEAR_REFS_ALL || type >= CLEAR_REFS_LAST || type == CLEAR_REFS_SOFT_DIRTY)
		return -EINVAL;
	task = get_proc_task(file_inode(file));
	if (!task)
		return -ESRCH;
	mm = get_task_mm(task);
	if (mm) {
		ret = clear_mm_refs(mm, type);
		mmput(mm);
	}
	put_task_struct(task);
	return ret < 0 ? ret : count;
}

const struct file_operations proc_clear_refs_operations = {
	.write	= clear_refs_write,
	.llseek	= noop_llseek,
};
