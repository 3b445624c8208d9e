// SPDX-License-Identifier: GPL-2.0-only
/*
 * slub_calls.c - who allocated a cache's objects, or freed them: one line for each place.
 *
 * For caches with SLAB_STORE_USER, from the tracks behind the objects:
 *
 *	cat /sys/kernel/slab/kmalloc-64/alloc_calls
 *	    12 seq_open+0x2c/0x80 age=3/40/90 pid=1-17 cpus=0-1
 *
 * alloc_calls counts objects in use by who allocated them, free_calls free ones and those in use
 * again by who freed them last. Ages are in jiffies, least/mean/most.
 *
 * Owns:       struct location, for the time of one call.
 * Locks:      list_lock of each node, interrupts off, one slab after the other; the table of
 *             places is allocated before, and where it is too small everything begins again.
 */
#include <linux/cpumask.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include "slab.h"
#include "slub_debug.h"

struct location {
	unsigned long addr;
	unsigned long count;
	unsigned long sum_age, min_age, max_age;
	int min_pid, max_pid;
	struct cpumask cpus;
};

struct location_table {
	struct location *places;
	unsigned int nr, max;
};

/* Return: false if the table is too small. */
static bool count_track(struct location_table *t, const struct track *track)
{
	unsigned long age = jiffies - track->when;
	struct location *l;
	unsigned int i;

	for (i = 0; i < t->nr && t->places[i].addr != track->addr; i++)
		;
	if (i == t->max)
		return false;
	l = &t->places[i];
	if (i == t->nr) {
		t->nr++;
		*l = (struct location) { .addr = track->addr, .min_age = age, .max_age = age,
					 .min_pid = track->pid, .max_pid = track->pid };
	}
	l->count++;
	l->sum_age += age;
	l->min_age = min(l->min_age, age);
	l->max_age = max(l->max_age, age);
	l->min_pid = min(l->min_pid, track->pid);
	l->max_pid = max(l->max_pid, track->pid);
	cpumask_set_cpu(track->cpu, &l->cpus);
	return true;
}

static bool count_slab(struct kmem_cache *s, struct slab *slab, enum track_item which,
		       struct location_table *t)
{
	unsigned int i;

	for (i = 0; i < slab->objects; i++) {
		void *object = slab_object(s, slab, i);
		struct track *track = get_track(s, object, which);

		if (!track->addr || (which == TRACK_ALLOC && on_freelist(s, slab, object)))
			continue;
		if (!count_track(t, track))
			return false;
	}
	return true;
}

static bool count_node(struct kmem_cache *s, struct kmem_cache_node *n, enum track_item which,
		       struct location_table *t)
{
	unsigned long flags;
	struct slab *slab;
	bool ok = true;

	spin_lock_irqsave(&n->list_lock, flags);
	list_for_each_entry(slab, &n->partial, slab_list)
		ok = ok && count_slab(s, slab, which, t);
	list_for_each_entry(slab, &n->full, slab_list)
		ok = ok && count_slab(s, slab, which, t);
	spin_unlock_irqrestore(&n->list_lock, flags);
	return ok;
}

static bool count_cache(struct kmem_cache *s, enum track_item which, struct location_table *t)
{
	struct kmem_cache_node *n;
	bool ok = true;
	int nid;

	t->nr = 0;
	for_each_kmem_cache_node(s, nid, n)
		ok = ok && count_node(s, n, which, t);
	return ok;
}

/* Most often first. */
static int compare_counts(const void *a, const void *b)
{
	const struct location *l = a, *r = b;

	return l->count < r->count ? 1 : l->count > r->count ? -1 : 0;
}

static int print_location(char *buf, int at, const struct location *l)
{
	at += sysfs_emit_at(buf, at, "%7lu %pS age=%lu/%lu/%lu", l->count, (void *)l->addr,
			    l->min_age, l->sum_age / l->count, l->max_age);
	if (l->min_pid == l->max_pid)
		at += sysfs_emit_at(buf, at, " pid=%d", l->min_pid);
	else
		at += sysfs_emit_at(buf, at, " pid=%d-%d", l->min_pid, l->max_pid);
	if (num_online_cpus() > 1)
		at += sysfs_emit_at(buf, at, " cpus=%*pbl", cpumask_pr_args(&l->cpus));
	return at + sysfs_emit_at(buf, at, "\n");
}

/**
 * slub_debug_calls() - the text of alloc_calls or free_calls
 * @buf: a page; what does not fit is left out, the rarest places first
 * @free: of frees
 *
 * Context: may sleep. Return: its length; -ENOSYS where the cache keeps no tracks; -ENOMEM.
 */
ssize_t slub_debug_calls(struct kmem_cache *s, char *buf, bool free)
{
	struct location_table t = { .max = PAGE_SIZE / sizeof(struct location) };
	unsigned int i;
	int at = 0;

	if (!(s->flags & SLAB_STORE_USER))
		return -ENOSYS;
	for (;; t.max *= 2) {
		t.places = kvmalloc_array(t.max, sizeof(*t.places), GFP_KERNEL);
		if (!t.places)
			return -ENOMEM;
		if (count_cache(s, free ? TRACK_FREE : TRACK_ALLOC, &t))
			break;
		kvfree(t.places);
	}
	sort(t.places, t.nr, sizeof(*t.places), compare_counts, NULL);
	for (i = 0; i < t.nr && at < (int)PAGE_SIZE - 200; i++)
		at = print_location(buf, at, &t.places[i]);
	kvfree(t.places);
	return at ?: sysfs_emit(buf, "No data\n");
}
