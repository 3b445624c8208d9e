// SPDX-License-Identifier: GPL-2.0-only
/*
 * signal_kunit.c - signal sets, and the rules of the queues, on a task that never runs.
 *
 * The receiver is made by hand: a task_struct with sighand and signal of its own, in no list of
 * the system, so that nothing but the sender's and receiver's code acts on it.
 */
#include <kunit/test.h>
#include <linux/cred.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>

#include "signal.h"

static void sigset_arithmetic(struct kunit *test)
{
	sigset_t a, b, r;

	sigemptyset(&a);
	KUNIT_EXPECT_TRUE(test, sigisemptyset(&a));
	for (int sig = 1; sig <= _NSIG; sig++) {
		sigaddset(&a, sig);
		KUNIT_EXPECT_TRUE(test, sigismember(&a, sig));
		if (sig < _NSIG)
			KUNIT_EXPECT_FALSE(test, sigismember(&a, sig + 1));
		sigdelset(&a, sig);
		KUNIT_EXPECT_TRUE(test, sigisemptyset(&a));
	}

	siginitset(&a, sigmask(SIGHUP) | sigmask(SIGINT));
	siginitset(&b, sigmask(SIGINT) | sigmask(SIGQUIT));
	sigandsets(&r, &a, &b);
	KUNIT_EXPECT_EQ(test, r.sig[0], sigmask(SIGINT));
	sigorsets(&r, &a, &b);
	KUNIT_EXPECT_EQ(test, r.sig[0], sigmask(SIGHUP) | sigmask(SIGINT) | sigmask(SIGQUIT));
	sigandnsets(&r, &a, &b);
	KUNIT_EXPECT_EQ(test, r.sig[0], sigmask(SIGHUP));
	signotset(&r);
	KUNIT_EXPECT_FALSE(test, sigismember(&r, SIGHUP));
	KUNIT_EXPECT_TRUE(test, sigismember(&r, SIGRTMAX));
	sigfillset(&r);
	signotset(&r);
	KUNIT_EXPECT_TRUE(test, sigisemptyset(&r));
}

static void signal_order(struct kunit *test)
{
	struct sigpending pending;
	sigset_t mask;

	init_sigpending(&pending);
	sigemptyset(&mask);
	KUNIT_EXPECT_EQ(test, next_signal(&pending, &mask), 0);
	sigaddset(&pending.signal, SIGRTMAX);
	KUNIT_EXPECT_EQ(test, next_signal(&pending, &mask), SIGRTMAX);
	sigaddset(&pending.signal, SIGTERM);
	KUNIT_EXPECT_EQ(test, next_signal(&pending, &mask), SIGTERM);
	sigaddset(&pending.signal, SIGHUP);
	KUNIT_EXPECT_EQ(test, next_signal(&pending, &mask), SIGHUP);
	/* A fault goes first, though its number is higher. */
	sigaddset(&pending.signal, SIGSEGV);
	KUNIT_EXPECT_EQ(test, next_signal(&pending, &mask), SIGSEGV);
	sigaddset(&mask, SIGSEGV);
	sigaddset(&mask, SIGHUP);
	KUNIT_EXPECT_EQ(test, next_signal(&pending, &mask), SIGTERM);
}

struct receiver {
	struct task_struct *task;
	struct signal_struct *signal;
	struct sighand_struct *sighand;
};

static void make_receiver(struct kunit *test, struct receiver *r)
{
	r->task = kunit_kzalloc(test, sizeof(*r->task), GFP_KERNEL);
	r->signal = kunit_kzalloc(test, sizeof(*r->signal), GFP_KERNEL);
	r->sighand = kunit_kzalloc(test, sizeof(*r->sighand), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, r->task);
	KUNIT_ASSERT_NOT_NULL(test, r->signal);
	KUNIT_ASSERT_NOT_NULL(test, r->sighand);

	spin_lock_init(&r->sighand->siglock);
	init_waitqueue_head(&r->sighand->signalfd_wqh);
	INIT_LIST_HEAD(&r->signal->thread_head);
	init_sigpending(&r->signal->shared_pending);
	r->signal->curr_target = r->task;
	r->signal->nr_threads = 1;
	memcpy(r->signal->rlim, current->signal->rlim, sizeof(r->signal->rlim));
	list_add(&r->task->thread_node, &r->signal->thread_head);
	init_sigpending(&r->task->pending);
	r->task->signal = r->signal;
	r->task->sighand = r->sighand;
	r->task->group_leader = r->task;
	RCU_INIT_POINTER(r->task->real_cred, current_cred());
	RCU_INIT_POINTER(r->task->cred, current_cred());
	r->task->__state = TASK_UNINTERRUPTIBLE | TASK_NOLOAD;
	raw_spin_lock_init(&r->task->pi_lock);
}

/* All tests block what they send, so that nobody is woken: a task that has no CPU cannot be. */
static void block_all(struct receiver *r)
{
	sigfillset(&r->task->blocked);
}

static int send(struct receiver *r, int sig, int value)
{
	struct kernel_siginfo info;
	unsigned long flags;
	int err;

	clear_siginfo(&info);
	info.si_signo = sig;
	info.si_code = SI_QUEUE;
	info.si_int = value;
	spin_lock_irqsave(&r->sighand->siglock, flags);
	err = send_signal_locked(sig, &info, r->task, PIDTYPE_TGID);
	spin_unlock_irqrestore(&r->sighand->siglock, flags);
	return err;
}

static int queued(struct receiver *r, int sig)
{
	struct sigqueue *q;
	int n = 0;

	list_for_each_entry(q, &r->signal->shared_pending.list, list)
		if (q->info.si_signo == sig)
			n++;
	return n;
}

static void classic_signals_queue_once(struct kunit *test)
{
	struct receiver r;

	make_receiver(test, &r);
	block_all(&r);
	for (int i = 0; i < 5; i++)
		KUNIT_EXPECT_EQ(test, send(&r, SIGUSR1, i), 0);
	KUNIT_EXPECT_EQ(test, queued(&r, SIGUSR1), 1);
	for (int i = 0; i < 5; i++)
		KUNIT_EXPECT_EQ(test, send(&r, SIGRTMIN + 2, i), 0);
	KUNIT_EXPECT_EQ(test, queued(&r, SIGRTMIN + 2), 5);
	KUNIT_EXPECT_TRUE(test, sigismember(&r.signal->shared_pending.signal, SIGUSR1));
	flush_sigqueue(&r.signal->shared_pending);
	KUNIT_EXPECT_TRUE(test, sigisemptyset(&r.signal->shared_pending.signal));
	KUNIT_EXPECT_EQ(test, queued(&r, SIGRTMIN + 2), 0);
}

static void realtime_limit(struct kunit *test)
{
	struct receiver r;
	int sent = 0;

	make_receiver(test, &r);
	block_all(&r);
	r.signal->rlim[RLIMIT_SIGPENDING].rlim_cur =
		atomic_read(&current_user()->sigpending) + 10;
	while (sent < 100 && !send(&r, SIGRTMIN, sent))
		sent++;
	KUNIT_EXPECT_LE(test, sent, 10);
	KUNIT_EXPECT_EQ(test, send(&r, SIGRTMIN, 0), -EAGAIN);
	/* A classic signal becomes pending even without room for its details. */
	KUNIT_EXPECT_EQ(test, send(&r, SIGUSR2, 0), 0);
	KUNIT_EXPECT_TRUE(test, sigismember(&r.signal->shared_pending.signal, SIGUSR2));
	flush_sigqueue(&r.signal->shared_pending);
}

static void ignored_signals_vanish(struct kunit *test)
{
	struct receiver r;

	make_receiver(test, &r);
	/* Not blocked: SIGCHLD's default is to be ignored. */
	KUNIT_EXPECT_EQ(test, send(&r, SIGCHLD, 0), 0);
	KUNIT_EXPECT_TRUE(test, sigisemptyset(&r.signal->shared_pending.signal));
	r.sighand->action[SIGTERM - 1].sa.sa_handler = SIG_IGN;
	KUNIT_EXPECT_EQ(test, send(&r, SIGTERM, 0), 0);
	KUNIT_EXPECT_TRUE(test, sigisemptyset(&r.signal->shared_pending.signal));

	/* Blocked, even an ignored signal waits: its handler may change first. */
	block_all(&r);
	KUNIT_EXPECT_EQ(test, send(&r, SIGTERM, 0), 0);
	KUNIT_EXPECT_TRUE(test, sigismember(&r.signal->shared_pending.signal, SIGTERM));
	flush_sigqueue(&r.signal->shared_pending);
}

static void unkillable_ignores_defaults(struct kunit *test)
{
	struct receiver r;

	make_receiver(test, &r);
	r.signal->flags = SIGNAL_UNKILLABLE;
	KUNIT_EXPECT_EQ(test, send(&r, SIGTERM, 0), 0);
	KUNIT_EXPECT_EQ(test, send(&r, SIGKILL, 0), 0);
	KUNIT_EXPECT_TRUE(test, sigisemptyset(&r.signal->shared_pending.signal));
	KUNIT_EXPECT_EQ(test, r.signal->flags, SIGNAL_UNKILLABLE);
}

static void stop_and_continue_cancel(struct kunit *test)
{
	struct receiver r;

	make_receiver(test, &r);
	block_all(&r);
	send(&r, SIGTSTP, 0);
	send(&r, SIGTTIN, 0);
	KUNIT_EXPECT_TRUE(test, sigismember(&r.signal->shared_pending.signal, SIGTSTP));
	send(&r, SIGCONT, 0);
	KUNIT_EXPECT_FALSE(test, sigismember(&r.signal->shared_pending.signal, SIGTSTP));
	KUNIT_EXPECT_FALSE(test, sigismember(&r.signal->shared_pending.signal, SIGTTIN));
	KUNIT_EXPECT_TRUE(test, sigismember(&r.signal->shared_pending.signal, SIGCONT));
	send(&r, SIGTSTP, 0);
	KUNIT_EXPECT_FALSE(test, sigismember(&r.signal->shared_pending.signal, SIGCONT));
	flush_sigqueue(&r.signal->shared_pending);

	/* A stopped group that is continued tells its parent. */
	r.signal->flags = SIGNAL_STOP_STOPPED;
	r.signal->group_exit_code = SIGTSTP;
	send(&r, SIGCONT, 0);
	KUNIT_EXPECT_TRUE(test, r.signal->flags & SIGNAL_CLD_CONTINUED);
	KUNIT_EXPECT_TRUE(test, r.signal->flags & SIGNAL_STOP_CONTINUED);
	KUNIT_EXPECT_FALSE(test, r.signal->flags & SIGNAL_STOP_STOPPED);
	KUNIT_EXPECT_EQ(test, r.signal->group_exit_code, 0);
	flush_sigqueue(&r.signal->shared_pending);
}

static struct kunit_case signal_cases[] = {
	KUNIT_CASE(sigset_arithmetic),
	KUNIT_CASE(signal_order),
	KUNIT_CASE(classic_signals_queue_once),
	KUNIT_CASE(realtime_limit),
	KUNIT_CASE(ignored_signals_vanish),
	KUNIT_CASE(unkillable_ignores_defaults),
	KUNIT_CASE(stop_and_continue_cancel),
	{}
};

static struct kunit_suite signal_suite = {
	.name = "signal",
	.test_cases = signal_cases,
};
kunit_test_suite(signal_suite);
