// SPDX-License-Identifier: GPL-2.0-only
/*
 * list_kunit.c - lists of all small shapes, and sorting.
 *
 * Each operation is tried on lists of 0 to SHAPES - 1 elements, at each
 * position; what should come out is worked out on an array of numbers.
 */
#include <kunit/test.h>
#include <linux/list.h>
#include <linux/list_sort.h>
#include <linux/llist.h>

#define SHAPES	5

struct elem {
	struct list_head  list;
	struct hlist_node hash;
	struct llist_node stack;
	int		  id;
	int		  key;
};

static struct elem elems[2 * SHAPES];

/* @head := elements base .. base + n - 1 */
static void make_list(struct list_head *head, int base, int n)
{
	int i;

	INIT_LIST_HEAD(head);
	for (i = base; i < base + n; i++) {
		elems[i].id = i;
		list_add_tail(&elems[i].list, head);
	}
}

/* The list is just @ids[0 .. n - 1], both ways. */
static void expect_list(struct kunit *test, struct list_head *head,
			const int *ids, int n)
{
	struct elem *e;
	int i = 0;

	list_for_each_entry(e, head, list) {
		KUNIT_ASSERT_LT(test, i, n);
		KUNIT_ASSERT_EQ(test, e->id, ids[i]);
		i++;
	}
	KUNIT_ASSERT_EQ(test, i, n);
	list_for_each_entry_reverse(e, head, list) {
		KUNIT_ASSERT_GT(test, i, 0);
		KUNIT_ASSERT_EQ(test, e->id, ids[--i]);
	}
	KUNIT_ASSERT_EQ(test, list_empty(head), n == 0);
	KUNIT_ASSERT_EQ(test, list_is_singular(head), n == 1);
	KUNIT_ASSERT_EQ(test, list_count_nodes(head), n);
}

static void list_delete(struct kunit *test)
{
	struct list_head head;
	int n, at, i, left, ids[SHAPES];

	for (n = 1; n < SHAPES; n++) {
		for (at = 0; at < n; at++) {
			make_list(&head, 0, n);
			list_del_init(&elems[at].list);
			for (i = left = 0; i < n; i++)
				if (i != at)
					ids[left++] = i;
			expect_list(test, &head, ids, left);
			KUNIT_EXPECT_TRUE(test, list_empty(&elems[at].list));
			list_add(&elems[at].list, &head);
			KUNIT_EXPECT_TRUE(test, list_is_first(&elems[at].list, &head));
		}
	}
}

static void list_moves(struct kunit *test)
{
	struct list_head head;
	int n, at, i, k, ids[SHAPES];

	for (n = 1; n < SHAPES; n++) {
		for (at = 0; at < n; at++) {
			make_list(&head, 0, n);
			list_move(&elems[at].list, &head);
			ids[0] = at;
			for (i = 0, k = 1; i < n; i++)
				if (i != at)
					ids[k++] = i;
			expect_list(test, &head, ids, n);

			make_list(&head, 0, n);
			list_move_tail(&elems[at].list, &head);
			for (i = k = 0; i < n; i++)
				if (i != at)
					ids[k++] = i;
			ids[k] = at;
			expect_list(test, &head, ids, n);
		}
	}
}

static void list_splices(struct kunit *test)
{
	struct list_head a, b;
	int n, m, i, k, ids[2 * SHAPES];

	for (n = 0; n < SHAPES; n++) {
		for (m = 0; m < SHAPES; m++) {
			make_list(&a, 0, n);
			make_list(&b, SHAPES, m);
			list_splice_init(&b, &a);
			for (k = i = 0; i < m; i++)
				ids[k++] = SHAPES + i;
			for (i = 0; i < n; i++)
				ids[k++] = i;
			expect_list(test, &a, ids, n + m);
			expect_list(test, &b, ids, 0);

			make_list(&a, 0, n);
			make_list(&b, SHAPES, m);
			list_splice_tail_init(&b, &a);
			for (k = i = 0; i < n; i++)
				ids[k++] = i;
			for (i = 0; i < m; i++)
				ids[k++] = SHAPES + i;
			expect_list(test, &a, ids, n + m);
		}
	}
}

static void list_cuts(struct kunit *test)
{
	struct list_head a, b;
	int n, at, ids[SHAPES], i;

	for (i = 0; i < SHAPES; i++)
		ids[i] = i;
	for (n = 1; n < SHAPES; n++) {
		for (at = 0; at < n; at++) {
			make_list(&a, 0, n);
			list_cut_position(&b, &a, &elems[at].list);
			expect_list(test, &b, ids, at + 1);
			expect_list(test, &a, ids + at + 1, n - at - 1);
		}
	}
}

static void list_safe_walk(struct kunit *test)
{
	struct list_head head;
	struct elem *e, *next;
	int n, ids[1];

	for (n = 0; n < SHAPES; n++) {
		make_list(&head, 0, n);
		list_for_each_entry_safe(e, next, &head, list)
			list_del(&e->list);
		expect_list(test, &head, ids, 0);
	}
}

static void hlist_shapes(struct kunit *test)
{
	struct hlist_head head;
	struct elem *e;
	int n, at, i, seen;

	for (n = 1; n < SHAPES; n++) {
		for (at = 0; at < n; at++) {
			INIT_HLIST_HEAD(&head);
			for (i = 0; i < n; i++) {
				elems[i].id = i;
				hlist_add_head(&elems[i].hash, &head);
			}
			hlist_del_init(&elems[at].hash);
			KUNIT_EXPECT_TRUE(test, hlist_unhashed(&elems[at].hash));
			seen = 0;
			i = n;
			hlist_for_each_entry(e, &head, hash) {
				if (--i == at)
					i--;
				KUNIT_ASSERT_EQ(test, e->id, i);
				seen++;
			}
			KUNIT_EXPECT_EQ(test, seen, n - 1);
			KUNIT_EXPECT_EQ(test, hlist_empty(&head), n == 1);
		}
	}
}

static void llist_order(struct kunit *test)
{
	LLIST_HEAD(head);
	struct llist_node *all;
	struct elem *e, *next;
	int i;

	for (i = 0; i < SHAPES; i++) {
		elems[i].id = i;
		KUNIT_EXPECT_EQ(test, llist_add(&elems[i].stack, &head), i == 0);
	}
	all = llist_del_all(&head);
	KUNIT_EXPECT_TRUE(test, llist_empty(&head));
	llist_for_each_entry_safe(e, next, all, stack)
		KUNIT_EXPECT_EQ(test, e->id, --i);
	all = llist_reverse_order(all);
	llist_for_each_entry_safe(e, next, all, stack)
		KUNIT_EXPECT_EQ(test, e->id, i++);
	KUNIT_EXPECT_EQ(test, i, SHAPES);
}

static int compare_keys(void *priv, const struct list_head *a,
			const struct list_head *b)
{
	int *calls = priv;

	++*calls;
	return list_entry(a, struct elem, list)->key -
	       list_entry(b, struct elem, list)->key;
}

static void list_sorted(struct kunit *test)
{
	static const int sizes[] = { 0, 1, 2, 3, 4, 5, 8, 100, 777 };
	struct elem *all = kunit_kcalloc(test, 777, sizeof(*all), GFP_KERNEL), *e;
	struct list_head head;
	int round, i, n, calls, keys;

	KUNIT_ASSERT_NOT_NULL(test, all);
	for (round = 0; round < 3 * ARRAY_SIZE(sizes); round++) {
		const struct elem *prev = NULL;

		n = sizes[round / 3];
		keys = 1 + kunit_random_below(test, round % 3 ? n + 1 : 3);
		INIT_LIST_HEAD(&head);
		for (i = 0; i < n; i++) {
			all[i].id = i;
			all[i].key = kunit_random_below(test, keys);
			list_add_tail(&all[i].list, &head);
		}
		calls = 0;
		list_sort(&calls, &head, compare_keys);
		i = 0;
		list_for_each_entry(e, &head, list) {
			if (prev)	/* stable: equal keys keep their order */
				KUNIT_ASSERT_TRUE(test, prev->key < e->key ||
						  (prev->key == e->key &&
						   prev->id < e->id));
			prev = e;
			i++;
		}
		KUNIT_ASSERT_EQ(test, i, n);
		KUNIT_ASSERT_LE(test, calls, n * 11);
	}
}

static struct kunit_case list_cases[] = {
	KUNIT_CASE(list_delete),
	KUNIT_CASE(list_moves),
	KUNIT_CASE(list_splices),
	KUNIT_CASE(list_cuts),
	KUNIT_CASE(list_safe_walk),
	KUNIT_CASE(hlist_shapes),
	KUNIT_CASE(llist_order),
	KUNIT_CASE(list_sorted),
	{}
};

static struct kunit_suite list_suite = {
	.name = "list",
	.test_cases = list_cases,
};
kunit_test_suite(list_suite);
