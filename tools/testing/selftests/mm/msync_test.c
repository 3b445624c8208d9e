// SPDX-License-Identifier: GPL-2.0-only
/*
 * msync_test.c - msync(): arguments, holes, locked memory, and that what it writes is in the file.
 */
#include "vm_util.h"

TEST(arguments)
{
	char *s = map_file(temp_file(PAGE), 1, RW, MAP_SHARED);

	EXPECT_EQ(msync(s, PAGE, MS_SYNC), 0);
	EXPECT_EQ(msync(s, PAGE, MS_ASYNC), 0);
	EXPECT_EQ(msync(s, PAGE, MS_INVALIDATE), 0);
	EXPECT_EQ(msync(s, PAGE, 0), 0);
	EXPECT_EQ(msync(s, 0, MS_SYNC), 0);
	EXPECT_ERRNO(msync(s, PAGE, MS_SYNC | MS_ASYNC), EINVAL);
	EXPECT_ERRNO(msync(s + 1, PAGE, MS_SYNC), EINVAL);
	EXPECT_ERRNO(msync(s, PAGE, 64), EINVAL);
	EXPECT_ERRNO(msync(s, -PAGE, MS_SYNC), ENOMEM);
}

TEST(holes)
{
	char *p = map(3);

	EXPECT_EQ(msync(p, 3 * PAGE, MS_SYNC), 0);		/* anonymous memory has nothing to write */
	ASSERT_EQ(munmap(p + PAGE, PAGE), 0);
	EXPECT_ERRNO(msync(p, 3 * PAGE, MS_ASYNC), ENOMEM);
	EXPECT_ERRNO(msync(p, 3 * PAGE, MS_SYNC), ENOMEM);
	EXPECT_ERRNO(msync(NOWHERE, PAGE, MS_SYNC), ENOMEM);
}

TEST(locked)
{
	char *s = map_file(temp_file(PAGE), 1, RW, MAP_SHARED);

	ASSERT_EQ(mlock(s, PAGE), 0);
	EXPECT_ERRNO(msync(s, PAGE, MS_INVALIDATE), EBUSY);
	EXPECT_EQ(msync(s, PAGE, MS_SYNC), 0);
	ASSERT_EQ(munlock(s, PAGE), 0);
	EXPECT_EQ(msync(s, PAGE, MS_INVALIDATE), 0);
}

TEST(reaches_the_file)
{
	int fd = open("/tmp/msync_test", O_RDWR | O_CREAT | O_TRUNC, 0600);
	char *s, c;

	ASSERT_GE(fd, 0);
	ASSERT_EQ(unlink("/tmp/msync_test"), 0);
	ASSERT_EQ(ftruncate(fd, 2 * PAGE), 0);
	s = map_file(fd, 2, RW, MAP_SHARED);
	s[PAGE] = 'm';
	ASSERT_EQ(msync(s, 2 * PAGE, MS_SYNC), 0);
	ASSERT_EQ(pread(fd, &c, 1, PAGE), 1);
	EXPECT_EQ(c, 'm');
}

TEST_HARNESS_MAIN
