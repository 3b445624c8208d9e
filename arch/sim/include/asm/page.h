/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/page.h - turning kernel addresses, physical addresses and frames into one another.
 *
 * Only the direct map shows RAM. The kernel's image is memory of the host: it has no frames.
 */
#ifndef _ASM_SIM_PAGE_H
#define _ASM_SIM_PAGE_H

#include <asm/page_types.h>

#ifndef __ASSEMBLY__
#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/string.h>

struct page;
struct vm_area_struct;

#define __pa(x)			((unsigned long)(x) - PAGE_OFFSET)
#define __va(x)			((void *)((unsigned long)(x) + PAGE_OFFSET))

#define virt_to_pfn(kaddr)	(__pa(kaddr) >> PAGE_SHIFT)
#define pfn_to_virt(pfn)	__va((unsigned long)(pfn) << PAGE_SHIFT)
#define pfn_to_kaddr(pfn)	pfn_to_virt(pfn)
#define virt_to_page(kaddr)	pfn_to_page(virt_to_pfn(kaddr))
#define page_to_virt(page)	pfn_to_virt(page_to_pfn(page))

#define pfn_in_kernel_image(pfn)	((void)(pfn), false)

extern bool __virt_addr_valid(unsigned long kaddr);
#define virt_addr_valid(kaddr)	__virt_addr_valid((unsigned long)(kaddr))

static __always_inline void clear_page(void *page)
{
	memset(page, 0, PAGE_SIZE);
}

static __always_inline void copy_page(void *to, void *from)
{
	memcpy(to, from, PAGE_SIZE);
}

/* mm/stale.c: a TLB may not know a frame any more when it goes free. */
extern void sim_pages_freed(struct page *page, unsigned int order);
#define arch_free_page(page, order)	sim_pages_freed(page, order)

#define clear_user_page(page, vaddr, pg)	clear_page(page)
#define copy_user_page(to, from, vaddr, topage)	copy_page(to, from)

#include <asm-generic/memory_model.h>
#include <asm-generic/getorder.h>

#endif
#endif
