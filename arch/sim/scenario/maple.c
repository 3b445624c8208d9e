// SPDX-License-Identifier: GPL-2.0-only
/*
 * maple.c - scenarios: a maple tree read under RCU, and its writer.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/maple_tree.h>
#include <linux/rcupdate.h>
#include <linux/xarray.h>
#include <sim/user.h>
#include "scenario.h"

#define RANGES	40
#define WIDTH	10
#define CHANGED	20		/* the range that the writer takes apart */

static struct maple_tree tree;

static void *value_of(unsigned long range)
{
	return xa_mk_value(range);
}

static void fill_tree(void *unused)
{
	mt_init_flags(&tree, MT_FLAGS_USE_RCU);
	for (unsigned long i = 0; i < RANGES; i++)
		sim_expect(!mtree_store_range(&tree, i * WIDTH, i * WIDTH + WIDTH - 1, value_of(i), GFP_KERNEL));
}

/* Every range that nobody touches is found, once, in order; of the other one what was or what will be. */
static void read_tree(void *unused)
{
	unsigned long next = 0;
	void *entry;
	MA_STATE(mas, &tree, 0, 0);

	rcu_read_lock();
	mas_for_each(&mas, entry, ULONG_MAX) {
		unsigned long range = mas.index / WIDTH;

		sim_expect(entry == value_of(range) || (range == CHANGED && entry == value_of(1000 + mas.index)));
		if (range == CHANGED)
			continue;
		if (next == CHANGED)
			next++;
		sim_expect(range == next && mas.last == mas.index + WIDTH - 1);
		next = range + 1;
	}
	rcu_read_unlock();
	sim_expect(next == RANGES);
}

static void look_up(void *unused)
{
	for (unsigned long i = CHANGED - 2; i <= CHANGED + 2; i++)
		sim_expect(i == CHANGED || mtree_load(&tree, i * WIDTH + 5) == value_of(i));
}

/* One range becomes ten, which splits nodes, and then none, which joins them. */
static void write_tree(void *unused)
{
	for (unsigned long i = CHANGED * WIDTH; i < (CHANGED + 1) * WIDTH; i++)
		sim_expect(!mtree_store(&tree, i, value_of(1000 + i), GFP_KERNEL));
	sim_expect(!mtree_store_range(&tree, CHANGED * WIDTH, CHANGED * WIDTH + WIDTH - 1, NULL, GFP_KERNEL));
}

static void check_tree(void *unused)
{
	sim_expect(mt_validate(&tree));
	read_tree(NULL);
	mtree_destroy(&tree);
}

static void maple_prepare(void)	{ sim_in_kernel(fill_tree, NULL); }
static void maple_read(void)	{ sim_in_kernel(read_tree, NULL); }
static void maple_look_up(void)	{ sim_in_kernel(look_up, NULL); }
static void maple_write(void)	{ sim_in_kernel(write_tree, NULL); }
static void maple_check(void)	{ sim_in_kernel(check_tree, NULL); }

/* ---- the first entry of a tree: all of it is there, or nothing ---- */

#define OLD_TREES	8

static struct ma_state first_mas;

static void empty_tree(void *unused)
{
	mt_init_flags(&tree, MT_FLAGS_USE_RCU);
}

/*
 * The writer has some nodes set aside, in which others were linked or stored the same range before: one that is
 * seen too early looks as if it held an entry.
 */
static void set_nodes_aside(void *unused)
{
	static struct maple_tree old[OLD_TREES];

	for (int i = 0; i < OLD_TREES; i++) {
		mt_init_flags(&old[i], 0);
		sim_expect(!mtree_store_range(&old[i], 0, WIDTH - 1, value_of(0), GFP_KERNEL));
	}
	for (int i = 0; i < OLD_TREES; i++)
		mtree_destroy(&old[i]);
	mas_init(&first_mas, &tree, 0);
	mas_set_range(&first_mas, 0, WIDTH - 1);
	sim_expect(!mas_expected_entries(&first_mas, OLD_TREES / 2));
}

static void store_first(void *unused)
{
	mas_lock(&first_mas);
	mas_store(&first_mas, value_of(1));
	mas_unlock(&first_mas);
	sim_expect(!mas_is_err(&first_mas));
	mas_destroy(&first_mas);
}

static void look_up_first(void *unused)
{
	for (unsigned long i = 0; i <= WIDTH; i += WIDTH / 2) {
		void *entry = mtree_load(&tree, i);

		sim_expect(!entry || (i < WIDTH && entry == value_of(1)));
	}
}

static void destroy_tree(void *unused)
{
	sim_expect(mt_validate(&tree) && mtree_load(&tree, WIDTH - 1) == value_of(1));
	mtree_destroy(&tree);
}

static void maple_empty(void)		{ sim_in_kernel(empty_tree, NULL); }
static void maple_look_up_first(void)	{ sim_in_kernel(look_up_first, NULL); }
static void maple_set_aside(void)	{ sim_in_kernel(set_nodes_aside, NULL); }
static void maple_store_first(void)	{ sim_in_kernel(store_first, NULL); }
static void maple_destroy(void)		{ sim_in_kernel(destroy_tree, NULL); }

SIM_SCENARIO(maple_first) = {
	.name = "maple-first", .summary = "look-ups in an empty maple tree, and its first entry",
	.prepare = maple_empty, .arrive = { NULL, maple_set_aside }, .act = { maple_look_up_first, maple_store_first },
	.check = maple_destroy,
};

SIM_SCENARIO(maple_iterate) = {
	.name = "maple-iterate", .summary = "an iteration over a maple tree, and its writer",
	.prepare = maple_prepare, .act = { maple_read, maple_write }, .check = maple_check,
};

SIM_SCENARIO(maple_find) = {
	.name = "maple-find", .summary = "look-ups in a maple tree, and its writer",
	.prepare = maple_prepare, .act = { maple_look_up, maple_write }, .check = maple_check,
};
