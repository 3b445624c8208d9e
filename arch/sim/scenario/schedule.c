// SPDX-License-Identifier: GPL-2.0-only
/*
 * schedule.c - which CPU runs when during a race, and all schedules with few preemptions.
 *
 * Owns:       the strategy "schedule"; the race that goes on.
 * Invariant:  during a race exactly one actor runs, until it waits, has finished, or the schedule
 *             takes its CPU away. Other CPUs run only where neither actor can.
 *             So a race depends on its schedule alone, and on what was prepared.
 * Elsewhere:  what actors do (the scenarios), who makes them (conduct.c), points (../kernel/point.c).
 *
 * Most errors of concurrency need one or two preemptions at the right place, so all schedules with at
 * most that many are tried (M. Musuvathi, S. Qadeer, "Iterative Context Bounding for Systematic
 * Testing of Multithreaded Programs", PLDI 2007). Switches where an actor waits are not counted. How
 * many points a race has is known only when it has run, so the tree of schedules is walked depth first:
 * a preemption is added behind the last one; when it comes too late to happen the one before moves on.
 */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <sim/point.h>
#include <sim/user.h>
#include "scenario.h"

/* Actor n plays on CPU n + 1. */
#define ACTOR_CPU(n)	((n) + 1)
#define ACTOR_CPUS	GENMASK(SIM_ACTORS, 1)

#define ENDLESS		2000000		/* points that no race needs */
#define WHERE_DEPTH	6

static struct race {
	const struct schedule *schedule;	/* NULL: no race goes on */
	u64 start;				/* its step */
	unsigned int done;			/* preemptions that happened, or could not because the other waited */
	unsigned int finished;			/* actors, a bit each */
	unsigned int waits;			/* how often one actor ran because the other waited */
	unsigned int helper;			/* the CPU that ran last because both seemed to wait */
	unsigned long where[MAX_PREEMPTIONS][WHERE_DEPTH];
} race;

/* ---- the strategy ---- */

static u64 others(unsigned int cpu, u64 able)
{
	return able & ACTOR_CPUS & ~((u64)race.finished << 1) & ~BIT_ULL(cpu);
}

static bool is_actor(unsigned int cpu, u64 able)
{
	return (BIT_ULL(cpu) & able & ACTOR_CPUS & ~((u64)race.finished << 1)) != 0;
}

static bool preemption_due(u64 now)
{
	return race.done < race.schedule->n && now >= race.schedule->at[race.done];
}

/* Actors wait, perhaps for another CPU to handle an interrupt: each in turn. */
static unsigned int next_helper(u64 able)
{
	u64 above = able & ~GENMASK_ULL(race.helper, 0);

	return __ffs(above ?: able);
}

static unsigned int pick_in_race(unsigned int cpu, u64 able, int *points)
{
	u64 now = sim_step() - race.start, other = others(cpu, able);

	if (now > ENDLESS) {
		race.schedule = NULL;
		panic("sim: the race does not end");
	}
	if (!is_actor(cpu, able)) {
		/* it waits, has finished, or is the conductor's */
		if (other & BIT_ULL(ACTOR_CPU(race.schedule->first)) && !now)
			cpu = ACTOR_CPU(race.schedule->first);
		else if (other && ++race.waits % 4)
			cpu = __ffs(other);
		else
			cpu = race.helper = next_helper(able);
	} else if (preemption_due(now)) {
		stack_trace_save(race.where[race.done], WHERE_DEPTH, 4);
		if (other)
			cpu = __ffs(other);
		if (race.finished != GENMASK(SIM_ACTORS - 1, 0))
			race.done++;
	}
	*points = 50;
	if (is_actor(cpu, able))
		*points = race.done < race.schedule->n ? max_t(s64, race.schedule->at[race.done] - now, 1) : 1 << 20;
	return cpu;
}

static unsigned int pick(unsigned int cpu, u64 able, int *points)
{
	return race.schedule ? pick_in_race(cpu, able, points) : sim_round_robin.pick(cpu, able, points);
}

static const struct sim_strategy by_schedule = { .name = "schedule", .pick = pick };

void schedule_init(void)
{
	sim_set_strategy(&by_schedule, 0);
}

/* ---- a race ---- */

/* The conductor: opens the gate, and waits until both are through. */
void schedule_race(const struct schedule *s)
{
	memset(&race, 0, sizeof(race));
	race.start = sim_step();
	race.schedule = s;
	while (race.finished != GENMASK(SIM_ACTORS - 1, 0))
		sim_pause();
	race.schedule = NULL;
}

/* An actor: waits for the race. */
void schedule_gate(unsigned int actor)
{
	while (!READ_ONCE(race.schedule))
		sim_pause();
}

/* An actor: waits for the others. */
void schedule_finished(unsigned int actor)
{
	race.finished |= BIT(actor);
	while (READ_ONCE(race.schedule))
		sim_pause();
}

/* ---- all of them ---- */

/**
 * schedule_next() - the schedule to try after @s, which was the last that raced
 * @bound: at most that many preemptions
 *
 * Return: false where there is none.
 */
bool schedule_next(struct schedule *s, unsigned int bound)
{
	bool all_happened = race.done == s->n;

	if (all_happened && s->n < bound) {
		s->at[s->n] = s->n ? s->at[s->n - 1] + 1 : 1;
		s->n++;
		return true;
	}
	if (!all_happened)
		s->n--;
	if (s->n) {
		s->at[s->n - 1]++;
		return true;
	}
	return ++s->first < SIM_ACTORS;
}

/* ---- as text: FIRST or FIRST:POINT,POINT... ---- */

bool schedule_parse(struct schedule *s, const char *text)
{
	char *end;

	memset(s, 0, sizeof(*s));
	s->first = simple_strtoul(text, &end, 10);
	if (end == text || s->first >= SIM_ACTORS)
		return false;
	while (*end == (s->n ? ',' : ':') && s->n < MAX_PREEMPTIONS) {
		text = end + 1;
		s->at[s->n] = simple_strtoul(text, &end, 10);
		if (end == text || (s->n && s->at[s->n] <= s->at[s->n - 1]))
			return false;
		s->n++;
	}
	return !*end;
}

void schedule_print(const struct schedule *s, char *buf, size_t size)
{
	int n = scnprintf(buf, size, "%u", s->first);

	for (unsigned int i = 0; i < s->n; i++)
		n += scnprintf(buf + n, size - n, "%c%u", i ? ',' : ':', s->at[i]);
}

/* Where the actors were when their CPUs were taken away. */
void schedule_print_where(const struct schedule *s)
{
	for (unsigned int i = 0; i < race.done; i++) {
		pr_err("preemption at point %u:\n", s->at[i]);
		for (unsigned int j = 0; j < WHERE_DEPTH && race.where[i][j]; j++)
			pr_err(" %pB\n", (void *)race.where[i][j]);
	}
}
