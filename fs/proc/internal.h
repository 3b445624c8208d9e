/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * internal.h - procfs for itself: entries and inodes.
 */
#ifndef _FS_PROC_INTERNAL_H
#define _FS_PROC_INTERNAL_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/proc_fs.h>
#include <linux/rbtree.h>
#include <linux/refcount.h>

/*
 * One entry that somebody made with proc_create() and its like. The tree of entries is the
 * truth; dentries and inodes are made of it when somebody looks.
 */
struct proc_dir_entry {
	atomic_t in_use;		/* [A] calls into proc_ops now; negative: being removed */
	refcount_t refcnt;		/* [A] the tree, and inodes */
	struct list_head pde_openers;	/* [L] pde_unload_lock: open files */
	spinlock_t pde_unload_lock;
	struct completion *pde_unload_completion;
	const struct inode_operations *proc_iops;	/* [I] */
	union {
		const struct proc_ops *proc_ops;	/* [I] */
		const struct file_operations *proc_dir_ops;
	};
	const struct seq_operations *seq_ops;	/* [I] */
	int (*single_show)(struct seq_file *m, void *v);
	void *data;			/* [I] the owner's */
	unsigned int state_size;	/* [I] of a seq file's private part */
	unsigned int low_ino;		/* [I] */
	nlink_t nlink;			/* [L] proc_subdir_lock */
	kuid_t uid;
	kgid_t gid;
	loff_t size;
	struct proc_dir_entry *parent;	/* [L] proc_subdir_lock */
	struct rb_root subdir;		/* [L] proc_subdir_lock: by name */
	struct rb_node subdir_node;	/* [L] */
	char *target;			/* [I] a symlink's body */
	umode_t mode;			/* [I] */
	unsigned char namelen;		/* [I] */
	char name[];			/* [I] */
};

struct proc_inode {
	struct pid *pid;		/* [I] of a process's entry, with a reference */
	unsigned int fd;		/* [I] in /proc/PID/fd */
	union {				/* [I] how base.c makes the contents */
		int (*proc_show)(struct seq_file *m, struct pid *pid, struct task_struct *task);
		int (*proc_get_link)(struct dentry *dentry, struct path *path);
		const void *op;
	};
	struct proc_dir_entry *pde;	/* [I] with a reference, or NULL */
	struct inode vfs_inode;
};

static inline struct proc_inode *PROC_I(const struct inode *inode)
{
	return container_of(inode, struct proc_inode, vfs_inode);
}

static inline struct proc_dir_entry *PDE(const struct inode *inode)
{
	return PROC_I(inode)->pde;
}

static inline struct pid *proc_pid(const struct inode *inode)
{
	return PROC_I(inode)->pid;
}

extern struct proc_dir_entry proc_root;
extern const struct inode_operations proc_link_inode_operations;

void proc_init_kmemcache(void);
struct inode *proc_get_inode(struct super_block *sb, struct proc_dir_entry *de);
struct dentry *proc_lookup_de(struct inode *dir, struct dentry *dentry, struct proc_dir_entry *de);
struct dentry *proc_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags);
int proc_readdir_de(struct file *file, struct dir_context *ctx, struct proc_dir_entry *de);
int proc_readdir(struct file *file, struct dir_context *ctx);
int proc_setattr(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr);
void pde_put(struct proc_dir_entry *pde);
void proc_entry_rundown(struct proc_dir_entry *pde);
int proc_fill_super(struct super_block *sb, void *data, int silent);

/* ---- processes (base.c) ---- */

/* The task of an inode below /proc/PID, with a reference; NULL: it is gone. */
struct task_struct *get_proc_task(const struct inode *inode);

/* Its mm with mmgrab(), if current may look (PTRACE_MODE_); NULL: it has none; or ERR_PTR. */
struct mm_struct *proc_mem_open(struct inode *inode, unsigned int mode);

/* PID directories start behind the static entries in the root's listing */
#define FIRST_PROCESS_ENTRY	256

#endif
