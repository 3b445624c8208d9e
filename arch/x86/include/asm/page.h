/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/page.h - turning kernel addresses, physical addresses and frames into one another.
 *
 * Two windows show RAM: the direct map, and the kernel image's own at __START_KERNEL_map.
 * __pa() takes an address of either.
 */
#ifndef _ASM_X86_PAGE_H
#define _ASM_X86_PAGE_H

#include <asm/page_types.h>

#ifndef __ASSEMBLY__
#include <linux/types.h>
#include <linux/compiler.h>

struct page;
struct vm_area_struct;

static __always_inline unsigned long __phys_addr(unsigned long x)
{
	return x >= __START_KERNEL_map ? x - __START_KERNEL_map : x - PAGE_OFFSET;
}

#define __pa(x)			__phys_addr((unsigned long)(x))
#define __pa_nodebug(x)		__pa(x)
#define __pa_symbol(x)		((unsigned long)(x) - __START_KERNEL_map)
#define __va(x)			((void *)((unsigned long)(x) + PAGE_OFFSET))
#define lm_alias(x)		__va(__pa_symbol(x))

#define virt_to_pfn(kaddr)	(__pa(kaddr) >> PAGE_SHIFT)
#define pfn_to_virt(pfn)	__va((unsigned long)(pfn) << PAGE_SHIFT)
#define pfn_to_kaddr(pfn)	pfn_to_virt(pfn)
#define virt_to_page(kaddr)	pfn_to_page(virt_to_pfn(kaddr))
#define page_to_virt(page)	pfn_to_virt(page_to_pfn(page))

extern unsigned long max_pfn_mapped;		/* [I] end of the direct map */
extern bool __virt_addr_valid(unsigned long kaddr);
#define virt_addr_valid(kaddr)	__virt_addr_valid((unsigned long)(kaddr))

/* Whole words with rep: the count register is the instruction count's bound under an emulator. */
static __always_inline void clear_page(void *page)
{
	unsigned long count = PAGE_SIZE / 8;

	asm volatile("rep stosq" : "+c" (count), "+D" (page) : "a" (0UL) : "memory");
}

static __always_inline void copy_page(void *to, void *from)
{
	unsigned long count = PAGE_SIZE / 8;

	asm volatile("rep movsq" : "+c" (count), "+D" (to), "+S" (from) : : "memory");
}

#define clear_user_page(page, vaddr, pg)	clear_page(page)
#define copy_user_page(to, from, vaddr, topage)	copy_page(to, from)

#include <asm-generic/memory_model.h>
#include <asm-generic/getorder.h>

#endif
#endif
