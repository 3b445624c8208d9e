/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bug.h - assertions at run time.
 *
 * BUG_ON(c)   c is impossible: stops (kills the process where it safely can,
 *             else panics).  WARN_ON(c) reports with a backtrace and goes on;
 *             it yields c.  Both end in one trap instruction each; the
 *             architecture's asm/bug.h emits it together with a table entry
 *             that names file and line.
 */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/compiler.h>
#include <linux/build_bug.h>
#include <linux/types.h>
#include <asm/bug.h>

__printf(3, 4) void warn_slowpath_fmt(const char *file, int line, const char *fmt, ...);

#ifndef BUG
#error "asm/bug.h must define BUG()"
#endif

#define BUG_ON(condition) do { if (unlikely(condition)) BUG(); } while (0)

#define WARN(condition, format...)					\
({									\
	int __ret_warn_on = !!(condition);				\
	if (unlikely(__ret_warn_on))					\
		warn_slowpath_fmt(__FILE__, __LINE__, format);		\
	unlikely(__ret_warn_on);					\
})

#define WARN_ON(condition)						\
({									\
	int __ret_warn_on = !!(condition);				\
	if (unlikely(__ret_warn_on))					\
		warn_slowpath_fmt(__FILE__, __LINE__, NULL);		\
	unlikely(__ret_warn_on);					\
})

#define __once_only(condition, doit)					\
({									\
	static bool __already_done;					\
	int __ret_once = !!(condition);					\
	if (unlikely(__ret_once && !__already_done)) {			\
		__already_done = true;					\
		doit;							\
	}								\
	unlikely(__ret_once);						\
})
#define WARN_ON_ONCE(condition) __once_only(condition, WARN_ON(1))
#define WARN_ONCE(condition, format...) __once_only(condition, WARN(1, format))

#endif
