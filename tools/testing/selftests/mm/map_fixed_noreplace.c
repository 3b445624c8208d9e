// SPDX-License-Identifier: GPL-2.0-only
/*
 * map_fixed_noreplace.c - MAP_FIXED_NOREPLACE takes exactly the place asked for, or fails with EEXIST.
 */
#include "vm_util.h"

#define NOREPLACE	(ANON | MAP_FIXED_NOREPLACE)

/* Five pages of free room; a mapping on some of them, which holds a known byte. */
FIXTURE(room) {
	char *base;
};

FIXTURE_SETUP(room)
{
	self->base = free_place(5);
}

FIXTURE_TEARDOWN(room)
{
	ASSERT_EQ(munmap(self->base, 5 * PAGE), 0);
}

static void occupy(char *p, size_t pages)
{
	ASSERT_EQ(mmap(p, pages * PAGE, RW, NOREPLACE, -1, 0), p);
	memset(p, 'o', pages * PAGE);
}

static void refused(char *at, size_t pages, char *occupied)
{
	EXPECT_ERRNO(mmap(at, pages * PAGE, RW, NOREPLACE, -1, 0), EEXIST);
	EXPECT_EQ(*occupied, 'o');
}

TEST_F(room, free_place_is_taken)
{
	char *p = self->base;

	ASSERT_EQ(mmap(p, 5 * PAGE, RW, NOREPLACE, -1, 0), p);
	p[4 * PAGE] = 1;
}

TEST_F(room, the_same_place)
{
	occupy(self->base, 5);
	refused(self->base, 5, self->base);
}

TEST_F(room, within)
{
	occupy(self->base, 5);
	refused(self->base + 2 * PAGE, 1, self->base + 2 * PAGE);
}

TEST_F(room, around)
{
	occupy(self->base + 2 * PAGE, 1);
	refused(self->base, 5, self->base + 2 * PAGE);
}

TEST_F(room, over_its_start)
{
	occupy(self->base + 2 * PAGE, 2);
	refused(self->base, 3, self->base + 2 * PAGE);
}

TEST_F(room, over_its_end)
{
	occupy(self->base, 3);
	refused(self->base + 2 * PAGE, 3, self->base + 2 * PAGE);
}

TEST_F(room, directly_before_and_behind)
{
	char *p = self->base;

	occupy(p + 2 * PAGE, 1);
	EXPECT_EQ(mmap(p, 2 * PAGE, RW, NOREPLACE, -1, 0), p);
	EXPECT_EQ(mmap(p + 3 * PAGE, 2 * PAGE, RW, NOREPLACE, -1, 0), p + 3 * PAGE);
	EXPECT_EQ(p[2 * PAGE], 'o');
}

TEST_F(room, a_hole_of_just_that_size)
{
	char *p = self->base;

	occupy(p, 5);
	ASSERT_EQ(munmap(p + PAGE, 2 * PAGE), 0);
	refused(p + PAGE, 3, p + 3 * PAGE);
	EXPECT_EQ(mmap(p + PAGE, 2 * PAGE, RW, NOREPLACE, -1, 0), p + PAGE);
}

TEST_F(room, files_too)
{
	int fd = temp_file(PAGE);
	char *p = self->base;

	EXPECT_EQ(mmap(p, PAGE, RW, MAP_SHARED | MAP_FIXED_NOREPLACE, fd, 0), p);
	EXPECT_ERRNO(mmap(p, PAGE, RW, MAP_SHARED | MAP_FIXED_NOREPLACE, fd, 0), EEXIST);
	/* it came after MAP_SHARED_VALIDATE, for which it is a flag that the file does not know */
	EXPECT_ERRNO(mmap(p + PAGE, PAGE, RW, MAP_SHARED_VALIDATE | MAP_FIXED_NOREPLACE, fd, 0), EOPNOTSUPP);
}

/* Both flags together: the stricter one wins. */
TEST_F(room, with_map_fixed)
{
	occupy(self->base, 1);
	EXPECT_ERRNO(mmap(self->base, PAGE, RW, NOREPLACE | MAP_FIXED, -1, 0), EEXIST);
	EXPECT_EQ(self->base[0], 'o');
}

TEST_F(room, bad_address)
{
	EXPECT_ERRNO(mmap(self->base + 1, PAGE, RW, NOREPLACE, -1, 0), EINVAL);
}

/* munmap() of what was refused is not needed: nothing is left behind. */
TEST_F(room, leaves_nothing)
{
	occupy(self->base + 2 * PAGE, 1);
	refused(self->base, 5, self->base + 2 * PAGE);
	EXPECT_EQ(count_mappings(self->base, 5 * PAGE), 1);
}

TEST_HARNESS_MAIN
