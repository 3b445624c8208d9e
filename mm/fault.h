/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fault.h - layer 6, fault: filling page tables when they are touched, emptying and copying them.
 *
 * For mm/ alone.
 */
#ifndef _MM_FAULT_H
#define _MM_FAULT_H

#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pgtable.h>
#include <linux/rmap.h>
#include "map.h"

/* ---- the cases of a fault; memory.c tells them apart -------------------------------------- */

vm_fault_t fault_anon(struct vm_fault *vmf);
vm_fault_t fault_file(struct vm_fault *vmf);
vm_fault_t fault_swap(struct vm_fault *vmf);
vm_fault_t fault_write_protected(struct vm_fault *vmf);
vm_fault_t fault_protnone(struct vm_fault *vmf);

/* What the cases share. */
vm_fault_t __vmf_anon_prepare(struct vm_fault *vmf);
vm_fault_t vmf_can_call_fault(const struct vm_fault *vmf);
vm_fault_t vmf_call_page_mkwrite(struct vm_fault *vmf, struct folio *folio);
void fault_dirty_shared_page(struct vm_fault *vmf);

/**
 * vmf_anon_prepare() - see to it that the VMA has an anon_vma
 *
 * Return: 0, VM_FAULT_OOM, or VM_FAULT_RETRY where the VMA's lock was dropped.
 */
static inline vm_fault_t vmf_anon_prepare(struct vm_fault *vmf)
{
	/* another thread's fault may be giving it one; what that wrote before can be had through the pointer alone */
	return likely(READ_ONCE(vmf->vma->anon_vma)) ? 0 : __vmf_anon_prepare(vmf);
}

/*
 * Is the entry still what the fault was about? Under the table's lock, where the case has done
 * something before it took it.
 */
static inline bool vmf_pte_unchanged(struct vm_fault *vmf)
{
	return likely(pte_same(ptep_get(vmf->pte), vmf->orig_pte));
}

/*
 * The value of a new entry for a page that this private mapping owns alone: writable where the
 * VMA is, and without the COW bit.
 */
static inline pte_t mk_exclusive_pte(struct page *page, struct vm_area_struct *vma)
{
	pte_t entry = pte_mkyoung(mk_pte(page, vma->vm_page_prot));

	if (vma->vm_flags & VM_WRITE)
		entry = pte_mkwrite(pte_mkdirty(entry), vma);
	return entry;
}

/*
 * The value of an entry for a page that a private mapping does not own: copy-on-write where the
 * mapping may ever be written, and a plain entry otherwise. In mappings that are not private it
 * changes nothing.
 */
static inline pte_t pte_mkunowned(pte_t entry, struct vm_area_struct *vma)
{
	return is_cow_mapping(vma->vm_flags) ? pte_mkcow(pte_wrprotect(entry)) : entry;
}

/**
 * file_pfn_pte() - the entry of a file's page, by its frame
 * @prefault: nobody has asked for this one yet
 * @write: dirty, and writable where @vma is
 */
static __always_inline pte_t file_pfn_pte(unsigned long pfn, struct vm_area_struct *vma,
					  bool prefault, bool write)
{
	pte_t entry = pfn_pte(pfn, vma->vm_page_prot);

	if (prefault && arch_wants_old_prefaulted_pte())
		entry = pte_mkold(entry);
	else
		entry = pte_sw_mkyoung(entry);
	if (write)
		entry = pte_mkwrite(pte_mkdirty(entry), vma);
	return pte_mkunowned(entry, vma);
}

static __always_inline pte_t file_pte(struct page *page, struct vm_area_struct *vma, bool prefault,
				      bool write)
{
	return file_pfn_pte(page_to_pfn(page), vma, prefault, write);
}

/* ---- runs of entries ---------------------------------------------------------------------- */

/* What two entries may differ in and still belong to one run. */
#define FPB_IGNORE_DIRTY	1
#define FPB_IGNORE_WRITE	2	/* write permission and the COW bit */

int folio_pte_batch(struct folio *folio, struct page *page, pte_t *ptep, pte_t pte, int max_nr,
		    int flags, bool *any_writable, bool *any_young, bool *any_dirty);
int swap_pte_batch(pte_t *ptep, int max_nr, pte_t pte);

/* ---- emptying (zap.c) --------------------------------------------------------------------- */

/**
 * struct zap_details - what not to unmap, and how
 * @single_folio: only this folio's pages
 * @even_cows: private copies too
 * @zap_flags: ZAP_
 */
struct zap_details {
	struct folio *single_folio;
	bool even_cows;
	unsigned int zap_flags;
};

#define ZAP_FLAG_DROP_MARKER	(1U << 0)	/* markers go as well */

void unmap_page_range(struct mmu_gather *tlb, struct vm_area_struct *vma, unsigned long addr,
		      unsigned long end, struct zap_details *details);
void zap_page_range_single(struct vm_area_struct *vma, unsigned long address, unsigned long size,
			   struct zap_details *details);
void zap_page_range_single_batched(struct mmu_gather *tlb, struct vm_area_struct *vma,
				   unsigned long address, unsigned long size,
				   struct zap_details *details);
void unmap_mapping_folio(struct folio *folio);

/* ---- copying (copy_mm.c) ------------------------------------------------------------------ */

int copy_page_range(struct vm_area_struct *dst_vma, struct vm_area_struct *src_vma);

/* ---- filling ahead (gup.c) ---------------------------------------------------------------- */

long populate_vma_page_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
			     int *locked);
long faultin_page_range(struct mm_struct *mm, unsigned long start, unsigned long end, bool write,
			int *locked);

/* ---- reporting ---------------------------------------------------------------------------- */

void print_bad_pte(struct vm_area_struct *vma, unsigned long addr, pte_t pte, struct page *page);

#endif /* _MM_FAULT_H */
