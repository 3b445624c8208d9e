/* SPDX-License-Identifier: GPL-2.0-only */
/* kernel_stat.h - where each CPU's time went, and what it did; /proc/stat is made of it */
#ifndef _LINUX_KERNEL_STAT_H
#define _LINUX_KERNEL_STAT_H

#include <linux/cpumask.h>
#include <linux/percpu.h>
#include <linux/interrupt.h>

enum cpu_usage_stat {
	CPUTIME_USER,
	CPUTIME_NICE,
	CPUTIME_SYSTEM,
	CPUTIME_SOFTIRQ,
	CPUTIME_IRQ,
	CPUTIME_IDLE,
	CPUTIME_IOWAIT,
	CPUTIME_STEAL,
	CPUTIME_GUEST,
	CPUTIME_GUEST_NICE,
	NR_STATS,
};

struct kernel_cpustat {
	u64 cpustat[NR_STATS];			/* [CPU] ns */
};

struct kernel_stat {
	unsigned long irqs_sum;			/* [CPU] */
	unsigned int softirqs[NR_SOFTIRQS];	/* [CPU] */
};

DECLARE_PER_CPU(struct kernel_stat, kstat);
DECLARE_PER_CPU(struct kernel_cpustat, kernel_cpustat);

#define kstat_cpu(cpu)		per_cpu(kstat, cpu)
#define kcpustat_cpu(cpu)	per_cpu(kernel_cpustat, cpu)

unsigned long long nr_context_switches(void);
unsigned int kstat_irqs_usr(unsigned int irq);
static inline void kstat_incr_softirqs_this_cpu(unsigned int irq)
{
	this_cpu_inc(kstat.softirqs[irq]);
}
static inline u64 kcpustat_field(int cpu, enum cpu_usage_stat usage)
{
	return kcpustat_cpu(cpu).cpustat[usage];
}
/* idle and iowait, with the running idle spell counted in */
u64 get_idle_time(int cpu);
u64 get_iowait_time(int cpu);

void account_process_tick(struct task_struct *p, int user_tick);
void account_idle_time(u64 ns);

#endif
