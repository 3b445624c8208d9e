// SPDX-License-Identifier: GPL-2.0-only
/*
 * common.c - what pages and slab objects may be accessed, and who allocated and freed them.
 *
 * Owns:       the shadow of pages that the page allocator has handed out or got back, and the
 *             metadata behind each object of a slab cache.
 * Invariant:  an object's shadow allows the bytes that were asked for while it is allocated and
 *             nothing else; between objects nothing is allowed; free pages allow nothing.
 * Locks:      none: who allocates or frees an object owns it.
 * Elsewhere:  freed objects that wait (quarantine.c), the calls into here (slub.c, pcp.c,
 *             page_alloc.c, slab_common.c).
 *
 *	| object ... | link | alloc_meta | free_meta | red zone |
 *
 * Caches of type-safe objects (SLAB_TYPESAFE_BY_RCU) let their free objects be read, so these
 * stay accessible. Caches with SLAB_NO_USER_FLAGS are as their creator wants them: no checks.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/string.h>
#include "kasan.h"

/* ---- tracks ------------------------------------------------------------- */

static void set_track(struct kasan_track *track, gfp_t gfp)
{
	track->pid = current->pid;
	track->stack = stack_depot_save_here((gfp & GFP_KERNEL) | __GFP_NOWARN, 1);
}

/* ---- checks off, for code that touches what it must not ------------------ */

void kasan_disable_current(void)
{
	current->kasan_depth++;
}

void kasan_enable_current(void)
{
	current->kasan_depth--;
}

/** kasan_fork() - a new task's checks are on, whatever its parent is doing */
void kasan_fork(struct task_struct *child)
{
	child->kasan_depth = 0;
}

/* ---- pages -------------------------------------------------------------- */

void kasan_unpoison_pages(struct page *page, unsigned int order)
{
	kasan_unpoison(page_address(page), PAGE_SIZE << order);
}

void kasan_poison_pages(struct page *page, unsigned int order)
{
	kasan_poison(page_address(page), PAGE_SIZE << order, KASAN_PAGE_FREE);
}

/* ---- slab caches -------------------------------------------------------- */

/* A larger object's overruns reach farther. */
static unsigned int redzone_size(unsigned int object_size)
{
	return clamp_t(unsigned int, object_size / 8, 32, 2048);
}

/**
 * kasan_cache_layout() - room for metadata and a red zone behind each object
 * @size: what an object takes so far
 *
 * Return: what it takes with these.
 */
unsigned int kasan_cache_layout(struct kmem_cache *s, slab_flags_t flags, unsigned int size)
{
	unsigned int end;

	if (flags & SLAB_NO_USER_FLAGS)
		return size;
	/* offsets count from the object, which a left red zone moves */
	end = ALIGN(size - s->red_left_pad, sizeof(long));
	s->kasan.alloc_meta = end;
	s->kasan.free_meta = end + sizeof(struct kasan_alloc_meta);
	end += sizeof(struct kasan_alloc_meta) + sizeof(struct kasan_free_meta);
	end = max(end, s->object_size + redzone_size(s->object_size));
	return end + s->red_left_pad;
}

/* Type-safe objects may be read while they are free. */
static bool readable_when_free(const struct kmem_cache *s)
{
	return s->flags & SLAB_TYPESAFE_BY_RCU;
}

/** kasan_poison_slab() - a fresh slab: nothing in it may be accessed but by the allocator */
void kasan_poison_slab(struct kmem_cache *s, struct slab *slab)
{
	unsigned int i;

	if (!s->kasan.alloc_meta)
		return;
	kasan_poison(slab_address(slab), PAGE_SIZE << slab_order(slab), KASAN_SLAB_REDZONE);
	for (i = 0; i < slab->objects; i++) {
		void *object = slab_object(s, slab, i);

		__memset(alloc_meta(s, object), 0, sizeof(struct kasan_alloc_meta));
		__memset(free_meta(s, object), 0, sizeof(struct kasan_free_meta));
		if (readable_when_free(s))
			kasan_unpoison(object, s->object_size);
	}
}

/** kasan_unpoison_new_object() - for its constructor */
void kasan_unpoison_new_object(struct kmem_cache *s, void *object)
{
	if (s->kasan.alloc_meta)
		kasan_unpoison(object, s->object_size);
}

void kasan_poison_new_object(struct kmem_cache *s, void *object)
{
	if (s->kasan.alloc_meta && !readable_when_free(s))
		kasan_poison(object, s->object_size, KASAN_SLAB_REDZONE);
}

/* ---- slab objects ------------------------------------------------------- */

/**
 * kasan_kmalloc() - @size bytes of an object are handed out
 * @object: NULL is accepted
 *
 * Return: @object.
 */
void *kasan_kmalloc(struct kmem_cache *s, void *object, size_t size, gfp_t gfp)
{
	struct kasan_alloc_meta *meta;

	if (!object || !s->kasan.alloc_meta)
		return object;
	/* the rest of the object first: the last granule may be partial */
	kasan_poison(object, s->object_size, KASAN_SLAB_REDZONE);
	kasan_unpoison(object, size);
	meta = alloc_meta(s, object);
	meta->size = size;
	meta->freed = 0;
	set_track(&meta->track, gfp);
	return object;
}

void *kasan_slab_alloc(struct kmem_cache *s, void *object, gfp_t gfp)
{
	return kasan_kmalloc(s, object, s->object_size, gfp);
}

/** kasan_krealloc() - an allocation changes its size in place */
void *kasan_krealloc(void *object, size_t size, gfp_t gfp)
{
	struct slab *slab = virt_to_slab(object);

	if (slab)
		return kasan_kmalloc(slab->slab_cache, object, size, gfp);
	return kasan_kmalloc_large(object, size, gfp);
}

/* Return: true if the object cannot be one that is allocated; reported. */
static bool bad_free(struct kmem_cache *s, void *object, unsigned long ip)
{
	struct slab *slab = virt_addr_valid(object) ? virt_to_slab(object) : NULL;

	if (!slab || slab->slab_cache != s || object < slab_object(s, slab, 0) ||
	    slab_object(s, slab, obj_to_index(s, slab, object)) != object) {
		kasan_report_invalid_free(object, ip, "invalid-free");
		return true;
	}
	if (!byte_accessible(object) || (readable_when_free(s) && alloc_meta(s, object)->freed)) {
		kasan_report_invalid_free(object, ip, "double-free");
		return true;
	}
	return false;
}

/* May no longer be accessed; its last user is noted. */
static void mark_freed(struct kmem_cache *s, void *object)
{
	struct kasan_alloc_meta *meta = alloc_meta(s, object);

	set_track(&free_meta(s, object)->track, 0);
	meta->freed = 1;
	if (readable_when_free(s))
		kasan_unpoison(object, s->object_size);
	else
		kasan_poison(object, s->object_size, KASAN_SLAB_FREE);
}

/**
 * kasan_slab_free() - an object is given back
 * @ip: by whom
 *
 * Return: true if it was taken, into quarantine or because it must not be freed; false: the slab
 * allocator shall free it.
 */
bool kasan_slab_free(struct kmem_cache *s, void *object, unsigned long ip)
{
	if (!s->kasan.alloc_meta)
		return false;
	if (bad_free(s, object, ip))
		return true;
	mark_freed(s, object);
	if (readable_when_free(s))
		return false;
	if (s->zero_on_free)
		__memset(object, 0, s->object_size);
	kasan_quarantine_put(s, object);
	return true;
}

void kasan_cache_shrink(struct kmem_cache *s)
{
	if (s->kasan.alloc_meta)
		kasan_quarantine_remove_cache(s);
}

/* ---- large kmalloc ------------------------------------------------------ */

void *kasan_kmalloc_large(void *object, size_t size, gfp_t gfp)
{
	size_t rounded = ALIGN(size, KASAN_GRANULE_SIZE);

	if (!object)
		return NULL;
	kasan_poison(object + rounded, folio_size(virt_to_folio(object)) - rounded,
		     KASAN_PAGE_REDZONE);
	kasan_unpoison(object, size);
	return object;
}

/** kasan_kfree_large() - Return: true if it must not be freed; reported */
bool kasan_kfree_large(void *object, unsigned long ip)
{
	struct folio *folio = virt_to_folio(object);

	if (byte_accessible(object) && object == folio_address(folio))
		return false;
	kasan_report_invalid_free(object, ip, byte_accessible(object) ? "invalid-free" : "double-free");
	return true;
}

/* ---- memory pools ------------------------------------------------------- */

/**
 * kasan_mempool_poison() - an element goes into a pool's reserve: nobody may use it
 *
 * @object: from a slab cache or of kmalloc()
 */
void kasan_mempool_poison(void *object, unsigned long ip)
{
	struct slab *slab = virt_to_slab(object);

	if (!slab) {
		if (!kasan_kfree_large(object, ip))
			kasan_poison(object, folio_size(virt_to_folio(object)), KASAN_PAGE_FREE);
		return;
	}
	if (!slab->slab_cache->kasan.alloc_meta || bad_free(slab->slab_cache, object, ip))
		return;
	mark_freed(slab->slab_cache, object);
}

/** kasan_mempool_unpoison() - it leaves the reserve again, with the size it had */
void kasan_mempool_unpoison(void *object)
{
	struct slab *slab = virt_to_slab(object);
	struct kmem_cache *s;

	if (!slab) {
		kasan_unpoison(object, folio_size(virt_to_folio(object)));
		return;
	}
	s = slab->slab_cache;
	if (s->kasan.alloc_meta)
		kasan_kmalloc(s, object, alloc_meta(s, object)->size, 0);
}
