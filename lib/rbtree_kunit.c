// SPDX-License-Identifier: GPL-2.0-only
/*
 * rbtree_kunit.c - red-black trees and interval trees against an array.
 *
 * A fixed set of nodes is inserted and erased at random; the model says which
 * are in, and what their keys are.
 */
#include <kunit/test.h>
#include <linux/interval_tree.h>
#include <linux/rbtree_augmented.h>

#define NODES	120
#define STEPS	3000

struct item {
	struct rb_node	rb;
	unsigned long	key;
	unsigned long	sum;	/* of the keys in the subtree */
	bool		in;
};

static bool item_less(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct item, rb)->key <
	       rb_entry(b, struct item, rb)->key;
}

static int item_cmp(const void *key, const struct rb_node *node)
{
	unsigned long k = *(const unsigned long *)key;
	unsigned long there = rb_entry(node, struct item, rb)->key;

	return k < there ? -1 : k > there;
}

/* All nodes that are in, in order, forwards, backwards and after their children. */
static void check_order(struct kunit *test, struct rb_root_cached *root,
			struct item *items)
{
	struct item *item, *tmp;
	struct rb_node *rb, *prev = NULL;
	int i, in = 0, seen = 0, post = 0;

	for (i = 0; i < NODES; i++)
		in += items[i].in;
	for (rb = rb_first_cached(root); rb; prev = rb, rb = rb_next(rb), seen++) {
		KUNIT_ASSERT_TRUE(test, rb_entry(rb, struct item, rb)->in);
		KUNIT_ASSERT_PTR_EQ(test, rb_prev(rb), prev);
		if (prev)
			KUNIT_ASSERT_LE(test, rb_entry(prev, struct item, rb)->key,
					rb_entry(rb, struct item, rb)->key);
	}
	KUNIT_ASSERT_PTR_EQ(test, rb_last(&root->rb_root), prev);
	KUNIT_ASSERT_EQ(test, seen, in);
	rbtree_postorder_for_each_entry_safe(item, tmp, &root->rb_root, rb)
		post++;
	KUNIT_ASSERT_EQ(test, post, in);
}

static void rbtree_random(struct kunit *test)
{
	struct item *items = kunit_kcalloc(test, NODES + 1, sizeof(*items), GFP_KERNEL);
	struct rb_root_cached root = RB_ROOT_CACHED;
	int step;

	KUNIT_ASSERT_NOT_NULL(test, items);
	for (step = 0; step < STEPS; step++) {
		struct item *item = &items[kunit_random_below(test, NODES)];

		if (!item->in) {
			item->key = kunit_random_below(test, NODES / 2);
			rb_add_cached(&item->rb, &root, item_less);
			item->in = true;
		} else if (kunit_random_below(test, 4)) {
			rb_erase_cached(&item->rb, &root);
			item->in = false;
		} else {
			/* there and back through the spare one */
			struct item *spare = &items[NODES];

			rb_replace_node_cached(&item->rb, &spare->rb, &root);
			rb_replace_node_cached(&spare->rb, &item->rb, &root);
		}
		KUNIT_ASSERT_TRUE(test, rb_validate_cached(&root));
		if (step % 16 == 0)
			check_order(test, &root, items);
	}
}

static void rbtree_find(struct kunit *test)
{
	struct item *items = kunit_kcalloc(test, NODES, sizeof(*items), GFP_KERNEL);
	struct rb_root root = RB_ROOT;
	unsigned long key;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, items);
	for (i = 0; i < NODES; i++) {	/* keys 0, 2, 4 ... each twice */
		items[i].key = i / 2 * 2;
		rb_add(&items[i].rb, &root, item_less);
	}
	for (key = 0; key < NODES; key++) {
		struct rb_node *first = rb_find_first(&key, &root, item_cmp);

		if (key % 2) {
			KUNIT_EXPECT_NULL(test, first);
			KUNIT_EXPECT_NULL(test, rb_find(&key, &root, item_cmp));
			continue;
		}
		KUNIT_EXPECT_PTR_EQ(test, first, &items[key].rb);
		KUNIT_EXPECT_NOT_NULL(test, rb_find(&key, &root, item_cmp));
	}
}

/* An augmented tree that sums keys. */

static bool compute_sum(struct item *item, bool exit)
{
	struct item *left = rb_entry_safe(item->rb.rb_left, struct item, rb);
	struct item *right = rb_entry_safe(item->rb.rb_right, struct item, rb);
	unsigned long sum = item->key + (left ? left->sum : 0) +
			    (right ? right->sum : 0);

	if (exit && item->sum == sum)
		return true;
	item->sum = sum;
	return false;
}

RB_DECLARE_CALLBACKS(static, sum_callbacks, struct item, rb, sum, compute_sum);

static void sum_insert(struct item *item, struct rb_root *root)
{
	struct rb_node **link = &root->rb_node, *parent = NULL;

	while (*link) {
		parent = *link;
		rb_entry(parent, struct item, rb)->sum += item->key;
		link = item_less(&item->rb, parent) ? &parent->rb_left :
						      &parent->rb_right;
	}
	item->sum = item->key;
	rb_link_node(&item->rb, parent, link);
	rb_insert_augmented(&item->rb, root, &sum_callbacks);
}

static void rbtree_augmented(struct kunit *test)
{
	struct item *items = kunit_kcalloc(test, NODES, sizeof(*items), GFP_KERNEL);
	struct rb_root root = RB_ROOT;
	struct rb_node *rb;
	int step;

	KUNIT_ASSERT_NOT_NULL(test, items);
	for (step = 0; step < STEPS; step++) {
		struct item *item = &items[kunit_random_below(test, NODES)];

		if (item->in) {
			rb_erase_augmented(&item->rb, &root, &sum_callbacks);
		} else {
			item->key = kunit_random_below(test, 1000);
			sum_insert(item, &root);
		}
		item->in = !item->in;
		KUNIT_ASSERT_TRUE(test, rb_validate(&root));
		for (rb = rb_first(&root); rb; rb = rb_next(rb)) {
			item = rb_entry(rb, struct item, rb);
			KUNIT_ASSERT_TRUE(test, compute_sum(item, true));
		}
	}
}

static void interval_tree_random(struct kunit *test)
{
	struct interval_tree_node *nodes, *hit;
	struct rb_root_cached root = RB_ROOT_CACHED;
	unsigned long start, last;
	int step, i, hits, want;
	bool *in;

	nodes = kunit_kcalloc(test, NODES, sizeof(*nodes), GFP_KERNEL);
	in = kunit_kcalloc(test, NODES, sizeof(*in), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, nodes);
	KUNIT_ASSERT_NOT_NULL(test, in);

	for (step = 0; step < STEPS; step++) {
		i = kunit_random_below(test, NODES);
		if (in[i]) {
			interval_tree_remove(&nodes[i], &root);
		} else {
			nodes[i].start = kunit_random_below(test, 1000);
			nodes[i].last = nodes[i].start +
				kunit_random_below(test, step % 10 ? 20 : 900);
			interval_tree_insert(&nodes[i], &root);
		}
		in[i] = !in[i];
		KUNIT_ASSERT_TRUE(test, interval_tree_validate(&root));

		start = kunit_random_below(test, 1000);
		last = start + kunit_random_below(test, 50);
		for (i = want = 0; i < NODES; i++)
			want += in[i] && nodes[i].start <= last &&
				nodes[i].last >= start;
		hits = 0;
		for (hit = interval_tree_iter_first(&root, start, last); hit;
		     hit = interval_tree_iter_next(hit, start, last)) {
			KUNIT_ASSERT_TRUE(test, in[hit - nodes]);
			KUNIT_ASSERT_LE(test, hit->start, last);
			KUNIT_ASSERT_GE(test, hit->last, start);
			hits++;
		}
		KUNIT_ASSERT_EQ(test, hits, want);
	}
}

static struct kunit_case rbtree_cases[] = {
	KUNIT_CASE(rbtree_find),
	KUNIT_CASE(rbtree_random),
	KUNIT_CASE(rbtree_augmented),
	KUNIT_CASE(interval_tree_random),
	{}
};

static struct kunit_suite rbtree_suite = {
	.name = "rbtree",
	.test_cases = rbtree_cases,
};
kunit_test_suite(rbtree_suite);
