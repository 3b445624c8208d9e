// SPDX-License-Identifier: GPL-2.0-only
/*
 * copy_mm.c - fork: give the child what the parent has mapped.
 *
 * Nothing is copied but entries. In a private mapping each page becomes shared between the two: it
 * loses PageAnonExclusive, and both entries become read-only with the COW bit. Two kinds of pages
 * are copied at once instead: those that may be pinned (a device writes to them, and what it writes
 * must reach the process that asked for it), and nothing else.
 *
 * File mappings without private copies are left to fault: the pages are in the cache.
 *
 * Pages are handled by runs that map one folio's pages one after another; counts are updated once per
 * run, the child's mm counters once per table.
 *
 * Owns:       sharing of pages between address spaces.
 * Invariant:  after it, no page of the range is exclusive to either mm, except the copies.
 * Locks:      mmap_lock of both, for writing, and the VMAs write-locked: no fault meanwhile. Both
 *             tables' locks, the child's outside: the child's VMA can be found by rmap already.
 *             mm->write_protect_seq is odd, so that gup_fast does not pin behind our back.
 * Elsewhere:  copying the VMAs (dup_mmap.c).
 */
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/mmu_notifier.h>
#include <linux/pagemap.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <asm/pgalloc.h>
#include "fault.h"

/**
 * struct copy - a fork's pass over one VMA
 * @may_pin: some page of the parent's may be pinned
 * @spare: a page for a copy, allocated outside the locks
 * @rss: the child's counters so far, for one table
 */
struct copy {
	struct vm_area_struct *dst_vma;
	struct vm_area_struct *src_vma;
	bool cow;
	bool may_pin;
	struct folio *spare;
	long rss[NR_MM_COUNTERS];
};

/* What a step asks its caller to do outside the locks. */
enum copy_need {
	COPY_DONE = 0,
	NEED_PAGE = -EAGAIN,	/* a page for a copy */
	NEED_SWAP = -EIO,	/* memory to count one more user of a swap slot */
};

/* ---- present entries ---------------------------------------------------------------------- */

/* The page stays with the parent; the child gets its contents. */
static int copy_pinned_page(struct copy *copy, pte_t *dst_pte, unsigned long addr,
			    struct page *page)
{
	struct vm_area_struct *vma = copy->dst_vma;
	struct folio *new = copy->spare;

	if (!new)
		return NEED_PAGE;
	copy->spare = NULL;
	copy_user_highpage(&new->page, page, addr, vma);
	__folio_mark_uptodate(new);
	folio_add_new_anon_rmap(new, vma, addr, RMAP_EXCLUSIVE);
	folio_add_lru_vma(new, vma);
	copy->rss[MM_ANONPAGES]++;
	set_pte_at(vma->vm_mm, addr, dst_pte, mk_exclusive_pte(&new->page, vma));
	return 1;
}

/* Write-protect the parent's entries and mark them; one that was so already stays untouched. */
static void share_src_ptes(struct mm_struct *mm, unsigned long addr, pte_t *ptep, int nr)
{
	for (; nr; nr--, ptep++, addr += PAGE_SIZE)
		if (!pte_cow(ptep_get(ptep)))
			ptep_set_cow(mm, addr, ptep);
}

static void install_dst_ptes(struct copy *copy, pte_t *dst_pte, pte_t pte, unsigned long addr,
			     int nr)
{
	if (copy->cow)
		pte = pte_mkcow(pte_wrprotect(pte));
	else if (copy->src_vma->vm_flags & VM_SHARED)
		pte = pte_mkclean(pte);
	set_ptes(copy->dst_vma->vm_mm, addr, dst_pte, pte_mkold(pte), nr);
}

/* Return: how many entries were copied, or NEED_PAGE. */
static int copy_present(struct copy *copy, pte_t *dst_pte, pte_t *src_pte, pte_t pte,
			unsigned long addr, int max_nr)
{
	struct mm_struct *src_mm = copy->src_vma->vm_mm;
	struct page *page = vm_normal_page(copy->src_vma, addr, pte);
	struct folio *folio;
	int nr = 1;

	if (likely(page)) {
		folio = page_folio(page);
		if (unlikely(folio_test_large(folio) && max_nr > 1))
			nr = folio_pte_batch(folio, page, src_pte, pte, max_nr,
					     copy->cow ? FPB_IGNORE_WRITE : 0, NULL, NULL, NULL);
		folio_ref_add(folio, nr);
		if (likely(folio_test_anon(folio))) {
			if (unlikely(folio_try_dup_anon_rmap_ptes(folio, page, nr,
								  copy->src_vma))) {
				folio_put_refs(folio, nr);
				return copy_pinned_page(copy, dst_pte, addr, page);
			}
			copy->rss[MM_ANONPAGES] += nr;
		} else {
			folio_dup_file_rmap_ptes(folio, page, nr);
			copy->rss[mm_counter_file(folio)] += nr;
		}
	}
	if (copy->cow)
		share_src_ptes(src_mm, addr, src_pte, nr);
	install_dst_ptes(copy, dst_pte, pte, addr, nr);
	return nr;
}

/*
 * The case that counts: a single anonymous page of a private mapping, and nothing is pinned. Return:
 * false where it is something else, and nothing was done.
 */
static __always_inline bool copy_simple(struct copy *copy, pte_t *dst_pte, pte_t *src_pte,
					pte_t pte, unsigned long addr)
{
	struct page *page = pte_page(pte);

	if (!copy->cow || copy->may_pin || pte_special(pte) || PageCompound(page) ||
	    !folio_test_anon((struct folio *)page))
		return false;
	page_ref_inc(page);
	if (PageAnonExclusive(page))
		ClearPageAnonExclusive(page);
	atomic_inc(&page->_mapcount);
	copy->rss[MM_ANONPAGES]++;
	if (!pte_cow(pte))
		ptep_set_cow(copy->src_vma->vm_mm, addr, src_pte);
	set_pte(dst_pte, pte_mkold(pte_mkcow(pte_wrprotect(pte))));
	return true;
}

/* ---- other entries ------------------------------------------------------------------------ */

static int copy_migration(struct copy *copy, pte_t *src_pte, pte_t *pte, swp_entry_t entry,
			  unsigned long addr)
{
	struct folio *folio = pfn_swap_entry_folio(entry);

	copy->rss[mm_counter(folio)]++;
	if (!is_readable_migration_entry(entry) && copy->cow) {
		/* it arrives shared: neither entry may say that it is exclusive */
		*pte = swp_entry_to_pte(make_readable_migration_entry(swp_offset(entry)));
		set_pte_at(copy->src_vma->vm_mm, addr, src_pte, *pte);
	}
	return 1;
}

static int copy_nonpresent(struct copy *copy, pte_t *dst_pte, pte_t *src_pte, pte_t pte,
			   unsigned long addr)
{
	swp_entry_t entry = pte_to_swp_entry(pte);

	if (!non_swap_entry(entry)) {
		if (swap_duplicate(entry) < 0)
			return NEED_SWAP;
		swap_register_mm(copy->dst_vma->vm_mm);
		if (pte_swp_exclusive(pte)) {
			pte = pte_swp_clear_exclusive(pte);
			set_pte_at(copy->src_vma->vm_mm, addr, src_pte, pte);
		}
		copy->rss[MM_SWAPENTS]++;
	} else if (is_migration_entry(entry)) {
		copy_migration(copy, src_pte, &pte, entry, addr);
	} else if (is_pte_marker_entry(entry)) {
		pte = make_pte_marker(pte_marker_get(entry) & ~PTE_MARKER_UFFD_WP);
		if (!(pte_marker_get(entry) & ~PTE_MARKER_UFFD_WP))
			return 1;
	}
	set_pte_at(copy->dst_vma->vm_mm, addr, dst_pte, pte);
	return 1;
}

/* ---- the walk ----------------------------------------------------------------------------- */

/*
 * Copy entries until the end, a need, or until somebody waits for the CPU. *@addr says how far it
 * came.
 */
static int copy_ptes_locked(struct copy *copy, pte_t *dst_pte, pte_t *src_pte,
			    unsigned long *addr, unsigned long end)
{
	int nr;

	for (; *addr != end; *addr += (unsigned long)nr << PAGE_SHIFT, dst_pte += nr, src_pte += nr) {
		pte_t pte = ptep_get(src_pte);

		nr = 1;
		if (pte_none(pte))
			continue;
		if (pte_present(pte) && copy_simple(copy, dst_pte, src_pte, pte, *addr))
			;
		else if (likely(pte_present(pte)))
			nr = copy_present(copy, dst_pte, src_pte, pte, *addr,
					  (end - *addr) >> PAGE_SHIFT);
		else
			nr = copy_nonpresent(copy, dst_pte, src_pte, pte, *addr);
		if (unlikely(nr < 0))
			return nr;
		if (unlikely(need_resched())) {
			*addr += (unsigned long)nr << PAGE_SHIFT;
			break;
		}
	}
	return COPY_DONE;
}

/* Get, outside the locks, what the walk stopped for. */
static int copy_provide(struct copy *copy, int need, unsigned long addr)
{
	if (need == NEED_PAGE && !copy->spare) {
		copy->spare = vma_alloc_folio(GFP_HIGHUSER_MOVABLE, 0, copy->dst_vma, addr, false);
		return copy->spare ? 0 : -ENOMEM;
	}
	return need == NEED_SWAP ? -ENOMEM : 0;
}

static int copy_pte_table(struct copy *copy, pmd_t *dst_pmd, pmd_t *src_pmd, unsigned long addr,
			  unsigned long end)
{
	struct mm_struct *dst_mm = copy->dst_vma->vm_mm, *src_mm = copy->src_vma->vm_mm;
	spinlock_t *src_ptl, *dst_ptl;
	pte_t *src_pte, *dst_pte;
	int ret = 0;

	while (addr != end && !ret) {
		dst_pte = pte_alloc_map_lock(dst_mm, dst_pmd, addr, &dst_ptl);
		if (!dst_pte)
			return -ENOMEM;
		src_pte = pte_offset_map_nolock(src_mm, src_pmd, addr, &src_ptl);
		if (!src_pte) {
			pte_unmap_unlock(dst_pte, dst_ptl);
			return 0;
		}
		spin_lock_nested(src_ptl, SINGLE_DEPTH_NESTING);
		arch_enter_lazy_mmu_mode();
		ret = copy_ptes_locked(copy, dst_pte, src_pte, &addr, end);
		arch_leave_lazy_mmu_mode();
		spin_unlock(src_ptl);
		add_mm_rss_vec(dst_mm, copy->rss);
		memset(copy->rss, 0, sizeof(copy->rss));
		pte_unmap_unlock(dst_pte, dst_ptl);
		cond_resched();
		if (unlikely(ret))
			ret = copy_provide(copy, ret, addr);
	}
	return ret;
}

static int copy_pmd_range(struct copy *copy, pud_t *dst_pud, pud_t *src_pud, unsigned long addr,
			  unsigned long end)
{
	pmd_t *dst_pmd = pmd_alloc(copy->dst_vma->vm_mm, dst_pud, addr);
	pmd_t *src_pmd = pmd_offset(src_pud, addr);
	unsigned long next;
	int ret;

	if (!dst_pmd)
		return -ENOMEM;
	do {
		next = pmd_addr_end(addr, end);
		if (pmd_none_or_clear_bad(src_pmd))
			continue;
		ret = copy_pte_table(copy, dst_pmd, src_pmd, addr, next);
		if (ret)
			return ret;
	} while (dst_pmd++, src_pmd++, addr = next, addr != end);
	return 0;
}

static int copy_pud_range(struct copy *copy, p4d_t *dst_p4d, p4d_t *src_p4d, unsigned long addr,
			  unsigned long end)
{
	pud_t *dst_pud = pud_alloc(copy->dst_vma->vm_mm, dst_p4d, addr);
	pud_t *src_pud = pud_offset(src_p4d, addr);
	unsigned long next;
	int ret;

	if (!dst_pud)
		return -ENOMEM;
	do {
		next = pud_addr_end(addr, end);
		if (pud_none_or_clear_bad(src_pud))
			continue;
		ret = copy_pmd_range(copy, dst_pud, src_pud, addr, next);
		if (ret)
			return ret;
	} while (dst_pud++, src_pud++, addr = next, addr != end);
	return 0;
}

static int copy_p4d_range(struct copy *copy, pgd_t *dst_pgd, pgd_t *src_pgd, unsigned long addr,
			  unsigned long end)
{
	p4d_t *dst_p4d = p4d_alloc(copy->dst_vma->vm_mm, dst_pgd, addr);
	p4d_t *src_p4d = p4d_offset(src_pgd, addr);
	unsigned long next;
	int ret;

	if (!dst_p4d)
		return -ENOMEM;
	do {
		next = p4d_addr_end(addr, end);
		if (p4d_none_or_clear_bad(src_p4d))
			continue;
		ret = copy_pud_range(copy, dst_p4d, src_p4d, addr, next);
		if (ret)
			return ret;
	} while (dst_p4d++, src_p4d++, addr = next, addr != end);
	return 0;
}

/* Does the child need the entries, or can it fault the pages in again from the file? */
static bool vma_needs_copy(struct vm_area_struct *src_vma)
{
	return (src_vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP)) || src_vma->anon_vma;
}

/**
 * copy_page_range() - copy the entries of @src_vma to @dst_vma, which is its copy in a child
 *
 * The caller flushes the parent's TLB when all VMAs are done.
 *
 * Context: both mmap_locks held for writing; sleeps.
 * Return: 0 or -ENOMEM; then the child is incomplete and is to be emptied and thrown away.
 */
int copy_page_range(struct vm_area_struct *dst_vma, struct vm_area_struct *src_vma)
{
	struct copy copy = {
		.dst_vma = dst_vma,
		.src_vma = src_vma,
		.cow = is_cow_mapping(src_vma->vm_flags),
		.may_pin = test_bit(MMF_HAS_PINNED, &src_vma->vm_mm->flags),
	};
	struct mm_struct *src_mm = src_vma->vm_mm;
	unsigned long addr = src_vma->vm_start, end = src_vma->vm_end, next;
	pgd_t *src_pgd, *dst_pgd;
	int ret = 0;

	if (!vma_needs_copy(src_vma))
		return 0;

	if (copy.cow) {
		mmap_assert_write_locked(src_mm);
		WRITE_ONCE(src_mm->write_protect_seq, src_mm->write_protect_seq + 1);
		/* pairs with the read barriers in gup_fast(): odd before the first entry changes */
		smp_mb();
	}
	src_pgd = pgd_offset(src_mm, addr);
	dst_pgd = pgd_offset(dst_vma->vm_mm, addr);
	do {
		next = pgd_addr_end(addr, end);
		if (pgd_none_or_clear_bad(src_pgd))
			continue;
		ret = copy_p4d_range(&copy, dst_pgd, src_pgd, addr, next);
	} while (!ret && (dst_pgd++, src_pgd++, addr = next, addr != end));

	if (copy.cow) {
		smp_mb();	/* pairs with gup_fast(): all entries changed before it is even */
		WRITE_ONCE(src_mm->write_protect_seq, src_mm->write_protect_seq + 1);
	}
	if (copy.spare)
		folio_put(copy.spare);
	return ret;
}
