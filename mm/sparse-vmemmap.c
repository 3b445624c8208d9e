// SPDX-License-Identifier: GPL-2.0-only
/*
 * sparse-vmemmap.c - which frames have a struct page, and the memory of those struct pages.
 *
 * Owns:       mem_section[] (presence, by section and subsection) and the kernel page tables
 *             of the vmemmap array.
 * Invariant:  a frame whose subsection bit is set has a mapped struct page; pfn_valid() asks
 *             for exactly that.
 * Locks:      none: written at boot only.
 * Elsewhere:  what is in a struct page (mm_init.c).
 *
 * vmemmap is one virtual array indexed by frame number, so pfn_to_page() is an addition. Only
 * subsections (2 MiB of RAM, 8 pages of struct pages) that hold memory are backed. A section
 * (128 MiB) that is present throughout is mapped by one huge page.
 */
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/string.h>
#include <asm/pgalloc.h>
#include "pages.h"

/* Struct pages stay out of the memory that only old devices' DMA can reach, if they can. */
#define VMEMMAP_LOW_LIMIT	(16UL << 20)

struct mem_section *mem_section[NR_SECTION_ROOTS] ____cacheline_aligned_in_smp;
unsigned long __highest_present_section_nr;

static void * __init vmemmap_block(unsigned long size, int nid)
{
	void *p = memblock_alloc_try_nid_raw(size, size, VMEMMAP_LOW_LIMIT,
					     MEMBLOCK_ALLOC_ACCESSIBLE, nid);

	if (!p)
		panic("No memory for struct pages: %lu bytes on node %d. The machine is too small.\n",
		      size, nid);
	return p;
}

static void * __init vmemmap_table(int nid)
{
	void *table = vmemmap_block(PAGE_SIZE, nid);

	clear_page(table);
	return table;
}

static pmd_t * __init vmemmap_pmd(unsigned long addr, int nid)
{
	pgd_t *pgd = pgd_offset_k(addr);
	p4d_t *p4d;
	pud_t *pud;

	if (pgd_none(*pgd))
		pgd_populate(&init_mm, pgd, vmemmap_table(nid));
	p4d = p4d_offset(pgd, addr);
	if (p4d_none(*p4d))
		p4d_populate(&init_mm, p4d, vmemmap_table(nid));
	pud = pud_offset(p4d, addr);
	if (pud_none(*pud))
		pud_populate(&init_mm, pud, vmemmap_table(nid));
	return pmd_offset(pud, addr);
}

static void __init vmemmap_map_page(unsigned long addr, int nid)
{
	pmd_t *pmd = vmemmap_pmd(addr, nid);
	void *block;
	pte_t *pte;

	if (!pmd_none(*pmd) && pmd_leaf(*pmd))
		return;
	if (pmd_none(*pmd))
		pmd_populate_kernel(&init_mm, pmd, vmemmap_table(nid));
	pte = pte_offset_kernel(pmd, addr);
	if (!pte_none(ptep_get(pte)))
		return;
	block = vmemmap_block(PAGE_SIZE, nid);
	clear_page(block);
	set_pte_at(&init_mm, addr, pte, pfn_pte(PHYS_PFN(__pa(block)), PAGE_KERNEL));
}

/* Return: false where a smaller range of the section came before and took 4 KiB pages. */
static bool __init vmemmap_map_huge(unsigned long addr, int nid)
{
	pmd_t *pmd = vmemmap_pmd(addr, nid);
	void *block;

	if (!pmd_none(*pmd))
		return pmd_leaf(*pmd);
	block = vmemmap_block(PMD_SIZE, nid);
	memset(block, 0, PMD_SIZE);
	set_pmd(pmd, pmd_mkhuge(pfn_pmd(PHYS_PFN(__pa(block)), PAGE_KERNEL)));
	return true;
}

/* Maps the struct pages of [pfn, end), a part of one section. */
static void __init vmemmap_populate_range(unsigned long pfn, unsigned long end, int nid)
{
	unsigned long addr = (unsigned long)pfn_to_page(pfn);
	unsigned long stop = (unsigned long)pfn_to_page(end);

	if (!(addr & ~PMD_MASK) && stop - addr == PMD_SIZE && vmemmap_map_huge(addr, nid)) {
		arch_sync_kernel_mappings(addr, stop);
		return;
	}
	for (unsigned long page = addr & PAGE_MASK; page < stop; page += PAGE_SIZE)
		vmemmap_map_page(page, nid);
	arch_sync_kernel_mappings(addr & PAGE_MASK, PAGE_ALIGN(stop));
}

static struct mem_section * __init section_make(unsigned long nr, int nid)
{
	unsigned long root = SECTION_NR_TO_ROOT(nr);

	BUG_ON(root >= NR_SECTION_ROOTS);
	if (!mem_section[root])
		mem_section[root] = memblock_alloc_node(SECTIONS_PER_ROOT * sizeof(struct mem_section),
							SMP_CACHE_BYTES, nid);
	if (!mem_section[root])
		panic("No memory for the section table\n");
	return &mem_section[root][nr & SECTION_ROOT_MASK];
}

static void __init section_add(unsigned long pfn, unsigned long end, int nid)
{
	struct mem_section *ms = section_make(pfn_to_section_nr(pfn), nid);
	unsigned long sub;

	vmemmap_populate_range(pfn, end, nid);
	ms->flags |= SECTION_MARKED_PRESENT | SECTION_HAS_MEM_MAP | SECTION_IS_ONLINE |
		     SECTION_IS_EARLY;
	for (sub = pfn; sub < end; sub += PAGES_PER_SUBSECTION)
		__set_bit((sub & ~PAGE_SECTION_MASK) >> PFN_SUBSECTION_SHIFT, ms->subsection_map);
	__highest_present_section_nr = max(__highest_present_section_nr, pfn_to_section_nr(pfn));
}

/**
 * sparse_init() - give a struct page to every frame of RAM that memblock knows
 *
 * The struct pages are zero; memmap_init() fills them.
 */
void __init sparse_init(void)
{
	unsigned long start, end, pfn, stop;
	int i, nid;

	BUILD_BUG_ON(PAGES_PER_SECTION * sizeof(struct page) % PAGE_SIZE);
	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, &nid) {
		start = ALIGN_DOWN(start, PAGES_PER_SUBSECTION);
		end = ALIGN(end, PAGES_PER_SUBSECTION);
		for (pfn = start; pfn < end; pfn = stop) {
			stop = min(SECTION_ALIGN_UP(pfn + 1), end);
			section_add(pfn, stop, max(nid, 0));
		}
	}
}
