// SPDX-License-Identifier: GPL-2.0-only
/*
 * read_write.c - read, write, seek, and their kin.
 *
 * A file offers read()/write() on plain user buffers or read_iter()/write_iter() on iterators;
 * every system call ends in one of the two. MAX_RW_COUNT bounds one call.
 */
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/splice.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include "internal.h"

/* ---- seeking ------------------------------------------------------------------- */

loff_t vfs_setpos(struct file *file, loff_t offset, loff_t maxsize)
{
	if (offset < 0 && !(file->f_mode & FMODE_UNSIGNED_OFFSET))
		return -EINVAL;
	if (offset > maxsize)
		return -EINVAL;
	file->f_pos = offset;
	return offset;
}

/**
 * generic_file_llseek_size() - seek in a file that ends at @eof
 * @maxsize: largest position
 */
loff_t generic_file_llseek_size(struct file *file, loff_t offset, int whence,
				loff_t maxsize, loff_t eof)
{
	switch (whence) {
	case SEEK_SET:
		break;
	case SEEK_END:
		offset += eof;
		break;
	case SEEK_CUR:
		if (offset == 0)
			return file->f_pos;
		offset += file->f_pos;
		break;
	case SEEK_DATA:
		if ((u64)offset >= eof)
			return -ENXIO;
		break;
	case SEEK_HOLE:
		if ((u64)offset >= eof)
			return -ENXIO;
		offset = eof;
		break;
	default:
		return -EINVAL;
	}
	return vfs_setpos(file, offset, maxsize);
}

loff_t generic_file_llseek(struct file *file, loff_t offset, int whence)
{
	struct inode *inode = file->f_mapping->host;

	return generic_file_llseek_size(file, offset, whence, inode->i_sb->s_maxbytes,
					i_size_read(inode));
}

loff_t fixed_size_llseek(struct file *file, loff_t offset, int whence, loff_t size)
{
	if (whence != SEEK_SET && whence != SEEK_CUR && whence != SEEK_END)
		return -EINVAL;
	return generic_file_llseek_size(file, offset, whence, size, size);
}

loff_t noop_llseek(struct file *file, loff_t offset, int whence)
{
	return file->f_pos;
}

loff_t default_llseek(struct file *file, loff_t offset, int whence)
{
	return generic_file_llseek_size(file, offset, whence, LLONG_MAX,
					i_size_read(file_inode(file)));
}

loff_t vfs_llseek(struct file *file, loff_t offset, int whence)
{
	if (!(file->f_mode & FMODE_LSEEK))
		return -ESPIPE;
	return file->f_op->llseek(file, offset, whence);
}

SYSCALL_DEFINE3(lseek, unsigned int, fd, off_t, offset, unsigned int, whence)
{
	struct fd f = fdget_pos(fd);
	off_t ret = -EBADF;

	if (!fd_empty(f)) {
		ret = -EINVAL;
		if (whence <= SEEK_MAX)
			ret = vfs_llseek(fd_file(f), offset, whence);
	}
	fdput_pos(f);
	return ret;
}

/* ---- one read, one write ----------------------------------------------------------- */

int rw_verify_area(int read_write, struct file *file, const loff_t *ppos, size_t count)
{
	if (unlikely((ssize_t)count < 0))
		return -EINVAL;
	/* neither end may be negative, but in files whose positions are addresses */
	if (ppos && unlikely(*ppos < 0 || (loff_t)(*ppos + count) < 0) && !(file->f_mode & FMODE_UNSIGNED_OFFSET))
		return -EINVAL;
	return 0;
}

/*
 * From here on @rw, READ or WRITE, is a constant wherever it costs: each
 * system call gets its own copy, without a test of it.
 */
static __always_inline int check_mode(const struct file *file, int rw)
{
	fmode_t opened = rw == READ ? FMODE_READ : FMODE_WRITE, can = rw == READ ? FMODE_CAN_READ : FMODE_CAN_WRITE;

	if (likely((file->f_mode & (opened | can)) == (opened | can)))
		return 0;
	return file->f_mode & opened ? -EINVAL : -EBADF;
}

static __always_inline bool has_iter(const struct file *file, int rw)
{
	return rw == READ ? !!file->f_op->read_iter : !!file->f_op->write_iter;
}

/* The file's own function for plain buffers, which it need not have if it has one for iterators. */
static __always_inline ssize_t call_plain(struct file *file, int rw, void __user *buf, size_t count, loff_t *pos)
{
	return rw == READ ? file->f_op->read(file, buf, count, pos) : file->f_op->write(file, buf, count, pos);
}

static __always_inline ssize_t call_iter(struct kiocb *kiocb, int rw, struct iov_iter *iter, loff_t *pos)
{
	struct file *file = kiocb->ki_filp;
	ssize_t ret;

	kiocb->ki_pos = pos ? *pos : 0;
	ret = rw == READ ? file->f_op->read_iter(kiocb, iter) : file->f_op->write_iter(kiocb, iter);
	if (ret > 0 && pos)
		*pos = kiocb->ki_pos;
	return ret;
}

/* What is asked before either function. Shortens @count where it is more than one call moves. */
static __always_inline int check_transfer(struct file *file, int rw, const void __user *buf, size_t *count,
					  const loff_t *pos)
{
	int ret = check_mode(file, rw);

	if (unlikely(ret))
		return ret;
	if (unlikely(!access_ok(buf, *count)))
		return -EFAULT;
	ret = rw_verify_area(rw, file, pos, *count);
	if (*count > MAX_RW_COUNT)
		*count = MAX_RW_COUNT;
	return ret;
}

static __always_inline ssize_t transfer(struct file *file, int rw, void __user *buf, size_t count, loff_t *pos)
{
	struct kiocb kiocb;
	struct iov_iter iter;
	int ret = check_transfer(file, rw, buf, &count, pos);

	if (unlikely(ret))
		return ret;
	if (rw == READ ? !!file->f_op->read : !!file->f_op->write)
		return call_plain(file, rw, buf, count, pos);
	init_sync_kiocb(&kiocb, file);
	iov_iter_ubuf(&iter, rw == READ ? ITER_DEST : ITER_SOURCE, buf, count);
	return call_iter(&kiocb, rw, &iter, pos);
}

ssize_t vfs_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	return transfer(file, READ, buf, count, pos);
}

ssize_t vfs_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	return transfer(file, WRITE, (void __user *)buf, count, pos);
}

/* from and to kernel memory: only files with iterators can */
static ssize_t kernel_transfer(struct file *file, int rw, void *buf, size_t count, loff_t *pos)
{
	struct kvec iov = { .iov_base = buf, .iov_len = min_t(size_t, count, MAX_RW_COUNT) };
	struct kiocb kiocb;
	struct iov_iter iter;
	ssize_t ret = rw_verify_area(rw, file, pos, count);

	if (ret)
		return ret;
	if (check_mode(file, rw) || !has_iter(file, rw))
		return -EINVAL;
	init_sync_kiocb(&kiocb, file);
	iov_iter_kvec(&iter, rw == READ ? ITER_DEST : ITER_SOURCE, &iov, 1, iov.iov_len);
	return call_iter(&kiocb, rw, &iter, pos);
}

ssize_t kernel_read(struct file *file, void *buf, size_t count, loff_t *pos)
{
	return kernel_transfer(file, READ, buf, count, pos);
}

ssize_t kernel_write(struct file *file, const void *buf, size_t count, loff_t *pos)
{
	return kernel_transfer(file, WRITE, (void *)buf, count, pos);
}

/*
 * A call without an offset goes on at the file's position; a stream has none,
 * and a call that fails does not move it.
 */
static __always_inline loff_t *position_begin(struct file *file, loff_t *pos)
{
	if (file->f_mode & FMODE_STREAM)
		return NULL;
	*pos = file->f_pos;
	return pos;
}

static __always_inline void position_end(struct file *file, const loff_t *pos, ssize_t ret)
{
	if (ret >= 0 && pos)
		file->f_pos = *pos;
}

static __always_inline ssize_t transfer_on(unsigned int fd, int rw, void __user *buf, size_t count)
{
	struct fd f = fdget_pos(fd);
	ssize_t ret = -EBADF;

	if (likely(!fd_empty(f))) {
		loff_t pos, *ppos = position_begin(fd_file(f), &pos);

		ret = transfer(fd_file(f), rw, buf, count, ppos);
		position_end(fd_file(f), ppos, ret);
		fdput_pos(f);
	}
	return ret;
}

static __always_inline ssize_t transfer_at(unsigned int fd, int rw, void __user *buf, size_t count, loff_t pos)
{
	struct fd f;
	ssize_t ret = -EBADF;

	if (unlikely(pos < 0))
		return -EINVAL;
	f = fdget_inline(fd);
	if (likely(!fd_empty(f))) {
		ret = -ESPIPE;
		if (fd_file(f)->f_mode & (rw == READ ? FMODE_PREAD : FMODE_PWRITE)) {
			loff_t at = pos;	/* in a register, until a file asks for its address */

			ret = transfer(fd_file(f), rw, buf, count, &at);
		}
		fdput(f);
	}
	return ret;
}

SYSCALL_DEFINE3(read, unsigned int, fd, char __user *, buf, size_t, count)
{
	return transfer_on(fd, READ, buf, count);
}

SYSCALL_DEFINE3(write, unsigned int, fd, const char __user *, buf, size_t, count)
{
	return transfer_on(fd, WRITE, (void __user *)buf, count);
}

SYSCALL_DEFINE4(pread64, unsigned int, fd, char __user *, buf, size_t, count, loff_t, pos)
{
	return transfer_at(fd, READ, buf, count, pos);
}

SYSCALL_DEFINE4(pwrite64, unsigned int, fd, const char __user *, buf, size_t, count, loff_t, pos)
{
	return transfer_at(fd, WRITE, (void __user *)buf, count, pos);
}

/* ---- vectors --------------------------------------------------------------------------- */

/* What preadv2() and pwritev2() ask for of this call alone: RWF_* as IOCB_*. */
static int set_call_flags(struct kiocb *kiocb, __kernel_rwf_t flags)
{
	if (flags & ~RWF_SUPPORTED)
		return -EOPNOTSUPP;
	if ((flags & RWF_NOWAIT) && !(kiocb->ki_filp->f_mode & FMODE_NOWAIT))
		return -EOPNOTSUPP;
	switch (flags & (RWF_APPEND | RWF_NOAPPEND)) {
	case RWF_APPEND:
		kiocb->ki_flags |= IOCB_APPEND;
		break;
	case RWF_NOAPPEND:
		kiocb->ki_flags &= ~IOCB_APPEND;
		break;
	case RWF_APPEND | RWF_NOAPPEND:
		return -EINVAL;
	}
	if (flags & RWF_NOWAIT)
		kiocb->ki_flags |= IOCB_NOWAIT;
	if (flags & (RWF_SYNC | RWF_DSYNC))
		kiocb->ki_flags |= IOCB_DSYNC | (flags & RWF_SYNC ? IOCB_SYNC : 0);
	return 0;
}

/* A file that knows plain buffers only: one segment after another, up to the first short one. */
static ssize_t transfer_segments(struct file *file, struct iov_iter *iter, loff_t *pos, int rw)
{
	ssize_t done = 0, ret, len;

	for (; iov_iter_count(iter); iov_iter_advance(iter, len)) {
		len = iov_iter_single_seg_count(iter);
		if (!len)
			continue;
		ret = call_plain(file, rw, iter_iov(iter)->iov_base + iter->iov_offset, len, pos);
		if (ret < 0)
			return done ? : ret;
		done += ret;
		if (ret < len)
			break;
	}
	return done;
}

static ssize_t vfs_iter_rw(struct file *file, struct iov_iter *iter, loff_t *pos,
			   __kernel_rwf_t flags, int rw)
{
	struct kiocb kiocb;
	ssize_t ret = check_mode(file, rw);

	if (ret || !iov_iter_count(iter))
		return ret;
	ret = rw_verify_area(rw, file, pos, iov_iter_count(iter));
	if (ret)
		return ret;
	if (!has_iter(file, rw))
		return flags & ~RWF_HIPRI ? -EOPNOTSUPP : transfer_segments(file, iter, pos, rw);
	init_sync_kiocb(&kiocb, file);
	ret = set_call_flags(&kiocb, flags);
	return ret ? : call_iter(&kiocb, rw, iter, pos);
}

ssize_t vfs_iter_read(struct file *file, struct iov_iter *iter, loff_t *ppos, __kernel_rwf_t flags)
{
	return has_iter(file, READ) ? vfs_iter_rw(file, iter, ppos, flags, READ) : -EINVAL;
}

ssize_t vfs_iter_write(struct file *file, struct iov_iter *iter, loff_t *ppos, __kernel_rwf_t flags)
{
	return has_iter(file, WRITE) ? vfs_iter_rw(file, iter, ppos, flags, WRITE) : -EINVAL;
}

static ssize_t vfs_vec(struct file *file, const struct iovec __user *vec, unsigned long vlen,
		       loff_t *pos, __kernel_rwf_t flags, int rw)
{
	struct iovec iovstack[UIO_FASTIOV], *iov = iovstack;
	struct iov_iter iter;
	ssize_t ret = import_iovec(rw == READ ? ITER_DEST : ITER_SOURCE, vec, vlen,
				   ARRAY_SIZE(iovstack), &iov, &iter);

	if (ret < 0)
		return ret;
	ret = vfs_iter_rw(file, &iter, pos, flags, rw);
	kfree(iov);
	return ret;
}

static ssize_t vec_on(unsigned long fd, const struct iovec __user *vec, unsigned long vlen,
		      __kernel_rwf_t flags, int rw)
{
	struct fd f = fdget_pos(fd);
	ssize_t ret = -EBADF;

	if (!fd_empty(f)) {
		loff_t pos, *ppos = position_begin(fd_file(f), &pos);

		ret = vfs_vec(fd_file(f), vec, vlen, ppos, flags, rw);
		position_end(fd_file(f), ppos, ret);
		fdput_pos(f);
	}
	return ret;
}

static ssize_t vec_at(unsigned long fd, const struct iovec __user *vec, unsigned long vlen,
		      loff_t pos, __kernel_rwf_t flags, int rw)
{
	struct fd f;
	ssize_t ret = -EBADF;

	if (pos < 0)
		return -EINVAL;
	f = fdget(fd);
	if (!fd_empty(f)) {
		ret = -ESPIPE;
		if (fd_file(f)->f_mode & (rw == READ ? FMODE_PREAD : FMODE_PWRITE))
			ret = vfs_vec(fd_file(f), vec, vlen, &pos, flags, rw);
		fdput(f);
	}
	return ret;
}

SYSCALL_DEFINE3(readv, unsigned long, fd, const struct iovec __user *, vec, unsigned long, vlen)
{
	return vec_on(fd, vec, vlen, 0, READ);
}

SYSCALL_DEFINE3(writev, unsigned long, fd, const struct iovec __user *, vec, unsigned long, vlen)
{
	return vec_on(fd, vec, vlen, 0, WRITE);
}

/* the position comes in two halves; on a 64-bit machine the low one is all of it */
SYSCALL_DEFINE5(preadv, unsigned long, fd, const struct iovec __user *, vec,
		unsigned long, vlen, unsigned long, pos_l, unsigned long, pos_h)
{
	return vec_at(fd, vec, vlen, pos_l, 0, READ);
}

SYSCALL_DEFINE5(pwritev, unsigned long, fd, const struct iovec __user *, vec,
		unsigned long, vlen, unsigned long, pos_l, unsigned long, pos_h)
{
	return vec_at(fd, vec, vlen, pos_l, 0, WRITE);
}

/* position -1: the file's */
static ssize_t vec2(unsigned long fd, const struct iovec __user *vec, unsigned long vlen,
		    loff_t pos, __kernel_rwf_t flags, int rw)
{
	return pos == -1 ? vec_on(fd, vec, vlen, flags, rw) : vec_at(fd, vec, vlen, pos, flags, rw);
}

SYSCALL_DEFINE6(preadv2, unsigned long, fd, const struct iovec __user *, vec,
		unsigned long, vlen, unsigned long, pos_l, unsigned long, pos_h, __kernel_rwf_t, flags)
{
	return vec2(fd, vec, vlen, pos_l, flags, READ);
}

SYSCALL_DEFINE6(pwritev2, unsigned long, fd, const struct iovec __user *, vec,
		unsigned long, vlen, unsigned long, pos_l, unsigned long, pos_h, __kernel_rwf_t, flags)
{
	return vec2(fd, vec, vlen, pos_l, flags, WRITE);
}

/* ---- from file to file ------------------------------------------------------------------- */

static ssize_t do_sendfile(int out_fd, int in_fd, loff_t *ppos, size_t count)
{
	struct fd in, out;
	loff_t pos, out_pos, *out_ppos;
	ssize_t ret = -EBADF;

	in = fdget(in_fd);
	if (fd_empty(in))
		return ret;
	if (!(fd_file(in)->f_mode & FMODE_READ))
		goto put_in;
	ret = -ESPIPE;
	if (ppos && !(fd_file(in)->f_mode & FMODE_PREAD))
		goto put_in;
	pos = ppos ? *ppos : fd_file(in)->f_pos;
	ret = rw_verify_area(READ, fd_file(in), &pos, count);
	if (ret < 0)
		goto put_in;
	ret = -EBADF;
	out = fdget(out_fd);
	if (fd_empty(out))
		goto put_in;
	if (!(fd_file(out)->f_mode & FMODE_WRITE))
		goto put_out;
	ret = -EINVAL;
	/* what has been read cannot be put back: both sides must be able to, beforehand */
	if ((fd_file(out)->f_flags & O_APPEND) || !fd_file(out)->f_op->write_iter ||
	    !fd_file(in)->f_op->read_iter || !(fd_file(in)->f_mode & FMODE_LSEEK))
		goto put_out;
	out_pos = fd_file(out)->f_pos;
	out_ppos = fd_file(out)->f_mode & FMODE_STREAM ? NULL : &out_pos;
	ret = splice_file_range_copy(fd_file(in), &pos, fd_file(out), out_ppos,
				     min_t(size_t, count, MAX_RW_COUNT));
	if (ret > 0) {
		if (out_ppos)
			fd_file(out)->f_pos = out_pos;
		if (ppos)
			*ppos = pos;
		else
			fd_file(in)->f_pos = pos;
	}
put_out:
	fdput(out);
put_in:
	fdput(in);
	return ret;
}

SYSCALL_DEFINE4(sendfile64, int, out_fd, int, in_fd, loff_t __user *, offset, size_t, count)
{
	loff_t pos;
	ssize_t ret;

	if (!offset)
		return do_sendfile(out_fd, in_fd, NULL, count);
	if (get_user(pos, offset))
		return -EFAULT;
	ret = do_sendfile(out_fd, in_fd, &pos, count);
	if (put_user(pos, offset))
		return -EFAULT;
	return ret;
}

ssize_t vfs_copy_file_range(struct file *in, loff_t pos_in, struct file *out, loff_t pos_out,
			    size_t len, unsigned int flags)
{
	struct inode *from = file_inode(in), *to = file_inode(out);
	loff_t size_in;

	if (flags)
		return -EINVAL;
	if (S_ISDIR(from->i_mode) || S_ISDIR(to->i_mode))
		return -EISDIR;
	if (!S_ISREG(from->i_mode) || !S_ISREG(to->i_mode))
		return -EINVAL;
	if (!(in->f_mode & FMODE_READ) || !(out->f_mode & FMODE_WRITE) || (out->f_flags & O_APPEND))
		return -EBADF;
	if (from->i_sb->s_type != to->i_sb->s_type)
		return -EXDEV;
	if (pos_in < 0 || pos_out < 0 || (loff_t)(pos_in + len) < 0 || (loff_t)(pos_out + len) < 0)
		return -EOVERFLOW;
	size_in = i_size_read(from);
	if (pos_in >= size_in)
		return 0;
	len = min_t(loff_t, len, size_in - pos_in);
	if (from == to && pos_out + len > pos_in && pos_out < pos_in + len)
		return -EINVAL;
	if (!len)
		return 0;
	if (out->f_op->copy_file_range)
		return out->f_op->copy_file_range(in, pos_in, out, pos_out, len, flags);
	return splice_file_range_copy(in, &pos_in, out, &pos_out,
				      min_t(size_t, len, MAX_RW_COUNT));
}

SYSCALL_DEFINE6(copy_file_range, int, fd_in, loff_t __user *, off_in, int, fd_out,
		loff_t __user *, off_out, size_t, len, unsigned int, flags)
{
	struct fd in = fdget(fd_in), out = fdget(fd_out);
	loff_t pos_in, pos_out;
	ssize_t ret = -EBADF;

	if (fd_empty(in) || fd_empty(out))
		goto put;
	ret = -EFAULT;
	pos_in = fd_file(in)->f_pos;
	pos_out = fd_file(out)->f_pos;
	if (off_in && get_user(pos_in, off_in))
		goto put;
	if (off_out && get_user(pos_out, off_out))
		goto put;
	ret = vfs_copy_file_range(fd_file(in), pos_in, fd_file(out), pos_out, len, flags);
	if (ret <= 0)
		goto put;
	pos_in += ret;
	pos_out += ret;
	if (!off_in)
		fd_file(in)->f_pos = pos_in;
	else if (put_user(pos_in, off_in))
		ret = -EFAULT;
	if (!off_out)
		fd_file(out)->f_pos = pos_out;
	else if (put_user(pos_out, off_out))
		ret = -EFAULT;
put:
	fdput(out);
	fdput(in);
	return ret;
}
