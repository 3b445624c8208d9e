/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * start_kernel.h - the entry into generic code, and the steps of boot that are
 * the architecture's.
 */
#ifndef _LINUX_START_KERNEL_H
#define _LINUX_START_KERNEL_H

#include <linux/linkage.h>
#include <linux/init.h>

/* The architecture's first C code calls it: boot CPU, init_task's stack, interrupts off. */
asmlinkage void __init __noreturn start_kernel(void);

/* memblock knows all memory, the direct map is complete, free_area_init() has run. */
void setup_arch(char **cmdline_p);
/* Exceptions are handled, faults among them. */
void trap_init(void);
/* Interrupts may be enabled. */
void init_IRQ(void);
/* A clocksource and the boot CPU's clock event device are registered. */
void time_init(void);
/* Boot CPU fully identified, its mitigations and features chosen. */
void arch_cpu_finalize_init(void);

#endif
