// SPDX-License-Identifier: GPL-2.0-only
/*
 * maple_write.c - changing a maple tree.
 *
 * Storing a range has two halves. The plan (wr_plan()) finds the leaf where
 * the range starts, what it overlaps there, and how many nodes a split would
 * take; those are allocated. The change cannot fail then.
 *
 * In the leaf, entries lo .. hi-1 overlap the range. They give way to up to
 * three: what is left of the first before the range, the new entry, and what
 * is left of the last after it. The leaf may overflow: it splits, and a new
 * separator goes into its parent, which may split, and so on.
 *
 * A range that reaches past what its leaf is in charge of "spans". First
 * everything after that leaf up to the end of the range is cut out: whole
 * subtrees between the way to the leaf and the way to the range's end, and
 * parts of the nodes on the latter. The separator between the two ways moves
 * up to the end of the range; then the leaf is in charge of all of it. The
 * root's seq is odd all the while, so readers see the store as one.
 *
 * An empty node leaves the tree. A node with no more than MN_SPARSE slots
 * joins a neighbour under the same parent if both fit well into one node.
 *
 * Owns:       maple_node contents, node allocation, seq.
 * Invariant:  a node is odd while its keys, ranges, slots or nr change, except
 *             for the change of one word that makes sense by itself.
 * Locks:      the tree's lock is held.
 */
#include <linux/cache.h>
#include <linux/change_point.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include "maple.h"

#define MN_SPARSE	3	/* slots; try to merge */
#define MN_ROOMY	8	/* slots; the most that merging may leave */

static struct kmem_cache *maple_node_cache __ro_after_init;

/* A store on its way. */
struct mt_wr {
	struct maple_tree	*mt;
	struct ma_state		*mas;
	void			*entry;		/* NULL: erase */
	unsigned long		first, last;
	struct mt_path		path;		/* to the leaf in charge of @first */
	unsigned int		lo, hi;		/* leaf's entries that give way */
	bool			left, right;	/* something of them remains there */
	bool			spans;
	unsigned int		nr_odd;
	struct maple_node	*odd[4 * MT_MAX_HEIGHT];
	struct maple_node	*dropped;	/* subtrees, linked by key[0] */
};

/* --- nodes --- */

/* A free node's seq is odd; slab reuse does not reset it. */
static void maple_node_ctor(void *p)
{
	struct maple_node *node = p;

	node->seq = 1;
}

void __init maple_tree_init(void)
{
	maple_node_cache = kmem_cache_create("maple_node",
			sizeof(struct maple_node), 0,
			SLAB_TYPESAFE_BY_RCU | SLAB_PANIC, maple_node_ctor);
}

static void mn_free(struct maple_node *node)
{
	if (!(node->seq & 1))
		WRITE_ONCE(node->seq, node->seq + 1);
	kmem_cache_free(maple_node_cache, node);
}

static void mn_free_subtree(struct maple_node *node)
{
	unsigned int i;

	if (node->level)
		for (i = 0; i < node->nr; i++)
			mn_free_subtree(mn_child(node, i));
	mn_free(node);
}

/* Have at least @need nodes set aside in @mas. */
static bool mas_get_nodes(struct ma_state *mas, unsigned long need, gfp_t gfp)
{
	struct maple_node *node;

	for (node = mas->alloc; node && need; node = node->slot[0])
		need--;
	for (; need; need--) {
		node = kmem_cache_alloc(maple_node_cache, gfp);
		if (!node)
			return false;
		node->slot[0] = mas->alloc;
		mas->alloc = node;
	}
	return true;
}

static struct maple_node *mas_new_node(struct ma_state *mas, unsigned int level)
{
	struct maple_node *node = mas->alloc;

	BUG_ON(!node);
	mas->alloc = node->slot[0];
	node->level = level;
	node->nr = 0;
	node->dropped = false;
	/* Whoever finds the node finds it complete: its parent is odd now. */
	smp_store_release(&node->seq, node->seq + 1);
	return node;
}

/**
 * mas_destroy() - free what mas_preallocate() set aside and was not used.
 */
void mas_destroy(struct ma_state *mas)
{
	struct maple_node *node;

	while ((node = mas->alloc)) {
		mas->alloc = node->slot[0];
		kmem_cache_free(maple_node_cache, node);
	}
}

/* --- odd and even --- */

static __always_inline void mn_begin(struct maple_node *node)
{
	preempt_disable();
	WRITE_ONCE(node->seq, node->seq + 1);
	smp_wmb();	/* pairs with the smp_rmb() in mas_unchanged() */
}

static __always_inline void mn_end(struct maple_node *node)
{
	smp_store_release(&node->seq, node->seq + 1);
	preempt_enable();
}

/* Make @node odd until wr_end(), if it is not yet. Parents go before children. */
static void wr_touch(struct mt_wr *wr, struct maple_node *node)
{
	if (node->seq & 1)
		return;
	mn_begin(node);
	wr->odd[wr->nr_odd++] = node;
}

/* Take a subtree out; wr_end() frees it. Its parent is odd, or it was the root. */
static void wr_drop(struct mt_wr *wr, struct maple_node *node)
{
	if (!(node->seq & 1))
		WRITE_ONCE(node->seq, node->seq + 1);
	node->dropped = true;
	smp_wmb();	/* pairs with the smp_rmb() in mas_unchanged() */
	node->key[0] = (unsigned long)wr->dropped;
	wr->dropped = node;
}

static void wr_end(struct mt_wr *wr)
{
	struct maple_node *node;

	while (wr->nr_odd) {
		node = wr->odd[--wr->nr_odd];
		if (node->dropped)
			preempt_enable();
		else
			mn_end(node);
	}
	while ((node = wr->dropped)) {
		wr->dropped = (struct maple_node *)node->key[0];
		mn_free_subtree(node);
	}
}

/* --- slots --- */

static __always_inline void mn_copy_slot(struct maple_node *to, unsigned int t,
					 const struct maple_node *from,
					 unsigned int f)
{
	to->key[t] = from->key[f];
	change_point();
	to->last[t] = from->last[f];	/* or gap[] */
	to->slot[t] = from->slot[f];
}

/* Move the slots from @from on to @to and beyond; nr follows. */
static __always_inline void mn_move(struct maple_node *node, unsigned int to,
				    unsigned int from)
{
	int i, n = node->nr - from;

	if (to > from)
		for (i = n - 1; i >= 0; i--)
			mn_copy_slot(node, to + i, node, from + i);
	else
		for (i = 0; i < n; i++)
			mn_copy_slot(node, to + i, node, from + i);
	node->nr = to + n;
}

static __always_inline void mn_set_slot(struct maple_node *node, unsigned int i,
					unsigned long key,
					unsigned long last_or_gap, void *slot)
{
	node->key[i] = key;
	change_point();
	node->last[i] = last_or_gap;
	node->slot[i] = slot;
}

/* A node's worth of slots and the ones too many, before they are shared out. */
struct mn_big {
	unsigned long	key[MAPLE_NODE_SLOTS + 2];
	unsigned long	last[MAPLE_NODE_SLOTS + 2];
	void		*slot[MAPLE_NODE_SLOTS + 2];
	unsigned int	nr;
};

static void big_add(struct mn_big *big, unsigned long key,
		    unsigned long last_or_gap, void *slot)
{
	big->key[big->nr] = key;
	big->last[big->nr] = last_or_gap;
	big->slot[big->nr++] = slot;
}

static void big_add_slots(struct mn_big *big, const struct maple_node *node,
			  unsigned int from, unsigned int to)
{
	for (; from < to; from++)
		big_add(big, node->key[from], node->last[from],
			node->slot[from]);
}

static void big_to_node(const struct mn_big *big, unsigned int from,
			unsigned int to, struct maple_node *node)
{
	unsigned int i;

	for (i = from; i < to; i++)
		mn_set_slot(node, i - from, big->key[i], big->last[i],
			    big->slot[i]);
	node->nr = to - from;
}

/* --- holes --- */

/*
 * Node path.node[level] has the gap @gap now: tell its ancestors. What they
 * say of the others is true, so often only one word changes.
 */
static void path_set_gap(const struct mt_path *path, unsigned int level,
			 unsigned long gap)
{
	while (++level < path->height) {
		struct maple_node *node = path->node[level];
		unsigned int slot = path->slot[level];
		unsigned long was = node->gap[slot], largest;

		if (was == gap)
			return;
		node->gap[slot] = gap;
		if (level + 1 == path->height)
			return;
		largest = path->node[level + 1]->gap[path->slot[level + 1]];
		if (gap < largest) {
			if (was < largest)
				return;
			gap = mn_gap(node);
		}
	}
}

/* The same where the ancestors may say anything. */
static void path_set_all_gaps(const struct mt_path *path, unsigned int level,
			      unsigned long gap)
{
	while (++level < path->height) {
		struct maple_node *node = path->node[level];

		node->gap[path->slot[level]] = gap;
		gap = mn_gap(node);
	}
}

/* Recompute all gaps on the way to the leaf in charge of @index. */
static noinline void mt_fix_gaps(const struct maple_tree *mt, unsigned long index)
{
	struct mt_path path;

	if (!mt_is_alloc(mt))
		return;
	mt_path_walk(mt, index, &path);
	if (path.height > 1)
		path_set_all_gaps(&path, 0, mn_leaf_gap(path.node[0],
						mt_path_lower(&path)));
}

static void wr_set_gap(struct mt_wr *wr, unsigned int level, unsigned long gap)
{
	if (wr->spans)
		path_set_all_gaps(&wr->path, level, gap);
	else
		path_set_gap(&wr->path, level, gap);
}

/* --- growing --- */

/*
 * Node path.node[level - 1] has split: hang @right, which begins at @key,
 * after it. @gap and @right_gap are the largest holes in the two halves.
 */
static void wr_add_child(struct mt_wr *wr, unsigned int level,
			 unsigned long gap, unsigned long key,
			 unsigned long right_gap, struct maple_node *right)
{
	struct mt_path *path = &wr->path;
	struct maple_node *node, *new;
	struct mn_big big = { .nr = 0 };
	unsigned int slot, half;

	if (level == path->height) {
		BUG_ON(level == MT_MAX_HEIGHT);
		new = mas_new_node(wr->mas, level);
		mn_set_slot(new, 0, 0, gap, path->node[level - 1]);
		mn_set_slot(new, 1, key, right_gap, right);
		new->nr = 2;
		smp_store_release(&wr->mt->ma_root, new);
		return;
	}

	node = path->node[level];
	slot = path->slot[level];
	node->gap[slot] = gap;
	if (node->nr < MAPLE_NODE_SLOTS) {
		mn_move(node, slot + 2, slot + 1);
		mn_set_slot(node, slot + 1, key, right_gap, right);
		if (mt_is_alloc(wr->mt))
			wr_set_gap(wr, level, mn_gap(node));
		return;
	}

	big_add_slots(&big, node, 0, slot + 1);
	big_add(&big, key, right_gap, right);
	big_add_slots(&big, node, slot + 1, node->nr);
	/* Filled in order, nodes stay full. */
	half = slot + 1 == MAPLE_NODE_SLOTS ? MAPLE_NODE_SLOTS : big.nr / 2;
	new = mas_new_node(wr->mas, level);
	big_to_node(&big, half, big.nr, new);
	big_to_node(&big, 0, half, node);
	wr_add_child(wr, level + 1, mn_gap(node), new->key[0], mn_gap(new), new);
}

/* Make every node odd that splits, and the one above them. */
static void wr_touch_split(struct mt_wr *wr)
{
	struct mt_path *path = &wr->path;
	unsigned int level = 1;

	while (level < path->height &&
	       path->node[level]->nr == MAPLE_NODE_SLOTS)
		level++;
	if (level == path->height)
		level--;
	for (;; level--) {
		wr_touch(wr, path->node[level]);
		if (!level)
			break;
	}
}

/* The leaf cannot hold what the store makes of it. */
static noinline void wr_split_leaf(struct mt_wr *wr)
{
	struct maple_node *leaf = wr->path.node[0], *new;
	struct mn_big big = { .nr = 0 };
	unsigned long lower = 0;
	unsigned int half;
	bool append = wr->hi == leaf->nr && wr->path.max == ULONG_MAX;

	wr_touch_split(wr);
	big_add_slots(&big, leaf, 0, wr->lo);
	if (wr->left)
		big_add(&big, leaf->key[wr->lo], wr->first - 1,
			leaf->slot[wr->lo]);
	if (wr->entry)
		big_add(&big, wr->first, wr->last, wr->entry);
	if (wr->right)
		big_add(&big, wr->last + 1, leaf->last[wr->hi - 1],
			leaf->slot[wr->hi - 1]);
	big_add_slots(&big, leaf, wr->hi, leaf->nr);

	half = append ? MAPLE_NODE_SLOTS : big.nr / 2;
	new = mas_new_node(wr->mas, 0);
	big_to_node(&big, half, big.nr, new);
	big_to_node(&big, 0, half, leaf);
	if (mt_is_alloc(wr->mt))
		lower = mt_path_lower(&wr->path);
	wr_add_child(wr, 1, mn_leaf_gap(leaf, lower), new->key[0],
		     mn_leaf_gap(new, leaf->last[half - 1] + 1), new);
}

/* --- shrinking --- */

/* A root with a single subtree gives way to it. */
static void wr_lower_root(struct mt_wr *wr)
{
	struct maple_node *root = wr->mt->ma_root;

	while (root && root->level && root->nr == 1) {
		struct maple_node *child = mn_child(root, 0);

		smp_store_release(&wr->mt->ma_root, child);
		root->nr = 0;
		wr_drop(wr, root);
		root = child;
	}
}

/*
 * path.node[level - 1] is empty: take it out of its parent. The caller has
 * made the nodes odd.
 */
static void wr_remove_child(struct mt_wr *wr, unsigned int level)
{
	struct mt_path *path = &wr->path;
	struct maple_node *node;

	wr_drop(wr, path->node[level - 1]);
	if (level == path->height) {
		WRITE_ONCE(wr->mt->ma_root, NULL);
		return;
	}
	node = path->node[level];
	mn_move(node, path->slot[level], path->slot[level] + 1);
	if (!node->nr)
		wr_remove_child(wr, level + 1);
	else if (mt_is_alloc(wr->mt))
		wr_set_gap(wr, level, mn_gap(node));
}

/* Pour slot @slot + 1 of @node into slot @slot if both are small enough. */
static bool wr_merge_children(struct mt_wr *wr, struct maple_node *node,
			      unsigned int slot)
{
	struct maple_node *left, *right;
	unsigned int i;

	if (slot + 1 >= node->nr)
		return false;
	left = mn_child(node, slot);
	right = mn_child(node, slot + 1);
	if (left->nr + right->nr > MN_ROOMY ||
	    wr->nr_odd + 3 > ARRAY_SIZE(wr->odd))
		return false;

	wr_touch(wr, node);
	wr_touch(wr, left);
	wr_touch(wr, right);
	if (right->level)
		right->key[0] = node->key[slot + 1];
	for (i = 0; i < right->nr; i++)
		mn_copy_slot(left, left->nr + i, right, i);
	left->nr += right->nr;
	right->nr = 0;
	if (mt_is_alloc(wr->mt))
		node->gap[slot] = max(node->gap[slot], node->gap[slot + 1]);
	mn_move(node, slot + 1, slot + 2);
	wr_drop(wr, right);
	return true;
}

/* Merge sparse nodes on the way to @index with their neighbours. */
static noinline void wr_merge(struct mt_wr *wr, unsigned long index)
{
	struct mt_path path;
	unsigned int level;

again:
	mt_path_walk(wr->mt, index, &path);
	for (level = 1; level < path.height; level++) {
		struct maple_node *node = path.node[level];
		unsigned int slot = path.slot[level];

		if (path.node[level - 1]->nr > MN_SPARSE)
			break;
		if (!wr_merge_children(wr, node, slot) &&
		    !(slot && wr_merge_children(wr, node, slot - 1)))
			continue;
		if (level > 1)	/* our child has new neighbours */
			goto again;
	}
	wr_lower_root(wr);
}

/* --- one leaf --- */

/*
 * What the store does to the leaf at the end of wr->path.
 * Return: how many entries the leaf has afterwards.
 */
static __always_inline unsigned int wr_plan_leaf(struct mt_wr *wr)
{
	const struct maple_node *leaf = wr->path.node[0];
	unsigned int nr = leaf->nr, lo;

	lo = mn_upper(leaf, nr, wr->first, 0);
	wr->hi = mn_upper(leaf, nr, wr->last, lo);
	if (lo && leaf->last[lo - 1] >= wr->first)
		lo--;
	wr->lo = lo;
	wr->left = lo < wr->hi && leaf->key[lo] < wr->first;
	wr->right = lo < wr->hi && leaf->last[wr->hi - 1] > wr->last;
	return nr - (wr->hi - lo) + wr->left + wr->right + !!wr->entry;
}

/* Rewrite entries lo .. hi-1; the leaf is odd and has room. */
static __always_inline void wr_rewrite_leaf(struct mt_wr *wr)
{
	struct maple_node *leaf = wr->path.node[0];
	unsigned int i = wr->lo, hi = wr->hi;
	unsigned int to = i + wr->left + !!wr->entry + wr->right;
	unsigned long last = 0;
	void *slot = NULL;

	if (wr->right) {
		last = leaf->last[hi - 1];
		slot = leaf->slot[hi - 1];
	}
	if (to != hi)
		mn_move(leaf, to, hi);
	if (wr->left)
		leaf->last[i++] = wr->first - 1;
	if (wr->entry)
		mn_set_slot(leaf, i++, wr->first, wr->last, wr->entry);
	if (wr->right)
		mn_set_slot(leaf, i, wr->last + 1, last, slot);
}

/* The store takes all that the leaf has. */
static noinline void wr_empty_leaf(struct mt_wr *wr)
{
	struct mt_path *path = &wr->path;
	unsigned int level = 1;

	while (level < path->height && path->node[level]->nr == 1)
		level++;
	if (level == path->height)
		level--;
	for (; level; level--)
		wr_touch(wr, path->node[level]);
	wr_touch(wr, path->node[0]);
	path->node[0]->nr = 0;
	wr_remove_child(wr, 1);
}

/*
 * Store into the leaf at the end of wr->path, which is in charge of all of the
 * range; @nr is what wr_plan_leaf() said.
 */
static void wr_store_leaf(struct mt_wr *wr, unsigned int nr)
{
	struct mt_path *path = &wr->path;
	struct maple_node *leaf = path->node[0];
	unsigned int was = leaf->nr;
	bool tail = wr->hi == was && !wr->right;

	if (unlikely(nr > MAPLE_NODE_SLOTS)) {
		wr_split_leaf(wr);
	} else if (unlikely(!nr)) {
		wr_empty_leaf(wr);
	} else {
		if (leaf->seq & 1) {
			wr_rewrite_leaf(wr);
		} else {
			mn_begin(leaf);
			wr_rewrite_leaf(wr);
			mn_end(leaf);
		}
		if (mt_is_alloc(wr->mt) && path->height > 1)
			wr_set_gap(wr, 0, mn_leaf_gap(leaf,
						      mt_path_lower(path)));
	}

	/* The hole after our last entry belongs to the next leaf. */
	if (tail && path->max != ULONG_MAX)
		mt_fix_gaps(wr->mt, path->max + 1);
	if (nr < was && nr <= MN_SPARSE && path->height > 1)
		wr_merge(wr, wr->first);
}

/* --- spanning stores --- */

static void wr_drop_children(struct mt_wr *wr, struct maple_node *node,
			     unsigned int from, unsigned int to)
{
	for (; from < to; from++)
		wr_drop(wr, mn_child(node, from));
}

/* Cut from @leaf what lies at or below wr->last. Return: is nothing left? */
static bool wr_cut_leaf(struct mt_wr *wr, struct maple_node *leaf)
{
	unsigned int n = mn_upper(leaf, leaf->nr, wr->last, 0);

	if (n && leaf->last[n - 1] > wr->last)
		leaf->key[--n] = wr->last + 1;
	if (n)
		mn_move(leaf, 0, n);
	return !leaf->nr;
}

/*
 * Cut everything between the leaf of wr->path and the end of the range, and
 * put the leaf in charge of all up to there.
 */
static void wr_cut(struct mt_wr *wr)
{
	struct mt_path *path = &wr->path, end;
	struct maple_node *node;
	unsigned int level, fork, n;
	bool gone;

	mt_path_walk(wr->mt, wr->last, &end);
	fork = path->height - 1;
	wr_touch(wr, path->node[fork]);
	while (path->slot[fork] == end.slot[fork])
		fork--;
	wr_touch(wr, path->node[fork]);
	for (level = fork; level--;) {
		wr_touch(wr, path->node[level]);
		wr_touch(wr, end.node[level]);
	}

	for (level = fork - 1; level > 0 && level < fork; level--) {
		node = path->node[level];
		wr_drop_children(wr, node, path->slot[level] + 1, node->nr);
		node->nr = path->slot[level] + 1;
	}

	gone = wr_cut_leaf(wr, end.node[0]);
	if (gone)
		wr_drop(wr, end.node[0]);
	for (level = 1; level < fork; level++) {
		node = end.node[level];
		n = end.slot[level] + gone;
		wr_drop_children(wr, node, 0, end.slot[level]);
		if (n)
			mn_move(node, 0, n);
		gone = !node->nr;
		if (gone)
			wr_drop(wr, node);
	}

	node = path->node[fork];
	n = path->slot[fork] + 1;
	wr_drop_children(wr, node, n, end.slot[fork]);
	mn_move(node, n, end.slot[fork] + gone);
	if (!gone)
		node->key[n] = wr->last + 1;
}

static noinline void wr_store_spanning(struct mt_wr *wr)
{
	wr->spans = true;
	wr_cut(wr);
	mt_path_walk(wr->mt, wr->first, &wr->path);
	wr_store_leaf(wr, wr_plan_leaf(wr));
	if (wr->last != ULONG_MAX) {
		mt_fix_gaps(wr->mt, wr->last + 1);
		if (wr->mt->ma_root)
			wr_merge(wr, wr->last + 1);
	}
	if (wr->mt->ma_root)
		wr_lower_root(wr);
}

/* --- stores --- */

static void wr_init(struct mt_wr *wr, struct ma_state *mas, void *entry)
{
	mt_assert_locked(mas->tree);
	wr->mt = mas->tree;
	wr->mas = mas;
	wr->entry = entry;
	wr->first = mas->index;
	wr->last = mas->last;
	wr->spans = false;
	wr->nr_odd = 0;
	wr->dropped = NULL;
	mt_path_walk(wr->mt, wr->first, &wr->path);
}

/* The most nodes that storing at wr->path may take. */
static unsigned int wr_need(const struct mt_wr *wr)
{
	const struct mt_path *path = &wr->path;
	unsigned int level;

	if (!path->height)
		return 1;
	if (path->node[0]->nr + 2 <= MAPLE_NODE_SLOTS)
		return 0;
	for (level = 1; level < path->height; level++)
		if (path->node[level]->nr < MAPLE_NODE_SLOTS)
			return level;
	return path->height + 1;
}

/* Have the nodes that the store needs; where there are none, say so in mas. */
static bool wr_get_nodes(struct mt_wr *wr, unsigned int need)
{
	if (likely(!need) || mas_get_nodes(wr->mas, need,
					   GFP_NOWAIT | __GFP_NOWARN))
		return true;
	mas_set_err(wr->mas, -ENOMEM);
	wr->mas->need = need;
	return false;
}

/* Leave @mas on the range just stored. */
static void wr_settle(struct mt_wr *wr)
{
	struct ma_state *mas = wr->mas;

	mas->index = wr->first;
	mas->last = wr->last;
	mas->node = NULL;
	mas->status = ma_active;
}

/* The first entry of an empty tree. */
static void wr_store_first(struct mt_wr *wr)
{
	struct maple_node *leaf = mas_new_node(wr->mas, 0);

	mn_set_slot(leaf, 0, wr->first, wr->last, wr->entry);
	leaf->nr = 1;
	smp_store_release(&wr->mt->ma_root, leaf);
}

static void *wr_store(struct mt_wr *wr)
{
	struct ma_state *mas = wr->mas;
	struct maple_node *leaf = wr->path.node[0];
	void *old = NULL;
	unsigned int nr;

	if (unlikely(!wr->path.height)) {
		if (wr->entry) {
			if (!wr_get_nodes(wr, 1))
				return NULL;
			wr_store_first(wr);
		}
		wr_settle(wr);
		return NULL;
	}

	if (unlikely(wr->last > wr->path.max)) {
		if (!wr_get_nodes(wr, wr_need(wr)))
			return NULL;
		mas->node = NULL;
		old = mas_seek(mas, wr->first);
		if (mas->index > wr->last)
			old = NULL;
		wr_store_spanning(wr);
		wr_settle(wr);
		wr_end(wr);
		return old;
	}

	nr = wr_plan_leaf(wr);
	if (wr->lo < wr->hi)
		old = leaf->slot[wr->lo];
	if (nr > MAPLE_NODE_SLOTS && !wr_get_nodes(wr, wr_need(wr)))
		return NULL;

	wr_settle(wr);
	if (wr->entry && wr->hi - wr->lo == 1 &&
	    leaf->key[wr->lo] == wr->first && leaf->last[wr->lo] == wr->last)
		smp_store_release(&leaf->slot[wr->lo], wr->entry);
	else if (wr->entry || wr->lo < wr->hi)
		wr_store_leaf(wr, nr);
	if (wr->nr_odd) {
		wr_end(wr);
	} else {
		mas->node = leaf;
		mas->seq = leaf->seq;
		mas->min = wr->path.min;
		mas->max = wr->path.max;
		mas->offset = wr->lo;
	}
	return old;
}

/* Is @mas on an entry with just this range, so that the slot alone changes? */
static bool mas_on_entry(const struct ma_state *mas)
{
	const struct maple_node *leaf = mas->node;

	return mas->status == ma_active && leaf && leaf->seq == mas->seq &&
	       mas->offset < leaf->nr &&
	       leaf->key[mas->offset] == mas->index &&
	       leaf->last[mas->offset] == mas->last;
}

/**
 * mas_store() - store @entry over mas->index .. mas->last.
 * @mas: range to store to; afterwards, position of the range
 * @entry: the entry; NULL erases
 *
 * Replacing an entry over exactly its range, and erasing other than from the
 * middle of an entry, take no memory. Otherwise uses what has been set aside
 * in @mas, then GFP_NOWAIT; mas_nomem() helps when that fails.
 *
 * Context: lock held.
 * Return: the first entry there was in the range, or NULL. On failure
 * mas_is_err(mas): -ENOMEM, -EINVAL.
 */
void *mas_store(struct ma_state *mas, void *entry)
{
	struct mt_wr wr;
	void *old;

	if (entry && mas_on_entry(mas)) {
		old = mas->node->slot[mas->offset];
		smp_store_release(&mas->node->slot[mas->offset], entry);
		return old;
	}
	if (WARN_ON_ONCE(mas->index > mas->last)) {
		mas_set_err(mas, -EINVAL);
		return NULL;
	}
	wr_init(&wr, mas, entry);
	return wr_store(&wr);
}

/**
 * mas_nomem() - after -ENOMEM, get the nodes that were missing.
 *
 * Drops and retakes ma_lock if @gfp may sleep (an external lock is kept).
 * Return: true to try again; false where nothing was missing or nothing could
 * be had (the error then stays in @mas).
 */
bool mas_nomem(struct ma_state *mas, gfp_t gfp)
{
	bool drop = gfpflags_allow_blocking(gfp) && !mt_external_lock(mas->tree);
	bool got;

	if (likely(mas->status != ma_error || mas->err != -ENOMEM))
		return false;
	if (drop)
		mtree_unlock(mas->tree);
	got = mas_get_nodes(mas, mas->need, gfp);
	if (drop)
		mtree_lock(mas->tree);
	if (got)
		mas_reset(mas);
	return got;
}

/**
 * mas_store_gfp() - mas_store() that gets memory with @gfp.
 * Return: 0 or -errno.
 */
int mas_store_gfp(struct ma_state *mas, void *entry, gfp_t gfp)
{
	int err = 0;

	do {
		mas_store(mas, entry);
	} while (mas_nomem(mas, gfp));
	if (mas_is_err(mas))
		err = mas->err;
	mas_destroy(mas);
	return err;
}

/**
 * mas_preallocate() - make a later mas_store_prealloc() unable to fail.
 * @mas: the range to be stored to
 * @entry: what will be stored
 * @gfp: how to allocate; the lock is not dropped
 *
 * The tree must not be changed by others in between.
 * Return: 0 or -ENOMEM.
 */
int mas_preallocate(struct ma_state *mas, void *entry, gfp_t gfp)
{
	struct mt_wr wr;
	unsigned int need;

	wr_init(&wr, mas, entry);
	need = wr_need(&wr);
	if (likely(!need) || mas_get_nodes(mas, need, gfp))
		return 0;
	mas_destroy(mas);
	return -ENOMEM;
}

/** mas_store_prealloc() - mas_store() after mas_preallocate(). */
void mas_store_prealloc(struct ma_state *mas, void *entry)
{
	mas_store(mas, entry);
	if (unlikely(mas_is_err(mas)))
		panic("maple tree: store [%lx, %lx] needs %u nodes, none set aside\n",
		      mas->index, mas->last, mas->need);
	if (mas->alloc)
		mas_destroy(mas);
}

/**
 * mas_expected_entries() - set aside nodes for entries stored in order.
 * @mas: will store them, each above the last
 * @nr_entries: how many
 *
 * Return: 0 or -ENOMEM. mas_destroy() frees what remains.
 */
int mas_expected_entries(struct ma_state *mas, unsigned long nr_entries)
{
	unsigned long level = nr_entries, nodes = 1;

	do {
		level = DIV_ROUND_UP(level, MAPLE_NODE_SLOTS) + 1;
		nodes += level;
	} while (level > 2);
	if (mas_get_nodes(mas, nodes, GFP_KERNEL))
		return 0;
	mas_destroy(mas);
	return -ENOMEM;
}

/**
 * mas_insert() - store @entry where nothing is.
 * Return: NULL, or what is there already; then the error in @mas is -EEXIST.
 */
void *mas_insert(struct ma_state *mas, void *entry)
{
	unsigned long index = mas->index, last = mas->last;
	void *there;

	mas->node = NULL;
	there = mas_seek(mas, index);
	if (there && mas->index <= last) {
		mas_set_err(mas, -EEXIST);
		return there;
	}
	mas_set_range(mas, index, last);
	mas_store(mas, entry);
	return NULL;
}

/**
 * mas_erase() - erase the whole entry around mas->index.
 *
 * Takes no memory. @mas is left on the range that has been erased.
 * Return: the entry or NULL.
 */
void *mas_erase(struct ma_state *mas)
{
	void *entry;

	mas_set(mas, mas->index);
	entry = mas_walk(mas);
	if (entry)
		mas_store(mas, NULL);
	return entry;
}

/* --- the normal interface --- */

/** mtree_store_range() - store @entry over @first .. @last. Return: 0 or -errno. */
int mtree_store_range(struct maple_tree *mt, unsigned long first,
		      unsigned long last, void *entry, gfp_t gfp)
{
	MA_STATE(mas, mt, first, last);
	int err;

	if (WARN_ON_ONCE(xa_is_advanced(entry)) || first > last)
		return -EINVAL;
	mtree_lock(mt);
	err = mas_store_gfp(&mas, entry, gfp);
	mtree_unlock(mt);
	return err;
}

/** mtree_store() - store @entry at @index. Return: 0 or -errno. */
int mtree_store(struct maple_tree *mt, unsigned long index, void *entry,
		gfp_t gfp)
{
	return mtree_store_range(mt, index, index, entry, gfp);
}

/** mtree_insert_range() - store where nothing is. Return: 0, -EEXIST or another -errno. */
int mtree_insert_range(struct maple_tree *mt, unsigned long first,
		       unsigned long last, void *entry, gfp_t gfp)
{
	MA_STATE(mas, mt, first, last);
	int err = 0;

	if (WARN_ON_ONCE(xa_is_advanced(entry)) || first > last)
		return -EINVAL;
	mtree_lock(mt);
	do {
		mas_insert(&mas, entry);
	} while (mas_nomem(&mas, gfp));
	if (mas_is_err(&mas))
		err = mas.err;
	mas_destroy(&mas);
	mtree_unlock(mt);
	return err;
}

/** mtree_insert() - mtree_insert_range() of a single index. */
int mtree_insert(struct maple_tree *mt, unsigned long index, void *entry,
		 gfp_t gfp)
{
	return mtree_insert_range(mt, index, index, entry, gfp);
}

/** mtree_erase() - erase the entry around @index. Return: the entry or NULL. */
void *mtree_erase(struct maple_tree *mt, unsigned long index)
{
	MA_STATE(mas, mt, index, index);
	void *entry;

	mtree_lock(mt);
	entry = mas_erase(&mas);
	mtree_unlock(mt);
	return entry;
}

/* --- whole trees --- */

/* Return: a copy of the subtree @from, or NULL. */
static struct maple_node *mn_dup(const struct maple_node *from, gfp_t gfp)
{
	struct maple_node *node = kmem_cache_alloc(maple_node_cache, gfp);
	unsigned int i;

	if (!node)
		return NULL;
	node->nr = 0;
	node->level = from->level;
	node->dropped = false;
	for (i = 0; i < from->nr; i++) {
		mn_copy_slot(node, i, from, i);
		if (from->level) {
			node->slot[i] = mn_dup(mn_child(from, i), gfp);
			if (!node->slot[i]) {
				mn_free_subtree(node);
				return NULL;
			}
		}
		node->nr = i + 1;
	}
	smp_store_release(&node->seq, node->seq + 1);
	return node;
}

/**
 * __mt_dup() - make @new, which is empty, a copy of @mt.
 *
 * Context: both locked by the caller; @gfp may sleep with external locks.
 * Return: 0, -EINVAL where @new is not empty, -ENOMEM (and @new is empty).
 */
int __mt_dup(struct maple_tree *mt, struct maple_tree *new, gfp_t gfp)
{
	struct maple_node *root = NULL;

	if (new->ma_root || mt_is_alloc(mt) != mt_is_alloc(new))
		return -EINVAL;
	if (mt->ma_root) {
		root = mn_dup(mt->ma_root, gfp);
		if (!root)
			return -ENOMEM;
	}
	smp_store_release(&new->ma_root, root);
	return 0;
}

/** mtree_dup() - __mt_dup() that takes both locks; @gfp must not sleep. */
int mtree_dup(struct maple_tree *mt, struct maple_tree *new, gfp_t gfp)
{
	int err;

	mtree_lock(new);
	mtree_lock_nested(mt, SINGLE_DEPTH_NESTING);
	err = __mt_dup(mt, new, gfp);
	mtree_unlock(mt);
	mtree_unlock(new);
	return err;
}

/** __mt_destroy() - empty the tree; lock held. The entries are the caller's. */
void __mt_destroy(struct maple_tree *mt)
{
	struct maple_node *root = mt->ma_root;

	WRITE_ONCE(mt->ma_root, NULL);
	if (root)
		mn_free_subtree(root);
}

/** mtree_destroy() - __mt_destroy() that takes the lock. */
void mtree_destroy(struct maple_tree *mt)
{
	mtree_lock(mt);
	__mt_destroy(mt);
	mtree_unlock(mt);
}
