/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * interval_tree.h - interval tree over ready-made nodes of unsigned longs;
 * both ends belong to the interval.
 */
#ifndef _LINUX_INTERVAL_TREE_H
#define _LINUX_INTERVAL_TREE_H

#include <linux/rbtree.h>

struct interval_tree_node {
	struct rb_node	rb;
	unsigned long	start;		/* first point */
	unsigned long	last;		/* last point */
	unsigned long	__subtree_last;	/* greatest @last in this subtree */
};

void interval_tree_insert(struct interval_tree_node *node,
			  struct rb_root_cached *root);
void interval_tree_remove(struct interval_tree_node *node,
			  struct rb_root_cached *root);
struct interval_tree_node *
interval_tree_iter_first(struct rb_root_cached *root,
			 unsigned long start, unsigned long last);
struct interval_tree_node *
interval_tree_iter_next(struct interval_tree_node *node,
			unsigned long start, unsigned long last);
bool interval_tree_validate(const struct rb_root_cached *root);

#endif /* _LINUX_INTERVAL_TREE_H */
