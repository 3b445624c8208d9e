/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pid.h - process identifiers.
 *
 * A struct pid stands for a number from the moment it is allocated until the last holder lets
 * go. The number itself is free for reuse once no task is attached in any role, so a kept
 * struct pid never comes to mean another process, where a kept number might.
 */
#ifndef _LINUX_PID_H
#define _LINUX_PID_H

#include <linux/list.h>
#include <linux/pid_types.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/wait.h>

#define RESERVED_PIDS	300		/* after wrapping round, numbering goes on here */

struct pid {
	refcount_t count;
	int nr;					/* [I] */
	struct hlist_head tasks[PIDTYPE_MAX];	/* [tasklist_lock, RCU] */
	wait_queue_head_t wait_pidfd;		/* pollers of a pidfd */
	struct rcu_head rcu;
};

struct file;
extern const struct file_operations pidfd_fops;
extern int pid_max;

static inline struct pid *get_pid(struct pid *pid)
{
	if (pid)
		refcount_inc(&pid->count);
	return pid;
}

pid_t last_pid_nr(void);	/* the number that was given out last */
static inline pid_t pid_nr(struct pid *pid) { return pid ? pid->nr : 0; }
static inline pid_t pid_vnr(struct pid *pid) { return pid ? pid->nr : 0; }

static inline bool pid_has_task(struct pid *pid, enum pid_type type)
{
	return !hlist_empty(&pid->tasks[type]);
}

void put_pid(struct pid *pid);
struct pid *alloc_pid(pid_t *set_tid, size_t set_tid_size);
void free_pid(struct pid *pid);
void attach_pid(struct task_struct *task, enum pid_type type);
void detach_pid(struct task_struct *task, enum pid_type type);
void change_pid(struct task_struct *task, enum pid_type type, struct pid *pid);
void exchange_tids(struct task_struct *a, struct task_struct *b);
void transfer_pid(struct task_struct *from, struct task_struct *to, enum pid_type type);
struct pid *find_pid(int nr);
struct pid *find_vpid(int nr);
struct pid *find_get_pid(int nr);
struct pid *find_ge_pid(int nr);
struct task_struct *pid_task(struct pid *pid, enum pid_type type);
struct task_struct *get_pid_task(struct pid *pid, enum pid_type type);
struct pid *get_task_pid(struct task_struct *task, enum pid_type type);
struct task_struct *find_task_by_vpid(pid_t nr);
struct task_struct *find_get_task_by_vpid(pid_t nr);
void pid_idr_init(void);
unsigned int pid_numbers_in_use(void);

struct pid *pidfd_pid(const struct file *file);
struct pid *pidfd_get_pid(unsigned int fd, unsigned int *flags);
struct task_struct *pidfd_get_task(unsigned int fd, unsigned int *flags);
int pidfd_prepare(struct pid *pid, unsigned int flags, struct file **ret);
void do_notify_pidfd(struct task_struct *task);

/* Walk the tasks that have @pid in the role @type; tasklist_lock or RCU held. */
#define do_each_pid_task(pid, type, task)					\
	do {									\
		if ((pid) != NULL)						\
			hlist_for_each_entry_rcu((task),			\
				&(pid)->tasks[type], pid_links[type]) {

#define while_each_pid_task(pid, type, task)					\
				if (type == PIDTYPE_PID)			\
					break;					\
			}							\
	} while (0)

#define do_each_pid_thread(pid, type, task)					\
	do_each_pid_task(pid, type, task) {					\
		struct task_struct *tg___ = task;				\
		for_each_thread(tg___, task) {

#define while_each_pid_thread(pid, type, task)					\
		}								\
		task = tg___;							\
	} while_each_pid_task(pid, type, task)

#endif
