/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/hardirq.h - pending softirqs of this CPU. */
#ifndef _ASM_SIM_HARDIRQ_H
#define _ASM_SIM_HARDIRQ_H

#include <asm/percpu.h>

typedef struct {
	unsigned int	__softirq_pending;
} __attribute__((aligned(64))) irq_cpustat_t;

DECLARE_PER_CPU_ALIGNED(irq_cpustat_t, irq_stat);

#define local_softirq_pending()		this_cpu_read_4(irq_stat.__softirq_pending)
#define set_softirq_pending(x)		this_cpu_write_4(irq_stat.__softirq_pending, (x))
#define or_softirq_pending(x)		this_cpu_or_4(irq_stat.__softirq_pending, (x))

extern void ack_bad_irq(unsigned int irq);

#endif
