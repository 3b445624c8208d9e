/* SPDX-License-Identifier: GPL-2.0-only */
/* log2.h - powers of two and their exponents. */
#ifndef _LINUX_LOG2_H
#define _LINUX_LOG2_H

#include <linux/types.h>
#include <linux/bits.h>

static __always_inline __attribute_const__ int __ilog2_u64(u64 n)
{
	return 63 - __builtin_clzll(n);
}

/* Floor of the binary logarithm; undefined for 0. */
#define ilog2(n)	(__builtin_constant_p(n) ? ((n) < 2 ? 0 : 63 - __builtin_clzll(n)) : __ilog2_u64(n))

static __always_inline __attribute_const__ bool is_power_of_2(unsigned long n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

static __always_inline __attribute_const__ unsigned long __roundup_pow_of_two(unsigned long n)
{
	return n <= 1 ? 1 : 1UL << (__ilog2_u64(n - 1) + 1);
}

static __always_inline __attribute_const__ unsigned long __rounddown_pow_of_two(unsigned long n)
{
	return 1UL << __ilog2_u64(n);
}

#define roundup_pow_of_two(n)						\
	(__builtin_constant_p(n) ?					\
		((n) <= 1 ? 1UL : 1UL << (64 - __builtin_clzll((n) - 1))) : \
		__roundup_pow_of_two(n))
#define rounddown_pow_of_two(n)						\
	(__builtin_constant_p(n) ? 1UL << (63 - __builtin_clzll(n)) : __rounddown_pow_of_two(n))

/* Ceiling of the binary logarithm; 0 for 0 and 1. */
static __always_inline __attribute_const__ int __order_base_2(unsigned long n)
{
	return n > 1 ? __ilog2_u64(n - 1) + 1 : 0;
}
#define order_base_2(n)							\
	(__builtin_constant_p(n) ? ((n) < 2 ? 0 : 64 - __builtin_clzll((n) - 1)) : __order_base_2(n))

/* Bits needed to store @n; 1 for 0. */
#define bits_per(n)	((n) < 2 ? 1 : ilog2(n) + 1)

#endif
