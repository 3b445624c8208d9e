// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz.c - where the inputs of samara-sim fuzz come from: libFuzzer, or the files that are named.
 *
 * Owns:       the stack that the fuzzer runs on, beside the machine's; the last inputs.
 * Invariant:  either the machine runs, with an input, or the fuzzer does, which looks for the next.
 * Elsewhere:  what is done with an input (arch/sim/fuzz/).
 *
 * libFuzzer is there if the program was built with SAN=fuzzer. Without it each file is an input, once:
 * so every build can see a failure again, and run the corpora.
 *
 * What can be done only once (reading the kernel's command line) is done in a child of the program, for
 * each input one. What it has covered it leaves where libFuzzer looks.
 */
#include <dirent.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <sim/os.h>
#include "os.h"

#define DRIVER_STACK	(16UL << 20)
#define RECENT		64	/* inputs between two checks for leaks (arch/sim/fuzz/fuzz.c) are among these */

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*one)(const uint8_t *data, size_t size))
	__attribute__((weak));
extern char __start___sancov_cntrs[] __attribute__((weak)), __stop___sancov_cntrs[] __attribute__((weak));

static struct os_fiber driver, dead;
static struct os_fiber *machine;		/* stands in os_fuzz_next() while the fuzzer runs */
static void (*in_child)(char *text, unsigned long size);
static const unsigned char *input;
static unsigned long input_size, nr_inputs;
static const char *input_file;			/* where there is no libFuzzer */
static int running, failed;
static char *counters;				/* of the coverage, in memory that the children share */
static int nr_words;
static char **words;				/* [0]: the command without the rest */

static struct recent {
	void *data;
	unsigned long size;
} recent[RECENT];

static void say(const char *what, const char *name)
{
	char text[4400];

	os_write(text, snprintf(text, sizeof(text), "samara-sim: %s%s\n", what, name));
}

/* ---- a failure ---- */

static void remember(const unsigned char *data, unsigned long size)
{
	struct recent *r = &recent[nr_inputs++ % RECENT];

	r->data = realloc(r->data, size + 1);
	if (!r->data)
		os_die("no memory for an input");
	memcpy(r->data, data, size);
	r->size = size;
}

/* The oldest first. */
static void save_recent(const char *folder)
{
	mkdir(folder, 0755);
	for (int i = 0; i < RECENT; i++) {
		const struct recent *r = &recent[(nr_inputs + i) % RECENT];
		char name[64];
		int fd;

		snprintf(name, sizeof(name), "%s/%02d", folder, i);
		unlink(name);
		if (!r->data || (fd = os_file_create(name)) < 0)
			continue;
		os_file_write(fd, r->data, r->size);
		os_file_close(fd);
	}
}

static void input_fails(void)
{
	if (input_file) {
		say("this input fails: ", input_file);
		_exit(failed);
	}
	save_recent("fuzz-recent");
	say("the last inputs are in fuzz-recent/; to see it again, with FILE from the line 'written to' below:", "");
	os_write("\t", 1);
	os_write(words[0], strlen(words[0]));
	os_write(" FILE\n", 6);
	abort();	/* libFuzzer catches it, and saves the input */
}

/** os_fuzz_exit() - the machine stops: was it because of an input? Then this does not return. */
void os_fuzz_exit(int status)
{
	if (in_child && counters)
		memcpy(counters, __start___sancov_cntrs, __stop___sancov_cntrs - __start___sancov_cntrs);
	if (!running || !status || in_child)
		return;
	running = 0;
	failed = status;
	os_fiber_switch(&dead, &driver);
}

/* ---- one input ---- */

static void in_a_child(const uint8_t *data, size_t size)
{
	size_t bytes = __stop___sancov_cntrs - __start___sancov_cntrs;
	char *text = malloc(size + 1);	/* ends with a 0, behind which the sanitizer watches */
	pid_t parent = getpid(), pid;
	int status;

	memcpy(text, data, size);
	text[size] = 0;

	if (bytes && !counters) {
		counters = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		if (counters == MAP_FAILED)
			os_die("no memory for counters");
	}
	pid = fork();
	if (pid < 0)
		os_die("fork");
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(0);
		in_child(text, size);
		os_exit(SIM_EXIT_OK);
	}
	free(text);
	while (waitpid(pid, &status, 0) != pid)
		;
	memcpy(__start___sancov_cntrs, counters, bytes);
	failed = WIFEXITED(status) ? WEXITSTATUS(status) : SIM_EXIT_PANIC;
}

static int one(const uint8_t *data, size_t size)
{
	remember(data, size);
	running = 1;
	if (in_child) {
		in_a_child(data, size);
	} else {
		input = data;
		input_size = size;
		os_fiber_switch(&driver, machine);
	}
	running = 0;
	if (failed)
		input_fails();
	return 0;
}

/* ---- files ---- */

static void one_file(const char *path)
{
	unsigned long size;
	char *data = os_file_read(path, &size), *exact;

	if (!data) {
		say("cannot read ", path);
		_exit(SIM_EXIT_USAGE);
	}
	exact = malloc(size ? size : 1);	/* so that the sanitizer sees its end */
	memcpy(exact, data, size);
	input_file = path;
	one((unsigned char *)exact, size);
	free(exact);
	free(data);
}

static int visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static void each_file(const char *path)
{
	struct dirent **names;
	struct stat st;
	int n;

	if (stat(path, &st) || !S_ISDIR(st.st_mode)) {
		one_file(path);
		return;
	}
	n = scandir(path, &names, visible, alphasort);
	for (int i = 0; i < n; i++) {
		char name[4096];

		if ((unsigned long)snprintf(name, sizeof(name), "%s/%s", path, names[i]->d_name) < sizeof(name))
			each_file(name);
		free(names[i]);
	}
	free(names);
}

static void run_files(void)
{
	for (int i = 1; i < nr_words; i++) {
		if (words[i][0] == '-') {
			say("this program was built without libFuzzer (SAN=fuzzer): it knows no ", words[i]);
			_exit(SIM_EXIT_USAGE);
		}
		each_file(words[i]);
	}
}

/* ---- the driver ---- */

static int has_libfuzzer(void)
{
	return LLVMFuzzerRunDriver != NULL;
}

static void run_libfuzzer(void)
{
	/* these are libFuzzer's to catch; the others tell the machine first */
	signal(SIGABRT, SIG_DFL);
	signal(SIGALRM, SIG_DFL);
	exit(LLVMFuzzerRunDriver(&nr_words, &words, one));
}

static void run_driver(void)
{
	if (has_libfuzzer())
		run_libfuzzer();
	run_files();
}

/* On the driver's stack: after the last input the machine goes on without one. */
static void drive(void)
{
	run_driver();
	input = NULL;
	os_fiber_switch(&driver, machine);
	abort();
}

/** os_fuzz_words() - the command, and what it was told: files, folders, libFuzzer's options */
void os_fuzz_words(int nr, char **list)
{
	nr_words = nr;
	words = list;
}

/**
 * os_fuzz_next() - the next input
 * @me: the caller's stack
 *
 * Return: it and its size; NULL: there are no more.
 */
const unsigned char *os_fuzz_next(struct os_fiber *me, unsigned long *size)
{
	if (!driver.low)
		os_fiber_init(&driver, os_zeroed(DRIVER_STACK), DRIVER_STACK, drive);
	machine = me;
	os_fiber_switch(me, &driver);
	*size = input_size;
	return input;
}

/** os_fuzz_children() - @run on each input, in a child. Return: how many there were. */
unsigned long os_fuzz_children(void (*run)(char *text, unsigned long size))
{
	in_child = run;
	run_driver();
	return nr_inputs;
}
