/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * syscalls.h - how a system call is defined.
 *
 *	SYSCALL_DEFINE2(getpriority, int, which, int, who) { ... }
 *
 * makes sys_getpriority(), which takes its arguments as the CPU's full
 * registers (long), converts each to its type and calls the body.  The
 * conversion is what makes garbage in the upper half of a register harmless.
 * The table of each architecture refers to sys_<name>.
 */
#ifndef _LINUX_SYSCALLS_H
#define _LINUX_SYSCALLS_H

#include <linux/types.h>
#include <linux/linkage.h>
#include <linux/compiler.h>

#define __SC_LONG1(t, a)	long a
#define __SC_LONG2(t, a, ...)	long a, __SC_LONG1(__VA_ARGS__)
#define __SC_LONG3(t, a, ...)	long a, __SC_LONG2(__VA_ARGS__)
#define __SC_LONG4(t, a, ...)	long a, __SC_LONG3(__VA_ARGS__)
#define __SC_LONG5(t, a, ...)	long a, __SC_LONG4(__VA_ARGS__)
#define __SC_LONG6(t, a, ...)	long a, __SC_LONG5(__VA_ARGS__)

#define __SC_DECL1(t, a)	t a
#define __SC_DECL2(t, a, ...)	t a, __SC_DECL1(__VA_ARGS__)
#define __SC_DECL3(t, a, ...)	t a, __SC_DECL2(__VA_ARGS__)
#define __SC_DECL4(t, a, ...)	t a, __SC_DECL3(__VA_ARGS__)
#define __SC_DECL5(t, a, ...)	t a, __SC_DECL4(__VA_ARGS__)
#define __SC_DECL6(t, a, ...)	t a, __SC_DECL5(__VA_ARGS__)

#define __SC_CAST1(t, a)	(__force t)a
#define __SC_CAST2(t, a, ...)	(__force t)a, __SC_CAST1(__VA_ARGS__)
#define __SC_CAST3(t, a, ...)	(__force t)a, __SC_CAST2(__VA_ARGS__)
#define __SC_CAST4(t, a, ...)	(__force t)a, __SC_CAST3(__VA_ARGS__)
#define __SC_CAST5(t, a, ...)	(__force t)a, __SC_CAST4(__VA_ARGS__)
#define __SC_CAST6(t, a, ...)	(__force t)a, __SC_CAST5(__VA_ARGS__)

#define SYSCALL_DEFINE0(name)						\
	asmlinkage long sys_##name(void);				\
	asmlinkage long sys_##name(void)

#define __SYSCALL_DEFINE(x, name, ...)					\
	static __always_inline long __do_sys_##name(__SC_DECL##x(__VA_ARGS__)); \
	asmlinkage long sys_##name(__SC_LONG##x(__VA_ARGS__));		\
	asmlinkage long sys_##name(__SC_LONG##x(__VA_ARGS__))		\
	{								\
		return __do_sys_##name(__SC_CAST##x(__VA_ARGS__));	\
	}								\
	static __always_inline long __do_sys_##name(__SC_DECL##x(__VA_ARGS__))

#define SYSCALL_DEFINE1(name, ...) __SYSCALL_DEFINE(1, name, __VA_ARGS__)
#define SYSCALL_DEFINE2(name, ...) __SYSCALL_DEFINE(2, name, __VA_ARGS__)
#define SYSCALL_DEFINE3(name, ...) __SYSCALL_DEFINE(3, name, __VA_ARGS__)
#define SYSCALL_DEFINE4(name, ...) __SYSCALL_DEFINE(4, name, __VA_ARGS__)
#define SYSCALL_DEFINE5(name, ...) __SYSCALL_DEFINE(5, name, __VA_ARGS__)
#define SYSCALL_DEFINE6(name, ...) __SYSCALL_DEFINE(6, name, __VA_ARGS__)

/**
 * sys_ni_syscall() - the answer to a number that has no function: -ENOSYS.
 *
 * Counts it and, once a number, logs it with the program's name.
 */
asmlinkage long sys_ni_syscall(void);
unsigned long nr_missed_syscalls(void);

#endif
