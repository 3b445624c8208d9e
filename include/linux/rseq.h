/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rseq.h - restartable sequences: hooks for the scheduler, signal delivery, fork and exec.
 *
 * A thread that has registered an area finds in it, whenever it runs in user mode, the CPU it
 * runs on; and a critical section that was preempted, migrated or interrupted by a signal goes
 * on at its abort address. All of that is done late, on the way back to user mode.
 */
#ifndef _LINUX_RSEQ_H
#define _LINUX_RSEQ_H

#include <linux/sched.h>
#include <uapi/linux/rseq.h>

struct ksignal;
struct pt_regs;

void __rseq_handle_notify_resume(struct ksignal *ksig, struct pt_regs *regs);

/* Called on the way to user mode when TIF_NOTIFY_RESUME was set. */
static inline void rseq_handle_notify_resume(struct ksignal *ksig, struct pt_regs *regs)
{
	if (current->rseq)
		__rseq_handle_notify_resume(ksig, regs);
}

/* Called before a signal frame is built. */
static inline void rseq_signal_deliver(struct ksignal *ksig, struct pt_regs *regs)
{
	if (current->rseq)
		__rseq_handle_notify_resume(ksig, regs);
}

/* Called by the scheduler when @t is switched out against its will, or changes CPU. */
static inline void rseq_preempt(struct task_struct *t)
{
	if (t->rseq)
		set_tsk_thread_flag(t, TIF_NOTIFY_RESUME);
}

static inline void rseq_migrate(struct task_struct *t)
{
	rseq_preempt(t);
}

static inline void rseq_execve(struct task_struct *t)
{
	t->rseq = NULL;
	t->rseq_sig = 0;
	t->rseq_len = 0;
}

/* A new thread starts unregistered; a forked process has its parent's area at its address. */
static inline void rseq_fork(struct task_struct *t, unsigned long clone_flags)
{
	if (clone_flags & CLONE_VM)
		rseq_execve(t);
	else if (t->rseq)
		set_tsk_thread_flag(t, TIF_NOTIFY_RESUME);
}

#endif
