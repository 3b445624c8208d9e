// SPDX-License-Identifier: GPL-2.0-only
/*
 * quarantine.c - freed objects wait before they are handed out again.
 *
 * An object that is reused at once hides a use after free: its shadow allows the access again.
 * So freed objects pass through a queue, first in, first out, and stay poisoned meanwhile.
 *
 * Owns:       the queue.
 * Invariant:  an object in it is allocated, as the slab allocator sees it; queue_bytes sums up
 *             their sizes and is at most limit_bytes but for the object just added.
 * Locks:      queue_lock, raw, interrupts off. releasing, interrupts off: held for reading while
 *             objects that left the queue are being freed, so that who takes it for writing knows
 *             that none is.
 * Elsewhere:  freeing for good (slub.c).
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include "kasan.h"

/* A 32nd of memory waits, as in Linux. */
#define QUARANTINE_FRACTION	32

/* What one free may release: more than it adds, so that the queue gets short again. */
#define RELEASE_MAX		4

static DEFINE_RAW_SPINLOCK(queue_lock);
static struct kasan_free_meta *queue_head;		/* [L] queue_lock */
static struct kasan_free_meta **queue_tail = &queue_head;	/* [L] queue_lock */
static unsigned long queue_bytes;			/* [L] queue_lock */
static unsigned long limit_bytes __ro_after_init;

static DEFINE_RWLOCK(releasing);

static struct kmem_cache *cache_of(struct kasan_free_meta *meta)
{
	return virt_to_slab(meta)->slab_cache;
}

static void *object_of(struct kasan_free_meta *meta)
{
	return (void *)meta - cache_of(meta)->kasan.free_meta;
}

static void release_list(struct kasan_free_meta *list)
{
	while (list) {
		struct kasan_free_meta *next = list->next;

		slab_free_finally(cache_of(list), object_of(list));
		list = next;
	}
}

static void enqueue(struct kasan_free_meta *meta, unsigned int size)
{
	meta->next = NULL;
	*queue_tail = meta;
	queue_tail = &meta->next;
	queue_bytes += size;
}

/* The oldest few objects if there are too many. Return: a list. */
static struct kasan_free_meta *dequeue_excess(void)
{
	struct kasan_free_meta *list = NULL, **end = &list;

	for (int i = 0; i < RELEASE_MAX && queue_bytes > limit_bytes; i++) {
		struct kasan_free_meta *meta = queue_head;

		queue_head = meta->next;
		if (!queue_head)
			queue_tail = &queue_head;
		queue_bytes -= cache_of(meta)->size;
		*end = meta;
		end = &meta->next;
	}
	*end = NULL;
	return list;
}

/**
 * kasan_quarantine_put() - let an object wait, and free what has waited long enough
 *
 * Context: as kfree().
 */
void kasan_quarantine_put(struct kmem_cache *s, void *object)
{
	struct kasan_free_meta *old;
	unsigned long flags;

	/* whose lock a caller holds may be wanted by an interrupt, which would wait for a writer here */
	read_lock_irqsave(&releasing, flags);
	raw_spin_lock(&queue_lock);
	enqueue(free_meta(s, object), s->size);
	old = dequeue_excess();
	raw_spin_unlock(&queue_lock);
	release_list(old);
	read_unlock_irqrestore(&releasing, flags);
}

/**
 * kasan_quarantine_remove_cache() - free all waiting objects of a cache
 *
 * Context: task, interrupts on. On return none of them waits, nor is being freed elsewhere.
 */
void kasan_quarantine_remove_cache(struct kmem_cache *s)
{
	struct kasan_free_meta *list = NULL, **at, *meta;
	unsigned long flags;

	raw_spin_lock_irqsave(&queue_lock, flags);
	for (at = &queue_head; (meta = *at);) {
		if (cache_of(meta) != s) {
			at = &meta->next;
			continue;
		}
		*at = meta->next;
		queue_bytes -= s->size;
		meta->next = list;
		list = meta;
	}
	queue_tail = at;
	raw_spin_unlock_irqrestore(&queue_lock, flags);
	release_list(list);
	write_lock_irq(&releasing);
	write_unlock_irq(&releasing);
}

/** kasan_init_late() - memory is counted: set the limit */
void __init kasan_init_late(void)
{
	limit_bytes = (totalram_pages() << PAGE_SHIFT) / QUARANTINE_FRACTION;
}
