// SPDX-License-Identifier: GPL-2.0-only
/*
 * file.c - sysfs: the contents of files.
 *
 * A text attribute is read whole into a page by its owner's show() when a
 * reader is at the start, and handed out from there, so that one reading is
 * consistent. What is written goes to store() at once, up to a page.
 *
 * Locks:      sysfs_buffer.lock, one reader or writer of an open file at a time.
 * Elsewhere:  keeping the owner in place meanwhile (sysfs_get_active(), dir.c).
 */
#include <linux/capability.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "sysfs.h"

struct sysfs_buffer {
	struct mutex	lock;
	char		*page;
	ssize_t		count;	/* bytes in the page; -1: to be read anew */
};

static int sysfs_open(struct inode *inode, struct file *file)
{
	struct sysfs_node *node = sysfs_inode_node(inode);
	bool readable, writable;
	struct sysfs_buffer *buffer;

	if (!sysfs_get_active(node))
		return -ENODEV;
	if (node->bin) {
		readable = node->bin->read;
		writable = node->bin->write;
	} else {
		const struct kobj_type *ktype = node->kobj->ktype;

		readable = ktype && ktype->sysfs_ops && ktype->sysfs_ops->show;
		writable = ktype && ktype->sysfs_ops && ktype->sysfs_ops->store;
	}
	sysfs_put_active(node);

	if ((file->f_mode & FMODE_WRITE) && (!(node->mode & 0222) || !writable))
		return -EACCES;
	if ((file->f_mode & FMODE_READ) && (!(node->mode & 0444) || !readable))
		return -EACCES;

	buffer = kzalloc(sizeof(*buffer), GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	buffer->page = kzalloc(PAGE_SIZE, GFP_KERNEL);
	if (!buffer->page) {
		kfree(buffer);
		return -ENOMEM;
	}
	mutex_init(&buffer->lock);
	buffer->count = -1;
	file->private_data = buffer;
	return 0;
}

static int sysfs_release(struct inode *inode, struct file *file)
{
	struct sysfs_buffer *buffer = file->private_data;

	kfree(buffer->page);
	kfree(buffer);
	return 0;
}

/* Have the owner write the text into the page. */
static ssize_t fill_text(struct sysfs_node *node, struct sysfs_buffer *buffer)
{
	ssize_t count;

	if (!sysfs_get_active(node))
		return -ENODEV;
	memset(buffer->page, 0, PAGE_SIZE);
	count = node->kobj->ktype->sysfs_ops->show(node->kobj,
			(struct attribute *)node->attr, buffer->page);
	sysfs_put_active(node);
	if (WARN(count >= (ssize_t)PAGE_SIZE, "sysfs: show() of '%s' overran its page\n",
		 node->name))
		count = PAGE_SIZE - 1;
	buffer->count = count < 0 ? -1 : count;
	return count;
}

/* Read bytes at @pos into the page. */
static ssize_t fill_bytes(struct sysfs_node *node, struct sysfs_buffer *buffer,
			  struct file *file, loff_t pos, size_t count)
{
	const struct bin_attribute *bin = node->bin;
	ssize_t ret;

	count = min_t(size_t, count, PAGE_SIZE);
	if (bin->size) {
		if (pos >= bin->size)
			return 0;
		count = min_t(size_t, count, bin->size - pos);
	}
	if (!sysfs_get_active(node))
		return -ENODEV;
	ret = bin->read(file, node->kobj, (struct bin_attribute *)bin,
			buffer->page, pos, count);
	sysfs_put_active(node);
	return ret;
}

static ssize_t sysfs_read(struct file *file, char __user *buf, size_t count,
			  loff_t *ppos)
{
	struct sysfs_node *node = sysfs_inode_node(file_inode(file));
	struct sysfs_buffer *buffer = file->private_data;
	ssize_t ret;

	mutex_lock(&buffer->lock);
	if (node->bin) {
		ret = fill_bytes(node, buffer, file, *ppos, count);
		if (ret > 0) {
			if (copy_to_user(buf, buffer->page, ret))
				ret = -EFAULT;
			else
				*ppos += ret;
		}
	} else {
		ret = *ppos && buffer->count >= 0 ? 0 : fill_text(node, buffer);
		if (ret >= 0)
			ret = simple_read_from_buffer(buf, count, ppos,
						      buffer->page,
						      buffer->count);
	}
	mutex_unlock(&buffer->lock);
	return ret;
}

/* Hand @count bytes in the page to the owner. */
static ssize_t store(struct sysfs_node *node, struct file *file, char *page,
		     loff_t pos, size_t count)
{
	ssize_t ret;

	if (!sysfs_get_active(node))
		return -ENODEV;
	if (node->bin)
		ret = node->bin->write(file, node->kobj,
				       (struct bin_attribute *)node->bin, page,
				       pos, count);
	else
		ret = node->kobj->ktype->sysfs_ops->store(node->kobj,
				(struct attribute *)node->attr, page, count);
	sysfs_put_active(node);
	return ret;
}

static ssize_t sysfs_write(struct file *file, const char __user *buf,
			   size_t count, loff_t *ppos)
{
	struct sysfs_node *node = sysfs_inode_node(file_inode(file));
	struct sysfs_buffer *buffer = file->private_data;
	size_t size = node->bin ? node->bin->size : 0;
	ssize_t ret;

	count = min_t(size_t, count, PAGE_SIZE - 1);
	if (size) {
		if (*ppos >= size)
			return -EFBIG;
		count = min_t(size_t, count, size - *ppos);
	}
	if (!count)
		return 0;

	mutex_lock(&buffer->lock);
	buffer->count = -1;
	if (copy_from_user(buffer->page, buf, count)) {
		ret = -EFAULT;
	} else {
		buffer->page[count] = '\0';
		ret = store(node, file, buffer->page, *ppos, count);
		if (ret > 0)
			*ppos += ret;
	}
	mutex_unlock(&buffer->lock);
	return ret;
}

const struct file_operations sysfs_file_operations = {
	.open = sysfs_open,
	.release = sysfs_release,
	.read = sysfs_read,
	.write = sysfs_write,
	.llseek = generic_file_llseek,
};

/* --- creating --- */

int sysfs_add_file(struct sysfs_node *dir, const struct attribute *attr,
		   const struct bin_attribute *bin, umode_t mode,
		   struct kobject *kobj)
{
	struct sysfs_node *node;

	node = sysfs_new_node(dir, attr->name, S_IFREG | (mode & 0777), kobj);
	if (!node)
		return -ENOMEM;
	node->attr = attr;
	node->bin = bin;
	return sysfs_link_node(node);
}

/** sysfs_create_file() - an attribute of @kobj. Return: 0, -ENOMEM, -EEXIST. */
int sysfs_create_file(struct kobject *kobj, const struct attribute *attr)
{
	return sysfs_add_file(sysfs_dir_of(kobj), attr, NULL, attr->mode, kobj);
}

/** sysfs_create_files() - all of them, or none. */
int sysfs_create_files(struct kobject *kobj, const struct attribute *const *attr)
{
	int i, err = 0;

	for (i = 0; attr[i] && !err; i++)
		err = sysfs_create_file(kobj, attr[i]);
	if (err)
		while (--i > 0)
			sysfs_remove_file(kobj, attr[i - 1]);
	return err;
}

void sysfs_remove_file(struct kobject *kobj, const struct attribute *attr)
{
	sysfs_remove_name(sysfs_dir_of(kobj), attr->name);
}

void sysfs_remove_files(struct kobject *kobj, const struct attribute *const *attr)
{
	for (; *attr; attr++)
		sysfs_remove_file(kobj, *attr);
}

int sysfs_create_bin_file(struct kobject *kobj, const struct bin_attribute *bin)
{
	return sysfs_add_file(sysfs_dir_of(kobj), &bin->attr, bin,
			      bin->attr.mode, kobj);
}

void sysfs_remove_bin_file(struct kobject *kobj, const struct bin_attribute *bin)
{
	sysfs_remove_file(kobj, &bin->attr);
}

/* --- groups --- */

static int add_group_files(struct sysfs_node *dir, struct kobject *kobj,
			   const struct attribute_group *grp)
{
	struct attribute **attr;
	struct bin_attribute **bin;
	int err = 0, n = 0;

	for (attr = grp->attrs; attr && *attr && !err; attr++, n++) {
		umode_t mode = (*attr)->mode;

		if (grp->is_visible)
			mode = grp->is_visible(kobj, *attr, n);
		if (mode)
			err = sysfs_add_file(dir, *attr, NULL, mode, kobj);
	}
	for (bin = grp->bin_attrs; bin && *bin && !err; bin++)
		err = sysfs_add_file(dir, &(*bin)->attr, *bin,
				     (*bin)->attr.mode, kobj);
	return err;
}

static void remove_if_there(struct sysfs_node *dir, const char *name)
{
	struct sysfs_node *node = sysfs_find_get(dir, name);

	if (!node)
		return;
	sysfs_remove_node(node);
	sysfs_put_node(node);
}

/** sysfs_create_group() - all attributes of a group, or none. Return: 0 or -errno. */
int sysfs_create_group(struct kobject *kobj, const struct attribute_group *grp)
{
	struct sysfs_node *dir = sysfs_dir_of(kobj);
	int err;

	if (grp->name) {
		dir = sysfs_new_node(dir, grp->name, S_IFDIR | 0755, kobj);
		if (!dir)
			return -ENOMEM;
		err = sysfs_link_node(dir);
		if (err)
			return err;
	}
	err = add_group_files(dir, kobj, grp);
	if (err)
		sysfs_remove_group(kobj, grp);
	return err;
}

/** sysfs_create_groups() - several of them; @groups ends with NULL and may be NULL. */
int sysfs_create_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	int i, err = 0;

	for (i = 0; groups && groups[i] && !err; i++)
		err = sysfs_create_group(kobj, groups[i]);
	if (err)
		while (--i > 0)
			sysfs_remove_group(kobj, groups[i - 1]);
	return err;
}

void sysfs_remove_group(struct kobject *kobj, const struct attribute_group *grp)
{
	struct sysfs_node *dir = sysfs_dir_of(kobj);
	struct bin_attribute **bin;
	struct attribute **attr;

	if (grp->name) {
		remove_if_there(dir, grp->name);
		return;
	}
	for (attr = grp->attrs; attr && *attr; attr++)
		remove_if_there(dir, (*attr)->name);
	for (bin = grp->bin_attrs; bin && *bin; bin++)
		remove_if_there(dir, (*bin)->attr.name);
}

void sysfs_remove_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	for (; groups && *groups; groups++)
		sysfs_remove_group(kobj, *groups);
}

/* --- text --- */

/** sysfs_emit() - print into the page of a show(). Return: characters written. */
int sysfs_emit(char *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	if (WARN(offset_in_page(buf), "sysfs_emit: not a page: %px\n", buf))
		return 0;
	va_start(args, fmt);
	len = vscnprintf(buf, PAGE_SIZE, fmt, args);
	va_end(args);
	return len;
}

/** sysfs_emit_at() - the same, from byte @at of the page. */
int sysfs_emit_at(char *buf, int at, const char *fmt, ...)
{
	va_list args;
	int len;

	if (WARN(offset_in_page(buf) || at < 0 || at >= PAGE_SIZE,
		 "sysfs_emit_at: %px + %d is not in a page\n", buf, at))
		return 0;
	va_start(args, fmt);
	len = vscnprintf(buf + at, PAGE_SIZE - at, fmt, args);
	va_end(args);
	return len;
}
