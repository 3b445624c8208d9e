// SPDX-License-Identifier: GPL-2.0-only
/*
 * idr.c - small integers for pointers (idr), and small integers alone (ida).
 *
 * An idr is an allocating xarray. Its user has a lock around changes and often
 * may not sleep there; idr_preload() puts nodes aside for this CPU before, and
 * an allocation that must not sleep takes them.
 *
 * An ida is an allocating xarray of bitmaps of IDA_BITMAP_BITS IDs each; a
 * bitmap with room left has XA_FREE_MARK, as an empty slot does.
 *
 * Owns:       idr and ida structures.
 * Locks:      xa_lock with interrupts off, inside whatever the user has.
 * Elsewhere:  the tree itself (xarray.c).
 */
#include <linux/bitmap.h>
#include <linux/gfp.h>
#include <linux/idr.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/slab.h>

#include "xa.h"

/* A store of a 32-bit index makes at most one node a level, and the tree taller. */
#define IDR_PRELOAD	(2 * DIV_ROUND_UP(32, XA_CHUNK_SHIFT))

/* Nodes set aside for this CPU, linked by parent. */
struct idr_stock {
	struct xa_node	*nodes;		/* [cpu] interrupts off */
	unsigned int	nr;
};
static DEFINE_PER_CPU(struct idr_stock, idr_stock);

static void stock_add(struct xa_node *node)
{
	struct idr_stock *stock;
	unsigned long flags;

	local_irq_save(flags);
	stock = this_cpu_ptr(&idr_stock);
	if (stock->nr < IDR_PRELOAD) {
		node->parent = stock->nodes;
		stock->nodes = node;
		stock->nr++;
		node = NULL;
	}
	local_irq_restore(flags);
	if (node)
		xa_node_free(node);
}

static struct xa_node *stock_take(void)
{
	struct idr_stock *stock;
	struct xa_node *node;
	unsigned long flags;

	local_irq_save(flags);
	stock = this_cpu_ptr(&idr_stock);
	node = stock->nodes;
	if (node) {
		stock->nodes = node->parent;
		stock->nr--;
	}
	local_irq_restore(flags);
	return node;
}

/**
 * idr_preload() - make an idr_alloc() with GFP_NOWAIT sure of its memory.
 *
 * Context: may sleep if @gfp does. Preemption is off until idr_preload_end().
 */
void idr_preload(gfp_t gfp)
{
	struct xa_node *node;

	preempt_disable();
	while (__this_cpu_read(idr_stock.nr) < IDR_PRELOAD) {
		preempt_enable();
		node = xa_node_alloc(gfp);
		preempt_disable();
		if (!node)
			break;
		stock_add(node);
	}
}

/* After -ENOMEM: one more node, from the stock or with @gfp. */
static bool idr_nomem(struct xa_state *xas, gfp_t gfp)
{
	struct xa_node *node = NULL;

	if (xas->xa_node == XA_ERROR(-ENOMEM) && !gfpflags_allow_blocking(gfp))
		node = stock_take();
	if (!node)
		return xas_nomem(xas, gfp);
	node->parent = xas->xa_alloc;
	xas->xa_alloc = node;
	xas_reset(xas);
	return true;
}

/* Find and take the lowest free index in [min, max]. Return: 0 or -errno. */
static int idr_take(struct idr *idr, void *ptr, unsigned long min,
		    unsigned long max, unsigned long *index, gfp_t gfp)
{
	XA_STATE(xas, &idr->idr_rt, min);
	unsigned long flags;

	if (WARN_ON_ONCE(xa_is_internal(ptr)))
		return -EINVAL;
	if (!ptr)
		ptr = XA_ZERO_ENTRY;
	do {
		xas_set(&xas, min);
		xas_lock_irqsave(&xas, flags);
		xas_find_marked(&xas, max, XA_FREE_MARK);
		if (xas.xa_node == XAS_RESTART)
			xas_set_err(&xas, -ENOSPC);
		else
			*index = xas.xa_index;
		xas_store(&xas, ptr);
		xas_clear_mark(&xas, XA_FREE_MARK);
		xas_unlock_irqrestore(&xas, flags);
	} while (idr_nomem(&xas, gfp));
	return xas_error(&xas);
}

/**
 * idr_alloc_u32() - give @ptr the lowest free ID.
 * @id: lowest ID wanted; receives the ID
 * @max: highest ID
 *
 * Return: 0, -ENOSPC or -ENOMEM.
 */
int idr_alloc_u32(struct idr *idr, void *ptr, u32 *id, unsigned long max,
		  gfp_t gfp)
{
	unsigned int base = idr->idr_base;
	unsigned long min = *id < base ? 0 : *id - base, index;
	int err;

	if (max < base)
		return -ENOSPC;
	err = idr_take(idr, ptr, min, max - base, &index, gfp);
	if (!err)
		*id = index + base;
	return err;
}

/**
 * idr_alloc() - give @ptr an ID in [@start, @end), or from @start on if @end <= 0.
 * Return: the lowest such ID that is free; -ENOSPC, -ENOMEM, -EINVAL.
 */
int idr_alloc(struct idr *idr, void *ptr, int start, int end, gfp_t gfp)
{
	u32 id = start;
	int err;

	if (WARN_ON_ONCE(start < 0))
		return -EINVAL;
	err = idr_alloc_u32(idr, ptr, &id, end > 0 ? end - 1 : INT_MAX, gfp);
	return err ? err : id;
}

/** idr_alloc_cyclic() - as idr_alloc(), going on after the last ID given. */
int idr_alloc_cyclic(struct idr *idr, void *ptr, int start, int end, gfp_t gfp)
{
	int max = end > 0 ? end - 1 : INT_MAX;
	u32 id = idr->idr_next;
	int err;

	if ((int)id < start)
		id = start;
	err = idr_alloc_u32(idr, ptr, &id, max, gfp);
	if (err == -ENOSPC && id > start) {
		id = start;
		err = idr_alloc_u32(idr, ptr, &id, max, gfp);
	}
	if (err)
		return err;
	idr->idr_next = id + 1;
	return id;
}

/** idr_remove() - free an ID. Return: its pointer. */
void *idr_remove(struct idr *idr, unsigned long id)
{
	unsigned long flags;
	void *entry;

	xa_lock_irqsave(&idr->idr_rt, flags);
	entry = __xa_erase(&idr->idr_rt, id - idr->idr_base);
	xa_unlock_irqrestore(&idr->idr_rt, flags);
	return entry;
}

/** idr_find() - Return: the pointer of @id, or NULL. Context: RCU or the user's lock. */
void *idr_find(const struct idr *idr, unsigned long id)
{
	return xa_load((struct xarray *)&idr->idr_rt, id - idr->idr_base);
}

/** idr_replace() - Return: the old pointer, or ERR_PTR(-ENOENT) where @id is free. */
void *idr_replace(struct idr *idr, void *ptr, unsigned long id)
{
	XA_STATE(xas, &idr->idr_rt, id - idr->idr_base);
	unsigned long flags;
	void *old;

	if (WARN_ON_ONCE(xa_is_internal(ptr)))
		return ERR_PTR(-EINVAL);
	xas_lock_irqsave(&xas, flags);
	old = xas_load(&xas);
	if (old)
		xas_store(&xas, ptr ? ptr : XA_ZERO_ENTRY);
	else
		old = ERR_PTR(-ENOENT);
	xas_unlock_irqrestore(&xas, flags);
	return xa_is_zero(old) ? NULL : old;
}

/** idr_get_next_ul() - the first pointer with an ID at or after *@nextid. */
void *idr_get_next_ul(struct idr *idr, unsigned long *nextid)
{
	unsigned long index = *nextid < idr->idr_base ? 0 :
			      *nextid - idr->idr_base;
	void *entry;

	entry = xa_find(&idr->idr_rt, &index, ULONG_MAX, XA_PRESENT);
	if (entry)
		*nextid = index + idr->idr_base;
	return entry;
}

/** idr_get_next() - the same for an int. */
void *idr_get_next(struct idr *idr, int *nextid)
{
	unsigned long id = *nextid;
	void *entry = idr_get_next_ul(idr, &id);

	if (!entry || WARN_ON_ONCE(id > INT_MAX))
		return NULL;
	*nextid = id;
	return entry;
}

/** idr_for_each() - call @fn for each pointer until it returns non-zero. */
int idr_for_each(const struct idr *idr,
		 int (*fn)(int id, void *p, void *data), void *data)
{
	struct xarray *xa = (struct xarray *)&idr->idr_rt;
	unsigned long index;
	void *entry;
	int ret;

	xa_for_each(xa, index, entry) {
		ret = fn(index + idr->idr_base, entry, data);
		if (ret)
			return ret;
	}
	return 0;
}

/** idr_destroy() - free all IDs; the pointers are the caller's. */
void idr_destroy(struct idr *idr)
{
	xa_destroy(&idr->idr_rt);
}

/* --- ida --- */

/*
 * Find the first free ID in [min, max] and take it.
 * @spare: bitmap to use where there is none; taken if used
 *
 * Return: the ID; -ENOSPC; -EAGAIN if a bitmap is missing; or @xas has an error.
 */
static int ida_take(struct xa_state *xas, unsigned int min, unsigned int max,
		    struct ida_bitmap **spare)
{
	struct ida_bitmap *bitmap;
	unsigned long bit, id;

	xas_set(xas, min / IDA_BITMAP_BITS);
	bit = min % IDA_BITMAP_BITS;
	while (true) {
		bitmap = xas_find_marked(xas, max / IDA_BITMAP_BITS,
					 XA_FREE_MARK);
		if (xas->xa_node == XAS_RESTART)
			return -ENOSPC;
		if (xas->xa_index > min / IDA_BITMAP_BITS)
			bit = 0;
		if (!bitmap)
			break;
		bit = find_next_zero_bit(bitmap->bitmap, IDA_BITMAP_BITS, bit);
		if (bit < IDA_BITMAP_BITS)
			break;
	}
	id = xas->xa_index * IDA_BITMAP_BITS + bit;
	if (id > max)
		return -ENOSPC;
	if (!bitmap) {
		bitmap = *spare;
		if (!bitmap)
			return -EAGAIN;
		xas_store(xas, bitmap);
		if (xas_error(xas))
			return 0;
		*spare = NULL;
	}
	__set_bit(bit, bitmap->bitmap);
	if (bitmap_full(bitmap->bitmap, IDA_BITMAP_BITS))
		xas_clear_mark(xas, XA_FREE_MARK);
	return id;
}

/**
 * ida_alloc_range() - take the lowest free ID in [@min, @max].
 * Return: the ID, -ENOSPC or -ENOMEM.
 */
int ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max,
		    gfp_t gfp)
{
	XA_STATE(xas, &ida->xa, 0);
	struct ida_bitmap *spare = NULL;
	unsigned long flags;
	int id;

	if ((int)min < 0)
		return -ENOSPC;
	if ((int)max < 0)
		max = INT_MAX;
	do {
		xas_lock_irqsave(&xas, flags);
		id = ida_take(&xas, min, max, &spare);
		xas_unlock_irqrestore(&xas, flags);
		if (id == -EAGAIN) {
			spare = kzalloc(sizeof(*spare), gfp);
			if (!spare)
				id = -ENOMEM;
		}
	} while (id == -EAGAIN || idr_nomem(&xas, gfp));
	if (xas_error(&xas))
		id = xas_error(&xas);
	kfree(spare);
	return id;
}

/** ida_free() - give an ID back. */
void ida_free(struct ida *ida, unsigned int id)
{
	XA_STATE(xas, &ida->xa, id / IDA_BITMAP_BITS);
	unsigned int bit = id % IDA_BITMAP_BITS;
	struct ida_bitmap *bitmap, *empty = NULL;
	unsigned long flags;
	bool was_set = false;

	xas_lock_irqsave(&xas, flags);
	bitmap = xas_load(&xas);
	if (bitmap)
		was_set = __test_and_clear_bit(bit, bitmap->bitmap);
	if (was_set) {
		xas_set_mark(&xas, XA_FREE_MARK);
		if (bitmap_empty(bitmap->bitmap, IDA_BITMAP_BITS)) {
			xas_store(&xas, NULL);
			empty = bitmap;
		}
	}
	xas_unlock_irqrestore(&xas, flags);
	WARN(!was_set, "ida_free of ID %u, which is free\n", id);
	kfree(empty);
}

/** ida_find_first_range() - Return: the lowest ID taken in [@min, @max], or -ENOENT. */
int ida_find_first_range(struct ida *ida, unsigned int min, unsigned int max)
{
	unsigned long index = min / IDA_BITMAP_BITS, flags, bit;
	struct ida_bitmap *bitmap;
	int ret = -ENOENT;

	if ((int)min < 0)
		return -EINVAL;
	if ((int)max < 0)
		max = INT_MAX;
	bit = min % IDA_BITMAP_BITS;
	xa_lock_irqsave(&ida->xa, flags);
	while ((bitmap = xa_find(&ida->xa, &index, max / IDA_BITMAP_BITS,
				 XA_PRESENT))) {
		if (index > min / IDA_BITMAP_BITS)
			bit = 0;
		bit = find_next_bit(bitmap->bitmap, IDA_BITMAP_BITS, bit);
		if (bit < IDA_BITMAP_BITS) {
			if (index * IDA_BITMAP_BITS + bit <= max)
				ret = index * IDA_BITMAP_BITS + bit;
			break;
		}
		index++;
	}
	xa_unlock_irqrestore(&ida->xa, flags);
	return ret;
}

/** ida_destroy() - give all IDs back. */
void ida_destroy(struct ida *ida)
{
	unsigned long index;
	void *bitmap;

	xa_for_each(&ida->xa, index, bitmap)
		kfree(bitmap);
	xa_destroy(&ida->xa);
}
