// SPDX-License-Identifier: GPL-2.0-only
/*
 * pipe.c - pipes and named fifos.
 *
 * A ring of buffers, each a page or a part of one. Writers fill at head, readers empty at tail;
 * both run freely and are masked when used. Small writes are appended to the last page while
 * there is room.
 *
 * Owns:       struct pipe_inode_info.
 * Invariant:  head - tail <= max_usage <= ring_size; a write of up to PIPE_BUF bytes is not
 *             interleaved with others.
 * Locks:      pipe->mutex. Sleepers recheck without it: the wait queues are woken after it
 *             changed what they wait for.
 * Elsewhere:  splice (splice.c).
 */
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <linux/pipe_fs_i.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/splice.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include <uapi/linux/magic.h>
#include <asm/ioctls.h>
#include "internal.h"

unsigned int pipe_max_size __read_mostly = 1048576;

static struct vfsmount *pipe_mnt __ro_after_init;

void pipe_lock(struct pipe_inode_info *pipe)
{
	mutex_lock(&pipe->mutex);
}

void pipe_unlock(struct pipe_inode_info *pipe)
{
	mutex_unlock(&pipe->mutex);
}

void pipe_double_lock(struct pipe_inode_info *a, struct pipe_inode_info *b)
{
	if (a > b)
		swap(a, b);
	mutex_lock(&a->mutex);
	mutex_lock_nested(&b->mutex, 1);
}

/* ---- buffers ----------------------------------------------------------------------- */

static void anon_pipe_buf_release(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	struct page *page = buf->page;

	/* the next write will want a page: keep two that nobody else holds */
	if (page_count(page) == 1) {
		if (!pipe->tmp_page[0]) {
			pipe->tmp_page[0] = page;
			return;
		}
		if (!pipe->tmp_page[1]) {
			pipe->tmp_page[1] = page;
			return;
		}
	}
	put_page(page);
}

static struct page *anon_pipe_get_page(struct pipe_inode_info *pipe)
{
	struct page *page = pipe->tmp_page[0];

	if (page) {
		pipe->tmp_page[0] = NULL;
		return page;
	}
	page = pipe->tmp_page[1];
	if (page) {
		pipe->tmp_page[1] = NULL;
		return page;
	}
	return alloc_page(GFP_HIGHUSER | __GFP_ACCOUNT);
}

void generic_pipe_buf_release(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	put_page(buf->page);
}

bool generic_pipe_buf_get(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	get_page(buf->page);
	return true;
}

static const struct pipe_buf_operations anon_pipe_buf_ops = {
	.release = anon_pipe_buf_release,
	.get = generic_pipe_buf_get,
};

const struct pipe_buf_operations default_pipe_buf_ops = {
	.release = generic_pipe_buf_release,
	.get = generic_pipe_buf_get,
};

/* ---- reading -------------------------------------------------------------------------- */

static bool pipe_is_empty(const struct pipe_inode_info *pipe)
{
	return pipe_empty(READ_ONCE(pipe->head), READ_ONCE(pipe->tail));
}

static bool pipe_is_full(const struct pipe_inode_info *pipe)
{
	return pipe_full(READ_ONCE(pipe->head), READ_ONCE(pipe->tail), READ_ONCE(pipe->max_usage));
}

static bool pipe_readable(const struct pipe_inode_info *pipe)
{
	return !pipe_is_empty(pipe) || !READ_ONCE(pipe->writers);
}

static bool pipe_writable(const struct pipe_inode_info *pipe)
{
	return !pipe_is_full(pipe) || !READ_ONCE(pipe->readers);
}

/* Takes from the buffer at tail. Return: bytes, or an error. */
static ssize_t pipe_read_buf(struct pipe_inode_info *pipe, struct iov_iter *to)
{
	struct pipe_buffer *buf = pipe_buf(pipe, pipe->tail);
	size_t chars = min_t(size_t, buf->len, iov_iter_count(to));
	size_t written;

	if (buf->ops->confirm) {
		int error = buf->ops->confirm(pipe, buf);

		if (error)
			return error;
	}
	written = copy_page_to_iter(buf->page, buf->offset, chars, to);
	if (unlikely(written < chars))
		return -EFAULT;
	buf->offset += chars;
	buf->len -= chars;
	if (buf->flags & PIPE_BUF_FLAG_PACKET) {
		iov_iter_truncate(to, 0);	/* what does not fit is lost */
		buf->len = 0;
	}
	if (!buf->len) {
		pipe_buf_release(pipe, buf);
		WRITE_ONCE(pipe->tail, pipe->tail + 1);
	}
	return chars;
}

static ssize_t pipe_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct file *filp = iocb->ki_filp;
	struct pipe_inode_info *pipe = filp->private_data;
	bool was_full, wake_writer = false;
	ssize_t ret = 0;

	if (unlikely(!iov_iter_count(to)))
		return 0;
	mutex_lock(&pipe->mutex);
	was_full = pipe_is_full(pipe);
	for (;;) {
		while (!pipe_is_empty(pipe) && iov_iter_count(to)) {
			ssize_t n = pipe_read_buf(pipe, to);

			if (n < 0) {
				if (!ret)
					ret = n;
				goto out;
			}
			ret += n;
		}
		if (ret || !pipe->writers)
			break;
		if ((filp->f_flags & O_NONBLOCK) || (iocb->ki_flags & IOCB_NOWAIT)) {
			ret = -EAGAIN;
			break;
		}
		mutex_unlock(&pipe->mutex);
		if (was_full)
			wake_up_interruptible_sync_poll(&pipe->wr_wait, EPOLLOUT | EPOLLWRNORM);
		if (wait_event_interruptible_exclusive(pipe->rd_wait, pipe_readable(pipe)) < 0)
			return -ERESTARTSYS;
		mutex_lock(&pipe->mutex);
		was_full = pipe_is_full(pipe);
	}
out:
	wake_writer = was_full && !pipe_is_full(pipe);
	/* readers are woken one at a time: pass it on where something is left */
	was_full = !pipe_is_empty(pipe);
	mutex_unlock(&pipe->mutex);
	if (wake_writer)
		wake_up_interruptible_sync_poll(&pipe->wr_wait, EPOLLOUT | EPOLLWRNORM);
	if (was_full && waitqueue_active(&pipe->rd_wait))
		wake_up_interruptible_sync_poll(&pipe->rd_wait, EPOLLIN | EPOLLRDNORM);
	if (ret > 0)
		file_accessed(filp);
	return ret;
}

/* ---- writing ----------------------------------------------------------------------------- */

/* Appends the odd end of a write to the last page, if all of it fits. Return: bytes, or error. */
static ssize_t pipe_merge(struct pipe_inode_info *pipe, struct iov_iter *from)
{
	size_t chars = iov_iter_count(from) & (PAGE_SIZE - 1);
	struct pipe_buffer *buf;
	size_t offset;

	if (!chars || pipe_is_empty(pipe))
		return 0;
	buf = pipe_buf(pipe, pipe->head - 1);
	offset = buf->offset + buf->len;
	if (!(buf->flags & PIPE_BUF_FLAG_CAN_MERGE) || offset + chars > PAGE_SIZE)
		return 0;
	if (copy_page_from_iter(buf->page, offset, chars, from) < chars)
		return -EFAULT;
	buf->len += chars;
	return chars;
}

/* One more page at head. Return: bytes, or an error. */
static ssize_t pipe_add_buf(struct pipe_inode_info *pipe, struct iov_iter *from, bool packet)
{
	struct page *page = anon_pipe_get_page(pipe);
	struct pipe_buffer *buf;
	size_t copied;

	if (unlikely(!page))
		return -ENOMEM;
	copied = copy_page_from_iter(page, 0, PAGE_SIZE, from);
	if (unlikely(copied < PAGE_SIZE && iov_iter_count(from))) {
		put_page(page);
		return -EFAULT;
	}
	buf = pipe_buf(pipe, pipe->head);
	buf->page = page;
	buf->ops = &anon_pipe_buf_ops;
	buf->offset = 0;
	buf->len = copied;
	buf->private = 0;
	buf->flags = packet ? PIPE_BUF_FLAG_PACKET : PIPE_BUF_FLAG_CAN_MERGE;
	WRITE_ONCE(pipe->head, pipe->head + 1);
	return copied;
}

static void pipe_broken(void)
{
	send_sig(SIGPIPE, current, 0);
}

static ssize_t pipe_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct file *filp = iocb->ki_filp;
	struct pipe_inode_info *pipe = filp->private_data;
	bool packet = filp->f_flags & O_DIRECT, was_empty, wake_next;
	ssize_t ret = 0, n;

	if (unlikely(!iov_iter_count(from)))
		return 0;
	mutex_lock(&pipe->mutex);
	was_empty = pipe_is_empty(pipe);
	if (!pipe->readers) {
		pipe_broken();
		ret = -EPIPE;
		goto out;
	}
	n = pipe_merge(pipe, from);
	if (n < 0) {
		ret = n;
		goto out;
	}
	ret = n;
	while (iov_iter_count(from)) {
		if (!pipe->readers) {
			pipe_broken();
			if (!ret)
				ret = -EPIPE;
			break;
		}
		if (!pipe_is_full(pipe)) {
			n = pipe_add_buf(pipe, from, packet);
			if (n < 0) {
				if (!ret)
					ret = n;
				break;
			}
			ret += n;
			continue;
		}
		if ((filp->f_flags & O_NONBLOCK) || (iocb->ki_flags & IOCB_NOWAIT)) {
			if (!ret)
				ret = -EAGAIN;
			break;
		}
		if (signal_pending(current)) {
			if (!ret)
				ret = -ERESTARTSYS;
			break;
		}
		mutex_unlock(&pipe->mutex);
		if (was_empty)
			wake_up_interruptible_sync_poll(&pipe->rd_wait, EPOLLIN | EPOLLRDNORM);
		wait_event_interruptible_exclusive(pipe->wr_wait, pipe_writable(pipe));
		mutex_lock(&pipe->mutex);
		was_empty = pipe_is_empty(pipe);
	}
out:
	wake_next = !pipe_is_full(pipe);
	was_empty = was_empty && !pipe_is_empty(pipe);
	mutex_unlock(&pipe->mutex);
	if (was_empty || (ret > 0 && waitqueue_active(&pipe->rd_wait)))
		wake_up_interruptible_sync_poll(&pipe->rd_wait, EPOLLIN | EPOLLRDNORM);
	if (wake_next && waitqueue_active(&pipe->wr_wait))
		wake_up_interruptible_sync_poll(&pipe->wr_wait, EPOLLOUT | EPOLLWRNORM);
	if (ret > 0)
		file_update_time(filp);
	return ret;
}

/* ---- asking --------------------------------------------------------------------------------- */

static long pipe_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	struct pipe_inode_info *pipe = filp->private_data;
	unsigned int i, count = 0;

	if (cmd != FIONREAD)
		return -ENOIOCTLCMD;
	mutex_lock(&pipe->mutex);
	for (i = pipe->tail; i != pipe->head; i++)
		count += pipe_buf(pipe, i)->len;
	mutex_unlock(&pipe->mutex);
	return put_user(count, (int __user *)arg);
}

static __poll_t pipe_poll(struct file *filp, poll_table *wait)
{
	struct pipe_inode_info *pipe = filp->private_data;
	__poll_t mask = 0;

	if (filp->f_mode & FMODE_READ)
		poll_wait(filp, &pipe->rd_wait, wait);
	if (filp->f_mode & FMODE_WRITE)
		poll_wait(filp, &pipe->wr_wait, wait);
	if (filp->f_mode & FMODE_READ) {
		if (!pipe_is_empty(pipe))
			mask |= EPOLLIN | EPOLLRDNORM;
		/* a fifo that never had a writer since it was opened does not hang up */
		if (!READ_ONCE(pipe->writers) && filp->f_pos != pipe->w_counter)
			mask |= EPOLLHUP;
	}
	if (filp->f_mode & FMODE_WRITE) {
		if (!pipe_is_full(pipe))
			mask |= EPOLLOUT | EPOLLWRNORM;
		if (!READ_ONCE(pipe->readers))
			mask |= EPOLLERR;
	}
	return mask;
}

/* ---- birth and death -------------------------------------------------------------------------- */

struct pipe_inode_info *alloc_pipe_info(void)
{
	struct pipe_inode_info *pipe = kzalloc(sizeof(*pipe), GFP_KERNEL_ACCOUNT);

	if (!pipe)
		return NULL;
	pipe->bufs = kcalloc(PIPE_DEF_BUFFERS, sizeof(struct pipe_buffer), GFP_KERNEL_ACCOUNT);
	if (!pipe->bufs) {
		kfree(pipe);
		return NULL;
	}
	init_waitqueue_head(&pipe->rd_wait);
	init_waitqueue_head(&pipe->wr_wait);
	pipe->r_counter = pipe->w_counter = 1;
	pipe->max_usage = pipe->ring_size = PIPE_DEF_BUFFERS;
	mutex_init(&pipe->mutex);
	return pipe;
}

void free_pipe_info(struct pipe_inode_info *pipe)
{
	unsigned int i;

	for (i = pipe->tail; i != pipe->head; i++)
		pipe_buf_release(pipe, pipe_buf(pipe, i));
	for (i = 0; i < ARRAY_SIZE(pipe->tmp_page); i++)
		if (pipe->tmp_page[i])
			__free_page(pipe->tmp_page[i]);
	kfree(pipe->bufs);
	kfree(pipe);
}

static void put_pipe_info(struct inode *inode, struct pipe_inode_info *pipe)
{
	bool last;

	spin_lock(&inode->i_lock);
	last = !--pipe->files;
	if (last)
		inode->i_pipe = NULL;
	spin_unlock(&inode->i_lock);
	if (last)
		free_pipe_info(pipe);
}

static int pipe_release(struct inode *inode, struct file *file)
{
	struct pipe_inode_info *pipe = file->private_data;

	mutex_lock(&pipe->mutex);
	if (file->f_mode & FMODE_READ)
		pipe->readers--;
	if (file->f_mode & FMODE_WRITE)
		pipe->writers--;
	/* the last of its kind: who waits for the other end need not */
	if (!pipe->readers != !pipe->writers) {
		wake_up_interruptible_all(&pipe->rd_wait);
		wake_up_interruptible_all(&pipe->wr_wait);
	}
	mutex_unlock(&pipe->mutex);
	put_pipe_info(inode, pipe);
	return 0;
}

/* ---- pipe() -------------------------------------------------------------------------------------- */

static struct inode *get_pipe_inode(void)
{
	struct inode *inode = new_inode(pipe_mnt->mnt_sb);
	struct pipe_inode_info *pipe;

	if (!inode)
		return NULL;
	pipe = alloc_pipe_info();
	if (!pipe) {
		iput(inode);
		return NULL;
	}
	inode->i_ino = get_next_ino();
	inode->i_pipe = pipe;
	pipe->files = 2;
	pipe->readers = pipe->writers = 1;
	inode->i_fop = &pipefifo_fops;
	inode->i_mode = S_IFIFO | S_IRUSR | S_IWUSR;
	inode->i_uid = current_fsuid();
	inode->i_gid = current_fsgid();
	simple_inode_init_ts(inode);
	return inode;
}

int create_pipe_files(struct file **res, int flags)
{
	struct inode *inode = get_pipe_inode();
	struct file *f;

	if (!inode)
		return -ENFILE;
	f = alloc_file_pseudo(inode, pipe_mnt, "", O_WRONLY | (flags & (O_NONBLOCK | O_DIRECT)),
			      &pipefifo_fops);
	if (IS_ERR(f)) {
		free_pipe_info(inode->i_pipe);
		iput(inode);
		return PTR_ERR(f);
	}
	f->private_data = inode->i_pipe;
	f->f_pos = 0;
	res[0] = alloc_file_clone(f, O_RDONLY | (flags & O_NONBLOCK), &pipefifo_fops);
	if (IS_ERR(res[0])) {
		put_pipe_info(inode, inode->i_pipe);
		fput(f);
		return PTR_ERR(res[0]);
	}
	res[0]->private_data = inode->i_pipe;
	res[1] = f;
	stream_open(inode, res[0]);
	stream_open(inode, res[1]);
	return 0;
}

int do_pipe_flags(int *fd, int flags)
{
	struct file *files[2];
	int error;

	if (flags & ~(O_CLOEXEC | O_NONBLOCK | O_DIRECT))
		return -EINVAL;
	error = create_pipe_files(files, flags);
	if (error)
		return error;
	fd[0] = error = get_unused_fd_flags(flags);
	if (error < 0)
		goto put_files;
	fd[1] = error = get_unused_fd_flags(flags);
	if (error < 0)
		goto put_fd;
	fd_install(fd[0], files[0]);
	fd_install(fd[1], files[1]);
	return 0;
put_fd:
	put_unused_fd(fd[0]);
put_files:
	fput(files[0]);
	fput(files[1]);
	return error;
}

static int do_pipe2(int __user *fildes, int flags)
{
	int fd[2], error = do_pipe_flags(fd, flags);

	if (error)
		return error;
	if (copy_to_user(fildes, fd, sizeof(fd))) {
		close_fd(fd[0]);
		close_fd(fd[1]);
		return -EFAULT;
	}
	return 0;
}

SYSCALL_DEFINE2(pipe2, int __user *, fildes, int, flags)
{
	return do_pipe2(fildes, flags);
}

SYSCALL_DEFINE1(pipe, int __user *, fildes)
{
	return do_pipe2(fildes, 0);
}

/* ---- fifos ----------------------------------------------------------------------------------------- */

/* Waits until the counter of the other end's openings has moved. */
static int wait_for_partner(struct pipe_inode_info *pipe, unsigned int *cnt,
			    wait_queue_head_t *wq)
{
	unsigned int cur = *cnt;
	int err;

	mutex_unlock(&pipe->mutex);
	err = wait_event_interruptible(*wq, READ_ONCE(*cnt) != cur);
	mutex_lock(&pipe->mutex);
	return err && *cnt == cur ? -ERESTARTSYS : 0;
}

static struct pipe_inode_info *fifo_get_pipe(struct inode *inode)
{
	struct pipe_inode_info *pipe, *new;

	spin_lock(&inode->i_lock);
	pipe = inode->i_pipe;
	if (pipe) {
		pipe->files++;
		spin_unlock(&inode->i_lock);
		return pipe;
	}
	spin_unlock(&inode->i_lock);
	new = alloc_pipe_info();
	if (!new)
		return NULL;
	new->files = 1;
	spin_lock(&inode->i_lock);
	pipe = inode->i_pipe;
	if (unlikely(pipe)) {
		pipe->files++;
		spin_unlock(&inode->i_lock);
		free_pipe_info(new);
		return pipe;
	}
	inode->i_pipe = new;
	spin_unlock(&inode->i_lock);
	return new;
}

static int fifo_open(struct inode *inode, struct file *filp)
{
	bool is_pipe = inode->i_sb->s_magic == PIPEFS_MAGIC;
	struct pipe_inode_info *pipe = fifo_get_pipe(inode);
	int ret = 0;

	filp->f_pos = 0;
	if (!pipe)
		return -ENOMEM;
	filp->private_data = pipe;
	mutex_lock(&pipe->mutex);
	stream_open(inode, filp);
	switch (filp->f_mode & (FMODE_READ | FMODE_WRITE)) {
	case FMODE_READ:
		pipe->r_counter++;
		if (pipe->readers++ == 0)
			wake_up_interruptible_all(&pipe->wr_wait);
		if (!is_pipe && !pipe->writers) {
			if (filp->f_flags & O_NONBLOCK)
				filp->f_pos = pipe->w_counter;	/* no hang-up until one came */
			else
				ret = wait_for_partner(pipe, &pipe->w_counter, &pipe->rd_wait);
		}
		if (ret && !--pipe->readers)
			wake_up_interruptible(&pipe->wr_wait);
		break;
	case FMODE_WRITE:
		ret = -ENXIO;
		if (!is_pipe && (filp->f_flags & O_NONBLOCK) && !pipe->readers)
			break;
		ret = 0;
		pipe->w_counter++;
		if (!pipe->writers++)
			wake_up_interruptible_all(&pipe->rd_wait);
		if (!is_pipe && !pipe->readers)
			ret = wait_for_partner(pipe, &pipe->r_counter, &pipe->wr_wait);
		if (ret && !--pipe->writers)
			wake_up_interruptible_all(&pipe->rd_wait);
		break;
	case FMODE_READ | FMODE_WRITE:
		/* both ends at once never wait */
		pipe->readers++;
		pipe->writers++;
		pipe->r_counter++;
		pipe->w_counter++;
		if (pipe->readers == 1 || pipe->writers == 1) {
			wake_up_interruptible_all(&pipe->rd_wait);
			wake_up_interruptible_all(&pipe->wr_wait);
		}
		break;
	default:
		ret = -EINVAL;
	}
	mutex_unlock(&pipe->mutex);
	if (ret)
		put_pipe_info(inode, pipe);
	return ret;
}

const struct file_operations pipefifo_fops = {
	.open = fifo_open,
	.read_iter = pipe_read,
	.write_iter = pipe_write,
	.poll = pipe_poll,
	.unlocked_ioctl = pipe_ioctl,
	.release = pipe_release,
	.splice_write = iter_file_splice_write,
};

/* ---- size --------------------------------------------------------------------------------------------- */

static long pipe_set_size(struct pipe_inode_info *pipe, unsigned int arg)
{
	unsigned int slots, used, i;
	struct pipe_buffer *bufs;

	if (arg > (1U << 31))
		return -EINVAL;
	slots = roundup_pow_of_two(max_t(unsigned int, arg, PAGE_SIZE)) >> PAGE_SHIFT;
	if (slots > pipe->max_usage && (u64)slots << PAGE_SHIFT > pipe_max_size &&
	    !capable(CAP_SYS_RESOURCE))
		return -EPERM;
	used = pipe_occupancy(pipe->head, pipe->tail);
	if (slots < used)
		return -EBUSY;
	bufs = kcalloc(slots, sizeof(*bufs), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!bufs)
		return -ENOMEM;
	for (i = 0; i < used; i++)
		bufs[i] = *pipe_buf(pipe, pipe->tail + i);
	kfree(pipe->bufs);
	pipe->bufs = bufs;
	pipe->ring_size = pipe->max_usage = slots;
	pipe->tail = 0;
	pipe->head = used;
	wake_up_interruptible(&pipe->wr_wait);
	return (long)slots << PAGE_SHIFT;
}

struct pipe_inode_info *get_pipe_info(struct file *file, bool for_splice)
{
	return file->f_op == &pipefifo_fops ? file->private_data : NULL;
}

long pipe_fcntl(struct file *file, unsigned int cmd, unsigned int arg)
{
	struct pipe_inode_info *pipe = get_pipe_info(file, false);
	long ret;

	if (!pipe)
		return -EBADF;
	mutex_lock(&pipe->mutex);
	if (cmd == F_SETPIPE_SZ)
		ret = pipe_set_size(pipe, arg);
	else
		ret = (long)pipe->max_usage << PAGE_SHIFT;
	mutex_unlock(&pipe->mutex);
	return ret;
}

/* ---- pipefs ---------------------------------------------------------------------------------------------- */

static char *pipefs_dname(struct dentry *dentry, char *buffer, int buflen)
{
	return dynamic_dname(buffer, buflen, "pipe:[%lu]", dentry->d_inode->i_ino);
}

static const struct dentry_operations pipefs_dentry_operations = {
	.d_dname = pipefs_dname,
};

static struct dentry *pipefs_mount(struct file_system_type *type, int flags,
				   const char *dev_name, void *data)
{
	return mount_pseudo(type, "pipe:", NULL, &pipefs_dentry_operations, PIPEFS_MAGIC);
}

static struct file_system_type pipe_fs_type = {
	.name = "pipefs",
	.mount = pipefs_mount,
	.kill_sb = kill_anon_super,
};

void __init pipefs_init(void)
{
	register_filesystem(&pipe_fs_type);
	pipe_mnt = kern_mount(&pipe_fs_type);
	if (IS_ERR(pipe_mnt))
		panic("pipefs: cannot mount (error %ld)", PTR_ERR(pipe_mnt));
}
