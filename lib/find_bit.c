// SPDX-License-Identifier: GPL-2.0-only
/*
 * find_bit.c - search of bitmaps longer than a word.
 *
 * All searches are one loop over words; WORD(i) is the i-th word of what is
 * searched, a macro argument so that each function is compiled straight.
 */
#include <linux/bitops.h>
#include <linux/find.h>
#include <linux/minmax.h>

#define SEARCH(WORD, size, start)					\
({									\
	unsigned long __start = (start), __i, __word, __hit = (size);	\
									\
	if (__start < (size)) {						\
		__i = __start / BITS_PER_LONG;				\
		__word = (WORD(__i)) & (~0UL << (__start % BITS_PER_LONG)); \
		while (!__word && ++__i * BITS_PER_LONG < (size))	\
			__word = WORD(__i);				\
		if (__word)						\
			__hit = min(__i * BITS_PER_LONG + __ffs(__word), (size)); \
	}								\
	__hit;								\
})

/* Others may set and clear bits meanwhile: each is taken as it is when the search comes by. */
#define PLAIN(i)	data_race(addr[i])
#define INVERTED(i)	data_race(~addr[i])
#define BOTH(i)		data_race(addr1[i] & addr2[i])
#define FIRST_ONLY(i)	data_race(addr1[i] & ~addr2[i])
#define EITHER(i)	data_race(addr1[i] | addr2[i])

unsigned long _find_first_bit(const unsigned long *addr, unsigned long size)
{
	return SEARCH(PLAIN, size, 0);
}

unsigned long _find_first_zero_bit(const unsigned long *addr, unsigned long size)
{
	return SEARCH(INVERTED, size, 0);
}

unsigned long _find_first_and_bit(const unsigned long *addr1, const unsigned long *addr2,
				  unsigned long size)
{
	return SEARCH(BOTH, size, 0);
}

unsigned long _find_next_bit(const unsigned long *addr, unsigned long size, unsigned long offset)
{
	return SEARCH(PLAIN, size, offset);
}

unsigned long _find_next_zero_bit(const unsigned long *addr, unsigned long size,
				  unsigned long offset)
{
	return SEARCH(INVERTED, size, offset);
}

unsigned long _find_next_and_bit(const unsigned long *addr1, const unsigned long *addr2,
				 unsigned long size, unsigned long offset)
{
	return SEARCH(BOTH, size, offset);
}

unsigned long _find_next_andnot_bit(const unsigned long *addr1, const unsigned long *addr2,
				    unsigned long size, unsigned long offset)
{
	return SEARCH(FIRST_ONLY, size, offset);
}

unsigned long _find_next_or_bit(const unsigned long *addr1, const unsigned long *addr2,
				unsigned long size, unsigned long offset)
{
	return SEARCH(EITHER, size, offset);
}

unsigned long _find_last_bit(const unsigned long *addr, unsigned long size)
{
	unsigned long i, mask = ~0UL >> (-size % BITS_PER_LONG);

	for (i = BITS_TO_LONGS(size); i-- > 0; mask = ~0UL)
		if (addr[i] & mask)
			return i * BITS_PER_LONG + __fls(addr[i] & mask);
	return size;
}

unsigned long __find_nth_bit(const unsigned long *addr, unsigned long size, unsigned long n)
{
	unsigned long bit = find_next_bit(addr, size, 0);

	while (n-- && bit < size)
		bit = find_next_bit(addr, size, bit + 1);
	return bit;
}
