// SPDX-License-Identifier: GPL-2.0-only
/*
 * signal.c - the way back to user mode: rescheduling, signals, and system calls that are repeated.
 *
 * Invariant:  a handler is called like a function, in user mode, from where the program was; the
 *             signal mask afterwards is what it was before (there is no frame, and no sigreturn).
 * Elsewhere:  which signal, which action (kernel/signal.c); user mode (user.c).
 */
#include <linux/entry-common.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/rseq.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/task_work.h>
#include <asm/ptrace.h>
#include <asm/unistd.h>
#include "sim_kernel.h"

static void run_handler(struct ksignal *ksig, struct pt_regs *regs)
{
	struct thread_struct *t = &current->thread;
	struct pt_regs saved = *regs;
	sigset_t mask = *sigmask_to_save();

	if (!t->signal_fn)
		panic("sim: %s/%d caught signal %d without sim_on_signal()", current->comm, current->pid, ksig->sig);
	signal_setup_done(0, ksig, 0);
	local_irq_disable();
	sim_enter_user();
	t->signal_fn(ksig->sig, &ksig->info);
	sim_leave_user();
	set_current_blocked(&mask);
	*regs = saved;
}

/* The interrupted system call: repeated after this handler, or not. */
static void prepare_restart(struct pt_regs *regs, unsigned long sa_flags)
{
	switch ((long)regs->ret) {
	case -ERESTARTSYS:
		if (!(sa_flags & SA_RESTART)) {
			regs->ret = -EINTR;
			break;
		}
		fallthrough;
	case -ERESTARTNOINTR:
		regs->again = true;
		break;
	case -ERESTART_RESTARTBLOCK:
	case -ERESTARTNOHAND:
		regs->ret = -EINTR;
		break;
	}
}

static void restart_without_handler(struct pt_regs *regs)
{
	switch ((long)regs->ret) {
	case -ERESTART_RESTARTBLOCK:
		regs->nr = __NR_restart_syscall;
		fallthrough;
	case -ERESTARTNOHAND:
	case -ERESTARTSYS:
	case -ERESTARTNOINTR:
		regs->again = true;
		break;
	}
}

/** arch_do_signal_or_restart() - deliver what is pending; without a handler, repeat the system call */
void arch_do_signal_or_restart(struct pt_regs *regs)
{
	bool in_syscall = regs->nr >= 0 && !regs->again;
	struct ksignal ksig;

	if (get_signal(&ksig)) {
		if (in_syscall)
			prepare_restart(regs, ksig.ka.sa.sa_flags);
		rseq_signal_deliver(&ksig, regs);
		run_handler(&ksig, regs);
		return;
	}
	if (in_syscall)
		restart_without_handler(regs);
	restore_saved_sigmask();
}
