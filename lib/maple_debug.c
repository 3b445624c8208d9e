// SPDX-License-Identifier: GPL-2.0-only
/*
 * maple_debug.c - proves a maple tree sound, and prints it.
 *
 * Locks:      the tree's lock, or no one else there.
 */
#include "maple.h"

struct mt_check {
	unsigned long	lower;		/* end of the last entry seen, plus one */
	bool		full;		/* that was ULONG_MAX */
	bool		alloc;		/* gaps are kept */
	unsigned long	gap;		/* largest hole seen since it was cleared */
};

#define MT_FAULT(node, fmt, ...) ({					\
	pr_err("maple tree: node %px level %u: " fmt "\n", node,	\
	       (node)->level, ##__VA_ARGS__);				\
	false;								\
})

static bool mn_check_leaf(const struct maple_node *leaf, unsigned long min,
			  unsigned long max, struct mt_check *check)
{
	unsigned int i;

	for (i = 0; i < leaf->nr; i++) {
		unsigned long key = leaf->key[i], last = leaf->last[i];

		if (!leaf->slot[i])
			return MT_FAULT(leaf, "slot %u is empty", i);
		if (key < min || last > max || key > last)
			return MT_FAULT(leaf, "slot %u: [%lx, %lx] is not in [%lx, %lx]",
					i, key, last, min, max);
		if (check->full || key < check->lower)
			return MT_FAULT(leaf, "slot %u: [%lx, %lx] begins before %lx",
					i, key, last, check->lower);
		check->gap = max(check->gap, key - check->lower);
		check->lower = last + 1;
		check->full = last == ULONG_MAX;
	}
	return true;
}

static bool mn_check(const struct maple_node *node, unsigned int level,
		     unsigned long min, unsigned long max,
		     struct mt_check *check)
{
	unsigned long gap = 0;
	unsigned int i;

	if (node->seq & 1)
		return MT_FAULT(node, "seq %u is odd", node->seq);
	if (node->level != level)
		return MT_FAULT(node, "level should be %u", level);
	if (node->nr < 1 || node->nr > MAPLE_NODE_SLOTS || node->dropped)
		return MT_FAULT(node, "%u slots, dropped %d", node->nr,
				node->dropped);
	if (!level)
		return mn_check_leaf(node, min, max, check);

	for (i = 0; i < node->nr; i++) {
		unsigned long low = i ? node->key[i] : min;
		unsigned long high = i + 1 < node->nr ? node->key[i + 1] - 1 : max;

		if (low < min || high > max || low > high)
			return MT_FAULT(node, "slot %u: [%lx, %lx] is not in [%lx, %lx]",
					i, low, high, min, max);
		check->gap = 0;
		if (!mn_check(mn_child(node, i), level - 1, low, high, check))
			return false;
		if (check->alloc && node->gap[i] != check->gap)
			return MT_FAULT(node, "slot %u: gap is %lx, should be %lx",
					i, node->gap[i], check->gap);
		gap = max(gap, check->gap);
	}
	check->gap = gap;
	return true;
}

/**
 * mt_validate() - check all that must be true of a tree at rest.
 *
 * Each node: seq even, right level, 1 to 10 slots, none empty; separators and
 * entries in order, inside what the ancestors leave them, not overlapping;
 * each gap the true one.
 *
 * Return: true, or false with the first fault and the tree printed.
 */
bool mt_validate(struct maple_tree *mt)
{
	struct mt_check check = { .alloc = mt_is_alloc(mt) };
	const struct maple_node *root = mt->ma_root;

	if (!root)
		return true;
	if (root->level >= MT_MAX_HEIGHT ||
	    (root->level && root->nr < 2)) {
		pr_err("maple tree: root level %u with %u slots\n",
		       root->level, root->nr);
		return false;
	}
	if (mn_check(root, root->level, 0, ULONG_MAX, &check))
		return true;
	mt_dump(mt, mt_dump_hex);
	return false;
}

/* Print one line for slot @i, then the subtree in it. */
static void mn_dump(const struct maple_node *node, unsigned int depth,
		    enum mt_dump_format format, bool gaps)
{
	bool hex = format == mt_dump_hex;
	unsigned int i;

	pr_info("%*snode %px level %u nr %u seq %u\n", depth * 2, "", node,
		node->level, node->nr, node->seq);
	for (i = 0; i < node->nr && i < MAPLE_NODE_SLOTS; i++) {
		unsigned long key = node->level && !i ? 0 : node->key[i];
		unsigned long end = node->level && !gaps ? 0 : node->last[i];
		const char *what = node->level ? "gap" : "to";

		if (hex)
			pr_info("%*s%u: from %lx %s %lx: %px\n", depth * 2 + 2,
				"", i, key, what, end, node->slot[i]);
		else
			pr_info("%*s%u: from %lu %s %lu: %px\n", depth * 2 + 2,
				"", i, key, what, end, node->slot[i]);
		if (node->level)
			mn_dump(mn_child(node, i), depth + 2, format, gaps);
	}
}

/** mt_dump() - print the whole tree. */
void mt_dump(const struct maple_tree *mt, enum mt_dump_format format)
{
	pr_info("maple tree %px flags %x height %u\n", mt, mt->ma_flags,
		mt_height(mt));
	if (mt->ma_root)
		mn_dump(mt->ma_root, 0, format, mt_is_alloc(mt));
}
