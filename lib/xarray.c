// SPDX-License-Identifier: GPL-2.0-only
/*
 * xarray.c - a radix tree of 64-slot nodes: positions and marks.
 *
 * A node at @shift looks at bits shift .. shift+5 of the index. The tree is
 * only as tall as its highest index asks for; an array with nothing but index
 * 0 has no node at all. An entry of order n (2^n indices, aligned) sits in the
 * node whose shift is n rounded down to a multiple of 6; it takes 2^(n % 6)
 * slots there, the first with the entry and the others with siblings that
 * name the first. Whoever stores to any index of it changes all of it.
 *
 * Marks: a bit for each slot in each node; a node's slot has it if any slot
 * in the subtree has; xa_flags has it if any slot at all. In an allocating
 * array (XA_FLAGS_TRACK_FREE) XA_FREE_MARK is on the empty slots instead, so
 * that a new node starts with all of it set.
 *
 * Readers under RCU follow slots that writers set with rcu_assign_pointer().
 * Nodes are freed after a grace period; their slots say XA_RETRY_ENTRY before
 * that where a reader could otherwise miss the successor.
 *
 * Owns:       struct xarray, struct xa_node.
 * Invariant:  xa_validate().
 * Locks:      xa_lock for changes; it may be taken with interrupts off.
 * Elsewhere:  stores (xarray_store.c), the normal interface (xarray_api.c).
 */
#include <linux/find.h>

#include "xa.h"

/* --- positions --- */

/* The entry to begin with: where we stand, or the head. */
static void *xas_begin(struct xa_state *xas)
{
	void *head;

	if (xas_valid(xas))
		return xas_reload(xas);
	if (xas_error(xas))
		return NULL;
	head = rcu_dereference_check(xas->xa->xa_head, 1);
	if (xas->xa_index > max_index(head))
		return set_bounds(xas);
	xas->xa_node = NULL;
	return head;
}

/**
 * xas_load() - walk to xa_index.
 *
 * Context: xa_lock or rcu_read_lock().
 * Return: what is there; under RCU perhaps an XA_RETRY_ENTRY. NULL with
 * xas_invalid() where the tree does not reach so far.
 */
void *xas_load(struct xa_state *xas)
{
	void *entry = xas_begin(xas);
	struct xa_node *node;

	while (xa_is_node(entry)) {
		node = xa_to_node(entry);
		if (xas->xa_shift > node->shift)
			break;
		entry = xas_descend(xas, node);
		if (!node->shift)
			break;
	}
	return entry;
}

/* Let xa_index be the first index of the slot that we stand on. */
static inline void xas_align_index(struct xa_state *xas)
{
	unsigned int shift = xas->xa_node->shift;

	xas->xa_index &= ~((XA_CHUNK_SIZE << shift) - 1);
	xas->xa_index |= (unsigned long)xas->xa_offset << shift;
}

/* Step to the next slot, in an ancestor where this node ends. */
static bool xas_next_slot(struct xa_state *xas)
{
	struct xa_node *node = xas->xa_node;
	unsigned int offset = xas->xa_offset;

	while (offset == XA_CHUNK_MASK) {
		offset = node->offset;
		node = rcu_dereference_check(node->parent, 1);
		if (!node) {
			set_bounds(xas);
			return false;
		}
	}
	xas->xa_node = node;
	xas->xa_offset = offset + 1;
	xas_align_index(xas);
	if (xas->xa_index)
		return true;
	set_bounds(xas);	/* wrapped: the top node has slots beyond ULONG_MAX */
	return false;
}

/**
 * xas_find() - the first present entry from here on.
 * @max: highest index
 *
 * A fresh xas looks at xa_index itself; afterwards the search goes on after
 * the entry found. Return: the entry, NULL at the end.
 */
void *xas_find(struct xa_state *xas, unsigned long max)
{
	void *entry;

	if (xas_error(xas) || xas->xa_node == XAS_BOUNDS)
		return NULL;
	if (xas->xa_index > max)
		return set_bounds(xas);

	if (!xas->xa_node) {
		xas->xa_index = 1;
		return set_bounds(xas);
	}
	if (xas->xa_node == XAS_RESTART) {
		entry = xas_load(xas);
		if (entry || xas_not_node(xas->xa_node))
			return entry;
	}

	while (xas_next_slot(xas) && xas->xa_index <= max) {
		entry = xa_slot(xas->xa_node, xas->xa_offset);
		while (xa_is_node(entry)) {
			xas->xa_node = xa_to_node(entry);
			xas->xa_offset = 0;
			entry = xa_slot(xas->xa_node, 0);
		}
		if (entry && !xa_is_sibling(entry))
			return entry;
	}
	return NULL;
}

/**
 * xas_find_conflict() - the next entry in the way of storing at @xas.
 *
 * Context: xa_lock held.
 * Return: an entry; NULL when all have been seen, and then @xas is ready for
 * xas_store().
 */
void *xas_find_conflict(struct xa_state *xas)
{
	unsigned long size = xas_size(xas), base;
	void *entry;

	if (xas_error(xas))
		return NULL;
	if (size == 1)	/* stay there: the store need not walk again */
		return xas->xa_node && xas_top(xas->xa_node) ?
			xas_load(xas) : NULL;

	base = xas->xa_index & ~(size - 1);
	if (xas->xa_node == XAS_RESTART) {
		struct xa_state look = *xas;

		look.xa_index = base;
		look.xa_shift = look.xa_sibs = 0;
		entry = xas_find(&look, base + size - 1);
		xas->xa_node = look.xa_node;
		xas->xa_offset = look.xa_offset;
		xas->xa_index = look.xa_index;
	} else {
		entry = xas_find(xas, base + size - 1);
	}
	if (!entry) {
		xas->xa_index = base;
		xas_reset(xas);
	}
	return entry;
}

/** __xas_next() - xas_next() where a new walk is needed. */
void *__xas_next(struct xa_state *xas)
{
	if (xas_error(xas))
		return NULL;
	if (xas->xa_node != XAS_RESTART && !++xas->xa_index)
		return set_bounds(xas);
	xas_reset(xas);
	return xas_load(xas);
}

/** __xas_prev() - xas_prev() where a new walk is needed. */
void *__xas_prev(struct xa_state *xas)
{
	if (xas_error(xas))
		return NULL;
	if (xas->xa_node != XAS_RESTART && !xas->xa_index--)
		return set_bounds(xas);
	xas_reset(xas);
	return xas_load(xas);
}

/**
 * xas_pause() - keep the position while the lock is dropped.
 *
 * The next xas_find() goes on after the entry that we stand on.
 */
void xas_pause(struct xa_state *xas)
{
	struct xa_node *node = xas->xa_node;
	unsigned int offset;

	if (xas_invalid(xas))
		return;
	xas->xa_node = XAS_RESTART;
	if (!node) {
		xas->xa_index++;
		return;
	}
	offset = xas->xa_offset;
	while (++offset < XA_CHUNK_SIZE)
		if (!xa_is_sibling(xa_slot(node, offset)))
			break;
	xas->xa_index &= ~((XA_CHUNK_SIZE << node->shift) - 1);
	xas->xa_index += (unsigned long)offset << node->shift;
	if (!xas->xa_index)
		xas->xa_node = XAS_BOUNDS;
}

/** xas_get_order() - log2 of the number of indices of the entry that we stand on. */
int xas_get_order(struct xa_state *xas)
{
	struct xa_node *node = xas->xa_node;
	unsigned int order = 0, slot;

	if (!xas_is_node(xas))
		return 0;
	for (;; order++) {
		slot = xas->xa_offset + (1U << order);
		if (slot >= XA_CHUNK_SIZE ||
		    !xa_is_sibling(xa_slot(node, slot)))
			return order + node->shift;
	}
}

/* --- marks --- */

static void mark_up(struct xarray *xa, struct xa_node *node,
		    unsigned int offset, unsigned int mark)
{
	while (node) {
		if (__test_and_set_bit(offset, node_marks(node, mark)))
			return;
		offset = node->offset;
		node = node->parent;
	}
	xa_mark_set(xa, mark);
}

static void unmark_up(struct xarray *xa, struct xa_node *node,
		      unsigned int offset, unsigned int mark)
{
	while (node) {
		if (!__test_and_clear_bit(offset, node_marks(node, mark)) ||
		    node_any_mark(node, mark))
			return;
		offset = node->offset;
		node = node->parent;
	}
	xa_mark_clear(xa, mark);
}

/** xas_get_mark() - is @mark on the entry that we stand on? */
bool xas_get_mark(const struct xa_state *xas, xa_mark_t mark)
{
	if (xas_invalid(xas))
		return false;
	if (!xas->xa_node)
		return xa_marked(xas->xa, mark);
	return node_get_mark(xas->xa_node, xas->xa_offset,
			     (__force unsigned int)mark);
}

/** xas_set_mark() - mark the entry that we stand on. Context: xa_lock held. */
void xas_set_mark(const struct xa_state *xas, xa_mark_t mark)
{
	if (xas_valid(xas))
		mark_up(xas->xa, xas->xa_node, xas->xa_offset,
			(__force unsigned int)mark);
}

/** xas_clear_mark() - unmark the entry that we stand on. Context: xa_lock held. */
void xas_clear_mark(const struct xa_state *xas, xa_mark_t mark)
{
	if (xas_valid(xas))
		unmark_up(xas->xa, xas->xa_node, xas->xa_offset,
			  (__force unsigned int)mark);
}

/** xas_init_marks() - give our slot the marks of an empty one. */
void xas_init_marks(const struct xa_state *xas)
{
	unsigned int mark;

	for (mark = 0; mark < XA_MAX_MARKS; mark++)
		if (is_free_mark(xas->xa, mark))
			xas_set_mark(xas, (__force xa_mark_t)mark);
		else
			xas_clear_mark(xas, (__force xa_mark_t)mark);
}

/**
 * xas_find_marked() - the first entry with @mark from here on.
 * @max: highest index
 *
 * For XA_FREE_MARK, the first free index: it may be beyond the tree, which
 * xa_node == XAS_BOUNDS says. Where there is none up to @max, xa_node is
 * XAS_RESTART. Return: the entry.
 */
void *xas_find_marked(struct xa_state *xas, unsigned long max, xa_mark_t mark)
{
	unsigned int m = (__force unsigned int)mark;
	bool free = is_free_mark(xas->xa, m);
	struct xa_node *node;
	unsigned int bit;
	void *entry;

	if (xas_error(xas))
		return NULL;
	if (xas->xa_index > max)
		goto none;

	if (xas_top(xas->xa_node)) {
		if (xas->xa_node == XAS_BOUNDS)
			return NULL;
		if (!xas->xa_node) {
			xas->xa_index = 1;
			goto bounds;
		}
		entry = rcu_dereference_check(xas->xa->xa_head, 1);
		if (xas->xa_index > max_index(entry))
			goto bounds;
		if (!xa_is_node(entry)) {
			if (xa_marked(xas->xa, mark)) {
				xas->xa_node = NULL;
				return entry;
			}
			xas->xa_index = 1;
			goto bounds;
		}
		node = xa_to_node(entry);
		xas->xa_node = node;
		xas->xa_offset = get_offset(xas->xa_index, node);
		entry = xa_slot(node, xas->xa_offset);
		if (xa_is_sibling(entry)) {
			xas->xa_offset = xa_to_sibling(entry);
			xas_align_index(xas);
		}
	} else if (!xas_next_slot(xas)) {
		goto beyond;
	}

	while (xas->xa_index <= max) {
		node = xas->xa_node;
		bit = find_next_bit(node_marks(node, m), XA_CHUNK_SIZE,
				    xas->xa_offset);
		if (bit == XA_CHUNK_SIZE) {
			xas->xa_offset = XA_CHUNK_MASK;
			if (!xas_next_slot(xas))
				goto beyond;
			continue;
		}
		if (bit != xas->xa_offset) {
			xas->xa_offset = bit;
			xas_align_index(xas);
			continue;
		}
		entry = xa_slot(node, bit);
		if (!xa_is_node(entry)) {
			if (entry || free)
				return entry;
			if (!xas_next_slot(xas))	/* erased meanwhile */
				goto beyond;
			continue;
		}
		node = xa_to_node(entry);
		xas->xa_node = node;
		xas->xa_offset = get_offset(xas->xa_index, node);
		entry = xa_slot(node, xas->xa_offset);
		if (xa_is_sibling(entry)) {
			xas->xa_offset = xa_to_sibling(entry);
			xas_align_index(xas);
		}
	}
none:
	xas->xa_node = XAS_RESTART;
	return NULL;
beyond:
	entry = rcu_dereference_check(xas->xa->xa_head, 1);
	xas->xa_index = max_index(entry) + 1;
bounds:
	if (!xas->xa_index || xas->xa_index > max)
		goto none;
	return set_bounds(xas);
}
