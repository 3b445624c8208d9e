// SPDX-License-Identifier: GPL-2.0-only
/*
 * loadavg.c - the load averages of 1, 5 and 15 minutes.
 *
 * Owns:       avenrun[], calc_load_tasks.
 * Invariant:  calc_load_tasks is the sum of what the CPUs reported last: runnable plus uninterruptible
 *             tasks. A CPU reports at its tick every LOAD_FREQ, and when it goes idle; an idle CPU thus
 *             counts as what it last said, 0 runnable.
 * Locks:      none; calc_global_load() runs on the CPU that advances jiffies.
 *
 * Every LOAD_FREQ (5 s) each average moves towards the present load by 1 - e^(-5s/period).
 */
#include <linux/jiffies.h>
#include <linux/sched/loadavg.h>
#include "sched.h"

/* FIXED_1 * e^(-5/60), e^(-5/300), e^(-5/900) */
static const unsigned long exp_factor[3] = { 1884, 2014, 2037 };

unsigned long avenrun[3];
static atomic_long_t calc_load_tasks;
static unsigned long calc_load_update = INITIAL_JIFFIES + LOAD_FREQ;

/* this CPU's contribution, since it last gave it */
static void calc_load_report(struct rq *rq, long active)
{
	long delta = active - rq->calc_load_active;

	if (delta) {
		rq->calc_load_active = active;
		atomic_long_add(delta, &calc_load_tasks);
	}
}

/* Context: the tick, rq->lock held */
void calc_global_load_tick(struct rq *rq)
{
	if (time_before(jiffies, rq->calc_load_next))
		return;
	calc_load_report(rq, (long)rq->nr_running + rq->nr_uninterruptible);
	rq->calc_load_next += LOAD_FREQ;
	if (time_before(rq->calc_load_next, jiffies))
		rq->calc_load_next = jiffies + LOAD_FREQ;
}

static unsigned long calc_load(unsigned long load, unsigned long factor, unsigned long active)
{
	unsigned long newload = load * factor + active * (FIXED_1 - factor);

	if (active >= load)
		newload += FIXED_1 - 1;
	return newload / FIXED_1;
}

/**
 * calc_global_load() - moves the averages when it is time
 *
 * Context: called after jiffies has advanced, by any number of ticks.
 */
void calc_global_load(void)
{
	long active;
	int i;

	if (time_before(jiffies, calc_load_update + 10))
		return;
	active = max(atomic_long_read(&calc_load_tasks), 0L) * FIXED_1;
	/* after a long idle period catch up with every step that was missed, of the same load */
	do {
		for (i = 0; i < 3; i++)
			avenrun[i] = calc_load(avenrun[i], exp_factor[i], active);
		calc_load_update += LOAD_FREQ;
	} while (time_after(jiffies, calc_load_update + 10));
}

void get_avenrun(unsigned long *loads, unsigned long offset, int shift)
{
	int i;

	for (i = 0; i < 3; i++)
		loads[i] = (avenrun[i] + offset) << shift;
}
