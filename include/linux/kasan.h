/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kasan.h - what the allocators tell the address sanitizer.
 *
 * Each byte of shadow describes eight bytes of kernel memory. The compiler asks the shadow before
 * each access; here the shadow is told what may be accessed. Without CONFIG_KASAN all of this
 * is nothing.
 */
#ifndef _LINUX_KASAN_H
#define _LINUX_KASAN_H

#include <linux/gfp_types.h>
#include <linux/types.h>

struct kmem_cache;
struct page;
struct slab;
struct task_struct;

#ifdef CONFIG_KASAN
#include <asm/kasan.h>

#define KASAN_SHADOW_SCALE_SHIFT 3
#define KASAN_GRANULE_SIZE	(1UL << KASAN_SHADOW_SCALE_SHIFT)

static inline void *kasan_mem_to_shadow(const void *addr)
{
	return (void *)((unsigned long)addr >> KASAN_SHADOW_SCALE_SHIFT) + KASAN_SHADOW_OFFSET;
}

static inline void *kasan_shadow_to_mem(const void *shadow)
{
	return (void *)(((unsigned long)shadow - KASAN_SHADOW_OFFSET) << KASAN_SHADOW_SCALE_SHIFT);
}

/**
 * struct kasan_cache - where a slab cache keeps what is known of each object
 * @alloc_meta: offset from the object to struct kasan_alloc_meta; 0: it keeps nothing
 * @free_meta: offset to struct kasan_free_meta
 */
struct kasan_cache {
	unsigned int alloc_meta;
	unsigned int free_meta;
};

void kasan_init(void);				/* arch: the real shadow */
void kasan_init_late(void);
bool kasan_is_early_shadow(const void *table);

void kasan_disable_current(void);
void kasan_enable_current(void);
void kasan_fork(struct task_struct *child);
void kasan_unpoison_range(const void *addr, size_t size);
void kasan_unpoison_task_stack(struct task_struct *task);

void kasan_poison_pages(struct page *page, unsigned int order);
void kasan_unpoison_pages(struct page *page, unsigned int order);

unsigned int kasan_cache_layout(struct kmem_cache *s, slab_flags_t flags, unsigned int size);
void kasan_poison_slab(struct kmem_cache *s, struct slab *slab);
void kasan_unpoison_new_object(struct kmem_cache *s, void *object);
void kasan_poison_new_object(struct kmem_cache *s, void *object);
void *kasan_kmalloc(struct kmem_cache *s, void *object, size_t size, gfp_t gfp);
void *kasan_slab_alloc(struct kmem_cache *s, void *object, gfp_t gfp);
void *kasan_krealloc(void *object, size_t size, gfp_t gfp);
void *kasan_kmalloc_large(void *object, size_t size, gfp_t gfp);
bool kasan_slab_free(struct kmem_cache *s, void *object, unsigned long ip);
bool kasan_kfree_large(void *object, unsigned long ip);
void kasan_cache_shrink(struct kmem_cache *s);
void kasan_mempool_poison(void *object, unsigned long ip);
void kasan_mempool_unpoison(void *object);

bool kasan_check_range(const void *addr, size_t size, bool write, unsigned long ip);
#else
#define kasan_init()				do { } while (0)
#define kasan_init_late()			do { } while (0)
#define kasan_is_early_shadow(table)		false
#define kasan_disable_current()			do { } while (0)
#define kasan_enable_current()			do { } while (0)
#define kasan_fork(child)			do { } while (0)
#define kasan_unpoison_range(addr, size)	do { } while (0)
#define kasan_unpoison_task_stack(task)		do { } while (0)
#define kasan_poison_pages(page, order)		do { } while (0)
#define kasan_unpoison_pages(page, order)	do { } while (0)
#define kasan_cache_layout(s, flags, size)	(size)
#define kasan_poison_slab(s, slab)		do { } while (0)
#define kasan_unpoison_new_object(s, object)	do { } while (0)
#define kasan_poison_new_object(s, object)	do { } while (0)
#define kasan_kmalloc(s, object, size, gfp)	(object)
#define kasan_slab_alloc(s, object, gfp)	(object)
#define kasan_krealloc(object, size, gfp)	(object)
#define kasan_kmalloc_large(object, size, gfp)	(object)
#define kasan_slab_free(s, object, ip)		false
#define kasan_kfree_large(object, ip)		false
#define kasan_cache_shrink(s)			do { } while (0)
#define kasan_mempool_poison(object, ip)	do { } while (0)
#define kasan_mempool_unpoison(object)		do { } while (0)
#endif

#ifdef CONFIG_KASAN_VMALLOC
int kasan_populate_vmalloc(unsigned long addr, unsigned long size);
void kasan_unpoison_vmalloc(const void *addr, unsigned long size);
void kasan_poison_vmalloc(const void *addr, unsigned long size);
#else
#define kasan_populate_vmalloc(addr, size)	0
#define kasan_unpoison_vmalloc(addr, size)	do { } while (0)
#define kasan_poison_vmalloc(addr, size)	do { } while (0)
#endif

#endif
