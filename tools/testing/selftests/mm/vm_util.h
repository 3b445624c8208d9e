/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vm_util.h - what the tests of memory management share: mapping, faulting on purpose, and looking
 * at an address space from outside, through /proc.
 */
#ifndef VM_UTIL_H
#define VM_UTIL_H

#include "../ksft_harness.h"
#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <sched.h>
#include <setjmp.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#define PAGE		4096UL
#define MiB		(1UL << 20)
#define RW		(PROT_READ | PROT_WRITE)
#define ANON		(MAP_PRIVATE | MAP_ANONYMOUS)
#define SHARED_ANON	(MAP_SHARED | MAP_ANONYMOUS)
/* User space, and never mapped by anything. */
#define NOWHERE		((void *)(1UL << 40))
#define NOBODY		65534

#ifndef MADV_COLD
#define MADV_COLD		20
#define MADV_PAGEOUT		21
#endif
#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ	22
#define MADV_POPULATE_WRITE	23
#endif
#ifndef MADV_DONTNEED_LOCKED
#define MADV_DONTNEED_LOCKED	24
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
#ifndef MLOCK_ONFAULT
#define MLOCK_ONFAULT		1
#endif
#ifndef MCL_ONFAULT
#define MCL_ONFAULT		4
#endif
#ifndef __NR_mseal
#define __NR_mseal		462
#endif

/* Pages are counted one by one: nothing is to come in huge ones. Children inherit it. */
static __attribute__((constructor)) void no_huge_pages(void)
{
	prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
}

/* ---- mapping ---- */

KSFT_FN char *map_flags(size_t pages, int prot, int flags)
{
	char *p = mmap(NULL, pages * PAGE, prot, flags, -1, 0);

	ASSERT_NE(p, MAP_FAILED);
	return p;
}

KSFT_FN char *map(size_t pages)
{
	return map_flags(pages, RW, ANON);
}

/* Room that nothing else touches: mapped without access, so that only MAP_FIXED lands in it. */
KSFT_FN char *reserve(size_t pages)
{
	return map_flags(pages, PROT_NONE, ANON | MAP_NORESERVE);
}

/* A place of that many pages with nothing mapped in it, nor beside it. */
KSFT_FN char *free_place(size_t pages)
{
	char *p = reserve(pages + 2);

	ASSERT_EQ(munmap(p, (pages + 2) * PAGE), 0);
	return p + PAGE;
}

/* A mapping that cannot become one with its neighbours: on both sides lies a page of another kind. */
KSFT_FN char *map_alone(size_t pages)
{
	char *p = reserve(pages + 2) + PAGE;

	ASSERT_EQ(mmap(p, pages * PAGE, RW, ANON | MAP_FIXED, -1, 0), p);
	return p;
}

/* A mapping whose address is a multiple of @align. */
KSFT_FN char *map_aligned(size_t size, size_t align)
{
	char *p = mmap(NULL, size + align, RW, ANON | MAP_NORESERVE, -1, 0), *q;

	ASSERT_NE(p, MAP_FAILED);
	q = (char *)(((uintptr_t)p + align - 1) & -align);
	if (q > p)
		ASSERT_EQ(munmap(p, q - p), 0);
	ASSERT_EQ(munmap(q + size, p + align - q), 0);
	return q;
}

KSFT_FN int temp_file(size_t size)
{
	int fd = memfd_create("test", 0);

	ASSERT_GE(fd, 0);
	ASSERT_EQ(ftruncate(fd, size), 0);
	return fd;
}

/* Another descriptor of the same file, with other rights (O_RDONLY, O_WRONLY). */
KSFT_FN int reopen(int fd, int flags)
{
	char path[64];
	int ret;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	ret = open(path, flags);
	ASSERT_GE(ret, 0);
	return ret;
}

KSFT_FN char *map_file(int fd, size_t pages, int prot, int flags)
{
	char *p = mmap(NULL, pages * PAGE, prot, flags, fd, 0);

	ASSERT_NE(p, MAP_FAILED);
	return p;
}

/* ---- does an access fault, and how? ---- */

static __thread sigjmp_buf on_fault;
static __thread volatile int fault_signal, fault_code;
static __thread void *volatile fault_addr;

static void catch_fault(int sig, siginfo_t *info, void *context)
{
	(void)context;
	fault_signal = sig;
	fault_code = info->si_code;
	fault_addr = info->si_addr;
	siglongjmp(on_fault, 1);
}

KSFT_FN void catch_faults(void)
{
	struct sigaction sa = { .sa_sigaction = catch_fault, .sa_flags = SA_SIGINFO | SA_NODEFER };

	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
}

/* 0, or the signal that a read (or a write) of a byte at @p gives. */
KSFT_FN int read_signal(volatile char *p)
{
	fault_signal = 0;
	if (!sigsetjmp(on_fault, 0))
		(void)*p;
	return fault_signal;
}

KSFT_FN int write_signal(volatile char *p)
{
	fault_signal = 0;
	if (!sigsetjmp(on_fault, 0))
		*p = 1;
	return fault_signal;
}

/* ---- what is there ---- */

/* Pages of the range that are resident, as mincore() says. */
KSFT_FN size_t resident(const void *p, size_t pages)
{
	unsigned char vec[512];
	size_t n = 0;

	ASSERT_LE(pages, sizeof(vec));
	ASSERT_EQ(mincore((void *)p, pages * PAGE, vec), 0);
	for (size_t i = 0; i < pages; i++)
		n += vec[i] & 1;
	return n;
}

#define PM_EXCLUSIVE	(1ULL << 56)
#define PM_FILE		(1ULL << 61)
#define PM_SWAPPED	(1ULL << 62)
#define PM_PRESENT	(1ULL << 63)
#define PM_PFN		((1ULL << 55) - 1)

KSFT_FN uint64_t pagemap(const void *p)
{
	uint64_t entry = 0;
	int fd = open("/proc/self/pagemap", O_RDONLY);

	ASSERT_GE(fd, 0);
	ASSERT_EQ(pread(fd, &entry, 8, (uintptr_t)p / PAGE * 8), 8);
	close(fd);
	return entry;
}

/* One line of /proc/PID/maps. */
struct mapping {
	uintptr_t start, end;
	char perms[5];
	unsigned long offset;
	unsigned int major, minor;
	unsigned long inode;
	char name[256];
};

KSFT_FN int parse_mapping(const char *line, struct mapping *m)
{
	int at = 0, n;

	memset(m, 0, sizeof(*m));
	n = sscanf(line, "%lx-%lx %4s %lx %x:%x %lu %n", &m->start, &m->end, m->perms, &m->offset, &m->major,
		   &m->minor, &m->inode, &at);
	if (n < 7 || !at)
		return 0;
	snprintf(m->name, sizeof(m->name), "%s", line + at);
	m->name[strcspn(m->name, "\n")] = 0;
	return 1;
}

/* The mappings that touch [p, p + size), in order, up to @max. Return: how many there are. */
KSFT_FN int mappings(const void *p, size_t size, struct mapping *found, int max)
{
	uintptr_t start = (uintptr_t)p, end = start + size;
	FILE *f = fopen("/proc/self/maps", "r");
	struct mapping m;
	char line[512];
	int n = 0;

	ASSERT_NE(f, NULL);
	while (fgets(line, sizeof(line), f)) {
		ASSERT_TRUE(parse_mapping(line, &m));
		if (m.end <= start || m.start >= end)
			continue;
		if (n < max)
			found[n] = m;
		n++;
	}
	fclose(f);
	return n;
}

KSFT_FN int count_mappings(const void *p, size_t size)
{
	return mappings(p, size, NULL, 0);
}

/* The mapping that holds @p; it must be there. */
KSFT_FN struct mapping mapping_of(const void *p)
{
	struct mapping m = { 0 };

	ASSERT_EQ(mappings(p, 1, &m, 1), 1);
	return m;
}

/* A number behind "name" at the start of a line of a file of /proc, or -1. */
KSFT_FN long proc_value(const char *path, const char *name)
{
	FILE *f = fopen(path, "r");
	size_t n = strlen(name);
	char line[512];
	long value = -1;

	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, name, n) && strchr(": \t", line[n]) && sscanf(line + n, "%*[: \t]%ld", &value) == 1)
			break;
	if (f)
		fclose(f);
	return value;
}

/*
 * Frees what was freed: objects may wait for something (a CPU's sheaf to fill; KASAN keeps a 32nd of memory of
 * them), and with them the pages that they lie in. Only root may; others change nothing.
 */
KSFT_FN void shrink_caches(void)
{
	glob_t caches;

	if (glob("/sys/kernel/slab/*/shrink", 0, NULL, &caches))
		return;
	for (size_t i = 0; i < caches.gl_pathc; i++) {
		int fd = open(caches.gl_pathv[i], O_WRONLY);

		if (fd < 0)
			continue;
		EXPECT_EQ(write(fd, "1", 1), (ssize_t)1);
		close(fd);
	}
	globfree(&caches);
}

/* A field of /proc/self/status in KiB. */
KSFT_FN long status_kb(const char *name)
{
	return proc_value("/proc/self/status", name);
}

/* A field in KiB of the entry of /proc/self/smaps for the mapping that holds @p, or -1. */
KSFT_FN long smaps_kb(const void *p, const char *name)
{
	FILE *f = fopen("/proc/self/smaps", "r");
	size_t n = strlen(name);
	struct mapping m;
	char line[512];
	long value = -1;
	int here = 0;

	while (f && fgets(line, sizeof(line), f)) {
		if (parse_mapping(line, &m))
			here = m.start <= (uintptr_t)p && (uintptr_t)p < m.end;
		else if (here && !strncmp(line, name, n) && line[n] == ':' && sscanf(line + n + 1, "%ld", &value) == 1)
			break;
	}
	if (f)
		fclose(f);
	return value;
}

/* Does VmFlags of the mapping that holds @p name this flag (two letters)? -1: there is no smaps. */
KSFT_FN int has_vmflag(const void *p, const char *flag)
{
	FILE *f = fopen("/proc/self/smaps", "r");
	struct mapping m;
	char line[512];
	int here = 0, ret = -1;

	while (f && fgets(line, sizeof(line), f)) {
		if (parse_mapping(line, &m))
			here = m.start <= (uintptr_t)p && (uintptr_t)p < m.end;
		else if (here && !strncmp(line, "VmFlags:", 8))
			ret = strstr(line + 8, flag) != NULL;
	}
	if (f)
		fclose(f);
	return ret;
}

/* ---- rights and CPUs ---- */

KSFT_FN void stay_on_this_cpu(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(sched_getcpu(), &set);
	ASSERT_EQ(sched_setaffinity(0, sizeof(set), &set), 0);
}

KSFT_FN void set_limit(int resource, rlim_t value)
{
	struct rlimit r = { value, value };

	ASSERT_EQ(setrlimit(resource, &r), 0);
}

/* Become a user without capabilities; skipped where one may not (or is one already and that does not do). */
KSFT_FN void become_nobody(void)
{
	if (getuid())
		return;
	ASSERT_EQ(setgroups(0, NULL), 0);
	ASSERT_EQ(setresgid(NOBODY, NOBODY, NOBODY), 0);
	ASSERT_EQ(setresuid(NOBODY, NOBODY, NOBODY), 0);
	prctl(PR_SET_DUMPABLE, 1);		/* its /proc files are its own again */
}

KSFT_FN void need_root(void)
{
	if (getuid())
		SKIP("needs root");
}

#endif /* VM_UTIL_H */
