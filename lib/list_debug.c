// SPDX-License-Identifier: GPL-2.0-only
/* list_debug.c - checks of list neighbours, under CONFIG_DEBUG_LIST. */
#include <linux/bug.h>
#include <linux/list.h>

bool list_add_valid(struct list_head *item, struct list_head *prev, struct list_head *next)
{
	return !(WARN(!prev || !next, "list_add: null neighbour (%px, %px)\n", prev, next) ||
		 WARN(next->prev != prev, "list_add: next->prev is %px, not prev %px (next %px)\n",
		      next->prev, prev, next) ||
		 WARN(prev->next != next, "list_add: prev->next is %px, not next %px (prev %px)\n",
		      prev->next, next, prev) ||
		 WARN(item == prev || item == next, "list_add: %px added twice (%px, %px)\n",
		      item, prev, next));
}

bool list_del_valid(struct list_head *entry)
{
	struct list_head *prev = entry->prev, *next = entry->next;

	return !(WARN(!prev || !next, "list_del: %px was never added\n", entry) ||
		 WARN(next == LIST_POISON1 || prev == LIST_POISON2,
		      "list_del: %px was deleted already\n", entry) ||
		 WARN(prev->next != entry, "list_del: prev->next is %px, not %px (prev %px)\n",
		      prev->next, entry, prev) ||
		 WARN(next->prev != entry, "list_del: next->prev is %px, not %px (next %px)\n",
		      next->prev, entry, next));
}
