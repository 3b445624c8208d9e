/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/irq.h - there are no devices that interrupt; what CPUs send each other is not numbered here. */
#ifndef _ASM_SIM_IRQ_H
#define _ASM_SIM_IRQ_H

#define NR_IRQS		16

#define irq_canonicalize(irq)	(irq)

extern void init_IRQ(void);
struct seq_file;
extern int arch_show_interrupts(struct seq_file *p, int prec);

#endif
