/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/syscall.h - the system-call table, and a call's number and arguments.
 */
#ifndef _ASM_SIM_SYSCALL_H
#define _ASM_SIM_SYSCALL_H

#include <linux/types.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm/ptrace.h>
#include <asm/unistd.h>

typedef long (*sys_call_ptr_t)(unsigned long, unsigned long, unsigned long,
			       unsigned long, unsigned long, unsigned long);
extern sys_call_ptr_t sys_call_table[];	/* [I] read-only after boot */

static inline int syscall_get_nr(struct task_struct *task, struct pt_regs *regs)
{
	return regs->nr;
}

static inline long syscall_get_error(struct task_struct *task, struct pt_regs *regs)
{
	return regs->ret >= -4095UL ? (long)regs->ret : 0;
}

static inline long syscall_get_return_value(struct task_struct *task, struct pt_regs *regs)
{
	return regs->ret;
}

static inline void syscall_get_arguments(struct task_struct *task, struct pt_regs *regs, unsigned long *args)
{
	memcpy(args, regs->args, sizeof(regs->args));
}

extern void syscall_table_init(void);

#endif
