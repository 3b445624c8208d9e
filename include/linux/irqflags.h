/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * irqflags.h - disabling interrupts on this CPU. The arch supplies the five primitives
 * arch_local_{save_flags,irq_restore,irq_disable,irq_enable} and arch_irqs_disabled_flags.
 */
#ifndef _LINUX_IRQFLAGS_H
#define _LINUX_IRQFLAGS_H

#include <linux/compiler.h>
#include <asm/irqflags.h>

/* the lock checker notes which locks are held when interrupts become enabled */
#ifdef CONFIG_LOCKDEP
void lockdep_hardirqs_on(void);
#define local_irq_enable()	do { lockdep_hardirqs_on(); arch_local_irq_enable(); } while (0)
#define local_irq_restore(flags) \
do { \
	if (!arch_irqs_disabled_flags(flags)) \
		lockdep_hardirqs_on(); \
	arch_local_irq_restore(flags); \
} while (0)
#else
#define local_irq_enable()	arch_local_irq_enable()
#define local_irq_restore(flags) arch_local_irq_restore(flags)
#endif
#define local_irq_disable()	arch_local_irq_disable()
#define local_irq_save(flags)	do { (flags) = arch_local_irq_save(); } while (0)
#define local_save_flags(flags)	do { (flags) = arch_local_save_flags(); } while (0)
#define irqs_disabled()		arch_irqs_disabled()
#define irqs_disabled_flags(flags) arch_irqs_disabled_flags(flags)

/* for what holds no lock then, or is part of the checker */
#define raw_local_irq_disable()	arch_local_irq_disable()
#define raw_local_irq_enable()	arch_local_irq_enable()
#define raw_local_irq_save(f)	local_irq_save(f)
#define raw_local_irq_restore(f) arch_local_irq_restore(f)
#define raw_irqs_disabled()	irqs_disabled()
#define raw_irqs_disabled_flags(f) irqs_disabled_flags(f)
#define raw_local_save_flags(f)	local_save_flags(f)

#endif
