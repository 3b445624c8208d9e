// SPDX-License-Identifier: GPL-2.0-only
/*
 * slub_kunit.c - the slab allocator, and that its checks see what they are for.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include "slab.h"

/* Every class: right size, aligned, distinct, contents stay. */
static void slub_kmalloc_classes_test(struct kunit *test)
{
	size_t size;

	for (size = 1; size <= KMALLOC_MAX_CACHE_SIZE; size += size / 3 + 1) {
		u8 *a = kmalloc(size, GFP_KERNEL), *b = kmalloc(size, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, a);
		KUNIT_ASSERT_NOT_NULL(test, b);
		KUNIT_EXPECT_TRUE(test, a + size <= b || b + size <= a);
		KUNIT_EXPECT_GE(test, ksize(a), size);
		KUNIT_EXPECT_EQ(test, kmalloc_size_roundup(size), ksize(a));
		KUNIT_EXPECT_EQ(test, (unsigned long)a & 7, 0UL);
		if (is_power_of_2(size))
			KUNIT_EXPECT_EQ(test, (unsigned long)a & (size - 1), 0UL);
		memset(a, 0x11, size);
		memset(b, 0x22, size);
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(a, 0x11, size), NULL);
		kfree(a);
		kfree(b);
	}
	KUNIT_EXPECT_PTR_EQ(test, kmalloc(0, GFP_KERNEL), ZERO_SIZE_PTR);
	kfree(ZERO_SIZE_PTR);
	kfree(NULL);
}

static void slub_kmalloc_large_test(struct kunit *test)
{
	u8 *p = kzalloc(5 * PAGE_SIZE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, ksize(p), 8 * PAGE_SIZE);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(p, 0, 5 * PAGE_SIZE), NULL);
	KUNIT_EXPECT_PTR_EQ(test, virt_to_slab(p), NULL);
	kfree(p);
	KUNIT_EXPECT_PTR_EQ(test, kmalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL | __GFP_NOWARN), NULL);
	KUNIT_EXPECT_PTR_EQ(test, kcalloc(SIZE_MAX / 2, 3, GFP_KERNEL), NULL);
}

static void slub_krealloc_test(struct kunit *test)
{
	u8 *p = NULL, *q;
	size_t size, old = 0;

	for (size = 1; size < 20000; size = size * 3 / 2 + 1) {
		q = krealloc(p, size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, q);
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(q, 0x77, old), NULL);
		memset(q, 0x77, size);
		p = q;
		old = size;
	}
	KUNIT_EXPECT_PTR_EQ(test, krealloc(p, 10, GFP_KERNEL), p);
	KUNIT_EXPECT_PTR_EQ(test, krealloc(p, 0, GFP_KERNEL), ZERO_SIZE_PTR);
}

#define OBJECTS	500

/* More objects than sheaf and partial slabs hold, freed in another order; then none is left. */
static void slub_many_test(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("kunit_many", 72, 8, SLAB_NO_MERGE, NULL);
	void **p = kunit_kcalloc(test, OBJECTS, sizeof(*p), GFP_KERNEL);
	int i, j, round;

	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_ASSERT_NOT_NULL(test, p);
	for (round = 0; round < 4000; round++) {
		i = kunit_random_below(test, OBJECTS);
		if (p[i]) {
			KUNIT_ASSERT_PTR_EQ(test, memchr_inv(p[i], i & 0xff, 72), NULL);
			kmem_cache_free(s, p[i]);
			p[i] = NULL;
			continue;
		}
		p[i] = kmem_cache_alloc(s, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p[i]);
		memset(p[i], i & 0xff, 72);
	}
	KUNIT_EXPECT_TRUE(test, slab_check(s));
	for (i = j = 0; i < OBJECTS; i++) {
		j += p[i] != NULL;
		if (p[i])
			kmem_cache_free(s, p[i]);
	}
	KUNIT_EXPECT_GT(test, j, 0);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(s), 0);
	KUNIT_EXPECT_EQ(test, kmem_cache_inuse(s), 0UL);
	KUNIT_EXPECT_TRUE(test, slab_check(s));
	kmem_cache_destroy(s);
}

static void slub_bulk_test(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("kunit_bulk", 200, 0, SLAB_NO_MERGE, NULL);
	void **p = kunit_kcalloc(test, 150, sizeof(*p), GFP_KERNEL);
	int i, j;

	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL | __GFP_ZERO, 150, p), 150);
	for (i = 0; i < 150; i++) {
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(p[i], 0, 200), NULL);
		for (j = 0; j < i; j++)
			KUNIT_ASSERT_PTR_NE(test, p[i], p[j]);
	}
	kmem_cache_free_bulk(s, 150, p);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(s), 0);
	kmem_cache_destroy(s);
}

static unsigned long cache_objects(struct kmem_cache *s)
{
	struct kmem_cache_node *n;
	unsigned long sum = 0;
	int nid;

	for_each_kmem_cache_node(s, nid, n)
		sum += n->total_objects;
	return sum;
}

static unsigned long constructed;

static void count_ctor(void *object)
{
	*(u32 *)object = 0xc0ffee;
	constructed++;
}

/* Constructed once a slab, not once an allocation; the state stays over free and alloc. */
static void slub_ctor_test(struct kunit *test)
{
	struct kmem_cache *s;
	u32 *p;
	int i;

	constructed = 0;
	s = kmem_cache_create("kunit_ctor", 48, 0, 0, count_ctor);
	KUNIT_ASSERT_NOT_NULL(test, s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, *p, 0xc0ffeeU);
	KUNIT_EXPECT_GT(test, constructed, 1UL);
	for (i = 0; i < 50; i++) {
		kmem_cache_free(s, p);
		p = kmem_cache_alloc(s, GFP_KERNEL);
		KUNIT_EXPECT_EQ(test, *p, 0xc0ffeeU);
	}
	KUNIT_EXPECT_EQ(test, constructed, cache_objects(s));
	if (!IS_ENABLED(CONFIG_KASAN))	/* whose quarantine keeps each for a while */
		KUNIT_EXPECT_LT(test, cache_objects(s), 2UL * s->oo_objects);
	kmem_cache_free(s, p);
	kmem_cache_destroy(s);
}

/* The memory of a freed type-safe object stays an object as long as a reader is there. */
static void slub_typesafe_test(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("kunit_typesafe", 256, 0, SLAB_TYPESAFE_BY_RCU,
						 count_ctor);
	struct slab *slab;
	u32 *p;

	KUNIT_ASSERT_NOT_NULL(test, s);
	p = kmem_cache_alloc(s, GFP_KERNEL);
	slab = virt_to_slab(p);
	kmem_cache_free(s, p);
	KUNIT_EXPECT_EQ(test, *p, 0xc0ffeeU);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(s), 0);
	rcu_barrier();
	KUNIT_EXPECT_FALSE(test, folio_test_slab(slab_folio(slab)) &&
				 virt_to_slab(p) == slab && slab->slab_cache == s);
	kmem_cache_destroy(s);
}

static void slub_merge_test(struct kunit *test)
{
	struct kmem_cache *a = kmem_cache_create("kunit_merge_a", 1000, 0, 0, NULL);
	struct kmem_cache *b = kmem_cache_create("kunit_merge_b", 1000, 0, 0, NULL);
	struct kmem_cache *c = kmem_cache_create("kunit_merge_c", 1000, 0, 0, count_ctor);

	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_EQ(test, a == b, !slab_nomerge && !kmem_cache_debug(a));
	KUNIT_EXPECT_PTR_NE(test, a, c);
	kmem_cache_destroy(a);
	kmem_cache_destroy(b);
	kmem_cache_destroy(c);
}

#ifdef CONFIG_SLUB_DEBUG

static struct kmem_cache *debug_cache(struct kunit *test, const char *name, slab_flags_t flags)
{
	struct kmem_cache *s = kmem_cache_create(name, 64, 0, flags | SLAB_NO_USER_FLAGS, NULL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	kunit_info(test, "the next report about %s is provoked", name);
	return s;
}

static void slub_red_zone_test(struct kunit *test)
{
	struct kmem_cache *s = debug_cache(test, "kunit_red", SLAB_RED_ZONE);
	unsigned long before = slub_debug_errors;
	u8 *p = kmem_cache_alloc(s, GFP_KERNEL);

	KUNIT_EXPECT_EQ(test, validate_slab_cache(s), 0L);
	p[64] = 0x12;
	KUNIT_EXPECT_EQ(test, validate_slab_cache(s), 1L);
	KUNIT_EXPECT_EQ(test, validate_slab_cache(s), 0L);
	p[-1] = 0x12;
	kmem_cache_free(s, p);
	KUNIT_EXPECT_EQ(test, slub_debug_errors - before, 2UL);
	kmem_cache_destroy(s);
}

static void slub_poison_test(struct kunit *test)
{
	struct kmem_cache *s = debug_cache(test, "kunit_poison", SLAB_POISON | SLAB_STORE_USER);
	unsigned long before = slub_debug_errors;
	u8 *p = kmem_cache_alloc(s, GFP_KERNEL);

	kmem_cache_free(s, p);
	KUNIT_EXPECT_EQ(test, p[0], 0x6b);
	KUNIT_EXPECT_EQ(test, p[63], 0xa5);
	KUNIT_EXPECT_EQ(test, slub_debug_errors, before);
	p[5] = 1;
	KUNIT_EXPECT_EQ(test, validate_slab_cache(s), 1L);
	KUNIT_EXPECT_EQ(test, slub_debug_errors - before, 1UL);
	p[6] = 2;
	kmem_cache_free(s, kmem_cache_alloc(s, GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, slub_debug_errors - before, 2UL);
	kmem_cache_destroy(s);
}

static void slub_double_free_test(struct kunit *test)
{
	struct kmem_cache *s = debug_cache(test, "kunit_double", SLAB_CONSISTENCY_CHECKS);
	unsigned long before = slub_debug_errors;
	u8 *p = kmem_cache_alloc(s, GFP_KERNEL), *q;

	kmem_cache_free(s, p);
	kmem_cache_free(s, p);
	KUNIT_EXPECT_EQ(test, slub_debug_errors - before, 1UL);
	q = kmem_cache_alloc(s, GFP_KERNEL);
	kmem_cache_free(s, q + 8);
	KUNIT_EXPECT_EQ(test, slub_debug_errors - before, 2UL);
	kmem_cache_free(s, q);
	KUNIT_EXPECT_TRUE(test, slab_check(s));
	kmem_cache_destroy(s);
}

static void slub_corrupt_link_test(struct kunit *test)
{
	struct kmem_cache *s = debug_cache(test, "kunit_link", SLAB_CONSISTENCY_CHECKS);
	unsigned long before = slub_debug_errors;
	u8 *p = kmem_cache_alloc(s, GFP_KERNEL);

	kmem_cache_free(s, p);
	*(unsigned long *)(p + s->offset) ^= 0x10;
	p = kmem_cache_alloc(s, GFP_KERNEL);	/* the slab is put away, another one serves */
	KUNIT_EXPECT_NOT_NULL(test, p);
	KUNIT_EXPECT_GT(test, slub_debug_errors, before);
	kmem_cache_free(s, p);
	/* the cache cannot be destroyed: its corrupt slab counts as used for ever */
}

/* What is no object of the cache is not taken back, and said so: another cache's, no slab's. */
static void slub_wrong_free_test(struct kunit *test)
{
	struct kmem_cache *s = debug_cache(test, "kunit_wrong", SLAB_CONSISTENCY_CHECKS);
	unsigned long before = slub_debug_errors;
	void *p = kmem_cache_alloc(s, GFP_KERNEL), *other = kmalloc(64, GFP_KERNEL);
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	kmem_cache_free(s, other);
	KUNIT_EXPECT_EQ(test, slub_debug_errors - before, 1UL);
	kmem_cache_free(s, page_address(page));
	KUNIT_EXPECT_EQ(test, slub_debug_errors - before, 2UL);
	kmem_cache_free_bulk(s, 1, &other);
	KUNIT_EXPECT_EQ(test, slub_debug_errors - before, 3UL);
	__free_page(page);
	kfree(other);
	kmem_cache_free(s, p);
	KUNIT_EXPECT_TRUE(test, slab_check(s));
	kmem_cache_destroy(s);
}

static noinline void *alloc_tracked(struct kmem_cache *s)
{
	void *object = kmem_cache_alloc(s, GFP_KERNEL);

	barrier();	/* a call, not a jump, which would make our caller the one that allocates */
	return object;
}

static noinline void free_tracked(struct kmem_cache *s, void *object)
{
	kmem_cache_free(s, object);
	barrier();
}

/* alloc_calls and free_calls: who, and how often. */
static void slub_calls_test(struct kunit *test)
{
	struct kmem_cache *s;
	char *text;
	void *p[5];
	int i;

	if (!IS_ENABLED(CONFIG_SYSFS))
		kunit_skip(test, "no files to show them");
	s = debug_cache(test, "kunit_calls", SLAB_STORE_USER);
	text = (char *)__get_free_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, text);
	for (i = 0; i < 5; i++)
		p[i] = alloc_tracked(s);
	KUNIT_EXPECT_GT(test, slub_debug_calls(s, text, false), 0);
	KUNIT_EXPECT_TRUE(test, strstarts(text, "      5 "));
	if (IS_ENABLED(CONFIG_KALLSYMS))
		KUNIT_EXPECT_TRUE(test, strstarts(text, "      5 alloc_tracked+0x"));
	KUNIT_EXPECT_GT(test, slub_debug_calls(s, text, true), 0);
	KUNIT_EXPECT_STREQ(test, text, "No data\n");
	free_tracked(s, p[0]);
	free_tracked(s, p[1]);
	KUNIT_EXPECT_GT(test, slub_debug_calls(s, text, false), 0);
	KUNIT_EXPECT_TRUE(test, strstarts(text, "      3 "));
	KUNIT_EXPECT_GT(test, slub_debug_calls(s, text, true), 0);
	KUNIT_EXPECT_TRUE(test, strstarts(text, "      2 "));
	if (IS_ENABLED(CONFIG_KALLSYMS))
		KUNIT_EXPECT_TRUE(test, strstarts(text, "      2 free_tracked+0x"));
	for (i = 2; i < 5; i++)
		free_tracked(s, p[i]);
	kmem_cache_destroy(s);
	s = debug_cache(test, "kunit_no_calls", SLAB_RED_ZONE);
	KUNIT_EXPECT_EQ(test, slub_debug_calls(s, text, false), -ENOSYS);
	kmem_cache_destroy(s);
	free_page((unsigned long)text);
}

#define DEBUG_CASES							\
	KUNIT_CASE(slub_red_zone_test), KUNIT_CASE(slub_poison_test),	\
	KUNIT_CASE(slub_double_free_test), KUNIT_CASE(slub_corrupt_link_test), \
	KUNIT_CASE(slub_wrong_free_test), KUNIT_CASE(slub_calls_test),
#else
#define DEBUG_CASES
#endif

static struct kunit_case slub_cases[] = {
	KUNIT_CASE(slub_kmalloc_classes_test),
	KUNIT_CASE(slub_kmalloc_large_test),
	KUNIT_CASE(slub_krealloc_test),
	KUNIT_CASE(slub_many_test),
	KUNIT_CASE(slub_bulk_test),
	KUNIT_CASE(slub_ctor_test),
	KUNIT_CASE(slub_typesafe_test),
	KUNIT_CASE(slub_merge_test),
	DEBUG_CASES
	{}
};

static struct kunit_suite slub_suite = {
	.name = "slub",
	.test_cases = slub_cases,
};
kunit_test_suite(slub_suite);
