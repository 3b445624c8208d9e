// SPDX-License-Identifier: GPL-2.0-only
/*
 * rmap_unmap.c - do something to all mappings of a folio: was it used, unmap it, write-protect it.
 *
 * Each of these is one visit per VMA (rmap_walk()) and, in it, one step per entry.
 *
 * Owns:       entries turning from present into swap or migration entries.
 * Invariant:  an anonymous page leaves no entry without a trace of where its contents are; whether it
 *             was exclusive goes into the entry.
 * Locks:      folio locked by the caller; the rmap lock; the table's lock.
 * Elsewhere:  why (vmscan.c, migrate.c, page-writeback.c).
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/mmu_notifier.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <asm/tlbflush.h>
#include "map.h"

/* ---- was it used? ------------------------------------------------------------------------- */

struct referenced {
	int left;			/* mappings not looked at yet */
	int seen;			/* entries with the accessed bit */
	unsigned long vm_flags;		/* of VMAs that used it, or lock it */
};

static bool referenced_one(struct folio *folio, struct vm_area_struct *vma, unsigned long address,
			   void *arg)
{
	DEFINE_FOLIO_VMA_WALK(pvmw, folio, vma, address, 0);
	struct referenced *ref = arg;
	int seen = 0;

	while (page_vma_mapped_walk(&pvmw)) {
		if ((vma->vm_flags & VM_LOCKED) && !folio_test_large(folio)) {
			/* it should have been on the unevictable list: put it right, ask no further */
			mlock_vma_folio(folio, vma);
			page_vma_mapped_walk_done(&pvmw);
			ref->vm_flags |= VM_LOCKED;
			return false;
		}
		if (ptep_clear_flush_young_notify(vma, pvmw.address, pvmw.pte))
			seen++;
		ref->left--;
	}
	if (folio_test_clear_idle(folio))
		folio_set_young(folio);
	if (folio_test_clear_young(folio))
		seen++;
	if (seen) {
		ref->seen++;
		ref->vm_flags |= vma->vm_flags & ~VM_LOCKED;
	}
	return ref->left > 0;
}

/* A file that is read once from end to end says nothing of what will be used again. */
static bool referenced_skip(struct vm_area_struct *vma, void *arg)
{
	return vma->vm_flags & (VM_SEQ_READ | VM_RAND_READ);
}

/**
 * folio_referenced() - in how many VMAs was a folio used since the last time? Forget it.
 * @is_locked: the caller has locked the folio
 * @vm_flags: stores the flags of those VMAs; VM_LOCKED: it is mlocked
 *
 * Return: the number; -1 where the rmap lock was contended.
 */
int folio_referenced(struct folio *folio, int is_locked, struct mem_cgroup *memcg,
		     unsigned long *vm_flags)
{
	struct referenced ref = { .left = folio_mapcount(folio) };
	struct rmap_walk_control rwc = {
		.arg = &ref,
		.rmap_one = referenced_one,
		.invalid_vma = folio_test_anon(folio) ? NULL : referenced_skip,
		.try_lock = true,
	};
	bool locked_here = false;

	*vm_flags = 0;
	if (!ref.left || !folio->mapping)
		return 0;
	if (!is_locked && (!folio_test_anon(folio) || folio_test_ksm(folio))) {
		locked_here = folio_trylock(folio);
		if (!locked_here)
			return 1;
	}
	rmap_walk(folio, &rwc);
	if (locked_here)
		folio_unlock(folio);
	*vm_flags = ref.vm_flags;
	return rwc.contended ? -1 : ref.seen;
}

/* ---- write-protect and clean -------------------------------------------------------------- */

static bool mkclean_one(struct folio *folio, struct vm_area_struct *vma, unsigned long address,
			void *arg)
{
	DEFINE_FOLIO_VMA_WALK(pvmw, folio, vma, address, PVMW_SYNC);
	int *cleaned = arg;

	while (page_vma_mapped_walk(&pvmw)) {
		pte_t pte = ptep_get(pvmw.pte);

		if (!pte_dirty(pte) && !pte_write(pte))
			continue;
		pte = ptep_clear_flush(vma, pvmw.address, pvmw.pte);
		set_pte_at(vma->vm_mm, pvmw.address, pvmw.pte, pte_mkclean(pte_wrprotect(pte)));
		(*cleaned)++;
	}
	return true;
}

/* Private mappings map the file's page without writing to it. */
static bool mkclean_skip(struct vm_area_struct *vma, void *arg)
{
	return !(vma->vm_flags & VM_SHARED);
}

/**
 * folio_mkclean() - write-protect and clean all mappings of a file's folio
 *
 * The next write faults, and so is noticed (page_mkwrite).
 *
 * Context: folio locked.
 * Return: how many entries were changed.
 */
int folio_mkclean(struct folio *folio)
{
	int cleaned = 0;
	struct rmap_walk_control rwc = {
		.arg = &cleaned,
		.rmap_one = mkclean_one,
		.invalid_vma = mkclean_skip,
	};

	VM_BUG_ON_FOLIO(!folio_test_locked(folio), folio);
	if (!folio_mapped(folio) || !folio_mapping(folio))
		return 0;
	rmap_walk(folio, &rwc);
	return cleaned;
}

/* ---- unmap -------------------------------------------------------------------------------- */

struct unmap {
	enum ttu_flags flags;
	bool migration;		/* leave migration entries */
};

/* Put a present entry back that was taken out in vain. */
static void restore_pte(struct page_vma_mapped_walk *pvmw, pte_t pte)
{
	set_pte_at(pvmw->vma->vm_mm, pvmw->address, pvmw->pte, pte);
}

/*
 * Leave a swap entry for an anonymous page that has been given a slot. Return: false: the page stays
 * mapped.
 */
static bool unmap_to_swap(struct page_vma_mapped_walk *pvmw, struct folio *folio,
			  struct page *page, pte_t pte)
{
	swp_entry_t base = { .val = folio->swap_val };
	swp_entry_t entry = swp_entry(swp_type(base),
				      swp_offset(base) + folio_page_idx(folio, page));
	bool exclusive = PageAnonExclusive(page);
	struct mm_struct *mm = pvmw->vma->vm_mm;
	pte_t swp;

	if (swap_duplicate(entry) < 0)
		return false;
	if (exclusive && folio_try_share_anon_rmap_pte(folio, page)) {
		swap_free(entry);
		return false;
	}
	swap_register_mm(mm);
	dec_mm_counter(mm, MM_ANONPAGES);
	inc_mm_counter(mm, MM_SWAPENTS);
	swp = swp_entry_to_pte(entry);
	if (exclusive)
		swp = pte_swp_mkexclusive(swp);
	set_pte_at(mm, pvmw->address, pvmw->pte, swp);
	return true;
}

/*
 * A page whose contents are not wanted any more (MADV_FREE): drop it, if nobody has written to it since
 * and nobody else refers to it.
 */
static bool unmap_lazyfree(struct page_vma_mapped_walk *pvmw, struct folio *folio)
{
	int refs, maps;

	/*
	 * Read references before mappings: a new pin comes with a reference that it takes while it
	 * is mapped. The isolation that we are in holds one.
	 */
	smp_mb();
	refs = folio_ref_count(folio);
	maps = folio_mapcount(folio);
	smp_rmb();
	if (refs != 1 + maps || folio_test_dirty(folio)) {
		folio_set_swapbacked(folio);
		return false;
	}
	dec_mm_counter(pvmw->vma->vm_mm, MM_ANONPAGES);
	return true;
}

static bool unmap_to_migration(struct page_vma_mapped_walk *pvmw, struct folio *folio,
			       struct page *page, pte_t pte)
{
	bool exclusive = folio_test_anon(folio) && PageAnonExclusive(page);
	unsigned long pfn = page_to_pfn(page);
	swp_entry_t entry;

	if (exclusive && folio_try_share_anon_rmap_pte(folio, page))
		return false;
	if (pte_write(pte))
		entry = make_writable_migration_entry(pfn);
	else if (exclusive)
		entry = make_readable_exclusive_migration_entry(pfn);
	else
		entry = make_readable_migration_entry(pfn);
	set_pte_at(pvmw->vma->vm_mm, pvmw->address, pvmw->pte, swp_entry_to_pte(entry));
	return true;
}

/* Decide what the entry, which is cleared, becomes. Return: false: the mapping stays. */
static bool unmap_decide(struct unmap *unmap, struct page_vma_mapped_walk *pvmw,
			 struct folio *folio, struct page *page, pte_t pte)
{
	struct mm_struct *mm = pvmw->vma->vm_mm;

	if (pte_dirty(pte))
		folio_mark_dirty(folio);
	if (PageHWPoison(page) && (unmap->flags & TTU_HWPOISON)) {
		dec_mm_counter(mm, mm_counter(folio));
		set_pte_at(mm, pvmw->address, pvmw->pte,
			   swp_entry_to_pte(make_hwpoison_entry(page)));
		return true;
	}
	if (unmap->migration)
		return unmap_to_migration(pvmw, folio, page, pte);
	if (!folio_test_anon(folio)) {
		dec_mm_counter(mm, mm_counter_file(folio));
		return true;	/* it is found in the file again */
	}
	if (!folio_test_swapbacked(folio))
		return unmap_lazyfree(pvmw, folio);
	return folio_test_swapcache(folio) && unmap_to_swap(pvmw, folio, page, pte);
}

static bool unmap_one(struct folio *folio, struct vm_area_struct *vma, unsigned long address,
		      void *arg)
{
	DEFINE_FOLIO_VMA_WALK(pvmw, folio, vma, address, PVMW_SYNC);
	struct unmap *unmap = arg;

	update_hiwater_rss(vma->vm_mm);
	while (page_vma_mapped_walk(&pvmw)) {
		pte_t pte = ptep_get(pvmw.pte);
		struct page *page = pte_page(pte);

		if (!(unmap->flags & TTU_IGNORE_MLOCK) && (vma->vm_flags & VM_LOCKED)) {
			mlock_vma_folio(folio, vma);
			page_vma_mapped_walk_done(&pvmw);
			return false;
		}
		pte = ptep_clear_flush(vma, pvmw.address, pvmw.pte);
		if (!unmap_decide(unmap, &pvmw, folio, page, pte)) {
			restore_pte(&pvmw, pte);
			page_vma_mapped_walk_done(&pvmw);
			return false;
		}
		folio_remove_rmap_pte(folio, page, vma);
		folio_put(folio);
	}
	return true;
}

static int unmap_done(struct folio *folio)
{
	return !folio_mapped(folio);
}

static void unmap_all(struct folio *folio, struct unmap *unmap)
{
	struct rmap_walk_control rwc = {
		.arg = unmap,
		.rmap_one = unmap_one,
		.done = unmap_done,
	};

	if (unmap->flags & TTU_RMAP_LOCKED)
		rmap_walk_locked(folio, &rwc);
	else
		rmap_walk(folio, &rwc);
}

/**
 * try_to_unmap() - remove all mappings of a folio that reclaim wants
 *
 * An anonymous folio has its slot in the swap cache by then, or is lazily freed.
 *
 * Context: folio locked, with a reference of the caller's. Whether it worked: folio_mapped().
 */
void try_to_unmap(struct folio *folio, enum ttu_flags flags)
{
	struct unmap unmap = { .flags = flags };

	unmap_all(folio, &unmap);
}

/**
 * try_to_migrate() - replace all mappings of a folio by migration entries
 *
 * Who faults on one waits for the folio to be unlocked.
 */
void try_to_migrate(struct folio *folio, enum ttu_flags flags)
{
	struct unmap unmap = { .flags = flags | TTU_IGNORE_MLOCK, .migration = true };

	unmap_all(folio, &unmap);
}
