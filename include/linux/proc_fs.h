/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PROC_FS_H
#define _LINUX_PROC_FS_H

#include <linux/fs.h>
#include <linux/types.h>

struct proc_dir_entry;
struct seq_file;
struct seq_operations;
struct task_struct;

enum {
	PROC_ENTRY_PERMANENT = 1 << 0,	/* never removed */
};

struct proc_ops {
	unsigned int proc_flags;
	int (*proc_open)(struct inode *inode, struct file *file);
	ssize_t (*proc_read)(struct file *file, char __user *buf, size_t count, loff_t *pos);
	ssize_t (*proc_read_iter)(struct kiocb *iocb, struct iov_iter *iter);
	ssize_t (*proc_write)(struct file *file, const char __user *buf, size_t count, loff_t *pos);
	loff_t (*proc_lseek)(struct file *file, loff_t offset, int whence);
	int (*proc_release)(struct inode *inode, struct file *file);
	__poll_t (*proc_poll)(struct file *file, struct poll_table_struct *wait);
	long (*proc_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	int (*proc_mmap)(struct file *file, struct vm_area_struct *vma);
};

typedef int (*proc_write_t)(struct file *file, char *buf, size_t size);

extern const struct seq_operations cpuinfo_op;	/* the architecture's /proc/cpuinfo */

#ifdef CONFIG_PROC_FS
void proc_root_init(void);
struct proc_dir_entry *proc_symlink(const char *name, struct proc_dir_entry *parent,
				    const char *dest);
struct proc_dir_entry *proc_mkdir(const char *name, struct proc_dir_entry *parent);
struct proc_dir_entry *proc_mkdir_data(const char *name, umode_t mode,
				       struct proc_dir_entry *parent, void *data);
struct proc_dir_entry *proc_mkdir_mode(const char *name, umode_t mode,
				       struct proc_dir_entry *parent);
struct proc_dir_entry *proc_create_mount_point(const char *name);
struct proc_dir_entry *proc_create_data(const char *name, umode_t mode,
					struct proc_dir_entry *parent,
					const struct proc_ops *ops, void *data);
struct proc_dir_entry *proc_create(const char *name, umode_t mode,
				   struct proc_dir_entry *parent, const struct proc_ops *ops);
struct proc_dir_entry *proc_create_seq_private(const char *name, umode_t mode,
					       struct proc_dir_entry *parent,
					       const struct seq_operations *ops,
					       unsigned int state_size, void *data);
struct proc_dir_entry *proc_create_single_data(const char *name, umode_t mode,
					       struct proc_dir_entry *parent,
					       int (*show)(struct seq_file *, void *), void *data);
void proc_set_size(struct proc_dir_entry *de, loff_t size);
void proc_set_user(struct proc_dir_entry *de, kuid_t uid, kgid_t gid);
void *pde_data(const struct inode *inode);
void *proc_get_parent_data(const struct inode *inode);
void proc_remove(struct proc_dir_entry *de);
void remove_proc_entry(const char *name, struct proc_dir_entry *parent);
int remove_proc_subtree(const char *name, struct proc_dir_entry *parent);
void proc_flush_pid(struct pid *pid);
#else
/* Whoever makes entries need not know whether they can be seen. */
static inline void proc_root_init(void)
{
}

static inline struct proc_dir_entry *proc_symlink(const char *name, struct proc_dir_entry *parent,
						  const char *dest)
{
	return NULL;
}

static inline struct proc_dir_entry *proc_mkdir(const char *name, struct proc_dir_entry *parent)
{
	return NULL;
}

static inline struct proc_dir_entry *proc_create_data(const char *name, umode_t mode,
						      struct proc_dir_entry *parent,
						      const struct proc_ops *ops, void *data)
{
	return NULL;
}

static inline struct proc_dir_entry *proc_create(const char *name, umode_t mode,
						 struct proc_dir_entry *parent,
						 const struct proc_ops *ops)
{
	return NULL;
}

static inline struct proc_dir_entry *proc_create_seq_private(const char *name, umode_t mode,
							     struct proc_dir_entry *parent,
							     const struct seq_operations *ops,
							     unsigned int state_size, void *data)
{
	return NULL;
}

static inline struct proc_dir_entry *
proc_create_single_data(const char *name, umode_t mode, struct proc_dir_entry *parent,
			int (*show)(struct seq_file *, void *), void *data)
{
	return NULL;
}

static inline void proc_remove(struct proc_dir_entry *de)
{
}

static inline void remove_proc_entry(const char *name, struct proc_dir_entry *parent)
{
}

static inline int remove_proc_subtree(const char *name, struct proc_dir_entry *parent)
{
	return 0;
}

static inline void proc_flush_pid(struct pid *pid)
{
}
#endif

#define proc_create_seq_data(name, mode, parent, ops, data) \
	proc_create_seq_private(name, mode, parent, ops, 0, data)
#define proc_create_seq(name, mode, parent, ops) \
	proc_create_seq_private(name, mode, parent, ops, 0, NULL)
#define proc_create_single(name, mode, parent, show) \
	proc_create_single_data(name, mode, parent, show, NULL)


/*
 * The directories of processes hang below the root beside the entries made above. Whoever
 * knows processes (fs/proc/base.c) registers how to find and to list them.
 */
struct proc_pid_hooks {
	struct dentry *(*lookup)(struct inode *dir, struct dentry *dentry, unsigned int flags);
	int (*readdir)(struct file *file, struct dir_context *ctx);
	unsigned int (*count)(void);	/* processes: the root's link count */
};

void proc_register_pid_hooks(const struct proc_pid_hooks *hooks);

#endif
