// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench.c - the command bench: what the operations cost that programs ask for all the time.
 *
 *	samara-sim bench
 *	valgrind --tool=callgrind --collect-atstart=no samara-sim bench --count 1000
 *
 * Owns:       how a row is measured; the table.
 * Elsewhere:  the rows (pages.c, maple.c, process.c), what callgrind is told (../os/callgrind.c).
 *
 * Time is the host's. A row's figure is the best of SAMPLES: whatever else the host does only adds.
 * Under callgrind the number of operations is given, so that the same instructions run each time;
 * only those of run() are counted, and each row ends with a dump of its own.
 */
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/string.h>
#include <sim/command.h>
#include <sim/os.h>
#include <sim/point.h>
#include <sim/user.h>
#include "bench.h"

#define SAMPLES		5

static unsigned long sample_ms = 20;
static unsigned long fixed_count;		/* operations of each row; 0: as many as fill the time */
static const char *only;			/* rows whose names contain it */

static const struct sim_bench * const tables[] = { bench_pages, bench_maple, bench_process };

/* ---- measuring ---- */

struct batch {
	struct bench_worker *w;
	void (*fn)(struct bench_worker *w, unsigned long n);
	unsigned long n;
	u64 took;
};

static void measure(void *arg)
{
	struct batch *b = arg;
	u64 started;

	os_callgrind_collect(1);
	started = os_nanoseconds();
	b->fn(b->w, b->n);
	b->took = os_nanoseconds() - started;
	os_callgrind_collect(0);
}

/* begin() and end() of the kernel's rows are no user mode either. */
static void call(void *arg)
{
	struct batch *b = arg;

	b->fn(b->w, b->n);
}

static void in_its_mode(const struct sim_bench *row, void (*fn)(void *arg), struct batch *b)
{
	if (row->user)
		fn(b);
	else
		sim_in_kernel(fn, b);
}

static void unmeasured(struct bench_worker *w, void (*fn)(struct bench_worker *w, unsigned long n), unsigned long n)
{
	struct batch b = { .w = w, .fn = fn, .n = n };

	if (fn)
		in_its_mode(w->row, call, &b);
}

static void call_begin(struct bench_worker *w, unsigned long unused)
{
	if (w->row->begin)
		w->row->begin(w);
}

static void call_end(struct bench_worker *w, unsigned long unused)
{
	if (w->row->end)
		w->row->end(w);
}

/* @n operations, in as many pieces as it takes. Return: nanoseconds. */
static u64 run_row(struct bench_worker *w, unsigned long n)
{
	const struct sim_bench *row = w->row;
	u64 took = 0;

	while (n && !w->failed) {
		struct batch b = { .w = w, .fn = row->run, .n = row->most ? min(n, row->most) : n };

		unmeasured(w, row->prepare, b.n);
		in_its_mode(row, measure, &b);
		unmeasured(w, row->finish, b.n);
		took += b.took;
		n -= b.n;
	}
	return took;
}

/* How many operations take sample_ms, or up to twice as long. */
static unsigned long calibrate(struct bench_worker *w)
{
	unsigned long n = 1;

	while (!w->failed && run_row(w, n) < sample_ms * 1000000ULL)
		n *= 2;
	return n;
}

/* In tenths of a nanosecond for each operation. */
static u64 best_sample(struct bench_worker *w, unsigned long n)
{
	u64 best = ~0ULL;

	for (int i = 0; i < SAMPLES && !w->failed; i++)
		best = min(best, run_row(w, n) * 10 / n);
	return best;
}

static bool bench_row(const struct sim_bench *row)
{
	struct bench_worker w = { .row = row };
	unsigned long n = fixed_count;
	u64 tenths = 0;

	unmeasured(&w, call_begin, 0);
	if (n && !w.failed) {
		run_row(&w, n);			/* whatever is done only once is done now */
		os_callgrind_zero();
		tenths = run_row(&w, n) * 10 / n;
		os_callgrind_dump(row->name);
	} else if (!w.failed) {
		n = calibrate(&w);
		tenths = best_sample(&w, n);
	}
	unmeasured(&w, call_end, 0);
	if (w.failed)
		pr_notice("%-36s failed\n", row->name);
	else
		pr_notice("%-36s %10llu.%llu ns %12lu operations\n", row->name, tenths / 10, tenths % 10, n);
	return !w.failed;
}

static void bench_init(void *unused)
{
	unsigned int rows = 0, failed = 0;

	sim_set_strategy(&sim_round_robin, 0);
	for (int t = 0; t < ARRAY_SIZE(tables); t++)
		for (const struct sim_bench *row = tables[t]; row->name; row++)
			if (!only || strstr(row->name, only)) {
				rows++;
				failed += !bench_row(row);
			}
	if (!rows)
		sim_complain("bench: no row is called '%s'", only);
	sim_finish(!rows ? SIM_EXIT_USAGE : failed ? SIM_EXIT_FAILED : SIM_EXIT_OK);
}

/* ---- the command line ---- */

static int bench_option(const char *name, const char *value)
{
	unsigned long *number = !strcmp(name, "ms") ? &sample_ms : !strcmp(name, "count") ? &fixed_count : NULL;

	if (!number)
		return 0;
	if (sim_option_number(name, value, number))
		return -1;
	if (*number && *number <= 1000000000)
		return 1;
	sim_complain("--%s %s: 1 to 1000000000", name, value);
	return -1;
}

static int bench_word(const char *word)
{
	only = word;
	return 1;
}

SIM_COMMAND(bench) = {
	.name = "bench",
	.summary = "nanoseconds for each operation: samara-sim bench [part of a row's name]",
	.usage = "             --ms N      how long a sample takes, of which there are 5 (20)\n"
		 "             --count N   exactly so many operations, once: for callgrind\n",
	.params = "loglevel=6",
	.ram = 256UL << 20,
	.unwatched = true,
	.option = bench_option,
	.word = bench_word,
	.init = bench_init,
};
