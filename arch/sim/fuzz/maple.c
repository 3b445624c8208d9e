// SPDX-License-Identifier: GPL-2.0-only
/*
 * maple.c - a maple tree against an array of cells.
 *
 * The first byte says how wide a cell is, up to all indices in CELLS cells, and whether the tree keeps gaps.
 * Then an operation a byte, with its operands. Each store has an entry of its own, so a run of equal cells is
 * one entry, or one hole, of the tree.
 */
#include <linux/kernel.h>
#include <linux/maple_tree.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/xarray.h>
#include "fuzz.h"

#define CELL_BITS	7
#define CELLS		(1 << CELL_BITS)
#define MAX_SHIFT	(BITS_PER_LONG - CELL_BITS)

static struct maple_tree tree;
static void *cells[CELLS];
static unsigned int shift;
static unsigned long serial;

struct span {
	int from, to;			/* cells */
	unsigned long first, last;	/* indices */
};

static unsigned long first_of(int cell)
{
	return (unsigned long)cell << shift;
}

static unsigned long last_of(int cell)
{
	return first_of(cell) + (1UL << shift) - 1;
}

/* Mostly short, as a byte's upper half says; sometimes as far as it goes. */
static struct span take_span(struct fuzz_input *in)
{
	int from = fuzz_u8(in) % CELLS, length = fuzz_u8(in);
	int to = min(from + (length < 240 ? length % 8 : length - 120), CELLS - 1);

	return (struct span){ from, to, first_of(from), last_of(to) };
}

static void fill(int from, int to, void *entry)
{
	for (; from <= to; from++)
		cells[from] = entry;
}

/* The run that @cell is in. */
static struct span run_of(int cell)
{
	int from = cell, to = cell;

	while (from && cells[from - 1] == cells[cell])
		from--;
	while (to < CELLS - 1 && cells[to + 1] == cells[cell])
		to++;
	return (struct span){ from, to, first_of(from), last_of(to) };
}

/* The next that is not empty, going by @step; -1 or CELLS. */
static int next_full(int cell, int step)
{
	while (cell >= 0 && cell < CELLS && !cells[cell])
		cell += step;
	return cell;
}

/* ---- operations ---- */

static void store(struct fuzz_input *in, u8 how)
{
	struct span s = take_span(in);
	void *entry = how % 4 ? xa_mk_value(++serial) : NULL;
	MA_STATE(mas, &tree, s.first, s.last);

	switch (how / 4 % 3) {
	case 0:
		FUZZ_CHECK(!mtree_store_range(&tree, s.first, s.last, entry, GFP_KERNEL));
		break;
	case 1:
		FUZZ_CHECK(!mas_preallocate(&mas, entry, GFP_KERNEL));
		mtree_lock(&tree);
		mas_store_prealloc(&mas, entry);
		mtree_unlock(&tree);
		break;
	default:
		mtree_lock(&tree);
		FUZZ_CHECK(!mas_store_gfp(&mas, entry, GFP_NOWAIT));
		mtree_unlock(&tree);
		FUZZ_CHECK(mas.index == s.first && mas.last == s.last);
	}
	fill(s.from, s.to, entry);
}

static void insert(struct fuzz_input *in)
{
	struct span s = take_span(in);
	void *entry = xa_mk_value(++serial);
	bool taken = next_full(s.from, 1) <= s.to;

	FUZZ_CHECK(mtree_insert_range(&tree, s.first, s.last, entry, GFP_KERNEL) == (taken ? -EEXIST : 0));
	if (!taken)
		fill(s.from, s.to, entry);
}

static void erase(struct fuzz_input *in)
{
	int cell = fuzz_u8(in) % CELLS;
	struct span run = run_of(cell);
	void *entry = cells[cell];

	FUZZ_CHECK(mtree_erase(&tree, fuzz_u8(in) % 2 ? last_of(cell) : first_of(cell)) == entry);
	if (entry)
		fill(run.from, run.to, NULL);
}

/* Where @size indices of @s are free, the lowest or the highest: 0, -EBUSY or -EINVAL. */
static int expected_room(struct span s, unsigned long size, bool highest, unsigned long *at)
{
	int found = -EBUSY;

	if (!size || s.last - s.first < size - 1)
		return -EINVAL;
	for (int cell = s.from; cell <= s.to; cell++) {
		unsigned long low = first_of(cell), high;

		if (cells[cell])
			continue;
		cell = min(run_of(cell).to, s.to);
		high = last_of(cell);
		if (high - low < size - 1 || (!found && !highest))
			continue;
		found = 0;
		*at = highest ? high - size + 1 : low;
	}
	return found;
}

/* Whole cells, so that the model can hold it; for a question also one less or more. */
static unsigned long take_size(struct fuzz_input *in, bool whole)
{
	u8 n = fuzz_u8(in);
	unsigned long size = (unsigned long)(n / 4 % 32 + 1) << shift;

	return whole || n % 4 < 2 ? size : n % 4 == 2 ? size - 1 : size + 1;
}

static void allocate(struct fuzz_input *in, bool highest)
{
	struct span s = take_span(in);
	unsigned long size = take_size(in, true), at = 0, got;
	void *entry = xa_mk_value(++serial);
	int want = expected_room(s, size, highest, &at);
	int err = highest ? mtree_alloc_rrange(&tree, &got, entry, size, s.first, s.last, GFP_KERNEL) :
			    mtree_alloc_range(&tree, &got, entry, size, s.first, s.last, GFP_KERNEL);

	FUZZ_CHECK(err == want);
	if (err)
		return;
	FUZZ_CHECK(got == at);
	fill(at >> shift, (at + size - 1) >> shift, entry);
}

static void find_room(struct fuzz_input *in, bool highest)
{
	struct span s = take_span(in);
	unsigned long size = take_size(in, false), at = 0;
	int want = expected_room(s, size, highest, &at), err;
	MA_STATE(mas, &tree, 0, 0);

	mtree_lock(&tree);
	err = highest ? mas_empty_area_rev(&mas, s.first, s.last, size) : mas_empty_area(&mas, s.first, s.last, size);
	mtree_unlock(&tree);
	FUZZ_CHECK(err == want);
	FUZZ_CHECK(err || (mas.index == at && mas.last == at + size - 1));
}

static void check_at(const struct ma_state *mas, void *entry, int cell)
{
	struct span run = run_of(cell);

	FUZZ_CHECK(entry == cells[cell]);
	FUZZ_CHECK(mas->index == run.first && mas->last == run.last);
}

/* Up and down, turning where the input says. */
static void wander(struct fuzz_input *in)
{
	int cell = fuzz_u8(in) % CELLS, steps = fuzz_u8(in) % 16;
	MA_STATE(mas, &tree, first_of(cell), last_of(cell));

	rcu_read_lock();
	FUZZ_CHECK(mas_walk(&mas) == cells[cell]);
	while (steps--) {
		bool up = fuzz_u8(in) % 2;
		struct span run = run_of(cell);
		int next = next_full(up ? run.to + 1 : run.from - 1, up ? 1 : -1);
		void *entry = up ? mas_next(&mas, ULONG_MAX) : mas_prev(&mas, 0);

		if (next < 0 || next == CELLS) {
			FUZZ_CHECK(!entry);
			break;
		}
		check_at(&mas, entry, next);
		cell = next;
	}
	rcu_read_unlock();
}

static void iterate(struct fuzz_input *in)
{
	struct span s = take_span(in);
	MA_STATE(up, &tree, s.first, s.first);
	MA_STATE(down, &tree, s.last, s.last);
	int cell = s.from;
	void *entry;

	rcu_read_lock();
	mas_for_each(&up, entry, s.last) {
		cell = next_full(cell, 1);
		FUZZ_CHECK(cell <= s.to);
		check_at(&up, entry, cell);
		cell = run_of(cell).to + 1;
	}
	FUZZ_CHECK(next_full(cell, 1) > s.to);
	cell = s.to;
	mas_for_each_rev(&down, entry, s.first) {
		cell = next_full(cell, -1);
		FUZZ_CHECK(cell >= s.from);
		check_at(&down, entry, cell);
		cell = run_of(cell).from - 1;
	}
	FUZZ_CHECK(next_full(cell, -1) < s.from);
	rcu_read_unlock();
}

static void compare(struct maple_tree *mt)
{
	FUZZ_CHECK(mt_validate(mt));
	for (int cell = 0; cell < CELLS; cell++) {
		FUZZ_CHECK(mtree_load(mt, first_of(cell)) == cells[cell]);
		FUZZ_CHECK(mtree_load(mt, last_of(cell)) == cells[cell]);
	}
}

static void duplicate(void)
{
	struct maple_tree copy;

	mt_init_flags(&copy, tree.ma_flags);
	FUZZ_CHECK(!mtree_dup(&tree, &copy, GFP_KERNEL));
	compare(&copy);
	mtree_destroy(&copy);
	FUZZ_CHECK(mtree_empty(&copy));
}

static void step(struct fuzz_input *in)
{
	u8 op = fuzz_u8(in);

	switch (op % 16) {
	case 0 ... 5:
		return store(in, op / 16);
	case 6:
		return insert(in);
	case 7 ... 8:
		return erase(in);
	case 9 ... 10:
		return tree.ma_flags & MT_FLAGS_ALLOC_RANGE ? allocate(in, op % 2) : insert(in);
	case 11 ... 12:
		return tree.ma_flags & MT_FLAGS_ALLOC_RANGE ? find_room(in, op % 2) : iterate(in);
	case 13:
		return wander(in);
	case 14:
		return iterate(in);
	default:
		return duplicate();
	}
}

static void run(struct fuzz_input *in)
{
	u8 kind = fuzz_u8(in);

	shift = kind / 4 % (MAX_SHIFT + 1);
	mt_init_flags(&tree, (kind & 1 ? 0 : MT_FLAGS_ALLOC_RANGE) | (kind & 2 ? 0 : MT_FLAGS_USE_RCU));
	memset(cells, 0, sizeof(cells));
	serial = 0;
	while (fuzz_left(in)) {
		step(in);
		FUZZ_CHECK(mt_validate(&tree));
	}
	compare(&tree);
	mtree_destroy(&tree);
	FUZZ_CHECK(mtree_empty(&tree));
}

const struct fuzz_target fuzz_maple = {
	.name = "maple", .summary = "a maple tree against an array", .run = run,
};
