/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * maple.h - what the maple tree's own files share; see maple_tree.c.
 */
#ifndef _LIB_MAPLE_H
#define _LIB_MAPLE_H

#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/maple_tree.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>

/*
 * A node splits when an eleventh slot is wanted, and then each half has at
 * least five of its own: to get this high takes more than 5^15 insertions.
 */
#define MT_MAX_HEIGHT	16

/* The way from the root to a leaf, as a lock holder takes it. */
struct mt_path {
	struct maple_node *node[MT_MAX_HEIGHT];	/* by level */
	u8		slot[MT_MAX_HEIGHT];	/* slot taken in node[level], level > 0 */
	unsigned int	height;			/* levels; 0: the tree is empty */
	unsigned long	min, max;		/* where the leaf's entries may start */
};

static inline bool mt_is_alloc(const struct maple_tree *mt)
{
	return mt->ma_flags & MT_FLAGS_ALLOC_RANGE;
}

static inline void mt_assert_locked(const struct maple_tree *mt)
{
	if (!mt_external_lock(mt))
		lockdep_assert_held(&mt->ma_lock);
}

static inline struct maple_node *mn_child(const struct maple_node *node,
					  unsigned int i)
{
	return node->slot[i];
}

/*
 * How many of the node's @nr keys are at or below @index, given that the first
 * @from (a constant) are. Unrolled: two instructions a key, which a volatile
 * read would make three; readers check seq before they believe the answer. What
 * is behind the last key in use may be anything, so the answer is cut off there.
 */
static __always_inline unsigned int
mn_upper(const struct maple_node *node, unsigned int nr, unsigned long index,
	 unsigned int from)
{
	unsigned int i;

#pragma GCC unroll 10
	for (i = from; i < MAPLE_NODE_SLOTS; i++)
		if (data_race(node->key[i]) > index)
			break;
	return min(i, nr);
}

/* Slot of the inner node @node whose subtree is in charge of @index. */
static __always_inline unsigned int
mn_route(const struct maple_node *node, unsigned int nr, unsigned long index)
{
	return mn_upper(node, nr, index, 1) - 1;
}

/* Largest hole before any entry under the inner node @node. */
static inline unsigned long mn_gap(const struct maple_node *node)
{
	unsigned long gap = 0;
	unsigned int i;

	for (i = 0; i < node->nr; i++)
		gap = max(gap, node->gap[i]);
	return gap;
}

/* The same for a leaf; @lower is the end of the entry before it, plus one. */
static inline unsigned long mn_leaf_gap(const struct maple_node *leaf,
					unsigned long lower)
{
	unsigned long gap = 0;
	unsigned int i;

	for (i = 0; i < leaf->nr; i++) {
		gap = max(gap, leaf->key[i] - lower);
		lower = leaf->last[i] + 1;
	}
	return gap;
}

void mt_path_walk(const struct maple_tree *mt, unsigned long index,
		  struct mt_path *path);
unsigned long mt_path_lower(const struct mt_path *path);
void *mas_seek(struct ma_state *mas, unsigned long index);
void *mas_seek_rev(struct ma_state *mas, unsigned long index);

#endif /* _LIB_MAPLE_H */
