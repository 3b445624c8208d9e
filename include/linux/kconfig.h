/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconfig.h - CONFIG_ symbols as C expressions.
 *
 * IS_ENABLED(CONFIG_X) is 1 or 0 whether the symbol is defined as 1 or not at
 * all, so that the compiler sees (and then drops) the code of an option that
 * is off.  How: __ARG_1 exists only for the value 1 and shifts the arguments
 * of a "take the second" macro by one.
 */
#ifndef _LINUX_KCONFIG_H
#define _LINUX_KCONFIG_H

#ifdef SAMARA_AUTOCONF
#include <generated/autoconf.h>
#endif

#define __ARG_1			0,
#define __second(first, second, ...)	second
#define __is_one_(shift_or_junk)	__second(shift_or_junk 1, 0)
#define __is_one(value)			__is_one_(__ARG_##value)
#define __is_defined(x)			__is_one(x)

#define IS_BUILTIN(option)	__is_defined(option)
#define IS_ENABLED(option)	__is_defined(option)

#endif
