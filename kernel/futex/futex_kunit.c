// SPDX-License-Identifier: GPL-2.0-only
/*
 * futex_kunit.c - keys tell futexes apart, the hash spreads them, queues keep their order.
 */
#include <kunit/test.h>
#include <linux/log2.h>
#include <linux/mm_types.h>
#include <linux/slab.h>

#include "futex.h"

static void futex_table(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, is_power_of_2(futex_hash_size()));
	KUNIT_EXPECT_GE(test, futex_hash_size(), 256UL);
}

static void futex_private_keys(struct kunit *test)
{
	u32 __user *word = (u32 __user *)0x10000UL;
	struct futex_key a, b;

	KUNIT_EXPECT_EQ(test, get_futex_key(word, 0, &a, false), 0);
	KUNIT_EXPECT_EQ(test, get_futex_key(word, 0, &b, true), 0);
	KUNIT_EXPECT_TRUE(test, futex_match(&a, &b));
	KUNIT_EXPECT_EQ(test, get_futex_key(word + 1, 0, &b, false), 0);
	KUNIT_EXPECT_FALSE(test, futex_match(&a, &b));
	KUNIT_EXPECT_EQ(test, get_futex_key(word + PAGE_SIZE / 4, 0, &b, false), 0);
	KUNIT_EXPECT_FALSE(test, futex_match(&a, &b));

	KUNIT_EXPECT_EQ(test, get_futex_key((void __user *)0x10002UL, 0, &b, false), -EINVAL);
	KUNIT_EXPECT_EQ(test, get_futex_key((void __user *)~3UL, 0, &b, false), -EFAULT);
}

/* Words side by side, and the same word in many processes, must not fall into few buckets. */
static void futex_hash_spreads(struct kunit *test)
{
	unsigned long size = futex_hash_size(), base;
	struct futex_key key = { .owner = test, .page = 0x7f0000000000UL };
	u16 *hits = kunit_kcalloc(test, size, sizeof(*hits), GFP_KERNEL);
	unsigned int worst = 0;

	KUNIT_ASSERT_NOT_NULL(test, hits);
	key.offset = 0;
	base = (unsigned long)futex_hash(&key);
	for (unsigned long i = 0; i < size; i++) {
		long bucket;

		key.offset = (i * 4) % PAGE_SIZE;
		key.page = 0x7f0000000000UL + ((i * 4) & PAGE_MASK);
		bucket = ((long)futex_hash(&key) - (long)base) /
			 (long)sizeof(struct futex_hash_bucket);
		hits[(bucket + size) % size]++;
	}
	for (unsigned long i = 0; i < size; i++)
		worst = max_t(unsigned int, worst, hits[i]);
	/* At random, the fullest of n buckets with n entries holds about ln n / ln ln n: below 10. */
	KUNIT_EXPECT_LE(test, worst, 16U);
}

static void futex_queue_order(struct kunit *test)
{
	struct futex_key key = { .owner = test, .page = 0x1000 };
	struct futex_hash_bucket *hb = futex_hash(&key);
	struct futex_q q[3] = { };
	int before = atomic_read(&hb->waiters);
	struct futex_q *pos;
	int i = 0;

	for (i = 0; i < 3; i++) {
		q[i].key = key;
		atomic_inc(&hb->waiters);
		spin_lock(&hb->lock);
		futex_queue(&q[i], hb);
		spin_unlock(&hb->lock);
	}
	i = 0;
	spin_lock(&hb->lock);
	list_for_each_entry(pos, &hb->chain, list)
		if (futex_match(&pos->key, &key))
			KUNIT_EXPECT_PTR_EQ(test, pos, &q[i++]);
	spin_unlock(&hb->lock);
	KUNIT_EXPECT_EQ(test, i, 3);
	KUNIT_EXPECT_TRUE(test, futex_unqueue(&q[1]));
	KUNIT_EXPECT_TRUE(test, futex_unqueue(&q[0]));
	KUNIT_EXPECT_TRUE(test, futex_unqueue(&q[2]));
	KUNIT_EXPECT_EQ(test, atomic_read(&hb->waiters), before);
	/* Woken already: nothing to leave. */
	q[0].lock_ptr = NULL;
	KUNIT_EXPECT_FALSE(test, futex_unqueue(&q[0]));
}

static struct kunit_case futex_cases[] = {
	KUNIT_CASE(futex_table),
	KUNIT_CASE(futex_private_keys),
	KUNIT_CASE(futex_hash_spreads),
	KUNIT_CASE(futex_queue_order),
	{}
};

static struct kunit_suite futex_suite = {
	.name = "futex",
	.test_cases = futex_cases,
};
kunit_test_suite(futex_suite);
