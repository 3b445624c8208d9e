// SPDX-License-Identifier: GPL-2.0-only
/*
 * leak_test.c - processes and threads that begin and end leave nothing behind.
 *
 * A thousand rounds of each kind, and before and after them every counter of /proc that a leak
 * would move: free pages, those of the per-CPU lists included (zoneinfo), Slab of meminfo, each nr_
 * of vmstat, each cache of slabinfo. What leaks once a round, be it a page or an object, moves one
 * of them by a thousand. Half of that is allowed, for the caches fill and drain as they like.
 *
 * One thing is known to grow for a while: the addresses of kernel stacks are given back many at a
 * time. Those that wait for it are listed in /proc/vmallocinfo, and their descriptions, objects of
 * the cache vmap_area or one that this is merged with, are subtracted.
 *
 * Settling: a hundred rounds come before the first reading, so that all caches are warm. After the
 * last round, as long as something is beyond its bound, the readings are repeated each 100 ms up
 * to five seconds: what is freed late (by RCU, by a worker) comes back in that time, a leak does not.
 *
 * Before a reading all slab caches are shrunk (shrink_caches()).
 *
 * It wants the machine to itself: whatever others begin meanwhile looks like a leak.
 */
#include "vm_util.h"
#include <pthread.h>

enum { ROUNDS = 1000, WARM_UP = 100, BOUND = ROUNDS / 2, MAX_COUNTERS = 512 };

struct counter {
	char name[48];
	long value;
	int sign;		/* in which direction a leak moves it */
};

struct reading {
	struct counter counter[MAX_COUNTERS];
	int n;
};

static char self[4096];

static void add(struct reading *r, const char *name, long value, int sign)
{
	struct counter *c = &r->counter[r->n];

	ASSERT_LT(r->n, MAX_COUNTERS);
	snprintf(c->name, sizeof(c->name), "%s", name);
	c->value = value;
	c->sign = sign;
	r->n++;
}

/* Free pages wherever they are: on the zones' lists, and on those of the CPUs. */
static long free_pages(void)
{
	long n = proc_value("/proc/vmstat", "nr_free_pages"), count;
	FILE *f = fopen("/proc/zoneinfo", "r");
	char line[256];

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, " count: %ld", &count) == 1)
			n += count;
	if (f)
		fclose(f);
	return n;
}

static long unpurged_areas(void)
{
	FILE *f = fopen("/proc/vmallocinfo", "r");
	char line[512];
	long n = 0;

	while (f && fgets(line, sizeof(line), f))
		n += strstr(line, "unpurged") != NULL;
	if (f)
		fclose(f);
	return n;
}

/* Counters of what there is, not of what has happened. */
static int is_gauge(const char *name)
{
	return !strncmp(name, "nr_", 3) && strncmp(name, "nr_free_pages", 13) &&
	       !strstr(name, "dirtied") && !strstr(name, "written") &&
	       !strstr(name, "nr_foll_pin") && !strstr(name, "vmscan") && !strstr(name, "tlb") &&
	       !strstr(name, "threshold") && !strstr(name, "throttled");
}

static void read_vmstat(struct reading *r)
{
	FILE *f = fopen("/proc/vmstat", "r");
	char line[256], name[64];
	long value;

	ASSERT_NE(f, NULL);
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "%63s %ld", name, &value) == 2 && is_gauge(name))
			add(r, name, value, 1);
	fclose(f);
}

static void read_slabinfo(struct reading *r)
{
	FILE *f = fopen("/proc/slabinfo", "r");
	long active, unpurged = unpurged_areas();
	char line[512], name[40], text[48];

	while (f && fgets(line, sizeof(line), f)) {
		if (line[0] == '#' || sscanf(line, "%39s %ld", name, &active) != 2)
			continue;
		if (!strcmp(name, "vmap_area") || !strcmp(name, "kmalloc-64"))
			active -= unpurged;
		snprintf(text, sizeof(text), "slab %s", name);
		add(r, text, active, 1);
	}
	if (f)
		fclose(f);
}

static struct reading *read_all(void)
{
	struct reading *r = calloc(1, sizeof(*r));

	shrink_caches();
	add(r, "free pages", free_pages(), -1);
	add(r, "Slab (pages)", proc_value("/proc/meminfo", "Slab") / 4, 1);
	read_vmstat(r);
	read_slabinfo(r);
	ASSERT_GT(r->n, 30);
	return r;
}

static int is_beyond(const struct counter *before, const struct counter *after)
{
	return (after->value - before->value) * after->sign > BOUND;
}

/* The counters that a leak has moved: how many, and said, if @report. */
static int moved(const struct reading *before, const struct reading *after, int report)
{
	int n = 0;

	for (int i = 0; i < before->n && i < after->n; i++) {
		if (strcmp(before->counter[i].name, after->counter[i].name))
			break;		/* a cache was created or destroyed: what follows is not comparable */
		if (!is_beyond(&before->counter[i], &after->counter[i]))
			continue;
		n++;
		if (report)
			ksft_note("%s: %ld before, %ld after %d rounds", before->counter[i].name,
				  before->counter[i].value, after->counter[i].value, ROUNDS);
	}
	return n;
}

static void leaks_nothing(void (*round)(int))
{
	struct reading *before, *after;

	need_root();
	for (int i = 0; i < WARM_UP; i++)
		round(i);
	before = read_all();
	for (int i = 0; i < ROUNDS; i++)
		round(i);
	for (int tries = 0; ; tries++) {
		after = read_all();
		if (tries == 50 || !moved(before, after, 0))
			break;
		free(after);
		usleep(100000);
	}
	EXPECT_EQ(moved(before, after, 1), 0);
}

/* ---- rounds ---- */

/* Some of everything that a process may own when it ends. */
static void own_something(int i)
{
	int fd = temp_file(4 * PAGE);
	char *p = map(8), *s = map_file(fd, 4, RW, MAP_SHARED), *f = map_file(fd, 4, RW, MAP_PRIVATE);

	memset(p, 1, 4 * PAGE);
	s[0] = f[PAGE] = 1;
	map_flags(2, RW, SHARED_ANON | MAP_POPULATE);
	if (i % 2)
		mlock(p, 8 * PAGE);
	mprotect(p + PAGE, PAGE, PROT_READ);
	munmap(p + 4 * PAGE, PAGE);
	mremap(s, 4 * PAGE, 2 * PAGE, 0);
	madvise(p, PAGE, MADV_DONTFORK);
	sbrk(16 * PAGE);
}

static void exit_round(int i)
{
	pid_t pid = fork();

	ASSERT_GE(pid, 0);
	if (!pid) {
		own_something(i);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
}

TEST_TIMEOUT(exit_leaks_nothing, 300)
{
	leaks_nothing(exit_round);
}

/* A child of a child, and a death that is not its own choice. */
static void killed_round(int i)
{
	pid_t pid = fork();

	ASSERT_GE(pid, 0);
	if (!pid) {
		own_something(i);
		if (i % 4 == 0 && !fork())
			_exit(0);
		raise(SIGKILL);
	}
	ASSERT_EQ(ksft_wait(pid), SIGKILL);
}

TEST_TIMEOUT(kill_leaks_nothing, 300)
{
	leaks_nothing(killed_round);
}

static void exec_round(int i)
{
	pid_t pid = i % 2 ? fork() : vfork();

	ASSERT_GE(pid, 0);
	if (!pid) {
		execl(self, self, "--exit", NULL);
		_exit(99);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
}

TEST_TIMEOUT(exec_leaks_nothing, 300)
{
	leaks_nothing(exec_round);
}

/* exec() that fails early, late, and where there is no way back. */
static void failed_exec_round(int i)
{
	static const char *const files[] = { "/does/not/exist", "/", "/tmp/leak_test.broken", "/tmp/leak_test.empty" };
	char *argv[] = { "x", NULL }, *envp[] = { NULL };
	const char *volatile file = files[i % 4];
	pid_t pid = fork();

	ASSERT_GE(pid, 0);
	if (!pid) {
		execve(file, argv, envp);
		_exit(0);
	}
	ksft_wait(pid);		/* a broken file may end it */
}

/* Its headers are right, but its segment lies where no program may be. */
static void make_broken_program(void)
{
	int in = open(self, O_RDONLY), out = open("/tmp/leak_test.broken", O_WRONLY | O_CREAT | O_TRUNC, 0755);
	char head[4096];

	ASSERT_GE(out, 0);
	ASSERT_EQ(read(in, head, sizeof(head)), (ssize_t)sizeof(head));
	*(uint64_t *)(head + 64 + 16) = 0xffff800000000000ULL;	/* the first segment's address */
	ASSERT_EQ(write(out, head, sizeof(head)), (ssize_t)sizeof(head));
	close(in);
	close(out);
	close(open("/tmp/leak_test.empty", O_WRONLY | O_CREAT | O_TRUNC, 0755));
}

TEST_TIMEOUT(failed_exec_leaks_nothing, 300)
{
	make_broken_program();
	leaks_nothing(failed_exec_round);
	unlink("/tmp/leak_test.broken");
	unlink("/tmp/leak_test.empty");
}

static void *thread(void *arg)
{
	memset(map(2), 1, 2 * PAGE);
	return arg;
}

static void thread_round(int i)
{
	pthread_t t[2];
	pid_t pid = fork();

	ASSERT_GE(pid, 0);
	if (!pid) {
		for (int n = 0; n < 2; n++)
			ASSERT_EQ(pthread_create(&t[n], NULL, thread, NULL), 0);
		if (i % 2)
			for (int n = 0; n < 2; n++)
				pthread_join(t[n], NULL);
		_exit(0);
	}
	ASSERT_EQ(ksft_wait(pid), 0);
}

TEST_TIMEOUT(threads_leak_nothing, 300)
{
	leaks_nothing(thread_round);
}

/* mmap() and its family, all that fails included. */
static void map_round(int i)
{
	char *p = map(16), *q;
	int fd = temp_file(4 * PAGE);

	memset(p, 1, 16 * PAGE);
	for (int n = 0; n < 16; n += 2)
		mprotect(p + n * PAGE, PAGE, PROT_READ);
	q = mremap(p, PAGE, 4 * PAGE, MREMAP_MAYMOVE);
	mmap(p, PAGE, RW, MAP_SHARED | MAP_FIXED, fd, PAGE);
	mmap(p, 2 * PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0);
	mmap(NULL, 1UL << 60, RW, ANON, -1, 0);
	mremap(p, PAGE, 1UL << 46, MREMAP_MAYMOVE);
	munmap(p, 16 * PAGE);
	munmap(q, 4 * PAGE);
	close(fd);
}

TEST_TIMEOUT(mappings_leak_nothing, 300)
{
	leaks_nothing(map_round);
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "--exit"))
		return 0;
	ASSERT_GT(readlink("/proc/self/exe", self, sizeof(self) - 1), 0);
	return ksft_main(argc, argv);
}
