/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * irqflags.h - disabling interrupts on this CPU. The arch supplies the five primitives
 * arch_local_{save_flags,irq_restore,irq_disable,irq_enable} and arch_irqs_disabled_flags.
 */
#ifndef _LINUX_IRQFLAGS_H
#define _LINUX_IRQFLAGS_H

#include <linux/compiler.h>
#include <asm/irqflags.h>

#define local_irq_disable()	arch_local_irq_disable()
#define local_irq_enable()	arch_local_irq_enable()
#define local_irq_save(flags)	do { (flags) = arch_local_irq_save(); } while (0)
#define local_irq_restore(flags) arch_local_irq_restore(flags)
#define local_save_flags(flags)	do { (flags) = arch_local_save_flags(); } while (0)
#define irqs_disabled()		arch_irqs_disabled()
#define irqs_disabled_flags(flags) arch_irqs_disabled_flags(flags)

#define raw_local_irq_disable()	local_irq_disable()
#define raw_local_irq_enable()	local_irq_enable()
#define raw_local_irq_save(f)	local_irq_save(f)
#define raw_local_irq_restore(f) local_irq_restore(f)
#define raw_irqs_disabled()	irqs_disabled()
#define raw_irqs_disabled_flags(f) irqs_disabled_flags(f)
#define raw_local_save_flags(f)	local_save_flags(f)

/* nothing traces or checks interrupt state yet: the hook points exist for a checker */
#define trace_hardirqs_on()	do { } while (0)
#define trace_hardirqs_off()	do { } while (0)

#endif
