/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched/task.h - life and death of a task.
 *
 * A task_struct has two counts. @usage keeps the memory. @rcu_users keeps it findable: one for
 * being hashed (dropped by release_task()), one for being scheduled (dropped by the CPU that
 * switches away from it for the last time). When @rcu_users reaches 0, one grace period later
 * the reference of @usage that it stood for is dropped; so whoever finds a task under RCU may
 * use it until rcu_read_unlock(), and longer after get_task_struct().
 */
#ifndef _LINUX_SCHED_TASK_H
#define _LINUX_SCHED_TASK_H

#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>

struct file;
struct kernel_clone_args;
struct rusage;

/* What clone(), clone3(), fork(), vfork() and kernel threads ask copy_process() for. */
struct kernel_clone_args {
	u64 flags;				/* CLONE_*; without the signal */
	int __user *pidfd;
	int __user *child_tid;
	int __user *parent_tid;
	const char *name;			/* comm of a kernel thread */
	int exit_signal;
	u32 kthread:1;				/* never leaves the kernel */
	u32 user_worker:1;
	u32 no_files:1;
	unsigned long stack;
	unsigned long stack_size;
	unsigned long tls;
	pid_t *set_tid;
	size_t set_tid_size;
	int cgroup;
	int idle;				/* an idle task: no pid, no thread group of its own */
	int (*fn)(void *);			/* runs on the new task's kernel stack first */
	void *fn_arg;
};

/* Protects the process tree: parents, children, groups, sessions, exit states. */
extern rwlock_t tasklist_lock;
extern unsigned long total_forks;
extern int nr_threads;				/* [tasklist_lock] */
extern int max_threads;

/* copy_thread() gives the new task its registers and kernel stack frame. The architecture's. */
int copy_thread(struct task_struct *p, const struct kernel_clone_args *args);
int arch_dup_task_struct(struct task_struct *dst, struct task_struct *src);
void arch_release_task_struct(struct task_struct *tsk);
void flush_thread(void);
void exit_thread(struct task_struct *tsk);

int sched_fork(unsigned long clone_flags, struct task_struct *p);
void sched_cgroup_fork(struct task_struct *p, struct kernel_clone_args *kargs);
void sched_post_fork(struct task_struct *p);
void sched_dead(struct task_struct *p);
void schedule_tail(struct task_struct *prev);
void init_idle(struct task_struct *idle, int cpu);
void __noreturn do_task_dead(void);

pid_t kernel_clone(struct kernel_clone_args *args);
struct task_struct *copy_process(struct pid *pid, int node, struct kernel_clone_args *args);
struct task_struct *fork_idle(int cpu);
pid_t kernel_thread(int (*fn)(void *), void *arg, const char *name, unsigned long flags);
pid_t user_mode_thread(int (*fn)(void *), void *arg, unsigned long flags);
int ksys_setsid(void);
int kernel_wait(pid_t pid, int *stat);
long kernel_wait4(pid_t upid, int __user *stat_addr, int options, struct rusage *ru);

void __noreturn do_exit(long code);
void __noreturn do_group_exit(int exit_code);
void __noreturn make_task_dead(int signr);
void release_task(struct task_struct *p);
void exit_files(struct task_struct *tsk);
void exit_fs(struct task_struct *tsk);
void exit_itimers(struct task_struct *tsk);

void fork_init(void);
void proc_caches_init(void);

void free_task(struct task_struct *tsk);
void __put_task_struct(struct task_struct *t);
void put_task_struct_rcu_user(struct task_struct *task);

static inline struct task_struct *get_task_struct(struct task_struct *t)
{
	refcount_inc(&t->usage);
	return t;
}

static inline struct task_struct *tryget_task_struct(struct task_struct *t)
{
	return refcount_inc_not_zero(&t->usage) ? t : NULL;
}

static inline void put_task_struct(struct task_struct *t)
{
	if (refcount_dec_and_test(&t->usage))
		__put_task_struct(t);
}

/* Guards another task's mm, files, fs, comm and exit against change; sleeps not. */
static inline void task_lock(struct task_struct *p)
{
	spin_lock(&p->alloc_lock);
}

static inline void task_unlock(struct task_struct *p)
{
	spin_unlock(&p->alloc_lock);
}

#endif
