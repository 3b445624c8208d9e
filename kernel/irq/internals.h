/* SPDX-License-Identifier: GPL-2.0-only */
/* internals.h - between handle.c and manage.c */
#ifndef _KERNEL_IRQ_INTERNALS_H
#define _KERNEL_IRQ_INTERNALS_H

#include <linux/irq.h>

/* desc->lock held */
void mask_irq(struct irq_desc *desc);
void unmask_irq(struct irq_desc *desc);

#endif
