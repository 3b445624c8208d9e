// SPDX-License-Identifier: GPL-2.0-only
/*
 * fault_file.c - the first touch of a page of a mapped file.
 *
 *	read		map the cached page, and those around it that are cached too
 *	write, private	copy the cached page; the copy is anonymous memory
 *	write, shared	tell the filesystem (page_mkwrite), then map the cached page writable
 *
 * The page comes from vm_ops->fault(), referenced and (VM_FAULT_LOCKED) locked; finish_fault() maps
 * it. Neighbours come from vm_ops->map_pages(), which never sleeps and maps what it finds itself.
 *
 * Owns:       fault_around_pages.
 * Invariant:  a page-cache page is mapped in a private mapping only with the COW bit.
 * Locks:      the folio's lock while it is mapped for writing, so that truncation waits; the PTE
 *             table's lock inside that.
 * Elsewhere:  finding pages (filemap.c, shmem.c); writing to a page that is mapped already
 *             (fault_wp.c).
 */
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <linux/writeback.h>
#include <asm/pgalloc.h>
#include "fault.h"

/* How many pages around a read fault are mapped where they are cached: 64 KiB. A power of two. */
static unsigned long fault_around_pages __read_mostly = 65536 >> PAGE_SHIFT;

/* ---- mapping what was found --------------------------------------------------------------- */

/**
 * set_pte_range() - map @nr pages of a folio from @addr on
 * @page: the first of them
 *
 * The entries are none. A page of a private mapping's write fault is a copy made for it.
 *
 * Context: the table's lock held; the caller counts the pages in the mm and holds a reference
 *	    for each, which becomes the mapping's.
 */
void set_pte_range(struct vm_fault *vmf, struct folio *folio, struct page *page, unsigned int nr,
		   unsigned long addr)
{
	struct vm_area_struct *vma = vmf->vma;
	bool write = vmf->flags & FAULT_FLAG_WRITE;
	bool prefault = vmf->address - addr >= (unsigned long)nr << PAGE_SHIFT;
	pte_t entry;

	if (write && !(vma->vm_flags & VM_SHARED)) {
		VM_BUG_ON_FOLIO(nr != 1, folio);
		folio_add_new_anon_rmap(folio, vma, addr, RMAP_EXCLUSIVE);
		folio_add_lru_vma(folio, vma);
		entry = mk_exclusive_pte(page, vma);
	} else {
		folio_add_file_rmap_ptes(folio, page, nr, vma);
		entry = file_pte(page, vma, prefault, write);
	}
	set_ptes(vma->vm_mm, addr, vmf->pte, entry, nr);
	update_mmu_cache_range(vmf, vma, addr, vmf->pte, nr);
}

/**
 * finish_fault() - map what vm_ops->fault() (or the copy of it) gave
 *
 * Return: 0 when it is mapped; VM_FAULT_NOPAGE where somebody else has filled the entry, and the
 * page is still the caller's; VM_FAULT_OOM.
 */
vm_fault_t finish_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct page *page = vmf->cow_page ? vmf->cow_page : vmf->page;
	struct folio *folio = page_folio(page);
	vm_fault_t ret = 0;

	if (pte_alloc(vma->vm_mm, vmf->pmd))
		return VM_FAULT_OOM;
	vmf->pte = pte_offset_map_lock(vma->vm_mm, vmf->pmd, vmf->address, &vmf->ptl);
	if (unlikely(!vmf->pte))
		return VM_FAULT_NOPAGE;

	if (likely(pte_none(ptep_get(vmf->pte)))) {
		inc_mm_counter(vma->vm_mm, vmf->cow_page ? MM_ANONPAGES : mm_counter_file(folio));
		set_pte_range(vmf, folio, page, 1, vmf->address);
	} else {
		update_mmu_tlb_range(vma, vmf->address, vmf->pte, 1);
		ret = VM_FAULT_NOPAGE;
	}
	pte_unmap_unlock(vmf->pte, vmf->ptl);
	return ret;
}

/*
 * Ask the handler for the page. On success vmf->page is referenced and locked.
 */
static vm_fault_t call_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct folio *folio;
	vm_fault_t ret;

	/*
	 * Have the table before the handler locks a page: making one may need reclaim, which may
	 * need that lock.
	 */
	if (pte_alloc(vma->vm_mm, vmf->pmd))
		return VM_FAULT_OOM;

	ret = vma->vm_ops->fault(vmf);
	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY |
			    VM_FAULT_DONE_COW)))
		return ret;

	folio = page_folio(vmf->page);
	if (unlikely(PageHWPoison(vmf->page))) {
		if (ret & VM_FAULT_LOCKED)
			folio_unlock(folio);
		folio_put(folio);
		vmf->page = NULL;
		return VM_FAULT_HWPOISON;
	}
	if (unlikely(!(ret & VM_FAULT_LOCKED)))
		folio_lock(folio);
	return ret | VM_FAULT_LOCKED;
}

/* ---- read --------------------------------------------------------------------------------- */

/*
 * Map the cached pages of the aligned window of fault_around_pages pages around the fault, as far
 * as it lies in the VMA and in this table.
 */
static vm_fault_t map_around(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	pgoff_t pte_off = pte_index(vmf->address);
	/* of the window's entries in this table, the first and the last one in the VMA */
	pgoff_t vma_off = vmf->pgoff - vma->vm_pgoff;
	pgoff_t from = max(ALIGN_DOWN(pte_off, fault_around_pages),
			   pte_off - min(pte_off, vma_off));
	pgoff_t to = min3(from + fault_around_pages, (pgoff_t)PTRS_PER_PTE,
			  pte_off + vma_pages(vma) - vma_off) - 1;

	if (pte_alloc(vma->vm_mm, vmf->pmd))
		return VM_FAULT_OOM;
	return vma->vm_ops->map_pages(vmf, vmf->pgoff + from - pte_off, vmf->pgoff + to - pte_off);
}

static vm_fault_t fault_read(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	vm_fault_t ret;

	if (likely(vma->vm_ops->map_pages)) {
		ret = map_around(vmf);
		if (ret)
			return ret;
	}
	ret = vmf_can_call_fault(vmf);
	if (ret)
		return ret;
	ret = call_fault(vmf);
	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY)))
		return ret;

	ret |= finish_fault(vmf);
	folio_unlock(page_folio(vmf->page));
	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY)))
		put_page(vmf->page);
	return ret & ~VM_FAULT_LOCKED;
}

/* ---- write to a private mapping ----------------------------------------------------------- */

static vm_fault_t fault_private_write(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct folio *copy;
	vm_fault_t ret;

	ret = vmf_can_call_fault(vmf);
	if (!ret)
		ret = vmf_anon_prepare(vmf);
	if (ret)
		return ret;
	copy = vma_alloc_folio(GFP_HIGHUSER_MOVABLE, 0, vma, vmf->address, false);
	if (!copy)
		return VM_FAULT_OOM;
	vmf->cow_page = &copy->page;

	ret = call_fault(vmf);
	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY)))
		goto release;
	if (ret & VM_FAULT_DONE_COW)
		return ret;

	copy_user_highpage(vmf->cow_page, vmf->page, vmf->address, vma);
	__folio_mark_uptodate(copy);

	ret |= finish_fault(vmf);
	folio_unlock(page_folio(vmf->page));
	put_page(vmf->page);
	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY)))
		goto release;
	return ret & ~VM_FAULT_LOCKED;

release:
	folio_put(copy);
	return ret & ~VM_FAULT_LOCKED;
}

/* ---- write to a shared mapping ------------------------------------------------------------ */

/**
 * vmf_call_page_mkwrite() - tell the filesystem that a page of it is about to become writable
 *
 * Return: VM_FAULT_LOCKED with the folio locked and still part of the file; an error; or 0 where
 * the folio was truncated meanwhile.
 */
vm_fault_t vmf_call_page_mkwrite(struct vm_fault *vmf, struct folio *folio)
{
	enum fault_flag old_flags = vmf->flags;
	vm_fault_t ret;

	vmf->flags = FAULT_FLAG_WRITE | FAULT_FLAG_MKWRITE;
	if (IS_SWAPFILE(vmf->vma->vm_file->f_mapping->host)) {
		vmf->flags = old_flags;
		return VM_FAULT_SIGBUS;
	}
	ret = vmf->vma->vm_ops->page_mkwrite(vmf);
	vmf->flags = old_flags;
	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE)))
		return ret;
	if (unlikely(!(ret & VM_FAULT_LOCKED))) {
		folio_lock(folio);
		if (!folio->mapping) {
			folio_unlock(folio);
			return 0;
		}
		ret |= VM_FAULT_LOCKED;
	}
	return ret;
}

/**
 * fault_dirty_shared_page() - the mapped page was made writable: it is dirty
 *
 * Writers that dirty faster than memory is cleaned are slowed down here.
 *
 * Context: the folio is locked, which this undoes; sleeps.
 */
void fault_dirty_shared_page(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct folio *folio = page_folio(vmf->page);
	bool page_mkwrite = vma->vm_ops && vma->vm_ops->page_mkwrite;
	struct address_space *mapping;
	bool dirtied;

	dirtied = folio_mark_dirty(folio);
	/* read before the lock is dropped: truncation clears it, and the file keeps it alive */
	mapping = folio->mapping;
	folio_unlock(folio);
	if (!page_mkwrite)
		file_update_time(vma->vm_file);
	if ((dirtied || page_mkwrite) && mapping)
		balance_dirty_pages_ratelimited(mapping);
}

static vm_fault_t fault_shared_write(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct folio *folio;
	vm_fault_t ret, tmp;

	ret = vmf_can_call_fault(vmf);
	if (ret)
		return ret;
	ret = call_fault(vmf);
	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY)))
		return ret;
	folio = page_folio(vmf->page);

	if (vma->vm_ops->page_mkwrite) {
		folio_unlock(folio);
		tmp = vmf_call_page_mkwrite(vmf, folio);
		if (unlikely(!tmp || (tmp & (VM_FAULT_ERROR | VM_FAULT_NOPAGE)))) {
			folio_put(folio);
			return tmp;
		}
	}
	ret |= finish_fault(vmf);
	if (unlikely(ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY))) {
		folio_unlock(folio);
		folio_put(folio);
		return ret & ~VM_FAULT_LOCKED;
	}
	fault_dirty_shared_page(vmf);
	return ret & ~VM_FAULT_LOCKED;
}

/**
 * fault_file() - nothing is there yet, in a VMA with a handler
 */
vm_fault_t fault_file(struct vm_fault *vmf)
{
	/* a mapping that is filled when it is made, and was touched where it is not */
	if (!vmf->vma->vm_ops->fault)
		return VM_FAULT_SIGBUS;
	if (!(vmf->flags & FAULT_FLAG_WRITE))
		return fault_read(vmf);
	if (!(vmf->vma->vm_flags & VM_SHARED))
		return fault_private_write(vmf);
	return fault_shared_write(vmf);
}
