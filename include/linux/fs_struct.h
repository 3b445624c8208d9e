/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_FS_STRUCT_H
#define _LINUX_FS_STRUCT_H

#include <linux/path.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

/* A process's place in the file tree; threads made with CLONE_FS share it. */
struct fs_struct {
	int users;		/* [L] lock */
	spinlock_t lock;
	int umask;		/* [L] */
	int in_exec;		/* [L] */
	struct path root, pwd;	/* [L] */
};

extern struct fs_struct init_fs;

void exit_fs(struct task_struct *tsk);
void set_fs_root(struct fs_struct *fs, const struct path *path);
void set_fs_pwd(struct fs_struct *fs, const struct path *path);
struct fs_struct *copy_fs_struct(struct fs_struct *old);
void free_fs_struct(struct fs_struct *fs);
int unshare_fs_struct(void);
int copy_fs(unsigned long clone_flags, struct task_struct *tsk);
void chroot_fs_refs(const struct path *old_root, const struct path *new_root);
int current_umask(void);

static inline void get_fs_root(struct fs_struct *fs, struct path *root)
{
	spin_lock(&fs->lock);
	*root = fs->root;
	path_get(root);
	spin_unlock(&fs->lock);
}

static inline void get_fs_pwd(struct fs_struct *fs, struct path *pwd)
{
	spin_lock(&fs->lock);
	*pwd = fs->pwd;
	path_get(pwd);
	spin_unlock(&fs->lock);
}

#endif
