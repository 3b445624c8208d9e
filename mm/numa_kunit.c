// SPDX-License-Identifier: GPL-2.0-only
/*
 * numa_kunit.c - memory comes from the node that is asked for, or from the nearest that has some.
 */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/topology.h>
#include "slab.h"

static int numa_test_init(struct kunit *test)
{
	if (num_online_nodes() == 1)
		kunit_skip(test, "the machine has one node");
	return 0;
}

static void each_frame_has_its_node(struct kunit *test)
{
	unsigned long start, end, pages = 0;
	int i, nid;

	for_each_mem_pfn_range(i, NUMA_NO_NODE, &start, &end, &nid) {
		struct pglist_data *pgdat = NODE_DATA(nid);

		KUNIT_ASSERT_TRUE(test, node_online(nid));
		KUNIT_EXPECT_GE(test, start, pgdat->node_start_pfn);
		KUNIT_EXPECT_LE(test, end, pgdat_end_pfn(pgdat));
		for (unsigned long pfn = start; pfn < end; pfn++)
			KUNIT_ASSERT_EQ(test, page_to_nid(pfn_to_page(pfn)), nid);
	}
	for_each_online_node(nid) {
		KUNIT_EXPECT_GT(test, node_present_pages(nid), 0UL);
		pages += node_present_pages(nid);
	}
	KUNIT_EXPECT_EQ(test, pages, PHYS_PFN(memblock_phys_mem_size()));
}

static void fallback_goes_by_distance(struct kunit *test)
{
	int nid;

	for_each_online_node(nid) {
		struct zoneref *z = NODE_DATA(nid)->node_zonelists[ZONELIST_FALLBACK]._zonerefs;
		nodemask_t seen = NODE_MASK_NONE;
		int last = nid;

		KUNIT_EXPECT_EQ(test, zonelist_node_idx(z), nid);
		for (; z->zone; z++) {
			int now = zonelist_node_idx(z);

			KUNIT_EXPECT_GE(test, node_distance(nid, now), node_distance(nid, last));
			KUNIT_EXPECT_TRUE(test, now == last || !node_isset(now, seen));
			node_set(now, seen);
			last = now;
		}
		KUNIT_EXPECT_TRUE(test, nodes_equal(seen, node_states[N_MEMORY]));
	}
}

static void pages_of_a_node(struct kunit *test)
{
	int nid;

	for_each_online_node(nid) {
		for (unsigned int order = 0; order <= 4; order += 2) {
			struct page *page = alloc_pages_node(nid, GFP_KERNEL | __GFP_THISNODE, order);

			KUNIT_ASSERT_NOT_NULL(test, page);
			KUNIT_EXPECT_EQ(test, page_to_nid(page), nid);
			__free_pages(page, order);
		}
	}
}

/* Only nodes of the mask give anything, however near others are. */
static void pages_of_a_mask(struct kunit *test)
{
	int nid, other;

	for_each_online_node(nid) {
		for_each_online_node(other) {
			nodemask_t only = NODE_MASK_NONE;
			struct page *page;

			node_set(other, only);
			page = __alloc_pages(GFP_KERNEL, 0, nid, &only);
			KUNIT_ASSERT_NOT_NULL(test, page);
			KUNIT_EXPECT_EQ(test, page_to_nid(page), other);
			__free_pages(page, 0);
		}
	}
}

static void objects_of_a_node(struct kunit *test)
{
	int nid;

	for_each_online_node(nid) {
		void *small = kmalloc_node(100, GFP_KERNEL | __GFP_THISNODE, nid);
		void *large = kmalloc_node(5 * PAGE_SIZE, GFP_KERNEL | __GFP_THISNODE, nid);

		KUNIT_EXPECT_NOT_NULL(test, small);
		KUNIT_EXPECT_NOT_NULL(test, large);
		if (small)
			KUNIT_EXPECT_EQ(test, page_to_nid(virt_to_page(small)), nid);
		if (large)
			KUNIT_EXPECT_EQ(test, page_to_nid(virt_to_page(large)), nid);
		kfree(small);
		kfree(large);
	}
}

#define OBJECTS	64

/* Slabs, too, come from another node then, and stand on that node's lists. */
static void objects_beside(struct kunit *test, int nid)
{
	struct kmem_cache *s = kmem_cache_create("numa_test", 2000, 0, SLAB_NO_MERGE, NULL);
	void *objects[OBJECTS];
	int n = 0;

	KUNIT_ASSERT_NOT_NULL(test, s);
	while (n < OBJECTS && (objects[n] = kmem_cache_alloc_node(s, GFP_KERNEL | __GFP_NORETRY, nid)))
		n++;
	KUNIT_EXPECT_EQ(test, n, OBJECTS);
	KUNIT_EXPECT_EQ(test, s->node[nid]->nr_slabs, 0UL);
	KUNIT_EXPECT_TRUE(test, slab_check(s));
	while (n)
		kmem_cache_free(s, objects[--n]);
	kmem_cache_destroy(s);
}

/* A node that is full: the next one gives, unless no other may. */
static void full_node(struct kunit *test)
{
	int nid = numa_node_id();
	struct page *page, *next, *all = NULL;
	gfp_t gfp = GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY;

	while ((page = alloc_pages_node(nid, gfp | __GFP_THISNODE, 0))) {
		page->private = (unsigned long)all;
		all = page;
	}
	page = alloc_pages_node(nid, gfp, 0);
	KUNIT_EXPECT_NOT_NULL(test, page);
	if (page) {
		KUNIT_EXPECT_NE(test, page_to_nid(page), nid);
		__free_pages(page, 0);
	}
	objects_beside(test, nid);
	KUNIT_EXPECT_NOT_NULL(test, all);
	for (; all; all = next) {
		next = (struct page *)all->private;
		all->private = 0;
		__free_pages(all, 0);
	}
}

static void cpus_have_nodes(struct kunit *test)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		KUNIT_EXPECT_TRUE(test, node_online(cpu_to_node(cpu)));
	preempt_disable();
	KUNIT_EXPECT_EQ(test, numa_node_id(), cpu_to_node(smp_processor_id()));
	preempt_enable();
}

static void distances(struct kunit *test)
{
	int from, to;

	for_each_online_node(from)
		for_each_online_node(to) {
			if (from == to)
				KUNIT_EXPECT_EQ(test, node_distance(from, to), LOCAL_DISTANCE);
			else
				KUNIT_EXPECT_GT(test, node_distance(from, to), LOCAL_DISTANCE);
		}
	KUNIT_EXPECT_EQ(test, node_distance(-1, MAX_NUMNODES), REMOTE_DISTANCE);
}

static struct kunit_case numa_cases[] = {
	KUNIT_CASE(each_frame_has_its_node),
	KUNIT_CASE(fallback_goes_by_distance),
	KUNIT_CASE(pages_of_a_node),
	KUNIT_CASE(pages_of_a_mask),
	KUNIT_CASE(objects_of_a_node),
	KUNIT_CASE(full_node),
	KUNIT_CASE(cpus_have_nodes),
	KUNIT_CASE(distances),
	{ }
};

static struct kunit_suite numa_suite = {
	.name = "numa",
	.init = numa_test_init,
	.test_cases = numa_cases,
};
kunit_test_suite(numa_suite);
