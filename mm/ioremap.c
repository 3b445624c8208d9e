// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioremap.c - device memory at kernel addresses.
 *
 * Owns nothing: the range is vmalloc.c's, the tables vmap.c's. Which protection makes which kind
 * of access is the architecture's (pgprot_noncached() and its like).
 */
#include <linux/bug.h>
#include <linux/instruction_pointer.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm/io.h>

static void __iomem *ioremap_caller(phys_addr_t phys_addr, size_t size, pgprot_t prot,
				    const void *caller)
{
	unsigned long offset = offset_in_page(phys_addr), vaddr;
	phys_addr_t last = phys_addr + size - 1;
	struct vm_struct *area;

	if (WARN_ON_ONCE(!slab_is_available()) || !size || last < phys_addr)
		return NULL;
	phys_addr -= offset;
	size = PAGE_ALIGN(size + offset);
	area = get_vm_area_caller(size, VM_IOREMAP, caller);
	if (!area)
		return NULL;
	vaddr = (unsigned long)area->addr;
	area->phys_addr = phys_addr;
	if (ioremap_page_range(vaddr, vaddr + size, phys_addr, prot)) {
		free_vm_area(area);
		return NULL;
	}
	return (void __iomem *)(vaddr + offset);
}

/**
 * ioremap_prot() - map device memory with a protection of the caller's choice
 * @phys_addr, @size: need not be page-aligned
 *
 * Context: may sleep. Return: an address for iounmap(), or NULL.
 */
void __iomem *ioremap_prot(phys_addr_t phys_addr, size_t size, unsigned long prot)
{
	return ioremap_caller(phys_addr, size, __pgprot(prot), (void *)_RET_IP_);
}

/**
 * ioremap() - map device memory uncached
 */
void __iomem *ioremap(phys_addr_t phys_addr, size_t size)
{
	return ioremap_caller(phys_addr, size, pgprot_noncached(PAGE_KERNEL), (void *)_RET_IP_);
}

void __iomem *ioremap_wc(phys_addr_t phys_addr, size_t size)
{
	return ioremap_caller(phys_addr, size, pgprot_writecombine(PAGE_KERNEL), (void *)_RET_IP_);
}

void iounmap(volatile void __iomem *addr)
{
	vunmap((void *)((unsigned long)addr & PAGE_MASK));
}
