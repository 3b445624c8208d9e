// SPDX-License-Identifier: GPL-2.0-only
/*
 * vdso_test.c - the functions that the kernel maps into each program: as good as the system calls?
 *
 * They are found as a C library finds them: the auxiliary vector has the address of an ELF image, its
 * dynamic section the symbols (vdso(7)). The same binary passes on Linux (x86-64).
 */
#define _GNU_SOURCE
#include "../ksft_harness.h"
#include <elf.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>

#define READINGS	20000
#define SECOND		1000000000LL

static int (*vdso_clock_gettime)(clockid_t clock, struct timespec *ts);
static int (*vdso_clock_getres)(clockid_t clock, struct timespec *ts);
static int (*vdso_gettimeofday)(struct timeval *tv, struct timezone *tz);
static time_t (*vdso_time)(time_t *when);
static long (*vdso_getcpu)(unsigned int *cpu, unsigned int *node, void *unused);

static const char *image(void)
{
	const char *at = (const char *)getauxval(AT_SYSINFO_EHDR);

	if (!at)
		SKIP("the kernel gives programs no vdso");
	return at;
}

static const void *dynamic(const char *base, long tag)
{
	const Elf64_Ehdr *ehdr = (const Elf64_Ehdr *)base;
	const Elf64_Phdr *phdr = (const Elf64_Phdr *)(base + ehdr->e_phoff);
	const Elf64_Dyn *dyn;

	while (phdr->p_type != PT_DYNAMIC)
		phdr++;
	for (dyn = (const Elf64_Dyn *)(base + phdr->p_offset); dyn->d_tag != DT_NULL; dyn++)
		if (dyn->d_tag == tag)
			return base + dyn->d_un.d_ptr;
	return NULL;
}

static void *symbol(const char *name)
{
	const char *base = image();
	const Elf64_Sym *symbols = dynamic(base, DT_SYMTAB);
	const char *names = dynamic(base, DT_STRTAB);
	const Elf64_Sym *end = (const Elf64_Sym *)names;	/* the table of names comes behind it */

	ASSERT_TRUE(symbols && names && symbols < end);
	for (; symbols < end; symbols++)
		if (symbols->st_shndx != SHN_UNDEF && !strcmp(names + symbols->st_name, name))
			return (void *)(base + symbols->st_value);
	FAIL("the vdso has no %s", name);
	return NULL;
}

static void find_functions(void)
{
	vdso_clock_gettime = symbol("__vdso_clock_gettime");
	vdso_clock_getres = symbol("__vdso_clock_getres");
	vdso_gettimeofday = symbol("__vdso_gettimeofday");
	vdso_time = symbol("__vdso_time");
	vdso_getcpu = symbol("__vdso_getcpu");
}

static long long ns(const struct timespec *ts)
{
	return ts->tv_sec * SECOND + ts->tv_nsec;
}

static long long kernels(clockid_t clock)
{
	struct timespec ts;

	ASSERT_EQ(syscall(SYS_clock_gettime, clock, &ts), 0L);
	return ns(&ts);
}

static long long vdsos(clockid_t clock)
{
	struct timespec ts;

	ASSERT_EQ(vdso_clock_gettime(clock, &ts), 0);
	ASSERT_TRUE(ts.tv_nsec >= 0 && ts.tv_nsec < SECOND);
	return ns(&ts);
}

TEST(image_is_whole)
{
	const char *base = image();
	const Elf64_Ehdr *ehdr = (const Elf64_Ehdr *)base;
	char line[256], perms[8] = "", vvar_perms[8] = "";
	unsigned long start, end;
	FILE *maps = fopen("/proc/self/maps", "r");

	EXPECT_EQ(memcmp(base, ELFMAG, SELFMAG), 0);
	EXPECT_EQ(ehdr->e_type, ET_DYN);
	EXPECT_EQ(ehdr->e_machine, EM_X86_64);
	while (fgets(line, sizeof(line), maps)) {
		if (strstr(line, "[vdso]")) {
			ASSERT_EQ(sscanf(line, "%lx-%lx %7s", &start, &end, perms), 3);
			EXPECT_EQ(start, (unsigned long)base);
		} else if (strstr(line, "[vvar]")) {
			ASSERT_EQ(sscanf(line, "%*s %7s", vvar_perms), 1);
		}
	}
	fclose(maps);
	EXPECT_STREQ(perms, "r-xp");
	EXPECT_STREQ(vvar_perms, "r--p");
	find_functions();
}

/* Readings by turns of kernel and vdso never go back. */
TEST(clocks_agree)
{
	static const clockid_t clocks[] = {
		CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME, CLOCK_TAI,
		CLOCK_REALTIME_COARSE, CLOCK_MONOTONIC_COARSE,
	};

	find_functions();
	for (size_t c = 0; c < sizeof(clocks) / sizeof(clocks[0]); c++) {
		long long before = kernels(clocks[c]), between, first = before;

		for (int i = 0; i < READINGS; i++) {
			between = vdsos(clocks[c]);
			if (between < before)
				FAIL("clock %d, reading %d: the vdso's %lld after %lld", clocks[c], i, between, before);
			before = i % 8 ? vdsos(clocks[c]) : kernels(clocks[c]);
			if (before < between)
				FAIL("clock %d, reading %d: %lld after the vdso's %lld", clocks[c], i, before, between);
		}
		EXPECT_LT(before - first, 60 * SECOND);
	}
}

TEST(other_clocks)
{
	static const clockid_t clocks[] = { CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID };
	struct timespec ts, res;

	find_functions();
	for (int i = 0; i < 2; i++) {
		long long before = kernels(clocks[i]), between = vdsos(clocks[i]);

		EXPECT_LE(before, between);
		EXPECT_LE(between, kernels(clocks[i]));
	}
	EXPECT_EQ(vdso_clock_gettime(77, &ts), -EINVAL);
	EXPECT_EQ(vdso_clock_getres(77, &ts), -EINVAL);
	for (clockid_t clock = CLOCK_REALTIME; clock <= CLOCK_BOOTTIME; clock++) {
		ASSERT_EQ(vdso_clock_getres(clock, &ts), 0);
		ASSERT_EQ(syscall(SYS_clock_getres, clock, &res), 0L);
		EXPECT_EQ(ns(&ts), ns(&res));
		EXPECT_EQ(vdso_clock_getres(clock, NULL), 0);
	}
}

TEST(time_of_day)
{
	struct timezone tz = { 1, 1 };
	struct timeval tv;
	time_t when = 0;

	find_functions();
	for (int i = 0; i < READINGS; i++) {
		long long before = kernels(CLOCK_REALTIME) / 1000, us;

		ASSERT_EQ(vdso_gettimeofday(&tv, NULL), 0);
		us = tv.tv_sec * 1000000LL + tv.tv_usec;
		ASSERT_LE(before, us);
		ASSERT_LE(us, kernels(CLOCK_REALTIME) / 1000);
	}
	EXPECT_EQ(vdso_gettimeofday(&tv, &tz), 0);
	EXPECT_EQ(tz.tz_minuteswest, 0);
	EXPECT_EQ(vdso_gettimeofday(NULL, NULL), 0);
	EXPECT_LE(vdsos(CLOCK_REALTIME_COARSE) / SECOND, vdso_time(&when));
	EXPECT_LE(when, vdsos(CLOCK_REALTIME) / SECOND);
	EXPECT_LE(when, vdso_time(NULL));
}

TEST(cpu_number)
{
	cpu_set_t before, one;

	find_functions();
	ASSERT_EQ(sched_getaffinity(0, sizeof(before), &before), 0);
	for (unsigned int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		unsigned int seen = ~0, node = ~0, kernels_node;

		if (!CPU_ISSET(cpu, &before))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		ASSERT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
		EXPECT_EQ(vdso_getcpu(&seen, &node, NULL), 0L);
		EXPECT_EQ(seen, cpu);
		ASSERT_EQ(syscall(SYS_getcpu, NULL, &kernels_node, NULL), 0L);
		EXPECT_EQ(node, kernels_node);
		EXPECT_EQ(vdso_getcpu(NULL, NULL, NULL), 0L);
	}
	ASSERT_EQ(sched_setaffinity(0, sizeof(before), &before), 0);
}

/* What one thread has read and told another, the other never sees undone, on whichever CPU. */
static volatile long long latest;

static void *read_and_tell(void *unused)
{
	(void)unused;
	for (int i = 0; i < READINGS; i++) {
		long long told = latest, mine = vdsos(CLOCK_MONOTONIC);

		ASSERT_LE(told, mine);
		latest = mine;
		if (i % 100 == 0)
			sched_yield();
	}
	return NULL;
}

TEST(threads)
{
	pthread_t threads[3];

	find_functions();
	for (int i = 0; i < 3; i++)
		ASSERT_EQ(pthread_create(&threads[i], NULL, read_and_tell, NULL), 0);
	for (int i = 0; i < 3; i++)
		ASSERT_EQ(pthread_join(threads[i], NULL), 0);
}

static sigjmp_buf out;

static void jump_out(int sig)
{
	siglongjmp(out, sig);
}

/* A program that writes to it is stopped; a debugger's change is that process's own. */
TEST(protection)
{
	volatile char *base = (volatile char *)image();
	int fd, status;
	pid_t pid;

	signal(SIGSEGV, jump_out);
	if (!sigsetjmp(out, 1)) {
		base[16] = 1;
		FAIL("the vdso can be written");
	}
	fd = open("/proc/self/mem", O_RDWR);
	ASSERT_GE(fd, 0);
	pid = fork();
	if (!pid) {
		fd = open("/proc/self/mem", O_RDWR);
		_exit(pwrite(fd, "x", 1, (off_t)(unsigned long)base) != 1 || base[0] != 'x');
	}
	ASSERT_EQ(waitpid(pid, &status, 0), pid);
	EXPECT_EQ(status, 0);
	EXPECT_EQ(base[0], ELFMAG0);
	close(fd);
}

/* Without it a program lives on: the C library is not asked for the time then. */
TEST(unmapped)
{
	char *base = (char *)image();
	int status;
	pid_t pid = fork();

	if (!pid) {
		find_functions();
		ASSERT_EQ(munmap(base, 4096), 0);
		ASSERT_EQ(mmap(base, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0), base);
		_exit(base[0]);
	}
	ASSERT_EQ(waitpid(pid, &status, 0), pid);
	EXPECT_EQ(status, 0);
}

TEST_HARNESS_MAIN
