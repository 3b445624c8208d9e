// SPDX-License-Identifier: GPL-2.0-only
/*
 * show_mem.c - how much memory there is, in figures and in the log; boot memory that is freed.
 *
 * Owns:       the count of all pages (totalram_pages()).
 * Locks:      none: counters are atomic.
 * Elsewhere:  /proc/meminfo's text (fs/proc), counters (vmstat.c).
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/sysinfo.h>
#include <linux/vmstat.h>
#include "pages.h"

static atomic_long_t _totalram_pages __read_mostly;

/* Pages that the page allocator manages. */
unsigned long totalram_pages(void)
{
	return atomic_long_read(&_totalram_pages);
}

void totalram_pages_add(long count)
{
	atomic_long_add(count, &_totalram_pages);
}

/**
 * adjust_managed_page_count() - memory was given to, or taken from, the page allocator for good
 */
void adjust_managed_page_count(struct page *page, long count)
{
	atomic_long_add(count, &page_zone(page)->managed_pages);
	totalram_pages_add(count);
}

/**
 * free_reserved_page() - give a page of boot memory to the page allocator
 */
void free_reserved_page(struct page *page)
{
	ClearPageReserved(page);
	init_page_count(page);
	__free_page(page);
	adjust_managed_page_count(page, 1);
}

/**
 * free_reserved_area() - give boot memory to the page allocator
 * @start, @end: addresses of the kernel image or the direct map; whole pages within are freed
 * @poison: byte to fill with, or negative
 * @s: what it was, for the log; or NULL
 *
 * Return: pages freed.
 */
unsigned long free_reserved_area(void *start, void *end, int poison, const char *s)
{
	unsigned long pages = 0;
	void *pos;

	start = (void *)PAGE_ALIGN((unsigned long)start);
	end = (void *)((unsigned long)end & PAGE_MASK);
	for (pos = start; pos < end; pos += PAGE_SIZE, pages++) {
		struct page *page = virt_to_page(pos);

		/* through the direct map: the image's own mapping may be read-only by now */
		if (poison >= 0)
			memset(page_address(page), poison, PAGE_SIZE);
		free_reserved_page(page);
	}
	/* zones have grown, and what they keep back follows from their sizes */
	if (pages)
		setup_per_zone_wmarks();
	if (pages && s)
		pr_info("Freeing %s memory: %luK\n", s, pages << (PAGE_SHIFT - 10));
	return pages;
}

/**
 * si_mem_available() - estimate of pages that programs can get without swapping
 *
 * Free pages, and the parts of page cache and reclaimable slab that can go: all but half, or
 * a low watermark's worth.
 */
long si_mem_available(void)
{
	unsigned long wmark_low = 0, pagecache, reclaimable;
	struct zone *zone;
	long available;

	for_each_zone(zone)
		wmark_low += low_wmark_pages(zone);
	available = global_zone_page_state_snapshot(NR_FREE_PAGES) - totalreserve_pages;
	pagecache = global_node_page_state(NR_ACTIVE_FILE) +
		    global_node_page_state(NR_INACTIVE_FILE);
	available += pagecache - min(pagecache / 2, wmark_low);
	reclaimable = global_node_page_state_pages(NR_SLAB_RECLAIMABLE_B) +
		      global_node_page_state(NR_KERNEL_MISC_RECLAIMABLE);
	available += reclaimable - min(reclaimable / 2, wmark_low);
	return max(available, 0L);
}

/**
 * si_meminfo() - the memory part of sysinfo(2), in pages
 */
void si_meminfo(struct sysinfo *val)
{
	val->totalram = totalram_pages();
	val->sharedram = global_node_page_state_snapshot(NR_SHMEM);
	val->freeram = global_zone_page_state_snapshot(NR_FREE_PAGES);
	val->bufferram = 0;
	val->totalhigh = 0;
	val->freehigh = 0;
	val->mem_unit = PAGE_SIZE;
}

static void show_zone(struct zone *zone)
{
	unsigned int order;

	pr_info("Node %d %s free:%lukB boost:%lukB min:%lukB low:%lukB high:%lukB present:%lukB managed:%lukB pcp:%lukB\n",
		zone_to_nid(zone), zone->name,
		zone_page_state_snapshot(zone, NR_FREE_PAGES) << (PAGE_SHIFT - 10),
		zone->watermark_boost << (PAGE_SHIFT - 10),
		min_wmark_pages(zone) << (PAGE_SHIFT - 10),
		low_wmark_pages(zone) << (PAGE_SHIFT - 10),
		high_wmark_pages(zone) << (PAGE_SHIFT - 10),
		zone->present_pages << (PAGE_SHIFT - 10),
		zone_managed_pages(zone) << (PAGE_SHIFT - 10),
		pcp_free_pages(zone) << (PAGE_SHIFT - 10));
	pr_info("Node %d %s:", zone_to_nid(zone), zone->name);
	for (order = 0; order < NR_PAGE_ORDERS; order++)
		pr_cont(" %lu*%lukB", READ_ONCE(zone->free_area[order].nr_free),
			PAGE_SIZE >> 10 << order);
	pr_cont("\n");
}

void show_free_areas(void)
{
	struct zone *zone;

	pr_info("active_anon:%lu inactive_anon:%lu active_file:%lu inactive_file:%lu unevictable:%lu dirty:%lu writeback:%lu\n"
		" slab_reclaimable:%lu slab_unreclaimable:%lu mapped:%lu shmem:%lu pagetables:%lu free:%lu\n",
		global_node_page_state_snapshot(NR_ACTIVE_ANON),
		global_node_page_state_snapshot(NR_INACTIVE_ANON),
		global_node_page_state_snapshot(NR_ACTIVE_FILE),
		global_node_page_state_snapshot(NR_INACTIVE_FILE),
		global_node_page_state_snapshot(NR_UNEVICTABLE),
		global_node_page_state_snapshot(NR_FILE_DIRTY),
		global_node_page_state_snapshot(NR_WRITEBACK),
		global_node_page_state_snapshot(NR_SLAB_RECLAIMABLE_B),
		global_node_page_state_snapshot(NR_SLAB_UNRECLAIMABLE_B),
		global_node_page_state_snapshot(NR_FILE_MAPPED),
		global_node_page_state_snapshot(NR_SHMEM),
		global_node_page_state_snapshot(NR_PAGETABLE),
		global_zone_page_state_snapshot(NR_FREE_PAGES));
	for_each_populated_zone(zone)
		show_zone(zone);
}

/**
 * show_mem() - the state of all memory, to the log
 */
void show_mem(void)
{
	unsigned long total = 0, managed = 0;
	struct zone *zone;

	pr_info("Mem-Info:\n");
	show_free_areas();
	for_each_populated_zone(zone) {
		total += zone->present_pages;
		managed += zone_managed_pages(zone);
	}
	pr_info("%lu pages RAM\n", total);
	pr_info("%lu pages reserved\n", total - managed);
}
