// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench.c - the command bench: what the operations cost that programs ask for all the time.
 *
 *	samara-sim bench
 *	samara-sim bench --threads --cpus 2
 *	valgrind --tool=callgrind --collect-atstart=no samara-sim bench --count 1000
 *
 * Owns:       how a row is measured; the table.
 * Elsewhere:  the rows (pages.c, maple.c, process.c), what callgrind is told (../os/callgrind.c).
 *
 * Time is the host's. A row's figure is the best of SAMPLES: whatever else the host does only adds.
 * Under callgrind the number of operations is given, so that the same instructions run each time;
 * only those of run() are counted, and each row ends with a dump of its own.
 */
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/setup.h>
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

/* ---- measuring: what each worker does ---- */

struct call {
	struct bench_worker *w;
	bench_step fn;
	unsigned long n;
};

static void call(void *arg)
{
	struct call *c = arg;

	c->fn(c->w, c->n);
}

/* The kernel's rows are no user mode, not even while they begin. */
static void in_its_mode(struct bench_worker *w, bench_step fn, unsigned long n)
{
	struct call c = { w, fn, n };

	if (!fn)
		return;
	if (w->row->user)
		call(&c);
	else
		sim_in_kernel(call, &c);
}

static void timed_run(struct bench_worker *w, unsigned long n)
{
	u64 started;

	os_callgrind_collect(1);
	started = os_nanoseconds();
	w->row->run(w, n);
	w->took = os_nanoseconds() - started;
	os_callgrind_collect(0);
}

static void step_begin(struct bench_worker *w, unsigned long unused)
{
	in_its_mode(w, w->row->begin, 0);
}

static void step_prepare(struct bench_worker *w, unsigned long n)
{
	in_its_mode(w, w->row->prepare, n);
}

static void step_run(struct bench_worker *w, unsigned long n)
{
	in_its_mode(w, timed_run, n);
}

static void step_finish(struct bench_worker *w, unsigned long n)
{
	in_its_mode(w, w->row->finish, n);
}

static void step_end(struct bench_worker *w, unsigned long unused)
{
	in_its_mode(w, w->row->end, 0);
}

/* ---- measuring: a row ---- */

/* @n operations of each worker, in as many pieces as it takes. Return: nanoseconds of the slowest. */
static u64 run_row(const struct sim_bench *row, unsigned long n)
{
	u64 took = 0;

	while (n && !team_failed()) {
		unsigned long part = row->most ? min(n, row->most) : n;

		team_do(step_prepare, part);
		took += team_do(step_run, part);
		team_do(step_finish, part);
		n -= part;
	}
	return took;
}

/* How many operations take sample_ms, or up to twice as long. */
static unsigned long calibrate(const struct sim_bench *row)
{
	u64 wanted = sample_ms * 1000000ULL;
	unsigned long n = 1;

	/* twice, because something else may have run for a while on the host */
	while (!team_failed() && (run_row(row, n) < wanted || run_row(row, n) < wanted))
		n *= 2;
	return n;
}

/* In tenths of a nanosecond for each operation. */
static u64 best_sample(const struct sim_bench *row, unsigned long n)
{
	u64 best = ~0ULL;

	for (int i = 0; i < SAMPLES && !team_failed(); i++)
		best = min(best, run_row(row, n) * 10 / n);
	return best;
}

/* By @workers at once. Return: tenths of a nanosecond for each worker's operation, 0: failed; *n operations. */
static u64 measure(const struct sim_bench *row, unsigned int workers, unsigned long *n)
{
	u64 tenths = 0;
	bool failed;

	team_begin(row, workers);
	team_do(step_begin, 0);
	if (fixed_count) {
		*n = fixed_count;
		run_row(row, *n);		/* whatever is done only once is done now */
		os_callgrind_zero();
		tenths = run_row(row, *n) * 10 / *n;
		os_callgrind_dump(row->name);
	} else {
		*n = calibrate(row);
		tenths = best_sample(row, *n);
	}
	team_do(step_end, 0);
	failed = team_failed();
	team_end();
	return failed ? 0 : max_t(u64, tenths, 1);
}

static bool bench_row(const struct sim_bench *row)
{
	unsigned int workers = sim_machine.threads ? num_online_cpus() : 1;
	unsigned long n, m;
	u64 one = measure(row, 1, &n), all = workers > 1 ? measure(row, workers, &m) : one, gain;

	if (!one || !all) {
		pr_notice("%-36s failed\n", row->name);
		return false;
	}
	if (workers == 1) {
		pr_notice("%-36s %10llu.%llu ns %12lu operations\n", row->name, one / 10, one % 10, n);
		return true;
	}
	gain = one * workers * 100 / all;
	pr_notice("%-36s %10llu.%llu ns %10llu.%llu ns on each of %u CPUs, %llu.%02llu times as many\n", row->name,
		  one / 10, one % 10, all / 10, all % 10, workers, gain / 100, gain % 100);
	return true;
}

static void bench_init(void *unused)
{
	unsigned int rows = 0, failed = 0;

	if (!sim_machine.threads)
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
	.parallel = true,
	.option = bench_option,
	.word = bench_word,
	.init = bench_init,
};
