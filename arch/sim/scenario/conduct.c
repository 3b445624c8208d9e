// SPDX-License-Identifier: GPL-2.0-only
/*
 * conduct.c - samara-sim scenario: runs scenarios under all their schedules.
 *
 * Owns:       the life of an execution; the report of one that failed.
 * Invariant:  before a race nothing of the last execution is left: actors have exited, RCU callbacks
 *             have run. So an execution hardly depends on those before, and its schedule names it.
 * Elsewhere:  the order of schedules (schedule.c); what is in the machine (sim/user.h).
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm_audit.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <uapi/linux/mman.h>
#include <uapi/linux/sched.h>
#include <asm/page.h>
#include <asm/signal.h>
#include <asm/unistd.h>
#include <sim/command.h>
#include <sim/user.h>
#include "scenario.h"

extern const struct sim_scenario __start_sim_scenarios[], __stop_sim_scenarios[];

#define WARM_UP	3		/* executions before the first that counts: caches fill */

static const struct sim_scenario *chosen, *current_scenario;
static unsigned long preemptions = 1;
static struct schedule current_schedule;
static bool only_one_schedule;
static unsigned long tids;			/* user memory: the threads' numbers while they live */
static unsigned int arrived;
static char failure[256];

/* ---- failing ---- */

void scenario_failed(const char *file, int line, const char *what)
{
	if (!failure[0])
		scnprintf(failure, sizeof(failure), "%s:%d: not so: %s", file, line, what);
}

static void say_how_to_repeat(void)
{
	char text[64];

	schedule_print(&current_schedule, text, sizeof(text));
	sim_complain("scenario %s failed with schedule %s; to see it again:\n"
		     "samara-sim scenario %s --schedule %s", current_scenario->name, text,
		     current_scenario->name, text);
}

/* However the run ends. */
static void at_exit(int status)
{
	if (status != SIM_EXIT_OK && current_scenario)
		say_how_to_repeat();
}

/* ---- what scenarios use ---- */

unsigned long scenario_map(unsigned int pages, int prot)
{
	long addr = sim_syscall(__NR_mmap, 0, pages * PAGE_SIZE, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	sim_expect(addr > 0);
	return addr;
}

void scenario_unmap(unsigned long addr, unsigned int pages)
{
	sim_expect(!sim_syscall(__NR_munmap, addr, pages * PAGE_SIZE));
}

u64 scenario_load(unsigned long addr)
{
	u64 value = 0;

	sim_expect(!sim_load(addr, 8, &value));
	return value;
}

/* ---- actors ---- */

static void pin(void *cpu)
{
	set_cpus_allowed_ptr(current, cpumask_of((unsigned long)cpu));
}

static void actor(void *arg)
{
	unsigned long nr = (unsigned long)arg;

	sim_in_kernel(pin, (void *)(nr + 1));
	if (current_scenario->arrive[nr])
		current_scenario->arrive[nr]();
	arrived++;
	schedule_gate(nr);
	current_scenario->act[nr]();
	schedule_finished(nr);
	sim_syscall(__NR_exit, 0);
}

static long start_thread_actor(unsigned long nr)
{
	const unsigned long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
				    CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
	unsigned long tid = tids + nr * 4;

	return sim_clone(flags, tids, tid, tid, 0, actor, (void *)nr);
}

static void start_actors(void)
{
	arrived = 0;
	for (unsigned long nr = 0; nr < SIM_ACTORS; nr++)
		sim_expect((current_scenario->processes ? sim_fork(actor, (void *)nr) : start_thread_actor(nr)) > 0);
	while (READ_ONCE(arrived) < SIM_ACTORS)
		sim_pause();
}

static void wait_for_actors(void)
{
	for (unsigned int nr = 0; nr < SIM_ACTORS; nr++) {
		u64 tid = 1;

		if (current_scenario->processes)
			sim_expect(sim_syscall(__NR_wait4, -1, 0, 0, 0) > 0);
		else
			while (!sim_load(tids + nr * 4, 4, &tid) && tid)
				sim_pause();
	}
}

/* ---- executions ---- */

static void settle_and_audit(void *unused)
{
	struct audit_report report;

	rcu_barrier();
	if (mm_audit(&report))
		scenario_failed("the auditor", 0, report.first);
}

static void execute(void)
{
	const struct sim_scenario *s = current_scenario;

	if (s->prepare)
		s->prepare();
	start_actors();
	if (s->ready)
		s->ready();
	schedule_race(&current_schedule);
	wait_for_actors();
	sim_in_kernel(settle_and_audit, NULL);	/* what the check may take down again */
	if (s->check)
		s->check();
	sim_in_kernel(settle_and_audit, NULL);
	if (!failure[0])
		return;
	pr_err("scenario %s: %s\n", s->name, failure);
	schedule_print_where(&current_schedule);
	sim_finish(SIM_EXIT_FAILED);
}

static unsigned long explore(void)
{
	unsigned long executions = 0;

	do {
		execute();
		executions++;
	} while (schedule_next(&current_schedule, preemptions));
	return executions;
}

static void run_scenario(const struct sim_scenario *s)
{
	struct schedule wanted = current_schedule;

	current_scenario = s;
	current_schedule = (struct schedule) { 0 };
	if (s->once)
		s->once();
	for (int i = 0; i < WARM_UP; i++)
		execute();
	current_schedule = wanted;
	if (only_one_schedule) {
		execute();
		pr_notice("scenario %s: this schedule does not fail\n", s->name);
	} else {
		current_schedule = (struct schedule) { 0 };
		pr_notice("scenario %s: %lu schedules with up to %lu preemptions\n", s->name, explore(), preemptions);
	}
	current_scenario = NULL;
}

static void scenario_init(void *unused)
{
	if (num_online_cpus() <= SIM_ACTORS) {
		sim_complain("a scenario needs --cpus %u", SIM_ACTORS + 1);
		sim_finish(SIM_EXIT_USAGE);
	}
	if (only_one_schedule && !chosen) {
		sim_complain("--schedule wants the name of its scenario");
		sim_finish(SIM_EXIT_USAGE);
	}
	sim_at_exit(at_exit);
	schedule_init();
	sim_in_kernel(pin, NULL);
	tids = scenario_map(1, PROT_READ | PROT_WRITE);
	sim_expect(!sim_store(tids, 8, 0));
	for (const struct sim_scenario *s = __start_sim_scenarios; s < __stop_sim_scenarios; s++)
		if (!chosen || chosen == s)
			run_scenario(s);
	sim_finish(SIM_EXIT_OK);
}

/* ---- the command line ---- */

static int scenario_word(const char *word)
{
	char names[512];
	int n = 0;

	for (const struct sim_scenario *s = __start_sim_scenarios; s < __stop_sim_scenarios; s++) {
		if (!strcmp(s->name, word))
			chosen = s;
		n += scnprintf(names + n, sizeof(names) - n, "\n  %-15s %s", s->name, s->summary);
	}
	if (chosen)
		return 1;
	sim_complain("no scenario '%s'; there are:%s", word, names);
	return -1;
}

static int scenario_option(const char *name, const char *value)
{
	if (!strcmp(name, "schedule")) {
		only_one_schedule = true;
		if (schedule_parse(&current_schedule, value))
			return 1;
		sim_complain("--schedule %s: FIRST:POINT,POINT... is wanted, as a failed run prints it", value);
		return -1;
	}
	if (strcmp(name, "preemptions"))
		return 0;
	if (sim_option_number(name, value, &preemptions))
		return -1;
	if (preemptions <= MAX_PREEMPTIONS)
		return 1;
	sim_complain("--preemptions %s: 0 to %u", value, MAX_PREEMPTIONS);
	return -1;
}

SIM_COMMAND(scenario) = {
	.name = "scenario",
	.summary = "two actors in every order that few preemptions make: samara-sim scenario [NAME]",
	.usage = "             --preemptions N   how many (1)\n"
		 "             --schedule S      only that one, which a failed run printed\n",
	.cpus = SIM_ACTORS + 1,
	.in_turn = true,
	.params = "loglevel=6 panic_on_warn=1",
	.option = scenario_option,
	.word = scenario_word,
	.init = scenario_init,
};
