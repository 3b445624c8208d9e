// SPDX-License-Identifier: GPL-2.0-only
/*
 * signal_send.c - the sender's side: may it, does the receiver care, which thread shall act on it;
 * and how a parent learns of its child.
 *
 * Owns:       the decision that a signal is fatal, which starts the exit of a whole group at once.
 * Invariant:  a classic signal (below SIGRTMIN) is queued at most once for each queue; each
 *             real-time signal is queued, within RLIMIT_SIGPENDING.
 * Locks:      the receiver's siglock. A caller keeps the receiver alive by RCU, tasklist_lock or a
 *             reference. Process groups: tasklist_lock.
 * Elsewhere:  signal.c for what the receiver then does.
 */
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/cputime.h>
#include <linux/sched/jobctl.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "signal.h"

static bool sig_ignored(struct task_struct *t, int sig, bool force)
{
	/* Blocked, it may be wanted later by another handler or by sigtimedwait(). */
	if (sigismember(&t->blocked, sig) || sigismember(&t->real_blocked, sig))
		return false;
	return sig_task_ignored(t, sig, force);
}

static bool sig_is_fatal(struct task_struct *t, int sig)
{
	return !siginmask(sig, SIG_KERNEL_IGNORE_MASK | SIG_KERNEL_STOP_MASK) &&
	       t->sighand->action[sig - 1].sa.sa_handler == SIG_DFL;
}

/* Take @mask off all queues of a group. */
static void flush_group(struct task_struct *p, unsigned long mask)
{
	struct task_struct *t;
	sigset_t flush;

	siginitset(&flush, mask);
	flush_sigqueue_mask(&flush, &p->signal->shared_pending);
	for_each_thread(p, t)
		flush_sigqueue_mask(&flush, &t->pending);
}

static void continue_group(struct task_struct *p)
{
	struct signal_struct *signal = p->signal;
	struct task_struct *t;
	unsigned int why = 0;

	flush_group(p, SIG_KERNEL_STOP_MASK);
	for_each_thread(p, t) {
		task_clear_jobctl_pending(t, JOBCTL_STOP_PENDING);
		wake_up_state(t, __TASK_STOPPED);
	}
	/* A stop that was under way counts, for the parent, as done and continued. */
	if (signal->flags & SIGNAL_STOP_STOPPED)
		why = SIGNAL_CLD_CONTINUED;
	else if (signal->group_stop_count)
		why = SIGNAL_CLD_STOPPED;
	if (why) {
		signal_set_stop_flags(signal, why | SIGNAL_STOP_CONTINUED);
		signal->group_stop_count = 0;
		signal->group_exit_code = 0;
	}
}

/*
 * What a stop or continue signal does the moment it is sent, whether it will be delivered or
 * not. False where @sig shall not be queued.
 */
static bool prepare_signal(int sig, struct task_struct *p, bool force)
{
	if (p->signal->flags & SIGNAL_GROUP_EXIT)
		return false;
	if (sig_kernel_stop(sig))
		flush_group(p, sigmask(SIGCONT));
	else if (sig == SIGCONT)
		continue_group(p);
	return !sig_ignored(p, sig, force);
}

/* Would @p act on @sig soon if it were woken? */
static bool wants_signal(int sig, struct task_struct *p)
{
	if (sigismember(&p->blocked, sig) || task_is_exiting(p))
		return false;
	if (sig == SIGKILL)
		return true;
	if (task_is_stopped(p))
		return false;
	return task_curr(p) || !task_sigpending(p);
}

static struct task_struct *choose_thread(int sig, struct task_struct *p, enum pid_type type)
{
	struct signal_struct *signal = p->signal;
	struct task_struct *t;

	if (wants_signal(sig, p))
		return p;
	if (type == PIDTYPE_PID || thread_group_empty(p))
		return NULL;

	/* Go round from where the last one went, so that no thread gets them all. */
	t = signal->curr_target;
	while (!wants_signal(sig, t)) {
		t = next_thread(t);
		if (t == signal->curr_target)
			return NULL;
	}
	signal->curr_target = t;
	return t;
}

/* Start the end of all of @p's threads, from the outside. */
static void kill_group(struct task_struct *p, int sig)
{
	struct signal_struct *signal = p->signal;
	struct task_struct *t;

	signal->flags = SIGNAL_GROUP_EXIT;
	signal->group_exit_code = sig;
	signal->group_stop_count = 0;
	for_each_thread(p, t) {
		task_clear_jobctl_pending(t, JOBCTL_PENDING_MASK);
		sigaddset(&t->pending.signal, SIGKILL);
		signal_wake_up(t, 1);
	}
}

static void complete_signal(int sig, struct task_struct *p, enum pid_type type)
{
	struct task_struct *t = choose_thread(sig, p, type);

	/* Nobody can take it now: whoever unblocks it will find it. */
	if (!t)
		return;
	/*
	 * What will certainly kill the group does so now, also threads that would not look for
	 * long. Signals whose default is a dump are left to the thread that takes them.
	 */
	if (sig_is_fatal(p, sig) && !(p->signal->flags & SIGNAL_GROUP_EXIT) &&
	    !sigismember(&t->real_blocked, sig) && !sig_kernel_coredump(sig) &&
	    (sig == SIGKILL || !(p->signal->flags & SIGNAL_UNKILLABLE))) {
		kill_group(p, sig);
		return;
	}
	signal_wake_up(t, sig == SIGKILL);
}

static void fill_info(struct sigqueue *q, int sig, struct kernel_siginfo *info,
		      struct task_struct *t)
{
	if (!is_si_special(info)) {
		copy_siginfo(&q->info, info);
		return;
	}
	clear_siginfo(&q->info);
	q->info.si_signo = sig;
	if (info == SEND_SIG_PRIV) {
		q->info.si_code = SI_KERNEL;
		return;
	}
	q->info.si_code = SI_USER;
	q->info.si_pid = task_tgid_nr(current);
	q->info.si_uid = from_kuid_munged(&init_user_ns, current_uid());
}

/* A child that is being forked gets what its parent's whole group gets. */
static void tell_forks(struct task_struct *t, int sig)
{
	struct multiprocess_signals *fork;

	hlist_for_each_entry(fork, &t->signal->multiprocess, node) {
		/* A stop and a continue cancel each other, as they do when delivered. */
		if (sig == SIGCONT)
			sigdelsetmask(&fork->signal, SIG_KERNEL_STOP_MASK);
		else if (sig_kernel_stop(sig))
			sigdelset(&fork->signal, SIGCONT);
		sigaddset(&fork->signal, sig);
	}
}

/**
 * send_signal_locked() - queue @sig for @t or its group and wake whoever shall act on it.
 * @info: what comes with it, SEND_SIG_NOINFO (from current) or SEND_SIG_PRIV (from the kernel)
 * @type: PIDTYPE_PID for the thread alone; PIDTYPE_TGID for its group; PIDTYPE_PGID and above
 *	where it goes to several processes
 *
 * Context: @t's siglock, interrupts off.
 * Return: 0, also where it is ignored; -EAGAIN where a real-time signal cannot be queued.
 */
int send_signal_locked(int sig, struct kernel_siginfo *info, struct task_struct *t,
		       enum pid_type type)
{
	bool force = info == SEND_SIG_PRIV;
	struct sigpending *pending;
	struct sigqueue *q;
	bool override;

	lockdep_assert_held(&t->sighand->siglock);
	if (!prepare_signal(sig, t, force))
		return 0;
	pending = type != PIDTYPE_PID ? &t->signal->shared_pending : &t->pending;
	if (sig < SIGRTMIN && sigismember(&pending->signal, sig))
		return 0;

	/* Nobody reads the details of a SIGKILL. */
	if (sig != SIGKILL && !(t->flags & PF_KTHREAD)) {
		override = sig < SIGRTMIN && (is_si_special(info) || info->si_code >= 0);
		q = sigqueue_alloc_for(sig, t, GFP_ATOMIC, override);
		if (q) {
			fill_info(q, sig, info, t);
			list_add_tail(&q->list, &pending->list);
		} else if (type != PIDTYPE_PID && sig >= SIGRTMIN && !is_si_special(info) &&
			   info->si_code != SI_USER) {
			return -EAGAIN;
		}
	}
	sigaddset(&pending->signal, sig);
	if (type > PIDTYPE_TGID)
		tell_forks(t, sig);
	if (unlikely(waitqueue_active(&t->sighand->signalfd_wqh)))
		wake_up(&t->sighand->signalfd_wqh);
	complete_signal(sig, t, type);
	return 0;
}

/** do_send_sig_info() - send without asking for permission. Return: 0, -EAGAIN, or -ESRCH. */
int do_send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p,
		     enum pid_type type)
{
	unsigned long flags;
	int err = -ESRCH;

	if (lock_task_sighand(p, &flags)) {
		err = send_signal_locked(sig, info, p, type);
		unlock_task_sighand(p, &flags);
	}
	return err;
}

/* ---- the kernel to a task ---- */

int send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p)
{
	if (!valid_signal(sig))
		return -EINVAL;
	return do_send_sig_info(sig, info, p, PIDTYPE_PID);
}

/** send_sig() - @sig to one thread; @priv: from the kernel, not from current. */
int send_sig(int sig, struct task_struct *p, int priv)
{
	return send_sig_info(sig, priv ? SEND_SIG_PRIV : SEND_SIG_NOINFO, p);
}

enum force_how {
	FORCE_CURRENT,		/* a handler may run */
	FORCE_DEFAULT,		/* no handler */
	FORCE_EXIT,		/* no handler, and none can be set in the meantime */
};

/*
 * @t cannot go on without this signal, so neither mask nor SIG_IGN counts; and where a handler
 * cannot be trusted, the default action it is, even for init.
 */
static int force_signal(struct kernel_siginfo *info, struct task_struct *t, enum force_how how)
{
	int err, sig = info->si_signo;
	struct k_sigaction *action;
	unsigned long flags;
	bool blocked, ignored;

	spin_lock_irqsave(&t->sighand->siglock, flags);
	action = &t->sighand->action[sig - 1];
	ignored = action->sa.sa_handler == SIG_IGN;
	blocked = sigismember(&t->blocked, sig);
	if (blocked || ignored || how != FORCE_CURRENT) {
		action->sa.sa_handler = SIG_DFL;
		if (how == FORCE_EXIT)
			action->sa.sa_flags |= SA_IMMUTABLE;
		if (blocked)
			sigdelset(&t->blocked, sig);
	}
	if (action->sa.sa_handler == SIG_DFL)
		t->signal->flags &= ~SIGNAL_UNKILLABLE;
	err = send_signal_locked(sig, info, t, PIDTYPE_PID);
	/* A signal of this number pending already may have come while it was blocked. */
	if (!task_sigpending(t))
		signal_wake_up(t, 0);
	spin_unlock_irqrestore(&t->sighand->siglock, flags);
	return err;
}

int force_sig_info(struct kernel_siginfo *info)
{
	return force_signal(info, current, FORCE_CURRENT);
}

static void force_kernel_sig(int sig, enum force_how how)
{
	struct kernel_siginfo info;

	clear_siginfo(&info);
	info.si_signo = sig;
	info.si_code = SI_KERNEL;
	force_signal(&info, current, how);
}

void force_sig(int sig)
{
	force_kernel_sig(sig, FORCE_CURRENT);
}

void force_fatal_sig(int sig)
{
	force_kernel_sig(sig, FORCE_DEFAULT);
}

void force_exit_sig(int sig)
{
	force_kernel_sig(sig, FORCE_EXIT);
}

/** force_sigsegv() - the frame for @sig could not be built. A second SIGSEGV in a row kills. */
void force_sigsegv(int sig)
{
	if (sig == SIGSEGV)
		force_fatal_sig(SIGSEGV);
	else
		force_sig(SIGSEGV);
}

static struct kernel_siginfo fault_info(int sig, int code, void __user *addr)
{
	struct kernel_siginfo info;

	clear_siginfo(&info);
	info.si_signo = sig;
	info.si_code = code;
	info.si_addr = addr;
	return info;
}

int force_sig_fault_to_task(int sig, int code, void __user *addr, struct task_struct *t)
{
	struct kernel_siginfo info = fault_info(sig, code, addr);

	return force_signal(&info, t, FORCE_CURRENT);
}

/** force_sig_fault() - current's instruction faulted at @addr. */
int force_sig_fault(int sig, int code, void __user *addr)
{
	return force_sig_fault_to_task(sig, code, addr, current);
}

int send_sig_fault(int sig, int code, void __user *addr, struct task_struct *t)
{
	struct kernel_siginfo info = fault_info(sig, code, addr);

	return send_sig_info(sig, &info, t);
}

int force_sig_mceerr(int code, void __user *addr, short lsb)
{
	struct kernel_siginfo info = fault_info(SIGBUS, code, addr);

	info.si_addr_lsb = lsb;
	return force_sig_info(&info);
}

int send_sig_mceerr(int code, void __user *addr, short lsb, struct task_struct *t)
{
	struct kernel_siginfo info = fault_info(SIGBUS, code, addr);

	info.si_addr_lsb = lsb;
	return send_sig_info(SIGBUS, &info, t);
}

int force_sig_bnderr(void __user *addr, void __user *lower, void __user *upper)
{
	struct kernel_siginfo info = fault_info(SIGSEGV, SEGV_BNDERR, addr);

	info.si_lower = lower;
	info.si_upper = upper;
	return force_sig_info(&info);
}

int force_sig_pkuerr(void __user *addr, u32 pkey)
{
	struct kernel_siginfo info = fault_info(SIGSEGV, SEGV_PKUERR, addr);

	info.si_pkey = pkey;
	return force_sig_info(&info);
}

int force_sig_fault_trapno(int sig, int code, void __user *addr, int trapno)
{
	struct kernel_siginfo info = fault_info(sig, code, addr);

	info.si_trapno = trapno;
	return force_sig_info(&info);
}

/** zap_other_threads() - kill all threads but @p. Context: siglock. Return: how many there are. */
int zap_other_threads(struct task_struct *p)
{
	struct task_struct *t;
	int count = 0;

	p->signal->group_stop_count = 0;
	for_each_thread(p, t) {
		if (t == p)
			continue;
		task_clear_jobctl_pending(t, JOBCTL_PENDING_MASK);
		count++;
		if (t->exit_state)
			continue;
		sigaddset(&t->pending.signal, SIGKILL);
		signal_wake_up(t, 1);
	}
	return count;
}

/* ---- one process to others ---- */

static bool kill_ok_by_cred(struct task_struct *t)
{
	const struct cred *mine = current_cred(), *theirs = __task_cred(t);

	return uid_eq(mine->euid, theirs->suid) || uid_eq(mine->euid, theirs->uid) ||
	       uid_eq(mine->uid, theirs->suid) || uid_eq(mine->uid, theirs->uid) ||
	       capable(CAP_KILL);
}

/* May current send @sig to @t? Context: RCU. */
static int check_kill_permission(int sig, struct kernel_siginfo *info, struct task_struct *t)
{
	if (!valid_signal(sig))
		return -EINVAL;
	if (info == SEND_SIG_PRIV || (!is_si_special(info) && !SI_FROMUSER(info)))
		return 0;
	if (same_thread_group(current, t) || kill_ok_by_cred(t))
		return 0;
	/* A shell may continue whatever runs in its session. */
	if (sig == SIGCONT && task_session(t) == task_session(current))
		return 0;
	return -EPERM;
}

/**
 * group_send_sig_info() - send to a process, if current may. Signal 0 only asks.
 *
 * Context: @p kept by RCU, tasklist_lock or a reference.
 */
int group_send_sig_info(int sig, struct kernel_siginfo *info, struct task_struct *p,
			enum pid_type type)
{
	int err;

	rcu_read_lock();
	err = check_kill_permission(sig, info, p);
	rcu_read_unlock();
	if (!err && sig)
		err = do_send_sig_info(sig, info, p, type);
	return err;
}

/**
 * __kill_pgrp_info() - to each process of a group.
 *
 * Context: tasklist_lock. Return: 0 if any could be sent to, else the last error or -ESRCH.
 */
int __kill_pgrp_info(int sig, struct kernel_siginfo *info, struct pid *pgrp)
{
	struct task_struct *p;
	bool success = false;
	int err = -ESRCH;

	do_each_pid_task(pgrp, PIDTYPE_PGID, p) {
		int this = group_send_sig_info(sig, info, p, PIDTYPE_PGID);

		if (this)
			err = this;
		else
			success = true;
	} while_each_pid_task(pgrp, PIDTYPE_PGID, p);
	return success ? 0 : err;
}

/** kill_pid_info() - to the process that @pid names. */
int kill_pid_info(int sig, struct kernel_siginfo *info, struct pid *pid)
{
	struct task_struct *p;
	int err;

	for (;;) {
		rcu_read_lock();
		p = pid_task(pid, PIDTYPE_PID);
		err = p ? group_send_sig_info(sig, info, p, PIDTYPE_TGID) : -ESRCH;
		rcu_read_unlock();
		/* A task that vanished under us may have been replaced by exec: look again. */
		if (!p || err != -ESRCH)
			return err;
	}
}

int kill_pid(struct pid *pid, int sig, int priv)
{
	return kill_pid_info(sig, priv ? SEND_SIG_PRIV : SEND_SIG_NOINFO, pid);
}

int kill_pgrp(struct pid *pid, int sig, int priv)
{
	int err;

	read_lock(&tasklist_lock);
	err = __kill_pgrp_info(sig, priv ? SEND_SIG_PRIV : SEND_SIG_NOINFO, pid);
	read_unlock(&tasklist_lock);
	return err;
}

/* ---- a child to its parent ---- */

static void child_info(struct kernel_siginfo *info, int sig, int code, int status,
		       struct task_struct *tsk)
{
	clear_siginfo(info);
	info->si_signo = sig;
	info->si_code = code;
	info->si_status = status;
	info->si_pid = task_tgid_nr(tsk);
	info->si_uid = from_kuid_munged(&init_user_ns, task_cred_xxx(tsk, uid));
}

/**
 * do_notify_parent() - @tsk has become a zombie: signal its parent and wake its waiters.
 * @sig: the signal the parent wants
 *
 * Context: tasklist_lock held for writing.
 * Return: true where nobody will wait, so that the caller releases the task itself.
 */
bool do_notify_parent(struct task_struct *tsk, int sig)
{
	struct sighand_struct *psig = tsk->parent->sighand;
	struct kernel_siginfo info;
	bool autoreap = false;
	__sighandler_t handler;
	int status = tsk->exit_code & 0x7f;

	WARN_ON_ONCE(!tsk->exit_state);
	/* A parent that has since executed another program did not choose this signal. */
	if (sig != SIGCHLD && tsk->parent_exec_id != READ_ONCE(tsk->parent->self_exec_id))
		sig = SIGCHLD;

	if (status)
		child_info(&info, sig, tsk->exit_code & 0x80 ? CLD_DUMPED : CLD_KILLED, status, tsk);
	else
		child_info(&info, sig, CLD_EXITED, tsk->exit_code >> 8, tsk);
	info.si_utime = nsec_to_clock_t(tsk->utime + tsk->signal->utime);
	info.si_stime = nsec_to_clock_t(tsk->stime + tsk->signal->stime);

	spin_lock(&psig->siglock);
	handler = psig->action[SIGCHLD - 1].sa.sa_handler;
	if (sig == SIGCHLD && (handler == SIG_IGN ||
			       (psig->action[SIGCHLD - 1].sa.sa_flags & SA_NOCLDWAIT))) {
		autoreap = true;
		if (handler == SIG_IGN)
			sig = 0;
	}
	if (sig && valid_signal(sig))
		send_signal_locked(sig, &info, tsk->parent, PIDTYPE_TGID);
	__wake_up_parent(tsk, tsk->parent);
	spin_unlock(&psig->siglock);
	return autoreap;
}

/*
 * notify_parent_stopped() - @tsk's group has stopped or continued (@why: CLD_*).
 *
 * Context: tasklist_lock held for reading.
 */
void notify_parent_stopped(struct task_struct *tsk, int why)
{
	struct task_struct *leader = tsk->group_leader, *parent = leader->real_parent;
	int status = why == CLD_CONTINUED ? SIGCONT : leader->signal->group_exit_code & 0x7f;
	struct kernel_siginfo info;
	struct sighand_struct *psig;
	struct k_sigaction *ka;
	unsigned long flags;

	child_info(&info, SIGCHLD, why, status, leader);
	info.si_utime = nsec_to_clock_t(leader->utime + leader->signal->utime);
	info.si_stime = nsec_to_clock_t(leader->stime + leader->signal->stime);

	psig = parent->sighand;
	spin_lock_irqsave(&psig->siglock, flags);
	ka = &psig->action[SIGCHLD - 1];
	if (ka->sa.sa_handler != SIG_IGN && !(ka->sa.sa_flags & SA_NOCLDSTOP))
		send_signal_locked(SIGCHLD, &info, parent, PIDTYPE_TGID);
	__wake_up_parent(leader, parent);
	spin_unlock_irqrestore(&psig->siglock, flags);
}
