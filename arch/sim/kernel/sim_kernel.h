/* SPDX-License-Identifier: GPL-2.0-only */
/* sim_kernel.h - what the files of arch/sim/kernel share. */
#ifndef _SIM_KERNEL_H
#define _SIM_KERNEL_H

#include <linux/types.h>

struct task_struct;
struct pt_regs;

/* point.c */
void sim_cpus_init(struct task_struct *init);
void sim_set_timer(u64 when);

/* process.c */
void sim_fiber_init(struct task_struct *tsk, void (*fn)(void));

/* time.c */
void sim_timer_setup(void);
void sim_timer_interrupt(void);

/* user.c */
void sim_user_mode(void) __attribute__((__noreturn__));

/* program.c */
void sim_start_program(struct pt_regs *regs);

/* reboot.c */
void sim_exit(int status) __attribute__((__noreturn__));
void sim_set_exit_status(int status);

/* ../mm/stale.c */
void sim_changes_over(void);

/* ../mm/tlb.c */
void sim_lose_flushes(bool lose);

#endif
