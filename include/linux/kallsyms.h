/* SPDX-License-Identifier: GPL-2.0-only */
/* kallsyms.h - names of code addresses. */
#ifndef _LINUX_KALLSYMS_H
#define _LINUX_KALLSYMS_H

#include <linux/types.h>
#include <linux/kernel.h>

#define KSYM_SYMBOL_LEN 256

#ifdef CONFIG_KALLSYMS
/**
 * kallsyms_lookup() - the function that holds a code address.
 * @offset: the address's distance from its start
 * @size: bytes to the next symbol
 *
 * Any context. Return: the name, or NULL where the address is not the kernel's code.
 */
const char *kallsyms_lookup(unsigned long addr, unsigned long *size, unsigned long *offset);

/* "name+0x12/0x80" of a code address, or its number. */
int sprint_symbol(char *buffer, unsigned long address);

/* As sprint_symbol(), of a return address: named after the call, which may be its function's last. */
int sprint_backtrace(char *buffer, unsigned long address);
#else
static inline const char *kallsyms_lookup(unsigned long addr, unsigned long *size,
					  unsigned long *offset)
{
	return NULL;
}

static inline int sprint_symbol(char *buffer, unsigned long address)
{
	return sprintf(buffer, "0x%lx", address);
}

static inline int sprint_backtrace(char *buffer, unsigned long address)
{
	return sprint_symbol(buffer, address);
}
#endif

#endif
