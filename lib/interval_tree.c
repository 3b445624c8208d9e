// SPDX-License-Identifier: GPL-2.0-only
/*
 * interval_tree.c - the ready-made interval tree over unsigned longs.
 *
 * Invariant:  nodes are sorted by start; __subtree_last is the greatest last
 *             of the node and all below it.
 * Locks:      the user's.
 * Elsewhere:  how it works is in interval_tree_generic.h.
 */
#include <linux/interval_tree.h>
#include <linux/interval_tree_generic.h>
#include <linux/kernel.h>

#define START(node)	((node)->start)
#define LAST(node)	((node)->last)

INTERVAL_TREE_DEFINE(struct interval_tree_node, rb, unsigned long,
		     __subtree_last, START, LAST, , interval_tree)

/** interval_tree_validate() - check links, colours, order and cached maxima. */
bool interval_tree_validate(const struct rb_root_cached *root)
{
	struct interval_tree_node *node, *prev = NULL, *child;
	struct rb_node *rb;
	unsigned long last;

	if (!rb_validate_cached(root))
		return false;
	for (rb = rb_first_cached(root); rb; rb = rb_next(rb)) {
		node = rb_entry(rb, struct interval_tree_node, rb);
		last = node->last;
		child = rb_entry_safe(rb->rb_left, struct interval_tree_node, rb);
		if (child)
			last = max(last, child->__subtree_last);
		child = rb_entry_safe(rb->rb_right, struct interval_tree_node, rb);
		if (child)
			last = max(last, child->__subtree_last);
		if (node->__subtree_last != last ||
		    (prev && prev->start > node->start)) {
			pr_err("interval tree: node [%lx, %lx]: subtree to %lx, should be %lx; before it [%lx, ...]\n",
			       node->start, node->last, node->__subtree_last,
			       last, prev ? prev->start : 0);
			return false;
		}
		prev = node;
	}
	return true;
}
