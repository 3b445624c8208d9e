// SPDX-License-Identifier: GPL-2.0-only
/*
 * maple.c - finding and storing in trees of 10, 10^3 and 10^6 ranges.
 *
 * The ranges lie side by side, RANGE indices each. Which one is next jumps through the whole tree, in
 * an order that is always the same. A store replaces a range by itself with another value, so the
 * tree keeps its size. Several workers share one tree.
 */
#include <linux/maple_tree.h>
#include <linux/slab.h>
#include <linux/xarray.h>
#include "bench.h"

#define RANGE	16UL
#define STRIDE	2654435761UL	/* a prime: each range has its turn */

static void make_tree(struct bench_worker *w, unsigned long unused)
{
	struct maple_tree *mt;

	if (w->nr)
		return;
	w->data = mt = kmalloc(sizeof(*mt), GFP_KERNEL);
	if (!mt) {
		w->failed = true;
		return;
	}
	mt_init_flags(mt, MT_FLAGS_ALLOC_RANGE);
	for (unsigned long i = 0; i < w->row->param; i++)
		bench_expect(w, !mtree_store_range(mt, i * RANGE, i * RANGE + RANGE - 1, xa_mk_value(i), GFP_KERNEL));
}

static void drop_tree(struct bench_worker *w, unsigned long unused)
{
	if (w->nr || !w->data)
		return;
	mtree_destroy(w->data);
	kfree(w->data);
}

static void run_find(struct bench_worker *w, unsigned long n)
{
	unsigned long ranges = w->row->param;
	struct maple_tree *mt = team_data();

	for (unsigned long i = w->nr; i < n + w->nr; i++)
		bench_expect(w, mtree_load(mt, i * STRIDE % ranges * RANGE));
}

static void run_store(struct bench_worker *w, unsigned long n)
{
	unsigned long ranges = w->row->param;
	struct maple_tree *mt = team_data();

	for (unsigned long i = w->nr; i < n + w->nr; i++) {
		unsigned long first = i * STRIDE % ranges * RANGE;

		bench_expect(w, !mtree_store_range(mt, first, first + RANGE - 1, xa_mk_value(i), GFP_KERNEL));
	}
}

#define MAPLE(_what, _ranges, _words)							\
	{ .name = "maple tree: " #_what ", " _words " ranges", .param = _ranges,	\
	  .begin = make_tree, .run = run_##_what, .end = drop_tree }

const struct sim_bench bench_maple[] = {
	MAPLE(find, 10, "10"), MAPLE(find, 1000, "10^3"), MAPLE(find, 1000000, "10^6"),
	MAPLE(store, 10, "10"), MAPLE(store, 1000, "10^3"), MAPLE(store, 1000000, "10^6"),
	{ }
};
