// SPDX-License-Identifier: GPL-2.0-only
/*
 * thread_pairs.c - threads that fault, map, unmap, protect and fork, each kind against each.
 *
 * Two threads of either kind work on one window of 64 pages. Whoever reads a page finds zero or
 * what somebody has written into that very page, or gets the signal that says there is nothing to
 * read; whoever writes, likewise. At the end each page is what /proc/self/maps says of it.
 */
#include "vm_util.h"
#include <pthread.h>

enum { PAGES = 64, THREADS = 2, STEPS = 200 };

/* Far below where anything else is mapped: no stack or heap ever goes into its holes. */
#define WINDOW	((char *)(1UL << 41))

struct kind {
	const char *name;
	void (*step)(uint64_t *random);
	int steps;
};

static uint64_t tag(int page)
{
	return 0xabcd000000000000ULL | (uint64_t)page * 0x10001;
}

/* Reads (and writes) a word of a page; a fault is no failure, another page's word is. */
static void touch(int page, int write)
{
	volatile uint64_t *word = (volatile uint64_t *)(WINDOW + page * PAGE + 8 * (page % 7));
	uint64_t seen = 0;

	if (sigsetjmp(on_fault, 0))
		return;
	seen = *word;
	if (seen && seen != tag(page))
		FAIL("page %d holds %#llx", page, (unsigned long long)seen);
	if (write)
		*word = tag(page);
}

struct range {
	char *start;
	size_t size;
};

static struct range random_range(uint64_t *random)
{
	int first = ksft_random(random) % PAGES, n = 1 + ksft_random(random) % 8;

	if (first + n > PAGES)
		n = PAGES - first;
	return (struct range){ WINDOW + first * PAGE, n * PAGE };
}

static void step_fault(uint64_t *random)
{
	for (int i = 0; i < 8; i++)
		touch(ksft_random(random) % PAGES, ksft_random(random) % 2);
}

static void step_map(uint64_t *random)
{
	struct range r = random_range(random);

	ASSERT_EQ(mmap(r.start, r.size, RW, ANON | MAP_FIXED, -1, 0), r.start);
	touch((r.start - WINDOW) / PAGE, 1);
}

static void step_unmap(uint64_t *random)
{
	struct range r = random_range(random);

	ASSERT_EQ(munmap(r.start, r.size), 0);
}

static void step_protect(uint64_t *random)
{
	static const int prots[] = { PROT_NONE, PROT_READ, RW, RW };
	struct range r = random_range(random);

	if (mprotect(r.start, r.size, prots[ksft_random(random) % 4]))
		ASSERT_EQ(errno, ENOMEM);		/* a hole */
}

static void step_fork(uint64_t *random)
{
	pid_t pid = fork();

	ASSERT_GE(pid, 0);
	if (!pid) {
		for (int i = 0; i < PAGES; i++)
			touch(i, i % 2);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
}

static const struct kind kinds[] = {
	{ "fault", step_fault, STEPS },
	{ "map", step_map, STEPS },
	{ "unmap", step_unmap, STEPS },
	{ "protect", step_protect, STEPS },
	{ "fork", step_fork, STEPS / 10 },
};

static pthread_barrier_t start;

static void *work(void *arg)
{
	const struct kind *kind = arg;
	uint64_t random = (uint64_t)gettid() * 0x9e3779b9 + (kind - kinds);

	pthread_barrier_wait(&start);
	for (int i = 0; i < kind->steps; i++)
		kind->step(&random);
	return NULL;
}

/* Is each page as /proc/self/maps says? */
static void check_window(void)
{
	struct mapping m[PAGES];
	int n = mappings(WINDOW, PAGES * PAGE, m, PAGES), at = 0;

	ASSERT_LE(n, PAGES);
	for (int i = 0; i < PAGES; i++) {
		char *p = WINDOW + i * PAGE;
		int readable, writable;

		while (at < n && m[at].end <= (uintptr_t)p)
			at++;
		readable = at < n && m[at].start <= (uintptr_t)p && m[at].perms[0] == 'r';
		writable = readable && m[at].perms[1] == 'w';
		EXPECT_EQ(read_signal(p), readable ? 0 : SIGSEGV);
		EXPECT_EQ(write_signal(p), writable ? 0 : SIGSEGV);
	}
}

static void run_pair(int a, int b)
{
	pthread_t thread[2 * THREADS];

	catch_faults();
	ASSERT_EQ(mmap(WINDOW, PAGES * PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0), WINDOW);
	pthread_barrier_init(&start, NULL, 2 * THREADS);
	for (int i = 0; i < 2 * THREADS; i++)
		ASSERT_EQ(pthread_create(&thread[i], NULL, work, (void *)&kinds[i % 2 ? a : b]), 0);
	for (int i = 0; i < 2 * THREADS; i++)
		pthread_join(thread[i], NULL);
	check_window();
}

#define PAIR(name, a, b)		\
	TEST_TIMEOUT(name, 120)		\
	{				\
		run_pair(a, b);		\
	}

PAIR(fault_fault, 0, 0)
PAIR(fault_map, 0, 1)
PAIR(fault_unmap, 0, 2)
PAIR(fault_protect, 0, 3)
PAIR(fault_fork, 0, 4)
PAIR(map_map, 1, 1)
PAIR(map_unmap, 1, 2)
PAIR(map_protect, 1, 3)
PAIR(map_fork, 1, 4)
PAIR(unmap_unmap, 2, 2)
PAIR(unmap_protect, 2, 3)
PAIR(unmap_fork, 2, 4)
PAIR(protect_protect, 3, 3)
PAIR(protect_fork, 3, 4)
PAIR(fork_fork, 4, 4)

TEST_HARNESS_MAIN
