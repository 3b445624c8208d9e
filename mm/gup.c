// SPDX-License-Identifier: GPL-2.0-only
/*
 * gup.c - get_user_pages: the pages behind user addresses, faulted in and held.
 *
 * Two ways to hold a page. FOLL_GET takes a reference: for looking at struct page. FOLL_PIN
 * (pin_user_pages() and its like) says that the page's contents will be read or written, by a device
 * perhaps, behind the page table's back: GUP_PIN_COUNTING_BIAS references at once, or a large folio's
 * _pincount. folio_maybe_dma_pinned() tells them apart, and fork then copies instead of sharing.
 *
 * A pinned anonymous page must be the process's own (PageAnonExclusive), or later writes would go to a
 * copy that the pin does not see; where it is not, an unshare fault makes it so.
 *
 * The slow way walks with mmap_lock held and faults in what is missing. The fast way (gup_fast())
 * walks the tables without any lock, interrupts off so that tables are not freed, takes a
 * reference, and looks whether the entry is still the same.
 *
 * Owns:       references and pins that it hands out.
 * Invariant:  a page given out with FOLL_WRITE was mapped writable, or the write was forced on a
 *             page of the process's own.
 * Locks:      mmap_lock for reading (the caller's, which may be dropped where `locked` is given).
 * Elsewhere:  access by ptrace and /proc (gup_access.c); population (gup_populate.c).
 */
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/uaccess.h>
#include <linux/vmstat.h>
#include "fault.h"
#include "gup.h"

/* ---- holding and letting go --------------------------------------------------------------- */

static int try_hold(struct folio *folio, int refs, unsigned int flags, bool fast)
{
	if (flags & FOLL_PIN) {
		if (folio_test_large(folio)) {
			if (fast && !folio_ref_try_add(folio, refs))
				return -EAGAIN;
			if (!fast)
				folio_ref_add(folio, refs);
			atomic_add(refs, &folio->_pincount);
		} else if (!fast) {
			folio_ref_add(folio, refs * GUP_PIN_COUNTING_BIAS);
		} else if (!folio_ref_try_add(folio, refs * GUP_PIN_COUNTING_BIAS)) {
			return -EAGAIN;
		}
		mod_node_page_state(folio_pgdat(folio), NR_FOLL_PIN_ACQUIRED, refs);
		/* pairs with the barrier in folio_try_share_anon_rmap_pte(): count, then look again */
		smp_mb__after_atomic();
		return 0;
	}
	if (!fast) {
		folio_ref_add(folio, refs);
		return 0;
	}
	return folio_ref_try_add(folio, refs) ? 0 : -EAGAIN;
}

static void let_go(struct folio *folio, int refs, unsigned int flags)
{
	if (flags & FOLL_PIN) {
		mod_node_page_state(folio_pgdat(folio), NR_FOLL_PIN_RELEASED, refs);
		if (folio_test_large(folio))
			atomic_sub(refs, &folio->_pincount);
		else
			refs *= GUP_PIN_COUNTING_BIAS;
	}
	folio_put_refs(folio, refs);
}

/**
 * unpin_user_page() - end one pin
 */
void unpin_user_page(struct page *page)
{
	/* the page of zeroes is never pinned: nobody writes to it, and it does not go away */
	if (!is_zero_pfn(page_to_pfn(page)))
		let_go(page_folio(page), 1, FOLL_PIN);
}

void unpin_folio(struct folio *folio)
{
	unpin_user_page(&folio->page);
}

void unpin_user_pages(struct page **pages, unsigned long npages)
{
	unsigned long i;

	for (i = 0; i < npages; i++)
		unpin_user_page(pages[i]);
}

/* End pins; with @make_dirty of pages that were written to. */
void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages, bool make_dirty)
{
	unsigned long i;

	for (i = 0; i < npages; i++) {
		struct folio *folio = page_folio(pages[i]);

		if (make_dirty && !is_zero_pfn(page_to_pfn(pages[i])) && !folio_test_dirty(folio)) {
			folio_lock(folio);
			folio_mark_dirty(folio);
			folio_unlock(folio);
		}
		unpin_user_page(pages[i]);
	}
}

/* ---- one page, present already ------------------------------------------------------------ */

/*
 * Must the page be made the process's own before it is pinned for reading? Of file pages, in
 * private mappings: a write would copy.
 */
static bool must_unshare(struct vm_area_struct *vma, unsigned int flags, struct page *page)
{
	if ((flags & (FOLL_WRITE | FOLL_PIN)) != FOLL_PIN)
		return false;
	if (PageAnon(page)) {
		/* pairs with folio_try_share_anon_rmap_pte(): for the lockless walk */
		smp_rmb();
		return !PageAnonExclusive(page);
	}
	/* the lockless walk cannot know the VMA: a long pin of a file page takes the slow way */
	return (flags & FOLL_LONGTERM) && (!vma || is_cow_mapping(vma->vm_flags));
}

/* May a page be written that the entry does not let the process write? */
static bool can_force_write(struct vm_area_struct *vma, unsigned int flags, pte_t pte,
			    struct page *page)
{
	if (!(flags & FOLL_FORCE) || (vma->vm_flags & (VM_SHARED | VM_WRITE)))
		return false;
	if (!(vma->vm_flags & VM_MAYWRITE))
		return false;
	/* only a copy of its own, which an earlier write fault of ours has made */
	return page && PageAnon(page) && PageAnonExclusive(page);
}

/* The page behind a special entry: the zero page may be looked at, other frames have none. */
static struct page *special_page(struct vm_area_struct *vma, pte_t pte, unsigned int flags)
{
	if (flags & FOLL_DUMP)
		return ERR_PTR(-EFAULT);
	return is_zero_pfn(pte_pfn(pte)) ? pte_page(pte) : ERR_PTR(-EEXIST);
}

/*
 * The page mapped at @address, held as @flags say. Return: NULL where a fault has to make it present
 * (or writable) first; -EMLINK where an unshare fault has to; -EEXIST where it has no struct page.
 */
static struct page *follow_pte(struct vm_area_struct *vma, unsigned long address, pmd_t *pmd,
			       unsigned int flags)
{
	struct page *page = NULL;
	spinlock_t *ptl;
	pte_t *ptep, pte;
	int err;

	ptep = pte_offset_map_lock(vma->vm_mm, pmd, address, &ptl);
	if (!ptep)
		return NULL;
	pte = ptep_get(ptep);
	if (!pte_present(pte) || (pte_protnone(pte) && vma_is_accessible(vma)))
		goto out;

	page = vm_normal_page(vma, address, pte);
	if ((flags & FOLL_WRITE) && !pte_write(pte) && !can_force_write(vma, flags, pte, page)) {
		page = NULL;
		goto out;
	}
	if (!page) {
		page = special_page(vma, pte, flags);
		/* the zero page is never pinned, but a reference is put like any other */
		if (!IS_ERR(page) && (flags & FOLL_GET))
			get_page(page);
		goto out;
	}
	if (must_unshare(vma, flags, page)) {
		page = ERR_PTR(-EMLINK);
		goto out;
	}
	if (flags & (FOLL_GET | FOLL_PIN)) {
		err = try_hold(page_folio(page), 1, flags, false);
		if (unlikely(err)) {
			page = ERR_PTR(err);
			goto out;
		}
	}
	if (flags & FOLL_TOUCH) {
		struct folio *folio = page_folio(page);

		if ((flags & FOLL_WRITE) && !pte_dirty(pte) && !folio_test_dirty(folio))
			folio_mark_dirty(folio);
		folio_mark_accessed(folio);
	}
out:
	pte_unmap_unlock(ptep, ptl);
	return page;
}

static struct page *follow_address(struct vm_area_struct *vma, unsigned long address,
				   unsigned int flags)
{
	pmd_t *pmd = mm_find_pmd(vma->vm_mm, address);

	if (!pmd || !pmd_present(pmdp_get(pmd)))
		/* a core dump leaves out what was never touched, without making tables for it */
		return (flags & FOLL_DUMP) && vma_is_anonymous(vma) ? ERR_PTR(-EFAULT) : NULL;
	return follow_pte(vma, address, pmd, flags);
}

/**
 * follow_page() - the page mapped at an address, if it is
 *
 * Context: mmap_lock held.
 */
struct page *follow_page(struct vm_area_struct *vma, unsigned long address,
			 unsigned int foll_flags)
{
	return follow_address(vma, address, foll_flags);
}

/* ---- faulting in -------------------------------------------------------------------------- */

static unsigned int fault_flags_of(unsigned int flags, bool unshare, bool may_unlock)
{
	unsigned int fault_flags = 0;

	if (flags & FOLL_WRITE)
		fault_flags |= FAULT_FLAG_WRITE;
	if (flags & FOLL_REMOTE)
		fault_flags |= FAULT_FLAG_REMOTE;
	if (unshare)
		fault_flags |= FAULT_FLAG_UNSHARE;
	if (may_unlock && (flags & FOLL_UNLOCKABLE)) {
		fault_flags |= FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_KILLABLE;
		if (flags & FOLL_INTERRUPTIBLE)
			fault_flags |= FAULT_FLAG_INTERRUPTIBLE;
	}
	if (flags & FOLL_NOWAIT)
		fault_flags |= FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_RETRY_NOWAIT;
	if (flags & FOLL_TRIED)
		fault_flags |= FAULT_FLAG_TRIED;
	return fault_flags;
}

static int vm_fault_to_errno(vm_fault_t fault, unsigned int foll_flags)
{
	if (fault & VM_FAULT_OOM)
		return -ENOMEM;
	if (fault & (VM_FAULT_HWPOISON | VM_FAULT_HWPOISON_LARGE))
		return (foll_flags & FOLL_HWPOISON) ? -EHWPOISON : -EFAULT;
	if (fault & (VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV))
		return -EFAULT;
	return 0;
}

/*
 * Return: 0: look again; -EAGAIN: mmap_lock was dropped (and *@locked cleared, but for NOWAIT);
 * otherwise an error.
 */
static int faultin_page(struct vm_area_struct *vma, unsigned long address, unsigned int flags,
			bool unshare, int *locked)
{
	unsigned int fault_flags = fault_flags_of(flags, unshare, locked != NULL);
	vm_fault_t ret;

	if (flags & FOLL_NOFAULT)
		return -EFAULT;
	ret = handle_mm_fault(vma, address, fault_flags, NULL);
	if (ret & VM_FAULT_COMPLETED) {
		*locked = 0;
		return -EAGAIN;
	}
	if (ret & VM_FAULT_ERROR)
		return vm_fault_to_errno(ret, flags) ?: -EFAULT;
	if (ret & VM_FAULT_RETRY) {
		if (!(fault_flags & FAULT_FLAG_RETRY_NOWAIT))
			*locked = 0;
		return -EAGAIN;
	}
	return 0;
}

/**
 * gup_vma_allows() - may the VMA's pages be taken as @gup_flags ask?
 *
 * Return: 0 or -EFAULT.
 */
int gup_vma_allows(struct vm_area_struct *vma, unsigned long gup_flags)
{
	vm_flags_t vm_flags = vma->vm_flags;

	if (vm_flags & (VM_IO | VM_PFNMAP))
		return -EFAULT;
	if ((gup_flags & FOLL_ANON) && !vma_is_anonymous(vma))
		return -EFAULT;
	if (gup_flags & FOLL_WRITE) {
		if (vm_flags & VM_WRITE)
			return 0;
		if (!(gup_flags & FOLL_FORCE))
			return -EFAULT;
		/* a debugger's write goes to a private copy, and only where one may be */
		return is_cow_mapping(vm_flags) ? 0 : -EFAULT;
	}
	if (!(vm_flags & VM_READ)) {
		if (!(gup_flags & FOLL_FORCE) || !(vm_flags & VM_MAYREAD))
			return -EFAULT;
	}
	return 0;
}

/* The page at @addr, faulted in where need be. */
static struct page *get_page_at(struct vm_area_struct *vma, unsigned long addr,
				unsigned int flags, int *locked)
{
	for (;;) {
		struct page *page;
		int ret;

		if (fatal_signal_pending(current))
			return ERR_PTR(-EINTR);
		cond_resched();
		page = follow_address(vma, addr, flags);
		if (page && PTR_ERR(page) != -EMLINK)
			return page;
		ret = faultin_page(vma, addr, flags, page != NULL, locked);
		if (ret)
			return ERR_PTR(ret);
	}
}

/*
 * Return: how many pages; where none, an error. With *@locked cleared, mmap_lock was dropped at the
 * page behind those. -EAGAIN stands for 0 then.
 */
static long __get_user_pages(struct mm_struct *mm, unsigned long start, unsigned long nr_pages,
			     unsigned int gup_flags, struct page **pages, int *locked)
{
	struct vm_area_struct *vma = NULL;
	unsigned long i;
	long ret = 0;

	start &= PAGE_MASK;
	for (i = 0; i < nr_pages; i++, start += PAGE_SIZE) {
		struct page *page;

		if (!vma || start >= vma->vm_end) {
			vma = vma_lookup(mm, start);
			if (!vma) {
				ret = -EFAULT;
				break;
			}
			ret = gup_vma_allows(vma, gup_flags);
			if (ret)
				break;
		}
		page = get_page_at(vma, start, gup_flags, locked);
		if (IS_ERR(page)) {
			ret = PTR_ERR(page);
			if (ret != -EEXIST)
				break;
			/* a frame without a struct page will do where none is asked for */
			if (!pages)
				continue;
			ret = -EFAULT;
			break;
		}
		if (pages)
			pages[i] = page;
	}
	return i ? i : ret;
}

/*
 * __get_user_pages(), and where mmap_lock was dropped for I/O, take it again and go on. With
 * FOLL_UNLOCKABLE, *@locked says on return whether it is held.
 */
static long get_user_pages_locked(struct mm_struct *mm, unsigned long start,
				  unsigned long nr_pages, struct page **pages, int *locked,
				  unsigned int flags)
{
	bool must_unlock = false, dropped = false;
	long ret, done = 0;

	if (!nr_pages)
		return 0;
	if (!*locked) {
		if (mmap_read_lock_killable(mm))
			return -EAGAIN;
		must_unlock = true;
		*locked = 1;
	}
	if (flags & FOLL_PIN)
		mm_set_has_pinned(mm);
	else if (pages)
		flags |= FOLL_GET;

	for (;;) {
		ret = __get_user_pages(mm, start, nr_pages - done, flags,
				       pages ? pages + done : NULL, locked);
		if (!(flags & FOLL_UNLOCKABLE)) {
			done = ret;
			break;
		}
		if (*locked) {
			if (ret > 0)
				done += ret;
			else if (!done)
				done = ret;
			break;
		}
		/* dropped at the page behind those that we have; the next try waits at it */
		dropped = true;
		if (ret > 0) {
			done += ret;
			start += ret << PAGE_SHIFT;
		} else if (ret != -EAGAIN && ret < 0) {
			done = done ?: ret;
			break;
		}
		if (done == nr_pages)
			break;
		if (fatal_signal_pending(current)) {
			done = done ?: -EINTR;
			break;
		}
		if (mmap_read_lock_killable(mm)) {
			done = done ?: -EINTR;
			break;
		}
		*locked = 1;
		flags |= FOLL_TRIED;
	}

	if (must_unlock && *locked) {
		mmap_read_unlock(mm);
		*locked = 0;
	}
	if (!must_unlock && dropped && *locked) {
		/* the caller is told that what it knew of the VMAs is out of date */
		mmap_read_unlock(mm);
		*locked = 0;
	}
	return done;
}

/* ---- the interface ------------------------------------------------------------------------ */

/* What callers may not ask for, and what follows from what they ask. */
static bool check_gup_args(struct page **pages, int *locked, unsigned int *gup_flags,
			   unsigned int to_set)
{
	unsigned int flags = *gup_flags;

	if (WARN_ON_ONCE(flags & (FOLL_PIN | FOLL_TRIED | FOLL_UNLOCKABLE | FOLL_FAST_ONLY)))
		return false;
	flags |= to_set;
	if (locked) {
		if (WARN_ON_ONCE(*locked != 1))
			return false;
		flags |= FOLL_UNLOCKABLE;
	}
	if (WARN_ON_ONCE((flags & (FOLL_PIN | FOLL_GET)) == (FOLL_PIN | FOLL_GET)))
		return false;
	if (WARN_ON_ONCE((flags & (FOLL_GET | FOLL_PIN)) && !pages))
		return false;
	*gup_flags = flags;
	return true;
}

/**
 * get_user_pages_remote() - references to pages of another process
 * @start: any address in the first page
 * @pages: where to store them; NULL: only fault them in
 * @locked: NULL, or points to 1: mmap_lock may be dropped, and 0 is stored where it was
 *
 * Context: mmap_lock held for reading.
 * Return: number of pages, maybe fewer than asked for; a negative error where none.
 */
long get_user_pages_remote(struct mm_struct *mm, unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages, int *locked)
{
	int local_locked = 1;

	if (!check_gup_args(pages, locked, &gup_flags, FOLL_TOUCH | FOLL_REMOTE))
		return -EINVAL;
	return get_user_pages_locked(mm, start, nr_pages, pages, locked ? locked : &local_locked,
				     gup_flags);
}

/**
 * get_user_pages() - references to pages of this process
 *
 * Context: mmap_lock held for reading.
 */
long get_user_pages(unsigned long start, unsigned long nr_pages, unsigned int gup_flags,
		    struct page **pages)
{
	int locked = 1;

	if (!check_gup_args(pages, NULL, &gup_flags, FOLL_TOUCH))
		return -EINVAL;
	return get_user_pages_locked(current->mm, start, nr_pages, pages, &locked, gup_flags);
}

/* As get_user_pages(), without mmap_lock. */
long get_user_pages_unlocked(unsigned long start, unsigned long nr_pages, struct page **pages,
			     unsigned int gup_flags)
{
	int locked = 0;

	if (!check_gup_args(pages, NULL, &gup_flags, FOLL_TOUCH | FOLL_UNLOCKABLE))
		return -EINVAL;
	return get_user_pages_locked(current->mm, start, nr_pages, pages, &locked, gup_flags);
}

/**
 * pin_user_pages() - pins of pages of this process, for their contents
 *
 * Context: mmap_lock held for reading. Ended by unpin_user_page().
 */
long pin_user_pages(unsigned long start, unsigned long nr_pages, unsigned int gup_flags,
		    struct page **pages)
{
	int locked = 1;

	if (!check_gup_args(pages, NULL, &gup_flags, FOLL_PIN))
		return 0;
	return get_user_pages_locked(current->mm, start, nr_pages, pages, &locked, gup_flags);
}

long pin_user_pages_remote(struct mm_struct *mm, unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages, int *locked)
{
	int local_locked = 1;

	if (!check_gup_args(pages, locked, &gup_flags, FOLL_PIN | FOLL_TOUCH | FOLL_REMOTE))
		return 0;
	return get_user_pages_locked(mm, start, nr_pages, pages, locked ? locked : &local_locked,
				     gup_flags);
}

long pin_user_pages_unlocked(unsigned long start, unsigned long nr_pages, struct page **pages,
			     unsigned int gup_flags)
{
	int locked = 0;

	if (!check_gup_args(pages, NULL, &gup_flags, FOLL_PIN | FOLL_TOUCH | FOLL_UNLOCKABLE))
		return 0;
	return get_user_pages_locked(current->mm, start, nr_pages, pages, &locked, gup_flags);
}

/* One page for a core dump; NULL for memory that was never touched. */
struct page *get_dump_page(unsigned long addr)
{
	struct page *page;
	int locked = 0;
	long ret;

	ret = get_user_pages_locked(current->mm, addr, 1, &page, &locked,
				    FOLL_FORCE | FOLL_DUMP | FOLL_GET | FOLL_UNLOCKABLE);
	return ret == 1 ? page : NULL;
}

/**
 * fixup_user_fault() - make an address accessible, as if the process had faulted
 * @fault_flags: FAULT_FLAG_WRITE or 0
 * @unlocked: NULL, or set where mmap_lock was dropped (and taken again) meanwhile
 *
 * Context: mmap_lock held for reading, also on return.
 * Return: 0 or an error.
 */
int fixup_user_fault(struct mm_struct *mm, unsigned long address, unsigned int fault_flags,
		     bool *unlocked)
{
	vm_flags_t needed = fault_flags & FAULT_FLAG_WRITE ? VM_WRITE : VM_READ;
	struct vm_area_struct *vma;
	vm_fault_t ret;

	if (unlocked)
		fault_flags |= FAULT_FLAG_ALLOW_RETRY | FAULT_FLAG_KILLABLE;
	for (;;) {
		vma = vma_lookup(mm, address);
		if (!vma || !(vma->vm_flags & needed))
			return -EFAULT;
		if ((fault_flags & FAULT_FLAG_KILLABLE) && fatal_signal_pending(current))
			return -EINTR;
		ret = handle_mm_fault(vma, address, fault_flags, NULL);
		if (ret & VM_FAULT_COMPLETED) {
			mmap_read_lock(mm);
			*unlocked = true;
			return 0;
		}
		if (ret & VM_FAULT_ERROR)
			return vm_fault_to_errno(ret, 0) ?: -EFAULT;
		if (!(ret & VM_FAULT_RETRY))
			return 0;
		mmap_read_lock(mm);
		*unlocked = true;
		fault_flags |= FAULT_FLAG_TRIED;
	}
}

/* ---- the fast way ------------------------------------------------------------------------- */

/*
 * All of the walk runs with interrupts off. Each level's entry is read once, and what hangs below it
 * stays a table: freeing it waits for us (mmu_gather.c). That it still belongs to this address is
 * what looking at the lowest entry again proves. Return of each level: false: stop, the rest is for
 * the slow way.
 */
struct gup_fast {
	unsigned int flags;
	struct page **pages;
	int nr;
};

static bool gup_fast_page(struct gup_fast *gup, pte_t *ptep)
{
	pte_t pte = ptep_get_lockless(ptep);
	struct folio *folio;
	struct page *page;

	if (!pte_present(pte) || pte_protnone(pte) || pte_special(pte) ||
	    !pte_access_permitted(pte, gup->flags & FOLL_WRITE))
		return false;
	page = pte_page(pte);
	folio = page_folio(page);
	if (try_hold(folio, 1, gup->flags, true))
		return false;
	if (unlikely(!pte_same(pte, ptep_get_lockless(ptep)) || page_folio(page) != folio ||
		     must_unshare(NULL, gup->flags, page))) {
		let_go(folio, 1, gup->flags);
		return false;
	}
	folio_set_referenced(folio);
	gup->pages[gup->nr++] = page;
	return true;
}

static bool gup_fast_pmd(struct gup_fast *gup, pmd_t *pmdp, unsigned long addr, unsigned long end)
{
	pte_t *ptep = pte_offset_map(pmdp, addr);

	if (!ptep)
		return false;
	for (; addr != end; addr += PAGE_SIZE, ptep++)
		if (!gup_fast_page(gup, ptep))
			return false;
	return true;
}

static bool gup_fast_pud(struct gup_fast *gup, pud_t *pudp, unsigned long addr, unsigned long end)
{
	pud_t pud = pudp_get(pudp);
	unsigned long next;
	pmd_t *pmdp;

	if (pud_none(pud) || !pud_present(pud) || pud_leaf(pud))
		return false;
	pmdp = pmd_offset_lockless(pudp, pud, addr);
	do {
		next = pmd_addr_end(addr, end);
		if (!gup_fast_pmd(gup, pmdp, addr, next))
			return false;
	} while (pmdp++, addr = next, addr != end);
	return true;
}

static bool gup_fast_p4d(struct gup_fast *gup, p4d_t *p4dp, unsigned long addr, unsigned long end)
{
	p4d_t p4d = p4dp_get(p4dp);
	unsigned long next;
	pud_t *pudp;

	if (p4d_none(p4d) || !p4d_present(p4d))
		return false;
	pudp = pud_offset_lockless(p4dp, p4d, addr);
	do {
		next = pud_addr_end(addr, end);
		if (!gup_fast_pud(gup, pudp, addr, next))
			return false;
	} while (pudp++, addr = next, addr != end);
	return true;
}

static void gup_fast_walk(struct gup_fast *gup, unsigned long addr, unsigned long end)
{
	pgd_t *pgdp = pgd_offset(current->mm, addr);
	unsigned long next, next4;
	p4d_t *p4dp;

	do {
		next = pgd_addr_end(addr, end);
		if (pgd_none(*pgdp) || !pgd_present(*pgdp))
			return;
		p4dp = p4d_offset(pgdp, addr);
		do {
			next4 = p4d_addr_end(addr, next);
			if (!gup_fast_p4d(gup, p4dp, addr, next4))
				return;
		} while (p4dp++, addr = next4, addr != next);
	} while (pgdp++, addr != end);
}

static int gup_fast(unsigned long start, unsigned long end, unsigned int flags,
		    struct page **pages)
{
	struct gup_fast gup = { .flags = flags, .pages = pages };
	unsigned int seq = 0;
	unsigned long irq;

	/* While fork write-protects, a page that we find exclusive may stop being so. */
	if (flags & FOLL_PIN) {
		seq = READ_ONCE(current->mm->write_protect_seq);
		if (seq & 1)
			return 0;
		smp_rmb();	/* pairs with copy_page_range() */
	}
	local_irq_save(irq);
	gup_fast_walk(&gup, start, end);
	local_irq_restore(irq);
	if (flags & FOLL_PIN) {
		smp_rmb();	/* pairs with copy_page_range() */
		if (READ_ONCE(current->mm->write_protect_seq) != seq) {
			unpin_user_pages(pages, gup.nr);
			return 0;
		}
	}
	return gup.nr;
}

static int gup_fast_fallback(unsigned long start, unsigned long nr_pages, unsigned int flags,
			     struct page **pages)
{
	unsigned long len = nr_pages << PAGE_SHIFT, end;
	unsigned long got;
	int locked = 0;
	long ret;

	start = untagged_addr(start) & PAGE_MASK;
	if (check_add_overflow(start, len, &end) || end > TASK_SIZE_MAX)
		return -EFAULT;
	if (!nr_pages)
		return 0;
	if (flags & FOLL_PIN)
		mm_set_has_pinned(current->mm);
	if (!(flags & FOLL_FAST_ONLY))
		might_sleep();

	got = gup_fast(start, end, flags, pages);
	if (got == nr_pages || (flags & FOLL_FAST_ONLY))
		return got;
	ret = get_user_pages_locked(current->mm, start + (got << PAGE_SHIFT), nr_pages - got,
				    pages + got, &locked, flags | FOLL_TOUCH | FOLL_UNLOCKABLE);
	if (ret < 0)
		return got ? got : ret;
	return got + ret;
}

/**
 * get_user_pages_fast() - as get_user_pages(), without mmap_lock where the pages are present
 */
int get_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages)
{
	if (!check_gup_args(pages, NULL, &gup_flags, FOLL_GET))
		return -EINVAL;
	return gup_fast_fallback(start, nr_pages, gup_flags, pages);
}

/* As get_user_pages_fast(), but never sleeps: pages that are not present end it. */
int get_user_pages_fast_only(unsigned long start, int nr_pages, unsigned int gup_flags,
			     struct page **pages)
{
	if (!check_gup_args(pages, NULL, &gup_flags, FOLL_GET))
		return -EINVAL;
	return gup_fast_fallback(start, nr_pages, gup_flags | FOLL_FAST_ONLY, pages);
}

/**
 * pin_user_pages_fast() - as pin_user_pages(), without mmap_lock where the pages are present
 */
int pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages)
{
	if (!check_gup_args(pages, NULL, &gup_flags, FOLL_PIN))
		return -EINVAL;
	return gup_fast_fallback(start, nr_pages, gup_flags, pages);
}

/* ---- for gup_populate.c ------------------------------------------------------------------- */

/*
 * Fault in without holding anything. Context: mmap_lock held for reading; with *@locked cleared on
 * return, it was dropped.
 */
long gup_faultin(struct mm_struct *mm, unsigned long start, unsigned long nr_pages,
		 unsigned int gup_flags, int *locked)
{
	return __get_user_pages(mm, start, nr_pages, gup_flags, NULL, locked);
}
