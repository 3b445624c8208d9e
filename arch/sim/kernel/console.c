// SPDX-License-Identifier: GPL-2.0-only
/*
 * console.c - the kernel's log goes to the program's standard output.
 */
#include <linux/console.h>
#include <linux/init.h>
#include <sim/os.h>

static void sim_console_write(struct console *con, const char *s, unsigned int count)
{
	os_write(s, count);
}

static struct console sim_console = {
	.name	= "ttySIM",
	.write	= sim_console_write,
	.flags	= CON_PRINTBUFFER | CON_ANYTIME,
	.index	= -1,
};

/** arch_panic_console() - for a kernel that dies before its first console */
struct console *arch_panic_console(void)
{
	return &sim_console;
}

static int __init sim_console_init(void)
{
	register_console(&sim_console);
	return 0;
}
console_initcall(sim_console_init);
