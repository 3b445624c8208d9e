// SPDX-License-Identifier: GPL-2.0-only
/*
 * pgtable_free.c - page tables of a range that maps nothing any more: unhook and free them; and
 * recount an address space's tables from first principles.
 *
 * A table covers more than a VMA, so it may be freed only where no other VMA uses it. The caller
 * says how far to look: [floor, ceiling) is the range without other VMAs around [addr, end). At each
 * level the table goes if all that it covers lies within. A ceiling of 0 is the top.
 *
 * Owns:       mm->pgtables_bytes when it shrinks.
 * Invariant:  a table that is unhooked is empty; nobody who comes later finds it; who has found it
 *             before is waited for by mmu_gather.
 * Locks:      mmap_lock for writing (or the mm is dead), and the range's VMAs are out of reach of
 *             faults and of rmap; so the entries are stable without page-table locks.
 * Elsewhere:  emptying the tables (zap.c); the wait (mmu_gather.c).
 */
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <asm/pgalloc.h>
#include <asm/tlb.h>
#include "map.h"

/*
 * Does a table of @size bytes' reach that holds [addr, end) lie in [floor, ceiling) entirely?
 */
static bool table_unused(unsigned long addr, unsigned long end, unsigned long floor,
			 unsigned long ceiling, unsigned long size)
{
	if ((addr & ~(size - 1)) < floor)
		return false;
	if (ceiling) {
		ceiling &= ~(size - 1);
		if (!ceiling)
			return false;
	}
	return end - 1 <= ceiling - 1;
}

static void free_pte_range(struct mmu_gather *tlb, pmd_t *pmd, unsigned long addr)
{
	pgtable_t table = pmd_page(*pmd);

	pmd_clear(pmd);
	pte_free_tlb(tlb, table, addr);
	mm_dec_nr_ptes(tlb->mm);
}

static void free_pmd_range(struct mmu_gather *tlb, pud_t *pud, unsigned long addr,
			   unsigned long end, unsigned long floor, unsigned long ceiling)
{
	unsigned long start = addr, next;
	pmd_t *pmd = pmd_offset(pud, addr), *table;

	do {
		next = pmd_addr_end(addr, end);
		if (!pmd_none_or_clear_bad(pmd))
			free_pte_range(tlb, pmd, addr);
	} while (pmd++, addr = next, addr != end);

	if (!table_unused(start, end, floor, ceiling, PUD_SIZE))
		return;
	table = pmd_offset(pud, start & PUD_MASK);
	pud_clear(pud);
	pmd_free_tlb(tlb, table, start);
	mm_dec_nr_pmds(tlb->mm);
}

static void free_pud_range(struct mmu_gather *tlb, p4d_t *p4d, unsigned long addr,
			   unsigned long end, unsigned long floor, unsigned long ceiling)
{
	unsigned long start = addr, next;
	pud_t *pud = pud_offset(p4d, addr), *table;

	do {
		next = pud_addr_end(addr, end);
		if (!pud_none_or_clear_bad(pud))
			free_pmd_range(tlb, pud, addr, next, floor, ceiling);
	} while (pud++, addr = next, addr != end);

	if (mm_pud_folded(tlb->mm) || !table_unused(start, end, floor, ceiling, P4D_SIZE))
		return;
	table = pud_offset(p4d, start & P4D_MASK);
	p4d_clear(p4d);
	pud_free_tlb(tlb, table, start);
	mm_dec_nr_puds(tlb->mm);
}

static void free_p4d_range(struct mmu_gather *tlb, pgd_t *pgd, unsigned long addr,
			   unsigned long end, unsigned long floor, unsigned long ceiling)
{
	unsigned long start = addr, next;
	p4d_t *p4d = p4d_offset(pgd, addr), *table;

	do {
		next = p4d_addr_end(addr, end);
		if (!p4d_none_or_clear_bad(p4d))
			free_pud_range(tlb, p4d, addr, next, floor, ceiling);
	} while (p4d++, addr = next, addr != end);

	if (mm_p4d_folded(tlb->mm) || !table_unused(start, end, floor, ceiling, PGDIR_SIZE))
		return;
	table = p4d_offset(pgd, start & PGDIR_MASK);
	pgd_clear(pgd);
	p4d_free_tlb(tlb, table, start);
}

/**
 * free_pgd_range() - free the tables of [addr, end)
 * @floor: no other VMA between here and @addr
 * @ceiling: nor between @end and here; 0: to the end of the address space
 *
 * The range has been unmapped. Tables that also cover something outside [floor, ceiling) stay.
 */
void free_pgd_range(struct mmu_gather *tlb, unsigned long addr, unsigned long end,
		    unsigned long floor, unsigned long ceiling)
{
	unsigned long next;
	pgd_t *pgd;

	/*
	 * Shrink the range to whole PTE tables that are ours alone, so that below no PTE table has
	 * to ask. An address of 0 after rounding up, or a ceiling after rounding down, is none.
	 */
	addr &= PMD_MASK;
	if (addr < floor) {
		addr += PMD_SIZE;
		if (!addr)
			return;
	}
	if (ceiling) {
		ceiling &= PMD_MASK;
		if (!ceiling)
			return;
	}
	if (end - 1 > ceiling - 1)
		end -= PMD_SIZE;
	if (addr > end - 1)
		return;

	pgd = pgd_offset(tlb->mm, addr);
	do {
		next = pgd_addr_end(addr, end);
		if (!pgd_none_or_clear_bad(pgd))
			free_p4d_range(tlb, pgd, addr, next, floor, ceiling);
	} while (pgd++, addr = next, addr != end);
}

/* ---- recount ------------------------------------------------------------------------------ */

static void count_ptes(pmd_t *pmd, struct pgtable_count *count)
{
	pte_t *pte = (pte_t *)pmd_page_vaddr(*pmd);
	int i;

	count->tables++;
	for (i = 0; i < PTRS_PER_PTE; i++) {
		pte_t entry = ptep_get(pte + i);

		if (pte_none(entry)) {
			count->none++;
		} else if (!pte_present(entry)) {
			count->swap++;
		} else {
			count->present++;
			count->cow += pte_cow(entry);
		}
	}
}

static void count_pmds(pud_t *pud, struct pgtable_count *count)
{
	pmd_t *pmd = pud_pgtable(*pud);
	int i;

	count->tables++;
	for (i = 0; i < PTRS_PER_PMD; i++)
		if (!pmd_none(pmd[i]) && !pmd_leaf(pmd[i]))
			count_ptes(pmd + i, count);
}

/**
 * mm_count_pgtables() - recount the user half of an address space's tables
 *
 * Context: mmap_lock held for writing, so that tables do not come or go.
 */
void mm_count_pgtables(struct mm_struct *mm, struct pgtable_count *count)
{
	unsigned long addr = 0, next, end = TASK_SIZE_MAX;
	unsigned long p4d_counted = ~0UL;

	memset(count, 0, sizeof(*count));
	/* one step a pud entry: of the levels above, each is looked up again, which is cheap */
	for (; addr < end; addr = next) {
		pgd_t *pgd = pgd_offset(mm, addr);
		p4d_t *p4d;
		pud_t *pud;

		next = pgd_addr_end(addr, end);
		if (pgd_none(*pgd))
			continue;
		p4d = p4d_offset(pgd, addr);
		next = p4d_addr_end(addr, end);
		if (p4d_none(*p4d))
			continue;
		if (!mm_pud_folded(mm) && (addr & P4D_MASK) != p4d_counted) {
			count->tables++;
			p4d_counted = addr & P4D_MASK;
		}
		pud = pud_offset(p4d, addr);
		next = pud_addr_end(addr, end);
		if (!pud_none(*pud) && !pud_leaf(*pud))
			count_pmds(pud, count);
	}
}

/**
 * mm_check_pgtables() - does mm->pgtables_bytes agree with a recount?
 */
bool mm_check_pgtables(struct mm_struct *mm)
{
	struct pgtable_count count;

	mm_count_pgtables(mm, &count);
	if (count.tables * PAGE_SIZE == mm_pgtables_bytes(mm))
		return true;
	pr_err("mm %p: %lu page tables, but %lu bytes of them are accounted for\n", mm,
	       count.tables, mm_pgtables_bytes(mm));
	return false;
}
