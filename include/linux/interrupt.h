/* SPDX-License-Identifier: GPL-2.0-only */
/* interrupt.h - interrupt handlers, softirqs, tasklets */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <linux/kernel.h>
#include <linux/bitops.h>
#include <linux/cpumask.h>
#include <linux/irqreturn.h>
#include <linux/hardirq.h>
#include <linux/irqflags.h>
#include <linux/spinlock.h>
#include <asm/hardirq.h>
#include <asm/irq.h>

#define IRQF_TRIGGER_NONE	0x00000000
#define IRQF_TRIGGER_RISING	0x00000001
#define IRQF_TRIGGER_FALLING	0x00000002
#define IRQF_TRIGGER_HIGH	0x00000004
#define IRQF_TRIGGER_LOW	0x00000008
#define IRQF_TRIGGER_MASK	0x0000000f
#define IRQF_SHARED		0x00000080
#define IRQF_PERCPU		0x00000400
#define IRQF_NOBALANCING	0x00000800
#define IRQF_ONESHOT		0x00002000
#define IRQF_NO_SUSPEND		0x00004000
#define IRQF_TIMER		0x00000200
#define IRQF_NO_AUTOEN		0x00080000
#define IRQ_NOTCONNECTED	(1U << 31)

typedef irqreturn_t (*irq_handler_t)(int irq, void *dev_id);

struct irqaction {
	irq_handler_t handler;		/* in the interrupt */
	irq_handler_t thread_fn;	/* in a kernel thread, after IRQ_WAKE_THREAD */
	void *dev_id;
	struct irqaction *next;		/* [desc.lock] sharers of the line */
	struct task_struct *thread;
	unsigned int irq;
	unsigned int flags;
	unsigned long thread_flags;	/* bit 0: a run of thread_fn is due */
	const char *name;
};

#define IRQ_NAME_NONE	"-"

/* sleeps; 0, -EBUSY (line taken and not shared), -EINVAL, -ENOMEM */
int __must_check request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
				      unsigned long flags, const char *name, void *dev);

static inline int __must_check request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags,
					   const char *name, void *dev)
{
	return request_threaded_irq(irq, handler, NULL, flags, name, dev);
}

/* waits until the handler does not run; returns the name */
const void *free_irq(unsigned int irq, void *dev_id);
void disable_irq_nosync(unsigned int irq);
void disable_irq(unsigned int irq);
void enable_irq(unsigned int irq);
int irq_set_affinity(unsigned int irq, const struct cpumask *cpumask);

/* ---- softirqs: work that an interrupt leaves for the moment it returns ---- */

enum {
	HI_SOFTIRQ = 0,
	TIMER_SOFTIRQ,
	NET_TX_SOFTIRQ,
	NET_RX_SOFTIRQ,
	BLOCK_SOFTIRQ,
	IRQ_POLL_SOFTIRQ,
	TASKLET_SOFTIRQ,
	SCHED_SOFTIRQ,
	HRTIMER_SOFTIRQ,
	RCU_SOFTIRQ,
	NR_SOFTIRQS
};

extern const char * const softirq_to_name[NR_SOFTIRQS];

struct softirq_action {
	void (*action)(void);
};

/* asm/hardirq.h: local_softirq_pending(), set_ and or_softirq_pending(), this CPU's bitmap */
#define __raise_softirq_irqoff(nr)	or_softirq_pending(1U << (nr))

void softirq_init(void);
void open_softirq(int nr, void (*action)(void));
void raise_softirq_irqoff(unsigned int nr);
void raise_softirq(unsigned int nr);
asmlinkage void do_softirq(void);
asmlinkage void __do_softirq(void);
/* times softirq @nr has run on @cpu, for /proc/softirqs */
unsigned int kstat_softirqs_cpu(unsigned int nr, int cpu);
struct task_struct *this_cpu_ksoftirqd(void);

/* ---- tasklets: a function run once in softirq, never on two CPUs at a time ---- */

struct tasklet_struct {
	struct tasklet_struct *next;	/* [this CPU] */
	unsigned long state;		/* TASKLET_STATE_ bits */
	atomic_t count;			/* > 0: disabled */
	bool use_callback;
	union {
		void (*func)(unsigned long data);
		void (*callback)(struct tasklet_struct *t);
	};
	unsigned long data;
};

enum {
	TASKLET_STATE_SCHED,		/* queued */
	TASKLET_STATE_RUN,
};

#define DECLARE_TASKLET(name, _callback) \
	struct tasklet_struct name = { .count = ATOMIC_INIT(0), .callback = _callback, .use_callback = true }
#define from_tasklet(var, callback_tasklet, fieldname) \
	container_of(callback_tasklet, typeof(*var), fieldname)

void __tasklet_schedule(struct tasklet_struct *t);
void __tasklet_hi_schedule(struct tasklet_struct *t);

static inline void tasklet_schedule(struct tasklet_struct *t)
{
	if (!test_and_set_bit(TASKLET_STATE_SCHED, &t->state))
		__tasklet_schedule(t);
}

static inline void tasklet_hi_schedule(struct tasklet_struct *t)
{
	if (!test_and_set_bit(TASKLET_STATE_SCHED, &t->state))
		__tasklet_hi_schedule(t);
}

void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *));
void tasklet_kill(struct tasklet_struct *t);
void tasklet_unlock_wait(struct tasklet_struct *t);

static inline void tasklet_disable_nosync(struct tasklet_struct *t)
{
	atomic_inc(&t->count);
	smp_mb__after_atomic();
}

static inline void tasklet_disable(struct tasklet_struct *t)
{
	tasklet_disable_nosync(t);
	tasklet_unlock_wait(t);
	smp_mb();
}

static inline void tasklet_enable(struct tasklet_struct *t)
{
	smp_mb__before_atomic();
	atomic_dec(&t->count);
}

/* the text of /proc/interrupts for the arch's own vectors */
struct seq_file;
int arch_show_interrupts(struct seq_file *p, int prec);
int show_interrupts(struct seq_file *p, void *v);

#endif
