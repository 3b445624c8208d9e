// SPDX-License-Identifier: GPL-2.0-only
/*
 * maple_tree_kunit.c - the maple tree against a plain array.
 *
 * The model cuts the index space into CELLS cells of random width; the first
 * begins at 0 and the last ends at ULONG_MAX. Each cell has an entry or none,
 * and stores cover whole cells, so that the tree's runs of equal cells are its
 * entries and holes. After each change mt_validate() must be content.
 */
#include <kunit/test.h>
#include <linux/cpumask.h>
#include <linux/kthread.h>
#include <linux/maple_tree.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/xarray.h>

#define CELLS	300

struct mt_model {
	struct maple_tree mt;
	unsigned long	begin[CELLS + 1];	/* begin[CELLS] wraps to 0 */
	void		*cell[CELLS];
	unsigned long	serial;			/* of the last entry made */
};

static unsigned long cell_last(const struct mt_model *m, int cell)
{
	return m->begin[cell + 1] - 1;
}

static void *new_entry(struct mt_model *m)
{
	return xa_mk_value(++m->serial);
}

static void fill_cells(struct mt_model *m, int from, int to, void *entry)
{
	for (; from <= to; from++)
		m->cell[from] = entry;
}

/* First and last cell of the entry or hole that @cell is in. */
static int run_first(const struct mt_model *m, int cell)
{
	while (cell > 0 && m->cell[cell - 1] == m->cell[cell])
		cell--;
	return cell;
}

static int run_last(const struct mt_model *m, int cell)
{
	while (cell < CELLS - 1 && m->cell[cell + 1] == m->cell[cell])
		cell++;
	return cell;
}

/* The next cell at or after (before) @cell that is not a hole, or -1. */
static int next_full(const struct mt_model *m, int cell)
{
	for (; cell < CELLS; cell++)
		if (m->cell[cell])
			return cell;
	return -1;
}

static int prev_full(const struct mt_model *m, int cell)
{
	for (; cell >= 0; cell--)
		if (m->cell[cell])
			return cell;
	return -1;
}

static int model_init(struct kunit *test)
{
	struct mt_model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	int i;

	if (!m)
		return -ENOMEM;
	mt_init_flags(&m->mt, MT_FLAGS_ALLOC_RANGE | MT_FLAGS_USE_RCU);
	for (i = 1; i < CELLS; i++)
		m->begin[i] = m->begin[i - 1] + 1 +
			kunit_random_below(test, i % 5 ? 4 : 1000000);
	test->priv = m;
	return 0;
}

static void model_exit(struct kunit *test)
{
	struct mt_model *m = test->priv;

	if (m)
		mtree_destroy(&m->mt);
}

/* A random range of cells, mostly short. */
static void random_cells(struct kunit *test, int *from, int *to)
{
	int len = kunit_random_below(test, 60) ?
		1 + kunit_random_below(test, 4) : kunit_random_below(test, CELLS);

	*from = kunit_random_below(test, CELLS);
	*to = min(*from + len, CELLS - 1);
}

static void check_iterator(struct kunit *test, struct mt_model *m,
			   struct ma_state *mas, void *entry, int cell)
{
	if (cell < 0) {
		KUNIT_ASSERT_PTR_EQ(test, entry, NULL);
		return;
	}
	KUNIT_ASSERT_PTR_EQ(test, entry, m->cell[cell]);
	KUNIT_ASSERT_EQ(test, mas->index, m->begin[run_first(m, cell)]);
	KUNIT_ASSERT_EQ(test, mas->last, cell_last(m, run_last(m, cell)));
}

static void step_store(struct kunit *test, struct mt_model *m, bool erase)
{
	void *entry = erase ? NULL : new_entry(m), *old;
	int from, to, first, err;

	random_cells(test, &from, &to);
	first = next_full(m, from);
	MA_STATE(mas, &m->mt, m->begin[from], cell_last(m, to));

	switch (kunit_random_below(test, 3)) {
	case 0:
		mtree_lock(&m->mt);
		err = mas_preallocate(&mas, entry, GFP_NOWAIT);
		if (!err)
			mas_store_prealloc(&mas, entry);
		mtree_unlock(&m->mt);
		KUNIT_ASSERT_EQ(test, err, 0);
		break;
	case 1:
		mtree_lock(&m->mt);
		err = mas_store_gfp(&mas, entry, GFP_KERNEL);
		mtree_unlock(&m->mt);
		KUNIT_ASSERT_EQ(test, err, 0);
		break;
	default:
		mtree_lock(&m->mt);
		do {
			old = mas_store(&mas, entry);
		} while (mas_nomem(&mas, GFP_KERNEL));
		mtree_unlock(&m->mt);
		KUNIT_EXPECT_PTR_EQ(test, old, first >= 0 && first <= to ?
				    m->cell[first] : NULL);
		mas_destroy(&mas);
	}
	fill_cells(m, from, to, entry);
	KUNIT_EXPECT_EQ(test, mas.index, m->begin[from]);
	KUNIT_EXPECT_EQ(test, mas.last, cell_last(m, to));
	/* The iterator stands on what it stored. */
	check_iterator(test, m, &mas, mas_next(&mas, ULONG_MAX),
		       next_full(m, to + 1));
}

static void step_insert(struct kunit *test, struct mt_model *m)
{
	void *entry = new_entry(m);
	int from, to, first, err;

	random_cells(test, &from, &to);
	first = next_full(m, from);
	err = mtree_insert_range(&m->mt, m->begin[from], cell_last(m, to),
				 entry, GFP_KERNEL);
	if (first >= 0 && first <= to) {
		KUNIT_EXPECT_EQ(test, err, -EEXIST);
		return;
	}
	KUNIT_EXPECT_EQ(test, err, 0);
	fill_cells(m, from, to, entry);
}

static void step_erase(struct kunit *test, struct mt_model *m)
{
	int cell = kunit_random_below(test, CELLS);
	void *entry = mtree_erase(&m->mt, m->begin[cell]);

	KUNIT_EXPECT_PTR_EQ(test, entry, m->cell[cell]);
	if (entry)
		fill_cells(m, run_first(m, cell), run_last(m, cell), NULL);
}

static void step_walk(struct kunit *test, struct mt_model *m)
{
	int cell = kunit_random_below(test, CELLS);
	int first = run_first(m, cell), last = run_last(m, cell);
	MA_STATE(mas, &m->mt, cell_last(m, cell), 0);
	bool forth = kunit_random_below(test, 2);
	void *entry;

	check_iterator(test, m, &mas, mas_walk(&mas), m->cell[cell] ? cell : -1);
	KUNIT_EXPECT_EQ(test, mas.index, m->begin[first]);
	KUNIT_EXPECT_EQ(test, mas.last, cell_last(m, last));
	KUNIT_EXPECT_PTR_EQ(test, mtree_load(&m->mt, m->begin[cell]),
			    m->cell[cell]);

	entry = forth ? mas_next_range(&mas, ULONG_MAX) : mas_prev_range(&mas, 0);
	cell = forth ? last + 1 : first - 1;
	if (cell < 0 || cell == CELLS) {
		KUNIT_EXPECT_NULL(test, entry);
		return;
	}
	KUNIT_EXPECT_PTR_EQ(test, entry, m->cell[cell]);
	KUNIT_EXPECT_EQ(test, mas.index, m->begin[run_first(m, cell)]);
	KUNIT_EXPECT_EQ(test, mas.last, cell_last(m, run_last(m, cell)));
}

static void step_iterate(struct kunit *test, struct mt_model *m)
{
	int from, to, cell;
	void *entry;

	random_cells(test, &from, &to);
	MA_STATE(up, &m->mt, m->begin[from], 0);
	MA_STATE(down, &m->mt, cell_last(m, to), 0);

	cell = from;
	mas_for_each(&up, entry, cell_last(m, to)) {
		cell = next_full(m, cell);
		check_iterator(test, m, &up, entry, cell);
		cell = run_last(m, cell) + 1;
		if (!kunit_random_below(test, 8))
			mas_pause(&up);
	}
	cell = next_full(m, cell);
	KUNIT_EXPECT_TRUE(test, cell < 0 || cell > to);

	cell = to;
	mas_for_each_rev(&down, entry, m->begin[from]) {
		cell = prev_full(m, cell);
		check_iterator(test, m, &down, entry, cell);
		cell = run_first(m, cell) - 1;
	}
	KUNIT_EXPECT_LT(test, prev_full(m, cell), from);
}

static void step_find_room(struct kunit *test, struct mt_model *m)
{
	unsigned long size = 1 + kunit_random_below(test,
				kunit_random_below(test, 3) ? 8 : 2000000);
	bool rev = kunit_random_below(test, 2), found = false;
	unsigned long min, max, want = 0, lo, hi;
	MA_STATE(mas, &m->mt, 0, 0);
	int from, to, cell, err;

	random_cells(test, &from, &to);
	min = m->begin[from];
	max = cell_last(m, to);
	mtree_lock(&m->mt);
	err = rev ? mas_empty_area_rev(&mas, min, max, size) :
		    mas_empty_area(&mas, min, max, size);
	mtree_unlock(&m->mt);
	if (max - min < size - 1) {
		KUNIT_EXPECT_EQ(test, err, -EINVAL);
		return;
	}
	for (cell = from; cell <= to && (rev || !found); cell++) {
		lo = m->begin[cell];
		cell = run_last(m, cell);
		if (m->cell[cell])
			continue;
		hi = min(cell_last(m, cell), max);
		if (hi - lo < size - 1)
			continue;
		found = true;
		want = rev ? hi - size + 1 : lo;
	}
	KUNIT_ASSERT_EQ(test, err, found ? 0 : -EBUSY);
	if (found) {
		KUNIT_EXPECT_EQ(test, mas.index, want);
		KUNIT_EXPECT_EQ(test, mas.last, want + size - 1);
	}
}

static void check_all_cells(struct kunit *test, struct mt_model *m,
			    struct maple_tree *mt)
{
	int cell;

	for (cell = 0; cell < CELLS; cell++) {
		KUNIT_ASSERT_PTR_EQ(test, mtree_load(mt, m->begin[cell]),
				    m->cell[cell]);
		KUNIT_ASSERT_PTR_EQ(test, mtree_load(mt, cell_last(m, cell)),
				    m->cell[cell]);
	}
}

static void step_dup(struct kunit *test, struct mt_model *m)
{
	struct maple_tree copy;

	mt_init_flags(&copy, m->mt.ma_flags);
	mtree_lock(&m->mt);
	KUNIT_EXPECT_EQ(test, __mt_dup(&m->mt, &copy, GFP_NOWAIT), 0);
	mtree_unlock(&m->mt);
	KUNIT_EXPECT_TRUE(test, mt_validate(&copy));
	check_all_cells(test, m, &copy);
	mtree_destroy(&copy);
	KUNIT_EXPECT_TRUE(test, mtree_empty(&copy));
}

/* Of a hundred stores, how many erase: from full trees to sparse ones. */
static const int erase_percents[] = { 10, 40, 70 };

static void maple_random(struct kunit *test)
{
	struct mt_model *m = test->priv;
	int step, kind;

	for (step = 0; step < 6000; step++) {
		int erase = erase_percents[step / 2000];

		kind = kunit_random_below(test, 100);
		if (kind < 50)
			step_store(test, m, kunit_random_below(test, 100) < erase);
		else if (kind < 58)
			step_insert(test, m);
		else if (kind < 64)
			step_erase(test, m);
		else if (kind < 76)
			step_walk(test, m);
		else if (kind < 84)
			step_iterate(test, m);
		else if (kind < 99)
			step_find_room(test, m);
		else
			step_dup(test, m);
		KUNIT_ASSERT_TRUE_MSG(test, mt_validate(&m->mt), "step %d kind %d",
				      step, kind);
		if (step % 256 == 0)
			check_all_cells(test, m, &m->mt);
	}
	KUNIT_EXPECT_EQ(test, test->status, KUNIT_SUCCESS);
}

/* Entries stored in order fill nodes; erasing all of them frees all nodes. */
static void maple_many(struct kunit *test)
{
	struct mt_model *m = test->priv;
	unsigned long i, n = 20000, seen = 0, index = 0;
	void *entry;

	for (i = 0; i < n; i++)
		KUNIT_ASSERT_EQ(test, mtree_store_range(&m->mt, i * 16, i * 16 + 7,
							xa_mk_value(i), GFP_KERNEL), 0);
	KUNIT_ASSERT_TRUE(test, mt_validate(&m->mt));
	KUNIT_EXPECT_LE(test, mt_height(&m->mt), 5);
	mt_for_each(&m->mt, entry, index, ULONG_MAX)
		KUNIT_ASSERT_EQ(test, xa_to_value(entry), seen++);
	KUNIT_EXPECT_EQ(test, seen, n);

	/* one store over nearly everything */
	KUNIT_ASSERT_EQ(test, mtree_store_range(&m->mt, 4, (n - 1) * 16 + 3, m,
						GFP_KERNEL), 0);
	KUNIT_ASSERT_TRUE(test, mt_validate(&m->mt));
	KUNIT_EXPECT_PTR_EQ(test, mtree_load(&m->mt, 3), xa_mk_value(0));
	KUNIT_EXPECT_PTR_EQ(test, mtree_load(&m->mt, 4), m);
	KUNIT_EXPECT_PTR_EQ(test, mtree_load(&m->mt, n * 8), m);
	KUNIT_EXPECT_PTR_EQ(test, mtree_load(&m->mt, (n - 1) * 16 + 4),
			    xa_mk_value(n - 1));
	KUNIT_EXPECT_EQ(test, mt_height(&m->mt), 1);
	KUNIT_ASSERT_EQ(test, mtree_store_range(&m->mt, 0, ULONG_MAX, NULL,
						GFP_KERNEL), 0);
	KUNIT_EXPECT_TRUE(test, mtree_empty(&m->mt));
}

/* Going past a limit and back again. */
static void maple_limits(struct kunit *test)
{
	struct mt_model *m = test->priv;
	MA_STATE(mas, &m->mt, 0, 0);

	mtree_store_range(&m->mt, 10, 19, m, GFP_KERNEL);
	mtree_store_range(&m->mt, 30, 39, test, GFP_KERNEL);

	KUNIT_EXPECT_PTR_EQ(test, mas_find(&mas, 25), m);
	KUNIT_EXPECT_NULL(test, mas_next(&mas, 25));
	KUNIT_EXPECT_TRUE(test, mas_is_overflow(&mas));
	KUNIT_EXPECT_EQ(test, mas.index, 20);
	KUNIT_EXPECT_EQ(test, mas.last, 29);
	KUNIT_EXPECT_PTR_EQ(test, mas_next(&mas, 100), test);
	KUNIT_EXPECT_NULL(test, mas_next(&mas, 100));
	KUNIT_EXPECT_PTR_EQ(test, mas_prev(&mas, 0), test);
	KUNIT_EXPECT_PTR_EQ(test, mas_prev(&mas, 0), m);
	KUNIT_EXPECT_NULL(test, mas_prev(&mas, 0));
	KUNIT_EXPECT_TRUE(test, mas_is_underflow(&mas));
	KUNIT_EXPECT_EQ(test, mas.index, 0);
	KUNIT_EXPECT_EQ(test, mas.last, 9);
	KUNIT_EXPECT_PTR_EQ(test, mas_next(&mas, 100), m);
	KUNIT_EXPECT_PTR_EQ(test, mas_next(&mas, 100), test);
	KUNIT_EXPECT_NULL(test, mas_prev(&mas, 25));
	KUNIT_EXPECT_EQ(test, mas.index, 20);

	mas_set(&mas, 15);
	KUNIT_EXPECT_PTR_EQ(test, mas_find(&mas, ULONG_MAX), m);
	mas_pause(&mas);
	KUNIT_EXPECT_PTR_EQ(test, mas_find(&mas, ULONG_MAX), test);
	KUNIT_EXPECT_PTR_EQ(test, mt_next(&m->mt, 15, ULONG_MAX), test);
	KUNIT_EXPECT_PTR_EQ(test, mt_prev(&m->mt, 25, 0), m);
}

static void maple_alloc(struct kunit *test)
{
	struct mt_model *m = test->priv;
	unsigned long at, next = 0;

	KUNIT_EXPECT_EQ(test, mtree_alloc_range(&m->mt, &at, m, 10, 5, 100, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, at, 5);
	KUNIT_EXPECT_EQ(test, mtree_alloc_rrange(&m->mt, &at, m, 10, 5, 100, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, at, 91);
	KUNIT_EXPECT_EQ(test, mtree_alloc_range(&m->mt, &at, m, 77, 5, 100, GFP_KERNEL), -EBUSY);
	KUNIT_EXPECT_EQ(test, mtree_alloc_range(&m->mt, &at, m, 76, 5, 100, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, at, 15);
	KUNIT_EXPECT_EQ(test, mtree_alloc_cyclic(&m->mt, &at, m, 0, 6, &next, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, at, 0);
	next = 4;
	KUNIT_EXPECT_EQ(test, mtree_alloc_cyclic(&m->mt, &at, m, 0, 6, &next, GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, at, 4);
	KUNIT_EXPECT_EQ(test, mtree_alloc_cyclic(&m->mt, &at, m, 0, 6, &next, GFP_KERNEL), 1);
	KUNIT_EXPECT_EQ(test, at, 1);
	KUNIT_EXPECT_TRUE(test, mt_validate(&m->mt));
}

/*
 * Readers without the lock. Each PILLARth range of WIDTH indices always has
 * its entry; between them entries come and go. An entry is a value that tells
 * its own range, so a reader can tell when it is given the wrong one.
 */
#define PILLAR		16
#define WIDTH		8
#define RANGES		(PILLAR * 40)

struct mt_reader {
	struct maple_tree	*mt;
	bool			stop;
	struct completion	done;
	unsigned long		faults, rounds;
};

static void *range_entry(unsigned long first, unsigned long last)
{
	return xa_mk_value(first << 20 | last);
}

static bool entry_covers(const void *entry, unsigned long index)
{
	unsigned long v = xa_to_value(entry);

	return v >> 20 <= index && index <= (v & ((1 << 20) - 1));
}

static unsigned long read_once(struct maple_tree *mt, unsigned long *seed)
{
	unsigned long index, faults = 0, pillars = 0;
	MA_STATE(mas, mt, 0, 0);
	void *entry;

	*seed = *seed * 6364136223846793005UL + 1442695040888963407UL;
	index = (*seed >> 33) % (RANGES * WIDTH);
	entry = mtree_load(mt, index);
	if (entry ? !entry_covers(entry, index) : index / WIDTH % PILLAR == 0)
		faults++;
	if (*seed >> 60)
		return faults;

	rcu_read_lock();
	index = 0;
	mas_for_each(&mas, entry, ULONG_MAX) {
		/* A new entry may begin behind us, but it must reach on. */
		if (mas.last < index || !entry_covers(entry, mas.index) ||
		    !entry_covers(entry, mas.last))
			faults++;
		index = mas.last + 1;
		if (mas.index / WIDTH % PILLAR == 0 && mas.index % WIDTH == 0 &&
		    mas.last == mas.index + WIDTH - 1)
			pillars++;
	}
	rcu_read_unlock();
	return faults + (pillars != RANGES / PILLAR);
}

static int reader_thread(void *arg)
{
	struct mt_reader *reader = arg;
	unsigned long seed = (unsigned long)arg;

	while (!READ_ONCE(reader->stop)) {
		reader->faults += read_once(reader->mt, &seed);
		reader->rounds++;
	}
	kthread_complete_and_exit(&reader->done, 0);
}

/* Store to or erase some ranges between two pillars. */
static int write_once(struct kunit *test, struct maple_tree *mt)
{
	unsigned long block = kunit_random_below(test, RANGES / PILLAR) * PILLAR;
	unsigned long from = 1 + kunit_random_below(test, PILLAR - 1);
	unsigned long to = kunit_random_below(test, 8) ? from : PILLAR - 1;
	unsigned long first = (block + from) * WIDTH;
	unsigned long last = (block + to) * WIDTH + WIDTH - 1;
	bool erase = kunit_random_below(test, 4) == 0;

	return mtree_store_range(mt, first, last,
				 erase ? NULL : range_entry(first, last),
				 GFP_KERNEL);
}

static void maple_readers(struct kunit *test)
{
	struct mt_model *m = test->priv;
	struct mt_reader *readers;
	struct task_struct *task;
	unsigned long i, started = 0;
	int err = 0;

	readers = kunit_kcalloc(test, 2, sizeof(*readers), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, readers);
	for (i = 0; i < RANGES; i += PILLAR) {
		unsigned long first = i * WIDTH, last = first + WIDTH - 1;

		KUNIT_ASSERT_EQ(test, mtree_store_range(&m->mt, first, last,
					range_entry(first, last), GFP_KERNEL), 0);
	}
	for (i = 0; i < 2; i++) {
		readers[i].mt = &m->mt;
		init_completion(&readers[i].done);
		task = kthread_run(reader_thread, &readers[i], "mt_reader/%lu", i);
		if (!IS_ERR(task))
			started++;
		else
			break;
	}
	for (i = 0; !err && (i < 20000 || !READ_ONCE(readers[0].rounds)); i++) {
		err = write_once(test, &m->mt);
		if (i % 64 == 0)
			cond_resched();
	}
	for (i = 0; i < started; i++)
		WRITE_ONCE(readers[i].stop, true);
	for (i = 0; i < started; i++)
		wait_for_completion(&readers[i].done);

	KUNIT_EXPECT_EQ(test, started, 2);
	KUNIT_EXPECT_EQ(test, err, 0);
	KUNIT_EXPECT_EQ(test, readers[0].faults, 0);
	KUNIT_EXPECT_EQ(test, readers[1].faults, 0);
	KUNIT_EXPECT_TRUE(test, mt_validate(&m->mt));
}

struct mt_lookup {
	struct maple_tree *mt;
	unsigned long index;
	bool begun;
	void *entry;
	struct completion done;
};

static int lookup_thread(void *arg)
{
	struct mt_lookup *look = arg;

	WRITE_ONCE(look->begun, true);
	look->entry = mtree_load(look->mt, look->index);
	kthread_complete_and_exit(&look->done, 0);
}

/*
 * A reader may meet an inner node without a key, which no tree has: between its looks at level and
 * count the node was freed and used again, as an empty leaf. It must look again until that is over.
 */
static void maple_reused_node(struct kunit *test)
{
	struct mt_model *m = test->priv;
	struct mt_lookup look = { .mt = &m->mt, .index = 20 * WIDTH };
	struct maple_node *root;
	struct task_struct *task;
	unsigned int nr;
	int cpu;

	if (num_online_cpus() < 2)
		kunit_skip(test, "the reader needs a CPU of its own");
	for (unsigned long i = 0; i < 40; i++)
		KUNIT_ASSERT_EQ(test, mtree_store_range(&m->mt, i * WIDTH, i * WIDTH + WIDTH - 1,
							range_entry(i * WIDTH, i * WIDTH + WIDTH - 1), GFP_KERNEL), 0);
	init_completion(&look.done);
	task = kthread_create(lookup_thread, &look, "mt_lookup");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	root = m->mt.ma_root;
	nr = root->nr;

	cpu = get_cpu();
	kthread_bind(task, cpumask_any_but(cpu_online_mask, cpu));
	WRITE_ONCE(root->nr, 0);
	wake_up_process(task);
	while (!READ_ONCE(look.begun))
		cpu_relax();
	for (int i = 0; i < 1000; i++)
		cpu_relax();
	WRITE_ONCE(root->nr, nr);
	put_cpu();

	wait_for_completion(&look.done);
	KUNIT_EXPECT_GT(test, root->level, 0);
	KUNIT_EXPECT_PTR_EQ(test, look.entry, range_entry(20 * WIDTH, 20 * WIDTH + WIDTH - 1));
}

static struct kunit_case maple_cases[] = {
	KUNIT_CASE(maple_limits),
	KUNIT_CASE(maple_alloc),
	KUNIT_CASE(maple_many),
	KUNIT_CASE(maple_readers),
	KUNIT_CASE(maple_reused_node),
	KUNIT_CASE_SLOW(maple_random),
	{}
};

static struct kunit_suite maple_suite = {
	.name = "maple_tree",
	.init = model_init,
	.exit = model_exit,
	.test_cases = maple_cases,
};
kunit_test_suite(maple_suite);
