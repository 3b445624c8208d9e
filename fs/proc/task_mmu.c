// SPDX-License-Identifier: GPL-2.0-only
/*
 * task_mmu.c - an address space as its owner may see it: /proc/PID/maps, status, statm.
 *
 * A reader holds mmap_lock only while one buffer is filled. Where it goes on after that is an
 * address, which is what the file position of a seq_file means here: VMAs that come and go meanwhile
 * make the list inexact but never wrong about one VMA.
 *
 * Locks:      mmap_lock of the process looked at, for reading. The file holds the mm_struct
 *             (mm_count), and the address space (mm_users) only while it reads.
 * Elsewhere:  page by page: task_smaps.c, task_pagemap.c. Who may look: ptrace_may_access().
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/ptrace.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include <linux/seq_file.h>

#include "internal.h"
#include "task_mmu.h"
#include "task_vmas.h"

/* ---- status, statm ---- */

static void put_kb(struct seq_file *m, const char *label, unsigned long pages)
{
	seq_put_decimal_ull_width(m, label, pages << (PAGE_SHIFT - 10), 8);
	seq_puts(m, " kB\n");
}

void task_mem(struct seq_file *m, struct mm_struct *mm)
{
	unsigned long anon = get_mm_counter(mm, MM_ANONPAGES);
	unsigned long file = get_mm_counter(mm, MM_FILEPAGES);
	unsigned long shmem = get_mm_counter(mm, MM_SHMEMPAGES);
	unsigned long text, exec = mm->exec_vm;

	text = (PAGE_ALIGN(mm->end_code) - (mm->start_code & PAGE_MASK)) >> PAGE_SHIFT;
	text = min(text, exec);

	put_kb(m, "VmPeak:\t", get_mm_hiwater_vm(mm));
	put_kb(m, "VmSize:\t", mm->total_vm);
	put_kb(m, "VmLck:\t", mm->locked_vm);
	put_kb(m, "VmPin:\t", atomic64_read(&mm->pinned_vm));
	put_kb(m, "VmHWM:\t", max(mm->hiwater_rss, anon + file + shmem));
	put_kb(m, "VmRSS:\t", anon + file + shmem);
	put_kb(m, "RssAnon:\t", anon);
	put_kb(m, "RssFile:\t", file);
	put_kb(m, "RssShmem:\t", shmem);
	put_kb(m, "VmData:\t", mm->data_vm);
	put_kb(m, "VmStk:\t", mm->stack_vm);
	put_kb(m, "VmExe:\t", text);
	put_kb(m, "VmLib:\t", exec - text);
	put_kb(m, "VmPTE:\t", mm_pgtables_bytes(mm) >> PAGE_SHIFT);
	put_kb(m, "VmSwap:\t", get_mm_counter(mm, MM_SWAPENTS));
	put_kb(m, "HugetlbPages:\t", 0);
}

unsigned long task_vsize(struct mm_struct *mm)
{
	return PAGE_SIZE * mm->total_vm;
}

unsigned long task_statm(struct mm_struct *mm, unsigned long *shared, unsigned long *text,
			 unsigned long *data, unsigned long *resident)
{
	*shared = get_mm_counter(mm, MM_FILEPAGES) + get_mm_counter(mm, MM_SHMEMPAGES);
	*text = (PAGE_ALIGN(mm->end_code) - (mm->start_code & PAGE_MASK)) >> PAGE_SHIFT;
	*data = mm->data_vm + mm->stack_vm;
	*resident = *shared + get_mm_counter(mm, MM_ANONPAGES);
	return mm->total_vm;
}

/* ---- walking the VMAs ---- */

#define POS_END	((loff_t)-1)

static struct vm_area_struct *next_vma(struct task_vmas *vmas, loff_t *pos)
{
	struct vm_area_struct *vma = vma_next(&vmas->iter);

	*pos = vma ? (loff_t)vma->vm_start : POS_END;
	return vma;
}

void *task_vmas_start(struct seq_file *m, loff_t *pos)
{
	struct task_vmas *vmas = m->private;
	struct mm_struct *mm = vmas->mm;

	vmas->locked = false;
	if (*pos == POS_END)
		return NULL;
	if (!mm || !mmget_not_zero(mm))
		return NULL;
	if (mmap_read_lock_killable(mm)) {
		mmput(mm);
		return ERR_PTR(-EINTR);
	}
	vmas->locked = true;
	vma_iter_init(&vmas->iter, mm, *pos);
	return next_vma(vmas, pos);
}

void *task_vmas_next(struct seq_file *m, void *v, loff_t *pos)
{
	return next_vma(m->private, pos);
}

void task_vmas_stop(struct seq_file *m, void *v)
{
	struct task_vmas *vmas = m->private;

	if (!vmas->locked)
		return;
	vmas->locked = false;
	mmap_read_unlock(vmas->mm);
	mmput(vmas->mm);
}

int task_vmas_open(struct inode *inode, struct file *file, const struct seq_operations *ops)
{
	struct task_vmas *vmas = __seq_open_private(file, ops, sizeof(*vmas));
	struct mm_struct *mm;

	if (!vmas)
		return -ENOMEM;
	mm = proc_mem_open(inode, PTRACE_MODE_READ);
	if (IS_ERR(mm)) {
		seq_release_private(inode, file);
		return PTR_ERR(mm);
	}
	vmas->mm = mm;
	return 0;
}

int task_vmas_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;
	struct task_vmas *vmas = m->private;

	if (vmas->mm)
		mmdrop(vmas->mm);
	return seq_release_private(inode, file);
}

/* ---- maps ---- */

void show_vma_header_prefix(struct seq_file *m, unsigned long start, unsigned long end,
			    vm_flags_t flags, unsigned long long pgoff, dev_t dev,
			    unsigned long ino)
{
	/* the names stand in one column: two addresses, offset, device and inode before it */
	seq_setwidth(m, 25 + sizeof(void *) * 6 - 1);
	seq_put_hex_ll(m, NULL, start, 8);
	seq_put_hex_ll(m, "-", end, 8);
	seq_putc(m, ' ');
	seq_putc(m, flags & VM_READ ? 'r' : '-');
	seq_putc(m, flags & VM_WRITE ? 'w' : '-');
	seq_putc(m, flags & VM_EXEC ? 'x' : '-');
	seq_putc(m, flags & VM_MAYSHARE ? 's' : 'p');
	seq_put_hex_ll(m, " ", pgoff, 8);
	seq_put_hex_ll(m, " ", MAJOR(dev), 2);
	seq_put_hex_ll(m, ":", MINOR(dev), 2);
	seq_put_decimal_ull(m, " ", ino);
	seq_putc(m, ' ');
}

static void show_vma_name(struct seq_file *m, struct vm_area_struct *vma)
{
	struct anon_vma_name *anon_name = anon_vma_name(vma);
	const char *name;

	if (vma->vm_file && !anon_name) {
		seq_pad(m, ' ');
		seq_path(m, &vma->vm_file->f_path, "\n");
		return;
	}
	name = vma_pseudo_name(vma);
	if (!name && !anon_name)
		return;
	seq_pad(m, ' ');
	if (name)
		seq_puts(m, name);
	else
		seq_printf(m, vma->vm_file ? "[anon_shmem:%s]" : "[anon:%s]", anon_name->name);
}

void show_map_vma(struct seq_file *m, struct vm_area_struct *vma)
{
	unsigned long long pgoff = 0;
	unsigned long ino = 0;
	dev_t dev = 0;

	if (vma->vm_file) {
		struct inode *inode = file_inode(vma->vm_file);

		dev = inode->i_sb->s_dev;
		ino = inode->i_ino;
		pgoff = (unsigned long long)vma->vm_pgoff << PAGE_SHIFT;
	}
	show_vma_header_prefix(m, vma->vm_start, vma->vm_end, vma->vm_flags, pgoff, dev, ino);
	show_vma_name(m, vma);
	seq_putc(m, '\n');
}

static int show_map(struct seq_file *m, void *v)
{
	show_map_vma(m, v);
	return 0;
}

static const struct seq_operations proc_pid_maps_op = {
	.start	= task_vmas_start,
	.next	= task_vmas_next,
	.stop	= task_vmas_stop,
	.show	= show_map,
};

static int pid_maps_open(struct inode *inode, struct file *file)
{
	return task_vmas_open(inode, file, &proc_pid_maps_op);
}

const struct file_operations proc_pid_maps_operations = {
	.open		= pid_maps_open,
	.read_iter	= seq_read_iter,
	.llseek		= seq_lseek,
	.release	= task_vmas_release,
};
