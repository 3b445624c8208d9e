/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * task_work.h - let a task call a function itself, on its way to user mode or at its exit.
 */
#ifndef _LINUX_TASK_WORK_H
#define _LINUX_TASK_WORK_H

#include <linux/sched.h>
#include <linux/types.h>

typedef void (*task_work_func_t)(struct callback_head *);

enum task_work_notify_mode {
	TWA_NONE,		/* at its next return to user mode, whenever that is */
	TWA_RESUME,		/* kicked out of user mode soon */
	TWA_SIGNAL,		/* woken from interruptible sleep, too */
};

static inline void init_task_work(struct callback_head *twork, task_work_func_t func)
{
	twork->func = func;
}

static inline bool task_work_pending(struct task_struct *task)
{
	return READ_ONCE(task->task_works) != NULL;
}

int task_work_add(struct task_struct *task, struct callback_head *twork,
		  enum task_work_notify_mode mode);
void task_work_run(void);

static inline void exit_task_work(struct task_struct *task)
{
	task_work_run();
}

#endif
