// SPDX-License-Identifier: GPL-2.0-only
/*
 * pages.c - what one allocation and its freeing cost.
 *
 * A pair of them: what is freed is what is allocated next, from the CPU's own lists. So it is the
 * shortest way through the allocator, which most allocations take; only order 9 has no such lists.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include "bench.h"

static void run_pages(struct bench_worker *w, unsigned long n)
{
	unsigned int order = w->row->param;

	while (n--) {
		struct page *page = alloc_pages(GFP_KERNEL, order);

		bench_expect(w, page);
		if (page)
			__free_pages(page, order);
	}
}

static void run_kmalloc(struct bench_worker *w, unsigned long n)
{
	unsigned long size = w->row->param;

	while (n--) {
		void *p = kmalloc(size, GFP_KERNEL);

		bench_expect(w, p);
		OPTIMIZER_HIDE_VAR(p);
		kfree(p);
	}
}

#define PAGES(_order)	{ .name = "pages: alloc and free, order " #_order, .run = run_pages, .param = _order }
#define KMALLOC(_size)	{ .name = "kmalloc and kfree, " #_size " bytes", .run = run_kmalloc, .param = _size }

const struct sim_bench bench_pages[] = {
	PAGES(0), PAGES(9),
	KMALLOC(8), KMALLOC(64), KMALLOC(256), KMALLOC(1024), KMALLOC(4096), KMALLOC(8192),
	{ }
};
