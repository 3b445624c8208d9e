// SPDX-License-Identifier: GPL-2.0-only
/*
 * smp.c - starting CPUs, and messages between them.
 *
 * Elsewhere:  what the messages ask for (kernel/smp.c, kernel/sched/), turns (point.c).
 */
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/numa.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/smp.h>
#include <asm/mmu_context.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include "sim_kernel.h"

void arch_smp_send_reschedule(int cpu)
{
	sim_raise(cpu, SIM_IRQ_RESCHEDULE);
}

void arch_send_call_function_single_ipi(int cpu)
{
	sim_raise(cpu, SIM_IRQ_CALL_SINGLE);
}

void arch_send_call_function_ipi_mask(const struct cpumask *mask)
{
	unsigned int cpu;

	for_each_cpu(cpu, mask)
		sim_raise(cpu, SIM_IRQ_CALL);
}

/** smp_send_stop() - the other CPUs stop where they are: one that is not given a turn does nothing */
void smp_send_stop(void)
{
	unsigned int cpu, self = raw_smp_processor_id();

	if (sim_machine.threads)
		sim_threads_stop_others();
	for_each_online_cpu(cpu)
		if (cpu != self) {
			if (!sim_machine.threads)
				sim_cpus[cpu].started = false;
			set_cpu_online(cpu, false);
		}
}

/* ---- starting ---- */

/** smp_prepare_boot_cpu() - the per-CPU areas exist: each CPU has its own */
void __init smp_prepare_boot_cpu(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++)
		sim_cpus[cpu].pcpu_offset = per_cpu_offset(cpu);
	numa_init_cpus();
}

void __init smp_prepare_cpus(unsigned int max_cpus)
{
}

/* The first function of a CPU, in its idle task; interrupts off. */
static void start_secondary(void)
{
	unsigned int cpu = raw_smp_processor_id();

	mmgrab(&init_mm);
	current->active_mm = &init_mm;
	switch_mm(NULL, &init_mm, current);
	notify_cpu_starting(cpu);
	sim_timer_setup();
	set_cpu_online(cpu, true);
	local_irq_enable();
	cpu_startup_entry(CPUHP_AP_ONLINE_IDLE);
}

/** __cpu_up() - start a CPU, with @idle as its first task. Return: 0, when it is online */
int __cpu_up(unsigned int cpu, struct task_struct *idle)
{
	sim_fiber_init(idle, start_secondary);
	init_idle_preempt_count(idle, cpu);
	sim_cpus[cpu].current_task = idle;
	sim_cpus[cpu].started = true;
	if (sim_machine.threads)
		sim_threads_start(&sim_cpus[cpu]);
	while (!cpu_online(cpu))
		cpu_relax();
	return 0;
}

/** smp_cpus_done() - all that are to run do */
void __init smp_cpus_done(unsigned int max_cpus)
{
	pr_info("smp: %u CPUs are online\n", num_online_cpus());
}
