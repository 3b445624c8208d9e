/* SPDX-License-Identifier: GPL-2.0-only */
/* task_stack.h - what fork.c needs of task_stack.c. */
#ifndef _KERNEL_TASK_STACK_H
#define _KERNEL_TASK_STACK_H

struct task_struct;

int alloc_task_stack(struct task_struct *tsk);

#endif
