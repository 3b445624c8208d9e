// SPDX-License-Identifier: GPL-2.0-only
/* bsearch.c - binary search of a sorted array. */
#include <linux/bsearch.h>
#include <linux/stddef.h>

void *bsearch(const void *key, const void *base, size_t num, size_t size, cmp_func_t cmp)
{
	while (num) {
		const void *pivot = base + (num / 2) * size;
		int order = cmp(key, pivot);

		if (!order)
			return (void *)pivot;
		if (order > 0) {
			base = pivot + size;
			num--;
		}
		num /= 2;
	}
	return NULL;
}
