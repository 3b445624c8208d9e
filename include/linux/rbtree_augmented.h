/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rbtree_augmented.h - trees whose nodes cache something about their subtree.
 *
 * The user's callbacks keep that cache true:
 *   propagate(node, stop)  recompute from @node upwards, up to but without @stop
 *   copy(old, new)         @new takes @old's place: take over its cached value
 *   rotate(old, new)       @new has become @old's parent: copy, then recompute @old
 */
#ifndef _LINUX_RBTREE_AUGMENTED_H
#define _LINUX_RBTREE_AUGMENTED_H

#include <linux/compiler.h>
#include <linux/rbtree.h>

struct rb_augment_callbacks {
	void (*propagate)(struct rb_node *node, struct rb_node *stop);
	void (*copy)(struct rb_node *old, struct rb_node *new);
	void (*rotate)(struct rb_node *old, struct rb_node *new);
};

#define RB_RED		0
#define RB_BLACK	1

#define __rb_parent(pc)		((struct rb_node *)((pc) & ~3UL))
#define __rb_is_black(pc)	((pc) & RB_BLACK)
#define __rb_is_red(pc)		(!__rb_is_black(pc))
#define rb_is_red(rb)		__rb_is_red((rb)->__rb_parent_color)
#define rb_is_black(rb)		__rb_is_black((rb)->__rb_parent_color)

void __rb_insert_augmented(struct rb_node *node, struct rb_root *root,
			   void (*rotate)(struct rb_node *, struct rb_node *));
void __rb_erase_color(struct rb_node *parent, struct rb_root *root,
		      void (*rotate)(struct rb_node *, struct rb_node *));

static inline void rb_set_parent(struct rb_node *rb, struct rb_node *parent)
{
	rb->__rb_parent_color = (rb->__rb_parent_color & 3) |
				(unsigned long)parent;
}

static inline void rb_set_parent_color(struct rb_node *rb,
				       struct rb_node *parent, int color)
{
	rb->__rb_parent_color = (unsigned long)parent + color;
}

/* Let whatever pointed at @old (a child link of @parent, or the root) point at @new. */
static inline void __rb_change_child(struct rb_node *old, struct rb_node *new,
				     struct rb_node *parent,
				     struct rb_root *root)
{
	change_point();
	if (!parent)
		root->rb_node = new;
	else if (parent->rb_left == old)
		parent->rb_left = new;
	else
		parent->rb_right = new;
}

/*
 * Unlink @node, keeping the search order. A node with two children gives its
 * place and colour to its successor, so that the position which really
 * vanishes has at most one child.
 *
 * Return: the parent of a vanished black position without a child to blacken
 * in its stead, for __rb_erase_color(); NULL when the colours are right.
 */
static __always_inline struct rb_node *
__rb_erase_augmented(struct rb_node *node, struct rb_root *root,
		     const struct rb_augment_callbacks *augment)
{
	struct rb_node *left = node->rb_left, *right = node->rb_right;
	unsigned long pc = node->__rb_parent_color, gone = pc;
	struct rb_node *parent = __rb_parent(pc), *child, *heir;

	if (!left || !right) {
		child = left ? left : right;
		__rb_change_child(node, child, parent, root);
		augment->propagate(parent, NULL);
	} else {
		heir = right;
		while (heir->rb_left)
			heir = heir->rb_left;
		gone = heir->__rb_parent_color;
		child = heir->rb_right;
		parent = heir;
		augment->copy(node, heir);
		if (heir != right) {
			parent = rb_parent(heir);
			parent->rb_left = child;
			heir->rb_right = right;
			rb_set_parent(right, heir);
			augment->propagate(parent, heir);
		}
		heir->rb_left = left;
		rb_set_parent(left, heir);
		__rb_change_child(node, heir, __rb_parent(pc), root);
		heir->__rb_parent_color = pc;
		augment->propagate(heir, NULL);
	}

	if (child) {	/* an only child is red: it takes the place, and black */
		rb_set_parent_color(child, parent, RB_BLACK);
		return NULL;
	}
	return __rb_is_black(gone) ? parent : NULL;
}

static __always_inline void
rb_insert_augmented(struct rb_node *node, struct rb_root *root,
		    const struct rb_augment_callbacks *augment)
{
	__rb_insert_augmented(node, root, augment->rotate);
}

static __always_inline void
rb_insert_augmented_cached(struct rb_node *node, struct rb_root_cached *root,
			   bool leftmost,
			   const struct rb_augment_callbacks *augment)
{
	if (leftmost)
		root->rb_leftmost = node;
	rb_insert_augmented(node, &root->rb_root, augment);
}

static __always_inline void
rb_erase_augmented(struct rb_node *node, struct rb_root *root,
		   const struct rb_augment_callbacks *augment)
{
	struct rb_node *rebalance = __rb_erase_augmented(node, root, augment);

	if (rebalance)
		__rb_erase_color(rebalance, root, augment->rotate);
}

static __always_inline void
rb_erase_augmented_cached(struct rb_node *node, struct rb_root_cached *root,
			  const struct rb_augment_callbacks *augment)
{
	if (root->rb_leftmost == node)
		root->rb_leftmost = rb_next(node);
	rb_erase_augmented(node, &root->rb_root, augment);
}

/**
 * RB_DECLARE_CALLBACKS() - define the three callbacks from one function.
 * @compute: bool fn(struct *node, bool exit): recompute node->@rbaugmented;
 *	with @exit, return true if it was right already (the walk up may stop).
 */
#define RB_DECLARE_CALLBACKS(rbstatic, rbname, rbstruct, rbfield,	\
			     rbaugmented, compute)			\
static inline void rbname ## _propagate(struct rb_node *rb,		\
					struct rb_node *stop)		\
{									\
	while (rb != stop) {						\
		rbstruct *node = rb_entry(rb, rbstruct, rbfield);	\
									\
		if (compute(node, true))				\
			break;						\
		rb = rb_parent(&node->rbfield);				\
	}								\
}									\
static inline void rbname ## _copy(struct rb_node *rb_old,		\
				   struct rb_node *rb_new)		\
{									\
	rb_entry(rb_new, rbstruct, rbfield)->rbaugmented =		\
		rb_entry(rb_old, rbstruct, rbfield)->rbaugmented;	\
}									\
static void rbname ## _rotate(struct rb_node *rb_old,			\
			      struct rb_node *rb_new)			\
{									\
	rbname ## _copy(rb_old, rb_new);				\
	compute(rb_entry(rb_old, rbstruct, rbfield), false);		\
}									\
rbstatic const struct rb_augment_callbacks rbname = {			\
	.propagate = rbname ## _propagate,				\
	.copy = rbname ## _copy,					\
	.rotate = rbname ## _rotate					\
}

/** RB_DECLARE_CALLBACKS_MAX() - cache the maximum of @rbcompute(node) over the subtree. */
#define RB_DECLARE_CALLBACKS_MAX(rbstatic, rbname, rbstruct, rbfield,	\
				 rbtype, rbaugmented, rbcompute)	\
static inline bool rbname ## _compute_max(rbstruct *node, bool exit)	\
{									\
	rbtype max = rbcompute(node), sub;				\
									\
	if (node->rbfield.rb_left) {					\
		sub = rb_entry(node->rbfield.rb_left, rbstruct,		\
			       rbfield)->rbaugmented;			\
		max = sub > max ? sub : max;				\
	}								\
	if (node->rbfield.rb_right) {					\
		sub = rb_entry(node->rbfield.rb_right, rbstruct,	\
			       rbfield)->rbaugmented;			\
		max = sub > max ? sub : max;				\
	}								\
	if (exit && node->rbaugmented == max)				\
		return true;						\
	node->rbaugmented = max;					\
	return false;							\
}									\
RB_DECLARE_CALLBACKS(rbstatic, rbname, rbstruct, rbfield, rbaugmented,	\
		     rbname ## _compute_max)

#endif /* _LINUX_RBTREE_AUGMENTED_H */
