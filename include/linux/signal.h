/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * signal.h - arithmetic on signal sets, and which signal does what by default.
 *
 * Signal n is bit n - 1.
 */
#ifndef _LINUX_SIGNAL_H
#define _LINUX_SIGNAL_H

#include <linux/bug.h>
#include <linux/list.h>
#include <linux/signal_types.h>
#include <linux/string.h>

struct task_struct;

#define SEND_SIG_NOINFO	((struct kernel_siginfo *)0)
#define SEND_SIG_PRIV	((struct kernel_siginfo *)1)

static inline int is_si_special(const struct kernel_siginfo *info)
{
	return info <= SEND_SIG_PRIV;
}

static inline void sigaddset(sigset_t *set, int sig)
{
	set->sig[(sig - 1) / _NSIG_BPW] |= 1UL << ((sig - 1) % _NSIG_BPW);
}

static inline void sigdelset(sigset_t *set, int sig)
{
	set->sig[(sig - 1) / _NSIG_BPW] &= ~(1UL << ((sig - 1) % _NSIG_BPW));
}

static inline int sigismember(const sigset_t *set, int sig)
{
	return 1 & (set->sig[(sig - 1) / _NSIG_BPW] >> ((sig - 1) % _NSIG_BPW));
}

static inline int sigisemptyset(const sigset_t *set)
{
	for (int i = 0; i < _NSIG_WORDS; i++)
		if (set->sig[i])
			return 0;
	return 1;
}

static inline int sigequalsets(const sigset_t *a, const sigset_t *b)
{
	for (int i = 0; i < _NSIG_WORDS; i++)
		if (a->sig[i] != b->sig[i])
			return 0;
	return 1;
}

#define sigmask(sig)	(1UL << ((sig) - 1))

#define __DEFINE_SIG_BINOP(name, op)						\
static inline void name(sigset_t *r, const sigset_t *a, const sigset_t *b)	\
{										\
	for (int i = 0; i < _NSIG_WORDS; i++)					\
		r->sig[i] = a->sig[i] op b->sig[i];				\
}

__DEFINE_SIG_BINOP(sigorsets, |)
__DEFINE_SIG_BINOP(sigandsets, &)
__DEFINE_SIG_BINOP(sigandnsets, & ~)

static inline void signotset(sigset_t *set)
{
	for (int i = 0; i < _NSIG_WORDS; i++)
		set->sig[i] = ~set->sig[i];
}

static inline void sigemptyset(sigset_t *set)
{
	memset(set, 0, sizeof(*set));
}

static inline void sigfillset(sigset_t *set)
{
	memset(set, 0xff, sizeof(*set));
}

/* The *mask functions work on the signals of the first word: all that have a fixed meaning. */
static inline void sigaddsetmask(sigset_t *set, unsigned long mask)
{
	set->sig[0] |= mask;
}

static inline void sigdelsetmask(sigset_t *set, unsigned long mask)
{
	set->sig[0] &= ~mask;
}

static inline int sigtestsetmask(const sigset_t *set, unsigned long mask)
{
	return (set->sig[0] & mask) != 0;
}

static inline void siginitset(sigset_t *set, unsigned long mask)
{
	sigemptyset(set);
	set->sig[0] = mask;
}

static inline void siginitsetinv(sigset_t *set, unsigned long mask)
{
	sigfillset(set);
	set->sig[0] = ~mask;
}

static inline void init_sigpending(struct sigpending *pending)
{
	sigemptyset(&pending->signal);
	INIT_LIST_HEAD(&pending->list);
}

static inline int valid_signal(unsigned long sig)
{
	return sig <= _NSIG;
}

#define SIG_KERNEL_ONLY_MASK	(sigmask(SIGKILL) | sigmask(SIGSTOP))
#define SIG_KERNEL_STOP_MASK	(sigmask(SIGSTOP) | sigmask(SIGTSTP) | \
				 sigmask(SIGTTIN) | sigmask(SIGTTOU))
#define SIG_KERNEL_COREDUMP_MASK (sigmask(SIGQUIT) | sigmask(SIGILL) | sigmask(SIGTRAP) | \
				 sigmask(SIGABRT) | sigmask(SIGFPE) | sigmask(SIGSEGV) | \
				 sigmask(SIGBUS) | sigmask(SIGSYS) | sigmask(SIGXCPU) | \
				 sigmask(SIGXFSZ))
#define SIG_KERNEL_IGNORE_MASK	(sigmask(SIGCONT) | sigmask(SIGCHLD) | \
				 sigmask(SIGWINCH) | sigmask(SIGURG))
#define SYNCHRONOUS_MASK	(sigmask(SIGSEGV) | sigmask(SIGBUS) | sigmask(SIGILL) | \
				 sigmask(SIGTRAP) | sigmask(SIGFPE) | sigmask(SIGSYS))

#define siginmask(sig, mask)	((sig) > 0 && (sig) < SIGRTMIN && (sigmask(sig) & (mask)))
#define sig_kernel_only(sig)		siginmask(sig, SIG_KERNEL_ONLY_MASK)
#define sig_kernel_coredump(sig)	siginmask(sig, SIG_KERNEL_COREDUMP_MASK)
#define sig_kernel_ignore(sig)		siginmask(sig, SIG_KERNEL_IGNORE_MASK)
#define sig_kernel_stop(sig)		siginmask(sig, SIG_KERNEL_STOP_MASK)

static inline void clear_siginfo(kernel_siginfo_t *info)
{
	memset(info, 0, sizeof(*info));
}

static inline void copy_siginfo(kernel_siginfo_t *to, const kernel_siginfo_t *from)
{
	memcpy(to, from, sizeof(*to));
}

int copy_siginfo_to_user(siginfo_t __user *to, const kernel_siginfo_t *from);
int copy_siginfo_from_user(kernel_siginfo_t *to, const siginfo_t __user *from);

void signals_init(void);
int next_signal(struct sigpending *pending, sigset_t *mask);
bool get_signal(struct ksignal *ksig);
void signal_setup_done(int failed, struct ksignal *ksig, int stepping);
void exit_signals(struct task_struct *tsk);
void kernel_sigaction(int sig, __sighandler_t action);
int sigprocmask(int how, sigset_t *set, sigset_t *oldset);
int set_user_sigmask(const sigset_t __user *umask, size_t sigsetsize);
void set_current_blocked(sigset_t *newset);
void __set_current_blocked(const sigset_t *newset);
bool unhandled_signal(struct task_struct *tsk, int sig);
int do_sigaction(int sig, struct k_sigaction *act, struct k_sigaction *oact);
void sigaction_compat_abi(struct k_sigaction *act, struct k_sigaction *oact);

int restore_altstack(const stack_t __user *uss);
int __save_altstack(stack_t __user *uss, unsigned long sp);

static inline void allow_signal(int sig)
{
	kernel_sigaction(sig, SIG_KTHREAD);
}

static inline void disallow_signal(int sig)
{
	kernel_sigaction(sig, SIG_IGN);
}

extern int print_fatal_signals;

#endif
