// SPDX-License-Identifier: GPL-2.0-only
/* math.c - integer arithmetic that is more than an operator. */
#include <linux/kernel.h>
#include <linux/math64.h>

/* The largest integer whose square is not above @x: one result bit a step. */
unsigned long int_sqrt(unsigned long x)
{
	unsigned long root = 0, bit;

	if (!x)
		return 0;
	for (bit = 1UL << (ilog2(x) & ~1); bit; bit >>= 2) {
		if (x >= root + bit) {
			x -= root + bit;
			root = (root >> 1) + bit;
		} else {
			root >>= 1;
		}
	}
	return root;
}

unsigned long gcd(unsigned long a, unsigned long b)
{
	while (b) {
		unsigned long rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

unsigned long lcm(unsigned long a, unsigned long b)
{
	return a && b ? a / gcd(a, b) * b : 0;
}

/* Long division of the 128-bit product, one bit a step; the quotient must fit 64 bits. */
u64 mul_u64_u64_div_u64(u64 a, u64 mul, u64 div)
{
	unsigned __int128 rest = (unsigned __int128)a * mul;
	u64 quotient = 0;
	int bit;

	for (bit = 63; bit >= 0; bit--) {
		if (rest >> bit >= div) {
			rest -= (unsigned __int128)div << bit;
			quotient |= 1ULL << bit;
		}
	}
	return quotient;
}
