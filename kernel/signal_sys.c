// SPDX-License-Identifier: GPL-2.0-only
/*
 * signal_sys.c - the system calls on signals.
 *
 * Owns:       the form in which user space sees siginfo, masks, actions and alternate stacks.
 * Locks:      as signal.c.
 * Elsewhere:  signal.c (receiving), signal_send.c (sending), the architecture (sigreturn).
 */
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/file.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/time64.h>
#include <linux/uaccess.h>
#include <uapi/linux/pidfd.h>

#include "signal.h"

/* ---- siginfo ---- */

int copy_siginfo_to_user(siginfo_t __user *to, const kernel_siginfo_t *from)
{
	if (copy_to_user(to, from, sizeof(*from)))
		return -EFAULT;
	if (clear_user((char __user *)to + sizeof(*from), sizeof(*to) - sizeof(*from)))
		return -EFAULT;
	return 0;
}

/* Is everything that this kind of siginfo carries within kernel_siginfo? */
static bool known_siginfo_layout(int sig, int si_code)
{
	static const struct { int sig, limit; } limits[] = {
		{ SIGILL, NSIGILL }, { SIGFPE, NSIGFPE }, { SIGSEGV, NSIGSEGV },
		{ SIGBUS, NSIGBUS }, { SIGTRAP, NSIGTRAP }, { SIGCHLD, NSIGCHLD },
		{ SIGPOLL, NSIGPOLL }, { SIGSYS, NSIGSYS },
	};

	if (si_code == SI_KERNEL)
		return true;
	if (si_code <= SI_USER)
		return si_code >= SI_DETHREAD || si_code == SI_ASYNCNL;
	for (int i = 0; i < ARRAY_SIZE(limits); i++)
		if (sig == limits[i].sig)
			return si_code <= limits[i].limit;
	return si_code <= NSIGPOLL;
}

int copy_siginfo_from_user(kernel_siginfo_t *to, const siginfo_t __user *from)
{
	char rest[sizeof(siginfo_t) - sizeof(kernel_siginfo_t)];

	if (copy_from_user(to, from, sizeof(*to)))
		return -EFAULT;
	if (known_siginfo_layout(to->si_signo, to->si_code))
		return 0;
	if (copy_from_user(rest, (const char __user *)from + sizeof(*to), sizeof(rest)))
		return -EFAULT;
	return memchr_inv(rest, 0, sizeof(rest)) ? -E2BIG : 0;
}

/* ---- masks ---- */

/** set_user_sigmask() - wait under @umask; restore_saved_sigmask() or a handler's frame ends it. */
int set_user_sigmask(const sigset_t __user *umask, size_t sigsetsize)
{
	sigset_t mask;

	if (!umask)
		return 0;
	if (sigsetsize != sizeof(sigset_t))
		return -EINVAL;
	if (copy_from_user(&mask, umask, sizeof(mask)))
		return -EFAULT;
	set_restore_sigmask();
	current->saved_sigmask = current->blocked;
	set_current_blocked(&mask);
	return 0;
}

SYSCALL_DEFINE4(rt_sigprocmask, int, how, sigset_t __user *, nset, sigset_t __user *, oset,
		size_t, sigsetsize)
{
	sigset_t old = current->blocked, new;
	int err;

	if (sigsetsize != sizeof(sigset_t))
		return -EINVAL;
	if (nset) {
		if (copy_from_user(&new, nset, sizeof(new)))
			return -EFAULT;
		sigdelsetmask(&new, sigmask(SIGKILL) | sigmask(SIGSTOP));
		err = sigprocmask(how, &new, NULL);
		if (err)
			return err;
	}
	if (oset && copy_to_user(oset, &old, sizeof(old)))
		return -EFAULT;
	return 0;
}

SYSCALL_DEFINE2(rt_sigpending, sigset_t __user *, uset, size_t, sigsetsize)
{
	sigset_t set;

	if (sigsetsize > sizeof(set))
		return -EINVAL;
	spin_lock_irq(&current->sighand->siglock);
	sigorsets(&set, &current->pending.signal, &current->signal->shared_pending.signal);
	spin_unlock_irq(&current->sighand->siglock);
	sigandsets(&set, &current->blocked, &set);
	return copy_to_user(uset, &set, sigsetsize) ? -EFAULT : 0;
}

/* ---- waiting ---- */

static int wait_for_signals(const sigset_t *which, kernel_siginfo_t *info,
			    const struct timespec64 *ts)
{
	struct task_struct *tsk = current;
	ktime_t timeout = KTIME_MAX, *to = NULL;
	sigset_t others = *which;
	enum pid_type type;
	int sig, slept = 0;

	if (ts) {
		if (!timespec64_valid(ts))
			return -EINVAL;
		timeout = timespec64_to_ktime(*ts);
		to = &timeout;
	}
	sigdelsetmask(&others, sigmask(SIGKILL) | sigmask(SIGSTOP));
	signotset(&others);

	spin_lock_irq(&tsk->sighand->siglock);
	sig = dequeue_signal(&others, info, &type);
	if (!sig && timeout) {
		/* Unblock them, so that we are woken; real_blocked keeps them from killing. */
		tsk->real_blocked = tsk->blocked;
		sigandsets(&tsk->blocked, &tsk->blocked, &others);
		recalc_sigpending();
		spin_unlock_irq(&tsk->sighand->siglock);

		__set_current_state(TASK_INTERRUPTIBLE);
		slept = schedule_hrtimeout_range(to, tsk->timer_slack_ns, HRTIMER_MODE_REL);

		spin_lock_irq(&tsk->sighand->siglock);
		set_task_blocked(tsk, &tsk->real_blocked);
		sigemptyset(&tsk->real_blocked);
		sig = dequeue_signal(&others, info, &type);
	}
	spin_unlock_irq(&tsk->sighand->siglock);

	if (sig)
		return sig;
	return slept ? -EINTR : -EAGAIN;
}

SYSCALL_DEFINE4(rt_sigtimedwait, const sigset_t __user *, uthese, siginfo_t __user *, uinfo,
		const struct __kernel_timespec __user *, uts, size_t, sigsetsize)
{
	struct timespec64 ts;
	kernel_siginfo_t info;
	sigset_t these;
	int ret;

	if (sigsetsize != sizeof(sigset_t))
		return -EINVAL;
	if (copy_from_user(&these, uthese, sizeof(these)))
		return -EFAULT;
	if (uts && get_timespec64(&ts, uts))
		return -EFAULT;
	ret = wait_for_signals(&these, &info, uts ? &ts : NULL);
	if (ret > 0 && uinfo && copy_siginfo_to_user(uinfo, &info))
		ret = -EFAULT;
	return ret;
}

SYSCALL_DEFINE0(pause)
{
	while (!signal_pending(current)) {
		__set_current_state(TASK_INTERRUPTIBLE);
		schedule();
	}
	return -ERESTARTNOHAND;
}

SYSCALL_DEFINE2(rt_sigsuspend, sigset_t __user *, unewset, size_t, sigsetsize)
{
	sigset_t newset;

	if (sigsetsize != sizeof(sigset_t))
		return -EINVAL;
	if (copy_from_user(&newset, unewset, sizeof(newset)))
		return -EFAULT;
	current->saved_sigmask = current->blocked;
	set_current_blocked(&newset);
	while (!signal_pending(current)) {
		__set_current_state(TASK_INTERRUPTIBLE);
		schedule();
	}
	set_restore_sigmask();
	return -ERESTARTNOHAND;
}

/* ---- sending ---- */

static void prepare_kill_siginfo(int sig, struct kernel_siginfo *info, int code)
{
	clear_siginfo(info);
	info->si_signo = sig;
	info->si_code = code;
	info->si_pid = task_tgid_vnr(current);
	info->si_uid = from_kuid_munged(&init_user_ns, current_uid());
}

static int kill_everybody(int sig, struct kernel_siginfo *info)
{
	struct task_struct *p;
	int err = 0, count = 0;

	for_each_process(p) {
		int this;

		if (task_pid_vnr(p) <= 1 || same_thread_group(p, current))
			continue;
		this = group_send_sig_info(sig, info, p, PIDTYPE_MAX);
		count++;
		if (this != -EPERM)
			err = this;
	}
	return count ? err : -ESRCH;
}

SYSCALL_DEFINE2(kill, pid_t, nr, int, sig)
{
	struct kernel_siginfo info;
	int err;

	prepare_kill_siginfo(sig, &info, SI_USER);
	if (nr > 0) {
		rcu_read_lock();
		err = kill_pid_info(sig, &info, find_pid(nr));
		rcu_read_unlock();
		return err;
	}
	/* -INT_MIN is no number. */
	if (nr == INT_MIN)
		return -ESRCH;

	read_lock(&tasklist_lock);
	if (nr == -1)
		err = kill_everybody(sig, &info);
	else
		err = __kill_pgrp_info(sig, &info, nr ? find_pid(-nr) : task_pgrp(current));
	read_unlock(&tasklist_lock);
	return err;
}

/* To one thread, checked to belong to @tgid where that is positive. */
static int send_to_thread(pid_t tgid, pid_t nr, int sig, struct kernel_siginfo *info)
{
	struct task_struct *p;
	int err = -ESRCH;

	rcu_read_lock();
	p = find_task_by_vpid(nr);
	if (p && (tgid <= 0 || task_tgid_vnr(p) == tgid)) {
		err = group_send_sig_info(sig, info, p, PIDTYPE_PID);
		/* A thread that has just exited took it with it: as if it had come in time. */
		if (err == -ESRCH && sig)
			err = 0;
	}
	rcu_read_unlock();
	return err;
}

SYSCALL_DEFINE3(tgkill, pid_t, tgid, pid_t, nr, int, sig)
{
	struct kernel_siginfo info;

	if (nr <= 0 || tgid <= 0)
		return -EINVAL;
	prepare_kill_siginfo(sig, &info, SI_TKILL);
	return send_to_thread(tgid, nr, sig, &info);
}

SYSCALL_DEFINE2(tkill, pid_t, nr, int, sig)
{
	struct kernel_siginfo info;

	if (nr <= 0)
		return -EINVAL;
	prepare_kill_siginfo(sig, &info, SI_TKILL);
	return send_to_thread(0, nr, sig, &info);
}

/* A siginfo from user space may not pass for one of the kernel's or of kill(). */
static bool may_claim(const kernel_siginfo_t *info, pid_t receiver)
{
	return (info->si_code < 0 && info->si_code != SI_TKILL) ||
	       task_pid_vnr(current) == receiver;
}

SYSCALL_DEFINE3(rt_sigqueueinfo, pid_t, nr, int, sig, siginfo_t __user *, uinfo)
{
	kernel_siginfo_t info;
	int err;

	err = copy_siginfo_from_user(&info, uinfo);
	if (err)
		return err;
	info.si_signo = sig;
	if (!may_claim(&info, nr))
		return -EPERM;
	rcu_read_lock();
	err = kill_pid_info(sig, &info, find_pid(nr));
	rcu_read_unlock();
	return err;
}

SYSCALL_DEFINE4(rt_tgsigqueueinfo, pid_t, tgid, pid_t, nr, int, sig, siginfo_t __user *, uinfo)
{
	kernel_siginfo_t info;
	int err;

	err = copy_siginfo_from_user(&info, uinfo);
	if (err)
		return err;
	info.si_signo = sig;
	if (nr <= 0 || tgid <= 0)
		return -EINVAL;
	if (!may_claim(&info, nr))
		return -EPERM;
	return send_to_thread(tgid, nr, sig, &info);
}

/* ---- actions ---- */

static void drop_ignored(struct task_struct *p, int sig)
{
	struct task_struct *t;
	sigset_t mask;

	sigemptyset(&mask);
	sigaddset(&mask, sig);
	flush_sigqueue_mask(&mask, &p->signal->shared_pending);
	for_each_thread(p, t)
		flush_sigqueue_mask(&mask, &t->pending);
}

/** do_sigaction() - get and set a handler. Return: 0 or -EINVAL. */
int do_sigaction(int sig, struct k_sigaction *act, struct k_sigaction *oact)
{
	struct task_struct *p = current;
	struct k_sigaction *k;

	if (!valid_signal(sig) || sig < 1 || (act && sig_kernel_only(sig)))
		return -EINVAL;

	k = &p->sighand->action[sig - 1];
	spin_lock_irq(&p->sighand->siglock);
	if (k->sa.sa_flags & SA_IMMUTABLE) {
		spin_unlock_irq(&p->sighand->siglock);
		return -EINVAL;
	}
	if (oact) {
		*oact = *k;
		oact->sa.sa_flags &= UAPI_SA_FLAGS;
	}
	if (act) {
		/* Programs learn by reading back which flags the kernel knows. */
		act->sa.sa_flags &= UAPI_SA_FLAGS;
		sigdelsetmask(&act->sa.sa_mask, sigmask(SIGKILL) | sigmask(SIGSTOP));
		*k = *act;
		/* POSIX: what waits and is now ignored is gone, blocked or not. */
		if (sig_task_ignored(p, sig, false))
			drop_ignored(p, sig);
	}
	spin_unlock_irq(&p->sighand->siglock);
	return 0;
}

SYSCALL_DEFINE4(rt_sigaction, int, sig, const struct sigaction __user *, act,
		struct sigaction __user *, oact, size_t, sigsetsize)
{
	struct k_sigaction new, old;
	int err;

	if (sigsetsize != sizeof(sigset_t))
		return -EINVAL;
	if (act && copy_from_user(&new.sa, act, sizeof(new.sa)))
		return -EFAULT;
	err = do_sigaction(sig, act ? &new : NULL, oact ? &old : NULL);
	if (err)
		return err;
	if (oact && copy_to_user(oact, &old.sa, sizeof(old.sa)))
		return -EFAULT;
	return 0;
}

/* ---- alternate stacks ---- */

void sas_ss_reset(struct task_struct *p)
{
	p->sas_ss_sp = 0;
	p->sas_ss_size = 0;
	p->sas_ss_flags = SS_DISABLE;
}

static void get_altstack(stack_t *oss, unsigned long sp)
{
	memset(oss, 0, sizeof(*oss));
	oss->ss_sp = (void __user *)current->sas_ss_sp;
	oss->ss_size = current->sas_ss_size;
	oss->ss_flags = sas_ss_flags(sp) | (current->sas_ss_flags & SS_FLAG_BITS);
}

static int set_altstack(const stack_t *ss, unsigned long sp)
{
	unsigned int mode = ss->ss_flags & ~SS_FLAG_BITS;
	struct task_struct *t = current;

	if (on_sig_stack(sp))
		return -EPERM;
	if (mode != SS_DISABLE && mode != SS_ONSTACK && mode != 0)
		return -EINVAL;

	if (mode == SS_DISABLE) {
		t->sas_ss_sp = 0;
		t->sas_ss_size = 0;
	} else {
		if (ss->ss_size < MINSIGSTKSZ)
			return -ENOMEM;
		t->sas_ss_sp = (unsigned long)ss->ss_sp;
		t->sas_ss_size = ss->ss_size;
	}
	t->sas_ss_flags = ss->ss_flags;
	return 0;
}

SYSCALL_DEFINE2(sigaltstack, const stack_t __user *, uss, stack_t __user *, uoss)
{
	unsigned long sp = current_user_stack_pointer();
	stack_t new, old;
	int err;

	if (uss && copy_from_user(&new, uss, sizeof(new)))
		return -EFAULT;
	get_altstack(&old, sp);
	if (uss) {
		err = set_altstack(&new, sp);
		if (err)
			return err;
	}
	return uoss && copy_to_user(uoss, &old, sizeof(old)) ? -EFAULT : 0;
}

/** restore_altstack() - sigreturn(): back to the stack in the frame; a bad one is left as it is. */
int restore_altstack(const stack_t __user *uss)
{
	stack_t new;

	if (copy_from_user(&new, uss, sizeof(new)))
		return -EFAULT;
	(void)set_altstack(&new, current_user_stack_pointer());
	return 0;
}

/** __save_altstack() - into a frame. */
int __save_altstack(stack_t __user *uss, unsigned long sp)
{
	stack_t ss;

	memset(&ss, 0, sizeof(ss));
	ss.ss_sp = (void __user *)current->sas_ss_sp;
	ss.ss_flags = current->sas_ss_flags;
	ss.ss_size = current->sas_ss_size;
	return copy_to_user(uss, &ss, sizeof(ss)) ? -EFAULT : 0;
}

/* ---- restart ---- */

SYSCALL_DEFINE0(restart_syscall)
{
	struct restart_block *restart = &current->restart_block;

	return restart->fn(restart);
}

long do_no_restart_syscall(struct restart_block *param)
{
	return -EINTR;
}
