// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalloc_kunit.c - vmalloc space: contents, guards, alignment, purging.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#define NR_AREAS	64

struct area {
	u8 *p;
	unsigned long size;
	u8 tag;
};

/* First and last byte of each page: enough to see pages exchanged or shared. */
static void mark_area(struct area *a)
{
	unsigned long i;

	for (i = 0; i < a->size; i += PAGE_SIZE)
		a->p[i] = a->tag ^ (i >> PAGE_SHIFT);
	a->p[a->size - 1] = ~a->tag;
}

static bool area_intact(struct area *a)
{
	unsigned long i;

	for (i = 0; i < a->size; i += PAGE_SIZE)
		if (i != a->size - 1 && a->p[i] != (u8)(a->tag ^ (i >> PAGE_SHIFT)))
			return false;
	return a->p[a->size - 1] == (u8)~a->tag;
}

static bool readable(const void *p)
{
	u8 byte;

	return !copy_from_kernel_nofault(&byte, p, 1);
}

static void vmalloc_guard_test(struct kunit *test)
{
	u8 *p = vzalloc(3 * PAGE_SIZE);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, find_vm_area(p)->nr_pages, 3U);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(p, 0, 3 * PAGE_SIZE), NULL);
	KUNIT_EXPECT_TRUE(test, readable(p + 3 * PAGE_SIZE - 1));
	KUNIT_EXPECT_FALSE(test, readable(p + 3 * PAGE_SIZE));
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(p));
	KUNIT_EXPECT_EQ(test, get_vm_area_size(find_vm_area(p)), 3 * PAGE_SIZE);
	KUNIT_EXPECT_PTR_EQ(test, find_vm_area(p + PAGE_SIZE)->addr, (void *)p);
	vfree(p);
	vm_unmap_aliases();
	KUNIT_EXPECT_FALSE(test, readable(p));
	KUNIT_EXPECT_PTR_EQ(test, find_vm_area(p), NULL);
}

/*
 * The stacks of threads that start and end meanwhile change the count by a few pages either way;
 * a page lost or miscounted each time would move it by LEAK_ROUNDS.
 */
#define LEAK_ROUNDS	1000
#define LEAK_NOISE	500

static void expect_steady(struct kunit *test, unsigned long before)
{
	unsigned long after = vmalloc_nr_pages();

	KUNIT_EXPECT_LT(test, after, before + LEAK_NOISE);
	KUNIT_EXPECT_LT(test, before, after + LEAK_NOISE);
}

static void vmalloc_leak_test(struct kunit *test)
{
	unsigned long before = vmalloc_nr_pages();
	int i;

	for (i = 0; i < LEAK_ROUNDS; i++) {
		void *p = vmalloc(3 * PAGE_SIZE);

		KUNIT_ASSERT_NOT_NULL(test, p);
		vfree(p);
	}
	expect_steady(test, before);
}

static void vmalloc_random_test(struct kunit *test)
{
	struct area *areas = kunit_kcalloc(test, NR_AREAS, sizeof(*areas), GFP_KERNEL);
	int i, round;

	KUNIT_ASSERT_NOT_NULL(test, areas);
	for (round = 0; round < 800; round++) {
		struct area *a = &areas[kunit_random_below(test, NR_AREAS)];
		unsigned long align = PAGE_SIZE << kunit_random_below(test, 6);

		if (a->p) {
			KUNIT_ASSERT_TRUE(test, area_intact(a));
			vfree(a->p);
			a->p = NULL;
		} else {
			a->size = 1 + kunit_random_below(test, 20 * PAGE_SIZE);
			a->tag = kunit_random(test);
			a->p = __vmalloc_node(a->size, align, GFP_KERNEL, NUMA_NO_NODE, NULL);
			KUNIT_ASSERT_NOT_NULL(test, a->p);
			KUNIT_EXPECT_EQ(test, (unsigned long)a->p & (align - 1), 0UL);
			mark_area(a);
		}
		if (round % 64 == 0) {
			KUNIT_EXPECT_TRUE(test, vmalloc_check());
			vm_unmap_aliases();
		}
	}
	for (i = 0; i < NR_AREAS; i++) {
		if (!areas[i].p)
			continue;
		KUNIT_EXPECT_TRUE(test, area_intact(&areas[i]));
		vfree(areas[i].p);
	}
	vm_unmap_aliases();
	KUNIT_EXPECT_TRUE(test, vmalloc_check());
}

static void vmalloc_vmap_test(struct kunit *test)
{
	struct page *pages[4];
	u8 *p, *q;
	int i;

	for (i = 0; i < 4; i++) {
		pages[i] = alloc_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
		memset(page_address(pages[i]), i + 1, PAGE_SIZE);
	}
	p = vmap(pages, 4, VM_MAP, PAGE_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	for (i = 0; i < 4; i++) {
		KUNIT_EXPECT_EQ(test, p[i * PAGE_SIZE + 7], i + 1);
		KUNIT_EXPECT_PTR_EQ(test, vmalloc_to_page(p + i * PAGE_SIZE + 7), pages[i]);
	}
	p[PAGE_SIZE] = 99;
	KUNIT_EXPECT_EQ(test, *(u8 *)page_address(pages[1]), 99);
	swap(pages[0], pages[3]);
	q = vm_map_ram(pages, 4, NUMA_NO_NODE);
	KUNIT_ASSERT_NOT_NULL(test, q);
	KUNIT_EXPECT_EQ(test, q[0], 4);
	KUNIT_EXPECT_EQ(test, q[PAGE_SIZE], 99);
	vm_unmap_ram(q, 4);
	vunmap(p);
	for (i = 0; i < 4; i++) {
		KUNIT_EXPECT_EQ(test, page_count(pages[i]), 1);
		__free_page(pages[i]);
	}
	KUNIT_EXPECT_TRUE(test, vmalloc_check());
}

static void vmalloc_fail_test(struct kunit *test)
{
	unsigned long before = vmalloc_nr_pages();
	int i;

	for (i = 0; i < LEAK_ROUNDS; i++) {
		KUNIT_ASSERT_PTR_EQ(test, __vmalloc((totalram_pages() + 1) << PAGE_SHIFT,
						    GFP_KERNEL | __GFP_NOWARN), NULL);
		KUNIT_ASSERT_PTR_EQ(test, __vmalloc_node_range(4 * PAGE_SIZE, 1, VMALLOC_START,
							       VMALLOC_START + PAGE_SIZE,
							       GFP_KERNEL | __GFP_NOWARN, PAGE_KERNEL,
							       0, NUMA_NO_NODE, NULL), NULL);
	}
	expect_steady(test, before);
	vfree(NULL);
}

static void vmalloc_kvmalloc_test(struct kunit *test)
{
	u8 *p = kvmalloc(100, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_FALSE(test, is_vmalloc_addr(p));
	memset(p, 0x42, 100);
	p = kvrealloc(p, KMALLOC_MAX_SIZE + 1, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(p));
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(p, 0x42, 100), NULL);
	kvfree(p);
}

static struct kunit_case vmalloc_cases[] = {
	KUNIT_CASE(vmalloc_guard_test),
	KUNIT_CASE(vmalloc_leak_test),
	KUNIT_CASE(vmalloc_random_test),
	KUNIT_CASE(vmalloc_vmap_test),
	KUNIT_CASE(vmalloc_fail_test),
	KUNIT_CASE(vmalloc_kvmalloc_test),
	{}
};

static struct kunit_suite vmalloc_suite = {
	.name = "vmalloc",
	.test_cases = vmalloc_cases,
};
kunit_test_suite(vmalloc_suite);
