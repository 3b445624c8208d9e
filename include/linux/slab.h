/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * slab.h - memory smaller than a page: caches of equal objects, and kmalloc().
 *
 * Objects come from mm/slub.c.  kmalloc() rounds a size up to one of the kmalloc caches
 * (8 bytes to 8 KiB; 96 and 192 between) and larger ones to pages.  Where the size is a
 * compile-time constant, so is the choice of the cache.
 */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/cache.h>
#include <linux/gfp.h>
#include <linux/overflow.h>
#include <linux/types.h>
#include <linux/log2.h>
#include <linux/cleanup.h>
#include <linux/err.h>

/* ---- cache flags -------------------------------------------------------- */

#define SLAB_CONSISTENCY_CHECKS	((slab_flags_t __force)0x00000100U)	/* check at alloc and free */
#define SLAB_RED_ZONE		((slab_flags_t __force)0x00000400U)	/* guard bytes around */
#define SLAB_POISON		((slab_flags_t __force)0x00000800U)	/* fill when free */
#define SLAB_KMALLOC		((slab_flags_t __force)0x00001000U)	/* a kmalloc cache */
#define SLAB_HWCACHE_ALIGN	((slab_flags_t __force)0x00002000U)
#define SLAB_CACHE_DMA		((slab_flags_t __force)0x00004000U)
#define SLAB_CACHE_DMA32	((slab_flags_t __force)0x00008000U)
#define SLAB_STORE_USER		((slab_flags_t __force)0x00010000U)	/* who allocated, who freed */
#define SLAB_PANIC		((slab_flags_t __force)0x00040000U)	/* creation must succeed */
#define SLAB_TYPESAFE_BY_RCU	((slab_flags_t __force)0x00080000U)
#define SLAB_TRACE		((slab_flags_t __force)0x00200000U)
#define SLAB_NOLEAKTRACE	((slab_flags_t __force)0x00800000U)
#define SLAB_NO_MERGE		((slab_flags_t __force)0x01000000U)
#define SLAB_ACCOUNT		((slab_flags_t __force)0x04000000U)
#define SLAB_RECLAIM_ACCOUNT	((slab_flags_t __force)0x00020000U)	/* a shrinker frees these */
#define SLAB_TEMPORARY		SLAB_RECLAIM_ACCOUNT
#define SLAB_NO_USER_FLAGS	((slab_flags_t __force)0x10000000U)
#define SLAB_FAILSLAB		((slab_flags_t __force)0x02000000U)

/*
 * SLAB_TYPESAFE_BY_RCU: an object may be freed and allocated again at any time, but its
 * memory stays an object of this cache until a grace period has passed.  A reader under RCU
 * must check, after it holds a reference, that this is still the object it looked for.  The
 * constructor runs once per slab, not at each allocation.
 */

/* kmalloc(0): not NULL, may be freed, must not be touched. */
#define ZERO_SIZE_PTR		((void *)16)
#define ZERO_OR_NULL_PTR(x)	((unsigned long)(x) <= (unsigned long)ZERO_SIZE_PTR)

#define KMALLOC_SHIFT_HIGH	(PAGE_SHIFT + 1)
#define KMALLOC_SHIFT_MAX	(MAX_PAGE_ORDER + PAGE_SHIFT)
#define KMALLOC_SHIFT_LOW	3
#define KMALLOC_MAX_SIZE	(1UL << KMALLOC_SHIFT_MAX)
#define KMALLOC_MAX_CACHE_SIZE	(1UL << KMALLOC_SHIFT_HIGH)
#define KMALLOC_MAX_ORDER	(KMALLOC_SHIFT_MAX - PAGE_SHIFT)
#define KMALLOC_MIN_SIZE	(1 << KMALLOC_SHIFT_LOW)
#define ARCH_KMALLOC_MINALIGN	__alignof__(unsigned long long)
#define ARCH_SLAB_MINALIGN	__alignof__(unsigned long long)
#ifndef ARCH_DMA_MINALIGN
#define ARCH_DMA_MINALIGN	__alignof__(unsigned long long)
#endif
#define SLAB_OBJ_MIN_SIZE	(KMALLOC_MIN_SIZE < 16 ? KMALLOC_MIN_SIZE : 16)

struct kmem_cache;
struct seq_file;

/**
 * struct kmem_cache_args - the uncommon properties of a new cache.
 * @align: alignment wanted; 0: natural
 * @useroffset, @usersize: part of the object that user copies may touch
 * @freeptr_offset: where the link of free objects may lie, for type-safe caches
 * @use_freeptr_offset: @freeptr_offset is meant
 * @ctor: run once on each object of a new slab
 */
struct kmem_cache_args {
	unsigned int align;
	unsigned int useroffset;
	unsigned int usersize;
	unsigned int freeptr_offset;
	bool use_freeptr_offset;
	void (*ctor)(void *object);
};

struct kmem_cache *__kmem_cache_create_args(const char *name, unsigned int object_size,
					    struct kmem_cache_args *args, slab_flags_t flags);

static inline struct kmem_cache *
__kmem_cache_create(const char *name, unsigned int size, unsigned int align,
		    slab_flags_t flags, void (*ctor)(void *))
{
	struct kmem_cache_args args = { .align = align, .ctor = ctor };

	return __kmem_cache_create_args(name, size, &args, flags);
}

static inline struct kmem_cache *
__kmem_cache_default_args(const char *name, unsigned int size, struct kmem_cache_args *args,
			  slab_flags_t flags)
{
	struct kmem_cache_args none = {};

	return __kmem_cache_create_args(name, size, args ? args : &none, flags);
}

/*
 * Two forms: kmem_cache_create(name, size, args, flags), args a struct kmem_cache_args *,
 * and kmem_cache_create(name, size, align, flags, ctor).
 */
#define __kmem_cache_create4(name, size, args, flags)			\
	__kmem_cache_default_args(name, size, args, flags)
#define __kmem_cache_create5(name, size, align, flags, ctor)		\
	__kmem_cache_create(name, size, align, flags, ctor)
#define __kmem_cache_create_pick(_1, _2, _3, _4, _5, f, ...) f
#define kmem_cache_create(...)						\
	__kmem_cache_create_pick(__VA_ARGS__, __kmem_cache_create5,	\
				 __kmem_cache_create4)(__VA_ARGS__)

static inline struct kmem_cache *
kmem_cache_create_usercopy(const char *name, unsigned int size, unsigned int align,
			   slab_flags_t flags, unsigned int useroffset, unsigned int usersize,
			   void (*ctor)(void *))
{
	struct kmem_cache_args args = {
		.align = align, .ctor = ctor, .useroffset = useroffset, .usersize = usersize,
	};

	return __kmem_cache_create_args(name, size, &args, flags);
}

/* A cache named after a structure. */
#define KMEM_CACHE(__struct, __flags)					\
	__kmem_cache_create(#__struct, sizeof(struct __struct), __alignof__(struct __struct), \
			    (__flags), NULL)
#define KMEM_CACHE_USERCOPY(__struct, __flags, __field)			\
	kmem_cache_create_usercopy(#__struct, sizeof(struct __struct),	\
				   __alignof__(struct __struct), (__flags), \
				   offsetof(struct __struct, __field),	\
				   sizeof_field(struct __struct, __field), NULL)

void kmem_cache_destroy(struct kmem_cache *s);
int kmem_cache_shrink(struct kmem_cache *s);
unsigned int kmem_cache_size(struct kmem_cache *s);
bool slab_is_available(void);

void *kmem_cache_alloc(struct kmem_cache *cachep, gfp_t flags) __assume_aligned(8) __malloc;
void *kmem_cache_alloc_node(struct kmem_cache *s, gfp_t flags, int node) __malloc;
void kmem_cache_free(struct kmem_cache *s, void *objp);
int kmem_cache_alloc_bulk(struct kmem_cache *s, gfp_t flags, size_t size, void **p);
void kmem_cache_free_bulk(struct kmem_cache *s, size_t size, void **p);

static inline void *kmem_cache_zalloc(struct kmem_cache *k, gfp_t flags)
{
	return kmem_cache_alloc(k, flags | __GFP_ZERO);
}

struct list_lru;
static inline void *kmem_cache_alloc_lru(struct kmem_cache *s, struct list_lru *lru, gfp_t gfp)
{
	return kmem_cache_alloc(s, gfp);
}

static __always_inline void kfree_bulk(size_t size, void **p)
{
	kmem_cache_free_bulk(NULL, size, p);
}

/* ---- kmalloc ------------------------------------------------------------ */

enum kmalloc_cache_type {
	KMALLOC_NORMAL = 0,
	KMALLOC_RECLAIM,
#ifdef CONFIG_ZONE_DMA
	KMALLOC_DMA,
#endif
	NR_KMALLOC_TYPES
};

extern struct kmem_cache *kmalloc_caches[NR_KMALLOC_TYPES][KMALLOC_SHIFT_HIGH + 1];

static __always_inline enum kmalloc_cache_type kmalloc_type(gfp_t flags)
{
	if (likely((flags & (__GFP_RECLAIMABLE | __GFP_DMA)) == 0))
		return KMALLOC_NORMAL;
#ifdef CONFIG_ZONE_DMA
	if (flags & __GFP_DMA)
		return KMALLOC_DMA;
#endif
	return KMALLOC_RECLAIM;
}

/* Index of the class that holds @size: 1 is 96 bytes, 2 is 192, n otherwise 2^n. */
static __always_inline unsigned int kmalloc_index(size_t size)
{
	if (size <= 8)
		return 3;
	if (size > 64 && size <= 96)
		return 1;
	if (size > 128 && size <= 192)
		return 2;
	return order_base_2(size);
}

#ifdef CONFIG_KASAN
void *kmalloc_from(struct kmem_cache *s, gfp_t flags, size_t size) __malloc __alloc_size(3);
#else
#define kmalloc_from(s, flags, size)	kmem_cache_alloc(s, flags)
#endif
void *__kmalloc(size_t size, gfp_t flags) __malloc __alloc_size(1);
void *__kmalloc_node(size_t size, gfp_t flags, int node) __malloc __alloc_size(1);
void *__kmalloc_large(size_t size, gfp_t flags) __malloc __alloc_size(1);
void *__kmalloc_large_node(size_t size, gfp_t flags, int node) __malloc __alloc_size(1);
void kfree(const void *objp);
void kfree_sensitive(const void *objp);
size_t ksize(const void *objp);
size_t __ksize(const void *objp);
size_t kmalloc_size_roundup(size_t size);
void *krealloc(const void *p, size_t new_size, gfp_t flags) __must_check __alloc_size(2);

DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))

/**
 * kmalloc() - allocate physically contiguous memory
 * @size: bytes; 0 gives ZERO_SIZE_PTR
 * @flags: GFP_KERNEL where the caller may sleep, GFP_ATOMIC elsewhere
 *
 * Aligned to 8 bytes, and to its size where that is a power of two. Freed by kfree().
 *
 * Return: memory, or NULL.
 */
static __always_inline __alloc_size(1) void *kmalloc(size_t size, gfp_t flags)
{
	if (__builtin_constant_p(size) && size) {
		if (size > KMALLOC_MAX_CACHE_SIZE)
			return __kmalloc_large(size, flags);
		return kmalloc_from(kmalloc_caches[kmalloc_type(flags)][kmalloc_index(size)],
				    flags, size);
	}
	return __kmalloc(size, flags);
}

static __always_inline __alloc_size(1) void *kmalloc_node(size_t size, gfp_t flags, int node)
{
	return __kmalloc_node(size, flags, node);
}

static inline __alloc_size(1, 2) void *kmalloc_array(size_t n, size_t size, gfp_t flags)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(n, size, &bytes)))
		return NULL;
	return kmalloc(bytes, flags);
}

static inline __alloc_size(1, 2) void *kcalloc(size_t n, size_t size, gfp_t flags)
{
	return kmalloc_array(n, size, flags | __GFP_ZERO);
}

static inline __alloc_size(1, 2) void *kmalloc_array_node(size_t n, size_t size, gfp_t flags,
							  int node)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(n, size, &bytes)))
		return NULL;
	return kmalloc_node(bytes, flags, node);
}

static inline __alloc_size(1, 2) void *kcalloc_node(size_t n, size_t size, gfp_t flags, int node)
{
	return kmalloc_array_node(n, size, flags | __GFP_ZERO, node);
}

static inline __alloc_size(2, 3) void * __must_check
krealloc_array(void *p, size_t new_n, size_t new_size, gfp_t flags)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(new_n, new_size, &bytes)))
		return NULL;
	return krealloc(p, bytes, flags);
}

static __always_inline __alloc_size(1) void *kzalloc(size_t size, gfp_t flags)
{
	return kmalloc(size, flags | __GFP_ZERO);
}

static __always_inline __alloc_size(1) void *kzalloc_node(size_t size, gfp_t flags, int node)
{
	return kmalloc_node(size, flags | __GFP_ZERO, node);
}

#define kmalloc_track_caller(size, flags)	__kmalloc(size, flags)
#define kmalloc_node_track_caller(size, flags, node) __kmalloc_node(size, flags, node)

/* ---- kvmalloc: kmalloc if that is easy, vmalloc otherwise --------------- */

void *kvmalloc_node(size_t size, gfp_t flags, int node) __malloc __alloc_size(1);
void kvfree(const void *addr);
void kvfree_sensitive(const void *addr, size_t len);
void *kvrealloc(const void *p, size_t size, gfp_t flags) __must_check __alloc_size(2);

DEFINE_FREE(kvfree, void *, if (!IS_ERR_OR_NULL(_T)) kvfree(_T))

static inline __alloc_size(1) void *kvmalloc(size_t size, gfp_t flags)
{
	return kvmalloc_node(size, flags, NUMA_NO_NODE);
}

static inline __alloc_size(1) void *kvzalloc(size_t size, gfp_t flags)
{
	return kvmalloc(size, flags | __GFP_ZERO);
}

static inline __alloc_size(1) void *kvzalloc_node(size_t size, gfp_t flags, int node)
{
	return kvmalloc_node(size, flags | __GFP_ZERO, node);
}

static inline __alloc_size(1, 2) void *kvmalloc_array(size_t n, size_t size, gfp_t flags)
{
	size_t bytes;

	if (unlikely(check_mul_overflow(n, size, &bytes)))
		return NULL;
	return kvmalloc(bytes, flags);
}

static inline __alloc_size(1, 2) void *kvcalloc(size_t n, size_t size, gfp_t flags)
{
	return kvmalloc_array(n, size, flags | __GFP_ZERO);
}

/* ---- boot, inspection --------------------------------------------------- */

void kmem_cache_init(void);
void kmem_cache_init_late(void);
bool kmem_dump_obj(void *object);
int slabinfo_show(struct seq_file *m, void *v);		/* /proc/slabinfo */
bool slab_check(struct kmem_cache *s);
#ifdef CONFIG_SLUB_DEBUG
long validate_slab_cache(struct kmem_cache *s);
#else
static inline long validate_slab_cache(struct kmem_cache *s)
{
	return 0;
}
#endif

#endif
