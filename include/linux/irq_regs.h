/* SPDX-License-Identifier: GPL-2.0-only */
/* irq_regs.h - the registers that the current interrupt interrupted */
#ifndef _LINUX_IRQ_REGS_H
#define _LINUX_IRQ_REGS_H

#include <linux/percpu.h>

struct pt_regs;
DECLARE_PER_CPU(struct pt_regs *, __irq_regs);

static inline struct pt_regs *get_irq_regs(void)
{
	return this_cpu_read(__irq_regs);
}

static inline struct pt_regs *set_irq_regs(struct pt_regs *new_regs)
{
	struct pt_regs *old = this_cpu_read(__irq_regs);

	this_cpu_write(__irq_regs, new_regs);
	return old;
}

#endif
