// SPDX-License-Identifier: GPL-2.0-only
/*
 * syscall_table.c - the table of system calls.
 *
 * Each entry of the table is a weak reference: what no object file defines is NULL when the kernel
 * is linked, and becomes sys_ni_syscall() before the first program runs.
 */
#include <linux/cache.h>
#include <linux/init.h>
#include <asm/syscall.h>

extern long sys_ni_syscall(unsigned long, unsigned long, unsigned long,
			   unsigned long, unsigned long, unsigned long);

#define __SYSCALL(nr, sym) extern long __weak sym(unsigned long, unsigned long, unsigned long, \
						  unsigned long, unsigned long, unsigned long);
#include <asm/syscalls_64.h>
#undef __SYSCALL

#define __SYSCALL(nr, sym) [nr] = sym,
sys_call_ptr_t sys_call_table[__NR_syscalls] __ro_after_init = {
#include <asm/syscalls_64.h>
};
#undef __SYSCALL

/** syscall_table_init() - fill the gaps */
void __init syscall_table_init(void)
{
	for (int i = 0; i < __NR_syscalls; i++)
		if (!sys_call_table[i])
			sys_call_table[i] = sys_ni_syscall;
}
