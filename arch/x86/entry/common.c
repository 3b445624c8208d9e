// SPDX-License-Identifier: GPL-2.0-only
/*
 * common.c - what a task still has to do in the kernel before it goes on in user mode.
 *
 * Invariant:  exit_to_user_mode_work() returns with interrupts off and none of the work flags
 *             set; with interrupts off nobody on this CPU can set one, and another CPU that does
 *             sends an interrupt after it.
 * Elsewhere:  the test of the flags (entry_64.S): without any, this is not called.
 */
#include <linux/hardirq.h>
#include <linux/rseq.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/task_work.h>
#include <asm/fpu/api.h>
#include <asm/irqflags.h>
#include <asm/ptrace.h>
#include <asm/sighandling.h>
#include <asm/thread_info.h>
#include "entry.h"

/** exit_to_user_mode_work() - reschedule, signals, task work; at last the user's FPU registers */
void exit_to_user_mode_work(struct pt_regs *regs)
{
	unsigned long flags;

	while ((flags = READ_ONCE(current_thread_info()->flags)) & EXIT_TO_USER_MODE_WORK) {
		local_irq_enable();
		if (flags & _TIF_NEED_RESCHED)
			schedule();
		if (flags & (_TIF_SIGPENDING | _TIF_NOTIFY_SIGNAL))
			arch_do_signal_or_restart(regs);
		if (flags & _TIF_NOTIFY_RESUME) {
			clear_bit(TIF_NOTIFY_RESUME, &current_thread_info()->flags);
			task_work_run();
			rseq_handle_notify_resume(NULL, regs);
		}
		local_irq_disable();
	}
	if (flags & _TIF_NEED_FPU_LOAD)
		fpu_load_current();
}

/**
 * fixup_bad_iret() - make the user state that iret refused look as if the exception came from there
 *
 * @bad_regs: the exception's frame; its sp points to the five words that iret wanted
 * Return: a frame at the top of the task's stack.
 */
struct pt_regs *fixup_bad_iret(struct pt_regs *bad_regs)
{
	struct pt_regs *regs = task_pt_regs(current), copy = *bad_regs;

	memcpy(&copy.ip, (void *)bad_regs->sp, 5 * sizeof(long));
	*regs = copy;
	return regs;
}
