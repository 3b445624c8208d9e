// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmap.c - page tables of vmalloc space.
 *
 * Owns:       the PTEs between VMALLOC_START and VMALLOC_END.
 * Invariant:  a PTE is present only inside a busy vmap_area (vmalloc.c) or a percpu chunk.
 * Locks:      none here: whoever owns the range is alone in it; new tables are linked under
 *             init_mm.page_table_lock. Tables, once made, stay.
 * Elsewhere:  ranges (vmalloc.c), stale translations (who frees the range flushes).
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/pgtable.h>
#include <linux/vmalloc.h>
#include <asm/cacheflush.h>
#include <asm/tlbflush.h>
#include "pages.h"

/* The PTE of a kernel address, with tables made as needed; NULL: no memory. */
static pte_t *kernel_pte_alloc(unsigned long addr)
{
	p4d_t *p4d = p4d_alloc(&init_mm, pgd_offset_k(addr), addr);
	pud_t *pud = p4d ? pud_alloc(&init_mm, p4d, addr) : NULL;
	pmd_t *pmd = pud ? pmd_alloc(&init_mm, pud, addr) : NULL;

	return pmd ? pte_alloc_kernel(pmd, addr) : NULL;
}

/* The PMD of a kernel address, or NULL where a table above is missing. */
static pmd_t *kernel_pmd(unsigned long addr)
{
	pgd_t *pgd = pgd_offset_k(addr);
	p4d_t *p4d;
	pud_t *pud;

	if (pgd_none(pgdp_get(pgd)))
		return NULL;
	p4d = p4d_offset(pgd, addr);
	if (p4d_none(p4dp_get(p4d)))
		return NULL;
	pud = pud_offset(p4d, addr);
	if (pud_none(pudp_get(pud)) || pud_leaf(pudp_get(pud)))
		return NULL;
	return pmd_offset(pud, addr);
}

/**
 * vmap_page_range() - map physical memory at kernel addresses
 * @addr, @end: page-aligned range that the caller owns, unmapped
 * @phys_addr: page-aligned
 *
 * Context: may sleep. Return: 0, or -ENOMEM with part of it mapped.
 */
int vmap_page_range(unsigned long addr, unsigned long end, phys_addr_t phys_addr, pgprot_t prot)
{
	unsigned long __maybe_unused start = addr;
	unsigned long pfn = PHYS_PFN(phys_addr), stop;

	while (addr < end) {
		pte_t *pte = kernel_pte_alloc(addr);

		if (!pte)
			return -ENOMEM;
		for (stop = pmd_addr_end(addr, end); addr < stop; addr += PAGE_SIZE, pte++, pfn++) {
			BUG_ON(!pte_none(ptep_get(pte)));
			set_pte_at(&init_mm, addr, pte, pfn_pte(pfn, prot));
		}
	}
	arch_sync_kernel_mappings(start, end);
	flush_cache_vmap(start, end);
	return 0;
}

int ioremap_page_range(unsigned long addr, unsigned long end, phys_addr_t phys_addr,
		       pgprot_t prot)
{
	return vmap_page_range(addr, end, phys_addr, pgprot_nx(prot));
}

int vmap_pages_range_noflush(unsigned long addr, unsigned long end, pgprot_t prot,
			     struct page **pages, unsigned int page_shift)
{
	unsigned long __maybe_unused start = addr;
	unsigned long stop;

	while (addr < end) {
		pte_t *pte = kernel_pte_alloc(addr);

		if (!pte)
			return -ENOMEM;
		for (stop = pmd_addr_end(addr, end); addr < stop; addr += PAGE_SIZE, pte++, pages++) {
			if (WARN_ON(!pte_none(ptep_get(pte))))
				return -EBUSY;
			if (WARN_ON(!*pages))
				return -ENOMEM;
			set_pte_at(&init_mm, addr, pte, pfn_pte(page_to_pfn(*pages), prot));
		}
	}
	arch_sync_kernel_mappings(start, end);
	return 0;
}

/**
 * vmap_pages_range() - map an array of pages at kernel addresses
 * @addr, @end: page-aligned range that the caller owns, unmapped
 * @page_shift: PAGE_SHIFT
 *
 * Context: may sleep. Return: 0, or an error with part of it mapped.
 */
int vmap_pages_range(unsigned long addr, unsigned long end, pgprot_t prot, struct page **pages,
		     unsigned int page_shift)
{
	int err = vmap_pages_range_noflush(addr, end, prot, pages, page_shift);

	flush_cache_vmap(addr, end);
	return err;
}

/**
 * vunmap_range_noflush() - unmap; the caller flushes the TLB before the range is used again
 *
 * Context: any but NMI.
 */
void vunmap_range_noflush(unsigned long addr, unsigned long end)
{
	while (addr < end) {
		unsigned long stop = pmd_addr_end(addr, end);
		pmd_t *pmd = kernel_pmd(addr);
		pte_t *pte;

		if (!pmd || pmd_none(pmdp_get(pmd))) {
			addr = stop;
			continue;
		}
		for (pte = pte_offset_kernel(pmd, addr); addr < stop; addr += PAGE_SIZE, pte++)
			pte_clear(&init_mm, addr, pte);
	}
}

void vunmap_range(unsigned long addr, unsigned long end)
{
	flush_cache_vunmap(addr, end);
	vunmap_range_noflush(addr, end);
	flush_tlb_kernel_range(addr, end);
}

/**
 * vmalloc_to_page() - the page behind an address of vmalloc space
 *
 * Return: the page, or NULL where nothing is mapped.
 */
struct page *vmalloc_to_page(const void *vmalloc_addr)
{
	unsigned long addr = (unsigned long)vmalloc_addr;
	pmd_t *pmd = kernel_pmd(addr);
	pte_t pte;

	if (!pmd || pmd_none(pmdp_get(pmd)))
		return NULL;
	if (pmd_leaf(pmdp_get(pmd)))
		return pmd_page(pmdp_get(pmd)) + ((addr & ~PMD_MASK) >> PAGE_SHIFT);
	pte = ptep_get(pte_offset_kernel(pmd, addr));
	return pte_present(pte) ? pte_page(pte) : NULL;
}

unsigned long vmalloc_to_pfn(const void *vmalloc_addr)
{
	return page_to_pfn(vmalloc_to_page(vmalloc_addr));
}
