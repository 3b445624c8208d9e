// SPDX-License-Identifier: GPL-2.0-only
/*
 * brk_test.c - the heap: brk() by the system call itself, as the C library's malloc() also uses it.
 */
#include "vm_util.h"

/* The system call returns where the break is, moved or not. */
static char *sys_brk(const void *to)
{
	return (char *)syscall(SYS_brk, to);
}

static char *page_up(char *p)
{
	return (char *)(((uintptr_t)p + PAGE - 1) & -PAGE);
}

TEST(grow_and_shrink)
{
	char *start = sys_brk(0), *end = page_up(start);

	catch_faults();
	ASSERT_EQ(sys_brk(start + 10 * PAGE), start + 10 * PAGE);
	memset(start, 1, 10 * PAGE);
	ASSERT_EQ(sys_brk(end + PAGE), end + PAGE);
	EXPECT_EQ(end[PAGE - 1], 1);
	EXPECT_EQ(read_signal(end + PAGE), SIGSEGV);
	/* what was given back comes again, and is zero */
	ASSERT_EQ(sys_brk(end + 3 * PAGE), end + 3 * PAGE);
	EXPECT_EQ(end[2 * PAGE], 0);
}

TEST(not_rounded)
{
	char *end = page_up(sys_brk(0));

	ASSERT_EQ(sys_brk(end + 1), end + 1);
	end[PAGE - 1] = 5;		/* the whole page is there */
	ASSERT_EQ(sys_brk(end + 100), end + 100);
	ASSERT_EQ(sys_brk(end + 1), end + 1);
	EXPECT_EQ(end[PAGE - 1], 5);
	ASSERT_EQ(sys_brk(end), end);
	catch_faults();
	EXPECT_EQ(read_signal(end), SIGSEGV);
}

TEST(refused)
{
	char *now = sys_brk(0);

	EXPECT_EQ(sys_brk((void *)1), now);		/* below the start */
	EXPECT_EQ(sys_brk(now - (1UL << 40)), now);
	EXPECT_EQ(sys_brk((void *)-PAGE), now);
	EXPECT_EQ(sys_brk(now + (1UL << 46)), now);
	EXPECT_EQ(sys_brk(0), now);
}

/* A mapping in the way, and the page that is kept free below it. */
TEST(another_mapping_in_the_way)
{
	char *end = page_up(sys_brk(0));

	ASSERT_EQ(mmap(end + 8 * PAGE, PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0), end + 8 * PAGE);
	end[8 * PAGE] = 7;
	ASSERT_EQ(sys_brk(end + 4 * PAGE), end + 4 * PAGE);
	EXPECT_EQ(sys_brk(end + 9 * PAGE), end + 4 * PAGE);
	EXPECT_EQ(sys_brk(end + 64 * PAGE), end + 4 * PAGE);
	EXPECT_EQ(end[8 * PAGE], 7);
}

TEST(heap_line)
{
	char *end = page_up(sys_brk(0));
	struct mapping m;

	ASSERT_EQ(sys_brk(end + 4 * PAGE), end + 4 * PAGE);
	m = mapping_of(end);
	EXPECT_STREQ(m.name, "[heap]");
	EXPECT_STREQ(m.perms, "rw-p");
	EXPECT_EQ(m.end, (uintptr_t)end + 4 * PAGE);
	/* grown again, it is the same mapping */
	ASSERT_EQ(sys_brk(end + 8 * PAGE), end + 8 * PAGE);
	EXPECT_EQ(mapping_of(end).end, (uintptr_t)end + 8 * PAGE);
	EXPECT_EQ(mapping_of(end).start, m.start);
}

/* Only what is touched costs memory. */
TEST(not_touched)
{
	char *end = page_up(sys_brk(0));
	long rss = status_kb("VmRSS");

	ASSERT_EQ(sys_brk(end + 64 * MiB), end + 64 * MiB);
	EXPECT_LT(status_kb("VmRSS"), rss + 1024);
	EXPECT_GE(status_kb("VmData"), 64 * 1024);
	end[32 * MiB] = 1;
	ASSERT_EQ(sys_brk(end), end);
	EXPECT_LT(status_kb("VmRSS"), rss + 1024);
}

TEST(data_limit)
{
	char *end = page_up(sys_brk(0));

	set_limit(RLIMIT_DATA, 16 * MiB);
	EXPECT_EQ(sys_brk(end + 8 * MiB), end + 8 * MiB);
	EXPECT_EQ(sys_brk(end + 17 * MiB), end + 8 * MiB);
}

TEST(address_space_limit)
{
	char *end = page_up(sys_brk(0));

	ASSERT_EQ(sys_brk(end), end);
	set_limit(RLIMIT_AS, (status_kb("VmSize") << 10) + 4 * PAGE);
	EXPECT_EQ(sys_brk(end + 4 * PAGE), end + 4 * PAGE);
	EXPECT_EQ(sys_brk(end + 5 * PAGE), end + 4 * PAGE);
}

/* With mlockall(MCL_FUTURE) the heap grows locked and filled. */
TEST(locked_heap)
{
	char *end = page_up(sys_brk(0));

	ASSERT_EQ(sys_brk(end), end);
	ASSERT_EQ(mlockall(MCL_FUTURE), 0);
	ASSERT_EQ(sys_brk(end + 4 * PAGE), end + 4 * PAGE);
	EXPECT_EQ(resident(end, 4), 4);
}

/* Holes that munmap() has made do not stop it. */
TEST(hole_in_the_heap)
{
	char *end = page_up(sys_brk(0));

	catch_faults();
	ASSERT_EQ(sys_brk(end + 8 * PAGE), end + 8 * PAGE);
	ASSERT_EQ(munmap(end + 2 * PAGE, 2 * PAGE), 0);
	ASSERT_EQ(sys_brk(end + 10 * PAGE), end + 10 * PAGE);
	EXPECT_EQ(read_signal(end + 2 * PAGE), SIGSEGV);
	EXPECT_EQ(write_signal(end + 9 * PAGE), 0);
	ASSERT_EQ(sys_brk(end), end);
	EXPECT_EQ(count_mappings(end, 10 * PAGE), 0);
}

TEST(child_has_its_own)
{
	char *end = page_up(sys_brk(0));
	pid_t pid;

	ASSERT_EQ(sys_brk(end + PAGE), end + PAGE);
	IN_CHILD(pid) {
		ASSERT_EQ(sys_brk(0), end + PAGE);
		ASSERT_EQ(sys_brk(end + 3 * PAGE), end + 3 * PAGE);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(sys_brk(0), end + PAGE);
}

TEST_HARNESS_MAIN
