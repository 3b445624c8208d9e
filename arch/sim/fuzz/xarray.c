// SPDX-License-Identifier: GPL-2.0-only
/*
 * xarray.c - an XArray against plain arrays.
 *
 * INDICES indices from a base that the first byte says: 0, a power of two, or so that ULONG_MAX is the
 * last. An entry may cover 2^order of them; its order and marks stand at its first index.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/xarray.h>
#include "fuzz.h"

#define INDICES		320		/* whole nodes of 64, and of entries of MAX_ORDER */
#define MAX_ORDER	6
#define NR_MARKS	3

static struct xarray xa;
static unsigned long base, serial;
static struct {
	void *entry;
	u16 first;
	u8 order, marks;
} model[INDICES];

static unsigned int end_of(unsigned int i)
{
	return model[i].first + (1U << model[model[i].first].order);
}

static void forget(unsigned int i)
{
	unsigned int end;

	if (!model[i].entry)
		return;
	end = end_of(i);
	for (i = model[i].first; i < end; i++)
		memset(&model[i], 0, sizeof(model[i]));
}

/* An entry as large or larger, of which @i is a part, is replaced whole; of smaller ones the marks stay. */
static void put(unsigned int i, unsigned int order, void *entry)
{
	unsigned int first = i >> order << order, end = first + (1U << order);
	u8 marks = 0;

	if (model[i].entry && model[model[i].first].order >= order) {
		end = end_of(i);
		for (i = model[i].first; i < end; i++)
			model[i].entry = entry;
		return;
	}
	for (i = first; i < end; i++) {
		if (model[i].entry)
			marks |= model[model[i].first].marks;
		forget(i);
	}
	for (i = first; i < end; i++) {
		model[i].entry = entry;
		model[i].first = first;
	}
	model[first].order = order;
	model[first].marks = marks;
}

static unsigned int next_entry(unsigned int i)
{
	while (i < INDICES && !model[i].entry)
		i++;
	return i;
}

static bool marked(unsigned int i, unsigned int mark)
{
	return model[i].entry && model[i].first == i && model[i].marks >> mark & 1;
}

/* ---- operations ---- */

static void *new_entry(u8 how)
{
	serial++;
	return how % 2 ? xa_mk_value(serial) : (void *)(serial * 8);
}

static unsigned int take_index(struct fuzz_input *in)
{
	return fuzz_u16(in) % INDICES;
}

static void store_order(struct fuzz_input *in, u8 how)
{
	unsigned int i = take_index(in), order = fuzz_u8(in) % (MAX_ORDER + 1);
	void *entry = how % 4 ? new_entry(how) : NULL;
	XA_STATE_ORDER(xas, &xa, base + i, order);

	do {
		xas_lock(&xas);
		xas_store(&xas, entry);
		xas_unlock(&xas);
	} while (xas_nomem(&xas, GFP_KERNEL));
	FUZZ_CHECK(!xas_error(&xas));
	if (entry) {
		put(i, order, entry);
		return;
	}
	i = i >> order << order;
	for (unsigned int end = i + (1U << order); i < end; i++)
		forget(i);
}

static void split(struct fuzz_input *in)
{
	unsigned int i = take_index(in), first = model[i].first, order = model[first].order, to, end;
	void *entry = model[i].entry;

	if (!entry || !order)
		return;
	to = fuzz_u8(in) % order;
	end = end_of(first);

	XA_STATE_ORDER(xas, &xa, base + first, to);
	xas_split_alloc(&xas, entry, order, GFP_KERNEL);
	FUZZ_CHECK(!xas_error(&xas));
	xas_lock(&xas);
	xas_split(&xas, entry, order);
	xas_unlock(&xas);
	for (i = first; i < end; i++) {
		model[i].first = i >> to << to;
		model[i].order = to;
		model[i].marks = model[first].marks;
	}
}

static void exchange(struct fuzz_input *in, u8 how)
{
	unsigned int i = take_index(in);
	void *there = model[i].entry, *expected = how % 4 ? there : xa_mk_value(~0UL >> 2);
	void *entry = how % 8 < 6 ? new_entry(how) : NULL;

	FUZZ_CHECK(xa_cmpxchg(&xa, base + i, expected, entry, GFP_KERNEL) == there);
	if (expected != there)
		return;
	if (entry)
		put(i, 0, entry);
	else
		forget(i);
}

static void insert(struct fuzz_input *in, u8 how)
{
	unsigned int i = take_index(in);
	void *entry = new_entry(how);

	FUZZ_CHECK(xa_insert(&xa, base + i, entry, GFP_KERNEL) == (model[i].entry ? -EBUSY : 0));
	if (!model[i].entry)
		put(i, 0, entry);
}

static void erase(struct fuzz_input *in)
{
	unsigned int i = take_index(in);

	FUZZ_CHECK(xa_erase(&xa, base + i) == model[i].entry);
	forget(i);
}

static void mark(struct fuzz_input *in, u8 how)
{
	unsigned int i = take_index(in), nr = how % NR_MARKS;
	bool set = how / NR_MARKS % 4;

	if (set)
		xa_set_mark(&xa, base + i, (__force xa_mark_t)nr);
	else
		xa_clear_mark(&xa, base + i, (__force xa_mark_t)nr);
	FUZZ_CHECK(xa_get_mark(&xa, base + i, (__force xa_mark_t)nr) == (set && model[i].entry));
	if (!model[i].entry)
		return;
	model[model[i].first].marks &= ~(1 << nr);
	model[model[i].first].marks |= set << nr;
}

static void find(struct fuzz_input *in, u8 how)
{
	unsigned int i = take_index(in), last = take_index(in), nr = how % (NR_MARKS + 1), want = i;
	unsigned long index = base + i;
	xa_mark_t filter = nr == NR_MARKS ? XA_PRESENT : (__force xa_mark_t)nr;
	void *entry = xa_find(&xa, &index, base + last, filter);

	/* the entry that begins before counts as well, and is told by where the search began */
	if (!(model[i].entry && (nr == NR_MARKS || marked(model[i].first, nr))))
		while (want < INDICES && !(nr == NR_MARKS ? model[want].entry != NULL : marked(want, nr)))
			want++;
	if (i > last || want > last) {
		FUZZ_CHECK(!entry);
		return;
	}
	FUZZ_CHECK(entry == model[want].entry);
	FUZZ_CHECK(index - base <= want && index - base >= model[want].first);
}

/* ---- the whole ---- */

static void compare_marked(unsigned int nr)
{
	unsigned long index;
	unsigned int i = 0;
	void *entry;

	xa_for_each_marked(&xa, index, entry, (__force xa_mark_t)nr) {
		for (; i < index - base; i++)
			FUZZ_CHECK(!marked(i, nr));
		FUZZ_CHECK(marked(i, nr) && entry == model[i].entry);
		i++;
	}
	for (; i < INDICES; i++)
		FUZZ_CHECK(!marked(i, nr));
}

static void compare(void)
{
	unsigned long index;
	unsigned int i = 0;
	void *entry;

	xa_for_each(&xa, index, entry) {
		i = next_entry(i);
		FUZZ_CHECK(i < INDICES && index == base + i && entry == model[i].entry);
		FUZZ_CHECK(xa_get_order(&xa, index) == model[i].order);
		i = end_of(i);
	}
	FUZZ_CHECK(next_entry(i) == INDICES);
	for (i = 0; i < INDICES; i++)
		FUZZ_CHECK(xa_load(&xa, base + i) == model[i].entry);
	for (unsigned int nr = 0; nr < NR_MARKS; nr++)
		compare_marked(nr);
}

static void step(struct fuzz_input *in)
{
	u8 op = fuzz_u8(in), how = op / 16;

	switch (op % 16) {
	case 0 ... 4:
		return store_order(in, how);
	case 5 ... 6:
		return split(in);
	case 7:
		return exchange(in, how);
	case 8:
		return insert(in, how);
	case 9 ... 10:
		return erase(in);
	case 11 ... 13:
		return mark(in, how);
	case 14:
		return find(in, how);
	default:
		return compare();
	}
}

static void run(struct fuzz_input *in)
{
	unsigned int place = fuzz_u8(in) % (BITS_PER_LONG - MAX_ORDER + 2);

	base = place == 0 ? 0 : place == 1 ? 0UL - INDICES : 1UL << (place - 2 + MAX_ORDER);
	serial = 0;
	memset(model, 0, sizeof(model));
	xa_init(&xa);
	while (fuzz_left(in)) {
		step(in);
		FUZZ_CHECK(xa_validate(&xa));
	}
	compare();
	xa_destroy(&xa);
	FUZZ_CHECK(xa_empty(&xa));
}

const struct fuzz_target fuzz_xarray = {
	.name = "xarray", .summary = "an XArray against an array", .run = run,
};
