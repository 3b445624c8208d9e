/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * llist.h - a stack of nodes that needs no lock.
 *
 * Any number may add at the same time as one takes all.  Taking the first
 * only (llist_del_first) needs a single taker.
 */
#ifndef _LINUX_LLIST_H
#define _LINUX_LLIST_H

#include <linux/atomic.h>
#include <linux/container_of.h>
#include <linux/types.h>

#define LLIST_HEAD_INIT(name)	{ NULL }
#define LLIST_HEAD(name)	struct llist_head name = LLIST_HEAD_INIT(name)

static inline void init_llist_head(struct llist_head *list)
{
	list->first = NULL;
}

static inline bool llist_empty(const struct llist_head *head)
{
	return READ_ONCE(head->first) == NULL;
}

/* Return: true where the list was empty before. */
static inline bool llist_add_batch(struct llist_node *first, struct llist_node *last,
				   struct llist_head *head)
{
	struct llist_node *old = READ_ONCE(head->first);

	do {
		last->next = old;
	} while (!try_cmpxchg(&head->first, &old, first));
	return !old;
}

static inline bool llist_add(struct llist_node *item, struct llist_head *head)
{
	return llist_add_batch(item, item, head);
}

static inline struct llist_node *llist_del_all(struct llist_head *head)
{
	return xchg(&head->first, NULL);
}

static inline struct llist_node *llist_del_first(struct llist_head *head)
{
	struct llist_node *entry = smp_load_acquire(&head->first);

	do {
		if (!entry)
			return NULL;
	} while (!try_cmpxchg(&head->first, &entry, READ_ONCE(entry->next)));
	return entry;
}

static inline struct llist_node *llist_reverse_order(struct llist_node *head)
{
	struct llist_node *rev = NULL;

	while (head) {
		struct llist_node *node = head;

		head = head->next;
		node->next = rev;
		rev = node;
	}
	return rev;
}

#define llist_entry(ptr, type, member)	container_of(ptr, type, member)
#define llist_for_each_safe(pos, n, node)				\
	for ((pos) = (node); (pos) && ((n) = (pos)->next, true); (pos) = (n))
#define llist_for_each_entry_safe(pos, n, node, member)			\
	for (pos = (node) ? llist_entry((node), typeof(*pos), member) : NULL; \
	     pos && (n = pos->member.next ?				\
			 llist_entry(pos->member.next, typeof(*n), member) : NULL, true); \
	     pos = n)

#endif
