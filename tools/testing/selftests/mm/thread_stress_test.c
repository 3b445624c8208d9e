// SPDX-License-Identifier: GPL-2.0-only
/*
 * thread_stress_test.c - threads that fault, map, unmap, protect, move and fork against each other.
 *
 * Each thread owns a slot of the address space, in which it maps, writes, checks and unmaps; and all
 * of them fault on one shared area, whose protection one of them changes, and which forked children
 * read. What a thread reads in its own slot must be what it wrote; what anybody reads in the shared
 * area must be a value that somebody wrote to that word. At the end as much memory is free as before.
 *
 * thread_stress_test [SECONDS [THREADS]]
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGE		4096UL
#define SLOT_PAGES	64UL
#define SHARED_PAGES	128UL
#define RW		(PROT_READ | PROT_WRITE)
#define ANON		(MAP_PRIVATE | MAP_ANONYMOUS)

static atomic_int stop, failures;
static atomic_long operations;
static uint64_t *shared;
static char *slots;

static void fail(const char *what, long a, long b)
{
	printf("# %s: %ld %ld (errno %d)\n", what, a, b, errno);
	atomic_fetch_add(&failures, 1);
	atomic_store(&stop, 1);
}

#define EXPECT(cond, a, b)					\
	do {							\
		if (!(cond))					\
			fail(#cond, (long)(a), (long)(b));	\
	} while (0)

/* A word that is right at its place, whoever wrote it. */
static uint64_t stamp(size_t index, unsigned int n)
{
	return (uint64_t)index << 32 | (n & 0xffffff) << 8 | 0xa5;
}

static int stamp_ok(size_t index, uint64_t value)
{
	return !value || ((value >> 32) == index && (value & 0xff) == 0xa5);
}

static void touch_shared(unsigned int *seed)
{
	size_t page = rand_r(seed) % SHARED_PAGES, index = page * PAGE / 8 + rand_r(seed) % 512;
	uint64_t value = __atomic_load_n(&shared[index], __ATOMIC_RELAXED);

	EXPECT(stamp_ok(index, value), index, value);
	__atomic_store_n(&shared[index], stamp(index, rand_r(seed)), __ATOMIC_RELAXED);
}

/* Map some pages of one's slot, write, do something to the mapping, check, unmap. */
static void use_slot(char *slot, unsigned int *seed)
{
	size_t pages = 1 + rand_r(seed) % (SLOT_PAGES / 2), i;
	char *p = mmap(slot, pages * PAGE, RW, ANON | MAP_FIXED, -1, 0), *q = p;

	EXPECT(p == slot, p, slot);
	for (i = 0; i < pages; i += 1 + rand_r(seed) % 3)
		memset(p + i * PAGE, (int)i + 1, 16);
	switch (rand_r(seed) % 4) {
	case 0:
		EXPECT(!mprotect(p, pages * PAGE, PROT_READ), p, pages);
		break;
	case 1:
		q = slot + SLOT_PAGES / 2 * PAGE;
		EXPECT(mremap(p, pages * PAGE, pages * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, q) == q,
		       p, q);
		break;
	case 2:
		EXPECT(!madvise(p, PAGE, MADV_DONTNEED), p, pages);
		EXPECT(!p[0], p[0], 0);
		p[0] = 1;
		break;
	}
	for (i = 0; i < pages; i++)
		EXPECT(!q[i * PAGE] || q[i * PAGE] == (char)(i + 1), i, q[i * PAGE]);
	EXPECT(!munmap(slot, SLOT_PAGES * PAGE), slot, 0);
}

static void fork_and_check(unsigned int *seed)
{
	pid_t pid = fork();
	int status = 0;

	if (!pid) {
		for (size_t page = 0; page < SHARED_PAGES; page++) {
			size_t index = page * PAGE / 8 + page % 512;

			if (!stamp_ok(index, shared[index]))
				_exit(1);
			shared[index] = 1;	/* nobody else's business */
		}
		_exit(0);
	}
	if (pid < 0)
		return;
	EXPECT(waitpid(pid, &status, 0) == pid && !status, pid, status);
}

static void *worker(void *arg)
{
	size_t id = (size_t)arg;
	unsigned int seed = id * 7919 + 1;

	while (!atomic_load(&stop)) {
		int what = rand_r(&seed) % 64;

		if (what == 0)
			fork_and_check(&seed);
		else if (what < 24)
			use_slot(slots + id * SLOT_PAGES * PAGE, &seed);
		else if (what == 24)
			EXPECT(!madvise(shared, SHARED_PAGES * PAGE / 2, MADV_DONTNEED), 0, 0);
		else if (what == 25)
			EXPECT(!mprotect((char *)shared + rand_r(&seed) % SHARED_PAGES * PAGE, PAGE,
					 RW), 0, 0);
		else
			touch_shared(&seed);
		atomic_fetch_add(&operations, 1);
	}
	return NULL;
}

static unsigned long free_kbytes(void)
{
	struct sysinfo si;

	sysinfo(&si);
	return (si.freeram + si.bufferram) * si.mem_unit / 1024;
}

/* One round in a process of its own, so that everything it had is gone afterwards. */
static int run(int seconds, int threads)
{
	pthread_t thread[threads];
	struct timespec end, now;

	shared = mmap(NULL, SHARED_PAGES * PAGE, RW, ANON, -1, 0);
	slots = mmap(NULL, threads * SLOT_PAGES * PAGE, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);
	EXPECT(shared != MAP_FAILED && slots != MAP_FAILED, 0, 0);
	for (long i = 0; i < threads; i++)
		EXPECT(!pthread_create(&thread[i], NULL, worker, (void *)i), i, 0);
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	do {
		usleep(20000);
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while (!atomic_load(&stop) && now.tv_sec < end.tv_sec);
	atomic_store(&stop, 1);
	for (int i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
	printf("# %ld operations\n", atomic_load(&operations));
	fflush(stdout);
	return atomic_load(&failures) != 0;
}

static int run_in_child(int seconds, int threads)
{
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid)
		_exit(run(seconds, threads));
	waitpid(pid, &status, 0);
	if (WIFSIGNALED(status))
		printf("# signal %d\n", WTERMSIG(status));
	return status;
}

int main(int argc, char **argv)
{
	int seconds = argc > 1 ? atoi(argv[1]) : 5, threads = argc > 2 ? atoi(argv[2]) : 8, bad;
	unsigned long before, after;

	printf("TAP version 13\n1..2\n");
	/* once before measuring: caches and per-CPU stocks fill */
	bad = run_in_child(1, threads);
	usleep(200000);
	before = free_kbytes();
	bad |= run_in_child(seconds, threads);
	usleep(200000);
	after = free_kbytes();
	printf("%s 1 threads\n", bad ? "not ok" : "ok");
	printf("# free before %lu kB, after %lu kB\n", before, after);
	/* slabs and per-CPU stocks may have grown a little */
	bad |= after + 2048 < before;
	printf("%s 2 memory\n", after + 2048 < before ? "not ok" : "ok");
	fflush(stdout);
	return bad != 0;
}
