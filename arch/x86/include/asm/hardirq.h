/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/hardirq.h - per-CPU counts of the local APIC's interrupts, and pending softirqs.
 */
#ifndef _ASM_X86_HARDIRQ_H
#define _ASM_X86_HARDIRQ_H

#include <asm/percpu.h>

typedef struct {
	unsigned int	__softirq_pending;
	unsigned int	__nmi_count;
	unsigned int	apic_timer_irqs;
	unsigned int	irq_spurious_count;
	unsigned int	irq_resched_count;
	unsigned int	irq_call_count;
	unsigned int	irq_error_count;
} __attribute__((aligned(64))) irq_cpustat_t;

DECLARE_PER_CPU_ALIGNED(irq_cpustat_t, irq_stat);

#define inc_irq_stat(member)		this_cpu_add_4(irq_stat.member, 1)

#define local_softirq_pending()		this_cpu_read_4(irq_stat.__softirq_pending)
#define set_softirq_pending(x)		this_cpu_write_4(irq_stat.__softirq_pending, (x))
#define or_softirq_pending(x)		this_cpu_or_4(irq_stat.__softirq_pending, (x))
#define local_softirq_pending_ref	irq_stat.__softirq_pending

extern void ack_bad_irq(unsigned int irq);

#endif
