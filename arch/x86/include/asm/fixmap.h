/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/fixmap.h - virtual addresses fixed when the kernel is built, mapped before vmalloc works.
 */
#ifndef _ASM_X86_FIXMAP_H
#define _ASM_X86_FIXMAP_H

#include <asm/page.h>
#include <asm/pgtable_types.h>

#define FIXADDR_TOP	0xffffffffff5ff000UL

#ifndef __ASSEMBLY__
/* Counted downwards from FIXADDR_TOP; all of it lies in the 2 MiB below it, one page table. */
enum fixed_addresses {
	FIX_APIC_BASE,
	FIX_IO_APIC_BASE_0,
	FIX_IO_APIC_BASE_END = FIX_IO_APIC_BASE_0 + 15,
	__end_of_fixed_addresses
};
#endif

#define FIXADDR_SIZE	((unsigned long)__end_of_fixed_addresses << PAGE_SHIFT)
#define FIXADDR_START	(FIXADDR_TOP - FIXADDR_SIZE)

#ifndef __ASSEMBLY__
#define FIXMAP_PAGE_NOCACHE	PAGE_KERNEL_NOCACHE
#define FIXMAP_PAGE_NORMAL	PAGE_KERNEL

#define __fix_to_virt(x)	(FIXADDR_TOP - ((unsigned long)(x) << PAGE_SHIFT))
#define fix_to_virt(idx)	__fix_to_virt(idx)

extern void __set_fixmap(enum fixed_addresses idx, phys_addr_t phys, pgprot_t flags);

#define set_fixmap_nocache(idx, phys)	__set_fixmap(idx, phys, FIXMAP_PAGE_NOCACHE)
#define clear_fixmap(idx)		__set_fixmap(idx, 0, __pgprot(0))
#endif

#endif
