/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched/pid.h - from a task to its numbers.
 *
 * The pointers in signal->pids[] change under tasklist_lock (setsid, setpgid); RCU keeps what a
 * reader found. A number of 0 means the task is no longer attached.
 */
#ifndef _LINUX_SCHED_PID_H
#define _LINUX_SCHED_PID_H

#include <linux/pid.h>
#include <linux/sched/signal.h>

static inline struct pid *task_pid(struct task_struct *task)
{
	return task->thread_pid;
}

static inline struct pid *task_tgid(struct task_struct *task)
{
	return task->signal->pids[PIDTYPE_TGID];
}

/* Both need tasklist_lock or RCU: only the task itself is sure to keep its group. */
static inline struct pid *task_pgrp(struct task_struct *task)
{
	return task->signal->pids[PIDTYPE_PGID];
}

static inline struct pid *task_session(struct task_struct *task)
{
	return task->signal->pids[PIDTYPE_SID];
}

pid_t __task_pid_nr(struct task_struct *task, enum pid_type type);

static inline pid_t task_pid_vnr(struct task_struct *task) { return task->pid; }
static inline pid_t task_tgid_vnr(struct task_struct *task) { return task->tgid; }

static inline pid_t task_pgrp_nr(struct task_struct *task)
{
	return __task_pid_nr(task, PIDTYPE_PGID);
}

static inline pid_t task_pgrp_vnr(struct task_struct *task)
{
	return __task_pid_nr(task, PIDTYPE_PGID);
}

static inline pid_t task_session_vnr(struct task_struct *task)
{
	return __task_pid_nr(task, PIDTYPE_SID);
}

pid_t task_ppid_nr(const struct task_struct *task);

/* False from the moment release_task() has unhashed the task. */
static inline bool pid_alive(const struct task_struct *task)
{
	return task->thread_pid != NULL;
}

#endif
