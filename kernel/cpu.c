// SPDX-License-Identifier: GPL-2.0-only
/*
 * cpu.c - the CPUs of the machine: which there are, and bringing them up.
 *
 * Owns:       the possible, present, online and active masks; the start-up callbacks.
 * Invariant:  online within present within possible. A CPU once online stays so: nothing here takes one
 *             down, and so the set may be read without a lock.
 * Locks:      cpuhp_lock guards the table of callbacks.
 */
#include <linux/cache.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/smp.h>

unsigned int nr_cpu_ids __read_mostly = NR_CPUS;
struct cpumask __cpu_possible_mask __read_mostly;
struct cpumask __cpu_present_mask __read_mostly;
struct cpumask __cpu_online_mask __read_mostly;
struct cpumask __cpu_active_mask __read_mostly;
atomic_t __num_online_cpus __read_mostly;

const struct cpumask cpu_all_bits_mask = { .bits = { [0 ... BITS_TO_LONGS(NR_CPUS) - 1] = ~0UL } };

#define BIT_ROW(b)	[(b) + 1][0] = 1UL << (b)
#define BIT_ROWS4(b)	BIT_ROW(b), BIT_ROW((b) + 1), BIT_ROW((b) + 2), BIT_ROW((b) + 3)
#define BIT_ROWS16(b)	BIT_ROWS4(b), BIT_ROWS4((b) + 4), BIT_ROWS4((b) + 8), BIT_ROWS4((b) + 12)
const unsigned long cpu_bit_bitmap[BITS_PER_LONG + 1][BITS_TO_LONGS(NR_CPUS)] = {
	BIT_ROWS16(0), BIT_ROWS16(16),
#if __SIZEOF_LONG__ > 4
	BIT_ROWS16(32), BIT_ROWS16(48),
#endif
};

void set_cpu_possible(unsigned int cpu, bool possible)
{
	cpumask_assign_cpu(cpu, &__cpu_possible_mask, possible);
}

void set_cpu_present(unsigned int cpu, bool present)
{
	cpumask_assign_cpu(cpu, &__cpu_present_mask, present);
}

void set_cpu_online(unsigned int cpu, bool online)
{
	if (online) {
		if (!cpumask_test_and_set_cpu(cpu, &__cpu_online_mask))
			atomic_inc(&__num_online_cpus);
	} else if (cpumask_test_and_clear_cpu(cpu, &__cpu_online_mask)) {
		atomic_dec(&__num_online_cpus);
	}
}

void set_cpu_active(unsigned int cpu, bool active)
{
	cpumask_assign_cpu(cpu, &__cpu_active_mask, active);
}

void init_cpu_present(const struct cpumask *src)
{
	cpumask_copy(&__cpu_present_mask, src);
}

void init_cpu_possible(const struct cpumask *src)
{
	cpumask_copy(&__cpu_possible_mask, src);
}

void init_cpu_online(const struct cpumask *src)
{
	cpumask_copy(&__cpu_online_mask, src);
}

void reset_cpu_possible_mask(void)
{
	cpumask_clear(&__cpu_possible_mask);
}

/**
 * boot_cpu_init() - the CPU that we run on exists
 */
void __init boot_cpu_init(void)
{
	int cpu = smp_processor_id();

	set_cpu_online(cpu, true);
	set_cpu_active(cpu, true);
	set_cpu_present(cpu, true);
	set_cpu_possible(cpu, true);
}

void __init boot_cpu_hotplug_init(void)
{
}

/* ---- callbacks ---- */

struct cpuhp_step {
	int (*startup)(unsigned int cpu);
	const char *name;
};

static struct cpuhp_step cpuhp_steps[CPUHP_ONLINE];	/* [cpuhp_lock] */
static DEFINE_MUTEX(cpuhp_lock);

struct cpuhp_call {
	int (*startup)(unsigned int cpu);
	int ret;
	struct completion done;
};

static int cpuhp_thread(void *data)
{
	struct cpuhp_call *call = data;

	call->ret = call->startup(smp_processor_id());
	complete(&call->done);
	return 0;
}

/* Steps from AP_ONLINE on run on the CPU itself, in a thread, so that they may sleep. */
static int cpuhp_call(enum cpuhp_state state, int (*startup)(unsigned int cpu), unsigned int cpu)
{
	struct cpuhp_call call = { .startup = startup };
	struct task_struct *t;

	if (state < CPUHP_AP_ONLINE || num_online_cpus() == 1)
		return startup(cpu);
	init_completion(&call.done);
	t = kthread_create_on_cpu(cpuhp_thread, &call, cpu, "cpuhp/%u");
	if (IS_ERR(t))
		return PTR_ERR(t);
	wake_up_process(t);
	wait_for_completion(&call.done);
	return call.ret;
}

static int cpuhp_reserve(enum cpuhp_state first, enum cpuhp_state last)
{
	for (; first <= last; first++)
		if (!cpuhp_steps[first].name)
			return first;
	return -ENOSPC;
}

static int cpuhp_install(enum cpuhp_state state, const char *name, bool call, int (*startup)(unsigned int cpu))
{
	bool dynamic = state == CPUHP_BP_PREPARE_DYN || state == CPUHP_AP_ONLINE_DYN;
	int slot = state, ret = 0;
	unsigned int cpu;

	mutex_lock(&cpuhp_lock);
	if (state == CPUHP_BP_PREPARE_DYN)
		slot = cpuhp_reserve(state, CPUHP_BP_PREPARE_DYN_END);
	else if (state == CPUHP_AP_ONLINE_DYN)
		slot = cpuhp_reserve(state, CPUHP_AP_ONLINE_DYN_END);
	if (slot < 0) {
		ret = slot;
		goto unlock;
	}
	cpuhp_steps[slot].name = name;
	cpuhp_steps[slot].startup = startup;
	if (call && startup) {
		for_each_online_cpu(cpu) {
			ret = cpuhp_call(slot, startup, cpu);
			if (ret) {
				cpuhp_steps[slot] = (struct cpuhp_step){ };
				goto unlock;
			}
		}
	}
	if (dynamic)
		ret = slot;
unlock:
	mutex_unlock(&cpuhp_lock);
	return ret;
}

/**
 * cpuhp_setup_state() - have a function called for every CPU
 * @state: the step; _DYN: any free one
 * @name: for reports
 * @startup: now for CPUs that are online, later for those that come up; may be NULL
 * @teardown: never called, since CPUs stay
 *
 * Return: 0, the step for a _DYN one, or an error of @startup.
 */
int cpuhp_setup_state(enum cpuhp_state state, const char *name, int (*startup)(unsigned int cpu),
		      int (*teardown)(unsigned int cpu))
{
	return cpuhp_install(state, name, true, startup);
}

int cpuhp_setup_state_nocalls(enum cpuhp_state state, const char *name, int (*startup)(unsigned int cpu),
			      int (*teardown)(unsigned int cpu))
{
	return cpuhp_install(state, name, false, startup);
}

/* ---- bringing up ---- */

/* The new CPU calls it with interrupts off, before it is online. */
void notify_cpu_starting(unsigned int cpu)
{
	rcu_cpu_starting(cpu);
}

static int run_steps(unsigned int cpu, int from, int to)
{
	int state, ret;

	for (state = from; state < to; state++) {
		if (!cpuhp_steps[state].startup)
			continue;
		ret = cpuhp_call(state, cpuhp_steps[state].startup, cpu);
		if (ret) {
			pr_err("CPU%u: step %s failed: %d\n", cpu, cpuhp_steps[state].name, ret);
			return ret;
		}
	}
	return 0;
}

static int bringup_cpu(unsigned int cpu)
{
	struct task_struct *idle;
	int ret;

	idle = fork_idle(cpu);
	if (IS_ERR(idle))
		return PTR_ERR(idle);
	mutex_lock(&cpuhp_lock);
	ret = run_steps(cpu, CPUHP_OFFLINE, CPUHP_BRINGUP_CPU);
	if (!ret)
		ret = __cpu_up(cpu, idle);
	if (!ret) {
		set_cpu_active(cpu, true);
		ret = run_steps(cpu, CPUHP_AP_ONLINE, CPUHP_ONLINE);
	}
	mutex_unlock(&cpuhp_lock);
	return ret;
}

/**
 * bringup_nonboot_cpus() - start the present CPUs
 * @max_cpus: as long as fewer than so many are online
 */
int __init bringup_nonboot_cpus(unsigned int max_cpus)
{
	unsigned int cpu;
	int ret;

	for_each_present_cpu(cpu) {
		if (num_online_cpus() >= max_cpus)
			break;
		if (cpu_online(cpu))
			continue;
		ret = bringup_cpu(cpu);
		if (ret)
			pr_err("CPU%u does not start: %d\n", cpu, ret);
	}
	return 0;
}
