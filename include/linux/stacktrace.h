/* SPDX-License-Identifier: GPL-2.0-only */
/* stacktrace.h - who called whom, as addresses. */
#ifndef _LINUX_STACKTRACE_H
#define _LINUX_STACKTRACE_H

struct task_struct;

/**
 * stack_trace_save_tsk() - the calls in which a task sleeps, innermost first (arch)
 * @task: the caller holds a reference
 * @store: room for @size return addresses
 * @skip: how many of the innermost to leave out
 *
 * A task that runs meanwhile, on another CPU, has no stack that could be read.
 *
 * Return: how many addresses there are.
 */
unsigned int stack_trace_save_tsk(struct task_struct *task, unsigned long *store,
				  unsigned int size, unsigned int skip);

#endif
