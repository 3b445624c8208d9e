// SPDX-License-Identifier: GPL-2.0-only
/*
 * team.c - the workers of a row: as many threads of one process as CPUs are measured, each on its own.
 *
 * Owns:       the team; its threads but the first live as long as one row.
 * Invariant:  the leader orders a step and does it itself as well; it is over when all have done it.
 *             A helper does nothing between two steps but look for the next.
 */
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <uapi/linux/sched.h>
#include <asm/unistd.h>
#include <sim/user.h>
#include "bench.h"

static struct team {
	unsigned int size;			/* [I] while it exists */
	struct bench_worker workers[SIM_MAX_CPUS];	/* each its own */
	bench_step step;			/* [order] NULL: go home */
	unsigned long n;			/* [order] */
	unsigned int order;			/* number of the latest; published after the rest */
	unsigned int done;			/* how many helpers have done it; atomic */
} team;

static void pin(void *cpu)
{
	set_cpus_allowed_ptr(current, cpumask_of((unsigned long)cpu));
}

static void helper(void *arg)
{
	struct bench_worker *w = arg;
	unsigned int seen = 0;

	sim_in_kernel(pin, (void *)(unsigned long)w->nr);
	for (;;) {
		bench_step step;

		while (smp_load_acquire(&team.order) == seen)
			sim_pause();
		seen++;
		step = team.step;
		if (step)
			step(w, team.n);
		__atomic_fetch_add(&team.done, 1, __ATOMIC_RELEASE);
		if (!step)
			break;
	}
	for (;;)
		sim_syscall(__NR_exit, 0);
}

/* Each worker does @step, all at once. Return: the longest time that one noted in it. */
u64 team_do(bench_step step, unsigned long n)
{
	u64 took = 0;

	for (unsigned int i = 0; i < team.size; i++)
		team.workers[i].took = 0;
	team.step = step;
	team.n = n;
	team.done = 0;
	smp_store_release(&team.order, team.order + 1);
	if (step)
		step(&team.workers[0], n);
	while (smp_load_acquire(&team.done) != team.size - 1)
		sim_pause();
	for (unsigned int i = 0; i < team.size; i++)
		took = max(took, team.workers[i].took);
	return took;
}

bool team_failed(void)
{
	bool failed = false;

	for (unsigned int i = 0; i < team.size; i++)
		failed |= team.workers[i].failed;
	return failed;
}

/* @size workers for @row; the caller is the first. */
void team_begin(const struct sim_bench *row, unsigned int size)
{
	const unsigned long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;

	memset(&team, 0, sizeof(team));
	team.size = size;
	sim_in_kernel(pin, NULL);
	for (unsigned int i = 0; i < size; i++) {
		struct bench_worker *w = &team.workers[i];

		*w = (struct bench_worker) { .row = row, .nr = i };
		if (i && sim_clone(flags, PAGE_SIZE, 0, 0, 0, helper, w) < 0) {
			team.workers[0].failed = true;
			team.size = i;		/* who is not there is not waited for */
		}
	}
}

void team_end(void)
{
	team_do(NULL, 0);
}

/* The first worker's, for rows that work on one thing together. */
void *team_data(void)
{
	return team.workers[0].data;
}
