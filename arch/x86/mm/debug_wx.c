// SPDX-License-Identifier: GPL-2.0-only
/*
 * debug_wx.c - proves at the end of boot that no kernel page is writable and executable.
 *
 * Walks every entry of the kernel half of init_top_pgt. Only leaves are judged: tables above
 * them allow everything here. KASAN's shared tables lead to one page, which is read-only.
 */
#include <linux/kasan.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <asm/pgtable.h>
#include "mm_internal.h"

static unsigned long wx_pages;

static void check_leaf(pteval_t entry, unsigned long addr, unsigned long size)
{
	if (!(entry & _PAGE_PRESENT) || !(entry & _PAGE_RW) || (entry & _PAGE_NX))
		return;
	if (!wx_pages)
		pr_warn("x86/mm: Found insecure W+X mapping at address %#lx\n", addr);
	wx_pages += size >> PAGE_SHIFT;
}

static void check_ptes(pte_t *table, unsigned long addr)
{
	if (kasan_is_early_shadow(table))
		return;
	for (int i = 0; i < PTRS_PER_PTE; i++, addr += PAGE_SIZE)
		check_leaf(pte_val(table[i]), addr, PAGE_SIZE);
}

static void check_pmds(pmd_t *table, unsigned long addr)
{
	if (kasan_is_early_shadow(table))
		return;
	for (int i = 0; i < PTRS_PER_PMD; i++, addr += PMD_SIZE) {
		if (pmd_leaf(table[i]))
			check_leaf(pmd_val(table[i]), addr, PMD_SIZE);
		else if (pmd_val(table[i]) & _PAGE_PRESENT)
			check_ptes((pte_t *)pmd_page_vaddr(table[i]), addr);
	}
}

static void check_puds(pud_t *table, unsigned long addr)
{
	if (kasan_is_early_shadow(table))
		return;
	for (int i = 0; i < PTRS_PER_PUD; i++, addr += PUD_SIZE) {
		if (pud_leaf(table[i]))
			check_leaf(pud_val(table[i]), addr, PUD_SIZE);
		else if (pud_present(table[i]))
			check_pmds(pud_pgtable(table[i]), addr);
	}
}

/** debug_checkwx() - walk, and say what was found */
void debug_checkwx(void)
{
	unsigned long addr = 0xffff800000000000UL;

	if (!(__supported_pte_mask & _PAGE_NX))
		return;
	for (int i = KERNEL_PGD_BOUNDARY; i < PTRS_PER_PGD; i++, addr += PGDIR_SIZE)
		if (pgd_val(init_top_pgt[i]) & _PAGE_PRESENT)
			check_puds(p4d_pgtable(*(p4d_t *)&init_top_pgt[i]), addr);
	if (wx_pages)
		pr_warn("x86/mm: Checked W+X mappings: FAILED, %lu W+X pages found.\n", wx_pages);
	else
		pr_info("x86/mm: Checked W+X mappings: passed, no W+X pages found.\n");
}
