/* SPDX-License-Identifier: GPL-2.0-only */
/* cpu.h - bringing CPUs up; they stay up */
#ifndef _LINUX_CPU_H
#define _LINUX_CPU_H

#include <linux/cpumask.h>
#include <linux/cpuhotplug.h>
#include <linux/cleanup.h>

void boot_cpu_init(void);
void boot_cpu_hotplug_init(void);
int bringup_nonboot_cpus(unsigned int max_cpus);
/* called by a new CPU before it goes online, interrupts off */
void notify_cpu_starting(unsigned int cpu);
void __noreturn cpu_startup_entry(enum cpuhp_state state);
void cpu_idle_poll_ctrl(bool enable);
struct task_struct *idle_thread_get(unsigned int cpu);

/* arch: waits for an interrupt; called and returns with interrupts off */
void arch_cpu_idle(void);
void arch_cpu_idle_enter(void);
void arch_cpu_idle_exit(void);

/* The set of online CPUs only grows, during smp_init(): readers need no lock. */
static inline void cpus_read_lock(void) { }
static inline void cpus_read_unlock(void) { }
static inline int cpus_read_trylock(void) { return true; }
static inline void cpus_write_lock(void) { }
static inline void cpus_write_unlock(void) { }
static inline void lockdep_assert_cpus_held(void) { }
#define get_online_cpus()	cpus_read_lock()
#define put_online_cpus()	cpus_read_unlock()

#endif
