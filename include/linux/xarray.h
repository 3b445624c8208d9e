/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * xarray.h - sparse array of pointers with marks, aligned multi-index entries
 * and lockless readers.
 *
 * The interface is Linux's; how it works is told in lib/xarray.c.
 * An entry is NULL, a pointer (bit 1..0 clear), or a value (bit 0 set, the
 * integer above it). Bits 1..0 == 10 are internal: an inner node, a sibling
 * (slot whose entry starts in an earlier slot), RETRY (look again from the
 * top), ZERO (reserved: reads as NULL), or an error in an xa_state.
 */
#ifndef _LINUX_XARRAY_H
#define _LINUX_XARRAY_H

#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/gfp_types.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/stddef.h>

#define XA_CHUNK_SHIFT		6
#define XA_CHUNK_SIZE		(1UL << XA_CHUNK_SHIFT)
#define XA_CHUNK_MASK		(XA_CHUNK_SIZE - 1)
#define XA_MAX_MARKS		3
#define XA_MARK_LONGS		1

typedef unsigned int __bitwise xa_mark_t;
#define XA_MARK_0	((__force xa_mark_t)0U)
#define XA_MARK_1	((__force xa_mark_t)1U)
#define XA_MARK_2	((__force xa_mark_t)2U)
#define XA_PRESENT	((__force xa_mark_t)8U)
#define XA_MARK_MAX	XA_MARK_2
#define XA_FREE_MARK	XA_MARK_0

enum xa_lock_type {
	XA_LOCK_IRQ = 1,
	XA_LOCK_BH = 2,
};

/* xa_flags: the low GFP bits, and a bit for each mark set anywhere. */
#define XA_FLAGS_LOCK_IRQ	((__force gfp_t)XA_LOCK_IRQ)
#define XA_FLAGS_LOCK_BH	((__force gfp_t)XA_LOCK_BH)
#define XA_FLAGS_TRACK_FREE	((__force gfp_t)4U)	/* XA_FREE_MARK: free slots */
#define XA_FLAGS_ZERO_BUSY	((__force gfp_t)8U)	/* index 0 is never free */
#define XA_FLAGS_ALLOC_WRAPPED	((__force gfp_t)16U)
#define XA_FLAGS_ACCOUNT	((__force gfp_t)32U)
#define XA_FLAGS_MARK(mark) \
	((__force gfp_t)((1U << __GFP_BITS_SHIFT) << (__force unsigned int)(mark)))
#define XA_FLAGS_ALLOC	(XA_FLAGS_TRACK_FREE | XA_FLAGS_MARK(XA_FREE_MARK))
#define XA_FLAGS_ALLOC1	(XA_FLAGS_TRACK_FREE | XA_FLAGS_ZERO_BUSY)

struct xarray {
	spinlock_t	xa_lock;
	gfp_t		xa_flags;	/* [L] */
	void		*xa_head;	/* [L] readers under RCU */
};

struct xa_limit {
	u32 max;
	u32 min;
};
#define XA_LIMIT(_min, _max)	((struct xa_limit) { .min = _min, .max = _max })
#define xa_limit_32b		XA_LIMIT(0, UINT_MAX)
#define xa_limit_31b		XA_LIMIT(0, INT_MAX)
#define xa_limit_16b		XA_LIMIT(0, USHRT_MAX)

#define XARRAY_INIT(name, flags) {				\
	.xa_lock = __SPIN_LOCK_UNLOCKED((name).xa_lock),	\
	.xa_flags = (flags),					\
	.xa_head = NULL,					\
}
#define DEFINE_XARRAY_FLAGS(name, flags) \
	struct xarray name = XARRAY_INIT(name, flags)
#define DEFINE_XARRAY(name)		DEFINE_XARRAY_FLAGS(name, 0)
#define DEFINE_XARRAY_ALLOC(name)	DEFINE_XARRAY_FLAGS(name, XA_FLAGS_ALLOC)
#define DEFINE_XARRAY_ALLOC1(name)	DEFINE_XARRAY_FLAGS(name, XA_FLAGS_ALLOC1)

/* --- entries --- */

static inline void *xa_mk_value(unsigned long v)
{
	return (void *)((v << 1) | 1);
}

static inline unsigned long xa_to_value(const void *entry)
{
	return (unsigned long)entry >> 1;
}

static inline bool xa_is_value(const void *entry)
{
	return (unsigned long)entry & 1;
}

static inline void *xa_tag_pointer(void *p, unsigned long tag)
{
	return (void *)((unsigned long)p | tag);
}

static inline void *xa_untag_pointer(void *entry)
{
	return (void *)((unsigned long)entry & ~3UL);
}

static inline unsigned int xa_pointer_tag(void *entry)
{
	return (unsigned long)entry & 3UL;
}

static inline void *xa_mk_internal(unsigned long v)
{
	return (void *)((v << 2) | 2);
}

static inline unsigned long xa_to_internal(const void *entry)
{
	return (unsigned long)entry >> 2;
}

static inline bool xa_is_internal(const void *entry)
{
	return ((unsigned long)entry & 3) == 2;
}

#define XA_RETRY_ENTRY		xa_mk_internal(256)
#define XA_ZERO_ENTRY		xa_mk_internal(257)

static inline bool xa_is_zero(const void *entry)
{
	return unlikely(entry == XA_ZERO_ENTRY);
}

static inline bool xa_is_retry(const void *entry)
{
	return unlikely(entry == XA_RETRY_ENTRY);
}

static inline bool xa_is_err(const void *entry)
{
	return unlikely(xa_is_internal(entry) &&
			entry >= xa_mk_internal(-MAX_ERRNO));
}

static inline int xa_err(void *entry)
{
	return xa_is_err(entry) ? (long)entry >> 2 : 0;
}

/* Internal, but not a node: may not be stored with the normal interface. */
static inline bool xa_is_advanced(const void *entry)
{
	return xa_is_internal(entry) && entry <= XA_RETRY_ENTRY;
}

/* --- nodes --- */

struct xarray;
struct xa_node {
	unsigned char	shift;		/* [I] bits of index below this node */
	unsigned char	offset;		/* [I] slot in @parent */
	unsigned char	count;		/* [L] slots that are not NULL */
	unsigned char	nr_values;	/* [L] slots with value entries and their siblings */
	struct xa_node	*parent;	/* [L] NULL: top */
	struct xarray	*array;		/* [I] */
	union {
		struct list_head private_list;	/* the user's, see xas_set_update() */
		struct rcu_head	rcu_head;	/* once unlinked */
	};
	void		*slots[XA_CHUNK_SIZE];	/* [L] readers under RCU */
	unsigned long	marks[XA_MAX_MARKS][XA_MARK_LONGS];	/* [L] */
};

static inline void *xa_mk_node(const struct xa_node *node)
{
	return (void *)((unsigned long)node | 2);
}

static inline struct xa_node *xa_to_node(const void *entry)
{
	return (struct xa_node *)((unsigned long)entry - 2);
}

static inline bool xa_is_node(const void *entry)
{
	return xa_is_internal(entry) && (unsigned long)entry > 4096 &&
	       !xa_is_err(entry);
}

static inline void *xa_mk_sibling(unsigned int offset)
{
	return xa_mk_internal(offset);
}

static inline unsigned long xa_to_sibling(const void *entry)
{
	return xa_to_internal(entry);
}

static inline bool xa_is_sibling(const void *entry)
{
	return xa_is_internal(entry) &&
	       entry < xa_mk_sibling(XA_CHUNK_SIZE - 1);
}

/* --- the normal interface: takes xa_lock or rcu_read_lock() itself --- */

void xarray_init(void);
void *xa_load(struct xarray *xa, unsigned long index);
void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
void *xa_erase(struct xarray *xa, unsigned long index);
void *xa_store_range(struct xarray *xa, unsigned long first,
		     unsigned long last, void *entry, gfp_t gfp);
bool xa_get_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);
void xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);
void xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);
void *xa_find(struct xarray *xa, unsigned long *index, unsigned long max,
	      xa_mark_t filter);
void *xa_find_after(struct xarray *xa, unsigned long *index,
		    unsigned long max, xa_mark_t filter);
unsigned int xa_extract(struct xarray *xa, void **dst, unsigned long start,
			unsigned long max, unsigned int n, xa_mark_t filter);
void xa_destroy(struct xarray *xa);
int xa_get_order(struct xarray *xa, unsigned long index);
void xa_delete_node(struct xa_node *node, void (*update)(struct xa_node *));
bool xa_validate(struct xarray *xa);

/* The same with xa_lock held; may drop and retake it to get memory. */
void *__xa_erase(struct xarray *xa, unsigned long index);
void *__xa_store(struct xarray *xa, unsigned long index, void *entry,
		 gfp_t gfp);
void *__xa_cmpxchg(struct xarray *xa, unsigned long index, void *old,
		   void *entry, gfp_t gfp);
int __xa_insert(struct xarray *xa, unsigned long index, void *entry,
		gfp_t gfp);
int __xa_alloc(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit,
	       gfp_t gfp);
int __xa_alloc_cyclic(struct xarray *xa, u32 *id, void *entry,
		      struct xa_limit limit, u32 *next, gfp_t gfp);
void __xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);
void __xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);

static inline void xa_init_flags(struct xarray *xa, gfp_t flags)
{
	spin_lock_init(&xa->xa_lock);
	xa->xa_flags = flags;
	xa->xa_head = NULL;
}

static inline void xa_init(struct xarray *xa)
{
	xa_init_flags(xa, 0);
}

static inline bool xa_empty(const struct xarray *xa)
{
	return READ_ONCE(xa->xa_head) == NULL;
}

static inline bool xa_marked(const struct xarray *xa, xa_mark_t mark)
{
	return xa->xa_flags & XA_FLAGS_MARK(mark);
}

#define xa_trylock(xa)			spin_trylock(&(xa)->xa_lock)
#define xa_lock(xa)			spin_lock(&(xa)->xa_lock)
#define xa_unlock(xa)			spin_unlock(&(xa)->xa_lock)
#define xa_lock_bh(xa)			spin_lock_bh(&(xa)->xa_lock)
#define xa_unlock_bh(xa)		spin_unlock_bh(&(xa)->xa_lock)
#define xa_lock_irq(xa)			spin_lock_irq(&(xa)->xa_lock)
#define xa_unlock_irq(xa)		spin_unlock_irq(&(xa)->xa_lock)
#define xa_lock_irqsave(xa, flags)	spin_lock_irqsave(&(xa)->xa_lock, flags)
#define xa_unlock_irqrestore(xa, flags) \
	spin_unlock_irqrestore(&(xa)->xa_lock, flags)
#define xa_lock_nested(xa, subclass)	spin_lock_nested(&(xa)->xa_lock, subclass)

/*
 * The wrappers that take the lock come in three kinds: plain, _bh and _irq.
 * Each evaluates one __xa function with the lock held.
 */
#define XA_LOCKED(kind, xa, type, call) ({	\
	type __xa_ret;				\
	xa_lock##kind(xa);			\
	__xa_ret = (call);			\
	xa_unlock##kind(xa);			\
	__xa_ret;				\
})

#define XA_DEFINE_WRAPPERS(kind)					\
static inline void *xa_cmpxchg##kind(struct xarray *xa,			\
		unsigned long index, void *old, void *entry, gfp_t gfp)	\
{									\
	return XA_LOCKED(kind, xa, void *,				\
			 __xa_cmpxchg(xa, index, old, entry, gfp));	\
}									\
static inline int __must_check xa_insert##kind(struct xarray *xa,	\
		unsigned long index, void *entry, gfp_t gfp)		\
{									\
	return XA_LOCKED(kind, xa, int,					\
			 __xa_insert(xa, index, entry, gfp));		\
}									\
static inline int __must_check xa_alloc##kind(struct xarray *xa,	\
		u32 *id, void *entry, struct xa_limit limit, gfp_t gfp)	\
{									\
	return XA_LOCKED(kind, xa, int,					\
			 __xa_alloc(xa, id, entry, limit, gfp));	\
}									\
static inline int xa_alloc_cyclic##kind(struct xarray *xa, u32 *id,	\
		void *entry, struct xa_limit limit, u32 *next, gfp_t gfp) \
{									\
	return XA_LOCKED(kind, xa, int,					\
		__xa_alloc_cyclic(xa, id, entry, limit, next, gfp));	\
}									\
static inline int __must_check xa_reserve##kind(struct xarray *xa,	\
		unsigned long index, gfp_t gfp)				\
{									\
	return xa_err(xa_cmpxchg##kind(xa, index, NULL, XA_ZERO_ENTRY, gfp)); \
}

XA_DEFINE_WRAPPERS()
XA_DEFINE_WRAPPERS(_bh)
XA_DEFINE_WRAPPERS(_irq)

static inline void *xa_store_bh(struct xarray *xa, unsigned long index,
				void *entry, gfp_t gfp)
{
	return XA_LOCKED(_bh, xa, void *, __xa_store(xa, index, entry, gfp));
}

static inline void *xa_store_irq(struct xarray *xa, unsigned long index,
				 void *entry, gfp_t gfp)
{
	return XA_LOCKED(_irq, xa, void *, __xa_store(xa, index, entry, gfp));
}

static inline void *xa_erase_bh(struct xarray *xa, unsigned long index)
{
	return XA_LOCKED(_bh, xa, void *, __xa_erase(xa, index));
}

static inline void *xa_erase_irq(struct xarray *xa, unsigned long index)
{
	return XA_LOCKED(_irq, xa, void *, __xa_erase(xa, index));
}

/** xa_release() - give back an index from xa_reserve() unless it is in use by now. */
static inline void xa_release(struct xarray *xa, unsigned long index)
{
	xa_cmpxchg(xa, index, XA_ZERO_ENTRY, NULL, 0);
}

#define xa_for_each_range(xa, index, entry, start, last)		\
	for (index = start,						\
	     entry = xa_find(xa, &index, last, XA_PRESENT);		\
	     entry;							\
	     entry = xa_find_after(xa, &index, last, XA_PRESENT))
#define xa_for_each_start(xa, index, entry, start) \
	xa_for_each_range(xa, index, entry, start, ULONG_MAX)
#define xa_for_each(xa, index, entry) \
	xa_for_each_start(xa, index, entry, 0)
#define xa_for_each_marked(xa, index, entry, filter)			\
	for (index = 0, entry = xa_find(xa, &index, ULONG_MAX, filter);	\
	     entry;							\
	     entry = xa_find_after(xa, &index, ULONG_MAX, filter))

/* --- the advanced interface: the caller holds xa_lock or rcu_read_lock() --- */

typedef void (*xa_update_node_t)(struct xa_node *node);
struct list_lru;

/*
 * A position. xa_node is a node, or one of the XAS_ values: RESTART (not begun
 * or invalidated), BOUNDS (index outside the tree; not reached), an error; or
 * NULL: the single entry at index 0 that has no node.
 */
struct xa_state {
	struct xarray	*xa;
	unsigned long	xa_index;
	unsigned char	xa_shift;	/* of the slot where the entry belongs */
	unsigned char	xa_sibs;	/* slots after that one for the same entry */
	unsigned char	xa_offset;	/* slot in xa_node */
	unsigned char	xa_pad;
	struct xa_node	*xa_node;
	struct xa_node	*xa_alloc;	/* preallocated, linked by @parent */
	xa_update_node_t xa_update;	/* called after a node's slots changed */
	struct list_lru	*xa_lru;
};

#define XA_ERROR(errno)	((struct xa_node *)(((unsigned long)errno << 2) | 2UL))
#define XAS_BOUNDS	((struct xa_node *)1UL)
#define XAS_RESTART	((struct xa_node *)3UL)

#define __XA_STATE(array, index, shift, sibs)  {	\
	.xa = array,					\
	.xa_index = index,				\
	.xa_shift = shift,				\
	.xa_sibs = sibs,				\
	.xa_offset = 0,					\
	.xa_pad = 0,					\
	.xa_node = XAS_RESTART,				\
	.xa_alloc = NULL,				\
	.xa_update = NULL,				\
	.xa_lru = NULL,					\
}
#define XA_STATE(name, array, index)	\
	struct xa_state name = __XA_STATE(array, index, 0, 0)
#define XA_STATE_ORDER(name, array, index, order)		\
	struct xa_state name = __XA_STATE(array,		\
			((index) >> (order)) << (order),	\
			(order) - ((order) % XA_CHUNK_SHIFT),	\
			(1U << ((order) % XA_CHUNK_SHIFT)) - 1)

#define xas_marked(xas, mark)	xa_marked((xas)->xa, (mark))
#define xas_trylock(xas)	xa_trylock((xas)->xa)
#define xas_lock(xas)		xa_lock((xas)->xa)
#define xas_unlock(xas)		xa_unlock((xas)->xa)
#define xas_lock_bh(xas)	xa_lock_bh((xas)->xa)
#define xas_unlock_bh(xas)	xa_unlock_bh((xas)->xa)
#define xas_lock_irq(xas)	xa_lock_irq((xas)->xa)
#define xas_unlock_irq(xas)	xa_unlock_irq((xas)->xa)
#define xas_lock_irqsave(xas, flags) xa_lock_irqsave((xas)->xa, flags)
#define xas_unlock_irqrestore(xas, flags) xa_unlock_irqrestore((xas)->xa, flags)

void *xas_load(struct xa_state *xas);
void *xas_store(struct xa_state *xas, void *entry);
void *xas_find(struct xa_state *xas, unsigned long max);
void *xas_find_conflict(struct xa_state *xas);
void *xas_find_marked(struct xa_state *xas, unsigned long max, xa_mark_t mark);
bool xas_get_mark(const struct xa_state *xas, xa_mark_t mark);
void xas_set_mark(const struct xa_state *xas, xa_mark_t mark);
void xas_clear_mark(const struct xa_state *xas, xa_mark_t mark);
void xas_init_marks(const struct xa_state *xas);
bool xas_nomem(struct xa_state *xas, gfp_t gfp);
void xas_destroy(struct xa_state *xas);
void xas_pause(struct xa_state *xas);
void xas_create_range(struct xa_state *xas);
void *__xas_next(struct xa_state *xas);
void *__xas_prev(struct xa_state *xas);
int xas_get_order(struct xa_state *xas);
void xas_split(struct xa_state *xas, void *entry, unsigned int order);
void xas_split_alloc(struct xa_state *xas, void *entry, unsigned int order,
		     gfp_t gfp);

static inline int xas_error(const struct xa_state *xas)
{
	return xa_err(xas->xa_node);
}

static inline void xas_set_err(struct xa_state *xas, long err)
{
	xas->xa_node = XA_ERROR(err);
}

/* Does xa_node say something other than a node or the lone head entry? */
static inline bool xas_invalid(const struct xa_state *xas)
{
	return (unsigned long)xas->xa_node & 3;
}

static inline bool xas_valid(const struct xa_state *xas)
{
	return !xas_invalid(xas);
}

static inline bool xas_is_node(const struct xa_state *xas)
{
	return xas_valid(xas) && xas->xa_node;
}

static inline bool xas_not_node(struct xa_node *node)
{
	return ((unsigned long)node & 3) || !node;
}

static inline bool xas_top(struct xa_node *node)
{
	return node <= XAS_RESTART;
}

static inline void xas_reset(struct xa_state *xas)
{
	xas->xa_node = XAS_RESTART;
}

/** xas_retry() - does @entry (from a lockless walk) ask to begin again? */
static inline bool xas_retry(struct xa_state *xas, const void *entry)
{
	if (xa_is_zero(entry))
		return true;
	if (!xa_is_retry(entry))
		return false;
	xas_reset(xas);
	return true;
}

/** xas_reload() - what the slot that we stand on holds now. */
static inline void *xas_reload(struct xa_state *xas)
{
	struct xa_node *node = xas->xa_node;
	unsigned int offset;
	void *entry;

	if (!node)
		return rcu_dereference(xas->xa->xa_head);
	offset = (xas->xa_index >> node->shift) & XA_CHUNK_MASK;
	entry = rcu_dereference(node->slots[offset]);
	if (xa_is_sibling(entry))
		entry = rcu_dereference(node->slots[xa_to_sibling(entry)]);
	return entry;
}

static inline void xas_set(struct xa_state *xas, unsigned long index)
{
	xas->xa_index = index;
	xas->xa_node = XAS_RESTART;
}

/** xas_advance() - go on after @index, which lies in the entry we stand on. */
static inline void xas_advance(struct xa_state *xas, unsigned long index)
{
	unsigned char shift = xas_is_node(xas) ? xas->xa_node->shift : 0;

	xas->xa_index = index;
	xas->xa_offset = (index >> shift) & XA_CHUNK_MASK;
}

static inline void xas_set_order(struct xa_state *xas, unsigned long index,
				 unsigned int order)
{
	xas->xa_index = (index >> order) << order;
	xas->xa_shift = order - order % XA_CHUNK_SHIFT;
	xas->xa_sibs = (1U << (order % XA_CHUNK_SHIFT)) - 1;
	xas->xa_node = XAS_RESTART;
}

static inline void xas_set_update(struct xa_state *xas, xa_update_node_t update)
{
	xas->xa_update = update;
}

static inline void xas_set_lru(struct xa_state *xas, struct list_lru *lru)
{
	xas->xa_lru = lru;
}

/* May the next slot of this node be taken without another look upwards? */
static inline bool xas_steps_in_leaf(const struct xa_state *xas)
{
	return !xas_not_node(xas->xa_node) && !xas->xa_node->shift;
}

/*
 * A walk that knows its way goes from slot to slot of a leaf without asking xas: behind the slot
 * that xas_leaf_slot() names there are xas_leaf_room() further ones, and xas_leaf_advance() tells
 * xas how many of them were passed. An internal entry ends such a walk in front of it.
 */
static __always_inline unsigned int xas_leaf_room(const struct xa_state *xas, unsigned long max)
{
	if (unlikely(!xas_steps_in_leaf(xas) ||
		     xas->xa_offset != (xas->xa_index & XA_CHUNK_MASK)))
		return 0;
	return min_t(unsigned long, max - xas->xa_index, XA_CHUNK_MASK - xas->xa_offset);
}

static __always_inline void __rcu **xas_leaf_slot(const struct xa_state *xas)
{
	return (void __rcu __force **)&xas->xa_node->slots[xas->xa_offset];
}

static __always_inline void xas_leaf_advance(struct xa_state *xas, unsigned int nth)
{
	xas->xa_offset += nth;
	xas->xa_index += nth;
}

/** xas_next_entry() - the next present entry up to @max; quick within a node. */
static inline void *xas_next_entry(struct xa_state *xas, unsigned long max)
{
	struct xa_node *node = xas->xa_node;
	void *entry;

	if (unlikely(!xas_steps_in_leaf(xas) ||
		     xas->xa_offset != (xas->xa_index & XA_CHUNK_MASK)))
		return xas_find(xas, max);

	do {
		if (unlikely(xas->xa_index >= max ||
			     xas->xa_offset == XA_CHUNK_MASK))
			return xas_find(xas, max);
		entry = rcu_dereference(node->slots[xas->xa_offset + 1]);
		if (unlikely(xa_is_internal(entry)))
			return xas_find(xas, max);
		xas->xa_offset++;
		xas->xa_index++;
	} while (!entry);

	return entry;
}

/** xas_next_marked() - the next entry with @mark, up to @max. */
static inline void *xas_next_marked(struct xa_state *xas, unsigned long max,
				    xa_mark_t mark)
{
	return xas_find_marked(xas, max, mark);
}

/** xas_next() - the slot of the next index, present or not. */
static inline void *xas_next(struct xa_state *xas)
{
	struct xa_node *node = xas->xa_node;

	if (unlikely(!xas_steps_in_leaf(xas) ||
		     xas->xa_offset != (xas->xa_index & XA_CHUNK_MASK) ||
		     xas->xa_offset == XA_CHUNK_MASK))
		return __xas_next(xas);
	xas->xa_index++;
	xas->xa_offset++;
	return rcu_dereference(node->slots[xas->xa_offset]);
}

/** xas_prev() - the slot of the previous index, present or not. */
static inline void *xas_prev(struct xa_state *xas)
{
	struct xa_node *node = xas->xa_node;

	if (unlikely(!xas_steps_in_leaf(xas) ||
		     xas->xa_offset != (xas->xa_index & XA_CHUNK_MASK) ||
		     xas->xa_offset == 0))
		return __xas_prev(xas);
	xas->xa_index--;
	xas->xa_offset--;
	return rcu_dereference(node->slots[xas->xa_offset]);
}

#define xas_for_each(xas, entry, max)					\
	for (entry = xas_find(xas, max); entry;				\
	     entry = xas_next_entry(xas, max))
#define xas_for_each_marked(xas, entry, max, mark)			\
	for (entry = xas_find_marked(xas, max, mark); entry;		\
	     entry = xas_next_marked(xas, max, mark))
#define xas_for_each_conflict(xas, entry)				\
	while ((entry = xas_find_conflict(xas)))

#endif /* _LINUX_XARRAY_H */
