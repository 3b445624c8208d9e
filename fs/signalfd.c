// SPDX-License-Identifier: GPL-2.0-only
/*
 * signalfd.c - taking signals by read() rather than by a handler.
 *
 * Owns:       struct signalfd_ctx.
 * Invariant:  sigmask holds the signals that are not to be taken, SIGKILL and SIGSTOP among them.
 * Locks:      the reader's siglock; it guards sigmask too. Readers and pollers wait on its sighand's signalfd_wqh,
 *             which whoever sends a signal wakes.
 *
 * A file shows each reader its own signals, whoever created it.
 */
#include <linux/anon_inodes.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/signalfd.h>

struct signalfd_ctx {
	sigset_t sigmask;		/* [siglock] the signals left alone */
};

static int signalfd_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static __poll_t signalfd_poll(struct file *file, poll_table *wait)
{
	struct signalfd_ctx *ctx = file->private_data;
	__poll_t events = 0;

	poll_wait(file, &current->sighand->signalfd_wqh, wait);
	spin_lock_irq(&current->sighand->siglock);
	if (next_signal(&current->pending, &ctx->sigmask) ||
	    next_signal(&current->signal->shared_pending, &ctx->sigmask))
		events |= EPOLLIN;
	spin_unlock_irq(&current->sighand->siglock);
	return events;
}

static bool sig_is_fault(int sig)
{
	return sig == SIGSEGV || sig == SIGBUS || sig == SIGILL || sig == SIGFPE || sig == SIGTRAP || sig == SIGSYS;
}

/* Which fields mean something depends on where the signal comes from. Return: 0 or -EFAULT */
static int signalfd_copyinfo(struct signalfd_siginfo __user *to, const kernel_siginfo_t *info)
{
	struct signalfd_siginfo new = {
		.ssi_signo = info->si_signo,
		.ssi_errno = info->si_errno,
		.ssi_code = info->si_code,
	};

	if (info->si_code == SI_TIMER) {
		new.ssi_tid = info->si_tid;
		new.ssi_overrun = info->si_overrun;
		new.ssi_ptr = (unsigned long)info->si_ptr;
		new.ssi_int = info->si_int;
	} else if (info->si_code == SI_SIGIO || (info->si_signo == SIGPOLL && info->si_code > 0)) {
		new.ssi_band = info->si_band;
		new.ssi_fd = info->si_fd;
	} else if (info->si_code > 0 && info->si_code < SI_KERNEL && sig_is_fault(info->si_signo)) {
		new.ssi_addr = (unsigned long)info->si_addr;
	} else {
		new.ssi_pid = info->si_pid;
		new.ssi_uid = info->si_uid;
		if (info->si_signo == SIGCHLD && info->si_code > 0) {
			new.ssi_status = info->si_status;
			new.ssi_utime = info->si_utime;
			new.ssi_stime = info->si_stime;
		} else if (info->si_code < 0) {
			new.ssi_ptr = (unsigned long)info->si_ptr;
			new.ssi_int = info->si_int;
		}
	}
	return copy_to_user(to, &new, sizeof(new)) ? -EFAULT : 0;
}

static int signalfd_dequeue(struct signalfd_ctx *ctx, kernel_siginfo_t *info, bool nonblock)
{
	struct sighand_struct *sighand = current->sighand;
	DECLARE_WAITQUEUE(wait, current);
	enum pid_type type;
	int sig;

	spin_lock_irq(&sighand->siglock);
	sig = dequeue_signal(&ctx->sigmask, info, &type);
	if (sig || nonblock) {
		spin_unlock_irq(&sighand->siglock);
		return sig ?: -EAGAIN;
	}
	add_wait_queue(&sighand->signalfd_wqh, &wait);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		sig = dequeue_signal(&ctx->sigmask, info, &type);
		if (sig)
			break;
		if (signal_pending(current)) {
			sig = -ERESTARTSYS;
			break;
		}
		spin_unlock_irq(&sighand->siglock);
		schedule();
		spin_lock_irq(&sighand->siglock);
	}
	spin_unlock_irq(&sighand->siglock);
	remove_wait_queue(&sighand->signalfd_wqh, &wait);
	__set_current_state(TASK_RUNNING);
	return sig;
}

static ssize_t signalfd_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct signalfd_siginfo __user *to = (struct signalfd_siginfo __user *)buf;
	struct signalfd_ctx *ctx = file->private_data;
	bool nonblock = file->f_flags & O_NONBLOCK;
	size_t max = count / sizeof(*to), n;
	kernel_siginfo_t info;
	ssize_t err = 0;

	if (!max)
		return -EINVAL;
	for (n = 0; n < max; n++) {
		err = signalfd_dequeue(ctx, &info, nonblock);
		if (err < 0)
			break;
		err = signalfd_copyinfo(to + n, &info);
		if (err < 0)
			break;
		/* what else there is, but without waiting for it */
		nonblock = true;
	}
	return n ? n * sizeof(*to) : err;
}

static const struct file_operations signalfd_fops = {
	.release	= signalfd_release,
	.poll		= signalfd_poll,
	.read		= signalfd_read,
	.llseek		= noop_llseek,
};

static int new_signalfd(const sigset_t *mask, int flags)
{
	struct signalfd_ctx *ctx = kmalloc(sizeof(*ctx), GFP_KERNEL);
	int fd;

	if (!ctx)
		return -ENOMEM;
	ctx->sigmask = *mask;
	fd = anon_inode_getfd("[signalfd]", &signalfd_fops, ctx, O_RDWR | (flags & (O_CLOEXEC | O_NONBLOCK)));
	if (fd < 0)
		kfree(ctx);
	return fd;
}

static int do_signalfd4(int ufd, const sigset_t __user *user_mask, size_t sizemask, int flags)
{
	struct signalfd_ctx *ctx;
	sigset_t mask;

	if ((flags & ~(SFD_CLOEXEC | SFD_NONBLOCK)) || sizemask != sizeof(sigset_t))
		return -EINVAL;
	if (copy_from_user(&mask, user_mask, sizeof(mask)))
		return -EFAULT;
	sigdelsetmask(&mask, sigmask(SIGKILL) | sigmask(SIGSTOP));
	signotset(&mask);
	if (ufd == -1)
		return new_signalfd(&mask, flags);

	CLASS(fd, f)(ufd);
	if (!fd_file(f))
		return -EBADF;
	if (fd_file(f)->f_op != &signalfd_fops)
		return -EINVAL;
	ctx = fd_file(f)->private_data;
	spin_lock_irq(&current->sighand->siglock);
	ctx->sigmask = mask;
	spin_unlock_irq(&current->sighand->siglock);
	wake_up(&current->sighand->signalfd_wqh);
	return ufd;
}

SYSCALL_DEFINE4(signalfd4, int, ufd, const sigset_t __user *, user_mask, size_t, sizemask, int, flags)
{
	return do_signalfd4(ufd, user_mask, sizemask, flags);
}

SYSCALL_DEFINE3(signalfd, int, ufd, const sigset_t __user *, user_mask, size_t, sizemask)
{
	return do_signalfd4(ufd, user_mask, sizemask, 0);
}
