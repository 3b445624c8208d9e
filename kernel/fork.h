/* SPDX-License-Identifier: GPL-2.0-only */
/* fork.h - what fork.c, fork_mm.c and exit.c share. */
#ifndef _KERNEL_FORK_H
#define _KERNEL_FORK_H

#include <linux/types.h>

struct completion;
struct mm_struct;
struct signal_struct;
struct task_struct;

int copy_mm(u64 clone_flags, struct task_struct *tsk);
int wait_for_vfork_done(struct task_struct *child, struct completion *vfork);
void mm_cache_init(void);
void put_signal_struct(struct signal_struct *sig);

#endif
