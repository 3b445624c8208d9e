/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/ptrace.h - the registers of a program: those of a machine without instructions.
 *
 * The user mode of a simulated process is a function of C (sim/user.h). What the kernel wants to
 * know of a program at a system call or a fault stands here.
 */
#ifndef _ASM_SIM_PTRACE_H
#define _ASM_SIM_PTRACE_H

#include <asm/page_types.h>

#ifndef __ASSEMBLY__
#include <linux/types.h>
#include <linux/compiler.h>

struct pt_regs {
	unsigned long	ip;		/* where exec() entered; the address of an instruction fetch */
	unsigned long	sp;		/* of the user's stack, in user memory */
	unsigned long	ret;		/* what the system call returns */
	unsigned long	args[6];
	long		nr;		/* of the system call, or -1 */
	bool		again;		/* the system call is to be repeated */
	bool		user;		/* these are user mode's, not an interrupted kernel's */
} __attribute__((aligned(16)));

static __always_inline int user_mode(struct pt_regs *regs)
{
	return regs->user;
}

static inline unsigned long regs_return_value(struct pt_regs *regs)	{ return regs->ret; }
static inline void regs_set_return_value(struct pt_regs *regs, unsigned long rc) { regs->ret = rc; }
static inline unsigned long instruction_pointer(struct pt_regs *regs)	{ return regs->ip; }
static inline void instruction_pointer_set(struct pt_regs *regs, unsigned long val) { regs->ip = val; }
static inline unsigned long user_stack_pointer(struct pt_regs *regs)	{ return regs->sp; }
static inline void user_stack_pointer_set(struct pt_regs *regs, unsigned long val) { regs->sp = val; }
#define profile_pc(regs)	instruction_pointer(regs)

#define arch_has_single_step()	(0)

#endif
#endif
