/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/irqflags.h - interrupts on and off on this CPU.
 */
#ifndef _ASM_X86_IRQFLAGS_H
#define _ASM_X86_IRQFLAGS_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <uapi/asm/processor-flags.h>

#ifndef __ASSEMBLY__

static __always_inline unsigned long arch_local_save_flags(void)
{
	unsigned long flags;

	asm volatile("pushfq; popq %0" : "=rm" (flags) : : "memory");
	return flags;
}

static __always_inline void arch_local_irq_disable(void)
{
	asm volatile("cli" : : : "memory");
}

static __always_inline void arch_local_irq_enable(void)
{
	asm volatile("sti" : : : "memory");
}

static __always_inline bool arch_irqs_disabled_flags(unsigned long flags)
{
	return !(flags & X86_EFLAGS_IF);
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

/* sti takes effect after the next instruction, so that no interrupt slips in before the hlt. */
static __always_inline void arch_safe_halt(void)
{
	asm volatile("sti; hlt" : : : "memory");
}

static __always_inline void native_halt(void)
{
	asm volatile("hlt" : : : "memory");
}
#define halt()	native_halt()
#define safe_halt() arch_safe_halt()

#endif
#endif
