// SPDX-License-Identifier: GPL-2.0-only
/*
 * mremap_dontunmap.c - MREMAP_DONTUNMAP moves the pages and leaves the mapping, empty, where it was.
 */
#include "vm_util.h"

#define KEEP		(MREMAP_MAYMOVE | MREMAP_DONTUNMAP)

FIXTURE(source) {
	char *p;
};

FIXTURE_SETUP(source)
{
	self->p = map(5);
	memset(self->p, 'a', 5 * PAGE);
}

FIXTURE_TEARDOWN(source)
{
	ASSERT_EQ(munmap(self->p, 5 * PAGE), 0);
}

static int is_filled(const char *p, size_t pages, char with)
{
	for (size_t i = 0; i < pages * PAGE; i++)
		if (p[i] != with)
			return 0;
	return 1;
}

TEST_F(source, simple)
{
	char *q = mremap(self->p, 5 * PAGE, 5 * PAGE, KEEP, NULL);

	ASSERT_NE(q, MAP_FAILED);
	ASSERT_NE(q, self->p);
	EXPECT_TRUE(is_filled(q, 5, 'a'));
	EXPECT_EQ(resident(self->p, 5), 0);
	EXPECT_TRUE(is_filled(self->p, 5, 0));
	memset(self->p, 'b', 5 * PAGE);
	EXPECT_TRUE(is_filled(q, 5, 'a'));
}

TEST_F(source, onto_a_place)
{
	char *to = map(5);

	memset(to, 'x', 5 * PAGE);
	ASSERT_EQ(mremap(self->p, 5 * PAGE, 5 * PAGE, KEEP | MREMAP_FIXED, to), to);
	EXPECT_TRUE(is_filled(to, 5, 'a'));
	EXPECT_TRUE(is_filled(self->p, 5, 0));
}

TEST_F(source, part)
{
	char *q = mremap(self->p + 2 * PAGE, 2 * PAGE, 2 * PAGE, KEEP, NULL);

	ASSERT_NE(q, MAP_FAILED);
	EXPECT_TRUE(is_filled(q, 2, 'a'));
	EXPECT_TRUE(is_filled(self->p, 2, 'a'));
	EXPECT_TRUE(is_filled(self->p + 2 * PAGE, 2, 0));
	EXPECT_TRUE(is_filled(self->p + 4 * PAGE, 1, 'a'));
}

/* Onto a part of another mapping: only that part is replaced. */
TEST_F(source, onto_a_part)
{
	char *to = map(9);

	memset(to, 'x', 9 * PAGE);
	ASSERT_EQ(mremap(self->p, 5 * PAGE, 5 * PAGE, KEEP | MREMAP_FIXED, to + 2 * PAGE), to + 2 * PAGE);
	EXPECT_TRUE(is_filled(to, 2, 'x'));
	EXPECT_TRUE(is_filled(to + 2 * PAGE, 5, 'a'));
	EXPECT_TRUE(is_filled(to + 7 * PAGE, 2, 'x'));
}

TEST_F(source, large)
{
	char *p = map_aligned(8 * MiB, 2 * MiB), *q;

	for (size_t i = 0; i < 2048; i += 7)
		*(size_t *)(p + i * PAGE) = i + 1;
	q = mremap(p, 8 * MiB, 8 * MiB, KEEP, NULL);
	ASSERT_NE(q, MAP_FAILED);
	for (size_t i = 0; i < 2048; i += 7) {
		ASSERT_EQ(*(size_t *)(q + i * PAGE), i + 1);
		ASSERT_EQ(*(size_t *)(p + i * PAGE), 0UL);
	}
}

TEST(shared_memory)
{
	char *s = map_flags(2, RW, SHARED_ANON), *t;

	s[0] = 's';
	t = mremap(s, 2 * PAGE, 2 * PAGE, KEEP, NULL);
	ASSERT_NE(t, MAP_FAILED);
	/* both show the same pages */
	EXPECT_EQ(t[0], 's');
	EXPECT_EQ(s[0], 's');
	s[0] = 'u';
	EXPECT_EQ(t[0], 'u');
}

/* Locked memory: the pages move with their lock, and what stays is not locked. */
TEST_F(source, locked)
{
	char *q;

	ASSERT_EQ(mlock(self->p, 5 * PAGE), 0);
	q = mremap(self->p, 5 * PAGE, 5 * PAGE, KEEP, NULL);
	ASSERT_NE(q, MAP_FAILED);
	EXPECT_EQ(status_kb("VmLck"), 20);
	EXPECT_EQ(resident(self->p, 5), 0);
	ASSERT_EQ(munmap(q, 5 * PAGE), 0);
	EXPECT_EQ(status_kb("VmLck"), 0);
}

TEST_F(source, errors)
{
	EXPECT_ERRNO(mremap(self->p, 5 * PAGE, 5 * PAGE, MREMAP_DONTUNMAP, NULL), EINVAL);
	EXPECT_ERRNO(mremap(self->p, 5 * PAGE, 6 * PAGE, KEEP, NULL), EINVAL);
	EXPECT_ERRNO(mremap(self->p, 5 * PAGE, 4 * PAGE, KEEP, NULL), EINVAL);
	EXPECT_ERRNO(mremap(self->p, 5 * PAGE, 5 * PAGE, KEEP | MREMAP_FIXED, self->p), EINVAL);
	EXPECT_TRUE(is_filled(self->p, 5, 'a'));
}

TEST_HARNESS_MAIN
