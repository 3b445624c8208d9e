/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fail_nth.h - runs a system call again and again, failing its 1st, 2nd, 3rd... allocation.
 *
 * Each operation is swept in a child of its own. For n = 1, 2, ... it is prepared, called while the
 * kernel fails the nth thing that can fail (/proc/self/fail-nth), and undone, until it ran to its
 * end without a failure. After each failure
 *
 *   - the call returned an errno of those that the table allows it (ENOMEM, unless it says other),
 *     or EFAULT where it was a copy that failed; then the address space looks as before, and the
 *     same descriptors are open, unless what had been done so far stays done (PARTIAL)
 *   - or it did without and succeeded (a larger slab would only have been nicer); then everything
 *     looks as after a call without a failure
 *   - and when undone, as it was at first
 *
 * and when all is done no page and no slab object is missing, and the auditor finds all memory
 * consistent. Needs a kernel with CONFIG_FAULT_INJECTION (fault.config); elsewhere all is skipped.
 */
#ifndef FAIL_NTH_H
#define FAIL_NTH_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGE		4096UL
#define DEBUGFS		"/sys/kernel/debug/"
#define MANY		1000000
#define MAX_FAULTS	3000		/* far more than any call makes: then it does not end */

enum {
	PARTIAL = 1,	/* what was done before the failure stays done, as in Linux */
	VARIES = 8,	/* a success may leave more than without a failure, as in Linux */
	BY_CHILD = 2,	/* it ends the caller, or cannot be undone: a child calls, then ends */
	MAY_KILL = 4,	/* beyond the point of no return a failure is the caller's end */
};

/**
 * struct op - one system call
 * @prepare: makes what it works on
 * @call: the call alone. Return: >= 0, or -errno
 * @undo: takes both away again, given what @call returned; checks what it left
 * @errors: what it may fail with; all 0: ENOMEM
 */
struct op {
	const char *name;
	void (*prepare)(void);
	long (*call)(void);
	void (*undo)(long result);
	int errors[3];
	int flags;
};

#define CHECK(cond)								\
	do {									\
		if (!(cond)) {							\
			printf("# %s:%d: %s (errno %d)\n", __func__, __LINE__,	\
			       #cond, errno);					\
			fflush(stdout);						\
			_exit(1);						\
		}								\
	} while (0)

static inline long result_of(long ret)
{
	return ret == -1 ? -errno : ret;
}

static void complain(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	printf("# ");
	vprintf(fmt, args);
	printf("\n");
	va_end(args);
	fflush(stdout);
}

/* ---- small files ---- */

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY), ret;

	if (fd < 0)
		return -1;
	ret = write(fd, text, strlen(text)) == (ssize_t)strlen(text) ? 0 : -1;
	close(fd);
	return ret;
}

static size_t read_file(const char *path, char *buf, size_t size)
{
	int fd = open(path, O_RDONLY);
	size_t n = 0;
	ssize_t got;

	CHECK(fd >= 0);
	while (n < size - 1 && (got = read(fd, buf + n, size - 1 - n)) > 0)
		n += got;
	CHECK(n < size - 1);
	close(fd);
	buf[n] = 0;
	return n;
}

/* ---- the failure ---- */

static int nth_fd = -1, copies_fd = -1;

static void open_switches(void)
{
	nth_fd = open("/proc/thread-self/fail-nth", O_RDWR);
	copies_fd = open(DEBUGFS "fail_usercopy/times", O_RDWR);
	CHECK(nth_fd >= 0 && copies_fd >= 0);
	CHECK(pwrite(copies_fd, "1000000", 7, 0) == 7);
}

static void arm(unsigned int n)
{
	char text[16];
	int len = sprintf(text, "%u", n);

	CHECK(pwrite(nth_fd, text, len, 0) == len);
}

/* Return: whether the failure has happened. Reading copies, and may be what fails. */
static int disarm(void)
{
	char text[16] = { };
	int happened = pread(nth_fd, text, sizeof(text) - 1, 0) > 0 && atoi(text) == 0;

	while (pwrite(nth_fd, "0", 1, 0) != 1)
		CHECK(errno == EFAULT);
	return happened;
}

/* Whether it was a copy from or to user memory, not an allocation. */
static int was_copy(void)
{
	char text[16] = { };

	CHECK(pread(copies_fd, text, sizeof(text) - 1, 0) > 0);
	if (atoi(text) == MANY)
		return 0;
	CHECK(pwrite(copies_fd, "1000000", 7, 0) == 7);
	return 1;
}

/* ---- what must be as before ---- */

struct state {
	char maps[16384];
	char sizes[512];
	int files;
};

/* One line of maps; what begins at @start continues the one before if all the rest is alike. */
struct mapping {
	unsigned long start, end, offset, inode;
	char rights[8], device[16], name[128];
};

static int continues(const struct mapping *a, const struct mapping *b)
{
	return a->end == b->start && a->inode == b->inode && !strcmp(a->rights, b->rights) &&
	       !strcmp(a->name, b->name) && (!a->inode || a->offset + a->end - a->start == b->offset);
}

/* A mapping that was cut for an operation that then failed may stay cut, in Linux, too. */
static void put_maps(char *out, char *in)
{
	struct mapping last = { }, m;
	char *line;

	for (line = strtok(in, "\n"); line; line = strtok(NULL, "\n")) {
		memset(&m, 0, sizeof(m));
		sscanf(line, "%lx-%lx %7s %lx %15s %lu %127[^\n]", &m.start, &m.end, m.rights, &m.offset,
		       m.device, &m.inode, m.name);
		if (continues(&last, &m)) {
			last.end = m.end;
			continue;
		}
		if (last.end)
			out += sprintf(out, "%lx-%lx %s %lx %s\n", last.start, last.end, last.rights,
				       last.offset, last.name);
		last = m;
	}
	sprintf(out, "%lx-%lx %s %lx %s\n", last.start, last.end, last.rights, last.offset, last.name);
}

static void get_state(struct state *s)
{
	static const char *const lines[] = { "VmSize:", "VmLck:", "VmData:", "VmStk:", "VmExe:" };
	static char text[16384];
	DIR *dir = opendir("/proc/self/fd");

	CHECK(dir);
	for (s->files = 0; readdir(dir); s->files++)
		;
	closedir(dir);
	read_file("/proc/self/status", text, sizeof(text));
	s->sizes[0] = 0;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		char *line = strstr(text, lines[i]);

		CHECK(line);
		strncat(s->sizes, line, strcspn(line, "\n") + 1);
	}
	read_file("/proc/self/maps", text, sizeof(text));
	put_maps(s->maps, text);
}

static int same_state(const char *when, const struct state *a, const struct state *b)
{
	if (a->files != b->files)
		complain("%s: %d descriptors, %d before", when, b->files, a->files);
	else if (strcmp(a->sizes, b->sizes))
		complain("%s: sizes are\n%snot\n%s", when, b->sizes, a->sizes);
	else if (strcmp(a->maps, b->maps))
		complain("%s: mappings are\n%snot\n%s", when, b->maps, a->maps);
	else
		return 1;
	return 0;
}

/*
 * After a fork the C library's rseq area must be copied before its owner runs on. Where that copy fails
 * the kernel can only kill, here as in Linux: done without.
 */
extern const ptrdiff_t __rseq_offset;
extern const unsigned int __rseq_size;

static void leave_rseq(void)
{
	char *area = (char *)__builtin_thread_pointer() + __rseq_offset;

	if (__rseq_size)
		CHECK(syscall(__NR_rseq, area, 32, 1 /* RSEQ_FLAG_UNREGISTER */, 0x53053053) == 0);
}

/* ---- one operation ---- */

static int allowed(const struct op *op, long error, int copy)
{
	if (copy && error == EFAULT)
		return 1;
	if (!op->errors[0])
		return error == ENOMEM;
	for (int i = 0; i < 3 && op->errors[i]; i++)
		if (error == op->errors[i])
			return 1;
	return 0;
}

/* How a call under failure went. */
struct outcome {
	long result;
	int happened;		/* the failure; or it ran to its end before */
	int copy;		/* what failed was a copy */
	int state_ok;
};

static struct state first, before, after, succeeded;
static int report_fd = -1;

/* Without a failure, so that what is made only once is there, and to see how success looks. */
static void rehearse(const struct op *op)
{
	for (int i = 0; i < 2; i++) {
		long result = 0;

		if (op->prepare)
			op->prepare();
		if (!(op->flags & BY_CHILD))
			result = op->call();
		if (result < 0) {
			complain("without a failure it returned %ld", result);
			_exit(1);
		}
		get_state(&succeeded);
		op->undo(result);
		get_state(&first);
	}
}

static void call_armed(const struct op *op, int n, struct outcome *o)
{
	char when[64];

	get_state(&before);
	arm(n);
	o->result = op->call();
	o->happened = disarm();
	o->copy = was_copy();
	get_state(&after);

	sprintf(when, "failure %d (%s)", n, o->copy ? "a copy" : "an allocation");
	o->state_ok = 1;
	if (o->result < 0 && !(op->flags & PARTIAL))
		o->state_ok = same_state(when, &before, &after);
	else if (o->result >= 0 && !o->copy && !(op->flags & (BY_CHILD | VARIES)))
		o->state_ok = same_state(when, &succeeded, &after);
}

/* What the child has to say, which may be another program by now. */
static void report(const struct outcome *o)
{
	CHECK(write(report_fd, o, sizeof(*o)) == sizeof(*o));
}

static void call_by_child(const struct op *op, int n, struct outcome *o)
{
	int pipefd[2], status;
	pid_t pid;

	CHECK(pipe(pipefd) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (!pid) {
		close(pipefd[0]);
		report_fd = pipefd[1];
		/* a new program may be hit as it starts, and its libc say so */
		CHECK(freopen("/dev/null", "w", stderr));
		open_switches();
		call_armed(op, n, o);
		report(o);
		_exit(0);
	}
	close(pipefd[1]);
	if (read(pipefd[0], o, sizeof(*o)) != sizeof(*o)) {
		/* ended in the middle */
		*o = (struct outcome){ .happened = 1, .state_ok = op->flags & MAY_KILL };
		o->copy = was_copy();
	}
	close(pipefd[0]);
	CHECK(waitpid(pid, &status, 0) == pid);
	if (WIFSIGNALED(status) && !(op->flags & MAY_KILL)) {
		complain("the child was ended by signal %d", WTERMSIG(status));
		o->state_ok = 0;
	}
}

/* The @n-th fails. Return: 1 all right, 0 there was no @n-th, -1 it went wrong. */
static int fail_one(const struct op *op, int n)
{
	struct outcome o;
	char when[64];

	if (op->prepare)
		op->prepare();
	if (op->flags & BY_CHILD)
		call_by_child(op, n, &o);
	else
		call_armed(op, n, &o);
	sprintf(when, "failure %d (%s)", n, !o.happened ? "none" : o.copy ? "a copy" : "an allocation");
	if (o.result < 0 && !(o.happened && allowed(op, -o.result, o.copy))) {
		complain("%s: it returned %ld", when, o.result);
		o.state_ok = 0;
	}
	op->undo(op->flags & BY_CHILD ? 0 : o.result);
	get_state(&after);
	strcat(when, ", undone");
	if (!o.state_ok || !same_state(when, &first, &after))
		return -1;
	return o.happened;
}

/* In the child. Return: how many failures it took, or -1. */
static int sweep(const struct op *op)
{
	rehearse(op);
	for (int n = 1; n < MAX_FAULTS; n++) {
		int ret = fail_one(op, n);

		if (ret <= 0)
			return ret < 0 ? -1 : n - 1;
	}
	complain("%d failures and no end", MAX_FAULTS);
	return -1;
}

/* ---- what must not be missing ---- */

struct cache {
	char name[40];
	long objects;
};

struct memory {
	struct cache caches[300];
	int nr;
	long pages;		/* free ones, and those that something is known to use */
};

static int consistent(void)
{
	char text[512];

	if (write_file("/proc/sys/vm/audit", "1") == 0)
		return 1;
	read_file("/proc/sys/vm/audit", text, sizeof(text));
	complain("the auditor says: %s", text);
	return 0;
}

/*
 * Pages that are freed while they wait in a CPU's batch to be put on an LRU list come free when the batch is
 * emptied: mlock() does that on its CPU.
 */
static void empty_batches(void)
{
	static char page[2 * PAGE];
	cpu_set_t all, one;

	CHECK(sched_getaffinity(0, sizeof(all), &all) == 0);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &all))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		CHECK(sched_setaffinity(0, sizeof(one), &one) == 0);
		CHECK(mlock(page, PAGE) == 0 && munlock(page, PAGE) == 0);
	}
	CHECK(sched_setaffinity(0, sizeof(all), &all) == 0);
}

/* Frees that wait for RCU, and what these hand on to a kernel thread. */
static void settle(void)
{
	struct timespec pause = { .tv_nsec = 10000000 };

	empty_batches();
	syscall(__NR_membarrier, 1 /* MEMBARRIER_CMD_GLOBAL */, 0, 0);
	nanosleep(&pause, NULL);
	CHECK(consistent());
	CHECK(write_file("/proc/sys/vm/stat_refresh", "1") == 0);
}

/*
 * Of pages only those count that nobody knows of: whether the known ones are rightly in use is for the
 * auditor to say, and for the comparison of slab objects.
 */
static void get_memory(struct memory *m)
{
	static const char *const kinds[] = {
		"nr_free_pages", "nr_slab_reclaimable", "nr_slab_unreclaimable", "nr_anon_pages",
		"nr_file_pages", "nr_page_table_pages",
	};
	static char text[1 << 18];
	char *line;

	settle();
	/* freed ones wait to be taken apart together: "unpurged", and a vmap_area each */
	m->nr = 1;
	m->caches[0] = (struct cache){ "vmalloc areas" };
	read_file("/proc/vmallocinfo", text, sizeof(text));
	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		m->caches[0].objects += !strstr(line, "unpurged");
	m->pages = 0;
	read_file("/proc/slabinfo", text, sizeof(text));
	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		struct cache *c = &m->caches[m->nr];

		if (sscanf(line, "%39s %ld", c->name, &c->objects) == 2 && strcmp(c->name, "vmap_area"))
			CHECK(++m->nr < 300);
	}
	read_file("/proc/zoneinfo", text, sizeof(text));
	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		char name[40];
		long n;

		if (sscanf(line, " count: %ld", &n) == 1)
			m->pages += n;
		for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
			if (sscanf(line, " %39s %ld", name, &n) == 2 && !strcmp(name, kinds[i]))
				m->pages += n;
		if (sscanf(line, " nr_kernel_stack %ld", &n) == 1)
			m->pages += n * 1024 / (long)PAGE;
	}
}

/* Return: how many objects and pages are in use that were not, said aloud if @loud. */
static long missing(const struct memory *a, const struct memory *b, int loud)
{
	long sum = a->pages > b->pages ? a->pages - b->pages : 0;

	if (sum && loud)
		complain("%ld pages are missing", sum);
	for (int i = 0; i < b->nr; i++) {
		long more = b->caches[i].objects;

		for (int j = 0; j < a->nr; j++)
			if (!strcmp(a->caches[j].name, b->caches[i].name))
				more -= a->caches[j].objects;
		if (more <= 0)
			continue;
		sum += more;
		if (loud)
			complain("%ld more of %s", more, b->caches[i].name);
	}
	return sum;
}

/* ---- all operations ---- */

/* Return: failures it took; -1: it is wrong. */
static int sweep_in_child(const struct op *op)
{
	int pipefd[2], status, n = -1;
	pid_t pid;

	CHECK(pipe(pipefd) == 0);
	fflush(stdout);
	pid = fork();
	CHECK(pid >= 0);
	if (!pid) {
		close(pipefd[0]);
		leave_rseq();
		open_switches();
		n = sweep(op);
		CHECK(write(pipefd[1], &n, sizeof(n)) == sizeof(n));
		_exit(n < 0);
	}
	close(pipefd[1]);
	if (read(pipefd[0], &n, sizeof(n)) != sizeof(n))
		n = -1;
	close(pipefd[0]);
	CHECK(waitpid(pid, &status, 0) == pid);
	if (!WIFEXITED(status))
		complain("it was ended by signal %d", WTERMSIG(status));
	return WIFEXITED(status) && !WEXITSTATUS(status) ? n : -1;
}

/* A leak is what goes missing each time: the first run may fill what is kept. Return: as sweep(). */
static int test_op(const struct op *op)
{
	static struct memory before, after;
	int n;

	for (int run = 0; run < 3; run++) {
		get_memory(&before);
		n = sweep_in_child(op);
		if (n < 0)
			return -1;
		/* the last frees of processes that have just ended may take a while */
		for (int wait = 0; wait < 20; wait++) {
			get_memory(&after);
			if (!missing(&before, &after, run == 2 && wait == 19))
				return n;
		}
	}
	return -1;
}

static int set_up(void)
{
	static const char *const knobs[][2] = {
		{ "failslab/ignore-gfp-wait", "N" }, { "failslab/verbose", "0" },
		{ "fail_page_alloc/ignore-gfp-wait", "N" }, { "fail_page_alloc/ignore-gfp-highmem", "N" },
		{ "fail_page_alloc/min-order", "0" }, { "fail_page_alloc/verbose", "0" },
		{ "fail_usercopy/verbose", "0" },
	};
	char path[128];

	if (access("/proc/self/fail-nth", W_OK))
		return -1;
	for (size_t i = 0; i < sizeof(knobs) / sizeof(*knobs); i++) {
		sprintf(path, DEBUGFS "%s", knobs[i][0]);
		if (write_file(path, knobs[i][1]))
			return -1;
	}
	return 0;
}

static int run_ops(const struct op *ops, int nr, const char *wanted)
{
	int failed = 0, total = 0, missing = set_up();

	printf("TAP version 13\n1..%d\n", nr);
	for (int i = 0; i < nr; i++) {
		int n;

		if (missing || (wanted && !strstr(ops[i].name, wanted))) {
			printf("ok %d %s # SKIP %s\n", i + 1, ops[i].name,
			       missing ? "no fault injection in this kernel" : "not asked for");
			continue;
		}
		n = test_op(&ops[i]);
		failed += n < 0;
		total += n > 0 ? n : 0;
		printf("%s %d %s\n", n < 0 ? "not ok" : "ok", i + 1, ops[i].name);
		fflush(stdout);
	}
	printf("# %d failures survived\n", total);
	return !!failed;
}

#endif
