// SPDX-License-Identifier: GPL-2.0-only
/*
 * kasan_init_64.c - the shadow's page tables at boot.
 *
 * Owns:       the 32 top-level entries from KASAN_SHADOW_START to KASAN_SHADOW_END.
 * Invariant:  from kasan_early_init() on every address of the shadow is mapped. All top-level
 *             entries stay as kasan_init() makes them, so each process's copy is right for ever.
 * Elsewhere:  the shared tables (mm/kasan/init.c), vmalloc's shadow later on (mm/kasan/vmalloc.c).
 *
 * kasan_early_init() maps all of the shadow onto one page of zeroes, before the first C code that
 * asks it; reports are off meanwhile (init_task.kasan_depth), since everybody writes there.
 * kasan_init() gives RAM and the kernel image memory of their own, clears the page of zeroes and
 * makes it read-only.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm/kasan.h>
#include <asm/pgalloc.h>
#include <asm/sections.h>
#include <asm/tlbflush.h>
#include "../../../mm/kasan/shadow.h"

#define pgd_slot(addr)	(((addr) >> PGDIR_SHIFT) % PTRS_PER_PGD)

/**
 * kasan_early_init() - a shadow to look at; head_64.S's tables are live
 */
void __init kasan_early_init(void)
{
	/* whether the CPU has NX is not known yet */
	for (int i = 0; i < PTRS_PER_PTE; i++)
		kasan_early_shadow_pte[i] = __pte(__pa(kasan_early_shadow_page) |
						  (_PAGE_KERNEL_EXEC & ~_PAGE_GLOBAL));
	for (int i = 0; i < PTRS_PER_PMD; i++)
		kasan_early_shadow_pmd[i] = __pmd(__pa(kasan_early_shadow_pte) | _KERNPG_TABLE);
	for (int i = 0; i < PTRS_PER_PUD; i++)
		kasan_early_shadow_pud[i] = __pud(__pa(kasan_early_shadow_pmd) | _KERNPG_TABLE);
	kasan_map_early_shadow(init_top_pgt);
}

/** kasan_map_early_shadow() - enter the shared tables into a top-level table */
void __init kasan_map_early_shadow(pgd_t *top)
{
	for (unsigned int i = pgd_slot(KASAN_SHADOW_START); i < pgd_slot(KASAN_SHADOW_END); i++)
		top[i] = __pgd(__pa(kasan_early_shadow_pud) | _KERNPG_TABLE);
}

static void * __init shadow_block(unsigned long size)
{
	void *p = memblock_alloc_raw(size, size);

	if (!p)
		panic("No memory for KASAN's shadow. The machine is too small.");
	memblock_reserved_mark_noleaktrace(__pa(p), size);
	return p;
}

/* A table of its own in place of the shared one. */
static void * __init own_table(const void *shared)
{
	void *table = shadow_block(PAGE_SIZE);

	__memcpy(table, shared, PAGE_SIZE);
	return table;
}

static pud_t * __init own_puds(unsigned long addr)
{
	pgd_t *pgd = &init_top_pgt[pgd_slot(addr)];
	pud_t *puds = __va(pgd_val(*pgd) & PTE_PFN_MASK);

	if (kasan_is_early_shadow(puds)) {
		puds = own_table(kasan_early_shadow_pud);
		*pgd = __pgd(__pa(puds) | _KERNPG_TABLE);
	}
	return puds + (addr >> PUD_SHIFT) % PTRS_PER_PUD;
}

static pmd_t * __init own_pmds(unsigned long addr)
{
	pud_t *pud = own_puds(addr);

	if (kasan_is_early_shadow(pud_pgtable(*pud)))
		set_pud(pud, __pud(__pa(own_table(kasan_early_shadow_pmd)) | _KERNPG_TABLE));
	return pud_pgtable(*pud) + (addr >> PMD_SHIFT) % PTRS_PER_PMD;
}

static void __init own_page(pmd_t *pmd, unsigned long addr)
{
	pte_t *pte;
	void *page;

	if (kasan_is_early_shadow((void *)pmd_page_vaddr(*pmd)))
		set_pmd(pmd, __pmd(__pa(own_table(kasan_early_shadow_pte)) | _KERNPG_TABLE));
	pte = (pte_t *)pmd_page_vaddr(*pmd) + (addr >> PAGE_SHIFT) % PTRS_PER_PTE;
	if (pte_pfn(*pte) != __pa(kasan_early_shadow_page) >> PAGE_SHIFT)
		return;		/* two ranges share it */
	page = shadow_block(PAGE_SIZE);
	__memset(page, 0, PAGE_SIZE);
	set_pte(pte, pfn_pte(__pa(page) >> PAGE_SHIFT, PAGE_KERNEL));
}

/* Gives shadow of its own, all zero, to [start, end) of kernel addresses. */
static void __init populate(const void *start, const void *end)
{
	unsigned long addr = (unsigned long)kasan_mem_to_shadow(start) & PAGE_MASK;
	unsigned long stop = PAGE_ALIGN((unsigned long)kasan_mem_to_shadow(end));

	while (addr < stop) {
		pmd_t *pmd = own_pmds(addr);

		if (pmd_leaf(*pmd)) {
			addr = (addr & PMD_MASK) + PMD_SIZE;
		} else if (!(addr & ~PMD_MASK) && stop - addr >= PMD_SIZE &&
			   kasan_is_early_shadow((void *)pmd_page_vaddr(*pmd))) {
			void *block = shadow_block(PMD_SIZE);

			__memset(block, 0, PMD_SIZE);
			set_pmd(pmd, pmd_mkhuge(pfn_pmd(__pa(block) >> PAGE_SHIFT, PAGE_KERNEL)));
			addr += PMD_SIZE;
		} else {
			own_page(pmd, addr);
			addr += PAGE_SIZE;
		}
	}
}

/* Makes every entry of a table that leads to the early page read-only. */
static void __init protect_ptes(pte_t *table)
{
	pte_t ro = pfn_pte(__pa(kasan_early_shadow_page) >> PAGE_SHIFT, PAGE_KERNEL_RO);

	for (int i = 0; i < PTRS_PER_PTE; i++)
		if (pte_pfn(table[i]) == pte_pfn(ro))
			set_pte(&table[i], ro);
}

static void __init protect_pmds(pmd_t *table)
{
	for (int i = 0; i < PTRS_PER_PMD; i++)
		if (!pmd_leaf(table[i]) && !kasan_is_early_shadow((void *)pmd_page_vaddr(table[i])))
			protect_ptes((pte_t *)pmd_page_vaddr(table[i]));
}

/* The shared table, and the copies of it that some ranges only fill in part. */
static void __init protect_early_page(void)
{
	protect_ptes(kasan_early_shadow_pte);
	for (unsigned int n = pgd_slot(KASAN_SHADOW_START); n < pgd_slot(KASAN_SHADOW_END); n++) {
		pud_t *puds = __va(pgd_val(init_top_pgt[n]) & PTE_PFN_MASK);

		if (kasan_is_early_shadow(puds))
			continue;
		for (int i = 0; i < PTRS_PER_PUD; i++)
			if (!kasan_is_early_shadow(pud_pgtable(puds[i])))
				protect_pmds(pud_pgtable(puds[i]));
	}
}

/**
 * kasan_init() - the real shadow; all RAM is mapped and memblock gives it out
 */
void __init kasan_init(void)
{
	unsigned long addr, end = (unsigned long)kasan_mem_to_shadow((void *)VMALLOC_END);
	phys_addr_t from, to;
	u64 i;

	for_each_mem_range(i, &from, &to)
		populate(__va(from), __va(to));
	populate(_text, _end);
	for (addr = (unsigned long)kasan_mem_to_shadow((void *)VMALLOC_START); addr < end; addr += PGDIR_SIZE)
		own_puds(addr);
	flush_tlb_local();

	protect_early_page();
	__memset(kasan_early_shadow_page, 0, PAGE_SIZE);
	flush_tlb_local();
	init_task.kasan_depth = 0;
	pr_info("KernelAddressSanitizer initialized (generic)\n");
}
