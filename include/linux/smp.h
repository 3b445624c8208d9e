/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * smp.h - which CPU am I, and make another one do something.
 */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

#include <linux/errno.h>
#include <linux/types.h>
#include <linux/list.h>
#include <linux/preempt.h>
#include <linux/cpumask.h>
#include <linux/smp_types.h>
#include <asm/smp.h>

typedef void (*smp_call_func_t)(void *info);
typedef bool (*smp_cond_func_t)(int cpu, void *info);

#ifndef raw_smp_processor_id
#error "asm/smp.h must define raw_smp_processor_id()"
#endif

#define smp_processor_id()	raw_smp_processor_id()
#define __smp_processor_id()	raw_smp_processor_id()
#define get_cpu()		({ preempt_disable(); smp_processor_id(); })
#define put_cpu()		preempt_enable()

extern unsigned int setup_max_cpus;

/* arch */
void smp_prepare_boot_cpu(void);
void smp_prepare_cpus(unsigned int max_cpus);
void smp_cpus_done(unsigned int max_cpus);
struct task_struct;
int __cpu_up(unsigned int cpu, struct task_struct *idle);

void smp_init(void);
void setup_nr_cpu_ids(void);
void call_function_init(void);

static inline void smp_send_reschedule(int cpu)
{
	arch_smp_send_reschedule(cpu);
}

/*
 * Run @func(@info) on other CPUs, in interrupt context there. @wait: return only after it has
 * run. Context: interrupts enabled (the target may be waiting for us); with @wait false the
 * single form may be called from interrupts.
 */
int smp_call_function_single(int cpu, smp_call_func_t func, void *info, int wait);
int smp_call_function_any(const struct cpumask *mask, smp_call_func_t func, void *info, int wait);
/* all of @mask but this CPU; preemption off */
void smp_call_function_many(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait);
void smp_call_function(smp_call_func_t func, void *info, int wait);
/* these include this CPU; cond, where not NULL, picks */
void on_each_cpu_cond_mask(smp_cond_func_t cond, smp_call_func_t func, void *info, bool wait,
			   const struct cpumask *mask);
/* the caller owns @csd until its callback has run */
int smp_call_function_single_async(int cpu, call_single_data_t *csd);

static inline void on_each_cpu(smp_call_func_t func, void *info, int wait)
{
	on_each_cpu_cond_mask(NULL, func, info, wait, cpu_online_mask);
}

static inline void on_each_cpu_mask(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait)
{
	on_each_cpu_cond_mask(NULL, func, info, wait, mask);
}

static inline void on_each_cpu_cond(smp_cond_func_t cond, smp_call_func_t func, void *info, bool wait)
{
	on_each_cpu_cond_mask(cond, func, info, wait, cpu_online_mask);
}

/* what the arch's IPI handlers call */
void generic_smp_call_function_single_interrupt(void);
#define generic_smp_call_function_interrupt generic_smp_call_function_single_interrupt
void scheduler_ipi(void);

void kick_all_cpus_sync(void);
void wake_up_all_idle_cpus(void);

#endif
