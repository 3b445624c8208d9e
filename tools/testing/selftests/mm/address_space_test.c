// SPDX-License-Identifier: GPL-2.0-only
/*
 * address_space_test.c - mmap() and its family as user space sees them.
 *
 * Every case runs in a child of its own. Output is KTAP; the same binary passes on Linux.
 * Cases whose subject a kernel may lack ask for it first and are skipped without.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ	22
#define MADV_POPULATE_WRITE	23
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL	102
#define MADV_GUARD_REMOVE	103
#endif
#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP	4
#endif
#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE	0x100000
#endif
#ifndef __NR_mseal
#define __NR_mseal		462
#endif

#define PAGE	4096UL
#define RW	(PROT_READ | PROT_WRITE)
#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)
#define SKIP	4

#define CHECK(cond)								\
	do {									\
		if (!(cond)) {							\
			printf("# %s:%d: %s (errno %d)\n", __func__, __LINE__,	\
			       #cond, errno);					\
			fflush(stdout);						\
			_exit(1);						\
		}								\
	} while (0)

#define FAILS(call, err)							\
	do {									\
		errno = 0;							\
		CHECK((long)(call) == -1);					\
		CHECK(errno == (err));						\
	} while (0)

static void skip(const char *why)
{
	printf("# skipped: %s\n", why);
	fflush(stdout);
	_exit(SKIP);
}

static char *map(size_t pages)
{
	char *p = mmap(NULL, pages * PAGE, RW, ANON, -1, 0);

	CHECK(p != MAP_FAILED);
	return p;
}

/* ---- does an access fault, and how? ---- */

static sigjmp_buf on_fault;
static volatile int fault_signal, fault_code;
static void *volatile fault_addr;

static void catch_fault(int sig, siginfo_t *info, void *context)
{
	fault_signal = sig;
	fault_code = info->si_code;
	fault_addr = info->si_addr;
	siglongjmp(on_fault, 1);
}

static void catch_faults(void)
{
	struct sigaction sa = { .sa_sigaction = catch_fault, .sa_flags = SA_SIGINFO };

	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
}

/* 0, or the signal that a read (or a write) of a byte at @p gives. */
static int read_signal(volatile char *p)
{
	fault_signal = 0;
	if (!sigsetjmp(on_fault, 1))
		(void)*p;
	return fault_signal;
}

static int write_signal(volatile char *p)
{
	fault_signal = 0;
	if (!sigsetjmp(on_fault, 1))
		*p = 1;
	return fault_signal;
}

/* Pages of the range that are resident. */
static int resident(void *p, size_t pages)
{
	unsigned char vec[256];
	int n = 0;

	CHECK(pages <= sizeof(vec) && mincore(p, pages * PAGE, vec) == 0);
	for (size_t i = 0; i < pages; i++)
		n += vec[i] & 1;
	return n;
}

static int temp_file(size_t size)
{
	int fd = memfd_create("test", 0);

	CHECK(fd >= 0);
	CHECK(ftruncate(fd, size) == 0);
	return fd;
}

/* ---- mmap, munmap ---- */

static void mmap_errors(void)
{
	int fd = temp_file(PAGE), rdonly;
	char path[64];

	FAILS(mmap(NULL, 0, RW, ANON, -1, 0), EINVAL);
	FAILS(mmap(NULL, PAGE, RW, MAP_ANONYMOUS, -1, 0), EINVAL);
	FAILS(mmap(NULL, PAGE, RW, MAP_PRIVATE, -1, 0), EBADF);
	FAILS(mmap(NULL, PAGE, RW, MAP_PRIVATE, fd, 1), EINVAL);
	FAILS(mmap(NULL, 1UL << 60, RW, ANON, -1, 0), ENOMEM);
	FAILS(mmap((void *)1, PAGE, RW, ANON | MAP_FIXED, -1, 0), EINVAL);
	FAILS(mmap(NULL, PAGE, RW, MAP_SHARED_VALIDATE | 1 << 25, fd, 0), EOPNOTSUPP);
	FAILS(munmap((void *)1, PAGE), EINVAL);
	FAILS(munmap((void *)PAGE, 0), EINVAL);
	CHECK(munmap((void *)(1UL << 40), PAGE) == 0);

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	rdonly = open(path, O_RDONLY);
	if (rdonly >= 0) {
		FAILS(mmap(NULL, PAGE, RW, MAP_SHARED, rdonly, 0), EACCES);
		CHECK(mmap(NULL, PAGE, RW, MAP_PRIVATE, rdonly, 0) != MAP_FAILED);
	}
}

static void mmap_placement(void)
{
	char *p = map(8), *q;

	CHECK(munmap(p + 2 * PAGE, 2 * PAGE) == 0);
	/* a hint that is free is taken, one that is not is passed over */
	q = mmap(p + 2 * PAGE, PAGE, RW, ANON, -1, 0);
	CHECK(q == p + 2 * PAGE);
	q = mmap(p, PAGE, RW, ANON, -1, 0);
	CHECK(q != MAP_FAILED && (q < p || q >= p + 8 * PAGE || q == p + 3 * PAGE));
	FAILS(mmap(p, PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0), EEXIST);
	p[0] = 1;
	CHECK(mmap(p, PAGE, RW, ANON | MAP_FIXED, -1, 0) == p && p[0] == 0);
	q = mmap(NULL, PAGE, RW, ANON | MAP_32BIT, -1, 0);
	CHECK(q != MAP_FAILED && (uintptr_t)q < 1UL << 31);
}

static void munmap_parts(void)
{
	char *p = map(9);

	catch_faults();
	memset(p, 7, 9 * PAGE);
	CHECK(munmap(p + 4 * PAGE, PAGE) == 0);		/* a hole */
	CHECK(munmap(p, PAGE) == 0);			/* the start */
	CHECK(munmap(p + 8 * PAGE, PAGE) == 0);		/* the end */
	for (int i = 0; i < 9; i++) {
		int gone = i == 0 || i == 4 || i == 8;

		CHECK(read_signal(p + i * PAGE) == (gone ? SIGSEGV : 0));
		if (gone)
			CHECK(fault_code == SEGV_MAPERR && fault_addr == p + i * PAGE);
		else
			CHECK(p[i * PAGE] == 7);
	}
	/* across all of them, holes included */
	CHECK(munmap(p, 9 * PAGE) == 0);
	CHECK(read_signal(p + PAGE) == SIGSEGV);
}

static void shared_and_private(void)
{
	int fd = temp_file(2 * PAGE);
	char *s = mmap(NULL, 2 * PAGE, RW, MAP_SHARED, fd, 0);
	char *p = mmap(NULL, 2 * PAGE, RW, MAP_PRIVATE, fd, 0);
	char c;

	CHECK(s != MAP_FAILED && p != MAP_FAILED);
	s[0] = 'a';
	CHECK(p[0] == 'a' && pread(fd, &c, 1, 0) == 1 && c == 'a');
	CHECK(pwrite(fd, "b", 1, 0) == 1 && s[0] == 'b' && p[0] == 'b');
	p[0] = 'x';
	CHECK(s[0] == 'b' && pread(fd, &c, 1, 0) == 1 && c == 'b');
	s[0] = 'c';
	CHECK(p[0] == 'x');
	/* behind the end of the file */
	catch_faults();
	CHECK(ftruncate(fd, PAGE) == 0);
	CHECK(read_signal(s + PAGE) == SIGBUS && fault_code == BUS_ADRERR);
	CHECK(read_signal(s) == 0);
	/* private copies go with the file's pages */
	CHECK(ftruncate(fd, 0) == 0 && read_signal(p) == SIGBUS);
}

static void shared_anonymous(void)
{
	volatile int *s = mmap(NULL, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	volatile int *p = (int *)map(1);
	pid_t pid;

	CHECK((void *)s != MAP_FAILED);
	*s = *p = 1;
	pid = fork();
	if (!pid) {
		*s = *p = 2;
		_exit(0);
	}
	CHECK(waitpid(pid, NULL, 0) == pid);
	CHECK(*s == 2 && *p == 1);
}

static void populate(void)
{
	char *p = mmap(NULL, 8 * PAGE, RW, ANON | MAP_POPULATE, -1, 0);

	CHECK(p != MAP_FAILED && resident(p, 8) == 8);
	p = map(8);
	CHECK(resident(p, 8) == 0);
	p[3 * PAGE] = 1;
	CHECK(resident(p, 8) == 1);
	FAILS(mincore(p + 1, PAGE, (void *)p), EINVAL);
	FAILS(mincore((void *)(1UL << 40), PAGE, (void *)p), ENOMEM);
	FAILS(mincore(p, PAGE, (void *)(1UL << 40)), EFAULT);
}

/* ---- mprotect ---- */

static void protections(void)
{
	char *p = map(3);

	catch_faults();
	memset(p, 5, 3 * PAGE);
	CHECK(mprotect(p + PAGE, PAGE, PROT_READ) == 0);
	CHECK(write_signal(p + PAGE) == SIGSEGV && fault_code == SEGV_ACCERR);
	CHECK(read_signal(p + PAGE) == 0 && write_signal(p) == 0 && write_signal(p + 2 * PAGE) == 0);
	CHECK(mprotect(p + PAGE, PAGE, PROT_NONE) == 0);
	CHECK(read_signal(p + PAGE) == SIGSEGV && fault_code == SEGV_ACCERR);
	CHECK(mprotect(p, 3 * PAGE, RW) == 0);
	CHECK(write_signal(p + PAGE) == 0 && p[PAGE + 1] == 5);
}

static void mprotect_errors(void)
{
	int fd = temp_file(PAGE), rdonly;
	char *p = map(3), *q, path[64];

	FAILS(mprotect(p + 1, PAGE, PROT_READ), EINVAL);
	FAILS(mprotect(p, PAGE, 0x100), EINVAL);
	CHECK(mprotect(p, 0, PROT_READ) == 0);
	CHECK(munmap(p + PAGE, PAGE) == 0);
	FAILS(mprotect(p, 3 * PAGE, PROT_READ), ENOMEM);
	/* what came before the hole is changed */
	catch_faults();
	CHECK(write_signal(p) == SIGSEGV && write_signal(p + 2 * PAGE) == 0);

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	rdonly = open(path, O_RDONLY);
	if (rdonly < 0)
		return;
	q = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, rdonly, 0);
	CHECK(q != MAP_FAILED);
	FAILS(mprotect(q, PAGE, RW), EACCES);
}

/* Zero page and copy-on-write under changing protection: nobody sees another's bytes. */
static void protection_and_cow(void)
{
	char *p = map(4);
	pid_t pid;
	int status;

	for (int i = 0; i < 4; i++)
		CHECK(p[i * PAGE] == 0);		/* the zero page */
	CHECK(mprotect(p, 4 * PAGE, PROT_NONE) == 0 && mprotect(p, 4 * PAGE, RW) == 0);
	p[0] = 1;
	CHECK(p[PAGE] == 0);
	p[PAGE] = 2;
	pid = fork();
	if (!pid) {
		CHECK(mprotect(p, 4 * PAGE, PROT_READ) == 0 && mprotect(p, 4 * PAGE, RW) == 0);
		p[0] = 11;
		p[2 * PAGE] = 12;
		_exit(p[PAGE] == 2 ? 0 : 1);
	}
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	CHECK(p[0] == 1 && p[PAGE] == 2 && p[2 * PAGE] == 0);
}

/* ---- mremap ---- */

static void mremap_sizes(void)
{
	char *p = map(8), *q;

	memset(p, 3, 8 * PAGE);
	CHECK(mremap(p, 8 * PAGE, 4 * PAGE, 0) == p);
	catch_faults();
	CHECK(read_signal(p + 4 * PAGE) == SIGSEGV && p[3 * PAGE] == 3);
	q = mmap(p + 5 * PAGE, PAGE, RW, ANON | MAP_FIXED, -1, 0);
	CHECK(q == p + 5 * PAGE);
	CHECK(mremap(p, 4 * PAGE, 5 * PAGE, 0) == p && p[4 * PAGE] == 0);
	FAILS(mremap(p, 5 * PAGE, 16 * PAGE, 0), ENOMEM);
	q = mremap(p, 5 * PAGE, 16 * PAGE, MREMAP_MAYMOVE);
	CHECK(q != MAP_FAILED && q[0] == 3 && q[3 * PAGE] == 3 && q[4 * PAGE] == 0 &&
	      q[15 * PAGE] == 0);
	CHECK(q == p || read_signal(p) == SIGSEGV);
}

static void mremap_fixed(void)
{
	char *p = map(4), *q = map(4);

	strcpy(p, "here");
	strcpy(q, "there");
	FAILS(mremap(p, 4 * PAGE, 4 * PAGE, MREMAP_FIXED, q), EINVAL);
	FAILS(mremap(p, 4 * PAGE, 4 * PAGE, MREMAP_FIXED | MREMAP_MAYMOVE, p + PAGE), EINVAL);
	FAILS(mremap(p, 4 * PAGE, 4 * PAGE, MREMAP_FIXED | MREMAP_MAYMOVE, q + 1), EINVAL);
	FAILS(mremap((void *)(1UL << 40), PAGE, PAGE, 0), EFAULT);
	CHECK(mremap(p, 4 * PAGE, 4 * PAGE, MREMAP_FIXED | MREMAP_MAYMOVE, q) == q);
	CHECK(!strcmp(q, "here"));
	catch_faults();
	CHECK(read_signal(p) == SIGSEGV);
}

static void mremap_dontunmap(void)
{
	char *p = map(4), *q;

	memset(p, 9, 4 * PAGE);
	q = mremap(p, 4 * PAGE, 4 * PAGE, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, NULL);
	if (q == MAP_FAILED && errno == EINVAL)
		skip("no MREMAP_DONTUNMAP");
	CHECK(q != MAP_FAILED && q != p && q[0] == 9 && q[3 * PAGE] == 9);
	CHECK(p[0] == 0 && p[3 * PAGE] == 0);
	p[0] = 1;
	CHECK(q[0] == 9);
}

/* Length 0 duplicates a shared mapping. */
static void mremap_duplicate(void)
{
	char *s = mmap(NULL, 2 * PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0), *t, *p = map(1);

	CHECK(s != MAP_FAILED);
	t = mremap(s, 0, 2 * PAGE, MREMAP_MAYMOVE);
	CHECK(t != MAP_FAILED && t != s);
	s[PAGE] = 4;
	CHECK(t[PAGE] == 4);
	FAILS(mremap(p, 0, PAGE, MREMAP_MAYMOVE), EINVAL);
}

/* Several page tables, at addresses that are aligned to each other and at such that are not. */
static void mremap_large(void)
{
	size_t len = 8UL << 20, off;
	char *area = mmap(NULL, 5 * len, PROT_NONE, ANON | MAP_NORESERVE, -1, 0), *p, *q;

	CHECK(area != MAP_FAILED);
	p = (char *)(((uintptr_t)area + (2UL << 20) - 1) & -(2UL << 20));
	CHECK(mmap(p, len, RW, ANON | MAP_FIXED, -1, 0) == p);
	for (off = 0; off < len; off += 5 * PAGE)
		*(size_t *)(p + off) = off;
	q = mremap(p, len, len, MREMAP_MAYMOVE | MREMAP_FIXED, p + len);
	CHECK(q == p + len);
	for (off = 0; off < len; off += 5 * PAGE)
		CHECK(*(size_t *)(q + off) == off);
	p = mremap(q, len, len, MREMAP_MAYMOVE | MREMAP_FIXED,
		   area + 3 * len + PAGE);
	CHECK(p == area + 3 * len + PAGE);
	for (off = 0; off < len; off += 5 * PAGE)
		CHECK(*(size_t *)(p + off) == off);
}

/* ---- madvise ---- */

static void dontneed(void)
{
	int fd = temp_file(PAGE);
	char *p = map(4), *f;

	memset(p, 6, 4 * PAGE);
	CHECK(madvise(p + PAGE, 2 * PAGE, MADV_DONTNEED) == 0);
	CHECK(resident(p, 4) == 2);
	CHECK(p[0] == 6 && p[PAGE] == 0 && p[2 * PAGE] == 0 && p[3 * PAGE] == 6);
	CHECK(pwrite(fd, "file", 4, 0) == 4);
	f = mmap(NULL, PAGE, RW, MAP_PRIVATE, fd, 0);
	CHECK(f != MAP_FAILED);
	f[0] = 'x';
	CHECK(madvise(f, PAGE, MADV_DONTNEED) == 0 && f[0] == 'f');
	FAILS(madvise(p + 1, PAGE, MADV_DONTNEED), EINVAL);
	FAILS(madvise(p, PAGE, 12345), EINVAL);
	CHECK(munmap(p + PAGE, PAGE) == 0);
	FAILS(madvise(p, 4 * PAGE, MADV_DONTNEED), ENOMEM);
	/* but done where there was something */
	CHECK(p[0] == 0 && p[3 * PAGE] == 0);
}

static void lazyfree(void)
{
	char *p = map(2);

	memset(p, 8, 2 * PAGE);
	CHECK(madvise(p, 2 * PAGE, MADV_FREE) == 0);
	p[0] = 9;			/* written again: kept */
	CHECK(p[0] == 9 && (p[PAGE] == 8 || p[PAGE] == 0));
	FAILS(madvise(mmap(NULL, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0), PAGE, MADV_FREE),
	      EINVAL);
}

static void remove_hole(void)
{
	int fd = temp_file(3 * PAGE);
	char *s = mmap(NULL, 3 * PAGE, RW, MAP_SHARED, fd, 0), c;

	CHECK(s != MAP_FAILED);
	memset(s, 2, 3 * PAGE);
	CHECK(madvise(s + PAGE, PAGE, MADV_REMOVE) == 0);
	CHECK(s[0] == 2 && s[PAGE] == 0 && s[2 * PAGE] == 2);
	CHECK(pread(fd, &c, 1, PAGE) == 1 && c == 0);
	FAILS(madvise(map(1), PAGE, MADV_REMOVE), EINVAL);
}

static void fork_advice(void)
{
	char *p = map(3);
	pid_t pid;
	int status;

	memset(p, 4, 3 * PAGE);
	CHECK(madvise(p, PAGE, MADV_DONTFORK) == 0);
	CHECK(madvise(p + PAGE, PAGE, MADV_WIPEONFORK) == 0);
	pid = fork();
	if (!pid) {
		catch_faults();
		CHECK(read_signal(p) == SIGSEGV);
		CHECK(p[PAGE] == 0 && p[2 * PAGE] == 4);
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	CHECK(p[0] == 4 && p[PAGE] == 4);
	CHECK(madvise(p, PAGE, MADV_DOFORK) == 0 && madvise(p + PAGE, PAGE, MADV_KEEPONFORK) == 0);
	pid = fork();
	if (!pid)
		_exit(p[0] == 4 && p[PAGE] == 4 ? 0 : 1);
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
}

static void populate_advice(void)
{
	char *p = map(4);

	if (madvise(p, PAGE, MADV_POPULATE_READ) && errno == EINVAL)
		skip("no MADV_POPULATE_READ");
	CHECK(madvise(p, 4 * PAGE, MADV_POPULATE_WRITE) == 0 && resident(p, 4) == 4);
	CHECK(mprotect(p, PAGE, PROT_READ) == 0);
	FAILS(madvise(p, PAGE, MADV_POPULATE_WRITE), EINVAL);
	CHECK(munmap(p + 2 * PAGE, PAGE) == 0);
	FAILS(madvise(p + PAGE, 3 * PAGE, MADV_POPULATE_READ), ENOMEM);
}

static void guards(void)
{
	char *p = map(3);

	memset(p, 1, 3 * PAGE);
	if (madvise(p + PAGE, PAGE, MADV_GUARD_INSTALL) && errno == EINVAL)
		skip("no MADV_GUARD_INSTALL");
	catch_faults();
	CHECK(read_signal(p + PAGE) == SIGSEGV && p[0] == 1 && p[2 * PAGE] == 1);
	CHECK(madvise(p, 3 * PAGE, MADV_DONTNEED) == 0);
	CHECK(read_signal(p + PAGE) == SIGSEGV && read_signal(p) == 0);
	CHECK(madvise(p, 3 * PAGE, MADV_GUARD_REMOVE) == 0);
	CHECK(read_signal(p + PAGE) == 0 && p[PAGE] == 0);
}

/* ---- mlock, msync ---- */

static void locking(void)
{
	struct rlimit none = { 0, 0 };
	char *p = map(4);

	if (mlock(p, 2 * PAGE) && (errno == EPERM || errno == ENOMEM))
		skip("RLIMIT_MEMLOCK");
	CHECK(resident(p, 4) == 2);
	FAILS(madvise(p, PAGE, MADV_DONTNEED), EINVAL);
	FAILS(msync(p, PAGE, MS_INVALIDATE), EBUSY);
	CHECK(munlock(p, 4 * PAGE) == 0 && madvise(p, PAGE, MADV_DONTNEED) == 0);
	CHECK(syscall(SYS_mlock2, p, 4 * PAGE, 1) == 0 && resident(p, 4) == 1);
	p[3 * PAGE] = 1;
	CHECK(resident(p, 4) == 2);
	FAILS(syscall(SYS_mlock2, p, PAGE, 2), EINVAL);
	CHECK(munmap(p + PAGE, PAGE) == 0);
	FAILS(mlock(p, 4 * PAGE), ENOMEM);
	CHECK(munlockall() == 0);
	CHECK(mlockall(MCL_CURRENT | MCL_FUTURE) == 0);
	CHECK(resident(map(2), 2) == 2);
	CHECK(munlockall() == 0);
	FAILS(mlockall(0), EINVAL);
	FAILS(mlockall(64), EINVAL);
	CHECK(setrlimit(RLIMIT_MEMLOCK, &none) == 0);
	if (!setuid(65534))
		FAILS(mlock(p, PAGE), EPERM);
}

static void sync_errors(void)
{
	int fd = temp_file(PAGE);
	char *s = mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0), *p = map(3);

	CHECK(s != MAP_FAILED);
	CHECK(msync(s, PAGE, MS_SYNC) == 0 && msync(s, PAGE, MS_ASYNC) == 0);
	FAILS(msync(s, PAGE, MS_SYNC | MS_ASYNC), EINVAL);
	FAILS(msync(s + 1, PAGE, MS_SYNC), EINVAL);
	FAILS(msync(s, PAGE, 64), EINVAL);
	CHECK(munmap(p + PAGE, PAGE) == 0);
	FAILS(msync(p, 3 * PAGE, MS_ASYNC), ENOMEM);
}

/* ---- heap, stack, limits ---- */

static void heap(void)
{
	char *start = sbrk(0), *end = (char *)(((uintptr_t)start + PAGE - 1) & -PAGE);

	CHECK(sbrk(10 * PAGE) == start);
	memset(start, 1, 10 * PAGE);
	CHECK(brk(end + PAGE) == 0 && end[PAGE - 1] == 1);
	catch_faults();
	CHECK(read_signal(end + PAGE) == SIGSEGV);
	CHECK(brk(end + 3 * PAGE) == 0 && end[2 * PAGE] == 0);
	CHECK((char *)syscall(SYS_brk, 0) == end + 3 * PAGE);
	CHECK((char *)syscall(SYS_brk, 1) == end + 3 * PAGE);
}

static int deep(int n)
{
	volatile char frame[3 * PAGE];

	frame[0] = n;
	return n ? deep(n - 1) + frame[0] - n : 0;
}

static void stack(void)
{
	static char alt[16384];
	stack_t ss = { .ss_sp = alt, .ss_size = sizeof(alt) };
	struct sigaction sa = { .sa_sigaction = catch_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	char here;

	CHECK(deep(100) == 0);
	CHECK(sigaltstack(&ss, NULL) == 0 && sigaction(SIGSEGV, &sa, NULL) == 0);
	/* beyond RLIMIT_STACK */
	fault_signal = 0;
	if (!sigsetjmp(on_fault, 1))
		deep(1000000);
	CHECK(fault_signal == SIGSEGV && (char *)fault_addr < &here);
}

static void limits(void)
{
	struct rlimit as = { 256UL << 20, 256UL << 20 }, data = { 64UL << 20, 64UL << 20 };

	CHECK(setrlimit(RLIMIT_DATA, &data) == 0);
	FAILS(mmap(NULL, 128UL << 20, RW, ANON, -1, 0), ENOMEM);
	CHECK(mmap(NULL, 128UL << 20, PROT_READ, ANON, -1, 0) != MAP_FAILED);
	CHECK(setrlimit(RLIMIT_AS, &as) == 0);
	FAILS(mmap(NULL, 256UL << 20, PROT_READ, ANON, -1, 0), ENOMEM);
}

static void many_mappings(void)
{
	size_t n = 40000;
	char *p = mmap(NULL, n * PAGE, PROT_READ, ANON | MAP_NORESERVE, -1, 0);

	CHECK(p != MAP_FAILED);
	for (size_t i = 0; i < n; i += 2)
		CHECK(mprotect(p + i * PAGE, PAGE, PROT_NONE) == 0);
	/* max_map_count is 65530 on most systems: another 40,000 are too many */
	for (size_t i = 0; i < n; i += 2)
		CHECK(mprotect(p + i * PAGE, PAGE, PROT_READ) == 0);
	CHECK(munmap(p, n * PAGE) == 0);
}

/* ---- the rest ---- */

static void seals(void)
{
	char *p = map(3);

	if (syscall(__NR_mseal, p, PAGE, 0) && errno == ENOSYS)
		skip("no mseal");
	FAILS(munmap(p, 3 * PAGE), EPERM);
	FAILS(mprotect(p, PAGE, PROT_READ), EPERM);
	FAILS(mremap(p, PAGE, 2 * PAGE, MREMAP_MAYMOVE), EPERM);
	FAILS(mmap(p, PAGE, RW, ANON | MAP_FIXED, -1, 0), EPERM);
	FAILS(syscall(__NR_mseal, p + 1, PAGE, 0), EINVAL);
	FAILS(syscall(__NR_mseal, p, PAGE, 1), EINVAL);
	CHECK(munmap(p + PAGE, 2 * PAGE) == 0);
	FAILS(syscall(__NR_mseal, p, 2 * PAGE, 0), ENOMEM);
}

static void remote_access(void)
{
	char *p = map(2), buf[2 * PAGE];
	struct iovec local = { buf, sizeof(buf) }, remote = { p, 2 * PAGE };
	pid_t pid = fork();
	ssize_t n;

	if (!pid) {
		pause();
		_exit(0);
	}
	memset(buf, 'q', sizeof(buf));
	n = process_vm_writev(pid, &local, 1, &remote, 1, 0);
	if (n < 0 && (errno == ENOSYS || errno == EPERM)) {
		kill(pid, SIGKILL);
		skip("no process_vm_writev");
	}
	CHECK(n == sizeof(buf) && p[0] == 0);
	memset(buf, 0, sizeof(buf));
	CHECK(process_vm_readv(pid, &local, 1, &remote, 1, 0) == sizeof(buf) && buf[PAGE] == 'q');
	remote.iov_base = (void *)(1UL << 40);
	FAILS(process_vm_readv(pid, &local, 1, &remote, 1, 0), EFAULT);
	FAILS(process_vm_readv(pid, &local, 1, &remote, 1, 1), EINVAL);
	kill(pid, SIGKILL);
	CHECK(waitpid(pid, NULL, 0) == pid);
}

/* Random calls, and what each page must then hold. */
static void random_calls(void)
{
	enum { PAGES = 64 };
	static struct { int mapped, prot; unsigned char value; } model[PAGES];
	char *base = map(PAGES);
	unsigned int seed = 12345;

	catch_faults();
	munmap(base, PAGES * PAGE);
	for (int op = 0; op < 20000; op++) {
		int first = rand_r(&seed) % PAGES, n = 1 + rand_r(&seed) % 8, i, hole = 0;
		char *at = base + first * PAGE;

		if (first + n > PAGES)
			n = PAGES - first;
		for (i = first; i < first + n; i++)
			hole |= !model[i].mapped;
		switch (rand_r(&seed) % 6) {
		case 0:
		case 1:
			CHECK(mmap(at, n * PAGE, RW, ANON | MAP_FIXED, -1, 0) == at);
			for (i = first; i < first + n; i++) {
				model[i].mapped = 1;
				model[i].prot = RW;
				model[i].value = 0;
			}
			break;
		case 2:
			CHECK(munmap(at, n * PAGE) == 0);
			for (i = first; i < first + n; i++)
				model[i].mapped = 0;
			break;
		case 3: {
			int prot = (int[]){ PROT_NONE, PROT_READ, RW }[rand_r(&seed) % 3];

			CHECK(mprotect(at, n * PAGE, prot) == (hole ? -1 : 0));
			for (i = first; i < first + n && model[i].mapped; i++)
				model[i].prot = prot;
			break;
		}
		case 4:
			CHECK(madvise(at, n * PAGE, MADV_DONTNEED) == (hole ? -1 : 0));
			for (i = first; i < first + n; i++)
				model[i].value = 0;
			break;
		default:
			for (i = first; i < first + n; i++) {
				int ok = model[i].mapped && model[i].prot == RW;

				CHECK(write_signal(base + i * PAGE) == (ok ? 0 : SIGSEGV));
				if (ok)
					base[i * PAGE] = model[i].value = op | 1;
			}
		}
		i = rand_r(&seed) % PAGES;
		if (model[i].mapped && model[i].prot)
			CHECK((unsigned char)base[i * PAGE] == model[i].value);
		else
			CHECK(read_signal(base + i * PAGE) == SIGSEGV);
	}
}

#define CASE(f) { f, #f }

static const struct {
	void (*run)(void);
	const char *name;
} cases[] = {
	CASE(mmap_errors), CASE(mmap_placement), CASE(munmap_parts), CASE(shared_and_private),
	CASE(shared_anonymous), CASE(populate), CASE(protections), CASE(mprotect_errors),
	CASE(protection_and_cow), CASE(mremap_sizes), CASE(mremap_fixed), CASE(mremap_dontunmap),
	CASE(mremap_duplicate), CASE(mremap_large), CASE(dontneed), CASE(lazyfree),
	CASE(remove_hole), CASE(fork_advice), CASE(populate_advice), CASE(guards),
	CASE(locking), CASE(sync_errors), CASE(heap), CASE(stack), CASE(limits),
	CASE(many_mappings), CASE(seals), CASE(remote_access), CASE(random_calls),
};

int main(int argc, char **argv)
{
	int total = sizeof(cases) / sizeof(cases[0]), failed = 0;

	printf("TAP version 13\n1..%d\n", total);
	for (int i = 0; i < total; i++) {
		int status = -1;
		pid_t pid;

		if (argc > 1 && strcmp(argv[1], cases[i].name)) {
			printf("ok %d %s # SKIP not asked for\n", i + 1, cases[i].name);
			continue;
		}
		fflush(stdout);
		pid = fork();
		if (!pid) {
			alarm(60);
			cases[i].run();
			_exit(0);
		}
		waitpid(pid, &status, 0);
		if (WIFEXITED(status) && WEXITSTATUS(status) == SKIP) {
			printf("ok %d %s # SKIP\n", i + 1, cases[i].name);
			continue;
		}
		if (WIFSIGNALED(status))
			printf("# signal %d\n", WTERMSIG(status));
		failed += status != 0;
		printf("%s %d %s\n", status ? "not ok" : "ok", i + 1, cases[i].name);
	}
	printf("# %d of %d failed\n", failed, total);
	fflush(stdout);
	return failed != 0;
}
