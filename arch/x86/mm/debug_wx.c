// SPDX-License-Identifier: GPL-2.0-only
/*
 * debug_wx.c - proves that no kernel page is writable and executable: at the end of boot, and whenever somebody
 * reads /sys/kernel/debug/check_wx_pages (SUCCESS, or FAILED and a warning in the log).
 *
 * Walks every entry of the kernel half of init_top_pgt. Only leaves are judged: tables above
 * them allow everything here. KASAN's shared tables lead to one page, which is read-only.
 *
 * Locks:      none: a table that has been entered into the kernel half stays. An entry that changes meanwhile is
 *             seen as it was or as it is.
 */
#include <linux/debugfs.h>
#include <linux/init.h>
#include <linux/kasan.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <asm/pgtable.h>
#include "mm_internal.h"

struct wx_found {
	unsigned long pages;
	unsigned long first;		/* address of the first of them */
};

static void check_leaf(struct wx_found *wx, pteval_t entry, unsigned long addr, unsigned long size)
{
	if (!(entry & _PAGE_PRESENT) || !(entry & _PAGE_RW) || (entry & _PAGE_NX))
		return;
	if (!wx->pages)
		wx->first = addr;
	wx->pages += size >> PAGE_SHIFT;
}

static void check_ptes(struct wx_found *wx, pte_t *table, unsigned long addr)
{
	if (kasan_is_early_shadow(table))
		return;
	for (int i = 0; i < PTRS_PER_PTE; i++, addr += PAGE_SIZE)
		check_leaf(wx, pte_val(table[i]), addr, PAGE_SIZE);
}

static void check_pmds(struct wx_found *wx, pmd_t *table, unsigned long addr)
{
	if (kasan_is_early_shadow(table))
		return;
	for (int i = 0; i < PTRS_PER_PMD; i++, addr += PMD_SIZE) {
		if (pmd_leaf(table[i]))
			check_leaf(wx, pmd_val(table[i]), addr, PMD_SIZE);
		else if (pmd_val(table[i]) & _PAGE_PRESENT)
			check_ptes(wx, (pte_t *)pmd_page_vaddr(table[i]), addr);
	}
}

static void check_puds(struct wx_found *wx, pud_t *table, unsigned long addr)
{
	if (kasan_is_early_shadow(table))
		return;
	for (int i = 0; i < PTRS_PER_PUD; i++, addr += PUD_SIZE) {
		if (pud_leaf(table[i]))
			check_leaf(wx, pud_val(table[i]), addr, PUD_SIZE);
		else if (pud_present(table[i]))
			check_pmds(wx, pud_pgtable(table[i]), addr);
	}
}

/**
 * debug_count_wx() - walk the kernel's half
 * @first: where the address of the first such page goes, if there is one
 *
 * Context: any.
 * Return: how many pages are writable and executable.
 */
unsigned long debug_count_wx(unsigned long *first)
{
	unsigned long addr = 0xffff800000000000UL;
	struct wx_found wx = {};

	for (int i = KERNEL_PGD_BOUNDARY; i < PTRS_PER_PGD; i++, addr += PGDIR_SIZE)
		if (pgd_val(init_top_pgt[i]) & _PAGE_PRESENT)
			check_puds(&wx, p4d_pgtable(*(p4d_t *)&init_top_pgt[i]), addr);
	*first = wx.first;
	return wx.pages;
}

/**
 * debug_checkwx() - walk, and say what was found
 *
 * Return: true if nothing was; or where the CPU has no NX, so that there is nothing to look for.
 */
bool debug_checkwx(void)
{
	unsigned long pages, first;

	if (!(__supported_pte_mask & _PAGE_NX))
		return true;
	pages = debug_count_wx(&first);
	if (!pages) {
		pr_info("x86/mm: Checked W+X mappings: passed, no W+X pages found.\n");
		return true;
	}
	pr_warn("x86/mm: Found insecure W+X mapping at address %#lx\n", first);
	pr_warn("x86/mm: Checked W+X mappings: FAILED, %lu W+X pages found.\n", pages);
	return false;
}

/* ---- on demand ---- */

static int check_wx_show(struct seq_file *m, void *v)
{
	seq_puts(m, debug_checkwx() ? "SUCCESS\n" : "FAILED\n");
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(check_wx);

static int __init debug_wx_init(void)
{
	debugfs_create_file("check_wx_pages", 0400, NULL, NULL, &check_wx_fops);
	return 0;
}
late_initcall(debug_wx_init);
