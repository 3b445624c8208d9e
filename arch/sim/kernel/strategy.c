// SPDX-License-Identifier: GPL-2.0-only
/*
 * strategy.c - ways to choose which CPU runs next.
 *
 * Owns:       nothing but each strategy's own state, which the seed determines.
 */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <sim/point.h>

static unsigned int nth_set(u64 mask, unsigned int n)
{
	while (n--)
		mask &= mask - 1;
	return __ffs(mask);
}

/* ---- at random ---- */

static u64 random_state;

static void random_start(u64 seed)
{
	random_state = seed * 0x9e3779b97f4a7c15ULL ?: 1;
	for (int i = 0; i < 4; i++)
		sim_random_next(&random_state);
}

/* Mostly long turns, so that work gets done; now and then a dense row of short ones. */
static int random_points(u64 r)
{
	switch (r & 7) {
	case 0:
		return 1 + (r >> 8) % 4;
	case 1:
	case 2:
		return 1 + (r >> 8) % 32;
	default:
		return 1 + (r >> 8) % 400;
	}
}

static unsigned int random_pick(unsigned int cpu, u64 able, int *points)
{
	u64 r = sim_random_next(&random_state);

	*points = random_points(r >> 16);
	return nth_set(able, (r & 0xffff) % hweight64(able));
}

const struct sim_strategy sim_random = { .name = "random", .start = random_start, .pick = random_pick };

/* ---- in turn ---- */

static unsigned int next_in_turn(unsigned int cpu, u64 able)
{
	u64 above = cpu < 63 ? able & (~0ULL << (cpu + 1)) : 0;

	return __ffs(above ?: able);
}

static unsigned int round_robin_pick(unsigned int cpu, u64 able, int *points)
{
	*points = 100;
	return next_in_turn(cpu, able);
}

const struct sim_strategy sim_round_robin = { .name = "round-robin", .pick = round_robin_pick };
