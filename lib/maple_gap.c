// SPDX-License-Identifier: GPL-2.0-only
/*
 * maple_gap.c - searching a maple tree for room.
 *
 * A hole belongs to the entry that follows it, and so to the leaf and to each
 * subtree in which that entry is: gap[i] of an inner node is the largest hole
 * before any entry of subtree i, its first one included, even where that hole
 * begins under another node. A search looks at the holes around its limits
 * first, and then goes from hole to hole, skipping the subtrees whose gap is
 * too small. The hole after the tree's last entry belongs to nobody.
 *
 * Owns:       nothing; maple_write.c keeps gap[].
 * Locks:      the tree's lock, since gap[] is not for readers under RCU.
 */
#include <linux/xarray.h>

#include "maple.h"

/* The indices [first, last] are free. */
struct mt_hole {
	unsigned long first, last;
};

/* Is the hole before entry @i of the leaf of @path at least @size? */
static bool hole_before(const struct mt_path *path, unsigned int i,
			unsigned long size, struct mt_hole *hole)
{
	const struct maple_node *leaf = path->node[0];

	hole->first = i ? leaf->last[i - 1] + 1 : mt_path_lower(path);
	hole->last = leaf->key[i] - 1;
	return leaf->key[i] - hole->first >= size;
}

/*
 * From slot path.slot[level], which has a gap >= @size, down to the leaf with
 * the first (@rev: last) such hole.
 */
static void hole_descend(struct mt_path *path, unsigned int level,
			 unsigned long size, bool rev)
{
	while (level) {
		struct maple_node *node = mn_child(path->node[level],
						   path->slot[level]);
		unsigned int i = rev ? node->nr - 1 : 0;

		path->node[--level] = node;
		if (!level)
			return;
		while (node->gap[i] < size)
			i += rev ? -1 : 1;
		path->slot[level] = i;
	}
}

/* Go to the next leaf (@rev: the one before) with a hole >= @size. */
static bool hole_next_leaf(struct mt_path *path, unsigned long size, bool rev)
{
	unsigned int level;
	int i;

	for (level = 1; level < path->height; level++) {
		const struct maple_node *node = path->node[level];

		for (i = path->slot[level] + (rev ? -1 : 1);
		     i >= 0 && i < node->nr; i += rev ? -1 : 1) {
			if (node->gap[i] < size)
				continue;
			path->slot[level] = i;
			hole_descend(path, level, size, rev);
			return true;
		}
	}
	return false;
}

/*
 * Find the first hole >= @size that ends after the entry at @index begins.
 * Return: false if there is none but perhaps that after the last entry.
 */
static bool hole_after(const struct maple_tree *mt, unsigned long index,
		       unsigned long size, struct mt_hole *hole)
{
	struct mt_path path;
	unsigned int i;

	mt_path_walk(mt, index, &path);
	i = mn_upper(path.node[0], path.node[0]->nr, index, 0);
	do {
		for (; i < path.node[0]->nr; i++)
			if (hole_before(&path, i, size, hole))
				return true;
		i = 0;
	} while (hole_next_leaf(&path, size, false));
	return false;
}

/* Find the last hole >= @size before the entry at @index. */
static bool hole_up_to(const struct maple_tree *mt, unsigned long index,
		       unsigned long size, struct mt_hole *hole)
{
	struct mt_path path;
	unsigned int i;

	mt_path_walk(mt, index, &path);
	i = mn_upper(path.node[0], path.node[0]->nr, index, 0);
	while (true) {
		while (i--)
			if (hole_before(&path, i, size, hole))
				return true;
		if (!hole_next_leaf(&path, size, true))
			return false;
		i = path.node[0]->nr;
	}
}

static int area_check(const struct ma_state *mas, unsigned long min,
		      unsigned long max, unsigned long size)
{
	if (WARN_ON_ONCE(!mt_is_alloc(mas->tree)))
		return -EINVAL;
	if (min > max || !size || max - min < size - 1)
		return -EINVAL;
	mt_assert_locked(mas->tree);
	return 0;
}

static int area_found(struct ma_state *mas, unsigned long start,
		      unsigned long size)
{
	mas_set_range(mas, start, start + size - 1);
	mas->status = ma_active;
	return 0;
}

/**
 * mas_empty_area() - find the lowest @size free indices in a row.
 * @mas: set to the area, ready to store to
 * @min: lowest index of the area
 * @max: highest index of the area
 * @size: how many, at least 1
 *
 * Context: lock held.
 * Return: 0, -EBUSY if there are none, -EINVAL.
 */
int mas_empty_area(struct ma_state *mas, unsigned long min, unsigned long max,
		   unsigned long size)
{
	MA_STATE(look, mas->tree, min, min);
	struct mt_hole hole = { .first = min, .last = max };
	int err = area_check(mas, min, max, size);

	if (err)
		return err;

	/* what is free at @min itself */
	if (!mas_seek(&look, min) || look.index > max)
		return area_found(mas, min, size);
	if (look.index > min && look.index - min >= size)
		return area_found(mas, min, size);

	if (!hole_after(mas->tree, look.index, size, &hole)) {
		/* what is free after the last entry */
		mas_seek_rev(&look, ULONG_MAX);
		if (look.last == ULONG_MAX)
			return -EBUSY;
		hole.first = look.last + 1;
	}
	if (hole.first > max || max - hole.first < size - 1)
		return -EBUSY;
	return area_found(mas, hole.first, size);
}

/**
 * mas_empty_area_rev() - find the highest @size free indices in a row.
 *
 * Otherwise as mas_empty_area().
 */
int mas_empty_area_rev(struct ma_state *mas, unsigned long min,
		       unsigned long max, unsigned long size)
{
	MA_STATE(look, mas->tree, max, max);
	struct mt_hole hole;
	int err = area_check(mas, min, max, size);

	if (err)
		return err;

	/* what is free at @max itself */
	if (!mas_seek_rev(&look, max) || look.last < min)
		return area_found(mas, max - size + 1, size);
	if (look.last < max && max - look.last >= size)
		return area_found(mas, max - size + 1, size);

	if (!hole_up_to(mas->tree, look.index, size, &hole) || hole.last < min ||
	    hole.last - max(hole.first, min) < size - 1)
		return -EBUSY;
	return area_found(mas, hole.last - size + 1, size);
}

/* Store @entry into the area that @mas found, or where that failed, say why. */
static int mas_fill_area(struct ma_state *mas, unsigned long *startp,
			 void *entry, int err)
{
	if (err) {
		mas_set_err(mas, err);
		return err;
	}
	*startp = mas->index;
	mas_store(mas, entry);
	return mas_is_err(mas) ? mas->err : 0;
}

/**
 * mtree_alloc_range() - store @entry over the lowest free area.
 * @mt: tree with MT_FLAGS_ALLOC_RANGE
 * @startp: receives the area's first index
 * @entry: what to store
 * @size: indices to take
 * @min: lowest index
 * @max: highest index
 * @gfp: for memory
 *
 * Return: 0, -EBUSY, -EINVAL or -ENOMEM.
 */
int mtree_alloc_range(struct maple_tree *mt, unsigned long *startp,
		      void *entry, unsigned long size, unsigned long min,
		      unsigned long max, gfp_t gfp)
{
	MA_STATE(mas, mt, 0, 0);
	int err;

	if (!mt_is_alloc(mt) || WARN_ON_ONCE(xa_is_internal(entry)))
		return -EINVAL;
	mtree_lock(mt);
	do {
		err = mas_fill_area(&mas, startp, entry,
				    mas_empty_area(&mas, min, max, size));
	} while (mas_nomem(&mas, gfp));
	mas_destroy(&mas);
	mtree_unlock(mt);
	return err;
}

/** mtree_alloc_rrange() - as mtree_alloc_range(), for the highest free area. */
int mtree_alloc_rrange(struct maple_tree *mt, unsigned long *startp,
		       void *entry, unsigned long size, unsigned long min,
		       unsigned long max, gfp_t gfp)
{
	MA_STATE(mas, mt, 0, 0);
	int err;

	if (!mt_is_alloc(mt) || WARN_ON_ONCE(xa_is_internal(entry)))
		return -EINVAL;
	mtree_lock(mt);
	do {
		err = mas_fill_area(&mas, startp, entry,
				    mas_empty_area_rev(&mas, min, max, size));
	} while (mas_nomem(&mas, gfp));
	mas_destroy(&mas);
	mtree_unlock(mt);
	return err;
}

/**
 * mas_alloc_cyclic() - store @entry at a free index, going round.
 * @mas: any position
 * @startp: receives the index
 * @entry: what to store
 * @range_lo: lowest index
 * @range_hi: highest index
 * @next: where to begin; set past the index found
 * @gfp: for memory
 *
 * Context: lock held; dropped if @gfp may sleep and the lock is not external.
 * Return: 0; 1 if the search has wrapped; -EBUSY, -EINVAL or -ENOMEM.
 */
int mas_alloc_cyclic(struct ma_state *mas, unsigned long *startp, void *entry,
		     unsigned long range_lo, unsigned long range_hi,
		     unsigned long *next, gfp_t gfp)
{
	unsigned long from = max(range_lo, *next);
	int err, wrapped;

	if (!mt_is_alloc(mas->tree) || WARN_ON_ONCE(xa_is_internal(entry)))
		return -EINVAL;
	do {
		wrapped = 0;
		err = from > range_hi ? -EBUSY :
			mas_empty_area(mas, from, range_hi, 1);
		if (err == -EBUSY && from > range_lo) {
			err = mas_empty_area(mas, range_lo,
					     min(from - 1, range_hi), 1);
			wrapped = 1;
		}
		err = mas_fill_area(mas, startp, entry, err);
	} while (mas_nomem(mas, gfp));
	mas_destroy(mas);
	if (err)
		return err;
	*next = *startp + 1;
	return wrapped;
}

/** mtree_alloc_cyclic() - mas_alloc_cyclic() that takes the lock. */
int mtree_alloc_cyclic(struct maple_tree *mt, unsigned long *startp,
		       void *entry, unsigned long range_lo,
		       unsigned long range_hi, unsigned long *next, gfp_t gfp)
{
	MA_STATE(mas, mt, 0, 0);
	int ret;

	mtree_lock(mt);
	ret = mas_alloc_cyclic(&mas, startp, entry, range_lo, range_hi, next,
			       gfp);
	mtree_unlock(mt);
	return ret;
}
