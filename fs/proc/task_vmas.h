/* SPDX-License-Identifier: GPL-2.0-only */
/* task_vmas.h - going through the VMAs of a process with a seq_file. */
#ifndef _FS_PROC_TASK_VMAS_H
#define _FS_PROC_TASK_VMAS_H

#include <linux/mm.h>
#include <linux/seq_file.h>

/* m->private of a file that lists VMAs. */
struct task_vmas {
	struct mm_struct *mm;		/* [I] with an mm_count; NULL: a kernel thread */
	struct vma_iterator iter;
	bool locked;			/* between start and stop: mmap_lock and mm_users held */
};

void *task_vmas_start(struct seq_file *m, loff_t *pos);
void *task_vmas_next(struct seq_file *m, void *v, loff_t *pos);
void task_vmas_stop(struct seq_file *m, void *v);
int task_vmas_open(struct inode *inode, struct file *file, const struct seq_operations *ops);
int task_vmas_release(struct inode *inode, struct file *file);

void show_vma_header_prefix(struct seq_file *m, unsigned long start, unsigned long end,
			    vm_flags_t flags, unsigned long long pgoff, dev_t dev,
			    unsigned long ino);
void show_map_vma(struct seq_file *m, struct vm_area_struct *vma);

#endif
