// SPDX-License-Identifier: GPL-2.0-only
/*
 * rlimits_test.c - each limit on memory and processes is enforced by the call that it is for, with
 * the errno that it should give. RLIMIT_MEMLOCK is the subject of mlock2-tests.c.
 */
#include "vm_util.h"

/* ---- RLIMIT_AS ---- */

TEST(address_space)
{
	size_t now = status_kb("VmSize") << 10;
	char *p;

	set_limit(RLIMIT_AS, now + 16 * MiB);
	EXPECT_ERRNO(mmap(NULL, 17 * MiB, PROT_READ, ANON, -1, 0), ENOMEM);
	EXPECT_ERRNO(mmap(NULL, 17 * MiB, PROT_NONE, ANON | MAP_NORESERVE, -1, 0), ENOMEM);
	p = mmap(NULL, 15 * MiB, RW, ANON, -1, 0);
	ASSERT_NE(p, MAP_FAILED);
	EXPECT_ERRNO(mmap(NULL, 2 * MiB, RW, ANON, -1, 0), ENOMEM);
	/* what replaces something does not count twice */
	EXPECT_EQ(mmap(p, 15 * MiB, RW, ANON | MAP_FIXED, -1, 0), p);
	ASSERT_EQ(munmap(p, 15 * MiB), 0);
	EXPECT_NE(mmap(NULL, 15 * MiB, RW, ANON, -1, 0), MAP_FAILED);
}

/* A limit below what is there takes nothing away. */
TEST(address_space_below_use)
{
	char *p = map(16);

	set_limit(RLIMIT_AS, PAGE);
	p[0] = 1;
	EXPECT_EQ(mprotect(p, PAGE, PROT_READ), 0);
	EXPECT_ERRNO(mmap(NULL, PAGE, RW, ANON, -1, 0), ENOMEM);
	EXPECT_EQ(munmap(p, PAGE), 0);
}

/* The stack, which grows without being asked, counts as well. */
TEST(address_space_and_stack)
{
	char here, *low = (char *)mapping_of(&here).start - MiB;
	static char other[16384];
	stack_t ss = { .ss_sp = other, .ss_size = sizeof(other) };
	struct sigaction sa = { .sa_sigaction = catch_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };

	ASSERT_EQ(sigaltstack(&ss, NULL), 0);
	ASSERT_EQ(sigaction(SIGSEGV, &sa, NULL), 0);
	set_limit(RLIMIT_AS, status_kb("VmSize") << 10);
	EXPECT_EQ(write_signal(low), SIGSEGV);
}

/* fork() copies it, and may do so: the child's is no larger. */
TEST(address_space_and_fork)
{
	pid_t pid;

	set_limit(RLIMIT_AS, status_kb("VmSize") << 10);
	IN_CHILD(pid)
		_exit(0);
	EXPECT_EQ(ksft_wait(pid), 0);
}

/* ---- RLIMIT_DATA ---- */

TEST(data)
{
	size_t now = status_kb("VmData") << 10;
	char *p;

	set_limit(RLIMIT_DATA, now + 16 * MiB);
	EXPECT_ERRNO(mmap(NULL, 17 * MiB, RW, ANON, -1, 0), ENOMEM);
	/* only private memory that may be written is data */
	p = mmap(NULL, 17 * MiB, PROT_READ, ANON, -1, 0);
	EXPECT_NE(p, MAP_FAILED);
	EXPECT_NE(mmap(NULL, 17 * MiB, RW, SHARED_ANON, -1, 0), MAP_FAILED);
	/* and it becomes data where it may be written later */
	EXPECT_ERRNO(mprotect(p, 17 * MiB, RW), ENOMEM);
	EXPECT_EQ(mprotect(p, 8 * MiB, RW), 0);
	EXPECT_ERRNO(mmap(NULL, 9 * MiB, RW, ANON, -1, 0), ENOMEM);
}

/* ---- RLIMIT_STACK ---- */

/* It bounds arguments at exec: a quarter of it. */
TEST(stack_and_arguments)
{
	char *argv[2002] = { "true" }, *envp[] = { NULL };

	for (int i = 1; i < 2001; i++) {
		argv[i] = malloc(512);
		memset(argv[i], 'a', 511);
		argv[i][511] = 0;
	}
	set_limit(RLIMIT_STACK, 2 * MiB);
	EXPECT_ERRNO(execve("/proc/self/exe", argv, envp), E2BIG);
}

/* Where it is infinite, mappings grow from below. */
TEST(mmap_base)
{
	struct rlimit r;

	ASSERT_EQ(getrlimit(RLIMIT_STACK, &r), 0);
	if (r.rlim_max != RLIM_INFINITY)
		SKIP("RLIMIT_STACK cannot be raised");
	EXPECT_GT((uintptr_t)map(1), 1UL << 46);
}

/* ---- RLIMIT_NPROC ---- */

TEST(processes)
{
	struct rlimit r;
	pid_t pid;

	need_root();
	ASSERT_EQ(getrlimit(RLIMIT_NPROC, &r), 0);
	r.rlim_cur = 0;
	ASSERT_EQ(setrlimit(RLIMIT_NPROC, &r), 0);
	pid = fork();			/* root is not stopped */
	if (!pid)
		_exit(0);
	ASSERT_GT(pid, 0);
	ASSERT_EQ(ksft_wait(pid), 0);
	set_limit(RLIMIT_NPROC, 3);
	/* a user of whom there is nothing else */
	ASSERT_EQ(setresuid(4711, 4711, 4711), 0);
	for (int i = 0; i < 2; i++) {
		pid = fork();
		if (!pid)
			for (;;)
				pause();
		ASSERT_GT(pid, 0);
	}
	EXPECT_ERRNO(fork(), EAGAIN);
	kill(pid, SIGKILL);
	ASSERT_EQ(waitpid(pid, NULL, 0), pid);
	pid = fork();
	if (!pid)
		_exit(0);
	EXPECT_GT(pid, 0);
}

/* ---- RLIMIT_FSIZE, RLIMIT_NOFILE ---- */

TEST(file_size)
{
	int fd = temp_file(PAGE);

	signal(SIGXFSZ, SIG_IGN);
	set_limit(RLIMIT_FSIZE, 2 * PAGE);
	EXPECT_ERRNO(ftruncate(fd, 3 * PAGE), EFBIG);
	EXPECT_EQ(ftruncate(fd, 2 * PAGE), 0);
	EXPECT_EQ(pwrite(fd, "xyz", 3, 2 * PAGE - 2), 2);
	EXPECT_ERRNO(pwrite(fd, "x", 1, 2 * PAGE), EFBIG);
}

TEST(open_files)
{
	int fd, last = -1;

	set_limit(RLIMIT_NOFILE, 20);
	while ((fd = memfd_create("x", 0)) >= 0)
		last = fd;
	EXPECT_EQ(errno, EMFILE);
	EXPECT_EQ(last, 19);
	/* a mapping needs none */
	EXPECT_NE(mmap(NULL, PAGE, RW, SHARED_ANON, -1, 0), MAP_FAILED);
}

/* ---- the calls themselves ---- */

TEST(setting)
{
	struct rlimit r = { 5, 4 };

	EXPECT_ERRNO(setrlimit(RLIMIT_AS, &r), EINVAL);
	r = (struct rlimit){ 3 * MiB, 4 * MiB };
	ASSERT_EQ(setrlimit(RLIMIT_RSS, &r), 0);
	memset(&r, 0, sizeof(r));
	ASSERT_EQ(getrlimit(RLIMIT_RSS, &r), 0);
	EXPECT_EQ(r.rlim_cur, 3 * MiB);
	EXPECT_EQ(r.rlim_max, 4 * MiB);
	EXPECT_ERRNO(getrlimit(99, &r), EINVAL);
	/* lowering the hard limit cannot be undone without a capability */
	r = (struct rlimit){ 8 * MiB, 8 * MiB };
	become_nobody();
	EXPECT_ERRNO(setrlimit(RLIMIT_RSS, &r), EPERM);
	/* RLIMIT_RSS is obeyed by nobody */
	memset(map(4096), 1, 16 * MiB);
}

TEST(of_another_process)
{
	struct rlimit r = { 100 * MiB, 200 * MiB }, old;
	pid_t pid;

	IN_CHILD(pid) {
		for (;;)
			pause();
	}
	ASSERT_EQ(prlimit(pid, RLIMIT_AS, &r, &old), 0);
	ASSERT_EQ(prlimit(pid, RLIMIT_AS, NULL, &old), 0);
	EXPECT_EQ(old.rlim_cur, 100 * MiB);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	ASSERT_EQ(getrlimit(RLIMIT_AS, &r), 0);
	EXPECT_NE(r.rlim_cur, 100 * MiB);
}

TEST_HARNESS_MAIN
