// SPDX-License-Identifier: GPL-2.0-only
/*
 * smp.c - running functions on other CPUs.
 *
 * Owns:       each CPU's queue of calls; bringing up CPUs (with cpu.c).
 * Invariant:  a call_single_data has CSD_FLAG_LOCK set from before it is queued until its CPU has copied it
 *             (asynchronous) or has run it (CSD_FLAG_WAIT); then its owner may use it again.
 *             The queue is lockless: any CPU adds, its own takes all.
 *
 * A waiting caller spins, so it must have interrupts on: the CPU that it waits for may be waiting for
 * it likewise. Only the CPU that finds the queue empty sends an interrupt.
 */
#include <linux/cpu.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/llist.h>
#include <linux/moduleparam.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>

static DEFINE_PER_CPU(struct llist_head, call_queue);

/* smp_call_function_many()'s own: one record for each target; a caller uses its CPU's set, preemption off */
static DEFINE_PER_CPU(call_single_data_t *, many_csds);
static DEFINE_PER_CPU(struct cpumask, many_mask);
static DEFINE_PER_CPU(struct cpumask, many_ipi_mask);

static void csd_lock_wait(call_single_data_t *csd)
{
	/* pairs with the release in csd_unlock() */
	smp_cond_load_acquire(&csd->flags, !(VAL & CSD_FLAG_LOCK));
}

static void csd_unlock(call_single_data_t *csd)
{
	smp_store_release(&csd->flags, 0);
}

/* Return: is an interrupt needed? */
static bool csd_queue(int cpu, call_single_data_t *csd)
{
	return llist_add(&csd->llist, per_cpu_ptr(&call_queue, cpu));
}

/**
 * generic_smp_call_function_single_interrupt() - run what was queued for this CPU
 *
 * Context: the call-function interrupt, or any place with interrupts off.
 */
void generic_smp_call_function_single_interrupt(void)
{
	struct llist_node *node = llist_del_all(this_cpu_ptr(&call_queue)), *next;

	for (node = llist_reverse_order(node); node; node = next) {
		call_single_data_t *csd = container_of(node, call_single_data_t, llist);
		smp_call_func_t func = csd->func;
		void *info = csd->info;

		next = node->next;
		if (csd->flags & CSD_FLAG_WAIT) {
			func(info);
			csd_unlock(csd);
		} else {
			csd_unlock(csd);
			func(info);
		}
	}
}

static void call_local(smp_call_func_t func, void *info)
{
	unsigned long flags;

	local_irq_save(flags);
	func(info);
	local_irq_restore(flags);
}

/**
 * smp_call_function_single() - run a function on one CPU
 * @cpu: the CPU
 * @func: runs in interrupt context
 * @info: its argument
 * @wait: return after it has run
 *
 * Return: 0, or -ENXIO if @cpu is not online.
 */
int smp_call_function_single(int cpu, smp_call_func_t func, void *info, int wait)
{
	call_single_data_t on_stack = { .func = func, .info = info, .flags = CSD_FLAG_LOCK | CSD_FLAG_WAIT };
	int this_cpu = get_cpu(), err = 0;

	WARN_ON_ONCE(cpu_online(this_cpu) && irqs_disabled() && system_state >= SYSTEM_SCHEDULING);
	if (cpu == this_cpu) {
		call_local(func, info);
	} else if ((unsigned int)cpu >= nr_cpu_ids || !cpu_online(cpu)) {
		err = -ENXIO;
	} else {
		/* without @wait too: the record is ours only as long as this frame lives */
		if (csd_queue(cpu, &on_stack))
			arch_send_call_function_single_ipi(cpu);
		csd_lock_wait(&on_stack);
	}
	put_cpu();
	return err;
}

/**
 * smp_call_function_single_async() - the same, with a record that the caller keeps
 * @cpu: online
 * @csd: func and info set
 *
 * Context: any, also with interrupts off. Return: 0, -EBUSY while @csd is in use, -ENXIO.
 */
int smp_call_function_single_async(int cpu, call_single_data_t *csd)
{
	int err = 0;

	preempt_disable();
	if (csd->flags & CSD_FLAG_LOCK) {
		err = -EBUSY;
	} else if (cpu == smp_processor_id()) {
		call_local(csd->func, csd->info);
	} else if (!cpu_online(cpu)) {
		err = -ENXIO;
	} else {
		csd->flags = CSD_FLAG_LOCK;
		if (csd_queue(cpu, csd))
			arch_send_call_function_single_ipi(cpu);
	}
	preempt_enable();
	return err;
}

int smp_call_function_any(const struct cpumask *mask, smp_call_func_t func, void *info, int wait)
{
	int cpu = get_cpu(), err;

	if (!cpumask_test_cpu(cpu, mask))
		cpu = cpumask_any_and(mask, cpu_online_mask);
	err = smp_call_function_single(cpu, func, info, wait);
	put_cpu();
	return err;
}

/* Context: preemption off. Queue for all of @mask but this CPU; wait if told to. */
static void call_many(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait, smp_cond_func_t cond)
{
	int this_cpu = smp_processor_id(), cpu;
	struct cpumask *targets = this_cpu_ptr(&many_mask), *ipi = this_cpu_ptr(&many_ipi_mask);
	call_single_data_t *csds = this_cpu_read(many_csds);
	bool any_ipi = false;

	WARN_ON_ONCE(cpu_online(this_cpu) && irqs_disabled() && system_state >= SYSTEM_SCHEDULING);
	/* a CPU that comes into the mask from now on is none of the caller's: it has seen to that */
	data_race(cpumask_and(targets, mask, cpu_online_mask));
	__cpumask_clear_cpu(this_cpu, targets);
	if (cpumask_empty(targets))
		return;
	cpumask_clear(ipi);
	for_each_cpu(cpu, targets) {
		call_single_data_t *csd = &csds[cpu];

		if (cond && !cond(cpu, info)) {
			__cpumask_clear_cpu(cpu, targets);
			continue;
		}
		csd_lock_wait(csd);	/* of an earlier call without @wait */
		csd->func = func;
		csd->info = info;
		csd->flags = CSD_FLAG_LOCK | (wait ? CSD_FLAG_WAIT : 0);
		if (csd_queue(cpu, csd)) {
			__cpumask_set_cpu(cpu, ipi);
			any_ipi = true;
		}
	}
	if (any_ipi)
		arch_send_call_function_ipi_mask(ipi);
	if (wait)
		for_each_cpu(cpu, targets)
			csd_lock_wait(&csds[cpu]);
}

void smp_call_function_many(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait)
{
	call_many(mask, func, info, wait, NULL);
}

void smp_call_function(smp_call_func_t func, void *info, int wait)
{
	preempt_disable();
	call_many(cpu_online_mask, func, info, wait, NULL);
	preempt_enable();
}

/**
 * on_each_cpu_cond_mask() - on all CPUs of a mask, this one included
 * @cond: NULL, or asked for each CPU whether to
 * @func: what to run
 * @info: its argument
 * @wait: return after all have run it
 * @mask: the CPUs
 */
void on_each_cpu_cond_mask(smp_cond_func_t cond, smp_call_func_t func, void *info, bool wait,
			   const struct cpumask *mask)
{
	int cpu = get_cpu();

	call_many(mask, func, info, wait, cond);
	if (cpumask_test_cpu(cpu, mask) && (!cond || cond(cpu, info)))
		call_local(func, info);
	put_cpu();
}

static void do_nothing(void *unused)
{
}

/* every CPU has been out of the code it was in */
void kick_all_cpus_sync(void)
{
	smp_mb();
	smp_call_function(do_nothing, NULL, 1);
}

/* ---- start ---- */

unsigned int setup_max_cpus = NR_CPUS;

static int __init parse_nr_cpus(char *str)
{
	int n;

	if (get_option(&str, &n) && n > 0 && n < nr_cpu_ids)
		nr_cpu_ids = n;
	return 0;
}
early_param("nr_cpus", parse_nr_cpus);

static int __init parse_maxcpus(char *str)
{
	int n;

	if (get_option(&str, &n) && n >= 0)
		setup_max_cpus = max(n, 1);
	return 0;
}
early_param("maxcpus", parse_maxcpus);

static int __init parse_nosmp(char *str)
{
	setup_max_cpus = 1;
	return 0;
}
early_param("nosmp", parse_nosmp);

void __init setup_nr_cpu_ids(void)
{
	nr_cpu_ids = find_last_bit(cpumask_bits(cpu_possible_mask), NR_CPUS) + 1;
}

/**
 * call_function_init() - each CPU's records for calls to many
 */
void __init call_function_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		per_cpu(many_csds, cpu) = kcalloc(nr_cpu_ids, sizeof(call_single_data_t), GFP_KERNEL | __GFP_NOFAIL);
}

/**
 * smp_init() - bring up the other CPUs
 *
 * Context: the first kernel thread.
 */
void __init smp_init(void)
{
	bringup_nonboot_cpus(setup_max_cpus);
	smp_cpus_done(setup_max_cpus);
}
