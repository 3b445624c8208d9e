// SPDX-License-Identifier: GPL-2.0-only
/*
 * slab_common.c - creating, merging and destroying caches; kmalloc's caches; /proc/slabinfo.
 *
 * Owns:       slab_caches, kmalloc_caches[][], the cache of caches.
 * Invariant:  every open cache is on slab_caches once; refcount counts its creators.
 * Locks:      slab_mutex, which may sleep.
 * Elsewhere:  objects and slabs (slub.c).
 *
 * Caches of nearly equal objects without constructor or debugging are merged: a new one
 * becomes another reference to an old one, which saves half-empty slabs.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/instruction_pointer.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include "slab.h"

DEFINE_MUTEX(slab_mutex);
LIST_HEAD(slab_caches);

/* The cache that struct kmem_cache comes from; itself static, so that there is a first one. */
static struct kmem_cache boot_kmem_cache;
struct kmem_cache *kmem_cache = &boot_kmem_cache;

bool slab_nomerge = !IS_ENABLED(CONFIG_SLAB_MERGE_DEFAULT) || IS_ENABLED(CONFIG_KASAN);

static int __init setup_slab_nomerge(char *str)
{
	slab_nomerge = true;
	return 1;
}
__setup("slab_nomerge", setup_slab_nomerge);
__setup_param("slub_nomerge", slub_nomerge, setup_slab_nomerge, 0);

static int __init setup_slab_merge(char *str)
{
	slab_nomerge = IS_ENABLED(CONFIG_KASAN);	/* it wants to know whose an object is */
	return 1;
}
__setup("slab_merge", setup_slab_merge);
__setup_param("slub_merge", slub_merge, setup_slab_merge, 0);

bool slab_is_available(void)
{
	return slab_state >= UP;
}

/* What @align asks for, and with SLAB_HWCACHE_ALIGN the part of a cache line that holds @size. */
unsigned int calculate_alignment(slab_flags_t flags, unsigned int align, unsigned int size)
{
	if (flags & SLAB_HWCACHE_ALIGN) {
		unsigned int ralign = cache_line_size();

		while (size <= ralign / 2)
			ralign /= 2;
		align = max(align, ralign);
	}
	return ALIGN(max_t(unsigned int, align, ARCH_SLAB_MINALIGN), sizeof(void *));
}

/* ---- merging ------------------------------------------------------------ */

static struct kmem_cache *find_mergeable(unsigned int size, slab_flags_t flags, unsigned int align,
					 const struct kmem_cache_args *args)
{
	struct kmem_cache *s;

	if (slab_nomerge || args->ctor || args->usersize || (flags & SLAB_NEVER_MERGE))
		return NULL;
	align = calculate_alignment(flags, align, size);
	size = ALIGN(ALIGN(size, sizeof(void *)), align);
	list_for_each_entry_reverse(s, &slab_caches, list) {
		if (s->ctor || s->usersize || (s->flags & SLAB_NEVER_MERGE) || s->refcount < 0)
			continue;
		if (size > s->size || s->size - size >= sizeof(void *))
			continue;
		if ((flags & SLAB_MERGE_SAME) != (s->flags & SLAB_MERGE_SAME))
			continue;
		if (s->size & (align - 1))
			continue;
		return s;
	}
	return NULL;
}

/* ---- creation ----------------------------------------------------------- */

static int kmem_cache_setup(struct kmem_cache *s, const char *name, unsigned int size,
			    const struct kmem_cache_args *args, slab_flags_t flags)
{
	int err;

	s->name = name;
	s->object_size = size;
	s->align = calculate_alignment(flags, args->align, size);
	s->ctor = args->ctor;
	s->useroffset = args->useroffset;
	s->usersize = args->usersize;
	err = kmem_cache_open(s, flags);
	if (err)
		return err;
	s->refcount = 1;
	list_add(&s->list, &slab_caches);
	return 0;
}

static struct kmem_cache *create_cache(const char *name, unsigned int size,
				       const struct kmem_cache_args *args, slab_flags_t flags)
{
	struct kmem_cache *s = kmem_cache_zalloc(kmem_cache, GFP_KERNEL);
	const char *copy = kstrdup(name, GFP_KERNEL);
	int err = -ENOMEM;

	if (s && copy)
		err = kmem_cache_setup(s, copy, size, args, flags);
	if (!err)
		return s;
	kfree(copy);
	if (s)
		kmem_cache_free(kmem_cache, s);
	return ERR_PTR(err);
}

/**
 * __kmem_cache_create_args() - make a cache of objects
 * @name: for /proc/slabinfo; copied
 * @object_size: bytes
 * @args: uncommon properties
 * @flags: SLAB_*; with SLAB_PANIC failure is not returned
 *
 * Context: may sleep. Return: the cache, possibly one that others use too, or NULL.
 */
struct kmem_cache *__kmem_cache_create_args(const char *name, unsigned int object_size,
					    struct kmem_cache_args *args, slab_flags_t flags)
{
	struct kmem_cache *s;

	if (WARN_ON(!name || in_interrupt() || !object_size || object_size > KMALLOC_MAX_SIZE))
		return NULL;
	if (WARN_ON(args->usersize && args->useroffset + args->usersize > object_size))
		args->usersize = args->useroffset = 0;
	mutex_lock(&slab_mutex);
	s = find_mergeable(object_size, kmem_cache_debug_flags(flags, name), args->align, args);
	if (s) {
		s->refcount++;
		s->object_size = max(s->object_size, object_size);
		s->inuse = max_t(unsigned int, s->inuse, ALIGN(object_size, sizeof(void *)));
	} else {
		s = create_cache(name, object_size, args, flags);
		if (!IS_ERR(s))
			sysfs_slab_add(s);
	}
	mutex_unlock(&slab_mutex);
	if (!IS_ERR(s))
		return s;
	if (flags & SLAB_PANIC)
		panic("%s: cannot create slab %s, object size %u: error %ld\n", __func__, name,
		      object_size, PTR_ERR(s));
	pr_warn("%s(%s) failed with error %ld\n", __func__, name, PTR_ERR(s));
	return NULL;
}

/**
 * kmem_cache_destroy() - drop a reference to a cache; the last one frees it
 * @s: NULL is accepted; all its objects are free
 *
 * Context: may sleep, waits for RCU where the cache is type-safe.
 */
void kmem_cache_destroy(struct kmem_cache *s)
{
	bool rcu;

	if (unlikely(!s))
		return;
	mutex_lock(&slab_mutex);
	if (--s->refcount) {
		mutex_unlock(&slab_mutex);
		return;
	}
	rcu = s->flags & SLAB_TYPESAFE_BY_RCU;
	if (!kmem_cache_shutdown(s)) {
		s->refcount = -1;	/* leaked: never merged with, never found empty */
		mutex_unlock(&slab_mutex);
		WARN(1, "slab %s still has objects\n", s->name);
		return;
	}
	list_del(&s->list);
	sysfs_slab_remove(s);
	mutex_unlock(&slab_mutex);
	if (rcu)
		rcu_barrier();	/* release_slab_rcu() reads the cache */
	kmem_cache_release(s);
	kfree_const(s->name);
	kmem_cache_free(kmem_cache, s);
}

unsigned int kmem_cache_size(struct kmem_cache *s)
{
	return s->object_size;
}

/* ---- kmalloc ------------------------------------------------------------ */

struct kmem_cache *kmalloc_caches[NR_KMALLOC_TYPES][KMALLOC_SHIFT_HIGH + 1] __ro_after_init;
static struct kmem_cache boot_kmalloc[NR_KMALLOC_TYPES][KMALLOC_SHIFT_HIGH + 1];

/* The class of sizes up to 192, in steps of 8 bytes. */
static u8 small_index[24] __ro_after_init;

static const struct {
	const char *name[NR_KMALLOC_TYPES];
	unsigned int size;
} kmalloc_info[KMALLOC_SHIFT_HIGH + 1] = {
#ifdef CONFIG_ZONE_DMA
#define KMALLOC_DMA_NAME(sz)	.name[KMALLOC_DMA] = "dma-kmalloc-" #sz,
#define is_kmalloc_dma(type)	((type) == KMALLOC_DMA)
#else
#define KMALLOC_DMA_NAME(sz)
#define is_kmalloc_dma(type)	false
#endif
#define KMALLOC_CLASS(idx, sz, bytes)					\
	[idx] = { .name[KMALLOC_NORMAL] = "kmalloc-" #sz,		\
		  .name[KMALLOC_RECLAIM] = "kmalloc-rcl-" #sz,		\
		  KMALLOC_DMA_NAME(sz) .size = bytes }
	KMALLOC_CLASS(1, 96, 96), KMALLOC_CLASS(2, 192, 192), KMALLOC_CLASS(3, 8, 8),
	KMALLOC_CLASS(4, 16, 16), KMALLOC_CLASS(5, 32, 32), KMALLOC_CLASS(6, 64, 64),
	KMALLOC_CLASS(7, 128, 128), KMALLOC_CLASS(8, 256, 256), KMALLOC_CLASS(9, 512, 512),
	KMALLOC_CLASS(10, 1k, 1024), KMALLOC_CLASS(11, 2k, 2048), KMALLOC_CLASS(12, 4k, 4096),
	KMALLOC_CLASS(13, 8k, 8192),
};

/**
 * kmalloc_slab() - the cache for a size
 * @size: 1..KMALLOC_MAX_CACHE_SIZE
 */
struct kmem_cache *kmalloc_slab(size_t size, gfp_t flags)
{
	unsigned int index = size <= 192 ? small_index[(size - 1) / 8] : fls(size - 1);

	return kmalloc_caches[kmalloc_type(flags)][index];
}

/**
 * create_boot_cache() - open a static cache, before kmalloc() works
 */
void __init create_boot_cache(struct kmem_cache *s, const char *name, unsigned int size,
			      slab_flags_t flags)
{
	struct kmem_cache_args args = { };

	/* a power of two is aligned to itself: kmalloc() promises it */
	if (is_power_of_2(size) && (flags & SLAB_KMALLOC))
		args.align = size;
	if (kmem_cache_setup(s, name, size, &args, flags))
		panic("Cannot create slab %s, size %u\n", name, size);
}

void __init create_kmalloc_caches(void)
{
	unsigned int type, i;

	for (i = 0; i < ARRAY_SIZE(small_index); i++)
		small_index[i] = kmalloc_index((i + 1) * 8);
	for (type = 0; type < NR_KMALLOC_TYPES; type++) {
		slab_flags_t flags = SLAB_KMALLOC;

		if (type == KMALLOC_RECLAIM)
			flags |= SLAB_RECLAIM_ACCOUNT;
		if (is_kmalloc_dma(type))
			flags |= SLAB_CACHE_DMA;
		for (i = 1; i <= KMALLOC_SHIFT_HIGH; i++) {
			create_boot_cache(&boot_kmalloc[type][i], kmalloc_info[i].name[type],
					  kmalloc_info[i].size, flags);
			kmalloc_caches[type][i] = &boot_kmalloc[type][i];
		}
	}
}

/**
 * kmem_cache_init() - start the slab allocator: pages and percpu's first chunk work
 */
void __init kmem_cache_init(void)
{
	create_boot_cache(kmem_cache, "kmem_cache", sizeof(struct kmem_cache), SLAB_HWCACHE_ALIGN);
	slab_state = PARTIAL;
	create_kmalloc_caches();
	slab_state = UP;
	pr_info("SLUB: HWalign=%d, Order=0-%d, CPUs=%u, Nodes=%u\n", cache_line_size(),
		PAGE_ALLOC_COSTLY_ORDER, nr_cpu_ids, nr_node_ids);
}

void __init kmem_cache_init_late(void)
{
	slab_state = FULL;
}

/* ---- large kmalloc ------------------------------------------------------ */

void *__kmalloc_large_node(size_t size, gfp_t flags, int node)
{
	unsigned int order = get_order(size);
	struct page *page;

	if (unlikely(size > KMALLOC_MAX_SIZE)) {
		WARN_ON_ONCE(!(flags & __GFP_NOWARN));
		return NULL;
	}
	page = alloc_pages_node(node, flags | __GFP_COMP, order);
	if (!page)
		return NULL;
	__SetPageLargeKmalloc(page);
	mod_node_page_state(page_pgdat(page), NR_SLAB_UNRECLAIMABLE_B, PAGE_SIZE << order);
	kmemleak_alloc(page_address(page), size, 1, flags);
	return kasan_kmalloc_large(page_address(page), size, flags);
}

/**
 * __kmalloc_large() - kmalloc() of more than KMALLOC_MAX_CACHE_SIZE bytes: whole pages
 */
void *__kmalloc_large(size_t size, gfp_t flags)
{
	return __kmalloc_large_node(size, flags, NUMA_NO_NODE);
}

void free_large_kmalloc(struct folio *folio, void *object)
{
	unsigned int order = folio_order(folio);

	kmemleak_free(object);
	if (kasan_kfree_large(object, _RET_IP_))
		return;
	/* other pages, or the middle of a block, never came from kmalloc() */
	if (WARN_ONCE(!folio_test_large_kmalloc(folio) || object != folio_address(folio),
		      "kfree of %px, which is not from kmalloc\n", object))
		return;
	__folio_clear_large_kmalloc(folio);
	mod_node_page_state(folio_pgdat(folio), NR_SLAB_UNRECLAIMABLE_B,
			    -(long)(PAGE_SIZE << order));
	__free_pages(folio_page(folio, 0), order);
}

/* ---- sizes, reallocation ------------------------------------------------ */

/**
 * __ksize() - bytes usable at an address from kmalloc()
 */
size_t __ksize(const void *object)
{
	struct folio *folio;

	if (unlikely(ZERO_OR_NULL_PTR(object)))
		return 0;
	folio = virt_to_folio(object);
	if (unlikely(!folio_test_slab(folio)))
		return folio_size(folio);
	return folio_slab(folio)->slab_cache->object_size;
}

size_t ksize(const void *objp)
{
	return __ksize(objp);
}

/**
 * kmalloc_size_roundup() - what kmalloc(@size) really gives
 */
size_t kmalloc_size_roundup(size_t size)
{
	if (!size)
		return 0;
	if (size <= KMALLOC_MAX_CACHE_SIZE)
		return kmalloc_slab(size, GFP_KERNEL)->object_size;
	return size <= KMALLOC_MAX_SIZE ? PAGE_SIZE << get_order(size) : size;
}

/**
 * krealloc() - change the size of an allocation
 * @p: from kmalloc(), or NULL
 * @new_size: 0 frees
 *
 * The contents up to the smaller size stay. With __GFP_ZERO the rest is cleared only where the
 * memory is new. Return: the memory, perhaps elsewhere; NULL: @p is as before.
 */
void *krealloc(const void *p, size_t new_size, gfp_t flags)
{
	size_t old = ZERO_OR_NULL_PTR(p) ? 0 : __ksize(p);
	void *ret;

	if (unlikely(!new_size)) {
		kfree(p);
		return ZERO_SIZE_PTR;
	}
	if (old >= new_size)
		return kasan_krealloc((void *)p, new_size, flags);
	ret = __kmalloc(new_size, flags);
	if (ret && old) {
		memcpy(ret, p, old);
		kfree(p);
	}
	return ret;
}

/**
 * kfree_sensitive() - clear memory, then free it
 */
void kfree_sensitive(const void *p)
{
	if (!ZERO_OR_NULL_PTR(p))
		memzero_explicit((void *)p, __ksize(p));
	kfree(p);
}

/* ---- inspection --------------------------------------------------------- */

/**
 * kmem_dump_obj() - say which slab object an address lies in
 *
 * Return: false if it is none.
 */
bool kmem_dump_obj(void *object)
{
	struct kmem_cache *s;
	struct slab *slab;
	void *start;

	if (!virt_addr_valid(object))
		return false;
	slab = virt_to_slab(object);
	if (!slab)
		return false;
	s = slab->slab_cache;
	start = slab_object(s, slab, obj_to_index(s, slab, object));
	pr_cont(" slab %s start %px pointer offset %lu size %u\n", s->name, start,
		(unsigned long)(object - start), s->object_size);
	slub_debug_describe(s, slab, start);
	return true;
}

static void slabinfo_cache(struct seq_file *m, struct kmem_cache *s)
{
	unsigned long slabs = 0, objects = 0, inuse = 0;
	struct kmem_cache_node *n;
	int nid;

	for_each_kmem_cache_node(s, nid, n) {
		slabs += n->nr_slabs;
		objects += n->total_objects;
		inuse += n->nr_inuse;
	}
	seq_printf(m, "%-17s %6lu %6lu %6u %4u %4d", s->name, inuse, objects, s->size,
		   s->oo_objects, 1 << s->oo_order);
	seq_printf(m, " : tunables %4u %4u %4u", s->sheaf_capacity, s->sheaf_capacity / 2, 0);
	seq_printf(m, " : slabdata %6lu %6lu %6lu\n", slabs, slabs, 0UL);
}

/**
 * slabinfo_show() - /proc/slabinfo, version 2.1
 */
int slabinfo_show(struct seq_file *m, void *v)
{
	struct kmem_cache *s;

	seq_puts(m, "slabinfo - version: 2.1\n");
	seq_puts(m, "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab>");
	seq_puts(m, " : tunables <limit> <batchcount> <sharedfactor>");
	seq_puts(m, " : slabdata <active_slabs> <num_slabs> <sharedavail>\n");
	mutex_lock(&slab_mutex);
	list_for_each_entry(s, &slab_caches, list)
		slabinfo_cache(m, s);
	mutex_unlock(&slab_mutex);
	return 0;
}
