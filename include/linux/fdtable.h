/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_FDTABLE_H
#define _LINUX_FDTABLE_H

#include <linux/atomic.h>
#include <linux/bits.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#define NR_OPEN_DEFAULT	64	/* descriptors that fit in files_struct itself */

/* One size of a table; a larger one replaces it, and RCU frees it. */
struct fdtable {
	unsigned int max_fds;			/* [I] a multiple of 64 */
	struct file __rcu **fd;			/* [L] file_lock; [R] */
	unsigned long *close_on_exec;		/* [L] */
	unsigned long *open_fds;		/* [L] */
	unsigned long *full_fds_bits;		/* [L] a bit for each full word of open_fds */
	struct rcu_head rcu;
};

struct files_struct {
	atomic_t count;				/* [A] tasks that share it */
	bool resize_in_progress;		/* [L] */
	wait_queue_head_t resize_wait;
	struct fdtable __rcu *fdt;		/* [L]; [R] */
	struct fdtable fdtab;
	spinlock_t file_lock;
	unsigned int next_fd;			/* [L] none below is free */
	unsigned long close_on_exec_init[1];
	unsigned long open_fds_init[1];
	unsigned long full_fds_bits_init[1];
	struct file __rcu *fd_array[NR_OPEN_DEFAULT];
};

extern struct files_struct init_files;
extern unsigned int sysctl_nr_open;
extern unsigned long sysctl_max_files;

#define files_fdtable(files) \
	rcu_dereference_check_fdtable((files), (files)->fdt)
#define rcu_dereference_check_fdtable(files, fdtfd) rcu_dereference_raw(fdtfd)

static inline bool close_on_exec(unsigned int fd, const struct fdtable *fdt)
{
	return (fdt->close_on_exec[fd / BITS_PER_LONG] >> (fd % BITS_PER_LONG)) & 1;
}

static inline bool fd_is_open(unsigned int fd, const struct fdtable *fdt)
{
	return (fdt->open_fds[fd / BITS_PER_LONG] >> (fd % BITS_PER_LONG)) & 1;
}

/* Under RCU, or of a table that nobody shares. */
static inline struct file *files_lookup_fd_raw(struct files_struct *files, unsigned int fd)
{
	struct fdtable *fdt = rcu_dereference_raw(files->fdt);

	return likely(fd < fdt->max_fds) ? rcu_dereference_raw(fdt->fd[fd]) : NULL;
}

/* fdget() for the few calls that count instructions */
static __always_inline struct fd fdget_inline(unsigned int fd)
{
	struct files_struct *files = current->files;

	if (likely(atomic_read(&files->count) == 1)) {
		struct file *file = files_lookup_fd_raw(files, fd);

		if (likely(file && !(file->f_mode & FMODE_PATH)))
			return BORROWED_FD(file);
	}
	return fdget(fd);
}

struct fd_range {
	unsigned int from, to;
};

void put_files_struct(struct files_struct *files);
struct files_struct *dup_fd(struct files_struct *old, struct fd_range *punch_hole);
int copy_files(unsigned long clone_flags, struct task_struct *tsk, int no_files);
void exit_files(struct task_struct *tsk);
int unshare_fd(unsigned long unshare_flags, struct files_struct **new_fdp);
int unshare_files(void);
void do_close_on_exec(struct files_struct *files);
int iterate_fd(struct files_struct *files, unsigned int start,
	       int (*fn)(const void *, struct file *, unsigned int), const void *arg);

#endif
