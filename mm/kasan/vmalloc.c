// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalloc.c - the shadow of vmalloc space, which comes into being with the areas.
 *
 * Owns:       the shadow's page tables for VMALLOC_START..VMALLOC_END after boot.
 * Invariant:  where no area ever was, the shadow is the early page, which allows everything: an
 *             access there faults by itself. A page of shadow, once there, stays; outside of
 *             areas it says KASAN_VMALLOC_INVALID.
 * Locks:      shadow_lock for changing tables; pages are allocated before it is taken.
 * Elsewhere:  when areas come and go (mm/vmalloc.c).
 *
 * A page of shadow serves 32 KiB of addresses, and addresses are reused from the lowest on, so
 * all of them together are an eighth of what vmalloc space held at most. Rejected: freeing
 * them, which would need each neighbour's consent.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <asm/pgalloc.h>
#include <asm/tlbflush.h>
#include "kasan.h"
#include "shadow.h"

static DEFINE_SPINLOCK(shadow_lock);

/* A page that becomes a table, with all entries as the shared table of that level has them. */
static void *copy_of_table(const void *shared)
{
	void *table = (void *)__get_free_page(GFP_KERNEL);

	if (table)
		copy_page(table, (void *)shared);
	return table;
}

/* Gives the PUD a table of its own. */
static int own_pmds(pud_t *pud)
{
	pmd_t *pmds = copy_of_table(kasan_early_shadow_pmd);

	if (!pmds)
		return -ENOMEM;
	spin_lock(&shadow_lock);
	if (kasan_is_early_shadow(pud_pgtable(*pud))) {
		pud_populate(&init_mm, pud, pmds);
		pmds = NULL;
	}
	spin_unlock(&shadow_lock);
	free_page((unsigned long)pmds);
	return 0;
}

static int own_ptes(pmd_t *pmd)
{
	pte_t *ptes = copy_of_table(kasan_early_shadow_pte);

	if (!ptes)
		return -ENOMEM;
	spin_lock(&shadow_lock);
	if (kasan_is_early_shadow((void *)pmd_page_vaddr(*pmd))) {
		pmd_populate_kernel(&init_mm, pmd, ptes);
		ptes = NULL;
	}
	spin_unlock(&shadow_lock);
	free_page((unsigned long)ptes);
	return 0;
}

static bool is_early_page(pte_t *pte)
{
	return pte_pfn(ptep_get(pte)) == PHYS_PFN(__pa(kasan_early_shadow_page));
}

static int own_page(unsigned long shadow, pte_t *pte)
{
	void *page = (void *)__get_free_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	__memset(page, KASAN_VMALLOC_INVALID, PAGE_SIZE);
	spin_lock(&shadow_lock);
	if (is_early_page(pte)) {
		set_pte(pte, pfn_pte(PHYS_PFN(__pa(page)), PAGE_KERNEL));
		page = NULL;
	}
	spin_unlock(&shadow_lock);
	free_page((unsigned long)page);
	return 0;
}

/* Return: 1 if this page of shadow is new, 0 if it was there, -ENOMEM. */
static int populate_shadow_page(unsigned long shadow)
{
	pgd_t *pgd = pgd_offset_k(shadow);
	pud_t *pud = pud_offset(p4d_offset(pgd, shadow), shadow);
	pmd_t *pmd;
	pte_t *pte;

	if (kasan_is_early_shadow(pud_pgtable(*pud)) && own_pmds(pud))
		return -ENOMEM;
	pmd = pmd_offset(pud, shadow);
	if (kasan_is_early_shadow((void *)pmd_page_vaddr(*pmd)) && own_ptes(pmd))
		return -ENOMEM;
	pte = pte_offset_kernel(pmd, shadow);
	if (!is_early_page(pte))
		return 0;
	return own_page(shadow, pte) ?: 1;
}

/**
 * kasan_populate_vmalloc() - make sure that a range has shadow that can be written
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int kasan_populate_vmalloc(unsigned long addr, unsigned long size)
{
	unsigned long start = (unsigned long)shadow_of((void *)addr) & PAGE_MASK;
	unsigned long end = PAGE_ALIGN((unsigned long)shadow_of((void *)addr + size)), at;
	bool changed = false;

	for (at = start; at < end; at += PAGE_SIZE) {
		int ret = populate_shadow_page(at);

		if (ret < 0)
			return ret;
		changed |= ret;
	}
	/* the early page may be in the TLBs, and it cannot be written */
	if (changed)
		flush_tlb_kernel_range(start, end);
	return 0;
}

void kasan_unpoison_vmalloc(const void *addr, unsigned long size)
{
	kasan_unpoison(addr, size);
}

void kasan_poison_vmalloc(const void *addr, unsigned long size)
{
	kasan_poison(addr, PAGE_ALIGN(size), KASAN_VMALLOC_INVALID);
}
