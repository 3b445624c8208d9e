/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/thread_info.h - what the way back to user mode asks of a task: its flags.
 *
 * Owns: TIF_ numbers, the kernel stack's size.
 * Locks: flags are set by any CPU with atomic bit operations.
 */
#ifndef _ASM_SIM_THREAD_INFO_H
#define _ASM_SIM_THREAD_INFO_H

#include <linux/compiler.h>
#include <asm/page_types.h>

/* Frames of code without optimisation or with red zones are large, and "user mode" is here too. */
#define THREAD_SIZE_ORDER	5
#define THREAD_SIZE		(PAGE_SIZE << THREAD_SIZE_ORDER)
#define THREAD_ALIGN		THREAD_SIZE

#ifndef __ASSEMBLY__

struct thread_info {
	unsigned long	flags;		/* TIF_ bits, atomic */
	unsigned long	syscall_work;	/* atomic */
	unsigned int	status;		/* the task itself only */
	unsigned int	cpu;		/* [RQ] where the task runs or ran last */
};

#define INIT_THREAD_INFO(tsk)	{ .flags = 0, .cpu = 0 }

#include <asm/current.h>
#define current_thread_info()	((struct thread_info *)current)

#endif

#define TIF_NOTIFY_RESUME	1	/* task work before returning to user mode */
#define TIF_SIGPENDING		2
#define TIF_NEED_RESCHED	3
#define TIF_SYSCALL_TRACE	5
#define TIF_RESTORE_SIGMASK	6
#define TIF_NOTIFY_SIGNAL	7
#define TIF_POLLING_NRFLAG	16	/* idle: watches need_resched itself */
#define TIF_MEMDIE		20

#define _TIF_NOTIFY_RESUME	(1UL << TIF_NOTIFY_RESUME)
#define _TIF_SIGPENDING		(1UL << TIF_SIGPENDING)
#define _TIF_NEED_RESCHED	(1UL << TIF_NEED_RESCHED)
#define _TIF_SYSCALL_TRACE	(1UL << TIF_SYSCALL_TRACE)
#define _TIF_RESTORE_SIGMASK	(1UL << TIF_RESTORE_SIGMASK)
#define _TIF_NOTIFY_SIGNAL	(1UL << TIF_NOTIFY_SIGNAL)
#define _TIF_POLLING_NRFLAG	(1UL << TIF_POLLING_NRFLAG)

/* Any of these sends the return to user mode into exit_to_user_mode_loop(). */
#define EXIT_TO_USER_MODE_WORK	(_TIF_NOTIFY_RESUME | _TIF_SIGPENDING | _TIF_NEED_RESCHED | \
				 _TIF_NOTIFY_SIGNAL)

#endif
