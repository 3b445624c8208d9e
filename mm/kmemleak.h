/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kmemleak.h - what the leak detector's files share.
 */
#ifndef _MM_KMEMLEAK_H
#define _MM_KMEMLEAK_H

#include <linux/kmemleak.h>
#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/stackdepot.h>

/**
 * struct kmemleak_object - one allocation
 * @node: in kmemleak_objects or kmemleak_percpu_objects, by address
 * @list: on all_objects; when freed during a scan, still there until it ends
 * @gray: on the scan's list of objects to look into
 * @start, @size: the memory
 * @scan_offset, @scan_size: the part that may hold references
 * @min_count: with fewer references it is a leak; 0: never one (gray); -1: nor looked into (black)
 * @count: references that the running scan has found
 * @checksum: of the contents, when last looked at
 *
 * All guarded by kmemleak_lock, but for what is fixed: @start, @size, @pid, @comm, @jiffies, @trace.
 */
struct kmemleak_object {
	struct rb_node node;
	struct list_head list;
	struct list_head gray;
	unsigned long start;
	size_t size;
	size_t scan_offset, scan_size;
	int min_count, count;
	u32 checksum;
	bool allocated;			/* not freed meanwhile */
	bool reported;
	bool no_scan;
	bool percpu;
	depot_stack_handle_t trace;
	unsigned long jiffies;
	int pid;
	char comm[TASK_COMM_LEN];
};

extern raw_spinlock_t kmemleak_lock;
extern struct list_head kmemleak_list;		/* [L] kmemleak_lock */
extern bool kmemleak_enabled;
extern bool kmemleak_scanning;			/* [L] kmemleak_lock: freed objects stay on the list */
extern unsigned long kmemleak_min_age;		/* jiffies before an object can be a leak */

struct kmemleak_object *kmemleak_find(unsigned long addr, bool percpu);
void kmemleak_disable(void);
void kmemleak_release(struct kmemleak_object *object);

int kmemleak_scan(void);
void kmemleak_boot_roots(void);
const void *kmemleak_contents(const struct kmemleak_object *object, int cpu);

static inline bool kmemleak_is_gray(const struct kmemleak_object *object)
{
	return object->min_count >= 0 && object->count >= object->min_count;
}

/* Can it be a leak at all, and were too few references found? */
static inline bool kmemleak_is_white(const struct kmemleak_object *object)
{
	return object->min_count > 0 && object->count < object->min_count;
}

#endif
