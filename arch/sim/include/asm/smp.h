/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/smp.h - the number of this CPU, starting the others, and interrupting them. */
#ifndef _ASM_SIM_SMP_H
#define _ASM_SIM_SMP_H

#ifndef __ASSEMBLY__
#include <asm/sim_cpu.h>
#include <asm/percpu.h>

struct task_struct;
struct cpumask;

#define raw_smp_processor_id()		((int)sim_this()->nr)
#define __smp_processor_id()		raw_smp_processor_id()

extern void smp_prepare_boot_cpu(void);
extern void smp_prepare_cpus(unsigned int max_cpus);
extern void smp_cpus_done(unsigned int max_cpus);
extern int __cpu_up(unsigned int cpu, struct task_struct *idle);
extern void smp_send_stop(void);
extern void arch_smp_send_reschedule(int cpu);
extern void arch_send_call_function_single_ipi(int cpu);
extern void arch_send_call_function_ipi_mask(const struct cpumask *mask);
#endif

#endif
