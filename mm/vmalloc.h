/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmalloc.h - how vmalloc space is kept: for vmalloc.c, and the auditor, which recounts it.
 */
#ifndef _MM_VMALLOC_H
#define _MM_VMALLOC_H

#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/vmalloc.h>

extern struct rb_root vmap_free_root;	/* [L] free_lock */
extern struct rb_root vmap_busy_root;	/* [L] busy_lock */
extern struct list_head vmap_purge_list;	/* [L] purge_lock */
extern unsigned long vmap_purge_pages;	/* [L] purge_lock: pages on the list */

#define rb_va(node)	rb_entry(node, struct vmap_area, rb_node)

static __always_inline unsigned long va_size(struct vmap_area *va)
{
	return va->va_end - va->va_start;
}

#endif /* _MM_VMALLOC_H */
