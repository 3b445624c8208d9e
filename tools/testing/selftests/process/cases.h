/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cases.h - test programs whose cases each run in a child of their own, with a time limit.
 *
 * A program lists its cases and calls run_cases(), which prints KTAP. A word on the command line
 * names the one case to run. Words that begin with -- are the program's own: it may run itself.
 */
#ifndef _CASES_H
#define _CASES_H

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(cond)								\
	do {									\
		if (!(cond)) {							\
			printf("# %s:%d: %s (errno %d)\n", __func__, __LINE__,	\
			       #cond, errno);					\
			fflush(stdout);						\
			_exit(1);						\
		}								\
	} while (0)

struct test_case {
	const char *name;
	void (*run)(void);
};

#define CASE(f) { #f, f }

/* The running program's file, for exec. */
static const char *self;

static inline int wait_status(pid_t pid, int options)
{
	int status = -1;

	CHECK(waitpid(pid, &status, options) == pid);
	return status;
}

static int run_cases(int argc, char **argv, const struct test_case *cases, int n)
{
	static char path[4096];
	int failed = 0;

	self = readlink("/proc/self/exe", path, sizeof(path) - 1) > 0 ? path : argv[0];
	printf("KTAP version 1\n1..%d\n", n);
	for (int i = 0; i < n; i++) {
		int st;
		pid_t pid;

		if (argc > 1 && strcmp(argv[1], cases[i].name))
			continue;
		fflush(stdout);
		pid = fork();
		if (!pid) {
			alarm(20);
			cases[i].run();
			fflush(stdout);
			_exit(0);
		}
		waitpid(pid, &st, 0);
		if (st) {
			printf("# status %#x\n", st);
			failed++;
		}
		printf("%sok %d %s\n", st ? "not " : "", i + 1, cases[i].name);
	}
	printf("# %d passed, %d failed\n", n - failed, failed);
	return !!failed;
}

#endif /* _CASES_H */
