// SPDX-License-Identifier: GPL-2.0-only
/*
 * memblock_kunit.c - memblock against a model of one byte a page.
 *
 * The global arrays are exchanged for the test's own, so that the map of the real machine is
 * untouched; nothing writes to the addresses concerned.
 */
#include <kunit/test.h>
#include <linux/memblock.h>
#include <linux/mm.h>

#define PAGES		256
#define BASE		(1ULL << 40)
#define ARRAY_MAX	(4 * PAGES)

static struct memblock saved;
static struct memblock_region *regions;
static u8 model_memory[PAGES], model_reserved[PAGES];

static int memblock_test_init(struct kunit *test)
{
	regions = kcalloc(2 * ARRAY_MAX, sizeof(*regions), GFP_KERNEL);
	if (!regions)
		return -ENOMEM;
	saved = memblock;
	memblock.memory = (struct memblock_type){ .regions = regions, .max = ARRAY_MAX,
						  .name = "memory" };
	memblock.reserved = (struct memblock_type){ .regions = regions + ARRAY_MAX,
						    .max = ARRAY_MAX, .name = "reserved" };
	memblock.bottom_up = memblock.handed_over = false;
	memblock.current_limit = MEMBLOCK_ALLOC_ANYWHERE;
	memset(model_memory, 0, sizeof(model_memory));
	memset(model_reserved, 0, sizeof(model_reserved));
	return 0;
}

static void memblock_test_exit(struct kunit *test)
{
	if (!regions)
		return;
	memblock = saved;
	kfree(regions);
	regions = NULL;
}

static phys_addr_t addr_of(unsigned int page)
{
	return BASE + PFN_PHYS(page);
}

static void expect_model(struct kunit *test)
{
	unsigned int i, memory = 0, reserved = 0;

	KUNIT_ASSERT_TRUE(test, memblock_check());
	for (i = 0; i < PAGES; i++) {
		KUNIT_EXPECT_EQ(test, memblock_is_memory(addr_of(i)), !!model_memory[i]);
		KUNIT_EXPECT_EQ(test, memblock_is_reserved(addr_of(i)), !!model_reserved[i]);
		memory += model_memory[i];
		reserved += model_reserved[i];
	}
	KUNIT_EXPECT_EQ(test, memblock_phys_mem_size(), PFN_PHYS(memory));
	KUNIT_EXPECT_EQ(test, memblock_reserved_size(), PFN_PHYS(reserved));
}

/* What the iterators show must be exactly memory without reserved, upwards and downwards. */
static void expect_free_ranges(struct kunit *test)
{
	static u8 up[PAGES], down[PAGES];
	phys_addr_t start, end, last;
	unsigned int i;
	u64 it;

	memset(up, 0, sizeof(up));
	memset(down, 0, sizeof(down));
	last = 0;
	for_each_free_mem_range(it, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end, NULL) {
		KUNIT_ASSERT_LT(test, start, end);
		KUNIT_ASSERT_GE(test, start, last);
		for (last = end; start < end; start += PAGE_SIZE)
			up[PHYS_PFN(start - BASE)]++;
	}
	last = MEMBLOCK_ALLOC_ANYWHERE;
	for_each_free_mem_range_reverse(it, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end, NULL) {
		KUNIT_ASSERT_LE(test, end, last);
		for (last = start; start < end; start += PAGE_SIZE)
			down[PHYS_PFN(start - BASE)]++;
	}
	for (i = 0; i < PAGES; i++) {
		KUNIT_EXPECT_EQ(test, up[i], model_memory[i] && !model_reserved[i]);
		KUNIT_EXPECT_EQ(test, down[i], up[i]);
	}
}

static void memblock_random_test(struct kunit *test)
{
	int round;

	for (round = 0; round < 400; round++) {
		unsigned int first = kunit_random_below(test, PAGES);
		unsigned int n = 1 + kunit_random_below(test, min(PAGES - first, 24U));
		phys_addr_t base = addr_of(first), size = PFN_PHYS(n);

		switch (kunit_random_below(test, 4)) {
		case 0:
			KUNIT_ASSERT_EQ(test, memblock_add(base, size), 0);
			memset(model_memory + first, 1, n);
			break;
		case 1:
			KUNIT_ASSERT_EQ(test, memblock_remove(base, size), 0);
			memset(model_memory + first, 0, n);
			break;
		case 2:
			KUNIT_ASSERT_EQ(test, memblock_reserve(base, size), 0);
			memset(model_reserved + first, 1, n);
			break;
		default:
			KUNIT_ASSERT_EQ(test, memblock_phys_free(base, size), 0);
			memset(model_reserved + first, 0, n);
		}
		expect_model(test);
		if (round % 16 == 0)
			expect_free_ranges(test);
	}
}

static void memblock_alloc_test(struct kunit *test)
{
	phys_addr_t a;

	memblock_add(addr_of(0), PFN_PHYS(PAGES));
	memblock_reserve(addr_of(PAGES - 4), PFN_PHYS(4));
	a = memblock_phys_alloc_range(PFN_PHYS(3), PAGE_SIZE, 0, 0);
	KUNIT_EXPECT_EQ(test, a, addr_of(PAGES - 7));
	a = memblock_phys_alloc_range(PFN_PHYS(1), PFN_PHYS(16), 0, 0);
	KUNIT_EXPECT_EQ(test, a, addr_of(PAGES - 16));
	memblock_set_bottom_up(true);
	a = memblock_phys_alloc_range(PFN_PHYS(2), PAGE_SIZE, 0, 0);
	KUNIT_EXPECT_EQ(test, a, addr_of(0));
	a = memblock_phys_alloc_range(PAGE_SIZE, PAGE_SIZE, addr_of(100), addr_of(101));
	KUNIT_EXPECT_EQ(test, a, addr_of(100));
	a = memblock_phys_alloc_range(PAGE_SIZE, PAGE_SIZE, addr_of(100), addr_of(101));
	KUNIT_EXPECT_EQ(test, a, 0);
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(PFN_PHYS(PAGES), PAGE_SIZE, 0, 0), 0);
	memblock_set_current_limit(addr_of(2));
	KUNIT_EXPECT_EQ(test, memblock_phys_alloc_range(PAGE_SIZE, PAGE_SIZE, 0, 0), 0);
	KUNIT_EXPECT_TRUE(test, memblock_check());
}

static void memblock_flags_test(struct kunit *test)
{
	struct memblock_region *r;
	unsigned int nomap = 0;

	memblock_add(addr_of(0), PFN_PHYS(64));
	memblock_mark_nomap(addr_of(16), PFN_PHYS(16));
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 3UL);
	KUNIT_EXPECT_TRUE(test, memblock_is_memory(addr_of(20)));
	KUNIT_EXPECT_FALSE(test, memblock_is_map_memory(addr_of(20)));
	for_each_mem_region(r)
		if (memblock_is_nomap(r))
			nomap += PHYS_PFN(r->size);
	KUNIT_EXPECT_EQ(test, nomap, 16U);
	memblock_clear_nomap(addr_of(16), PFN_PHYS(16));
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 1UL);
	memblock_enforce_memory_limit(PFN_PHYS(40));
	KUNIT_EXPECT_EQ(test, memblock_end_of_DRAM(), addr_of(40));
	memblock_cap_memory_range(addr_of(8), PFN_PHYS(8));
	KUNIT_EXPECT_EQ(test, memblock_start_of_DRAM(), addr_of(8));
	KUNIT_EXPECT_EQ(test, memblock_phys_mem_size(), PFN_PHYS(8));
	memblock_mark_nomap(addr_of(10), PFN_PHYS(4));
	memblock_cap_memory_range(addr_of(8), PFN_PHYS(4));
	KUNIT_EXPECT_EQ(test, memblock_end_of_DRAM(), addr_of(14));	/* nomap stays, in one piece */
	KUNIT_EXPECT_EQ(test, memblock.memory.cnt, 2UL);
	memblock_add(addr_of(100) + 1, PFN_PHYS(2));
	memblock_trim_memory(PAGE_SIZE);
	KUNIT_EXPECT_FALSE(test, memblock_is_memory(addr_of(100) + 1));
	KUNIT_EXPECT_TRUE(test, memblock_is_memory(addr_of(101)));
	KUNIT_EXPECT_TRUE(test, memblock_check());
}

/* The real map: every page that was handed over lies in memory. */
static void memblock_machine_test(struct kunit *test)
{
	unsigned long present = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		present += zone->present_pages;
	KUNIT_EXPECT_LE(test, PFN_PHYS(present), saved.memory.total_size);
	KUNIT_EXPECT_GE(test, PFN_PHYS(present + 64), saved.memory.total_size);
}

static struct kunit_case memblock_cases[] = {
	KUNIT_CASE(memblock_random_test),
	KUNIT_CASE(memblock_alloc_test),
	KUNIT_CASE(memblock_flags_test),
	KUNIT_CASE(memblock_machine_test),
	{}
};

static struct kunit_suite memblock_suite = {
	.name = "memblock",
	.init = memblock_test_init,
	.exit = memblock_test_exit,
	.test_cases = memblock_cases,
};
kunit_test_suite(memblock_suite);
