// SPDX-License-Identifier: GPL-2.0-only
/*
 * readdir.c - listing directories for user space.
 *
 * A file system's ->iterate_shared() calls the actor once for each entry; d_off of an entry is
 * the position behind it, which is known only with the next one, so it is written late.
 */
#include <linux/dirent.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

int iterate_dir(struct file *file, struct dir_context *ctx)
{
	struct inode *inode = file_inode(file);
	int res = -ENOTDIR;

	if (!file->f_op->iterate_shared)
		return res;
	inode_lock_shared(inode);
	res = -ENOENT;
	if (!IS_DEADDIR(inode)) {
		ctx->pos = file->f_pos;
		res = file->f_op->iterate_shared(file, ctx);
		file->f_pos = ctx->pos;
		file_accessed(file);
	}
	inode_unlock_shared(inode);
	return res;
}

struct getdents_callback {
	struct dir_context ctx;
	void __user *next;	/* where the next entry goes */
	void __user *prev;	/* the last one written, or NULL */
	int left;		/* bytes of the user's buffer */
	int error;
	bool old;		/* struct linux_dirent: type behind the name */
};

struct linux_dirent {
	unsigned long d_ino;
	unsigned long d_off;
	unsigned short d_reclen;
	char d_name[];
};

static bool fill_entry(struct dir_context *ctx, const char *name, int namlen, loff_t offset,
		       u64 ino, unsigned int d_type)
{
	struct getdents_callback *buf = container_of(ctx, struct getdents_callback, ctx);
	size_t head = buf->old ? offsetof(struct linux_dirent, d_name) :
				 offsetof(struct linux_dirent64, d_name);
	int reclen = ALIGN(head + namlen + (buf->old ? 2 : 1), sizeof(u64));
	char entry[ALIGN(sizeof(struct linux_dirent64) + NAME_MAX + 2, 8)];

	if (namlen > NAME_MAX || namlen <= 0 || memchr(name, '/', namlen)) {
		buf->error = -EIO;
		return false;
	}
	buf->error = -EINVAL;	/* where not even one entry fits */
	if (reclen > buf->left)
		return false;
	if (buf->prev && signal_pending(current)) {
		buf->error = -EINTR;
		return false;
	}
	memset(entry, 0, reclen);
	if (buf->old) {
		struct linux_dirent *d = (struct linux_dirent *)entry;

		d->d_ino = ino;
		d->d_reclen = reclen;
		entry[reclen - 1] = d_type;
	} else {
		struct linux_dirent64 *d = (struct linux_dirent64 *)entry;

		d->d_ino = ino;
		d->d_reclen = reclen;
		d->d_type = d_type;
	}
	memcpy(entry + head, name, namlen);
	/* d_off is the second word of both */
	if ((buf->prev && put_user(offset, (s64 __user *)(buf->prev + 8))) ||
	    copy_to_user(buf->next, entry, reclen)) {
		buf->error = -EFAULT;
		return false;
	}
	buf->prev = buf->next;
	buf->next += reclen;
	buf->left -= reclen;
	return true;
}

static int do_getdents(unsigned int fd, void __user *dirent, unsigned int count, bool old)
{
	struct getdents_callback buf = {
		.ctx.actor = fill_entry,
		.next = dirent,
		.left = min_t(unsigned int, count, INT_MAX),
		.old = old,
	};
	struct fd f = fdget_pos(fd);
	int error;

	if (fd_empty(f))
		return -EBADF;
	error = iterate_dir(fd_file(f), &buf.ctx);
	if (error >= 0)
		error = buf.error;
	if (buf.prev) {
		if (put_user(buf.ctx.pos, (s64 __user *)(buf.prev + 8)))
			error = -EFAULT;
		else
			error = min_t(unsigned int, count, INT_MAX) - buf.left;
	}
	fdput_pos(f);
	return error;
}

SYSCALL_DEFINE3(getdents64, unsigned int, fd, struct linux_dirent64 __user *, dirent,
		unsigned int, count)
{
	return do_getdents(fd, dirent, count, false);
}

SYSCALL_DEFINE3(getdents, unsigned int, fd, struct linux_dirent __user *, dirent,
		unsigned int, count)
{
	return do_getdents(fd, dirent, count, true);
}
