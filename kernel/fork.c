// SPDX-License-Identifier: GPL-2.0-only
/*
 * fork.c - a new task from the one that asks for it.
 *
 * copy_process() is the recipe: check the flags, duplicate the task_struct, then share or copy
 * each part by its flag, give it a number, and last, under tasklist_lock, make it visible in one
 * step. Until that step nobody else knows the task, so everything before it can be undone in
 * reverse; after it nothing can fail.
 *
 * Owns:       task_struct and signal_struct allocation, tasklist_lock, the counts of threads and
 *             forks.
 * Invariant:  a task on the tasks list or a thread_head list is complete. rcu_users and usage are
 *             explained in sched/task.h.
 * Locks:      tasklist_lock; inside it the siglock of the parent's sighand.
 * Elsewhere:  the address space (fork_mm.c), the stack (task_stack.c), files and directories
 *             (fs/), registers (copy_thread()), run-queue state (sched_fork()), numbers (pid.c).
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fault-inject.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs_struct.h>
#include <linux/futex.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/kasan.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/rseq.h>
#include <linux/sched.h>
#include <linux/sched/jobctl.h>
#include <linux/sched/mm.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/threads.h>
#include <linux/timekeeping.h>
#include <linux/tty.h>
#include <linux/uaccess.h>
#include <uapi/linux/pidfd.h>

#include "fork.h"
#include "signal.h"
#include "task_stack.h"

DEFINE_RWLOCK(tasklist_lock);
unsigned long total_forks;
int nr_threads;
int max_threads;

static struct kmem_cache *task_struct_cachep;
static struct kmem_cache *signal_cachep;
struct kmem_cache *sighand_cachep;

#define CLONE_LEGACY_FLAGS_MASK	0xffffffffULL
#define CLONE_NAMESPACES (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | \
			  CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)

/* ---- task_struct and signal_struct ---- */

static void free_signal_struct(struct signal_struct *sig)
{
	if (sig->oom_mm)
		mmdrop(sig->oom_mm);
	kmem_cache_free(signal_cachep, sig);
}

/** put_signal_struct() - each task_struct of a group holds one reference. */
void put_signal_struct(struct signal_struct *sig)
{
	if (refcount_dec_and_test(&sig->sigcnt))
		free_signal_struct(sig);
}

/** free_task() - free a task that never ran or that everybody has let go of. */
void free_task(struct task_struct *tsk)
{
	/* A task that failed in copy_process() still has its stack. */
	if (tsk->stack)
		put_task_stack(tsk);
	if (tsk->flags & PF_KTHREAD)
		free_kthread_struct(tsk);
	arch_release_task_struct(tsk);
	kmem_cache_free(task_struct_cachep, tsk);
}

/** __put_task_struct() - the last reference is gone. Use put_task_struct(). Any context. */
void __put_task_struct(struct task_struct *tsk)
{
	WARN_ON(!tsk->exit_state);
	WARN_ON(refcount_read(&tsk->usage));
	WARN_ON(tsk == current);

	sched_dead(tsk);
	exit_creds(tsk);
	put_signal_struct(tsk->signal);
	free_task(tsk);
}

static void delayed_put_task_struct(struct rcu_head *rcu)
{
	put_task_struct(container_of(rcu, struct task_struct, rcu));
}

/** put_task_struct_rcu_user() - the task is unhashed, or switched away from for good. */
void put_task_struct_rcu_user(struct task_struct *task)
{
	if (refcount_dec_and_test(&task->rcu_users))
		call_rcu(&task->rcu, delayed_put_task_struct);
}

/* A copy of @orig with a stack of its own; all else is still @orig's. */
static struct task_struct *dup_task_struct(struct task_struct *orig)
{
	struct task_struct *tsk = kmem_cache_alloc(task_struct_cachep, GFP_KERNEL);

	if (!tsk)
		return NULL;
	if (arch_dup_task_struct(tsk, orig))
		goto free_tsk;
	tsk->stack = NULL;
	if (alloc_task_stack(tsk))
		goto release_arch;

	refcount_set(&tsk->rcu_users, 2);
	refcount_set(&tsk->usage, 1);
	tsk->thread_info.flags = 0;
	kasan_fork(tsk);
	tsk->worker_private = NULL;
	return tsk;

release_arch:
	arch_release_task_struct(tsk);
free_tsk:
	kmem_cache_free(task_struct_cachep, tsk);
	return NULL;
}

/* ---- what is shared or copied by flag ---- */

static int copy_sighand(u64 clone_flags, struct task_struct *tsk)
{
	struct sighand_struct *sig;

	if (clone_flags & CLONE_SIGHAND) {
		refcount_inc(&current->sighand->count);
		return 0;
	}
	sig = kmem_cache_alloc(sighand_cachep, GFP_KERNEL);
	if (!sig)
		return -ENOMEM;
	RCU_INIT_POINTER(tsk->sighand, sig);
	refcount_set(&sig->count, 1);

	spin_lock_irq(&current->sighand->siglock);
	memcpy(sig->action, current->sighand->action, sizeof(sig->action));
	spin_unlock_irq(&current->sighand->siglock);

	if (clone_flags & CLONE_CLEAR_SIGHAND)
		flush_signal_handlers(tsk, 0);
	return 0;
}

/** __cleanup_sighand() - drop a task's share of a sighand; see lock_task_sighand() for RCU. */
void __cleanup_sighand(struct sighand_struct *sighand)
{
	/* SLAB_TYPESAFE_BY_RCU: the lock stays a lock for whoever still tries to take it. */
	if (refcount_dec_and_test(&sighand->count))
		kmem_cache_free(sighand_cachep, sighand);
}

static int copy_signal(u64 clone_flags, struct task_struct *tsk)
{
	struct signal_struct *sig, *old = current->signal;

	if (clone_flags & CLONE_THREAD)
		return 0;

	sig = kmem_cache_zalloc(signal_cachep, GFP_KERNEL);
	tsk->signal = sig;
	if (!sig)
		return -ENOMEM;

	sig->nr_threads = 1;
	atomic_set(&sig->live, 1);
	refcount_set(&sig->sigcnt, 1);
	INIT_LIST_HEAD(&sig->thread_head);
	list_add(&tsk->thread_node, &sig->thread_head);
	init_waitqueue_head(&sig->wait_chldexit);
	sig->curr_target = tsk;
	init_sigpending(&sig->shared_pending);
	INIT_HLIST_HEAD(&sig->multiprocess);
	INIT_HLIST_HEAD(&sig->posix_timers);
	seqlock_init(&sig->stats_lock);
	hrtimer_init(&sig->real_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	sig->real_timer.function = it_real_fn;
	mutex_init(&sig->cred_guard_mutex);
	init_rwsem(&sig->exec_update_lock);

	task_lock(current->group_leader);
	memcpy(sig->rlim, old->rlim, sizeof(sig->rlim));
	update_cpu_timers_active(sig);	/* no timer is inherited, but RLIMIT_CPU is */
	task_unlock(current->group_leader);

	sig->oom_score_adj = old->oom_score_adj;
	sig->oom_score_adj_min = old->oom_score_adj_min;
	return 0;
}

/* ---- the request ---- */

static int check_clone_flags(const struct kernel_clone_args *args)
{
	u64 flags = args->flags;

	if (flags & CLONE_NAMESPACES)
		return -EINVAL;
	/* Threads share signal handlers, and handlers are addresses, so they share memory. */
	if ((flags & CLONE_THREAD) && !(flags & CLONE_SIGHAND))
		return -EINVAL;
	if ((flags & CLONE_SIGHAND) && !(flags & CLONE_VM))
		return -EINVAL;
	/* A sibling of init would have no parent to wait for it. */
	if ((flags & CLONE_PARENT) && (current->signal->flags & SIGNAL_UNKILLABLE))
		return -EINVAL;
	if ((flags & CLONE_PIDFD) && (flags & CLONE_DETACHED))
		return -EINVAL;
	return 0;
}

static int check_process_limits(struct task_struct *p)
{
	struct user_struct *user = rcu_access_pointer(p->real_cred)->user;

	if (atomic_read(&user->processes) > rlimit(RLIMIT_NPROC) && user != INIT_USER &&
	    !capable(CAP_SYS_RESOURCE) && !capable(CAP_SYS_ADMIN))
		return -EAGAIN;
	/* From here on an exec after setuid() need not fail for the limit: this fork would have. */
	current->flags &= ~PF_NPROC_EXCEEDED;

	if (data_race(READ_ONCE(nr_threads)) >= max_threads)	/* more or less */
		return -EAGAIN;
	return 0;
}

static void init_new_task(struct task_struct *p, const struct kernel_clone_args *args)
{
	u64 flags = args->flags;

	p->flags &= ~(PF_KTHREAD | PF_SUPERPRIV | PF_WQ_WORKER | PF_IDLE | PF_NO_SETAFFINITY | PF_SIGNALED |
		      PF_IO_WORKER | PF_KSWAPD | PF_MEMALLOC);
	p->flags |= PF_FORKNOEXEC;
	if (args->kthread)
		p->flags |= PF_KTHREAD;
	if (args->name)
		strscpy(p->comm, args->name, sizeof(p->comm));

	p->set_child_tid = flags & CLONE_CHILD_SETTID ? args->child_tid : NULL;
	p->clear_child_tid = flags & CLONE_CHILD_CLEARTID ? args->child_tid : NULL;

	INIT_LIST_HEAD(&p->children);
	INIT_LIST_HEAD(&p->sibling);
	p->vfork_done = NULL;
	spin_lock_init(&p->alloc_lock);
	raw_spin_lock_init(&p->pi_lock);
	init_sigpending(&p->pending);
	memset(&p->real_blocked, 0, sizeof(p->real_blocked));
	p->restore_sigmask = 0;
	p->jobctl = 0;
	p->task_works = NULL;
	p->restart_block.fn = do_no_restart_syscall;

	p->utime = p->stime = p->gtime = 0;
	p->in_execve = 0;
	p->in_iowait = 0;
	p->nameidata = NULL;
	p->journal_info = NULL;
	p->reclaim_state = NULL;
	p->capture_control = NULL;
	p->pagefault_disabled = 0;
	fault_inject_fork(p);
	p->rcu_nesting = 0;
	p->lockdep_depth = 0;
	lockdep_init_task(p);
	p->kunit_test = NULL;
	p->wake_q.next = NULL;
	p->last_switch_count = p->last_switch_time = 0;
	p->default_timer_slack_ns = current->timer_slack_ns;
	p->pdeath_signal = 0;
	p->exit_state = 0;
	p->exit_code = 0;
	futex_init_task(p);
	rseq_fork(p, flags);

	/* An alternate stack is memory of this address space: no use sharing it. */
	if ((flags & (CLONE_VM | CLONE_VFORK)) == CLONE_VM)
		sas_ss_reset(p);
}

/*
 * Copy every part of current into @p that the flags do not say to share. On error the parts
 * already there are given back.
 */
static int copy_parts(struct task_struct *p, struct kernel_clone_args *args)
{
	u64 flags = args->flags;
	int err;

	err = copy_files(flags, p, args->no_files);
	if (err)
		return err;
	err = copy_fs(flags, p);
	if (err)
		goto undo_files;
	err = copy_sighand(flags, p);
	if (err)
		goto undo_fs;
	err = copy_signal(flags, p);
	if (err)
		goto undo_sighand;
	err = copy_mm(flags, p);
	if (err)
		goto undo_signal;
	err = copy_thread(p, args);
	if (err)
		goto undo_mm;
	return 0;

undo_mm:
	if (p->mm)
		mmput(p->mm);
undo_signal:
	if (!(flags & CLONE_THREAD))
		free_signal_struct(p->signal);
undo_sighand:
	__cleanup_sighand(p->sighand);
undo_fs:
	exit_fs(p);
undo_files:
	exit_files(p);
	return err;
}

static void undo_parts(struct task_struct *p, u64 flags)
{
	exit_thread(p);
	if (p->mm) {
		/* The vfork completion and the tid word were not ours to touch yet. */
		p->clear_child_tid = NULL;
		mmput(p->mm);
	}
	if (!(flags & CLONE_THREAD))
		free_signal_struct(p->signal);
	__cleanup_sighand(p->sighand);
	exit_fs(p);
	exit_files(p);
}

/* ---- becoming visible ---- */

static void set_parent(struct task_struct *p, u64 flags, int exit_signal)
{
	if (flags & (CLONE_PARENT | CLONE_THREAD)) {
		p->real_parent = current->real_parent;
		p->parent_exec_id = current->parent_exec_id;
		p->exit_signal = flags & CLONE_THREAD ? -1 : current->group_leader->exit_signal;
	} else {
		p->real_parent = current;
		p->parent_exec_id = current->self_exec_id;
		p->exit_signal = exit_signal;
	}
	p->parent = p->real_parent;
}

static void attach_process(struct task_struct *p, struct pid *pid)
{
	struct signal_struct *sig = p->signal, *parent_sig = current->signal;

	sig->pids[PIDTYPE_TGID] = pid;
	sig->pids[PIDTYPE_PGID] = task_pgrp(current);
	sig->pids[PIDTYPE_SID] = task_session(current);
	if (is_global_init(p))
		sig->flags |= SIGNAL_UNKILLABLE;
	sig->tty = tty_kref_get(parent_sig->tty);
	sig->has_child_subreaper = p->real_parent->signal->has_child_subreaper ||
				   p->real_parent->signal->is_child_subreaper;

	list_add_tail(&p->sibling, &p->real_parent->children);
	list_add_tail_rcu(&p->tasks, &init_task.tasks);
	attach_pid(p, PIDTYPE_TGID);
	attach_pid(p, PIDTYPE_PGID);
	attach_pid(p, PIDTYPE_SID);
}

static void attach_thread(struct task_struct *p)
{
	struct signal_struct *sig = current->signal;

	sig->nr_threads++;
	atomic_inc(&sig->live);
	refcount_inc(&sig->sigcnt);
	task_join_group_stop(p);
	list_add_tail_rcu(&p->thread_node, &sig->thread_head);
}

/*
 * The last step: from here on others find @p. Fails only where a signal has come that the fork
 * must not outrun.
 */
static int publish_task(struct task_struct *p, struct pid *pid, struct kernel_clone_args *args,
			struct multiprocess_signals *delayed)
{
	u64 flags = args->flags;
	int err = 0;

	write_lock_irq(&tasklist_lock);
	set_parent(p, flags, args->exit_signal);
	spin_lock(&current->sighand->siglock);

	if (fatal_signal_pending(current)) {
		err = -EINTR;
		goto out;
	}
	p->thread_pid = pid;
	if (flags & CLONE_THREAD) {
		attach_thread(p);
	} else {
		p->signal->shared_pending.signal = delayed->signal;
		attach_process(p, pid);
	}
	attach_pid(p, PIDTYPE_PID);
	nr_threads++;
	total_forks++;
out:
	hlist_del_init(&delayed->node);
	spin_unlock(&current->sighand->siglock);
	write_unlock_irq(&tasklist_lock);
	return err;
}

/*
 * A signal sent to a whole process group while one member forks must reach the child, too, if
 * the child is to belong to the group. send_signal_locked() collects such signals in @delayed.
 * A signal that is pending already is handled first, and the fork starts again.
 */
static int collect_signals(struct multiprocess_signals *delayed, u64 flags)
{
	sigemptyset(&delayed->signal);
	INIT_HLIST_NODE(&delayed->node);

	spin_lock_irq(&current->sighand->siglock);
	if (!(flags & CLONE_THREAD))
		hlist_add_head(&delayed->node, &current->signal->multiprocess);
	recalc_sigpending();
	spin_unlock_irq(&current->sighand->siglock);
	return task_sigpending(current) ? -ERESTARTNOINTR : 0;
}

static void stop_collecting(struct multiprocess_signals *delayed)
{
	spin_lock_irq(&current->sighand->siglock);
	hlist_del_init(&delayed->node);
	spin_unlock_irq(&current->sighand->siglock);
}

/* The descriptor that CLONE_PIDFD asks for: reserved here, installed once nothing can fail. */
static int prepare_pidfd(struct pid *pid, struct kernel_clone_args *args, struct file **file)
{
	unsigned int thread = args->flags & CLONE_THREAD ? PIDFD_THREAD : 0;
	int fd = pidfd_prepare(pid, O_RDWR | O_CLOEXEC | thread, file);

	if (fd < 0)
		return fd;
	if (put_user(fd, args->pidfd)) {
		put_unused_fd(fd);
		fput(*file);
		return -EFAULT;
	}
	return fd;
}

/**
 * copy_process() - make a task, complete but not yet running.
 * @pid: its number where the caller has one (idle tasks), or NULL
 * @node: NUMA node to allocate from
 *
 * Return: the task, which wake_up_new_task() starts, or an error.
 */
struct task_struct *copy_process(struct pid *pid, int node, struct kernel_clone_args *args)
{
	struct multiprocess_signals delayed;
	struct file *pidfile = NULL;
	struct task_struct *p;
	u64 flags = args->flags;
	int err, pidfd = -1;

	err = check_clone_flags(args);
	if (err)
		return ERR_PTR(err);
	err = collect_signals(&delayed, flags);
	if (err)
		goto stop_collecting;

	err = -ENOMEM;
	p = dup_task_struct(current);
	if (!p)
		goto stop_collecting;
	err = copy_creds(p, flags);
	if (err)
		goto undo_task;
	err = check_process_limits(p);
	if (err)
		goto undo_creds;

	init_new_task(p, args);
	err = -ENOMEM;
	if (args->kthread && !args->idle && !set_kthread_struct(p))
		goto undo_creds;
	err = sched_fork(flags, p);
	if (err)
		goto undo_creds;
	err = copy_parts(p, args);
	if (err)
		goto undo_creds;

	if (!pid) {
		pid = alloc_pid(args->set_tid, args->set_tid_size);
		if (IS_ERR(pid)) {
			err = PTR_ERR(pid);
			goto undo_parts;
		}
	}
	if (flags & CLONE_PIDFD) {
		err = prepare_pidfd(pid, args, &pidfile);
		if (err < 0)
			goto undo_pid;
		pidfd = err;
	}

	p->pid = pid_nr(pid);
	if (flags & CLONE_THREAD) {
		p->group_leader = current->group_leader;
		p->tgid = current->tgid;
	} else {
		p->group_leader = p;
		p->tgid = p->pid;
	}
	p->start_time = ktime_get_ns();
	p->start_boottime = ktime_get_boottime_ns();

	if (args->idle) {
		/* Never hashed: an idle task is nobody's child and has no number. */
		p->thread_pid = pid;
		p->signal->pids[PIDTYPE_TGID] = p->signal->pids[PIDTYPE_PGID] = pid;
		p->signal->pids[PIDTYPE_SID] = pid;
		p->real_parent = p->parent = current;
		p->exit_signal = 0;
		stop_collecting(&delayed);
		return p;
	}

	sched_cgroup_fork(p, args);
	err = publish_task(p, pid, args, &delayed);
	if (err)
		goto undo_pidfd;
	if (pidfile)
		fd_install(pidfd, pidfile);
	sched_post_fork(p);
	return p;

undo_pidfd:
	if (pidfile) {
		fput(pidfile);
		put_unused_fd(pidfd);
	}
undo_pid:
	if (pid != &init_struct_pid)
		free_pid(pid);
undo_parts:
	undo_parts(p, flags);
undo_creds:
	atomic_dec(&rcu_access_pointer(p->real_cred)->user->processes);
	exit_creds(p);
undo_task:
	p->__state = TASK_DEAD;
	free_task(p);
stop_collecting:
	stop_collecting(&delayed);
	return ERR_PTR(err);
}

/** fork_idle() - the idle task of @cpu. Boot only. */
struct task_struct *fork_idle(int cpu)
{
	struct kernel_clone_args args = {
		.flags = CLONE_VM,
		.kthread = 1,
		.idle = 1,
		.fn = NULL,
	};
	struct task_struct *task = copy_process(&init_struct_pid, NUMA_NO_NODE, &args);

	if (!IS_ERR(task))
		init_idle(task, cpu);
	return task;
}

/**
 * kernel_clone() - make a task and start it.
 *
 * With CLONE_VFORK returns only when the child has left the shared address space.
 *
 * Return: its thread id, or a negative error.
 */
pid_t kernel_clone(struct kernel_clone_args *args)
{
	u64 flags = args->flags;
	struct completion vfork;
	struct task_struct *p;
	pid_t nr;

	/* clone() has one argument for both. */
	if ((flags & CLONE_PIDFD) && (flags & CLONE_PARENT_SETTID) &&
	    args->pidfd == args->parent_tid)
		return -EINVAL;

	p = copy_process(NULL, NUMA_NO_NODE, args);
	if (IS_ERR(p))
		return PTR_ERR(p);

	/* Once it runs it may exit and be released, so take the number first. */
	nr = p->pid;
	if (flags & CLONE_PARENT_SETTID)
		put_user(nr, args->parent_tid);
	if (flags & CLONE_VFORK) {
		p->vfork_done = &vfork;
		init_completion(&vfork);
		get_task_struct(p);
	}
	wake_up_new_task(p);
	if (flags & CLONE_VFORK)
		wait_for_vfork_done(p, &vfork);
	return nr;
}

/** kernel_thread() - a task that runs @fn(@arg) in the kernel and shares no signal handlers. */
pid_t kernel_thread(int (*fn)(void *), void *arg, const char *name, unsigned long flags)
{
	struct kernel_clone_args args = {
		.flags = (flags | CLONE_VM | CLONE_UNTRACED) & ~(u64)CSIGNAL,
		.exit_signal = flags & CSIGNAL,
		.fn = fn,
		.fn_arg = arg,
		.name = name,
		.kthread = 1,
	};

	return kernel_clone(&args);
}

/** user_mode_thread() - the same for a task that will call kernel_execve() to become a process. */
pid_t user_mode_thread(int (*fn)(void *), void *arg, unsigned long flags)
{
	struct kernel_clone_args args = {
		.flags = (flags | CLONE_VM | CLONE_UNTRACED) & ~(u64)CSIGNAL,
		.exit_signal = flags & CSIGNAL,
		.fn = fn,
		.fn_arg = arg,
	};

	return kernel_clone(&args);
}

/* ---- system calls ---- */

SYSCALL_DEFINE0(fork)
{
	struct kernel_clone_args args = { .exit_signal = SIGCHLD };

	return kernel_clone(&args);
}

SYSCALL_DEFINE0(vfork)
{
	struct kernel_clone_args args = {
		.flags = CLONE_VFORK | CLONE_VM,
		.exit_signal = SIGCHLD,
	};

	return kernel_clone(&args);
}

#ifdef CONFIG_CLONE_BACKWARDS
SYSCALL_DEFINE5(clone, unsigned long, clone_flags, unsigned long, newsp,
		int __user *, parent_tidptr, unsigned long, tls, int __user *, child_tidptr)
#else
SYSCALL_DEFINE5(clone, unsigned long, clone_flags, unsigned long, newsp,
		int __user *, parent_tidptr, int __user *, child_tidptr, unsigned long, tls)
#endif
{
	struct kernel_clone_args args = {
		.flags = (u32)clone_flags & ~(u64)CSIGNAL,
		.pidfd = parent_tidptr,
		.child_tid = child_tidptr,
		.parent_tid = parent_tidptr,
		.exit_signal = clone_flags & CSIGNAL,
		.stack = newsp,
		.tls = tls,
	};

	return kernel_clone(&args);
}

static int clone_args_from_user(struct kernel_clone_args *kargs, struct clone_args __user *uargs,
				size_t usize, pid_t *set_tid)
{
	struct clone_args args;
	int err;

	if (usize > PAGE_SIZE)
		return -E2BIG;
	if (usize < CLONE_ARGS_SIZE_VER0)
		return -EINVAL;
	err = copy_struct_from_user(&args, sizeof(args), uargs, usize);
	if (err)
		return err;

	if (args.set_tid_size > 32)
		return -EINVAL;
	if (!args.set_tid != !args.set_tid_size)
		return -EINVAL;
	if ((args.exit_signal & ~(u64)CSIGNAL) || !valid_signal(args.exit_signal))
		return -EINVAL;
	if ((args.flags & CLONE_INTO_CGROUP) && (args.cgroup > INT_MAX || usize < CLONE_ARGS_SIZE_VER2))
		return -EINVAL;

	*kargs = (struct kernel_clone_args) {
		.flags = args.flags,
		.pidfd = u64_to_user_ptr(args.pidfd),
		.child_tid = u64_to_user_ptr(args.child_tid),
		.parent_tid = u64_to_user_ptr(args.parent_tid),
		.exit_signal = args.exit_signal,
		.stack = args.stack,
		.stack_size = args.stack_size,
		.tls = args.tls,
		.set_tid = args.set_tid ? set_tid : NULL,
		.set_tid_size = args.set_tid_size,
		.cgroup = args.cgroup,
	};
	/* More numbers than namespaces is an error of alloc_pid(); one is all that is read. */
	if (args.set_tid_size == 1 &&
	    copy_from_user(set_tid, u64_to_user_ptr(args.set_tid), sizeof(*set_tid)))
		return -EFAULT;
	return 0;
}

static bool clone3_args_valid(struct kernel_clone_args *kargs)
{
	/* CLONE_DETACHED and the signal's bits mean nothing here; cgroups do not exist. */
	if (kargs->flags & ~(CLONE_LEGACY_FLAGS_MASK | CLONE_CLEAR_SIGHAND))
		return false;
	if (kargs->flags & (CLONE_DETACHED | (CSIGNAL & ~CLONE_NEWTIME)))
		return false;
	if ((kargs->flags & CLONE_SIGHAND) && (kargs->flags & CLONE_CLEAR_SIGHAND))
		return false;
	if ((kargs->flags & (CLONE_THREAD | CLONE_PARENT)) && kargs->exit_signal)
		return false;

	/* The stack is given by its lowest address; copy_thread() wants the top. */
	if (!kargs->stack)
		return !kargs->stack_size;
	if (!kargs->stack_size || !access_ok((void __user *)kargs->stack, kargs->stack_size))
		return false;
	kargs->stack += kargs->stack_size;
	return true;
}

SYSCALL_DEFINE2(clone3, struct clone_args __user *, uargs, size_t, size)
{
	struct kernel_clone_args kargs;
	pid_t set_tid;
	int err;

	err = clone_args_from_user(&kargs, uargs, size, &set_tid);
	if (err)
		return err;
	if (!clone3_args_valid(&kargs))
		return -EINVAL;
	if (kargs.flags & CLONE_NEWTIME)
		return -EINVAL;
	return kernel_clone(&kargs);
}

SYSCALL_DEFINE1(set_tid_address, int __user *, tidptr)
{
	current->clear_child_tid = tidptr;
	return task_pid_vnr(current);
}

/* What can be given up one by one without namespaces: the file table and the directories. */
#define UNSHARE_FLAGS	(CLONE_THREAD | CLONE_FS | CLONE_SIGHAND | CLONE_VM | CLONE_FILES | \
			 CLONE_SYSVSEM)

SYSCALL_DEFINE1(unshare, unsigned long, flags)
{
	int err;

	if (flags & ~(unsigned long)UNSHARE_FLAGS)
		return -EINVAL;
	/* Memory, handlers and thread group cannot be split: fine only where nobody shares. */
	if (flags & (CLONE_THREAD | CLONE_SIGHAND | CLONE_VM)) {
		if (!thread_group_empty(current))
			return -EINVAL;
		if ((flags & (CLONE_SIGHAND | CLONE_VM)) &&
		    refcount_read(&current->sighand->count) > 1)
			return -EINVAL;
		if ((flags & CLONE_VM) && atomic_read(&current->mm->mm_users) > 1)
			return -EINVAL;
	}
	if (flags & CLONE_FILES) {
		err = unshare_files();
		if (err)
			return err;
	}
	return flags & CLONE_FS ? unshare_fs_struct() : 0;
}

/* ---- boot ---- */

static void sighand_ctor(void *data)
{
	struct sighand_struct *sighand = data;

	spin_lock_init(&sighand->siglock);
	init_waitqueue_head(&sighand->signalfd_wqh);
}

/** fork_init() - the task cache and the limit on threads: an eighth of memory for their stacks. */
void __init fork_init(void)
{
	u64 threads = div64_u64((u64)totalram_pages() << PAGE_SHIFT, (u64)THREAD_SIZE * 8);

	task_struct_cachep = kmem_cache_create("task_struct", sizeof(struct task_struct),
					       L1_CACHE_BYTES, SLAB_PANIC | SLAB_ACCOUNT, NULL);

	max_threads = clamp_t(u64, threads, 20, 0x3fffffff);
	for (int i = RLIMIT_NPROC; i <= RLIMIT_SIGPENDING; i += RLIMIT_SIGPENDING - RLIMIT_NPROC) {
		init_task.signal->rlim[i].rlim_cur = max_threads / 2;
		init_task.signal->rlim[i].rlim_max = max_threads / 2;
	}
}

/** proc_caches_init() - the caches of what tasks are made of. */
void __init proc_caches_init(void)
{
	sighand_cachep = kmem_cache_create("sighand_cache", sizeof(struct sighand_struct), 0,
					   SLAB_HWCACHE_ALIGN | SLAB_PANIC | SLAB_TYPESAFE_BY_RCU |
					   SLAB_ACCOUNT, sighand_ctor);
	signal_cachep = kmem_cache_create("signal_cache", sizeof(struct signal_struct), 0,
					  SLAB_HWCACHE_ALIGN | SLAB_PANIC | SLAB_ACCOUNT, NULL);
	mm_cache_init();
	vma_state_init();
}
