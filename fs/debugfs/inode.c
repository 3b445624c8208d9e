// SPDX-License-Identifier: GPL-2.0-only
/*
 * inode.c - debugfs: the tree of names below /sys/kernel/debug.
 *
 * Owns:       the one super block, made before anybody may ask for a directory in it, and never dropped.
 * Invariant:  each name that was made and not removed has a dentry with one reference, ours. User space can
 *             make and remove nothing: these directories have no such operations.
 * Locks:      a directory's i_rwsem for making and removing names in it.
 * Elsewhere:  calling the owner of a file, and waiting for such calls (file.c).
 */
#include <linux/dcache.h>
#include <linux/debugfs.h>
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <uapi/linux/magic.h>
#include "internal.h"

struct vfsmount *debugfs_mount;		/* [I] */

/** debugfs_initialized() - can files be made yet? */
bool debugfs_initialized(void)
{
	return debugfs_mount;
}

/* ---- inodes ---- */

static struct inode *debugfs_get_inode(struct super_block *sb, umode_t mode)
{
	struct inode *inode = new_inode(sb);

	if (!inode)
		return NULL;
	inode->i_ino = get_next_ino();
	inode->i_mode = mode;
	simple_inode_init_ts(inode);
	if (S_ISDIR(mode)) {
		inode->i_op = &simple_dir_inode_operations;
		inode->i_fop = &simple_dir_operations;
		inc_nlink(inode);
	} else if (S_ISLNK(mode)) {
		inode->i_op = &simple_symlink_inode_operations;
	}
	return inode;
}

static void debugfs_free_inode(struct inode *inode)
{
	if (S_ISLNK(inode->i_mode))
		kfree(inode->i_link);
	else if (S_ISREG(inode->i_mode))
		kfree(inode->i_data.i_private_data);	/* by now, free_inode() stands in the place of i_fop */
	free_inode_nonrcu(inode);
}

static const struct super_operations debugfs_super_operations = {
	.free_inode = debugfs_free_inode,
	.statfs = simple_statfs,
	.drop_inode = generic_delete_inode,
};

/* ---- making names ---- */

/*
 * Reserves @name in @parent (NULL: the root) for @inode, whose reference passes to the dentry or is dropped.
 * Return: the dentry with the tree's reference, or -ENOMEM, -EEXIST, or what @parent is the error of.
 */
static struct dentry *debugfs_add(const char *name, struct dentry *parent, struct inode *inode)
{
	struct qstr q = { .name = (const unsigned char *)name, .len = strlen(name) };
	struct dentry *dentry;
	struct inode *dir;

	if (!inode)
		return ERR_PTR(-ENOMEM);
	dir = d_inode(parent);
	inode_lock(dir);
	/* a lookup that is under way may have left a negative dentry of that name */
	dentry = d_hash_and_lookup(parent, &q);
	if (!dentry)
		dentry = d_alloc_name(parent, name);
	if (!dentry) {
		dentry = ERR_PTR(-ENOMEM);
	} else if (d_really_is_positive(dentry)) {
		pr_err("debugfs: '%s' exists already in '%s'\n", name, parent->d_name.name);
		dput(dentry);
		dentry = ERR_PTR(-EEXIST);
	} else {
		d_add(dentry, inode);
		if (S_ISDIR(inode->i_mode))
			inc_nlink(dir);
		inode_set_mtime_to_ts(dir, inode_set_ctime_current(dir));
		inode = NULL;
	}
	inode_unlock(dir);
	iput(inode);
	return dentry;
}

/* Return: where to make a name, or an error */
static struct dentry *debugfs_parent(struct dentry *parent)
{
	if (!debugfs_mount)
		return ERR_PTR(-ENOENT);
	return parent ? parent : debugfs_mount->mnt_root;
}

/**
 * debugfs_create_dir() - make a directory
 * @name: its name
 * @parent: the directory it is made in; NULL: the root; an ERR_PTR is passed through
 *
 * Context: sleeps.
 * Return: for debugfs_remove() and as @parent of others; ERR_PTR where it could not be made.
 */
struct dentry *debugfs_create_dir(const char *name, struct dentry *parent)
{
	parent = debugfs_parent(parent);
	if (IS_ERR(parent))
		return parent;
	return debugfs_add(name, parent, debugfs_get_inode(parent->d_sb, S_IFDIR | 0755));
}

/**
 * debugfs_create_file() - make a file
 * @name: its name
 * @mode: permission bits; where none allows writing (reading), nobody can open it for that
 * @parent: as for debugfs_create_dir()
 * @data: what @fops->open() finds in inode->i_private; without an open(), file->private_data is set to it
 * @fops: the owner's operations: open, release, llseek, read, write, read_iter, write_iter, poll, unlocked_ioctl
 *
 * Context: sleeps.
 * Return: as debugfs_create_dir().
 */
struct dentry *debugfs_create_file(const char *name, umode_t mode, struct dentry *parent, void *data,
				   const struct file_operations *fops)
{
	struct debugfs_file *df;
	struct inode *inode;

	parent = debugfs_parent(parent);
	if (IS_ERR(parent))
		return parent;
	df = debugfs_new_file(fops);
	if (!df)
		return ERR_PTR(-ENOMEM);
	inode = debugfs_get_inode(parent->d_sb, S_IFREG | (mode & S_IALLUGO));
	if (inode) {
		inode->i_fop = &df->proxy;
		inode->i_data.i_private_data = df;
		inode->i_private = data;
	} else {
		kfree(df);
	}
	return debugfs_add(name, parent, inode);
}

/**
 * debugfs_create_symlink() - make a symbolic link
 * @name: its name
 * @parent: as for debugfs_create_dir()
 * @target: copied
 */
struct dentry *debugfs_create_symlink(const char *name, struct dentry *parent, const char *target)
{
	struct inode *inode;
	char *body;

	parent = debugfs_parent(parent);
	if (IS_ERR(parent))
		return parent;
	body = kstrdup(target, GFP_KERNEL);
	if (!body)
		return ERR_PTR(-ENOMEM);
	inode = debugfs_get_inode(parent->d_sb, S_IFLNK | 0777);
	if (inode) {
		inode->i_link = body;
		inode->i_size = strlen(body);
	} else {
		kfree(body);
	}
	return debugfs_add(name, parent, inode);
}

/**
 * debugfs_lookup() - find what was made
 *
 * Return: the dentry with a reference that the caller drops with dput(), or NULL.
 */
struct dentry *debugfs_lookup(const char *name, struct dentry *parent)
{
	struct qstr q = { .name = (const unsigned char *)name, .len = strlen(name) };
	struct dentry *dentry;

	parent = debugfs_parent(parent);
	if (IS_ERR(parent))
		return NULL;
	dentry = d_hash_and_lookup(parent, &q);
	if (dentry && d_really_is_negative(dentry)) {
		dput(dentry);
		dentry = NULL;
	}
	return dentry;
}

/* ---- removing ---- */

/* Return: a child that was made and not removed, with a reference, or NULL */
static struct dentry *first_child(struct dentry *dir)
{
	struct dentry *child, *found = NULL;

	spin_lock(&dir->d_lock);
	hlist_for_each_entry(child, &dir->d_children, d_sib) {
		spin_lock_nested(&child->d_lock, DENTRY_D_LOCK_NESTED);
		if (simple_positive(child))
			found = dget_dlock(child);
		spin_unlock(&child->d_lock);
		if (found)
			break;
	}
	spin_unlock(&dir->d_lock);
	return found;
}

/* Takes a file, a link or an empty directory out of the tree; the caller has a reference. */
static void remove_leaf(struct dentry *dentry)
{
	struct inode *inode = d_inode(dentry), *dir = d_inode(dentry->d_parent);

	inode_lock(dir);
	if (S_ISDIR(inode->i_mode))
		simple_rmdir(dir, dentry);
	else
		simple_unlink(dir, dentry);
	/* not d_delete(): the caller needs the inode a moment longer */
	d_drop(dentry);
	inode_unlock(dir);
	if (S_ISREG(inode->i_mode))
		debugfs_retire_file(debugfs_file_of(inode->i_fop));
}

/**
 * debugfs_remove() - remove a file, a link, or a directory with all that is below it
 * @dentry: what one of the functions above returned; NULL and errors are ignored
 *
 * When it returns, no operation of the files runs any more or will be called, but for release().
 *
 * Context: sleeps. The caller makes nothing below @dentry meanwhile.
 */
void debugfs_remove(struct dentry *dentry)
{
	struct dentry *leaf, *child;
	bool last;

	if (IS_ERR_OR_NULL(dentry))
		return;
	do {
		leaf = dget(dentry);
		while ((child = first_child(leaf))) {
			dput(leaf);
			leaf = child;
		}
		last = leaf == dentry;
		remove_leaf(leaf);
		dput(leaf);
	} while (!last);
}

/* ---- mounting ---- */

/* The options uid=, gid= and mode= apply to the root directory. */
static int debugfs_parse_options(struct inode *root, char *data)
{
	unsigned int val;
	char *opt, *value;

	while ((opt = strsep(&data, ",")) != NULL) {
		if (!*opt)
			continue;
		value = strchr(opt, '=');
		if (!value || kstrtouint(value + 1, strncmp(opt, "mode", 4) ? 10 : 8, &val))
			return -EINVAL;
		if (!strncmp(opt, "mode=", 5))
			root->i_mode = S_IFDIR | (val & S_IALLUGO);
		else if (!strncmp(opt, "uid=", 4))
			root->i_uid = make_kuid(&init_user_ns, val);
		else if (!strncmp(opt, "gid=", 4))
			root->i_gid = make_kgid(&init_user_ns, val);
		else
			return -EINVAL;
	}
	return 0;
}

static int debugfs_fill_super(struct super_block *sb, void *data, int silent)
{
	sb->s_flags |= SB_NODEV | SB_NOEXEC;
	sb->s_blocksize = PAGE_SIZE;
	sb->s_blocksize_bits = PAGE_SHIFT;
	sb->s_magic = DEBUGFS_MAGIC;
	sb->s_op = &debugfs_super_operations;
	sb->s_d_op = &simple_dentry_operations;
	/* only for the superuser, unless a mount option says otherwise */
	sb->s_root = d_make_root(debugfs_get_inode(sb, S_IFDIR | 0700));
	return sb->s_root ? 0 : -ENOMEM;
}

static struct dentry *debugfs_do_mount(struct file_system_type *type, int flags, const char *dev_name, void *data)
{
	struct dentry *root = mount_single(type, flags, NULL, debugfs_fill_super);
	struct super_block *sb;
	int err;

	if (IS_ERR(root) || !data)
		return root;
	err = debugfs_parse_options(d_inode(root), data);
	if (!err)
		return root;
	sb = root->d_sb;
	dput(root);
	deactivate_locked_super(sb);
	return ERR_PTR(err);
}

static struct file_system_type debugfs_fs_type = {
	.name = "debugfs",
	.mount = debugfs_do_mount,
	.kill_sb = kill_litter_super,
};

static int __init debugfs_init(void)
{
	struct vfsmount *mnt;
	int err;

	err = register_filesystem(&debugfs_fs_type);
	if (err)
		return err;
	mnt = vfs_kern_mount(&debugfs_fs_type, SB_KERNMOUNT, debugfs_fs_type.name, NULL);
	if (IS_ERR(mnt))
		return PTR_ERR(mnt);
	debugfs_mount = mnt;
	return sysfs_create_mount_point(kernel_kobj, "debug");
}
postcore_initcall(debugfs_init);
