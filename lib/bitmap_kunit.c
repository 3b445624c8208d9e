// SPDX-License-Identifier: GPL-2.0-only
/*
 * bitmap_kunit.c - bitmaps and bit searching against arrays of bool.
 */
#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/find.h>

#define BITS	333	/* not a multiple of a word */
#define WORDS	DIV_ROUND_UP(BITS, BITS_PER_LONG)
#define ROUNDS	400

struct bits {
	unsigned long	map[WORDS];
	bool		model[BITS];
};

struct bits_test {
	struct bits	a, b;
	unsigned long	dst[WORDS];
};

static int bits_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct bits_test), GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

/* Few, half or most bits set; the tail of the last word is noise. */
static void random_bits(struct kunit *test, struct bits *bits)
{
	unsigned int i, percent = kunit_random_below(test, 101);

	for (i = 0; i < WORDS; i++)
		bits->map[i] = kunit_random(test);
	for (i = 0; i < BITS; i++) {
		bits->model[i] = kunit_random_below(test, 100) < percent;
		if (bits->model[i])
			__set_bit(i, bits->map);
		else
			__clear_bit(i, bits->map);
	}
}

static void bitmap_logic(struct kunit *test)
{
	struct bits_test *t = test->priv;
	const unsigned long *a = t->a.map, *b = t->b.map;
	int round, i;

	for (round = 0; round < ROUNDS; round++) {
		unsigned int n = 1 + kunit_random_below(test, BITS), weight = 0, both = 0;
		bool equal = true, subset = true, diff = false;

		random_bits(test, &t->a);
		if (round % 3)
			random_bits(test, &t->b);
		else
			t->b = t->a;
		for (i = 0; i < n; i++) {
			bool x = t->a.model[i], y = t->b.model[i];

			weight += x;
			both += x && y;
			equal &= x == y;
			subset &= !x || y;
			diff |= x && !y;
		}
		KUNIT_ASSERT_EQ(test, bitmap_weight(a, n), weight);
		KUNIT_ASSERT_EQ(test, bitmap_weight_and(a, b, n), both);
		KUNIT_ASSERT_EQ(test, bitmap_equal(a, b, n), equal);
		KUNIT_ASSERT_EQ(test, bitmap_subset(a, b, n), subset);
		KUNIT_ASSERT_EQ(test, bitmap_intersects(a, b, n), both > 0);
		KUNIT_ASSERT_EQ(test, bitmap_empty(a, n), weight == 0);
		KUNIT_ASSERT_EQ(test, bitmap_full(a, n), weight == n);

		KUNIT_ASSERT_EQ(test, bitmap_and(t->dst, a, b, n), both > 0);
		KUNIT_ASSERT_EQ(test, bitmap_weight(t->dst, n), both);
		KUNIT_ASSERT_EQ(test, bitmap_andnot(t->dst, a, b, n), diff);
		KUNIT_ASSERT_EQ(test, bitmap_weight(t->dst, n), weight - both);
		bitmap_or(t->dst, a, b, n);
		for (i = 0; i < n; i++)
			KUNIT_ASSERT_EQ(test, test_bit(i, t->dst),
					t->a.model[i] || t->b.model[i]);
		bitmap_xor(t->dst, a, b, n);
		for (i = 0; i < n; i++)
			KUNIT_ASSERT_EQ(test, test_bit(i, t->dst),
					t->a.model[i] != t->b.model[i]);
		bitmap_complement(t->dst, a, n);
		KUNIT_ASSERT_EQ(test, bitmap_weight(t->dst, n), n - weight);
	}
}

static void bitmap_ranges(struct kunit *test)
{
	struct bits_test *t = test->priv;
	int round, i;

	for (round = 0; round < ROUNDS; round++) {
		unsigned int start = kunit_random_below(test, BITS);
		unsigned int len = kunit_random_below(test, BITS - start + 1);
		bool set = kunit_random_below(test, 2);

		random_bits(test, &t->a);
		if (set)
			bitmap_set(t->a.map, start, len);
		else
			bitmap_clear(t->a.map, start, len);
		for (i = 0; i < BITS; i++)
			KUNIT_ASSERT_EQ(test, test_bit(i, t->a.map),
					i >= start && i < start + len ? set :
					t->a.model[i]);
	}
}

static void bitmap_shifts(struct kunit *test)
{
	struct bits_test *t = test->priv;
	int round, i;

	for (round = 0; round < ROUNDS; round++) {
		unsigned int n = 1 + kunit_random_below(test, BITS);
		unsigned int by = kunit_random_below(test, n);

		random_bits(test, &t->a);
		bitmap_shift_right(t->dst, t->a.map, by, n);
		for (i = 0; i < n; i++)
			KUNIT_ASSERT_EQ(test, test_bit(i, t->dst),
					i + by < n && t->a.model[i + by]);
		bitmap_shift_left(t->dst, t->a.map, by, n);
		for (i = 0; i < n; i++)
			KUNIT_ASSERT_EQ(test, test_bit(i, t->dst),
					i >= by && t->a.model[i - by]);
	}
}

/* The first bit from @from on where the predicate holds, or @n. */
#define MODEL_FIND(from, n, predicate) ({		\
	unsigned int __i = from;			\
							\
	while (__i < (n) && !(predicate(__i)))		\
		__i++;					\
	min_t(unsigned int, __i, n);			\
})

static void find_bits(struct kunit *test)
{
	struct bits_test *t = test->priv;
	const unsigned long *a = t->a.map, *b = t->b.map;
	int round;

#define IN_A(i)		(t->a.model[i])
#define NOT_IN_A(i)	(!t->a.model[i])
#define IN_BOTH(i)	(t->a.model[i] && t->b.model[i])
#define ONLY_IN_A(i)	(t->a.model[i] && !t->b.model[i])
#define IN_EITHER(i)	(t->a.model[i] || t->b.model[i])
	for (round = 0; round < ROUNDS; round++) {
		unsigned int n = 1 + kunit_random_below(test, BITS);
		unsigned int from = kunit_random_below(test, n + 1);
		unsigned int i, last = n, seen = 0, nth;

		random_bits(test, &t->a);
		random_bits(test, &t->b);
		KUNIT_ASSERT_EQ(test, find_first_bit(a, n), MODEL_FIND(0, n, IN_A));
		KUNIT_ASSERT_EQ(test, find_first_zero_bit(a, n), MODEL_FIND(0, n, NOT_IN_A));
		KUNIT_ASSERT_EQ(test, find_first_and_bit(a, b, n), MODEL_FIND(0, n, IN_BOTH));
		KUNIT_ASSERT_EQ(test, find_next_bit(a, n, from), MODEL_FIND(from, n, IN_A));
		KUNIT_ASSERT_EQ(test, find_next_zero_bit(a, n, from), MODEL_FIND(from, n, NOT_IN_A));
		KUNIT_ASSERT_EQ(test, find_next_and_bit(a, b, n, from), MODEL_FIND(from, n, IN_BOTH));
		KUNIT_ASSERT_EQ(test, find_next_andnot_bit(a, b, n, from), MODEL_FIND(from, n, ONLY_IN_A));
		KUNIT_ASSERT_EQ(test, find_next_or_bit(a, b, n, from), MODEL_FIND(from, n, IN_EITHER));

		nth = kunit_random_below(test, n);
		for (i = 0; i < n; i++)
			if (t->a.model[i])
				last = i;
		KUNIT_ASSERT_EQ(test, find_last_bit(a, n), last);
		for (i = 0; i < n; i++)
			if (t->a.model[i] && seen++ == nth)
				break;
		KUNIT_ASSERT_EQ(test, find_nth_bit(a, n, nth), i);
	}
}

static void find_iterators(struct kunit *test)
{
	struct bits_test *t = test->priv;
	unsigned int bit, begin, end, seen, from;
	int round;

	for (round = 0; round < ROUNDS / 4; round++) {
		random_bits(test, &t->a);
		seen = 0;
		for_each_set_bit(bit, t->a.map, BITS) {
			KUNIT_ASSERT_TRUE(test, t->a.model[bit]);
			seen++;
		}
		for_each_clear_bit(bit, t->a.map, BITS) {
			KUNIT_ASSERT_FALSE(test, t->a.model[bit]);
			seen++;
		}
		KUNIT_ASSERT_EQ(test, seen, BITS);

		seen = 0;
		for_each_set_bitrange(begin, end, t->a.map, BITS) {
			KUNIT_ASSERT_LT(test, begin, end);
			seen += end - begin;
		}
		KUNIT_ASSERT_EQ(test, seen, bitmap_weight(t->a.map, BITS));

		seen = 0;
		from = kunit_random_below(test, BITS);
		for_each_set_bit_wrap(bit, t->a.map, BITS, from)
			seen++;
		KUNIT_ASSERT_EQ(test, seen, bitmap_weight(t->a.map, BITS));
	}
}

static void find_zero_area(struct kunit *test)
{
	struct bits_test *t = test->priv;
	unsigned int nr, align, start, i, at, want;
	int round;

	for (round = 0; round < ROUNDS; round++) {
		random_bits(test, &t->a);
		nr = 1 + kunit_random_below(test, 9);
		align = (1U << kunit_random_below(test, 4)) - 1;
		start = kunit_random_below(test, BITS);
		for (want = ALIGN(start, align + 1); want + nr <= BITS; want += align + 1) {
			for (i = 0; i < nr && !t->a.model[want + i]; i++)
				;
			if (i == nr)
				break;
		}
		at = bitmap_find_next_zero_area(t->a.map, BITS, start, nr, align);
		if (want + nr <= BITS)
			KUNIT_ASSERT_EQ(test, at, want);
		else
			KUNIT_ASSERT_GT(test, at + nr, BITS);
	}
}

static void one_word(struct kunit *test)
{
	unsigned long word = 0xf0UL, other = 0x90UL;
	DECLARE_BITMAP(full, 10);

	KUNIT_EXPECT_EQ(test, find_first_bit(&word, 8), 4);
	KUNIT_EXPECT_EQ(test, find_first_bit(&word, 4), 4);
	KUNIT_EXPECT_EQ(test, find_next_bit(&word, 8, 8), 8);
	KUNIT_EXPECT_EQ(test, find_next_zero_bit(&word, 8, 4), 8);
	KUNIT_EXPECT_EQ(test, find_last_bit(&word, BITS_PER_LONG), 7);
	KUNIT_EXPECT_EQ(test, find_next_and_bit(&word, &other, 8, 5), 7);
	KUNIT_EXPECT_EQ(test, bitmap_weight(&word, 6), 2);
	KUNIT_EXPECT_TRUE(test, bitmap_subset(&other, &word, 8));
	bitmap_fill(full, 10);
	KUNIT_EXPECT_TRUE(test, bitmap_full(full, 10));
	KUNIT_EXPECT_EQ(test, bitmap_weight(full, 10), 10);
	bitmap_zero(full, 10);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(full, 10));
}

static void parse_list(struct kunit *test)
{
	struct bits_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, bitmap_parselist("0,3-5,70", t->dst, BITS), 0);
	KUNIT_EXPECT_EQ(test, bitmap_weight(t->dst, BITS), 5);
	KUNIT_EXPECT_TRUE(test, test_bit(0, t->dst) && test_bit(4, t->dst) &&
			  test_bit(70, t->dst));
	KUNIT_EXPECT_NE(test, bitmap_parselist("5-3", t->dst, BITS), 0);
	KUNIT_EXPECT_NE(test, bitmap_parselist("4000", t->dst, BITS), 0);
	KUNIT_EXPECT_NE(test, bitmap_parselist("a", t->dst, BITS), 0);
}

static struct kunit_case bitmap_cases[] = {
	KUNIT_CASE(one_word),
	KUNIT_CASE(bitmap_logic),
	KUNIT_CASE(bitmap_ranges),
	KUNIT_CASE(bitmap_shifts),
	KUNIT_CASE(find_bits),
	KUNIT_CASE(find_iterators),
	KUNIT_CASE(find_zero_area),
	KUNIT_CASE(parse_list),
	{}
};

static struct kunit_suite bitmap_suite = {
	.name = "bitmap",
	.init = bits_init,
	.test_cases = bitmap_cases,
};
kunit_test_suite(bitmap_suite);
