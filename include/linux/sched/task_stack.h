/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched/task_stack.h - kernel stacks.
 *
 * A stack lives from fork until the last switch away from its task, unless someone (a
 * backtrace) holds it with try_get_task_stack().
 */
#ifndef _LINUX_SCHED_TASK_STACK_H
#define _LINUX_SCHED_TASK_STACK_H

#include <linux/refcount.h>
#include <linux/sched.h>
#include <uapi/linux/magic.h>

#ifndef STACK_END_MAGIC
#define STACK_END_MAGIC	0x57AC6E9D
#endif

static inline void *task_stack_page(const struct task_struct *task)
{
	return task->stack;
}

static inline unsigned long *end_of_stack(const struct task_struct *task)
{
	return task->stack;
}

static inline bool task_stack_end_corrupted(const struct task_struct *task)
{
	return *end_of_stack(task) != STACK_END_MAGIC;
}

static inline bool object_is_on_stack(const void *obj)
{
	void *stack = task_stack_page(current);

	return obj >= stack && obj < stack + THREAD_SIZE;
}

void set_task_stack_end_magic(struct task_struct *tsk);
void put_task_stack(struct task_struct *tsk);
void drop_cached_stacks(void);

static inline void *try_get_task_stack(struct task_struct *tsk)
{
	return refcount_inc_not_zero(&tsk->stack_refcount) ? task_stack_page(tsk) : NULL;
}

#endif
