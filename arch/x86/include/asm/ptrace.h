/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/ptrace.h - the registers that entry code pushes.
 *
 * entry_64.S builds this layout from the end upwards; asm-offsets.h carries the offsets.
 */
#ifndef _ASM_X86_PTRACE_H
#define _ASM_X86_PTRACE_H

#include <asm/segment.h>
#include <asm/page_types.h>
#include <uapi/asm/processor-flags.h>
#include <uapi/asm/ptrace.h>

#ifndef __ASSEMBLY__
#include <linux/types.h>
#include <linux/compiler.h>

struct pt_regs {
	/* The callee saves these; entry code pushes them all the same, for signals and dumps. */
	unsigned long r15;
	unsigned long r14;
	unsigned long r13;
	unsigned long r12;
	unsigned long bp;
	unsigned long bx;
	/* A C function may change these. */
	unsigned long r11;
	unsigned long r10;
	unsigned long r9;
	unsigned long r8;
	unsigned long ax;
	unsigned long cx;
	unsigned long dx;
	unsigned long si;
	unsigned long di;
	/* System-call number, the CPU's error code, or -1 for an interrupt. */
	unsigned long orig_ax;
	/* What iret takes. */
	unsigned long ip;
	unsigned long cs;
	unsigned long flags;
	unsigned long sp;
	unsigned long ss;
};

static __always_inline int user_mode(struct pt_regs *regs)
{
	return (regs->cs & SEGMENT_RPL_MASK) == USER_RPL;
}

static inline unsigned long regs_return_value(struct pt_regs *regs)	{ return regs->ax; }
static inline void regs_set_return_value(struct pt_regs *regs, unsigned long rc) { regs->ax = rc; }
static inline unsigned long instruction_pointer(struct pt_regs *regs)	{ return regs->ip; }
static inline void instruction_pointer_set(struct pt_regs *regs, unsigned long val) { regs->ip = val; }
static inline unsigned long frame_pointer(struct pt_regs *regs)	{ return regs->bp; }
static inline unsigned long user_stack_pointer(struct pt_regs *regs)	{ return regs->sp; }
static inline void user_stack_pointer_set(struct pt_regs *regs, unsigned long val) { regs->sp = val; }
static inline unsigned long kernel_stack_pointer(struct pt_regs *regs)	{ return regs->sp; }
#define profile_pc(regs)	instruction_pointer(regs)
static inline bool regs_irqs_disabled(struct pt_regs *regs)		{ return !(regs->flags & X86_EFLAGS_IF); }

#define arch_has_single_step()	(1)

#endif
#endif
