// SPDX-License-Identifier: GPL-2.0-only
/*
 * init.c - the early shadow: one page of zeroes for all memory.
 *
 * Owns:       kasan_early_shadow_page and the tables that map it everywhere.
 * Invariant:  after kasan_init() the page is zero and mapped read-only: what has no shadow of its
 *             own may be accessed, and nobody can poison it.
 * Elsewhere:  hanging the tables into the kernel's page tables (arch/x86/mm/kasan_init_64.c).
 */
#include <linux/linkage.h>
#include <linux/mm.h>
#include <asm/kasan.h>
#include "shadow.h"

u8 kasan_early_shadow_page[PAGE_SIZE] __page_aligned_bss;
pte_t kasan_early_shadow_pte[PTRS_PER_PTE] __page_aligned_bss;
pmd_t kasan_early_shadow_pmd[PTRS_PER_PMD] __page_aligned_bss;
pud_t kasan_early_shadow_pud[PTRS_PER_PUD] __page_aligned_bss;

/**
 * kasan_is_early_shadow() - is it one of the shared tables?
 *
 * For walkers of page tables: below it everything is the same page, a billion times.
 */
bool kasan_is_early_shadow(const void *table)
{
	unsigned long pa = __pa(table);

	return pa == __pa(kasan_early_shadow_pte) || pa == __pa(kasan_early_shadow_pmd) ||
	       pa == __pa(kasan_early_shadow_pud);
}
