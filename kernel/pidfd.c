// SPDX-License-Identifier: GPL-2.0-only
/*
 * pidfd.c - a file descriptor that stands for a process, and so never for another.
 *
 * Owns:       the file operations; each file holds a reference to its struct pid.
 * Invariant:  readable from the moment the process (or, with PIDFD_THREAD, the thread) is dead.
 * Locks:      RCU for looking; pollers sleep on pid->wait_pidfd.
 */
#include <linux/anon_inodes.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/poll.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/pidfd.h>

static int pidfd_release(struct inode *inode, struct file *file)
{
	put_pid(file->private_data);
	return 0;
}

static __poll_t pidfd_poll(struct file *file, struct poll_table_struct *pts)
{
	bool thread = file->f_flags & PIDFD_THREAD;
	struct pid *pid = file->private_data;
	struct task_struct *task;
	__poll_t events = 0;

	poll_wait(file, &pid->wait_pidfd, pts);
	rcu_read_lock();
	task = pid_task(pid, PIDTYPE_PID);
	if (!task)
		events = EPOLLIN | EPOLLRDNORM | EPOLLHUP;
	else if (READ_ONCE(task->exit_state) && (thread || thread_group_empty(task)))
		events = EPOLLIN | EPOLLRDNORM;
	rcu_read_unlock();
	return events;
}

const struct file_operations pidfd_fops = {
	.release = pidfd_release,
	.poll = pidfd_poll,
};

/** do_notify_pidfd() - @task has died: wake those who poll for it. Context: tasklist_lock. */
void do_notify_pidfd(struct task_struct *task)
{
	if (waitqueue_active(&task->thread_pid->wait_pidfd))
		__wake_up(&task->thread_pid->wait_pidfd, TASK_NORMAL, 0,
			  poll_to_key(EPOLLIN | EPOLLRDNORM));
}

/** pidfd_pid() - the struct pid of an open pidfd, or -EBADF. */
struct pid *pidfd_pid(const struct file *file)
{
	return file->f_op == &pidfd_fops ? file->private_data : ERR_PTR(-EBADF);
}

/** pidfd_get_pid() - the same by descriptor, with a reference; *flags gets the file's flags. */
struct pid *pidfd_get_pid(unsigned int fd, unsigned int *flags)
{
	struct fd f = fdget(fd);
	struct pid *pid;

	if (fd_empty(f))
		return ERR_PTR(-EBADF);
	pid = pidfd_pid(fd_file(f));
	if (!IS_ERR(pid)) {
		get_pid(pid);
		*flags = fd_file(f)->f_flags;
	}
	fdput(f);
	return pid;
}

/** pidfd_get_task() - the task it names, with a reference; -EBADF, or -ESRCH where it is gone */
struct task_struct *pidfd_get_task(unsigned int fd, unsigned int *flags)
{
	struct pid *pid = pidfd_get_pid(fd, flags);
	struct task_struct *task;

	if (IS_ERR(pid))
		return ERR_CAST(pid);
	task = get_pid_task(pid, PIDTYPE_TGID);
	put_pid(pid);
	return task ? task : ERR_PTR(-ESRCH);
}

/**
 * pidfd_prepare() - reserve a descriptor and make the file, for the caller to fd_install().
 * @flags: O_CLOEXEC, PIDFD_NONBLOCK, PIDFD_THREAD
 *
 * Return: the descriptor, or an error.
 */
int pidfd_prepare(struct pid *pid, unsigned int flags, struct file **ret)
{
	int fd = get_unused_fd_flags(O_CLOEXEC);
	struct file *file;

	if (fd < 0)
		return fd;
	file = anon_inode_getfile("[pidfd]", &pidfd_fops, get_pid(pid),
				  O_RDWR | (flags & PIDFD_NONBLOCK));
	if (IS_ERR(file)) {
		put_pid(pid);
		put_unused_fd(fd);
		return PTR_ERR(file);
	}
	/* open() keeps no O_EXCL, which is PIDFD_THREAD. */
	file->f_flags |= flags & PIDFD_THREAD;
	*ret = file;
	return fd;
}

SYSCALL_DEFINE2(pidfd_open, pid_t, nr, unsigned int, flags)
{
	enum pid_type type = flags & PIDFD_THREAD ? PIDTYPE_PID : PIDTYPE_TGID;
	struct file *file;
	struct pid *pid;
	int fd;

	if (flags & ~(PIDFD_NONBLOCK | PIDFD_THREAD))
		return -EINVAL;
	if (nr <= 0)
		return -EINVAL;
	pid = find_get_pid(nr);
	if (!pid)
		return -ESRCH;
	if (pid_has_task(pid, type))
		fd = pidfd_prepare(pid, flags, &file);
	else
		fd = pid_has_task(pid, PIDTYPE_PID) ? -ENOENT : -ESRCH;
	if (fd >= 0)
		fd_install(fd, file);
	put_pid(pid);
	return fd;
}

static int send_to_pidfd(struct pid *pid, int sig, struct kernel_siginfo *info, enum pid_type type)
{
	struct task_struct *p;
	int err = -ESRCH;

	switch (type) {
	case PIDTYPE_PID:
		p = get_pid_task(pid, PIDTYPE_PID);
		if (p) {
			err = group_send_sig_info(sig, info, p, PIDTYPE_PID);
			put_task_struct(p);
		}
		return err;
	case PIDTYPE_PGID:
		read_lock(&tasklist_lock);
		err = __kill_pgrp_info(sig, info, pid);
		read_unlock(&tasklist_lock);
		return err;
	default:
		return kill_pid_info(sig, info, pid);
	}
}

SYSCALL_DEFINE4(pidfd_send_signal, int, pidfd, int, sig, siginfo_t __user *, uinfo,
		unsigned int, flags)
{
	enum pid_type type = PIDTYPE_TGID;
	kernel_siginfo_t info;
	unsigned int f_flags = 0;
	struct pid *pid;
	int err = 0;

	if (flags & ~(unsigned int)(PIDFD_SIGNAL_THREAD | PIDFD_SIGNAL_THREAD_GROUP |
				    PIDFD_SIGNAL_PROCESS_GROUP))
		return -EINVAL;
	/* One of the three at most. */
	if (flags & (flags - 1))
		return -EINVAL;
	pid = pidfd_get_pid(pidfd, &f_flags);
	if (IS_ERR(pid))
		return PTR_ERR(pid);

	if (flags & PIDFD_SIGNAL_PROCESS_GROUP)
		type = PIDTYPE_PGID;
	else if ((flags & PIDFD_SIGNAL_THREAD) || (!flags && (f_flags & PIDFD_THREAD)))
		type = PIDTYPE_PID;

	if (uinfo) {
		err = copy_siginfo_from_user(&info, uinfo);
		if (!err && sig != info.si_signo)
			err = -EINVAL;
		/* Only to itself may a process claim what the kernel says. */
		if (!err && (info.si_code >= 0 || info.si_code == SI_TKILL) &&
		    (task_pid(current) != pid || type > PIDTYPE_TGID))
			err = -EPERM;
	} else {
		clear_siginfo(&info);
		info.si_signo = sig;
		info.si_code = type == PIDTYPE_PID ? SI_TKILL : SI_USER;
		info.si_pid = task_tgid_vnr(current);
		info.si_uid = from_kuid_munged(&init_user_ns, current_uid());
	}
	if (!err)
		err = send_to_pidfd(pid, sig, &info, type);
	put_pid(pid);
	return err;
}

/* pidfd_getfd(): a file of another process, for whoever may look into it. */
SYSCALL_DEFINE3(pidfd_getfd, int, pidfd, int, fd, unsigned int, flags)
{
	struct task_struct *task;
	unsigned int f_flags;
	struct file *file;
	struct pid *pid;
	int ret;

	if (flags)
		return -EINVAL;
	pid = pidfd_get_pid(pidfd, &f_flags);
	if (IS_ERR(pid))
		return PTR_ERR(pid);
	task = get_pid_task(pid, PIDTYPE_PID);
	put_pid(pid);
	if (!task)
		return -ESRCH;

	ret = -EPERM;
	file = NULL;
	if (ptrace_may_access(task, PTRACE_MODE_ATTACH_REALCREDS)) {
		file = fget_task(task, fd);
		ret = task_is_exiting(task) ? -ESRCH : -EBADF;
	}
	put_task_struct(task);
	if (!file)
		return ret;
	ret = receive_fd(file, NULL, O_CLOEXEC);
	fput(file);
	return ret;
}
