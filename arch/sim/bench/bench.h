/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench.h - what a row of samara-sim bench is.
 *
 *	bench.c		the command; measuring a row
 *	pages.c		the page allocator, kmalloc()
 *	maple.c		the maple tree
 *	process.c	faults, fork, munmap
 */
#ifndef _SIM_BENCH_H
#define _SIM_BENCH_H

#include <linux/types.h>

struct sim_bench;

/* Whoever runs a row: a task. */
struct bench_worker {
	const struct sim_bench *row;
	bool failed;			/* what it measured is not what it should have done */
	unsigned long addr, pid;	/* the row's own */
	void *data;
};

/*
 * Only run() is measured: @n operations. prepare() and finish() come before and after each,
 * begin() and end() before the first and after the last of the row. Any but run() may be NULL.
 */
struct sim_bench {
	const char *name;
	bool user;			/* run() is user mode (sim/user.h), like the others; else in the kernel */
	unsigned long param;		/* the row's own: a size */
	unsigned long most;		/* no run() does more; 0: as many as wished */
	void (*begin)(struct bench_worker *w);
	void (*prepare)(struct bench_worker *w, unsigned long n);
	void (*run)(struct bench_worker *w, unsigned long n);
	void (*finish)(struct bench_worker *w, unsigned long n);
	void (*end)(struct bench_worker *w);
};

/* Tables in the order of printing; a row without a name ends each. */
extern const struct sim_bench bench_pages[], bench_maple[], bench_process[];

#define bench_expect(w, condition)	do { if (unlikely(!(condition))) (w)->failed = true; } while (0)

#endif
