/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench.h - what a row of samara-sim bench is.
 *
 *	bench.c		the command; measuring a row
 *	team.c		one or more threads that do the same at once
 *	pages.c		the page allocator, kmalloc()
 *	maple.c		the maple tree
 *	process.c	faults, fork, munmap
 */
#ifndef _SIM_BENCH_H
#define _SIM_BENCH_H

#include <linux/types.h>

struct sim_bench;

/* Whoever runs a row: a thread. */
struct bench_worker {
	const struct sim_bench *row;
	unsigned int nr;		/* and the CPU it is on */
	u64 took;			/* nanoseconds of the latest run() */
	bool failed;			/* what it measured is not what it should have done */
	unsigned long addr, pid;	/* the row's own */
	void *data;
};

typedef void (*bench_step)(struct bench_worker *w, unsigned long n);

/*
 * Only run() is measured: @n operations. prepare() and finish() come before and after each, with the
 * same @n; begin() and end() before the first and after the last of the row. Any but run() may be NULL.
 */
struct sim_bench {
	const char *name;
	bool user;			/* they are user mode (sim/user.h); else in the kernel */
	unsigned long param;		/* the row's own: a size */
	unsigned long most;		/* no run() does more; 0: as many as wished */
	bench_step begin, prepare, run, finish, end;
};

void team_begin(const struct sim_bench *row, unsigned int size);
u64 team_do(bench_step step, unsigned long n);
bool team_failed(void);
void *team_data(void);
void team_end(void);

/* Tables in the order of printing; a row without a name ends each. */
extern const struct sim_bench bench_pages[], bench_maple[], bench_process[];

#define bench_expect(w, condition)	do { if (unlikely(!(condition))) (w)->failed = true; } while (0)

#endif
