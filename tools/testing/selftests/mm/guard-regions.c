// SPDX-License-Identifier: GPL-2.0-only
/*
 * guard-regions.c - MADV_GUARD_INSTALL and _REMOVE: pages that fault in the middle of a mapping which
 * stays one.
 */
#include "vm_util.h"

FIXTURE(area) {
	char *p;
};

FIXTURE_SETUP(area)
{
	self->p = map_alone(10);
	if (madvise(self->p, PAGE, MADV_GUARD_INSTALL) && errno == EINVAL)
		SKIP("no MADV_GUARD_INSTALL");
	ASSERT_EQ(madvise(self->p, PAGE, MADV_GUARD_REMOVE), 0);
	memset(self->p, 1, 10 * PAGE);
	catch_faults();
}

FIXTURE_TEARDOWN(area)
{
	munmap(self->p, 10 * PAGE);
}

TEST_F(area, faults_and_stays_one_mapping)
{
	char *p = self->p;

	ASSERT_EQ(madvise(p + PAGE, 2 * PAGE, MADV_GUARD_INSTALL), 0);
	EXPECT_EQ(read_signal(p + PAGE), SIGSEGV);
	EXPECT_EQ(fault_code, SEGV_MAPERR);
	EXPECT_EQ(write_signal(p + 2 * PAGE), SIGSEGV);
	EXPECT_EQ(p[0], 1);
	EXPECT_EQ(p[3 * PAGE], 1);
	EXPECT_EQ(count_mappings(p, 10 * PAGE), 1);
	/* the kernel is stopped as well */
	EXPECT_ERRNO(write(temp_file(PAGE), p + PAGE, 1), EFAULT);
}

TEST_F(area, contents_are_gone)
{
	ASSERT_EQ(madvise(self->p, 10 * PAGE, MADV_GUARD_INSTALL), 0);
	EXPECT_EQ(smaps_kb(self->p, "Rss"), 0);
	ASSERT_EQ(madvise(self->p, 10 * PAGE, MADV_GUARD_REMOVE), 0);
	EXPECT_EQ(self->p[0], 0);
}

TEST_F(area, survives_dontneed)
{
	ASSERT_EQ(madvise(self->p + PAGE, PAGE, MADV_GUARD_INSTALL), 0);
	ASSERT_EQ(madvise(self->p, 3 * PAGE, MADV_DONTNEED), 0);
	EXPECT_EQ(read_signal(self->p + PAGE), SIGSEGV);
	EXPECT_EQ(read_signal(self->p), 0);
}

TEST_F(area, survives_mprotect_and_mremap)
{
	char *q;

	ASSERT_EQ(madvise(self->p + PAGE, PAGE, MADV_GUARD_INSTALL), 0);
	ASSERT_EQ(mprotect(self->p, 10 * PAGE, PROT_READ), 0);
	ASSERT_EQ(mprotect(self->p, 10 * PAGE, RW), 0);
	EXPECT_EQ(read_signal(self->p + PAGE), SIGSEGV);
	q = mremap(self->p, 10 * PAGE, 10 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, free_place(10));
	ASSERT_NE(q, MAP_FAILED);
	EXPECT_EQ(read_signal(q + PAGE), SIGSEGV);
	EXPECT_EQ(q[2 * PAGE], 1);
}

TEST_F(area, is_inherited)
{
	pid_t pid;

	ASSERT_EQ(madvise(self->p + PAGE, PAGE, MADV_GUARD_INSTALL), 0);
	IN_CHILD(pid) {
		EXPECT_EQ(read_signal(self->p + PAGE), SIGSEGV);
		ASSERT_EQ(madvise(self->p, 10 * PAGE, MADV_GUARD_REMOVE), 0);
		EXPECT_EQ(read_signal(self->p + PAGE), 0);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(read_signal(self->p + PAGE), SIGSEGV);
}

TEST_F(area, twice_is_once)
{
	ASSERT_EQ(madvise(self->p, 3 * PAGE, MADV_GUARD_INSTALL), 0);
	ASSERT_EQ(madvise(self->p + PAGE, 4 * PAGE, MADV_GUARD_INSTALL), 0);
	ASSERT_EQ(madvise(self->p, 10 * PAGE, MADV_GUARD_REMOVE), 0);
	for (int i = 0; i < 10; i++)
		EXPECT_EQ(read_signal(self->p + i * PAGE), 0);
	EXPECT_EQ(self->p[9 * PAGE], 1);
}

TEST_F(area, populate_is_refused)
{
	ASSERT_EQ(madvise(self->p + PAGE, PAGE, MADV_GUARD_INSTALL), 0);
	EXPECT_ERRNO(madvise(self->p, 3 * PAGE, MADV_POPULATE_READ), EFAULT);
	EXPECT_ERRNO(madvise(self->p, 3 * PAGE, MADV_POPULATE_WRITE), EFAULT);
}

TEST_F(area, holes)
{
	ASSERT_EQ(munmap(self->p + 4 * PAGE, PAGE), 0);
	EXPECT_ERRNO(madvise(self->p, 10 * PAGE, MADV_GUARD_INSTALL), ENOMEM);
	EXPECT_EQ(read_signal(self->p + 9 * PAGE), SIGSEGV);
}

TEST_HARNESS_MAIN
