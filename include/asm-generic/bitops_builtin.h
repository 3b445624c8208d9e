/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm-generic/bitops_builtin.h - where bits stand in a word, as the compiler finds them.
 */
#ifndef _ASM_GENERIC_BITOPS_BUILTIN_H
#define _ASM_GENERIC_BITOPS_BUILTIN_H

#include <linux/compiler.h>
#include <linux/types.h>

/* Index of the lowest set bit; undefined for 0. */
static __always_inline unsigned long __ffs(unsigned long word)
{
	return __builtin_ctzl(word);
}

/* Index of the lowest clear bit; undefined for ~0UL. */
static __always_inline unsigned long ffz(unsigned long word)
{
	return __builtin_ctzl(~word);
}

/* Index of the highest set bit; undefined for 0. */
static __always_inline unsigned long __fls(unsigned long word)
{
	return 63 - __builtin_clzl(word);
}

/* Counted from 1; 0 where no bit is set. */
static __always_inline int ffs(int x)
{
	return __builtin_ffs(x);
}

static __always_inline int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

static __always_inline int fls64(u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

static __always_inline unsigned int fls_long(unsigned long x)
{
	return fls64(x);
}

#endif
