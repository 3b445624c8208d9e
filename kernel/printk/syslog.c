// SPDX-License-Identifier: GPL-2.0-only
/*
 * syslog.c - the log for user space: syslog(2) and /proc/kmsg, as dmesg and klogd use them.
 *
 * Actions and rights are those of syslog(2); of /proc/kmsg, whoever may open it may read it. Both move
 * the same place in the log.  /dev/kmsg is in drivers/char.
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#include "internal.h"

enum {
	SYSLOG_ACTION_CLOSE,
	SYSLOG_ACTION_OPEN,
	SYSLOG_ACTION_READ,
	SYSLOG_ACTION_READ_ALL,
	SYSLOG_ACTION_READ_CLEAR,
	SYSLOG_ACTION_CLEAR,
	SYSLOG_ACTION_CONSOLE_OFF,
	SYSLOG_ACTION_CONSOLE_ON,
	SYSLOG_ACTION_CONSOLE_LEVEL,
	SYSLOG_ACTION_SIZE_UNREAD,
	SYSLOG_ACTION_SIZE_BUFFER,
};

static DEFINE_MUTEX(syslog_lock);
static u64 read_seq;		/* [L] next message for SYSLOG_ACTION_READ */
static size_t read_part;	/* [L] bytes of it that have been read */
static u64 clear_seq;		/* [L] READ_ALL starts here after a CLEAR */
static int saved_loglevel = -1;	/* [L] before CONSOLE_OFF */

struct log_line {
	struct log_message msg;
	char text[LOG_LINE_MAX + 48];
};

/* "<6>[    1.000000] text\n" */
static int line_of(u64 seq, struct log_line *line)
{
	int len;

	if (!log_read(seq, &line->msg))
		return 0;
	len = scnprintf(line->text, sizeof(line->text), "<%d>", line->msg.level);
	return len + log_format(&line->msg, line->text + len, sizeof(line->text) - len);
}

static int read_unread(char __user *buf, int size, struct log_line *line)
{
	int done = 0, len;

	while (done < size && (len = line_of(read_seq, line))) {
		int n;

		if (line->msg.seq != read_seq) {
			read_seq = line->msg.seq;
			read_part = 0;
		}
		n = min(size - done, len - (int)read_part);
		if (copy_to_user(buf + done, line->text + read_part, n))
			return done ?: -EFAULT;
		done += n;
		read_part += n;
		if (read_part == len) {
			read_seq++;
			read_part = 0;
		}
	}
	return done;
}

/* The last @size bytes' worth of whole messages. */
static int read_all(char __user *buf, int size, struct log_line *line)
{
	u64 seq, end = log_next_seq(), start = max(clear_seq, log_first_seq());
	int total = 0, len, done = 0;

	for (seq = start; seq < end && (len = line_of(seq, line)); seq = line->msg.seq + 1)
		total += len;
	for (seq = start; seq < end && total > size; seq = line->msg.seq + 1)
		total -= line_of(seq, line);
	for (; seq < end && (len = line_of(seq, line)); seq = line->msg.seq + 1) {
		if (done + len > size)
			break;
		if (copy_to_user(buf + done, line->text, len))
			return -EFAULT;
		done += len;
	}
	return done;
}

static int size_unread(struct log_line *line)
{
	int total = 0, len;
	u64 seq;

	for (seq = read_seq; (len = line_of(seq, line)); seq = line->msg.seq + 1)
		total += len;
	return max(total - (int)read_part, 0);
}

static int set_console_level(int type, int level)
{
	switch (type) {
	case SYSLOG_ACTION_CONSOLE_OFF:
		if (saved_loglevel < 0)
			saved_loglevel = console_loglevel;
		console_loglevel = minimum_console_loglevel;
		return 0;
	case SYSLOG_ACTION_CONSOLE_ON:
		if (saved_loglevel >= 0)
			console_loglevel = saved_loglevel;
		saved_loglevel = -1;
		return 0;
	}
	if (level < 1 || level > 8)
		return -EINVAL;
	console_loglevel = max(level, minimum_console_loglevel);
	saved_loglevel = -1;
	return 0;
}

static int do_locked(int type, char __user *buf, int len, struct log_line *line)
{
	int ret;

	switch (type) {
	case SYSLOG_ACTION_READ:
		return read_unread(buf, len, line);
	case SYSLOG_ACTION_READ_ALL:
		return read_all(buf, len, line);
	case SYSLOG_ACTION_READ_CLEAR:
		ret = read_all(buf, len, line);
		clear_seq = log_next_seq();
		return ret;
	case SYSLOG_ACTION_CLEAR:
		clear_seq = log_next_seq();
		return 0;
	case SYSLOG_ACTION_SIZE_UNREAD:
		return size_unread(line);
	}
	return set_console_level(type, len);
}

static int do_syslog(int type, char __user *buf, int len)
{
	bool reads = type >= SYSLOG_ACTION_READ && type <= SYSLOG_ACTION_READ_CLEAR;
	struct log_line *line;
	int ret;

	if (type == SYSLOG_ACTION_CLOSE || type == SYSLOG_ACTION_OPEN)
		return 0;
	if (type == SYSLOG_ACTION_SIZE_BUFFER)
		return 1 << CONFIG_LOG_BUF_SHIFT;
	if (reads && (!buf || len < 0))
		return -EINVAL;
	if (reads && !len)
		return 0;
	line = kmalloc(sizeof(*line), GFP_KERNEL);
	if (!line)
		return -ENOMEM;
	mutex_lock(&syslog_lock);
	ret = do_locked(type, buf, len, line);
	mutex_unlock(&syslog_lock);
	kfree(line);
	return ret;
}

/* SYSLOG_ACTION_READ, which waits for something to read. Another reader may be faster: then it waits again. */
static int read_when_there(char __user *buf, int len)
{
	int ret;

	for (;;) {
		ret = do_syslog(SYSLOG_ACTION_READ, buf, len);
		if (ret || !len)
			return ret;
		ret = wait_event_interruptible(log_wait, READ_ONCE(read_seq) < log_next_seq());
		if (ret)
			return ret;
	}
}

SYSCALL_DEFINE3(syslog, int, type, char __user *, buf, int, len)
{
	if (type < SYSLOG_ACTION_CLOSE || type > SYSLOG_ACTION_SIZE_BUFFER)
		return -EINVAL;
	if (type != SYSLOG_ACTION_READ_ALL && type != SYSLOG_ACTION_SIZE_BUFFER && !capable(CAP_SYSLOG))
		return -EPERM;
	return type == SYSLOG_ACTION_READ ? read_when_there(buf, len) : do_syslog(type, buf, len);
}

/* ---- /proc/kmsg ---------------------------------------------------------------------------- */

static int kmsg_open(struct inode *inode, struct file *file)
{
	return capable(CAP_SYSLOG) ? 0 : -EPERM;
}

static ssize_t kmsg_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	int len = min_t(size_t, count, INT_MAX);

	if (file->f_flags & O_NONBLOCK)
		return do_syslog(SYSLOG_ACTION_READ, buf, len) ?: (len ? -EAGAIN : 0);
	return read_when_there(buf, len);
}

static __poll_t kmsg_poll(struct file *file, poll_table *wait)
{
	poll_wait(file, &log_wait, wait);
	return do_syslog(SYSLOG_ACTION_SIZE_UNREAD, NULL, 0) > 0 ? EPOLLIN | EPOLLRDNORM : 0;
}

static const struct proc_ops kmsg_proc_ops = {
	.proc_open = kmsg_open,
	.proc_read = kmsg_read,
	.proc_poll = kmsg_poll,
	.proc_lseek = generic_file_llseek,
};

static int __init kmsg_init(void)
{
	proc_create("kmsg", 0400, NULL, &kmsg_proc_ops);
	return 0;
}
device_initcall(kmsg_init);
