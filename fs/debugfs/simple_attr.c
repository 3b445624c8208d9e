// SPDX-License-Identifier: GPL-2.0-only
/*
 * simple_attr.c - a file whose whole text is one number (DEFINE_DEBUGFS_ATTRIBUTE()).
 *
 * Owns:       struct simple_attr, one for each open file.
 * Locks:      simple_attr.lock: one reader or writer of an open file at a time.
 *
 * The number is read anew when a reader is at the file's start, so that one reading is consistent.
 */
#include <linux/debugfs.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct simple_attr {
	int (*get)(void *data, u64 *val);
	int (*set)(void *data, u64 val);
	void *data;
	const char *fmt;	/* of one unsigned long long */
	struct mutex lock;
	char text[24];		/* [lock] the number as last read: 20 digits and a sign at most */
};

int simple_attr_open(struct inode *inode, struct file *file, int (*get)(void *, u64 *), int (*set)(void *, u64),
		     const char *fmt)
{
	struct simple_attr *attr = kzalloc(sizeof(*attr), GFP_KERNEL);

	if (!attr)
		return -ENOMEM;
	attr->get = get;
	attr->set = set;
	attr->data = inode->i_private;
	attr->fmt = fmt;
	mutex_init(&attr->lock);
	file->private_data = attr;
	return 0;
}

int simple_attr_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

ssize_t simple_attr_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct simple_attr *attr = file->private_data;
	ssize_t ret = 0;
	u64 val;

	if (!attr->get)
		return -EACCES;
	mutex_lock(&attr->lock);
	if (!*ppos || !attr->text[0]) {
		ret = attr->get(attr->data, &val);
		if (!ret)
			scnprintf(attr->text, sizeof(attr->text), attr->fmt, (unsigned long long)val);
	}
	if (!ret)
		ret = simple_read_from_buffer(buf, count, ppos, attr->text, strlen(attr->text));
	mutex_unlock(&attr->lock);
	return ret;
}

ssize_t simple_attr_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct simple_attr *attr = file->private_data;
	unsigned long long val;
	char text[24] = "";
	int err;

	if (!attr->set)
		return -EACCES;
	if (copy_from_user(text, buf, min(count, sizeof(text) - 1)))
		return -EFAULT;
	err = text[0] == '-' ? kstrtoll(text, 0, (long long *)&val) : kstrtoull(text, 0, &val);
	if (err)
		return err;
	mutex_lock(&attr->lock);
	err = attr->set(attr->data, val);
	mutex_unlock(&attr->lock);
	return err ? err : count;
}
