// SPDX-License-Identifier: GPL-2.0-only
/*
 * bitmap.c - operations on bitmaps longer than a word.
 *
 * Bits behind the last in its word are undefined on input and must not
 * influence a result.
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

unsigned long *bitmap_alloc(unsigned int nbits, gfp_t flags)
{
	return kmalloc_array(BITS_TO_LONGS(nbits), sizeof(unsigned long), flags);
}

unsigned long *bitmap_zalloc(unsigned int nbits, gfp_t flags)
{
	return bitmap_alloc(nbits, flags | __GFP_ZERO);
}

void bitmap_free(const unsigned long *bitmap)
{
	kfree(bitmap);
}

/* Word @i of a bitmap as far as it belongs to the first @nbits bits. */
static inline unsigned long valid_mask(unsigned int i, unsigned int nbits)
{
	return i == nbits / BITS_PER_LONG ? BITMAP_LAST_WORD_MASK(nbits) : ~0UL;
}

#define for_each_word(i, nbits) for (i = 0; i < BITS_TO_LONGS(nbits); i++)

bool __bitmap_equal(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	unsigned int i;

	for_each_word(i, nbits)
		if ((a[i] ^ b[i]) & valid_mask(i, nbits))
			return false;
	return true;
}

void __bitmap_complement(unsigned long *dst, const unsigned long *src, unsigned int nbits)
{
	unsigned int i;

	for_each_word(i, nbits)
		dst[i] = ~src[i];
}

void __bitmap_shift_right(unsigned long *dst, const unsigned long *src, unsigned int shift,
			  unsigned int nbits)
{
	unsigned int i, words = BITS_TO_LONGS(nbits), off = shift / BITS_PER_LONG;
	unsigned int rem = shift % BITS_PER_LONG;

	for (i = 0; i < words; i++) {
		unsigned int from = i + off;
		unsigned long lo = 0, hi = 0;

		if (from < words)
			lo = src[from] & valid_mask(from, nbits);
		if (rem && from + 1 < words)
			hi = src[from + 1] & valid_mask(from + 1, nbits);
		dst[i] = rem ? (lo >> rem) | (hi << (BITS_PER_LONG - rem)) : lo;
	}
}

void __bitmap_shift_left(unsigned long *dst, const unsigned long *src, unsigned int shift,
			 unsigned int nbits)
{
	int i, off = shift / BITS_PER_LONG;
	unsigned int rem = shift % BITS_PER_LONG;

	for (i = BITS_TO_LONGS(nbits) - 1; i >= 0; i--) {
		unsigned long hi = i >= off ? src[i - off] : 0;
		unsigned long lo = rem && i > off ? src[i - off - 1] : 0;

		dst[i] = rem ? (hi << rem) | (lo >> (BITS_PER_LONG - rem)) : hi;
	}
}

bool __bitmap_and(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		  unsigned int nbits)
{
	unsigned long any = 0;
	unsigned int i;

	for_each_word(i, nbits)
		any |= (dst[i] = a[i] & b[i] & valid_mask(i, nbits));
	return any != 0;
}

void __bitmap_or(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		 unsigned int nbits)
{
	unsigned int i;

	for_each_word(i, nbits)
		dst[i] = a[i] | b[i];
}

void __bitmap_xor(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		  unsigned int nbits)
{
	unsigned int i;

	for_each_word(i, nbits)
		dst[i] = a[i] ^ b[i];
}

bool __bitmap_andnot(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		     unsigned int nbits)
{
	unsigned long any = 0;
	unsigned int i;

	for_each_word(i, nbits)
		any |= (dst[i] = a[i] & ~b[i] & valid_mask(i, nbits));
	return any != 0;
}

bool __bitmap_intersects(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	unsigned int i;

	for_each_word(i, nbits)
		if (a[i] & b[i] & valid_mask(i, nbits))
			return true;
	return false;
}

bool __bitmap_subset(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	unsigned int i;

	for_each_word(i, nbits)
		if (a[i] & ~b[i] & valid_mask(i, nbits))
			return false;
	return true;
}

unsigned int __bitmap_weight(const unsigned long *bitmap, unsigned int nbits)
{
	return __bitmap_weight_and(bitmap, bitmap, nbits);
}

unsigned int __bitmap_weight_and(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	unsigned int i, weight = 0;

	for_each_word(i, nbits)
		weight += hweight_long(a[i] & b[i] & valid_mask(i, nbits));
	return weight;
}

void __bitmap_set(unsigned long *map, unsigned int start, int len)
{
	while (len-- > 0) {
		if (!(start % BITS_PER_LONG) && len + 1 >= BITS_PER_LONG) {
			map[start / BITS_PER_LONG] = ~0UL;
			start += BITS_PER_LONG;
			len -= BITS_PER_LONG - 1;
			continue;
		}
		map[start / BITS_PER_LONG] |= 1UL << (start % BITS_PER_LONG);
		start++;
	}
}

void __bitmap_clear(unsigned long *map, unsigned int start, int len)
{
	while (len-- > 0) {
		if (!(start % BITS_PER_LONG) && len + 1 >= BITS_PER_LONG) {
			map[start / BITS_PER_LONG] = 0;
			start += BITS_PER_LONG;
			len -= BITS_PER_LONG - 1;
			continue;
		}
		map[start / BITS_PER_LONG] &= ~(1UL << (start % BITS_PER_LONG));
		start++;
	}
}

unsigned long bitmap_find_next_zero_area_off(unsigned long *map, unsigned long size,
					     unsigned long start, unsigned int nr,
					     unsigned long align_mask, unsigned long align_offset)
{
	unsigned long set;

	for (;;) {
		start = find_next_zero_bit(map, size, start);
		start = ((start + align_offset + align_mask) & ~align_mask) - align_offset;
		if (start + nr > size)
			return start + nr;
		set = find_next_bit(map, start + nr, start);
		if (set >= start + nr)
			return start;
		start = set + 1;
	}
}

/**
 * bitmap_parselist() - "0-3,7,10-31:2/4" to a bitmap.
 *
 * A range may end in ":used/group": of each group the first used bits.
 * Return: 0, -EINVAL (not a list), -ERANGE (bit beyond @nbits).
 */
int bitmap_parselist(const char *buf, unsigned long *dst, int nbits)
{
	const char *s = skip_spaces(buf);

	bitmap_zero(dst, nbits);
	while (*s && *s != '\n') {
		unsigned long first, last, used, group, bit;
		char *end;

		if (!isdigit(*s))
			return -EINVAL;
		first = last = simple_strtoul(s, &end, 10);
		s = end;
		if (*s == '-') {
			if (!isdigit(s[1]))
				return -EINVAL;
			last = simple_strtoul(s + 1, &end, 10);
			s = end;
		}
		used = group = last - first + 1;
		if (*s == ':') {
			used = simple_strtoul(s + 1, &end, 10);
			if (*end != '/')
				return -EINVAL;
			group = simple_strtoul(end + 1, &end, 10);
			s = end;
		}
		if (last < first || !group || used > group)
			return -EINVAL;
		if (last >= nbits)
			return -ERANGE;
		for (bit = first; bit <= last; bit++)
			if ((bit - first) % group < used)
				__set_bit(bit, dst);
		s = skip_spaces(s);
		if (*s == ',')
			s = skip_spaces(s + 1);
		else if (*s)
			return -EINVAL;
	}
	return 0;
}

/**
 * bitmap_parse() - hexadecimal words of 32 bits, separated by commas, to a bitmap.
 *
 * Return: 0, -EINVAL (not hexadecimal), -EOVERFLOW (bits beyond @nbits).
 */
int bitmap_parse(const char *buf, unsigned int buflen, unsigned long *dst, int nbits)
{
	const char *s = buf + strnlen(buf, buflen);
	int bit = 0, digit;

	bitmap_zero(dst, nbits);
	while (s > buf && isspace(s[-1]))
		s--;
	if (s == buf)
		return -EINVAL;
	while (s-- > buf) {
		if (*s == ',') {
			bit = round_up(bit, 32);
			continue;
		}
		digit = hex_to_bin(*s);
		if (digit < 0)
			return -EINVAL;
		for (; digit; digit &= digit - 1) {
			int at = bit + __ffs(digit);

			if (at >= nbits)
				return -EOVERFLOW;
			__set_bit(at, dst);
		}
		bit += 4;
	}
	return 0;
}
