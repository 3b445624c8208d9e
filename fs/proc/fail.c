// SPDX-License-Identifier: GPL-2.0-only
/*
 * fail.c - /proc/PID/make-it-fail and /proc/PID/fail-nth: fault injection for one task.
 *
 * Owns:       the form of the two files, which is Linux's.
 * Elsewhere:  what the values do (lib/fault-inject.c).
 */
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/task.h>

#include "pid.h"

static ssize_t make_it_fail_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct task_struct *task = get_proc_task(file_inode(file));
	bool fail;

	if (!task)
		return -ESRCH;
	fail = READ_ONCE(task->make_it_fail);
	put_task_struct(task);
	return number_to_user(buf, count, ppos, "%llu\n", fail);
}

static ssize_t make_it_fail_write(struct file *file, const char __user *buf, size_t count,
				  loff_t *ppos)
{
	struct task_struct *task;
	long long value;
	int err;

	if (!capable(CAP_SYS_RESOURCE))
		return -EPERM;
	err = number_from_user(buf, count, &value);
	if (err)
		return err;
	if (value != 0 && value != 1)
		return -EINVAL;
	task = get_proc_task(file_inode(file));
	if (!task)
		return -ESRCH;
	WRITE_ONCE(task->make_it_fail, value);
	put_task_struct(task);
	return count;
}

const struct file_operations proc_make_it_fail_operations = {
	.read = make_it_fail_read,
	.write = make_it_fail_write,
	.llseek = generic_file_llseek,
};

/* What is left to count: 0 once the failure has happened. */
static ssize_t fail_nth_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct task_struct *task = get_proc_task(file_inode(file));
	unsigned int nth;

	if (!task)
		return -ESRCH;
	nth = READ_ONCE(task->fail_nth);
	put_task_struct(task);
	return number_to_user(buf, count, ppos, "%llu\n", nth);
}

static ssize_t fail_nth_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct task_struct *task;
	long long nth;
	int err = number_from_user(buf, count, &nth);

	if (err)
		return err;
	if (nth < 0 || nth > UINT_MAX)
		return -ERANGE;
	task = get_proc_task(file_inode(file));
	if (!task)
		return -ESRCH;
	WRITE_ONCE(task->fail_nth, nth);
	put_task_struct(task);
	return count;
}

const struct file_operations proc_fail_nth_operations = {
	.read = fail_nth_read,
	.write = fail_nth_write,
	.llseek = generic_file_llseek,
};
