// SPDX-License-Identifier: GPL-2.0-only
/*
 * requirements_001_kunit.c - what reference design 001 asks of frames, mappings and the heap: a case
 * for each item, under its number there.
 *
 * What depends on the architecture is in arch/x86/mm/requirements_x86_kunit.c; the deliberate faults are
 * tools/testing/crashers.py's. Documentation/requirements.rst has the whole table.
 */
#include <kunit/test.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/sched/task_stack.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm/sections.h>
#include "pages.h"

#define ROUNDS	200

/* 2: the direct map is an offset, both ways. */
static void r2_direct_map_round_trip(struct kunit *test)
{
	for (int i = 0; i < ROUNDS; i++) {
		unsigned long pfn = kunit_random_below(test, max_pfn);
		phys_addr_t phys = PFN_PHYS(pfn) + kunit_random_below(test, PAGE_SIZE);

		if (!pfn_valid(pfn))
			continue;
		KUNIT_EXPECT_EQ(test, __pa(__va(phys)), phys);
		KUNIT_EXPECT_EQ(test, (unsigned long)__va(phys) - (unsigned long)__va(0), phys);
	}
}

/* 3.2: only usable memory is handed out. */
static void r3_2_frames_are_usable_memory(struct kunit *test)
{
	struct page *pages[64];

	for (int i = 0; i < ARRAY_SIZE(pages); i++) {
		unsigned long pfn;

		pages[i] = alloc_pages(GFP_KERNEL, i % 4);
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
		pfn = page_to_pfn(pages[i]);
		KUNIT_EXPECT_TRUE(test, memblock_is_memory(PFN_PHYS(pfn)));
		KUNIT_EXPECT_FALSE(test, PageReserved(pages[i]));
		KUNIT_EXPECT_FALSE(test, pfn_in_kernel_image(pfn));
	}
	for (int i = 0; i < ARRAY_SIZE(pages); i++)
		__free_pages(pages[i], i % 4);
}

/* 3.3: what was left in a frame does not come back. */
static void r3_3_frames_come_zeroed(struct kunit *test)
{
	for (int i = 0; i < ROUNDS; i++) {
		struct page *page = alloc_page(GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, page);
		memset(page_address(page), 0xa5, PAGE_SIZE);
		__free_page(page);
		page = alloc_page(GFP_KERNEL | __GFP_ZERO);
		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(page_address(page), 0, PAGE_SIZE), NULL);
		__free_page(page);
	}
}

/* 3.4, 9.1: a freed frame is free again: it is the next one, and its count is 0 meanwhile. */
static void r3_4_freed_frames_are_reused(struct kunit *test)
{
	int reused = 0;

	for (int i = 0; i < ROUNDS; i++) {
		struct page *first = alloc_page(GFP_KERNEL), *second = alloc_page(GFP_KERNEL), *third;

		KUNIT_ASSERT_TRUE(test, first && second);
		KUNIT_EXPECT_PTR_NE(test, first, second);
		__free_page(first);
		third = alloc_page(GFP_KERNEL);
		reused += third == first;
		__free_page(second);
		__free_page(third);
	}
	/* unless we moved to another CPU in between */
	KUNIT_EXPECT_GT(test, reused, ROUNDS / 2);
}

/* 3.5: frames in a row, aligned, for devices. */
static void r3_5_contiguous_frames(struct kunit *test)
{
	for (unsigned int order = 0; order <= 8; order++) {
		struct page *page = alloc_pages(GFP_KERNEL, order);

		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_EQ(test, PFN_PHYS(page_to_pfn(page)) & ((PAGE_SIZE << order) - 1), 0);
		for (unsigned long i = 0; i < 1UL << order; i++)
			KUNIT_EXPECT_EQ(test, page_to_pfn(page + i), page_to_pfn(page) + i);
		__free_pages(page, order);
	}
}

/* 5.1, 5.2: tables of a page, and entries that are set, read and cleared. */
static void r5_1_tables_and_entries(struct kunit *test)
{
	pte_t entry = pfn_pte(0x1234, PAGE_KERNEL);

	KUNIT_EXPECT_EQ(test, PTRS_PER_PTE * sizeof(pte_t), PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, PTRS_PER_PMD * sizeof(pmd_t), PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, PTRS_PER_PUD * sizeof(pud_t), PAGE_SIZE);
	KUNIT_EXPECT_TRUE(test, pte_present(entry));
	KUNIT_EXPECT_EQ(test, pte_pfn(entry), 0x1234);
	KUNIT_EXPECT_TRUE(test, pte_none(__pte(0)) && !pte_present(__pte(0)));
}

/* 5.3 to 5.5: map, translate, unmap. */
static void r5_3_map_translate_unmap(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	u32 *mapping;

	KUNIT_ASSERT_NOT_NULL(test, page);
	mapping = vmap(&page, 1, VM_MAP, PAGE_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mapping);
	KUNIT_EXPECT_PTR_EQ(test, vmalloc_to_page(mapping), page);
	*mapping = 0xdecaf;
	KUNIT_EXPECT_EQ(test, *(u32 *)page_address(page), 0xdecaf);
	vunmap(mapping);
	KUNIT_EXPECT_PTR_EQ(test, vmalloc_to_page(mapping), NULL);
	__free_page(page);
}

/* 5.7: behind each mapping of the kernel's own lies a page that is none. */
static void r5_7_guard_pages(struct kunit *test)
{
	char *mapping = vmalloc(3 * PAGE_SIZE), *stack = task_stack_page(current);

	KUNIT_ASSERT_NOT_NULL(test, mapping);
	KUNIT_EXPECT_NOT_NULL(test, vmalloc_to_page(mapping + 2 * PAGE_SIZE));
	KUNIT_EXPECT_PTR_EQ(test, vmalloc_to_page(mapping + 3 * PAGE_SIZE), NULL);
	vfree(mapping);
	KUNIT_EXPECT_NOT_NULL(test, vmalloc_to_page(stack));
	KUNIT_EXPECT_PTR_EQ(test, vmalloc_to_page(stack - PAGE_SIZE), NULL);
	KUNIT_EXPECT_PTR_EQ(test, vmalloc_to_page(stack + THREAD_SIZE), NULL);
}

/* 6.3: sizes are rounded up to a class, and memory is zero where it was asked to be. */
static void r6_3_heap_rounds_up(struct kunit *test)
{
	u8 *object = kzalloc(100, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, object);
	KUNIT_EXPECT_EQ(test, ksize(object), 128);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(object, 0, 100), NULL);
	kfree(object);
	for (size_t size = 64; size <= SZ_1M; size *= 2) {
		object = kmalloc(size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, object);
		KUNIT_EXPECT_GE(test, ksize(object), size);
		memset(object, 0x5a, size);
		kfree(object);
	}
}

/* 6.4: what was split is one block again once all of it is free. */
static void r6_4_buddies_merge(struct kunit *test)
{
	struct page *block = alloc_pages(GFP_KERNEL, MAX_PAGE_ORDER), *again;
	const unsigned long nr = 1UL << MAX_PAGE_ORDER;

	if (!block)
		kunit_skip(test, "no block of the greatest size is free");
	split_page(block, MAX_PAGE_ORDER);
	for (unsigned long i = 0; i < nr; i++)
		__free_page(block + (i * 7) % nr);
	drain_all_pages(NULL);
	again = alloc_pages(GFP_KERNEL, MAX_PAGE_ORDER);
	KUNIT_EXPECT_NOT_NULL(test, again);
	if (again)
		__free_pages(again, MAX_PAGE_ORDER);
}

/* 6.5: an exhausted heap says no, and goes on. */
static void r6_5_exhaustion_returns_null(struct kunit *test)
{
	const gfp_t gfp = GFP_NOWAIT | __GFP_NOWARN | __GFP_NOMEMALLOC;
	struct page *page, *next;
	LIST_HEAD(blocks);

	KUNIT_EXPECT_PTR_EQ(test, kmalloc(KMALLOC_MAX_SIZE + 1, gfp), NULL);
	while ((page = alloc_pages(gfp, MAX_PAGE_ORDER)))
		list_add(&page->lru, &blocks);
	KUNIT_EXPECT_PTR_EQ(test, kmalloc(KMALLOC_MAX_SIZE, gfp), NULL);
	list_for_each_entry_safe(page, next, &blocks, lru) {
		list_del(&page->lru);
		__free_pages(page, MAX_PAGE_ORDER);
	}
	page = alloc_pages(gfp, 0);
	KUNIT_ASSERT_NOT_NULL(test, page);
	__free_page(page);
}

static struct kunit_case requirements_001_cases[] = {
	KUNIT_CASE(r2_direct_map_round_trip),
	KUNIT_CASE(r3_2_frames_are_usable_memory),
	KUNIT_CASE(r3_3_frames_come_zeroed),
	KUNIT_CASE(r3_4_freed_frames_are_reused),
	KUNIT_CASE(r3_5_contiguous_frames),
	KUNIT_CASE(r5_1_tables_and_entries),
	KUNIT_CASE(r5_3_map_translate_unmap),
	KUNIT_CASE(r5_7_guard_pages),
	KUNIT_CASE(r6_3_heap_rounds_up),
	KUNIT_CASE(r6_4_buddies_merge),
	KUNIT_CASE(r6_5_exhaustion_returns_null),
	{}
};

static struct kunit_suite requirements_001_suite = {
	.name = "requirements_001",
	.test_cases = requirements_001_cases,
};
kunit_test_suite(requirements_001_suite);
