// SPDX-License-Identifier: GPL-2.0-only
/*
 * file.c - debugfs: calls into the owner of a file, and files of one number.
 *
 * Owns:       struct debugfs_file.
 * Invariant:  each call into the owner's operations is counted (debugfs_enter()); removal turns the count
 *             negative and waits for the calls that are inside. So once debugfs_remove() has returned,
 *             the owner's data may go, even if somebody still holds the file open: what he asks
 *             then gets -EIO. release() is called in any case, for it frees what open() made.
 * Elsewhere:  the tree of names (inode.c).
 */
#include <linux/debugfs.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "internal.h"

static bool debugfs_enter(struct debugfs_file *df)
{
	return atomic_inc_unless_negative(&df->active);
}

static void debugfs_leave(struct debugfs_file *df)
{
	if (unlikely(atomic_dec_return(&df->active) == INT_MIN))
		complete(&df->idle);
}

/* Nobody may enter any more; returns when nobody is inside. Context: sleeps. */
void debugfs_retire_file(struct debugfs_file *df)
{
	if (atomic_add_return(INT_MIN, &df->active) != INT_MIN)
		wait_for_completion(&df->idle);
}

/* Defines proxy_NAME(), which calls the owner's NAME() unless the file is removed. */
#define PROXY(type, name, file, parameters, arguments, removed) \
static type proxy_##name parameters \
{ \
	struct debugfs_file *df = debugfs_file_of((file)->f_op); \
	type ret = removed; \
\
	if (debugfs_enter(df)) { \
		ret = df->real->name arguments; \
		debugfs_leave(df); \
	} \
	return ret; \
}

PROXY(loff_t, llseek, file, (struct file *file, loff_t offset, int whence), (file, offset, whence), -EIO)
PROXY(ssize_t, read, file, (struct file *file, char __user *buf, size_t count, loff_t *pos),
      (file, buf, count, pos), -EIO)
PROXY(ssize_t, write, file, (struct file *file, const char __user *buf, size_t count, loff_t *pos),
      (file, buf, count, pos), -EIO)
PROXY(ssize_t, read_iter, iocb->ki_filp, (struct kiocb *iocb, struct iov_iter *to), (iocb, to), -EIO)
PROXY(ssize_t, write_iter, iocb->ki_filp, (struct kiocb *iocb, struct iov_iter *from), (iocb, from), -EIO)
PROXY(__poll_t, poll, file, (struct file *file, struct poll_table_struct *wait), (file, wait), EPOLLHUP)
PROXY(long, unlocked_ioctl, file, (struct file *file, unsigned int cmd, unsigned long arg), (file, cmd, arg), -EIO)

static int proxy_open(struct inode *inode, struct file *file)
{
	struct debugfs_file *df = debugfs_file_of(inode->i_fop);
	int ret;

	/* the superuser may open anything, but a file without a writer has no write() to call */
	if (((file->f_mode & FMODE_WRITE) && !(inode->i_mode & 0222)) ||
	    ((file->f_mode & FMODE_READ) && !(inode->i_mode & 0444)))
		return -EACCES;
	if (!debugfs_enter(df))
		return -ENOENT;
	ret = df->real->open ? df->real->open(inode, file) : simple_open(inode, file);
	debugfs_leave(df);
	return ret;
}

static int proxy_release(struct inode *inode, struct file *file)
{
	const struct file_operations *real = debugfs_file_of(file->f_op)->real;

	return real->release ? real->release(inode, file) : 0;
}

/* Return: NULL where memory is short */
struct debugfs_file *debugfs_new_file(const struct file_operations *real)
{
	struct debugfs_file *df = kzalloc(sizeof(*df), GFP_KERNEL);

	if (!df)
		return NULL;
	df->real = real;
	init_completion(&df->idle);
	/* what the owner cannot do must look so to the file layer, too */
	df->proxy = (struct file_operations){
		.open = proxy_open,
		.release = proxy_release,
		.llseek = real->llseek ? proxy_llseek : NULL,
		.read = real->read ? proxy_read : NULL,
		.write = real->write ? proxy_write : NULL,
		.read_iter = real->read_iter ? proxy_read_iter : NULL,
		.write_iter = real->write_iter ? proxy_write_iter : NULL,
		.poll = real->poll ? proxy_poll : NULL,
		.unlocked_ioctl = real->unlocked_ioctl ? proxy_unlocked_ioctl : NULL,
	};
	return df;
}

/* ---- files of one number ---- */

#define DEBUGFS_VALUE(suffix, type, read, write, fmt) \
static int suffix##_get(void *data, u64 *val) \
{ \
	type *value = data; \
\
	*val = read; \
	return 0; \
} \
static int suffix##_set(void *data, u64 val) \
{ \
	type *value = data; \
\
	write; \
	return 0; \
} \
DEFINE_DEBUGFS_ATTRIBUTE(suffix##_fops, suffix##_get, suffix##_set, fmt); \
void debugfs_create_##suffix(const char *name, umode_t mode, struct dentry *parent, type *value) \
{ \
	debugfs_create_file(name, mode, parent, value, &suffix##_fops); \
}

DEBUGFS_VALUE(u8, u8, READ_ONCE(*value), WRITE_ONCE(*value, val), "%llu\n")
DEBUGFS_VALUE(u16, u16, READ_ONCE(*value), WRITE_ONCE(*value, val), "%llu\n")
DEBUGFS_VALUE(u32, u32, READ_ONCE(*value), WRITE_ONCE(*value, val), "%llu\n")
DEBUGFS_VALUE(u64, u64, READ_ONCE(*value), WRITE_ONCE(*value, val), "%llu\n")
DEBUGFS_VALUE(x32, u32, READ_ONCE(*value), WRITE_ONCE(*value, val), "0x%08llx\n")
DEBUGFS_VALUE(x64, u64, READ_ONCE(*value), WRITE_ONCE(*value, val), "0x%016llx\n")
DEBUGFS_VALUE(ulong, unsigned long, READ_ONCE(*value), WRITE_ONCE(*value, val), "%llu\n")
DEBUGFS_VALUE(atomic_t, atomic_t, (s64)atomic_read(value), atomic_set(value, val), "%lld\n")

static ssize_t bool_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	const bool *value = file->private_data;
	char text[] = { READ_ONCE(*value) ? 'Y' : 'N', '\n' };

	return simple_read_from_buffer(buf, count, pos, text, sizeof(text));
}

static ssize_t bool_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	bool *value = file->private_data, val;
	char text[8] = "";
	int err;

	if (copy_from_user(text, buf, min(count, sizeof(text) - 1)))
		return -EFAULT;
	err = kstrtobool(text, &val);
	if (err)
		return err;
	WRITE_ONCE(*value, val);
	return count;
}

static const struct file_operations bool_fops = {
	.open = simple_open,
	.read = bool_read,
	.write = bool_write,
	.llseek = generic_file_llseek,
};

void debugfs_create_bool(const char *name, umode_t mode, struct dentry *parent, bool *value)
{
	debugfs_create_file(name, mode, parent, value, &bool_fops);
}
