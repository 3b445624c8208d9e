/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/irqflags.h - interrupts on and off on this CPU.
 *
 * An interrupt that came meanwhile is delivered as soon as they are on.
 */
#ifndef _ASM_SIM_IRQFLAGS_H
#define _ASM_SIM_IRQFLAGS_H

#ifndef __ASSEMBLY__
#include <asm/sim_cpu.h>

static __always_inline unsigned long arch_local_save_flags(void)
{
	return sim_this()->irqs_on;
}

static __always_inline void arch_local_irq_disable(void)
{
	sim_this()->irqs_on = false;
	barrier();
}

static __always_inline void arch_local_irq_enable(void)
{
	struct sim_cpu *cpu = sim_this();

	barrier();
	cpu->irqs_on = true;
	if (unlikely(sim_pending(cpu)))
		sim_deliver_irqs();
}

static __always_inline bool arch_irqs_disabled_flags(unsigned long flags)
{
	return !flags;
}

static __always_inline bool arch_irqs_disabled(void)
{
	return arch_irqs_disabled_flags(arch_local_save_flags());
}

static __always_inline unsigned long arch_local_irq_save(void)
{
	unsigned long flags = arch_local_save_flags();

	arch_local_irq_disable();
	return flags;
}

static __always_inline void arch_local_irq_restore(unsigned long flags)
{
	if (!arch_irqs_disabled_flags(flags))
		arch_local_irq_enable();
}

#define halt()		sim_halt()
#define safe_halt()	sim_halt()

#endif
#endif
