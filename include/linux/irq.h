/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * irq.h - interrupt lines between controller drivers (irq_chip) and device drivers.
 *
 * A line's flow handler (edge, level, fasteoi, percpu) knows when to acknowledge, mask and
 * unmask around the handlers.
 */
#ifndef _LINUX_IRQ_H
#define _LINUX_IRQ_H

#include <linux/spinlock.h>
#include <linux/cpumask.h>
#include <linux/irqhandler.h>
#include <linux/irqreturn.h>
#include <linux/interrupt.h>
#include <linux/percpu-defs.h>
#include <linux/wait.h>
#include <asm/irq.h>

enum {
	IRQ_TYPE_NONE		= 0x00000000,
	IRQ_TYPE_EDGE_RISING	= 0x00000001,
	IRQ_TYPE_EDGE_FALLING	= 0x00000002,
	IRQ_TYPE_EDGE_BOTH	= (IRQ_TYPE_EDGE_FALLING | IRQ_TYPE_EDGE_RISING),
	IRQ_TYPE_LEVEL_HIGH	= 0x00000004,
	IRQ_TYPE_LEVEL_LOW	= 0x00000008,
	IRQ_TYPE_LEVEL_MASK	= (IRQ_TYPE_LEVEL_LOW | IRQ_TYPE_LEVEL_HIGH),
	IRQ_TYPE_SENSE_MASK	= 0x0000000f,
	IRQ_LEVEL		= (1 << 8),
	IRQ_NOPROBE		= (1 << 10),
	IRQ_NOREQUEST		= (1 << 11),
};

struct irq_data {
	unsigned int irq;		/* Linux-style number */
	unsigned long hwirq;		/* the controller's own */
	struct irq_chip *chip;		/* [I] once requested */
	void *chip_data;
	struct cpumask affinity;	/* [desc.lock] */
};

struct irq_chip {
	const char *name;
	unsigned int (*irq_startup)(struct irq_data *data);
	void (*irq_shutdown)(struct irq_data *data);
	void (*irq_enable)(struct irq_data *data);
	void (*irq_disable)(struct irq_data *data);
	void (*irq_ack)(struct irq_data *data);
	void (*irq_mask)(struct irq_data *data);
	void (*irq_mask_ack)(struct irq_data *data);
	void (*irq_unmask)(struct irq_data *data);
	void (*irq_eoi)(struct irq_data *data);
	int (*irq_set_affinity)(struct irq_data *data, const struct cpumask *dest, bool force);
	int (*irq_retrigger)(struct irq_data *data);
	int (*irq_set_type)(struct irq_data *data, unsigned int flow_type);
	unsigned long flags;
};

#define IRQD_MASKED		0x01	/* at the controller */
#define IRQD_DISABLED		0x02	/* by disable_irq(), or not requested */
#define IRQD_PENDING		0x04	/* arrived while disabled or running */
#define IRQD_INPROGRESS		0x08

struct irq_desc {
	struct irq_data irq_data;
	irq_flow_handler_t handle_irq;	/* [lock] */
	struct irqaction *action;	/* [lock] */
	unsigned int depth;		/* [lock] of disable_irq() */
	unsigned int state;		/* [lock] IRQD_* */
	unsigned int type;		/* [lock] IRQ_TYPE_ */
	unsigned int irqs_unhandled;	/* [lock] in a row */
	raw_spinlock_t lock;
	atomic_t threads_active;
	wait_queue_head_t wait_for_threads;
	const char *name;		/* of the flow: "edge", "level", ... */
	unsigned int kstat[NR_CPUS];	/* [CPU] */
};

struct irq_desc *irq_to_desc(unsigned int irq);
#define irq_desc_get_irq_data(desc)	(&(desc)->irq_data)
#define irq_desc_get_irq(desc)		((desc)->irq_data.irq)
#define irq_desc_get_chip(desc)		((desc)->irq_data.chip)
#define irq_desc_get_handler_data(desc)	((desc)->irq_data.chip_data)
#define irq_data_get_irq_chip(d)	((d)->chip)
#define irq_data_get_irq_chip_data(d)	((d)->chip_data)
#define irqd_to_hwirq(d)		((d)->hwirq)

struct irq_data *irq_get_irq_data(unsigned int irq);
int irq_set_chip(unsigned int irq, const struct irq_chip *chip);
int irq_set_chip_data(unsigned int irq, void *data);
void *irq_get_chip_data(unsigned int irq);
int irq_set_irq_type(unsigned int irq, unsigned int type);
void irq_set_handler(unsigned int irq, irq_flow_handler_t handle);
void irq_set_chip_and_handler_name(unsigned int irq, const struct irq_chip *chip, irq_flow_handler_t handle,
				   const char *name);
static inline void irq_set_chip_and_handler(unsigned int irq, const struct irq_chip *chip,
					    irq_flow_handler_t handle)
{
	irq_set_chip_and_handler_name(irq, chip, handle, NULL);
}
void irq_set_status_flags(unsigned int irq, unsigned long set);
void irq_clear_status_flags(unsigned int irq, unsigned long clr);

/* the arch calls one of these per interrupt, between irq_enter() and irq_exit() */
int generic_handle_irq(unsigned int irq);
static inline void generic_handle_irq_desc(struct irq_desc *desc)
{
	desc->handle_irq(desc);
}

void handle_edge_irq(struct irq_desc *desc);
void handle_level_irq(struct irq_desc *desc);
void handle_fasteoi_irq(struct irq_desc *desc);
void handle_simple_irq(struct irq_desc *desc);
void handle_percpu_irq(struct irq_desc *desc);
void handle_bad_irq(struct irq_desc *desc);
irqreturn_t handle_irq_event(struct irq_desc *desc);

extern struct irq_chip no_irq_chip;
extern struct irq_chip dummy_irq_chip;
int early_irq_init(void);
void init_IRQ(void);
unsigned int kstat_irqs_cpu(unsigned int irq, int cpu);
u64 kstat_cpu_irqs_sum(unsigned int cpu);

#endif
