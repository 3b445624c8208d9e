/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * signal_types.h - the structures that a task's signal state is made of.
 */
#ifndef _LINUX_SIGNAL_TYPES_H
#define _LINUX_SIGNAL_TYPES_H

#include <linux/list.h>
#include <uapi/linux/signal.h>

typedef struct kernel_siginfo {
	__SIGINFO;
} kernel_siginfo_t;

struct user_struct;

/* One queued signal with its siginfo. */
struct sigqueue {
	struct list_head list;			/* in a sigpending [siglock] */
	int flags;				/* SIGQUEUE_* */
	kernel_siginfo_t info;
	struct user_struct *user;		/* charged for RLIMIT_SIGPENDING */
};

#define SIGQUEUE_PREALLOC	1		/* belongs to a POSIX timer */

/* Signals waiting for one thread, or for any thread of a group. */
struct sigpending {
	struct list_head list;			/* [siglock] of struct sigqueue */
	sigset_t signal;			/* [siglock] which numbers wait */
};

struct k_sigaction {
	struct sigaction sa;
};

/* What get_signal() hands the architecture to build a frame from. */
struct ksignal {
	struct k_sigaction ka;
	kernel_siginfo_t info;
	int sig;
};

/* The kernel's own handler values: a kernel thread lets a signal through for itself. */
#define SIG_KTHREAD		((__sighandler_t)2)
#define SIG_KTHREAD_KERNEL	((__sighandler_t)3)

#ifndef __ARCH_UAPI_SA_FLAGS
#ifdef SA_RESTORER
#define __ARCH_UAPI_SA_FLAGS	SA_RESTORER
#else
#define __ARCH_UAPI_SA_FLAGS	0
#endif
#endif

/* Kernel-internal: the action may no longer be changed. Not a flag that user space can give. */
#define SA_IMMUTABLE	0x00800000

#define UAPI_SA_FLAGS	(SA_NOCLDSTOP | SA_NOCLDWAIT | SA_SIGINFO | SA_ONSTACK | SA_RESTART | \
			 SA_NODEFER | SA_RESETHAND | SA_EXPOSE_TAGBITS | __ARCH_UAPI_SA_FLAGS)

#endif
