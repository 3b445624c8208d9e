// SPDX-License-Identifier: GPL-2.0-only
/*
 * fixmap.c - device registers at addresses fixed when the kernel is built.
 *
 * Owns:       level1_fixmap_pgt, the one page table behind all of them.
 * Locks:      none: written while one CPU runs.
 */
#include <linux/init.h>
#include <linux/linkage.h>
#include <asm/fixmap.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>

extern pmd_t level2_fixmap_pgt[PTRS_PER_PMD];

static pte_t level1_fixmap_pgt[PTRS_PER_PTE] __page_aligned_bss;

/** __set_fixmap() - map @phys at the address of @idx; no rights at all unmap it */
void __set_fixmap(enum fixed_addresses idx, phys_addr_t phys, pgprot_t flags)
{
	unsigned long addr = fix_to_virt(idx);
	pmd_t *pmd = &level2_fixmap_pgt[(addr >> PMD_SHIFT) % PTRS_PER_PMD];

	if (pmd_none(*pmd))
		set_pmd(pmd, __pmd(__pa_symbol(level1_fixmap_pgt) | _KERNPG_TABLE));
	set_pte(&level1_fixmap_pgt[(addr >> PAGE_SHIFT) % PTRS_PER_PTE],
		pgprot_val(flags) ? pfn_pte(phys >> PAGE_SHIFT, flags) : __pte(0));
	flush_tlb_one_kernel(addr);
}
