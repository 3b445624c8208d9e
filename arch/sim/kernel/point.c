// SPDX-License-Identifier: GPL-2.0-only
/*
 * point.c - points, and how CPUs take turns at them in one thread of the host.
 *
 * Owns:       sim_cpus[], the simulated clock.
 * Invariant:  exactly one CPU runs; each other CPU that was started stands in switch_to(), with its
 *             task's registers on its task's stack. Nothing in this file is a point.
 *             The clock moves by SIM_STEP_NS a point, and jumps to the next timer when all CPUs halt.
 * Elsewhere:  who is next (strategy.c); what an interrupt does (irq.c); CPUs that are threads, of
 *             which nothing of this is true (threads.c).
 *
 * A run depends on nothing but the strategy's choices: the clock is counted, addresses are fixed, and
 * interrupts come from timers of that clock and from other CPUs.
 */
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <sim/point.h>
#include <asm/sim_cpu.h>
#include <asm/setup.h>
#include <asm/timex.h>
#include "sim_kernel.h"

struct sim_cpu sim_cpus[SIM_MAX_CPUS];
__thread struct sim_cpu *sim_this_cpu;

static const struct sim_strategy *strategy;
static u64 steps;		/* points before the running CPU's grant */
static u64 idle_time;		/* nanoseconds that the clock jumped over */

/* ---- the clock ---- */

u64 sim_step(void)
{
	struct sim_cpu *cpu = sim_this();

	if (sim_machine.threads)
		return sim_threads_now() / SIM_STEP_NS;
	return steps + (cpu->granted - cpu->budget);
}

/** sim_now() - nanoseconds since the machine started. Any context. */
u64 sim_now(void)
{
	if (sim_machine.threads)
		return sim_threads_now();
	return sim_step() * SIM_STEP_NS + idle_time;
}

static u64 next_timer(void)
{
	u64 next = SIM_NO_TIMER;

	for (unsigned int i = 0; i < sim_machine.cpus; i++)
		next = min(next, sim_cpus[i].timer);
	return next;
}

static void fire_timers(void)
{
	u64 now = sim_now();

	for (unsigned int i = 0; i < sim_machine.cpus; i++) {
		struct sim_cpu *cpu = &sim_cpus[i];

		if (cpu->timer <= now) {
			cpu->timer = SIM_NO_TIMER;
			cpu->pending |= 1U << SIM_IRQ_TIMER;
		}
	}
}

/* ---- turns ---- */

static void grant(struct sim_cpu *cpu, int points)
{
	u64 now = sim_now(), timer = next_timer();

	if (timer != SIM_NO_TIMER)
		points = min_t(u64, points, timer > now ? (timer - now) / SIM_STEP_NS + 1 : 1);
	cpu->budget = cpu->granted = points - 1;
}

/* What was used of the grant counts, and there is none. */
static void close_account(struct sim_cpu *cpu)
{
	steps += cpu->granted - cpu->budget;
	cpu->granted = cpu->budget = 0;
}

static bool is_able(const struct sim_cpu *cpu)
{
	return cpu->started && (!cpu->halted || cpu->pending);
}

static u64 able_cpus(void)
{
	u64 able = 0;

	for (unsigned int i = 0; i < sim_machine.cpus; i++)
		if (is_able(&sim_cpus[i]))
			able |= 1ULL << i;
	return able;
}

/* Goes on as @next's CPU; returns when this one is chosen again. */
static void turn_to(unsigned int next, int points)
{
	struct sim_cpu *me = sim_this(), *other = &sim_cpus[next];

	sim_this_cpu = other;
	grant(other, points);
	if (other != me)
		os_fiber_switch(&me->current_task->thread.fiber, &other->current_task->thread.fiber);
}

/* Asks the strategy. @able is not empty. */
static void choose(u64 able)
{
	unsigned int me = sim_this()->nr, next = me;
	int points = 1 << 20;

	if (able != 1ULL << me)
		next = strategy->pick(me, able, &points);
	turn_to(next, points);
}

/* The grant is used up. */
void sim_point_slow(void)
{
	if (sim_machine.threads) {
		sim_threads_point();
		return;
	}
	close_account(sim_this());
	fire_timers();
	choose(able_cpus() | 1ULL << sim_this()->nr);
	sim_interrupt_if_pending();
}

/* Nobody but this CPU can do anything before the next timer. */
static void let_time_pass(u64 at_most)
{
	u64 now = sim_now(), next = next_timer();

	if (next == SIM_NO_TIMER) {
		if (sim_this()->halted)
			panic("sim: all CPUs are halted, and no timer will ever wake one");
		next = now + at_most;
	}
	if (next > now)
		idle_time += min(next - now, at_most);
	fire_timers();
}

/**
 * sim_yield() - this CPU waits for something
 *
 * Others run first. Where there are none only time can help, so it passes quicker.
 */
void sim_yield(void)
{
	struct sim_cpu *cpu = sim_this();
	u64 able;

	if (sim_machine.threads) {
		sim_threads_yield();
		return;
	}
	cpu->budget--;
	close_account(cpu);
	fire_timers();
	able = able_cpus() & ~(1ULL << cpu->nr);
	if (able) {
		choose(able);
	} else {
		let_time_pass(1000);
		turn_to(cpu->nr, 1 << 20);
	}
	sim_interrupt_if_pending();
}

static void halt_turns(struct sim_cpu *cpu)
{
	cpu->halted = true;
	while (!cpu->pending) {
		u64 able;

		close_account(cpu);
		fire_timers();
		able = able_cpus();
		if (able)
			choose(able);
		else
			let_time_pass(SIM_NO_TIMER);
	}
	cpu->halted = false;
	turn_to(cpu->nr, 1 << 20);
}

/** sim_halt() - until an interrupt is pending; then turns interrupts on, which delivers it */
void sim_halt(void)
{
	struct sim_cpu *cpu = sim_this();

	if (sim_machine.threads)
		sim_threads_halt(cpu);
	else
		halt_turns(cpu);
	cpu->irqs_on = true;
	sim_deliver_irqs();
}

/** sim_raise() - interrupt @nr from now on, as soon as it lets that happen */
void sim_raise(unsigned int nr, enum sim_irq irq)
{
	struct sim_cpu *cpu = &sim_cpus[nr];

	__atomic_or_fetch(&cpu->pending, 1U << irq, __ATOMIC_SEQ_CST);
	if (sim_machine.threads && __atomic_load_n(&cpu->halted, __ATOMIC_SEQ_CST))
		os_wake(&cpu->pending);
}

/** sim_set_timer() - this CPU's timer interrupts at @when, once; SIM_NO_TIMER: not at all */
void sim_set_timer(u64 when)
{
	struct sim_cpu *cpu = sim_this();
	int left = cpu->budget + 1;

	if (sim_machine.threads) {
		cpu->timer = when;
		return;
	}
	close_account(cpu);
	cpu->timer = when;
	grant(cpu, max(left, 1));
}

void sim_set_strategy(const struct sim_strategy *new, u64 seed)
{
	strategy = new;
	if (new->start)
		new->start(seed);
}

/** sim_cpus_init() - the boot CPU runs, on the host's stack still */
void sim_cpus_init(struct task_struct *init)
{
	for (unsigned int i = 0; i < SIM_MAX_CPUS; i++)
		sim_cpus[i] = (struct sim_cpu) { .nr = i, .timer = SIM_NO_TIMER };
	sim_cpus[0].current_task = init;
	sim_cpus[0].started = true;
	sim_cpus[0].preempt_count = (int)INIT_PREEMPT_COUNT | PREEMPT_NEED_RESCHED;
	sim_this_cpu = &sim_cpus[0];
	if (sim_machine.threads)
		sim_threads_init();
	sim_set_strategy(&sim_random, sim_machine.seed);
}
