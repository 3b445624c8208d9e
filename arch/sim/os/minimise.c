// SPDX-License-Identifier: GPL-2.0-only
/*
 * minimise.c - watch over a run, and make the list of operations of one that fails as short as it gets.
 *
 * Delta debugging (A. Zeller, R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input",
 * IEEE TSE 28(2), 2002): leave out a part of the list; if the rest still fails in the same way, go on
 * with the rest; if no part of that size can be left out, try parts of half the size, down to single
 * operations. Any part of a list is a valid list, since each operation is judged by the model.
 *
 * Owns:       the processes it starts: replays, and the run itself, which is a child of the program
 *             that was called.
 */
#include <sys/types.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sim/os.h>
#include "os.h"

#define HEADER_LINES	2
#define GRACE_SECONDS	5	/* for a run that is told to stop to save its operations */

struct list {
	char *text;		/* the whole file, lines ended by 0 */
	char **line;
	char *keep;		/* for each line behind the header: in the list? */
	unsigned long lines, kept;
};

static double now(void)
{
	return os_nanoseconds() / 1e9;
}

/* ---- children ---- */

/* Waits for @pid at most @seconds, then stops it. Return: its exit status; SIM_EXIT_HUNG. */
static int await_child(pid_t pid, double seconds)
{
	double end = now() + seconds;
	struct timespec pause = { .tv_nsec = 2000000 };
	int status, told = 0;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (now() > end && !told) {
			kill(pid, SIGALRM);	/* it says where it is, and saves its operations */
			told = 1;
		} else if (now() > end + GRACE_SECONDS) {
			kill(pid, SIGKILL);
		}
		nanosleep(&pause, NULL);
	}
	if (told)
		return SIM_EXIT_HUNG;
	return WIFEXITED(status) ? WEXITSTATUS(status) : SIM_EXIT_PANIC;
}

/*
 * What a failed run said of its failure, in words that do not depend on where and when: those without
 * a digit, of the line that tells it.
 */
struct verdict {
	int status;
	char words[256];
};

static int tells_failure(const char *line)
{
	return strstr(line, "FAILED at ") || strstr(line, "not syncing: ") || strstr(line, "kernel BUG at");
}

static void take_words(struct verdict *v, char *line)
{
	v->words[0] = 0;
	line = strchr(line, ']') ?: line;
	for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n")) {
		if (strpbrk(word, "0123456789") || strspn(word, "abcdefx") == strlen(word))
			continue;
		if (strlen(v->words) + strlen(word) + 2 < sizeof(v->words))
			strcat(strcat(v->words, word), " ");
	}
}

static int same_verdict(const struct verdict *a, const struct verdict *b)
{
	return a->status == b->status && !strcmp(a->words, b->words);
}

/* Reads what the child says, until it has said all. */
static void listen(struct verdict *v, int fd)
{
	FILE *f = fdopen(fd, "r");
	char line[1024];

	v->words[0] = 0;
	while (f && fgets(line, sizeof(line), f))
		if (tells_failure(line) && !v->words[0])
			take_words(v, line);
	if (f)
		fclose(f);
}

/* A replay may take @seconds; the alarm is a failure that it reports itself. */
static struct verdict replay(const char *file, double seconds)
{
	struct verdict v;
	int ends[2];
	pid_t pid;

	if (pipe(ends))
		os_die("pipe");
	pid = fork();
	if (pid < 0)
		os_die("fork");
	if (!pid) {
		dup2(ends[1], 1);
		dup2(ends[1], 2);
		close(ends[0]);
		close(ends[1]);
		alarm((unsigned int)seconds + 1);
		execl("/proc/self/exe", "samara-sim", "replay", file, NULL);
		_exit(127);
	}
	close(ends[1]);
	listen(&v, ends[0]);
	v.status = await_child(pid, GRACE_SECONDS);
	return v;
}

/* ---- the list ---- */

static int read_list(const char *file, struct list *l)
{
	unsigned long size;
	char *text = os_file_read(file, &size);
	unsigned long n = 0;

	if (!text)
		return -1;
	memset(l, 0, sizeof(*l));
	l->text = text;
	for (char *s = text; *s; s++)
		n += *s == '\n';
	l->line = calloc(n + 1, sizeof(*l->line));
	for (char *s = strtok(text, "\n"); s; s = strtok(NULL, "\n"))
		l->line[l->lines++] = s;
	if (l->lines <= HEADER_LINES)
		return -1;
	l->kept = l->lines - HEADER_LINES;
	l->keep = malloc(l->kept);
	memset(l->keep, 1, l->kept);
	return 0;
}

static void write_list(const char *file, const struct list *l)
{
	FILE *f = fopen(file, "w");

	if (!f)
		os_die(file);
	for (unsigned long i = 0; i < l->lines; i++)
		if (i < HEADER_LINES || l->keep[i - HEADER_LINES])
			fprintf(f, "%s\n", l->line[i]);
	if (fclose(f))
		os_die(file);
}

/* Takes @count of the kept lines, from the @from-th on, out. Return: how many it was. */
static unsigned long leave_out(struct list *l, char *removed, unsigned long from, unsigned long count)
{
	unsigned long nr = 0, out = 0, all = l->lines - HEADER_LINES;

	memset(removed, 0, all);
	for (unsigned long i = 0; i < all && out < count; i++) {
		if (!l->keep[i] || nr++ < from)
			continue;
		l->keep[i] = 0;
		removed[i] = 1;
		out++;
	}
	l->kept -= out;
	return out;
}

static void put_back(struct list *l, const char *removed, unsigned long count)
{
	for (unsigned long i = 0; i < l->lines - HEADER_LINES; i++)
		l->keep[i] |= removed[i];
	l->kept += count;
}

/* ---- the search ---- */

static void minimise(struct list *l, const char *file, const struct verdict *wanted, double seconds, double end)
{
	char *removed = malloc(l->lines);

	for (unsigned long part = (l->kept + 1) / 2; part; part = part == 1 ? 0 : (part + 1) / 2) {
		int progress = 0;

		for (unsigned long from = 0; from < l->kept && l->kept > 1 && now() < end;) {
			unsigned long out = leave_out(l, removed, from, part);
			struct verdict v;

			write_list(file, l);
			v = replay(file, seconds);
			if (same_verdict(&v, wanted)) {
				progress = 1;
			} else {
				put_back(l, removed, out);
				from += part;
			}
		}
		if (progress && part == 1)
			part = 2;	/* what is left may allow more to go: once again */
		if (now() >= end)
			break;
	}
	write_list(file, l);
	free(removed);
}

/* @file is what a failed run saved; leaves @file.min. */
static void explain(const char *file, int status, double took, double budget)
{
	char shorter[4096], text[8400];
	struct verdict first;
	struct list l;
	unsigned long all;
	int n;

	if (read_list(file, &l))
		return;
	all = l.kept;
	if ((unsigned long)snprintf(shorter, sizeof(shorter), "%s.min", file) >= sizeof(shorter))
		return;
	write_list(shorter, &l);
	first = replay(shorter, took * 4 + 10);
	if (first.status != status) {
		n = snprintf(text, sizeof(text), "samara-sim: the operations alone do not fail again; they are in %s\n",
			     file);
		unlink(shorter);
	} else {
		minimise(&l, shorter, &first, took * 4 + 10, now() + budget);
		n = snprintf(text, sizeof(text), "samara-sim: %lu operations of %lu fail in the same way:\n"
			     "	samara-sim replay %s\n", l.kept, all, shorter);
	}
	os_write(text, n);
}

/**
 * os_supervise() - run the rest of the program in a child, and explain its failure
 * @file: where the child saves its operations
 * @limit: seconds that it may take; 0: any
 * @budget: seconds that may be spent on a shorter list
 *
 * Return: in the child -1; in the parent the child's exit status, when all is done.
 */
int os_supervise(const char *file, unsigned long limit, unsigned long budget)
{
	double start = now();
	pid_t pid;
	int status;

	unlink(file);
	pid = fork();
	if (pid < 0)
		os_die("fork");
	if (!pid)
		return -1;
	status = await_child(pid, limit ? limit : 1e9);
	if (status == SIM_EXIT_OK)
		return status;
	explain(file, status, now() - start, budget);
	return status;
}
