// SPDX-License-Identifier: GPL-2.0-only
/*
 * eventfd.c - a 64-bit counter as a file: write adds, read takes.
 *
 * Owns:       struct eventfd_ctx.
 * Invariant:  count never exceeds ULLONG_MAX - 1 by writes; a read of 0, or a write that would exceed it, waits.
 * Locks:      wqh.lock guards count; wake-ups are made under it.
 */
#include <linux/anon_inodes.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/eventfd.h>

struct eventfd_ctx {
	wait_queue_head_t wqh;
	u64 count;			/* [wqh.lock] */
	unsigned int flags;		/* [I] EFD_SEMAPHORE */
};

static int eventfd_release(struct inode *inode, struct file *file)
{
	struct eventfd_ctx *ctx = file->private_data;

	wake_up_poll(&ctx->wqh, EPOLLHUP);
	kfree(ctx);
	return 0;
}

static __poll_t eventfd_poll(struct file *file, poll_table *wait)
{
	struct eventfd_ctx *ctx = file->private_data;
	__poll_t events = 0;
	u64 count;

	/* queued first: a change after our look then wakes us */
	poll_wait(file, &ctx->wqh, wait);
	smp_mb();
	count = READ_ONCE(ctx->count);
	if (count > 0)
		events |= EPOLLIN;
	if (count == ULLONG_MAX)
		events |= EPOLLERR;
	if (count < ULLONG_MAX - 1)
		events |= EPOLLOUT;
	return events;
}

static ssize_t eventfd_read(struct file *file, char __user *buf, size_t size, loff_t *pos)
{
	struct eventfd_ctx *ctx = file->private_data;
	u64 taken;
	int err;

	if (size < sizeof(taken))
		return -EINVAL;
	spin_lock_irq(&ctx->wqh.lock);
	if (!ctx->count) {
		if (file->f_flags & O_NONBLOCK) {
			spin_unlock_irq(&ctx->wqh.lock);
			return -EAGAIN;
		}
		err = wait_event_interruptible_locked_irq(ctx->wqh, ctx->count);
		if (err) {
			spin_unlock_irq(&ctx->wqh.lock);
			return err;
		}
	}
	taken = ctx->flags & EFD_SEMAPHORE ? 1 : ctx->count;
	ctx->count -= taken;
	if (waitqueue_active(&ctx->wqh))
		wake_up_locked_poll(&ctx->wqh, EPOLLOUT);
	spin_unlock_irq(&ctx->wqh.lock);
	return copy_to_user(buf, &taken, sizeof(taken)) ? -EFAULT : sizeof(taken);
}

static ssize_t eventfd_write(struct file *file, const char __user *buf, size_t size, loff_t *pos)
{
	struct eventfd_ctx *ctx = file->private_data;
	int err = 0;
	u64 add;

	if (size != sizeof(add))
		return -EINVAL;
	if (copy_from_user(&add, buf, sizeof(add)))
		return -EFAULT;
	if (add == ULLONG_MAX)
		return -EINVAL;
	spin_lock_irq(&ctx->wqh.lock);
	if (ULLONG_MAX - ctx->count <= add) {
		err = -EAGAIN;
		if (!(file->f_flags & O_NONBLOCK))
			err = wait_event_interruptible_locked_irq(ctx->wqh, ULLONG_MAX - ctx->count > add);
	}
	if (!err) {
		ctx->count += add;
		if (waitqueue_active(&ctx->wqh))
			wake_up_locked_poll(&ctx->wqh, EPOLLIN);
	}
	spin_unlock_irq(&ctx->wqh.lock);
	return err ?: sizeof(add);
}

static void eventfd_show_fdinfo(struct seq_file *m, struct file *file)
{
	struct eventfd_ctx *ctx = file->private_data;

	seq_printf(m, "eventfd-count: %16llx\n", READ_ONCE(ctx->count));
	seq_printf(m, "eventfd-semaphore: %d\n", !!(ctx->flags & EFD_SEMAPHORE));
}

static const struct file_operations eventfd_fops = {
	.release	= eventfd_release,
	.poll		= eventfd_poll,
	.read		= eventfd_read,
	.write		= eventfd_write,
	.llseek		= noop_llseek,
	.show_fdinfo	= eventfd_show_fdinfo,
};

static int do_eventfd(unsigned int count, int flags)
{
	struct eventfd_ctx *ctx;
	int fd;

	if (flags & ~(EFD_SEMAPHORE | EFD_CLOEXEC | EFD_NONBLOCK))
		return -EINVAL;
	ctx = kmalloc(sizeof(*ctx), GFP_KERNEL);
	if (!ctx)
		return -ENOMEM;
	init_waitqueue_head(&ctx->wqh);
	ctx->count = count;
	ctx->flags = flags;
	fd = anon_inode_getfd("[eventfd]", &eventfd_fops, ctx, O_RDWR | (flags & (O_CLOEXEC | O_NONBLOCK)));
	if (fd < 0)
		kfree(ctx);
	return fd;
}

SYSCALL_DEFINE2(eventfd2, unsigned int, count, int, flags)
{
	return do_eventfd(count, flags);
}

SYSCALL_DEFINE1(eventfd, unsigned int, count)
{
	return do_eventfd(count, 0);
}
