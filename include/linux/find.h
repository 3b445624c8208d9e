/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * find.h - search bitmaps. Each function returns @size when there is no hit.
 *
 * A bitmap known at compile time to fit one word is searched inline; the rest
 * is in lib/find_bit.c.
 */
#ifndef _LINUX_FIND_H
#define _LINUX_FIND_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/bitops.h>

unsigned long _find_first_bit(const unsigned long *addr, unsigned long size);
unsigned long _find_first_zero_bit(const unsigned long *addr,
				   unsigned long size);
unsigned long _find_first_and_bit(const unsigned long *addr1,
				  const unsigned long *addr2,
				  unsigned long size);
unsigned long _find_last_bit(const unsigned long *addr, unsigned long size);
unsigned long _find_next_bit(const unsigned long *addr, unsigned long size,
			     unsigned long offset);
unsigned long _find_next_zero_bit(const unsigned long *addr,
				  unsigned long size, unsigned long offset);
unsigned long _find_next_and_bit(const unsigned long *addr1,
				 const unsigned long *addr2,
				 unsigned long size, unsigned long offset);
unsigned long _find_next_andnot_bit(const unsigned long *addr1,
				    const unsigned long *addr2,
				    unsigned long size, unsigned long offset);
unsigned long _find_next_or_bit(const unsigned long *addr1,
				const unsigned long *addr2,
				unsigned long size, unsigned long offset);
unsigned long __find_nth_bit(const unsigned long *addr, unsigned long size,
			     unsigned long n);

/* True where @size is a constant and the bitmap one word. */
#define find_in_word(size) \
	(__builtin_constant_p(size) && (size) > 0 && (size) <= BITS_PER_LONG)

/* The bits [from, size) of one word; 0 where that is empty. */
static __always_inline unsigned long find_word_mask(unsigned long size,
						    unsigned long from)
{
	if (from >= size)
		return 0;
	return (~0UL << from) & (~0UL >> (BITS_PER_LONG - size));
}

static __always_inline unsigned long find_in_mask(unsigned long word,
						  unsigned long size)
{
	return word ? __ffs(word) : size;
}

static __always_inline unsigned long
find_first_bit(const unsigned long *addr, unsigned long size)
{
	if (find_in_word(size))
		return find_in_mask(*addr & find_word_mask(size, 0), size);
	return _find_first_bit(addr, size);
}

static __always_inline unsigned long
find_first_zero_bit(const unsigned long *addr, unsigned long size)
{
	if (find_in_word(size))
		return find_in_mask(~*addr & find_word_mask(size, 0), size);
	return _find_first_zero_bit(addr, size);
}

static __always_inline unsigned long
find_first_and_bit(const unsigned long *addr1, const unsigned long *addr2,
		   unsigned long size)
{
	if (find_in_word(size))
		return find_in_mask(*addr1 & *addr2 & find_word_mask(size, 0),
				    size);
	return _find_first_and_bit(addr1, addr2, size);
}

static __always_inline unsigned long
find_last_bit(const unsigned long *addr, unsigned long size)
{
	if (find_in_word(size)) {
		unsigned long word = *addr & find_word_mask(size, 0);

		return word ? __fls(word) : size;
	}
	return _find_last_bit(addr, size);
}

static __always_inline unsigned long
find_next_bit(const unsigned long *addr, unsigned long size,
	      unsigned long offset)
{
	if (find_in_word(size))
		return find_in_mask(*addr & find_word_mask(size, offset), size);
	return _find_next_bit(addr, size, offset);
}

static __always_inline unsigned long
find_next_zero_bit(const unsigned long *addr, unsigned long size,
		   unsigned long offset)
{
	if (find_in_word(size))
		return find_in_mask(~*addr & find_word_mask(size, offset), size);
	return _find_next_zero_bit(addr, size, offset);
}

static __always_inline unsigned long
find_next_and_bit(const unsigned long *addr1, const unsigned long *addr2,
		  unsigned long size, unsigned long offset)
{
	if (find_in_word(size))
		return find_in_mask(*addr1 & *addr2 &
				    find_word_mask(size, offset), size);
	return _find_next_and_bit(addr1, addr2, size, offset);
}

static __always_inline unsigned long
find_next_andnot_bit(const unsigned long *addr1, const unsigned long *addr2,
		     unsigned long size, unsigned long offset)
{
	if (find_in_word(size))
		return find_in_mask(*addr1 & ~*addr2 &
				    find_word_mask(size, offset), size);
	return _find_next_andnot_bit(addr1, addr2, size, offset);
}

static __always_inline unsigned long
find_next_or_bit(const unsigned long *addr1, const unsigned long *addr2,
		 unsigned long size, unsigned long offset)
{
	if (find_in_word(size))
		return find_in_mask((*addr1 | *addr2) &
				    find_word_mask(size, offset), size);
	return _find_next_or_bit(addr1, addr2, size, offset);
}

/** find_nth_bit() - position of the @n-th (from 0) set bit. */
static inline unsigned long find_nth_bit(const unsigned long *addr,
					 unsigned long size, unsigned long n)
{
	return n < size ? __find_nth_bit(addr, size, n) : size;
}

static inline unsigned long
find_next_bit_wrap(const unsigned long *addr, unsigned long size,
		   unsigned long offset)
{
	unsigned long bit = find_next_bit(addr, size, offset);

	if (bit < size || offset == 0)
		return bit;
	bit = find_first_bit(addr, offset);
	return bit < offset ? bit : size;
}

static inline unsigned long
find_next_and_bit_wrap(const unsigned long *addr1, const unsigned long *addr2,
		       unsigned long size, unsigned long offset)
{
	unsigned long bit = find_next_and_bit(addr1, addr2, size, offset);

	if (bit < size || offset == 0)
		return bit;
	bit = find_first_and_bit(addr1, addr2, offset);
	return bit < offset ? bit : size;
}

/* One step of for_each_set_bit_wrap(): @n has wrapped once it is below @start. */
static inline unsigned long __for_each_wrap(const unsigned long *bitmap,
					    unsigned long size,
					    unsigned long start,
					    unsigned long n)
{
	unsigned long bit;

	if (n > start) {
		bit = find_next_bit(bitmap, size, n);
		if (bit < size)
			return bit;
		n = 0;
	}
	bit = find_next_bit(bitmap, start, n);
	return bit < start ? bit : size;
}

#define for_each_set_bit(bit, addr, size)				\
	for ((bit) = 0;							\
	     (bit) = find_next_bit((addr), (size), (bit)), (bit) < (size); \
	     (bit)++)

#define for_each_set_bit_from(bit, addr, size)				\
	for (;								\
	     (bit) = find_next_bit((addr), (size), (bit)), (bit) < (size); \
	     (bit)++)

#define for_each_and_bit(bit, addr1, addr2, size)			\
	for ((bit) = 0;							\
	     (bit) = find_next_and_bit((addr1), (addr2), (size), (bit)), \
	     (bit) < (size); (bit)++)

#define for_each_andnot_bit(bit, addr1, addr2, size)			\
	for ((bit) = 0;							\
	     (bit) = find_next_andnot_bit((addr1), (addr2), (size), (bit)), \
	     (bit) < (size); (bit)++)

#define for_each_or_bit(bit, addr1, addr2, size)			\
	for ((bit) = 0;							\
	     (bit) = find_next_or_bit((addr1), (addr2), (size), (bit)),	\
	     (bit) < (size); (bit)++)

#define for_each_clear_bit(bit, addr, size)				\
	for ((bit) = 0;							\
	     (bit) = find_next_zero_bit((addr), (size), (bit)),		\
	     (bit) < (size); (bit)++)

#define for_each_clear_bit_from(bit, addr, size)			\
	for (;								\
	     (bit) = find_next_zero_bit((addr), (size), (bit)),		\
	     (bit) < (size); (bit)++)

/* Each run [b, e) of set bits. */
#define for_each_set_bitrange(b, e, addr, size)				\
	for ((b) = 0;							\
	     (b) = find_next_bit((addr), (size), (b)),			\
	     (e) = find_next_zero_bit((addr), (size), (b) + 1),		\
	     (b) < (size);						\
	     (b) = (e) + 1)

/* Each run [b, e) of clear bits. */
#define for_each_clear_bitrange(b, e, addr, size)			\
	for ((b) = 0;							\
	     (b) = find_next_zero_bit((addr), (size), (b)),		\
	     (e) = find_next_bit((addr), (size), (b) + 1),		\
	     (b) < (size);						\
	     (b) = (e) + 1)

/* Each set bit once, beginning at @start and wrapping. */
#define for_each_set_bit_wrap(bit, addr, size, start)			\
	for ((bit) = find_next_bit_wrap((addr), (size), (start));	\
	     (bit) < (size);						\
	     (bit) = __for_each_wrap((addr), (size), (start), (bit) + 1))

#endif /* _LINUX_FIND_H */
