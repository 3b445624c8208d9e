// SPDX-License-Identifier: GPL-2.0-only
/*
 * inode.c - ramfs: the simplest file system there is.
 *
 * Names are dentries, contents are page-cache folios that are never written anywhere and never
 * reclaimed. No limits, no options but mode=. Read it before tmpfs.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/splice.h>
#include <linux/string.h>
#include <uapi/linux/magic.h>

static const struct inode_operations ramfs_dir_inode_operations;

static const struct file_operations ramfs_file_operations = {
	.read_iter = generic_file_read_iter,
	.write_iter = generic_file_write_iter,
	.mmap = generic_file_mmap,
	.fsync = noop_fsync,
	.splice_read = copy_splice_read,
	.splice_write = iter_file_splice_write,
	.llseek = generic_file_llseek,
};

static const struct inode_operations ramfs_file_inode_operations = {
	.setattr = simple_setattr,
	.getattr = simple_getattr,
};

static struct inode *ramfs_get_inode(struct super_block *sb, const struct inode *dir,
				     umode_t mode, dev_t dev)
{
	struct inode *inode = new_inode(sb);

	if (!inode)
		return NULL;
	inode->i_ino = get_next_ino();
	inode_init_owner(&nop_mnt_idmap, inode, dir, mode);
	inode->i_mapping->a_ops = &ram_aops;
	mapping_set_unevictable(inode->i_mapping);
	mapping_set_no_writeback_tags(inode->i_mapping);
	simple_inode_init_ts(inode);
	switch (mode & S_IFMT) {
	case S_IFREG:
		inode->i_op = &ramfs_file_inode_operations;
		inode->i_fop = &ramfs_file_operations;
		break;
	case S_IFDIR:
		inode->i_op = &ramfs_dir_inode_operations;
		inode->i_fop = &simple_dir_operations;
		inc_nlink(inode);
		break;
	case S_IFLNK:
		inode->i_op = &simple_symlink_inode_operations;
		break;
	default:
		init_special_inode(inode, mode, dev);
	}
	return inode;
}

static int ramfs_add(struct inode *dir, struct dentry *dentry, struct inode *inode)
{
	if (!inode)
		return -ENOSPC;
	d_add(dentry, inode);
	dget(dentry);
	inode_set_mtime_to_ts(dir, inode_set_ctime_current(dir));
	return 0;
}

static int ramfs_mknod(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
		       umode_t mode, dev_t dev)
{
	return ramfs_add(dir, dentry, ramfs_get_inode(dir->i_sb, dir, mode, dev));
}

static int ramfs_mkdir(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
		       umode_t mode)
{
	int retval = ramfs_mknod(idmap, dir, dentry, mode | S_IFDIR, 0);

	if (!retval)
		inc_nlink(dir);
	return retval;
}

static int ramfs_create(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
			umode_t mode, bool excl)
{
	return ramfs_mknod(idmap, dir, dentry, mode | S_IFREG, 0);
}

static int ramfs_symlink(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry,
			 const char *symname)
{
	char *body = kstrdup(symname, GFP_KERNEL);
	struct inode *inode;

	if (!body)
		return -ENOMEM;
	inode = ramfs_get_inode(dir->i_sb, dir, S_IFLNK | S_IRWXUGO, 0);
	if (inode) {
		inode->i_link = body;
		inode->i_size = strlen(body);
	} else {
		kfree(body);
	}
	return ramfs_add(dir, dentry, inode);
}

static const struct inode_operations ramfs_dir_inode_operations = {
	.create = ramfs_create,
	.lookup = simple_lookup,
	.link = simple_link,
	.unlink = simple_unlink,
	.symlink = ramfs_symlink,
	.mkdir = ramfs_mkdir,
	.rmdir = simple_rmdir,
	.mknod = ramfs_mknod,
	.rename = simple_rename,
};

static void ramfs_free_inode(struct inode *inode)
{
	if (S_ISLNK(inode->i_mode))
		kfree(inode->i_link);
	free_inode_nonrcu(inode);
}

static const struct super_operations ramfs_ops = {
	.free_inode = ramfs_free_inode,
	.statfs = simple_statfs,
	.drop_inode = generic_delete_inode,
};

static umode_t ramfs_parse_mode(char *data)
{
	unsigned int mode;

	/* unknown options are ignored: there is nothing they could change */
	if (data && !strncmp(data, "mode=", 5) && !kstrtouint(data + 5, 8, &mode))
		return mode & S_IALLUGO;
	return 0755;
}

static int ramfs_fill_super(struct super_block *sb, void *data, int silent)
{
	sb->s_magic = RAMFS_MAGIC;
	sb->s_op = &ramfs_ops;
	sb->s_d_op = &simple_dentry_operations;
	sb->s_root = d_make_root(ramfs_get_inode(sb, NULL, S_IFDIR | ramfs_parse_mode(data), 0));
	return sb->s_root ? 0 : -ENOMEM;
}

static struct dentry *ramfs_mount(struct file_system_type *type, int flags,
				  const char *dev_name, void *data)
{
	return mount_nodev(type, flags, data, ramfs_fill_super);
}

static struct file_system_type ramfs_fs_type = {
	.name = "ramfs",
	.mount = ramfs_mount,
	.kill_sb = kill_litter_super,
	.fs_flags = FS_USERNS_MOUNT,
};

static int __init init_ramfs_fs(void)
{
	return register_filesystem(&ramfs_fs_type);
}
fs_initcall(init_ramfs_fs);
