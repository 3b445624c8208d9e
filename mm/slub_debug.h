/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * slub_debug.h - what the slab allocator's debugging files share.
 */
#ifndef _MM_SLUB_DEBUG_H
#define _MM_SLUB_DEBUG_H

#include <linux/stackdepot.h>
#include "slab.h"

/**
 * struct track - who did something to an object, with SLAB_STORE_USER behind each object
 * @addr: of the caller; 0: nobody yet
 * @handle: of the caller's stack
 * @when: jiffies
 *
 * Guard: the list_lock of the slab's node.
 */
struct track {
	unsigned long addr;
	depot_stack_handle_t handle;
	int cpu;
	int pid;
	unsigned long when;
};

enum track_item { TRACK_ALLOC, TRACK_FREE, NR_TRACKS };

struct track *get_track(struct kmem_cache *s, void *object, enum track_item which);
bool on_freelist(struct kmem_cache *s, struct slab *slab, const void *search);

#endif
