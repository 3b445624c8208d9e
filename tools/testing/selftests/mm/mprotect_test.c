// SPDX-License-Identifier: GPL-2.0-only
/*
 * mprotect_test.c - mprotect(): what may be accessed afterwards, that contents stay, each errno; and
 * thousands of random calls beside a model of what each page must hold.
 */
#include "vm_util.h"

TEST(each_protection)
{
	char *p = map(3);

	catch_faults();
	memset(p, 5, 3 * PAGE);
	ASSERT_EQ(mprotect(p + PAGE, PAGE, PROT_READ), 0);
	EXPECT_EQ(write_signal(p + PAGE), SIGSEGV);
	EXPECT_EQ(fault_code, SEGV_ACCERR);
	EXPECT_EQ(fault_addr, p + PAGE);
	EXPECT_EQ(read_signal(p + PAGE), 0);
	EXPECT_EQ(write_signal(p), 0);
	EXPECT_EQ(write_signal(p + 2 * PAGE), 0);
	ASSERT_EQ(mprotect(p + PAGE, PAGE, PROT_NONE), 0);
	EXPECT_EQ(read_signal(p + PAGE), SIGSEGV);
	EXPECT_EQ(fault_code, SEGV_ACCERR);
	ASSERT_EQ(mprotect(p, 3 * PAGE, RW), 0);
	EXPECT_EQ(write_signal(p + PAGE), 0);
	EXPECT_EQ(p[PAGE + 1], 5);
}

TEST(bad_arguments)
{
	char *p = map(3);

	EXPECT_ERRNO(mprotect(p + 1, PAGE, PROT_READ), EINVAL);
	EXPECT_ERRNO(mprotect(p, PAGE, 0x100), EINVAL);
	EXPECT_ERRNO(mprotect(p, PAGE, PROT_READ | PROT_GROWSDOWN | PROT_GROWSUP), EINVAL);
	EXPECT_ERRNO(mprotect(p, PAGE, PROT_READ | PROT_GROWSDOWN), EINVAL);	/* it does not grow */
	EXPECT_ERRNO(mprotect(p, -PAGE, PROT_READ), ENOMEM);
	EXPECT_EQ(mprotect(p, 0, PROT_READ), 0);
	EXPECT_EQ(write_signal(p), 0);
	EXPECT_EQ(mprotect(p, PAGE, PROT_READ | 8 /* PROT_SEM */), 0);
}

TEST(holes)
{
	char *p = map(3);

	catch_faults();
	ASSERT_EQ(munmap(p + PAGE, PAGE), 0);
	EXPECT_ERRNO(mprotect(p, 3 * PAGE, PROT_READ), ENOMEM);
	/* what came before the hole is changed */
	EXPECT_EQ(write_signal(p), SIGSEGV);
	EXPECT_EQ(write_signal(p + 2 * PAGE), 0);
	EXPECT_ERRNO(mprotect(p + PAGE, PAGE, PROT_READ), ENOMEM);
	EXPECT_ERRNO(mprotect(NOWHERE, PAGE, PROT_READ), ENOMEM);
}

/* A shared mapping of a file that was opened for reading is never written through. */
TEST(rights_of_the_file)
{
	int rdonly = reopen(temp_file(2 * PAGE), O_RDONLY);
	char *s = map_file(rdonly, 2, PROT_READ, MAP_SHARED), *p = map_file(rdonly, 2, PROT_READ, MAP_PRIVATE);

	EXPECT_ERRNO(mprotect(s, PAGE, RW), EACCES);
	EXPECT_EQ(mprotect(s, PAGE, PROT_NONE), 0);
	EXPECT_EQ(mprotect(s, PAGE, PROT_READ), 0);
	EXPECT_EQ(mprotect(p, PAGE, RW), 0);
	p[0] = 1;
}

/* Zero page and copy-on-write under changing protection: nobody sees another's bytes. */
TEST(copy_on_write)
{
	char *p = map(4);
	pid_t pid;

	for (int i = 0; i < 4; i++)
		ASSERT_EQ(p[i * PAGE], 0);		/* the zero page */
	ASSERT_EQ(mprotect(p, 4 * PAGE, PROT_NONE), 0);
	ASSERT_EQ(mprotect(p, 4 * PAGE, RW), 0);
	p[0] = 1;
	EXPECT_EQ(p[PAGE], 0);
	p[PAGE] = 2;
	IN_CHILD(pid) {
		ASSERT_EQ(mprotect(p, 4 * PAGE, PROT_READ), 0);
		ASSERT_EQ(mprotect(p, 4 * PAGE, RW), 0);
		p[0] = 11;
		p[2 * PAGE] = 12;
		EXPECT_EQ(p[PAGE], 2);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(p[0], 1);
	EXPECT_EQ(p[PAGE], 2);
	EXPECT_EQ(p[2 * PAGE], 0);
}

/* Pages that nothing may access are still there, and still belong to their owner only. */
TEST(hidden_pages_stay)
{
	int fd = temp_file(2 * PAGE);
	char *p = map_alone(2), *s = map_file(fd, 2, RW, MAP_SHARED), c;

	strcpy(p, "private");
	strcpy(s, "shared");
	ASSERT_EQ(mprotect(p, 2 * PAGE, PROT_NONE), 0);
	ASSERT_EQ(mprotect(s, 2 * PAGE, PROT_NONE), 0);
	EXPECT_EQ(smaps_kb(p, "Rss"), 4);
	/* a system call is refused as an access is */
	EXPECT_ERRNO(write(temp_file(PAGE), p, 1), EFAULT);
	EXPECT_EQ(pread(fd, &c, 1, 0), 1);
	EXPECT_EQ(c, 's');
	ASSERT_EQ(mprotect(p, 2 * PAGE, PROT_READ), 0);
	ASSERT_EQ(mprotect(s, 2 * PAGE, PROT_READ), 0);
	EXPECT_STREQ(p, "private");
	EXPECT_STREQ(s, "shared");
}

/* Making private memory writable is charged against the commit limit once. */
TEST(accounting)
{
	size_t size = 64 * MiB;
	char *p = mmap(NULL, size, PROT_READ, ANON, -1, 0);
	long before = proc_value("/proc/meminfo", "Committed_AS");

	ASSERT_NE(p, MAP_FAILED);
	ASSERT_EQ(mprotect(p, size, RW), 0);
	EXPECT_GE(proc_value("/proc/meminfo", "Committed_AS"), before + 60 * 1024);
	ASSERT_EQ(mprotect(p, size, PROT_READ), 0);
	ASSERT_EQ(mprotect(p, size, RW), 0);
	EXPECT_LE(proc_value("/proc/meminfo", "Committed_AS"), before + 70 * 1024);
	ASSERT_EQ(munmap(p, size), 0);
	EXPECT_LE(proc_value("/proc/meminfo", "Committed_AS"), before + 8 * 1024);
}

/* ---- random calls ---- */

enum { PAGES = 64 };

struct page {
	int mapped, prot;
	unsigned char value;
};

static void random_call(char *base, struct page *model, uint64_t *seed, int op)
{
	static const int prots[] = { PROT_NONE, PROT_READ, RW };
	int first = ksft_random(seed) % PAGES, n = 1 + ksft_random(seed) % 8, i, hole = 0;
	char *at = base + first * PAGE;
	int prot = prots[ksft_random(seed) % 3];

	if (first + n > PAGES)
		n = PAGES - first;
	for (i = first; i < first + n; i++)
		hole |= !model[i].mapped;
	switch (ksft_random(seed) % 6) {
	case 0:
	case 1:
		ASSERT_EQ(mmap(at, n * PAGE, RW, ANON | MAP_FIXED, -1, 0), at);
		for (i = first; i < first + n; i++)
			model[i] = (struct page){ .mapped = 1, .prot = RW };
		break;
	case 2:
		ASSERT_EQ(munmap(at, n * PAGE), 0);
		for (i = first; i < first + n; i++)
			model[i].mapped = 0;
		break;
	case 3:
		ASSERT_EQ(mprotect(at, n * PAGE, prot), (hole ? -1 : 0));
		for (i = first; i < first + n && model[i].mapped; i++)
			model[i].prot = prot;
		break;
	case 4:
		ASSERT_EQ(madvise(at, n * PAGE, MADV_DONTNEED), (hole ? -1 : 0));
		for (i = first; i < first + n; i++)
			model[i].value = 0;
		break;
	default:
		for (i = first; i < first + n; i++) {
			int ok = model[i].mapped && model[i].prot == RW;

			ASSERT_EQ(write_signal(base + i * PAGE), (ok ? 0 : SIGSEGV));
			if (ok)
				base[i * PAGE] = model[i].value = op | 1;
		}
	}
}

TEST(random_calls)
{
	struct page model[PAGES] = { 0 };
	char *base = free_place(PAGES);
	uint64_t seed = 12345;

	catch_faults();
	for (int op = 0; op < 20000; op++) {
		int i = ksft_random(&seed) % PAGES;

		random_call(base, model, &seed, op);
		if (model[i].mapped && model[i].prot)
			ASSERT_EQ((unsigned char)base[i * PAGE], model[i].value);
		else
			ASSERT_EQ(read_signal(base + i * PAGE), SIGSEGV);
	}
}

TEST_HARNESS_MAIN
