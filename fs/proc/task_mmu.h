/* SPDX-License-Identifier: GPL-2.0-only */
/* task_mmu.h - the files in /proc/PID that tell about memory. */
#ifndef _FS_PROC_TASK_MMU_H
#define _FS_PROC_TASK_MMU_H

struct file_operations;
struct mm_struct;
struct seq_file;

extern const struct file_operations proc_pid_maps_operations;
extern const struct file_operations proc_pid_smaps_operations;
extern const struct file_operations proc_pid_smaps_rollup_operations;
extern const struct file_operations proc_pagemap_operations;
extern const struct file_operations proc_clear_refs_operations;

/* The Vm lines of /proc/PID/status. */
void task_mem(struct seq_file *m, struct mm_struct *mm);

/* Bytes of address space. */
unsigned long task_vsize(struct mm_struct *mm);

/* /proc/PID/statm, in pages; returns the size of the address space. */
unsigned long task_statm(struct mm_struct *mm, unsigned long *shared, unsigned long *text,
			 unsigned long *data, unsigned long *resident);

#endif
