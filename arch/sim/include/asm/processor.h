/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/processor.h - a task's machine state.
 */
#ifndef _ASM_SIM_PROCESSOR_H
#define _ASM_SIM_PROCESSOR_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/barrier.h>
#include <asm/current.h>
#include <asm/page_types.h>
#include <asm/ptrace.h>

struct task_struct;
struct mm_struct;
struct kernel_siginfo;

/* [S]: the task itself only. */
struct thread_struct {
	struct os_fiber	fiber;		/* its stack, and its registers while it does not run */
	int (*kernel_fn)(void *arg);	/* of a kernel thread, until it starts */
	void		*kernel_arg;
	void (*user_fn)(void *arg);	/* [S] where user mode (re)starts; sim/user.h */
	void		*user_arg;
	void (*child_fn)(void *arg);	/* [S] where a child that is made now starts */
	void		*child_arg;
	void (*signal_fn)(int sig, struct kernel_siginfo *info);	/* [S] */
	bool		in_user;	/* [S] user mode runs, not the kernel on its behalf */
	bool		catch_faults;	/* [S] bad accesses are reported, not signalled */
	bool		exec_done;	/* [S] exec() has put another program into place */
	unsigned int	changes;	/* [S] newest change of a page table since the kernel was entered; mm/stale.c */
	int		caught_code;	/* [S] si_code of the last bad access */
	unsigned long	fault_address;	/* [S] and its address */
};

#define INIT_THREAD	{ .catch_faults = true }

#define task_top_of_stack(task)	((unsigned long)(task_stack_page(task)) + THREAD_SIZE)
#define task_pt_regs(task)	((struct pt_regs *)task_top_of_stack(task) - 1)

#define TASK_SIZE		TASK_SIZE_MAX
#define TASK_SIZE_OF(child)	TASK_SIZE_MAX
#define TASK_SIZE_LOW		TASK_SIZE_MAX
#define DEFAULT_MAP_WINDOW	TASK_SIZE_MAX
#define STACK_TOP		TASK_SIZE_MAX
#define STACK_TOP_MAX		TASK_SIZE_MAX
#define TASK_UNMAPPED_BASE	((TASK_SIZE_MAX / 3) & PAGE_MASK)

#define KSTK_EIP(task)		(task_pt_regs(task)->ip)
#define KSTK_ESP(task)		(task_pt_regs(task)->sp)

extern void start_thread(struct pt_regs *regs, unsigned long new_ip, unsigned long new_sp);
extern unsigned long __get_wchan(struct task_struct *p);
extern int arch_dup_task_struct(struct task_struct *dst, struct task_struct *src);
extern void arch_release_task_struct(struct task_struct *tsk);
extern unsigned long arch_align_stack(unsigned long sp);
extern unsigned long arch_randomize_brk(struct mm_struct *mm);

#define cpu_relax_lowlatency()	cpu_relax()

static inline void prefetch(const void *x)	{ __builtin_prefetch(x); }
static inline void prefetchw(const void *x)	{ __builtin_prefetch(x, 1); }
#define ARCH_HAS_PREFETCH
#define ARCH_HAS_PREFETCHW

#endif
