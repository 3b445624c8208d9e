// SPDX-License-Identifier: GPL-2.0-only
/*
 * madvise_test.c - what each advice does that can be seen, and each errno. MADV_POPULATE_* and the
 * guard regions have programs of their own.
 */
#include "vm_util.h"

TEST(arguments)
{
	char *p = map(4);

	EXPECT_ERRNO(madvise(p + 1, PAGE, MADV_DONTNEED), EINVAL);
	EXPECT_ERRNO(madvise(p, PAGE, 12345), EINVAL);
	EXPECT_ERRNO(madvise(p, PAGE, -1), EINVAL);
	EXPECT_ERRNO(madvise(p, -PAGE, MADV_DONTNEED), EINVAL);
	EXPECT_ERRNO(madvise(p, -1UL, MADV_DONTNEED), EINVAL);	/* rounds up to 0 */
	EXPECT_EQ(madvise(p, 0, MADV_DONTNEED), 0);
	EXPECT_ERRNO(madvise(p, 0, 12345), EINVAL);
	EXPECT_ERRNO(madvise(NOWHERE, PAGE, MADV_DONTNEED), ENOMEM);
}

/* Holes: ENOMEM at the end, and done where there is something. */
TEST(holes)
{
	char *p = map(4);

	memset(p, 6, 4 * PAGE);
	ASSERT_EQ(munmap(p + PAGE, PAGE), 0);
	EXPECT_ERRNO(madvise(p, 4 * PAGE, MADV_DONTNEED), ENOMEM);
	EXPECT_EQ(p[0], 0);
	EXPECT_EQ(p[3 * PAGE], 0);
}

TEST(normal_random_sequential)
{
	char *p = map_alone(2);

	ASSERT_EQ(madvise(p, 2 * PAGE, MADV_RANDOM), 0);
	EXPECT_EQ(has_vmflag(p, " rr"), 1);
	ASSERT_EQ(madvise(p, 2 * PAGE, MADV_SEQUENTIAL), 0);
	EXPECT_EQ(has_vmflag(p, " sr"), 1);
	EXPECT_EQ(has_vmflag(p, " rr"), 0);
	ASSERT_EQ(madvise(p, 2 * PAGE, MADV_NORMAL), 0);
	EXPECT_EQ(has_vmflag(p, " sr"), 0);
}

TEST(willneed)
{
	int fd = temp_file(4 * PAGE);
	char *s = map_file(fd, 4, RW, MAP_SHARED);

	memset(s, 'w', 4 * PAGE);
	EXPECT_EQ(madvise(s, 4 * PAGE, MADV_WILLNEED), 0);
	EXPECT_EQ(resident(s, 4), 4);
	EXPECT_EQ(s[3 * PAGE], 'w');
}

/* ---- dontneed ---- */

TEST(dontneed_anonymous)
{
	char *p = map(4);

	memset(p, 6, 4 * PAGE);
	ASSERT_EQ(madvise(p + PAGE, 2 * PAGE, MADV_DONTNEED), 0);
	EXPECT_EQ(resident(p, 4), 2);
	EXPECT_EQ(p[0], 6);
	EXPECT_EQ(p[PAGE], 0);
	EXPECT_EQ(p[2 * PAGE], 0);
	EXPECT_EQ(p[3 * PAGE], 6);
}

TEST(dontneed_files)
{
	int fd = temp_file(PAGE);
	char *p = map_file(fd, 1, RW, MAP_PRIVATE), *s = map_file(fd, 1, RW, MAP_SHARED);

	ASSERT_EQ(pwrite(fd, "file", 4, 0), 4);
	p[0] = 'x';
	s[1] = 'y';
	ASSERT_EQ(madvise(p, PAGE, MADV_DONTNEED), 0);
	ASSERT_EQ(madvise(s, PAGE, MADV_DONTNEED), 0);
	EXPECT_EQ(p[0], 'f');		/* the private copy is gone */
	EXPECT_EQ(s[1], 'y');		/* what is shared is the file */
}

/* Memory comes back at once. */
TEST(dontneed_frees)
{
	char *p = map(2048);

	memset(p, 1, 2048 * PAGE);
	EXPECT_GE(status_kb("RssAnon"), 8192);
	ASSERT_EQ(madvise(p, 2048 * PAGE, MADV_DONTNEED), 0);
	EXPECT_LT(status_kb("RssAnon"), 2048);
}

TEST(dontneed_locked)
{
	char *p = map(2);

	p[0] = p[PAGE] = 1;
	ASSERT_EQ(mlock(p, PAGE), 0);
	EXPECT_ERRNO(madvise(p, 2 * PAGE, MADV_DONTNEED), EINVAL);
	EXPECT_EQ(p[PAGE], 1);
	if (madvise(p, PAGE, MADV_DONTNEED_LOCKED) && errno == EINVAL)
		SKIP("no MADV_DONTNEED_LOCKED");
	EXPECT_EQ(p[0], 0);
	EXPECT_EQ(has_vmflag(p, " lo"), 1);
}

/* ---- free ---- */

TEST(lazy_free)
{
	char *p = map_alone(4);

	stay_on_this_cpu();
	memset(p, 8, 4 * PAGE);
	ASSERT_EQ(mlock(map(1), PAGE), 0);		/* from the CPU's batches to the lists */
	ASSERT_EQ(madvise(p, 2 * PAGE, MADV_FREE), 0);
	ASSERT_EQ(mlock(map(1), PAGE), 0);
	EXPECT_EQ(smaps_kb(p, "LazyFree"), 8);
	p[0] = 9;			/* written again: kept */
	EXPECT_EQ(p[0], 9);
	EXPECT_TRUE(p[PAGE] == 8 || p[PAGE] == 0);
	EXPECT_EQ(p[2 * PAGE], 8);
	EXPECT_EQ(smaps_kb(p, "Rss"), 16);
}

TEST(lazy_free_only_anonymous)
{
	int fd = temp_file(PAGE);

	EXPECT_ERRNO(madvise(map_flags(1, RW, SHARED_ANON), PAGE, MADV_FREE), EINVAL);
	EXPECT_ERRNO(madvise(map_file(fd, 1, RW, MAP_PRIVATE), PAGE, MADV_FREE), EINVAL);
}

/* Pages that a child has as well must not lose their contents to it. */
TEST(lazy_free_and_fork)
{
	char *p = map(2);
	int go[2];
	pid_t pid;
	char c;

	ASSERT_EQ(pipe(go), 0);
	memset(p, 7, 2 * PAGE);
	IN_CHILD(pid) {
		ASSERT_EQ(read(go[0], &c, 1), 1);
		EXPECT_EQ(p[0], 7);
		EXPECT_EQ(p[PAGE], 7);
		_exit(0);
	}
	ASSERT_EQ(madvise(p, 2 * PAGE, MADV_FREE), 0);
	p[0] = 1;
	ASSERT_EQ(write(go[1], "", 1), 1);
	ASSERT_EQ(ksft_wait(pid), 0);
}

/* ---- remove ---- */

TEST(remove_hole)
{
	int fd = temp_file(3 * PAGE);
	char *s = map_file(fd, 3, RW, MAP_SHARED), c;
	struct stat st;

	memset(s, 2, 3 * PAGE);
	ASSERT_EQ(madvise(s + PAGE, PAGE, MADV_REMOVE), 0);
	EXPECT_EQ(s[0], 2);
	EXPECT_EQ(s[2 * PAGE], 2);
	ASSERT_EQ(fstat(fd, &st), 0);
	EXPECT_EQ(st.st_size, (off_t)(3 * PAGE));
	EXPECT_EQ(st.st_blocks, 16L);
	EXPECT_EQ(s[PAGE], 0);
	ASSERT_EQ(pread(fd, &c, 1, PAGE), 1);
	EXPECT_EQ(c, 0);
}

TEST(remove_shared_anonymous)
{
	char *s = map_flags(2, RW, SHARED_ANON);

	memset(s, 2, 2 * PAGE);
	ASSERT_EQ(madvise(s, PAGE, MADV_REMOVE), 0);
	EXPECT_EQ(s[0], 0);
	EXPECT_EQ(s[PAGE], 2);
}

TEST(remove_errors)
{
	int fd = temp_file(2 * PAGE), rdonly = reopen(fd, O_RDONLY);
	char *s = map_file(fd, 1, RW, MAP_SHARED);

	EXPECT_ERRNO(madvise(map(1), PAGE, MADV_REMOVE), EINVAL);
	EXPECT_ERRNO(madvise(map_file(rdonly, 1, PROT_READ, MAP_SHARED), PAGE, MADV_REMOVE), EACCES);
	EXPECT_ERRNO(madvise(map_file(fd, 1, RW, MAP_PRIVATE), PAGE, MADV_REMOVE), EACCES);
	ASSERT_EQ(mlock(s, PAGE), 0);
	EXPECT_ERRNO(madvise(s, PAGE, MADV_REMOVE), EINVAL);
}

/* ---- fork ---- */

TEST(dontfork)
{
	char *p = map(3);
	pid_t pid;

	memset(p, 4, 3 * PAGE);
	ASSERT_EQ(madvise(p + PAGE, PAGE, MADV_DONTFORK), 0);
	EXPECT_EQ(has_vmflag(p + PAGE, " dc"), 1);
	IN_CHILD(pid) {
		catch_faults();
		EXPECT_EQ(read_signal(p + PAGE), SIGSEGV);
		EXPECT_EQ(fault_code, SEGV_MAPERR);
		EXPECT_EQ(p[0] + p[2 * PAGE], 8);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(p[PAGE], 4);
	ASSERT_EQ(madvise(p + PAGE, PAGE, MADV_DOFORK), 0);
	IN_CHILD(pid) {
		EXPECT_EQ(p[PAGE], 4);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
}

TEST(wipeonfork)
{
	char *p = map(3);
	pid_t pid;

	memset(p, 4, 3 * PAGE);
	ASSERT_EQ(madvise(p + PAGE, PAGE, MADV_WIPEONFORK), 0);
	EXPECT_EQ(has_vmflag(p + PAGE, " wf"), 1);
	IN_CHILD(pid) {
		pid_t grandchild;

		EXPECT_EQ(p[PAGE], 0);
		EXPECT_EQ(p[0] + p[2 * PAGE], 8);
		p[PAGE] = 5;
		IN_CHILD(grandchild) {
			EXPECT_EQ(p[PAGE], 0);	/* it is inherited */
			_exit(0);
		}
		ASSERT_EQ(ksft_wait(grandchild), 0);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(p[PAGE], 4);
	ASSERT_EQ(madvise(p + PAGE, PAGE, MADV_KEEPONFORK), 0);
	IN_CHILD(pid) {
		EXPECT_EQ(p[PAGE], 4);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_ERRNO(madvise(map_flags(1, RW, SHARED_ANON), PAGE, MADV_WIPEONFORK), EINVAL);
	EXPECT_ERRNO(madvise(map_file(temp_file(PAGE), 1, RW, MAP_PRIVATE), PAGE, MADV_WIPEONFORK), EINVAL);
}

/* ---- hints to reclaim ---- */

TEST(dontdump)
{
	char *p = map_alone(1);

	ASSERT_EQ(madvise(p, PAGE, MADV_DONTDUMP), 0);
	EXPECT_EQ(has_vmflag(p, " dd"), 1);
	ASSERT_EQ(madvise(p, PAGE, MADV_DODUMP), 0);
	EXPECT_EQ(has_vmflag(p, " dd"), 0);
}

TEST(cold_and_pageout)
{
	char *p = map(8);

	memset(p, 3, 8 * PAGE);
	EXPECT_EQ(madvise(p, 8 * PAGE, MADV_COLD), 0);
	EXPECT_EQ(madvise(p, 8 * PAGE, MADV_PAGEOUT), 0);
	/* wherever the pages went, their contents are the same */
	for (int i = 0; i < 8; i++)
		EXPECT_EQ(p[i * PAGE], 3);
	ASSERT_EQ(mlock(p, PAGE), 0);
	EXPECT_ERRNO(madvise(p, PAGE, MADV_COLD), EINVAL);
	EXPECT_ERRNO(madvise(p, PAGE, MADV_PAGEOUT), EINVAL);
}

TEST_HARNESS_MAIN
