// SPDX-License-Identifier: GPL-2.0-only
/*
 * mincore_selftest.c - mincore(): a byte a page, anonymous memory, files, and each errno.
 */
#include "vm_util.h"

TEST(basic_interface)
{
	unsigned char vec[4];
	char *p = map(4);

	EXPECT_EQ(mincore(p, 0, vec), 0);
	EXPECT_ERRNO(mincore(p + 1, PAGE, vec), EINVAL);
	EXPECT_ERRNO(mincore(NOWHERE, PAGE, vec), ENOMEM);
	EXPECT_ERRNO(mincore(p, -PAGE, vec), ENOMEM);
	EXPECT_ERRNO(mincore(p, PAGE, NOWHERE), EFAULT);
	EXPECT_ERRNO(mincore(p, PAGE, NULL), EFAULT);
	ASSERT_EQ(munmap(p + 2 * PAGE, PAGE), 0);
	EXPECT_ERRNO(mincore(p, 4 * PAGE, vec), ENOMEM);
}

/* Only as many bytes as there are pages are written, and only bit 0 of each. */
TEST(the_vector)
{
	unsigned char vec[6];
	char *p = map(4);

	memset(vec, 0xaa, sizeof(vec));
	p[PAGE] = 1;
	ASSERT_EQ(mincore(p, 3 * PAGE + 1, vec), 0);
	EXPECT_EQ(vec[0], 0);
	EXPECT_EQ(vec[1], 1);
	EXPECT_EQ(vec[2], 0);
	EXPECT_EQ(vec[3], 0);
	EXPECT_EQ(vec[4], 0xaa);
}

TEST(anonymous)
{
	char *p = map(8);

	EXPECT_EQ(resident(p, 8), 0);
	p[3 * PAGE] = 1;
	EXPECT_EQ(resident(p, 8), 1);
	memset(p, 1, 8 * PAGE);
	EXPECT_EQ(resident(p, 8), 8);
	/* protection does not matter, nor does a lock */
	ASSERT_EQ(mprotect(p, 4 * PAGE, PROT_NONE), 0);
	EXPECT_EQ(resident(p, 8), 8);
	ASSERT_EQ(madvise(p, 4 * PAGE, MADV_DONTNEED), 0);
	EXPECT_EQ(resident(p, 8), 4);
	ASSERT_EQ(munlock(p, 8 * PAGE), 0);
	EXPECT_EQ(resident(p, 8), 4);
}

/* More pages than fit into one page of the vector at a time. */
TEST(large)
{
	size_t pages = 20000;
	unsigned char *vec = malloc(pages);
	char *p = map(pages);
	size_t n = 0;

	for (size_t i = 0; i < pages; i += 7)
		p[i * PAGE] = 1;
	ASSERT_EQ(mincore(p, pages * PAGE, vec), 0);
	for (size_t i = 0; i < pages; i++) {
		ASSERT_EQ(vec[i], i % 7 == 0);
		n += vec[i];
	}
	EXPECT_EQ(n, (pages + 6) / 7);
}

/* Of a file those pages count that are in the page cache, mapped or not. */
TEST(files)
{
	int fd = temp_file(8 * PAGE);
	char *s = map_file(fd, 8, RW, MAP_SHARED);

	EXPECT_EQ(resident(s, 8), 0);
	ASSERT_EQ(pwrite(fd, "x", 1, 2 * PAGE), 1);
	EXPECT_EQ(resident(s, 8), 1);
	s[5 * PAGE] = 1;
	EXPECT_EQ(resident(s, 8), 2);
	/* another mapping of the file says the same, with its offset */
	EXPECT_EQ(resident(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 5 * PAGE), 1), 1);
	EXPECT_EQ(resident(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 6 * PAGE), 1), 0);
}

TEST(shared_anonymous)
{
	char *s = map_flags(4, RW, SHARED_ANON);

	EXPECT_EQ(resident(s, 4), 0);
	s[0] = 1;
	EXPECT_EQ(resident(s, 4), 1);
	ASSERT_EQ(madvise(s, 4 * PAGE, MADV_DONTNEED), 0);
	EXPECT_EQ(resident(s, 4), 1);		/* still in the page cache */
	ASSERT_EQ(madvise(s, 4 * PAGE, MADV_REMOVE), 0);
	EXPECT_EQ(resident(s, 4), 0);
}

/* Whether pages of somebody else's file are cached is nobody's business: all are said to be. */
TEST(files_of_others)
{
	int fd;

	need_root();
	fd = open("/tmp/mincore_test", O_RDWR | O_CREAT | O_TRUNC, 0644);
	ASSERT_GE(fd, 0);
	ASSERT_EQ(ftruncate(fd, 4 * PAGE), 0);
	close(fd);
	become_nobody();
	fd = open("/tmp/mincore_test", O_RDONLY);
	ASSERT_GE(fd, 0);
	EXPECT_EQ(resident(map_file(fd, 4, PROT_READ, MAP_SHARED), 4), 4);
}

TEST_HARNESS_MAIN
