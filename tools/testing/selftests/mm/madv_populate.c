// SPDX-License-Identifier: GPL-2.0-only
/*
 * madv_populate.c - MADV_POPULATE_READ and _WRITE: page tables filled as an access would, and each
 * reason to refuse.
 */
#include "vm_util.h"

FIXTURE(area) {
	char *p;
};

FIXTURE_SETUP(area)
{
	self->p = map_alone(4);
	if (madvise(self->p, PAGE, MADV_POPULATE_READ) && errno == EINVAL)
		SKIP("no MADV_POPULATE_READ");
	ASSERT_EQ(madvise(self->p, PAGE, MADV_DONTNEED), 0);
}

FIXTURE_TEARDOWN(area)
{
	munmap(self->p, 4 * PAGE);
}

static size_t present(const char *p, size_t pages)
{
	size_t n = 0;

	for (size_t i = 0; i < pages; i++)
		n += !!(pagemap(p + i * PAGE) & PM_PRESENT);
	return n;
}

TEST_F(area, read)
{
	EXPECT_EQ(present(self->p, 4), 0);
	ASSERT_EQ(madvise(self->p, 3 * PAGE, MADV_POPULATE_READ), 0);
	EXPECT_EQ(present(self->p, 4), 3);
	EXPECT_EQ(smaps_kb(self->p, "Anonymous"), 0);		/* the zero page, as a read gives */
	EXPECT_EQ(self->p[0], 0);
}

TEST_F(area, write)
{
	ASSERT_EQ(madvise(self->p, 3 * PAGE, MADV_POPULATE_WRITE), 0);
	EXPECT_EQ(present(self->p, 4), 3);
	EXPECT_EQ(resident(self->p, 4), 3);
	EXPECT_EQ(smaps_kb(self->p, "Anonymous"), 12);
	EXPECT_EQ(smaps_kb(self->p, "Private_Dirty"), 12);
}

TEST_F(area, write_after_read)
{
	ASSERT_EQ(madvise(self->p, 4 * PAGE, MADV_POPULATE_READ), 0);
	ASSERT_EQ(madvise(self->p, 4 * PAGE, MADV_POPULATE_WRITE), 0);
	EXPECT_EQ(smaps_kb(self->p, "Anonymous"), 16);
}

TEST_F(area, contents_stay)
{
	memset(self->p, 6, 2 * PAGE);
	ASSERT_EQ(madvise(self->p, 4 * PAGE, MADV_POPULATE_WRITE), 0);
	ASSERT_EQ(madvise(self->p, 4 * PAGE, MADV_POPULATE_READ), 0);
	EXPECT_EQ(self->p[0], 6);
	EXPECT_EQ(self->p[2 * PAGE], 0);
}

TEST_F(area, prot_read)
{
	ASSERT_EQ(mprotect(self->p, 4 * PAGE, PROT_READ), 0);
	EXPECT_ERRNO(madvise(self->p, 4 * PAGE, MADV_POPULATE_WRITE), EINVAL);
	EXPECT_EQ(present(self->p, 4), 0);
	EXPECT_EQ(madvise(self->p, 4 * PAGE, MADV_POPULATE_READ), 0);
	EXPECT_EQ(present(self->p, 4), 4);
}

TEST_F(area, prot_write)
{
	ASSERT_EQ(mprotect(self->p, 4 * PAGE, PROT_WRITE), 0);
	EXPECT_EQ(madvise(self->p, 4 * PAGE, MADV_POPULATE_WRITE), 0);
}

TEST_F(area, prot_none)
{
	ASSERT_EQ(mprotect(self->p, 4 * PAGE, PROT_NONE), 0);
	EXPECT_ERRNO(madvise(self->p, 4 * PAGE, MADV_POPULATE_READ), EINVAL);
	EXPECT_ERRNO(madvise(self->p, 4 * PAGE, MADV_POPULATE_WRITE), EINVAL);
}

/* What lies before the hole, or the page that refuses, has been filled. */
TEST_F(area, holes)
{
	ASSERT_EQ(munmap(self->p + 2 * PAGE, PAGE), 0);
	EXPECT_ERRNO(madvise(self->p, 4 * PAGE, MADV_POPULATE_READ), ENOMEM);
	EXPECT_EQ(present(self->p, 2), 2);
	EXPECT_EQ(present(self->p + 3 * PAGE, 1), 0);
	EXPECT_ERRNO(madvise(self->p + 2 * PAGE, PAGE, MADV_POPULATE_WRITE), ENOMEM);
	EXPECT_ERRNO(madvise(self->p, 3 * PAGE, MADV_POPULATE_WRITE), ENOMEM);
}

TEST_F(area, arguments)
{
	EXPECT_ERRNO(madvise(self->p + 1, PAGE, MADV_POPULATE_READ), EINVAL);
	EXPECT_EQ(madvise(self->p, 0, MADV_POPULATE_READ), 0);
	EXPECT_ERRNO(madvise(self->p, -PAGE, MADV_POPULATE_READ), EINVAL);
}

TEST(files)
{
	int fd = temp_file(2 * PAGE);
	char *s = map_file(fd, 2, RW, MAP_SHARED), *p = map_file(fd, 2, RW, MAP_PRIVATE), *r;

	if (madvise(s, PAGE, MADV_POPULATE_READ) && errno == EINVAL)
		SKIP("no MADV_POPULATE_READ");
	ASSERT_EQ(madvise(s, 2 * PAGE, MADV_POPULATE_WRITE), 0);
	EXPECT_EQ(present(s, 2), 2);
	ASSERT_EQ(madvise(p, 2 * PAGE, MADV_POPULATE_READ), 0);
	EXPECT_EQ(pagemap(p) & (PM_PRESENT | PM_FILE), PM_PRESENT | PM_FILE);
	ASSERT_EQ(madvise(p, 2 * PAGE, MADV_POPULATE_WRITE), 0);
	EXPECT_EQ(pagemap(p) & (PM_PRESENT | PM_FILE), PM_PRESENT);
	/* behind the end an access would give SIGBUS */
	r = map_file(fd, 4, PROT_READ, MAP_SHARED);
	EXPECT_ERRNO(madvise(r, 4 * PAGE, MADV_POPULATE_READ), EFAULT);
	EXPECT_EQ(present(r, 2), 2);
}

TEST_HARNESS_MAIN
