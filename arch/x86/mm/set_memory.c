// SPDX-License-Identifier: GPL-2.0-only
/*
 * set_memory.c - changing the rights of kernel pages.
 *
 * Owns:       the leaves of the direct map and of the image, once boot has made them.
 * Locks:      cpa_lock: one change at a time. Nobody else writes these entries.
 * Elsewhere:  vmalloc's tables change only in vmalloc.c, while it owns the area; set_memory_*()
 *             on such an area is the caller's to serialise.
 *
 * A large page whose part is to change is split first: same memory, same rights, smaller pages.
 */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include <asm/pgalloc.h>
#include <asm/set_memory.h>
#include <asm/tlbflush.h>

static DEFINE_SPINLOCK(cpa_lock);

/**
 * lookup_address() - the leaf entry that maps kernel address @address
 * @level: set to the size of page it maps
 *
 * Return: the entry, of whichever level, as a pte_t; NULL where a table is missing.
 */
pte_t *lookup_address(unsigned long address, unsigned int *level)
{
	pgd_t *pgd = init_top_pgt + ((address >> PGDIR_SHIFT) % PTRS_PER_PGD);
	pud_t *pud;
	pmd_t *pmd;

	*level = PG_LEVEL_512G;
	if (!(pgd_val(*pgd) & _PAGE_PRESENT))
		return NULL;
	pud = p4d_pgtable(*(p4d_t *)pgd) + ((address >> PUD_SHIFT) % PTRS_PER_PUD);
	*level = PG_LEVEL_1G;
	if (pud_leaf(*pud))
		return (pte_t *)pud;
	if (!pud_present(*pud))
		return NULL;
	pmd = pud_pgtable(*pud) + ((address >> PMD_SHIFT) % PTRS_PER_PMD);
	*level = PG_LEVEL_2M;
	if (pmd_leaf(*pmd))
		return (pte_t *)pmd;
	if (!pmd_present(*pmd))
		return NULL;
	*level = PG_LEVEL_4K;
	return (pte_t *)pmd_page_vaddr(*pmd) + ((address >> PAGE_SHIFT) % PTRS_PER_PTE);
}

/* Replaces a large leaf by a table of the next smaller pages. */
static int split_large_page(pte_t *leaf, unsigned int level, unsigned long addr)
{
	unsigned long step = level == PG_LEVEL_1G ? PMD_SIZE : PAGE_SIZE;
	pteval_t entry = pte_val(*leaf);
	struct page *page = alloc_page(GFP_ATOMIC);
	pte_t *table;

	if (!page)
		return -ENOMEM;
	table = page_address(page);
	if (level == PG_LEVEL_2M)
		entry &= ~_PAGE_PSE;
	for (int i = 0; i < PTRS_PER_PTE; i++, entry += step)
		set_pte(&table[i], __pte(entry));
	set_pte(leaf, __pte(__pa(table) | _KERNPG_TABLE));
	if (addr >= PAGE_OFFSET && addr < VMALLOC_START) {
		update_page_count(level, -1UL);
		update_page_count(level - 1, PTRS_PER_PTE);
	}
	return 0;
}

static int change_page_attr(unsigned long addr, int numpages, pteval_t set, pteval_t clear)
{
	unsigned long end = addr + (unsigned long)numpages * PAGE_SIZE;
	unsigned long start = addr;
	int err = 0;

	spin_lock(&cpa_lock);
	while (addr < end && !err) {
		unsigned int level;
		pte_t *pte = lookup_address(addr, &level);

		if (!pte || pte_none(*pte)) {
			err = -EFAULT;
		} else if (level != PG_LEVEL_4K) {
			err = split_large_page(pte, level, addr);
		} else {
			set_pte(pte, __pte((pte_val(*pte) & ~clear) | (set & __supported_pte_mask)));
			addr += PAGE_SIZE;
		}
	}
	spin_unlock(&cpa_lock);
	flush_tlb_kernel_range(start, end);
	return err;
}

/* Each: 0; -EFAULT where nothing is mapped; -ENOMEM where a large page could not be split. */
int set_memory_ro(unsigned long addr, int numpages)
{
	return change_page_attr(addr, numpages, 0, _PAGE_RW);
}

int set_memory_rw(unsigned long addr, int numpages)
{
	return change_page_attr(addr, numpages, _PAGE_RW, 0);
}

int set_memory_nx(unsigned long addr, int numpages)
{
	return change_page_attr(addr, numpages, _PAGE_NX, 0);
}

int set_memory_x(unsigned long addr, int numpages)
{
	return change_page_attr(addr, numpages, 0, _PAGE_NX);
}

int set_memory_rox(unsigned long addr, int numpages)
{
	return change_page_attr(addr, numpages, 0, _PAGE_RW | _PAGE_NX);
}

int set_memory_uc(unsigned long addr, int numpages)
{
	return change_page_attr(addr, numpages, _PAGE_PCD | _PAGE_PWT, 0);
}

int set_memory_wb(unsigned long addr, int numpages)
{
	return change_page_attr(addr, numpages, 0, _PAGE_PCD | _PAGE_PWT);
}

/* Not present: bit 8 would make it PROT_NONE, so global goes too. */
int set_memory_np(unsigned long addr, int numpages)
{
	return change_page_attr(addr, numpages, 0, _PAGE_PRESENT | _PAGE_GLOBAL);
}

int set_memory_p(unsigned long addr, int numpages)
{
	return change_page_attr(addr, numpages, _PAGE_PRESENT | _PAGE_GLOBAL, 0);
}

int set_direct_map_invalid_noflush(struct page *page)
{
	return set_memory_np((unsigned long)page_address(page), 1);
}

int set_direct_map_default_noflush(struct page *page)
{
	return set_memory_p((unsigned long)page_address(page), 1);
}

/**
 * __kernel_map_pages() - show pages in the direct map, or hide them
 *
 * Only where the direct map consists of 4 KiB pages (debug_pagealloc_enabled()), so that there is
 * nothing to split and nobody else to write the entries. Context: any. Other CPUs' TLBs are not
 * flushed.
 */
void __kernel_map_pages(struct page *page, int numpages, int enable)
{
	unsigned long addr = (unsigned long)page_address(page);

	for (; numpages--; addr += PAGE_SIZE) {
		unsigned int level;
		pte_t *pte = lookup_address(addr, &level);

		BUG_ON(!pte || level != PG_LEVEL_4K);
		if (enable)
			set_pte(pte, __pte(pte_val(*pte) | ((_PAGE_PRESENT | _PAGE_GLOBAL) & __supported_pte_mask)));
		else
			set_pte(pte, __pte(pte_val(*pte) & ~(_PAGE_PRESENT | _PAGE_GLOBAL)));
		flush_tlb_one_kernel(addr);
	}
}

bool kernel_page_present(struct page *page)
{
	unsigned int level;
	pte_t *pte = lookup_address((unsigned long)page_address(page), &level);

	return pte && (pte_val(*pte) & _PAGE_PRESENT);
}
