/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * maple_tree.h - map from disjoint ranges of unsigned longs to pointers.
 *
 * The interface is Linux's; how it works is told in lib/maple_tree.c.
 * Writers hold the tree's lock (ma_lock, or the user's own with
 * MT_FLAGS_LOCK_EXTERN). Readers need rcu_read_lock() or that lock. A reader
 * may have to wait for a writer that is in the middle of changing a node:
 * never look a tree up in an interrupt handler unless its writers disable
 * interrupts.
 */
#ifndef _LINUX_MAPLE_TREE_H
#define _LINUX_MAPLE_TREE_H

#include <linux/types.h>
#include <linux/stddef.h>
#include <linux/limits.h>
#include <linux/compiler.h>
#include <linux/spinlock.h>

/*
 * One node holds ten slots. A leaf's slot is an entry with the first and the
 * last index of its range; an inner node's slot is a subtree with the lowest
 * index that may start an entry in it (key[0] is never looked at) and the
 * largest hole before any of its entries (trees with MT_FLAGS_ALLOC_RANGE).
 */
#define MAPLE_NODE_SLOTS	10

struct maple_node {
	unsigned int	seq;		/* [L] odd: being changed, or freed; never goes back */
	u8		nr;		/* [L] slots in use */
	u8		level;		/* [I] 0: leaf */
	bool		dropped;	/* [L] out of the tree, about to be freed */
	unsigned long	key[MAPLE_NODE_SLOTS];		/* [L] */
	union {
		unsigned long	last[MAPLE_NODE_SLOTS];	/* [L] leaf */
		unsigned long	gap[MAPLE_NODE_SLOTS];	/* [L] inner node; lock holders only */
	};
	void		*slot[MAPLE_NODE_SLOTS];	/* [L] entries or nodes */
};

struct maple_tree {
	spinlock_t		ma_lock;
	unsigned int		ma_flags;	/* [L] MT_FLAGS_* */
	struct maple_node	*ma_root;	/* [L] NULL: empty; readers under RCU */
};

#define MT_FLAGS_ALLOC_RANGE	0x01	/* track holes for mas_empty_area() */
#define MT_FLAGS_USE_RCU	0x02	/* there may be readers without the lock */
#define MT_FLAGS_LOCK_MASK	0x300
#define MT_FLAGS_LOCK_IRQ	0x100
#define MT_FLAGS_LOCK_BH	0x200
#define MT_FLAGS_LOCK_EXTERN	0x300	/* ma_lock is not used */

#define MTREE_INIT_EXT(name, __flags, __lock) {		\
	.ma_lock = __SPIN_LOCK_UNLOCKED((name).ma_lock),	\
	.ma_flags = (__flags),					\
	.ma_root = NULL,					\
}
#define MTREE_INIT(name, __flags)	MTREE_INIT_EXT(name, __flags, )
#define DEFINE_MTREE(name) struct maple_tree name = MTREE_INIT(name, 0)

#define mtree_lock(mt)			spin_lock(&(mt)->ma_lock)
#define mtree_lock_nested(mt, sub)	spin_lock_nested(&(mt)->ma_lock, sub)
#define mtree_unlock(mt)		spin_unlock(&(mt)->ma_lock)

/* The external lock is whatever the user says it is; nothing is recorded. */
#define mt_set_external_lock(mt, lock)	do { } while (0)
#define mt_on_stack(mt)			do { } while (0)

/* Where an iterator stands. */
enum maple_status {
	ma_active,	/* at [index, last] */
	ma_start,	/* not begun: index says where to */
	ma_none,	/* nothing was found */
	ma_pause,	/* lock dropped at [index, last] */
	ma_overflow,	/* mas_next() and friends ran into max */
	ma_underflow,	/* mas_prev() and friends ran into min */
	ma_error,	/* @err says why */
};

/*
 * A position in a tree, or a range to store to. @node, @seq, @offset, @min and
 * @max only save walks: they hold while node->seq == @seq.
 */
struct ma_state {
	struct maple_tree *tree;
	unsigned long	index;		/* first index of the range */
	unsigned long	last;		/* its last index */
	struct maple_node *node;	/* leaf that we stand on, or NULL */
	unsigned long	min, max;	/* where entries of that leaf may start */
	struct maple_node *alloc;	/* preallocated nodes, linked by slot[0] */
	enum maple_status status;
	unsigned int	seq;		/* node->seq when we looked */
	int		err;		/* with ma_error: -errno */
	u8		offset;		/* slot in @node */
	u8		need;		/* with -ENOMEM: nodes that mas_nomem() shall get */
};

#define __MA_STATE_INIT(mt, first, end) {	\
	.tree = (mt),				\
	.index = (first),			\
	.last = (end),				\
	.node = NULL,				\
	.alloc = NULL,				\
	.status = ma_start,			\
}
#define MA_STATE(name, mt, first, end)		\
	struct ma_state name = __MA_STATE_INIT(mt, first, end)

#define mas_lock(mas)		spin_lock(&((mas)->tree->ma_lock))
#define mas_lock_nested(mas, s)	spin_lock_nested(&((mas)->tree->ma_lock), s)
#define mas_unlock(mas)		spin_unlock(&((mas)->tree->ma_lock))

void maple_tree_init(void);

/* The normal interface: takes ma_lock, or rcu_read_lock() for looking up. */
void *mtree_load(struct maple_tree *mt, unsigned long index);
int mtree_insert(struct maple_tree *mt, unsigned long index, void *entry,
		 gfp_t gfp);
int mtree_insert_range(struct maple_tree *mt, unsigned long first,
		       unsigned long last, void *entry, gfp_t gfp);
int mtree_alloc_range(struct maple_tree *mt, unsigned long *startp,
		      void *entry, unsigned long size, unsigned long min,
		      unsigned long max, gfp_t gfp);
int mtree_alloc_rrange(struct maple_tree *mt, unsigned long *startp,
		       void *entry, unsigned long size, unsigned long min,
		       unsigned long max, gfp_t gfp);
int mtree_alloc_cyclic(struct maple_tree *mt, unsigned long *startp,
		       void *entry, unsigned long range_lo,
		       unsigned long range_hi, unsigned long *next, gfp_t gfp);
int mtree_store_range(struct maple_tree *mt, unsigned long first,
		      unsigned long last, void *entry, gfp_t gfp);
int mtree_store(struct maple_tree *mt, unsigned long index, void *entry,
		gfp_t gfp);
void *mtree_erase(struct maple_tree *mt, unsigned long index);
int mtree_dup(struct maple_tree *mt, struct maple_tree *new, gfp_t gfp);
int __mt_dup(struct maple_tree *mt, struct maple_tree *new, gfp_t gfp);
void mtree_destroy(struct maple_tree *mt);
void __mt_destroy(struct maple_tree *mt);

void *mt_find(struct maple_tree *mt, unsigned long *index, unsigned long max);
void *mt_find_after(struct maple_tree *mt, unsigned long *index,
		    unsigned long max);
void *mt_prev(struct maple_tree *mt, unsigned long index, unsigned long min);
void *mt_next(struct maple_tree *mt, unsigned long index, unsigned long max);

/* The advanced interface: the caller holds the lock. */
void *mas_walk(struct ma_state *mas);
void *mas_store(struct ma_state *mas, void *entry);
int mas_store_gfp(struct ma_state *mas, void *entry, gfp_t gfp);
void mas_store_prealloc(struct ma_state *mas, void *entry);
int mas_preallocate(struct ma_state *mas, void *entry, gfp_t gfp);
int mas_expected_entries(struct ma_state *mas, unsigned long nr_entries);
void *mas_insert(struct ma_state *mas, void *entry);
void *mas_erase(struct ma_state *mas);
void mas_destroy(struct ma_state *mas);
bool mas_nomem(struct ma_state *mas, gfp_t gfp);

void *mas_find(struct ma_state *mas, unsigned long max);
void *mas_find_range(struct ma_state *mas, unsigned long max);
void *mas_find_rev(struct ma_state *mas, unsigned long min);
void *mas_find_range_rev(struct ma_state *mas, unsigned long min);
void *mas_next(struct ma_state *mas, unsigned long max);
void *mas_next_range(struct ma_state *mas, unsigned long max);
void *mas_prev(struct ma_state *mas, unsigned long min);
void *mas_prev_range(struct ma_state *mas, unsigned long min);
void mas_pause(struct ma_state *mas);

int mas_empty_area(struct ma_state *mas, unsigned long min, unsigned long max,
		   unsigned long size);
int mas_empty_area_rev(struct ma_state *mas, unsigned long min,
		       unsigned long max, unsigned long size);
int mas_alloc_cyclic(struct ma_state *mas, unsigned long *startp, void *entry,
		     unsigned long range_lo, unsigned long range_hi,
		     unsigned long *next, gfp_t gfp);

enum mt_dump_format {
	mt_dump_dec,
	mt_dump_hex,
};
void mt_dump(const struct maple_tree *mt, enum mt_dump_format format);
bool mt_validate(struct maple_tree *mt);
unsigned int mt_height(const struct maple_tree *mt);

static inline bool mtree_empty(const struct maple_tree *mt)
{
	return READ_ONCE(mt->ma_root) == NULL;
}

static inline void mt_init_flags(struct maple_tree *mt, unsigned int flags)
{
	mt->ma_flags = flags;
	spin_lock_init(&mt->ma_lock);
	mt->ma_root = NULL;
}

static inline void mt_init(struct maple_tree *mt)
{
	mt_init_flags(mt, 0);
}

static inline bool mt_external_lock(const struct maple_tree *mt)
{
	return (mt->ma_flags & MT_FLAGS_LOCK_MASK) == MT_FLAGS_LOCK_EXTERN;
}

static inline bool mt_in_rcu(const struct maple_tree *mt)
{
	return mt->ma_flags & MT_FLAGS_USE_RCU;
}

static inline void mt_set_in_rcu(struct maple_tree *mt)
{
	mt->ma_flags |= MT_FLAGS_USE_RCU;
}

static inline void mt_clear_in_rcu(struct maple_tree *mt)
{
	mt->ma_flags &= ~MT_FLAGS_USE_RCU;
}

static inline void mas_init(struct ma_state *mas, struct maple_tree *tree,
			    unsigned long addr)
{
	*mas = (struct ma_state)__MA_STATE_INIT(tree, addr, addr);
}

static inline bool mas_is_active(const struct ma_state *mas)
{
	return mas->status == ma_active;
}

static inline bool mas_is_start(const struct ma_state *mas)
{
	return mas->status == ma_start;
}

static inline bool mas_is_none(const struct ma_state *mas)
{
	return mas->status == ma_none;
}

static inline bool mas_is_paused(const struct ma_state *mas)
{
	return mas->status == ma_pause;
}

static inline bool mas_is_overflow(const struct ma_state *mas)
{
	return mas->status == ma_overflow;
}

static inline bool mas_is_underflow(const struct ma_state *mas)
{
	return mas->status == ma_underflow;
}

static inline bool mas_is_err(const struct ma_state *mas)
{
	return mas->status == ma_error;
}

/** mas_reset() - forget the position; index and last stay. */
static inline void mas_reset(struct ma_state *mas)
{
	mas->status = ma_start;
	mas->node = NULL;
}

/* Change the range but keep what is known of the neighbourhood. */
static inline void __mas_set_range(struct ma_state *mas, unsigned long start,
				   unsigned long last)
{
	mas->index = start;
	mas->last = last;
}

static inline void mas_set_range(struct ma_state *mas, unsigned long start,
				 unsigned long last)
{
	mas_reset(mas);
	__mas_set_range(mas, start, last);
}

static inline void mas_set(struct ma_state *mas, unsigned long index)
{
	mas_set_range(mas, index, index);
}

static inline void mas_set_err(struct ma_state *mas, int err)
{
	mas->status = ma_error;
	mas->err = err;
	mas->node = NULL;
}

/** mas_for_each() - each entry from mas->index to @max; restart after changes. */
#define mas_for_each(mas, entry, max) \
	while (((entry) = mas_find((mas), (max))) != NULL)

#define mas_for_each_rev(mas, entry, min) \
	while (((entry) = mas_find_rev((mas), (min))) != NULL)

/** mt_for_each() - each entry from @index to @max; takes rcu_read_lock() itself. */
#define mt_for_each(tree, entry, index, max)				\
	for (entry = mt_find(tree, &(index), max);			\
	     entry; entry = mt_find_after(tree, &(index), max))

#endif /* _LINUX_MAPLE_TREE_H */
