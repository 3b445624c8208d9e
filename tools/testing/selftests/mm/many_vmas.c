// SPDX-License-Identifier: GPL-2.0-only
/*
 * many_vmas.c - an address space of 60,000 mappings, and what happens at vm.max_map_count.
 */
#include "vm_util.h"

enum { PAGES = 60000 };

/* Every second page without access: as many mappings as pages. */
static char *map_many(void)
{
	char *p = map_flags(PAGES, PROT_READ, ANON | MAP_NORESERVE);

	for (size_t i = 0; i < PAGES; i += 2)
		ASSERT_EQ(mprotect(p + i * PAGE, PAGE, PROT_NONE), 0);
	return p;
}

TEST_TIMEOUT(sixty_thousand, 180)
{
	char *p = map_many();
	uint64_t seed = 60000;

	catch_faults();
	ASSERT_GE(count_mappings(p, PAGES * PAGE), PAGES);
	/* each is found, and is what it should be */
	for (int i = 0; i < 20000; i++) {
		size_t page = ksft_random(&seed) % PAGES;

		ASSERT_EQ(read_signal(p + page * PAGE), page % 2 ? 0 : SIGSEGV);
	}
	/* and they become one again */
	for (size_t i = 0; i < PAGES; i += 2)
		ASSERT_EQ(mprotect(p + i * PAGE, PAGE, PROT_READ), 0);
	EXPECT_EQ(count_mappings(p, PAGES * PAGE), 1);
}

TEST_TIMEOUT(holes_in_random_order, 180)
{
	char *p = map_flags(PAGES, RW, ANON | MAP_NORESERVE);
	uint64_t seed = 1;
	size_t gone = 0;

	/* 7919 has no factor in common with 30000: each even page comes once */
	for (size_t i = 0, at = 0; i < PAGES / 2; i++, at = (at + 7919) % (PAGES / 2)) {
		ASSERT_EQ(munmap(p + at * 2 * PAGE, PAGE), 0);
		gone++;
	}
	EXPECT_EQ(gone, (size_t)PAGES / 2);
	EXPECT_EQ(count_mappings(p, PAGES * PAGE), PAGES / 2);
	for (int i = 0; i < 1000; i++) {
		size_t hole = ksft_random(&seed) % (PAGES / 2) * 2;
		char *at = p + hole * PAGE;

		/* the gap is known: a mapping that fits goes in, one that does not elsewhere */
		ASSERT_EQ(mmap(at, PAGE, PROT_NONE, ANON, -1, 0), at);
		ASSERT_EQ(munmap(at, PAGE), 0);
		ASSERT_ERRNO(mmap(at, 2 * PAGE, PROT_NONE, ANON | MAP_FIXED_NOREPLACE, -1, 0), EEXIST);
	}
	EXPECT_EQ(munmap(p, PAGES * PAGE), 0);
}

TEST_TIMEOUT(fork_copies_them, 180)
{
	char *p = map_many();
	pid_t pid;

	IN_CHILD(pid) {
		EXPECT_GE(count_mappings(p, PAGES * PAGE), PAGES);
		EXPECT_EQ(munmap(p, PAGES * PAGE), 0);
		_exit(0);
	}
	EXPECT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(munmap(p, PAGES * PAGE), 0);
}

/* vm.max_map_count: 65530 unless somebody changed it. */
TEST_TIMEOUT(map_count, 180)
{
	long max = proc_value("/proc/sys/vm/max_map_count", ""), n = 0;
	FILE *f = fopen("/proc/sys/vm/max_map_count", "r");
	size_t pages = 70000;
	char *p = map_flags(pages, PROT_READ, ANON | MAP_NORESERVE);

	if (!f || fscanf(f, "%ld", &max) != 1 || max > 66000)
		SKIP("vm.max_map_count is %ld", max);
	for (size_t i = 1; i < pages; i += 2, n++)
		if (mprotect(p + i * PAGE, PAGE, PROT_NONE))
			break;
	EXPECT_EQ(errno, ENOMEM);
	EXPECT_LE(2 * n, max);
	EXPECT_GE(2 * n, max - 100);
	/* what needs more mappings is refused, what does not is not */
	EXPECT_ERRNO(munmap(p + 68000 * PAGE, PAGE), ENOMEM);
	EXPECT_EQ(mprotect(p + PAGE, PAGE, PROT_READ), 0);
	EXPECT_EQ(munmap(p, pages * PAGE), 0);
}

TEST_HARNESS_MAIN
