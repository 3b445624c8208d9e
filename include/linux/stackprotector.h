/* SPDX-License-Identifier: GPL-2.0-only */
/* stackprotector.h - CONFIG_STACKPROTECTOR, see kernel/stackprotector.c */
#ifndef _LINUX_STACKPROTECTOR_H
#define _LINUX_STACKPROTECTOR_H

#include <linux/compiler.h>

#ifdef CONFIG_STACKPROTECTOR
extern unsigned long __stack_chk_guard;
void boot_init_stack_canary(void);
void __noreturn __stack_chk_fail(void);
#else
static inline void boot_init_stack_canary(void)
{
}
#endif

#endif
