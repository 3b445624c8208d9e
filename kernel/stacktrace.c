// SPDX-License-Identifier: GPL-2.0-only
/*
 * stacktrace.c - what can be done with a backtrace once it has been read.
 *
 * Elsewhere:  reading one from a stack (arch), keeping many (lib/stackdepot.c).
 */
#include <linux/hardirq.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/stacktrace.h>
#include <asm/sections.h>

static bool in_entry_text(unsigned long addr)
{
	return addr >= (unsigned long)__entry_text_start && addr < (unsigned long)__entry_text_end;
}

/**
 * filter_irq_stacks() - where to cut a trace off so that it ends with the interrupt's entry
 * @entries: of the caller's own stack
 *
 * What was interrupted did not cause what happens, and would make equal traces differ.
 * Return: how many of @nr entries to keep.
 */
unsigned int filter_irq_stacks(unsigned long *entries, unsigned int nr)
{
	unsigned int i;

	if (!in_hardirq() && !in_serving_softirq())
		return nr;
	for (i = 0; i < nr; i++)
		if (in_entry_text(entries[i]))
			return i + 1;
	return nr;
}

/** stack_trace_print() - into the log, a line for each address, indented by @spaces + 1 */
void stack_trace_print(const unsigned long *entries, unsigned int nr, int spaces)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		printk("%*c%pS\n", 1 + spaces, ' ', (void *)entries[i]);
}

/** stack_trace_snprint() - into a buffer. Return: bytes written, without the end of the string */
int stack_trace_snprint(char *buf, size_t size, const unsigned long *entries, unsigned int nr,
			int spaces)
{
	unsigned int i, n = 0;

	for (i = 0; i < nr && n < size; i++)
		n += scnprintf(buf + n, size - n, "%*c%pS\n", 1 + spaces, ' ', (void *)entries[i]);
	return n;
}
