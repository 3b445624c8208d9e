// SPDX-License-Identifier: GPL-2.0-only
/*
 * fs_struct.c - a process's root directory, working directory and umask.
 *
 * Owns:       struct fs_struct.
 * Locks:      fs->lock guards all of it; task_lock() guards task->fs.
 * Elsewhere:  the system calls that change them (open.c), fork (kernel/fork.c).
 */
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/path.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <uapi/linux/sched.h>

struct fs_struct init_fs = {
	.users = 1,
	.lock = __SPIN_LOCK_UNLOCKED(init_fs.lock),
	.umask = 0022,
};

static void replace_path(struct fs_struct *fs, struct path *place, const struct path *path)
{
	struct path old;

	path_get(path);
	spin_lock(&fs->lock);
	old = *place;
	*place = *path;
	spin_unlock(&fs->lock);
	if (old.dentry)
		path_put(&old);
}

void set_fs_root(struct fs_struct *fs, const struct path *path)
{
	replace_path(fs, &fs->root, path);
}

void set_fs_pwd(struct fs_struct *fs, const struct path *path)
{
	replace_path(fs, &fs->pwd, path);
}

/* Return: how many references @new gained and @old lost. */
static int move_refs(struct fs_struct *fs, const struct path *old, const struct path *new)
{
	int hits = 0;

	spin_lock(&fs->lock);
	if (path_equal(&fs->root, old)) {
		path_get(new);
		fs->root = *new;
		hits++;
	}
	if (path_equal(&fs->pwd, old)) {
		path_get(new);
		fs->pwd = *new;
		hits++;
	}
	spin_unlock(&fs->lock);
	return hits;
}

/**
 * chroot_fs_refs() - every process whose root or working directory is @old_root gets @new_root
 */
void chroot_fs_refs(const struct path *old_root, const struct path *new_root)
{
	struct task_struct *g, *p;
	int count = 0;

	read_lock(&tasklist_lock);
	for_each_process_thread(g, p) {
		task_lock(p);
		if (p->fs)
			count += move_refs(p->fs, old_root, new_root);
		task_unlock(p);
	}
	read_unlock(&tasklist_lock);
	while (count--)
		path_put(old_root);
}

void free_fs_struct(struct fs_struct *fs)
{
	path_put(&fs->root);
	path_put(&fs->pwd);
	kfree(fs);
}

void exit_fs(struct task_struct *tsk)
{
	struct fs_struct *fs = tsk->fs;
	int last;

	if (!fs)
		return;
	task_lock(tsk);
	spin_lock(&fs->lock);
	tsk->fs = NULL;
	last = !--fs->users;
	spin_unlock(&fs->lock);
	task_unlock(tsk);
	if (last)
		free_fs_struct(fs);
}

struct fs_struct *copy_fs_struct(struct fs_struct *old)
{
	struct fs_struct *fs = kmalloc(sizeof(*fs), GFP_KERNEL);

	if (!fs)
		return NULL;
	fs->users = 1;
	fs->in_exec = 0;
	spin_lock_init(&fs->lock);
	fs->umask = old->umask;
	spin_lock(&old->lock);
	fs->root = old->root;
	path_get(&fs->root);
	fs->pwd = old->pwd;
	path_get(&fs->pwd);
	spin_unlock(&old->lock);
	return fs;
}

/* fork: share the parent's, or copy it */
int copy_fs(unsigned long clone_flags, struct task_struct *tsk)
{
	struct fs_struct *fs = current->fs;

	if (clone_flags & CLONE_FS) {
		int err = 0;

		spin_lock(&fs->lock);
		if (fs->in_exec)
			err = -EAGAIN;	/* exec decides about set-id by who shares it */
		else
			fs->users++;
		spin_unlock(&fs->lock);
		return err;
	}
	tsk->fs = copy_fs_struct(fs);
	return tsk->fs ? 0 : -ENOMEM;
}

int unshare_fs_struct(void)
{
	struct fs_struct *fs = current->fs;
	struct fs_struct *new = copy_fs_struct(fs);
	int last;

	if (!new)
		return -ENOMEM;
	task_lock(current);
	spin_lock(&fs->lock);
	last = !--fs->users;
	current->fs = new;
	spin_unlock(&fs->lock);
	task_unlock(current);
	if (last)
		free_fs_struct(fs);
	return 0;
}

int current_umask(void)
{
	return current->fs->umask;
}

SYSCALL_DEFINE1(umask, int, mask)
{
	return xchg(&current->fs->umask, mask & S_IRWXUGO);
}
