// SPDX-License-Identifier: GPL-2.0-only
/*
 * threads.c - CPUs that are threads of the host, all at once (--threads).
 *
 * Owns:       what a point, waiting, halting and the clock are then.
 * Invariant:  a CPU's own struct sim_cpu is written by its thread alone, but for the atomic `pending`,
 *             and `started`. Tasks are fibers still: whichever thread takes one up goes on with it.
 *             Interrupts come in at points, so what stands between two points is one step for
 *             interrupts of this CPU, and for flushes of its TLB, which wait for it.
 * Elsewhere:  CPUs that take turns (point.c).
 *
 * The clock is the host's. No run is like another: this is for finding what needs true concurrency,
 * under the thread sanitizer above all, and for figures.
 */
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/time64.h>
#include <asm/barrier.h>
#include <asm/cmpxchg.h>
#include <asm/setup.h>
#include <asm/sim_cpu.h>
#include <sim/command.h>
#include "sim_kernel.h"

/* Points from one look at the clock and at messages of others to the next. */
#define POINTS		64
/* Looks in vain, until the host may want to run whoever is waited for. */
#define PATIENCE	1000

static u64 start_time;		/* [I] of the host's clock */

u64 sim_threads_now(void)
{
	return os_nanoseconds() - start_time;
}

void sim_threads_init(void)
{
	start_time = os_nanoseconds();
}

static void stop(struct sim_cpu *cpu)
{
	__atomic_store_n(&cpu->halted, true, __ATOMIC_RELEASE);
	os_thread_park();
}

static void look_around(struct sim_cpu *cpu)
{
	if (unlikely(!__atomic_load_n(&cpu->started, __ATOMIC_ACQUIRE)))
		stop(cpu);
	cpu->budget = POINTS;
	if (cpu->timer != SIM_NO_TIMER && cpu->timer <= sim_threads_now()) {
		cpu->timer = SIM_NO_TIMER;
		sim_raise(cpu->nr, SIM_IRQ_TIMER);
	}
}

void sim_threads_point(void)
{
	look_around(sim_this());
	sim_interrupt_if_pending();
}

void sim_threads_yield(void)
{
	struct sim_cpu *cpu = sim_this();

	look_around(cpu);
	if (++cpu->yields % PATIENCE)
		__builtin_ia32_pause();
	else
		os_yield();
	sim_interrupt_if_pending();
}

/* Until something is pending. */
void sim_threads_halt(struct sim_cpu *cpu)
{
	__atomic_store_n(&cpu->halted, true, __ATOMIC_SEQ_CST);
	for (;;) {
		u64 now = sim_threads_now();

		look_around(cpu);
		if (sim_pending(cpu))
			break;
		os_wait(&cpu->pending, cpu->timer == SIM_NO_TIMER ? NSEC_PER_SEC : max(cpu->timer, now + 1) - now);
	}
	__atomic_store_n(&cpu->halted, false, __ATOMIC_SEQ_CST);
}

/* ---- user mode: one at a time ---- */

/*
 * The C variables of programs are books that all of them keep (test/actor.c), changed between points. So
 * one task at a time runs user mode; in the kernel there are as many as CPUs. The sanitizer does not see
 * this lock: it would order what tasks do in the kernel. Programs that it need not guard say so
 * (sim_command.parallel), and the others are not instrumented.
 */
static int user_mode_taken;

static bool take_user_mode(void)
{
	int taken = 1;

	asm volatile("xchgl %0, %1" : "+r" (taken), "+m" (user_mode_taken) : : "memory");
	return !taken;
}

/* Context: interrupts on; user mode, as far as they are concerned. */
void sim_threads_enter_user(void)
{
	if (sim_command->parallel)
		return;
	while (!take_user_mode())
		sim_yield();
}

void sim_threads_leave_user(void)
{
	if (!sim_command->parallel)
		asm volatile("movl $0, %0" : "=m" (user_mode_taken) : : "memory");
}

/* ---- starting and stopping ---- */

static void first_fiber(void *arg)
{
	struct os_fiber host = { NULL };

	sim_this_cpu = arg;
	os_fiber_switch(&host, &sim_this()->current_task->thread.fiber);
}

void sim_threads_start(struct sim_cpu *cpu)
{
	os_thread_start(first_fiber, cpu);
}

/*
 * The other CPUs stand still from their next point on. Who comes second to stop all is stopped.
 *
 * One that comes to no point does not stop, so the wait for it ends after a while.
 */
void sim_threads_stop_others(void)
{
	static struct sim_cpu *stopper;
	struct sim_cpu *me = sim_this(), *first = NULL;
	u64 end = sim_threads_now() + NSEC_PER_SEC / 5;

	if (!try_cmpxchg_local(&stopper, &first, me) && first != me)
		stop(me);
	for (unsigned int i = 0; i < sim_machine.cpus; i++) {
		struct sim_cpu *cpu = &sim_cpus[i];

		if (cpu == me || !__atomic_exchange_n(&cpu->started, false, __ATOMIC_SEQ_CST))
			continue;
		os_wake(&cpu->pending);
		while (!__atomic_load_n(&cpu->halted, __ATOMIC_ACQUIRE) && sim_threads_now() < end)
			os_yield();
	}
}
