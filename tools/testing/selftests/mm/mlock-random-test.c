// SPDX-License-Identifier: GPL-2.0-only
/*
 * mlock-random-test.c - random pieces of an area are locked, within the limit and beyond it, by a
 * user without privileges: the calls within succeed, those beyond fail, and VmLck tells the sum.
 */
#include "vm_util.h"

enum { LIMIT = 128, CALLS = 200 };	/* pages, calls */

static uint64_t seed = 0x5eed;

struct piece {
	size_t start, size;
};

static struct piece random_piece(size_t pages)
{
	struct piece p;

	p.start = ksft_random(&seed) % (pages * PAGE);
	p.size = ksft_random(&seed) % (pages * PAGE - p.start);
	return p;
}

static int lock_piece(char *area, struct piece p)
{
	if (ksft_random(&seed) % 2)
		return mlock(area + p.start, p.size);
	return syscall(SYS_mlock2, area + p.start, p.size, MLOCK_ONFAULT);
}

/* Pages that a piece touches. */
static void mark(unsigned char *locked, struct piece p, int how)
{
	if (p.size)
		memset(locked + p.start / PAGE, how, (p.start + p.size - 1) / PAGE - p.start / PAGE + 1);
}

static long count(const unsigned char *locked, int pages)
{
	long n = 0;

	for (int i = 0; i < pages; i++)
		n += locked[i];
	return n;
}

TEST(within_the_limit)
{
	unsigned char locked[LIMIT] = { 0 };
	char *area = map_alone(LIMIT);

	set_limit(RLIMIT_MEMLOCK, LIMIT * PAGE);
	become_nobody();
	for (int i = 0; i < CALLS; i++) {
		struct piece p = random_piece(LIMIT);

		if (i % 3) {
			ASSERT_EQ(lock_piece(area, p), 0);
			mark(locked, p, 1);
		} else {
			ASSERT_EQ(munlock(area + p.start, p.size), 0);
			mark(locked, p, 0);
		}
		ASSERT_EQ(status_kb("VmLck"), 4 * count(locked, LIMIT));
	}
}

TEST(beyond_the_limit)
{
	char *area = map_alone(2 * LIMIT);

	set_limit(RLIMIT_MEMLOCK, LIMIT * PAGE);
	become_nobody();
	for (int i = 0; i < CALLS; i++) {
		struct piece p = random_piece(LIMIT);

		p.size = LIMIT * PAGE + 1 + ksft_random(&seed) % (LIMIT * PAGE - p.start);
		ASSERT_EQ(lock_piece(area, p), -1);
		ASSERT_EQ(errno, ENOMEM);
		ASSERT_EQ(status_kb("VmLck"), 0);
	}
}

TEST_HARNESS_MAIN
