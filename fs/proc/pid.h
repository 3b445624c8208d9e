/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pid.h - what the files that make up /proc/PID share.
 */
#ifndef _FS_PROC_PID_H
#define _FS_PROC_PID_H

#include <linux/pid.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>

#include "internal.h"

struct path;

/*
 * One name in a directory of a process. Three kinds: a directory or file with operations of its
 * own (@iop, @fop), a file that is printed whole (@show), and a link to wherever (@link).
 */
struct pid_entry {
	const char *name;
	umode_t mode;
	const struct inode_operations *iop;
	const struct file_operations *fop;
	int (*show)(struct seq_file *m, struct pid *pid, struct task_struct *task);
	int (*link)(struct dentry *dentry, struct path *path);
};

/*
 * Inode numbers are computed, so that a listing tells the same as stat(): the process's number
 * above, what it is below.
 */
enum pid_ino_kind {
	INO_TGID,		/* /proc/PID and what is in it */
	INO_TID,		/* /proc/PID/task/TID and what is in it */
	INO_FD,
	INO_FDINFO,
	INO_SELF,
};

static inline u64 pid_ino(struct pid *pid, enum pid_ino_kind kind, unsigned int n)
{
	return (u64)pid_nr(pid) << 35 | (u64)kind << 32 | n;
}

/* base.c */
struct inode *proc_pid_make_inode(struct super_block *sb, struct task_struct *task, umode_t mode,
				  u64 ino);
int pid_revalidate(struct dentry *dentry, unsigned int flags);
void pid_update_inode(struct task_struct *task, struct inode *inode);
int proc_pid_permission(struct mnt_idmap *idmap, struct inode *inode, int mask);
int pid_getattr(struct mnt_idmap *idmap, const struct path *path, struct kstat *stat,
		u32 request_mask, unsigned int flags);
bool proc_parse_number(const struct qstr *name, unsigned int *n);
extern const struct dentry_operations pid_dentry_operations;
extern const struct inode_operations proc_pid_link_inode_operations;

/* fd.c */
extern const struct inode_operations proc_fd_inode_operations;
extern const struct file_operations proc_fd_operations;
extern const struct inode_operations proc_fdinfo_inode_operations;
extern const struct file_operations proc_fdinfo_operations;

/* array.c */
void proc_task_name(struct seq_file *m, struct task_struct *p, bool escape);
int proc_tgid_stat(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_tid_stat(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_status(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_statm(struct seq_file *m, struct pid *pid, struct task_struct *task);

/* pid_files.c */
int number_from_user(const char __user *buf, size_t count, long long *value);
ssize_t number_to_user(char __user *buf, size_t count, loff_t *ppos, const char *fmt,
		       unsigned long long value);
int proc_pid_limits(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_personality(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_schedstat(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_wchan(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_oom_score(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_stack(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_cgroup(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_sessionid(struct seq_file *m, struct pid *pid, struct task_struct *task);
extern const struct file_operations proc_loginuid_operations;
extern const struct file_operations proc_oom_adj_operations;
extern const struct file_operations proc_pid_cmdline_ops;
extern const struct file_operations proc_environ_operations;
extern const struct file_operations proc_auxv_operations;
extern const struct file_operations proc_mem_operations;
extern const struct file_operations proc_pid_set_comm_operations;
extern const struct file_operations proc_oom_score_adj_operations;
extern const struct file_operations proc_coredump_filter_operations;
extern const struct file_operations proc_pid_timerslack_operations;

/* fail.c */
extern const struct file_operations proc_make_it_fail_operations;
extern const struct file_operations proc_fail_nth_operations;

#endif
