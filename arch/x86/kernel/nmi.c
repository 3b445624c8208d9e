// SPDX-License-Identifier: GPL-2.0-only
/*
 * nmi.c - non-maskable interrupts: nobody sends any on purpose, so each is reported.
 *
 * Runs on a stack of its own, at any instruction of the kernel: it may take no lock but the
 * console's way of the dying.
 */
#include <linux/hardirq.h>
#include <linux/printk.h>
#include <linux/smp.h>
#include <asm/hardirq.h>
#include <asm/io.h>
#include <asm/traps.h>

/** exc_nmi() - say why, and go on */
void exc_nmi(struct pt_regs *regs)
{
	__preempt_count_add(NMI_OFFSET + HARDIRQ_OFFSET);
	inc_irq_stat(__nmi_count);
	pr_emerg("NMI received for unknown reason %02x on CPU %d at %pS\n", inb(0x61), smp_processor_id(),
		 (void *)regs->ip);
	__preempt_count_sub(NMI_OFFSET + HARDIRQ_OFFSET);
}
