/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sysfs.h - sysfs for itself; see dir.c.
 */
#ifndef _FS_SYSFS_SYSFS_H
#define _FS_SYSFS_SYSFS_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/fs.h>
#include <linux/kobject.h>
#include <linux/rbtree.h>
#include <linux/refcount.h>
#include <linux/sysfs.h>

/* One name below /sys. */
struct sysfs_node {
	refcount_t		refs;		/* [A] the tree, inodes, children */
	atomic_t		active;		/* [A] calls into the owner now; negative: removed */
	struct completion	*idle;		/* the remover waits here */
	struct sysfs_node	*parent;	/* [I] with a reference */
	struct rb_root		children;	/* [L] sysfs_lock; by name */
	struct rb_node		rb;		/* [L] in parent's; empty: removed */
	struct kobject		*kobj;		/* [I] valid while active */
	const struct attribute	*attr;		/* [I] files: text or ... */
	const struct bin_attribute *bin;	/* [I] ... bytes */
	char			*target;	/* [I] links: what they say */
	unsigned int		ino;		/* [I] */
	unsigned int		nlink;		/* [L] sysfs_lock */
	umode_t			mode;
	kuid_t			uid;
	kgid_t			gid;
	char			name[];		/* [I] */
};

extern struct sysfs_node sysfs_root;
extern const struct file_operations sysfs_file_operations;

struct sysfs_node *sysfs_new_node(struct sysfs_node *parent, const char *name,
				  umode_t mode, struct kobject *kobj);
int sysfs_link_node(struct sysfs_node *node);
struct sysfs_node *sysfs_find_get(struct sysfs_node *parent, const char *name);
void sysfs_remove_node(struct sysfs_node *node);
struct sysfs_node *sysfs_next_child(struct sysfs_node *dir,
				    struct sysfs_node *node, loff_t skip);
bool sysfs_is_linked(const struct sysfs_node *node);
void sysfs_put_node(struct sysfs_node *node);
bool sysfs_get_active(struct sysfs_node *node);
void sysfs_put_active(struct sysfs_node *node);

int sysfs_add_file(struct sysfs_node *dir, const struct attribute *attr,
		   const struct bin_attribute *bin, umode_t mode,
		   struct kobject *kobj);
void sysfs_remove_name(struct sysfs_node *dir, const char *name);

static inline struct sysfs_node *sysfs_dir_of(const struct kobject *kobj)
{
	return kobj ? kobj->sd : &sysfs_root;
}

static inline struct sysfs_node *sysfs_inode_node(const struct inode *inode)
{
	return inode->i_private;
}

#endif /* _FS_SYSFS_SYSFS_H */
