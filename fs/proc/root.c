// SPDX-License-Identifier: GPL-2.0-only
/*
 * root.c - procfs: its root directory and mounting it.
 *
 * The root shows two kinds of names: entries that were created (generic.c), and the processes,
 * which are found when somebody asks (base.c, through proc_register_pid_hooks()).
 */
#include <linux/cache.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mount.h>
#include <linux/proc_fs.h>
#include <linux/rbtree.h>
#include <linux/sysctl.h>
#include "internal.h"

static const struct proc_pid_hooks *pid_hooks __ro_after_init;

void __init proc_register_pid_hooks(const struct proc_pid_hooks *hooks)
{
	pid_hooks = hooks;
}

static struct dentry *proc_root_lookup(struct inode *dir, struct dentry *dentry,
				       unsigned int flags)
{
	if (pid_hooks) {
		struct dentry *res = pid_hooks->lookup(dir, dentry, flags);

		if (!IS_ERR(res) || PTR_ERR(res) != -ENOENT)
			return res;
	}
	return proc_lookup(dir, dentry, flags);
}

static int proc_root_readdir(struct file *file, struct dir_context *ctx)
{
	if (ctx->pos < FIRST_PROCESS_ENTRY) {
		int error = proc_readdir(file, ctx);

		if (error <= 0)
			return error;
		ctx->pos = FIRST_PROCESS_ENTRY;
	}
	return pid_hooks ? pid_hooks->readdir(file, ctx) : 0;
}

static int proc_root_getattr(struct mnt_idmap *idmap, const struct path *path, struct kstat *stat,
			     u32 request_mask, unsigned int flags)
{
	generic_fillattr(idmap, request_mask, path->dentry->d_inode, stat);
	stat->nlink = proc_root.nlink + (pid_hooks && pid_hooks->count ? pid_hooks->count() : 0);
	return 0;
}

static const struct file_operations proc_root_operations = {
	.read = generic_read_dir,
	.iterate_shared = proc_root_readdir,
	.llseek = generic_file_llseek,
};

static const struct inode_operations proc_root_inode_operations = {
	.lookup = proc_root_lookup,
	.getattr = proc_root_getattr,
};

struct proc_dir_entry proc_root = {
	.low_ino = 1,
	.mode = S_IFDIR | S_IRUGO | S_IXUGO,
	.nlink = 2,
	.refcnt = REFCOUNT_INIT(1),
	.proc_iops = &proc_root_inode_operations,
	.proc_dir_ops = &proc_root_operations,
	.parent = &proc_root,
	.subdir = RB_ROOT,
};

static struct dentry *proc_mount(struct file_system_type *type, int flags,
				 const char *dev_name, void *data)
{
	/* hidepid= and its like would hide processes; all are shown */
	return mount_single(type, flags, data, proc_fill_super);
}

static struct file_system_type proc_fs_type = {
	.name = "proc",
	.mount = proc_mount,
	.kill_sb = kill_anon_super,
	.fs_flags = FS_USERNS_MOUNT,
};

void __init proc_root_init(void)
{
	proc_init_kmemcache();
	proc_symlink("mounts", NULL, "self/mounts");
	proc_sys_init();
	proc_mkdir("fs", NULL);
	proc_mkdir("driver", NULL);
	proc_mkdir("bus", NULL);
	register_filesystem(&proc_fs_type);
}
