/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/smp.h - this CPU's number, starting the others, and interrupting them.
 */
#ifndef _ASM_X86_SMP_H
#define _ASM_X86_SMP_H

#ifndef __ASSEMBLY__
#include <linux/compiler.h>
#include <asm/percpu.h>

struct task_struct;
struct cpumask;

DECLARE_PER_CPU(int, cpu_number);
DECLARE_PER_CPU(u32, x86_cpu_to_apicid);

#define raw_smp_processor_id()		this_cpu_read_4(cpu_number)
#define __smp_processor_id()		raw_smp_processor_id()
#define cpu_physical_id(cpu)		per_cpu(x86_cpu_to_apicid, cpu)

extern void smp_prepare_boot_cpu(void);
extern void smp_prepare_cpus(unsigned int max_cpus);
extern void smp_cpus_done(unsigned int max_cpus);
extern int __cpu_up(unsigned int cpu, struct task_struct *idle);
extern void smp_send_stop(void);
extern void arch_smp_send_reschedule(int cpu);
extern void arch_send_call_function_single_ipi(int cpu);
extern void arch_send_call_function_ipi_mask(const struct cpumask *mask);

extern void prefill_possible_map(void);
extern void start_secondary(void);

#endif
#endif
