/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/switch_to.h - changing the running task.
 */
#ifndef _ASM_SIM_SWITCH_TO_H
#define _ASM_SIM_SWITCH_TO_H

struct task_struct;

extern struct task_struct *sim_switch_to(struct task_struct *prev, struct task_struct *next);

/* @last becomes the task that ran on this CPU before @prev was resumed. */
#define switch_to(prev, next, last)	((last) = sim_switch_to((prev), (next)))

#endif
