/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * preempt.h - the per-CPU count that says what this CPU may not do now.
 *
 *	bits  0.. 7	depth of preempt_disable()
 *	bits  8..15	softirq: 1 while one runs, 2 per local_bh_disable()
 *	bits 16..19	depth of hard interrupts
 *	bits 20..23	depth of NMIs
 *	bit  31		reschedule wanted, inverted, where the arch folds it in: the
 *			count reaches zero only when it may, and must, reschedule
 *
 * The arch stores the count (asm/preempt.h). It is not saved at a context switch: every
 * task is switched out with exactly PREEMPT_DISABLE_OFFSET * 2.
 */
#ifndef _LINUX_PREEMPT_H
#define _LINUX_PREEMPT_H

#include <linux/linkage.h>
#include <linux/types.h>
#include <linux/compiler.h>

#define PREEMPT_BITS		8
#define SOFTIRQ_BITS		8
#define HARDIRQ_BITS		4
#define NMI_BITS		4

#define PREEMPT_SHIFT		0
#define SOFTIRQ_SHIFT		(PREEMPT_SHIFT + PREEMPT_BITS)
#define HARDIRQ_SHIFT		(SOFTIRQ_SHIFT + SOFTIRQ_BITS)
#define NMI_SHIFT		(HARDIRQ_SHIFT + HARDIRQ_BITS)

#define __IRQ_MASK(bits)	((1UL << (bits)) - 1)
#define PREEMPT_MASK		(__IRQ_MASK(PREEMPT_BITS) << PREEMPT_SHIFT)
#define SOFTIRQ_MASK		(__IRQ_MASK(SOFTIRQ_BITS) << SOFTIRQ_SHIFT)
#define HARDIRQ_MASK		(__IRQ_MASK(HARDIRQ_BITS) << HARDIRQ_SHIFT)
#define NMI_MASK		(__IRQ_MASK(NMI_BITS) << NMI_SHIFT)

#define PREEMPT_OFFSET		(1UL << PREEMPT_SHIFT)
#define SOFTIRQ_OFFSET		(1UL << SOFTIRQ_SHIFT)
#define HARDIRQ_OFFSET		(1UL << HARDIRQ_SHIFT)
#define NMI_OFFSET		(1UL << NMI_SHIFT)

#define SOFTIRQ_DISABLE_OFFSET	(2 * SOFTIRQ_OFFSET)
#define PREEMPT_DISABLE_OFFSET	PREEMPT_OFFSET
#define PREEMPT_LOCK_OFFSET	PREEMPT_DISABLE_OFFSET
#define SOFTIRQ_LOCK_OFFSET	(SOFTIRQ_DISABLE_OFFSET + PREEMPT_LOCK_OFFSET)

/* bit 23 + 8: the arch's folded "reschedule" flag lives here */
#define PREEMPT_NEED_RESCHED_BIT 0x80000000

/* the boot task starts unpreemptible; so does a new task inside schedule_tail() */
#define INIT_PREEMPT_COUNT	PREEMPT_OFFSET
#define PREEMPT_ENABLED		0
#define FORK_PREEMPT_COUNT	(2 * PREEMPT_DISABLE_OFFSET + PREEMPT_ENABLED)

#include <asm/preempt.h>

#define nmi_count()		(preempt_count() & NMI_MASK)
#define hardirq_count()		(preempt_count() & HARDIRQ_MASK)
#define softirq_count()		(preempt_count() & SOFTIRQ_MASK)
#define irq_count()		(preempt_count() & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_MASK))

#define in_nmi()		(nmi_count())
#define in_hardirq()		(hardirq_count())
#define in_irq()		(hardirq_count())
#define in_softirq()		(softirq_count())
#define in_serving_softirq()	(softirq_count() & SOFTIRQ_OFFSET)
#define in_interrupt()		(irq_count())
#define in_task()		(!(preempt_count() & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_OFFSET)))
#define in_atomic()		(preempt_count() != 0)
/* inside schedule(), the caller's own preempt_disable() is the one that is allowed */
#define in_atomic_preempt_off()	(preempt_count() != PREEMPT_DISABLE_OFFSET)
#define preemptible()		(preempt_count() == 0 && !irqs_disabled())

#define preempt_count_add(v)	__preempt_count_add(v)
#define preempt_count_sub(v)	__preempt_count_sub(v)
#define preempt_count_dec_and_test() __preempt_count_dec_and_test()
#define __preempt_count_inc()	__preempt_count_add(1)
#define __preempt_count_dec()	__preempt_count_sub(1)
#define preempt_count_inc()	preempt_count_add(1)
#define preempt_count_dec()	preempt_count_sub(1)

asmlinkage void preempt_schedule(void);
asmlinkage void preempt_schedule_irq(void);

#define preempt_disable() \
do { \
	preempt_count_inc(); \
	barrier(); \
} while (0)

#define preempt_enable_no_resched() \
do { \
	barrier(); \
	preempt_count_dec(); \
} while (0)
#define sched_preempt_enable_no_resched() preempt_enable_no_resched()

#define preempt_enable() \
do { \
	barrier(); \
	if (unlikely(preempt_count_dec_and_test())) \
		__preempt_schedule(); \
} while (0)

#define preempt_check_resched() \
do { \
	if (should_resched(0)) \
		__preempt_schedule(); \
} while (0)

#define preempt_disable_notrace()	preempt_disable()
#define preempt_enable_notrace()	preempt_enable()
#define preempt_enable_no_resched_notrace() preempt_enable_no_resched()

#define preempt_set_need_resched()	set_preempt_need_resched()
#define preempt_fold_need_resched() \
do { \
	if (need_resched()) \
		set_preempt_need_resched(); \
} while (0)

/* every preemptible section may also not migrate: this kernel pins by not preempting */
#define migrate_disable()	preempt_disable()
#define migrate_enable()	preempt_enable()

#define cant_sleep()		do { } while (0)
#define cant_migrate()		do { } while (0)

#endif
