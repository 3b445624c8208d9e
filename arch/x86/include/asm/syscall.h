/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/syscall.h - the system-call table, and a call's number and arguments.
 */
#ifndef _ASM_X86_SYSCALL_H
#define _ASM_X86_SYSCALL_H

#include <linux/types.h>
#include <linux/sched.h>
#include <asm/ptrace.h>
#include <asm/unistd.h>

typedef long (*sys_call_ptr_t)(unsigned long, unsigned long, unsigned long,
			       unsigned long, unsigned long, unsigned long);
extern sys_call_ptr_t sys_call_table[];	/* [I] read-only after boot */
extern void syscall_table_init(void);

#define AUDIT_ARCH_X86_64_VALUE	0xc000003e

static inline int syscall_get_nr(struct task_struct *task, struct pt_regs *regs)
{
	return regs->orig_ax;
}

static inline long syscall_get_error(struct task_struct *task, struct pt_regs *regs)
{
	long error = regs->ax;

	return (unsigned long)error >= (unsigned long)-4095 ? error : 0;
}

static inline long syscall_get_return_value(struct task_struct *task, struct pt_regs *regs)
{
	return regs->ax;
}

static inline void syscall_get_arguments(struct task_struct *task, struct pt_regs *regs, unsigned long *args)
{
	args[0] = regs->di;
	args[1] = regs->si;
	args[2] = regs->dx;
	args[3] = regs->r10;
	args[4] = regs->r8;
	args[5] = regs->r9;
}

static inline int syscall_get_arch(struct task_struct *task)
{
	return AUDIT_ARCH_X86_64_VALUE;
}

#endif
