/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/bitops.h - single bits in arrays of unsigned long, and bit scans.
 *
 * set_bit() and its kin are atomic; the __ forms are not. A constant bit number becomes a byte
 * operation with an immediate, which needs no register; a variable one uses bts, btr and btc,
 * whose memory operand reaches any bit of the array.
 */
#ifndef _ASM_X86_BITOPS_H
#define _ASM_X86_BITOPS_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/barrier.h>

#ifndef BITS_PER_LONG
#define BITS_PER_LONG	64
#endif

#define __BITS_MEM(addr)	(*(volatile unsigned long *)(addr))
#define __BITS_BYTE(nr, addr)	(*((volatile unsigned char *)(addr) + ((nr) >> 3)))
#define __BITS_MASK(nr)		((unsigned char)(1U << ((nr) & 7)))

static __always_inline void set_bit(long nr, volatile unsigned long *addr)
{
	if (__builtin_constant_p(nr))
		asm volatile("lock orb %b1, %0" : "+m" (__BITS_BYTE(nr, addr))
			     : "iq" (__BITS_MASK(nr)) : "memory", "cc");
	else
		asm volatile("lock btsq %1, %0" : "+m" (__BITS_MEM(addr)) : "r" (nr) : "memory", "cc");
}

static __always_inline void clear_bit(long nr, volatile unsigned long *addr)
{
	if (__builtin_constant_p(nr))
		asm volatile("lock andb %b1, %0" : "+m" (__BITS_BYTE(nr, addr))
			     : "iq" ((unsigned char)(__BITS_MASK(nr) ^ 0xff)) : "memory", "cc");
	else
		asm volatile("lock btrq %1, %0" : "+m" (__BITS_MEM(addr)) : "r" (nr) : "memory", "cc");
}

static __always_inline void change_bit(long nr, volatile unsigned long *addr)
{
	if (__builtin_constant_p(nr))
		asm volatile("lock xorb %b1, %0" : "+m" (__BITS_BYTE(nr, addr))
			     : "iq" (__BITS_MASK(nr)) : "memory", "cc");
	else
		asm volatile("lock btcq %1, %0" : "+m" (__BITS_MEM(addr)) : "r" (nr) : "memory", "cc");
}

/* Yields the bit as it was. An immediate bit number reaches one word only, so it is reduced to its word here. */
#define __BITOP_TEST(name, insn)						\
static __always_inline bool name(unsigned long nr, volatile unsigned long *addr) \
{										\
	bool was;								\
										\
	if (__builtin_constant_p(nr))						\
		asm volatile(insn " %2, %1"					\
			     : "=@ccc" (was), "+m" (__BITS_MEM(addr + (nr >> 6))) \
			     : "Jr" (nr & 63) : "memory");			\
	else									\
		asm volatile(insn " %2, %1" : "=@ccc" (was), "+m" (__BITS_MEM(addr)) \
			     : "r" (nr) : "memory");				\
	return was;								\
}

__BITOP_TEST(test_and_set_bit, "lock btsq")
__BITOP_TEST(test_and_clear_bit, "lock btrq")
__BITOP_TEST(test_and_change_bit, "lock btcq")
__BITOP_TEST(__test_and_set_bit, "btsq")
__BITOP_TEST(__test_and_clear_bit, "btrq")
__BITOP_TEST(__test_and_change_bit, "btcq")

static __always_inline void __set_bit(unsigned long nr, volatile unsigned long *addr)
{
	((unsigned long *)addr)[nr >> 6] |= 1UL << (nr & 63);
}

static __always_inline void __clear_bit(unsigned long nr, volatile unsigned long *addr)
{
	((unsigned long *)addr)[nr >> 6] &= ~(1UL << (nr & 63));
}

static __always_inline void __change_bit(unsigned long nr, volatile unsigned long *addr)
{
	((unsigned long *)addr)[nr >> 6] ^= 1UL << (nr & 63);
}

static __always_inline bool test_bit(unsigned long nr, const volatile unsigned long *addr)
{
	return (addr[nr >> 6] >> (nr & 63)) & 1;
}

static __always_inline bool test_bit_acquire(unsigned long nr, const volatile unsigned long *addr)
{
	bool set = test_bit(nr, addr);

	barrier();
	return set;
}

/* Lock bits: acquire on taking, release on dropping; x86 gives both for nothing. */
#define test_and_set_bit_lock(nr, addr)	test_and_set_bit(nr, addr)

static __always_inline void clear_bit_unlock(long nr, volatile unsigned long *addr)
{
	barrier();
	clear_bit(nr, addr);
}

static __always_inline void __clear_bit_unlock(long nr, volatile unsigned long *addr)
{
	barrier();
	__clear_bit(nr, addr);
}

/* Flips @mask in the lowest byte with release semantics. Return: whether bit 7 was set. */
static __always_inline bool xor_unlock_is_negative_byte(unsigned long mask, volatile unsigned long *addr)
{
	bool negative;

	asm volatile("lock xorb %2, %1" : "=@ccs" (negative), "+m" (*(volatile char *)addr)
		     : "iq" ((char)mask) : "memory");
	return negative;
}
#define xor_unlock_is_negative_byte xor_unlock_is_negative_byte

#include <asm-generic/bitops_builtin.h>

#endif
