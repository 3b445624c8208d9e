/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/sighandling.h - delivering signals to user code. */
#ifndef _ASM_SIM_SIGHANDLING_H
#define _ASM_SIM_SIGHANDLING_H

struct pt_regs;

extern void arch_do_signal_or_restart(struct pt_regs *regs);
extern void exit_to_user_mode_work(struct pt_regs *regs);

#endif
