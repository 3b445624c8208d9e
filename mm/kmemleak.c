// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmemleak.c - the record of all allocations that kmemleak keeps.
 *
 * Owns:       struct kmemleak_object, the trees and the list of them, kmemleak=.
 * Invariant:  each slab object, large kmalloc(), vmalloc() area and per-CPU allocation made since
 *             kmemleak_init() is in one of the trees exactly while it is allocated; no two
 *             objects of a tree overlap.
 * Locks:      kmemleak_lock, raw, interrupts off; below it nothing. Objects are allocated before
 *             it is taken and freed after.
 * Elsewhere:  looking for references (kmemleak_scan.c), the file (kmemleak_show.c).
 *
 * An allocation to which nothing in memory points any more can never be freed: it has leaked. That
 * is the idea; the colours are those of tracing garbage collectors. White: no reference found.
 * Gray: referenced, or known not to be a leak. Black: neither a leak nor to be looked into.
 */
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include "kmemleak.h"

DEFINE_RAW_SPINLOCK(kmemleak_lock);
LIST_HEAD(kmemleak_list);
bool kmemleak_enabled __read_mostly;
bool kmemleak_scanning;
unsigned long kmemleak_min_age = 5 * HZ;

/* Most words of memory lie outside of @min..@max, where all objects ever were. */
struct object_tree {
	struct rb_root root;
	unsigned long min, max;
};

/* [L] kmemleak_lock; per-CPU objects by their per-CPU pointers, which are no addresses. */
static struct object_tree objects = { .root = RB_ROOT, .min = ULONG_MAX };
static struct object_tree percpu_objects = { .root = RB_ROOT, .min = ULONG_MAX };
static struct kmem_cache *object_cache __ro_after_init;
static bool wanted __initdata = !IS_ENABLED(CONFIG_DEBUG_KMEMLEAK_DEFAULT_OFF);

static int __init early_kmemleak(char *str)
{
	if (str && !strcmp(str, "on"))
		wanted = true;
	else if (str && !strcmp(str, "off"))
		wanted = false;
	else
		return -EINVAL;
	return 0;
}
early_param("kmemleak", early_kmemleak);

/** kmemleak_disable() - something cannot be recorded: what is known is worth nothing any more */
void kmemleak_disable(void)
{
	if (xchg(&kmemleak_enabled, false))
		pr_warn("kmemleak: Kernel memory leak detector disabled\n");
}

/* ---- the trees ---------------------------------------------------------- */

static struct object_tree *tree_of(bool percpu)
{
	return percpu ? &percpu_objects : &objects;
}

/** kmemleak_find() - the object that holds an address, or NULL. kmemleak_lock held. */
struct kmemleak_object *kmemleak_find(unsigned long addr, bool percpu)
{
	struct object_tree *tree = tree_of(percpu);
	struct rb_node *node = tree->root.rb_node;

	if (addr < tree->min || addr >= tree->max)
		return NULL;
	while (node) {
		struct kmemleak_object *object = rb_entry(node, struct kmemleak_object, node);

		if (addr < object->start)
			node = node->rb_left;
		else if (addr >= object->start + object->size)
			node = node->rb_right;
		else
			return object;
	}
	return NULL;
}

/* Return: false if another object lies there. */
static bool tree_insert(struct kmemleak_object *object)
{
	struct object_tree *tree = tree_of(object->percpu);
	struct rb_node **link = &tree->root.rb_node, *parent = NULL;

	while (*link) {
		struct kmemleak_object *other = rb_entry(*link, struct kmemleak_object, node);

		parent = *link;
		if (object->start + object->size <= other->start)
			link = &parent->rb_left;
		else if (other->start + other->size <= object->start)
			link = &parent->rb_right;
		else
			return false;
	}
	rb_link_node(&object->node, parent, link);
	rb_insert_color(&object->node, &tree->root);
	tree->min = min(tree->min, object->start);
	tree->max = max(tree->max, object->start + object->size);
	return true;
}

/** kmemleak_release() - free the record of an object that is freed, off its tree and the list */
void kmemleak_release(struct kmemleak_object *object)
{
	kmem_cache_free(object_cache, object);
}

/* ---- recording ---------------------------------------------------------- */

static void create_object(unsigned long start, size_t size, int min_count, gfp_t gfp, bool percpu)
{
	struct kmemleak_object *object;
	unsigned long flags;
	bool ok;

	object = kmem_cache_alloc(object_cache, (gfp & (GFP_KERNEL | GFP_ATOMIC)) | __GFP_NOWARN);
	if (!object) {
		pr_warn("kmemleak: no memory to record an allocation\n");
		kmemleak_disable();
		return;
	}
	*object = (struct kmemleak_object) {
		.start = start, .size = size, .scan_size = size, .min_count = min_count, .percpu = percpu,
		.allocated = true,
		.pid = current->pid, .jiffies = jiffies,
		.trace = stack_depot_save_here((gfp & GFP_KERNEL) | __GFP_NOWARN, 2),
	};
	memcpy(object->comm, current->comm, sizeof(object->comm));
	INIT_LIST_HEAD(&object->gray);
	raw_spin_lock_irqsave(&kmemleak_lock, flags);
	ok = tree_insert(object);
	if (ok)
		list_add_tail(&object->list, &kmemleak_list);
	raw_spin_unlock_irqrestore(&kmemleak_lock, flags);
	if (ok)
		return;
	pr_warn("kmemleak: 0x%lx is allocated twice\n", start);
	dump_stack();
	kmemleak_release(object);
	kmemleak_disable();
}

static void delete_object(unsigned long start, bool percpu)
{
	struct kmemleak_object *object;
	unsigned long flags;
	bool release = false;

	raw_spin_lock_irqsave(&kmemleak_lock, flags);
	object = kmemleak_find(start, percpu);
	/* none: it was allocated before we began */
	if (object && object->start == start) {
		rb_erase(&object->node, &tree_of(percpu)->root);
		object->allocated = false;
		release = !kmemleak_scanning;
		if (release)
			list_del(&object->list);
	}
	raw_spin_unlock_irqrestore(&kmemleak_lock, flags);
	if (release)
		kmemleak_release(object);
}

/**
 * kmemleak_alloc() - memory was allocated
 * @ptr: NULL and ERR_PTR are accepted
 * @min_count: so many references must be found or it is a leak; 0: it never is; -1: ignore it
 *
 * Context: any but NMI.
 */
void kmemleak_alloc(const void *ptr, size_t size, int min_count, gfp_t gfp)
{
	if (kmemleak_enabled && !IS_ERR_OR_NULL(ptr) && size)
		create_object((unsigned long)ptr, size, min_count, gfp, false);
}

void kmemleak_free(const void *ptr)
{
	if (kmemleak_enabled && !IS_ERR_OR_NULL(ptr))
		delete_object((unsigned long)ptr, false);
}

/** kmemleak_vmalloc() - the area itself names its address, so that two references are needed */
void kmemleak_vmalloc(const struct vm_struct *area, size_t size, gfp_t gfp)
{
	if (kmemleak_enabled)
		create_object((unsigned long)area->addr, size, 2, gfp, false);
}

void kmemleak_alloc_percpu(const void __percpu *ptr, size_t size, gfp_t gfp)
{
	if (kmemleak_enabled && ptr)
		create_object((unsigned long __force)ptr, size, 1, gfp, true);
}

void kmemleak_free_percpu(const void __percpu *ptr)
{
	if (kmemleak_enabled && ptr)
		delete_object((unsigned long __force)ptr, true);
}

/* ---- what the owner of an allocation knows better ------------------------ */

static void set_min_count(const void *ptr, int min_count)
{
	struct kmemleak_object *object;
	unsigned long flags;

	if (!kmemleak_enabled || IS_ERR_OR_NULL(ptr))
		return;
	raw_spin_lock_irqsave(&kmemleak_lock, flags);
	object = kmemleak_find((unsigned long)ptr, false);
	if (object)
		object->min_count = object->count = min_count;
	raw_spin_unlock_irqrestore(&kmemleak_lock, flags);
}

/** kmemleak_not_leak() - nothing will refer to it, and that is right; look into it all the same */
void kmemleak_not_leak(const void *ptr)
{
	set_min_count(ptr, 0);
}

/** kmemleak_ignore() - it is no leak, and holds no references */
void kmemleak_ignore(const void *ptr)
{
	set_min_count(ptr, -1);
}

/** kmemleak_no_scan() - it holds no references */
void kmemleak_no_scan(const void *ptr)
{
	struct kmemleak_object *object;
	unsigned long flags;

	raw_spin_lock_irqsave(&kmemleak_lock, flags);
	object = IS_ERR_OR_NULL(ptr) ? NULL : kmemleak_find((unsigned long)ptr, false);
	if (object)
		object->no_scan = true;
	raw_spin_unlock_irqrestore(&kmemleak_lock, flags);
}

/** kmemleak_scan_area() - of the object that holds @ptr only these @size bytes hold references */
void kmemleak_scan_area(const void *ptr, size_t size)
{
	struct kmemleak_object *object;
	unsigned long flags;

	raw_spin_lock_irqsave(&kmemleak_lock, flags);
	object = kmemleak_find((unsigned long)ptr, false);
	if (object && (unsigned long)ptr + size <= object->start + object->size) {
		object->scan_offset = (unsigned long)ptr - object->start;
		object->scan_size = size;
	}
	raw_spin_unlock_irqrestore(&kmemleak_lock, flags);
}

/** kmemleak_init() - begin to record; the slab allocator works, vmalloc does not yet */
void __init kmemleak_init(void)
{
	object_cache = KMEM_CACHE(kmemleak_object, SLAB_NOLEAKTRACE | SLAB_PANIC);
	kmemleak_boot_roots();
	kmemleak_enabled = wanted;
}
