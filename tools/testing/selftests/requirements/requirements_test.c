// SPDX-License-Identifier: GPL-2.0-only
/*
 * requirements_test.c - what reference designs 000, 002, 003 and 004 promise to programs: a case for each
 * item, under its number there.
 *
 * Documentation/requirements.rst has the whole table. Passes on Linux as well.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#define PAGE	4096UL
#define RW	(PROT_READ | PROT_WRITE)
#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)

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

static char *map(size_t pages)
{
	char *p = mmap(NULL, pages * PAGE, RW, ANON, -1, 0);

	CHECK(p != MAP_FAILED);
	return p;
}

/* The exit status of a child that does @what with @arg. */
static int status_of(void (*what)(void *arg), void *arg)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	CHECK(pid >= 0);
	if (!pid) {
		what(arg);
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	return status;
}

/* The frame behind an address, from /proc/self/pagemap; 0 where there is none. */
static uint64_t frame_of(const void *p)
{
	int fd = open("/proc/self/pagemap", O_RDONLY);
	uint64_t entry = 0;

	CHECK(fd >= 0);
	CHECK(pread(fd, &entry, 8, (uintptr_t)p / PAGE * 8) == 8);
	close(fd);
	return entry >> 63 ? entry & ((1ULL << 55) - 1) : 0;
}

static long status_kb(const char *name)
{
	char line[256];
	long kb = -1;
	FILE *f = fopen("/proc/self/status", "r");

	CHECK(f);
	while (fgets(line, sizeof(line), f))
		if (!strncmp(line, name, strlen(name)))
			kb = atol(line + strlen(name) + 1);
	fclose(f);
	CHECK(kb >= 0);
	return kb;
}

/* ---- faults, and what they are called ---- */

static sigjmp_buf on_fault;
static volatile siginfo_t fault;
static volatile unsigned long fault_error;

static void catch_fault(int sig, siginfo_t *info, void *context)
{
	fault = *info;
	fault_error = ((ucontext_t *)context)->uc_mcontext.gregs[REG_ERR];
	siglongjmp(on_fault, 1);
}

static void catch_faults(void)
{
	struct sigaction sa = { .sa_sigaction = catch_fault, .sa_flags = SA_SIGINFO };

	CHECK(sigaction(SIGSEGV, &sa, NULL) == 0 && sigaction(SIGBUS, &sa, NULL) == 0);
}

/* x86's error code: 1 a page is there, 2 a write, 4 a program, 16 a fetch. */
enum { PRESENT = 1, WRITE = 2, USER = 4, FETCH = 16 };

static void expect_fault(char *at, int how, int code)
{
	fault.si_signo = 0;
	if (!sigsetjmp(on_fault, 1)) {
		if (how & FETCH)
			((void (*)(void))at)();
		else if (how & WRITE)
			*(volatile char *)at = 1;
		else
			(void)*(volatile char *)at;
	}
	CHECK(fault.si_signo == SIGSEGV);
	CHECK(fault.si_addr == at);
	CHECK(fault.si_code == code);
	CHECK((fault_error & (WRITE | USER | FETCH)) == (unsigned long)((how & (WRITE | FETCH)) | USER));
}

/* 000 11.1, 002 property 3: address, kind of access and privilege come out right. */
static void r000_11_1_faults_are_decoded(void)
{
	char *read_only = mmap(NULL, PAGE, PROT_READ, ANON, -1, 0), *data = map(1), *none = map(1);

	CHECK(read_only != MAP_FAILED);
	CHECK(munmap(none, PAGE) == 0);
	*data = (char)0xc3;	/* ret */
	(void)*(volatile char *)read_only;
	catch_faults();
	expect_fault(none, 0, SEGV_MAPERR);
	expect_fault(none, WRITE, SEGV_MAPERR);
	expect_fault(read_only, WRITE, SEGV_ACCERR);
	expect_fault(data, FETCH, SEGV_ACCERR);
}

/* 002: a program that reaches for the kernel gets SIGSEGV, and so does one that reaches for nothing. */
static void touch(void *p)
{
	*(volatile char *)p = 1;
}

static void r002_kernel_addresses_are_refused(void)
{
	static void *const bad[] = {
		(void *)0xffff888000000000UL, (void *)0xffffffff80000000UL, (void *)0xffffffffffffffffUL,
		(void *)0x8000000000000000UL, (void *)8,
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		int status = status_of(touch, bad[i]);

		CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
	}
}

/* ---- fork ---- */

/* 000 property 11, 002 property 13: shared until somebody writes, then a copy. */
static void r002_13_fork_shares_then_copies(void)
{
	int to_child[2], to_parent[2], status;
	char *p = map(1), c;
	uint64_t mine, childs;
	pid_t pid;

	strcpy(p, "before");
	mine = frame_of(p);
	if (!mine && geteuid())
		return;
	CHECK(mine && pipe(to_child) == 0 && pipe(to_parent) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (!pid) {
		childs = frame_of(p);
		CHECK(write(to_parent[1], &childs, 8) == 8);
		CHECK(read(to_child[0], &c, 1) == 1);
		CHECK(!strcmp(p, "before"));
		strcpy(p, "child");
		childs = frame_of(p);
		CHECK(write(to_parent[1], &childs, 8) == 8);
		CHECK(read(to_child[0], &c, 1) == 1);
		_exit(0);
	}
	CHECK(read(to_parent[0], &childs, 8) == 8 && childs == mine);
	CHECK(write(to_child[1], "x", 1) == 1);
	CHECK(read(to_parent[0], &childs, 8) == 8 && childs && childs != mine);
	CHECK(!strcmp(p, "before") && frame_of(p) == mine);
	CHECK(write(to_child[1], "x", 1) == 1);
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
}

/* 002 property 11: the same address, another memory. */
static void r002_11_address_spaces_are_separate(void)
{
	int *p = (int *)map(1), status;
	pid_t pid[4];

	for (int i = 0; i < 4; i++) {
		pid[i] = fork();
		CHECK(pid[i] >= 0);
		if (!pid[i]) {
			*p = i;
			for (int k = 0; k < 100; k++) {
				sched_yield();
				CHECK(*(volatile int *)p == i);
			}
			_exit(i);
		}
	}
	for (int i = 0; i < 4; i++)
		CHECK(waitpid(pid[i], &status, 0) == pid[i] && status == i << 8);
	CHECK(*p == 0);
}

static long free_kb(void)
{
	char line[128];
	long kb = 0;
	FILE *f = fopen("/proc/meminfo", "r");

	CHECK(f);
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "MemFree: %ld", &kb) == 1)
			break;
	fclose(f);
	return kb;
}

static void use_memory(void *arg)
{
	memset(map(16), 1, 16 * PAGE);
}

/*
 * 002 property 8: what a process had is free when it has ended. A page that is lost each time would be 1 MB
 * in each round; what others use meanwhile is not so regular.
 */
static void r002_8_exit_frees_everything(void)
{
	long least = 1L << 40;

	for (int round = 0; round < 5; round++) {
		long before = free_kb();

		for (int i = 0; i < 250; i++)
			CHECK(status_of(use_memory, NULL) == 0);
		before -= free_kb();
		least = before < least ? before : least;
	}
	CHECK(least < 500);
}

/* ---- registers ---- */

static volatile int done;

/* Patterns in all registers that the compiler leaves us, for a while; any that changed is told. */
static void *hold_registers(void *arg)
{
	unsigned long seed = (unsigned long)arg * 0x0101010101010101UL, bad = 0;

	while (!__atomic_load_n(&done, __ATOMIC_RELAXED)) {
		asm volatile("mov %1, %%r8; lea 1(%1), %%r9; lea 2(%1), %%r10; lea 3(%1), %%r11\n\t"
			     "lea 4(%1), %%r12; lea 5(%1), %%r13; lea 6(%1), %%r14; lea 7(%1), %%r15\n\t"
			     "movq %1, %%xmm0; movq %%r9, %%xmm15\n\t"
			     "mov $20000, %%ecx\n"
			     "1: dec %%ecx; jnz 1b\n\t"
			     "sub %1, %%r8; sub %1, %%r9; sub %1, %%r10; sub %1, %%r11\n\t"
			     "sub %1, %%r12; sub %1, %%r13; sub %1, %%r14; sub %1, %%r15\n\t"
			     "dec %%r9; sub $2, %%r10; sub $3, %%r11; sub $4, %%r12; sub $5, %%r13\n\t"
			     "sub $6, %%r14; sub $7, %%r15\n\t"
			     "or %%r9, %%r8; or %%r10, %%r8; or %%r11, %%r8; or %%r12, %%r8\n\t"
			     "or %%r13, %%r8; or %%r14, %%r8; or %%r15, %%r8\n\t"
			     "movq %%xmm0, %%r9; sub %1, %%r9; or %%r9, %%r8\n\t"
			     "movq %%xmm15, %%r9; sub %1, %%r9; dec %%r9; or %%r9, %%r8\n\t"
			     "or %%r8, %0"
			     : "+r" (bad) : "r" (seed)
			     : "rcx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "xmm0", "xmm15", "cc");
	}
	return (void *)bad;
}

/* 002 property 7: nothing that a thread has in its registers is lost while others run. */
static void r002_7_registers_survive_switches(void)
{
	struct timespec while_they_run = { .tv_nsec = 500000000 };
	pthread_t threads[8];
	void *bad;

	for (long i = 0; i < 8; i++)
		CHECK(pthread_create(&threads[i], NULL, hold_registers, (void *)(i + 1)) == 0);
	nanosleep(&while_they_run, NULL);
	done = 1;
	for (int i = 0; i < 8; i++)
		CHECK(pthread_join(threads[i], &bad) == 0 && !bad);
}

static volatile greg_t seen[NGREG];

static void note_registers(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	for (int i = 0; i < NGREG; i++)
		seen[i] = uc->uc_mcontext.gregs[i];
	/* past the two bytes of ud2 */
	uc->uc_mcontext.gregs[REG_RIP] += 2;
}

/* 002 property 12: an exception goes into the kernel and comes back, the registers untouched. */
static void r002_12_exceptions_keep_registers(void)
{
	struct sigaction sa = { .sa_sigaction = note_registers, .sa_flags = SA_SIGINFO };
	unsigned long r12 = 0;

	CHECK(sigaction(SIGILL, &sa, NULL) == 0);
	asm volatile("mov $0x1212, %%r12; mov $0x1313, %%r13; ud2; mov %%r12, %0"
		     : "=r" (r12) : : "r12", "r13", "memory");
	CHECK(r12 == 0x1212);
	CHECK(seen[REG_R12] == 0x1212 && seen[REG_R13] == 0x1313);
}

/* ---- system calls ---- */

/* 002 property 9: six arguments arrive, each in its place. */
static void r002_9_six_arguments_arrive(void)
{
	int fd = memfd_create("six", 0);
	char *at = map(4), text[8] = "page 3";

	CHECK(fd >= 0 && ftruncate(fd, 4 * PAGE) == 0 && pwrite(fd, text, 7, 3 * PAGE) == 7);
	CHECK(syscall(SYS_mmap, at, PAGE, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 3 * PAGE) == (long)at);
	CHECK(!strcmp(at, "page 3"));
}

/* 002 property 10 and its table of errors: the numbers are the same on every architecture. */
static void r002_10_errors_are_linuxs(void)
{
	char path[5000];

	memset(path, 'x', sizeof(path));
	path[sizeof(path) - 1] = 0;
	FAILS(syscall(1023), ENOSYS);
	FAILS(syscall(-1), ENOSYS);
	FAILS(close(999), EBADF);
	FAILS(open("/none/such", O_RDONLY), ENOENT);
	FAILS(open("/proc/version/x", O_RDONLY), ENOTDIR);
	FAILS(open("/", O_WRONLY), EISDIR);
	FAILS(open(path, O_RDONLY), ENAMETOOLONG);
	FAILS(syscall(SYS_open, (void *)8, O_RDONLY, 0), EFAULT);
	FAILS(read(-1, path, 1), EBADF);
	FAILS(mmap(NULL, 0, RW, ANON, -1, 0), EINVAL);
	FAILS(munmap((void *)1, PAGE), EINVAL);
	FAILS(mprotect(map(1) + 16 * PAGE * PAGE, PAGE, PROT_READ), ENOMEM);
	FAILS(kill(999999, 0), ESRCH);
	FAILS(waitpid(-1, NULL, 0), ECHILD);
	FAILS(mkdir("/", 0700), EEXIST);
}

/* 002 property 14. */
static void r002_14_files_round_trip(void)
{
	char out[10000], in[10000];
	int fd = open("/tmp/round-trip", O_CREAT | O_RDWR | O_TRUNC, 0600);

	for (size_t i = 0; i < sizeof(out); i++)
		out[i] = i * 7 + i / 256;
	CHECK(fd >= 0 && write(fd, out, sizeof(out)) == sizeof(out) && close(fd) == 0);
	fd = open("/tmp/round-trip", O_RDONLY);
	CHECK(fd >= 0 && read(fd, in, sizeof(in)) == sizeof(in) && read(fd, in, 1) == 0 && close(fd) == 0);
	CHECK(!memcmp(in, out, sizeof(in) - 1) && unlink("/tmp/round-trip") == 0);
}

/* ---- 003 and 004 ---- */

static void r003_pages_have_4_kib(void)
{
	CHECK(sysconf(_SC_PAGESIZE) == 4096);
}

/* 004 2.2: memory counts when it is touched, and a file's bytes are in its mapping. */
static void r004_2_2_demand_paging(void)
{
	long before = status_kb("VmRSS:");
	int fd = memfd_create("bytes", 0);
	char *p = map(1024), *file;

	CHECK(status_kb("VmRSS:") - before < 400);
	memset(p, 1, 1024 * PAGE);
	CHECK(status_kb("VmRSS:") - before >= 4096 - 400);
	CHECK(fd >= 0 && pwrite(fd, "bytes of a file", 15, 5 * PAGE) == 15);
	file = mmap(NULL, 6 * PAGE, PROT_READ, MAP_SHARED, fd, 0);
	CHECK(file != MAP_FAILED && !memcmp(file + 5 * PAGE, "bytes of a file", 15));
	CHECK(file[4 * PAGE] == 0);
}

/* 004 2.3: the numbers, and what they do. */
static void r004_2_3_mmap_flags(void)
{
	int fd = memfd_create("flags", 0);
	char *shared, *private, *at = map(2);

	CHECK(MAP_SHARED == 0x01 && MAP_PRIVATE == 0x02 && MAP_FIXED == 0x10 && MAP_ANONYMOUS == 0x20 &&
	      MAP_STACK == 0x20000);
	CHECK(fd >= 0 && ftruncate(fd, PAGE) == 0);
	shared = mmap(NULL, PAGE, RW, 0x01, fd, 0);
	private = mmap(NULL, PAGE, RW, 0x02, fd, 0);
	CHECK(shared != MAP_FAILED && private != MAP_FAILED);
	*shared = 1;
	CHECK(*private == 1);
	*private = 2;
	CHECK(*shared == 1);
	CHECK(mmap(at, PAGE, RW, 0x02 | 0x10 | 0x20, -1, 0) == at);
	CHECK(mmap(NULL, PAGE, RW, 0x02 | 0x20 | 0x20000, -1, 0) != MAP_FAILED);
	FAILS(mmap(NULL, PAGE, RW, 0x20, -1, 0), EINVAL);
}

/* 004: total, locked and resident memory are counted. */
static void r004_counters_of_an_address_space(void)
{
	long size = status_kb("VmSize:"), locked = status_kb("VmLck:");
	char *p = map(100);

	CHECK(status_kb("VmSize:") == size + 400);
	CHECK(mlock(p, 8 * PAGE) == 0 && status_kb("VmLck:") == locked + 32);
	CHECK(munmap(p, 100 * PAGE) == 0);
	CHECK(status_kb("VmSize:") == size && status_kb("VmLck:") == locked);
}

#define CASE(f)	{ #f, f }

static const struct {
	const char *name;
	void (*run)(void);
} cases[] = {
	CASE(r000_11_1_faults_are_decoded), CASE(r002_kernel_addresses_are_refused),
	CASE(r002_7_registers_survive_switches), CASE(r002_8_exit_frees_everything),
	CASE(r002_9_six_arguments_arrive), CASE(r002_10_errors_are_linuxs),
	CASE(r002_11_address_spaces_are_separate), CASE(r002_12_exceptions_keep_registers),
	CASE(r002_13_fork_shares_then_copies), CASE(r002_14_files_round_trip),
	CASE(r003_pages_have_4_kib), CASE(r004_2_2_demand_paging), CASE(r004_2_3_mmap_flags),
	CASE(r004_counters_of_an_address_space),
};

int main(void)
{
	int n = sizeof(cases) / sizeof(*cases), failed = 0;

	printf("TAP version 13\n1..%d\n", n);
	for (int i = 0; i < n; i++) {
		int status;
		pid_t pid;

		fflush(stdout);
		pid = fork();
		if (!pid) {
			alarm(60);
			cases[i].run();
			fflush(stdout);
			_exit(0);
		}
		if (waitpid(pid, &status, 0) != pid || status) {
			printf("# status %#x\n", status);
			failed++;
			printf("not ");
		}
		printf("ok %d %s\n", i + 1, cases[i].name);
	}
	return !!failed;
}
