/* SPDX-License-Identifier: GPL-2.0-only */
/* kallsyms.h - names of code addresses. */
#ifndef _LINUX_KALLSYMS_H
#define _LINUX_KALLSYMS_H

#include <linux/types.h>
#include <linux/kernel.h>

/**
 * kallsyms_lookup() - the function that holds a code address.
 * @offset: the address's distance from its start
 * @size: bytes to the next symbol
 *
 * Any context. Return: the name, or NULL where the address is not the kernel's code.
 */
const char *kallsyms_lookup(unsigned long addr, unsigned long *size, unsigned long *offset);

/* As sprint_symbol(), of a return address: named after the call, which may be its function's last. */
int sprint_backtrace(char *buffer, unsigned long address);

#endif
