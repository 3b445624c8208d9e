/* SPDX-License-Identifier: GPL-2.0-only */
/* entry-common.h - between the kernel and user mode. */
#ifndef _LINUX_ENTRY_COMMON_H
#define _LINUX_ENTRY_COMMON_H

struct pt_regs;

/**
 * exit_to_user_mode_loop() - reschedule, signals, task work, until no flag asks for any
 * @regs: of user mode, whither they may lead elsewhere afterwards
 *
 * Context: interrupts off, as afterwards; may sleep between.
 * Return: the thread's flags, none of EXIT_TO_USER_MODE_WORK among them.
 */
unsigned long exit_to_user_mode_loop(struct pt_regs *regs);

/* The architecture's: delivers a signal, or arranges that the system call is made again. */
void arch_do_signal_or_restart(struct pt_regs *regs);

#endif
