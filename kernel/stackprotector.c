// SPDX-License-Identifier: GPL-2.0-only
/*
 * stackprotector.c - the word that the compiler puts between a function's arrays and its return address, and what
 * happens where it has changed when the function returns (CONFIG_STACKPROTECTOR).
 *
 * One word for the whole kernel, random from early boot on. It changes once, in start_kernel(), which never returns:
 * whatever was called before it has returned by then, or never will.
 */
#include <linux/cache.h>
#include <linux/init.h>
#include <linux/panic.h>
#include <linux/random.h>
#include <linux/stackprotector.h>

/* both names are the compiler's */
unsigned long __stack_chk_guard __ro_after_init = 0x595e9fbd94fda700UL;

/** boot_init_stack_canary() - choose the word. Context: called by start_kernel() alone */
void __init boot_init_stack_canary(void)
{
	/* the zero byte stops strings that run over */
	__stack_chk_guard = get_random_long() & ~0xffUL;
}

void __noreturn __stack_chk_fail(void)
{
	panic("stack-protector: Kernel stack is corrupted in: %pB", __builtin_return_address(0));
}
