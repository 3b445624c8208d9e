/* SPDX-License-Identifier: GPL-2.0-only */
/* hardirq.h - entering and leaving interrupt context */
#ifndef _LINUX_HARDIRQ_H
#define _LINUX_HARDIRQ_H

#include <linux/preempt.h>
#include <linux/lockdep.h>

/*
 * irq_enter()/irq_exit() bracket every interrupt handler; irq_exit() runs pending softirqs and,
 * in an idle CPU, looks at the timers again. The _rcu-less forms are the same here.
 */
void irq_enter(void);
void irq_exit(void);
#define irq_enter_rcu()	irq_enter()
#define irq_exit_rcu()	irq_exit()

#define __irq_enter()	preempt_count_add(HARDIRQ_OFFSET)
#define __irq_exit()	preempt_count_sub(HARDIRQ_OFFSET)

#define nmi_enter()	preempt_count_add(NMI_OFFSET + HARDIRQ_OFFSET)
#define nmi_exit()	preempt_count_sub(NMI_OFFSET + HARDIRQ_OFFSET)

void synchronize_irq(unsigned int irq);

#endif
