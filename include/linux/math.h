/* SPDX-License-Identifier: GPL-2.0-only */
/* math.h - integer arithmetic. */
#ifndef _LINUX_MATH_H
#define _LINUX_MATH_H

#include <linux/types.h>

#define __round_mask(x, y)	((typeof(x))((y) - 1))
/* To a multiple of @y, a power of two. */
#define round_up(x, y)		((((x) - 1) | __round_mask(x, y)) + 1)
#define round_down(x, y)	((x) & ~__round_mask(x, y))

#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define DIV_ROUND_UP_ULL(n, d)	DIV_ROUND_UP((unsigned long long)(n), (d))
#define DIV_ROUND_DOWN_ULL(n, d) ((unsigned long long)(n) / (d))
#define DIV_ROUND_CLOSEST(x, d)	(((x) + ((d) / 2)) / (d))
#define DIV_ROUND_CLOSEST_ULL(x, d) (((unsigned long long)(x) + ((d) / 2)) / (d))
/* To a multiple of any @y. */
#define roundup(x, y)		((((x) + ((y) - 1)) / (y)) * (y))
#define rounddown(x, y)		((x) - ((x) % (y)))

#define mult_frac(x, n, d)						\
({									\
	typeof(x) __mx = (x);						\
	typeof(n) __mn = (n);						\
	typeof(d) __md = (d);						\
	__mx / __md * __mn + __mx % __md * __mn / __md;			\
})

#define abs(x)								\
({									\
	typeof(x) __ax = (x);						\
	__ax < 0 ? -__ax : __ax;					\
})
#define abs_diff(a, b)	((a) > (b) ? (a) - (b) : (b) - (a))

unsigned long int_sqrt(unsigned long x);
unsigned long gcd(unsigned long a, unsigned long b);
unsigned long lcm(unsigned long a, unsigned long b);

#endif
