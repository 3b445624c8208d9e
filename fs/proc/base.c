// SPDX-License-Identifier: GPL-2.0-only
/*
 * base.c - the directories of processes and threads: /proc/PID, /proc/PID/task/TID, /proc/self.
 *
 * Nothing is made when a process is. A lookup finds the task, makes an inode that holds the
 * struct pid, never the task, and each use asks again whether the process is still there.
 *
 * Owns:       the tables of names, inodes below /proc/PID, links to files and directories.
 * Invariant:  an inode's pid is fixed. Once no task is attached to it, its dentries are no longer
 *             valid, and operations answer ESRCH; a new process of the same number has another
 *             struct pid.
 * Locks:      RCU for finding tasks; none held while user memory is touched.
 * Elsewhere:  what the files say (array.c, pid_files.c, task_mmu.c), descriptors (fd.c).
 */
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/path.h>
#include <linux/pid.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "pid.h"
#include "task_mmu.h"

/* ---- from an inode to its task ---- */

struct task_struct *get_proc_task(const struct inode *inode)
{
	return get_pid_task(proc_pid(inode), PIDTYPE_PID);
}

struct mm_struct *proc_mem_open(struct inode *inode, unsigned int mode)
{
	struct task_struct *task = get_proc_task(inode);
	struct mm_struct *mm;

	if (!task)
		return ERR_PTR(-ESRCH);
	mm = mm_access(task, mode | PTRACE_MODE_FSCREDS);
	put_task_struct(task);
	if (IS_ERR_OR_NULL(mm))
		return mm;
	/* The structure, not the mappings: an open file must not keep a dead program's memory. */
	mmgrab(mm);
	mmput(mm);
	return mm;
}

/* A zombie has no memory any more, and nothing to say whether it was. */
static bool task_is_dumpable(struct task_struct *task)
{
	bool dumpable;

	task_lock(task);
	dumpable = task->mm && get_dumpable(task->mm) == SUID_DUMP_USER;
	task_unlock(task);
	return dumpable;
}

/*
 * The owner is the process's user; root where others of that user may not look inside, but for
 * directories that all may read.
 */
void pid_update_inode(struct task_struct *task, struct inode *inode)
{
	const struct cred *cred;
	kuid_t uid = GLOBAL_ROOT_UID;
	kgid_t gid = GLOBAL_ROOT_GID;

	if (!(task->flags & PF_KTHREAD)) {
		rcu_read_lock();
		cred = __task_cred(task);
		uid = cred->euid;
		gid = cred->egid;
		rcu_read_unlock();

		if (inode->i_mode != (S_IFDIR | S_IRUGO | S_IXUGO) && !task_is_dumpable(task)) {
			uid = GLOBAL_ROOT_UID;
			gid = GLOBAL_ROOT_GID;
		}
	}
	inode->i_uid = uid;
	inode->i_gid = gid;
}

struct inode *proc_pid_make_inode(struct super_block *sb, struct task_struct *task, umode_t mode,
				  u64 ino)
{
	struct inode *inode = new_inode(sb);

	if (!inode)
		return NULL;
	inode->i_mode = mode;
	inode->i_ino = ino;
	simple_inode_init_ts(inode);
	PROC_I(inode)->pid = get_task_pid(task, PIDTYPE_PID);
	if (!PROC_I(inode)->pid) {
		iput(inode);
		return NULL;
	}
	pid_update_inode(task, inode);
	return inode;
}

int pid_revalidate(struct dentry *dentry, unsigned int flags)
{
	struct inode *inode = d_inode(dentry);
	struct task_struct *task;

	if (!inode)
		return 0;
	task = get_proc_task(inode);
	if (!task)
		return 0;
	pid_update_inode(task, inode);
	put_task_struct(task);
	return 1;
}

/* Unused dentries are not kept: they would keep struct pids of the dead. */
static int pid_delete_dentry(const struct dentry *dentry)
{
	return 1;
}

const struct dentry_operations pid_dentry_operations = {
	.d_revalidate = pid_revalidate,
	.d_delete = pid_delete_dentry,
};

int pid_getattr(struct mnt_idmap *idmap, const struct path *path, struct kstat *stat,
		u32 request_mask, unsigned int flags)
{
	struct inode *inode = d_inode(path->dentry);
	struct task_struct *task = get_proc_task(inode);

	/* fstat() of what is open works beyond the process's end. */
	if (task) {
		pid_update_inode(task, inode);
		put_task_struct(task);
	}
	generic_fillattr(idmap, request_mask, inode, stat);
	return 0;
}

int proc_pid_permission(struct mnt_idmap *idmap, struct inode *inode, int mask)
{
	struct task_struct *task = get_proc_task(inode);

	if (!task)
		return -ESRCH;
	put_task_struct(task);
	return generic_permission(idmap, inode, mask);
}

static int proc_pid_setattr(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr)
{
	/* Who owns what is not for chmod() to say. */
	if (attr->ia_valid & (ATTR_MODE | ATTR_UID | ATTR_GID))
		return -EPERM;
	return setattr_prepare(idmap, dentry, attr);
}

static const struct inode_operations pid_file_inode_operations = {
	.setattr = proc_pid_setattr,
	.getattr = pid_getattr,
	.permission = proc_pid_permission,
};

/* ---- files that are printed whole ---- */

static int proc_single_show(struct seq_file *m, void *v)
{
	struct inode *inode = m->private;
	struct task_struct *task = get_proc_task(inode);
	int ret;

	if (!task)
		return -ESRCH;
	ret = PROC_I(inode)->proc_show(m, proc_pid(inode), task);
	put_task_struct(task);
	return ret;
}

static int proc_single_open(struct inode *inode, struct file *file)
{
	return single_open(file, proc_single_show, inode);
}

static const struct file_operations proc_single_file_operations = {
	.open = proc_single_open,
	.read_iter = seq_read_iter,
	.llseek = seq_lseek,
	.release = single_release,
};

/* ---- links ---- */

static bool link_allowed(struct inode *inode)
{
	struct task_struct *task = get_proc_task(inode);
	bool allowed = false;

	if (task) {
		allowed = ptrace_may_access(task, PTRACE_MODE_READ_FSCREDS);
		put_task_struct(task);
	}
	return allowed;
}

static const char *proc_pid_get_link(struct dentry *dentry, struct inode *inode,
				     struct delayed_call *done)
{
	struct path path;
	int err;

	if (!link_allowed(inode))
		return ERR_PTR(-EACCES);
	err = PROC_I(inode)->proc_get_link(dentry, &path);
	if (err)
		return ERR_PTR(err);
	/* Not by name: the file may have none any more. */
	nd_jump_link(&path);
	return NULL;
}

static int proc_pid_readlink(struct dentry *dentry, char __user *buffer, int buflen)
{
	struct inode *inode = d_inode(dentry);
	struct path path;
	char *page, *name;
	int len;

	if (!link_allowed(inode))
		return -EACCES;
	len = PROC_I(inode)->proc_get_link(dentry, &path);
	if (len)
		return len;
	page = kmalloc(PAGE_SIZE, GFP_KERNEL);
	len = -ENOMEM;
	if (!page)
		goto put;
	name = d_path(&path, page, PAGE_SIZE);
	len = PTR_ERR_OR_ZERO(name);
	if (!len) {
		len = min_t(int, page + PAGE_SIZE - 1 - name, buflen);
		if (copy_to_user(buffer, name, len))
			len = -EFAULT;
	}
	kfree(page);
put:
	path_put(&path);
	return len;
}

const struct inode_operations proc_pid_link_inode_operations = {
	.readlink = proc_pid_readlink,
	.get_link = proc_pid_get_link,
	.setattr = proc_pid_setattr,
};

static int proc_exe_link(struct dentry *dentry, struct path *path)
{
	struct task_struct *task = get_proc_task(d_inode(dentry));
	struct file *exe;

	if (!task)
		return -ENOENT;
	exe = get_task_exe_file(task);
	put_task_struct(task);
	if (!exe)
		return -ENOENT;
	*path = exe->f_path;
	path_get(path);
	fput(exe);
	return 0;
}

static int fs_struct_link(struct dentry *dentry, struct path *path, bool root)
{
	struct task_struct *task = get_proc_task(d_inode(dentry));
	int err = -ENOENT;

	if (!task)
		return err;
	task_lock(task);
	if (task->fs) {
		if (root)
			get_fs_root(task->fs, path);
		else
			get_fs_pwd(task->fs, path);
		err = 0;
	}
	task_unlock(task);
	put_task_struct(task);
	return err;
}

static int proc_cwd_link(struct dentry *dentry, struct path *path)
{
	return fs_struct_link(dentry, path, false);
}

static int proc_root_link(struct dentry *dentry, struct path *path)
{
	return fs_struct_link(dentry, path, true);
}

/* ---- mounts, as seen from the process's root ---- */

static int show_mounts_of(struct seq_file *m, struct task_struct *task,
			  int (*show)(struct seq_file *m, const struct path *root))
{
	struct path root;
	int err = -EINVAL;

	task_lock(task);
	if (task->fs) {
		get_fs_root(task->fs, &root);
		err = 0;
	}
	task_unlock(task);
	if (err)
		return err;
	err = show(m, &root);
	path_put(&root);
	return err;
}

static int proc_pid_mounts(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	return show_mounts_of(m, task, mounts_show);
}

static int proc_pid_mountinfo(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	return show_mounts_of(m, task, mountinfo_show);
}

/* ---- the tables ---- */

static const struct inode_operations proc_task_inode_operations;
static const struct file_operations proc_task_operations;

#define DIR(NAME, MODE, IOP, FOP) { .name = NAME, .mode = S_IFDIR | (MODE), .iop = &(IOP), .fop = &(FOP) }
#define LNK(NAME, LINK)		{ .name = NAME, .mode = S_IFLNK | S_IRWXUGO, .link = LINK }
#define REG(NAME, MODE, FOP)	{ .name = NAME, .mode = S_IFREG | (MODE), .fop = &(FOP) }
#define ONE(NAME, MODE, SHOW)	{ .name = NAME, .mode = S_IFREG | (MODE), .show = SHOW }

#ifdef CONFIG_FAULT_INJECTION
#define FAULT_ENTRIES								\
	REG("make-it-fail", S_IRUGO | S_IWUSR, proc_make_it_fail_operations),	\
	REG("fail-nth", S_IRUGO | S_IWUSR, proc_fail_nth_operations),
#else
#define FAULT_ENTRIES
#endif

/* What a process and a thread both have; how each begins differs. */
#define COMMON_ENTRIES								\
	DIR("fd", S_IRUSR | S_IXUSR, proc_fd_inode_operations, proc_fd_operations), \
	DIR("fdinfo", S_IRUGO | S_IXUGO, proc_fdinfo_inode_operations, proc_fdinfo_operations), \
	REG("environ", S_IRUSR, proc_environ_operations),			\
	REG("auxv", S_IRUSR, proc_auxv_operations),				\
	ONE("status", S_IRUGO, proc_pid_status),				\
	ONE("personality", S_IRUSR, proc_pid_personality),			\
	ONE("limits", S_IRUGO, proc_pid_limits),				\
	REG("comm", S_IRUGO | S_IWUSR, proc_pid_set_comm_operations),		\
	REG("cmdline", S_IRUGO, proc_pid_cmdline_ops),				\
	ONE("statm", S_IRUGO, proc_pid_statm),					\
	REG("maps", S_IRUGO, proc_pid_maps_operations),				\
	REG("mem", S_IRUSR | S_IWUSR, proc_mem_operations),			\
	LNK("cwd", proc_cwd_link),						\
	LNK("root", proc_root_link),						\
	LNK("exe", proc_exe_link),						\
	ONE("mounts", S_IRUGO, proc_pid_mounts),				\
	ONE("mountinfo", S_IRUGO, proc_pid_mountinfo),				\
	REG("clear_refs", S_IWUSR, proc_clear_refs_operations),			\
	REG("smaps", S_IRUGO, proc_pid_smaps_operations),			\
	REG("smaps_rollup", S_IRUGO, proc_pid_smaps_rollup_operations),		\
	REG("pagemap", S_IRUSR, proc_pagemap_operations),			\
	ONE("wchan", S_IRUGO, proc_pid_wchan),					\
	ONE("stack", S_IRUSR, proc_pid_stack),					\
	ONE("schedstat", S_IRUGO, proc_pid_schedstat),				\
	ONE("cgroup", S_IRUGO, proc_pid_cgroup),				\
	ONE("oom_score", S_IRUGO, proc_oom_score),				\
	REG("oom_adj", S_IRUGO | S_IWUSR, proc_oom_adj_operations),		\
	REG("oom_score_adj", S_IRUGO | S_IWUSR, proc_oom_score_adj_operations),	\
	REG("loginuid", S_IRUGO | S_IWUSR, proc_loginuid_operations),		\
	ONE("sessionid", S_IRUGO, proc_pid_sessionid),				\
	FAULT_ENTRIES								\
	REG("coredump_filter", S_IRUGO | S_IWUSR, proc_coredump_filter_operations)

static const struct pid_entry tgid_entries[] = {
	DIR("task", S_IRUGO | S_IXUGO, proc_task_inode_operations, proc_task_operations),
	ONE("stat", S_IRUGO, proc_tgid_stat),
	COMMON_ENTRIES,
	REG("timerslack_ns", S_IRUGO | S_IWUGO, proc_pid_timerslack_operations),
};

static const struct pid_entry tid_entries[] = {
	ONE("stat", S_IRUGO, proc_tid_stat),
	COMMON_ENTRIES,
};

struct pid_dir {
	const struct pid_entry *entries;
	unsigned int n;
	enum pid_ino_kind kind;
};

static const struct pid_dir tgid_dir = { tgid_entries, ARRAY_SIZE(tgid_entries), INO_TGID };
static const struct pid_dir tid_dir = { tid_entries, ARRAY_SIZE(tid_entries), INO_TID };

static struct dentry *instantiate_entry(struct dentry *dentry, struct task_struct *task,
					const struct pid_dir *dir, unsigned int i)
{
	const struct pid_entry *p = &dir->entries[i];
	struct pid *pid = get_task_pid(task, PIDTYPE_PID);
	struct inode *inode;

	if (!pid)
		return ERR_PTR(-ENOENT);
	inode = proc_pid_make_inode(dentry->d_sb, task, p->mode, pid_ino(pid, dir->kind, i + 1));
	put_pid(pid);
	if (!inode)
		return ERR_PTR(-ENOENT);

	inode->i_op = p->iop ? p->iop : &pid_file_inode_operations;
	inode->i_fop = p->fop;
	if (S_ISDIR(p->mode))
		set_nlink(inode, 2);
	if (p->show) {
		PROC_I(inode)->proc_show = p->show;
		inode->i_fop = &proc_single_file_operations;
	}
	if (p->link) {
		PROC_I(inode)->proc_get_link = p->link;
		inode->i_op = &proc_pid_link_inode_operations;
	}
	d_set_d_op(dentry, &pid_dentry_operations);
	return d_splice_alias(inode, dentry);
}

static struct dentry *lookup_in_dir(struct inode *dir, struct dentry *dentry,
				    const struct pid_dir *pid_dir)
{
	struct task_struct *task = get_proc_task(dir);
	struct dentry *res = ERR_PTR(-ENOENT);

	if (!task)
		return res;
	for (unsigned int i = 0; i < pid_dir->n; i++) {
		const char *name = pid_dir->entries[i].name;

		if (strlen(name) == dentry->d_name.len &&
		    !memcmp(name, dentry->d_name.name, dentry->d_name.len)) {
			res = instantiate_entry(dentry, task, pid_dir, i);
			break;
		}
	}
	put_task_struct(task);
	return res;
}

static int readdir_of_dir(struct file *file, struct dir_context *ctx, const struct pid_dir *dir)
{
	struct inode *inode = file_inode(file);
	struct task_struct *task = get_proc_task(inode);

	if (!task)
		return -ENOENT;
	put_task_struct(task);
	if (!dir_emit_dots(file, ctx))
		return 0;
	while (ctx->pos - 2 < dir->n) {
		unsigned int i = ctx->pos - 2;
		const struct pid_entry *p = &dir->entries[i];

		if (!dir_emit(ctx, p->name, strlen(p->name),
			      pid_ino(proc_pid(inode), dir->kind, i + 1), S_DT(p->mode)))
			break;
		ctx->pos++;
	}
	return 0;
}

static struct dentry *proc_tgid_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	return lookup_in_dir(dir, dentry, &tgid_dir);
}

static int proc_tgid_readdir(struct file *file, struct dir_context *ctx)
{
	return readdir_of_dir(file, ctx, &tgid_dir);
}

static struct dentry *proc_tid_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	return lookup_in_dir(dir, dentry, &tid_dir);
}

static int proc_tid_readdir(struct file *file, struct dir_context *ctx)
{
	return readdir_of_dir(file, ctx, &tid_dir);
}

static const struct file_operations proc_tgid_operations = {
	.read = generic_read_dir,
	.iterate_shared = proc_tgid_readdir,
	.llseek = generic_file_llseek,
};

static const struct inode_operations proc_tgid_inode_operations = {
	.lookup = proc_tgid_lookup,
	.getattr = pid_getattr,
	.setattr = proc_pid_setattr,
	.permission = proc_pid_permission,
};

static const struct file_operations proc_tid_operations = {
	.read = generic_read_dir,
	.iterate_shared = proc_tid_readdir,
	.llseek = generic_file_llseek,
};

static const struct inode_operations proc_tid_inode_operations = {
	.lookup = proc_tid_lookup,
	.getattr = pid_getattr,
	.setattr = proc_pid_setattr,
};

/* The directory itself, of a process or of a thread. */
static struct dentry *instantiate_dir(struct dentry *dentry, struct task_struct *task, bool thread)
{
	struct pid *pid = get_task_pid(task, PIDTYPE_PID);
	struct inode *inode;

	if (!pid)
		return ERR_PTR(-ENOENT);
	inode = proc_pid_make_inode(dentry->d_sb, task, S_IFDIR | S_IRUGO | S_IXUGO,
				    pid_ino(pid, thread ? INO_TID : INO_TGID, 0));
	put_pid(pid);
	if (!inode)
		return ERR_PTR(-ENOENT);
	inode->i_op = thread ? &proc_tid_inode_operations : &proc_tgid_inode_operations;
	inode->i_fop = thread ? &proc_tid_operations : &proc_tgid_operations;
	/* ".", "..", and the directories inside: fd, fdinfo, task */
	set_nlink(inode, thread ? 4 : 5);
	d_set_d_op(dentry, &pid_dentry_operations);
	return d_splice_alias(inode, dentry);
}

/* ---- /proc/PID/task ---- */

/** proc_parse_number() - a name that is a decimal number without leading zeros. */
bool proc_parse_number(const struct qstr *name, unsigned int *n)
{
	const char *p = (const char *)name->name;
	unsigned int value = 0;

	if (!name->len || (name->len > 1 && *p == '0'))
		return false;
	for (unsigned int i = 0; i < name->len; i++) {
		unsigned int c = p[i] - '0';

		if (c > 9 || value > (UINT_MAX - c) / 10)
			return false;
		value = value * 10 + c;
	}
	*n = value;
	return true;
}

static struct dentry *proc_task_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	struct task_struct *leader, *task;
	struct dentry *res = ERR_PTR(-ENOENT);
	unsigned int tid;

	if (!proc_parse_number(&dentry->d_name, &tid))
		return res;
	leader = get_proc_task(dir);
	if (!leader)
		return res;
	task = find_get_task_by_vpid(tid);
	if (task) {
		if (same_thread_group(leader, task))
			res = instantiate_dir(dentry, task, true);
		put_task_struct(task);
	}
	put_task_struct(leader);
	return res;
}

/* The @n-th thread of a process, counted from the leader; a reference, or NULL. */
static struct task_struct *thread_at(struct pid *pid, unsigned int n)
{
	struct task_struct *leader, *t, *found = NULL;

	rcu_read_lock();
	leader = pid_task(pid, PIDTYPE_PID);
	if (leader) {
		for_each_thread(leader, t) {
			if (!n--) {
				found = get_task_struct(t);
				break;
			}
		}
	}
	rcu_read_unlock();
	return found;
}

/* The thread behind @t, whose reference is dropped; NULL: @t was the last, or is gone. */
static struct task_struct *thread_behind(struct task_struct *t)
{
	struct task_struct *next = NULL;

	rcu_read_lock();
	if (pid_alive(t)) {
		next = __next_thread(t);
		if (next)
			get_task_struct(next);
	}
	rcu_read_unlock();
	put_task_struct(t);
	return next;
}

static int proc_task_readdir(struct file *file, struct dir_context *ctx)
{
	struct pid *pid = proc_pid(file_inode(file));
	struct task_struct *t;
	char name[12];

	if (!pid_has_task(pid, PIDTYPE_PID))
		return -ENOENT;
	if (!dir_emit_dots(file, ctx))
		return 0;
	for (t = thread_at(pid, ctx->pos - 2); t; t = thread_behind(t)) {
		unsigned int len = snprintf(name, sizeof(name), "%u", task_pid_nr(t));
		struct pid *tid = get_task_pid(t, PIDTYPE_PID);
		bool more = !tid || dir_emit(ctx, name, len, pid_ino(tid, INO_TID, 0), DT_DIR);

		put_pid(tid);
		if (!more) {
			put_task_struct(t);
			break;
		}
		ctx->pos++;
		cond_resched();
	}
	return 0;
}

static int proc_task_getattr(struct mnt_idmap *idmap, const struct path *path, struct kstat *stat,
			     u32 request_mask, unsigned int flags)
{
	struct task_struct *task = get_proc_task(d_inode(path->dentry));

	generic_fillattr(idmap, request_mask, d_inode(path->dentry), stat);
	if (task) {
		stat->nlink += get_nr_threads(task);
		put_task_struct(task);
	}
	return 0;
}

static const struct inode_operations proc_task_inode_operations = {
	.lookup = proc_task_lookup,
	.getattr = proc_task_getattr,
	.setattr = proc_pid_setattr,
	.permission = proc_pid_permission,
};

static const struct file_operations proc_task_operations = {
	.read = generic_read_dir,
	.iterate_shared = proc_task_readdir,
	.llseek = generic_file_llseek,
};

/* ---- /proc/self and /proc/thread-self ---- */

static const char *proc_self_get_link(struct dentry *dentry, struct inode *inode,
				      struct delayed_call *done)
{
	const size_t room = sizeof("4294967295/task/4294967295");
	char *name = kmalloc(room, GFP_KERNEL);

	if (!name)
		return ERR_PTR(-ENOMEM);
	if (PROC_I(inode)->fd)
		snprintf(name, room, "%u/task/%u", task_tgid_nr(current), task_pid_nr(current));
	else
		snprintf(name, room, "%u", task_tgid_nr(current));
	set_delayed_call(done, kfree_link, name);
	return name;
}

static const struct inode_operations proc_self_inode_operations = {
	.get_link = proc_self_get_link,
};

/* Unlike other names here these two never change, and programs use them all the time: kept. */
static const struct dentry_operations proc_self_dentry_operations = {};

static const char *const self_names[] = { "self", "thread-self" };

static struct dentry *instantiate_self(struct dentry *dentry, unsigned int which)
{
	struct inode *inode = new_inode(dentry->d_sb);

	if (!inode)
		return ERR_PTR(-ENOMEM);
	inode->i_ino = pid_ino(&init_struct_pid, INO_SELF, which + 2);
	simple_inode_init_ts(inode);
	inode->i_mode = S_IFLNK | S_IRWXUGO;
	inode->i_op = &proc_self_inode_operations;
	PROC_I(inode)->fd = which;
	d_set_d_op(dentry, &proc_self_dentry_operations);
	return d_splice_alias(inode, dentry);
}

/* ---- the root's part ---- */

static struct dentry *proc_pid_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	struct task_struct *task;
	struct dentry *res;
	unsigned int tgid;

	for (unsigned int i = 0; i < ARRAY_SIZE(self_names); i++)
		if (strlen(self_names[i]) == dentry->d_name.len &&
		    !memcmp(self_names[i], dentry->d_name.name, dentry->d_name.len))
			return instantiate_self(dentry, i);

	if (!proc_parse_number(&dentry->d_name, &tgid))
		return ERR_PTR(-ENOENT);
	task = find_get_task_by_vpid(tgid);
	if (!task)
		return ERR_PTR(-ENOENT);
	res = instantiate_dir(dentry, task, false);
	put_task_struct(task);
	return res;
}

/* The process with the lowest number of at least @tgid; a reference, or NULL. */
static struct task_struct *next_tgid(unsigned int tgid)
{
	struct task_struct *task = NULL;
	struct pid *pid;

	rcu_read_lock();
	while ((pid = find_ge_pid(tgid))) {
		task = pid_task(pid, PIDTYPE_TGID);
		if (task) {
			get_task_struct(task);
			break;
		}
		tgid = pid_nr(pid) + 1;
	}
	rcu_read_unlock();
	return task;
}

#define FIRST_TGID	(FIRST_PROCESS_ENTRY + ARRAY_SIZE(self_names))

static int proc_pid_readdir(struct file *file, struct dir_context *ctx)
{
	struct task_struct *task;
	char name[12];

	while (ctx->pos < FIRST_TGID) {
		unsigned int i = ctx->pos - FIRST_PROCESS_ENTRY;

		if (!dir_emit(ctx, self_names[i], strlen(self_names[i]),
			      pid_ino(&init_struct_pid, INO_SELF, i + 2), DT_LNK))
			return 0;
		ctx->pos++;
	}
	/* The position is the number, so that a listing goes on behind it, whoever has died. */
	while ((task = next_tgid(ctx->pos - FIRST_TGID))) {
		unsigned int tgid = task_tgid_nr(task);
		unsigned int len = snprintf(name, sizeof(name), "%u", tgid);
		struct pid *pid = get_task_pid(task, PIDTYPE_TGID);
		bool more;

		put_task_struct(task);
		ctx->pos = tgid + FIRST_TGID;
		more = !pid || dir_emit(ctx, name, len, pid_ino(pid, INO_TGID, 0), DT_DIR);
		put_pid(pid);
		if (!more)
			return 0;
		ctx->pos++;
		cond_resched();
	}
	return 0;
}

static unsigned int proc_pid_count(void)
{
	return data_race(READ_ONCE(nr_threads));
}

static const struct proc_pid_hooks pid_hooks = {
	.lookup = proc_pid_lookup,
	.readdir = proc_pid_readdir,
	.count = proc_pid_count,
};

static int __init proc_pid_init(void)
{
	proc_register_pid_hooks(&pid_hooks);
	return 0;
}
fs_initcall(proc_pid_init);
