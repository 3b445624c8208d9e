// SPDX-License-Identifier: GPL-2.0-only
/*
 * maple_tree.c - a B-tree of ranges: looking up and walking.
 *
 * A leaf holds up to ten entries, each with the first and the last index of
 * its range, in order; what no entry covers is a hole and takes no space. An
 * inner node holds up to ten subtrees. key[i] separates subtree i-1 from
 * subtree i: entries that start below it are on its left, and no entry
 * reaches across it. So the entry for an index, if there is one, is the last
 * that starts at or before it, and one descent finds it. There are no parent
 * pointers: who changes the tree comes from the root and remembers the way.
 *
 * Readers take no lock. A node's seq is odd while it is being changed and
 * higher afterwards. A reader notes seq, looks, and believes what it saw only
 * if seq is still the same; on the way down it also checks the parent again
 * once it has the child's seq, so that the child was the right one at that
 * moment. If a check fails it starts over at the root. Nodes come from a
 * SLAB_TYPESAFE_BY_RCU cache and seq survives their being freed: a reader that
 * is late looks at a node, though perhaps another tree's, and notices.
 *
 * Owns:       node format, walks, iterators, the normal interface for readers.
 * Invariant:  mt_validate() (maple_debug.c) states it all.
 * Locks:      writers exclude each other by ma_lock or the user's own lock and
 *             disable preemption while a seq is odd, for readers spin then;
 *             readers are inside rcu_read_lock() or hold the lock.
 * Elsewhere:  changes (maple_write.c), searching for holes (maple_gap.c).
 */
#include <linux/change_point.h>
#include <linux/xarray.h>

#include "maple.h"

/*
 * What a reader looks at while a writer, by plain stores, may just be changing it. Whatever it sees is
 * believed only if seq has not changed.
 */
#define mn_peek(x)	({ change_point(); data_race(READ_ONCE(x)); })

/* Has the leaf that @mas stands on not changed since we came? */
static __always_inline bool mas_unchanged(const struct ma_state *mas)
{
	smp_rmb();	/* pairs with the smp_wmb()s in mn_begin() and mn_end() */
	return READ_ONCE(mas->node->seq) == mas->seq;
}

/*
 * Go down to the leaf in charge of @index: sets node, seq, min and max.
 * Return: false if the tree is empty.
 */
static __always_inline bool mas_descend(struct ma_state *mas,
					unsigned long index)
{
	const struct maple_tree *mt = mas->tree;
	struct maple_node *node, *child;
	unsigned int seq, child_seq, nr, i;
	unsigned long min, max;

again:
	node = rcu_dereference_check(mt->ma_root, 1);
	if (!node) {
		mas->node = NULL;
		return false;
	}
	min = 0;
	max = ULONG_MAX;
	seq = smp_load_acquire(&node->seq);
	if ((seq & 1) || READ_ONCE(mt->ma_root) != node)
		goto changed;

	while (mn_peek(node->level)) {
		nr = mn_peek(node->nr);
		i = mn_upper(node, MAPLE_NODE_SLOTS, index, 1);
		if (i < nr)
			max = data_race(node->key[i]) - 1;
		else if (unlikely(!nr))
			goto changed;	/* an empty leaf that was something else at level's time */
		else
			i = nr;
		if (--i)
			min = data_race(node->key[i]);
		child = mn_peek(node->slot[i]);
		smp_rmb();	/* is @child a node at all? */
		if (READ_ONCE(node->seq) != seq)
			goto changed;
		child_seq = smp_load_acquire(&child->seq);
		if ((child_seq & 1) || READ_ONCE(node->seq) != seq)
			goto changed;
		node = child;
		seq = child_seq;
	}
	mas->node = node;
	mas->seq = seq;
	mas->min = min;
	mas->max = max;
	return true;
changed:
	cpu_relax();	/* a writer is at work, or has been */
	goto again;
}

/*
 * Be in the leaf in charge of @index, by a descent only if we are not there
 * yet. A leaf may get more indices to be in charge of without a new seq, but
 * never fewer, so min and max may be too narrow and no more.
 */
static __always_inline bool mas_enter(struct ma_state *mas, unsigned long index)
{
	if (mas->node && mas->min <= index && index <= mas->max &&
	    smp_load_acquire(&mas->node->seq) == mas->seq)
		return true;
	return mas_descend(mas, index);
}

/* Stand on entry @i of the leaf; NULL if the leaf changed while we looked. */
static __always_inline void *mas_take(struct ma_state *mas, unsigned int i)
{
	struct maple_node *leaf = mas->node;
	unsigned long index = mn_peek(leaf->key[i]);
	unsigned long last = mn_peek(leaf->last[i]);
	void *entry = mn_peek(leaf->slot[i]);

	if (unlikely(!mas_unchanged(mas))) {
		mas->node = NULL;
		return NULL;
	}
	mas->index = index;
	mas->last = last;
	mas->offset = i;
	mas->status = ma_active;
	return entry;
}

/**
 * mas_seek() - go to the first entry that ends at or after @index.
 * Return: the entry, and its range in @mas; NULL if there is none, and then
 * @mas keeps its range.
 */
void *mas_seek(struct ma_state *mas, unsigned long index)
{
	unsigned int nr, i;
	void *entry;

	while (mas_enter(mas, index)) {
		nr = mn_peek(mas->node->nr);
		i = mn_upper(mas->node, nr, index, 0);
		if (i && mn_peek(mas->node->last[i - 1]) >= index)
			i--;
		if (likely(i < nr)) {
			entry = mas_take(mas, i);
			if (likely(entry))
				return entry;
		} else if (!mas_unchanged(mas)) {
			mas->node = NULL;
		} else if (mas->max == ULONG_MAX) {
			return NULL;
		} else {
			index = mas->max + 1;
		}
	}
	return NULL;
}

/**
 * mas_seek_rev() - go to the last entry that starts at or before @index.
 * Return: as mas_seek().
 */
void *mas_seek_rev(struct ma_state *mas, unsigned long index)
{
	unsigned int i;
	void *entry;

	while (mas_enter(mas, index)) {
		i = mn_upper(mas->node, mn_peek(mas->node->nr), index, 0);
		if (likely(i)) {
			entry = mas_take(mas, i - 1);
			if (likely(entry))
				return entry;
		} else if (!mas_unchanged(mas)) {
			mas->node = NULL;
		} else if (mas->min == 0) {
			return NULL;
		} else {
			index = mas->min - 1;
		}
	}
	return NULL;
}

/*
 * There is no entry at @index: set the range of @mas to the hole around it.
 * The neighbours may be in other leaves.
 */
static void mas_take_hole(struct ma_state *mas, unsigned long index)
{
	struct ma_state look = *mas;
	unsigned long lower = 0, upper = ULONG_MAX;

	if (mas_seek_rev(&look, index))
		lower = look.last + 1;
	if (mas_seek(&look, index))
		upper = look.index - 1;
	/* Readers may see a neighbour move in meanwhile. */
	mas->index = min(lower, index);
	if (lower > index)
		mas->index = index;
	mas->last = max(upper, index);
	if (upper < index)
		mas->last = index;
	mas->status = ma_active;
}

/**
 * mas_walk() - look up mas->index.
 *
 * Context: lock held or rcu_read_lock().
 * Return: the entry, with its range in mas->index and mas->last; NULL for a
 * hole, with the hole's range.
 */
void *mas_walk(struct ma_state *mas)
{
	unsigned long index = mas->index;
	unsigned int i;
	void *entry;

	while (mas_enter(mas, index)) {
		i = mn_upper(mas->node, mn_peek(mas->node->nr), index, 0);
		if (i && mn_peek(mas->node->last[i - 1]) >= index) {
			entry = mas_take(mas, i - 1);
			if (likely(entry))
				return entry;
		} else if (mas_unchanged(mas)) {
			break;
		} else {
			mas->node = NULL;
		}
	}
	mas_take_hole(mas, index);
	return NULL;
}

/**
 * mtree_load() - look up @index.
 *
 * Context: any that may spin for a writer; takes rcu_read_lock().
 * Return: the entry or NULL.
 */
void *mtree_load(struct maple_tree *mt, unsigned long index)
{
	MA_STATE(mas, mt, index, index);
	void *entry = NULL;
	unsigned int i;

	rcu_read_lock();
	while (mas_descend(&mas, index)) {
		struct maple_node *leaf = mas.node;

		i = mn_upper(leaf, mn_peek(leaf->nr), index, 0);
		entry = NULL;
		if (i && mn_peek(leaf->last[i - 1]) >= index)
			entry = mn_peek(leaf->slot[i - 1]);
		if (likely(mas_unchanged(&mas)))
			break;
	}
	rcu_read_unlock();
	return xa_is_zero(entry) ? NULL : entry;
}

/* --- iterators --- */

/*
 * Is slot mas->offset of an unchanged leaf the entry that @mas stands on, so
 * that its neighbours are found without looking at keys?
 */
static __always_inline bool mas_on_slot(const struct ma_state *mas)
{
	const struct maple_node *leaf = mas->node;

	return leaf && smp_load_acquire(&leaf->seq) == mas->seq &&
	       mas->offset < mn_peek(leaf->nr) &&
	       mn_peek(leaf->key[mas->offset]) == mas->index &&
	       mn_peek(leaf->last[mas->offset]) == mas->last;
}

/* The entry after the range of @mas, which stands on it then. */
static __always_inline void *mas_next_entry(struct ma_state *mas)
{
	unsigned long from = mas->last + 1;
	void *entry;

	if (likely(mas_on_slot(mas) &&
		   mas->offset + 1 < mn_peek(mas->node->nr))) {
		entry = mas_take(mas, mas->offset + 1);
		if (likely(entry))
			return entry;
	}
	return mas_seek(mas, from);
}

static __always_inline void *mas_prev_entry(struct ma_state *mas)
{
	unsigned long from = mas->index - 1;
	void *entry;

	if (likely(mas_on_slot(mas) && mas->offset)) {
		entry = mas_take(mas, mas->offset - 1);
		if (likely(entry))
			return entry;
	}
	return mas_seek_rev(mas, from);
}

/* Step to the entry after the range of @mas. */
static void *mas_step(struct ma_state *mas, unsigned long max)
{
	unsigned long from;
	void *entry;

	if (mas->last >= max) {
		mas->status = ma_overflow;
		return NULL;
	}
	from = mas->last + 1;
	entry = mas_next_entry(mas);
	if (likely(entry && mas->index <= max))
		return entry;
	mas->last = entry ? mas->index - 1 : ULONG_MAX;
	mas->index = from;
	mas->status = ma_overflow;
	return NULL;
}

/* Step to the entry before the range of @mas. */
static void *mas_step_rev(struct ma_state *mas, unsigned long min)
{
	unsigned long from;
	void *entry;

	if (mas->index <= min) {
		mas->status = ma_underflow;
		return NULL;
	}
	from = mas->index - 1;
	entry = mas_prev_entry(mas);
	if (likely(entry && mas->last >= min))
		return entry;
	mas->index = entry ? mas->last + 1 : 0;
	mas->last = from;
	mas->status = ma_underflow;
	return NULL;
}

/* Step to the range after that of @mas, be it an entry or a hole. */
static void *mas_step_range(struct ma_state *mas, unsigned long max)
{
	unsigned long from;
	void *entry;

	if (mas->last >= max) {
		mas->status = ma_overflow;
		return NULL;
	}
	from = mas->index = mas->last + 1;
	entry = mas_walk(mas);
	if (!entry)
		mas->index = from;
	return entry;
}

static void *mas_step_range_rev(struct ma_state *mas, unsigned long min)
{
	unsigned long from;
	void *entry;

	if (mas->index <= min) {
		mas->status = ma_underflow;
		return NULL;
	}
	from = --mas->index;
	entry = mas_walk(mas);
	if (!entry)
		mas->last = from;
	return entry;
}

/*
 * Make ready for stepping forwards from mas->index.
 * Return: true if there is nothing more to do than return *@entry.
 */
static bool mas_next_setup(struct ma_state *mas, void **entry)
{
	bool here = false;

	*entry = NULL;
	switch (mas->status) {
	case ma_active:
		return false;
	case ma_overflow:	/* the limit was lower then */
		mas->status = ma_active;
		return false;
	case ma_error:
		return true;
	case ma_underflow:	/* we stopped on this one, it was not given */
	case ma_none:
		here = true;
		break;
	case ma_start:
	case ma_pause:
		break;
	}
	mas->node = NULL;
	*entry = mas_walk(mas);
	return here && *entry;
}

static bool mas_prev_setup(struct ma_state *mas, void **entry)
{
	bool here = false;

	*entry = NULL;
	switch (mas->status) {
	case ma_active:
		return false;
	case ma_underflow:
		mas->status = ma_active;
		return false;
	case ma_error:
		return true;
	case ma_overflow:
	case ma_none:
		here = true;
		break;
	case ma_start:
	case ma_pause:
		break;
	}
	mas->node = NULL;
	*entry = mas_walk(mas);
	return here && *entry;
}

/* The same for mas_find(), which gives the entry at mas->index itself first. */
static bool mas_find_setup(struct ma_state *mas, unsigned long max,
			   void **entry)
{
	*entry = NULL;
	switch (mas->status) {
	case ma_active:
		return mas->last >= max;
	case ma_pause:
		if (mas->last >= max) {
			mas->status = ma_overflow;
			return true;
		}
		mas->index = ++mas->last;
		break;
	case ma_none:
	case ma_overflow:
		if (mas->last >= max)
			return true;
		break;
	case ma_underflow:
		if (mas->index > max) {
			mas->status = ma_overflow;
			return true;
		}
		break;
	case ma_start:
		if (mas->index > max)
			return true;
		break;
	case ma_error:
		return true;
	}
	mas->node = NULL;
	*entry = mas_walk(mas);
	return *entry;
}

static bool mas_find_rev_setup(struct ma_state *mas, unsigned long min,
			       void **entry)
{
	*entry = NULL;
	switch (mas->status) {
	case ma_active:
		if (mas->index > min)
			return false;
		mas->status = ma_underflow;
		return true;
	case ma_pause:
		if (mas->index <= min) {
			mas->status = ma_underflow;
			return true;
		}
		mas->last = --mas->index;
		break;
	case ma_none:
	case ma_underflow:
		if (mas->index <= min)
			return true;
		break;
	case ma_overflow:
		if (mas->last < min) {
			mas->status = ma_underflow;
			return true;
		}
		break;
	case ma_start:
		if (mas->index < min)
			return true;
		break;
	case ma_error:
		return true;
	}
	mas->node = NULL;
	*entry = mas_walk(mas);
	return *entry;
}

/*
 * A first mas_find(), the way most searches start: one descent, and no look at what lies below
 * mas->index. The range left behind where nothing is found starts there.
 */
static void *mas_find_first(struct ma_state *mas, unsigned long max)
{
	unsigned long from = mas->index;
	void *entry = mas_seek(mas, from);

	if (likely(entry && mas->index <= max))
		return entry;
	mas->last = entry ? mas->index - 1 : ULONG_MAX;
	mas->index = from;
	mas->status = ma_overflow;
	return NULL;
}

/**
 * mas_find() - the entry at mas->index on the first call, then the next ones.
 * @mas: where we are
 * @max: highest index where an entry may start
 *
 * Return: an entry, its range in mas->index and mas->last, or NULL.
 */
void *mas_find(struct ma_state *mas, unsigned long max)
{
	void *entry;

	if (likely(mas->status == ma_start && mas->index <= max))
		return mas_find_first(mas, max);
	if (mas_find_setup(mas, max, &entry))
		return entry;
	return mas_step(mas, max);
}

/** mas_find_range() - as mas_find(), but stops at holes too (returning NULL). */
void *mas_find_range(struct ma_state *mas, unsigned long max)
{
	void *entry;

	if (mas_find_setup(mas, max, &entry))
		return entry;
	return mas_step_range(mas, max);
}

/** mas_find_rev() - as mas_find(), downwards; entries end at @min or above. */
void *mas_find_rev(struct ma_state *mas, unsigned long min)
{
	void *entry;

	if (mas_find_rev_setup(mas, min, &entry))
		return entry;
	return mas_step_rev(mas, min);
}

/** mas_find_range_rev() - as mas_find_rev(), but stops at holes too. */
void *mas_find_range_rev(struct ma_state *mas, unsigned long min)
{
	void *entry;

	if (mas_find_rev_setup(mas, min, &entry))
		return entry;
	return mas_step_range_rev(mas, min);
}

/**
 * mas_next() - the entry after the one at mas->index.
 * @mas: where we are
 * @max: highest index where an entry may start
 *
 * Return: the entry; NULL and status ma_overflow if there is none, and then
 * mas_prev() gives the last one before @max again.
 */
void *mas_next(struct ma_state *mas, unsigned long max)
{
	void *entry;

	if (mas_next_setup(mas, &entry))
		return entry;
	return mas_step(mas, max);
}

/** mas_next_range() - as mas_next(), but stops at holes too. */
void *mas_next_range(struct ma_state *mas, unsigned long max)
{
	void *entry;

	if (mas_next_setup(mas, &entry))
		return entry;
	return mas_step_range(mas, max);
}

/** mas_prev() - the entry before the one at mas->index; mirrors mas_next(). */
void *mas_prev(struct ma_state *mas, unsigned long min)
{
	void *entry;

	if (mas_prev_setup(mas, &entry))
		return entry;
	return mas_step_rev(mas, min);
}

/** mas_prev_range() - as mas_prev(), but stops at holes too. */
void *mas_prev_range(struct ma_state *mas, unsigned long min)
{
	void *entry;

	if (mas_prev_setup(mas, &entry))
		return entry;
	return mas_step_range_rev(mas, min);
}

/**
 * mas_pause() - keep the position while the lock or rcu_read_lock() is dropped.
 *
 * The next mas_find() goes on after mas->last.
 */
void mas_pause(struct ma_state *mas)
{
	mas->status = ma_pause;
	mas->node = NULL;
}

/**
 * mt_find() - the first entry that ends at or after *@index.
 * @mt: tree
 * @index: where to begin; moved past the entry found
 * @max: highest index where an entry may start
 *
 * Context: takes rcu_read_lock().
 * Return: the entry or NULL.
 */
void *mt_find(struct maple_tree *mt, unsigned long *index, unsigned long max)
{
	MA_STATE(mas, mt, *index, *index);
	void *entry = NULL;

	if (*index > max)
		return NULL;
	rcu_read_lock();
	do {
		entry = mas_find(&mas, max);
	} while (xa_is_zero(entry));
	rcu_read_unlock();
	if (entry)
		*index = mas.last + 1;
	return entry;
}

/** mt_find_after() - mt_find(), for going on: *@index 0 means it has wrapped. */
void *mt_find_after(struct maple_tree *mt, unsigned long *index,
		    unsigned long max)
{
	return *index ? mt_find(mt, index, max) : NULL;
}

/** mt_next() - the first entry after the one at (or the hole around) @index. */
void *mt_next(struct maple_tree *mt, unsigned long index, unsigned long max)
{
	MA_STATE(mas, mt, index, index);
	void *entry;

	rcu_read_lock();
	entry = mas_next(&mas, max);
	rcu_read_unlock();
	return entry;
}

/** mt_prev() - the last entry before the one at (or the hole around) @index. */
void *mt_prev(struct maple_tree *mt, unsigned long index, unsigned long min)
{
	MA_STATE(mas, mt, index, index);
	void *entry;

	rcu_read_lock();
	entry = mas_prev(&mas, min);
	rcu_read_unlock();
	return entry;
}

/* --- for the lock holders of the other files --- */

/** mt_path_walk() - the way to the leaf in charge of @index. */
void mt_path_walk(const struct maple_tree *mt, unsigned long index,
		  struct mt_path *path)
{
	struct maple_node *node = mt->ma_root;
	unsigned int level, i;

	path->min = 0;
	path->max = ULONG_MAX;
	path->height = 0;
	if (!node)
		return;
	path->height = node->level + 1;
	for (level = node->level; level; level--) {
		i = mn_upper(node, node->nr, index, 1);
		if (i < node->nr)
			path->max = node->key[i] - 1;
		if (--i)
			path->min = node->key[i];
		path->node[level] = node;
		path->slot[level] = i;
		node = mn_child(node, i);
	}
	path->node[0] = node;
}

/** mt_path_lower() - end of the last entry before the leaf, plus one; or 0. */
unsigned long mt_path_lower(const struct mt_path *path)
{
	struct maple_node *node;
	unsigned int level;

	for (level = 1; level < path->height; level++)
		if (path->slot[level])
			break;
	if (level >= path->height)
		return 0;
	node = mn_child(path->node[level], path->slot[level] - 1);
	while (node->level)
		node = mn_child(node, node->nr - 1);
	return node->last[node->nr - 1] + 1;
}

/** mt_height() - levels of nodes from the root to the leaves. */
unsigned int mt_height(const struct maple_tree *mt)
{
	const struct maple_node *root = READ_ONCE(mt->ma_root);

	return root ? root->level + 1 : 0;
}
