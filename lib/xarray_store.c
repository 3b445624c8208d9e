// SPDX-License-Identifier: GPL-2.0-only
/*
 * xarray_store.c - changing an xarray: nodes, stores, splits.
 *
 * A store makes the tree tall enough, then the nodes down to its slot. If a
 * node cannot be had the store stops with -ENOMEM in the xa_state, and what it
 * made so far stays: xas_nomem() gets one more node, and the next try gets
 * further. Erasing takes nodes out as they become empty, and drops top nodes
 * that only index low slots.
 *
 * Owns:       allocation of nodes, count, nr_values.
 * Invariant:  see xarray.c.
 * Locks:      xa_lock is held.
 */
#include <linux/cache.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/slab.h>

#include "xa.h"

static struct kmem_cache *xa_node_cache __ro_after_init;

void __init xarray_init(void)
{
	xa_node_cache = kmem_cache_create("radix_tree_node",
					  sizeof(struct xa_node), 0,
					  SLAB_PANIC | SLAB_RECLAIM_ACCOUNT,
					  NULL);
}

/** xa_node_alloc() - Return: an empty node, or NULL. */
struct xa_node *xa_node_alloc(gfp_t gfp)
{
	struct xa_node *node = kmem_cache_zalloc(xa_node_cache, gfp);

	if (node)
		INIT_LIST_HEAD(&node->private_list);
	return node;
}

/** xa_node_free() - free a node that was never in a tree. */
void xa_node_free(struct xa_node *node)
{
	kmem_cache_free(xa_node_cache, node);
}

static void xa_node_rcu_free(struct rcu_head *head)
{
	xa_node_free(container_of(head, struct xa_node, rcu_head));
}

/* --- nodes --- */

/**
 * xas_destroy() - free the nodes that were allocated ahead and not used.
 */
void xas_destroy(struct xa_state *xas)
{
	struct xa_node *node;

	while ((node = xas->xa_alloc)) {
		xas->xa_alloc = node->parent;
		xa_node_free(node);
	}
}

/**
 * xas_nomem() - after -ENOMEM, get a node with @gfp.
 *
 * Context: xa_lock not held if @gfp may sleep.
 * Return: true to try again.
 */
bool xas_nomem(struct xa_state *xas, gfp_t gfp)
{
	struct xa_node *node;

	if (xas->xa_node != XA_ERROR(-ENOMEM)) {
		xas_destroy(xas);
		return false;
	}
	node = xa_node_alloc(gfp);
	if (!node)
		return false;
	node->parent = xas->xa_alloc;
	xas->xa_alloc = node;
	xas_reset(xas);
	return true;
}

/* A new node below the slot that we stand on; not linked there yet. */
static struct xa_node *xas_alloc_node(struct xa_state *xas, unsigned int shift)
{
	struct xa_node *parent = xas->xa_node, *node = xas->xa_alloc;

	if (node) {
		xas->xa_alloc = node->parent;
	} else {
		node = xa_node_alloc(GFP_NOWAIT | __GFP_NOWARN);
		if (!node) {
			xas_set_err(xas, -ENOMEM);
			return NULL;
		}
	}
	node->parent = parent;
	node->offset = xas->xa_offset;
	node->shift = shift;
	node->array = xas->xa;
	if (xa_track_free(xas->xa))
		memset(node_marks(node, (__force unsigned int)XA_FREE_MARK),
		       0xff, sizeof(node->marks[0]));
	return node;
}

/* @node is unlinked: free it once no reader can be in it. */
static void xas_retire(struct xa_state *xas, struct xa_node *node)
{
	node->count = 0;
	node->nr_values = 0;
	xas_update(xas, node);
	call_rcu(&node->rcu_head, xa_node_rcu_free);
}

static void xas_retire_subtree(struct xa_state *xas, struct xa_node *node)
{
	unsigned int i;

	for (i = 0; i < XA_CHUNK_SIZE; i++) {
		void *entry = node->slots[i];

		if (node->shift && xa_is_node(entry))
			xas_retire_subtree(xas, xa_to_node(entry));
		if (entry)
			rcu_assign_pointer(node->slots[i], XA_RETRY_ENTRY);
	}
	xas_retire(xas, node);
}

/* Drop top nodes that have nothing but slot 0. */
static void xas_shrink(struct xa_state *xas)
{
	struct xarray *xa = xas->xa;
	const unsigned int free = (__force unsigned int)XA_FREE_MARK;

	while (xa_is_node(xa->xa_head)) {
		struct xa_node *node = xa_to_node(xa->xa_head);
		void *entry = node->slots[0];

		if (node->count != 1 || !entry)
			return;
		if (!xa_is_node(entry) && node->shift)
			return;	/* needs its order's node */
		if (xa_is_zero(entry) && xa_zero_busy(xa))
			entry = NULL;
		xas->xa_node = XAS_BOUNDS;
		rcu_assign_pointer(xa->xa_head, entry);
		if (xa_track_free(xa) && !node_get_mark(node, 0, free))
			xa_mark_clear(xa, free);
		if (xa_is_node(entry))
			xa_to_node(entry)->parent = NULL;
		else
			rcu_assign_pointer(node->slots[0], XA_RETRY_ENTRY);
		xas_retire(xas, node);
	}
}

/* The node that we stand in is empty: take it out, and so on upwards. */
static void xas_prune(struct xa_state *xas)
{
	struct xa_node *node = xas->xa_node, *parent;

	while (!node->count) {
		parent = node->parent;
		xas->xa_node = parent;
		xas->xa_offset = node->offset;
		xas_retire(xas, node);
		if (!parent) {
			rcu_assign_pointer(xas->xa->xa_head, NULL);
			xas->xa_node = XAS_BOUNDS;
			return;
		}
		rcu_assign_pointer(parent->slots[xas->xa_offset], NULL);
		parent->count--;
		xas_update(xas, parent);
		node = parent;
	}
	if (!node->parent)
		xas_shrink(xas);
}

/* --- stores --- */

/* The highest index that the tree must reach for storing at @xas. */
static unsigned long xas_max(const struct xa_state *xas)
{
	unsigned long mask = xas_size(xas) - 1;
	unsigned long max = xas->xa_index | mask;

	/* An entry of many indices does not fit into the head. */
	return mask && max == mask ? max + 1 : max;
}

/*
 * Put nodes on top until the tree reaches xas_max().
 * Return: the shift above the top node's (6 more than its own), or -ENOMEM.
 */
static int xas_expand(struct xa_state *xas, void *head)
{
	struct xarray *xa = xas->xa;
	unsigned long max = xas_max(xas);
	unsigned int shift = 0, mark;
	struct xa_node *node;

	if (!head) {
		if (!max)
			return 0;
		while ((max >> shift) >= XA_CHUNK_SIZE)
			shift += XA_CHUNK_SHIFT;
		return shift + XA_CHUNK_SHIFT;
	}
	if (xa_is_node(head))
		shift = xa_to_node(head)->shift + XA_CHUNK_SHIFT;

	while (max > max_index(head)) {
		xas->xa_node = NULL;
		xas->xa_offset = 0;
		node = xas_alloc_node(xas, shift);
		if (!node)
			return -ENOMEM;
		node->count = 1;
		node->nr_values = xa_is_value(head);
		RCU_INIT_POINTER(node->slots[0], head);
		for (mark = 0; mark < XA_MAX_MARKS; mark++) {
			if (is_free_mark(xa, mark)) {
				if (!xa_marked(xa, (__force xa_mark_t)mark))
					__clear_bit(0, node_marks(node, mark));
				xa_mark_set(xa, mark);
			} else if (xa_marked(xa, (__force xa_mark_t)mark)) {
				__set_bit(0, node_marks(node, mark));
			}
		}
		if (xa_is_node(head)) {
			xa_to_node(head)->offset = 0;
			rcu_assign_pointer(xa_to_node(head)->parent, node);
		}
		head = xa_mk_node(node);
		rcu_assign_pointer(xa->xa_head, head);
		xas_update(xas, node);
		shift += XA_CHUNK_SHIFT;
	}
	return shift;
}

/*
 * Make the nodes down to the slot for xa_shift and stand there. Stops earlier
 * at an entry of higher order.
 * Return: what is there. On failure @xas has the error.
 */
static void *xas_create(struct xa_state *xas, bool allow_head)
{
	struct xarray *xa = xas->xa;
	struct xa_node *node = xas->xa_node;
	void **slot, *entry;
	int shift;

	if (xas_error(xas))
		return NULL;
	if (xas_top(node)) {
		entry = xa->xa_head;
		if (!entry && xa_zero_busy(xa))
			entry = XA_ZERO_ENTRY;
		shift = xas_expand(xas, entry);
		if (shift < 0)
			return NULL;
		if (!shift && !allow_head)
			shift = XA_CHUNK_SHIFT;
		xas->xa_node = NULL;
		xas->xa_offset = 0;
		slot = &xa->xa_head;
	} else {
		shift = node->shift;
		slot = &node->slots[xas->xa_offset];
	}

	entry = *slot;
	while (shift > xas->xa_shift) {
		shift -= XA_CHUNK_SHIFT;
		if (!entry) {
			struct xa_node *parent = xas->xa_node;

			node = xas_alloc_node(xas, shift);
			if (!node)
				return NULL;
			rcu_assign_pointer(*slot, xa_mk_node(node));
			if (parent) {
				parent->count++;
				xas_update(xas, parent);
			}
		} else if (xa_is_node(entry)) {
			node = xa_to_node(entry);
		} else {
			break;
		}
		entry = xas_descend(xas, node);
		slot = &node->slots[xas->xa_offset];
	}
	return entry;
}

/**
 * xas_create_range() - make the nodes for storing each index of @xas singly.
 *
 * Context: xa_lock held. On failure @xas has the error; the nodes made so far
 * may be empty and are for a store to use or xas_store(NULL) to prune.
 */
void xas_create_range(struct xa_state *xas)
{
	unsigned long index = xas->xa_index, size = xas_size(xas);
	unsigned long at = index & ~(size - 1), left = size;
	unsigned char shift = xas->xa_shift, sibs = xas->xa_sibs;

	xas->xa_shift = 0;
	xas->xa_sibs = 0;
	while (true) {
		xas_set(xas, at);
		xas_create(xas, true);
		if (xas_error(xas))
			break;
		if (xas->xa_node)
			xas_update(xas, xas->xa_node);
		if (left <= XA_CHUNK_SIZE) {
			xas_reset(xas);
			break;
		}
		at += XA_CHUNK_SIZE;
		left -= XA_CHUNK_SIZE;
	}
	xas->xa_shift = shift;
	xas->xa_sibs = sibs;
	xas->xa_index = index;
}

/* The slots of @xas become one entry: it has the marks that any of them had. */
static void xas_squash_marks(const struct xa_state *xas, unsigned int last)
{
	struct xa_node *node = xas->xa_node;
	unsigned int mark, i, first = xas->xa_offset;

	for (mark = 0; mark < XA_MAX_MARKS; mark++) {
		unsigned long *marks = node_marks(node, mark);

		for (i = first + 1; i <= last; i++)
			if (__test_and_clear_bit(i, marks))
				__set_bit(first, marks);
	}
}

/* Set one slot; keep the counts. @head is the entry that the old content belongs to. */
static void node_set_slot(struct xa_state *xas, struct xa_node *node,
			  unsigned int offset, void *entry, bool value,
			  const void *head)
{
	void *old = node->slots[offset];

	rcu_assign_pointer(node->slots[offset], entry);
	node->count += !!entry - !!old;
	node->nr_values += value - xa_is_value(head);
	if (node->shift && xa_is_node(old))
		xas_retire_subtree(xas, xa_to_node(old));
}

/* Fill the slots from xa_offset on; when erasing, all of the last old entry. */
static void xas_fill_slots(struct xa_state *xas, void *entry)
{
	struct xa_node *node = xas->xa_node;
	unsigned int offset = xas->xa_offset, last = offset + xas->xa_sibs, i;
	const void *head = node->slots[offset];
	void *fill = entry;

	if (!entry)
		while (last < XA_CHUNK_MASK &&
		       xa_is_sibling(node->slots[last + 1]))
			last++;
	if (last != offset)
		xas_squash_marks(xas, last);
	if (!entry)
		xas_init_marks(xas);

	for (i = offset; i <= last; i++) {
		if (!xa_is_sibling(node->slots[i]))
			head = node->slots[i];
		node_set_slot(xas, node, i, fill, xa_is_value(entry), head);
		if (entry)
			fill = xa_mk_sibling(offset);
	}
	/* What is left of a larger entry's siblings is ours as well. */
	for (; entry && i < XA_CHUNK_SIZE && xa_is_sibling(node->slots[i]); i++)
		node->nr_values += xa_is_value(entry) - xa_is_value(head);
	xas_update(xas, node);
}

/**
 * xas_store() - store @entry where @xas says; NULL erases.
 *
 * Context: xa_lock held.
 * Return: what was there (the first of several). On failure xas_error() tells.
 */
void *xas_store(struct xa_state *xas, void *entry)
{
	struct xa_node *node;
	void *old;

	if (entry)
		old = xas_create(xas, !xa_is_node(entry) && !xa_is_zero(entry));
	else
		old = xas_load(xas);
	if (xas_invalid(xas))
		return old;

	node = xas->xa_node;
	if (!node) {
		if (!entry)
			xas_init_marks(xas);
		rcu_assign_pointer(xas->xa->xa_head, entry);
		if (xa_is_node(old) && !xa_is_node(entry))
			xas_retire_subtree(xas, xa_to_node(old));
		return old;
	}
	if (xas->xa_shift < node->shift)
		xas->xa_sibs = 0;	/* inside an entry of higher order */
	if (old == entry && !xas->xa_sibs)
		return old;

	xas_fill_slots(xas, entry);
	if (!node->count)
		xas_prune(xas);
	else if (!entry && !node->parent)
		xas_shrink(xas);
	return old;
}

/**
 * xa_delete_node() - erase all that @node holds, and @node.
 * Context: xa_lock held.
 */
void xa_delete_node(struct xa_node *node, void (*update)(struct xa_node *))
{
	struct xa_state xas = {
		.xa = node->array,
		.xa_index = (unsigned long)node->offset <<
			    (node->shift + XA_CHUNK_SHIFT),
		.xa_shift = node->shift + XA_CHUNK_SHIFT,
		.xa_offset = node->offset,
		.xa_node = node->parent,
		.xa_update = update,
	};

	xas_store(&xas, NULL);
}

/* --- splitting --- */

/**
 * xas_split_alloc() - get the nodes for xas_split().
 * @xas: position, with the order of the new entries
 * @entry: what the new entries will be
 * @order: of the entry there now; at most 6 more than the multiple of 6 at or
 *	below the new order
 *
 * Context: may sleep if @gfp does. On failure @xas has the error.
 */
void xas_split_alloc(struct xa_state *xas, void *entry, unsigned int order,
		     gfp_t gfp)
{
	unsigned int shift = order - order % XA_CHUNK_SHIFT;
	unsigned int need = 1U << (order % XA_CHUNK_SHIFT);
	struct xa_node *node;

	if (shift <= xas->xa_shift)
		return;
	if (WARN_ON_ONCE(shift > xas->xa_shift + XA_CHUNK_SHIFT)) {
		xas_set_err(xas, -EINVAL);
		return;
	}
	for (; need; need--) {
		node = xa_node_alloc(gfp);
		if (!node) {
			xas_destroy(xas);
			xas_set_err(xas, -ENOMEM);
			return;
		}
		node->parent = xas->xa_alloc;
		xas->xa_alloc = node;
	}
}

/* Copy all marks of slot @from to slot @to of another node. */
static void copy_marks(const struct xa_node *from, unsigned int f,
		       struct xa_node *to, unsigned int t)
{
	unsigned int mark;

	for (mark = 0; mark < XA_MAX_MARKS; mark++)
		if (node_get_mark(from, f, mark))
			__set_bit(t, node_marks(to, mark));
}

/* Fill @n slots of @node from @first on with entries of @sibs + 1 slots. */
static void fill_split(struct xa_node *node, unsigned int first,
		       unsigned int n, unsigned int sibs, void *entry,
		       const struct xa_node *from, unsigned int f)
{
	unsigned int i;

	for (i = first; i < first + n; i++) {
		unsigned int head = i & ~sibs;

		rcu_assign_pointer(node->slots[i], i == head ? entry :
				   xa_mk_sibling(head));
		if (i == head)
			copy_marks(from, f, node, i);
	}
}

/**
 * xas_split() - break an entry of @order into ones of the order of @xas.
 * @entry: what the new entries are; each gets the old one's marks
 *
 * Context: xa_lock held, after xas_split_alloc(). Cannot fail.
 */
void xas_split(struct xa_state *xas, void *entry, unsigned int order)
{
	unsigned int n = 1U << (order % XA_CHUNK_SHIFT), i, head;
	struct xa_state at = *xas;
	struct xa_node *node;
	bool was_value;

	at.xa_shift = order - order % XA_CHUNK_SHIFT;
	at.xa_sibs = 0;
	xas_reset(&at);
	was_value = xa_is_value(xas_load(&at));
	node = at.xa_node;
	if (WARN_ON_ONCE(!xas_is_node(&at) || node->shift != at.xa_shift))
		return;
	head = at.xa_offset;

	if (node->shift == xas->xa_shift) {
		fill_split(node, head, n, xas->xa_sibs, entry, node, head);
		node->nr_values += n * (xa_is_value(entry) - was_value);
	} else {
		for (i = head + n; i-- > head;) {
			struct xa_node *child;

			at.xa_node = node;
			at.xa_offset = i;
			at.xa_alloc = xas->xa_alloc;
			child = xas_alloc_node(&at, node->shift - XA_CHUNK_SHIFT);
			xas->xa_alloc = at.xa_alloc;
			fill_split(child, 0, XA_CHUNK_SIZE, xas->xa_sibs, entry,
				   node, head);
			child->count = XA_CHUNK_SIZE;
			child->nr_values = xa_is_value(entry) * XA_CHUNK_SIZE;
			xas_update(xas, child);
			copy_marks(node, head, node, i);
			rcu_assign_pointer(node->slots[i], xa_mk_node(child));
		}
		node->nr_values -= n * was_value;
	}
	xas_update(xas, node);
	xas_reset(xas);
}
