// SPDX-License-Identifier: GPL-2.0-only
/*
 * mm_selftest.c - frames, mappings and heap show at boot that they work: mm_selftest on the command line.
 *
 * A few lines in the log that a person can read, as reference design 001 wants them; the thorough tests
 * are KUnit's. Runs when all of mm/ is up and before the first program; a failure is reported, and the
 * boot goes on.
 *
 * Owns:       the form of the lines, all of which begin with [MM].
 * Locks:      none.
 */
#define pr_fmt(fmt) "[MM] " fmt

#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>

#define RULER	"=========="
#define OBJECTS	10

static bool wanted __initdata;
static unsigned int failures __initdata;

static int __init setup_mm_selftest(char *str)
{
	wanted = true;
	return 1;
}
__setup("mm_selftest", setup_mm_selftest);

/* One line. @format says what was tried, and with what numbers. */
static bool __init __printf(2, 3) check(bool ok, const char *format, ...)
{
	struct va_format vaf = { .fmt = format };
	va_list args;

	va_start(args, format);
	vaf.va = &args;
	if (ok) {
		pr_info("✓ %pV\n", &vaf);
	} else {
		pr_err("✗ %pV\n", &vaf);
		failures++;
	}
	va_end(args);
	return ok;
}

static bool __init all_zero(const struct page *page)
{
	return !memchr_inv(page_address(page), 0, PAGE_SIZE);
}

/* ---- frames ---- */

static void __init test_reuse(void)
{
	struct page *freed = alloc_page(GFP_KERNEL), *again;
	unsigned long pfn;

	if (!check(freed, "a frame is given"))
		return;
	pfn = page_to_pfn(freed);
	memset(page_address(freed), 0xff, PAGE_SIZE);
	/* on one CPU, what was freed last is handed out first */
	preempt_disable();
	__free_page(freed);
	again = alloc_page(GFP_NOWAIT | __GFP_ZERO);
	preempt_enable();
	if (!check(again, "a frame is given again"))
		return;
	check(page_to_pfn(again) == pfn, "the freed frame 0x%llx is reused", PFN_PHYS(pfn));
	check(all_zero(again), "and comes zeroed");
	__free_page(again);
}

static void __init test_frames(void)
{
	struct page *a = alloc_page(GFP_KERNEL), *b = alloc_page(GFP_KERNEL), *run = alloc_pages(GFP_KERNEL, 4);
	unsigned long rest = global_zone_page_state(NR_FREE_PAGES);

	pr_info("Frames of %lu bytes: %lu MB of %lu MB free\n", PAGE_SIZE, rest >> (20 - PAGE_SHIFT),
		totalram_pages() >> (20 - PAGE_SHIFT));
	if (check(a && b, "two frames are given")) {
		check(PAGE_ALIGNED(PFN_PHYS(page_to_pfn(a))), "the address 0x%llx is a frame's", PFN_PHYS(page_to_pfn(a)));
		check(a != b, "0x%llx is another", PFN_PHYS(page_to_pfn(b)));
	}
	if (check(run, "64 KB in a row are given"))
		check(!(PFN_PHYS(page_to_pfn(run)) & (16 * PAGE_SIZE - 1)), "and aligned: 0x%llx", PFN_PHYS(page_to_pfn(run)));
	if (a)
		__free_page(a);
	if (b)
		__free_page(b);
	if (run)
		__free_pages(run, 4);
	test_reuse();
}

/* ---- mappings ---- */

static void __init test_paging(void)
{
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned long *mapping;

	pr_info("Paging: the direct map begins at 0x%lx\n", (unsigned long)__va(0));
	if (!check(page, "a frame to map"))
		return;
	mapping = vmap(&page, 1, VM_MAP, PAGE_KERNEL);
	if (check(mapping, "0x%llx is mapped at 0x%lx", PFN_PHYS(page_to_pfn(page)), (unsigned long)mapping)) {
		check(vmalloc_to_page(mapping) == page, "and translates back");
		*mapping = 0x4d4d;
		check(*(unsigned long *)page_address(page) == 0x4d4d, "what is written there is in the frame");
		vunmap(mapping);
		check(!vmalloc_to_page(mapping), "unmapped, it translates to nothing");
	}
	__free_page(page);
}

/* ---- the heap ---- */

static void __init test_many_objects(void)
{
	void *objects[OBJECTS];
	bool all = true, distinct = true;
	int i, j;

	for (i = 0; i < OBJECTS; i++) {
		objects[i] = kmalloc(64, GFP_KERNEL);
		all = all && objects[i];
		for (j = 0; j < i; j++)
			distinct = distinct && objects[i] != objects[j];
	}
	check(all && distinct, "%d blocks of 64 bytes are given, all different", OBJECTS);
	for (i = 0; i < OBJECTS; i++)
		kfree(objects[i]);
	check(true, "%d blocks of 64 bytes are freed", OBJECTS);
}

static void __init test_heap(void)
{
	u8 *block = kmalloc(1024, GFP_KERNEL);

	pr_info("Heap: blocks of 8 bytes to %lu KB\n", KMALLOC_MAX_SIZE / 1024);
	if (check(block, "kmalloc(1024) gives 0x%lx", (unsigned long)block)) {
		memset(block, 0x5a, 1024);
		check(!memchr_inv(block, 0x5a, 1024), "1024 bytes are written and read");
		kfree(block);
		check(true, "kfree(0x%lx)", (unsigned long)block);
	}
	test_many_objects();
	check(!kmalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL | __GFP_NOWARN), "more than there can be is refused");
}

static int __init mm_selftest(void)
{
	if (!wanted)
		return 0;
	pr_info(RULER " Memory Management Tests " RULER "\n");
	test_frames();
	test_paging();
	test_heap();
	if (failures)
		pr_err("%u tests failed\n", failures);
	else
		pr_info("All tests passed!\n");
	pr_info(RULER RULER "\n");
	printk(KERN_INFO "Hello from MelloOS ✨\n");
	return 0;
}
late_initcall(mm_selftest);
