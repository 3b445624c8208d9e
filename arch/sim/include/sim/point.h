/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sim/point.h - who runs next: the strategy behind sim_point().
 *
 * At a point the running CPU has used one of the points it was granted. When they are used up the
 * strategy is asked which CPU goes on, and for how many points. It is asked as well when a CPU
 * waits for another (it must not go on then, while others can) and when one halts.
 */
#ifndef _SIM_POINT_H
#define _SIM_POINT_H

#include <linux/types.h>

/* Simulated time that passes from one point to the next. */
#define SIM_STEP_NS	20

struct sim_strategy {
	const char *name;
	void (*start)(u64 seed);
	/*
	 * @cpu: who runs now
	 * @able: bit mask of the CPUs that could run; not @cpu's where it waits
	 * @points: set to how many points the chosen one is granted, at least 1
	 * Return: one of @able.
	 */
	unsigned int (*pick)(unsigned int cpu, u64 able, int *points);
};

extern const struct sim_strategy sim_random, sim_round_robin;

/* From now on; at boot it is sim_random with the run's seed. */
void sim_set_strategy(const struct sim_strategy *strategy, u64 seed);

/* The number of points passed since the machine started: the name of a moment, the same in each run. */
u64 sim_step(void);

/* A generator for whoever needs one besides the strategies; state must not be 0. */
static inline u64 sim_random_next(u64 *state)
{
	u64 x = *state;

	/* xorshift64*: S. Vigna, "An experimental exploration of Marsaglia's xorshift generators" */
	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	*state = x;
	return x * 0x2545f4914f6cdd1dULL;
}

#endif
