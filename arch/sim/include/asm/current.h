/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/current.h - the running task, from the CPU; written by switch_to() alone.
 */
#ifndef _ASM_SIM_CURRENT_H
#define _ASM_SIM_CURRENT_H

#ifndef __ASSEMBLY__
#include <asm/sim_cpu.h>

/* The same for a task wherever it goes on, so the compiler may keep it: not volatile. */
static __always_inline struct task_struct *get_current(void)
{
	struct task_struct *task;

	asm("movq %%fs:sim_this_cpu@tpoff, %0\n\tmovq (%0), %0" : "=r" (task));
	return task;
}

#define current get_current()

#endif
#endif
