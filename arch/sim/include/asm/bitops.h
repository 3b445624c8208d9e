/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/bitops.h - single bits in arrays of unsigned long, and bit scans.
 *
 * set_bit() and its kin are atomic, and points; the __ forms are neither.
 */
#ifndef _ASM_SIM_BITOPS_H
#define _ASM_SIM_BITOPS_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/barrier.h>

#ifndef BITS_PER_LONG
#define BITS_PER_LONG	64
#endif

#define __BIT_WORD(nr, addr)	((volatile unsigned long *)(addr) + ((unsigned long)(nr) >> 6))
#define __BIT_MASK(nr)		(1UL << ((nr) & 63))

static __always_inline void set_bit(long nr, volatile unsigned long *addr)
{
	sim_point();
	__atomic_or_fetch(__BIT_WORD(nr, addr), __BIT_MASK(nr), __ATOMIC_SEQ_CST);
}

static __always_inline void clear_bit(long nr, volatile unsigned long *addr)
{
	sim_point();
	__atomic_and_fetch(__BIT_WORD(nr, addr), ~__BIT_MASK(nr), __ATOMIC_SEQ_CST);
}

static __always_inline void change_bit(long nr, volatile unsigned long *addr)
{
	sim_point();
	__atomic_xor_fetch(__BIT_WORD(nr, addr), __BIT_MASK(nr), __ATOMIC_SEQ_CST);
}

/* These yield the bit as it was. */
static __always_inline bool test_and_set_bit(long nr, volatile unsigned long *addr)
{
	sim_point();
	return __atomic_fetch_or(__BIT_WORD(nr, addr), __BIT_MASK(nr), __ATOMIC_SEQ_CST) & __BIT_MASK(nr);
}

static __always_inline bool test_and_clear_bit(long nr, volatile unsigned long *addr)
{
	sim_point();
	return __atomic_fetch_and(__BIT_WORD(nr, addr), ~__BIT_MASK(nr), __ATOMIC_SEQ_CST) & __BIT_MASK(nr);
}

static __always_inline bool test_and_change_bit(long nr, volatile unsigned long *addr)
{
	sim_point();
	return __atomic_fetch_xor(__BIT_WORD(nr, addr), __BIT_MASK(nr), __ATOMIC_SEQ_CST) & __BIT_MASK(nr);
}

static __always_inline bool test_bit(unsigned long nr, const volatile unsigned long *addr)
{
	return (READ_ONCE(addr[nr >> 6]) >> (nr & 63)) & 1;
}

static __always_inline void __set_bit(unsigned long nr, volatile unsigned long *addr)
{
	((unsigned long *)addr)[nr >> 6] |= __BIT_MASK(nr);
}

static __always_inline void __clear_bit(unsigned long nr, volatile unsigned long *addr)
{
	((unsigned long *)addr)[nr >> 6] &= ~__BIT_MASK(nr);
}

static __always_inline void __change_bit(unsigned long nr, volatile unsigned long *addr)
{
	((unsigned long *)addr)[nr >> 6] ^= __BIT_MASK(nr);
}

static __always_inline bool __test_and_set_bit(unsigned long nr, volatile unsigned long *addr)
{
	bool was = test_bit(nr, addr);

	__set_bit(nr, addr);
	return was;
}

static __always_inline bool __test_and_clear_bit(unsigned long nr, volatile unsigned long *addr)
{
	bool was = test_bit(nr, addr);

	__clear_bit(nr, addr);
	return was;
}

static __always_inline bool __test_and_change_bit(unsigned long nr, volatile unsigned long *addr)
{
	bool was = test_bit(nr, addr);

	__change_bit(nr, addr);
	return was;
}

static __always_inline bool test_bit_acquire(unsigned long nr, const volatile unsigned long *addr)
{
	return smp_load_acquire(__BIT_WORD(nr, addr)) & __BIT_MASK(nr);
}

#define test_and_set_bit_lock(nr, addr)	test_and_set_bit(nr, addr)

static __always_inline void clear_bit_unlock(long nr, volatile unsigned long *addr)
{
	clear_bit(nr, addr);
}

static __always_inline void __clear_bit_unlock(long nr, volatile unsigned long *addr)
{
	smp_store_release(__BIT_WORD(nr, addr), *__BIT_WORD(nr, addr) & ~__BIT_MASK(nr));
}

/* Flips @mask in the lowest byte with release semantics. Return: whether bit 7 was set. */
static __always_inline bool xor_unlock_is_negative_byte(unsigned long mask, volatile unsigned long *addr)
{
	sim_point();
	return __atomic_fetch_xor(addr, mask, __ATOMIC_SEQ_CST) & 0x80;
}
#define xor_unlock_is_negative_byte xor_unlock_is_negative_byte

#include <asm-generic/bitops_builtin.h>

#endif
