// SPDX-License-Identifier: GPL-2.0-only
/*
 * extable.c - goes on at the fixup of an instruction that was allowed to fault.
 */
#include <linux/errno.h>
#include <linux/extable.h>
#include <asm/extable.h>
#include <asm/ptrace.h>

static unsigned long ex_fixup_addr(const struct exception_table_entry *e)
{
	return (unsigned long)&e->fixup + e->fixup;
}

/**
 * fixup_exception() - is there a way on after the fault at regs->ip?
 *
 * Return: 1 with @regs set to it, or 0.
 */
int fixup_exception(struct pt_regs *regs, int trapnr, unsigned long error_code, unsigned long fault_addr)
{
	const struct exception_table_entry *e = search_exception_tables(regs->ip);

	if (!e)
		return 0;
	if (e->data == EX_TYPE_EFAULT || e->data == EX_TYPE_EFAULT_ZERO)
		regs->ax = -EFAULT;
	if (e->data == EX_TYPE_EFAULT_ZERO)
		regs->dx = 0;
	regs->ip = ex_fixup_addr(e);
	return 1;
}
