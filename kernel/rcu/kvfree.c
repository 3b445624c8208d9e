// SPDX-License-Identifier: GPL-2.0-only
/*
 * kvfree.c - kfree_rcu() and kvfree_rcu().
 *
 * Owns:       the meaning of a callback "function" below 4096: the offset of the rcu_head in the object.
 * Invariant:  an object is freed exactly once, after a grace period.
 *
 * kvfree() may sleep for vmalloc memory, which callbacks may not: such objects go through a work item.
 */
#include <linux/llist.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>
#include "rcu.h"

struct headless {
	struct rcu_head rcu;
	void *ptr;
};

static LLIST_HEAD(vfree_list);

static void vfree_work_fn(struct work_struct *work)
{
	struct llist_node *node = llist_del_all(&vfree_list), *next;

	for (; node; node = next) {
		next = node->next;
		vfree(node);
	}
}
static DECLARE_WORK(vfree_work, vfree_work_fn);

static void free_object(void *obj)
{
	if (!is_vmalloc_addr(obj)) {
		kfree(obj);
		return;
	}
	/* the object itself links the list: nobody uses it any more */
	if (llist_add(obj, &vfree_list))
		schedule_work(&vfree_work);
}

void kvfree_rcu_reclaim(struct rcu_head *head, unsigned long offset)
{
	free_object((void *)head - offset);
}

static void free_headless(struct rcu_head *head)
{
	struct headless *h = container_of(head, struct headless, rcu);

	free_object(h->ptr);
	kfree(h);
}

/**
 * kvfree_call_rcu() - free an object after a grace period
 * @head: in the object, or NULL
 * @ptr: from kmalloc() or vmalloc()
 *
 * Context: any with @head; without one it may sleep.
 */
void kvfree_call_rcu(struct rcu_head *head, void *ptr)
{
	struct headless *h;

	if (head) {
		call_rcu(head, (rcu_callback_t)((void *)head - ptr));
		return;
	}
	might_sleep();
	h = kmalloc(sizeof(*h), GFP_KERNEL | __GFP_NOWARN);
	if (h) {
		h->ptr = ptr;
		call_rcu(&h->rcu, free_headless);
		return;
	}
	synchronize_rcu();
	kvfree(ptr);
}
