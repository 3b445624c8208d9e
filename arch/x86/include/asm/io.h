/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/io.h - ports and memory-mapped device registers.
 *
 * x86 keeps accesses to uncached memory in program order: readX and writeX only have to stop the
 * compiler.
 */
#ifndef _ASM_X86_IO_H
#define _ASM_X86_IO_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/page.h>

#define __X86_IN(name, sfx, mod, type)					\
static __always_inline type name(u16 port)				\
{									\
	type value;							\
									\
	asm volatile("in" sfx " %w1, %" mod "0" : "=a" (value) : "Nd" (port)); \
	return value;							\
}
#define __X86_OUT(name, sfx, mod, type)					\
static __always_inline void name(type value, u16 port)			\
{									\
	asm volatile("out" sfx " %" mod "0, %w1" : : "a" (value), "Nd" (port)); \
}

__X86_IN(inb, "b", "b", u8)
__X86_IN(inw, "w", "w", u16)
__X86_IN(inl, "l", "k", u32)
__X86_OUT(outb, "b", "b", u8)
__X86_OUT(outw, "w", "w", u16)
__X86_OUT(outl, "l", "k", u32)

/* Port 0x80 takes about a microsecond and does nothing else. */
static inline void io_delay(void)
{
	outb(0, 0x80);
}

static inline u8 inb_p(u16 port)
{
	u8 value = inb(port);

	io_delay();
	return value;
}

static inline void outb_p(u8 value, u16 port)
{
	outb(value, port);
	io_delay();
}

#define inb inb
#define inw inw
#define inl inl
#define outb outb
#define outw outw
#define outl outl

#define __X86_MMIO(name, sfx, mod, type)				\
static __always_inline type read##name(const volatile void __iomem *addr) \
{									\
	type value;							\
									\
	asm volatile("mov" sfx " %1, %" mod "0" : "=q" (value)		\
		     : "m" (*(const volatile type __force *)addr) : "memory"); \
	return value;							\
}									\
static __always_inline void write##name(type value, volatile void __iomem *addr) \
{									\
	asm volatile("mov" sfx " %" mod "0, %1" : : "q" (value),	\
		     "m" (*(volatile type __force *)addr) : "memory");	\
}

__X86_MMIO(b, "b", "b", u8)
__X86_MMIO(w, "w", "w", u16)
__X86_MMIO(l, "l", "k", u32)
__X86_MMIO(q, "q", "q", u64)

#define readb readb
#define readw readw
#define readl readl
#define readq readq
#define writeb writeb
#define writew writew
#define writel writel
#define writeq writeq
#define readb_relaxed(a)	readb(a)
#define readw_relaxed(a)	readw(a)
#define readl_relaxed(a)	readl(a)
#define readq_relaxed(a)	readq(a)
#define writeb_relaxed(v, a)	writeb(v, a)
#define writew_relaxed(v, a)	writew(v, a)
#define writel_relaxed(v, a)	writel(v, a)
#define writeq_relaxed(v, a)	writeq(v, a)

#define virt_to_phys(addr)	((phys_addr_t)__pa(addr))
#define phys_to_virt(phys)	__va(phys)

#include <asm-generic/io.h>

#endif
