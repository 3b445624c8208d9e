// SPDX-License-Identifier: GPL-2.0-only
/*
 * wait.c - wait4(), waitid(): a parent looks what became of its children.
 *
 * Each round looks at every child that the call asks for, under tasklist_lock, and takes the first
 * with something to report: dead, stopped or continued. Where there is none but there might be, the
 * caller sleeps on its signal->wait_chldexit; the wake-up names the child, so that those who wait
 * for another sleep on.
 *
 * Owns:       the step EXIT_ZOMBIE -> EXIT_DEAD of a child that is waited for, with WNOWAIT not.
 * Locks:      tasklist_lock for reading; the step itself is one compare-and-exchange, so that of
 *             two waiters one gets the child. Reports of stop and continue: the child's siglock.
 * Elsewhere:  exit.c.
 */
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#include <uapi/linux/wait.h>

#include "signal.h"

struct waitid_info {
	pid_t pid;
	uid_t uid;
	int status;
	int cause;				/* CLD_* */
};

struct wait_opts {
	enum pid_type type;			/* PIDTYPE_MAX: any child */
	int flags;				/* W* */
	struct pid *pid;
	struct waitid_info *info;		/* waitid(): what happened */
	int stat;				/* wait4(): the same as one word */
	struct rusage *ru;
	wait_queue_entry_t wait;
	int notask_error;			/* -ECHILD until a child is seen that may yet report */
};

static bool eligible_pid(struct wait_opts *wo, struct task_struct *p)
{
	if (wo->type == PIDTYPE_MAX)
		return true;
	if (wo->type == PIDTYPE_PID)
		return p->thread_pid == wo->pid;
	return p->signal->pids[wo->type] == wo->pid;
}

/* __WCLONE, __WALL: which kind of child, by the signal that it sends. */
static bool eligible_child(struct wait_opts *wo, struct task_struct *p)
{
	if (!eligible_pid(wo, p))
		return false;
	if (wo->flags & __WALL)
		return true;
	return (p->exit_signal != SIGCHLD) == !!(wo->flags & __WCLONE);
}

static int child_wait_callback(wait_queue_entry_t *wait, unsigned int mode, int sync, void *key)
{
	struct wait_opts *wo = container_of(wait, struct wait_opts, wait);
	struct task_struct *p = key;

	if (!eligible_pid(wo, p))
		return 0;
	if ((wo->flags & __WNOTHREAD) && wait->private != p->parent)
		return 0;
	return default_wake_function(wait, mode, sync, key);
}

/* @p has something to report to @parent. */
void __wake_up_parent(struct task_struct *p, struct task_struct *parent)
{
	__wake_up_sync_key(&parent->signal->wait_chldexit, TASK_INTERRUPTIBLE, p);
}

/*
 * The accounts of a child that is waited for, and of its own children, go to the waiter. The zombie may
 * still be on its way into its last switch, which then is not in the sum.
 */
static void account_child(struct task_struct *p)
{
	struct signal_struct *psig = current->signal, *sig = p->signal;
	unsigned long flags, maxrss;
	u64 utime = sig->utime + p->utime, stime = sig->stime + data_race(p->stime);

	write_seqlock_irqsave(&psig->stats_lock, flags);
	psig->cutime += utime + sig->cutime;
	psig->cstime += stime + sig->cstime;
	psig->cgtime += p->gtime + sig->gtime + sig->cgtime;
	psig->cmin_flt += p->min_flt + sig->min_flt + sig->cmin_flt;
	psig->cmaj_flt += p->maj_flt + sig->maj_flt + sig->cmaj_flt;
	psig->cnvcsw += data_race(p->nvcsw) + sig->nvcsw + sig->cnvcsw;
	psig->cnivcsw += data_race(p->nivcsw) + sig->nivcsw + sig->cnivcsw;
	maxrss = max(sig->maxrss, sig->cmaxrss);
	if (psig->cmaxrss < maxrss)
		psig->cmaxrss = maxrss;
	write_sequnlock_irqrestore(&psig->stats_lock, flags);
}

static void fill_waitid(struct waitid_info *info, struct task_struct *p, uid_t uid, int cause,
			int status)
{
	if (!info)
		return;
	info->pid = task_pid_vnr(p);
	info->uid = uid;
	info->cause = cause;
	info->status = status;
}

static int exit_cause(int status)
{
	if (!(status & 0x7f))
		return CLD_EXITED;
	return status & 0x80 ? CLD_DUMPED : CLD_KILLED;
}

/*
 * Take a zombie. Entered with tasklist_lock; where the answer is not 0 it has been dropped.
 */
static int wait_task_zombie(struct wait_opts *wo, struct task_struct *p)
{
	uid_t uid = from_kuid_munged(&init_user_ns, task_uid(p));
	pid_t pid = task_pid_vnr(p);
	int status;

	if (!(wo->flags & WEXITED))
		return 0;
	status = p->signal->flags & SIGNAL_GROUP_EXIT ? p->signal->group_exit_code : p->exit_code;

	if (wo->flags & WNOWAIT) {
		get_task_struct(p);
		read_unlock(&tasklist_lock);
		if (wo->ru)
			getrusage(p, RUSAGE_BOTH, wo->ru);
		wo->stat = status;
		fill_waitid(wo->info, p, uid, exit_cause(status),
			    status & 0x7f ? status & 0x7f : status >> 8);
		put_task_struct(p);
		return pid;
	}

	if (cmpxchg(&p->exit_state, EXIT_ZOMBIE, EXIT_DEAD) != EXIT_ZOMBIE)
		return 0;
	/* It is ours: nobody else releases it, so it stays without the lock. */
	read_unlock(&tasklist_lock);
	if (thread_group_leader(p))
		account_child(p);
	if (wo->ru)
		getrusage(p, RUSAGE_BOTH, wo->ru);
	wo->stat = status;
	fill_waitid(wo->info, p, uid, exit_cause(status),
		    status & 0x7f ? status & 0x7f : status >> 8);
	release_task(p);
	return pid;
}

/* Report a stop or a continue. Locks as above. */
static int report_jobctl(struct wait_opts *wo, struct task_struct *p, int cause, int status,
			 int stat)
{
	uid_t uid = from_kuid_munged(&init_user_ns, task_uid(p));
	pid_t pid = task_pid_vnr(p);

	get_task_struct(p);
	read_unlock(&tasklist_lock);
	if (wo->ru)
		getrusage(p, RUSAGE_BOTH, wo->ru);
	wo->stat = stat;
	fill_waitid(wo->info, p, uid, cause, status);
	put_task_struct(p);
	return pid;
}

static int wait_task_stopped(struct wait_opts *wo, struct task_struct *p)
{
	int code;

	if (!(wo->flags & WUNTRACED) || !(p->signal->flags & SIGNAL_STOP_STOPPED))
		return 0;
	spin_lock_irq(&p->sighand->siglock);
	/* A stop is reported once: reading the code takes it. */
	code = p->signal->flags & SIGNAL_STOP_STOPPED ? p->signal->group_exit_code : 0;
	if (code && !(wo->flags & WNOWAIT))
		p->signal->group_exit_code = 0;
	spin_unlock_irq(&p->sighand->siglock);
	if (!code)
		return 0;
	return report_jobctl(wo, p, CLD_STOPPED, code, (code << 8) | 0x7f);
}

static int wait_task_continued(struct wait_opts *wo, struct task_struct *p)
{
	bool continued;

	if (!(wo->flags & WCONTINUED) || !(p->signal->flags & SIGNAL_STOP_CONTINUED))
		return 0;
	spin_lock_irq(&p->sighand->siglock);
	continued = p->signal->flags & SIGNAL_STOP_CONTINUED;
	if (continued && !(wo->flags & WNOWAIT))
		p->signal->flags &= ~SIGNAL_STOP_CONTINUED;
	spin_unlock_irq(&p->sighand->siglock);
	if (!continued)
		return 0;
	return report_jobctl(wo, p, CLD_CONTINUED, SIGCONT, 0xffff);
}

/*
 * One child. 0: nothing to report; else the answer, with tasklist_lock dropped.
 */
static int wait_consider_task(struct wait_opts *wo, struct task_struct *p)
{
	int exit_state = READ_ONCE(p->exit_state), ret;

	if (exit_state == EXIT_DEAD || !eligible_child(wo, p))
		return 0;
	if (exit_state == EXIT_ZOMBIE) {
		/* A leader whose threads live on is dead to nobody yet, but it may be stopped. */
		if (!delay_group_leader(p))
			return wait_task_zombie(wo, p);
		if (!(wo->flags & (WCONTINUED | WEXITED)))
			return 0;
	}
	wo->notask_error = 0;

	ret = wait_task_stopped(wo, p);
	return ret ? ret : wait_task_continued(wo, p);
}

static int wait_for_children_of(struct wait_opts *wo, struct task_struct *tsk)
{
	struct task_struct *p;
	int ret;

	list_for_each_entry(p, &tsk->children, sibling) {
		ret = wait_consider_task(wo, p);
		if (ret)
			return ret;
	}
	return 0;
}

/* A call for one process needs no walk. */
static int wait_for_one(struct wait_opts *wo)
{
	struct task_struct *p = pid_task(wo->pid, PIDTYPE_TGID);

	if (!p)
		return 0;
	if (wo->flags & __WNOTHREAD ? p->real_parent != current :
				      !same_thread_group(current, p->real_parent))
		return 0;
	return wait_consider_task(wo, p);
}

/* One look at all that is asked for. 0: sleep; else an answer or an error. */
static long wait_once(struct wait_opts *wo)
{
	struct task_struct *t;
	int ret;

	wo->notask_error = -ECHILD;
	if (wo->type < PIDTYPE_MAX && (!wo->pid || !pid_has_task(wo->pid, wo->type)))
		goto none;

	read_lock(&tasklist_lock);
	if (wo->type == PIDTYPE_PID || wo->type == PIDTYPE_TGID) {
		ret = wait_for_one(wo);
		if (ret)
			return ret;
	} else {
		for_each_thread(current, t) {
			if ((wo->flags & __WNOTHREAD) && t != current)
				continue;
			ret = wait_for_children_of(wo, t);
			if (ret)
				return ret;
		}
	}
	read_unlock(&tasklist_lock);
none:
	if (wo->notask_error)
		return wo->notask_error;
	return 0;
}

static long do_wait(struct wait_opts *wo)
{
	long ret;

	init_waitqueue_func_entry(&wo->wait, child_wait_callback);
	wo->wait.private = current;
	add_wait_queue(&current->signal->wait_chldexit, &wo->wait);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		ret = wait_once(wo);
		if (ret || (wo->flags & WNOHANG))
			break;
		ret = -ERESTARTSYS;
		if (signal_pending(current))
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	remove_wait_queue(&current->signal->wait_chldexit, &wo->wait);
	return ret;
}

static long kernel_waitid(int which, pid_t upid, struct waitid_info *info, int options,
			  struct rusage *ru)
{
	struct wait_opts wo = { .info = info, .ru = ru };
	unsigned int f_flags = 0;
	long ret;

	if (options & ~(WNOHANG | WNOWAIT | WEXITED | WSTOPPED | WCONTINUED |
			__WNOTHREAD | __WCLONE | __WALL))
		return -EINVAL;
	if (!(options & (WEXITED | WSTOPPED | WCONTINUED)))
		return -EINVAL;

	switch (which) {
	case P_ALL:
		wo.type = PIDTYPE_MAX;
		break;
	case P_PID:
		if (upid <= 0)
			return -EINVAL;
		wo.type = PIDTYPE_PID;
		wo.pid = find_get_pid(upid);
		break;
	case P_PGID:
		if (upid < 0)
			return -EINVAL;
		wo.type = PIDTYPE_PGID;
		wo.pid = upid ? find_get_pid(upid) : get_task_pid(current, PIDTYPE_PGID);
		break;
	case P_PIDFD:
		if (upid < 0)
			return -EINVAL;
		wo.type = PIDTYPE_PID;
		wo.pid = pidfd_get_pid(upid, &f_flags);
		if (IS_ERR(wo.pid))
			return PTR_ERR(wo.pid);
		break;
	default:
		return -EINVAL;
	}

	wo.flags = options;
	if (f_flags & O_NONBLOCK)
		wo.flags |= WNOHANG;
	ret = do_wait(&wo);
	/* A non-blocking pidfd says so where WNOHANG says nothing. */
	if (!ret && !(options & WNOHANG) && (f_flags & O_NONBLOCK))
		ret = -EAGAIN;
	put_pid(wo.pid);
	return ret;
}

SYSCALL_DEFINE5(waitid, int, which, pid_t, upid, struct siginfo __user *, infop,
		int, options, struct rusage __user *, ru)
{
	struct waitid_info info = { };
	struct siginfo out;
	struct rusage r;
	long err;

	err = kernel_waitid(which, upid, &info, options, ru ? &r : NULL);
	if (err > 0) {
		err = 0;
		if (ru && copy_to_user(ru, &r, sizeof(r)))
			return -EFAULT;
		memset(&out, 0, sizeof(out));
		out.si_signo = SIGCHLD;
	} else {
		memset(&out, 0, sizeof(out));
	}
	if (!infop || err < 0)
		return err;
	out.si_code = info.cause;
	out.si_pid = info.pid;
	out.si_uid = info.uid;
	out.si_status = info.status;
	/* Only the fields that this call defines are written. */
	if (copy_to_user(infop, &out, offsetofend(struct siginfo, si_status)))
		return -EFAULT;
	return 0;
}

static long wait4_kernel(pid_t upid, int *stat, int options, struct rusage *ru)
{
	struct wait_opts wo = { .ru = ru };
	long ret;

	if (options & ~(WNOHANG | WUNTRACED | WCONTINUED | __WNOTHREAD | __WCLONE | __WALL))
		return -EINVAL;
	/* -INT_MIN is no number. */
	if (upid == INT_MIN)
		return -ESRCH;

	if (upid == -1) {
		wo.type = PIDTYPE_MAX;
	} else if (upid < 0) {
		wo.type = PIDTYPE_PGID;
		wo.pid = find_get_pid(-upid);
	} else if (upid == 0) {
		wo.type = PIDTYPE_PGID;
		wo.pid = get_task_pid(current, PIDTYPE_PGID);
	} else {
		wo.type = PIDTYPE_PID;
		wo.pid = find_get_pid(upid);
	}
	wo.flags = options | WEXITED;
	ret = do_wait(&wo);
	put_pid(wo.pid);
	if (ret > 0 && stat)
		*stat = wo.stat;
	return ret;
}

/** kernel_wait() - wait for a child of a kernel thread to exit. */
int kernel_wait(pid_t pid, int *stat)
{
	return wait4_kernel(pid, stat, 0, NULL);
}

long kernel_wait4(pid_t upid, int __user *stat_addr, int options, struct rusage *ru)
{
	int stat;
	long ret = wait4_kernel(upid, &stat, options, ru);

	if (ret > 0 && stat_addr && put_user(stat, stat_addr))
		ret = -EFAULT;
	return ret;
}

SYSCALL_DEFINE4(wait4, pid_t, upid, int __user *, stat_addr, int, options,
		struct rusage __user *, ru)
{
	struct rusage r;
	long ret = kernel_wait4(upid, stat_addr, options, ru ? &r : NULL);

	if (ret > 0 && ru && copy_to_user(ru, &r, sizeof(struct rusage)))
		return -EFAULT;
	return ret;
}
