// SPDX-License-Identifier: GPL-2.0-only
/*
 * random_kunit.c - random numbers: the cipher is the published one, and nothing comes twice.
 */
#include <kunit/test.h>
#include <linux/bitops.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>

/* RFC 8439, section 2.3.2 */
static void chacha20_vector(struct kunit *test)
{
	static const u8 expected[CHACHA_BLOCK] = {
		0x10, 0xf1, 0xe7, 0xe4, 0xd1, 0x3b, 0x59, 0x15, 0x50, 0x0f, 0xdd, 0x1f, 0xa3, 0x20, 0x71, 0xc4,
		0xc7, 0xd1, 0xf4, 0xc7, 0x33, 0xc0, 0x68, 0x03, 0x04, 0x22, 0xaa, 0x9a, 0xc3, 0xd4, 0x6c, 0x4e,
		0xd2, 0x82, 0x64, 0x46, 0x07, 0x9f, 0xaa, 0x09, 0x14, 0xc2, 0xd7, 0x05, 0xd9, 0x8b, 0x02, 0xa2,
		0xb5, 0x12, 0x9c, 0xd1, 0xde, 0x16, 0x4e, 0xb9, 0xcb, 0xd0, 0x83, 0xe8, 0xa2, 0x50, 0x3c, 0x4e,
	};
	u8 key[CHACHA_KEY], out[CHACHA_BLOCK];

	for (unsigned int i = 0; i < sizeof(key); i++)
		key[i] = i;
	chacha20_block((u32 *)key, 1 | 0x09000000ULL << 32, 0x4a000000, out);
	KUNIT_EXPECT_EQ(test, memcmp(out, expected, sizeof(out)), 0);
}

/* Each length is filled to its end and not beyond, and not twice alike. */
static void random_lengths(struct kunit *test)
{
	u8 *a = kunit_kzalloc(test, 512, GFP_KERNEL), *b = kunit_kzalloc(test, 512, GFP_KERNEL);

	KUNIT_ASSERT_TRUE(test, a && b);
	for (size_t len = 8; len <= 300; len++) {
		memset(a, 0xa5, 512);
		memset(b, 0xa5, 512);
		get_random_bytes(a, len);
		get_random_bytes(b, len);
		KUNIT_EXPECT_NULL(test, memchr_inv(a + len, 0xa5, 512 - len));
		KUNIT_EXPECT_NE(test, memcmp(a, b, len), 0);
		KUNIT_EXPECT_NE(test, memcmp(a + len - 8, b + len - 8, 8), 0);
	}
}

#define NR_WORDS 4096

static int compare_words(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

/* By chance two of these are equal once in 2^41 runs; each bit is set in half of them, give or take 8 sigma. */
static void random_words(struct kunit *test)
{
	u64 *words = kunit_kzalloc(test, NR_WORDS * sizeof(*words), GFP_KERNEL);
	unsigned int set[64] = {};

	KUNIT_ASSERT_NOT_NULL(test, words);
	for (int i = 0; i < NR_WORDS; i++) {
		words[i] = get_random_u64();
		for (int bit = 0; bit < 64; bit++)
			set[bit] += words[i] >> bit & 1;
	}
	for (int bit = 0; bit < 64; bit++)
		KUNIT_EXPECT_TRUE(test, set[bit] > NR_WORDS / 2 - 256 && set[bit] < NR_WORDS / 2 + 256);
	sort(words, NR_WORDS, sizeof(*words), compare_words, NULL);
	for (int i = 1; i < NR_WORDS; i++)
		KUNIT_EXPECT_NE(test, words[i - 1], words[i]);
}

static void random_below(struct kunit *test)
{
	unsigned int count[6] = {};

	for (int i = 0; i < 6000; i++) {
		u32 n = get_random_u32_below(6);

		KUNIT_ASSERT_LT(test, n, 6U);
		count[n]++;
	}
	/* 8 sigma */
	for (int i = 0; i < 6; i++)
		KUNIT_EXPECT_TRUE(test, count[i] > 770 && count[i] < 1230);
	KUNIT_EXPECT_EQ(test, get_random_u32_below(1), 0U);
}

static struct kunit_case random_cases[] = {
	KUNIT_CASE(chacha20_vector),
	KUNIT_CASE(random_lengths),
	KUNIT_CASE(random_words),
	KUNIT_CASE(random_below),
	{}
};

static struct kunit_suite random_suite = {
	.name = "random",
	.test_cases = random_cases,
};
kunit_test_suite(random_suite);
