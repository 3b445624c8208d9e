// SPDX-License-Identifier: GPL-2.0-only
/*
 * rbtree.c - red-black trees: rebalancing and walking.
 *
 * Invariant:  the root is black; a red node has no red child; every way from
 *             the root to a missing child passes the same number of black
 *             nodes. So no way is more than twice as long as another.
 * Locks:      the user's.
 * Elsewhere:  comparing and linking in (the user); unlinking
 *             (__rb_erase_augmented() in rbtree_augmented.h, to be inlined
 *             with the user's callbacks).
 *
 * All rebalancing is made of one step, rb_lift(): a node goes up, its parent
 * comes down on the other side, and they exchange colours. The functions come
 * with and without a callback; @lifted is a constant when they are inlined.
 */
#include <linux/kernel.h>
#include <linux/rbtree_augmented.h>

typedef void (*rb_rotate_t)(struct rb_node *old, struct rb_node *new);

static __always_inline bool rb_red(const struct rb_node *node)
{
	return node && rb_is_red(node);
}

static __always_inline void rb_paint_black(struct rb_node *node)
{
	node->__rb_parent_color |= RB_BLACK;
}

static __always_inline void rb_paint_red(struct rb_node *node)
{
	node->__rb_parent_color &= ~1UL;
}

/*
 * Lift @node, the left (@left) or right child of @top, above @top:
 *
 *	    top              node
 *	   /   \            /    \
 *	 node   c   ==>    a     top
 *	 /  \                   /   \
 *	a    b                 b     c
 */
static __always_inline void rb_lift(struct rb_node *top, struct rb_node *node,
				    bool left, struct rb_root *root,
				    rb_rotate_t lifted)
{
	struct rb_node *inner;
	int color = node->__rb_parent_color & 1;

	if (left) {
		inner = node->rb_right;
		top->rb_left = inner;
		node->rb_right = top;
	} else {
		inner = node->rb_left;
		top->rb_right = inner;
		node->rb_left = top;
	}
	if (inner)
		rb_set_parent(inner, top);
	__rb_change_child(top, node, rb_parent(top), root);
	node->__rb_parent_color = top->__rb_parent_color;
	rb_set_parent_color(top, node, color);
	if (lifted)
		lifted(top, node);
}

/* @node is red and new here: mend its being the red child of a red node. */
static __always_inline void __rb_insert(struct rb_node *node,
					struct rb_root *root,
					rb_rotate_t lifted)
{
	struct rb_node *parent, *grand, *uncle;
	bool left;

	while ((parent = rb_parent(node))) {
		if (rb_is_black(parent))
			return;
		grand = rb_parent(parent);	/* there: the root is black */
		left = grand->rb_left == parent;
		uncle = left ? grand->rb_right : grand->rb_left;
		if (rb_red(uncle)) {
			rb_paint_black(parent);
			rb_paint_black(uncle);
			rb_paint_red(grand);
			node = grand;
			continue;
		}
		if (left != (parent->rb_left == node)) {
			rb_lift(parent, node, !left, root, lifted);
			parent = node;
		}
		rb_lift(grand, parent, left, root, lifted);
		return;
	}
	rb_paint_black(node);
}

/* The way through @parent to its child @node (at first none) lacks a black. */
static __always_inline void rb_mend(struct rb_node *parent,
				    struct rb_root *root, rb_rotate_t lifted)
{
	struct rb_node *node = NULL, *sibling, *near, *far;
	bool left;

	do {
		left = parent->rb_left == node;
		sibling = left ? parent->rb_right : parent->rb_left;
		if (rb_is_red(sibling)) {
			rb_lift(parent, sibling, !left, root, lifted);
			sibling = left ? parent->rb_right : parent->rb_left;
		}
		near = left ? sibling->rb_left : sibling->rb_right;
		far = left ? sibling->rb_right : sibling->rb_left;
		if (rb_red(near) || rb_red(far)) {
			if (!rb_red(far)) {
				rb_lift(sibling, near, left, root, lifted);
				far = sibling;
				sibling = near;
			}
			rb_lift(parent, sibling, !left, root, lifted);
			rb_paint_black(far);
			return;
		}
		rb_paint_red(sibling);
		if (rb_is_red(parent)) {
			rb_paint_black(parent);
			return;
		}
		node = parent;
		parent = rb_parent(node);
	} while (parent);
}

/** rb_insert_color() - rebalance after rb_link_node(). */
void rb_insert_color(struct rb_node *node, struct rb_root *root)
{
	__rb_insert(node, root, NULL);
}

/** __rb_insert_augmented() - the same, telling the user of each lift. */
void __rb_insert_augmented(struct rb_node *node, struct rb_root *root,
			   void (*rotate)(struct rb_node *, struct rb_node *))
{
	__rb_insert(node, root, rotate);
}

/** __rb_erase_color() - rebalance after __rb_erase_augmented(). */
void __rb_erase_color(struct rb_node *parent, struct rb_root *root,
		      void (*rotate)(struct rb_node *, struct rb_node *))
{
	rb_mend(parent, root, rotate);
}

static inline void no_propagate(struct rb_node *node, struct rb_node *stop)
{
}

static inline void no_copy(struct rb_node *old, struct rb_node *new)
{
}

static const struct rb_augment_callbacks no_callbacks = {
	.propagate = no_propagate,
	.copy = no_copy,
};

/** rb_erase() - unlink @node and rebalance. */
void rb_erase(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *rebalance;

	rebalance = __rb_erase_augmented(node, root, &no_callbacks);
	if (rebalance)
		rb_mend(rebalance, root, NULL);
}

/** rb_replace_node() - put @new, which must compare alike, in @victim's place. */
void rb_replace_node(struct rb_node *victim, struct rb_node *new,
		     struct rb_root *root)
{
	*new = *victim;
	if (victim->rb_left)
		rb_set_parent(victim->rb_left, new);
	if (victim->rb_right)
		rb_set_parent(victim->rb_right, new);
	__rb_change_child(victim, new, rb_parent(victim), root);
}

/* --- walking --- */

struct rb_node *rb_first(const struct rb_root *root)
{
	struct rb_node *node = root->rb_node;

	while (node && node->rb_left)
		node = node->rb_left;
	return node;
}

struct rb_node *rb_last(const struct rb_root *root)
{
	struct rb_node *node = root->rb_node;

	while (node && node->rb_right)
		node = node->rb_right;
	return node;
}

/** rb_next() - Return: the node after @node in order, or NULL. */
struct rb_node *rb_next(const struct rb_node *node)
{
	struct rb_node *parent;

	if (RB_EMPTY_NODE(node))
		return NULL;
	if (node->rb_right) {
		node = node->rb_right;
		while (node->rb_left)
			node = node->rb_left;
		return (struct rb_node *)node;
	}
	while ((parent = rb_parent(node)) && node == parent->rb_right)
		node = parent;
	return parent;
}

/** rb_prev() - Return: the node before @node in order, or NULL. */
struct rb_node *rb_prev(const struct rb_node *node)
{
	struct rb_node *parent;

	if (RB_EMPTY_NODE(node))
		return NULL;
	if (node->rb_left) {
		node = node->rb_left;
		while (node->rb_right)
			node = node->rb_right;
		return (struct rb_node *)node;
	}
	while ((parent = rb_parent(node)) && node == parent->rb_left)
		node = parent;
	return parent;
}

static struct rb_node *rb_deepest_left(const struct rb_node *node)
{
	while (node->rb_left || node->rb_right)
		node = node->rb_left ? node->rb_left : node->rb_right;
	return (struct rb_node *)node;
}

struct rb_node *rb_first_postorder(const struct rb_root *root)
{
	return root->rb_node ? rb_deepest_left(root->rb_node) : NULL;
}

/** rb_next_postorder() - Return: the node that follows both its children. */
struct rb_node *rb_next_postorder(const struct rb_node *node)
{
	struct rb_node *parent;

	if (!node)
		return NULL;
	parent = rb_parent(node);
	if (parent && node == parent->rb_left && parent->rb_right)
		return rb_deepest_left(parent->rb_right);
	return parent;
}

/* --- checking --- */

/* Return: black nodes on each way down from @node, or -1 after a complaint. */
static int rb_black_height(const struct rb_node *node,
			   const struct rb_node *parent)
{
	int left, right;

	if (!node)
		return 0;
	if (rb_parent(node) != parent) {
		pr_err("rbtree: node %px: parent is %px, should be %px\n",
		       node, rb_parent(node), parent);
		return -1;
	}
	if (rb_is_red(node) && (!parent || rb_is_red(parent))) {
		pr_err("rbtree: node %px and its parent %px are red\n",
		       node, parent);
		return -1;
	}
	left = rb_black_height(node->rb_left, node);
	right = rb_black_height(node->rb_right, node);
	if (left < 0 || right < 0)
		return -1;
	if (left != right) {
		pr_err("rbtree: node %px: %d black nodes left, %d right\n",
		       node, left, right);
		return -1;
	}
	return left + rb_is_black(node);
}

/** rb_validate() - check links and colours. Return: true, or false after a complaint. */
bool rb_validate(const struct rb_root *root)
{
	return rb_black_height(root->rb_node, NULL) >= 0;
}

/** rb_validate_cached() - the same, and the cached leftmost node. */
bool rb_validate_cached(const struct rb_root_cached *root)
{
	if (!rb_validate(&root->rb_root))
		return false;
	if (root->rb_leftmost == rb_first(&root->rb_root))
		return true;
	pr_err("rbtree: leftmost is %px, should be %px\n", root->rb_leftmost,
	       rb_first(&root->rb_root));
	return false;
}
