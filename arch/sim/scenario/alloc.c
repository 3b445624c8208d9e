// SPDX-License-Identifier: GPL-2.0-only
/*
 * alloc.c - scenarios: allocators, and another CPU that reaches into this one's share.
 */
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <sim/user.h>
#include "../../../mm/pages.h"
#include "scenario.h"

/* ---- SLUB: objects of one CPU's slab, freed on another while the first allocates ---- */

#define SIZE	512
#define OLD	24		/* more than a slab holds */
#define FREED	10
#define NEW	6

static struct kmem_cache *cache;
static u8 *old[OLD], *new[NEW];

static void make_cache(void *unused)
{
	cache = kmem_cache_create("scenario", SIZE, 0, SLAB_NO_MERGE, NULL);
	sim_expect(cache);
}

static u8 *new_object(u8 mark)
{
	u8 *object = kmem_cache_alloc(cache, GFP_KERNEL);

	sim_expect(object);
	memset(object, mark, SIZE);
	return object;
}

static void delete_object(u8 *object, u8 mark)
{
	sim_expect(!memchr_inv(object, mark, SIZE));
	kmem_cache_free(cache, object);
}

static void allocate_old(void *unused)
{
	for (int i = 0; i < OLD; i++)
		old[i] = new_object(i);
}

static void allocate_new(void *unused)
{
	for (int i = 0; i < NEW; i++)
		new[i] = new_object(100 + i);
}

static void free_some_old(void *unused)
{
	for (int i = 0; i < FREED; i++)
		delete_object(old[OLD - 1 - i], OLD - 1 - i);
}

static void free_the_rest(void *unused)
{
	for (int i = 0; i < OLD - FREED; i++)
		delete_object(old[i], i);
	for (int i = 0; i < NEW; i++)
		delete_object(new[i], 100 + i);
	kmem_cache_shrink(cache);
}

static void slub_once(void)		{ sim_in_kernel(make_cache, NULL); }
static void slub_arrive(void)		{ sim_in_kernel(allocate_old, NULL); }
static void slub_allocate(void)		{ sim_in_kernel(allocate_new, NULL); }
static void slub_remote_free(void)	{ sim_in_kernel(free_some_old, NULL); }
static void slub_check(void)		{ sim_in_kernel(free_the_rest, NULL); }

SIM_SCENARIO(slub_remote_free) = {
	.name = "slub-remote-free", .summary = "kmem_cache_alloc(), and another CPU frees what this one allocated",
	.once = slub_once, .arrive = { slub_arrive }, .act = { slub_allocate, slub_remote_free },
	.check = slub_check,
};

/* ---- pages: one CPU's lists are drained while it allocates from them ---- */

#define PAGES	6

static struct page *pages[PAGES];

static void fill_lists(void *unused)
{
	for (int i = 0; i < PAGES; i++)
		pages[i] = alloc_page(GFP_KERNEL);
	for (int i = 0; i < PAGES; i++)
		__free_page(pages[i]);
}

static void take_and_give_pages(void *unused)
{
	for (int i = 0; i < PAGES; i++) {
		pages[i] = alloc_pages(GFP_KERNEL, i % 2);
		sim_expect(pages[i]);
		memset(page_address(pages[i]), i, PAGE_SIZE << i % 2);
	}
	for (int i = 0; i < PAGES; i++) {
		sim_expect(!memchr_inv(page_address(pages[i]), i, PAGE_SIZE << i % 2));
		__free_pages(pages[i], i % 2);
	}
}

static void drain_lists(void *unused)
{
	drain_all_pages(NULL);
}

static void pcp_arrive(void)	{ sim_in_kernel(fill_lists, NULL); }
static void pcp_take(void)	{ sim_in_kernel(take_and_give_pages, NULL); }
static void pcp_drain(void)	{ sim_in_kernel(drain_lists, NULL); }

SIM_SCENARIO(pcp_drain) = {
	.name = "pcp-drain", .summary = "pages from this CPU's lists, and another CPU drains them",
	.arrive = { pcp_arrive, pcp_arrive }, .act = { pcp_take, pcp_drain },
};

/* ---- pages: an interrupt takes from the lists that its CPU is just changing ---- */

#define TAKEN	3

static void interrupt_takes_pages(void *unused)
{
	struct page *taken[TAKEN];

	for (int i = 0; i < TAKEN; i++)
		taken[i] = alloc_page(GFP_ATOMIC);
	for (int i = 0; i < TAKEN; i++)
		if (taken[i])
			__free_page(taken[i]);
}

static void interrupt_first_actor(void *unused)
{
	sim_expect(!smp_call_function_single(1, interrupt_takes_pages, NULL, 1));
}

static void pcp_interrupt(void)	{ sim_in_kernel(interrupt_first_actor, NULL); }

SIM_SCENARIO(pcp_interrupt) = {
	.name = "pcp-interrupt", .summary = "pages from this CPU's lists, and an interrupt that wants some, too",
	.arrive = { pcp_arrive }, .act = { pcp_take, pcp_interrupt },
};

/* ---- pages: two CPUs want a pageblock each, and these are buddies ---- */

static unsigned long block;		/* the first frame of both */

/* All is free, but the first page of it is in some CPU's stock: who drains that makes the lower block whole. */
static void make_blocks(void *unused)
{
	struct page *page = alloc_pages(GFP_KERNEL, MAX_PAGE_ORDER);

	sim_expect(page);
	split_page(page, MAX_PAGE_ORDER);
	block = page_to_pfn(page);
	set_pageblock_migratetype(page, MIGRATE_MOVABLE);
	set_pageblock_migratetype(page + pageblock_nr_pages, MIGRATE_MOVABLE);
	free_contig_range(block + 1, (1UL << MAX_PAGE_ORDER) - 1);
	drain_all_pages(NULL);
	__free_page(page);
}

/* Nothing is in the way of either, so none may be told that something is. */
static void take_block(void *half)
{
	unsigned long pfn = block + (unsigned long)half * pageblock_nr_pages;

	sim_expect(!alloc_contig_range(pfn, pfn + pageblock_nr_pages, MIGRATE_MOVABLE, GFP_KERNEL));
}

static void give_blocks_back(void *unused)
{
	free_contig_range(block, 2 * pageblock_nr_pages);
	drain_all_pages(NULL);
}

static void contig_prepare(void)	{ sim_in_kernel(make_blocks, NULL); }
static void contig_lower(void)		{ sim_in_kernel(take_block, (void *)0); }
static void contig_upper(void)		{ sim_in_kernel(take_block, (void *)1); }
static void contig_check(void)		{ sim_in_kernel(give_blocks_back, NULL); }

SIM_SCENARIO(contig_neighbours) = {
	.name = "contig-neighbours", .summary = "alloc_contig_range() of two pageblocks side by side",
	.prepare = contig_prepare, .act = { contig_lower, contig_upper }, .check = contig_check,
};

/* ---- vmalloc: two CPUs change the tree of ranges in use ---- */

#define AREAS	4

static void *areas[SIM_ACTORS][AREAS];

static void *new_area(unsigned long actor, int i)
{
	char *area = vmalloc(PAGE_SIZE);

	sim_expect(area);
	if (area)
		area[PAGE_SIZE - 1] = actor * AREAS + i;
	return area;
}

static void delete_area(unsigned long actor, int i)
{
	const char *area = areas[actor][i];

	sim_expect(find_vm_area(area) && area[PAGE_SIZE - 1] == actor * AREAS + i);
	vfree(area);
}

static void allocate_areas(void *actor)
{
	for (int i = 0; i < AREAS; i++)
		areas[(unsigned long)actor][i] = new_area((unsigned long)actor, i);
}

static void replace_an_area(void *actor)
{
	delete_area((unsigned long)actor, 1);
	areas[(unsigned long)actor][1] = new_area((unsigned long)actor, 1);
}

static void delete_areas(void *unused)
{
	for (unsigned long actor = 0; actor < SIM_ACTORS; actor++)
		for (int i = 0; i < AREAS; i++)
			delete_area(actor, i);
}

static void vmalloc_arrive_0(void)	{ sim_in_kernel(allocate_areas, (void *)0); }
static void vmalloc_arrive_1(void)	{ sim_in_kernel(allocate_areas, (void *)1); }
static void vmalloc_replace_0(void)	{ sim_in_kernel(replace_an_area, (void *)0); }
static void vmalloc_replace_1(void)	{ sim_in_kernel(replace_an_area, (void *)1); }
static void check_areas(void)		{ sim_in_kernel(delete_areas, NULL); }

SIM_SCENARIO(vmalloc) = {
	.name = "vmalloc", .summary = "vfree() and vmalloc() on two CPUs",
	.arrive = { vmalloc_arrive_0, vmalloc_arrive_1 }, .act = { vmalloc_replace_0, vmalloc_replace_1 },
	.check = check_areas,
};
