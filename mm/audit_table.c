// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_table.c - walk the page tables of every address space, and recount what it says of them.
 *
 * Every entry of every table is looked at, not only those within VMAs. A table in use is pointed to
 * as often as it says; one in a CPU's stock by nobody, and it is all zeroes. Nobody holds a table's
 * lock now.
 *
 * Owns:       the owners AUDIT_TABLE and AUDIT_FREE_TABLE; of tables, audit->pages[].maps.
 * Locks:      none: everything stands still.
 * Elsewhere:  single entries (audit_entry.c); tables of the kernel (audit_vmalloc.c).
 */
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/string.h>
#include "audit.h"
#include "map.h"

/* ---- tables ------------------------------------------------------------------------------- */

static void audit_table_page(struct audit_mm *am, struct page *page, unsigned long addr)
{
	struct audit *audit = am->audit;

	am->tables++;
	audit_true(audit, page, PageTable(page), "mm %px at %lx: frame %lx is used as a page table, but is none",
		   am->mm, addr, page_to_pfn(page));
	/* a table that several share is met several times */
	if (audit_page(audit, page)->maps++)
		return;
	audit_count(audit, page, NR_PAGETABLE, 1);
	audit_claim(audit, page_to_pfn(page), 1, AUDIT_TABLE);
	audit_true(audit, page, !spin_is_locked(&page_ptdesc(page)->ptl),
		   "mm %px at %lx: the lock of its table %lx is held", am->mm, addr,
		   page_to_pfn(page));
}

static void audit_ptes(struct audit_mm *am, pmd_t *pmd, unsigned long addr)
{
	pte_t *ptep = (pte_t *)pmd_page_vaddr(*pmd);
	int i;

	audit_table_page(am, pmd_page(*pmd), addr);
	for (i = 0; i < PTRS_PER_PTE; i++, addr += PAGE_SIZE) {
		pte_t pte = ptep_get(ptep + i);

		if (!pte_none(pte))
			audit_entry(am, addr, pte);
	}
}

static void audit_pmds(struct audit_mm *am, pud_t *pud, unsigned long addr)
{
	pmd_t *pmd = pud_pgtable(*pud);
	int i;

	audit_table_page(am, virt_to_page(pmd), addr);
	for (i = 0; i < PTRS_PER_PMD; i++, addr += PMD_SIZE)
		if (!pmd_none(pmd[i]) && !pmd_leaf(pmd[i]))
			audit_ptes(am, pmd + i, addr);
}

static void audit_puds(struct audit_mm *am, p4d_t *p4d, unsigned long addr)
{
	pud_t *pud = pud_offset(p4d, addr);
	int i;

	if (!mm_pud_folded(am->mm))
		audit_table_page(am, virt_to_page(pud), addr);
	for (i = 0; i < PTRS_PER_PUD; i++, addr += PUD_SIZE)
		if (!pud_none(pud[i]) && !pud_leaf(pud[i]))
			audit_pmds(am, pud + i, addr);
}

static void audit_mm_tables(struct audit_mm *am)
{
	unsigned long addr;

	for (addr = 0; addr < TASK_SIZE_MAX; addr = (addr & P4D_MASK) + P4D_SIZE) {
		pgd_t *pgd = pgd_offset(am->mm, addr);
		p4d_t *p4d;

		if (pgd_none(*pgd))
			continue;
		p4d = p4d_offset(pgd, addr);
		if (!p4d_none(*p4d))
			audit_puds(am, p4d, addr);
	}
}

/* ---- an address space --------------------------------------------------------------------- */

static void audit_mm_counters(struct audit_mm *am)
{
	static const char * const names[NR_MM_COUNTERS] = {
		[MM_FILEPAGES] = "file pages", [MM_ANONPAGES] = "anonymous pages",
		[MM_SHMEMPAGES] = "shared memory pages", [MM_SWAPENTS] = "swap entries",
	};
	int i;

	for (i = 0; i < NR_MM_COUNTERS; i++)
		audit_equal(am->audit, NULL, atomic_long_read(&am->mm->rss_stat[i]), am->rss[i],
			    "mm %px: %s mapped", am->mm, names[i]);
	if (!am->busy)
		audit_equal_settled(am->audit, &am->mm->pgtables_bytes, mm_pgtables_bytes(am->mm),
				    am->tables * PAGE_SIZE, "mm %px: bytes of page tables", am->mm);
}

static void audit_mm(struct audit *audit, struct mm_struct *mm)
{
	struct audit_mm am = { .audit = audit, .mm = mm, .busy = audit_mm_busy(mm) };
	unsigned long tables;

	audit->nr_mms++;
	/* one that is empty already may stay for a while, as some CPU's lazy one */
	audit->mms_busy |= am.busy && mm->map_count;
	audit_mm_tables(&am);
	audit_mm_counters(&am);
	/* the top one is not counted in the mm */
	tables = am.tables;
	audit_table_page(&am, virt_to_page(mm->pgd), 0);
	am.tables = tables;
}

/* ---- spare tables ------------------------------------------------------------------------- */

static void audit_spare_tables(struct audit *audit, int cpu)
{
	struct pagetable_cache *cache = per_cpu_ptr(&pagetable_cache, cpu);
	struct ptdesc *table;
	unsigned int nr = 0;

	for (table = cache->head; table; table = (struct ptdesc *)table->pt_list.next) {
		struct page *page = ptdesc_page(table);

		if (!audit_is_page(audit, page)) {
			audit_wrong(audit, NULL, "CPU %d: its list of spare page tables is broken", cpu);
			break;
		}
		nr++;
		audit_true(audit, page, PageTable(page), "spare page table %lx is none", page_to_pfn(page));
		audit_equal(audit, page, atomic_read(&table->pt_share_count), 0,
			    "spare page table %lx: owners", page_to_pfn(page));
		audit_true(audit, page, !memchr_inv(page_address(page), 0, PAGE_SIZE),
			   "spare page table %lx is not all zeroes", page_to_pfn(page));
		if (!audit_claim(audit, page_to_pfn(page), 1, AUDIT_FREE_TABLE))
			break;
	}
	audit_equal(audit, NULL, cache->nr, nr, "CPU %d: spare page tables", cpu);
}

void audit_tables(struct audit *audit)
{
	struct mm_struct *mm;
	int cpu;

	list_for_each_entry(mm, &audit_mm_list, audit_list)
		audit_mm(audit, mm);
	for_each_possible_cpu(cpu)
		audit_spare_tables(audit, cpu);
}
