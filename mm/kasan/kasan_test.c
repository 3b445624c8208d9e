// SPDX-License-Identifier: GPL-2.0-only
/*
 * kasan_test.c - one error of each kind, and the name that its report must give it.
 *
 * The reports appear in the log; they are provoked. What is written beyond an object lands in a
 * red zone or in padding, so that the system goes on unharmed.
 */
#include <kunit/test.h>
#include <linux/debug_pagealloc.h>
#include <linux/kasan.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include "kasan.h"

static bool was_multi_shot;

/* What the optimiser must not see through. */
#define HIDE(x)	({ __auto_type __p = (x); OPTIMIZER_HIDE_VAR(__p); __p; })

/* @statement must be reported, exactly once, under the name @expected. */
#define EXPECT_KASAN(test, expected, statement)					\
do {										\
	unsigned long __before = kasan_last_report.count;			\
										\
	barrier();	/* some functions are pure to the compiler */		\
	statement;								\
	barrier();								\
	KUNIT_EXPECT_EQ(test, kasan_last_report.count - __before, 1UL);		\
	if (kasan_last_report.count != __before)				\
		KUNIT_EXPECT_STREQ(test, kasan_last_report.title, expected);	\
} while (0)

#define EXPECT_NO_KASAN(test, statement)					\
do {										\
	unsigned long __before = kasan_last_report.count;			\
										\
	barrier();	/* some functions are pure to the compiler */		\
	statement;								\
	barrier();								\
	KUNIT_EXPECT_EQ(test, kasan_last_report.count, __before);		\
} while (0)

/* Accesses that the compiler must make. */
static noinline u8 read8(const void *p)
{
	return *(const volatile u8 *)p;
}

/* Where results go that nobody needs. */
static volatile size_t sink;

static noinline void write8(void *p)
{
	*(volatile u8 *)p = 1;
}

static void expect_access(struct kunit *test, size_t size, bool write)
{
	KUNIT_EXPECT_EQ(test, kasan_last_report.size, size);
	KUNIT_EXPECT_EQ(test, kasan_last_report.write, write);
}

/* ---- slab objects ------------------------------------------------------- */

/* Each size: the first byte behind what was asked for, not that behind the size class. */
static void test_kmalloc_oob_right(struct kunit *test)
{
	static const size_t sizes[] = { 1, 8, 13, 115, 128, 1000, 4096, 8192 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		size_t size = HIDE((size_t)sizes[i]);
		u8 *p = kmalloc(size, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, p);
		EXPECT_NO_KASAN(test, write8(p + size - 1));
		EXPECT_KASAN(test, "slab-out-of-bounds", write8(p + size));
		expect_access(test, 1, true);
		KUNIT_EXPECT_EQ(test, kasan_last_report.addr, (unsigned long)p + size);
		KUNIT_EXPECT_TRUE(test, kasan_last_report.alloc_stack);
		KUNIT_EXPECT_FALSE(test, kasan_last_report.free_stack);
		kfree(p);
	}
}

/* A constant size takes another way through kmalloc(). */
static void test_kmalloc_oob_constant(struct kunit *test)
{
	u8 *p = HIDE((u8 *)kmalloc(115, GFP_KERNEL));

	EXPECT_NO_KASAN(test, read8(p + 114));
	EXPECT_KASAN(test, "slab-out-of-bounds", read8(p + 115));
	kfree(p);
}

static void test_kmalloc_oob_left(struct kunit *test)
{
	u8 *p = kmalloc(64, GFP_KERNEL), *first = NULL;

	/* what lies left of a slab's first object is another page */
	if (!offset_in_page(p)) {
		first = p;
		p = kmalloc(64, GFP_KERNEL);
	}
	EXPECT_KASAN(test, "slab-out-of-bounds", read8(p - 1));
	expect_access(test, 1, false);
	kfree(p);
	kfree(first);
}

/* Accesses that begin inside and end outside, of all sizes. */
static void test_kmalloc_oob_partial(struct kunit *test)
{
	u8 *p = HIDE((u8 *)kmalloc(12, GFP_KERNEL));

	EXPECT_KASAN(test, "slab-out-of-bounds", (void)*(volatile u16 *)(p + 11));
	EXPECT_KASAN(test, "slab-out-of-bounds", (void)*(volatile u32 *)(p + 10));
	EXPECT_KASAN(test, "slab-out-of-bounds", (void)*(volatile u64 *)(p + 8));
	EXPECT_NO_KASAN(test, (void)*(volatile u32 *)(p + 8));
	EXPECT_NO_KASAN(test, (void)*(volatile u64 *)(p + 3));
	kfree(p);
}

static void test_kmalloc_uaf(struct kunit *test)
{
	u8 *p = HIDE((u8 *)kmalloc(40, GFP_KERNEL));

	kfree(p);
	EXPECT_KASAN(test, "slab-use-after-free", read8(p + 8));
	KUNIT_EXPECT_TRUE(test, kasan_last_report.alloc_stack);
	KUNIT_EXPECT_TRUE(test, kasan_last_report.free_stack);
}

/* The address of a freed object is not given out again at once: that is the quarantine. */
static void test_kmalloc_uaf_reuse(struct kunit *test)
{
	u8 *p = HIDE((u8 *)kmalloc(43, GFP_KERNEL)), *q;

	kfree(p);
	q = kmalloc(43, GFP_KERNEL);
	KUNIT_EXPECT_PTR_NE(test, p, q);
	EXPECT_KASAN(test, "slab-use-after-free", read8(p));
	kfree(q);
}

static void test_kmalloc_double_free(struct kunit *test)
{
	void *p = HIDE(kmalloc(100, GFP_KERNEL));

	kfree(p);
	EXPECT_KASAN(test, "double-free", kfree(p));
	KUNIT_EXPECT_TRUE(test, kasan_last_report.free_stack);
}

static void test_kmalloc_invalid_free(struct kunit *test)
{
	u8 *p = HIDE((u8 *)kmalloc(100, GFP_KERNEL));

	EXPECT_KASAN(test, "invalid-free", kfree(p + 1));
	kfree(p);
}

static void test_krealloc(struct kunit *test)
{
	u8 *p = HIDE((u8 *)kmalloc(201, GFP_KERNEL)), *q;

	q = HIDE((u8 *)krealloc(p, 235, GFP_KERNEL));
	EXPECT_NO_KASAN(test, write8(q + 234));
	EXPECT_KASAN(test, "slab-out-of-bounds", write8(q + 235));
	q = HIDE((u8 *)krealloc(q, 100, GFP_KERNEL));
	EXPECT_KASAN(test, "slab-out-of-bounds", write8(q + 100));
	q = HIDE((u8 *)krealloc(q, 900, GFP_KERNEL));
	EXPECT_NO_KASAN(test, write8(q + 899));
	kfree(q);
}

static void test_kmem_cache(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("kasan_test", 200, 0, 0, NULL);
	u8 *p, *bulk[3];

	KUNIT_ASSERT_NOT_NULL(test, s);
	p = HIDE((u8 *)kmem_cache_alloc(s, GFP_KERNEL));
	EXPECT_KASAN(test, "slab-out-of-bounds", read8(p + 200));
	kmem_cache_free(s, p);
	EXPECT_KASAN(test, "double-free", kmem_cache_free(s, p));
	KUNIT_EXPECT_EQ(test, kmem_cache_alloc_bulk(s, GFP_KERNEL, 3, (void **)bulk), 3);
	EXPECT_KASAN(test, "slab-out-of-bounds", read8(bulk[1] + 200));
	kmem_cache_free_bulk(s, 3, (void **)bulk);
	EXPECT_KASAN(test, "slab-use-after-free", read8(bulk[2]));
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(s), 0);
	kmem_cache_destroy(s);
}

static void fill_ctor(void *object)
{
	memset(object, 0x77, 64);
}

/* Type-safe objects may be read while they are free; but not beyond, and freed only once. */
static void test_typesafe(struct kunit *test)
{
	struct kmem_cache *s = kmem_cache_create("kasan_typesafe", 64, 0, SLAB_TYPESAFE_BY_RCU, fill_ctor);
	u8 *p;

	KUNIT_ASSERT_NOT_NULL(test, s);
	p = HIDE((u8 *)kmem_cache_alloc(s, GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, read8(p), 0x77);
	EXPECT_KASAN(test, "slab-out-of-bounds", read8(p + 64));
	kmem_cache_free(s, p);
	EXPECT_NO_KASAN(test, read8(p));
	EXPECT_KASAN(test, "double-free", kmem_cache_free(s, p));
	kmem_cache_destroy(s);
}

struct rcu_object {
	u8 bytes[24];
	struct rcu_head rcu;
};

static void test_rcu_uaf(struct kunit *test)
{
	struct rcu_object *p = HIDE((struct rcu_object *)kmalloc(sizeof(*p), GFP_KERNEL));

	EXPECT_NO_KASAN(test, ({ rcu_read_lock(); kfree_rcu(p, rcu); read8(p); rcu_read_unlock(); }));
	rcu_barrier();
	EXPECT_KASAN(test, "slab-use-after-free", read8(p));
}

/* ---- functions on blocks of memory --------------------------------------- */

static void test_memory_functions(struct kunit *test)
{
	size_t beyond = HIDE((size_t)65), wrapped = HIDE((size_t)-2);
	u8 *p = HIDE((u8 *)kmalloc(64, GFP_KERNEL)), *q = HIDE((u8 *)kmalloc(128, GFP_KERNEL));

	memset(q, 0, 128);
	EXPECT_NO_KASAN(test, memset(p, 0, beyond - 1));
	EXPECT_KASAN(test, "slab-out-of-bounds", memset(p, 0, beyond));
	expect_access(test, 65, true);
	EXPECT_KASAN(test, "slab-out-of-bounds", memcpy(p, q, beyond));
	EXPECT_KASAN(test, "slab-out-of-bounds", memcpy(q, p, beyond));
	expect_access(test, 65, false);
	EXPECT_KASAN(test, "slab-out-of-bounds", memmove(p, q, beyond));
	EXPECT_KASAN(test, "out-of-bounds", memmove(p, p + 4, wrapped));
	memset(p, 'a', 64);
	EXPECT_KASAN(test, "slab-out-of-bounds", sink = strnlen((char *)p, beyond));
	EXPECT_KASAN(test, "slab-out-of-bounds", sink = (size_t)memchr(p, 'b', beyond));
	kfree(p);
	kfree(q);
}

static void test_user_copies(struct kunit *test)
{
	char __user *nowhere = (char __user *)HIDE(8UL);
	size_t beyond = HIDE((size_t)65);
	u8 *p = HIDE((u8 *)kmalloc(64, GFP_KERNEL));

	EXPECT_KASAN(test, "slab-out-of-bounds", (void)!copy_to_user(nowhere, p, beyond));
	expect_access(test, 65, false);
	kfree(p);
	EXPECT_KASAN(test, "slab-use-after-free", (void)!__copy_from_user(p, nowhere, 1));
	expect_access(test, 1, true);
}

/* ---- pages -------------------------------------------------------------- */

/* A free page may be gone from the page tables, too: then the report would be the last. */
static void expect_free_page_report(struct kunit *test, u8 *p)
{
	if (!debug_pagealloc_enabled())
		EXPECT_KASAN(test, "use-after-free", read8(p));
}

static void test_kmalloc_large(struct kunit *test)
{
	size_t size = HIDE(KMALLOC_MAX_CACHE_SIZE + 10);
	u8 *p = HIDE((u8 *)kmalloc(size, GFP_KERNEL));

	KUNIT_ASSERT_NOT_NULL(test, p);
	EXPECT_NO_KASAN(test, write8(p + size - 1));
	EXPECT_KASAN(test, "slab-out-of-bounds", write8(p + size));
	EXPECT_KASAN(test, "invalid-free", kfree(p + 16));
	kfree(p);
	expect_free_page_report(test, p);
	EXPECT_KASAN(test, "double-free", kfree(p));
}

static void test_page_uaf(struct kunit *test)
{
	unsigned int order;

	for (order = 0; order < 3; order++) {
		struct page *page = alloc_pages(GFP_KERNEL, order);
		u8 *p;

		KUNIT_ASSERT_NOT_NULL(test, page);
		p = HIDE((u8 *)page_address(page));
		EXPECT_NO_KASAN(test, write8(p + (PAGE_SIZE << order) - 1));
		__free_pages(page, order);
		expect_free_page_report(test, p + (PAGE_SIZE << order) - 1);
	}
}

/* ---- vmalloc ------------------------------------------------------------ */

static void test_vmalloc(struct kunit *test)
{
	size_t size = HIDE(PAGE_SIZE / 2 - 5);
	u8 *p;

	p = HIDE((u8 *)vmalloc(size));
	KUNIT_ASSERT_NOT_NULL(test, p);
	EXPECT_NO_KASAN(test, write8(p + size - 1));
	EXPECT_KASAN(test, "vmalloc-out-of-bounds", write8(p + size));
	vfree(p);
}

static void test_vmap(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	u8 *p;

	KUNIT_ASSERT_NOT_NULL(test, page);
	p = HIDE((u8 *)vmap(&page, 1, VM_MAP, PAGE_KERNEL));
	KUNIT_ASSERT_NOT_NULL(test, p);
	EXPECT_NO_KASAN(test, write8(p + PAGE_SIZE - 1));
	vunmap(p);
	__free_page(page);
}

/* The direct map has its shadow, per-CPU memory too, in each chunk. */
static void test_percpu(struct kunit *test)
{
	u8 __percpu *p = __alloc_percpu(PAGE_SIZE, 8);
	int cpu;

	KUNIT_ASSERT_NOT_NULL(test, p);
	for_each_possible_cpu(cpu)
		EXPECT_NO_KASAN(test, write8(per_cpu_ptr(p, cpu) + PAGE_SIZE - 1));
	free_percpu(p);
}

/* ---- variables ---------------------------------------------------------- */

static u8 global_array[10];

static void test_global_oob(struct kunit *test)
{
	EXPECT_NO_KASAN(test, read8(HIDE(&global_array[0]) + 9));
	EXPECT_KASAN(test, "global-out-of-bounds", read8(HIDE(&global_array[0]) + 10));
}

static void test_stack_oob(struct kunit *test)
{
	u8 array[10] = { };

	if (!IS_ENABLED(CONFIG_KASAN_STACK))
		kunit_skip(test, "CONFIG_KASAN_STACK is off");
	EXPECT_NO_KASAN(test, read8(HIDE(&array[0]) + 9));
	EXPECT_KASAN(test, "stack-out-of-bounds", read8(HIDE(&array[0]) + 10));
	EXPECT_KASAN(test, "stack-out-of-bounds", read8(HIDE(&array[0]) - 1));
}

static noinline void use_alloca(struct kunit *test, size_t size)
{
	u8 *p = __builtin_alloca(size);

	OPTIMIZER_HIDE_VAR(p);
	EXPECT_NO_KASAN(test, write8(p + size - 1));
	EXPECT_KASAN(test, "alloca-out-of-bounds", read8(p - 1));
	EXPECT_KASAN(test, "alloca-out-of-bounds", read8(p + size));
}

static void test_alloca_oob(struct kunit *test)
{
	if (!IS_ENABLED(CONFIG_KASAN_STACK))
		kunit_skip(test, "CONFIG_KASAN_STACK is off");
	use_alloca(test, HIDE((size_t)10));
}

/* ---- memory pools ------------------------------------------------------- */

static void test_mempool(struct kunit *test)
{
	mempool_t *pool = mempool_create_kmalloc_pool(1, 100);
	u8 *p, *q;

	KUNIT_ASSERT_NOT_NULL(test, pool);
	/* an allocation that cannot be met otherwise takes from the reserve */
	EXPECT_KASAN(test, "slab-use-after-free", read8(HIDE((u8 *)pool->elements[0])));
	p = pool->elements[0];
	q = mempool_alloc(pool, GFP_KERNEL);
	KUNIT_EXPECT_PTR_NE(test, p, q);
	EXPECT_KASAN(test, "slab-out-of-bounds", read8(q + 100));
	mempool_free(q, pool);
	mempool_destroy(pool);
}

/* ---- no report ---------------------------------------------------------- */

static void test_disabled(struct kunit *test)
{
	u8 *p = HIDE((u8 *)kmalloc(64, GFP_KERNEL));

	kasan_disable_current();
	EXPECT_NO_KASAN(test, read8(p + 64));
	kasan_enable_current();
	EXPECT_KASAN(test, "slab-out-of-bounds", read8(p + 64));
	kfree(p);
}

static int kasan_suite_init(struct kunit_suite *suite)
{
	was_multi_shot = kasan_save_enable_multi_shot();
	return 0;
}

static void kasan_suite_exit(struct kunit_suite *suite)
{
	kasan_restore_multi_shot(was_multi_shot);
}

static struct kunit_case kasan_cases[] = {
	KUNIT_CASE(test_kmalloc_oob_right),
	KUNIT_CASE(test_kmalloc_oob_constant),
	KUNIT_CASE(test_kmalloc_oob_left),
	KUNIT_CASE(test_kmalloc_oob_partial),
	KUNIT_CASE(test_kmalloc_uaf),
	KUNIT_CASE(test_kmalloc_uaf_reuse),
	KUNIT_CASE(test_kmalloc_double_free),
	KUNIT_CASE(test_kmalloc_invalid_free),
	KUNIT_CASE(test_krealloc),
	KUNIT_CASE(test_kmem_cache),
	KUNIT_CASE(test_typesafe),
	KUNIT_CASE(test_rcu_uaf),
	KUNIT_CASE(test_memory_functions),
	KUNIT_CASE(test_user_copies),
	KUNIT_CASE(test_kmalloc_large),
	KUNIT_CASE(test_page_uaf),
	KUNIT_CASE(test_vmalloc),
	KUNIT_CASE(test_vmap),
	KUNIT_CASE(test_percpu),
	KUNIT_CASE(test_global_oob),
	KUNIT_CASE(test_stack_oob),
	KUNIT_CASE(test_alloca_oob),
	KUNIT_CASE(test_mempool),
	KUNIT_CASE(test_disabled),
	{}
};

static struct kunit_suite kasan_suite = {
	.name = "kasan",
	.suite_init = kasan_suite_init,
	.suite_exit = kasan_suite_exit,
	.test_cases = kasan_cases,
};
kunit_test_suite(kasan_suite);
