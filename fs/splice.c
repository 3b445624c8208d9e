// SPDX-License-Identifier: GPL-2.0-only
/*
 * splice.c - moving data between files inside the kernel.
 *
 * Data goes through pages: a read fills a page's worth of kernel memory, a write empties it.
 * Between a file and a pipe the pipe's own buffers are that memory.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pipe_fs_i.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/splice.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include "internal.h"

#define COPY_ORDER	2	/* 16 KiB at a time from file to file */

/* Writes all of a buffer. Return: bytes written, or an error where there are none. */
static ssize_t write_all(struct file *out, const char *buf, size_t len, loff_t *pos)
{
	size_t done = 0;
	ssize_t n;

	while (done < len) {
		n = kernel_write(out, buf + done, len - done, pos);
		if (n <= 0)
			return done ? done : n;
		done += n;
	}
	return done;
}

/**
 * splice_file_range_copy() - copy from one open file to another
 * @ppos: position to read at; moves on by what was written
 * @opos: NULL for a stream
 *
 * Return: bytes copied, or an error where there are none.
 */
ssize_t splice_file_range_copy(struct file *in, loff_t *ppos, struct file *out, loff_t *opos,
			       size_t len)
{
	size_t size = PAGE_SIZE << COPY_ORDER;
	char *buf = (char *)__get_free_pages(GFP_KERNEL, COPY_ORDER);
	ssize_t done = 0, ret = 0, n;

	if (!buf)
		return -ENOMEM;
	while (done < len) {
		loff_t pos = *ppos;

		if (signal_pending(current)) {
			ret = -EINTR;
			break;
		}
		n = kernel_read(in, buf, min_t(size_t, size, len - done), &pos);
		if (n <= 0) {
			ret = n;
			break;
		}
		ret = write_all(out, buf, n, opos);
		if (ret <= 0)
			break;
		*ppos += ret;
		done += ret;
		if (ret < n)
			break;
		cond_resched();
	}
	free_pages((unsigned long)buf, COPY_ORDER);
	return done ? done : ret;
}

long do_splice_direct(struct file *in, loff_t *ppos, struct file *out, loff_t *opos,
		      size_t len, unsigned int flags)
{
	return splice_file_range_copy(in, ppos, out, opos, len);
}

/* ---- file and pipe --------------------------------------------------------------------- */

/* puts a page into a pipe that has room; the caller holds its mutex */
static void pipe_push(struct pipe_inode_info *pipe, struct page *page, size_t len)
{
	struct pipe_buffer *buf = pipe_head_buf(pipe);

	*buf = (struct pipe_buffer) {
		.page = page,
		.len = len,
		.ops = &default_pipe_buf_ops,
	};
	WRITE_ONCE(pipe->head, pipe->head + 1);
}

/**
 * copy_splice_read() - ->splice_read(): read into pages of the pipe, which is locked
 */
ssize_t copy_splice_read(struct file *in, loff_t *ppos, struct pipe_inode_info *pipe,
			 size_t len, unsigned int flags)
{
	ssize_t done = 0, n;

	while (done < len && !pipe_full(pipe->head, pipe->tail, pipe->max_usage)) {
		struct page *page = alloc_page(GFP_USER);

		if (!page)
			return done ? done : -ENOMEM;
		n = kernel_read(in, page_address(page), min_t(size_t, PAGE_SIZE, len - done), ppos);
		if (n <= 0) {
			put_page(page);
			return done ? done : n;
		}
		pipe_push(pipe, page, n);
		done += n;
		if (n < PAGE_SIZE)
			break;
	}
	return done;
}

ssize_t filemap_splice_read(struct file *in, loff_t *ppos, struct pipe_inode_info *pipe,
			    size_t len, unsigned int flags)
{
	return copy_splice_read(in, ppos, pipe, len, flags);
}

/**
 * iter_file_splice_write() - ->splice_write(): write the pipe's buffers; the pipe is locked
 */
ssize_t iter_file_splice_write(struct pipe_inode_info *pipe, struct file *out, loff_t *ppos,
			       size_t len, unsigned int flags)
{
	ssize_t done = 0, n;

	while (done < len && !pipe_empty(pipe->head, pipe->tail)) {
		struct pipe_buffer *buf = pipe_buf(pipe, pipe->tail);
		size_t want = min_t(size_t, buf->len, len - done);

		n = write_all(out, page_address(buf->page) + buf->offset, want, ppos);
		if (n <= 0)
			return done ? done : n;
		buf->offset += n;
		buf->len -= n;
		done += n;
		if (!buf->len) {
			pipe_buf_release(pipe, buf);
			WRITE_ONCE(pipe->tail, pipe->tail + 1);
		}
		if (n < want)
			break;
	}
	return done;
}

/* Waits, with the pipe locked before and after. Return: 0, -EAGAIN, -ERESTARTSYS. */
static int wait_for_data(struct pipe_inode_info *pipe, bool nonblock)
{
	while (pipe_empty(pipe->head, pipe->tail)) {
		int err;

		if (!pipe->writers)
			return 0;
		if (nonblock)
			return -EAGAIN;
		pipe_unlock(pipe);
		err = wait_event_interruptible(pipe->rd_wait, !pipe_empty(READ_ONCE(pipe->head),
									  READ_ONCE(pipe->tail)) ||
							      !READ_ONCE(pipe->writers));
		pipe_lock(pipe);
		if (err)
			return -ERESTARTSYS;
	}
	return 0;
}

static int wait_for_room(struct pipe_inode_info *pipe, bool nonblock)
{
	for (;;) {
		int err;

		if (!pipe->readers) {
			send_sig(SIGPIPE, current, 0);
			return -EPIPE;
		}
		if (!pipe_full(pipe->head, pipe->tail, pipe->max_usage))
			return 0;
		if (nonblock)
			return -EAGAIN;
		pipe_unlock(pipe);
		err = wait_event_interruptible(pipe->wr_wait,
			!pipe_full(READ_ONCE(pipe->head), READ_ONCE(pipe->tail),
				   READ_ONCE(pipe->max_usage)) || !READ_ONCE(pipe->readers));
		pipe_lock(pipe);
		if (err)
			return -ERESTARTSYS;
	}
}

static bool wants_nonblock(const struct file *f, unsigned int flags)
{
	return (flags & SPLICE_F_NONBLOCK) || (f->f_flags & O_NONBLOCK);
}

static ssize_t splice_from_pipe(struct pipe_inode_info *pipe, struct file *in, struct file *out,
				loff_t *opos, size_t len, unsigned int flags)
{
	ssize_t ret;

	if (!out->f_op->splice_write && !out->f_op->write_iter)
		return -EINVAL;
	pipe_lock(pipe);
	ret = wait_for_data(pipe, wants_nonblock(in, flags));
	if (!ret)
		ret = iter_file_splice_write(pipe, out, opos, len, flags);
	pipe_unlock(pipe);
	if (ret > 0)
		wake_up_interruptible(&pipe->wr_wait);
	return ret;
}

static ssize_t splice_to_pipe(struct file *in, loff_t *ppos, struct pipe_inode_info *pipe,
			      struct file *out, size_t len, unsigned int flags)
{
	ssize_t ret;

	if (!in->f_op->splice_read && !in->f_op->read_iter)
		return -EINVAL;
	pipe_lock(pipe);
	ret = wait_for_room(pipe, wants_nonblock(out, flags));
	if (!ret)
		ret = copy_splice_read(in, ppos, pipe, len, flags);
	pipe_unlock(pipe);
	if (ret > 0)
		wake_up_interruptible(&pipe->rd_wait);
	return ret;
}

/* Moves (or with @tee copies) buffers from pipe to pipe. Both are locked. */
static ssize_t pipe_link(struct pipe_inode_info *ipipe, struct pipe_inode_info *opipe,
			 size_t len, bool tee)
{
	unsigned int tail = ipipe->tail;
	ssize_t done = 0;

	while (done < len && tail != ipipe->head &&
	       !pipe_full(opipe->head, opipe->tail, opipe->max_usage)) {
		struct pipe_buffer *ibuf = pipe_buf(ipipe, tail), *obuf = pipe_head_buf(opipe);
		size_t n = min_t(size_t, ibuf->len, len - done);

		if (!ibuf->ops->get(ipipe, ibuf))
			break;
		*obuf = *ibuf;
		/* the page has two users now: neither may append to it, nor keep it for writing */
		obuf->ops = &default_pipe_buf_ops;
		obuf->flags &= ~(PIPE_BUF_FLAG_CAN_MERGE | PIPE_BUF_FLAG_GIFT);
		ibuf->flags &= ~PIPE_BUF_FLAG_CAN_MERGE;
		obuf->len = n;
		WRITE_ONCE(opipe->head, opipe->head + 1);
		done += n;
		if (tee) {
			tail++;
			continue;
		}
		ibuf->offset += n;
		ibuf->len -= n;
		if (!ibuf->len) {
			pipe_buf_release(ipipe, ibuf);
			WRITE_ONCE(ipipe->tail, ++tail);
		}
	}
	return done;
}

static ssize_t pipe_to_pipe(struct file *in, struct pipe_inode_info *ipipe, struct file *out,
			    struct pipe_inode_info *opipe, size_t len, unsigned int flags, bool tee)
{
	ssize_t ret;

	if (ipipe == opipe)
		return -EINVAL;
	do {
		pipe_lock(ipipe);
		ret = wait_for_data(ipipe, wants_nonblock(in, flags));
		pipe_unlock(ipipe);
		if (ret)
			return ret;
		pipe_lock(opipe);
		ret = wait_for_room(opipe, wants_nonblock(out, flags));
		pipe_unlock(opipe);
		if (ret)
			return ret;
		pipe_double_lock(ipipe, opipe);
		ret = pipe_link(ipipe, opipe, len, tee);
		/* nothing, though there was something: somebody was quicker */
		if (!ret && !ipipe->writers && pipe_empty(ipipe->head, ipipe->tail)) {
			pipe_unlock(ipipe);
			pipe_unlock(opipe);
			return 0;
		}
		pipe_unlock(ipipe);
		pipe_unlock(opipe);
	} while (!ret);
	wake_up_interruptible(&opipe->rd_wait);
	wake_up_interruptible(&ipipe->wr_wait);
	return ret;
}

static ssize_t do_splice(struct file *in, loff_t __user *off_in, struct file *out,
			 loff_t __user *off_out, size_t len, unsigned int flags)
{
	struct pipe_inode_info *ipipe = get_pipe_info(in, true), *opipe = get_pipe_info(out, true);
	loff_t __user *uoff = ipipe ? off_out : off_in;
	struct file *file = ipipe ? out : in;
	loff_t pos;
	ssize_t ret;

	if (!(in->f_mode & FMODE_READ) || !(out->f_mode & FMODE_WRITE))
		return -EBADF;
	if ((ipipe && off_in) || (opipe && off_out))
		return -ESPIPE;
	if (ipipe && opipe)
		return pipe_to_pipe(in, ipipe, out, opipe, len, flags, false);
	if (!ipipe && !opipe)
		return -EINVAL;
	if (uoff) {
		if (!(file->f_mode & (ipipe ? FMODE_PWRITE : FMODE_PREAD)))
			return -EINVAL;
		if (copy_from_user(&pos, uoff, sizeof(pos)))
			return -EFAULT;
	} else {
		pos = file->f_pos;
	}
	if (ipipe && (out->f_flags & O_APPEND))
		return -EINVAL;
	ret = rw_verify_area(ipipe ? WRITE : READ, file, &pos, len);
	if (ret)
		return ret;
	ret = ipipe ? splice_from_pipe(ipipe, in, out, &pos, len, flags) :
		      splice_to_pipe(in, &pos, opipe, out, len, flags);
	if (!uoff)
		file->f_pos = pos;
	else if (copy_to_user(uoff, &pos, sizeof(pos)))
		ret = -EFAULT;
	return ret;
}

SYSCALL_DEFINE6(splice, int, fd_in, loff_t __user *, off_in, int, fd_out,
		loff_t __user *, off_out, size_t, len, unsigned int, flags)
{
	struct fd in, out;
	ssize_t ret = -EBADF;

	if (!len)
		return 0;
	if (flags & ~SPLICE_F_ALL)
		return -EINVAL;
	in = fdget(fd_in);
	out = fdget(fd_out);
	if (!fd_empty(in) && !fd_empty(out))
		ret = do_splice(fd_file(in), off_in, fd_file(out), off_out,
				min_t(size_t, len, MAX_RW_COUNT), flags);
	fdput(out);
	fdput(in);
	return ret;
}

SYSCALL_DEFINE4(tee, int, fdin, int, fdout, size_t, len, unsigned int, flags)
{
	struct pipe_inode_info *ipipe, *opipe;
	struct fd in, out;
	ssize_t ret = -EBADF;

	if (flags & ~SPLICE_F_ALL)
		return -EINVAL;
	if (!len)
		return 0;
	in = fdget(fdin);
	out = fdget(fdout);
	if (fd_empty(in) || fd_empty(out) || !(fd_file(in)->f_mode & FMODE_READ) ||
	    !(fd_file(out)->f_mode & FMODE_WRITE))
		goto put;
	ipipe = get_pipe_info(fd_file(in), true);
	opipe = get_pipe_info(fd_file(out), true);
	ret = -EINVAL;
	if (ipipe && opipe)
		ret = pipe_to_pipe(fd_file(in), ipipe, fd_file(out), opipe, len, flags, true);
put:
	fdput(out);
	fdput(in);
	return ret;
}

/* ---- user memory and pipe ------------------------------------------------------------------ */

/* from a pipe to user memory it is a readv(); the other way the pages are copied */
SYSCALL_DEFINE4(vmsplice, int, fd, const struct iovec __user *, uiov, unsigned long, nr_segs,
		unsigned int, flags)
{
	struct iovec iovstack[UIO_FASTIOV], *iov = iovstack;
	struct iov_iter iter;
	struct fd f;
	bool write;
	ssize_t ret;

	if (flags & ~SPLICE_F_ALL)
		return -EINVAL;
	f = fdget(fd);
	ret = -EBADF;
	if (fd_empty(f))
		return ret;
	if (!get_pipe_info(fd_file(f), true))
		goto put;
	write = fd_file(f)->f_mode & FMODE_WRITE;
	ret = import_iovec(write ? ITER_SOURCE : ITER_DEST, uiov, nr_segs, ARRAY_SIZE(iovstack),
			   &iov, &iter);
	if (ret < 0)
		goto put;
	if (iov_iter_count(&iter))
		ret = write ? vfs_iter_write(fd_file(f), &iter, NULL, 0) :
			      vfs_iter_read(fd_file(f), &iter, NULL, 0);
	kfree(iov);
put:
	fdput(f);
	return ret;
}
