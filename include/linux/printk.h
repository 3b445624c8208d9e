/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * printk.h - the kernel's log.
 *
 * printk() may be called from any context, NMI included.  The text goes to the
 * log buffer first and to the consoles after that.
 */
#ifndef _LINUX_PRINTK_H
#define _LINUX_PRINTK_H

#include <linux/types.h>
#include <linux/stdarg.h>
#include <linux/kern_levels.h>
#include <linux/compiler.h>

#ifdef CONFIG_PRINTK
__printf(1, 2) __cold int _printk(const char *fmt, ...);
__printf(1, 0) __cold int vprintk(const char *fmt, va_list args);
/* printk() where the caller may hold any lock, the run queue's included. */
__printf(1, 2) __cold int _printk_deferred(const char *fmt, ...);
#else
/* The arguments are checked, and nothing is printed. */
static inline __printf(1, 2) int _printk(const char *fmt, ...)
{
	return 0;
}

static inline __printf(1, 0) int vprintk(const char *fmt, va_list args)
{
	return 0;
}

static inline __printf(1, 2) int _printk_deferred(const char *fmt, ...)
{
	return 0;
}
#endif

#define printk(fmt, ...)		_printk(fmt, ##__VA_ARGS__)
#define printk_deferred(fmt, ...)	_printk_deferred(fmt, ##__VA_ARGS__)

#ifndef pr_fmt
#define pr_fmt(fmt) fmt
#endif

#define pr_emerg(fmt, ...)	printk(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert(fmt, ...)	printk(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit(fmt, ...)	printk(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err(fmt, ...)	printk(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn(fmt, ...)	printk(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice(fmt, ...)	printk(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info(fmt, ...)	printk(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)
#define pr_cont(fmt, ...)	printk(KERN_CONT fmt, ##__VA_ARGS__)
#define pr_debug(fmt, ...)	printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)

#define __print_once(doit)						\
({									\
	static bool __printed;						\
	if (unlikely(!__printed)) {					\
		__printed = true;					\
		doit;							\
	}								\
})
#define printk_once(fmt, ...)	__print_once(printk(fmt, ##__VA_ARGS__))
#define pr_err_once(fmt, ...)	__print_once(pr_err(fmt, ##__VA_ARGS__))
#define pr_warn_once(fmt, ...)	__print_once(pr_warn(fmt, ##__VA_ARGS__))
#define pr_info_once(fmt, ...)	__print_once(pr_info(fmt, ##__VA_ARGS__))

/* At most ten messages in five seconds from one place. */
#ifdef CONFIG_PRINTK
bool printk_ratelimited_ok(unsigned long *begin, unsigned int *count);
#else
static inline bool printk_ratelimited_ok(unsigned long *begin, unsigned int *count)
{
	return false;
}
#endif
#define printk_ratelimited(fmt, ...)					\
do {									\
	static unsigned long __rl_begin;				\
	static unsigned int __rl_count;					\
	if (printk_ratelimited_ok(&__rl_begin, &__rl_count))		\
		printk(fmt, ##__VA_ARGS__);				\
} while (0)
#define pr_err_ratelimited(fmt, ...)	printk_ratelimited(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn_ratelimited(fmt, ...)	printk_ratelimited(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info_ratelimited(fmt, ...)	printk_ratelimited(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)

extern int console_printk[4];
#define console_loglevel	(console_printk[0])
#define default_message_loglevel (console_printk[1])
#define minimum_console_loglevel (console_printk[2])
#define default_console_loglevel (console_printk[3])
#define CONSOLE_LOGLEVEL_QUIET	4
#define CONSOLE_LOGLEVEL_DEFAULT 7
#define CONSOLE_LOGLEVEL_MOTORMOUTH 15

void console_verbose(void);
/* From now on messages go straight to the consoles, whoever holds locks. */
void bust_spinlocks(int yes);
extern int oops_in_progress;

#ifdef CONFIG_PRINTK
/* From the timer interrupt: wakes readers of the log whom printk() could not wake. */
void printk_tick(void);
void printk_wake_readers(void);
/* What is logged by anybody between these two goes to the consoles, whatever their level.  Any context; they nest. */
void printk_force_console_enter(void);
void printk_force_console_exit(void);
#else
static inline void printk_tick(void)
{
}

static inline void printk_wake_readers(void)
{
}

static inline void printk_force_console_enter(void)
{
}

static inline void printk_force_console_exit(void)
{
}
#endif

void dump_stack(void);
void dump_stack_lvl(const char *log_lvl);

void print_hex_dump(const char *level, const char *prefix_str, int prefix_type, int rowsize,
		    int groupsize, const void *buf, size_t len, bool ascii);
enum { DUMP_PREFIX_NONE, DUMP_PREFIX_ADDRESS, DUMP_PREFIX_OFFSET };

#endif
