/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kasan-checks.h - asking the address sanitizer about memory that assembly is going to access.
 */
#ifndef _LINUX_KASAN_CHECKS_H
#define _LINUX_KASAN_CHECKS_H

#include <linux/types.h>

/* Each: false, and a report, where some of the bytes must not be accessed. */
#ifdef CONFIG_KASAN
bool __kasan_check_read(const volatile void *p, unsigned int size);
bool __kasan_check_write(const volatile void *p, unsigned int size);
#else
static inline bool __kasan_check_read(const volatile void *p, unsigned int size)
{
	return true;
}
static inline bool __kasan_check_write(const volatile void *p, unsigned int size)
{
	return true;
}
#endif

/* In files that are not instrumented these are nothing, so that headers may use them. */
#ifdef __SANITIZE_ADDRESS__
#define kasan_check_read(p, size)	__kasan_check_read(p, size)
#define kasan_check_write(p, size)	__kasan_check_write(p, size)
#else
#define kasan_check_read(p, size)	do { } while (0)
#define kasan_check_write(p, size)	do { } while (0)
#endif

#endif
