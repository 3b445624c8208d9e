/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/switch_to.h - changing the running task.
 */
#ifndef _ASM_X86_SWITCH_TO_H
#define _ASM_X86_SWITCH_TO_H

struct task_struct;

extern struct task_struct *__switch_to_asm(struct task_struct *prev, struct task_struct *next);
extern struct task_struct *__switch_to(struct task_struct *prev, struct task_struct *next);
extern void ret_from_fork_asm(void);

/* What __switch_to_asm() leaves on the stack of a task that does not run. */
struct inactive_task_frame {
	unsigned long r15;
	unsigned long r14;
	unsigned long r13;
	unsigned long r12;
	unsigned long bx;
	unsigned long bp;
	unsigned long ret_addr;
};

struct fork_frame {
	struct inactive_task_frame frame;
	struct pt_regs regs;
};

/* @last becomes the task that ran on this CPU before @prev was resumed. */
#define switch_to(prev, next, last)	((last) = __switch_to_asm((prev), (next)))

#endif
