/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * slab.h - layer 3 of mm/: the slab allocator's structures.
 *
 *   kmem_cache ──> cpu_sheaf (one a CPU)      a stack of pointers to free objects
 *              └─> kmem_cache_node (one a node)  slabs with free objects
 *                      └─> slab ─> object ─> object ...   a slab's own free list
 *
 * Allocation and freeing touch only this CPU's sheaf, under its turn (mm/pages.h). An empty or
 * full sheaf is balanced against the slabs of a node in batches, under one lock. For mm/ alone.
 */
#ifndef _MM_SLAB_H
#define _MM_SLAB_H

#include <linux/kasan.h>
#include <linux/kmemleak.h>
#include <linux/slab.h>
#include <linux/percpu.h>
#include <linux/refcount.h>
#include "pages.h"

/**
 * struct slab - a block of pages cut into objects; overlays its first struct page.
 * @slab_list: in kmem_cache_node.partial or .full [N]
 * @rcu_head: of a type-safe cache, while the slab waits for readers
 * @slab_cache: whose objects [I]
 * @freelist: first free object; each holds the next, see freelist_next() [N]
 * @inuse: objects not on @freelist: in use, or in a sheaf [N]
 * @objects: objects in the slab [I]
 * @on_list: which list it is on [N]
 *
 * [N]: kmem_cache_node.list_lock.
 */
struct slab {
	unsigned long __page_flags;
	union {
		struct list_head slab_list;
		struct rcu_head rcu_head;
	};
	struct kmem_cache *slab_cache;
	void *freelist;
	u16 inuse;
	u16 objects;
	u8 on_list;
	u8 pfmemalloc;
	unsigned int __page_type;
	atomic_t __page_refcount;
	unsigned long __reserved_words[1];
};
static_assert(sizeof(struct slab) <= sizeof(struct page));
static_assert(offsetof(struct slab, __page_type) == offsetof(struct page, page_type));
static_assert(offsetof(struct slab, __page_refcount) == offsetof(struct page, _refcount));
static_assert(offsetof(struct slab, slab_list) == offsetof(struct page, compound_head));

enum { SLAB_ON_NONE, SLAB_ON_PARTIAL, SLAB_ON_FULL };

#define SHEAF_CAPACITY_MAX	60	/* of small objects; see sheaf_capacity_for() */

#define slab_folio(s)	((struct folio *)(s))
#define slab_page(s)	((struct page *)(s))
#define folio_slab(f)	((struct slab *)(f))

/* The slab that holds this address, or NULL where the page is no slab's. */
static __always_inline struct slab *virt_to_slab(const void *addr)
{
	struct folio *folio = virt_to_folio(addr);

	return likely(folio_test_slab(folio)) ? folio_slab(folio) : NULL;
}

static inline void *slab_address(const struct slab *slab)
{
	return page_address((const struct page *)slab);
}

static inline int slab_nid(const struct slab *slab)
{
	return page_to_nid((const struct page *)slab);
}

static inline int slab_order(const struct slab *slab)
{
	return folio_order((const struct folio *)slab);
}

/**
 * struct kmem_cache_node - a cache's slabs on one memory node.
 * @nr_partial: slabs on @partial
 * @partial: slabs with both free and used objects, and a few with only free ones
 * @full: slabs without free objects; so that debugging and the auditor find all slabs
 * @nr_slabs, @total_objects: all slabs and their objects
 */
struct kmem_cache_node {
	spinlock_t list_lock;
	unsigned long nr_partial;		/* [L] list_lock, like all below */
	struct list_head partial;
	struct list_head full;
	unsigned long nr_slabs;
	unsigned long total_objects;
	unsigned long nr_inuse;			/* objects not on a slab's free list */
};

/**
 * struct cpu_sheaf - one CPU's stock of free objects of one cache.
 * @turn, @flush_wanted: see turn_try()
 * @size: objects in stock
 * @capacity: room; 0 until first needed, and for ever in caches that are being debugged
 * @objects: the stack
 *
 * All [C].
 */
struct cpu_sheaf {
	u32 turn;
	u32 flush_wanted;
	u32 size;
	u32 capacity;
	void **objects;
};

struct kmem_cache {
	struct cpu_sheaf __percpu *cpu_sheaf;	/* [I] */
	slab_flags_t flags;			/* [I] after creation */
	unsigned int size;			/* [I] distance of objects in a slab */
	unsigned int object_size;		/* [I] what the user gets */
	unsigned int offset;			/* [I] of the free list's link in a free object */
	unsigned int sheaf_capacity;		/* [I] */
	gfp_t zero_always;			/* [I] __GFP_ZERO with init_on_alloc */
	bool zero_on_free;			/* [I] with init_on_free */
	unsigned int oo_order, oo_objects;	/* [I] slab order wanted, objects then */
	unsigned int min_order, min_objects;	/* [I] what must do when memory is short */
	unsigned long min_partial;		/* [I] empty slabs kept */
	gfp_t allocflags;			/* [I] */
	int refcount;				/* [L] slab_mutex: users, more than one if merged */
	void (*ctor)(void *object);		/* [I] */
	unsigned int inuse;			/* [I] end of the object proper and its red zone */
	unsigned int align;			/* [I] */
	unsigned int red_left_pad;		/* [I] room for the left red zone */
	unsigned int useroffset, usersize;	/* [I] */
	unsigned long random;			/* [I] mixed into free-list links */
	const char *name;			/* [I] */
#ifdef CONFIG_KASAN
	struct kasan_cache kasan;		/* [I] */
#endif
	struct list_head list;			/* [L] slab_mutex: slab_caches */
	struct kmem_cache_node *node[MAX_NUMNODES];	/* [I] */
};

enum slab_state {
	DOWN,		/* nothing works */
	PARTIAL,	/* kmem_cache_node can be allocated */
	UP,		/* kmalloc works */
	FULL		/* sheaves are in use */
};

extern enum slab_state slab_state;
extern struct mutex slab_mutex;
extern struct list_head slab_caches;
extern struct kmem_cache *kmem_cache;

#define SLAB_DEBUG_FLAGS (SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER | SLAB_TRACE | \
			  SLAB_CONSISTENCY_CHECKS)
#define SLAB_NEVER_MERGE (SLAB_DEBUG_FLAGS | SLAB_TYPESAFE_BY_RCU | SLAB_NOLEAKTRACE | \
			  SLAB_FAILSLAB | SLAB_NO_MERGE)
#define SLAB_MERGE_SAME	(SLAB_RECLAIM_ACCOUNT | SLAB_CACHE_DMA | SLAB_CACHE_DMA32 | SLAB_ACCOUNT)
#define SLAB_CORE_FLAGS	(SLAB_HWCACHE_ALIGN | SLAB_CACHE_DMA | SLAB_CACHE_DMA32 | SLAB_PANIC | \
			 SLAB_TYPESAFE_BY_RCU)

#define for_each_kmem_cache_node(s, nid, n)				\
	for (nid = 0; nid < MAX_NUMNODES; nid++)			\
		if (!((n) = (s)->node[nid])) {				\
			/* no such node */				\
		} else

/* Objects on no slab's free list, at this moment; those in CPUs' sheaves are among them. */
static inline unsigned long kmem_cache_inuse(struct kmem_cache *s)
{
	struct kmem_cache_node *n;
	unsigned long sum = 0;
	int nid;

	for_each_kmem_cache_node(s, nid, n)
		sum += n->nr_inuse;
	return sum;
}

static inline bool kmem_cache_debug(struct kmem_cache *s)
{
	return unlikely(s->flags & SLAB_DEBUG_FLAGS);
}

/* The @idx-th object of a slab; with a left red zone the user's part starts behind it. */
static inline void *slab_object(const struct kmem_cache *s, const struct slab *slab,
				unsigned int idx)
{
	return slab_address(slab) + idx * s->size + s->red_left_pad;
}

static inline unsigned int obj_to_index(const struct kmem_cache *s, const struct slab *slab,
					const void *obj)
{
	return (obj - slab_address(slab) - s->red_left_pad) / s->size;
}

/*
 * The link of a free object, mixed with its own address and a number of the cache, so that
 * a stray write or a leaked object does not give away, or forge, a usable pointer.
 */
static inline void *freelist_next(const struct kmem_cache *s, const void *object)
{
	unsigned long at = (unsigned long)object + s->offset;

	return (void *)(*(unsigned long *)at ^ s->random ^ __builtin_bswap64(at));
}

static inline void freelist_set_next(const struct kmem_cache *s, void *object, void *next)
{
	unsigned long at = (unsigned long)object + s->offset;

	*(unsigned long *)at = (unsigned long)next ^ s->random ^ __builtin_bswap64(at);
}

/* ---- slub.c ------------------------------------------------------------- */

int kmem_cache_open(struct kmem_cache *s, slab_flags_t flags);
bool kmem_cache_shutdown(struct kmem_cache *s);
void kmem_cache_release(struct kmem_cache *s);
void kmem_cache_flush_sheaves(struct kmem_cache *s);
void kmem_cache_boot_finish(struct kmem_cache *s);
void free_to_page_allocator(struct kmem_cache *s, struct slab *slab);
int calculate_sizes(struct kmem_cache *s, slab_flags_t flags);
struct slab *new_slab(struct kmem_cache *s, gfp_t flags, int node);
unsigned int sheaf_count(struct kmem_cache *s);
void slab_free_finally(struct kmem_cache *s, void *object);

/* ---- slab_common.c ------------------------------------------------------ */

extern bool slab_nomerge;	/* no cache shares another's slabs */

void create_boot_cache(struct kmem_cache *s, const char *name, unsigned int size,
		       slab_flags_t flags);
void create_kmalloc_caches(void);
struct kmem_cache *kmalloc_slab(size_t size, gfp_t flags);
void free_large_kmalloc(struct folio *folio, void *object);
unsigned int calculate_alignment(slab_flags_t flags, unsigned int align, unsigned int size);

/* What the sanitizer and the leak detector are told. Nothing where they are configured out. */
static __always_inline void *slab_post_alloc(struct kmem_cache *s, void *object, size_t size,
					     gfp_t gfp)
{
	if (!(s->flags & SLAB_NOLEAKTRACE))
		kmemleak_alloc(object, size, 1, gfp);
	return kasan_kmalloc(s, object, size, gfp);
}

/* Return: true if the object is not to be freed now. */
static __always_inline bool slab_pre_free(struct kmem_cache *s, void *object, unsigned long ip)
{
	if (!(s->flags & SLAB_NOLEAKTRACE))
		kmemleak_free(object);
	return kasan_slab_free(s, object, ip);
}

/* ---- slub_sysfs.c ------------------------------------------------------- */

#ifdef CONFIG_SYSFS
void sysfs_slab_add(struct kmem_cache *s);
void sysfs_slab_remove(struct kmem_cache *s);
#else
static inline void sysfs_slab_add(struct kmem_cache *s)
{
}
static inline void sysfs_slab_remove(struct kmem_cache *s)
{
}
#endif

/* ---- slub_debug.c ------------------------------------------------------- */

#ifdef CONFIG_SLUB_DEBUG
slab_flags_t kmem_cache_debug_flags(slab_flags_t flags, const char *name);
unsigned int slub_debug_layout(struct kmem_cache *s, slab_flags_t flags, unsigned int size);
void slub_debug_setup_object(struct kmem_cache *s, struct slab *slab, void *object);
void slub_debug_poison_slab(struct kmem_cache *s, struct slab *slab);
bool slub_debug_alloc(struct kmem_cache *s, struct slab *slab, void *object, unsigned long addr);
bool slub_debug_owns(struct kmem_cache *s, void *object);
bool slub_debug_free(struct kmem_cache *s, struct slab *slab, void *object, unsigned long addr);
ssize_t slub_debug_calls(struct kmem_cache *s, char *buf, bool free);
void slub_debug_leaks(struct kmem_cache *s, struct slab *slab);
void slub_debug_describe(struct kmem_cache *s, struct slab *slab, void *object);
extern unsigned long slub_debug_errors;	/* reports made, for tests */
#else
static inline slab_flags_t kmem_cache_debug_flags(slab_flags_t flags, const char *name)
{
	return flags;
}
static inline unsigned int slub_debug_layout(struct kmem_cache *s, slab_flags_t flags,
					     unsigned int size)
{
	return size;
}
static inline void slub_debug_setup_object(struct kmem_cache *s, struct slab *slab, void *object)
{
}
static inline void slub_debug_poison_slab(struct kmem_cache *s, struct slab *slab)
{
}
static inline bool slub_debug_alloc(struct kmem_cache *s, struct slab *slab, void *object,
				    unsigned long addr)
{
	return true;
}
static inline bool slub_debug_free(struct kmem_cache *s, struct slab *slab, void *object,
				   unsigned long addr)
{
	return true;
}
static inline bool slub_debug_owns(struct kmem_cache *s, void *object)
{
	return true;
}
static inline ssize_t slub_debug_calls(struct kmem_cache *s, char *buf, bool free)
{
	return -ENOSYS;
}
static inline void slub_debug_leaks(struct kmem_cache *s, struct slab *slab)
{
}
static inline void slub_debug_describe(struct kmem_cache *s, struct slab *slab, void *object)
{
}
#endif

#endif
