// SPDX-License-Identifier: GPL-2.0-only
/*
 * entry.c - what a task still has to do in the kernel before it goes on in user mode.
 *
 * Invariant:  exit_to_user_mode_loop() returns with interrupts off and none of the work flags
 *             set; with interrupts off nobody on this CPU can set one, and another CPU that does
 *             sends an interrupt after it.
 * Elsewhere:  the test of the flags, which spares most returns the call (the architecture's entry code).
 */
#include <linux/entry-common.h>
#include <linux/irqflags.h>
#include <linux/rseq.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/task_work.h>
#include <asm/thread_info.h>

unsigned long exit_to_user_mode_loop(struct pt_regs *regs)
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
	return flags;
}
