/* SPDX-License-Identifier: GPL-2.0-only */
/* bitops.h - operations on bits of words and bitmaps: the arch's, and what is made of them */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H

#include <linux/types.h>
#include <linux/bits.h>
#include <asm/bitops.h>

unsigned int __sw_hweight8(unsigned int w);
unsigned int __sw_hweight16(unsigned int w);
unsigned int __sw_hweight32(unsigned int w);
unsigned long __sw_hweight64(__u64 w);

/* Without a popcount instruction to rely on, GCC's builtin would be a call into libgcc. */
#define __hweight(w, n) \
	(__builtin_constant_p(w) ? (unsigned int)__builtin_popcountll((__u64)(w)) : __sw_hweight##n(w))
#define hweight8(w)	__hweight((__u8)(w), 8)
#define hweight16(w)	__hweight((__u16)(w), 16)
#define hweight32(w)	__hweight((__u32)(w), 32)
#define hweight64(w)	__hweight((__u64)(w), 64)
#define hweight_long(w)	hweight64((unsigned long)(w))

static inline __u32 rol32(__u32 word, unsigned int shift)
{
	return (word << (shift & 31)) | (word >> ((-shift) & 31));
}

static inline __u32 ror32(__u32 word, unsigned int shift)
{
	return (word >> (shift & 31)) | (word << ((-shift) & 31));
}

static inline __u64 rol64(__u64 word, unsigned int shift)
{
	return (word << (shift & 63)) | (word >> ((-shift) & 63));
}

static inline __u64 ror64(__u64 word, unsigned int shift)
{
	return (word >> (shift & 63)) | (word << ((-shift) & 63));
}

static inline __s32 sign_extend32(__u32 value, int index)
{
	int shift = 31 - index;

	return (__s32)(value << shift) >> shift;
}

static inline __s64 sign_extend64(__u64 value, int index)
{
	int shift = 63 - index;

	return (__s64)(value << shift) >> shift;
}

static inline int get_count_order(unsigned int count)
{
	return count ? fls(count - 1) : -1;
}

static inline int get_count_order_long(unsigned long l)
{
	return l ? (int)fls_long(l - 1) : -1;
}

static __always_inline void assign_bit(long nr, volatile unsigned long *addr, bool value)
{
	if (value)
		set_bit(nr, addr);
	else
		clear_bit(nr, addr);
}

static __always_inline void __assign_bit(long nr, volatile unsigned long *addr, bool value)
{
	if (value)
		__set_bit(nr, addr);
	else
		__clear_bit(nr, addr);
}

#define set_mask_bits(ptr, mask, bits) \
({ \
	typeof(*(ptr)) __old = READ_ONCE(*(ptr)), __new; \
	do { \
		__new = (__old & ~(mask)) | (bits); \
	} while (!try_cmpxchg(ptr, &__old, __new)); \
	__old; \
})

#endif
