// SPDX-License-Identifier: GPL-2.0-only
/*
 * mempool_kunit.c - reserves with an allocator that fails on request.
 */
#include <kunit/test.h>
#include <linux/mempool.h>
#include <linux/slab.h>

#define ELEMENTS	8

struct source {
	bool fail;
	int live;	/* allocated and not freed */
};

static void *source_alloc(gfp_t gfp, void *data)
{
	struct source *s = data;

	if (s->fail)
		return NULL;
	s->live++;
	return kmalloc(32, GFP_KERNEL);
}

static void source_free(void *element, void *data)
{
	struct source *s = data;

	s->live--;
	kfree(element);
}

static void mempool_reserve_test(struct kunit *test)
{
	struct source s = { };
	void *e[ELEMENTS];
	mempool_t pool;
	int i;

	KUNIT_ASSERT_EQ(test, mempool_init(&pool, ELEMENTS, source_alloc, source_free, &s), 0);
	KUNIT_EXPECT_EQ(test, s.live, ELEMENTS);
	s.fail = true;
	for (i = 0; i < ELEMENTS; i++) {
		e[i] = mempool_alloc(&pool, GFP_NOWAIT);
		KUNIT_ASSERT_NOT_NULL(test, e[i]);
	}
	KUNIT_EXPECT_EQ(test, pool.curr_nr, 0);
	KUNIT_EXPECT_PTR_EQ(test, mempool_alloc(&pool, GFP_NOWAIT), NULL);
	for (i = 0; i < ELEMENTS; i++)
		mempool_free(e[i], &pool);
	KUNIT_EXPECT_EQ(test, pool.curr_nr, ELEMENTS);
	KUNIT_EXPECT_EQ(test, s.live, ELEMENTS);
	s.fail = false;
	e[0] = mempool_alloc(&pool, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, pool.curr_nr, ELEMENTS);
	mempool_free(e[0], &pool);
	mempool_exit(&pool);
	KUNIT_EXPECT_EQ(test, s.live, 0);
}

static void mempool_resize_test(struct kunit *test)
{
	struct source s = { };
	mempool_t *pool = mempool_create(2, source_alloc, source_free, &s);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	for (i = 0; i < 100; i++) {
		int nr = 1 + kunit_random_below(test, 40);

		KUNIT_ASSERT_EQ(test, mempool_resize(pool, nr), 0);
		KUNIT_EXPECT_EQ(test, pool->min_nr, nr);
		KUNIT_EXPECT_EQ(test, pool->curr_nr, nr);
		KUNIT_EXPECT_EQ(test, s.live, nr);
	}
	mempool_destroy(pool);
	KUNIT_EXPECT_EQ(test, s.live, 0);
}

static void mempool_kinds_test(struct kunit *test)
{
	mempool_t *pages = mempool_create_page_pool(2, 1);
	mempool_t *kmallocs = mempool_create_kmalloc_pool(3, 100);
	struct page *page;
	void *p;

	KUNIT_ASSERT_NOT_NULL(test, pages);
	KUNIT_ASSERT_NOT_NULL(test, kmallocs);
	page = mempool_alloc(pages, GFP_KERNEL);
	p = mempool_alloc(kmallocs, GFP_KERNEL);
	KUNIT_EXPECT_NOT_NULL(test, page);
	KUNIT_EXPECT_GE(test, ksize(p), (size_t)100);
	mempool_free(page, pages);
	mempool_free(p, kmallocs);
	mempool_destroy(pages);
	mempool_destroy(kmallocs);
}

static struct kunit_case mempool_cases[] = {
	KUNIT_CASE(mempool_reserve_test),
	KUNIT_CASE(mempool_resize_test),
	KUNIT_CASE(mempool_kinds_test),
	{}
};

static struct kunit_suite mempool_suite = {
	.name = "mempool",
	.test_cases = mempool_cases,
};
kunit_test_suite(mempool_suite);
