/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/io.h - memory-mapped registers are plain memory: no device has any. */
#ifndef _ASM_SIM_IO_H
#define _ASM_SIM_IO_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/page.h>

#define __SIM_MMIO(name, type)						\
static __always_inline type read##name(const volatile void __iomem *addr) \
{									\
	return *(const volatile type __force *)addr;			\
}									\
static __always_inline void write##name(type value, volatile void __iomem *addr) \
{									\
	*(volatile type __force *)addr = value;				\
}

__SIM_MMIO(b, u8)
__SIM_MMIO(w, u16)
__SIM_MMIO(l, u32)
__SIM_MMIO(q, u64)

#define readb readb
#define readw readw
#define readl readl
#define readq readq
#define writeb writeb
#define writew writew
#define writel writel
#define writeq writeq

#define virt_to_phys(addr)	((phys_addr_t)__pa(addr))
#define phys_to_virt(phys)	__va(phys)

#include <asm-generic/io.h>

#endif
