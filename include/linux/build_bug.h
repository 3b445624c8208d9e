/* SPDX-License-Identifier: GPL-2.0-only */
/* build_bug.h - assertions that the compiler checks. */
#ifndef _LINUX_BUILD_BUG_H
#define _LINUX_BUILD_BUG_H

#include <linux/compiler.h>

#define BUILD_BUG_ON_ZERO(e)	((int)sizeof(struct { int : (-!!(e)); }))
#define BUILD_BUG_ON_MSG(cond, msg) _Static_assert(!(cond), msg)
#define BUILD_BUG_ON(cond)						\
	do {								\
		extern void __attribute__((__error__("BUILD_BUG_ON failed: " #cond))) \
			__PASTE(__build_bug_, __LINE__)(void);		\
		if (cond)						\
			__PASTE(__build_bug_, __LINE__)();		\
	} while (0)
#define BUILD_BUG()	BUILD_BUG_ON(1)
#define BUILD_BUG_ON_NOT_POWER_OF_2(n)	BUILD_BUG_ON((n) == 0 || (((n) & ((n) - 1)) != 0))
#define BUILD_BUG_ON_INVALID(e)	((void)(sizeof((__force long)(e))))

#define static_assert(expr, ...) __static_assert(expr, ##__VA_ARGS__, #expr)
#define __static_assert(expr, msg, ...) _Static_assert(expr, msg)

#endif
