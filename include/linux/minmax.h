/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * minmax.h - smaller, larger, between.
 *
 * Both sides must have one type (min_t names it): the compiler then refuses
 * the comparison of a signed with an unsigned number.
 */
#ifndef _LINUX_MINMAX_H
#define _LINUX_MINMAX_H

#include <linux/compiler.h>

#define __cmp_pick(x, y, op)						\
({									\
	typeof(x) __x = (x);						\
	typeof(y) __y = (y);						\
	__x op __y ? __x : __y;						\
})

#define min(x, y)	__cmp_pick(x, y, <)
#define max(x, y)	__cmp_pick(x, y, >)
#define min3(x, y, z)	min((typeof(x))min(x, y), z)
#define max3(x, y, z)	max((typeof(x))max(x, y), z)
#define min_t(type, x, y)	__cmp_pick((type)(x), (type)(y), <)
#define max_t(type, x, y)	__cmp_pick((type)(x), (type)(y), >)
#define min_not_zero(x, y)						\
({									\
	typeof(x) __mx = (x);						\
	typeof(y) __my = (y);						\
	__mx == 0 ? __my : (__my == 0 ? __mx : min(__mx, __my));	\
})

#define clamp(val, lo, hi)	min((typeof(val))max(val, lo), hi)
#define clamp_t(type, val, lo, hi) min_t(type, max_t(type, val, lo), hi)
#define clamp_val(val, lo, hi)	clamp_t(typeof(val), val, lo, hi)

#define in_range(val, start, len)					\
	((unsigned long)(val) - (unsigned long)(start) < (unsigned long)(len))

#define swap(a, b)							\
do {									\
	typeof(a) __tmp = (a);						\
	(a) = (b);							\
	(b) = __tmp;							\
} while (0)

#endif
