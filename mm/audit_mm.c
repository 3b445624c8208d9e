// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_mm.c - audit every address space: its VMAs, its page tables, its counters.
 *
 * Every entry of every table is looked at, not only those within VMAs, and for each the VMA is looked
 * up. What a present entry must look like:
 *
 *	private mapping that may be written	COW bit exactly where the page is not an exclusively
 *						owned anonymous one; writable only without it
 *	other mappings				no COW bit
 *	anonymous page				of the VMA's family of anon_vmas, at its offset
 *	file page				of the VMA's file, at its offset
 *
 * Owns:       audit->pages[].maps and .refs, as far as they come from entries.
 * Locks:      none: everything stands still.
 * Elsewhere:  the pages themselves (audit_pages.c).
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <linux/swapops.h>
#include "audit.h"
#include "map.h"

/**
 * struct audit_mm - the recount of one address space
 * @busy: its VMAs are being changed, or it is being emptied: they may not fit its entries
 * @vma: which the last entry was in
 */
struct audit_mm {
	struct audit *audit;
	struct mm_struct *mm;
	bool busy;
	struct vm_area_struct *vma;
	unsigned long tables;
	long rss[NR_MM_COUNTERS];
};

#define audit_entry(am, addr, pte, cond, what)					\
	audit_expect((am)->audit, cond, "mm %p at %lx: entry %llx: %s", (am)->mm, addr,	\
		     (unsigned long long)pte_val(pte), what)

/* ---- entries ------------------------------------------------------------------------------ */

/* The VMA of an entry, or NULL where there is none. Entries come in order. */
static struct vm_area_struct *entry_vma(struct audit_mm *am, unsigned long addr)
{
	if (!am->vma || addr < am->vma->vm_start || addr >= am->vma->vm_end)
		am->vma = mtree_load(&am->mm->mm_mt, addr);
	return am->vma;
}

static void audit_anon_entry(struct audit_mm *am, unsigned long addr, pte_t pte,
			     struct folio *folio, struct page *page)
{
	struct vm_area_struct *vma = am->vma;
	struct anon_vma *anon_vma = folio_anon_vma(folio);
	bool exclusive = PageAnonExclusive(page);

	audit_entry(am, addr, pte, vma->anon_vma, "anonymous page in a VMA without anon_vma");
	if (vma->anon_vma && anon_vma)
		audit_entry(am, addr, pte, anon_vma->root == vma->anon_vma->root,
			    "page of another family of anon_vmas");
	audit_entry(am, addr, pte, folio->index + folio_page_idx(folio, page) ==
		    linear_page_index(vma, addr), "anonymous page is not at its offset");
	if (is_cow_mapping(vma->vm_flags))
		audit_entry(am, addr, pte, pte_cow(pte) != exclusive,
			    exclusive ? "COW bit on an exclusive page" : "no COW bit on a shared page");
}

static void audit_file_entry(struct audit_mm *am, unsigned long addr, pte_t pte,
			     struct folio *folio, struct page *page)
{
	struct vm_area_struct *vma = am->vma;

	if (is_cow_mapping(vma->vm_flags))
		audit_entry(am, addr, pte, pte_cow(pte), "file page without COW bit in a private mapping");
	/* a driver's pages have no mapping; a page that is truncated loses it before its entries */
	if (!folio->mapping || !vma->vm_file || (vma->vm_flags & VM_MIXEDMAP))
		return;
	audit_entry(am, addr, pte, folio->mapping == vma->vm_file->f_mapping,
		    "page of another file");
	audit_entry(am, addr, pte, folio->index + folio_page_idx(folio, page) ==
		    linear_page_index(vma, addr), "file page is not at its offset");
}

static void audit_special_entry(struct audit_mm *am, unsigned long addr, pte_t pte)
{
	struct vm_area_struct *vma = am->vma;

	if (vma && is_cow_mapping(vma->vm_flags))
		audit_entry(am, addr, pte, pte_cow(pte), "special entry without COW bit");
	if (vma && !is_zero_pfn(pte_pfn(pte)))
		audit_entry(am, addr, pte, vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP),
			    "bare frame in an ordinary VMA");
}

static void audit_present(struct audit_mm *am, unsigned long addr, pte_t pte)
{
	struct vm_area_struct *vma = am->busy ? NULL : entry_vma(am, addr);
	unsigned long pfn = pte_pfn(pte);
	struct folio *folio;
	struct page *page;

	audit_entry(am, addr, pte, vma || am->busy, "present, but in no VMA");
	if (!vma)
		am->vma = NULL;
	audit_entry(am, addr, pte, !(pte_cow(pte) && pte_write(pte)), "COW bit, but writable");
	if (vma)
		audit_entry(am, addr, pte, !pte_cow(pte) || is_cow_mapping(vma->vm_flags),
			    "COW bit in a mapping that is not copied on write");
	if (pte_special(pte)) {
		audit_special_entry(am, addr, pte);
		return;
	}
	if (pfn >= am->audit->nr_pages || !pfn_valid(pfn)) {
		audit_entry(am, addr, pte, false, "maps no memory");
		return;
	}
	page = pfn_to_page(pfn);
	folio = page_folio(page);
	am->audit->pages[pfn].maps++;
	am->audit->pages[folio_pfn(folio)].refs++;
	am->rss[mm_counter(folio)]++;
	if (!vma)
		return;
	if (folio_test_anon(folio))
		audit_anon_entry(am, addr, pte, folio, page);
	else
		audit_file_entry(am, addr, pte, folio, page);
}

static void audit_nonpresent(struct audit_mm *am, unsigned long addr, pte_t pte)
{
	swp_entry_t entry = pte_to_swp_entry(pte);

	if (!non_swap_entry(entry))
		am->rss[MM_SWAPENTS]++;
	else if (is_migration_entry(entry))
		am->rss[mm_counter(pfn_swap_entry_folio(entry))]++;
	else
		audit_entry(am, addr, pte, is_pte_marker_entry(entry) || is_hwpoison_entry(entry),
			    "of no kind");
	audit_entry(am, addr, pte, am->busy || entry_vma(am, addr), "an entry in no VMA");
}

/* ---- tables ------------------------------------------------------------------------------- */

static void audit_table_page(struct audit_mm *am, struct page *page, unsigned long addr)
{
	am->tables++;
	audit_expect(am->audit, PageTable(page) && atomic_read(&page_ptdesc(page)->pt_share_count) > 0,
		     "mm %p at %lx: frame %lx is used as a page table, but is none", am->mm, addr,
		     page_to_pfn(page));
}

static void audit_ptes(struct audit_mm *am, pmd_t *pmd, unsigned long addr)
{
	pte_t *ptep = (pte_t *)pmd_page_vaddr(*pmd);
	int i;

	audit_table_page(am, pmd_page(*pmd), addr);
	for (i = 0; i < PTRS_PER_PTE; i++, addr += PAGE_SIZE) {
		pte_t pte = ptep_get(ptep + i);

		if (pte_none(pte))
			continue;
		am->audit->nr_entries++;
		if (pte_present(pte))
			audit_present(am, addr, pte);
		else
			audit_nonpresent(am, addr, pte);
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

static void audit_tables(struct audit_mm *am)
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

/* ---- VMAs --------------------------------------------------------------------------------- */

static bool vma_is_in_file(struct vm_area_struct *vma)
{
	struct address_space *mapping = vma->vm_file->f_mapping;
	unsigned long last = vma->vm_pgoff + vma_pages(vma) - 1;
	struct vm_area_struct *other;

	vma_interval_tree_foreach(other, &mapping->i_mmap, vma->vm_pgoff, last)
		if (other == vma)
			return true;
	return false;
}

static void audit_vma(struct audit_mm *am, struct vm_area_struct *vma)
{
	struct anon_vma_chain *avc;

	if (vma->vm_file && !rwsem_is_write_locked(&vma->vm_file->f_mapping->i_mmap_rwsem))
		audit_expect(am->audit, vma_is_in_file(vma),
			     "mm %p: VMA %lx-%lx is not in its file's tree", am->mm,
			     vma->vm_start, vma->vm_end);
	if (!vma->anon_vma || rwsem_is_write_locked(&vma->anon_vma->root->rwsem))
		return;
	list_for_each_entry(avc, &vma->anon_vma_chain, same_vma)
		audit_expect(am->audit, __anon_vma_check(avc->anon_vma),
			     "mm %p: VMA %lx-%lx: an anon_vma is inconsistent", am->mm,
			     vma->vm_start, vma->vm_end);
}

static void audit_vmas(struct audit_mm *am)
{
	struct vm_area_struct *vma;
	VMA_ITERATOR(vmi, am->mm, 0);

	audit_expect(am->audit, !vma_check_mm(am->mm), "mm %p: its VMAs are inconsistent", am->mm);
	audit_expect(am->audit, !vma_check_counters(am->mm), "mm %p: its sizes are wrong", am->mm);
	for_each_vma(vmi, vma)
		audit_vma(am, vma);
}

/* ---- one, and all ------------------------------------------------------------------------- */

static void audit_mm_counters(struct audit_mm *am)
{
	static const char * const names[NR_MM_COUNTERS] = {
		[MM_FILEPAGES] = "file pages", [MM_ANONPAGES] = "anonymous pages",
		[MM_SHMEMPAGES] = "shared memory pages", [MM_SWAPENTS] = "swap entries",
	};
	int i;

	for (i = 0; i < NR_MM_COUNTERS; i++)
		audit_expect(am->audit, atomic_long_read(&am->mm->rss_stat[i]) == am->rss[i],
			     "mm %p: counts %ld %s, but maps %ld", am->mm,
			     atomic_long_read(&am->mm->rss_stat[i]), names[i], am->rss[i]);
	if (!am->busy)
		audit_expect(am->audit, mm_pgtables_bytes(am->mm) == am->tables * PAGE_SIZE,
			     "mm %p: counts %lu bytes of page tables, but has %lu", am->mm,
			     mm_pgtables_bytes(am->mm), am->tables * PAGE_SIZE);
}

static void audit_mm(struct audit *audit, struct mm_struct *mm)
{
	struct audit_mm am = {
		.audit = audit, .mm = mm,
		.busy = !atomic_read(&mm->mm_users) || rwsem_is_write_locked(&mm->mmap_lock),
	};

	audit->nr_mms++;
	audit_tables(&am);
	audit_mm_counters(&am);
	audit->tables += am.tables;
	if (!am.busy)
		audit_vmas(&am);
}

void audit_all_mms(struct audit *audit)
{
	struct mm_struct *mm;

	list_for_each_entry(mm, &audit_mms, audit_list)
		audit_mm(audit, mm);
}
