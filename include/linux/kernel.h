/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kernel.h - the small things that nearly every file uses.
 */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/stdarg.h>
#include <linux/align.h>
#include <linux/limits.h>
#include <linux/linkage.h>
#include <linux/stddef.h>
#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/bits.h>
#include <linux/kstrtox.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/build_bug.h>
#include <linux/panic.h>
#include <linux/sprintf.h>
#include <linux/array_size.h>

#define REPEAT_BYTE(x)	((~0ul / 0xff) * (x))
#define upper_32_bits(n) ((u32)((n) >> 16 >> 16))
#define lower_32_bits(n) ((u32)((n) & 0xffffffff))

#define ARRAY_END(a)	(&(a)[ARRAY_SIZE(a)])
#define PTR_IF(cond, ptr) ((cond) ? (ptr) : NULL)
#define u64_to_user_ptr(x) ((void __user *)(uintptr_t)(x))
#define typecheck(type, x) ({ type __dummy; typeof(x) __dummy2; (void)(&__dummy == &__dummy2); 1; })

/* Where the caller may sleep: says so under CONFIG_DEBUG_ATOMIC_SLEEP if it may not. */
#ifdef CONFIG_DEBUG_ATOMIC_SLEEP
void __might_sleep(const char *file, int line);
#define might_sleep()	do { __might_sleep(__FILE__, __LINE__); cond_resched_hook(); } while (0)
#else
#define might_sleep()	cond_resched_hook()
#endif
/* Full preemption: nothing to yield voluntarily. */
static inline void cond_resched_hook(void)
{
}
#define might_sleep_if(cond) do { if (cond) might_sleep(); } while (0)
#define cant_sleep()	do { } while (0)
#define might_fault()	do { } while (0)

enum system_states {
	SYSTEM_BOOTING,
	SYSTEM_SCHEDULING,
	SYSTEM_FREEING_INITMEM,
	SYSTEM_RUNNING,
	SYSTEM_HALT,
	SYSTEM_POWER_OFF,
	SYSTEM_RESTART,
};
extern enum system_states system_state;

/* _text.._etext of the kernel image, and init text while that exists. */
int kernel_text_address(unsigned long addr);
int core_kernel_text(unsigned long addr);

int get_option(char **str, int *pint);
unsigned long long memparse(const char *ptr, char **retptr);
bool parse_option_str(const char *str, const char *option);
char *next_arg(char *args, char **param, char **val);

char *bin2hex(char *dst, const void *src, size_t count);
int hex_to_bin(unsigned char ch);
extern const char hex_asc[], hex_asc_upper[];

#endif
