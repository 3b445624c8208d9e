// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap_test.c - mmap() and munmap(): what each flag does, where mappings go, and each errno.
 */
#include "vm_util.h"

/* ---- errors ---- */

TEST(bad_arguments)
{
	int fd = temp_file(PAGE);

	EXPECT_ERRNO(mmap(NULL, 0, RW, ANON, -1, 0), EINVAL);
	EXPECT_ERRNO(mmap(NULL, PAGE, RW, MAP_ANONYMOUS, -1, 0), EINVAL);	/* neither shared nor private */
	EXPECT_ERRNO(mmap(NULL, PAGE, RW, MAP_PRIVATE, -1, 0), EBADF);
	EXPECT_ERRNO(mmap(NULL, PAGE, RW, MAP_PRIVATE, 9999, 0), EBADF);
	EXPECT_ERRNO(mmap(NULL, PAGE, RW, MAP_PRIVATE, fd, 1), EINVAL);
	EXPECT_ERRNO(syscall(SYS_mmap, NULL, PAGE, RW, ANON, -1, 1L), EINVAL);
	EXPECT_ERRNO(mmap((void *)1, PAGE, RW, ANON | MAP_FIXED, -1, 0), EINVAL);
	EXPECT_ERRNO(mmap(NULL, PAGE, RW, MAP_SHARED_VALIDATE | 1 << 25, fd, 0), EOPNOTSUPP);
	EXPECT_ERRNO(mmap(NULL, PAGE, RW, MAP_SHARED_VALIDATE | 0x80000, fd, 0), EOPNOTSUPP);	/* MAP_SYNC */
}

TEST(bad_sizes)
{
	int fd = temp_file(PAGE);

	EXPECT_ERRNO(mmap(NULL, 1UL << 60, RW, ANON, -1, 0), ENOMEM);
	EXPECT_ERRNO(mmap(NULL, -1UL, RW, ANON, -1, 0), ENOMEM);	/* rounds up to 0 */
	EXPECT_ERRNO(mmap(NULL, -PAGE, RW, ANON, -1, 0), ENOMEM);
	EXPECT_ERRNO(mmap((void *)-PAGE, PAGE, RW, ANON | MAP_FIXED, -1, 0), ENOMEM);
	/* offset and length together are more pages than there are numbers for */
	EXPECT_ERRNO(mmap(NULL, 2 * PAGE, RW, MAP_PRIVATE, fd, (off_t)-PAGE), EOVERFLOW);
	/* a length is rounded up, and all of the page is there */
	EXPECT_EQ(write_signal((char *)mmap(NULL, 1, RW, ANON, -1, 0) + PAGE - 1), 0);
}

TEST(rights_of_the_file)
{
	int fd = temp_file(PAGE), rdonly = reopen(fd, O_RDONLY), wronly = reopen(fd, O_WRONLY);

	EXPECT_ERRNO(mmap(NULL, PAGE, RW, MAP_SHARED, rdonly, 0), EACCES);
	EXPECT_NE(mmap(NULL, PAGE, RW, MAP_PRIVATE, rdonly, 0), MAP_FAILED);
	EXPECT_NE(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, rdonly, 0), MAP_FAILED);
	EXPECT_ERRNO(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, wronly, 0), EACCES);
	EXPECT_ERRNO(mmap(NULL, PAGE, PROT_WRITE, MAP_SHARED, wronly, 0), EACCES);
}

TEST(files_that_cannot_be_mapped)
{
	int p[2], dir = open("/", O_RDONLY), proc = open("/proc/self/maps", O_RDONLY);

	ASSERT_EQ(pipe(p), 0);
	EXPECT_ERRNO(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, p[0], 0), ENODEV);
	EXPECT_ERRNO(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, dir, 0), ENODEV);
	EXPECT_ERRNO(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, proc, 0), ENODEV);
	EXPECT_ERRNO(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, open("/", O_PATH), 0), EBADF);
}

/* Below vm.mmap_min_addr nobody without the capability maps; root may. */
TEST(lowest_address)
{
	char *low = NULL;

	need_root();
	EXPECT_EQ(mmap(low, PAGE, RW, ANON | MAP_FIXED, -1, 0), low);
	become_nobody();
	EXPECT_ERRNO(mmap(low, PAGE, RW, ANON | MAP_FIXED, -1, 0), EPERM);
	/* a hint is moved up instead */
	EXPECT_GE(mmap((void *)1, PAGE, RW, ANON, -1, 0), (void *)PAGE);
}

/* MAP_LOCKED beyond RLIMIT_MEMLOCK. */
TEST(locked_limit)
{
	set_limit(RLIMIT_MEMLOCK, 4 * PAGE);
	become_nobody();
	EXPECT_ERRNO(mmap(NULL, 5 * PAGE, RW, ANON | MAP_LOCKED, -1, 0), EAGAIN);
	EXPECT_NE(mmap(NULL, 4 * PAGE, RW, ANON | MAP_LOCKED, -1, 0), MAP_FAILED);
	EXPECT_ERRNO(mmap(NULL, PAGE, RW, ANON | MAP_LOCKED, -1, 0), EAGAIN);
	set_limit(RLIMIT_MEMLOCK, 0);
	EXPECT_ERRNO(mmap(NULL, PAGE, RW, ANON | MAP_LOCKED, -1, 0), EPERM);
}

/* /dev/zero, /dev/full and the like are mapped as anonymous memory, shared or not. */
TEST(dev_zero)
{
	int fd = open("/dev/zero", O_RDWR);
	char *p, *s;
	pid_t pid;

	ASSERT_GE(fd, 0);
	p = map_file(fd, 2, RW, MAP_PRIVATE);
	s = map_file(fd, 2, RW, MAP_SHARED);
	ASSERT_EQ(p[PAGE], 0);
	p[0] = s[0] = 1;
	IN_CHILD(pid) {
		p[0] = s[0] = 2;
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(p[0], 1);
	EXPECT_EQ(s[0], 2);
}

/* ---- where it goes ---- */

TEST(hints)
{
	char *p = free_place(8), *q;

	ASSERT_EQ(mmap(p, 8 * PAGE, RW, ANON, -1, 0), p);
	ASSERT_EQ(munmap(p + 2 * PAGE, 2 * PAGE), 0);
	/* a hint that is free is taken, whether aligned or not; one that is not is passed over */
	ASSERT_EQ(mmap(p + 2 * PAGE, PAGE, RW, ANON, -1, 0), p + 2 * PAGE);
	q = mmap(p + 3 * PAGE + 123, PAGE, RW, ANON, -1, 0);
	ASSERT_TRUE(q == p + 3 * PAGE || q == p + 4 * PAGE || q < p || q >= p + 8 * PAGE);
	q = mmap(p, PAGE, RW, ANON, -1, 0);
	ASSERT_NE(q, MAP_FAILED);
	ASSERT_TRUE(q < p || q >= p + 8 * PAGE || q == p + 3 * PAGE);
	/* nor one beyond the end of user space */
	ASSERT_NE(mmap((void *)(1UL << 62), PAGE, RW, ANON, -1, 0), MAP_FAILED);
}

/* Without a hint the next mapping goes below the last one, and a hole that fits is used. */
TEST(top_down)
{
	char *a = map(4), *b = map(4), *c;

	EXPECT_LT(b, a);
	EXPECT_EQ(b + 4 * PAGE, a);
	ASSERT_EQ(munmap(a, 4 * PAGE), 0);
	c = map(4);
	EXPECT_EQ(c, a);
	c = map(4);
	EXPECT_EQ(c + 4 * PAGE, b);
}

TEST(fixed_replaces)
{
	char *p = map(3);

	memset(p, 7, 3 * PAGE);
	ASSERT_EQ(mmap(p + PAGE, PAGE, RW, ANON | MAP_FIXED, -1, 0), p + PAGE);
	EXPECT_EQ(p[0], 7);
	EXPECT_EQ(p[PAGE], 0);
	EXPECT_EQ(p[2 * PAGE], 7);
	/* across mappings and holes alike */
	ASSERT_EQ(munmap(p + 2 * PAGE, PAGE), 0);
	ASSERT_EQ(mmap(p, 3 * PAGE, PROT_READ, ANON | MAP_FIXED, -1, 0), p);
	EXPECT_EQ(p[0] + p[PAGE] + p[2 * PAGE], 0);
	EXPECT_EQ(count_mappings(p, 3 * PAGE), 1);
}

/* A MAP_FIXED that is refused leaves what was there, where the refusal comes before the replacing. */
TEST(refused_fixed_keeps)
{
	int rdonly = reopen(temp_file(PAGE), O_RDONLY);
	char *p = map(1);

	p[0] = 5;
	EXPECT_ERRNO(mmap(p, PAGE, RW, MAP_SHARED | MAP_FIXED, rdonly, 0), EACCES);
	EXPECT_ERRNO(mmap(p, 0, RW, ANON | MAP_FIXED, -1, 0), EINVAL);
	EXPECT_ERRNO(mmap(p, PAGE, RW, MAP_PRIVATE | MAP_FIXED, 9999, 0), EBADF);
	EXPECT_EQ(p[0], 5);
}

#ifdef MAP_32BIT
TEST(map_32bit)
{
	for (int i = 0; i < 100; i++) {
		char *p = mmap(NULL, 3 * PAGE, RW, ANON | MAP_32BIT, -1, 0);

		ASSERT_NE(p, MAP_FAILED);
		ASSERT_LE((uintptr_t)p + 3 * PAGE, 1UL << 31);
		p[0] = 1;
	}
	EXPECT_ERRNO(mmap(NULL, 1UL << 32, PROT_NONE, ANON | MAP_32BIT | MAP_NORESERVE, -1, 0), ENOMEM);
}
#endif

/* ---- what a flag does ---- */

TEST(anonymous_is_zero)
{
	unsigned char *p = (unsigned char *)map(64);
	unsigned long sum = 0;

	for (size_t i = 0; i < 64 * PAGE; i++)
		sum += p[i];
	EXPECT_EQ(sum, 0UL);
	memset(p, 0xff, 64 * PAGE);
	ASSERT_EQ(munmap(p, 64 * PAGE), 0);
	/* the pages that come back are other people's, and empty */
	p = (unsigned char *)map(64);
	for (size_t i = 0; i < 64 * PAGE; i++)
		sum += p[i];
	EXPECT_EQ(sum, 0UL);
	/* a descriptor is ignored */
	EXPECT_NE(mmap(NULL, PAGE, RW, ANON, 9999, 0), MAP_FAILED);
}

TEST(shared_and_private_file)
{
	int fd = temp_file(2 * PAGE);
	char *s = map_file(fd, 2, RW, MAP_SHARED), *p = map_file(fd, 2, RW, MAP_PRIVATE), c;

	s[0] = 'a';
	EXPECT_EQ(p[0], 'a');
	EXPECT_EQ(pread(fd, &c, 1, 0), 1);
	EXPECT_EQ(c, 'a');
	EXPECT_EQ(pwrite(fd, "b", 1, 0), 1);
	EXPECT_EQ(s[0], 'b');
	EXPECT_EQ(p[0], 'b');
	p[0] = 'x';
	EXPECT_EQ(s[0], 'b');
	EXPECT_EQ(pread(fd, &c, 1, 0), 1);
	EXPECT_EQ(c, 'b');
	s[0] = 'c';
	EXPECT_EQ(p[0], 'x');
}

TEST(end_of_file)
{
	int fd = temp_file(2 * PAGE);
	char *s = map_file(fd, 2, RW, MAP_SHARED), *p = map_file(fd, 2, RW, MAP_PRIVATE);

	catch_faults();
	s[0] = s[PAGE] = 'a';
	p[0] = 'x';
	ASSERT_EQ(ftruncate(fd, PAGE + 100), 0);
	/* the rest of the last page is there, and zero when the file grows again */
	s[PAGE + 200] = 9;
	ASSERT_EQ(ftruncate(fd, PAGE), 0);
	EXPECT_EQ(read_signal(s + PAGE), SIGBUS);
	EXPECT_EQ(fault_code, BUS_ADRERR);
	EXPECT_EQ(fault_addr, s + PAGE);
	EXPECT_EQ(read_signal(s), 0);
	/* private copies go with the file's pages */
	ASSERT_EQ(ftruncate(fd, 0), 0);
	EXPECT_EQ(read_signal(p), SIGBUS);
	ASSERT_EQ(ftruncate(fd, 2 * PAGE), 0);
	EXPECT_EQ(s[0] + s[PAGE] + s[PAGE + 200] + p[0], 0);
}

TEST(file_offsets)
{
	int fd = temp_file(4 * PAGE);
	char *p;

	for (int i = 0; i < 4; i++)
		ASSERT_EQ(pwrite(fd, &"abcd"[i], 1, i * PAGE), 1);
	p = mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, fd, 2 * PAGE);
	ASSERT_NE(p, MAP_FAILED);
	EXPECT_EQ(p[0], 'c');
	EXPECT_EQ(p[PAGE], 'd');
	/* the mapping outlives the descriptor */
	close(fd);
	EXPECT_EQ(p[0], 'c');
	EXPECT_EQ(mapping_of(p).offset, 2 * PAGE);
}

TEST(shared_anonymous)
{
	volatile int *s = (int *)map_flags(1, RW, SHARED_ANON), *p = (int *)map(1);
	pid_t pid;

	*s = *p = 1;
	IN_CHILD(pid) {
		*s = *p = 2;
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
	EXPECT_EQ(*s, 2);
	EXPECT_EQ(*p, 1);
}

TEST(map_locked)
{
	char *p;

	set_limit(RLIMIT_MEMLOCK, MiB);
	p = map_flags(4, RW, ANON | MAP_LOCKED);
	EXPECT_EQ(resident(p, 4), 4);
	EXPECT_EQ(status_kb("VmLck"), 16);
	EXPECT_ERRNO(madvise(p, PAGE, MADV_DONTNEED), EINVAL);
}

/* Much more than there is memory, if nothing is reserved for it. */
TEST(map_noreserve)
{
	char *p = mmap(NULL, 1UL << 40, RW, ANON | MAP_NORESERVE, -1, 0);

	ASSERT_NE(p, MAP_FAILED);
	p[0] = p[1UL << 39] = p[(1UL << 40) - 1] = 1;
	EXPECT_EQ(status_kb("VmSize") >> 30, 1);
	/* with reservation, more than all of memory and swap is refused */
	EXPECT_ERRNO(mmap(NULL, 1UL << 40, RW, ANON, -1, 0), ENOMEM);
}

TEST(map_populate_flag)
{
	int fd = temp_file(8 * PAGE);
	char *p = map_flags(8, RW, ANON | MAP_POPULATE);

	EXPECT_EQ(resident(p, 8), 8);
	EXPECT_EQ(resident(map(8), 8), 0);
	/* a private mapping that may be written gets its copies at once */
	p = map_file(fd, 8, RW, MAP_PRIVATE | MAP_POPULATE);
	for (int i = 0; i < 8; i++)
		EXPECT_EQ(pagemap(p + i * PAGE) & (PM_PRESENT | PM_FILE), PM_PRESENT);
	/* and one that cannot be accessed nothing, silently */
	p = map_flags(4, PROT_NONE, ANON | MAP_POPULATE);
	for (int i = 0; i < 4; i++)
		EXPECT_EQ(pagemap(p + i * PAGE) & PM_PRESENT, 0ULL);
}

/* With MAP_NONBLOCK, MAP_POPULATE does nothing (since Linux 2.6.23). */
TEST(map_nonblock)
{
	EXPECT_EQ(resident(map_flags(8, RW, ANON | MAP_POPULATE | MAP_NONBLOCK), 8), 0);
}

TEST(ignored_flags)
{
	char *p = map_flags(2, RW, ANON | MAP_DENYWRITE | MAP_EXECUTABLE | MAP_STACK);
	int fd = temp_file(PAGE);

	p[0] = 1;
	ASSERT_EQ(munmap(p, 2 * PAGE), 0);
	map_file(fd, 1, RW, MAP_SHARED | MAP_DENYWRITE | MAP_EXECUTABLE);
	EXPECT_EQ(pwrite(fd, "x", 1, 0), 1);
	/* plain MAP_SHARED and MAP_PRIVATE ignore flags that nobody knows */
	EXPECT_NE(mmap(NULL, PAGE, RW, MAP_SHARED | 1 << 25, fd, 0), MAP_FAILED);
	EXPECT_NE(mmap(NULL, PAGE, RW, ANON | 1 << 25, -1, 0), MAP_FAILED);
	EXPECT_NE(mmap(NULL, PAGE, RW, MAP_SHARED_VALIDATE, fd, 0), MAP_FAILED);
}

/* x86 has no write without read, and nothing else is executable. */
TEST(protection_bits)
{
	char *p = map_flags(1, PROT_WRITE, ANON), *x;

	catch_faults();
	EXPECT_EQ(write_signal(p), 0);
	EXPECT_EQ(p[0], 1);
	EXPECT_EQ(read_signal(map_flags(1, PROT_NONE, ANON)), SIGSEGV);
	EXPECT_EQ(fault_code, SEGV_ACCERR);

	x = map_flags(1, RW | PROT_EXEC, ANON);
	x[0] = (char)0xc3;			/* ret */
	((void (*)(void))x)();
	ASSERT_EQ(mprotect(x, PAGE, RW), 0);
	fault_signal = 0;
	if (!sigsetjmp(on_fault, 0))
		((void (*)(void))x)();
	EXPECT_EQ(fault_signal, SIGSEGV);
	EXPECT_EQ(fault_code, SEGV_ACCERR);
	EXPECT_EQ(fault_addr, x);
}

/* ---- munmap ---- */

TEST(munmap_errors)
{
	EXPECT_ERRNO(munmap((void *)1, PAGE), EINVAL);
	EXPECT_ERRNO(munmap((void *)PAGE, 0), EINVAL);
	EXPECT_ERRNO(munmap(NULL, 1UL << 62), EINVAL);
	EXPECT_ERRNO(munmap((void *)-PAGE, PAGE), EINVAL);
	EXPECT_EQ(munmap(NOWHERE, PAGE), 0);		/* nothing there is no error */
}

TEST(munmap_parts)
{
	char *p = map(9);

	catch_faults();
	memset(p, 7, 9 * PAGE);
	ASSERT_EQ(munmap(p + 4 * PAGE, PAGE), 0);		/* a hole */
	ASSERT_EQ(munmap(p, PAGE), 0);				/* the start */
	ASSERT_EQ(munmap(p + 8 * PAGE, 1), 0);			/* the end; lengths round up */
	for (int i = 0; i < 9; i++) {
		int gone = i == 0 || i == 4 || i == 8;

		EXPECT_EQ(read_signal(p + i * PAGE), gone ? SIGSEGV : 0);
		if (gone) {
			EXPECT_EQ(fault_code, SEGV_MAPERR);
			EXPECT_EQ(fault_addr, p + i * PAGE);
		} else {
			EXPECT_EQ(p[i * PAGE], 7);
		}
	}
	/* across all of them, holes included */
	ASSERT_EQ(munmap(p, 9 * PAGE), 0);
	EXPECT_EQ(read_signal(p + PAGE), SIGSEGV);
	EXPECT_EQ(count_mappings(p, 9 * PAGE), 0);
}

/* What was dirty in a shared mapping is in the file when the mapping is gone. */
TEST(munmap_keeps_what_is_shared)
{
	int fd = temp_file(4 * PAGE);
	char *s = map_file(fd, 4, RW, MAP_SHARED), c;

	s[3 * PAGE] = 'z';
	ASSERT_EQ(munmap(s, 4 * PAGE), 0);
	ASSERT_EQ(pread(fd, &c, 1, 3 * PAGE), 1);
	EXPECT_EQ(c, 'z');
}

/* Page tables of several gigabytes come and go with what they map. */
TEST(munmap_frees_page_tables)
{
	char *p = mmap(NULL, 4UL << 30, RW, ANON | MAP_NORESERVE, -1, 0);
	long before = status_kb("VmPTE");

	ASSERT_NE(p, MAP_FAILED);
	for (size_t at = 0; at < 4UL << 30; at += 64 * MiB)
		p[at] = 1;
	EXPECT_GE(status_kb("VmPTE"), before + 64 * 4);
	ASSERT_EQ(munmap(p, 4UL << 30), 0);
	EXPECT_LE(status_kb("VmPTE"), before + 16);
}

/* Nor where only a part of a mapping goes: its end, its start, a hole in it; a few upper tables remain. */
TEST(munmap_of_a_part_frees_page_tables)
{
	size_t size = 1UL << 30;
	char *p = map_aligned(size, 2 * MiB);
	long before = status_kb("VmPTE");

	for (size_t at = 0; at < size; at += 2 * MiB)
		p[at] = 1;
	EXPECT_GE(status_kb("VmPTE"), before + 512 * 4);
	ASSERT_EQ(munmap(p + size - 128 * MiB, 128 * MiB), 0);
	EXPECT_LE(status_kb("VmPTE"), before + 456 * 4);
	ASSERT_EQ(munmap(p, 128 * MiB), 0);
	EXPECT_LE(status_kb("VmPTE"), before + 392 * 4);
	ASSERT_EQ(munmap(p + 256 * MiB, 512 * MiB), 0);
	EXPECT_LE(status_kb("VmPTE"), before + 138 * 4);
}

TEST_HARNESS_MAIN
