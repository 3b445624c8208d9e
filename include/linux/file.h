/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_FILE_H
#define _LINUX_FILE_H

#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/types.h>

struct file;
struct task_struct;

void fput(struct file *file);
void __fput_sync(struct file *file);

/*
 * A file looked up by descriptor for the time of one system call. The low bits of the word
 * say what fdput() owes: a reference (only taken where the table is shared) and the position lock.
 */
struct fd {
	unsigned long word;
};

#define FDPUT_FPUT	 1
#define FDPUT_POS_UNLOCK 2

#define fd_file(f)	((struct file *)((f).word & ~3UL))
#define fd_empty(f)	unlikely(!(f).word)
#define EMPTY_FD	(struct fd){ 0 }

static inline struct fd BORROWED_FD(struct file *f)
{
	return (struct fd){ (unsigned long)f };
}

static inline struct fd CLONED_FD(struct file *f)
{
	return (struct fd){ (unsigned long)f | FDPUT_FPUT };
}

static inline void fdput(struct fd fd)
{
	if (unlikely(fd.word & FDPUT_FPUT))
		fput(fd_file(fd));
}

struct file *fget(unsigned int fd);
struct file *fget_raw(unsigned int fd);
struct file *fget_task(struct task_struct *task, unsigned int fd);
struct file *fget_task_next(struct task_struct *task, unsigned int *fd);
struct fd fdget(unsigned int fd);
struct fd fdget_raw(unsigned int fd);	/* O_PATH files, too */
struct fd fdget_pos(unsigned int fd);
void __f_unlock_pos(struct file *file);

static inline void fdput_pos(struct fd f)
{
	if (f.word & FDPUT_POS_UNLOCK)
		__f_unlock_pos(fd_file(f));
	fdput(f);
}

DEFINE_CLASS(fd, struct fd, fdput(_T), fdget(fd), int fd)
DEFINE_CLASS(fd_raw, struct fd, fdput(_T), fdget_raw(fd), int fd)
DEFINE_CLASS(fd_pos, struct fd, fdput_pos(_T), fdget_pos(fd), int fd)

int f_dupfd(unsigned int from, struct file *file, unsigned int flags);
int replace_fd(unsigned int fd, struct file *file, unsigned int flags);
void set_close_on_exec(unsigned int fd, int flag);
bool get_close_on_exec(unsigned int fd);
int __get_unused_fd_flags(unsigned int flags, unsigned long nofile);
int get_unused_fd_flags(unsigned int flags);
void put_unused_fd(unsigned int fd);
void fd_install(unsigned int fd, struct file *file);
int close_fd(unsigned int fd);
struct file *file_close_fd(unsigned int fd);
int receive_fd(struct file *file, int __user *ufd, unsigned int o_flags);

#endif
