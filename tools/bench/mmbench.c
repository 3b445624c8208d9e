// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmbench.c - what memory operations cost, from a user program.
 *
 * Runs on Samara and on Linux alike.  Under QEMU's -icount shift=0 the cycle
 * counter advances by one an instruction, so a figure is a number of guest
 * instructions, the program's own loop included, and repeats within 1%.
 * Each row is run once to warm up and then timed; a row prints
 *
 *	name: instructions an operation
 *
 * mmbench [WORD]: only the rows whose name contains WORD.
 * mmbench --repeat WORD: those, and then the last of them for ever, to be watched.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

#define PAGE 4096UL
#define PAGES 4096UL

static const char *self;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static uint64_t now(void)
{
	_mm_lfence();
	return __rdtsc();
}

static char *map(size_t len, int flags)
{
	char *p = mmap(NULL, len, PROT_READ | PROT_WRITE, flags, -1, 0);

	if (p == MAP_FAILED)
		die("mmap");
	return p;
}

#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)

static void touch(volatile char *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i += PAGE)
		p[i] = 1;
}

static void look(volatile const char *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i += PAGE)
		(void)p[i];
}

/* Each row answers the cost of one operation. */

static double null_syscall(void)
{
	uint64_t start = now();
	int i;

	for (i = 0; i < 10000; i++)
		syscall(SYS_getppid);
	return (now() - start) / 10000.0;
}

static double clock_reading(void)
{
	uint64_t start = now();
	struct timespec ts;
	int i;

	for (i = 0; i < 10000; i++)
		clock_gettime(CLOCK_MONOTONIC, &ts);
	return (now() - start) / 10000.0;
}

static double anon_write_fault(void)
{
	char *p = map(PAGES * PAGE, ANON);
	uint64_t start = now(), end;

	touch(p, PAGES * PAGE);
	end = now();
	munmap(p, PAGES * PAGE);
	return (end - start) / (double)PAGES;
}

static double munmap_touched(void)
{
	char *p = map(PAGES * PAGE, ANON);
	uint64_t start;

	touch(p, PAGES * PAGE);
	start = now();
	munmap(p, PAGES * PAGE);
	return (now() - start) / (double)PAGES;
}

static double zero_read_fault(void)
{
	char *p = map(PAGES * PAGE, ANON);
	uint64_t start = now(), end;

	look(p, PAGES * PAGE);
	end = now();
	munmap(p, PAGES * PAGE);
	return (end - start) / (double)PAGES;
}

static double write_over_zero(void)
{
	char *p = map(PAGES * PAGE, ANON);
	uint64_t start, end;

	look(p, PAGES * PAGE);
	start = now();
	touch(p, PAGES * PAGE);
	end = now();
	munmap(p, PAGES * PAGE);
	return (end - start) / (double)PAGES;
}

static double dontneed(void)
{
	char *p = map(PAGES * PAGE, ANON);
	uint64_t start, end;

	touch(p, PAGES * PAGE);
	start = now();
	madvise(p, PAGES * PAGE, MADV_DONTNEED);
	end = now();
	munmap(p, PAGES * PAGE);
	return (end - start) / (double)PAGES;
}

static double mprotect_range(void)
{
	char *p = map(PAGES * PAGE, ANON);
	uint64_t start, end;

	touch(p, PAGES * PAGE);
	start = now();
	mprotect(p, PAGES * PAGE, PROT_READ);
	end = now();
	munmap(p, PAGES * PAGE);
	return (end - start) / (double)PAGES;
}

static double mremap_move(void)
{
	char *p = map(PAGES * PAGE, ANON), *to = map(PAGES * PAGE, ANON);
	uint64_t start;

	touch(p, PAGES * PAGE);
	start = now();
	if (mremap(p, PAGES * PAGE, PAGES * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to) != to)
		die("mremap");
	munmap(to, PAGES * PAGE);
	return (now() - start) / (double)PAGES;
}

static double mmap_pages(size_t pages, int touched)
{
	uint64_t start = now();
	int i;

	for (i = 0; i < 500; i++) {
		char *p = map(pages * PAGE, ANON);

		if (touched)
			touch(p, pages * PAGE);
		munmap(p, pages * PAGE);
	}
	return (now() - start) / 500.0;
}

static double mmap_one(void) { return mmap_pages(1, 0); }
static double mmap_touch_one(void) { return mmap_pages(1, 1); }
static double mmap_touch_32(void) { return mmap_pages(32, 1); }

static double brk_16(void)
{
	uint64_t start;
	char *p;
	int i;

	sbrk(PAGE - (uintptr_t)sbrk(0) % PAGE);
	start = now();
	for (i = 0; i < 200; i++) {
		p = sbrk(16 * PAGE);
		touch(p, 16 * PAGE);
		sbrk(-(long)(16 * PAGE));
	}
	return (now() - start) / 200.0;
}

static double mprotect_split_merge(void)
{
	char *p = map(16 * PAGE, ANON);
	uint64_t start, end;
	int i;

	touch(p, 16 * PAGE);
	start = now();
	for (i = 0; i < 500; i++) {
		mprotect(p + 4 * PAGE, 4 * PAGE, PROT_READ);
		mprotect(p + 4 * PAGE, 4 * PAGE, PROT_READ | PROT_WRITE);
	}
	end = now();
	munmap(p, 16 * PAGE);
	return (end - start) / 500.0;
}

static double many_vmas(size_t n, double *unmap_each, double *fault_each)
{
	char *p = map(n * 2 * PAGE, ANON);
	uint64_t start = now(), split, end;
	size_t i;

	for (i = 0; i < n; i++)
		if (mprotect(p + (2 * i + 1) * PAGE, PAGE, PROT_READ))
			die("mprotect");
	split = now();
	if (fault_each) {
		uint64_t t = now();

		for (i = 0; i < n; i += 8) {
			p[2 * i * PAGE] = 1;
			madvise(p + 2 * i * PAGE, PAGE, MADV_DONTNEED);
		}
		*fault_each = (now() - t) / (double)((n + 7) / 8);
	}
	end = now();
	munmap(p, n * 2 * PAGE);
	if (unmap_each)
		*unmap_each = (now() - end) / (double)(2 * n);
	return (split - start) / (double)n;
}

static double split_10000(void)
{
	return many_vmas(5000, NULL, NULL);
}

static double fault_20000(void)
{
	double each;

	many_vmas(10000, NULL, &each);
	return each;
}

static double munmap_20000(void)
{
	double each;

	many_vmas(10000, &each, NULL);
	return each;
}

static double fork_exit_wait(void)
{
	uint64_t start = now();
	int i;

	for (i = 0; i < 100; i++) {
		pid_t pid = fork();

		if (pid < 0)
			die("fork");
		if (!pid)
			_exit(0);
		waitpid(pid, NULL, 0);
	}
	return (now() - start) / 100.0;
}

static double fork_16m(void)
{
	char *p = map(16 << 20, ANON);
	uint64_t start, end;
	int i;

	touch(p, 16 << 20);
	start = now();
	for (i = 0; i < 10; i++) {
		pid_t pid = fork();

		if (!pid)
			_exit(0);
		waitpid(pid, NULL, 0);
	}
	end = now();
	munmap(p, 16 << 20);
	return (end - start) / 10.0;
}

/* The child takes its time while the parent writes: every write copies. */
static double cow_copy(void)
{
	size_t len = 1024 * PAGE;
	char *p = map(len, ANON);
	int pipefd[2];
	uint64_t start, end;
	pid_t pid;
	char c;

	touch(p, len);
	if (pipe(pipefd))
		die("pipe");
	pid = fork();
	if (!pid) {
		close(pipefd[1]);
		_exit(read(pipefd[0], &c, 1) != 0);
	}
	close(pipefd[0]);
	start = now();
	touch(p, len);
	end = now();
	close(pipefd[1]);
	waitpid(pid, NULL, 0);
	munmap(p, len);
	return (end - start) / 1024.0;
}

static double cow_sole(void)
{
	size_t len = 1024 * PAGE;
	char *p = map(len, ANON);
	uint64_t start, end;
	pid_t pid;

	touch(p, len);
	pid = fork();
	if (!pid)
		_exit(0);
	waitpid(pid, NULL, 0);
	start = now();
	touch(p, len);
	end = now();
	munmap(p, len);
	return (end - start) / 1024.0;
}

static double vfork_exec(void)
{
	uint64_t start = now();
	int i;

	for (i = 0; i < 50; i++) {
		pid_t pid = vfork();

		if (!pid) {
			execl(self, self, "--exit", NULL);
			_exit(127);
		}
		waitpid(pid, NULL, 0);
	}
	return (now() - start) / 50.0;
}

static double shm_write_fault(void)
{
	char *p = map(PAGES * PAGE, MAP_SHARED | MAP_ANONYMOUS);
	uint64_t start = now(), end;

	touch(p, PAGES * PAGE);
	end = now();
	munmap(p, PAGES * PAGE);
	return (end - start) / (double)PAGES;
}

static int temp_file(size_t len)
{
	static char block[PAGE];
	int fd = memfd_create("bench", 0);
	size_t i;

	if (fd < 0)
		die("memfd_create");
	for (i = 0; i < len; i += PAGE)
		if (write(fd, block, PAGE) != PAGE)
			die("write");
	return fd;
}

static double file_fault(int flags, int writes)
{
	int fd = temp_file(1024 * PAGE);
	volatile char *p = mmap(NULL, 1024 * PAGE, PROT_READ | PROT_WRITE, flags, fd, 0);
	uint64_t start, end;

	if (p == MAP_FAILED)
		die("mmap file");
	start = now();
	if (writes)
		touch(p, 1024 * PAGE);
	else
		look(p, 1024 * PAGE);
	end = now();
	munmap((void *)p, 1024 * PAGE);
	close(fd);
	return (end - start) / 1024.0;
}

static double shm_read_fault(void) { return file_fault(MAP_SHARED, 0); }
static double private_file_write(void) { return file_fault(MAP_PRIVATE, 1); }

static double file_io(int writes)
{
	static char block[PAGE];
	int fd = temp_file(64 * PAGE), i;
	uint64_t start = now(), end;

	for (i = 0; i < 2000; i++) {
		ssize_t n = writes ? pwrite(fd, block, PAGE, i % 64 * PAGE) :
				     pread(fd, block, PAGE, i % 64 * PAGE);

		if (n != PAGE)
			die("pread or pwrite");
	}
	end = now();
	close(fd);
	return (end - start) / 2000.0;
}

static double pread_4k(void) { return file_io(0); }
static double pwrite_4k(void) { return file_io(1); }

static double pipe_round_trip(void)
{
	int to[2], from[2], i;
	uint64_t start, end;
	pid_t pid;
	char c = 0;

	if (pipe(to) || pipe(from))
		die("pipe");
	pid = fork();
	if (!pid) {
		close(to[1]);
		while (read(to[0], &c, 1) == 1)
			if (write(from[1], &c, 1) != 1)
				break;
		_exit(0);
	}
	start = now();
	for (i = 0; i < 1000; i++)
		if (write(to[1], &c, 1) != 1 || read(from[0], &c, 1) != 1)
			die("pipe round trip");
	end = now();
	close(to[1]);
	waitpid(pid, NULL, 0);
	close(to[0]);
	close(from[0]);
	close(from[1]);
	return (end - start) / 1000.0;
}

static const struct row {
	const char *name;
	double (*run)(void);
} rows[] = {
	{ "null system call", null_syscall },
	{ "clock_gettime", clock_reading },
	{ "anonymous write fault", anon_write_fault },
	{ "munmap, per touched page", munmap_touched },
	{ "read fault, zero page", zero_read_fault },
	{ "write fault over the zero page", write_over_zero },
	{ "madvise(DONTNEED), per page", dontneed },
	{ "mprotect, per page of a range", mprotect_range },
	{ "mremap move + munmap, per page", mremap_move },
	{ "mmap+munmap, one page", mmap_one },
	{ "mmap+touch+munmap, one page", mmap_touch_one },
	{ "mmap+touch+munmap, 32 pages", mmap_touch_32 },
	{ "brk grow, touch 16 pages, shrink", brk_16 },
	{ "mprotect that splits, and one that merges", mprotect_split_merge },
	{ "splitting off the nth of 10,000 VMAs", split_10000 },
	{ "fault + DONTNEED among 20,000 VMAs", fault_20000 },
	{ "munmap of 20,000 VMAs, each", munmap_20000 },
	{ "fork+exit+wait, small process", fork_exit_wait },
	{ "fork+exit+wait, 16 MiB touched", fork_16m },
	{ "copy-on-write fault, copying", cow_copy },
	{ "copy-on-write fault, sole owner", cow_sole },
	{ "vfork+exec+exit+wait, static", vfork_exec },
	{ "shared-memory write fault, new page", shm_write_fault },
	{ "shared-memory read fault, cached", shm_read_fault },
	{ "private file write fault, copying", private_file_write },
	{ "pread 4 KiB from tmpfs", pread_4k },
	{ "pwrite 4 KiB to tmpfs", pwrite_4k },
	{ "pipe round trip, two processes", pipe_round_trip },
};

int main(int argc, char **argv)
{
	bool repeat = argc > 2 && !strcmp(argv[1], "--repeat");
	const char *word = argc > 1 + repeat ? argv[1 + repeat] : "";
	const struct row *last = NULL;

	self = "/proc/self/exe";
	if (argc > 1 && !strcmp(argv[1], "--exit"))
		return 0;
	for (const struct row *row = rows; row < rows + sizeof(rows) / sizeof(rows[0]); row++) {
		if (!strstr(row->name, word))
			continue;
		row->run();
		printf("%s: %.0f\n", row->name, row->run());
		fflush(stdout);
		last = row;
	}
	if (repeat) {
		puts("repeating");
		fflush(stdout);
		while (last)
			last->run();
	}
	return 0;
}
