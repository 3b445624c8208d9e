/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ksft_harness.h - what every test program shares: cases, fixtures, expectations, KTAP.
 *
 * A program is a list of cases. Each runs in a child of its own, in a process group of its own, with
 * a time limit, so that one that crashes, hangs or wrecks its address space harms no other:
 *
 *	TEST(pages_are_zero)
 *	{
 *		char *p = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
 *
 *		ASSERT_NE(p, MAP_FAILED);
 *		EXPECT_EQ(p[0], 0);
 *	}
 *
 *	TEST_HARNESS_MAIN
 *
 * ASSERT_ ends the case, EXPECT_ goes on; both print the two values. They may be used in children and
 * threads of the case as well: the count of failures lies in memory that all of them share. SKIP(why)
 * ends a case whose subject this kernel or user does not have.
 *
 * What goes out is KTAP; the exit status is kselftest's: 0 all passed, 1 something failed, 4 all were
 * skipped. The program runs on Linux as well as on Samara, and must pass on both.
 */
#ifndef KSFT_HARNESS_H
#define KSFT_HARNESS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fnmatch.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define KSFT_PASS		0
#define KSFT_FAIL		1
#define KSFT_SKIP		4
#define KSFT_TIMEOUT		60		/* seconds, where a case asks for no other */

#define KSFT_FN			static __attribute__((unused))

struct ksft_case {
	const char *name;
	void (*run)(void);
	int timeout;			/* in seconds */
	struct ksft_case *next;
};

/* In memory that the program shares with the case and all its children. */
struct ksft_shared {
	atomic_int failures;
	atomic_int skipped;
	char reason[160];		/* of the skip */
};

static struct ksft_case *ksft_first, **ksft_end = &ksft_first;
static struct ksft_shared *ksft_shared;

static inline void ksft_register(struct ksft_case *c)
{
	*ksft_end = c;
	ksft_end = &c->next;
}

/* ---- cases and fixtures ---- */

#define TEST_TIMEOUT(fn, seconds)								\
	static void fn(void);									\
	static struct ksft_case ksft_case_##fn = { .name = #fn, .run = fn, .timeout = (seconds) };	\
	static __attribute__((constructor)) void ksft_register_##fn(void)			\
	{											\
		ksft_register(&ksft_case_##fn);							\
	}											\
	static void fn(void)

#define TEST(fn)		TEST_TIMEOUT(fn, KSFT_TIMEOUT)

/* A case that starts from what FIXTURE_SETUP has built, and finds it in *self. */
#define FIXTURE(f)		struct f##_fixture
#define FIXTURE_SETUP(f)	static void f##_setup(struct f##_fixture *self)
#define FIXTURE_TEARDOWN(f)	static void f##_teardown(struct f##_fixture *self)
#define TEST_F(f, fn)										\
	static void f##_##fn##_body(struct f##_fixture *self);					\
	TEST(f##_##fn)										\
	{											\
		struct f##_fixture fixture = { 0 };						\
												\
		f##_setup(&fixture);								\
		f##_##fn##_body(&fixture);							\
		f##_teardown(&fixture);								\
	}											\
	static void f##_##fn##_body(struct f##_fixture *self)

/* ---- what a case says ---- */

/* A line of explanation, whole also where several processes speak at once. */
KSFT_FN __attribute__((format(printf, 1, 2))) void ksft_note(const char *format, ...)
{
	char line[512];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (n >= (int)sizeof(line))
		n = sizeof(line) - 1;
	printf("# %.*s%s", n, line, n && line[n - 1] == '\n' ? "" : "\n");
	fflush(stdout);
}

KSFT_FN void ksft_failed(int fatal)
{
	atomic_fetch_add(&ksft_shared->failures, 1);
	if (fatal)
		_exit(KSFT_FAIL);
}

#define SKIP(...)										\
	do {											\
		snprintf(ksft_shared->reason, sizeof(ksft_shared->reason), __VA_ARGS__);	\
		atomic_store(&ksft_shared->skipped, 1);						\
		_exit(KSFT_SKIP);								\
	} while (0)

/* Fails, with words of its own. */
#define FAIL(...)										\
	do {											\
		ksft_note(__VA_ARGS__);								\
		ksft_failed(1);									\
	} while (0)

/* ---- expectations ---- */

/* Small numbers as such, addresses and bit masks in hexadecimal. */
KSFT_FN const char *ksft_number(char *buf, size_t size, long long value)
{
	snprintf(buf, size, value > -100000 && value < 10000000 ? "%lld" : "%#llx", value);
	return buf;
}

KSFT_FN const char *ksft_errno(int err)
{
	const char *name = err ? strerrorname_np(err) : "no error";

	return name ? name : "unknown";
}

KSFT_FN void ksft_differs(const char *file, int line, const char *a, const char *op, const char *b,
			  long long value_a, long long value_b, int fatal)
{
	char text_a[32], text_b[32];
	int err = errno;

	ksft_note("%s:%d: %s %s %s: %s and %s%s%s", file, line, a, op, b,
		  ksft_number(text_a, sizeof(text_a), value_a), ksft_number(text_b, sizeof(text_b), value_b),
		  value_a == -1 ? ", errno " : "", value_a == -1 ? ksft_errno(err) : "");
	ksft_failed(fatal);
}

KSFT_FN void ksft_wrong_errno(const char *file, int line, const char *call, int wanted, long long ret,
			      int err, int fatal)
{
	char text[32];

	ksft_note("%s:%d: %s: returned %s, %s, not -1, %s", file, line, call, ksft_number(text, sizeof(text), ret),
		  ksft_errno(err), ksft_errno(wanted));
	ksft_failed(fatal);
}

KSFT_FN void ksft_strings_differ(const char *file, int line, const char *a, const char *b, const char *text_a,
				 const char *text_b, int fatal)
{
	ksft_note("%s:%d: %s == %s: \"%s\" and \"%s\"", file, line, a, b, text_a, text_b);
	ksft_failed(fatal);
}

#define KSFT_COMPARE(a, op, b, fatal)								\
	do {											\
		__auto_type ksft_a = (a);							\
		__auto_type ksft_b = (b);							\
												\
		if (!(ksft_a op ksft_b))							\
			ksft_differs(__FILE__, __LINE__, #a, #op, #b, (long long)(intptr_t)ksft_a,	\
				     (long long)(intptr_t)ksft_b, fatal);			\
	} while (0)

#define KSFT_ERRNO(call, err, fatal)								\
	do {											\
		long ksft_ret;									\
		int ksft_err;									\
												\
		errno = 0;									\
		ksft_ret = (long)(call);							\
		ksft_err = errno;								\
		if (ksft_ret != -1 || ksft_err != (err))					\
			ksft_wrong_errno(__FILE__, __LINE__, #call, err, ksft_ret, ksft_err, fatal);	\
	} while (0)

#define KSFT_STREQ(a, b, fatal)									\
	do {											\
		const char *ksft_a = (a), *ksft_b = (b);					\
												\
		if (strcmp(ksft_a, ksft_b))							\
			ksft_strings_differ(__FILE__, __LINE__, #a, #b, ksft_a, ksft_b, fatal);	\
	} while (0)

#define EXPECT_EQ(a, b)		KSFT_COMPARE(a, ==, b, 0)
#define EXPECT_NE(a, b)		KSFT_COMPARE(a, !=, b, 0)
#define EXPECT_LT(a, b)		KSFT_COMPARE(a, <, b, 0)
#define EXPECT_LE(a, b)		KSFT_COMPARE(a, <=, b, 0)
#define EXPECT_GT(a, b)		KSFT_COMPARE(a, >, b, 0)
#define EXPECT_GE(a, b)		KSFT_COMPARE(a, >=, b, 0)
#define EXPECT_TRUE(a)		KSFT_COMPARE(!!(a), ==, 1, 0)
#define EXPECT_FALSE(a)		KSFT_COMPARE(!!(a), ==, 0, 0)
#define EXPECT_STREQ(a, b)	KSFT_STREQ(a, b, 0)
/* The call returns -1 (or MAP_FAILED) and sets errno to this. */
#define EXPECT_ERRNO(call, err)	KSFT_ERRNO(call, err, 0)

#define ASSERT_EQ(a, b)		KSFT_COMPARE(a, ==, b, 1)
#define ASSERT_NE(a, b)		KSFT_COMPARE(a, !=, b, 1)
#define ASSERT_LT(a, b)		KSFT_COMPARE(a, <, b, 1)
#define ASSERT_LE(a, b)		KSFT_COMPARE(a, <=, b, 1)
#define ASSERT_GT(a, b)		KSFT_COMPARE(a, >, b, 1)
#define ASSERT_GE(a, b)		KSFT_COMPARE(a, >=, b, 1)
#define ASSERT_TRUE(a)		KSFT_COMPARE(!!(a), ==, 1, 1)
#define ASSERT_FALSE(a)		KSFT_COMPARE(!!(a), ==, 0, 1)
#define ASSERT_STREQ(a, b)	KSFT_STREQ(a, b, 1)
#define ASSERT_ERRNO(call, err)	KSFT_ERRNO(call, err, 1)

/* ---- children of a case ---- */

/* Waits for a child. Return: its status as waitpid() gives it. */
KSFT_FN int ksft_wait(pid_t pid)
{
	int status = -1;

	ASSERT_EQ(waitpid(pid, &status, 0), pid);
	return status;
}

/* As fork(), but the child dies with its parent, even with one that dies before it could ask for that. */
KSFT_FN pid_t ksft_fork(void)
{
	pid_t parent = getpid(), pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(KSFT_FAIL);
	}
	return pid;
}

/* Forks; the parent's part of the case stands behind this, the child's in the block, from which it does not return. */
#define IN_CHILD(pid)	if ((pid = ksft_fork()) == 0)

/* ---- numbers at random, the same for the same seed (splitmix64) ---- */

KSFT_FN uint64_t ksft_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

/* ---- running the cases ---- */

/* Return: 1 once the child has ended, 0 where its time is over. SIGCHLD is blocked. */
static int ksft_wait_for(pid_t pid, int seconds, int *status)
{
	struct timespec now, left;
	sigset_t chld;
	time_t end;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	clock_gettime(CLOCK_MONOTONIC, &now);
	end = now.tv_sec + seconds;
	while (waitpid(pid, status, WNOHANG) != pid) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec >= end)
			return 0;
		left = (struct timespec){ .tv_sec = end - now.tv_sec };
		sigtimedwait(&chld, NULL, &left);
	}
	return 1;
}

static pid_t ksft_start(const struct ksft_case *c, const sigset_t *mask)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	sigprocmask(SIG_SETMASK, mask, NULL);
	c->run();
	fflush(stdout);
	_exit(KSFT_PASS);
}

/* A case's time limit; KSFT_PATIENCE in the environment, a factor, makes it longer on a slow kernel. */
static int ksft_limit(const struct ksft_case *c)
{
	const char *patience = getenv("KSFT_PATIENCE");
	int factor = patience ? atoi(patience) : 1;

	return c->timeout * (factor > 1 ? factor : 1);
}

/* Runs one case and prints its line. Return: KSFT_PASS, KSFT_FAIL or KSFT_SKIP. */
static int ksft_run_case(const struct ksft_case *c, int number, const sigset_t *mask)
{
	int status = 0, limit = ksft_limit(c), in_time;
	pid_t pid;

	memset(ksft_shared, 0, sizeof(*ksft_shared));
	fflush(stdout);
	pid = ksft_start(c, mask);
	in_time = pid > 0 && ksft_wait_for(pid, limit, &status);
	if (pid > 0)
		kill(-pid, SIGKILL);		/* and whoever it left behind */
	if (pid < 0)
		ksft_note("fork: %s", ksft_errno(errno));
	else if (!in_time)
		ksft_note("not done after %d s (%d)", limit, (int)waitpid(pid, &status, 0));
	else if (WIFSIGNALED(status))
		ksft_note("ended by signal %d", WTERMSIG(status));

	if (in_time && ksft_shared->skipped && !ksft_shared->failures) {
		printf("ok %d %s # SKIP %s\n", number, c->name, ksft_shared->reason);
		return KSFT_SKIP;
	}
	if (in_time && !status && !ksft_shared->failures) {
		printf("ok %d %s\n", number, c->name);
		return KSFT_PASS;
	}
	printf("not ok %d %s\n", number, c->name);
	return KSFT_FAIL;
}

static int ksft_selected(const struct ksft_case *c, char **patterns)
{
	if (!*patterns)
		return 1;
	for (; *patterns; patterns++)
		if (!fnmatch(*patterns, c->name, 0))
			return 1;
	return 0;
}

/* Runs the cases whose names match one of the patterns (NULL ends them; none: all). Return: the exit status. */
static int ksft_run(char **patterns)
{
	int total = 0, number = 0, passed = 0, failed = 0, skipped = 0;
	sigset_t chld, mask;
	struct ksft_case *c;

	for (c = ksft_first; c; c = c->next)
		total += ksft_selected(c, patterns);
	if (!total) {
		fprintf(stderr, "no case has such a name\n");
		return 2;
	}
	ksft_shared = mmap(NULL, sizeof(*ksft_shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (ksft_shared == MAP_FAILED) {
		perror("mmap");
		return KSFT_FAIL;
	}
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, &mask);

	printf("KTAP version 1\n1..%d\n", total);
	for (c = ksft_first; c; c = c->next) {
		if (!ksft_selected(c, patterns))
			continue;
		switch (ksft_run_case(c, ++number, &mask)) {
		case KSFT_PASS:
			passed++;
			break;
		case KSFT_SKIP:
			skipped++;
			break;
		default:
			failed++;
		}
	}
	printf("# Totals: pass:%d fail:%d skip:%d\n", passed, failed, skipped);
	fflush(stdout);
	return failed ? KSFT_FAIL : passed ? KSFT_PASS : KSFT_SKIP;
}

/* The command line of a program that has no options of its own: [-l] [-h] [CASE...]. Return: the exit status. */
KSFT_FN int ksft_main(int argc, char **argv)
{
	int opt;

	while ((opt = getopt(argc, argv, "lh")) != -1) {
		if (opt != 'l') {
			printf("usage: %s [-l] [CASE...]\n"
			       "  runs the cases with these names (* and ? stand for others), or all; -l lists them\n",
			       argv[0]);
			return opt == 'h' ? 0 : 2;
		}
		for (struct ksft_case *c = ksft_first; c; c = c->next)
			printf("%s\n", c->name);
		return 0;
	}
	return ksft_run(argv + optind);
}

#define TEST_HARNESS_MAIN									\
	int main(int argc, char **argv)								\
	{											\
		return ksft_main(argc, argv);							\
	}

#endif /* KSFT_HARNESS_H */
