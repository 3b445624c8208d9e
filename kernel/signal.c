// SPDX-License-Identifier: GPL-2.0-only
/*
 * signal.c - the receiver's side: pending and blocked sets, taking a signal off the queue, stopping,
 * dying, and what an architecture asks before it builds a handler's frame.
 *
 * A signal waits in one of two places: tsk->pending (for that thread) or signal->shared_pending
 * (for any thread of the group). Each is a set of numbers plus a list with a struct sigqueue for
 * each occurrence that carries information; a number may be in the set without one, when memory
 * was short.
 *
 * Owns:       both queues, tsk->blocked, TIF_SIGPENDING, the group stop.
 * Invariant:  TIF_SIGPENDING is set whenever a thread has an unblocked pending signal or a stop
 *             to take part in. It may be set without: only the thread itself clears it, after it
 *             has looked.
 * Locks:      sighand->siglock for all of it; tasklist_lock, taken first, where the parent is told.
 * Elsewhere:  sending (signal_send.c), system calls (signal_sys.c), frames (arch).
 *
 * Group stop: a stop signal makes every thread owe a stop (JOBCTL_STOP_PENDING); group_stop_count
 * counts debts, and the last thread to stop sets SIGNAL_STOP_STOPPED and tells the parent. SIGCONT
 * cancels debts at the moment it is sent, whatever its handler or mask; whoever then runs first
 * tells the parent.
 */
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/printk.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/jobctl.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/user.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/task_work.h>

#include "signal.h"

int print_fatal_signals;

static struct kmem_cache *sigqueue_cachep;

static __sighandler_t sig_handler(struct task_struct *t, int sig)
{
	return t->sighand->action[sig - 1].sa.sa_handler;
}

static bool handler_ignores(__sighandler_t handler, int sig)
{
	return handler == SIG_IGN || (handler == SIG_DFL && sig_kernel_ignore(sig));
}

/* Would @t throw @sig away if it got it now? @force: the kernel insists. */
bool sig_task_ignored(struct task_struct *t, int sig, bool force)
{
	__sighandler_t handler = sig_handler(t, sig);

	/* init gets only what it has a handler for, or what the kernel forces on it. */
	if (unlikely(t->signal->flags & SIGNAL_UNKILLABLE) && handler == SIG_DFL &&
	    !(force && sig_kernel_only(sig)))
		return true;
	/* the task may be changing its other flags */
	if (unlikely((data_race(t->flags) & PF_KTHREAD) && handler == SIG_KTHREAD_KERNEL && !force))
		return true;
	return handler_ignores(handler, sig);
}

/* ---- is anything pending? ---- */

bool has_pending_signals(const sigset_t *signal, const sigset_t *blocked)
{
	for (int i = 0; i < _NSIG_WORDS; i++)
		if (signal->sig[i] & ~blocked->sig[i])
			return true;
	return false;
}

/* Set TIF_SIGPENDING if there is a reason to. Context: siglock. */
bool recalc_sigpending_tsk(struct task_struct *t)
{
	if ((t->jobctl & JOBCTL_PENDING_MASK) ||
	    has_pending_signals(&t->pending.signal, &t->blocked) ||
	    has_pending_signals(&t->signal->shared_pending.signal, &t->blocked)) {
		set_tsk_thread_flag(t, TIF_SIGPENDING);
		return true;
	}
	return false;
}

/** recalc_sigpending() - make current's TIF_SIGPENDING exact. Context: siglock. */
void recalc_sigpending(void)
{
	if (!recalc_sigpending_tsk(current))
		clear_tsk_thread_flag(current, TIF_SIGPENDING);
}

/** recalc_sigpending_and_wake() - after another task's mask changed. Context: siglock. */
void recalc_sigpending_and_wake(struct task_struct *t)
{
	if (recalc_sigpending_tsk(t))
		signal_wake_up(t, 0);
}

/** calculate_sigpending() - a new task looks whether signals came before it first ran. */
void calculate_sigpending(void)
{
	spin_lock_irq(&current->sighand->siglock);
	set_tsk_thread_flag(current, TIF_SIGPENDING);
	recalc_sigpending();
	spin_unlock_irq(&current->sighand->siglock);
}

/**
 * signal_wake_up_state() - let @t notice a signal soon.
 * @state: states to wake it from beside TASK_INTERRUPTIBLE: TASK_WAKEKILL for a fatal one
 *
 * Context: siglock, so that the thread cannot decide to sleep in between.
 */
void signal_wake_up_state(struct task_struct *t, unsigned int state)
{
	set_tsk_thread_flag(t, TIF_SIGPENDING);
	/* Running in user mode on another CPU, it must be made to enter the kernel. */
	if (!wake_up_state(t, state | TASK_INTERRUPTIBLE))
		kick_process(t);
}

/* ---- queues ---- */

/*
 * sigqueue_alloc_for() - a sigqueue charged to @t's user.
 * @override: the limit on queued signals does not apply
 */
struct sigqueue *sigqueue_alloc_for(int sig, struct task_struct *t, gfp_t gfp, bool override)
{
	struct user_struct *user;
	struct sigqueue *q = NULL;
	int pending;

	rcu_read_lock();
	user = get_uid(__task_cred(t)->user);
	rcu_read_unlock();

	pending = atomic_inc_return(&user->sigpending);
	if (override || pending <= task_rlimit(t, RLIMIT_SIGPENDING))
		q = kmem_cache_alloc(sigqueue_cachep, gfp);
	if (!q) {
		atomic_dec(&user->sigpending);
		free_uid(user);
		return NULL;
	}
	INIT_LIST_HEAD(&q->list);
	q->flags = 0;
	q->user = user;
	return q;
}

/* Free a sigqueue that is on no list, unless a timer owns it. */
void sigqueue_put(struct sigqueue *q)
{
	if (q->flags & SIGQUEUE_PREALLOC)
		return;
	atomic_dec(&q->user->sigpending);
	free_uid(q->user);
	kmem_cache_free(sigqueue_cachep, q);
}

/** flush_sigqueue() - empty a queue. Context: siglock, or the last user. */
void flush_sigqueue(struct sigpending *queue)
{
	struct sigqueue *q, *next;

	sigemptyset(&queue->signal);
	list_for_each_entry_safe(q, next, &queue->list, list) {
		list_del_init(&q->list);
		sigqueue_put(q);
	}
}

/** flush_signals() - current drops what waits for its thread and its group. */
void flush_signals(struct task_struct *t)
{
	unsigned long flags;

	spin_lock_irqsave(&t->sighand->siglock, flags);
	clear_tsk_thread_flag(t, TIF_SIGPENDING);
	flush_sigqueue(&t->pending);
	flush_sigqueue(&t->signal->shared_pending);
	spin_unlock_irqrestore(&t->sighand->siglock, flags);
}

/* Remove the numbers in @mask from a queue. Context: siglock. */
void flush_sigqueue_mask(sigset_t *mask, struct sigpending *s)
{
	struct sigqueue *q, *next;
	sigset_t hit;

	sigandsets(&hit, mask, &s->signal);
	if (sigisemptyset(&hit))
		return;
	sigandnsets(&s->signal, &s->signal, mask);
	list_for_each_entry_safe(q, next, &s->list, list) {
		if (sigismember(mask, q->info.si_signo)) {
			list_del_init(&q->list);
			sigqueue_put(q);
		}
	}
}

/** flush_itimer_signals() - exec drops timer signals of the old program. */
void flush_itimer_signals(void)
{
	sigset_t timers;

	siginitset(&timers, sigmask(SIGALRM) | sigmask(SIGVTALRM) | sigmask(SIGPROF));
	spin_lock_irq(&current->sighand->siglock);
	flush_sigqueue_mask(&timers, &current->pending);
	flush_sigqueue_mask(&timers, &current->signal->shared_pending);
	spin_unlock_irq(&current->sighand->siglock);
}

/** ignore_signals() - a kernel thread ignores everything. */
void ignore_signals(struct task_struct *t)
{
	for (int i = 0; i < _NSIG; i++)
		t->sighand->action[i].sa.sa_handler = SIG_IGN;
	flush_signals(t);
}

/** flush_signal_handlers() - all handlers to default; ignored stays ignored unless forced. */
void flush_signal_handlers(struct task_struct *t, int force_default)
{
	struct k_sigaction *ka = t->sighand->action;

	for (int i = 0; i < _NSIG; i++, ka++) {
		bool ignored = ka->sa.sa_handler == SIG_IGN && !force_default;

		ka->sa = (struct sigaction){ .sa_handler = ignored ? SIG_IGN : SIG_DFL };
	}
}

/** kernel_sigaction() - a kernel thread sets one of its handlers. */
void kernel_sigaction(int sig, __sighandler_t action)
{
	spin_lock_irq(&current->sighand->siglock);
	current->sighand->action[sig - 1].sa.sa_handler = action;
	if (action == SIG_IGN) {
		sigset_t mask;

		sigemptyset(&mask);
		sigaddset(&mask, sig);
		flush_sigqueue_mask(&mask, &current->signal->shared_pending);
		flush_sigqueue_mask(&mask, &current->pending);
		recalc_sigpending();
	}
	spin_unlock_irq(&current->sighand->siglock);
}

/** unhandled_signal() - would @sig kill @tsk? For messages about user faults. */
bool unhandled_signal(struct task_struct *tsk, int sig)
{
	__sighandler_t handler = sig_handler(tsk, sig);

	if (is_global_init(tsk))
		return true;
	return handler == SIG_IGN || handler == SIG_DFL;
}

/**
 * next_signal() - the number to deliver first of a queue, 0 if all are blocked.
 *
 * What the thread itself caused goes before all else, so that a handler sees the state of the
 * fault; then the lowest number.
 */
int next_signal(struct sigpending *pending, sigset_t *mask)
{
	unsigned long ready = pending->signal.sig[0] & ~mask->sig[0];

	if (ready) {
		if (ready & SYNCHRONOUS_MASK)
			ready &= SYNCHRONOUS_MASK;
		return __ffs(ready) + 1;
	}
	for (int i = 1; i < _NSIG_WORDS; i++) {
		ready = pending->signal.sig[i] & ~mask->sig[i];
		if (ready)
			return __ffs(ready) + i * _NSIG_BPW + 1;
	}
	return 0;
}

/*
 * Take the oldest occurrence of @sig off a queue; the number leaves the set with the last one.
 */
static void collect_signal(int sig, struct sigpending *queue, kernel_siginfo_t *info)
{
	struct sigqueue *q, *first = NULL;

	list_for_each_entry(q, &queue->list, list) {
		if (q->info.si_signo != sig)
			continue;
		if (first)
			goto still_pending;
		first = q;
	}
	sigdelset(&queue->signal, sig);
	if (!first) {
		/* Sent when no memory was left for the details. */
		clear_siginfo(info);
		info->si_signo = sig;
		info->si_code = SI_USER;
		return;
	}
still_pending:
	list_del_init(&first->list);
	copy_siginfo(info, &first->info);
	sigqueue_put(first);
}

static int dequeue_from(struct sigpending *pending, sigset_t *mask, kernel_siginfo_t *info)
{
	int sig = next_signal(pending, mask);

	if (sig)
		collect_signal(sig, pending, info);
	return sig;
}

/* An interval timer starts anew only when its signal is taken: a stopped task is not flooded. */
static void rearm_itimer_real(struct signal_struct *sig)
{
	struct hrtimer *timer = &sig->real_timer;

	if (!sig->it_real_incr || hrtimer_is_queued(timer))
		return;
	hrtimer_forward_now(timer, sig->it_real_incr);
	hrtimer_restart(timer);
}

/**
 * dequeue_signal() - current takes a pending signal that is not in @mask.
 * @info: filled with what came with it
 * @type: PIDTYPE_PID or PIDTYPE_TGID, the queue that it was on
 *
 * Context: siglock. Return: the number, or 0.
 */
int dequeue_signal(sigset_t *mask, kernel_siginfo_t *info, enum pid_type *type)
{
	struct task_struct *tsk = current;
	int sig;

	*type = PIDTYPE_PID;
	sig = dequeue_from(&tsk->pending, mask, info);
	if (!sig) {
		*type = PIDTYPE_TGID;
		sig = dequeue_from(&tsk->signal->shared_pending, mask, info);
		if (sig == SIGALRM)
			rearm_itimer_real(tsk->signal);
	}
	recalc_sigpending();
	/* A SIGCONT between here and the stop takes this mark off, and with it the stop. */
	if (sig && sig_kernel_stop(sig))
		tsk->jobctl |= JOBCTL_STOP_DEQUEUED;
	return sig;
}

/* ---- blocked sets ---- */

/*
 * Signals in @which wait for any thread of the group, and @tsk will not take them: wake others
 * that can. Context: siglock.
 */
void retarget_shared_pending(struct task_struct *tsk, sigset_t *which)
{
	struct task_struct *t;
	sigset_t left;

	sigandsets(&left, &tsk->signal->shared_pending.signal, which);
	if (sigisemptyset(&left))
		return;

	for_each_thread(tsk, t) {
		if (t == tsk || task_is_exiting(t) || !has_pending_signals(&left, &t->blocked))
			continue;
		sigandsets(&left, &left, &t->blocked);
		if (!task_sigpending(t))
			signal_wake_up(t, 0);
		if (sigisemptyset(&left))
			break;
	}
}

/* Set current's mask. Context: siglock. */
void set_task_blocked(struct task_struct *tsk, const sigset_t *newset)
{
	if (task_sigpending(tsk) && !thread_group_empty(tsk)) {
		sigset_t newly;

		sigandnsets(&newly, newset, &tsk->blocked);
		retarget_shared_pending(tsk, &newly);
	}
	tsk->blocked = *newset;
	recalc_sigpending();
}

void __set_current_blocked(const sigset_t *newset)
{
	/* Nothing to look at where nothing changes; only the task itself writes its mask. */
	if (sigequalsets(&current->blocked, newset))
		return;
	spin_lock_irq(&current->sighand->siglock);
	set_task_blocked(current, newset);
	spin_unlock_irq(&current->sighand->siglock);
}

/** set_current_blocked() - the same for a mask of user space: KILL and STOP cannot be blocked. */
void set_current_blocked(sigset_t *newset)
{
	sigdelsetmask(newset, sigmask(SIGKILL) | sigmask(SIGSTOP));
	__set_current_blocked(newset);
}

/** sigprocmask() - change current's mask by SIG_BLOCK, SIG_UNBLOCK or SIG_SETMASK. */
int sigprocmask(int how, sigset_t *set, sigset_t *oldset)
{
	sigset_t newset;

	if (oldset)
		*oldset = current->blocked;
	switch (how) {
	case SIG_BLOCK:
		sigorsets(&newset, &current->blocked, set);
		break;
	case SIG_UNBLOCK:
		sigandnsets(&newset, &current->blocked, set);
		break;
	case SIG_SETMASK:
		newset = *set;
		break;
	default:
		return -EINVAL;
	}
	__set_current_blocked(&newset);
	return 0;
}

/* ---- stop ---- */

/** task_clear_jobctl_pending() - forget a debt. Context: siglock. */
void task_clear_jobctl_pending(struct task_struct *task, unsigned long mask)
{
	if (mask & JOBCTL_STOP_PENDING)
		mask |= JOBCTL_STOP_CONSUME | JOBCTL_STOP_DEQUEUED;
	task->jobctl &= ~mask;
}

/** task_set_jobctl_pending() - make a thread owe a stop; false if it is dying. Context: siglock. */
bool task_set_jobctl_pending(struct task_struct *task, unsigned long mask)
{
	if (unlikely(fatal_signal_pending(task) || (task->flags & PF_EXITING)))
		return false;
	if (mask & JOBCTL_STOP_SIGMASK)
		task->jobctl &= ~JOBCTL_STOP_SIGMASK;
	task->jobctl |= mask;
	return true;
}

/* Pay a thread's debt; true where it was the last and the group is now stopped. */
static bool task_participate_group_stop(struct task_struct *task)
{
	struct signal_struct *sig = task->signal;
	bool owes = task->jobctl & JOBCTL_STOP_CONSUME;

	task_clear_jobctl_pending(task, JOBCTL_STOP_PENDING);
	if (!owes)
		return false;
	if (!WARN_ON_ONCE(sig->group_stop_count == 0))
		sig->group_stop_count--;
	if (!sig->group_stop_count && !(sig->flags & SIGNAL_STOP_STOPPED)) {
		signal_set_stop_flags(sig, SIGNAL_STOP_STOPPED);
		return true;
	}
	return false;
}

/* A new thread of a group that stops stops with it. Context: siglock. */
void task_join_group_stop(struct task_struct *task)
{
	unsigned long mask = current->jobctl & JOBCTL_STOP_SIGMASK;
	struct signal_struct *sig = current->signal;

	if (sig->group_stop_count) {
		sig->group_stop_count++;
		mask |= JOBCTL_STOP_CONSUME;
	} else if (!(sig->flags & SIGNAL_STOP_STOPPED)) {
		return;
	}
	task_set_jobctl_pending(task, mask | JOBCTL_STOP_PENDING);
}

/* Make every thread owe a stop for @signr. False where the group is beyond stopping. */
static bool begin_group_stop(int signr)
{
	unsigned long debt = signr | JOBCTL_STOP_PENDING | JOBCTL_STOP_CONSUME;
	struct signal_struct *sig = current->signal;
	struct task_struct *t;

	if (!(current->jobctl & JOBCTL_STOP_DEQUEUED) || (sig->flags & SIGNAL_GROUP_EXIT) ||
	    sig->group_exec_task)
		return false;
	if (!(sig->flags & SIGNAL_STOP_STOPPED))
		sig->group_exit_code = signr;

	sig->group_stop_count = 0;
	for_each_thread(current, t) {
		if (t != current && task_is_stopped(t))
			continue;
		if (!task_set_jobctl_pending(t, debt))
			continue;
		sig->group_stop_count++;
		if (t != current)
			signal_wake_up(t, 0);
	}
	return current->jobctl & JOBCTL_STOP_PENDING;
}

/*
 * Stop until SIGCONT or SIGKILL. @signr: the stop signal just taken, or 0 to pay a debt.
 * Entered with siglock held; returns true with it dropped after a stop, false with it held.
 */
static bool do_signal_stop(int signr)
{
	bool last;

	if (!(current->jobctl & JOBCTL_STOP_PENDING) && !begin_group_stop(signr))
		return false;

	last = task_participate_group_stop(current);
	/* Under siglock, so that SIGCONT and SIGKILL come before this or find us stopped. */
	set_special_state(TASK_STOPPED);
	spin_unlock_irq(&current->sighand->siglock);

	if (last) {
		read_lock(&tasklist_lock);
		notify_parent_stopped(current, CLD_STOPPED);
		read_unlock(&tasklist_lock);
	}
	schedule();
	return true;
}

/* SIGCONT or a completed stop left word for the parent. True if siglock was dropped for it. */
static bool report_cld(struct signal_struct *sig)
{
	int why;

	if (likely(!(sig->flags & SIGNAL_CLD_MASK)))
		return false;
	why = sig->flags & SIGNAL_CLD_CONTINUED ? CLD_CONTINUED : CLD_STOPPED;
	sig->flags &= ~SIGNAL_CLD_MASK;
	spin_unlock_irq(&current->sighand->siglock);

	read_lock(&tasklist_lock);
	notify_parent_stopped(current, why);
	read_unlock(&tasklist_lock);
	return true;
}

/* ---- delivery ---- */

/* A fault of current's own, if one is queued first-hand, before anything else. */
static int dequeue_synchronous_signal(kernel_siginfo_t *info)
{
	struct sigpending *pending = &current->pending;
	struct sigqueue *q, *other;

	if (!(pending->signal.sig[0] & ~current->blocked.sig[0] & SYNCHRONOUS_MASK))
		return 0;
	list_for_each_entry(q, &pending->list, list) {
		int sig = q->info.si_signo;

		if (q->info.si_code <= SI_USER || !siginmask(sig, SYNCHRONOUS_MASK))
			continue;
		/* The number stays pending if another of it is queued behind. */
		other = q;
		list_for_each_entry_continue(other, &pending->list, list)
			if (other->info.si_signo == sig)
				goto take;
		sigdelset(&pending->signal, sig);
		recalc_sigpending();
take:
		list_del_init(&q->list);
		copy_siginfo(info, &q->info);
		sigqueue_put(q);
		return sig;
	}
	return 0;
}

static void print_fatal_signal(int signr)
{
	pr_info("%s[%d]: potentially unexpected fatal signal %d.\n",
		current->comm, task_pid_nr(current), signr);
}

/* The default action ends the process. Does not return. */
static void __noreturn die_by_signal(int signr)
{
	current->flags |= PF_SIGNALED;
	if (print_fatal_signals && signr != SIGKILL && sig_kernel_coredump(signr))
		print_fatal_signal(signr);
	do_group_exit(signr);
}

enum signal_verdict {
	SIGNAL_NEXT,		/* nothing came of it, or a stop that has ended: look again */
	SIGNAL_HANDLE,		/* a handler is to run */
	SIGNAL_DIE,
};

/*
 * Decide about a signal just dequeued, in ksig->info. Entered with siglock held; @locked says
 * whether it still is.
 */
static enum signal_verdict judge_signal(int signr, struct ksignal *ksig, bool *locked)
{
	struct sighand_struct *sighand = current->sighand;
	struct k_sigaction *ka = &sighand->action[signr - 1];

	if (ka->sa.sa_handler == SIG_IGN)
		return SIGNAL_NEXT;
	if (ka->sa.sa_handler != SIG_DFL) {
		ksig->ka = *ka;
		if (ka->sa.sa_flags & SA_RESETHAND)
			ka->sa.sa_handler = SIG_DFL;
		return SIGNAL_HANDLE;
	}
	if (sig_kernel_ignore(signr))
		return SIGNAL_NEXT;
	if (unlikely(current->signal->flags & SIGNAL_UNKILLABLE) && !sig_kernel_only(signr))
		return SIGNAL_NEXT;
	if (!sig_kernel_stop(signr))
		return SIGNAL_DIE;

	/* A terminal's stop signals mean nothing to a group that no shell could continue. */
	if (signr != SIGSTOP) {
		bool orphaned;

		spin_unlock_irq(&sighand->siglock);
		orphaned = is_current_pgrp_orphaned();
		spin_lock_irq(&sighand->siglock);
		if (orphaned)
			return SIGNAL_NEXT;
	}
	if (do_signal_stop(signr))
		*locked = false;
	return SIGNAL_NEXT;
}

/**
 * get_signal() - on the way to user mode: stop, die, or find a handler to run.
 * @ksig: filled in when the answer is true
 *
 * Context: current, interrupts on, may sleep, may not return.
 * Return: true where the architecture is to build a frame for ksig->sig.
 */
bool get_signal(struct ksignal *ksig)
{
	struct signal_struct *signal = current->signal;
	struct sighand_struct *sighand = current->sighand;
	bool locked = false;

	if (unlikely(task_work_pending(current)))
		task_work_run();
	ksig->sig = 0;

	for (;;) {
		enum pid_type type;
		int signr;

		if (!locked) {
			spin_lock_irq(&sighand->siglock);
			locked = true;
		}
		if (unlikely(report_cld(signal))) {
			locked = false;
			continue;
		}
		/* The group is exiting, or another thread is in execve(): this thread ends. */
		if ((signal->flags & SIGNAL_GROUP_EXIT) || signal->group_exec_task) {
			sigdelset(&current->pending.signal, SIGKILL);
			recalc_sigpending();
			spin_unlock_irq(&sighand->siglock);
			die_by_signal(SIGKILL);
		}
		if (unlikely(current->jobctl & JOBCTL_STOP_PENDING) && do_signal_stop(0)) {
			locked = false;
			continue;
		}

		signr = dequeue_synchronous_signal(&ksig->info);
		if (!signr)
			signr = dequeue_signal(&current->blocked, &ksig->info, &type);
		if (!signr)
			break;

		switch (judge_signal(signr, ksig, &locked)) {
		case SIGNAL_NEXT:
			continue;
		case SIGNAL_DIE:
			spin_unlock_irq(&sighand->siglock);
			die_by_signal(signr);
		case SIGNAL_HANDLE:
			ksig->sig = signr;
			goto out;
		}
	}
out:
	spin_unlock_irq(&sighand->siglock);
	return ksig->sig > 0;
}

/**
 * signal_setup_done() - the architecture has built a frame, or could not.
 * @failed: nonzero if not: the task gets SIGSEGV
 */
void signal_setup_done(int failed, struct ksignal *ksig, int stepping)
{
	sigset_t blocked;

	if (failed) {
		force_sigsegv(ksig->sig);
		return;
	}
	/* The frame holds the mask to come back to, so a temporary one has done its work. */
	clear_restore_sigmask();
	sigorsets(&blocked, &current->blocked, &ksig->ka.sa.sa_mask);
	if (!(ksig->ka.sa.sa_flags & SA_NODEFER))
		sigaddset(&blocked, ksig->sig);
	set_current_blocked(&blocked);
	if (current->sas_ss_flags & SS_AUTODISARM)
		sas_ss_reset(current);
}

/**
 * exit_signals() - the thread takes no more signals: others must take what it was woken for.
 *
 * Context: current, from do_exit(). Sets PF_EXITING.
 */
void exit_signals(struct task_struct *tsk)
{
	bool stopped = false;
	sigset_t unblocked;

	if (thread_group_empty(tsk) || (tsk->signal->flags & SIGNAL_GROUP_EXIT)) {
		tsk->flags |= PF_EXITING;
		return;
	}

	spin_lock_irq(&tsk->sighand->siglock);
	tsk->flags |= PF_EXITING;
	if (task_sigpending(tsk)) {
		unblocked = tsk->blocked;
		signotset(&unblocked);
		retarget_shared_pending(tsk, &unblocked);
		if (unlikely(tsk->jobctl & JOBCTL_STOP_PENDING))
			stopped = task_participate_group_stop(tsk);
	}
	spin_unlock_irq(&tsk->sighand->siglock);

	if (unlikely(stopped)) {
		read_lock(&tasklist_lock);
		notify_parent_stopped(tsk, CLD_STOPPED);
		read_unlock(&tasklist_lock);
	}
}

/** lock_task_sighand() - take a task's siglock, or return NULL if it has been released. */
struct sighand_struct *lock_task_sighand(struct task_struct *task, unsigned long *flags)
{
	struct sighand_struct *sighand;

	rcu_read_lock();
	for (;;) {
		sighand = rcu_dereference(task->sighand);
		if (!sighand)
			break;
		/* Type-stable memory: at worst this is the lock of another process's sighand. */
		spin_lock_irqsave(&sighand->siglock, *flags);
		if (likely(sighand == rcu_dereference_raw(task->sighand)))
			break;
		spin_unlock_irqrestore(&sighand->siglock, *flags);
	}
	rcu_read_unlock();
	return sighand;
}

/** signals_init() - called once at boot. */
void __init signals_init(void)
{
	BUILD_BUG_ON(sizeof(siginfo_t) != SI_MAX_SIZE);
	BUILD_BUG_ON(sizeof(kernel_siginfo_t) > SI_MAX_SIZE);
	sigqueue_cachep = kmem_cache_create("sigqueue", sizeof(struct sigqueue),
					    __alignof__(struct sigqueue),
					    SLAB_PANIC | SLAB_ACCOUNT, NULL);
}
