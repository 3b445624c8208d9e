// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_entry.c - audit one page-table entry: may it be there, and does it look as it must?
 *
 *	private mapping that may be written	COW bit exactly where the page is not an exclusively
 *						owned anonymous one; writable only without it
 *	other mappings				no COW bit
 *	anonymous page				of the VMA's family of anon_vmas, at its offset
 *	file page				of the VMA's file, at its offset
 *	writable				only where the VMA may be written
 *
 * Owns:       audit->pages[].maps and .refs, as far as they come from entries of processes.
 * Locks:      none: everything stands still. Of an address space whose VMAs are being changed, or that
 *             is being emptied, an entry is only counted.
 * Elsewhere:  the tables (audit_table.c); the pages (audit_frames.c).
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <linux/swapops.h>
#include "audit.h"
#include "map.h"

#define audit_entry_true(am, addr, pte, cond, what)					\
	audit_true((am)->audit, NULL, cond, "mm %px at %lx: entry %llx: %s", (am)->mm, addr,	\
		   (unsigned long long)pte_val(pte), what)

/* The VMA of an entry, or NULL where there is none. Entries come in order. */
static struct vm_area_struct *entry_vma(struct audit_mm *am, unsigned long addr)
{
	if (!am->vma || addr < am->vma->vm_start || addr >= am->vma->vm_end)
		am->vma = mtree_load(&am->mm->mm_mt, addr);
	return am->vma;
}

static void audit_offset(struct audit_mm *am, unsigned long addr, struct folio *folio,
			 struct page *page)
{
	audit_equal(am->audit, page, folio->index + folio_page_idx(folio, page),
		    linear_page_index(am->vma, addr), "mm %px at %lx: offset of its page %lx", am->mm,
		    addr, page_to_pfn(page));
}

static void audit_anon_entry(struct audit_mm *am, unsigned long addr, pte_t pte,
			     struct folio *folio, struct page *page)
{
	struct vm_area_struct *vma = am->vma;
	struct anon_vma *anon_vma = folio_anon_vma(folio);
	bool exclusive = PageAnonExclusive(page);

	audit_entry_true(am, addr, pte, vma->anon_vma, "anonymous page in a VMA without anon_vma");
	if (vma->anon_vma && anon_vma)
		audit_entry_true(am, addr, pte, anon_vma->root == vma->anon_vma->root,
				 "page of another family of anon_vmas");
	audit_offset(am, addr, folio, page);
	if (is_cow_mapping(vma->vm_flags))
		audit_entry_true(am, addr, pte, pte_cow(pte) != exclusive,
				 exclusive ? "COW bit on an exclusive page" : "no COW bit on a shared page");
}

static void audit_file_entry(struct audit_mm *am, unsigned long addr, pte_t pte,
			     struct folio *folio, struct page *page)
{
	struct vm_area_struct *vma = am->vma;

	if (is_cow_mapping(vma->vm_flags))
		audit_entry_true(am, addr, pte, pte_cow(pte),
				 "file page without COW bit in a private mapping");
	/* a driver's pages have no mapping; a page that is truncated loses it before its entries */
	if (!folio->mapping || !vma->vm_file || (vma->vm_flags & VM_MIXEDMAP))
		return;
	audit_entry_true(am, addr, pte, folio->mapping == vma->vm_file->f_mapping,
			 "page of another file");
	audit_offset(am, addr, folio, page);
}

static void audit_special_entry(struct audit_mm *am, unsigned long addr, pte_t pte)
{
	struct vm_area_struct *vma = am->vma;

	if (vma && is_cow_mapping(vma->vm_flags))
		audit_entry_true(am, addr, pte, pte_cow(pte), "special entry without COW bit");
	if (vma && !is_zero_pfn(pte_pfn(pte)))
		audit_entry_true(am, addr, pte, vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP),
				 "bare frame in an ordinary VMA");
}

static void audit_present(struct audit_mm *am, unsigned long addr, pte_t pte)
{
	struct vm_area_struct *vma = am->busy ? NULL : entry_vma(am, addr);
	unsigned long pfn = pte_pfn(pte);
	struct folio *folio;
	struct page *page;

	audit_entry_true(am, addr, pte, vma || am->busy, "present, but in no VMA");
	if (!vma)
		am->vma = NULL;
	audit_entry_true(am, addr, pte, !(pte_cow(pte) && pte_write(pte)), "COW bit, but writable");
	if (vma) {
		audit_entry_true(am, addr, pte, !pte_cow(pte) || is_cow_mapping(vma->vm_flags),
				 "COW bit in a mapping that is not copied on write");
		audit_entry_true(am, addr, pte, !pte_write(pte) || (vma->vm_flags & VM_WRITE),
				 "writable in a read-only VMA");
	}
	if (pte_special(pte)) {
		audit_special_entry(am, addr, pte);
		return;
	}
	if (pfn >= am->audit->nr_pages || !pfn_valid(pfn)) {
		audit_entry_true(am, addr, pte, false, "maps no memory");
		return;
	}
	page = pfn_to_page(pfn);
	folio = page_folio(page);
	am->audit->pages[pfn].maps++;
	audit_page(am->audit, &folio->page)->refs++;
	am->rss[mm_counter(folio)]++;
	if (!vma)
		return;
	if (vma->vm_flags & VM_LOCKED)
		audit_page(am->audit, &folio->page)->locked = 1;
	if (folio_test_anon(folio))
		audit_anon_entry(am, addr, pte, folio, page);
	else
		audit_file_entry(am, addr, pte, folio, page);
}

/* There is no swap yet: an entry that names a slot of it must not be. */
static void audit_nonpresent(struct audit_mm *am, unsigned long addr, pte_t pte)
{
	swp_entry_t entry = pte_to_swp_entry(pte);

	if (!non_swap_entry(entry)) {
		audit_entry_true(am, addr, pte, IS_ENABLED(CONFIG_SWAP), "swap entry without swap");
		am->rss[MM_SWAPENTS]++;
	} else if (is_migration_entry(entry)) {
		am->rss[mm_counter(pfn_swap_entry_folio(entry))]++;
	} else {
		audit_entry_true(am, addr, pte, is_pte_marker_entry(entry) || is_hwpoison_entry(entry),
				 "of no kind");
	}
	audit_entry_true(am, addr, pte, am->busy || entry_vma(am, addr), "an entry in no VMA");
}

/* An entry that is not none. */
void audit_entry(struct audit_mm *am, unsigned long addr, pte_t pte)
{
	am->audit->nr_entries++;
	if (pte_present(pte))
		audit_present(am, addr, pte);
	else
		audit_nonpresent(am, addr, pte);
}
