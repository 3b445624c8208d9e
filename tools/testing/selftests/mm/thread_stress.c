// SPDX-License-Identifier: GPL-2.0-only
/*
 * thread_stress.c - threads that fault, map, unmap, protect, move and fork against each other.
 *
 *	thread_stress [-s SEED] [-t THREADS] [-n STEPS]
 *
 * Three kinds of memory are worked on at once, in one address space:
 *
 *	own	each thread has a window that only it changes; it knows what every byte should be, and
 *		so does each child that it forks. All the locks and trees are shared all the same.
 *	shared	counters that all threads and all their children add to; the sums must be right
 *	torn	a window that all threads map, unmap and protect as they like while they touch it;
 *		faults are expected, and survival
 *
 * Afterwards as much memory is free as before. A failure prints the seed, with which the order of
 * each thread's steps comes back.
 */
#include "vm_util.h"
#include <pthread.h>

#define OWN_PAGES	96
#define TORN_PAGES	64
#define MAX_THREADS	64

/* What a page of an own window should look like. */
struct page_state {
	int mapped;
	int prot;
	uint64_t value;			/* in each of a few words of it; 0: never written */
};

struct worker {
	pthread_t thread;
	int id;
	uint64_t random;
	char *window;
	struct page_state page[OWN_PAGES];
	uint64_t added;			/* to the shared counters, by it and its children */
	unsigned long faults, forks;
};

static struct worker workers[MAX_THREADS];
static int nr_threads, nr_steps = 4000;
static uint64_t seed;
static char *torn;
static _Atomic uint64_t *shared;	/* a page for each thread */
static atomic_int failures;
/* Nobody tears before all stacks are mapped: a hole must not be where the next one goes. */
static pthread_barrier_t all_started;

static __thread volatile sig_atomic_t fault_expected;

static void fail(struct worker *w, const char *format, ...)
{
	va_list args;
	char text[200];

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	ksft_note("thread %d: %s (errno %d, seed %llu)", w->id, text, errno, (unsigned long long)seed);
	atomic_fetch_add(&failures, 1);
}

static uint64_t next_random(struct worker *w)
{
	return ksft_random(&w->random);
}

static unsigned int below(struct worker *w, unsigned int limit)
{
	return next_random(w) % limit;
}

/* ---- faults that are expected ---- */

static void on_fault_signal(int sig, siginfo_t *info, void *context)
{
	(void)context;
	if (fault_expected)
		siglongjmp(on_fault, 1);
	ksft_note("unexpected signal %d at %p", sig, info->si_addr);
	_exit(99);
}

/* Try to read, or write, a word. Return: 0, or 1 where it faulted. */
static int try_access(volatile uint64_t *where, int write, uint64_t *value)
{
	int faulted;

	fault_expected = 1;
	faulted = sigsetjmp(on_fault, 0);
	if (!faulted) {
		if (write)
			*where = *value;
		else
			*value = *where;
	}
	fault_expected = 0;
	return faulted;
}

/* ---- the own window ---- */

static uint64_t *word(struct worker *w, int page, int which)
{
	/* the first, the last and some in between */
	static const int at[] = { 0, 8, 2040, 4088 };

	return (uint64_t *)(w->window + page * PAGE + at[which]);
}

/* Does the page look as it should? @child: what is written there is not its parent's business. */
static void check_page(struct worker *w, int i)
{
	struct page_state *p = &w->page[i];
	uint64_t value;
	int which, faulted;

	for (which = 0; which < 4; which++) {
		faulted = try_access(word(w, i, which), 0, &value);
		if (faulted != !(p->mapped && (p->prot & PROT_READ))) {
			fail(w, "page %d: reading %s", i, faulted ? "faulted" : "did not fault");
			return;
		}
		if (!faulted && value != p->value) {
			fail(w, "page %d word %d: %llx, not %llx", i, which,
			     (unsigned long long)value, (unsigned long long)p->value);
			return;
		}
	}
}

static void write_page(struct worker *w, int i)
{
	struct page_state *p = &w->page[i];
	uint64_t value = next_random(w) | 1;
	int which, faulted;

	for (which = 0; which < 4; which++) {
		faulted = try_access(word(w, i, which), 1, &value);
		if (faulted != !(p->mapped && (p->prot & PROT_WRITE))) {
			fail(w, "page %d: writing %s", i, faulted ? "faulted" : "did not fault");
			return;
		}
		w->faults += faulted;
	}
	if (p->mapped && (p->prot & PROT_WRITE))
		p->value = value;
}

static void map_own(struct worker *w, int first, int count)
{
	void *at = w->window + first * PAGE;
	int i;

	if (mmap(at, count * PAGE, RW, ANON | MAP_FIXED, -1, 0) != at) {
		fail(w, "mmap of %d pages at %d", count, first);
		return;
	}
	for (i = first; i < first + count; i++)
		w->page[i] = (struct page_state){ .mapped = 1, .prot = RW };
}

static void unmap_own(struct worker *w, int first, int count)
{
	if (munmap(w->window + first * PAGE, count * PAGE))
		fail(w, "munmap of %d pages at %d", count, first);
	memset(&w->page[first], 0, count * sizeof(w->page[0]));
}

static void protect_own(struct worker *w, int first, int count)
{
	static const int prots[] = { PROT_NONE, PROT_READ, RW, RW };
	int prot = prots[below(w, 4)], i, all = 1;

	for (i = first; i < first + count; i++)
		all &= w->page[i].mapped;
	if (!all)
		return;		/* it would stop at the hole, having done a part */
	if (mprotect(w->window + first * PAGE, count * PAGE, prot))
		fail(w, "mprotect of %d pages at %d", count, first);
	for (i = first; i < first + count; i++)
		w->page[i].prot = prot;
}

static void discard_own(struct worker *w, int first, int count)
{
	int i;

	for (i = first; i < first + count; i++)
		if (!w->page[i].mapped)
			return;
	if (madvise(w->window + first * PAGE, count * PAGE, MADV_DONTNEED))
		fail(w, "madvise of %d pages at %d", count, first);
	for (i = first; i < first + count; i++)
		w->page[i].value = 0;
}

/* Move one mapped page onto another place of the window. */
static void move_own(struct worker *w, int from, int to)
{
	void *at = w->window + to * PAGE;

	if (from == to || !w->page[from].mapped)
		return;
	if (mremap(w->window + from * PAGE, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, at) != at) {
		fail(w, "mremap of page %d to %d", from, to);
		return;
	}
	w->page[to] = w->page[from];
	memset(&w->page[from], 0, sizeof(w->page[0]));
}

/* ---- fork ---- */

/* In the child: see what the parent saw, write all over it, and add to the counters. */
static void child(struct worker *w)
{
	int i, before = atomic_load(&failures);

	for (i = 0; i < OWN_PAGES; i++)
		check_page(w, i);
	for (i = 0; i < OWN_PAGES; i += 3)
		write_page(w, i);
	for (i = 0; i < OWN_PAGES; i++)
		check_page(w, i);
	for (i = 0; i < 50; i++)
		atomic_fetch_add(&shared[(w->id * PAGE + (i % 8) * 8) / 8], 1);
	_exit(atomic_load(&failures) != before);
}

static void fork_own(struct worker *w)
{
	int status, i;
	pid_t pid = fork();

	if (!pid)
		child(w);
	if (pid < 0) {
		fail(w, "fork");
		return;
	}
	w->forks++;
	w->added += 50;
	/* while the child looks: its copy must not see this */
	for (i = 0; i < OWN_PAGES; i += 2)
		write_page(w, i);
	if (waitpid(pid, &status, 0) != pid || status)
		fail(w, "child ended with %x", status);
	for (i = 0; i < OWN_PAGES; i++)
		check_page(w, i);
}

/* ---- the torn window ---- */

static void tear(struct worker *w)
{
	unsigned int first = below(w, TORN_PAGES), count = 1 + below(w, TORN_PAGES - first);
	char *at = torn + first * PAGE;
	uint64_t value = w->id;

	switch (below(w, 6)) {
	case 0:
		munmap(at, count * PAGE);
		break;
	case 1:
		mprotect(at, count * PAGE, below(w, 2) ? PROT_READ : RW);
		break;
	case 2:
		madvise(at, count * PAGE, MADV_DONTNEED);
		break;
	case 3:
		if (mmap(at, count * PAGE, RW, ANON | MAP_FIXED, -1, 0) != at)
			fail(w, "mmap in the torn window");
		break;
	default:
		for (; count; count--, at += PAGE)
			w->faults += try_access((uint64_t *)at, below(w, 2), &value);
	}
}

/* ---- a thread ---- */

static void step(struct worker *w)
{
	int first = below(w, OWN_PAGES), count = 1 + below(w, OWN_PAGES - first);
	int i;

	if (count > 16)
		count = 1 + count % 16;
	switch (below(w, 16)) {
	case 0:
		map_own(w, first, count);
		break;
	case 1:
		unmap_own(w, first, count);
		break;
	case 2:
		protect_own(w, first, count);
		break;
	case 3:
		discard_own(w, first, count);
		break;
	case 4:
		move_own(w, first, below(w, OWN_PAGES));
		break;
	case 5:
		if (below(w, 16) == 0)
			fork_own(w);
		break;
	case 6:
	case 7:
		tear(w);
		break;
	case 8:
		for (i = 0; i < 20; i++)
			atomic_fetch_add(&shared[(w->id * PAGE + (i % 8) * 8) / 8], 1);
		w->added += 20;
		break;
	case 9:
	case 10:
	case 11:
		check_page(w, first);
		break;
	default:
		write_page(w, first);
	}
}

static void *work(void *arg)
{
	struct worker *w = arg;
	int i;

	pthread_barrier_wait(&all_started);
	for (i = 0; i < nr_steps && !atomic_load(&failures); i++)
		step(w);
	for (i = 0; i < OWN_PAGES; i++)
		check_page(w, i);
	return NULL;
}

/* ---- all together ---- */

static void set_up(void)
{
	struct sigaction sa = { .sa_sigaction = on_fault_signal, .sa_flags = SA_SIGINFO | SA_NODEFER };
	int i, j;

	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
	shared = (void *)map_flags(nr_threads, RW, SHARED_ANON);
	torn = map(TORN_PAGES);
	for (i = 0; i < nr_threads; i++) {
		workers[i].id = i;
		workers[i].random = seed * 1000003 + i;
		workers[i].window = map(OWN_PAGES);
		for (j = 0; j < OWN_PAGES; j++)
			workers[i].page[j] = (struct page_state){ .mapped = 1, .prot = RW };
	}
}

static void run_threads(void)
{
	int i;

	pthread_barrier_init(&all_started, NULL, nr_threads);
	for (i = 0; i < nr_threads; i++)
		ASSERT_EQ(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
	for (i = 0; i < nr_threads; i++)
		pthread_join(workers[i].thread, NULL);
}

static void sums_are_right(void)
{
	for (int i = 0; i < nr_threads; i++) {
		uint64_t sum = 0;

		for (int j = 0; j < 8; j++)
			sum += shared[i * PAGE / 8 + j];
		EXPECT_EQ(sum, workers[i].added);
	}
}

static void all_threads(void)
{
	set_up();
	run_threads();
	sums_are_right();
	for (int i = 0; i < nr_threads; i++)
		ksft_note("thread %d: %lu forks, %lu faults refused", i, workers[i].forks, workers[i].faults);
	_exit(!!atomic_load(&failures));
}

static long free_kb(void)
{
	shrink_caches();
	return proc_value("/proc/meminfo", "MemFree");
}

/* Per-CPU lists and caches take some; a leak of pages grows with the steps. */
static void memory_comes_back(long before)
{
	long allowed = 4096 + 256 * sysconf(_SC_NPROCESSORS_ONLN), after = 0;

	for (int tries = 0; tries < 20; tries++) {
		after = free_kb();
		if (before - after <= allowed)
			return;
		usleep(100000);
	}
	FAIL("%ld KiB free before, %ld after", before, after);
}

/* All of it in a child, so that what is freed at exit is seen. */
TEST_TIMEOUT(threads, 600)
{
	long before = free_kb();
	pid_t pid;

	ksft_note("seed %llu, %d threads, %d steps each", (unsigned long long)seed, nr_threads, nr_steps);
	IN_CHILD(pid)
		all_threads();
	ASSERT_EQ(ksft_wait(pid), 0);
	memory_comes_back(before);
}

int main(int argc, char **argv)
{
	int opt;

	nr_threads = 2 * sysconf(_SC_NPROCESSORS_ONLN);
	seed = time(NULL) ^ ((uint64_t)getpid() << 20);
	while ((opt = getopt(argc, argv, "s:t:n:")) != -1) {
		if (opt == 's')
			seed = strtoull(optarg, NULL, 0);
		else if (opt == 't')
			nr_threads = atoi(optarg);
		else if (opt == 'n')
			nr_steps = atoi(optarg);
		else
			return 2;
	}
	if (nr_threads < 1 || nr_threads > MAX_THREADS)
		nr_threads = nr_threads < 1 ? 1 : MAX_THREADS;
	return ksft_run(argv + optind);
}
