// SPDX-License-Identifier: GPL-2.0-only
/*
 * signal_64.c - entering a signal handler, and coming back from it.
 *
 * The frame on the user's stack, from its lowest address: the address of the restorer, which the
 * handler returns to; struct ucontext; siginfo; and above, 64-byte aligned, the FPU image. At
 * the handler's first instruction the stack is as after a call. The layout is Linux's ABI.
 *
 * Invariant:  nothing that sigreturn reads can make the kernel fault: flags are masked, segments
 *             are the user's, an impossible %rip faults in user mode.
 * Elsewhere:  which signal, which action (kernel/signal.c).
 */
#include <linux/entry-common.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/rseq.h>
#include <linux/ptrace.h>
#include <linux/rseq.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/signal.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <asm/fpu/api.h>
#include <asm/cpufeature.h>
#include <asm/ptrace.h>
#include <asm/sigcontext.h>
#include <asm/ucontext.h>
#include <asm/unistd.h>

struct rt_sigframe {
	char __user *pretcode;
	struct ucontext uc;
	struct siginfo info;
};

#define RED_ZONE	128

/* What a handler may change for whoever it returns to. */
#define FIX_EFLAGS	(X86_EFLAGS_AC | X86_EFLAGS_OF | X86_EFLAGS_DF | X86_EFLAGS_TF | X86_EFLAGS_SF | \
			 X86_EFLAGS_ZF | X86_EFLAGS_AF | X86_EFLAGS_PF | X86_EFLAGS_CF | X86_EFLAGS_RF)

/* ---- into the handler ---- */

static void fill_sigcontext(struct sigcontext *sc, struct pt_regs *regs, unsigned long mask, unsigned long fpstate)
{
	*sc = (struct sigcontext) {
		.r8 = regs->r8, .r9 = regs->r9, .r10 = regs->r10, .r11 = regs->r11,
		.r12 = regs->r12, .r13 = regs->r13, .r14 = regs->r14, .r15 = regs->r15,
		.di = regs->di, .si = regs->si, .bp = regs->bp, .bx = regs->bx,
		.dx = regs->dx, .ax = regs->ax, .cx = regs->cx, .sp = regs->sp,
		.ip = regs->ip, .flags = regs->flags, .cs = regs->cs, .ss = regs->ss,
		.err = current->thread.error_code, .trapno = current->thread.trap_nr,
		.oldmask = mask, .cr2 = current->thread.cr2, .fpstate = fpstate,
	};
}

static unsigned long frame_address(struct ksignal *ksig, struct pt_regs *regs, unsigned long *fpstate,
				   unsigned long *fpsize)
{
	unsigned long sp = sigsp(regs->sp - RED_ZONE, ksig);

	sp = fpu_alloc_mathframe(sp, fpstate, fpsize);
	return ((sp - sizeof(struct rt_sigframe)) & ~15UL) - 8;
}

/* An alternate stack too small for the frame is not to be overrun. */
static bool overruns_altstack(struct pt_regs *regs, unsigned long sp)
{
	return __on_sig_stack(regs->sp) && !__on_sig_stack(sp);
}

static int setup_rt_frame(struct ksignal *ksig, struct pt_regs *regs)
{
	unsigned long fpstate, fpsize, addr = frame_address(ksig, regs, &fpstate, &fpsize);
	struct rt_sigframe __user *frame = (void __user *)addr;
	sigset_t *mask = sigmask_to_save();
	struct ucontext uc = { 0 };

	if (!(ksig->ka.sa.sa_flags & SA_RESTORER) || overruns_altstack(regs, addr))
		return -EFAULT;
	if (!access_ok(frame, fpstate + fpsize - addr) ||
	    !copy_fpstate_to_sigframe((void __user *)fpstate, fpsize))
		return -EFAULT;
	uc.uc_flags = UC_SIGCONTEXT_SS | UC_STRICT_RESTORE_SS | (boot_cpu_has(X86_FEATURE_XSAVE) ? UC_FP_XSTATE : 0);
	fill_sigcontext(&uc.uc_mcontext, regs, mask->sig[0], fpstate);
	uc.uc_sigmask = *mask;
	if (copy_to_user(&frame->uc, &uc, sizeof(uc)) || __save_altstack(&frame->uc.uc_stack, regs->sp) ||
	    put_user((char __user *)ksig->ka.sa.sa_restorer, &frame->pretcode))
		return -EFAULT;
	if ((ksig->ka.sa.sa_flags & SA_SIGINFO) && copy_siginfo_to_user(&frame->info, &ksig->info))
		return -EFAULT;

	regs->di = ksig->sig;
	regs->si = (unsigned long)&frame->info;
	regs->dx = (unsigned long)&frame->uc;
	regs->ax = 0;	/* a handler with variable arguments gets none in vector registers */
	regs->ip = (unsigned long)ksig->ka.sa.sa_handler;
	regs->sp = addr;
	regs->cs = __USER_CS;
	regs->ss = __USER_DS;
	return 0;
}

/* ---- system calls that a signal interrupted ---- */

static bool in_syscall(struct pt_regs *regs)
{
	return (long)regs->orig_ax >= 0;
}

static void restart(struct pt_regs *regs, unsigned long nr)
{
	regs->ax = nr;
	regs->ip -= 2;	/* the length of the syscall instruction */
}

static void prepare_restart(struct pt_regs *regs, unsigned long sa_flags)
{
	switch ((long)regs->ax) {
	case -ERESTARTSYS:
		if (!(sa_flags & SA_RESTART)) {
			regs->ax = -EINTR;
			break;
		}
		fallthrough;
	case -ERESTARTNOINTR:
		restart(regs, regs->orig_ax);
		break;
	case -ERESTART_RESTARTBLOCK:
	case -ERESTARTNOHAND:
		regs->ax = -EINTR;
		break;
	}
}

static void restart_without_handler(struct pt_regs *regs)
{
	switch ((long)regs->ax) {
	case -ERESTARTNOHAND:
	case -ERESTARTSYS:
	case -ERESTARTNOINTR:
		restart(regs, regs->orig_ax);
		break;
	case -ERESTART_RESTARTBLOCK:
		restart(regs, __NR_restart_syscall);
		break;
	}
}

static void handle_signal(struct ksignal *ksig, struct pt_regs *regs)
{
	bool stepping = regs->flags & X86_EFLAGS_TF;
	int failed;

	if (in_syscall(regs))
		prepare_restart(regs, ksig->ka.sa.sa_flags);
	rseq_signal_deliver(ksig, regs);
	rseq_signal_deliver(ksig, regs);
	failed = setup_rt_frame(ksig, regs);
	if (!failed) {
		/* A fresh start for the handler: direction up, no single step, FPU as after exec. */
		regs->flags &= ~(X86_EFLAGS_DF | X86_EFLAGS_RF | X86_EFLAGS_TF);
		fpu_flush_thread();
	}
	signal_setup_done(failed, ksig, stepping);
}

/** arch_do_signal_or_restart() - deliver what is pending; without a handler, repeat the system call */
void arch_do_signal_or_restart(struct pt_regs *regs)
{
	struct ksignal ksig;

	if (get_signal(&ksig)) {
		handle_signal(&ksig, regs);
		return;
	}
	if (in_syscall(regs))
		restart_without_handler(regs);
	restore_saved_sigmask();
}

/* ---- back ---- */

static bool restore_sigcontext(struct pt_regs *regs, struct sigcontext __user *usc)
{
	struct sigcontext sc;

	if (copy_from_user(&sc, usc, offsetof(struct sigcontext, reserved1)))
		return false;
	/* 64-bit code only: the selectors are known. */
	if ((sc.cs | USER_RPL) != __USER_CS)
		return false;
	regs->r8 = sc.r8;
	regs->r9 = sc.r9;
	regs->r10 = sc.r10;
	regs->r11 = sc.r11;
	regs->r12 = sc.r12;
	regs->r13 = sc.r13;
	regs->r14 = sc.r14;
	regs->r15 = sc.r15;
	regs->di = sc.di;
	regs->si = sc.si;
	regs->bp = sc.bp;
	regs->bx = sc.bx;
	regs->dx = sc.dx;
	regs->ax = sc.ax;
	regs->cx = sc.cx;
	regs->sp = sc.sp;
	regs->ip = sc.ip;
	regs->cs = __USER_CS;
	regs->ss = __USER_DS;
	regs->flags = (regs->flags & ~FIX_EFLAGS) | (sc.flags & FIX_EFLAGS);
	regs->orig_ax = -1;	/* no system call to restart */
	return fpu_restore_sig((void __user *)sc.fpstate);
}

SYSCALL_DEFINE0(rt_sigreturn)
{
	struct pt_regs *regs = current_pt_regs();
	struct rt_sigframe __user *frame = (void __user *)(regs->sp - sizeof(long));
	sigset_t set;

	if (!copy_from_user(&set, &frame->uc.uc_sigmask, sizeof(set))) {
		set_current_blocked(&set);
		if (restore_sigcontext(regs, &frame->uc.uc_mcontext) && !restore_altstack(&frame->uc.uc_stack))
			return regs->ax;
	}
	force_sig(SIGSEGV);
	return 0;
}
