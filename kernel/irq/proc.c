// SPDX-License-Identifier: GPL-2.0-only
/*
 * proc.c - the text of /proc/interrupts.
 */
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kernel_stat.h>
#include <linux/seq_file.h>

/* how many digits line numbers have, at least three */
static int irq_precision(void)
{
	unsigned int n = 1000;
	int prec = 3;

	while (prec < 10 && n <= NR_IRQS) {
		n *= 10;
		prec++;
	}
	return prec;
}

static void show_head(struct seq_file *p, int prec)
{
	int cpu;

	seq_printf(p, "%*s", prec + 8, "");
	for_each_online_cpu(cpu)
		seq_printf(p, "CPU%-8d", cpu);
	seq_putc(p, '\n');
}

static void show_line(struct seq_file *p, struct irq_desc *desc, int prec)
{
	unsigned int irq = desc->irq_data.irq;
	struct irqaction *action;
	unsigned long flags;
	int cpu;

	raw_spin_lock_irqsave(&desc->lock, flags);
	if (!desc->action && !kstat_irqs_usr(irq))
		goto unlock;
	seq_printf(p, "%*u: ", prec, irq);
	for_each_online_cpu(cpu)
		seq_printf(p, "%10u ", kstat_irqs_cpu(irq, cpu));
	seq_printf(p, " %8s %4lu-%-8s", desc->irq_data.chip->name, desc->irq_data.hwirq, desc->name ?: "");
	for (action = desc->action; action; action = action->next)
		seq_printf(p, "%s %s", action == desc->action ? " " : ",", action->name);
	seq_putc(p, '\n');
unlock:
	raw_spin_unlock_irqrestore(&desc->lock, flags);
}

int show_interrupts(struct seq_file *p, void *v)
{
	int prec = irq_precision();
	unsigned int irq;

	show_head(p, prec);
	for (irq = 0; irq < NR_IRQS; irq++)
		show_line(p, irq_to_desc(irq), prec);
	return arch_show_interrupts(p, prec);
}
