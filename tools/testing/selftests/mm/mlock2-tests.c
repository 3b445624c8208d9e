// SPDX-License-Identifier: GPL-2.0-only
/*
 * mlock2-tests.c - mlock(), mlock2(), mlockall() and their opposites: what is resident, what
 * /proc/self shows, how mappings split, and the limit for those who are not root.
 */
#include "vm_util.h"

static int mlock_onfault(void *p, size_t size)
{
	return syscall(SYS_mlock2, p, size, MLOCK_ONFAULT);
}

TEST(mlock_makes_resident)
{
	char *p = map_alone(4);

	p[0] = 1;
	ASSERT_EQ(mlock(p + PAGE, 2 * PAGE), 0);
	EXPECT_EQ(resident(p, 4), 3);
	EXPECT_EQ(count_mappings(p, 4 * PAGE), 3);
	EXPECT_EQ(has_vmflag(p + PAGE, " lo"), 1);
	EXPECT_EQ(smaps_kb(p + PAGE, "Locked"), 8);
	EXPECT_EQ(status_kb("VmLck"), 8);
	ASSERT_EQ(munlock(p, 4 * PAGE), 0);
	EXPECT_EQ(count_mappings(p, 4 * PAGE), 1);
	EXPECT_EQ(status_kb("VmLck"), 0);
	EXPECT_EQ(resident(p, 4), 3);		/* they may go now, but do not at once */
}

/* A byte locks its page; the end is rounded up from where it is. */
TEST(mlock_rounds)
{
	char *p = map_alone(4);

	ASSERT_EQ(mlock(p + PAGE - 1, 2), 0);
	EXPECT_EQ(resident(p, 4), 2);
	EXPECT_EQ(status_kb("VmLck"), 8);
	ASSERT_EQ(munlock(p + 1, 1), 0);
	EXPECT_EQ(status_kb("VmLck"), 4);
	EXPECT_EQ(mlock(p, 0), 0);
}

TEST(locks_do_not_add_up)
{
	char *p = map_alone(2);

	ASSERT_EQ(mlock(p, 2 * PAGE), 0);
	ASSERT_EQ(mlock(p, 2 * PAGE), 0);
	EXPECT_EQ(status_kb("VmLck"), 8);
	ASSERT_EQ(munlock(p, 2 * PAGE), 0);
	EXPECT_EQ(status_kb("VmLck"), 0);
	EXPECT_EQ(has_vmflag(p, " lo"), 0);
}

TEST(onfault_locks_what_is_touched)
{
	char *p = map_alone(4);

	p[0] = 1;
	ASSERT_EQ(mlock_onfault(p, 4 * PAGE), 0);
	EXPECT_EQ(resident(p, 4), 1);
	EXPECT_EQ(has_vmflag(p, " lo"), 1);
	p[3 * PAGE] = 1;
	EXPECT_EQ(resident(p, 4), 2);
	EXPECT_EQ(status_kb("VmLck"), 16);		/* all of it counts */
	/* a plain mlock() fills the rest */
	ASSERT_EQ(mlock(p, 4 * PAGE), 0);
	EXPECT_EQ(resident(p, 4), 4);
}

TEST(onfault_splits_and_joins)
{
	char *p = map_alone(3);

	ASSERT_EQ(mlock_onfault(p, 3 * PAGE), 0);
	EXPECT_EQ(count_mappings(p, 3 * PAGE), 1);
	ASSERT_EQ(munlock(p + PAGE, PAGE), 0);
	EXPECT_EQ(count_mappings(p, 3 * PAGE), 3);
	ASSERT_EQ(munlock(p, 3 * PAGE), 0);
	EXPECT_EQ(count_mappings(p, 3 * PAGE), 1);
}

TEST(file_and_shared_memory)
{
	char *s = map_file(temp_file(4 * PAGE), 4, RW, MAP_SHARED), *r = map_flags(4, PROT_READ, SHARED_ANON);

	ASSERT_EQ(mlock(s, 4 * PAGE), 0);
	ASSERT_EQ(mlock(r, 4 * PAGE), 0);
	EXPECT_EQ(resident(s, 4), 4);
	EXPECT_EQ(resident(r, 4), 4);
	EXPECT_EQ(smaps_kb(s, "Locked"), 16);
}

/* A private mapping gets its own copies at once: later writes must not need a page. */
TEST(private_file_is_copied)
{
	char *p = map_file(temp_file(4 * PAGE), 4, RW, MAP_PRIVATE);

	ASSERT_EQ(mlock(p, 4 * PAGE), 0);
	for (int i = 0; i < 4; i++)
		EXPECT_EQ(pagemap(p + i * PAGE) & (PM_PRESENT | PM_FILE), PM_PRESENT);
}

TEST(errors)
{
	char *p = map(4);

	EXPECT_ERRNO(syscall(SYS_mlock2, p, PAGE, 2), EINVAL);
	EXPECT_ERRNO(mlock(NOWHERE, PAGE), ENOMEM);
	EXPECT_ERRNO(munlock(NOWHERE, PAGE), ENOMEM);
	EXPECT_ERRNO(mlock(p, -PAGE), EINVAL);
	ASSERT_EQ(munmap(p + PAGE, PAGE), 0);
	EXPECT_ERRNO(mlock(p, 4 * PAGE), ENOMEM);
	/* memory without access cannot be filled, but is locked */
	ASSERT_EQ(mprotect(p + 2 * PAGE, 2 * PAGE, PROT_NONE), 0);
	EXPECT_ERRNO(mlock(p + 2 * PAGE, 2 * PAGE), ENOMEM);
	EXPECT_EQ(has_vmflag(p + 2 * PAGE, " lo"), 1);
}

/* ---- mlockall ---- */

TEST(mlockall_current)
{
	char *p = map_alone(4);

	ASSERT_EQ(mlockall(MCL_CURRENT), 0);
	EXPECT_EQ(resident(p, 4), 4);
	EXPECT_EQ(resident(map_alone(4), 4), 0);
	ASSERT_EQ(munlockall(), 0);
	EXPECT_EQ(status_kb("VmLck"), 0);
}

TEST(mlockall_future)
{
	char *p = map_alone(4), *q;

	ASSERT_EQ(mlockall(MCL_FUTURE), 0);
	EXPECT_EQ(resident(p, 4), 0);
	q = map(4);
	EXPECT_EQ(resident(q, 4), 4);
	EXPECT_EQ(has_vmflag(q, " lo"), 1);
	ASSERT_EQ(munlockall(), 0);
	EXPECT_EQ(resident(map_alone(4), 4), 0);
	EXPECT_EQ(status_kb("VmLck"), 0);
}

TEST(mlockall_onfault)
{
	char *p = map_alone(4), *q;

	ASSERT_EQ(mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT), 0);
	EXPECT_EQ(resident(p, 4), 0);
	EXPECT_EQ(has_vmflag(p, " lo"), 1);
	q = map_alone(4);
	EXPECT_EQ(resident(q, 4), 0);
	q[PAGE] = 1;
	EXPECT_EQ(resident(q, 4), 1);
	EXPECT_EQ(has_vmflag(q, " lo"), 1);
}

TEST(mlockall_errors)
{
	EXPECT_ERRNO(mlockall(0), EINVAL);
	EXPECT_ERRNO(mlockall(64), EINVAL);
	EXPECT_ERRNO(mlockall(MCL_ONFAULT), EINVAL);
}

/* Locks are not inherited, nor the promise for the future. */
TEST(fork_forgets)
{
	char *p = map_alone(4);
	pid_t pid;

	ASSERT_EQ(mlockall(MCL_CURRENT | MCL_FUTURE), 0);
	IN_CHILD(pid) {
		EXPECT_EQ(has_vmflag(p, " lo"), 0);
		EXPECT_EQ(status_kb("VmLck"), 0);
		EXPECT_EQ(resident(map_alone(4), 4), 0);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(has_vmflag(p, " lo"), 1);
}

/* ---- the limit ---- */

TEST(limit)
{
	char *p = map_alone(16);

	set_limit(RLIMIT_MEMLOCK, 8 * PAGE);
	become_nobody();
	EXPECT_ERRNO(mlock(p, 9 * PAGE), ENOMEM);
	EXPECT_EQ(status_kb("VmLck"), 0);
	EXPECT_EQ(mlock(p, 8 * PAGE), 0);
	EXPECT_ERRNO(mlock(p + 8 * PAGE, PAGE), ENOMEM);
	/* what is locked already does not count twice */
	EXPECT_EQ(mlock(p, 8 * PAGE), 0);
	EXPECT_EQ(mlock(p + 4 * PAGE, 4 * PAGE), 0);
	EXPECT_ERRNO(mlock_onfault(p, 9 * PAGE), ENOMEM);
	ASSERT_EQ(munlock(p, PAGE), 0);
	EXPECT_EQ(mlock(p + 8 * PAGE, PAGE), 0);
	EXPECT_ERRNO(mlockall(MCL_CURRENT), ENOMEM);
}

TEST(no_limit_no_lock)
{
	char *p = map_alone(1);

	set_limit(RLIMIT_MEMLOCK, 0);
	become_nobody();
	EXPECT_ERRNO(mlock(p, PAGE), EPERM);
	EXPECT_ERRNO(mlockall(MCL_CURRENT), EPERM);
	EXPECT_EQ(munlock(p, PAGE), 0);
	EXPECT_EQ(munlockall(), 0);
}

TEST(root_has_no_limit)
{
	need_root();
	set_limit(RLIMIT_MEMLOCK, 0);
	EXPECT_EQ(mlock(map(16), 16 * PAGE), 0);
}

TEST_HARNESS_MAIN
