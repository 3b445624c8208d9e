// SPDX-License-Identifier: GPL-2.0-only
/*
 * on-fault-limit.c - after mlockall(MCL_ONFAULT | MCL_FUTURE) no mapping may be larger than
 * RLIMIT_MEMLOCK, though none of its pages is there yet; root may.
 */
#include "vm_util.h"

static void map_beyond(int nobody)
{
	set_limit(RLIMIT_MEMLOCK, 4 * MiB);
	if (nobody)
		become_nobody();
	ASSERT_EQ(mlockall(MCL_ONFAULT | MCL_FUTURE), 0);
	if (nobody)
		EXPECT_ERRNO(mmap(NULL, 8 * MiB, RW, ANON, -1, 0), EAGAIN);
	else
		EXPECT_NE(mmap(NULL, 8 * MiB, RW, ANON, -1, 0), MAP_FAILED);
}

TEST(user)
{
	map_beyond(1);
	EXPECT_NE(mmap(NULL, 2 * MiB, RW, ANON, -1, 0), MAP_FAILED);
	EXPECT_ERRNO(mmap(NULL, 3 * MiB, RW, ANON, -1, 0), EAGAIN);
	/* the heap is a mapping, too */
	EXPECT_EQ(syscall(SYS_brk, sbrk(0) + 3 * MiB), (long)sbrk(0));
	ASSERT_EQ(munlockall(), 0);
	EXPECT_NE(mmap(NULL, 8 * MiB, RW, ANON, -1, 0), MAP_FAILED);
}

TEST(root)
{
	need_root();
	map_beyond(0);
}

TEST_HARNESS_MAIN
