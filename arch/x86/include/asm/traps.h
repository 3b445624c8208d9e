/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/traps.h - exceptions, and dying of one.
 */
#ifndef _ASM_X86_TRAPS_H
#define _ASM_X86_TRAPS_H

#include <linux/types.h>
#include <asm/irq_vectors.h>
#include <asm/ptrace.h>

/* Bits of a page fault's error code (Intel SDM 3, section 4.7). */
#define X86_PF_PROT	(1UL << 0)	/* the entry was present */
#define X86_PF_WRITE	(1UL << 1)
#define X86_PF_USER	(1UL << 2)
#define X86_PF_RSVD	(1UL << 3)
#define X86_PF_INSTR	(1UL << 4)
#define X86_PF_PK	(1UL << 5)

struct task_struct;

/* Called from entry_64.S. */
extern void exc_divide_error(struct pt_regs *regs);
extern void exc_debug(struct pt_regs *regs);
extern void exc_nmi(struct pt_regs *regs);
extern void exc_int3(struct pt_regs *regs);
extern void exc_overflow(struct pt_regs *regs);
extern void exc_bounds(struct pt_regs *regs);
extern void exc_invalid_op(struct pt_regs *regs);
extern void exc_device_not_available(struct pt_regs *regs);
extern void exc_double_fault(struct pt_regs *regs, unsigned long error_code);
extern void exc_coproc_segment_overrun(struct pt_regs *regs);
extern void exc_invalid_tss(struct pt_regs *regs, unsigned long error_code);
extern void exc_segment_not_present(struct pt_regs *regs, unsigned long error_code);
extern void exc_stack_segment(struct pt_regs *regs, unsigned long error_code);
extern void exc_general_protection(struct pt_regs *regs, unsigned long error_code);
extern void exc_page_fault(struct pt_regs *regs, unsigned long error_code);
extern void exc_spurious_interrupt_bug(struct pt_regs *regs);
extern void exc_coprocessor_error(struct pt_regs *regs);
extern void exc_alignment_check(struct pt_regs *regs, unsigned long error_code);
extern void exc_machine_check(struct pt_regs *regs);
extern void exc_simd_coprocessor_error(struct pt_regs *regs);

/* Reports; then the task dies, or where that is not safe, the machine. Does not return. */
extern void __attribute__((noreturn)) die(const char *what, struct pt_regs *regs, long error_code);
extern void __attribute__((noreturn)) die_addr(const char *what, struct pt_regs *regs, long error_code,
					       unsigned long addr);
extern void __attribute__((noreturn)) rewind_stack_and_make_dead(int signr);
extern bool is_stack_guard(unsigned long addr, struct task_struct **owner);
extern void show_opcodes(struct pt_regs *regs);
extern void show_trace_log_lvl(struct task_struct *task, struct pt_regs *regs, unsigned long *sp,
			       const char *loglvl);

#endif
