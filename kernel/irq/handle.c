// SPDX-License-Identifier: GPL-2.0-only
/*
 * handle.c - an interrupt comes in: the lines, their flow handlers and their actions.
 *
 * Owns:       irq_desc[]; the order of acknowledging, masking, handling.
 * Invariant:  a line's actions run on one CPU at a time. An edge that arrives meanwhile, or while the line is
 *             disabled, sets PENDING, and is handled when that ends: it is not lost.
 * Locks:      desc->lock, dropped while the actions run; INPROGRESS stands for it then.
 * Elsewhere:  installing actions (manage.c); controllers (arch, drivers/).
 */
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irq_regs.h>
#include <linux/kernel.h>
#include <linux/kernel_stat.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include "internals.h"

DEFINE_PER_CPU(struct pt_regs *, __irq_regs);

static void no_action(struct irq_data *data)
{
}

static unsigned int no_startup(struct irq_data *data)
{
	return 0;
}

struct irq_chip no_irq_chip = {
	.name		= "none",
	.irq_startup	= no_startup,
	.irq_shutdown	= no_action,
	.irq_enable	= no_action,
	.irq_disable	= no_action,
	.irq_ack	= no_action,
};

struct irq_chip dummy_irq_chip = {
	.name		= "dummy",
	.irq_startup	= no_startup,
	.irq_shutdown	= no_action,
	.irq_enable	= no_action,
	.irq_disable	= no_action,
	.irq_ack	= no_action,
	.irq_mask	= no_action,
	.irq_unmask	= no_action,
};

static struct irq_desc irq_desc[NR_IRQS] = {
	[0 ... NR_IRQS - 1] = {
		.handle_irq = handle_bad_irq,
		.depth = 1,
		.state = IRQD_DISABLED | IRQD_MASKED,
		.lock = __RAW_SPIN_LOCK_UNLOCKED(irq_desc.lock),
	},
};

int __init early_irq_init(void)
{
	unsigned int irq;

	for (irq = 0; irq < NR_IRQS; irq++) {
		irq_desc[irq].irq_data.irq = irq;
		irq_desc[irq].irq_data.hwirq = irq;
		irq_desc[irq].irq_data.chip = &no_irq_chip;
		cpumask_setall(&irq_desc[irq].irq_data.affinity);
		init_waitqueue_head(&irq_desc[irq].wait_for_threads);
	}
	return 0;
}

struct irq_desc *irq_to_desc(unsigned int irq)
{
	return irq < NR_IRQS ? &irq_desc[irq] : NULL;
}

struct irq_data *irq_get_irq_data(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);

	return desc ? &desc->irq_data : NULL;
}

/* ---- masking; lock held ---- */

void mask_irq(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	if (!(desc->state & IRQD_MASKED) && data->chip->irq_mask) {
		data->chip->irq_mask(data);
		desc->state |= IRQD_MASKED;
	}
}

void unmask_irq(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	if ((desc->state & IRQD_MASKED) && data->chip->irq_unmask)
		data->chip->irq_unmask(data);
	desc->state &= ~IRQD_MASKED;
}

static void ack_irq(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	if (data->chip->irq_ack)
		data->chip->irq_ack(data);
}

static void mask_ack_irq(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	if (data->chip->irq_mask_ack) {
		data->chip->irq_mask_ack(data);
		desc->state |= IRQD_MASKED;
	} else {
		mask_irq(desc);
		ack_irq(desc);
	}
}

static void eoi_irq(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	if (data->chip->irq_eoi)
		data->chip->irq_eoi(data);
}

static void count_irq(struct irq_desc *desc)
{
	desc->kstat[smp_processor_id()]++;
	this_cpu_inc(kstat.irqs_sum);
}

/* ---- running the actions ---- */

#define UNHANDLED_LIMIT	100000

/* A line that nobody wants, again and again, would keep the CPU for ever. Context: lock held */
static void note_interrupt(struct irq_desc *desc, irqreturn_t ret)
{
	if (likely(ret != IRQ_NONE)) {
		desc->irqs_unhandled = 0;
		return;
	}
	if (++desc->irqs_unhandled < UNHANDLED_LIMIT)
		return;
	pr_emerg("irq %u: nobody cared, disabled\n", desc->irq_data.irq);
	desc->state |= IRQD_DISABLED;
	desc->depth++;
	mask_irq(desc);
	desc->irqs_unhandled = 0;
}

static irqreturn_t run_actions(struct irq_desc *desc)
{
	irqreturn_t ret = IRQ_NONE;
	struct irqaction *action;

	for (action = desc->action; action; action = action->next) {
		irqreturn_t res = action->handler(desc->irq_data.irq, action->dev_id);

		if (WARN_ONCE(!irqs_disabled(), "irq %u: %pS enabled interrupts\n", desc->irq_data.irq, action->handler))
			local_irq_disable();
		if (res == IRQ_WAKE_THREAD && action->thread) {
			set_bit(0, &action->thread_flags);
			atomic_inc(&desc->threads_active);
			wake_up_process(action->thread);
		}
		ret |= res;
	}
	return ret;
}

/* Context: lock held; dropped around the actions */
irqreturn_t handle_irq_event(struct irq_desc *desc)
{
	irqreturn_t ret;

	desc->state &= ~IRQD_PENDING;
	desc->state |= IRQD_INPROGRESS;
	raw_spin_unlock(&desc->lock);
	ret = run_actions(desc);
	raw_spin_lock(&desc->lock);
	desc->state &= ~IRQD_INPROGRESS;
	note_interrupt(desc, ret);
	return ret;
}

/* Return: may the actions run now? If not, it is noted as pending. */
static bool irq_may_run(struct irq_desc *desc)
{
	if (likely(!(desc->state & (IRQD_DISABLED | IRQD_INPROGRESS)) && desc->action))
		return true;
	desc->state |= IRQD_PENDING;
	return false;
}

/* ---- flows ---- */

/* the signal is a pulse: acknowledge first, then a new one is latched */
void handle_edge_irq(struct irq_desc *desc)
{
	raw_spin_lock(&desc->lock);
	count_irq(desc);
	if (!irq_may_run(desc)) {
		mask_ack_irq(desc);
		goto unlock;
	}
	ack_irq(desc);
	do {
		/* masked by one that arrived while we ran */
		if (unlikely(desc->state & IRQD_PENDING) && !(desc->state & IRQD_DISABLED))
			unmask_irq(desc);
		handle_irq_event(desc);
	} while ((desc->state & IRQD_PENDING) && !(desc->state & IRQD_DISABLED) && desc->action);
unlock:
	raw_spin_unlock(&desc->lock);
}

/* the signal stays until the device is served: mask meanwhile */
void handle_level_irq(struct irq_desc *desc)
{
	raw_spin_lock(&desc->lock);
	count_irq(desc);
	mask_ack_irq(desc);
	if (irq_may_run(desc)) {
		handle_irq_event(desc);
		if (!(desc->state & IRQD_DISABLED))
			unmask_irq(desc);
	}
	raw_spin_unlock(&desc->lock);
}

/* the controller holds the line back until told that it was handled */
void handle_fasteoi_irq(struct irq_desc *desc)
{
	raw_spin_lock(&desc->lock);
	count_irq(desc);
	if (irq_may_run(desc))
		handle_irq_event(desc);
	else
		mask_irq(desc);
	eoi_irq(desc);
	raw_spin_unlock(&desc->lock);
}

void handle_simple_irq(struct irq_desc *desc)
{
	raw_spin_lock(&desc->lock);
	count_irq(desc);
	if (irq_may_run(desc))
		handle_irq_event(desc);
	raw_spin_unlock(&desc->lock);
}

/* each CPU has its own: no lock */
void handle_percpu_irq(struct irq_desc *desc)
{
	count_irq(desc);
	ack_irq(desc);
	run_actions(desc);
	eoi_irq(desc);
}

void handle_bad_irq(struct irq_desc *desc)
{
	count_irq(desc);
	pr_warn_once("unexpected irq %u\n", desc->irq_data.irq);
	ack_irq(desc);
	eoi_irq(desc);
}

/**
 * generic_handle_irq() - what the arch calls for a device interrupt
 * @irq: the line
 *
 * Context: hard interrupt. Return: 0 or -EINVAL.
 */
int generic_handle_irq(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (unlikely(!desc))
		return -EINVAL;
	desc->handle_irq(desc);
	return 0;
}

/* ---- counts ---- */

unsigned int kstat_irqs_cpu(unsigned int irq, int cpu)
{
	struct irq_desc *desc = irq_to_desc(irq);

	return desc ? READ_ONCE(desc->kstat[cpu]) : 0;
}

unsigned int kstat_irqs_usr(unsigned int irq)
{
	unsigned int sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += kstat_irqs_cpu(irq, cpu);
	return sum;
}

u64 kstat_cpu_irqs_sum(unsigned int cpu)
{
	return kstat_cpu(cpu).irqs_sum;
}
