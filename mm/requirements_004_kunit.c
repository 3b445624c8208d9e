// SPDX-License-Identifier: GPL-2.0-only
/*
 * requirements_004_kunit.c - the items 1.1 to 4.1 of reference design 004, a case each, and what designs
 * 000, 002 and 003 ask of frames and heap beyond the others' properties.
 *
 * What only a program can see is tools/testing/selftests/requirements/requirements_test.c's.
 */
#include <linux/memblock.h>
#include <linux/mmap_lock.h>
#include <linux/pagemap.h>
#include <linux/pfn.h>
#include <linux/rmap.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/vmstat.h>
#include "scratch_kunit.h"

/* 1.1: a struct page for every frame, found from either side. */
static void r1_1_every_frame_has_a_page(struct kunit *test)
{
	unsigned long wrong = 0, valid = 0;

	for (unsigned long pfn = 0; pfn < max_pfn; pfn++) {
		struct page *page;

		if (!pfn_valid(pfn))
			continue;
		page = pfn_to_page(pfn);
		valid++;
		wrong += page_to_pfn(page) != pfn || virt_to_page(pfn_to_kaddr(pfn)) != page;
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_GE(test, valid, totalram_pages());
	kunit_info(test, "%lu pages, %lu KiB of struct page\n", valid, valid * sizeof(struct page) / 1024);
}

/* 1.2: users keep the mappings, holders the structure. */
static void r1_2_users_and_holders(struct kunit *test)
{
	struct mm_struct *mm = mm_alloc();

	KUNIT_ASSERT_NOT_NULL(test, mm);
	scratch_vma(test, mm, SCRATCH_START, 1, SCRATCH_RW);
	mmgrab(mm);
	KUNIT_EXPECT_EQ(test, atomic_read(&mm->mm_users), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mm->mm_count), 2);
	mmap_write_lock(mm);
	KUNIT_EXPECT_FALSE(test, mmap_read_trylock(mm));
	mmap_write_unlock(mm);
	mmput(mm);
	/* nobody uses it: the mappings are gone, the structure is not */
	KUNIT_EXPECT_FALSE(test, mmget_not_zero(mm));
	KUNIT_EXPECT_EQ(test, mm->map_count, 0);
	mmdrop(mm);
}

#define MANY_VMAS	60000UL

/* 1.3: as many VMAs as a process may have, in order, each found. */
static void r1_3_sixty_thousand_vmas(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma;
	unsigned long n = 0, last = 0;

	if (totalram_pages() < (SZ_256M >> PAGE_SHIFT))
		kunit_skip(test, "too little memory");
	for (unsigned long i = 0; i < MANY_VMAS; i++) {
		unsigned long addr = SCRATCH_START + ((i * 31337) % MANY_VMAS) * 2 * PAGE_SIZE;

		scratch_vma(test, mm, addr, 1, SCRATCH_RW);
	}
	KUNIT_EXPECT_EQ(test, mm->map_count, MANY_VMAS);
	mmap_read_lock(mm);
	for (int i = 0; i < 1000; i++) {
		unsigned long addr = SCRATCH_START + kunit_random_below(test, MANY_VMAS) * 2 * PAGE_SIZE;

		vma = find_vma(mm, addr);
		KUNIT_EXPECT_TRUE(test, vma && vma->vm_start == addr);
		KUNIT_EXPECT_PTR_EQ(test, vma_lookup(mm, addr + PAGE_SIZE), NULL);
	}
	{
		VMA_ITERATOR(vmi, mm, 0);

		for_each_vma(vmi, vma) {
			KUNIT_EXPECT_GT(test, vma->vm_start, last);
			last = vma->vm_start;
			n++;
		}
	}
	mmap_read_unlock(mm);
	KUNIT_EXPECT_EQ(test, n, MANY_VMAS);
}

static unsigned long reuses(void)
{
	unsigned long *events = kcalloc(NR_VM_EVENT_ITEMS, sizeof(*events), GFP_KERNEL);
	unsigned long n = 0;

	if (events) {
		all_vm_events(events);
		n = events[PGREUSE];
	}
	kfree(events);
	return n;
}

/* 2.1: the first writer copies, the last owner keeps the page. */
static void r2_1_the_last_owner_does_not_copy(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, 1, SCRATCH_RW), *child;
	unsigned long before;
	struct page *page;

	scratch_fault(vma, SCRATCH_START, FAULT_FLAG_WRITE);
	page = pte_page(scratch_pte(mm, SCRATCH_START));
	lru_add_drain_all();
	child = scratch_fork(test, vma);
	before = reuses();
	KUNIT_ASSERT_EQ(test, scratch_fault(child, SCRATCH_START, FAULT_FLAG_WRITE), FAULT_DONE);
	KUNIT_EXPECT_PTR_NE(test, pte_page(scratch_pte(child->vm_mm, SCRATCH_START)), page);
	KUNIT_ASSERT_EQ(test, scratch_fault(vma, SCRATCH_START, FAULT_FLAG_WRITE), FAULT_DONE);
	KUNIT_EXPECT_PTR_EQ(test, pte_page(scratch_pte(mm, SCRATCH_START)), page);
	KUNIT_EXPECT_GE(test, reuses(), before + IS_ENABLED(CONFIG_VM_EVENT_COUNTERS));
}

/* 2.2: memory is there when it is touched, and zero. */
static void r2_2_pages_come_on_demand(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, 64, SCRATCH_RW);

	KUNIT_EXPECT_EQ(test, get_mm_rss(mm), 0);
	for (unsigned long i = 0; i < 64; i += 2) {
		unsigned long addr = SCRATCH_START + i * PAGE_SIZE;

		KUNIT_ASSERT_EQ(test, scratch_fault(vma, addr, FAULT_FLAG_WRITE), FAULT_DONE);
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(page_address(pte_page(scratch_pte(mm, addr))), 0,
						     PAGE_SIZE), NULL);
		KUNIT_EXPECT_EQ(test, get_mm_rss(mm), i / 2 + 1);
	}
	/* what its VMA forbids is refused */
	KUNIT_EXPECT_TRUE(test, scratch_pte(mm, SCRATCH_START + PAGE_SIZE).pte == 0);
}

/* 3.1: a cache for each size class. */
static void r3_1_size_classes(struct kunit *test)
{
	static const unsigned int sizes[] = { 8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096 };

	for (int i = 0; i < ARRAY_SIZE(sizes); i++) {
		void *object = kmalloc(sizes[i], GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, object);
		KUNIT_EXPECT_EQ(test, ksize(object), sizes[i]);
		kfree(object);
	}
}

/* 3.2: each CPU's stock of pages has a batch and a limit. */
static void r3_2_stocks_of_pages(struct kunit *test)
{
	struct zone *zone;
	int cpu;

	for_each_populated_zone(zone) {
		for_each_online_cpu(cpu) {
			struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);

			KUNIT_EXPECT_GT(test, pcp->batch, 0);
			KUNIT_EXPECT_GE(test, pcp->high, pcp->batch);
			KUNIT_EXPECT_GE(test, READ_ONCE(pcp->count), 0);
		}
	}
}

/* 3.3: zones know what they span and what of that is there. */
static void r3_3_zones(struct kunit *test)
{
	unsigned long managed = 0;
	struct zone *zone;

	for_each_populated_zone(zone) {
		KUNIT_EXPECT_LE(test, zone->present_pages, zone->spanned_pages);
		KUNIT_EXPECT_LE(test, zone_managed_pages(zone), zone->present_pages);
		KUNIT_EXPECT_TRUE(test, zone_spans_pfn(zone, zone->zone_start_pfn));
		managed += zone_managed_pages(zone);
	}
	KUNIT_EXPECT_EQ(test, managed, totalram_pages());
}

/* 000 18.1: memory that a device of few address lines reaches. */
static void r000_18_1_memory_for_devices(struct kunit *test)
{
	const struct {
		gfp_t zone;
		u64 limit;
	} wanted[] = { { GFP_DMA, SZ_16M }, { GFP_DMA32, SZ_4G } };

	for (int i = 0; i < ARRAY_SIZE(wanted); i++) {
		struct page *page = alloc_pages(GFP_KERNEL | wanted[i].zone, 6);

		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_LE(test, PFN_PHYS(page_to_pfn(page)) + 64 * PAGE_SIZE, wanted[i].limit);
		KUNIT_EXPECT_EQ(test, page_to_pfn(page) & 63, 0);
		__free_pages(page, 6);
	}
}

/* 000 3.2: frames above 4 GiB are like all others. Needs a machine that has them. */
static void r000_3_2_frames_above_4g(struct kunit *test)
{
	LIST_HEAD(pages);
	struct page *page = NULL, *next;

	if (max_pfn <= PHYS_PFN(SZ_4G))
		kunit_skip(test, "no memory there");
	for (int i = 0; i < 100000 && !page; i++) {
		page = alloc_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, page);
		if (PFN_PHYS(page_to_pfn(page)) >= SZ_4G)
			break;
		list_add(&page->lru, &pages);
		page = NULL;
	}
	KUNIT_ASSERT_NOT_NULL(test, page);
	get_page(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	memset(page_address(page), 0x77, PAGE_SIZE);
	KUNIT_EXPECT_PTR_EQ(test, memchr_inv(page_address(page), 0x77, PAGE_SIZE), NULL);
	put_page(page);
	list_add(&page->lru, &pages);
	list_for_each_entry_safe(page, next, &pages, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
}

/* 000 20.1: two megabytes in a row. */
static void r000_20_1_large_blocks(struct kunit *test)
{
	unsigned int order = get_order(SZ_2M);
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, order);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, PFN_PHYS(page_to_pfn(page)) % SZ_2M, 0);
	KUNIT_EXPECT_EQ(test, folio_nr_pages(page_folio(page + 17)), SZ_2M / PAGE_SIZE);
	__free_pages(page, order);
}

/* 002 property 6: freed memory serves again: more in total than there is. */
static void r002_6_freed_heap_serves_again(struct kunit *test)
{
	unsigned long left = totalram_pages() + totalram_pages() / 8;

	while (left > 256) {
		void *object = kmalloc(SZ_1M, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, object);
		*(volatile u8 *)object = 1;
		kfree(object);
		left -= SZ_1M / PAGE_SIZE;
	}
}

#define SHARERS	100

static bool count_mapping(struct folio *folio, struct vm_area_struct *vma, unsigned long addr, void *arg)
{
	++*(int *)arg;
	return true;
}

/* 4.1: from a page to all who map it, and out of all of them. */
static void r4_1_a_page_of_a_hundred_spaces(struct kunit *test)
{
	struct mm_struct *mm = scratch_mm(test);
	struct vm_area_struct *vma = scratch_vma(test, mm, SCRATCH_START, 1, SCRATCH_RW);
	struct rmap_walk_control rwc = { .rmap_one = count_mapping };
	struct folio *folio;
	int found = 0;

	scratch_fault(vma, SCRATCH_START, FAULT_FLAG_WRITE);
	lru_add_drain_all();
	folio = page_folio(pte_page(scratch_pte(mm, SCRATCH_START)));
	for (int i = 0; i < SHARERS; i++)
		scratch_fork(test, vma);
	KUNIT_EXPECT_EQ(test, folio_mapcount(folio), SHARERS + 1);
	folio_get(folio);
	folio_lock(folio);
	rwc.arg = &found;
	rmap_walk(folio, &rwc);
	folio_unlock(folio);
	KUNIT_EXPECT_EQ(test, found, SHARERS + 1);
	folio_put(folio);
}

static struct kunit_case requirements_004_cases[] = {
	KUNIT_CASE(r1_1_every_frame_has_a_page),
	KUNIT_CASE(r1_2_users_and_holders),
	KUNIT_CASE(r1_3_sixty_thousand_vmas),
	KUNIT_CASE(r2_1_the_last_owner_does_not_copy),
	KUNIT_CASE(r2_2_pages_come_on_demand),
	KUNIT_CASE(r3_1_size_classes),
	KUNIT_CASE(r3_2_stocks_of_pages),
	KUNIT_CASE(r3_3_zones),
	KUNIT_CASE(r4_1_a_page_of_a_hundred_spaces),
	KUNIT_CASE(r000_3_2_frames_above_4g),
	KUNIT_CASE(r000_18_1_memory_for_devices),
	KUNIT_CASE(r000_20_1_large_blocks),
	KUNIT_CASE(r002_6_freed_heap_serves_again),
	{}
};

static struct kunit_suite requirements_004_suite = {
	.name = "requirements_004",
	.test_cases = requirements_004_cases,
};
kunit_test_suite(requirements_004_suite);
