// SPDX-License-Identifier: GPL-2.0-only
/*
 * xarray_api.c - the xarray's normal interface, and its checker.
 *
 * Each function walks with an xa_state of its own. Those that store try
 * without sleeping first; if that fails, memory is got without the lock.
 *
 * Locks:      xa_... take xa_lock or rcu_read_lock(); __xa_... are called with
 *             xa_lock held, and may drop it to get memory.
 */
#include <linux/gfp.h>

#include "xa.h"

static void xa_lock_type(struct xarray *xa, gfp_t type)
{
	if (type == XA_FLAGS_LOCK_IRQ)
		xa_lock_irq(xa);
	else if (type == XA_FLAGS_LOCK_BH)
		xa_lock_bh(xa);
	else
		xa_lock(xa);
}

static void xa_unlock_type(struct xarray *xa, gfp_t type)
{
	if (type == XA_FLAGS_LOCK_IRQ)
		xa_unlock_irq(xa);
	else if (type == XA_FLAGS_LOCK_BH)
		xa_unlock_bh(xa);
	else
		xa_unlock(xa);
}

/* xas_nomem() with xa_lock held, in the way that the array's users take it. */
static bool __xas_nomem(struct xa_state *xas, gfp_t gfp)
{
	gfp_t type = xas->xa->xa_flags & (XA_FLAGS_LOCK_IRQ | XA_FLAGS_LOCK_BH);
	bool again;

	if (xas->xa_node != XA_ERROR(-ENOMEM) || !gfpflags_allow_blocking(gfp))
		return xas_nomem(xas, gfp);
	xa_unlock_type(xas->xa, type);
	again = xas_nomem(xas, gfp);
	xa_lock_type(xas->xa, type);
	return again;
}

static inline void *xa_no_zero(void *entry)
{
	return xa_is_zero(entry) ? NULL : entry;
}

/* What a function that stored shall return: the old entry, or the error. */
static void *xas_result(const struct xa_state *xas, void *old)
{
	if (xas_error(xas))
		return xa_mk_internal((unsigned long)xas_error(xas));
	return xa_no_zero(old);
}

static void xas_entry_stored(struct xa_state *xas, void *entry)
{
	if (entry && xa_track_free(xas->xa))
		xas_clear_mark(xas, XA_FREE_MARK);
}

/** xa_load() - Return: the entry at @index, or NULL. */
void *xa_load(struct xarray *xa, unsigned long index)
{
	XA_STATE(xas, xa, index);
	void *entry;

	rcu_read_lock();
	do {
		entry = xa_no_zero(xas_load(&xas));
	} while (xas_retry(&xas, entry));
	rcu_read_unlock();
	return entry;
}

/** __xa_store() - xa_store() with xa_lock held. */
void *__xa_store(struct xarray *xa, unsigned long index, void *entry,
		 gfp_t gfp)
{
	XA_STATE(xas, xa, index);
	void *old;

	if (WARN_ON_ONCE(xa_is_advanced(entry)))
		return xa_mk_internal((unsigned long)-EINVAL);
	if (!entry && xa_track_free(xa))
		entry = XA_ZERO_ENTRY;
	do {
		old = xas_store(&xas, entry);
		xas_entry_stored(&xas, entry);
	} while (__xas_nomem(&xas, gfp));
	return xas_result(&xas, old);
}

/**
 * xa_store() - store @entry at @index.
 *
 * In an allocating array NULL reserves the index.
 * Return: the old entry, or an error for xa_err().
 */
void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	return XA_LOCKED(, xa, void *, __xa_store(xa, index, entry, gfp));
}

/** __xa_erase() - xa_erase() with xa_lock held. */
void *__xa_erase(struct xarray *xa, unsigned long index)
{
	XA_STATE(xas, xa, index);

	return xas_result(&xas, xas_store(&xas, NULL));
}

/** xa_erase() - erase the whole entry at @index. Return: that entry. */
void *xa_erase(struct xarray *xa, unsigned long index)
{
	return XA_LOCKED(, xa, void *, __xa_erase(xa, index));
}

/** __xa_cmpxchg() - store @entry if @old is there. Return: what was there, or an error. */
void *__xa_cmpxchg(struct xarray *xa, unsigned long index, void *old,
		   void *entry, gfp_t gfp)
{
	XA_STATE(xas, xa, index);
	void *there;

	if (WARN_ON_ONCE(xa_is_advanced(entry)))
		return xa_mk_internal((unsigned long)-EINVAL);
	do {
		there = xas_load(&xas);
		if (there == old) {
			xas_store(&xas, entry);
			xas_entry_stored(&xas, entry);
		}
	} while (__xas_nomem(&xas, gfp));
	return xas_result(&xas, there);
}

/** __xa_insert() - store where nothing is. Return: 0, -EBUSY, -ENOMEM, -EINVAL. */
int __xa_insert(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	XA_STATE(xas, xa, index);
	void *there;

	if (WARN_ON_ONCE(xa_is_advanced(entry)))
		return -EINVAL;
	if (!entry)
		entry = XA_ZERO_ENTRY;
	do {
		there = xas_load(&xas);
		if (there) {
			xas_set_err(&xas, -EBUSY);
		} else {
			xas_store(&xas, entry);
			xas_entry_stored(&xas, entry);
		}
	} while (__xas_nomem(&xas, gfp));
	return xas_error(&xas);
}

/**
 * __xa_alloc() - store @entry at the lowest free index.
 * @xa: array with XA_FLAGS_ALLOC or XA_FLAGS_ALLOC1
 * @id: receives the index
 * @entry: what to store; NULL reserves
 * @limit: range of indices
 * @gfp: for memory
 *
 * Return: 0, -EBUSY where all are taken, -ENOMEM, -EINVAL.
 */
int __xa_alloc(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit,
	       gfp_t gfp)
{
	XA_STATE(xas, xa, 0);

	if (WARN_ON_ONCE(xa_is_advanced(entry)) ||
	    WARN_ON_ONCE(!xa_track_free(xa)))
		return -EINVAL;
	if (!entry)
		entry = XA_ZERO_ENTRY;
	do {
		xas.xa_index = limit.min;
		xas_find_marked(&xas, limit.max, XA_FREE_MARK);
		if (xas.xa_node == XAS_RESTART)
			xas_set_err(&xas, -EBUSY);
		else
			*id = xas.xa_index;
		xas_store(&xas, entry);
		xas_clear_mark(&xas, XA_FREE_MARK);
	} while (__xas_nomem(&xas, gfp));
	return xas_error(&xas);
}

/**
 * __xa_alloc_cyclic() - as __xa_alloc(), from *@next on and then from the start.
 * Return: 0; 1 if the search has wrapped; -EBUSY, -ENOMEM, -EINVAL.
 */
int __xa_alloc_cyclic(struct xarray *xa, u32 *id, void *entry,
		      struct xa_limit limit, u32 *next, gfp_t gfp)
{
	u32 min = limit.min;
	int ret;

	limit.min = max(min, *next);
	ret = __xa_alloc(xa, id, entry, limit, gfp);
	if (xa->xa_flags & XA_FLAGS_ALLOC_WRAPPED) {
		xa->xa_flags &= ~XA_FLAGS_ALLOC_WRAPPED;
		if (!ret)
			ret = 1;
	}
	if (ret == -EBUSY && limit.min > min) {
		limit.min = min;
		ret = __xa_alloc(xa, id, entry, limit, gfp);
		if (!ret)
			ret = 1;
	}
	if (ret >= 0) {
		*next = *id + 1;
		if (!*next)
			xa->xa_flags |= XA_FLAGS_ALLOC_WRAPPED;
	}
	return ret;
}

/**
 * xa_store_range() - store @entry at each index of @first .. @last.
 *
 * Uses entries of many indices where the range is aligned.
 * Return: NULL or an error for xa_err().
 */
void *xa_store_range(struct xarray *xa, unsigned long first,
		     unsigned long last, void *entry, gfp_t gfp)
{
	XA_STATE(xas, xa, 0);
	unsigned long span;
	unsigned int order;

	if (WARN_ON_ONCE(xa_is_internal(entry)) || last < first)
		return xa_mk_internal((unsigned long)-EINVAL);
	do {
		span = last - first;
		order = first ? __ffs(first) : BITS_PER_LONG - 1;
		if (span != ULONG_MAX)
			order = min_t(unsigned int, order, __fls(span + 1));
		do {
			xas_lock(&xas);
			xas_set_order(&xas, first, order);
			xas_store(&xas, entry);
			xas_entry_stored(&xas, entry);
			xas_unlock(&xas);
		} while (xas_nomem(&xas, gfp));
		if (xas_error(&xas))
			break;
		first += 1UL << order;
	} while (span >= 1UL << order);
	return xas_result(&xas, NULL);
}

/** __xa_set_mark() - xa_set_mark() with xa_lock held. */
void __xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	XA_STATE(xas, xa, index);

	if (xas_load(&xas))
		xas_set_mark(&xas, mark);
}

/** __xa_clear_mark() - xa_clear_mark() with xa_lock held. */
void __xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	XA_STATE(xas, xa, index);

	if (xas_load(&xas))
		xas_clear_mark(&xas, mark);
}

/** xa_get_mark() - is there an entry with @mark at @index? */
bool xa_get_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	XA_STATE(xas, xa, index);
	bool set;

	rcu_read_lock();
	while (xa_is_retry(xas_load(&xas)))
		xas_reset(&xas);
	set = xas_get_mark(&xas, mark);
	rcu_read_unlock();
	return set;
}

/** xa_set_mark() - mark the entry at @index, if there is one. */
void xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	xa_lock(xa);
	__xa_set_mark(xa, index, mark);
	xa_unlock(xa);
}

/** xa_clear_mark() - unmark the entry at @index. */
void xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	xa_lock(xa);
	__xa_clear_mark(xa, index, mark);
	xa_unlock(xa);
}

/* The next entry that @filter asks for; reserved ones do not count. */
static void *xas_find_filtered(struct xa_state *xas, unsigned long max,
			       xa_mark_t filter)
{
	void *entry;

	do {
		if (filter == XA_PRESENT)
			entry = xas_find(xas, max);
		else
			entry = xas_find_marked(xas, max, filter);
	} while (xas_retry(xas, entry));
	return entry;
}

/**
 * xa_find() - the first entry at or after *@index.
 * @xa: array
 * @index: where to begin; set to where the entry was found
 * @max: highest index
 * @filter: a mark, or XA_PRESENT
 *
 * Return: the entry or NULL.
 */
void *xa_find(struct xarray *xa, unsigned long *index, unsigned long max,
	      xa_mark_t filter)
{
	XA_STATE(xas, xa, *index);
	void *entry;

	rcu_read_lock();
	entry = xas_find_filtered(&xas, max, filter);
	rcu_read_unlock();
	if (entry)
		*index = xas.xa_index;
	return entry;
}

/** xa_find_after() - as xa_find(), beginning after the entry at *@index. */
void *xa_find_after(struct xarray *xa, unsigned long *index,
		    unsigned long max, xa_mark_t filter)
{
	XA_STATE(xas, xa, *index + 1);
	unsigned long start;
	void *entry;

	if (!xas.xa_index)
		return NULL;
	start = xas.xa_index;
	rcu_read_lock();
	/* @index may have been the first of an entry's many: go past it. */
	xas_load(&xas);
	if (xas_is_node(&xas) && xas_get_order(&xas)) {
		unsigned int order = xas_get_order(&xas);

		if (((start - 1) >> order) == (start >> order)) {
			start = ((start >> order) + 1) << order;
			if (!start) {
				rcu_read_unlock();
				return NULL;
			}
		}
	}
	xas_set(&xas, start);
	entry = xas_find_filtered(&xas, max, filter);
	rcu_read_unlock();
	if (entry)
		*index = xas.xa_index;
	return entry;
}

/**
 * xa_extract() - copy entries from @start .. @max to @dst.
 * Return: how many, at most @n.
 */
unsigned int xa_extract(struct xarray *xa, void **dst, unsigned long start,
			unsigned long max, unsigned int n, xa_mark_t filter)
{
	XA_STATE(xas, xa, start);
	unsigned int i = 0;
	void *entry;

	rcu_read_lock();
	while (i < n && (entry = xas_find_filtered(&xas, max, filter)))
		dst[i++] = entry;
	rcu_read_unlock();
	return i;
}

/** xa_get_order() - log2 of the number of indices of the entry at @index. */
int xa_get_order(struct xarray *xa, unsigned long index)
{
	XA_STATE(xas, xa, index);
	int order = 0;

	rcu_read_lock();
	if (xas_load(&xas))
		order = xas_get_order(&xas);
	rcu_read_unlock();
	return order;
}

/** xa_destroy() - empty the array; its entries are the caller's. */
void xa_destroy(struct xarray *xa)
{
	XA_STATE(xas, xa, 0);
	unsigned long flags;

	xa_lock_irqsave(xa, flags);
	xas.xa_shift = BITS_PER_LONG - 1;	/* above any node: the head itself */
	xas_store(&xas, NULL);
	if (xa_zero_busy(xa))
		xas_clear_mark(&xas, XA_FREE_MARK);
	xa_unlock_irqrestore(xa, flags);
}

/* --- checking --- */

#define XA_FAULT(node, fmt, ...) ({					\
	pr_err("xarray: node %px shift %u: " fmt "\n", node,		\
	       (node)->shift, ##__VA_ARGS__);				\
	false;								\
})

static bool xa_check_node(struct xarray *xa, const struct xa_node *node)
{
	unsigned int i, mark, count = 0, values = 0, head = 0;

	for (i = 0; i < XA_CHUNK_SIZE; i++) {
		void *entry = node->slots[i];
		struct xa_node *child;

		count += !!entry;
		if (xa_is_sibling(entry)) {
			if (!i || xa_to_sibling(entry) != head)
				return XA_FAULT(node, "slot %u is a sibling of %lu, not of %u",
						i, xa_to_sibling(entry), head);
			if (!node->slots[head] || xa_is_node(node->slots[head]))
				return XA_FAULT(node, "slot %u: head %u holds no entry", i, head);
			entry = node->slots[head];
		} else {
			head = i;
		}
		values += xa_is_value(entry);
		if (!xa_is_node(entry))
			continue;
		child = xa_to_node(entry);
		if (!node->shift || child->parent != node ||
		    child->offset != i || child->array != xa ||
		    child->shift + XA_CHUNK_SHIFT != node->shift)
			return XA_FAULT(node, "slot %u: node %px has parent %px offset %u shift %u array %px",
					i, child, child->parent, child->offset,
					child->shift, child->array);
		if (!xa_check_node(xa, child))
			return false;
	}
	if (count != node->count || values != node->nr_values)
		return XA_FAULT(node, "count %u values %u, should be %u and %u",
				node->count, node->nr_values, count, values);

	for (mark = 0; mark < XA_MAX_MARKS; mark++) {
		for (i = 0; i < XA_CHUNK_SIZE; i++) {
			void *entry = node->slots[i];
			bool set = node_get_mark(node, i, mark), want = set;

			if (xa_is_node(entry))
				want = node_any_mark(xa_to_node(entry), mark);
			else if (is_free_mark(xa, mark))
				want = !entry;
			else if (!entry || xa_is_sibling(entry))
				want = false;
			if (set != want)
				return XA_FAULT(node, "slot %u: mark %u is %d",
						i, mark, set);
		}
	}
	return true;
}

/**
 * xa_validate() - check an array at rest: links, counts, siblings, marks.
 * Context: xa_lock held, or no one else there.
 * Return: true, or false after a complaint.
 */
bool xa_validate(struct xarray *xa)
{
	void *head = xa->xa_head;
	struct xa_node *node;
	unsigned int mark;

	if (!xa_is_node(head))
		return true;
	node = xa_to_node(head);
	if (node->parent || node->array != xa)
		return XA_FAULT(node, "top has parent %px array %px",
				node->parent, node->array);
	if (!xa_check_node(xa, node))
		return false;
	for (mark = 0; mark < XA_MAX_MARKS; mark++)
		if (node_any_mark(node, mark) !=
		    xa_marked(xa, (__force xa_mark_t)mark))
			return XA_FAULT(node, "mark %u of the array is wrong",
					mark);
	return true;
}
