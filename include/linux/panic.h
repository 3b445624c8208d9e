/* SPDX-License-Identifier: GPL-2.0-only */
/* panic.h - the end of the road. */
#ifndef _LINUX_PANIC_H
#define _LINUX_PANIC_H

#include <linux/types.h>
#include <linux/compiler.h>

struct pt_regs;

/**
 * panic() - report and stop the machine.
 *
 * Any context.  Stops the other CPUs, prints the message and a backtrace, then
 * restarts after panic= seconds, at once if that is negative, or never.
 */
__printf(1, 2) void panic(const char *fmt, ...) __noreturn __cold;

/* An oops: begin and end of the report of a fault in the kernel. */
void oops_enter(void);
void oops_exit(void);
extern int panic_timeout;	/* seconds; 0 never, < 0 at once */
extern int panic_on_oops;
extern int panic_on_warn;

enum lockdep_ok {
	LOCKDEP_STILL_OK,
	LOCKDEP_NOW_UNRELIABLE,
};

#define TAINT_DIE	7
#define TAINT_WARN	9
#define TAINT_FLAGS_COUNT 20
void add_taint(unsigned int flag, enum lockdep_ok lockdep_ok);
unsigned long get_taint(void);

#endif
