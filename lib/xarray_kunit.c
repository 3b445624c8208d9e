// SPDX-License-Identifier: GPL-2.0-only
/*
 * xarray_kunit.c - XArray, idr and ida against plain arrays.
 *
 * The model of an array with entries of many indices: for each index the
 * entry and the first index of that entry; for each first index its order and
 * its marks. After each change xa_validate() must be content.
 */
#include <kunit/test.h>
#include <linux/idr.h>
#include <linux/xarray.h>

#define INDICES		4500	/* a bit more than one node of nodes */
#define MAX_ORDER	7
#define STEPS		4000

struct xa_model {
	struct xarray	xa;
	unsigned long	serial;
	void		*entry[INDICES];
	u16		first[INDICES];
	u8		order[INDICES];		/* at first indices */
	u8		marks[INDICES];		/* the same */
};

static int model_init(struct kunit *test)
{
	struct xa_model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);

	if (!m)
		return -ENOMEM;
	xa_init(&m->xa);
	test->priv = m;
	return 0;
}

static void model_exit(struct kunit *test)
{
	struct xa_model *m = test->priv;

	if (m)
		xa_destroy(&m->xa);
}

/* Values and pointers in turn. */
static void *new_entry(struct xa_model *m)
{
	m->serial++;
	return m->serial % 2 ? xa_mk_value(m->serial) : (void *)(m->serial * 8);
}

static unsigned long end_of(const struct xa_model *m, unsigned long index)
{
	unsigned long first = m->first[index];

	return first + (1UL << m->order[first]);
}

static void model_erase(struct xa_model *m, unsigned long index)
{
	unsigned long i, first = m->first[index], end;

	if (!m->entry[index])
		return;
	end = end_of(m, index);
	for (i = first; i < end; i++)
		m->entry[i] = NULL;
	m->order[first] = 0;
	m->marks[first] = 0;
}

/* Storing inside a larger entry changes that; else the marks are merged. */
static void model_store(struct xa_model *m, unsigned long index,
			unsigned int order, void *entry)
{
	unsigned long i, end;
	u8 marks = 0;

	index = index >> order << order;
	if (m->entry[index] && m->order[m->first[index]] >= order) {
		end = end_of(m, index);
		for (i = m->first[index]; i < end; i++)
			m->entry[i] = entry;
		return;
	}
	end = index + (1UL << order);
	for (i = index; i < end; i++) {
		if (m->entry[i])
			marks |= m->marks[m->first[i]];
		model_erase(m, i);
	}
	for (i = index; i < end; i++) {
		m->entry[i] = entry;
		m->first[i] = index;
	}
	m->order[index] = order;
	m->marks[index] = marks;
}

static unsigned long next_entry(const struct xa_model *m, unsigned long index)
{
	while (index < INDICES && !m->entry[index])
		index++;
	return index;
}

static void step_order(struct kunit *test, struct xa_model *m,
		       unsigned long index)
{
	unsigned int order = kunit_random_below(test, MAX_ORDER + 1);
	unsigned long base = index >> order << order, i, end = base + (1UL << order);
	void *entry = kunit_random_below(test, 3) ? new_entry(m) : NULL, *there;
	XA_STATE_ORDER(xas, &m->xa, index, order);

	if (end > INDICES)
		return;
	i = base;
	xas_lock(&xas);
	xas_for_each_conflict(&xas, there) {
		i = next_entry(m, i);
		if (i >= end || there != m->entry[i])
			break;
		i = end_of(m, i);
	}
	xas_unlock(&xas);
	KUNIT_ASSERT_NULL(test, there);
	KUNIT_ASSERT_GE(test, next_entry(m, i), end);

	do {
		xas_lock(&xas);
		xas_store(&xas, entry);
		xas_unlock(&xas);
	} while (xas_nomem(&xas, GFP_KERNEL));
	KUNIT_ASSERT_EQ(test, xas_error(&xas), 0);
	if (entry)
		model_store(m, base, order, entry);
	else
		for (i = base; i < end; i++)
			model_erase(m, i);
}

static void step_split(struct kunit *test, struct xa_model *m,
		       unsigned long index)
{
	unsigned long first = m->first[index], i, end;
	unsigned int order = m->order[first], to;
	void *entry = m->entry[index];

	if (!entry || !order)
		return;
	to = kunit_random_below(test, order);
	end = first + (1UL << order);
	XA_STATE_ORDER(xas, &m->xa, first, to);
	xas_split_alloc(&xas, entry, order, GFP_KERNEL);
	KUNIT_ASSERT_EQ(test, xas_error(&xas), 0);
	xas_lock(&xas);
	xas_split(&xas, entry, order);
	xas_unlock(&xas);
	for (i = first; i < end; i++) {
		m->first[i] = i >> to << to;
		m->order[i] = to;
		m->marks[i] = m->marks[first];
	}
}

static void check_each(struct kunit *test, struct xa_model *m)
{
	unsigned long index, i = 0;
	void *entry;

	xa_for_each(&m->xa, index, entry) {
		i = next_entry(m, i);
		KUNIT_ASSERT_EQ(test, index, i);
		KUNIT_ASSERT_PTR_EQ(test, entry, m->entry[i]);
		KUNIT_ASSERT_EQ(test, xa_get_order(&m->xa, i), m->order[i]);
		i = end_of(m, i);
	}
	KUNIT_ASSERT_EQ(test, next_entry(m, i), INDICES);
}

static void check_marked(struct kunit *test, struct xa_model *m,
			 unsigned int mark)
{
	unsigned long index, i = 0;
	void *entry;

	xa_for_each_marked(&m->xa, index, entry, (__force xa_mark_t)mark) {
		for (; i < index; i++)
			KUNIT_ASSERT_FALSE(test, m->entry[i] && m->first[i] == i &&
					   (m->marks[i] >> mark & 1));
		KUNIT_ASSERT_TRUE(test, m->first[i] == i &&
				  (m->marks[i] >> mark & 1));
		KUNIT_ASSERT_PTR_EQ(test, entry, m->entry[i]);
		i++;
	}
	for (; i < INDICES; i++)
		KUNIT_ASSERT_FALSE(test, m->entry[i] && m->first[i] == i &&
				   (m->marks[i] >> mark & 1));
}

static void xarray_random(struct kunit *test)
{
	struct xa_model *m = test->priv;
	int step;

	for (step = 0; step < STEPS; step++) {
		unsigned long index = kunit_random_below(test,
					step < STEPS / 2 ? 200 : INDICES);
		unsigned int mark = kunit_random_below(test, XA_MAX_MARKS);
		int kind = kunit_random_below(test, 100);
		void *entry = new_entry(m);

		if (kind < 30) {
			KUNIT_ASSERT_PTR_EQ(test, xa_store(&m->xa, index, entry, GFP_KERNEL),
					    m->entry[index]);
			model_store(m, index, 0, entry);
		} else if (kind < 50) {
			step_order(test, m, index);
		} else if (kind < 70) {
			KUNIT_ASSERT_PTR_EQ(test, xa_erase(&m->xa, index),
					    m->entry[index]);
			model_erase(m, index);
		} else if (kind < 80) {
			xa_set_mark(&m->xa, index, (__force xa_mark_t)mark);
			if (m->entry[index])
				m->marks[m->first[index]] |= 1 << mark;
		} else if (kind < 85) {
			xa_clear_mark(&m->xa, index, (__force xa_mark_t)mark);
			if (m->entry[index])
				m->marks[m->first[index]] &= ~(1 << mark);
		} else if (kind < 95) {
			step_split(test, m, index);
		} else if (kind < 98) {
			KUNIT_ASSERT_EQ(test, xa_insert(&m->xa, index, entry, GFP_KERNEL),
					m->entry[index] ? -EBUSY : 0);
			if (!m->entry[index])
				model_store(m, index, 0, entry);
		} else {
			check_each(test, m);
			check_marked(test, m, mark);
		}
		KUNIT_ASSERT_TRUE_MSG(test, xa_validate(&m->xa), "step %d kind %d",
				      step, kind);
		KUNIT_ASSERT_PTR_EQ(test, xa_load(&m->xa, index), m->entry[index]);
	}
}

static void xarray_far_indices(struct kunit *test)
{
	struct xa_model *m = test->priv;
	unsigned long index = 0;
	unsigned int bit;

	for (bit = 0; bit < BITS_PER_LONG; bit++) {
		KUNIT_ASSERT_NULL(test, xa_store(&m->xa, 1UL << bit,
						 xa_mk_value(bit), GFP_KERNEL));
		KUNIT_ASSERT_TRUE(test, xa_validate(&m->xa));
	}
	KUNIT_ASSERT_NULL(test, xa_store(&m->xa, ULONG_MAX, m, GFP_KERNEL));
	for (bit = 0; bit < BITS_PER_LONG; bit++) {
		KUNIT_EXPECT_PTR_EQ(test, xa_find(&m->xa, &index, ULONG_MAX, XA_PRESENT),
				    xa_mk_value(bit));
		KUNIT_EXPECT_EQ(test, index, 1UL << bit);
		index++;
	}
	KUNIT_EXPECT_PTR_EQ(test, xa_find_after(&m->xa, &index, ULONG_MAX, XA_PRESENT), m);
	KUNIT_EXPECT_EQ(test, index, ULONG_MAX);
	KUNIT_EXPECT_NULL(test, xa_find_after(&m->xa, &index, ULONG_MAX, XA_PRESENT));
	xa_destroy(&m->xa);
	KUNIT_EXPECT_TRUE(test, xa_empty(&m->xa));
}

static void xarray_store_range(struct kunit *test)
{
	struct xa_model *m = test->priv;
	unsigned long i;

	KUNIT_ASSERT_NULL(test, xa_store_range(&m->xa, 3, 700, m, GFP_KERNEL));
	KUNIT_ASSERT_TRUE(test, xa_validate(&m->xa));
	for (i = 0; i < 800; i++)
		KUNIT_ASSERT_PTR_EQ(test, xa_load(&m->xa, i),
				    i >= 3 && i <= 700 ? m : NULL);
	KUNIT_EXPECT_EQ(test, xa_get_order(&m->xa, 600), 7);
	KUNIT_ASSERT_NULL(test, xa_store_range(&m->xa, 0, ULONG_MAX, NULL, GFP_KERNEL));
	KUNIT_EXPECT_TRUE(test, xa_empty(&m->xa));
}

static void xarray_reserve(struct kunit *test)
{
	struct xa_model *m = test->priv;

	KUNIT_ASSERT_EQ(test, xa_reserve(&m->xa, 5, GFP_KERNEL), 0);
	KUNIT_EXPECT_NULL(test, xa_load(&m->xa, 5));
	KUNIT_EXPECT_FALSE(test, xa_empty(&m->xa));
	KUNIT_EXPECT_EQ(test, xa_insert(&m->xa, 5, m, GFP_KERNEL), -EBUSY);
	KUNIT_EXPECT_NULL(test, xa_store(&m->xa, 5, m, 0));
	xa_release(&m->xa, 5);
	KUNIT_EXPECT_PTR_EQ(test, xa_load(&m->xa, 5), m);
	xa_erase(&m->xa, 5);
	KUNIT_EXPECT_TRUE(test, xa_empty(&m->xa));
}

#define IDS	700

static int lowest_free(const bool *used, int from, int to)
{
	for (; from <= to; from++)
		if (!used[from])
			return from;
	return -1;
}

static void xarray_alloc(struct kunit *test)
{
	bool *used = kunit_kcalloc(test, IDS, 1, GFP_KERNEL);
	struct xarray xa;
	u32 id, next = 0;
	int step, want, err;

	KUNIT_ASSERT_NOT_NULL(test, used);
	xa_init_flags(&xa, XA_FLAGS_ALLOC);
	for (step = 0; step < STEPS; step++) {
		int min = kunit_random_below(test, IDS);
		int max = min + kunit_random_below(test, IDS - min);

		switch (kunit_random_below(test, 4)) {
		case 0:
		case 1:
			want = lowest_free(used, min, max);
			err = xa_alloc(&xa, &id, step % 3 ? test : NULL,
				       XA_LIMIT(min, max), GFP_KERNEL);
			break;
		case 2:
			want = lowest_free(used, next, IDS - 1);
			if (want < 0)
				want = lowest_free(used, 0, IDS - 1);
			err = xa_alloc_cyclic(&xa, &id, test, XA_LIMIT(0, IDS - 1),
					      &next, GFP_KERNEL);
			break;
		default:
			xa_erase(&xa, min);
			used[min] = false;
			continue;
		}
		if (want < 0) {
			KUNIT_ASSERT_EQ(test, err, -EBUSY);
			continue;
		}
		KUNIT_ASSERT_GE(test, err, 0);
		KUNIT_ASSERT_EQ(test, id, want);
		used[id] = true;
		KUNIT_ASSERT_TRUE(test, xa_validate(&xa));
	}
	xa_destroy(&xa);

	xa_init_flags(&xa, XA_FLAGS_ALLOC1);
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, test, xa_limit_32b, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, id, 1);
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, test, XA_LIMIT(UINT_MAX, UINT_MAX),
				       GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, id, UINT_MAX);
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, test, XA_LIMIT(UINT_MAX, UINT_MAX),
				       GFP_KERNEL), -EBUSY);
	xa_destroy(&xa);
}

static void idr_random(struct kunit *test)
{
	bool *used = kunit_kcalloc(test, IDS, 1, GFP_KERNEL);
	void **ptr = kunit_kcalloc(test, IDS, sizeof(*ptr), GFP_KERNEL);
	struct idr idr;
	int step, want, got;

	KUNIT_ASSERT_NOT_NULL(test, used);
	KUNIT_ASSERT_NOT_NULL(test, ptr);
	idr_init_base(&idr, 1);
	used[0] = true;
	for (step = 0; step < STEPS; step++) {
		int id = 1 + kunit_random_below(test, IDS - 1);
		void *p = kunit_random_below(test, 4) ? (void *)(step * 8UL + 8) : NULL;

		switch (kunit_random_below(test, 4)) {
		case 0:
			want = lowest_free(used, id, IDS - 1);
			idr_preload(GFP_KERNEL);
			got = idr_alloc(&idr, p, id, IDS, GFP_NOWAIT);
			idr_preload_end();
			KUNIT_ASSERT_EQ(test, got, want < 0 ? -ENOSPC : want);
			if (want >= 0) {
				used[want] = true;
				ptr[want] = p;
			}
			break;
		case 1:
			KUNIT_ASSERT_PTR_EQ(test, idr_remove(&idr, id), ptr[id]);
			used[id] = false;
			ptr[id] = NULL;
			break;
		case 2:
			KUNIT_ASSERT_PTR_EQ(test, idr_replace(&idr, p, id),
					    used[id] ? ptr[id] : ERR_PTR(-ENOENT));
			if (used[id])
				ptr[id] = p;
			break;
		default:
			KUNIT_ASSERT_PTR_EQ(test, idr_find(&idr, id), ptr[id]);
			got = id;
			p = idr_get_next(&idr, &got);
			while (id < IDS && !ptr[id])
				id++;
			KUNIT_ASSERT_PTR_EQ(test, p, id < IDS ? ptr[id] : NULL);
			if (p)
				KUNIT_ASSERT_EQ(test, got, id);
		}
		KUNIT_ASSERT_TRUE(test, xa_validate(&idr.idr_rt));
	}
	idr_destroy(&idr);
	KUNIT_EXPECT_TRUE(test, idr_is_empty(&idr));
}

static void ida_random(struct kunit *test)
{
	const int ids = 3 * IDA_BITMAP_BITS;
	bool *used = kunit_kcalloc(test, ids, 1, GFP_KERNEL);
	struct ida ida;
	int step, want;

	KUNIT_ASSERT_NOT_NULL(test, used);
	ida_init(&ida);
	for (step = 0; step < 2 * STEPS; step++) {
		int id = kunit_random_below(test, ids);
		int max = id + kunit_random_below(test, ids - id);

		if (kunit_random_below(test, 3)) {
			want = lowest_free(used, id, max);
			KUNIT_ASSERT_EQ(test, ida_alloc_range(&ida, id, max, GFP_KERNEL),
					want < 0 ? -ENOSPC : want);
			if (want >= 0)
				used[want] = true;
		} else if (used[id]) {
			ida_free(&ida, id);
			used[id] = false;
		}
		KUNIT_ASSERT_EQ(test, ida_exists(&ida, id), used[id]);
	}
	for (step = 0; step < ids; step++)
		if (used[step])
			ida_free(&ida, step);
	KUNIT_EXPECT_TRUE(test, ida_is_empty(&ida));
	KUNIT_EXPECT_EQ(test, ida_alloc(&ida, GFP_KERNEL), 0);
	ida_destroy(&ida);
}

static struct kunit_case xarray_cases[] = {
	KUNIT_CASE(xarray_far_indices),
	KUNIT_CASE(xarray_store_range),
	KUNIT_CASE(xarray_reserve),
	KUNIT_CASE(xarray_alloc),
	KUNIT_CASE_SLOW(xarray_random),
	{}
};

static struct kunit_suite xarray_suite = {
	.name = "xarray",
	.init = model_init,
	.exit = model_exit,
	.test_cases = xarray_cases,
};

static struct kunit_case idr_cases[] = {
	KUNIT_CASE(idr_random),
	KUNIT_CASE(ida_random),
	{}
};

static struct kunit_suite idr_suite = {
	.name = "idr",
	.test_cases = idr_cases,
};
kunit_test_suites(&xarray_suite, &idr_suite);
