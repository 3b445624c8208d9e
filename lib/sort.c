// SPDX-License-Identifier: GPL-2.0-only
/*
 * sort.c - heapsort: in place, no extra memory, n log n whatever the input
 * (J. W. J. Williams, "Algorithm 232: Heapsort", CACM 7, 1964).
 */
#include <linux/kernel.h>
#include <linux/sort.h>

static void swap_bytes(void *a, void *b, int size)
{
	char *p = a, *q = b;

	while (size--) {
		swap(*p, *q);
		p++;
		q++;
	}
}

struct heap {
	char *base;
	size_t size;
	cmp_r_func_t cmp;
	swap_func_t exchange;
	const void *priv;
};

/* Moves element @i down until neither child is larger. */
static void sift_down(const struct heap *h, size_t i, size_t num)
{
	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= num)
			return;
		if (child + 1 < num &&
		    h->cmp(h->base + child * h->size, h->base + (child + 1) * h->size, h->priv) < 0)
			child++;
		if (h->cmp(h->base + i * h->size, h->base + child * h->size, h->priv) >= 0)
			return;
		h->exchange(h->base + i * h->size, h->base + child * h->size, h->size);
		i = child;
	}
}

/**
 * sort_r() - sort an array.
 * @swap: exchanges two elements; NULL: byte by byte
 * @priv: handed to @cmp
 *
 * Not stable. Any context in which @cmp and @swap may run.
 */
void sort_r(void *base, size_t num, size_t size, cmp_r_func_t cmp, swap_func_t swap,
	    const void *priv)
{
	struct heap h = { base, size, cmp, swap ?: swap_bytes, priv };
	size_t i;

	for (i = num / 2; i-- > 0;)
		sift_down(&h, i, num);
	while (num-- > 1) {
		h.exchange(h.base, h.base + num * size, size);
		sift_down(&h, 0, num);
	}
}

static int call_plain(const void *a, const void *b, const void *priv)
{
	return (*(const cmp_func_t *)priv)(a, b);
}

void sort(void *base, size_t num, size_t size, cmp_func_t cmp, swap_func_t swap)
{
	sort_r(base, num, size, call_plain, swap, &cmp);
}
