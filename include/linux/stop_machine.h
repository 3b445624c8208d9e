/* SPDX-License-Identifier: GPL-2.0-only */
/* stop_machine.h - run something while every other CPU spins with interrupts off */
#ifndef _LINUX_STOP_MACHINE_H
#define _LINUX_STOP_MACHINE_H

#include <linux/cpumask.h>

typedef int (*cpu_stop_fn_t)(void *arg);

/* runs @fn in a highest-priority thread of @cpu; sleeps; its result or -ENOENT */
int stop_one_cpu(unsigned int cpu, cpu_stop_fn_t fn, void *arg);
/* runs @fn on the CPUs of @cpus (NULL: any one) with all CPUs stopped; sleeps */
int stop_machine(cpu_stop_fn_t fn, void *data, const struct cpumask *cpus);
#define stop_machine_cpuslocked(fn, data, cpus)	stop_machine(fn, data, cpus)

#endif
