// SPDX-License-Identifier: GPL-2.0-only
/*
 * smp.c - messages between CPUs.
 *
 * Elsewhere:  what they ask for (kernel/smp.c, kernel/sched/); who handles their vectors (irq.c).
 */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/smp.h>
#include <asm/apic.h>
#include <asm/irq_vectors.h>
#include <asm/smp.h>

void arch_smp_send_reschedule(int cpu)
{
	apic_send_ipi(per_cpu(x86_cpu_to_apicid, cpu), RESCHEDULE_VECTOR);
}

void arch_send_call_function_single_ipi(int cpu)
{
	apic_send_ipi(per_cpu(x86_cpu_to_apicid, cpu), CALL_FUNCTION_SINGLE_VECTOR);
}

void arch_send_call_function_ipi_mask(const struct cpumask *mask)
{
	unsigned int cpu;

	for_each_cpu(cpu, mask)
		apic_send_ipi(per_cpu(x86_cpu_to_apicid, cpu), CALL_FUNCTION_VECTOR);
}

/** smp_send_stop() - the other CPUs halt for good; from panic and power-off, in any context */
void smp_send_stop(void)
{
	unsigned int cpu, self = raw_smp_processor_id();

	for_each_online_cpu(cpu)
		if (cpu != self)
			apic_send_ipi(per_cpu(x86_cpu_to_apicid, cpu), REBOOT_VECTOR);
	for (int i = 0; i < 1000 && num_online_cpus() > 1; i++)
		udelay(100);
}
