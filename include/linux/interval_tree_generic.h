/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * interval_tree_generic.h - makes an interval tree for one type of node.
 *
 * The nodes are in an rbtree sorted by START; each caches in ITSUBTREE the
 * greatest LAST below it. A query [start, last] goes left only where such a
 * LAST reaches @start, so that it costs O(log n + hits).
 */
#ifndef _LINUX_INTERVAL_TREE_GENERIC_H
#define _LINUX_INTERVAL_TREE_GENERIC_H

#include <linux/rbtree_augmented.h>

/**
 * INTERVAL_TREE_DEFINE() - define the functions of an interval tree.
 * @ITSTRUCT: type of the user's structure
 * @ITRB: name of its struct rb_node member
 * @ITTYPE: type of the end points
 * @ITSUBTREE: name of the member that caches the greatest end point
 * @ITSTART: macro or function that gives a node's first point
 * @ITLAST: the same for its last (inclusive) point
 * @ITSTATIC: "static" or empty
 * @ITPREFIX: what the functions' names begin with
 *
 * Defines ITPREFIX_insert(node, root), _remove(node, root),
 * _iter_first(root, start, last), _iter_next(node, start, last) on a struct
 * rb_root_cached. The user's lock guards all of them.
 */
#define INTERVAL_TREE_DEFINE(ITSTRUCT, ITRB, ITTYPE, ITSUBTREE,		\
			     ITSTART, ITLAST, ITSTATIC, ITPREFIX)	\
									\
RB_DECLARE_CALLBACKS_MAX(static, ITPREFIX ## _augment,			\
			 ITSTRUCT, ITRB, ITTYPE, ITSUBTREE, ITLAST);	\
									\
ITSTATIC void ITPREFIX ## _insert(ITSTRUCT *node,			\
				  struct rb_root_cached *root)		\
{									\
	struct rb_node **link = &root->rb_root.rb_node, *up = NULL;	\
	ITTYPE start = ITSTART(node), last = ITLAST(node);		\
	bool leftmost = true;						\
									\
	while (*link) {							\
		ITSTRUCT *at = rb_entry(*link, ITSTRUCT, ITRB);		\
									\
		up = *link;						\
		if (at->ITSUBTREE < last)				\
			at->ITSUBTREE = last;				\
		if (start < ITSTART(at)) {				\
			link = &up->rb_left;				\
		} else {						\
			link = &up->rb_right;				\
			leftmost = false;				\
		}							\
	}								\
	node->ITSUBTREE = last;						\
	rb_link_node(&node->ITRB, up, link);				\
	rb_insert_augmented_cached(&node->ITRB, root, leftmost,		\
				   &ITPREFIX ## _augment);		\
}									\
									\
ITSTATIC void ITPREFIX ## _remove(ITSTRUCT *node,			\
				  struct rb_root_cached *root)		\
{									\
	rb_erase_augmented_cached(&node->ITRB, root,			\
				  &ITPREFIX ## _augment);		\
}									\
									\
/* Leftmost node under @node that meets [start, last]. */		\
static ITSTRUCT *ITPREFIX ## _subtree_search(ITSTRUCT *node,		\
					     ITTYPE start, ITTYPE last)	\
{									\
	while (node->ITSUBTREE >= start) {				\
		struct rb_node *sub = node->ITRB.rb_left;		\
									\
		if (sub && rb_entry(sub, ITSTRUCT, ITRB)->ITSUBTREE >= start) { \
			node = rb_entry(sub, ITSTRUCT, ITRB);		\
			continue;					\
		}							\
		if (ITSTART(node) > last)				\
			break;						\
		if (ITLAST(node) >= start)				\
			return node;					\
		sub = node->ITRB.rb_right;				\
		if (!sub)						\
			break;						\
		node = rb_entry(sub, ITSTRUCT, ITRB);			\
	}								\
	return NULL;							\
}									\
									\
ITSTATIC ITSTRUCT *ITPREFIX ## _iter_first(struct rb_root_cached *root,	\
					   ITTYPE start, ITTYPE last)	\
{									\
	ITSTRUCT *top;							\
									\
	if (!root->rb_root.rb_node)					\
		return NULL;						\
	if (ITSTART(rb_entry(root->rb_leftmost, ITSTRUCT, ITRB)) > last) \
		return NULL;						\
	top = rb_entry(root->rb_root.rb_node, ITSTRUCT, ITRB);		\
	return ITPREFIX ## _subtree_search(top, start, last);		\
}									\
									\
ITSTATIC ITSTRUCT *ITPREFIX ## _iter_next(ITSTRUCT *node,		\
					  ITTYPE start, ITTYPE last)	\
{									\
	struct rb_node *from, *up = node->ITRB.rb_right;		\
									\
	while (true) {							\
		/* @up: a right subtree not yet searched, or NULL */	\
		if (up) {						\
			ITSTRUCT *hit = ITPREFIX ## _subtree_search(	\
				rb_entry(up, ITSTRUCT, ITRB), start, last); \
			if (hit)					\
				return hit;				\
		}							\
		/* climb to the first ancestor that lies to the right */ \
		from = &node->ITRB;					\
		up = rb_parent(from);					\
		while (up && up->rb_right == from) {			\
			from = up;					\
			up = rb_parent(from);				\
		}							\
		if (!up)						\
			return NULL;					\
		node = rb_entry(up, ITSTRUCT, ITRB);			\
		if (ITSTART(node) > last)				\
			return NULL;					\
		if (ITLAST(node) >= start)				\
			return node;					\
		up = node->ITRB.rb_right;				\
	}								\
}

#endif /* _LINUX_INTERVAL_TREE_GENERIC_H */
