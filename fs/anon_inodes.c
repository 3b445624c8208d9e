// SPDX-License-Identifier: GPL-2.0-only
/*
 * anon_inodes.c - files that are only an object of the kernel behind a descriptor: epoll and
 * its like. All of them share one inode; what makes them different is private_data.
 */
#include <linux/anon_inodes.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mount.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <uapi/linux/magic.h>
#include "internal.h"

static struct vfsmount *anon_inode_mnt __ro_after_init;
static struct inode *anon_inode_inode __ro_after_init;

static char *anon_inodefs_dname(struct dentry *dentry, char *buffer, int buflen)
{
	return dynamic_dname(buffer, buflen, "anon_inode:%s", dentry->d_name.name);
}

static const struct dentry_operations anon_inodefs_dentry_operations = {
	.d_dname = anon_inodefs_dname,
};

static struct dentry *anon_inodefs_mount(struct file_system_type *type, int flags,
					 const char *dev_name, void *data)
{
	return mount_pseudo(type, "anon_inode:", NULL, &anon_inodefs_dentry_operations,
			    ANON_INODE_FS_MAGIC);
}

static struct file_system_type anon_inode_fs_type = {
	.name = "anon_inodefs",
	.mount = anon_inodefs_mount,
	.kill_sb = kill_anon_super,
};

struct file *anon_inode_getfile(const char *name, const struct file_operations *fops,
				void *priv, int flags)
{
	struct file *file;

	ihold(anon_inode_inode);
	file = alloc_file_pseudo(anon_inode_inode, anon_inode_mnt, name,
				 flags & (O_ACCMODE | O_NONBLOCK), fops);
	if (IS_ERR(file))
		iput(anon_inode_inode);
	else
		file->private_data = priv;
	return file;
}

struct file *anon_inode_getfile_fmode(const char *name, const struct file_operations *fops,
				      void *priv, int flags, fmode_t f_mode)
{
	struct file *file = anon_inode_getfile(name, fops, priv, flags);

	if (!IS_ERR(file))
		file->f_mode |= f_mode;
	return file;
}

int anon_inode_getfd(const char *name, const struct file_operations *fops, void *priv, int flags)
{
	int fd = get_unused_fd_flags(flags);
	struct file *file;

	if (fd < 0)
		return fd;
	file = anon_inode_getfile(name, fops, priv, flags);
	if (IS_ERR(file)) {
		put_unused_fd(fd);
		return PTR_ERR(file);
	}
	fd_install(fd, file);
	return fd;
}

void __init anon_inode_init(void)
{
	anon_inode_mnt = kern_mount(&anon_inode_fs_type);
	if (IS_ERR(anon_inode_mnt))
		panic("anon_inodefs: cannot mount (error %ld)", PTR_ERR(anon_inode_mnt));
	anon_inode_inode = new_inode(anon_inode_mnt->mnt_sb);
	if (!anon_inode_inode)
		panic("anon_inodefs: no memory");
	anon_inode_inode->i_ino = get_next_ino();
	anon_inode_inode->i_mode = S_IRUSR | S_IWUSR;
	anon_inode_inode->i_flags |= S_PRIVATE;
	simple_inode_init_ts(anon_inode_inode);
}
