// SPDX-License-Identifier: GPL-2.0-only
/*
 * iov_iter_kunit.c - iterators over kernel memory in random pieces, against memcpy.
 */
#include <kunit/test.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uio.h>

#define ITER_BYTES	8000
#define ITER_SEGS	40

struct pieces {
	char *mem, *flat;
	struct kvec kvec[ITER_SEGS];
	unsigned int nr;
	size_t total;
};

/* cuts @mem into pieces with gaps and empty ones */
static struct pieces *cut(struct kunit *test)
{
	struct pieces *p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);
	size_t at = 0;

	KUNIT_ASSERT_NOT_NULL(test, p);
	p->mem = kunit_kzalloc(test, ITER_BYTES, GFP_KERNEL);
	p->flat = kunit_kzalloc(test, ITER_BYTES, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, p->mem);
	KUNIT_ASSERT_NOT_NULL(test, p->flat);
	while (p->nr < ITER_SEGS) {
		size_t len = kunit_random_below(test, 3) ? kunit_random_below(test, 180) : 0;

		p->kvec[p->nr].iov_base = p->mem + at;
		p->kvec[p->nr++].iov_len = len;
		at += len + kunit_random_below(test, 5);
		p->total += len;
	}
	return p;
}

static void fill(struct kunit *test, char *buf, size_t len)
{
	while (len--)
		*buf++ = kunit_random(test) >> 24;
}

static void gather(const struct pieces *p, char *to)
{
	unsigned int i;

	for (i = 0; i < p->nr; i++) {
		memcpy(to, p->kvec[i].iov_base, p->kvec[i].iov_len);
		to += p->kvec[i].iov_len;
	}
}

static void iter_to(struct kunit *test)
{
	struct pieces *p = cut(test);
	char *out = kunit_kzalloc(test, ITER_BYTES, GFP_KERNEL);
	struct iov_iter iter;
	size_t done = 0;

	KUNIT_ASSERT_NOT_NULL(test, out);
	fill(test, p->flat, p->total);
	iov_iter_kvec(&iter, ITER_DEST, p->kvec, p->nr, p->total);
	while (done < p->total) {
		size_t n = 1 + kunit_random_below(test, 300);
		size_t got = copy_to_iter(p->flat + done, n, &iter);

		KUNIT_ASSERT_EQ(test, got, min(n, p->total - done));
		done += got;
		/* now and then: back, and once more */
		if (kunit_random_below(test, 3) == 0) {
			size_t back = kunit_random_below(test, done + 1);

			iov_iter_revert(&iter, back);
			done -= back / 2 + (back & 1);
			iov_iter_advance(&iter, back / 2);
		}
		KUNIT_ASSERT_EQ(test, iov_iter_count(&iter), p->total - done);
	}
	KUNIT_EXPECT_EQ(test, copy_to_iter(p->flat, 1, &iter), 0UL);
	gather(p, out);
	KUNIT_EXPECT_MEMEQ(test, out, p->flat, p->total);
}

static void iter_from(struct kunit *test)
{
	struct pieces *p = cut(test);
	char *want = kunit_kzalloc(test, ITER_BYTES, GFP_KERNEL);
	struct iov_iter_state state;
	struct iov_iter iter;
	size_t done = 0;

	KUNIT_ASSERT_NOT_NULL(test, want);
	fill(test, p->mem, ITER_BYTES);
	gather(p, want);
	iov_iter_kvec(&iter, ITER_SOURCE, p->kvec, p->nr, p->total);
	while (iov_iter_count(&iter)) {
		size_t n = 1 + kunit_random_below(test, 300), got;

		iov_iter_save_state(&iter, &state);
		got = copy_from_iter(p->flat + done, n, &iter);
		if (kunit_random_below(test, 2)) {
			iov_iter_restore(&iter, &state);
			KUNIT_ASSERT_EQ(test, copy_from_iter(p->flat + done, n, &iter), got);
		}
		done += got;
	}
	KUNIT_EXPECT_EQ(test, done, p->total);
	KUNIT_EXPECT_MEMEQ(test, p->flat, want, p->total);
}

static void iter_zero_and_all(struct kunit *test)
{
	struct pieces *p = cut(test);
	char *out = kunit_kzalloc(test, ITER_BYTES, GFP_KERNEL);
	struct iov_iter iter;
	size_t i;

	KUNIT_ASSERT_NOT_NULL(test, out);
	KUNIT_ASSERT_GT(test, p->total, 10UL);
	memset(p->mem, 0x77, ITER_BYTES);
	iov_iter_kvec(&iter, ITER_DEST, p->kvec, p->nr, p->total);
	KUNIT_EXPECT_EQ(test, iov_iter_zero(p->total / 2, &iter), p->total / 2);
	/* all or nothing */
	KUNIT_EXPECT_FALSE(test, copy_to_iter_full(p->flat, p->total, &iter));
	KUNIT_EXPECT_EQ(test, iov_iter_count(&iter), p->total - p->total / 2);
	gather(p, out);
	for (i = 0; i < p->total / 2; i++)
		KUNIT_ASSERT_EQ(test, out[i], 0);
}

static struct kunit_case iov_iter_cases[] = {
	KUNIT_CASE(iter_to),
	KUNIT_CASE(iter_from),
	KUNIT_CASE(iter_zero_and_all),
	{}
};

static struct kunit_suite iov_iter_suite = {
	.name = "iov_iter",
	.test_cases = iov_iter_cases,
};
kunit_test_suite(iov_iter_suite);
