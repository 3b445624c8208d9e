// SPDX-License-Identifier: GPL-2.0-only
/*
 * task_smaps.c - /proc/PID/smaps and smaps_rollup: what of each mapping is in memory.
 *
 * The page tables are walked and each mapped page is put into one of four classes: shared or private,
 * clean or dirty. "Shared" means mapped more than once anywhere. PSS, the proportional set size,
 * divides each page by its number of mappings; it is added up with PSS_SHIFT fractional bits.
 *
 * Locks:      mmap_lock for reading; each table's lock while it is read.
 */
#include <linux/err.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/pagewalk.h>
#include <linux/pgtable.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/swapops.h>

#include "internal.h"
#include "task_mmu.h"
#include "task_vmas.h"

#define PSS_SHIFT	12

struct mem_size_stats {
	unsigned long resident;
	unsigned long shared_clean;
	unsigned long shared_dirty;
	unsigned long private_clean;
	unsigned long private_dirty;
	unsigned long referenced;
	unsigned long anonymous;
	unsigned long lazyfree;
	unsigned long swap;
	u64 pss;		/* from here on with PSS_SHIFT fractional bits */
	u64 pss_anon;
	u64 pss_file;
	u64 pss_shmem;
	u64 pss_locked;
	u64 pss_dirty;
	u64 swap_pss;
};

/* ---- adding up ---- */

static void add_class(struct mem_size_stats *mss, unsigned long size, bool dirty, bool private)
{
	if (private && dirty)
		mss->private_dirty += size;
	else if (private)
		mss->private_clean += size;
	else if (dirty)
		mss->shared_dirty += size;
	else
		mss->shared_clean += size;
}

static void add_pss(struct mem_size_stats *mss, struct folio *folio, u64 pss, bool dirty,
		    bool locked)
{
	mss->pss += pss;
	if (folio_test_anon(folio))
		mss->pss_anon += pss;
	else if (folio_test_swapbacked(folio))
		mss->pss_shmem += pss;
	else
		mss->pss_file += pss;
	if (locked)
		mss->pss_locked += pss;
	if (dirty)
		mss->pss_dirty += pss;
}

static void add_page(struct mem_size_stats *mss, struct folio *folio, pte_t pte, bool locked)
{
	bool dirty = pte_dirty(pte) || folio_test_dirty(folio);
	int mapcount = max(folio_mapcount(folio), 1);

	mss->resident += PAGE_SIZE;
	if (folio_test_anon(folio)) {
		mss->anonymous += PAGE_SIZE;
		if (!folio_test_swapbacked(folio) && !dirty)
			mss->lazyfree += PAGE_SIZE;
	}
	if (pte_young(pte) || folio_test_referenced(folio))
		mss->referenced += PAGE_SIZE;
	add_class(mss, PAGE_SIZE, dirty, mapcount == 1);
	add_pss(mss, folio, ((u64)PAGE_SIZE << PSS_SHIFT) / mapcount, dirty, locked);
}

static void add_nonpresent(struct mem_size_stats *mss, pte_t pte)
{
	if (pte_none(pte) || non_swap_entry(pte_to_swp_entry(pte)))
		return;
	mss->swap += PAGE_SIZE;
	mss->swap_pss += (u64)PAGE_SIZE << PSS_SHIFT;
}

static int smaps_pte_range(pmd_t *pmd, unsigned long addr, unsigned long end,
			   struct mm_walk *walk)
{
	struct vm_area_struct *vma = walk->vma;
	bool locked = vma->vm_flags & VM_LOCKED;
	pte_t *start, *ptep, pte;
	struct page *page;
	spinlock_t *ptl;

	start = ptep = pte_offset_map_lock(vma->vm_mm, pmd, addr, &ptl);
	if (!ptep) {
		walk->action = ACTION_AGAIN;
		return 0;
	}
	for (; addr < end; ptep++, addr += PAGE_SIZE) {
		pte = ptep_get(ptep);
		if (!pte_present(pte)) {
			add_nonpresent(walk->private, pte);
			continue;
		}
		page = vm_normal_page(vma, addr, pte);
		if (page)
			add_page(walk->private, page_folio(page), pte, locked);
	}
	pte_unmap_unlock(start, ptl);
	cond_resched();
	return 0;
}

static const struct mm_walk_ops smaps_walk_ops = {
	.pmd_entry = smaps_pte_range,
	.walk_lock = PGWALK_RDLOCK,
};

/* ---- printing ---- */

static void put_kb(struct seq_file *m, const char *label, u64 bytes)
{
	seq_put_decimal_ull_width(m, label, bytes >> 10, 8);
	seq_puts(m, " kB\n");
}

static void show_stats(struct seq_file *m, const struct mem_size_stats *mss, bool rollup)
{
	put_kb(m, "Rss:            ", mss->resident);
	put_kb(m, "Pss:            ", mss->pss >> PSS_SHIFT);
	put_kb(m, "Pss_Dirty:      ", mss->pss_dirty >> PSS_SHIFT);
	if (rollup) {
		put_kb(m, "Pss_Anon:       ", mss->pss_anon >> PSS_SHIFT);
		put_kb(m, "Pss_File:       ", mss->pss_file >> PSS_SHIFT);
		put_kb(m, "Pss_Shmem:      ", mss->pss_shmem >> PSS_SHIFT);
	}
	put_kb(m, "Shared_Clean:   ", mss->shared_clean);
	put_kb(m, "Shared_Dirty:   ", mss->shared_dirty);
	put_kb(m, "Private_Clean:  ", mss->private_clean);
	put_kb(m, "Private_Dirty:  ", mss->private_dirty);
	put_kb(m, "Referenced:     ", mss->referenced);
	put_kb(m, "Anonymous:      ", mss->anonymous);
	put_kb(m, "KSM:            ", 0);
	put_kb(m, "LazyFree:       ", mss->lazyfree);
	put_kb(m, "AnonHugePages:  ", 0);
	put_kb(m, "ShmemPmdMapped: ", 0);
	put_kb(m, "FilePmdMapped:  ", 0);
	put_kb(m, "Shared_Hugetlb: ", 0);
	seq_put_decimal_ull_width(m, "Private_Hugetlb: ", 0, 7);
	seq_puts(m, " kB\n");
	put_kb(m, "Swap:           ", mss->swap);
	put_kb(m, "SwapPss:        ", mss->swap_pss >> PSS_SHIFT);
	put_kb(m, "Locked:         ", mss->pss_locked >> PSS_SHIFT);
}

/* Two letters a flag, in the order of the bits. */
static const char vm_flag_names[BITS_PER_LONG][3] = {
	[0] = "rd", [1] = "wr", [2] = "ex", [3] = "sh",
	[4] = "mr", [5] = "mw", [6] = "me", [7] = "ms",
	[8] = "gd", [9] = "um", [10] = "pf", [12] = "uw",
	[13] = "lo", [14] = "io", [15] = "sr", [16] = "rr",
	[17] = "dc", [18] = "de", [19] = "lf", [20] = "ac",
	[21] = "nr", [22] = "ht", [23] = "sf", [24] = "ar",
	[25] = "wf", [26] = "dd", [27] = "sd", [28] = "mm",
	[29] = "hg", [30] = "nh", [31] = "mg", [63] = "sl",
};

static void show_vm_flags(struct seq_file *m, vm_flags_t flags)
{
	seq_puts(m, "VmFlags: ");
	for (int bit = 0; bit < BITS_PER_LONG; bit++) {
		if (!(flags & (1UL << bit)) || !vm_flag_names[bit][0])
			continue;
		seq_puts(m, vm_flag_names[bit]);
		seq_putc(m, ' ');
	}
	seq_putc(m, '\n');
}

/* ---- smaps ---- */

static int show_smap(struct seq_file *m, void *v)
{
	struct vm_area_struct *vma = v;
	struct mem_size_stats mss = {};

	walk_page_range_vma(vma, vma->vm_start, vma->vm_end, &smaps_walk_ops, &mss);
	show_map_vma(m, vma);
	put_kb(m, "Size:           ", vma->vm_end - vma->vm_start);
	put_kb(m, "KernelPageSize: ", PAGE_SIZE);
	put_kb(m, "MMUPageSize:    ", PAGE_SIZE);
	show_stats(m, &mss, false);
	seq_printf(m, "THPeligible:    %8u\n", 0);
	show_vm_flags(m, vma->vm_flags);
	return 0;
}

static const struct seq_operations proc_pid_smaps_op = {
	.start	= task_vmas_start,
	.next	= task_vmas_next,
	.stop	= task_vmas_stop,
	.show	= show_smap,
};

static int pid_smaps_open(struct inode *inode, struct file *file)
{
	return task_vmas_open(inode, file, &proc_pid_smaps_op);
}

const struct file_operations proc_pid_smaps_operations = {
	.open		= pid_smaps_open,
	.read_iter	= seq_read_iter,
	.llseek		= seq_lseek,
	.release	= task_vmas_release,
};

/* ---- smaps_rollup ---- */

/* All VMAs added up. mmap_lock is let go of wherever somebody waits for it. */
static int roll_up(struct mm_struct *mm, struct mem_size_stats *mss, unsigned long *first,
		   unsigned long *last)
{
	struct vm_area_struct *vma;
	unsigned long addr = 0;

	if (mmap_read_lock_killable(mm))
		return -EINTR;
	vma = find_vma(mm, 0);
	*first = vma ? vma->vm_start : 0;
	*last = 0;
	while ((vma = find_vma(mm, addr)) != NULL) {
		walk_page_range_vma(vma, max(vma->vm_start, addr), vma->vm_end, &smaps_walk_ops,
				    mss);
		addr = *last = vma->vm_end;
		if (!mmap_lock_is_contended(mm))
			continue;
		mmap_read_unlock(mm);
		if (mmap_read_lock_killable(mm))
			return -EINTR;
	}
	mmap_read_unlock(mm);
	return 0;
}

static int show_smaps_rollup(struct seq_file *m, void *v)
{
	struct task_vmas *vmas = m->private;
	struct mem_size_stats mss = {};
	unsigned long first, last;
	int ret;

	if (!vmas->mm || !mmget_not_zero(vmas->mm))
		return 0;
	ret = roll_up(vmas->mm, &mss, &first, &last);
	mmput(vmas->mm);
	if (ret)
		return ret;
	show_vma_header_prefix(m, first, last, 0, 0, 0, 0);
	seq_pad(m, ' ');
	seq_puts(m, "[rollup]\n");
	show_stats(m, &mss, true);
	return 0;
}

static int smaps_rollup_open(struct inode *inode, struct file *file)
{
	struct task_vmas *vmas = kzalloc(sizeof(*vmas), GFP_KERNEL_ACCOUNT);
	int ret;

	if (!vmas)
		return -ENOMEM;
	vmas->mm = proc_mem_open(inode, PTRACE_MODE_READ);
	if (IS_ERR(vmas->mm)) {
		ret = PTR_ERR(vmas->mm);
		goto free_vmas;
	}
	ret = single_open(file, show_smaps_rollup, vmas);
	if (!ret)
		return 0;
	if (vmas->mm)
		mmdrop(vmas->mm);
free_vmas:
	kfree(vmas);
	return ret;
}

static int smaps_rollup_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;
	struct task_vmas *vmas = m->private;

	if (vmas->mm)
		mmdrop(vmas->mm);
	kfree(vmas);
	return single_release(inode, file);
}

const struct file_operations proc_pid_smaps_rollup_operations = {
	.open		= smaps_rollup_open,
	.read_iter	= seq_read_iter,
	.llseek		= seq_lseek,
	.release	= smaps_rollup_release,
};
