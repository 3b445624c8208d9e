// SPDX-License-Identifier: GPL-2.0-only
/*
 * sys_ni.c - system calls that do not exist here.
 *
 * An honest -ENOSYS, counted, and logged once for each number, so that a
 * developer sees what a program missed.
 */
#include <linux/bitmap.h>
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/syscalls.h>
#include <asm/syscall.h>

static unsigned long missed_calls;
static DECLARE_BITMAP(logged, 1024);	/* numbers beyond are not system calls of any kernel */

unsigned long nr_missed_syscalls(void)
{
	return READ_ONCE(missed_calls);
}

asmlinkage long sys_ni_syscall(void)
{
	unsigned int nr = syscall_get_nr(current, task_pt_regs(current));

	WRITE_ONCE(missed_calls, missed_calls + 1);
	if (nr < 1024 && !test_and_set_bit(nr, logged))
		pr_info("%s[%d]: system call %u is not implemented\n", current->comm,
			current->pid, nr);
	return -ENOSYS;
}
