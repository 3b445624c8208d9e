// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_slab.c - recount every slab cache: its slabs, their free lists, the CPUs' sheaves.
 *
 * An object is in use, or in one sheaf, or on its slab's free list. A bit for each object of a slab is
 * set when it is met in a sheaf or on the list: meeting one twice is wrong. The objects of all sheaves
 * are sorted by address first, so that a slab's own are a run of them.
 *
 * Owns:       the owner AUDIT_SLAB.
 * Locks:      none: everything stands still. While somebody makes or ends a cache (slab_mutex), the list
 *             of caches may not be followed.
 * Elsewhere:  contents of objects (slub_debug.c).
 */
#include <linux/bitops.h>
#include <linux/mm.h>
#include <linux/sort.h>
#include <linux/string.h>
#include "audit.h"
#include "slab.h"

/**
 * struct audit_cache - the recount of one cache
 * @nr: objects in sheaves, which stand sorted in audit->objects
 * @placed: of these, how many were found to be of a slab
 */
struct audit_cache {
	struct audit *audit;
	struct kmem_cache *s;
	unsigned int nr;
	unsigned int placed;
};

/* ---- sheaves ------------------------------------------------------------------------------ */

static int compare_addresses(const void *a, const void *b)
{
	const void *x = *(void * const *)a, *y = *(void * const *)b;

	return x < y ? -1 : x > y;
}

static void collect_sheaves(struct audit_cache *ac)
{
	struct audit *audit = ac->audit;
	int cpu;

	for_each_possible_cpu(cpu) {
		struct cpu_sheaf *c = per_cpu_ptr(ac->s->cpu_sheaf, cpu);

		audit_equal(audit, NULL, c->turn, 0, "cache %s, CPU %d: turn of the sheaf", ac->s->name, cpu);
		if (c->size > c->capacity || c->capacity > SHEAF_CAPACITY_MAX) {
			audit_wrong(audit, NULL, "cache %s, CPU %d: %u objects in a sheaf for %u", ac->s->name,
				    cpu, c->size, c->capacity);
			continue;
		}
		memcpy(audit->objects + ac->nr, c->objects, c->size * sizeof(void *));
		ac->nr += c->size;
	}
	if (ac->nr > 1)
		sort(audit->objects, ac->nr, sizeof(void *), compare_addresses, NULL);
}

/* The first object in a sheaf at or above an address. */
static unsigned int first_from(struct audit_cache *ac, const void *addr)
{
	unsigned int low = 0, high = ac->nr;

	while (low < high) {
		unsigned int mid = (low + high) / 2;

		if (ac->audit->objects[mid] < addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* ---- one slab ----------------------------------------------------------------------------- */

/* An object that is not in use. Return: false where it is none, or was met before. */
static bool audit_free_object(struct audit_cache *ac, struct slab *slab, void *object, const char *where)
{
	struct kmem_cache *s = ac->s;
	unsigned long offset = object - slab_address(slab) - s->red_left_pad;
	unsigned int idx = offset / s->size;

	if (offset % s->size || idx >= slab->objects) {
		audit_wrong(ac->audit, slab, "cache %s: %px %s is no object of slab %px", s->name, object,
			    where, slab_address(slab));
		return false;
	}
	if (__test_and_set_bit(idx, ac->audit->bits)) {
		audit_wrong(ac->audit, slab, "cache %s: object %px %s is free twice", s->name, object, where);
		return false;
	}
	return true;
}

static void audit_slab(struct audit_cache *ac, int nid, struct slab *slab, u8 where)
{
	struct audit *audit = ac->audit;
	void *start = slab_address(slab), *object;
	unsigned int i, free = 0, stocked = 0;

	audit_true(audit, slab, slab->slab_cache == ac->s && slab->on_list == where,
		   "slab %px is on a list of cache %s, but not of it", start, ac->s->name);
	audit_equal(audit, slab, nid, slab_nid(slab), "cache %s: node on whose lists slab %px is", ac->s->name, start);
	if (slab->slab_cache != ac->s || !audit_claim(audit, page_to_pfn(slab_page(slab)),
						      1UL << slab_order(slab), AUDIT_SLAB))
		return;
	memset(audit->bits, 0, BITS_TO_LONGS(slab->objects) * sizeof(long));
	for (object = slab->freelist; object; object = freelist_next(ac->s, object)) {
		if (!audit_free_object(ac, slab, object, "on the free list"))
			break;
		free++;
	}
	audit_equal(audit, slab, slab->inuse, slab->objects - free, "cache %s: objects in use of slab %px",
		    ac->s->name, start);
	audit_true(audit, slab, (where == SLAB_ON_FULL) == !free, "cache %s: slab %px has %u free objects and is on the list of %s",
		   ac->s->name, start, free, where == SLAB_ON_FULL ? "full ones" : "others");
	for (i = first_from(ac, start); i < ac->nr; i++, stocked++)
		if (audit->objects[i] >= start + (PAGE_SIZE << slab_order(slab)) ||
		    !audit_free_object(ac, slab, audit->objects[i], "in a sheaf"))
			break;
	ac->placed += stocked;
}

/* ---- a cache ------------------------------------------------------------------------------ */

static void audit_node(struct audit_cache *ac, int nid, struct kmem_cache_node *n)
{
	unsigned long partial = 0, slabs = 0, objects = 0, inuse = 0, pages = 0;
	struct audit *audit = ac->audit;
	const char *name = ac->s->name;
	struct slab *slab;
	struct page *page;

	audit_for_each_page(audit, page, &n->partial, "list of partial slabs") {
		slab = (struct slab *)page;
		audit_slab(ac, nid, slab, SLAB_ON_PARTIAL);
		partial++;
		objects += slab->objects;
		inuse += slab->inuse;
		pages += 1UL << slab_order(slab);
	}
	slabs = partial;
	audit_for_each_page(audit, page, &n->full, "list of full slabs") {
		slab = (struct slab *)page;
		audit_slab(ac, nid, slab, SLAB_ON_FULL);
		slabs++;
		objects += slab->objects;
		inuse += slab->inuse;
		pages += 1UL << slab_order(slab);
	}
	audit->node_pages[nid][ac->s->flags & SLAB_RECLAIM_ACCOUNT ? NR_SLAB_RECLAIMABLE_B :
			       NR_SLAB_UNRECLAIMABLE_B] += pages;
	audit_equal(audit, NULL, n->nr_partial, partial, "cache %s: partial slabs", name);
	audit_equal(audit, NULL, n->nr_slabs, slabs, "cache %s: slabs", name);
	audit_equal(audit, NULL, n->total_objects, objects, "cache %s: objects", name);
	audit_equal(audit, NULL, n->nr_inuse, inuse, "cache %s: objects not on a free list", name);
}

void audit_slabs(struct audit *audit)
{
	struct kmem_cache_node *n;
	struct kmem_cache *s;
	int nid;

	if (mutex_is_locked(&slab_mutex)) {
		audit_look_again(audit);
		return;
	}
	list_for_each_entry(s, &slab_caches, list) {
		struct audit_cache ac = { .audit = audit, .s = s };

		collect_sheaves(&ac);
		for_each_kmem_cache_node(s, nid, n)
			audit_node(&ac, nid, n);
		audit_equal(audit, NULL, ac.nr, ac.placed, "cache %s: objects in sheaves, and of them in its slabs",
			    s->name);
	}
}
