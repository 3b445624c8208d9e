// SPDX-License-Identifier: GPL-2.0-only
/*
 * stack_test.c - the stack grows where it is touched, up to its limit, and keeps its distance.
 */
#include "vm_util.h"

static char alternate[65536];

/* Faults of a full stack can only be handled on another one. */
static void catch_on_another_stack(void)
{
	stack_t ss = { .ss_sp = alternate, .ss_size = sizeof(alternate) };
	struct sigaction sa = { .sa_sigaction = catch_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };

	ASSERT_EQ(sigaltstack(&ss, NULL), 0);
	ASSERT_EQ(sigaction(SIGSEGV, &sa, NULL), 0);
	ASSERT_EQ(sigaction(SIGBUS, &sa, NULL), 0);
}

static struct mapping stack_mapping(void)
{
	char here;

	return mapping_of(&here);
}

static __attribute__((noinline)) int deep(int n)
{
	volatile char frame[3 * PAGE];

	frame[0] = n;
	return n ? deep(n - 1) + frame[0] - (char)n : 0;
}

TEST(grows)
{
	struct mapping before = stack_mapping(), after;

	EXPECT_STREQ(before.name, "[stack]");
	EXPECT_STREQ(before.perms, "rw-p");
	EXPECT_EQ(deep(200), 0);
	after = stack_mapping();
	EXPECT_LE(after.start, before.start - 400 * PAGE);
	EXPECT_EQ(after.end, before.end);
	EXPECT_GE(status_kb("VmStk"), 200 * 12L);
}

/* Far below the stack pointer, too: x86 has not minded since Linux 4.20. */
TEST(touched_far_below)
{
	char *low = (char *)stack_mapping().start - MiB;

	catch_on_another_stack();
	EXPECT_EQ(write_signal(low), 0);
	EXPECT_LE(stack_mapping().start, (uintptr_t)low);
	/* what lies between is mapped, but not there yet */
	EXPECT_EQ(resident((char *)((uintptr_t)low & -PAGE) + PAGE, 64), 0);
}

TEST(stops_at_the_limit)
{
	struct rlimit r;
	char here;

	ASSERT_EQ(getrlimit(RLIMIT_STACK, &r), 0);
	if (r.rlim_cur > 1UL << 30)
		SKIP("the stack has no limit");
	catch_on_another_stack();
	fault_signal = 0;
	if (!sigsetjmp(on_fault, 0))
		deep(1000000);
	EXPECT_EQ(fault_signal, SIGSEGV);
	EXPECT_LT((char *)fault_addr, &here);
	EXPECT_GE((uintptr_t)fault_addr, stack_mapping().end - r.rlim_cur - 5 * PAGE);
	EXPECT_GE(status_kb("VmStk") << 10, (long)r.rlim_cur - (long)(4 * PAGE));
}

/* The limit counts when the stack grows, not when the program starts. */
TEST(limit_can_change)
{
	char *low = (char *)stack_mapping().start;

	catch_on_another_stack();
	set_limit(RLIMIT_STACK, MiB);
	EXPECT_EQ(write_signal(low - MiB), SIGSEGV);
	EXPECT_EQ(fault_code, SEGV_MAPERR);
	EXPECT_EQ(write_signal(low - 256 * 1024), 0);
}

/* Without a handler's stack a full stack is the end. */
TEST(overflow_kills)
{
	pid_t pid;
	int status;

	set_limit(RLIMIT_STACK, MiB);
	IN_CHILD(pid) {
		signal(SIGSEGV, SIG_DFL);
		deep(1000000);
		_exit(0);
	}
	status = ksft_wait(pid);
	ASSERT_TRUE(WIFSIGNALED(status));
	EXPECT_EQ(WTERMSIG(status), SIGSEGV);
}

/* ---- the guard gap: 256 pages by default ---- */

#define GAP	(256 * PAGE)

/* A growing mapping stops a gap above its lower neighbour. */
TEST(gap_to_a_neighbour)
{
	char *area = reserve(1024), *p = area + 1000 * PAGE;

	catch_faults();
	ASSERT_EQ(munmap(area + PAGE, 1023 * PAGE), 0);
	ASSERT_EQ(mmap(area, PAGE, RW, ANON | MAP_FIXED, -1, 0), area);
	ASSERT_EQ(mmap(p, PAGE, RW, ANON | MAP_FIXED | MAP_GROWSDOWN, -1, 0), p);
	EXPECT_EQ(write_signal(p - PAGE), 0);
	EXPECT_EQ(write_signal(p - 100 * PAGE), 0);
	EXPECT_EQ(mapping_of(p).start, (uintptr_t)p - 100 * PAGE);
	/* page 0 is taken: the first that may be is one gap above its end */
	EXPECT_EQ(write_signal(area + PAGE + GAP - PAGE), SIGSEGV);
	EXPECT_EQ(write_signal(area + PAGE + GAP), 0);
	EXPECT_EQ(mapping_of(p).start, (uintptr_t)area + PAGE + GAP);
}

/* A neighbour without access keeps no distance: programs put their own guards there. */
TEST(no_gap_to_prot_none)
{
	char *area = reserve(1024), *p = area + 1000 * PAGE;

	catch_faults();
	ASSERT_EQ(munmap(area + PAGE, 1023 * PAGE), 0);
	ASSERT_EQ(mmap(p, PAGE, RW, ANON | MAP_FIXED | MAP_GROWSDOWN, -1, 0), p);
	EXPECT_EQ(write_signal(area + PAGE), 0);
	EXPECT_EQ(mapping_of(p).start, (uintptr_t)area + PAGE);
	EXPECT_EQ(read_signal(area), SIGSEGV);
}

/* mmap() without MAP_FIXED does not place anything into the gap. */
TEST(gap_is_kept_free)
{
	char *area = reserve(1024), *p = area + 1000 * PAGE;

	ASSERT_EQ(munmap(area + PAGE, 1023 * PAGE), 0);
	ASSERT_EQ(mmap(p, PAGE, RW, ANON | MAP_FIXED | MAP_GROWSDOWN, -1, 0), p);
	EXPECT_NE(mmap(p - PAGE, PAGE, RW, ANON, -1, 0), p - PAGE);
	EXPECT_NE(mmap(p - 200 * PAGE, PAGE, RW, ANON, -1, 0), p - 200 * PAGE);
	EXPECT_EQ(mmap(p - 2 * 256 * PAGE, PAGE, RW, ANON, -1, 0), p - 2 * 256 * PAGE);
}

/* MAP_GROWSDOWN memory is a stack in every respect, and not under the program's limit for it alone. */
TEST(growsdown)
{
	char *area = reserve(1024), *p = area + 1000 * PAGE;

	catch_faults();
	ASSERT_EQ(munmap(area, 1024 * PAGE), 0);
	ASSERT_EQ(mmap(p, 4 * PAGE, RW, ANON | MAP_FIXED | MAP_GROWSDOWN, -1, 0), p);
	EXPECT_EQ(has_vmflag(p, " gd"), 1);
	EXPECT_EQ(write_signal(p - 8 * PAGE), 0);
	EXPECT_EQ(p[-8 * (long)PAGE], 1);
	EXPECT_EQ(p[-7 * (long)PAGE], 0);
	EXPECT_EQ(count_mappings(p - 8 * PAGE, 12 * PAGE), 1);
	/* PROT_GROWSDOWN reaches down to its start */
	ASSERT_EQ(mprotect(p + 3 * PAGE, PAGE, PROT_READ | PROT_GROWSDOWN), 0);
	EXPECT_EQ(write_signal(p - 8 * PAGE), SIGSEGV);
	EXPECT_EQ(fault_code, SEGV_ACCERR);
	/* it does not grow up, and it is not for shared memory */
	EXPECT_EQ(write_signal(p + 4 * PAGE), SIGSEGV);
	EXPECT_ERRNO(mmap(NULL, PAGE, RW, SHARED_ANON | MAP_GROWSDOWN, -1, 0), EINVAL);
}

/* The kernel grows the stack for a system call as for an instruction. */
TEST(system_calls_grow_it)
{
	char *low = (char *)stack_mapping().start - 64 * PAGE;
	int fd = open("/dev/zero", O_RDONLY);

	EXPECT_EQ(read(fd, low, 10), 10);
	EXPECT_LE(stack_mapping().start, (uintptr_t)low);
}

/* A child's stack is a copy that grows by itself. */
TEST(child_grows_alone)
{
	uintptr_t start = stack_mapping().start;
	pid_t pid;

	IN_CHILD(pid) {
		EXPECT_EQ(deep(200), 0);
		EXPECT_LT(stack_mapping().start, start);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(stack_mapping().start, start);
}

TEST_HARNESS_MAIN
