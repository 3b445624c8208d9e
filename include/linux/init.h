/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * init.h - what runs and lives only during boot.
 *
 * __init code and __initdata are freed once init starts.  An initcall is a
 * function pointer in a section of its level; do_initcalls() runs the levels in
 * order and, within a level, in link order.  A boot parameter is a struct
 * obs_kernel_param in .init.setup.
 */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <linux/stringify.h>

#define __init		__section(".init.text") __cold
#define __initdata	__section(".init.data")
#define __initconst	__section(".init.rodata")
#define __ref		__section(".ref.text") noinline
#define __refdata	__section(".ref.data")
#define __exit		__section(".exit.text") __used __cold
#define __meminit
#define __meminitdata

#ifndef __ASSEMBLY__

typedef int (*initcall_t)(void);

#define ___define_initcall(fn, level)					\
	static initcall_t __PASTE(__initcall_##fn, level) __used	\
		__section(".initcall" #level ".init") = fn

#define early_initcall(fn)		___define_initcall(fn, early)
#define pure_initcall(fn)		___define_initcall(fn, 0)
#define core_initcall(fn)		___define_initcall(fn, 1)
#define postcore_initcall(fn)		___define_initcall(fn, 2)
#define arch_initcall(fn)		___define_initcall(fn, 3)
#define subsys_initcall(fn)		___define_initcall(fn, 4)
#define fs_initcall(fn)			___define_initcall(fn, 5)
#define rootfs_initcall(fn)		___define_initcall(fn, rootfs)
#define device_initcall(fn)		___define_initcall(fn, 6)
#define late_initcall(fn)		___define_initcall(fn, 7)
#define __initcall(fn)			device_initcall(fn)
#define module_init(fn)			device_initcall(fn)
#define console_initcall(fn)						\
	static initcall_t __initcall_con_##fn __used __section(".con_initcall.init") = fn

/**
 * struct obs_kernel_param - a parameter of the kernel command line.
 * @str: its name, with the '=' where it takes a value
 * @setup_func: called with the text behind the name; for early parameters an
 *	error is nonzero, for others 1 means "taken"
 * @early: parsed by parse_early_param(), before memory is up
 */
struct obs_kernel_param {
	const char *str;
	int (*setup_func)(char *val);
	int early;
};

#define __setup_param(str, unique_id, fn, early)			\
	static const char __setup_str_##unique_id[] __initconst __aligned(1) = str; \
	static struct obs_kernel_param __setup_##unique_id __used	\
		__section(".init.setup") __aligned(sizeof(long)) =	\
		{ __setup_str_##unique_id, fn, early }
#define __setup(str, fn)	__setup_param(str, fn, fn, 0)
#define early_param(str, fn)	__setup_param(str, fn, fn, 1)

void parse_early_param(void);
void parse_early_options(char *cmdline);
void mark_rodata_ro(void);
void free_initmem(void);

extern char boot_command_line[];	/* as the loader gave it, untouched */
extern char *saved_command_line;
extern unsigned int reset_devices;
extern bool rodata_enabled;

#define COMMAND_LINE_SIZE 2048

#endif /* __ASSEMBLY__ */

#endif
