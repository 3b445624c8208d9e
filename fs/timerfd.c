// SPDX-License-Identifier: GPL-2.0-only
/*
 * timerfd.c - timers as files: a read gives the number of expiries since the last.
 *
 * Owns:       struct timerfd_ctx.
 * Invariant:  expired is set, and ticks counted, by the first expiry after a read; the timer of a periodic one is
 *             started again only by the read, which counts the periods that have gone by: a reader that does not
 *             come costs no interrupts.
 * Locks:      wqh.lock; the hrtimer's callback takes it, so the timer is cancelled by trying.
 */
#include <linux/anon_inodes.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>
#include <uapi/linux/timerfd.h>

struct timerfd_ctx {
	struct hrtimer timer;
	wait_queue_head_t wqh;
	ktime_t interval;		/* [wqh.lock] 0: once */
	u64 ticks;			/* [wqh.lock] expiries not read yet */
	bool expired;			/* [wqh.lock] and the timer not started again */
	clockid_t clockid;		/* [I] */
};

static enum hrtimer_restart timerfd_expired(struct hrtimer *timer)
{
	struct timerfd_ctx *ctx = container_of(timer, struct timerfd_ctx, timer);
	unsigned long flags;

	spin_lock_irqsave(&ctx->wqh.lock, flags);
	ctx->expired = true;
	ctx->ticks++;
	wake_up_locked_poll(&ctx->wqh, EPOLLIN);
	spin_unlock_irqrestore(&ctx->wqh.lock, flags);
	return HRTIMER_NORESTART;
}

static int timerfd_release(struct inode *inode, struct file *file)
{
	struct timerfd_ctx *ctx = file->private_data;

	hrtimer_cancel(&ctx->timer);
	kfree(ctx);
	return 0;
}

static __poll_t timerfd_poll(struct file *file, poll_table *wait)
{
	struct timerfd_ctx *ctx = file->private_data;
	__poll_t events = 0;
	unsigned long flags;

	poll_wait(file, &ctx->wqh, wait);
	spin_lock_irqsave(&ctx->wqh.lock, flags);
	if (ctx->ticks)
		events |= EPOLLIN;
	spin_unlock_irqrestore(&ctx->wqh.lock, flags);
	return events;
}

/* Count the periods since a periodic timer expired, and start it again. Context: wqh.lock held */
static u64 timerfd_catch_up(struct timerfd_ctx *ctx)
{
	u64 missed = 0;

	if (ctx->expired && ctx->interval) {
		missed = hrtimer_forward_now(&ctx->timer, ctx->interval) - 1;
		hrtimer_restart(&ctx->timer);
	}
	ctx->expired = false;
	return missed;
}

static ssize_t timerfd_read(struct file *file, char __user *buf, size_t size, loff_t *pos)
{
	struct timerfd_ctx *ctx = file->private_data;
	u64 ticks = 0;
	int err = 0;

	if (size < sizeof(ticks))
		return -EINVAL;
	spin_lock_irq(&ctx->wqh.lock);
	if (!ctx->ticks) {
		err = -EAGAIN;
		if (!(file->f_flags & O_NONBLOCK))
			err = wait_event_interruptible_locked_irq(ctx->wqh, ctx->ticks);
	}
	if (ctx->ticks) {
		ticks = ctx->ticks + timerfd_catch_up(ctx);
		ctx->ticks = 0;
	}
	spin_unlock_irq(&ctx->wqh.lock);
	if (ticks)
		return copy_to_user(buf, &ticks, sizeof(ticks)) ? -EFAULT : sizeof(ticks);
	return err;
}

static const struct file_operations timerfd_fops = {
	.release	= timerfd_release,
	.poll		= timerfd_poll,
	.read		= timerfd_read,
	.llseek		= noop_llseek,
};

SYSCALL_DEFINE2(timerfd_create, int, clockid, int, flags)
{
	struct timerfd_ctx *ctx;
	int fd;

	if (flags & ~(TFD_CLOEXEC | TFD_NONBLOCK))
		return -EINVAL;
	if (clockid != CLOCK_MONOTONIC && clockid != CLOCK_REALTIME && clockid != CLOCK_BOOTTIME)
		return -EINVAL;
	ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);
	if (!ctx)
		return -ENOMEM;
	init_waitqueue_head(&ctx->wqh);
	ctx->clockid = clockid;
	hrtimer_setup(&ctx->timer, timerfd_expired, clockid, HRTIMER_MODE_ABS);
	fd = anon_inode_getfd("[timerfd]", &timerfd_fops, ctx, O_RDWR | (flags & (O_CLOEXEC | O_NONBLOCK)));
	if (fd < 0)
		kfree(ctx);
	return fd;
}

/* Context: wqh.lock held */
static void timerfd_get(struct timerfd_ctx *ctx, struct itimerspec64 *its)
{
	ktime_t left = 0;

	ctx->ticks += timerfd_catch_up(ctx);
	if (hrtimer_active(&ctx->timer))
		left = max_t(ktime_t, hrtimer_expires_remaining(&ctx->timer), 1);
	its->it_value = ktime_to_timespec64(left);
	its->it_interval = ktime_to_timespec64(ctx->interval);
}

/* Context: wqh.lock held, the timer not active */
static void timerfd_start(struct timerfd_ctx *ctx, int flags, const struct itimerspec64 *new)
{
	bool absolute = flags & TFD_TIMER_ABSTIME;
	clockid_t clock = absolute ? ctx->clockid : CLOCK_MONOTONIC;
	ktime_t expires = timespec64_to_ktime(new->it_value);

	ctx->expired = false;
	ctx->ticks = 0;
	ctx->interval = timespec64_to_ktime(new->it_interval);
	hrtimer_setup(&ctx->timer, timerfd_expired, clock, HRTIMER_MODE_ABS);
	if (expires)
		hrtimer_start(&ctx->timer, expires, absolute ? HRTIMER_MODE_ABS : HRTIMER_MODE_REL);
}

static struct timerfd_ctx *timerfd_of(struct fd f)
{
	if (!fd_file(f))
		return ERR_PTR(-EBADF);
	return fd_file(f)->f_op == &timerfd_fops ? fd_file(f)->private_data : ERR_PTR(-EINVAL);
}

SYSCALL_DEFINE4(timerfd_settime, int, ufd, int, flags, const struct __kernel_itimerspec __user *, utmr,
		struct __kernel_itimerspec __user *, otmr)
{
	struct itimerspec64 new, old;
	struct timerfd_ctx *ctx;
	CLASS(fd, f)(ufd);

	if (get_itimerspec64(&new, utmr))
		return -EFAULT;
	if ((flags & ~(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET)) || !timespec64_valid(&new.it_value) ||
	    !timespec64_valid(&new.it_interval))
		return -EINVAL;
	ctx = timerfd_of(f);
	if (IS_ERR(ctx))
		return PTR_ERR(ctx);
	for (;;) {
		spin_lock_irq(&ctx->wqh.lock);
		timerfd_get(ctx, &old);
		/* the callback may be waiting for the lock */
		if (hrtimer_try_to_cancel(&ctx->timer) >= 0)
			break;
		spin_unlock_irq(&ctx->wqh.lock);
		cpu_relax();
	}
	timerfd_start(ctx, flags, &new);
	spin_unlock_irq(&ctx->wqh.lock);
	return otmr && put_itimerspec64(&old, otmr) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(timerfd_gettime, int, ufd, struct __kernel_itimerspec __user *, otmr)
{
	struct itimerspec64 its;
	struct timerfd_ctx *ctx;
	CLASS(fd, f)(ufd);

	ctx = timerfd_of(f);
	if (IS_ERR(ctx))
		return PTR_ERR(ctx);
	spin_lock_irq(&ctx->wqh.lock);
	timerfd_get(ctx, &its);
	spin_unlock_irq(&ctx->wqh.lock);
	return put_itimerspec64(&its, otmr) ? -EFAULT : 0;
}
