/* SPDX-License-Identifier: GPL-2.0-only */
/* sim_kernel.h - what the files of arch/sim/kernel share. */
#ifndef _SIM_KERNEL_H
#define _SIM_KERNEL_H

#include <linux/types.h>
#include <asm/sim_cpu.h>

struct task_struct;
struct pt_regs;

/* point.c */
void sim_cpus_init(struct task_struct *init);
void sim_set_timer(u64 when);

/* threads.c */
void sim_threads_init(void);
u64 sim_threads_now(void);
void sim_threads_point(void);
void sim_threads_yield(void);
void sim_threads_halt(struct sim_cpu *cpu);
void sim_threads_enter_user(void);
void sim_threads_leave_user(void);
void sim_threads_start(struct sim_cpu *cpu);
void sim_threads_stop_others(void);

static inline void sim_interrupt_if_pending(void)
{
	struct sim_cpu *cpu = sim_this();

	if (sim_pending(cpu) && cpu->irqs_on)
		sim_deliver_irqs();
}

/* process.c */
void sim_fiber_init(struct task_struct *tsk, void (*fn)(void));

/* time.c */
void sim_timer_setup(void);
void sim_timer_interrupt(void);

/* user.c */
void sim_enter_user(void);
void sim_leave_user(void);
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
