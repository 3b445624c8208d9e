// SPDX-License-Identifier: GPL-2.0-only
/*
 * zap.c - clear the entries of a range and let go of what they map.
 *
 * One walk down; in each PTE table one lock, and per run of entries that map a folio's pages one
 * update of the folio's counts. What the whole table adds up to (the mm's page counts, the node's
 * counts of mapped pages) is written once, at its end. The pages go to the mmu_gather.
 *
 * Owns:       entries becoming none.
 * Invariant:  what an entry held (a page's mapcount and reference, a swap slot) is given up
 *             exactly when the entry is cleared; the page itself is freed after the flush.
 * Locks:      mmap_lock or the VMA's lock held by the caller, or i_mmap_rwsem; the table's lock.
 * Elsewhere:  freeing pages after the flush (mmu_gather.c); freeing tables (pgtable_free.c).
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/mmu_notifier.h>
#include <linux/pagemap.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <asm/tlb.h>
#include "fault.h"
#include "store.h"

/**
 * struct zap - one table's worth of unmapping
 * @simple: single anonymous pages need not be looked at twice: all go, and none is mlocked
 * @first: address of the first and
 * @last: behind the last of those; 0: none
 * @rss: what becomes of the mm's counters
 * @rmap: what becomes of the node's
 * @flush: pages with delayed rmap, or no room for more: flush at the end of the table
 * @stop: no room for more pages
 */
struct zap {
	struct mmu_gather *tlb;
	struct vm_area_struct *vma;
	struct zap_details *details;
	bool simple;
	unsigned long first;
	unsigned long last;
	long rss[NR_MM_COUNTERS];
	struct rmap_batch rmap;
	bool flush;
	bool stop;
};

/* Whether to let others run is asked every 32 pages of address space, since a page takes no time. */
#define RESCHED_MASK	(31UL << PAGE_SHIFT)

static inline bool should_zap_cows(struct zap_details *details)
{
	return !details || details->even_cows;
}

/* Is there no page that @details would leave? */
static inline bool zaps_all_pages(struct zap_details *details)
{
	return !details || (details->even_cows && !details->single_folio);
}

static inline bool should_zap_folio(struct zap_details *details, struct folio *folio)
{
	if (likely(!details))
		return true;
	if (details->single_folio && details->single_folio != folio)
		return false;
	return details->even_cows || !folio_test_anon(folio);
}

static inline bool should_drop_marker(struct zap_details *details)
{
	return !details || (details->zap_flags & ZAP_FLAG_DROP_MARKER);
}

/* ---- present entries ---------------------------------------------------------------------- */

/*
 * Hand over the mapping's reference. Where the address space ends, no CPU runs in it, and what its
 * stale translations name is not accessed any more: then a reference that is not the last one can
 * be dropped here and now. The last one waits for the flush like any other.
 */
static __always_inline void zap_put_page(struct zap *zap, bool full, struct folio *folio,
					 struct page *page)
{
	if (full && folio_ref_add_unless(folio, -1, 1))
		return;
	if (unlikely(tlb_remove_small_page(zap->tlb, page))) {
		zap->flush = true;
		zap->stop = true;
	}
}

/* A page of a file remembers that it was used, unless it is known as used as it can be. */
static __always_inline void zap_file_young(struct zap *zap, struct folio *folio, pte_t pte)
{
	const unsigned long used = BIT(PG_referenced) | BIT(PG_active);

	if (pte_young(pte) && (READ_ONCE(folio->flags) & (used | BIT(PG_idle))) != used &&
	    !(zap->vma->vm_flags & (VM_SEQ_READ | VM_RAND_READ)))
		folio_mark_accessed(folio);
}

/*
 * The cases that count: a single page of anonymous memory, or one of a file that no CPU can make
 * dirty meanwhile. Return: false where it is something else, and nothing was done.
 */
static __always_inline bool zap_simple(struct zap *zap, bool full, pte_t *ptep, pte_t pte,
				       unsigned long addr)
{
	struct page *page = pte_page(pte);
	struct folio *folio = (struct folio *)page;
	bool anon;

	if (!zap->simple || pte_special(pte) || PageCompound(page))
		return false;
	anon = folio_test_anon(folio);
	if (unlikely(!anon) && (pte_dirty(pte) || pte_write(pte)))
		return false;
	pte = ptep_get_and_clear_full(zap->tlb->mm, addr, ptep, full);
	if (!zap->last)
		zap->first = addr;
	zap->last = addr + PAGE_SIZE;
	if (likely(anon)) {
		zap->rss[MM_ANONPAGES]--;
		if (atomic_add_negative(-1, &folio->_mapcount))
			rmap_batch_note_anon(&zap->rmap, folio, -1);
	} else {
		zap->rss[mm_counter_file(folio)]--;
		zap_file_young(zap, folio, pte);
		if (atomic_add_negative(-1, &folio->_mapcount))
			rmap_batch_note_file(&zap->rmap, folio, -1);
	}
	zap_put_page(zap, full, folio, page);
	return true;
}

/*
 * The pages of a file remember that they were written and used. Return: the rmap must wait for the
 * flush, since a CPU may write through its TLB until then.
 */
static __always_inline bool zap_file_bits(struct zap *zap, struct folio *folio, pte_t pte)
{
	bool delay = false;

	if (pte_dirty(pte)) {
		folio_mark_dirty(folio);
		delay = tlb_delay_rmap(zap->tlb);
		zap->flush = true;
	}
	zap_file_young(zap, folio, pte);
	return delay;
}

/* Return: how many entries were dealt with. */
static unsigned int zap_present(struct zap *zap, pte_t *ptep, pte_t pte, unsigned int max_nr,
				unsigned long addr)
{
	struct mmu_gather *tlb = zap->tlb;
	struct vm_area_struct *vma = zap->vma;
	struct page *page = vm_normal_page(vma, addr, pte);
	bool delay_rmap = false;
	struct folio *folio;
	unsigned int nr = 1;

	if (unlikely(!page)) {
		/* the zero page is nobody's; frames without struct page count as the file's */
		if (is_zero_pfn(pte_pfn(pte)) && !should_zap_cows(zap->details))
			return 1;
		ptep_get_and_clear_full(tlb->mm, addr, ptep, tlb->fullmm);
		tlb_remove_tlb_entry(tlb, ptep, addr);
		return 1;
	}

	folio = page_folio(page);
	if (unlikely(!should_zap_folio(zap->details, folio)))
		return 1;
	if (unlikely(folio_test_large(folio) && max_nr > 1))
		nr = folio_pte_batch(folio, page, ptep, pte, max_nr,
				     FPB_IGNORE_DIRTY | FPB_IGNORE_WRITE, NULL, NULL, NULL);

	pte = get_and_clear_full_ptes(tlb->mm, addr, ptep, nr, tlb->fullmm);
	tlb_remove_tlb_entries(tlb, ptep, nr, addr);
	if (likely(folio_test_anon(folio))) {
		zap->rss[MM_ANONPAGES] -= nr;
	} else {
		zap->rss[mm_counter_file(folio)] -= nr;
		delay_rmap = zap_file_bits(zap, folio, pte);
	}
	if (likely(!delay_rmap))
		rmap_batch_remove(&zap->rmap, folio, page, nr, vma);
	if (likely(nr == 1 && !delay_rmap)) {
		zap_put_page(zap, tlb->fullmm, folio, page);
	} else if (unlikely(__tlb_remove_folio_pages(tlb, page, nr, delay_rmap))) {
		zap->flush = true;
		zap->stop = true;
	}
	return nr;
}

/* ---- other entries ------------------------------------------------------------------------ */

static unsigned int zap_nonpresent(struct zap *zap, pte_t *ptep, pte_t pte, unsigned int max_nr,
				   unsigned long addr)
{
	swp_entry_t entry = pte_to_swp_entry(pte);
	unsigned int nr = 1;

	if (!non_swap_entry(entry)) {
		if (!should_zap_cows(zap->details))
			return 1;
		nr = swap_pte_batch(ptep, max_nr, pte);
		zap->rss[MM_SWAPENTS] -= nr;
		free_swap_and_cache_nr(entry, nr);
	} else if (is_migration_entry(entry)) {
		struct folio *folio = pfn_swap_entry_folio(entry);

		if (!should_zap_folio(zap->details, folio))
			return 1;
		zap->rss[mm_counter(folio)]--;
	} else if (is_pte_marker_entry(entry)) {
		if (!should_drop_marker(zap->details))
			return 1;
	} else if (is_hwpoison_entry(entry)) {
		if (!should_zap_cows(zap->details))
			return 1;
	} else {
		print_bad_pte(zap->vma, addr, pte, NULL);
	}
	clear_not_present_full_ptes(zap->tlb->mm, addr, ptep, nr, zap->tlb->fullmm);
	return nr;
}

/**
 * swap_pte_batch() - how many entries from @ptep on name consecutive slots of one swap area
 */
int swap_pte_batch(pte_t *ptep, int max_nr, pte_t pte)
{
	pte_t expected = pte_next_swp_offset(pte);
	int nr = 1;

	while (nr < max_nr && pte_same(ptep_get(ptep + nr), expected)) {
		expected = pte_next_swp_offset(expected);
		nr++;
	}
	return nr;
}

/* ---- the walk ----------------------------------------------------------------------------- */

/* Return: how far it came; less than @end where it had to flush or to let others run. */
static unsigned long zap_pte_table(struct mmu_gather *tlb, struct vm_area_struct *vma, pmd_t *pmd,
				   unsigned long addr, unsigned long end,
				   struct zap_details *details)
{
	struct zap zap = {
		.tlb = tlb, .vma = vma, .details = details,
		.simple = zaps_all_pages(details) && !(vma->vm_flags & VM_LOCKED),
	};
	bool full = tlb->fullmm;
	pte_t *start_pte, *ptep;
	spinlock_t *ptl;

	start_pte = ptep = pte_offset_map_lock(tlb->mm, pmd, addr, &ptl);
	if (!ptep)
		return end;
	arch_enter_lazy_mmu_mode();
	do {
		pte_t pte = ptep_get(ptep);
		unsigned int nr = 1;

		if (pte_none(pte)) {
			ptep++;
			addr += PAGE_SIZE;
			continue;
		}
		if (pte_present(pte) && zap_simple(&zap, full, ptep, pte, addr))
			;
		else if (likely(pte_present(pte)))
			nr = zap_present(&zap, ptep, pte, (end - addr) >> PAGE_SHIFT, addr);
		else
			nr = zap_nonpresent(&zap, ptep, pte, (end - addr) >> PAGE_SHIFT, addr);
		ptep += nr;
		addr += (unsigned long)nr << PAGE_SHIFT;
		if (unlikely(zap.stop || (!(addr & RESCHED_MASK) && need_resched())))
			break;
	} while (addr != end);

	if (zap.last)
		tlb_flush_pte_range(tlb, zap.first, zap.last - zap.first);
	add_mm_rss_vec(tlb->mm, zap.rss);
	rmap_batch_finish(&zap.rmap);
	arch_leave_lazy_mmu_mode();

	/* dirty entries leave the TLBs before anyone may see the page unmapped and clean it */
	if (unlikely(zap.flush)) {
		tlb_flush_mmu_tlbonly(tlb);
		tlb_flush_rmaps(tlb, vma);
	}
	pte_unmap_unlock(start_pte, ptl);
	if (unlikely(zap.flush))
		tlb_flush_mmu(tlb);
	return addr;
}

static void zap_pmd_range(struct mmu_gather *tlb, struct vm_area_struct *vma, pud_t *pud,
			  unsigned long addr, unsigned long end, struct zap_details *details)
{
	pmd_t *pmd = pmd_offset(pud, addr);
	unsigned long next;

	do {
		next = pmd_addr_end(addr, end);
		if (!pmd_none_or_clear_bad(pmd)) {
			while (addr != next) {
				addr = zap_pte_table(tlb, vma, pmd, addr, next, details);
				cond_resched();
			}
		}
	} while (pmd++, addr = next, addr != end);
}

static void zap_pud_range(struct mmu_gather *tlb, struct vm_area_struct *vma, p4d_t *p4d,
			  unsigned long addr, unsigned long end, struct zap_details *details)
{
	pud_t *pud = pud_offset(p4d, addr);
	unsigned long next;

	do {
		next = pud_addr_end(addr, end);
		if (!pud_none_or_clear_bad(pud))
			zap_pmd_range(tlb, vma, pud, addr, next, details);
	} while (pud++, addr = next, addr != end);
}

static void zap_p4d_range(struct mmu_gather *tlb, struct vm_area_struct *vma, pgd_t *pgd,
			  unsigned long addr, unsigned long end, struct zap_details *details)
{
	p4d_t *p4d = p4d_offset(pgd, addr);
	unsigned long next;

	do {
		next = p4d_addr_end(addr, end);
		if (!p4d_none_or_clear_bad(p4d))
			zap_pud_range(tlb, vma, p4d, addr, next, details);
	} while (p4d++, addr = next, addr != end);
}

/**
 * unmap_page_range() - clear a range's entries, and gather what they mapped
 * @details: what to leave; NULL: nothing
 *
 * Context: [addr, end) lies in @vma and is not empty; may reschedule.
 */
void unmap_page_range(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long addr,
		      unsigned long end, struct zap_details *details)
{
	pgd_t *pgd = pgd_offset(vma->vm_mm, addr);
	unsigned long next;

	VM_BUG_ON_VMA(addr >= end, vma);
	tlb_start_vma(tlb, vma);
	do {
		next = pgd_addr_end(addr, end);
		if (!pgd_none_or_clear_bad(pgd))
			zap_p4d_range(tlb, vma, pgd, addr, next, details);
	} while (pgd++, addr = next, addr != end);
	tlb_end_vma(tlb, vma);
}

/**
 * zap_page_range_single_batched() - unmap a range of one VMA into a gather that is under way
 */
void zap_page_range_single_batched(struct mmu_gather *tlb, struct vm_area_struct *vma,
				   unsigned long address, unsigned long size,
				   struct zap_details *details)
{
	struct mmu_notifier_range range;

	mmu_notifier_range_init(&range, MMU_NOTIFY_CLEAR, 0, vma->vm_mm, address, address + size);
	update_hiwater_rss(vma->vm_mm);
	mmu_notifier_invalidate_range_start(&range);
	unmap_page_range(tlb, vma, address, address + size, details);
	mmu_notifier_invalidate_range_end(&range);
}

/**
 * zap_page_range_single() - unmap a range of one VMA; the VMA stays
 *
 * Context: mmap_lock held, for reading at least, or i_mmap_rwsem of the VMA's file.
 */
void zap_page_range_single(struct vm_area_struct *vma, unsigned long address, unsigned long size,
			   struct zap_details *details)
{
	struct mmu_gather tlb;

	tlb_gather_mmu(&tlb, vma->vm_mm);
	zap_page_range_single_batched(&tlb, vma, address, size, details);
	tlb_finish_mmu(&tlb);
}

/**
 * zap_vma_ptes() - a driver takes back frames it mapped with remap_pfn_range()
 */
void zap_vma_ptes(struct vm_area_struct *vma, unsigned long address, unsigned long size)
{
	if (!range_in_vma(vma, address, address + size) || !(vma->vm_flags & VM_PFNMAP))
		return;
	zap_page_range_single(vma, address, size, NULL);
}

/* ---- all mappings of a part of a file ----------------------------------------------------- */

static void unmap_mapping_tree(struct address_space *mapping, pgoff_t first, pgoff_t last,
			       struct zap_details *details)
{
	struct vm_area_struct *vma;

	vma_interval_tree_foreach(vma, &mapping->i_mmap, first, last) {
		pgoff_t vma_first = vma->vm_pgoff, vma_last = vma_first + vma_pages(vma) - 1;
		pgoff_t from = max(first, vma_first), to = min(last, vma_last);

		zap_page_range_single(vma, vma->vm_start + ((from - vma_first) << PAGE_SHIFT),
				      (to - from + 1) << PAGE_SHIFT, details);
	}
}

/**
 * unmap_mapping_folio() - unmap a folio that is being removed from its file
 *
 * Private copies stay: they are no longer the file's.
 *
 * Context: the folio is locked, so that nobody maps it again.
 */
void unmap_mapping_folio(struct folio *folio)
{
	struct address_space *mapping = folio->mapping;
	struct zap_details details = {
		.single_folio = folio,
		.zap_flags = ZAP_FLAG_DROP_MARKER,
	};
	pgoff_t first = folio->index;

	i_mmap_lock_read(mapping);
	if (unlikely(!RB_EMPTY_ROOT(&mapping->i_mmap.rb_root)))
		unmap_mapping_tree(mapping, first, first + folio_nr_pages(folio) - 1, &details);
	i_mmap_unlock_read(mapping);
}

/**
 * unmap_mapping_pages() - unmap @nr pages of a file from offset @start on; @nr 0: to its end
 * @even_cows: private copies as well, as truncation asks for
 */
void unmap_mapping_pages(struct address_space *mapping, pgoff_t start, pgoff_t nr, bool even_cows)
{
	struct zap_details details = { .even_cows = even_cows };
	pgoff_t last = start + nr - 1;

	if (last < start)
		last = ULONG_MAX;
	if (even_cows)
		details.zap_flags = ZAP_FLAG_DROP_MARKER;

	i_mmap_lock_read(mapping);
	if (unlikely(!RB_EMPTY_ROOT(&mapping->i_mmap.rb_root)))
		unmap_mapping_tree(mapping, start, last, &details);
	i_mmap_unlock_read(mapping);
}

/**
 * unmap_mapping_range() - as unmap_mapping_pages(), in bytes
 * @holelen: 0: to the end of the file
 */
void unmap_mapping_range(struct address_space *mapping, loff_t holebegin, loff_t holelen,
			 int even_cows)
{
	pgoff_t start = (pgoff_t)holebegin >> PAGE_SHIFT;
	pgoff_t nr = ((pgoff_t)holelen + PAGE_SIZE - 1) >> PAGE_SHIFT;

	unmap_mapping_pages(mapping, start, nr, even_cows);
}

/* ---- for the store, which is below and must not call up --------------------------------------- */

static const struct unmap_ops unmap_ops = {
	.unmap_range = unmap_mapping_pages,
	.unmap_folio = unmap_mapping_folio,
	.mkclean = folio_mkclean,
};

static int __init zap_init(void)
{
	register_unmap_ops(&unmap_ops);
	return 0;
}
early_initcall(zap_init);
