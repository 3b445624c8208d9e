// SPDX-License-Identifier: GPL-2.0-only
/*
 * devtmpfs.c - /dev, kept by the kernel.
 *
 * One tmpfs super block that every mount of type devtmpfs shows.  A node is made
 * in it as soon as its device exists; those of before it existed are made when
 * it starts.  User space may change owner and mode and add what it likes.
 *
 * Locks: nodes_lock of nodes.c is held around devtmpfs_add() and _remove().
 */
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/printk.h>
#include <linux/shmem_fs.h>
#include <linux/string.h>
#include "base.h"

static struct vfsmount *dev_mnt;	/* [I] once it is there */

static int dev_fill_super(struct super_block *sb, void *data, int silent)
{
	char options[] = "mode=0755";	/* parsing takes it apart */
	int err = shmem_fill_super(sb, options, silent);

	/* The kernel mounts it first, but it is for everybody. */
	sb->s_flags &= ~SB_NOUSER;
	return err;
}

static struct dentry *dev_mount(struct file_system_type *type, int flags, const char *dev_name,
				void *data)
{
	return mount_single(type, flags, data, dev_fill_super);
}

static struct file_system_type dev_fs_type = {
	.name = "devtmpfs",
	.mount = dev_mount,
	.kill_sb = kill_litter_super,
};

static int make_dir(struct dentry *parent, const char *name, size_t len, struct dentry **dir)
{
	struct dentry *dentry;
	int err = 0;

	inode_lock(d_inode(parent));
	dentry = lookup_one_len(name, parent, len);
	if (!IS_ERR(dentry) && d_is_negative(dentry))
		err = vfs_mkdir(&nop_mnt_idmap, d_inode(parent), dentry, 0755);
	inode_unlock(d_inode(parent));
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	if (err) {
		dput(dentry);
		return err;
	}
	*dir = dentry;
	return 0;
}

/* The directory of "a/b/name", made if need be; *@last is "name". */
static int walk_to_parent(const char *path, struct dentry **parent, const char **last)
{
	struct dentry *dir = dget(dev_mnt->mnt_root), *next;
	const char *slash;
	int err;

	while ((slash = strchr(path, '/'))) {
		err = make_dir(dir, path, slash - path, &next);
		dput(dir);
		if (err)
			return err;
		dir = next;
		path = slash + 1;
	}
	*parent = dir;
	*last = path;
	return 0;
}

static int make_node(const struct device_node *node)
{
	struct dentry *parent, *dentry;
	const char *name;
	int err = walk_to_parent(node->name, &parent, &name);

	if (err)
		return err;
	inode_lock(d_inode(parent));
	dentry = lookup_one_len(name, parent, strlen(name));
	err = PTR_ERR_OR_ZERO(dentry);
	if (!err) {
		if (d_is_negative(dentry))
			err = vfs_mknod(&nop_mnt_idmap, d_inode(parent), dentry, node->mode, node->dev);
		/* The permissions are the driver's, whatever umask this thread has. */
		if (!err)
			d_inode(dentry)->i_mode = node->mode;
		dput(dentry);
	}
	inode_unlock(d_inode(parent));
	dput(parent);
	return err;
}

void devtmpfs_add(const struct device_node *node)
{
	int err = dev_mnt ? make_node(node) : 0;

	if (err)
		pr_err("devtmpfs: cannot make %s: error %d\n", node->name, err);
}

void devtmpfs_remove(const struct device_node *node)
{
	struct dentry *parent, *dentry;
	const char *name;

	if (!dev_mnt || walk_to_parent(node->name, &parent, &name))
		return;
	inode_lock(d_inode(parent));
	dentry = lookup_one_len(name, parent, strlen(name));
	if (!IS_ERR(dentry)) {
		if (d_is_positive(dentry) && d_inode(dentry)->i_rdev == node->dev)
			vfs_unlink(&nop_mnt_idmap, d_inode(parent), dentry, NULL);
		dput(dentry);
	}
	inode_unlock(d_inode(parent));
	dput(parent);
}

static int add_early(const struct device_node *node, void *arg)
{
	devtmpfs_add(node);
	return 0;
}

static int __init devtmpfs_init(void)
{
	struct vfsmount *mnt;
	int err = register_filesystem(&dev_fs_type);

	if (err)
		return err;
	mnt = kern_mount(&dev_fs_type);
	if (IS_ERR(mnt)) {
		pr_err("devtmpfs: cannot start: error %ld\n", PTR_ERR(mnt));
		unregister_filesystem(&dev_fs_type);
		return PTR_ERR(mnt);
	}
	dev_mnt = mnt;
	return for_each_device_node(add_early, NULL);
}
subsys_initcall(devtmpfs_init);
