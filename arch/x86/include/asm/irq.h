/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/irq.h - device interrupts.
 */
#ifndef _ASM_X86_IRQ_H
#define _ASM_X86_IRQ_H

#include <asm/irq_vectors.h>

#ifndef __ASSEMBLY__
struct pt_regs;
struct seq_file;

extern void init_IRQ(void);
extern void io_apic_init(void);
extern int arch_show_interrupts(struct seq_file *p, int prec);

#define irq_canonicalize(irq)	((irq) == 2 ? 9 : (irq))
#endif

#endif
