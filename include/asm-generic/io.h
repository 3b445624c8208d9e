/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm-generic/io.h - mapping device memory, for architectures that map it as any other page.
 */
#ifndef _ASM_GENERIC_IO_H
#define _ASM_GENERIC_IO_H

#include <linux/types.h>

extern void __iomem *ioremap_prot(phys_addr_t phys, size_t size, unsigned long prot);
extern void iounmap(volatile void __iomem *addr);

#ifndef ioremap
extern void __iomem *ioremap(phys_addr_t phys, size_t size);
#endif
#ifndef ioremap_wc
extern void __iomem *ioremap_wc(phys_addr_t phys, size_t size);
#endif
#ifndef ioremap_uc
#define ioremap_uc(phys, size)	ioremap(phys, size)
#endif
#ifndef ioremap_np
#define ioremap_np(phys, size)	NULL
#endif

#endif
