// SPDX-License-Identifier: GPL-2.0-only
/*
 * manage.c - who handles a line: request_irq() and its relatives; controllers announce their lines.
 *
 * Owns:       desc->action, depth, type, chip.
 * Invariant:  an action removed from the list is freed only when no CPU runs the line's actions any more, nor its
 *             thread.
 * Locks:      request_mutex orders requests and frees; desc->lock for the list, against the handler.
 */
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <uapi/linux/sched/types.h>
#include "internals.h"

static DEFINE_MUTEX(request_mutex);

/* ---- controllers ---- */

int irq_set_chip(unsigned int irq, const struct irq_chip *chip)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;

	if (!desc)
		return -EINVAL;
	raw_spin_lock_irqsave(&desc->lock, flags);
	desc->irq_data.chip = chip ? (struct irq_chip *)chip : &no_irq_chip;
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	return 0;
}

int irq_set_chip_data(unsigned int irq, void *data)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (!desc)
		return -EINVAL;
	desc->irq_data.chip_data = data;
	return 0;
}

void *irq_get_chip_data(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);

	return desc ? desc->irq_data.chip_data : NULL;
}

void irq_set_handler(unsigned int irq, irq_flow_handler_t handle)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (desc)
		desc->handle_irq = handle ?: handle_bad_irq;
}

void irq_set_chip_and_handler_name(unsigned int irq, const struct irq_chip *chip, irq_flow_handler_t handle,
				   const char *name)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (irq_set_chip(irq, chip))
		return;
	irq_set_handler(irq, handle);
	desc->name = name;
}

int irq_set_irq_type(unsigned int irq, unsigned int type)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;
	int ret = 0;

	if (!desc)
		return -EINVAL;
	type &= IRQ_TYPE_SENSE_MASK;
	raw_spin_lock_irqsave(&desc->lock, flags);
	if (type && desc->irq_data.chip->irq_set_type)
		ret = desc->irq_data.chip->irq_set_type(&desc->irq_data, type);
	if (ret >= 0)
		desc->type = (desc->type & ~IRQ_TYPE_SENSE_MASK) | type;
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	return min(ret, 0);
}

void irq_set_status_flags(unsigned int irq, unsigned long set)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (desc)
		desc->type |= set;
}

void irq_clear_status_flags(unsigned int irq, unsigned long clr)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (desc)
		desc->type &= ~clr;
}

int irq_set_affinity(unsigned int irq, const struct cpumask *cpumask)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;
	int ret = 0;

	if (!desc || !cpumask_intersects(cpumask, cpu_online_mask))
		return -EINVAL;
	raw_spin_lock_irqsave(&desc->lock, flags);
	if (desc->irq_data.chip->irq_set_affinity)
		ret = desc->irq_data.chip->irq_set_affinity(&desc->irq_data, cpumask, false);
	if (ret >= 0)
		cpumask_copy(&desc->irq_data.affinity, cpumask);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	return min(ret, 0);
}

/* ---- enabling ---- */

/* Context: lock held */
static void enable_line(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;
	struct irq_chip *chip = data->chip;

	desc->state &= ~IRQD_DISABLED;
	if (chip->irq_enable) {
		chip->irq_enable(data);
		desc->state &= ~IRQD_MASKED;
	} else {
		unmask_irq(desc);
	}
	/* an edge came while it was disabled */
	if ((desc->state & IRQD_PENDING) && chip->irq_retrigger && chip->irq_retrigger(data))
		desc->state &= ~IRQD_PENDING;
}

static void disable_line(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	desc->state |= IRQD_DISABLED;
	if (data->chip->irq_disable) {
		data->chip->irq_disable(data);
		desc->state |= IRQD_MASKED;
	} else {
		mask_irq(desc);
	}
}

static void startup_line(struct irq_desc *desc)
{
	struct irq_data *data = &desc->irq_data;

	desc->depth = 0;
	if (data->chip->irq_startup) {
		data->chip->irq_startup(data);
		desc->state &= ~(IRQD_DISABLED | IRQD_MASKED);
	} else {
		enable_line(desc);
	}
}

void disable_irq_nosync(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;

	if (!desc)
		return;
	raw_spin_lock_irqsave(&desc->lock, flags);
	if (!desc->depth++)
		disable_line(desc);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
}

/* and wait until its handlers have ended */
void disable_irq(unsigned int irq)
{
	disable_irq_nosync(irq);
	synchronize_irq(irq);
}

void enable_irq(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;

	if (!desc)
		return;
	raw_spin_lock_irqsave(&desc->lock, flags);
	if (!WARN(!desc->depth, "irq %u is enabled already\n", irq) && !--desc->depth)
		enable_line(desc);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
}

/**
 * synchronize_irq() - until no handler of a line runs
 * @irq: the line
 *
 * Context: sleeps where the line has threaded handlers.
 */
void synchronize_irq(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;
	bool busy;

	if (!desc)
		return;
	do {
		raw_spin_lock_irqsave(&desc->lock, flags);
		busy = desc->state & IRQD_INPROGRESS;
		raw_spin_unlock_irqrestore(&desc->lock, flags);
		if (busy)
			cpu_relax();
	} while (busy);
	if (atomic_read(&desc->threads_active))
		wait_event(desc->wait_for_threads, !atomic_read(&desc->threads_active));
}

/* ---- requesting ---- */

static irqreturn_t default_primary_handler(int irq, void *dev_id)
{
	return IRQ_WAKE_THREAD;
}

static int irq_thread(void *data)
{
	struct irqaction *action = data;
	struct irq_desc *desc = irq_to_desc(action->irq);

	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		if (!test_and_clear_bit(0, &action->thread_flags)) {
			schedule();
			continue;
		}
		__set_current_state(TASK_RUNNING);
		action->thread_fn(action->irq, action->dev_id);
		if (atomic_dec_and_test(&desc->threads_active))
			wake_up(&desc->wait_for_threads);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static int start_irq_thread(struct irqaction *action)
{
	struct task_struct *t = kthread_create(irq_thread, action, "irq/%d-%s", action->irq, action->name);

	if (IS_ERR(t))
		return PTR_ERR(t);
	sched_set_fifo(t);
	action->thread = get_task_struct(t);
	wake_up_process(t);
	return 0;
}

/* Add @new to the line, and start it if it is the first. Context: request_mutex */
static int install_action(struct irq_desc *desc, struct irqaction *new)
{
	struct irqaction **link = &desc->action, *old = desc->action;
	unsigned long flags;

	if (old && !(old->flags & new->flags & IRQF_SHARED))
		return -EBUSY;
	if (!old && (new->flags & IRQF_TRIGGER_MASK)) {
		int ret = irq_set_irq_type(new->irq, new->flags & IRQF_TRIGGER_MASK);

		if (ret)
			return ret;
	}
	raw_spin_lock_irqsave(&desc->lock, flags);
	while (*link)
		link = &(*link)->next;
	*link = new;
	if (!old && !(new->flags & IRQF_NO_AUTOEN))
		startup_line(desc);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	return 0;
}

/**
 * request_threaded_irq() - handle a line's interrupts
 * @irq: the line
 * @handler: called in the interrupt; NULL: just wake the thread
 * @thread_fn: called in a thread after IRQ_WAKE_THREAD; may be NULL if @handler is not
 * @irqflags: IRQF_
 * @devname: for /proc/interrupts; must stay
 * @dev_id: handed to the handlers, and names the action for free_irq()
 *
 * Return: 0, -EINVAL, -EBUSY (taken, and not shared by both), -ENOMEM.
 */
int request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn, unsigned long irqflags,
			 const char *devname, void *dev_id)
{
	struct irq_desc *desc = irq_to_desc(irq);
	struct irqaction *action;
	int ret = 0;

	if (!desc || (!handler && !thread_fn) || ((irqflags & IRQF_SHARED) && !dev_id) ||
	    (desc->type & IRQ_NOREQUEST) ||
	    desc->irq_data.chip == &no_irq_chip)
		return -EINVAL;
	action = kzalloc(sizeof(*action), GFP_KERNEL);
	if (!action)
		return -ENOMEM;
	action->handler = handler ?: default_primary_handler;
	action->thread_fn = thread_fn;
	action->flags = irqflags;
	action->name = devname;
	action->dev_id = dev_id;
	action->irq = irq;
	if (thread_fn)
		ret = start_irq_thread(action);
	if (ret)
		goto free_action;

	mutex_lock(&request_mutex);
	ret = install_action(desc, action);
	mutex_unlock(&request_mutex);
	if (!ret)
		return 0;

	if (action->thread)
		kthread_stop_put(action->thread);
free_action:
	kfree(action);
	return ret;
}

/**
 * free_irq() - handle a line's interrupts no more
 * @irq: the line
 * @dev_id: as requested
 *
 * Return: the name, or NULL if there was no such action. Context: sleeps.
 */
const void *free_irq(unsigned int irq, void *dev_id)
{
	struct irq_desc *desc = irq_to_desc(irq);
	struct irqaction *action, **link;
	const char *name;
	unsigned long flags;

	if (!desc)
		return NULL;
	mutex_lock(&request_mutex);
	raw_spin_lock_irqsave(&desc->lock, flags);
	for (link = &desc->action; *link && (*link)->dev_id != dev_id; link = &(*link)->next)
		;
	action = *link;
	if (action)
		*link = action->next;
	if (action && !desc->action) {
		desc->depth = 1;
		disable_line(desc);
		if (desc->irq_data.chip->irq_shutdown)
			desc->irq_data.chip->irq_shutdown(&desc->irq_data);
	}
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	mutex_unlock(&request_mutex);
	if (WARN(!action, "irq %u is not handled for %p\n", irq, dev_id))
		return NULL;

	synchronize_irq(irq);
	if (action->thread)
		kthread_stop_put(action->thread);
	name = action->name;
	kfree(action);
	return name;
}
