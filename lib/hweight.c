// SPDX-License-Identifier: GPL-2.0-only
/*
 * hweight.c - the number of set bits, by adding neighbouring fields in
 * parallel ("Hacker's Delight", section 5-1).
 */
#include <linux/bitops.h>

unsigned long __sw_hweight64(__u64 w)
{
	w -= (w >> 1) & 0x5555555555555555ULL;
	w = (w & 0x3333333333333333ULL) + ((w >> 2) & 0x3333333333333333ULL);
	w = (w + (w >> 4)) & 0x0f0f0f0f0f0f0f0fULL;
	return (w * 0x0101010101010101ULL) >> 56;
}

unsigned int __sw_hweight32(unsigned int w)
{
	return __sw_hweight64(w);
}

unsigned int __sw_hweight16(unsigned int w)
{
	return __sw_hweight64(w & 0xffff);
}

unsigned int __sw_hweight8(unsigned int w)
{
	return __sw_hweight64(w & 0xff);
}
