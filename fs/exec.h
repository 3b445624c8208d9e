/* SPDX-License-Identifier: GPL-2.0-only */
/* exec.h - between exec.c and exec_args.c. */
#ifndef _FS_EXEC_H
#define _FS_EXEC_H

struct linux_binprm;

/* The caller's argv or envp: an array in user space, or in the kernel for kernel_execve(). */
struct arg_vector {
	const char __user *const __user *user;
	const char *const *kernel;
};

int copy_all_strings(struct linux_binprm *bprm, struct arg_vector argv, struct arg_vector envp);
void put_arg_page(struct linux_binprm *bprm);

#endif
