/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * xa.h - what the xarray's files share; see xarray.c.
 */
#ifndef _LIB_XA_H
#define _LIB_XA_H

#include <linux/xarray.h>

struct xa_node *xa_node_alloc(gfp_t gfp);
void xa_node_free(struct xa_node *node);

static inline bool xa_track_free(const struct xarray *xa)
{
	return xa->xa_flags & XA_FLAGS_TRACK_FREE;
}

static inline bool xa_zero_busy(const struct xarray *xa)
{
	return xa->xa_flags & XA_FLAGS_ZERO_BUSY;
}

static inline bool is_free_mark(const struct xarray *xa, unsigned int mark)
{
	return xa_track_free(xa) && mark == (__force unsigned int)XA_FREE_MARK;
}

/* The highest index below @entry, which is the head. */
static inline unsigned long max_index(const void *entry)
{
	if (!xa_is_node(entry))
		return 0;
	return (XA_CHUNK_SIZE << xa_to_node(entry)->shift) - 1;
}

static inline unsigned int get_offset(unsigned long index,
				      const struct xa_node *node)
{
	return (index >> node->shift) & XA_CHUNK_MASK;
}

static inline void *xa_slot(const struct xa_node *node, unsigned int offset)
{
	return rcu_dereference_check(node->slots[offset], 1);
}

/* Indices that the store of @xas covers. */
static inline unsigned long xas_size(const struct xa_state *xas)
{
	return (xas->xa_sibs + 1UL) << xas->xa_shift;
}

static inline void xas_update(struct xa_state *xas, struct xa_node *node)
{
	if (xas->xa_update)
		xas->xa_update(node);
}

static inline void *set_bounds(struct xa_state *xas)
{
	xas->xa_node = XAS_BOUNDS;
	return NULL;
}

/* Stand on the slot of @node for xa_index; on the first one of its entry. */
static __always_inline void *xas_descend(struct xa_state *xas,
					 struct xa_node *node)
{
	unsigned int offset = get_offset(xas->xa_index, node);
	void *entry = xa_slot(node, offset);

	if (xa_is_sibling(entry)) {
		offset = xa_to_sibling(entry);
		entry = xa_slot(node, offset);
		/* The entry is being replaced by nodes: not yet all of them. */
		if (node->shift && xa_is_node(entry))
			entry = XA_RETRY_ENTRY;
	}
	xas->xa_node = node;
	xas->xa_offset = offset;
	return entry;
}

static inline unsigned long *node_marks(struct xa_node *node, unsigned int mark)
{
	return node->marks[mark];
}

static inline bool node_get_mark(const struct xa_node *node, unsigned int offset,
				 unsigned int mark)
{
	return test_bit(offset, node->marks[mark]);
}

static inline bool node_any_mark(const struct xa_node *node, unsigned int mark)
{
	return node->marks[mark][0];
}

static inline void xa_mark_set(struct xarray *xa, unsigned int mark)
{
	xa->xa_flags |= XA_FLAGS_MARK(mark);
}

static inline void xa_mark_clear(struct xarray *xa, unsigned int mark)
{
	xa->xa_flags &= ~XA_FLAGS_MARK(mark);
}

#endif /* _LIB_XA_H */
