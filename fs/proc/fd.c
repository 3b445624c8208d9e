// SPDX-License-Identifier: GPL-2.0-only
/*
 * fd.c - /proc/PID/fd and /proc/PID/fdinfo: a process's open files.
 *
 * Owns:       both directories and what is in them.
 * Invariant:  a name is valid as long as the descriptor is open, whatever it refers to by now.
 * Locks:      RCU and task_lock(), inside of fget_task().
 * Elsewhere:  inodes of processes (base.c).
 */
#include <linux/bitmap.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/pid.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#include "../mount.h"
#include "pid.h"

/* The open file of an inode in fd/ or fdinfo/, with a reference, or NULL. */
static struct file *get_inode_file(const struct inode *inode)
{
	struct task_struct *task = get_proc_task(inode);
	struct file *file = NULL;

	if (task) {
		file = fget_task(task, PROC_I(inode)->fd);
		put_task_struct(task);
	}
	return file;
}

/* A link says by its mode how the file is open. */
static umode_t link_mode(const struct file *file)
{
	umode_t mode = S_IFLNK;

	if (file->f_mode & FMODE_READ)
		mode |= S_IRUSR | S_IXUSR;
	if (file->f_mode & FMODE_WRITE)
		mode |= S_IWUSR | S_IXUSR;
	return mode;
}

static int fd_revalidate(struct dentry *dentry, unsigned int flags)
{
	struct inode *inode = d_inode(dentry);
	struct file *file;

	if (!pid_revalidate(dentry, flags))
		return 0;
	file = get_inode_file(inode);
	if (!file)
		return 0;
	if (S_ISLNK(inode->i_mode))
		inode->i_mode = link_mode(file);
	fput(file);
	return 1;
}

static int fd_delete_dentry(const struct dentry *dentry)
{
	return 1;
}

static const struct dentry_operations fd_dentry_operations = {
	.d_revalidate = fd_revalidate,
	.d_delete = fd_delete_dentry,
};

static int proc_fd_link(struct dentry *dentry, struct path *path)
{
	struct file *file = get_inode_file(d_inode(dentry));

	if (!file)
		return -ENOENT;
	*path = file->f_path;
	path_get(path);
	fput(file);
	return 0;
}

/* ---- fdinfo ---- */

static int fdinfo_show(struct seq_file *m, void *v)
{
	struct inode *inode = m->private;
	struct task_struct *task = get_proc_task(inode);
	unsigned int fd = PROC_I(inode)->fd, f_flags;
	struct files_struct *files;
	struct file *file;

	if (!task)
		return -ENOENT;
	file = fget_task(task, fd);
	if (!file) {
		put_task_struct(task);
		return -ENOENT;
	}
	/* Close-on-exec belongs to the descriptor, the rest to the file. */
	f_flags = file->f_flags & ~O_CLOEXEC;
	task_lock(task);
	files = task->files;
	if (files) {
		struct fdtable *fdt;

		spin_lock(&files->file_lock);
		fdt = files_fdtable(files);
		if (fd < fdt->max_fds && close_on_exec(fd, fdt))
			f_flags |= O_CLOEXEC;
		spin_unlock(&files->file_lock);
	}
	task_unlock(task);
	put_task_struct(task);

	seq_printf(m, "pos:\t%lli\nflags:\t0%o\nmnt_id:\t%i\nino:\t%lu\n",
		   (long long)file->f_pos, f_flags, real_mount(file->f_path.mnt)->mnt_id,
		   (unsigned long)file_inode(file)->i_ino);
	if (file->f_op->show_fdinfo)
		file->f_op->show_fdinfo(m, file);
	fput(file);
	return 0;
}

static int fdinfo_open(struct inode *inode, struct file *file)
{
	struct task_struct *task = get_proc_task(inode);
	bool allowed;

	if (!task)
		return -ESRCH;
	allowed = ptrace_may_access(task, PTRACE_MODE_READ_FSCREDS);
	put_task_struct(task);
	return allowed ? single_open(file, fdinfo_show, inode) : -EACCES;
}

static const struct file_operations fdinfo_file_operations = {
	.open = fdinfo_open,
	.read_iter = seq_read_iter,
	.llseek = seq_lseek,
	.release = single_release,
};

/* ---- the directories ---- */

static struct dentry *instantiate_fd(struct dentry *dentry, struct task_struct *task,
				     unsigned int fd, bool info)
{
	struct file *file = fget_task(task, fd);
	umode_t mode = info ? S_IFREG | S_IRUGO : 0;
	struct pid *pid;
	struct inode *inode;

	if (!file)
		return ERR_PTR(-ENOENT);
	if (!info)
		mode = link_mode(file);
	fput(file);

	pid = get_task_pid(task, PIDTYPE_PID);
	if (!pid)
		return ERR_PTR(-ENOENT);
	inode = proc_pid_make_inode(dentry->d_sb, task, mode,
				    pid_ino(pid, info ? INO_FDINFO : INO_FD, fd));
	put_pid(pid);
	if (!inode)
		return ERR_PTR(-ENOENT);
	PROC_I(inode)->fd = fd;
	if (info) {
		inode->i_fop = &fdinfo_file_operations;
	} else {
		PROC_I(inode)->proc_get_link = proc_fd_link;
		inode->i_op = &proc_pid_link_inode_operations;
		inode->i_size = 64;
	}
	d_set_d_op(dentry, &fd_dentry_operations);
	return d_splice_alias(inode, dentry);
}

static struct dentry *lookup_fd(struct inode *dir, struct dentry *dentry, bool info)
{
	struct task_struct *task;
	struct dentry *res;
	unsigned int fd;

	if (!proc_parse_number(&dentry->d_name, &fd))
		return ERR_PTR(-ENOENT);
	task = get_proc_task(dir);
	if (!task)
		return ERR_PTR(-ENOENT);
	res = instantiate_fd(dentry, task, fd, info);
	put_task_struct(task);
	return res;
}

static int readdir_fds(struct file *dir, struct dir_context *ctx, bool info)
{
	struct pid *pid = proc_pid(file_inode(dir));
	struct task_struct *task = get_proc_task(file_inode(dir));
	unsigned int fd;
	char name[12];

	if (!task)
		return -ENOENT;
	if (!dir_emit_dots(dir, ctx))
		goto out;
	for (fd = ctx->pos - 2; ; fd++) {
		struct file *file = fget_task_next(task, &fd);
		unsigned int len;

		if (!file)
			break;
		fput(file);
		ctx->pos = (loff_t)fd + 2;
		len = snprintf(name, sizeof(name), "%u", fd);
		if (!dir_emit(ctx, name, len, pid_ino(pid, info ? INO_FDINFO : INO_FD, fd),
			      info ? DT_REG : DT_LNK))
			break;
		ctx->pos++;
		cond_resched();
	}
out:
	put_task_struct(task);
	return 0;
}

/* A thread may always look at its own process's files. */
static int fd_permission(struct mnt_idmap *idmap, struct inode *inode, int mask)
{
	int err = generic_permission(idmap, inode, mask);
	struct task_struct *p;

	if (!err)
		return 0;
	rcu_read_lock();
	p = pid_task(proc_pid(inode), PIDTYPE_PID);
	if (p && same_thread_group(p, current))
		err = 0;
	rcu_read_unlock();
	return err;
}

static struct dentry *proc_fd_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	return lookup_fd(dir, dentry, false);
}

static int proc_fd_readdir(struct file *file, struct dir_context *ctx)
{
	return readdir_fds(file, ctx, false);
}

static struct dentry *proc_fdinfo_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	return lookup_fd(dir, dentry, true);
}

static int proc_fdinfo_readdir(struct file *file, struct dir_context *ctx)
{
	return readdir_fds(file, ctx, true);
}

/* Its size is how many there are, for who wants no more than that. */
static int proc_fd_getattr(struct mnt_idmap *idmap, const struct path *path, struct kstat *stat,
			   u32 request_mask, unsigned int flags)
{
	struct task_struct *task = get_proc_task(d_inode(path->dentry));
	int err = pid_getattr(idmap, path, stat, request_mask, flags);

	if (!task)
		return err;
	task_lock(task);
	if (task->files) {
		struct fdtable *fdt;

		rcu_read_lock();
		fdt = files_fdtable(task->files);
		stat->size = bitmap_weight(fdt->open_fds, fdt->max_fds);
		rcu_read_unlock();
	}
	task_unlock(task);
	put_task_struct(task);
	return err;
}

const struct inode_operations proc_fd_inode_operations = {
	.lookup = proc_fd_lookup,
	.permission = fd_permission,
	.getattr = proc_fd_getattr,
};

const struct file_operations proc_fd_operations = {
	.read = generic_read_dir,
	.iterate_shared = proc_fd_readdir,
	.llseek = generic_file_llseek,
};

const struct inode_operations proc_fdinfo_inode_operations = {
	.lookup = proc_fdinfo_lookup,
	.permission = fd_permission,
	.getattr = pid_getattr,
};

const struct file_operations proc_fdinfo_operations = {
	.read = generic_read_dir,
	.iterate_shared = proc_fdinfo_readdir,
	.llseek = generic_file_llseek,
};
