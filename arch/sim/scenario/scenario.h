/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scenario.h - two actors on two CPUs, and every way in which few preemptions can mix them.
 *
 * A scenario is a file or a part of one:
 *
 *	static void prepare(void)	{ page = scenario_map(1, PROT_READ | PROT_WRITE); }
 *	static void first(void)		{ sim_expect(!sim_store(page, 8, 1)); }
 *	static void second(void)	{ sim_expect(!sim_store(page + 8, 8, 2)); }
 *	static void check(void)		{ sim_expect(scenario_load(page) == 1); scenario_unmap(page, 1); }
 *
 *	SIM_SCENARIO(two_faults) = {
 *		.name = "two-faults", .summary = "two first writes to one page",
 *		.prepare = prepare, .act = { first, second }, .check = check,
 *	};
 *
 * Each execution calls prepare(), makes the actors, lets them race under one schedule, calls check()
 * when they have exited, and then the auditor. C variables are common to all, whatever process they
 * are in: they stand for what a test outside of the machine knows.
 */
#ifndef _SIM_SCENARIO_H
#define _SIM_SCENARIO_H

#include <linux/types.h>

#define SIM_ACTORS	2

/* All run in user mode (sim/user.h); what is none of theirs may be NULL. */
struct sim_scenario {
	const char *name;
	const char *summary;
	bool processes;				/* the actors are children of the process, not threads */
	void (*once)(void);			/* before the first execution */
	void (*prepare)(void);			/* by the conductor, before the actors exist */
	void (*arrive[SIM_ACTORS])(void);	/* by each actor, on its CPU, before the race */
	void (*ready)(void);			/* by the conductor, when all have arrived */
	void (*act[SIM_ACTORS])(void);		/* the race */
	void (*check)(void);			/* by the conductor, when the actors have exited */
};

#define SIM_SCENARIO(_id) \
	static const struct sim_scenario __sim_scenario_##_id __used __section(".sim_scenarios") __aligned(8)

/* It must be so; else the execution has failed, and the first failure is what is reported. */
#define sim_expect(condition) \
	do { if (!(condition)) scenario_failed(__FILE__, __LINE__, #condition); } while (0)
void scenario_failed(const char *file, int line, const char *what);

unsigned long scenario_map(unsigned int pages, int prot);
void scenario_unmap(unsigned long addr, unsigned int pages);
u64 scenario_load(unsigned long addr);

/* ---- schedule.c ---- */

#define MAX_PREEMPTIONS	4

/* Who begins, and after how many points of the race the other one goes on, each time. */
struct schedule {
	unsigned int first;
	unsigned int n;
	unsigned int at[MAX_PREEMPTIONS];
};

void schedule_init(void);
void schedule_race(const struct schedule *s);
void schedule_gate(unsigned int actor);
void schedule_finished(unsigned int actor);
bool schedule_next(struct schedule *s, unsigned int bound);
bool schedule_parse(struct schedule *s, const char *text);
void schedule_print(const struct schedule *s, char *buf, size_t size);
void schedule_print_where(const struct schedule *s);

#endif
