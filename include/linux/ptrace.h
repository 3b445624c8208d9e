/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ptrace.h - the registers of a task in user mode, and who may look into another's memory.
 */
#ifndef _LINUX_PTRACE_H
#define _LINUX_PTRACE_H

#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/types.h>
#include <asm/processor.h>
#include <asm/ptrace.h>

#define PTRACE_MODE_READ	0x01
#define PTRACE_MODE_ATTACH	0x02
#define PTRACE_MODE_NOAUDIT	0x04
#define PTRACE_MODE_FSCREDS	0x08
#define PTRACE_MODE_REALCREDS	0x10
#define PTRACE_MODE_READ_FSCREDS	(PTRACE_MODE_READ | PTRACE_MODE_FSCREDS)
#define PTRACE_MODE_READ_REALCREDS	(PTRACE_MODE_READ | PTRACE_MODE_REALCREDS)
#define PTRACE_MODE_ATTACH_FSCREDS	(PTRACE_MODE_ATTACH | PTRACE_MODE_FSCREDS)
#define PTRACE_MODE_ATTACH_REALCREDS	(PTRACE_MODE_ATTACH | PTRACE_MODE_REALCREDS)

/* True where current may look at (READ) or change (ATTACH) what @task is doing. */
bool ptrace_may_access(struct task_struct *task, unsigned int mode);

#ifndef current_pt_regs
#define current_pt_regs()	task_pt_regs(current)
#endif

#ifndef current_user_stack_pointer
#define current_user_stack_pointer()	user_stack_pointer(current_pt_regs())
#endif

#endif
