// SPDX-License-Identifier: GPL-2.0-only
/* fork_test.c - many processes, one after the other and at once. */
#include "../mm/vm_util.h"

TEST(fork_storm)
{
	for (int round = 0; round < 10; round++) {
		for (int i = 0; i < 30; i++)
			if (!fork())
				_exit(i & 1 ? raise(SIGKILL) : 0);
		for (int i = 0; i < 30; i++)
			ASSERT_GT(wait(NULL), 0);
	}
	ASSERT_ERRNO(wait(NULL), ECHILD);
}

static long flushes_received(void)
{
	return proc_value("/proc/vmstat", "nr_tlb_remote_flush_received");
}

/*
 * Parent and child chase each other over the CPUs, and each CPU that has become idle keeps the mm it had.
 * Fork takes rights away from the parent's entries: an idle CPU uses none, and is not woken to hear that.
 */
TEST(fork_lets_idle_cpus_sleep)
{
	long before = flushes_received();

	if (before < 0)
		SKIP("this kernel does not count them");
	for (int i = 0; i < 300; i++) {
		pid_t pid = fork();

		if (!pid)
			_exit(0);
		ksft_wait(pid);
	}
	EXPECT_LT(flushes_received() - before, 30);
}

TEST_HARNESS_MAIN
