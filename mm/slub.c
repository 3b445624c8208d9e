// SPDX-License-Identifier: GPL-2.0-only
/*
 * slub.c - the slab allocator: caches of equal objects.
 *
 * Owns:       struct kmem_cache's sheaves and nodes, struct slab, each slab's free list.
 * Invariant:  an object is in use, or in exactly one sheaf, or on its slab's free list;
 *             slab->inuse counts the first two; a slab with free objects is on its node's partial
 *             list, any other on the full list; nr_slabs, total_objects and nr_inuse are
 *             the sums (slab_check()).
 * Locks:      kmem_cache_node.list_lock for slabs and lists, interrupts off; below it only
 *             zone->lock. A sheaf belongs to its CPU: preemption off and the turn held.
 * Elsewhere:  creation, merging, kmalloc (slab_common.c); checks of single objects
 *             (slub_debug.c); structures (slab.h).
 *
 * Allocation takes the top of this CPU's sheaf, a stack of pointers; freeing pushes. Neither
 * looks at the object, its slab or its page, and no atomic instruction is used: about 20
 * instructions each. When the sheaf is empty, half a sheaf is taken from partial slabs under
 * one list_lock; when it is full, its older half goes back the same way. So it does not
 * matter which CPU frees, and the lock is touched once in some thirty operations. Rejected: a
 * free list per CPU popped by a double-word compare-and-exchange. It needs the object's next
 * pointer, a cache miss, and a second protocol for remote frees.
 *
 * In caches that are being debugged the sheaf has no room, so every operation comes to the
 * slow path, where the checks are; the fast path has no test for it.
 */
#include <linux/fault-inject.h>
#include <linux/instruction_pointer.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/smp.h>
#include <linux/stackdepot.h>
#include <linux/string.h>
#include "slab.h"

enum slab_state slab_state __read_mostly;

#define SHEAF_BATCH_MAX	32

/* slab_post_alloc() and slab_pre_free() do something. */
#define SLAB_HAS_HOOKS	(IS_ENABLED(CONFIG_KASAN) || IS_ENABLED(CONFIG_DEBUG_KMEMLEAK))

/* ---- sizes -------------------------------------------------------------- */

/*
 * The order at which at least @min_objects fit and at most 1/@fraction of the block is lost.
 * Return: more than 3 if there is none.
 */
static unsigned int slab_order_for(unsigned int size, unsigned int min_objects,
				   unsigned int fraction)
{
	unsigned int order = get_order(max_t(unsigned long, min_objects, 1) * size);

	for (; order <= PAGE_ALLOC_COSTLY_ORDER; order++) {
		unsigned long bytes = PAGE_SIZE << order;

		if (bytes / size <= U16_MAX && bytes % size <= bytes / fraction)
			break;
	}
	return order;
}

/* More CPUs take more objects at a time, so want larger slabs; waste is traded against order. */
static unsigned int calculate_order(unsigned int size)
{
	unsigned int min_objects = 4 * (fls(nr_cpu_ids) + 1);
	unsigned int max_objects = max((PAGE_SIZE << PAGE_ALLOC_COSTLY_ORDER) / size, 1UL);
	unsigned int fraction, order;

	min_objects = min(min_objects, max_objects);
	for (fraction = 16; fraction > 1; fraction /= 2) {
		order = slab_order_for(size, min_objects, fraction);
		if (order <= PAGE_ALLOC_COSTLY_ORDER)
			return order;
	}
	order = slab_order_for(size, 1, 1);
	return order <= PAGE_ALLOC_COSTLY_ORDER ? order : get_order(size);
}

static unsigned int sheaf_capacity_for(unsigned int size)
{
	if (size <= 256)
		return SHEAF_CAPACITY_MAX;
	if (size <= 1024)
		return 28;
	return size < PAGE_SIZE ? 12 : 6;
}

/**
 * calculate_sizes() - lay out objects and slabs of a cache
 *
 * An object is followed by what must not overlay it. The free list's link lies in the middle
 * of a free object, far from overruns of the neighbours, unless the object keeps meaning
 * while free (constructed, type-safe) or is poisoned.
 *
 * Return: 0, or -EINVAL if the object is too large for any slab.
 */
int calculate_sizes(struct kmem_cache *s, slab_flags_t flags)
{
	unsigned int size = ALIGN(s->object_size, sizeof(void *));

	if (flags & SLAB_RED_ZONE && size == s->object_size)
		size += sizeof(void *);
	s->inuse = size;
	if (s->ctor || (flags & (SLAB_TYPESAFE_BY_RCU | SLAB_POISON | SLAB_RED_ZONE |
				 SLAB_STORE_USER))) {
		s->offset = size;
		size += sizeof(void *);
	} else {
		s->offset = ALIGN_DOWN(s->object_size / 2, sizeof(void *));
	}
	size = slub_debug_layout(s, flags, size);
	size = kasan_cache_layout(s, flags, size);
	size = ALIGN(size, s->align);
	s->size = size;
	s->oo_order = calculate_order(size);
	if (s->oo_order > MAX_PAGE_ORDER)
		return -EINVAL;
	s->oo_objects = min_t(unsigned long, (PAGE_SIZE << s->oo_order) / size, U16_MAX);
	s->min_order = get_order(size);
	s->min_objects = min_t(unsigned long, (PAGE_SIZE << s->min_order) / size, U16_MAX);
	s->min_partial = clamp_t(unsigned long, ilog2(size) / 2, 5, 10);
	s->sheaf_capacity = flags & SLAB_DEBUG_FLAGS ? 0 : sheaf_capacity_for(size);
	s->allocflags = __GFP_COMP;
	if (flags & SLAB_CACHE_DMA)
		s->allocflags |= GFP_DMA;
	if (flags & SLAB_CACHE_DMA32)
		s->allocflags |= GFP_DMA32;
	if (flags & SLAB_RECLAIM_ACCOUNT)
		s->allocflags |= __GFP_RECLAIMABLE;
	return s->oo_objects ? 0 : -EINVAL;
}

/* ---- slabs -------------------------------------------------------------- */

static enum node_stat_item slab_stat_item(const struct kmem_cache *s)
{
	return s->flags & SLAB_RECLAIM_ACCOUNT ? NR_SLAB_RECLAIMABLE_B : NR_SLAB_UNRECLAIMABLE_B;
}

static struct page *alloc_slab_page(struct kmem_cache *s, gfp_t flags, int node)
{
	gfp_t gfp = (flags & (GFP_RECLAIM_MASK | __GFP_THISNODE)) | s->allocflags, light = gfp;
	struct page *page;

	gfp &= ~__GFP_ZERO;
	if (s->oo_order > s->min_order) {
		/* the larger block is only nicer: do not work for it */
		light = (gfp | __GFP_NOWARN | __GFP_NOMEMALLOC) &
			~(__GFP_DIRECT_RECLAIM | __GFP_NOFAIL);
	}
	page = alloc_pages_node(node, light, s->oo_order);
	if (!page && s->oo_order > s->min_order)
		page = alloc_pages_node(node, gfp, s->min_order);
	return page;
}

/* Builds the free list of a fresh slab, lowest address first, and constructs its objects. */
static void init_slab_objects(struct kmem_cache *s, struct slab *slab)
{
	void *object = slab_object(s, slab, 0), *next;
	unsigned int i;

	slub_debug_poison_slab(s, slab);
	kasan_poison_slab(s, slab);
	slab->freelist = object;
	for (i = 0; i < slab->objects; i++) {
		slub_debug_setup_object(s, slab, object);
		if (s->ctor) {
			kasan_unpoison_new_object(s, object);
			s->ctor(object);
			kasan_poison_new_object(s, object);
		}
		next = i + 1 < slab->objects ? object + s->size : NULL;
		freelist_set_next(s, object, next);
		object = next;
	}
}

/**
 * new_slab() - get pages and cut them into objects
 *
 * The slab is on no list and counted nowhere yet. Context: may sleep if @flags say so.
 */
struct slab *new_slab(struct kmem_cache *s, gfp_t flags, int node)
{
	struct page *page = alloc_slab_page(s, flags, node);
	struct slab *slab = (struct slab *)page;
	unsigned int order;

	if (!page)
		return NULL;
	order = compound_order(page);
	__SetPageSlabHead(page);
	INIT_LIST_HEAD(&slab->slab_list);
	slab->slab_cache = s;
	slab->objects = min_t(unsigned long, (PAGE_SIZE << order) / s->size, U16_MAX);
	slab->inuse = 0;
	slab->on_list = SLAB_ON_NONE;
	init_slab_objects(s, slab);
	mod_node_page_state(page_pgdat(page), slab_stat_item(s), PAGE_SIZE << order);
	return slab;
}

static void release_slab_pages(struct kmem_cache *s, struct slab *slab)
{
	struct page *page = slab_page(slab);
	unsigned int order = compound_order(page);

	mod_node_page_state(page_pgdat(page), slab_stat_item(s), -(long)(PAGE_SIZE << order));
	__ClearPageSlabHead(page);
	slab->freelist = NULL;		/* kmemleak would take it for a reference by the struct page */
	page->mapping = NULL;
	__free_pages(page, order);
}

static void release_slab_rcu(struct rcu_head *head)
{
	struct slab *slab = container_of(head, struct slab, rcu_head);

	release_slab_pages(slab->slab_cache, slab);
}

/**
 * free_to_page_allocator() - give an empty slab's pages back, for type-safe caches after a
 *			      grace period
 */
void free_to_page_allocator(struct kmem_cache *s, struct slab *slab)
{
	if (unlikely(s->flags & SLAB_TYPESAFE_BY_RCU))
		call_rcu(&slab->rcu_head, release_slab_rcu);
	else
		release_slab_pages(s, slab);
}

/* ---- lists of a node; list_lock held ------------------------------------ */

static void slab_list_move(struct kmem_cache_node *n, struct slab *slab, u8 where, bool tail)
{
	lockdep_assert_held(&n->list_lock);
	if (slab->on_list == SLAB_ON_PARTIAL)
		n->nr_partial--;
	if (slab->on_list != SLAB_ON_NONE)
		list_del_init(&slab->slab_list);
	slab->on_list = where;
	if (where == SLAB_ON_PARTIAL) {
		n->nr_partial++;
		if (tail)
			list_add_tail(&slab->slab_list, &n->partial);
		else
			list_add(&slab->slab_list, &n->partial);
	} else if (where == SLAB_ON_FULL) {
		list_add(&slab->slab_list, &n->full);
	}
}

static void node_add_slab(struct kmem_cache_node *n, struct slab *slab)
{
	n->nr_slabs++;
	n->total_objects += slab->objects;
	slab_list_move(n, slab, SLAB_ON_PARTIAL, false);
}

static void node_remove_slab(struct kmem_cache_node *n, struct slab *slab)
{
	n->nr_slabs--;
	n->total_objects -= slab->objects;
	slab_list_move(n, slab, SLAB_ON_NONE, false);
}

/* A slab found corrupt is put away for good: its objects count as used. */
static void slab_put_away(struct kmem_cache_node *n, struct slab *slab)
{
	n->nr_inuse += slab->objects - slab->inuse;
	slab->inuse = slab->objects;
	slab->freelist = NULL;
	slab_list_move(n, slab, SLAB_ON_FULL, false);
}

/* Takes up to @max objects off a slab's free list. */
static unsigned int slab_take(struct kmem_cache *s, struct kmem_cache_node *n, struct slab *slab,
			      unsigned int max, void **objects, unsigned long addr)
{
	unsigned int got = 0;

	while (got < max && slab->freelist) {
		void *object = slab->freelist;

		if (kmem_cache_debug(s) && !slub_debug_alloc(s, slab, object, addr)) {
			slab_put_away(n, slab);
			return got;
		}
		slab->freelist = freelist_next(s, object);
		if (unlikely(s->zero_on_free))
			*(void **)(object + s->offset) = NULL;	/* the link was not there when it was freed */
		slab->inuse++;
		n->nr_inuse++;
		objects[got++] = object;
	}
	if (!slab->freelist)
		slab_list_move(n, slab, SLAB_ON_FULL, false);
	return got;
}

/* Objects from the partial slabs of one node. */
static unsigned int node_take(struct kmem_cache *s, struct kmem_cache_node *n, unsigned int max,
			      void **objects, unsigned long addr)
{
	unsigned int got = 0;
	unsigned long flags;

	/* a list that is about to get a slab is as good as an empty one */
	if (!n || !data_race(READ_ONCE(n->nr_partial)))
		return 0;
	spin_lock_irqsave(&n->list_lock, flags);
	while (got < max && !list_empty(&n->partial))
		got += slab_take(s, n, list_first_entry(&n->partial, struct slab, slab_list),
				 max - got, objects + got, addr);
	spin_unlock_irqrestore(&n->list_lock, flags);
	return got;
}

/**
 * slab_take_bulk() - objects straight from slabs
 * @node: preferred node or NUMA_NO_NODE
 * @max: at most so many, at least one
 *
 * Makes a new slab if no partial one has any. Context: may sleep if @gfp says so.
 * Return: how many; 0 if there is no memory.
 */
static unsigned int slab_take_bulk(struct kmem_cache *s, gfp_t gfp, int node, unsigned int max,
				   void **objects, unsigned long addr)
{
	int nid = node == NUMA_NO_NODE ? numa_mem_id() : node, other;
	struct kmem_cache_node *n;
	unsigned int got;
	unsigned long flags;
	struct slab *slab;

	do {
		got = node_take(s, s->node[nid], max, objects, addr);
		if (got)
			return got;
		slab = new_slab(s, gfp, node);
		if (!slab)
			break;
		n = s->node[slab_nid(slab)];
		spin_lock_irqsave(&n->list_lock, flags);
		node_add_slab(n, slab);
		got = slab_take(s, n, slab, max, objects, addr);
		spin_unlock_irqrestore(&n->list_lock, flags);
		/* nothing: the fresh slab was found corrupt at once; try another */
	} while (!got);
	if (got)
		return got;
	/* out of memory: what another node has left is better than nothing */
	if (gfp & __GFP_THISNODE)
		return 0;
	for_each_kmem_cache_node(s, other, n) {
		if (other == nid)
			continue;
		got = node_take(s, n, max, objects, addr);
		if (got)
			return got;
	}
	return 0;
}

/* Puts one object on its slab's free list. Return: false if it must not be. */
static bool slab_put(struct kmem_cache *s, struct kmem_cache_node *n, struct slab *slab,
		     void *object, unsigned long addr, struct list_head *empty)
{
	if (kmem_cache_debug(s)) {
		if (!slub_debug_free(s, slab, object, addr))
			return false;
		if (s->zero_on_free)
			memset(object, 0, s->object_size);
	}
	VM_BUG_ON(!slab->inuse);
	freelist_set_next(s, object, slab->freelist);
	slab->freelist = object;
	slab->inuse--;
	n->nr_inuse--;
	if (slab->on_list != SLAB_ON_PARTIAL)
		slab_list_move(n, slab, SLAB_ON_PARTIAL, true);
	if (!slab->inuse && n->nr_partial > s->min_partial) {
		node_remove_slab(n, slab);
		list_add(&slab->slab_list, empty);
	}
	return true;
}

static void release_slab_list(struct kmem_cache *s, struct list_head *list)
{
	struct slab *slab, *next;

	list_for_each_entry_safe(slab, next, list, slab_list) {
		list_del_init(&slab->slab_list);
		free_to_page_allocator(s, slab);
	}
}

/* Objects back to their slabs. The lock is kept while neighbours are of one node. */
static void slab_put_bulk(struct kmem_cache *s, unsigned int nr, void **objects,
			  unsigned long addr)
{
	struct kmem_cache_node *n = NULL;
	unsigned long flags = 0;
	unsigned int i;
	LIST_HEAD(empty);

	for (i = 0; i < nr; i++) {
		struct slab *slab = virt_to_slab(objects[i]);
		struct kmem_cache_node *this = s->node[slab_nid(slab)];

		if (this != n) {
			if (n)
				spin_unlock_irqrestore(&n->list_lock, flags);
			n = this;
			spin_lock_irqsave(&n->list_lock, flags);
		}
		slab_put(s, n, slab, objects[i], addr, &empty);
	}
	if (n)
		spin_unlock_irqrestore(&n->list_lock, flags);
	if (!list_empty(&empty))
		release_slab_list(s, &empty);
}

/* ---- sheaves ------------------------------------------------------------ */

static void sheaf_empty(struct kmem_cache *s, struct cpu_sheaf *c)
{
	unsigned int nr = c->size;

	c->size = 0;
	slab_put_bulk(s, nr, c->objects, _RET_IP_);
}

/* Somebody asked for the objects while the turn was taken. Preemption is off. */
static noinline void sheaf_flush_requested(struct kmem_cache *s, struct cpu_sheaf *c)
{
	while (READ_ONCE(c->flush_wanted) && turn_try(&c->turn)) {
		WRITE_ONCE(c->flush_wanted, 0);
		sheaf_empty(s, c);
		if (!turn_end(&c->turn, &c->flush_wanted))
			break;
	}
}

static __always_inline void sheaf_turn_end(struct kmem_cache *s, struct cpu_sheaf *c)
{
	if (turn_end(&c->turn, &c->flush_wanted))
		sheaf_flush_requested(s, c);
}

static bool sheaf_push(struct kmem_cache *s, void *object)
{
	struct cpu_sheaf *c;
	bool done = false;

	preempt_disable();
	c = this_cpu_ptr(s->cpu_sheaf);
	if (likely(turn_try(&c->turn))) {
		if (likely(c->size < c->capacity)) {
			c->objects[c->size++] = object;
			done = true;
		}
		sheaf_turn_end(s, c);
	}
	preempt_enable();
	return done;
}

/*
 * This CPU's sheaf gets its array when it is first needed. The array itself comes straight
 * from slabs, so that its own cache's sheaf does not matter.
 */
static void sheaf_make(struct kmem_cache *s, gfp_t gfp)
{
	size_t bytes = s->sheaf_capacity * sizeof(void *);
	struct cpu_sheaf *c;
	void *array;

	if (slab_state < UP || !s->sheaf_capacity || raw_cpu_read(s->cpu_sheaf->capacity))
		return;
	gfp = (gfp & GFP_RECLAIM_MASK & ~__GFP_NOFAIL) | __GFP_NOWARN;
	if (!slab_take_bulk(kmalloc_caches[KMALLOC_NORMAL][kmalloc_index(bytes)], gfp,
			    NUMA_NO_NODE, 1, &array, _RET_IP_))
		return;
	array = kasan_slab_alloc(kmalloc_caches[KMALLOC_NORMAL][kmalloc_index(bytes)], array, gfp);
	preempt_disable();
	c = this_cpu_ptr(s->cpu_sheaf);
	if (!c->capacity && turn_try(&c->turn)) {
		c->objects = array;
		c->capacity = s->sheaf_capacity;
		array = NULL;
		sheaf_turn_end(s, c);
	}
	preempt_enable();
	kfree(array);
}

/* Puts as many of the objects into this CPU's sheaf as fit. Return: how many. */
static unsigned int sheaf_fill(struct kmem_cache *s, void **objects, unsigned int nr)
{
	struct cpu_sheaf *c;
	unsigned int n = 0;

	preempt_disable();
	c = this_cpu_ptr(s->cpu_sheaf);
	if (turn_try(&c->turn)) {
		n = min(nr, c->capacity - c->size);
		memcpy(c->objects + c->size, objects, n * sizeof(void *));
		c->size += n;
		sheaf_turn_end(s, c);
	}
	preempt_enable();
	return n;
}

static void *slab_refill_alloc(struct kmem_cache *s, gfp_t gfp, int node, unsigned long addr)
{
	void *objects[SHEAF_BATCH_MAX];
	unsigned int want = 1, got, kept;

	if (node == NUMA_NO_NODE && s->sheaf_capacity) {
		sheaf_make(s, gfp);
		want = min_t(unsigned int, s->sheaf_capacity / 2 + 1, SHEAF_BATCH_MAX);
	}
	got = slab_take_bulk(s, gfp, node, want, objects, addr);
	if (!got)
		return NULL;
	if (got == 1)
		return objects[0];
	/* keep the first for the caller; the last of the rest is handed out next */
	kept = sheaf_fill(s, objects + 1, got - 1);
	if (kept < got - 1)
		slab_put_bulk(s, got - 1 - kept, objects + 1 + kept, addr);
	return objects[0];
}

/* Takes the older half of a full sheaf. Return: how many. */
static unsigned int sheaf_take_half(struct kmem_cache *s, void **objects)
{
	struct cpu_sheaf *c;
	unsigned int n = 0;

	preempt_disable();
	c = this_cpu_ptr(s->cpu_sheaf);
	if (turn_try(&c->turn)) {
		if (c->capacity && c->size == c->capacity) {
			n = min_t(unsigned int, c->size / 2, SHEAF_BATCH_MAX);
			memcpy(objects, c->objects, n * sizeof(void *));
			c->size -= n;
			memmove(c->objects, c->objects + n, c->size * sizeof(void *));
		}
		sheaf_turn_end(s, c);
	}
	preempt_enable();
	return n;
}

static noinline void slab_free_slow(struct kmem_cache *s, void *object, unsigned long addr)
{
	void *objects[SHEAF_BATCH_MAX];
	unsigned int n = s->sheaf_capacity ? sheaf_take_half(s, objects) : 0;

	if (kmem_cache_debug(s) && !slub_debug_owns(s, object))
		return;
	if (n) {
		slab_put_bulk(s, n, objects, addr);
		if (sheaf_push(s, object))
			return;
	}
	slab_put_bulk(s, 1, &object, addr);
}

/* ---- allocation and freeing --------------------------------------------- */

static __always_inline bool slab_wants_zero(const struct kmem_cache *s, gfp_t gfp)
{
	return (gfp | s->zero_always) & __GFP_ZERO;
}

static noinline void *slab_alloc_slow(struct kmem_cache *s, gfp_t gfp, void *object,
				      unsigned long addr)
{
	if (!object)
		object = slab_refill_alloc(s, gfp, NUMA_NO_NODE, addr);
	if (object && slab_wants_zero(s, gfp))
		memset(object, 0, s->object_size);
	return object;
}

/* A flush was asked for while we had the turn. Preemption is off. */
static noinline void *slab_alloc_interrupted(struct kmem_cache *s, struct cpu_sheaf *c, gfp_t gfp,
					     void *object, unsigned long addr)
{
	sheaf_flush_requested(s, c);
	preempt_enable();
	return slab_alloc_slow(s, gfp, object, addr);
}

/* What is rare is a call at the end, so that the common case saves no registers. */
static __always_inline void *slab_alloc(struct kmem_cache *s, gfp_t gfp, unsigned long addr)
{
	struct cpu_sheaf *c;
	void *object = NULL;

	if (should_failslab(s, gfp))
		return NULL;
	preempt_disable();
	c = this_cpu_ptr(s->cpu_sheaf);
	if (likely(turn_try(&c->turn))) {
		if (likely(c->size))
			object = c->objects[--c->size];
		if (turn_end(&c->turn, &c->flush_wanted))
			return slab_alloc_interrupted(s, c, gfp, object, addr);
	}
	preempt_enable();
	if (unlikely(!object || slab_wants_zero(s, gfp)))
		return slab_alloc_slow(s, gfp, object, addr);
	return object;
}

static noinline void slab_free_interrupted(struct kmem_cache *s, struct cpu_sheaf *c)
{
	sheaf_flush_requested(s, c);
	preempt_enable();
}

/* The sheaf is full, or has no room at all. The turn is ours; preemption is off. */
static noinline void slab_free_full(struct kmem_cache *s, struct cpu_sheaf *c, void *object,
				    unsigned long addr)
{
	sheaf_turn_end(s, c);
	preempt_enable();
	slab_free_slow(s, object, addr);
}

static noinline void slab_free_zeroed(struct kmem_cache *s, void *object, unsigned long addr)
{
	/* an object that is being debugged may be a free one, with its link: checked first */
	if (!kmem_cache_debug(s))
		memset(object, 0, s->object_size);
	if (!sheaf_push(s, object))
		slab_free_slow(s, object, addr);
}

static __always_inline void slab_free(struct kmem_cache *s, void *object, unsigned long addr)
{
	struct cpu_sheaf *c;

	debug_check_no_locks_freed(object, s->object_size);
	if (unlikely(s->zero_on_free))
		return slab_free_zeroed(s, object, addr);
	preempt_disable();
	c = this_cpu_ptr(s->cpu_sheaf);
	if (unlikely(!turn_try(&c->turn))) {
		preempt_enable();
		return slab_free_slow(s, object, addr);
	}
	if (unlikely(c->size >= c->capacity))
		return slab_free_full(s, c, object, addr);
	c->objects[c->size++] = object;
	if (turn_end(&c->turn, &c->flush_wanted))
		return slab_free_interrupted(s, c);
	preempt_enable();
}

/**
 * kmem_cache_alloc() - allocate one object
 * @s: its cache
 * @gfpflags: __GFP_ZERO clears it; without __GFP_DIRECT_RECLAIM this does not sleep
 *
 * Context: any but NMI. Return: the object, or NULL.
 */
void *kmem_cache_alloc(struct kmem_cache *s, gfp_t gfpflags)
{
	return slab_post_alloc(s, slab_alloc(s, gfpflags, _RET_IP_), s->object_size, gfpflags);
}

void *kmem_cache_alloc_node(struct kmem_cache *s, gfp_t gfpflags, int node)
{
	void *object;

	if (MAX_NUMNODES == 1 || node == NUMA_NO_NODE)
		return slab_post_alloc(s, slab_alloc(s, gfpflags, _RET_IP_), s->object_size, gfpflags);
	if (should_failslab(s, gfpflags))
		return NULL;
	object = slab_refill_alloc(s, gfpflags, node, _RET_IP_);
	if (object && slab_wants_zero(s, gfpflags))
		memset(object, 0, s->object_size);
	return slab_post_alloc(s, object, s->object_size, gfpflags);
}

#ifdef CONFIG_KASAN
/**
 * kmalloc_from() - kmalloc() of a constant size: as kmem_cache_alloc(), and the size is known
 */
void *kmalloc_from(struct kmem_cache *s, gfp_t gfpflags, size_t size)
{
	return slab_post_alloc(s, slab_alloc(s, gfpflags, _RET_IP_), size, gfpflags);
}

/**
 * slab_free_finally() - free an object that has left the quarantine
 */
void slab_free_finally(struct kmem_cache *s, void *object)
{
	slab_free(s, object, _RET_IP_);
}
#endif

/**
 * kmem_cache_free() - free an object of kmem_cache_alloc()
 *
 * Context: any but NMI.
 */
void kmem_cache_free(struct kmem_cache *s, void *x)
{
	if (!slab_pre_free(s, x, _RET_IP_))
		slab_free(s, x, _RET_IP_);
}

/**
 * kfree() - free memory of kmalloc() and its kin
 * @object: NULL and ZERO_SIZE_PTR are accepted
 *
 * Context: any but NMI.
 */
void kfree(const void *object)
{
	struct folio *folio;

	if (unlikely(ZERO_OR_NULL_PTR(object)))
		return;
	folio = virt_to_folio(object);
	if (unlikely(!folio_test_slab(folio))) {
		free_large_kmalloc(folio, (void *)object);
		return;
	}
	if (!slab_pre_free(folio_slab(folio)->slab_cache, (void *)object, _RET_IP_))
		slab_free(folio_slab(folio)->slab_cache, (void *)object, _RET_IP_);
}

/**
 * __kmalloc() - kmalloc() of a size that is not a constant
 */
void *__kmalloc(size_t size, gfp_t flags)
{
	struct kmem_cache *s;

	if (unlikely(size > KMALLOC_MAX_CACHE_SIZE))
		return __kmalloc_large(size, flags);
	if (unlikely(!size))
		return ZERO_SIZE_PTR;
	s = kmalloc_slab(size, flags);
	return slab_post_alloc(s, slab_alloc(s, flags, _RET_IP_), size, flags);
}

void *__kmalloc_node(size_t size, gfp_t flags, int node)
{
	struct kmem_cache *s;

	if (unlikely(size > KMALLOC_MAX_CACHE_SIZE))
		return __kmalloc_large_node(size, flags, node);
	if (unlikely(!size))
		return ZERO_SIZE_PTR;
	s = kmalloc_slab(size, flags);
	return kasan_kmalloc(s, kmem_cache_alloc_node(s, flags, node), size, flags);
}

/* Takes up to @nr objects from this CPU's sheaf. */
static unsigned int sheaf_pop_bulk(struct kmem_cache *s, unsigned int nr, void **p)
{
	struct cpu_sheaf *c;
	unsigned int n = 0;

	preempt_disable();
	c = this_cpu_ptr(s->cpu_sheaf);
	if (turn_try(&c->turn)) {
		n = min(nr, c->size);
		c->size -= n;
		memcpy(p, c->objects + c->size, n * sizeof(void *));
		sheaf_turn_end(s, c);
	}
	preempt_enable();
	return n;
}

/**
 * kmem_cache_alloc_bulk() - allocate many objects
 * @size: how many
 * @p: where they go
 *
 * Return: @size, or 0 and nothing is allocated.
 */
int kmem_cache_alloc_bulk(struct kmem_cache *s, gfp_t flags, size_t size, void **p)
{
	size_t got, i;

	if (should_failslab(s, flags))
		return 0;
	got = sheaf_pop_bulk(s, size, p);
	while (got < size) {
		unsigned int n = slab_take_bulk(s, flags, NUMA_NO_NODE, size - got, p + got,
						_RET_IP_);

		if (!n) {
			slab_put_bulk(s, got, p, _RET_IP_);
			return 0;
		}
		got += n;
	}
	if (slab_wants_zero(s, flags))
		for (i = 0; i < size; i++)
			memset(p[i], 0, s->object_size);
	for (i = 0; SLAB_HAS_HOOKS && i < size; i++)
		p[i] = slab_post_alloc(s, p[i], s->object_size, flags);
	return size;
}

/**
 * kmem_cache_free_bulk() - free many objects
 * @s: their cache, or NULL: each one as kfree() would
 */
void kmem_cache_free_bulk(struct kmem_cache *s, size_t size, void **p)
{
	unsigned int kept;
	size_t i;

	if (!s) {
		for (i = 0; i < size; i++)
			kfree(p[i]);
		return;
	}
	if (SLAB_HAS_HOOKS) {
		for (i = 0; i < size; i++)
			kmem_cache_free(s, p[i]);
		return;
	}
	for (i = 0; s->zero_on_free && !kmem_cache_debug(s) && i < size; i++)
		memset(p[i], 0, s->object_size);
	if (unlikely(!s->sheaf_capacity)) {
		/* being debugged: each is looked at before any lock is taken */
		for (i = 0; i < size; i++)
			slab_free_slow(s, p[i], _RET_IP_);
		return;
	}
	kept = sheaf_fill(s, p, size);
	if (kept < size)
		slab_put_bulk(s, size - kept, p + kept, _RET_IP_);
}

/* ---- flushing, shrinking, the end of a cache ---------------------------- */

/* Runs on the CPU concerned, preemption off. */
static void sheaf_flush_this_cpu(void *info)
{
	struct kmem_cache *s = info;
	struct cpu_sheaf *c = this_cpu_ptr(s->cpu_sheaf);

	if (!turn_try(&c->turn)) {
		WRITE_ONCE(c->flush_wanted, 1);
		return;
	}
	WRITE_ONCE(c->flush_wanted, 0);
	sheaf_empty(s, c);
	sheaf_turn_end(s, c);
}

static bool sheaf_has_objects(int cpu, void *info)
{
	struct kmem_cache *s = info;

	return READ_ONCE(per_cpu_ptr(s->cpu_sheaf, cpu)->size) != 0;
}

/**
 * kmem_cache_flush_sheaves() - return every CPU's stock to the slabs
 *
 * Context: task, interrupts on.
 */
void kmem_cache_flush_sheaves(struct kmem_cache *s)
{
	int cpu;

	on_each_cpu_cond(sheaf_has_objects, sheaf_flush_this_cpu, s, true);
	for_each_online_cpu(cpu)
		while (READ_ONCE(per_cpu_ptr(s->cpu_sheaf, cpu)->flush_wanted))
			cpu_relax();
}

unsigned int sheaf_count(struct kmem_cache *s)
{
	unsigned int sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(s->cpu_sheaf, cpu)->size);
	return sum;
}

/**
 * kmem_cache_shrink() - give all empty slabs back to the page allocator
 *
 * Sorts the partial slabs, fullest first, so that the emptiest come free soonest.
 * Return: 0 if no slab is left.
 */
int kmem_cache_shrink(struct kmem_cache *s)
{
	struct kmem_cache_node *n;
	struct slab *slab, *next;
	unsigned long flags;
	int nid, left = 0;
	LIST_HEAD(empty);

	kasan_cache_shrink(s);
	kmem_cache_flush_sheaves(s);
	for_each_kmem_cache_node(s, nid, n) {
		LIST_HEAD(emptier);

		spin_lock_irqsave(&n->list_lock, flags);
		list_for_each_entry_safe(slab, next, &n->partial, slab_list) {
			if (!slab->inuse) {
				node_remove_slab(n, slab);
				list_add(&slab->slab_list, &empty);
			} else if (slab->inuse < slab->objects / 2) {
				list_move_tail(&slab->slab_list, &emptier);
			}
		}
		list_splice_tail(&emptier, &n->partial);
		left += n->nr_slabs != 0;
		spin_unlock_irqrestore(&n->list_lock, flags);
	}
	release_slab_list(s, &empty);
	return left;
}

/**
 * kmem_cache_shutdown() - empty a cache that is to be destroyed
 *
 * Return: false if objects are still in use; they are named, the cache must stay.
 */
bool kmem_cache_shutdown(struct kmem_cache *s)
{
	struct kmem_cache_node *n;
	struct slab *slab;
	int nid;

	if (!kmem_cache_shrink(s))
		return true;
	pr_err("BUG %s: objects remaining on destruction of the cache\n", s->name);
	for_each_kmem_cache_node(s, nid, n) {
		list_for_each_entry(slab, &n->partial, slab_list)
			slub_debug_leaks(s, slab);
		list_for_each_entry(slab, &n->full, slab_list)
			slub_debug_leaks(s, slab);
	}
	return false;
}

/**
 * kmem_cache_release() - free what kmem_cache_open() made; the cache is empty
 */
void kmem_cache_release(struct kmem_cache *s)
{
	struct kmem_cache_node *n;
	int cpu, nid;

	for_each_possible_cpu(cpu)
		kfree(per_cpu_ptr(s->cpu_sheaf, cpu)->objects);
	free_percpu(s->cpu_sheaf);
	for_each_kmem_cache_node(s, nid, n) {
		s->node[nid] = NULL;
		kfree(n);
	}
}

/* ---- opening ------------------------------------------------------------ */

/* Nodes of the caches that exist before kmalloc() does. */
#define NR_BOOT_CACHES	(1 + NR_KMALLOC_TYPES * (KMALLOC_SHIFT_HIGH + 1))
static struct kmem_cache_node boot_nodes[NR_BOOT_CACHES];
static unsigned int nr_boot_nodes;

static struct kmem_cache_node *alloc_node(int nid)
{
	if (slab_state < UP && nr_boot_nodes < NR_BOOT_CACHES)
		return &boot_nodes[nr_boot_nodes++];
	return kzalloc_node(sizeof(struct kmem_cache_node), GFP_KERNEL, nid);
}

/**
 * kmem_cache_open() - make a cache usable; name, sizes and alignment are set
 *
 * Return: 0, -EINVAL (too large) or -ENOMEM.
 */
int kmem_cache_open(struct kmem_cache *s, slab_flags_t flags)
{
	struct kmem_cache_node *n;
	int nid, err;

	s->flags = kmem_cache_debug_flags(flags, s->name);
	if (s->flags & SLAB_STORE_USER && slab_state >= UP)
		stack_depot_init();	/* without it, tracks lack the stacks */
	err = calculate_sizes(s, s->flags);
	if (err)
		return err;
	/* what keeps its meaning while free must not be cleared */
	if (!s->ctor && !(s->flags & (SLAB_TYPESAFE_BY_RCU | SLAB_POISON))) {
		s->zero_always = init_on_alloc_enabled ? __GFP_ZERO : 0;
		s->zero_on_free = init_on_free_enabled;
	}
	s->random = get_random_long();
	s->cpu_sheaf = alloc_percpu(struct cpu_sheaf);
	if (!s->cpu_sheaf)
		return -ENOMEM;
	for_each_node_state(nid, N_POSSIBLE) {
		n = alloc_node(nid);
		if (!n) {
			kmem_cache_release(s);
			return -ENOMEM;
		}
		spin_lock_init(&n->list_lock);
		INIT_LIST_HEAD(&n->partial);
		INIT_LIST_HEAD(&n->full);
		s->node[nid] = n;
	}
	return 0;
}

/* ---- the checker -------------------------------------------------------- */

static bool slab_check_one(struct kmem_cache *s, struct slab *slab, u8 where)
{
	unsigned int free = 0;
	void *object;

	if (slab->slab_cache != s || slab->on_list != where || slab->inuse > slab->objects)
		return false;
	for (object = slab->freelist; object; object = freelist_next(s, object)) {
		unsigned int idx;

		if (virt_to_slab(object) != slab)
			return false;
		idx = obj_to_index(s, slab, object);
		if (idx >= slab->objects || slab_object(s, slab, idx) != object)
			return false;
		if (++free > slab->objects)
			return false;
	}
	return free == slab->objects - slab->inuse && (where == SLAB_ON_FULL) == !free;
}

/**
 * slab_check() - does the invariant atop this file hold for a cache?
 *
 * Sheaves of other CPUs are not looked into: they change without a lock.
 */
bool slab_check(struct kmem_cache *s)
{
	struct kmem_cache_node *n;
	bool ok = true;
	int nid;

	for_each_kmem_cache_node(s, nid, n) {
		unsigned long flags, partial = 0, slabs = 0, objects = 0, inuse = 0;
		struct slab *slab;

		spin_lock_irqsave(&n->list_lock, flags);
		list_for_each_entry(slab, &n->partial, slab_list) {
			ok = ok && slab_check_one(s, slab, SLAB_ON_PARTIAL);
			partial++;
			objects += slab->objects;
			inuse += slab->inuse;
		}
		slabs = partial;
		list_for_each_entry(slab, &n->full, slab_list) {
			ok = ok && slab_check_one(s, slab, SLAB_ON_FULL);
			slabs++;
			objects += slab->objects;
			inuse += slab->inuse;
		}
		ok = ok && partial == n->nr_partial && slabs == n->nr_slabs &&
		     objects == n->total_objects && inuse == n->nr_inuse;
		spin_unlock_irqrestore(&n->list_lock, flags);
	}
	return ok;
}
