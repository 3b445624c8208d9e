// SPDX-License-Identifier: GPL-2.0-only
/*
 * common.c - the C part of the ways into and out of user mode.
 *
 * Elsewhere:  the test of the flags (entry_64.S): without any, exit_to_user_mode_work() is not called.
 */
#include <linux/entry-common.h>
#include <linux/hardirq.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <asm/fpu/api.h>
#include <asm/ptrace.h>
#include <asm/thread_info.h>
#include "entry.h"

/** exit_to_user_mode_work() - what the flags ask for; at last the user's FPU registers */
void exit_to_user_mode_work(struct pt_regs *regs)
{
	if (exit_to_user_mode_loop(regs) & _TIF_NEED_FPU_LOAD)
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
