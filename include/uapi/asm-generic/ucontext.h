/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/* What a signal handler's third argument points to. */
#ifndef _UAPI_ASM_GENERIC_UCONTEXT_H
#define _UAPI_ASM_GENERIC_UCONTEXT_H

struct ucontext {
	unsigned long		uc_flags;
	struct ucontext		*uc_link;
	stack_t			uc_stack;
	struct sigcontext	uc_mcontext;
	sigset_t		uc_sigmask;	/* last: a larger set could follow */
};

#endif
