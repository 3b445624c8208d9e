/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_FILELOCK_H
#define _LINUX_FILELOCK_H

#include <linux/fs.h>
#include <linux/wait.h>

#define FL_POSIX	1	/* fcntl(F_SETLK) */
#define FL_FLOCK	2
#define FL_ACCESS	8	/* only asks whether it would conflict */
#define FL_CLOSE	64	/* an unlock on close */
#define FL_SLEEP	128	/* wait for conflicting ones */
#define FL_OFDLCK	1024	/* owned by the open file, not the process */

#define OFFSET_MAX	((loff_t)LLONG_MAX)

/* One lock that is held or waited for. Guard: the context's lock, but for [I]. */
struct file_lock {
	struct list_head fl_list;	/* on its context */
	struct list_head fl_blocked_requests; /* waiters for this lock */
	struct list_head fl_blocked_member; /* on the blocker's list */
	struct file_lock *fl_blocker;	/* NULL: held, or free to try again */
	fl_owner_t fl_owner;		/* [I] files_struct, or file */
	unsigned int fl_flags;		/* [I] FL_* */
	unsigned char fl_type;		/* F_RDLCK, F_WRLCK, F_UNLCK */
	pid_t fl_pid;			/* [I] -1: an open file's */
	wait_queue_head_t fl_wait;
	struct file *fl_file;		/* [I] */
	loff_t fl_start, fl_end;	/* both included */
};

struct file_lock_context {
	spinlock_t flc_lock;
	struct list_head flc_flock;	/* [L] flc_lock */
	struct list_head flc_posix;	/* [L] by owner, then position */
};

int fcntl_getlk(struct file *file, unsigned int cmd, struct flock *flock);
int fcntl_setlk(unsigned int fd, struct file *file, unsigned int cmd, struct flock *flock);
void locks_remove_posix(struct file *file, fl_owner_t owner);
void locks_remove_file(struct file *file);
void locks_free_lock_context(struct inode *inode);
void locks_show(struct seq_file *m);

#endif
