// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_alloc_kunit.c - the auditor names what is wrong with the allocators: zones, per-CPU stocks,
 * per-CPU memory, vmalloc space, slabs.
 *
 * Each case breaks one thing of the live allocators while everything stands still; of slabs, in a cache
 * of its own.
 */
#include "audit_kunit.h"
#include <linux/bitmap.h>
#include <linux/kasan.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "pages.h"
#include "percpu.h"
#include "slab.h"
#include "vmalloc.h"

#define OBJECTS	96

static struct fixture {
	struct kmem_cache *cache;
	void *objects[OBJECTS];
	void *area;
	unsigned long freed;	/* where an area was: its range waits to be purged */
	void __percpu *percpu;
} f;

static void release(void *unused)
{
	kmem_cache_free_bulk(f.cache, OBJECTS / 2, f.objects);
	kmem_cache_destroy(f.cache);
	vfree(f.area);
	free_percpu(f.percpu);
}

/* Half of the objects are in use, half were freed: some of those are in a sheaf, some in slabs. */
static int fill(struct kunit *test)
{
	void *area = vmalloc(3 * PAGE_SIZE);

	f.freed = (unsigned long)area;
	f.cache = kmem_cache_create("audit_test", 600, 8, SLAB_NO_MERGE, NULL);
	KUNIT_ASSERT_NOT_NULL(test, f.cache);
	KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(f.cache, GFP_KERNEL, OBJECTS, f.objects), OBJECTS);
	kmem_cache_free_bulk(f.cache, OBJECTS / 2, f.objects + OBJECTS / 2);
	kasan_cache_shrink(f.cache);
	kmem_cache_flush_sheaves(f.cache);
	kmem_cache_free(f.cache, kmem_cache_alloc(f.cache, GFP_KERNEL));
	f.area = vmalloc(3 * PAGE_SIZE);
	f.percpu = __alloc_percpu(64, 8);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, release, NULL));
	KUNIT_ASSERT_TRUE(test, area && f.area && f.percpu);
	vfree(area);
	return 0;
}

static int sign(bool on)
{
	return on ? 1 : -1;
}

/* ---- zones -------------------------------------------------------------------------------- */

/* The first free block of at least two pages, on the lists of the highest zone that has any. */
static struct page *free_block(struct zone **zonep, unsigned int *order)
{
	struct zone *zone, *found = NULL;
	struct page *page = NULL;
	unsigned int o, mt;

	for_each_populated_zone(zone) {
		for_each_migratetype_order(o, mt) {
			if (o && mt < MIGRATE_PCPTYPES && !list_empty(&zone->free_area[o].free_list[mt])) {
				page = list_first_entry(&zone->free_area[o].free_list[mt], struct page,
							buddy_list);
				*order = o;
				found = zone;
			}
		}
	}
	*zonep = found;
	return page;
}

/* A stock that has single pages. */
static struct per_cpu_pages *some_stock(struct page **page)
{
	struct zone *zone;
	int cpu, mt;

	for_each_populated_zone(zone) {
		for_each_possible_cpu(cpu) {
			struct per_cpu_pages *pcp = per_cpu_ptr(zone->per_cpu_pageset, cpu);

			for (mt = 0; mt < MIGRATE_PCPTYPES; mt++) {
				*page = list_first_entry_or_null(&pcp->lists[mt], struct page, pcp_list);
				if (*page)
					return pcp;
			}
		}
	}
	return NULL;
}

static struct zone *some_zone(void)
{
	struct zone *zone;
	unsigned int order;

	free_block(&zone, &order);
	return zone;
}

static void free_blocks_drift(bool on)
{
	some_zone()->free_area[3].nr_free += sign(on);
}

static void free_pages_drift(bool on)
{
	mod_zone_page_state(some_zone(), NR_FREE_PAGES, sign(on));
}

static void free_page_in_use(bool on)
{
	struct zone *zone;
	unsigned int order;

	set_page_count(free_block(&zone, &order) + 1, on);
}

static void free_block_of_another_order(bool on)
{
	static struct page *page;
	struct zone *zone;
	unsigned int order;

	if (on)
		page = free_block(&zone, &order);
	set_page_private(page, buddy_order(page) + sign(on));
}

static void pageblock_of_another_mobility(bool on)
{
	static struct page *page;
	struct zone *zone;
	unsigned int order;

	if (on)
		page = free_block(&zone, &order);
	set_pageblock_migratetype(page, get_pageblock_migratetype(page) ^ MIGRATE_RECLAIMABLE);
}

static void free_list_broken(bool on)
{
	static struct list_head *prev;
	struct zone *zone;
	unsigned int order;
	struct page *page = free_block(&zone, &order);

	if (on)
		prev = page->buddy_list.prev;
	page->buddy_list.prev = on ? &page->buddy_list : prev;
}

/* One block becomes two halves, both on the lists. */
static void buddies_apart(bool on)
{
	static struct page *page;
	static struct zone *zone;
	static unsigned int order;
	struct list_head *list;

	if (on)
		page = free_block(&zone, &order);
	list = &zone->free_area[on ? order - 1 : order].free_list[get_pageblock_migratetype(page)];
	list_move(&page->buddy_list, list);
	set_page_private(page, on ? order - 1 : order);
	zone->free_area[order].nr_free -= sign(on);
	zone->free_area[order - 1].nr_free += 2 * sign(on);
	page += 1UL << (order - 1);
	if (on) {
		list_add(&page->buddy_list, list);
		set_buddy_order(page, order - 1);
	} else {
		list_del(&page->buddy_list);
		__ClearPageBuddy(page);
		set_page_private(page, 0);
	}
	page -= 1UL << (order - 1);
}

static void stock_count_drift(bool on)
{
	struct page *page;

	some_stock(&page)->count += sign(on);
}

static void stock_page_in_use(bool on)
{
	struct page *page;

	some_stock(&page);
	set_page_count(page, on);
}

static void stock_in_use(bool on)
{
	struct page *page;

	some_stock(&page)->turn = on;
}

static void highatomic_drift(bool on)
{
	some_zone()->nr_reserved_highatomic += sign(on) * (long)pageblock_nr_pages;
}

static void isolated_drift(bool on)
{
	some_zone()->nr_isolate_pageblock += sign(on);
}

static void low_watermark_drift(bool on)
{
	some_zone()->_watermark[WMARK_LOW] += sign(on);
}

static void min_watermarks_stale(bool on)
{
	min_free_kbytes += sign(on) * 4096;
}

static void lowmem_reserve_drift(bool on)
{
	first_online_pgdat()->node_zones[0].lowmem_reserve[ZONE_NORMAL] += sign(on);
}

/* ---- per-CPU memory ----------------------------------------------------------------------- */

static struct pcpu_chunk *first_chunk(void)
{
	return list_first_entry(&pcpu_chunks, struct pcpu_chunk, list);
}

static void chunk_free_drift(bool on)
{
	first_chunk()->free_bits += sign(on);
}

static void chunk_first_free_wrong(bool on)
{
	static int first_free;

	if (on)
		first_free = first_chunk()->first_free;
	first_chunk()->first_free = on ? pcpu_unit_bits : first_free;
}

static void chunk_boundary_lost(bool on)
{
	__change_bit(0, first_chunk()->bound_map);
}

static void chunk_page_not_populated(bool on)
{
	__change_bit(0, first_chunk()->populated);
	pcpu_nr_populated -= sign(on);
}

static void populated_drift(bool on)
{
	pcpu_nr_populated += sign(on);
}

/* ---- vmalloc ------------------------------------------------------------------------------ */

static struct vm_struct *area(void)
{
	return find_vm_area(f.area);
}

static pte_t *kernel_pte(unsigned long addr)
{
	pud_t *pud = pud_offset(p4d_offset(pgd_offset_k(addr), addr), addr);

	return pte_offset_kernel(pmd_offset(pud, addr), addr);
}

static pte_t *area_pte(int i)
{
	return kernel_pte((unsigned long)f.area + i * PAGE_SIZE);
}

static void free_range_maximum(bool on)
{
	rb_va(vmap_free_root.rb_node)->subtree_max_size += sign(on) * (long)PAGE_SIZE;
}

static void area_size_wrong(bool on)
{
	area()->size += sign(on) * (long)PAGE_SIZE;
}

static void area_overlaps(bool on)
{
	struct vmap_area *va = find_vmap_area((unsigned long)f.area);

	va->va_start = on ? VMALLOC_START : (unsigned long)f.area;
}

static void area_page_not_mapped(bool on)
{
	static pte_t pte;

	if (on)
		pte = *area_pte(1);
	set_pte(area_pte(1), on ? __pte(0) : pte);
}

static void area_pages_exchanged(bool on)
{
	swap(area()->pages[0], area()->pages[1]);
}

static void area_page_of_two(bool on)
{
	static struct page *page;

	if (on)
		page = area()->pages[1];
	area()->pages[1] = on ? area()->pages[0] : page;
}

static void guard_page_mapped(bool on)
{
	set_pte(area_pte(3), on ? *area_pte(2) : __pte(0));
}

static void purge_pages_drift(bool on)
{
	vmap_purge_pages += sign(on);
}

static void entry_in_no_area(bool on)
{
	set_pte(kernel_pte(f.freed), on ? *area_pte(0) : __pte(0));
}

static void range_lost(bool on)
{
	list_first_entry(&vmap_purge_list, struct vmap_area, list)->va_end -= sign(on) * (long)PAGE_SIZE;
	vmap_purge_pages -= sign(on);
}

/* ---- slabs -------------------------------------------------------------------------------- */

static struct slab *a_slab(void)
{
	return virt_to_slab(f.objects[0]);
}

static struct kmem_cache_node *a_node(void)
{
	return f.cache->node[slab_nid(a_slab())];
}

/* A slab of the cache with objects on its free list. */
static struct slab *free_slab(void)
{
	struct kmem_cache_node *n;
	int nid;

	for_each_kmem_cache_node(f.cache, nid, n)
		if (!list_empty(&n->partial))
			return list_first_entry(&n->partial, struct slab, slab_list);
	return a_slab();
}

/* A sheaf with objects. */
static struct cpu_sheaf *a_sheaf(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		if (per_cpu_ptr(f.cache->cpu_sheaf, cpu)->size > 1)
			return per_cpu_ptr(f.cache->cpu_sheaf, cpu);
	return per_cpu_ptr(f.cache->cpu_sheaf, 0);
}

static void inuse_drift(bool on)
{
	a_slab()->inuse += sign(on);
}

static void free_list_to_nowhere(bool on)
{
	static void *next;
	struct slab *slab = free_slab();

	if (on)
		next = freelist_next(f.cache, slab->freelist);
	freelist_set_next(f.cache, slab->freelist, on ? slab->freelist + 8 : next);
}

static void free_list_in_a_circle(bool on)
{
	static void *next;
	struct slab *slab = free_slab();

	if (on)
		next = freelist_next(f.cache, slab->freelist);
	freelist_set_next(f.cache, slab->freelist, on ? slab->freelist : next);
}

static void freed_twice_to_sheaf(bool on)
{
	static void *object;
	struct cpu_sheaf *c = a_sheaf();

	if (on)
		object = c->objects[0];
	c->objects[0] = on ? c->objects[1] : object;
}

static void sheaf_with_anothers_object(bool on)
{
	static void *object;
	struct cpu_sheaf *c = a_sheaf();

	if (on)
		object = c->objects[0];
	c->objects[0] = on ? (void *)f.cache : object;
}

static void sheaf_too_full(bool on)
{
	a_sheaf()->capacity -= sign(on) * 100;
}

static void partial_drift(bool on)
{
	a_node()->nr_partial += sign(on);
}

static void slabs_drift(bool on)
{
	a_node()->nr_slabs += sign(on);
}

static void objects_drift(bool on)
{
	a_node()->total_objects += sign(on);
}

static void node_inuse_drift(bool on)
{
	a_node()->nr_inuse += sign(on);
}

static void slab_of_another_cache(bool on)
{
	a_slab()->slab_cache = on ? kmem_cache : f.cache;
}

static void slab_on_no_list(bool on)
{
	static struct list_head *prev;
	struct kmem_cache_node *n = a_node();
	struct slab *slab = a_slab();

	if (on)
		prev = slab->slab_list.prev;
	if (on)
		list_del(&slab->slab_list);
	else
		list_add(&slab->slab_list, prev);
	n->nr_slabs -= sign(on);
	n->total_objects -= sign(on) * slab->objects;
	n->nr_inuse -= sign(on) * slab->inuse;
	n->nr_partial -= slab->on_list == SLAB_ON_PARTIAL ? sign(on) : 0;
}

static const struct audit_case audit_alloc_table[] = {
	AUDIT_CASE("zone", free_blocks_drift, "free blocks of order 3: recorded"),
	AUDIT_CASE("zone", free_pages_drift, "nr_free_pages: recorded"),
	AUDIT_CASE("zone", free_page_in_use, "in the buddy lists: references: recorded 1, recounted 0"),
	AUDIT_CASE("zone", free_block_of_another_order, "order: recorded"),
	AUDIT_CASE("zone", pageblock_of_another_mobility, "mobility of its list and of its pageblock"),
	AUDIT_CASE("zone", free_list_broken, "free list is broken"),
	AUDIT_CASE("zone", buddies_apart, "have not merged"),
	AUDIT_CASE("zone", stock_count_drift, "pages in stock: recorded"),
	AUDIT_CASE("zone", stock_page_in_use, "in a per-CPU stock: references: recorded 1, recounted 0"),
	AUDIT_CASE("zone", stock_in_use, "turn of the stock: recorded 1, recounted 0"),
	AUDIT_CASE("zone", highatomic_drift, "pages of the highatomic reserve: recorded"),
	AUDIT_CASE("zone", isolated_drift, "isolated pageblocks: recorded 1, recounted 0"),
	AUDIT_CASE("zone", low_watermark_drift, "low watermark: recorded"),
	AUDIT_CASE("zone", min_watermarks_stale, "sum of the minimum watermarks"),
	AUDIT_CASE("zone", lowmem_reserve_drift, "pages kept from zone"),
	AUDIT_CASE("percpu", chunk_free_drift, "free units of"),
	AUDIT_CASE("percpu", chunk_first_free_wrong, "first free unit"),
	AUDIT_CASE("percpu", chunk_boundary_lost, "there is no boundary"),
	AUDIT_CASE("percpu", chunk_page_not_populated, "is in use, but not populated"),
	AUDIT_CASE("percpu", populated_drift, "per-CPU pages of a unit: recorded"),
	AUDIT_CASE("vmalloc", free_range_maximum, "largest below it: recorded"),
	AUDIT_CASE("vmalloc", area_size_wrong, "size: recorded"),
	AUDIT_CASE("vmalloc", area_overlaps, "overlaps the one below"),
	AUDIT_CASE("vmalloc", area_page_not_mapped, "of its array is not mapped"),
	AUDIT_CASE("vmalloc", area_pages_exchanged, "and in its array: recorded"),
	AUDIT_CASE("vmalloc", area_page_of_two, "belongs to both vmalloc and vmalloc"),
	AUDIT_CASE("vmalloc", guard_page_mapped, "its guard page maps frame"),
	AUDIT_CASE("vmalloc", purge_pages_drift, "pages of ranges to be purged: recorded"),
	AUDIT_CASE("vmalloc", entry_in_no_area, "and is in no busy range"),
	AUDIT_CASE("vmalloc", range_lost, "bytes of vmalloc space: recorded"),
	AUDIT_CASE("slab", inuse_drift, "objects in use of slab"),
	AUDIT_CASE("slab", free_list_to_nowhere, "on the free list is no object of slab"),
	AUDIT_CASE("slab", free_list_in_a_circle, "on the free list is free twice"),
	AUDIT_CASE("slab", freed_twice_to_sheaf, "in a sheaf is free twice"),
	AUDIT_CASE("slab", sheaf_with_anothers_object, "objects in sheaves, and of them in its slabs"),
	AUDIT_CASE("slab", sheaf_too_full, "objects in a sheaf for"),
	AUDIT_CASE("slab", partial_drift, "partial slabs: recorded"),
	AUDIT_CASE("slab", slabs_drift, "cache audit_test: slabs: recorded"),
	AUDIT_CASE("slab", objects_drift, "cache audit_test: objects: recorded"),
	AUDIT_CASE("slab", node_inuse_drift, "objects not on a free list: recorded"),
	AUDIT_CASE("slab", slab_of_another_cache, "is on a list of cache audit_test, but not of it"),
	AUDIT_CASE(NULL, slab_on_no_list, "of a slab on no cache's lists"),
};

KUNIT_ARRAY_PARAM_DESC(audit_alloc, audit_alloc_table, name);

static void finds(struct kunit *test)
{
	audit_finds(test, test->param_value);
}

static struct kunit_case audit_alloc_cases[] = {
	KUNIT_CASE_PARAM(finds, audit_alloc_gen_params),
	{}
};

static struct kunit_suite audit_alloc_suite = {
	.name = "mm_audit_alloc",
	.init = fill,
	.test_cases = audit_alloc_cases,
};
kunit_test_suite(audit_alloc_suite);
