// SPDX-License-Identifier: GPL-2.0-only
/*
 * pfnmap.c - drivers map memory of theirs: frames without a struct page, or pages of the kernel.
 *
 *	remap_pfn_range(), vmf_insert_pfn()	frames: special entries, neither counted nor on rmap
 *	vm_insert_page(), vm_map_pages()	pages: counted like a file's
 *	apply_to_page_range()			call a function for each entry, making tables
 *
 * Owns:       nothing.
 * Invariant:  an entry that a driver makes in a private mapping has the COW bit: the frame is the
 *             driver's. Special entries never reach rmap or the LRU.
 * Locks:      mmap_lock for writing while ->mmap() runs, or the fault's lock; the table's lock.
 * Elsewhere:  a write to such a private mapping (fault_wp.c).
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include <asm/pgalloc.h>
#include <asm/tlbflush.h>
#include "fault.h"

static pmd_t *walk_to_pmd(struct mm_struct *mm, unsigned long addr)
{
	p4d_t *p4d = p4d_alloc(mm, pgd_offset(mm, addr), addr);
	pud_t *pud = p4d ? pud_alloc(mm, p4d, addr) : NULL;

	return pud ? pmd_alloc(mm, pud, addr) : NULL;
}

/**
 * __get_locked_pte() - the entry of @addr, its table made where there was none, and locked
 */
pte_t *__get_locked_pte(struct mm_struct *mm, unsigned long addr, spinlock_t **ptl)
{
	pmd_t *pmd = walk_to_pmd(mm, addr);

	return pmd ? pte_alloc_map_lock(mm, pmd, addr, ptl) : NULL;
}

/* ---- frames ------------------------------------------------------------------------------- */

/* The VMA's pages are not to be looked at, merged, grown or dumped. */
static void vma_set_pfnmap(struct vm_area_struct *vma)
{
	vm_flags_set(vma, VM_IO | VM_PFNMAP | VM_DONTEXPAND | VM_DONTDUMP);
}

static int remap_ptes(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr,
		      unsigned long end, unsigned long pfn, pgprot_t prot)
{
	struct mm_struct *mm = vma->vm_mm;
	pte_t *start, *ptep;
	spinlock_t *ptl;
	int err = 0;

	start = ptep = pte_alloc_map_lock(mm, pmd, addr, &ptl);
	if (!ptep)
		return -ENOMEM;
	for (; addr != end; ptep++, pfn++, addr += PAGE_SIZE) {
		VM_BUG_ON(!pte_none(ptep_get(ptep)));
		if (!pfn_modify_allowed(pfn, prot)) {
			err = -EACCES;
			break;
		}
		set_pte_at(mm, addr, ptep, pte_mkunowned(pte_mkspecial(pfn_pte(pfn, prot)), vma));
	}
	pte_unmap_unlock(start, ptl);
	return err;
}

/**
 * remap_pfn_range() - map @size bytes of frames from @pfn on
 * @addr: page-aligned; in a private mapping that may be written, all of the VMA must be mapped
 *
 * Context: in a driver's ->mmap(), mmap_lock held for writing.
 * Return: 0 or an error; then the range is partly mapped and the caller's ->mmap() fails.
 */
int remap_pfn_range(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn,
		    unsigned long size, pgprot_t prot)
{
	unsigned long end = addr + PAGE_ALIGN(size), next;
	int err = 0;

	if (WARN_ON_ONCE(!PAGE_ALIGNED(addr)))
		return -EINVAL;
	if (is_cow_mapping(vma->vm_flags) && (addr != vma->vm_start || end != vma->vm_end))
		return -EINVAL;
	vma_set_pfnmap(vma);
	for (; addr != end && !err; pfn += (next - addr) >> PAGE_SHIFT, addr = next) {
		pmd_t *pmd = walk_to_pmd(vma->vm_mm, addr);

		next = pmd_addr_end(addr, end);
		err = pmd ? remap_ptes(vma, pmd, addr, next, pfn, prot) : -ENOMEM;
	}
	if (err)
		zap_page_range_single(vma, vma->vm_start, vma->vm_end - vma->vm_start, NULL);
	return err;
}

/**
 * vm_iomap_memory() - map a device's memory to a VMA by the VMA's own offset
 * @start: physical address; @len bytes from there on
 */
int vm_iomap_memory(struct vm_area_struct *vma, phys_addr_t start, unsigned long len)
{
	unsigned long pfn, pages;

	if (start + len < start)
		return -EINVAL;
	len += start & ~PAGE_MASK;
	pfn = start >> PAGE_SHIFT;
	pages = (len + ~PAGE_MASK) >> PAGE_SHIFT;
	if (pfn + pages < pfn || vma->vm_pgoff > pages)
		return -EINVAL;
	pfn += vma->vm_pgoff;
	pages -= vma->vm_pgoff;
	if (vma_pages(vma) > pages)
		return -EINVAL;
	return io_remap_pfn_range(vma, vma->vm_start, pfn, vma->vm_end - vma->vm_start,
				  vma->vm_page_prot);
}

/**
 * vmf_insert_pfn_prot() - in a fault handler: map one frame
 *
 * Return: VM_FAULT_NOPAGE: done, or somebody else was faster; VM_FAULT_OOM; VM_FAULT_SIGBUS.
 */
vm_fault_t vmf_insert_pfn_prot(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn,
			       pgprot_t pgprot)
{
	spinlock_t *ptl;
	pte_t *ptep;

	BUG_ON(!(vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP)));
	if (addr < vma->vm_start || addr >= vma->vm_end || !pfn_modify_allowed(pfn, pgprot))
		return VM_FAULT_SIGBUS;
	ptep = __get_locked_pte(vma->vm_mm, addr, &ptl);
	if (!ptep)
		return VM_FAULT_OOM;
	if (pte_none(ptep_get(ptep)))
		set_pte_at(vma->vm_mm, addr, ptep,
			   pte_mkunowned(pte_mkspecial(pfn_pte(pfn, pgprot)), vma));
	pte_unmap_unlock(ptep, ptl);
	return VM_FAULT_NOPAGE;
}

vm_fault_t vmf_insert_pfn(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn)
{
	return vmf_insert_pfn_prot(vma, addr, pfn, vma->vm_page_prot);
}

/* ---- pages -------------------------------------------------------------------------------- */

/* Map one page; it gets a reference for the mapping. */
static int insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page)
{
	struct folio *folio = page_folio(page);
	spinlock_t *ptl;
	pte_t *ptep, entry;
	int err = 0;

	/* what has a type is no page that could be counted; anonymous ones have one way in only */
	if (folio_test_anon(folio) || page_has_type(page))
		return -EINVAL;
	ptep = __get_locked_pte(vma->vm_mm, addr, &ptl);
	if (!ptep)
		return -ENOMEM;
	if (!pte_none(ptep_get(ptep))) {
		err = -EBUSY;
	} else if (is_zero_pfn(page_to_pfn(page))) {
		entry = pte_mkspecial(mk_pte(page, vma->vm_page_prot));
		set_pte_at(vma->vm_mm, addr, ptep, pte_mkunowned(pte_wrprotect(entry), vma));
	} else {
		folio_get(folio);
		inc_mm_counter(vma->vm_mm, mm_counter_file(folio));
		folio_add_file_rmap_pte(folio, page, vma);
		entry = mk_pte(page, vma->vm_page_prot);
		set_pte_at(vma->vm_mm, addr, ptep, pte_mkunowned(entry, vma));
	}
	pte_unmap_unlock(ptep, ptl);
	return err;
}

/**
 * vm_insert_page() - map a page of the kernel's
 *
 * Context: mmap_lock held for writing where the VMA is not VM_MIXEDMAP yet.
 * Return: 0, -EFAULT outside the VMA, -EINVAL for a page that cannot be mapped so, -EBUSY where
 * something is mapped, -ENOMEM.
 */
int vm_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page)
{
	if (addr < vma->vm_start || addr >= vma->vm_end)
		return -EFAULT;
	if (!page_count(page))
		return -EINVAL;
	if (!(vma->vm_flags & VM_MIXEDMAP)) {
		BUG_ON(vma->vm_flags & VM_PFNMAP);
		vm_flags_set(vma, VM_MIXEDMAP);
	}
	return insert_page(vma, addr, page);
}

/**
 * vm_insert_pages() - map pages one after another
 * @num: how many; on return, how many of them were not mapped
 */
int vm_insert_pages(struct vm_area_struct *vma, unsigned long addr, struct page **pages,
		    unsigned long *num)
{
	int err = 0;

	for (; *num && !err; addr += PAGE_SIZE, pages++) {
		err = vm_insert_page(vma, addr, *pages);
		if (!err)
			--*num;
	}
	return err;
}

static int map_pages_from(struct vm_area_struct *vma, struct page **pages, unsigned long num,
			  unsigned long offset)
{
	unsigned long count = vma_pages(vma), addr = vma->vm_start, i;
	int err;

	if (offset >= num || count > num - offset)
		return -ENXIO;
	for (i = 0; i < count; i++, addr += PAGE_SIZE) {
		err = vm_insert_page(vma, addr, pages[offset + i]);
		if (err)
			return err;
	}
	return 0;
}

/* Fill a VMA from an array of pages, from the VMA's offset on. */
int vm_map_pages(struct vm_area_struct *vma, struct page **pages, unsigned long num)
{
	return map_pages_from(vma, pages, num, vma->vm_pgoff);
}

/* The same from the array's first page on. */
int vm_map_pages_zero(struct vm_area_struct *vma, struct page **pages, unsigned long num)
{
	return map_pages_from(vma, pages, num, 0);
}

/* As vm_insert_page(), in a fault handler. */
vm_fault_t vmf_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page)
{
	int err = vm_insert_page(vma, addr, page);

	if (err == -ENOMEM)
		return VM_FAULT_OOM;
	return err < 0 && err != -EBUSY ? VM_FAULT_SIGBUS : VM_FAULT_NOPAGE;
}

/* ---- any entries -------------------------------------------------------------------------- */

static int apply_to_ptes(struct mm_struct *mm, pmd_t *pmd, unsigned long addr, unsigned long end,
			 pte_fn_t fn, void *data)
{
	spinlock_t *ptl = NULL;
	pte_t *ptep, *start;
	int err = 0;

	/* kernel tables have no lock that callers expect to be held */
	if (mm == &init_mm)
		ptep = pte_offset_kernel(pmd, addr);
	else
		ptep = pte_offset_map_lock(mm, pmd, addr, &ptl);
	if (!ptep)
		return -EINVAL;
	start = ptep;
	arch_enter_lazy_mmu_mode();
	for (; addr != end && !err; ptep++, addr += PAGE_SIZE)
		err = fn(ptep, addr, data);
	arch_leave_lazy_mmu_mode();
	if (ptl)
		pte_unmap_unlock(start, ptl);
	return err;
}

static int apply_to_range(struct mm_struct *mm, unsigned long addr, unsigned long size,
			  pte_fn_t fn, void *data, bool create)
{
	unsigned long end = addr + size, next;
	int err = 0;

	if (WARN_ON(addr >= end))
		return -EINVAL;
	for (; addr != end && !err; addr = next) {
		pmd_t *pmd = create ? walk_to_pmd(mm, addr) : mm_find_pmd(mm, addr);

		next = pmd_addr_end(addr, end);
		if (!pmd && create)
			return -ENOMEM;
		if (!pmd || (pmd_none(pmdp_get(pmd)) && !create))
			continue;
		if (pmd_none(pmdp_get(pmd)) && (mm == &init_mm ? __pte_alloc_kernel(pmd) : __pte_alloc(mm, pmd)))
			return -ENOMEM;
		if (pmd_leaf(pmdp_get(pmd)))
			return -EINVAL;
		err = apply_to_ptes(mm, pmd, addr, next, fn, data);
	}
	return err;
}

/**
 * apply_to_page_range() - call @fn for every entry of a range, making tables where they are missing
 *
 * Return: 0, -ENOMEM, -EINVAL where a huge page is in the way, or what @fn returned first other than 0.
 */
int apply_to_page_range(struct mm_struct *mm, unsigned long address, unsigned long size,
			pte_fn_t fn, void *data)
{
	return apply_to_range(mm, address, size, fn, data, true);
}

/* The same for entries in tables that exist. */
int apply_to_existing_page_range(struct mm_struct *mm, unsigned long address, unsigned long size,
				 pte_fn_t fn, void *data)
{
	return apply_to_range(mm, address, size, fn, data, false);
}
