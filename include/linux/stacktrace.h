/* SPDX-License-Identifier: GPL-2.0-only */
/* stacktrace.h - who called whom, as addresses. */
#ifndef _LINUX_STACKTRACE_H
#define _LINUX_STACKTRACE_H

#include <linux/types.h>

struct task_struct;

/**
 * stack_trace_save() - the calls that led here, innermost first (arch)
 * @store: room for @size return addresses
 * @skipnr: how many of the innermost to leave out; 0 begins with the caller of this
 *
 * Context: any. Fast: it reads the frames of the own stack without checks for faults.
 * Return: how many addresses there are; 0 on a stack that is not the task's.
 */
unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr);

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

unsigned int filter_irq_stacks(unsigned long *entries, unsigned int nr);
void stack_trace_print(const unsigned long *entries, unsigned int nr, int spaces);
int stack_trace_snprint(char *buf, size_t size, const unsigned long *entries, unsigned int nr,
			int spaces);

#endif
