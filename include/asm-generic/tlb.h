/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tlb.h - mmu_gather: unmap first, flush the TLBs, and only then free.
 *
 * A page may be reused only when no CPU can reach it through a stale translation any more, and a
 * page table only when, besides, nobody walks it without a lock. One flush serves many pages:
 *
 *	tlb_gather_mmu(&tlb, mm);
 *	for each VMA: tlb_start_vma(); clear entries; tlb_remove_tlb_entry(); tlb_remove_page();
 *		      tlb_end_vma();
 *	free_pgtables(&tlb, ...);
 *	tlb_finish_mmu(&tlb);
 *
 * When the gathered batches are full, __tlb_remove_page() says so and the caller flushes once it
 * has dropped the page-table lock (tlb_flush_mmu()).
 *
 * Dirty pages of shared files keep their rmap until the flush ("delayed rmap"): while a CPU can
 * still write through a stale entry, folio_mkclean() has to find the page mapped.
 */
#ifndef _ASM_GENERIC_TLB_H
#define _ASM_GENERIC_TLB_H

#include <linux/mm_types.h>
#include <linux/pgtable.h>
#include <linux/swap.h>
#include <asm/tlbflush.h>

/*
 * Pages in a batch carry bits in their pointers: of those that follow how many belong to the
 * same folio, and whether the rmap is to be removed after the flush.
 */
struct encoded_page;
#define ENCODED_PAGE_BITS			3UL
#define ENCODED_PAGE_BIT_DELAY_RMAP		1UL
#define ENCODED_PAGE_BIT_NR_PAGES_NEXT		2UL	/* the next element is a number, see encode_nr_pages() */

static inline struct encoded_page *encode_page(struct page *page, unsigned long flags)
{
	return (struct encoded_page *)((unsigned long)page | flags);
}

static inline unsigned long encoded_page_flags(struct encoded_page *page)
{
	return (unsigned long)page & ENCODED_PAGE_BITS;
}

static inline struct page *encoded_page_ptr(struct encoded_page *page)
{
	return (struct page *)((unsigned long)page & ~ENCODED_PAGE_BITS);
}

static inline struct encoded_page *encode_nr_pages(unsigned long nr)
{
	return (struct encoded_page *)(nr << 2);
}

static inline unsigned long encoded_nr_pages(struct encoded_page *page)
{
	return (unsigned long)page >> 2;
}

/**
 * struct mmu_gather_batch - an array of pages to free, one page of memory in size
 */
struct mmu_gather_batch {
	struct mmu_gather_batch *next;
	unsigned int nr;
	unsigned int max;
	struct encoded_page *encoded_pages[];
};

#define MMU_GATHER_BUNDLE	8	/* pages that need no memory to note */
#define MAX_GATHER_BATCH							\
	((PAGE_SIZE - sizeof(struct mmu_gather_batch)) / sizeof(void *))

/* Bounds how long a flush may keep pages, and how long freeing them takes. */
#define MAX_GATHER_BATCH_COUNT	(10000UL / MAX_GATHER_BATCH)

/**
 * struct mmu_gather - an unmapping in progress; on its owner's stack
 * @start: lowest and
 * @end: highest address whose entries were changed since the last flush
 * @fullmm: the address space ends, nobody runs in it
 * @need_flush_all: flush everything
 * @freed_tables: page tables are among what is to be freed
 * @delayed_rmap: some pages still have to be taken off the rmap
 * @cleared_ptes: entries of PTE tables were cleared (likewise the next three): the flush's stride
 * @vma_exec: the VMA may be executed
 * @batch_count: batches beyond the local one
 * @tables: page tables to free, linked through ptdesc->pt_list.next
 */
struct mmu_gather {
	struct mm_struct *mm;
	unsigned long start;
	unsigned long end;
	unsigned int fullmm : 1;
	unsigned int need_flush_all : 1;
	unsigned int freed_tables : 1;
	unsigned int delayed_rmap : 1;
	unsigned int cleared_ptes : 1;
	unsigned int cleared_pmds : 1;
	unsigned int cleared_puds : 1;
	unsigned int cleared_p4ds : 1;
	unsigned int vma_exec : 1;
	unsigned int batch_count;
	unsigned int page_size;
	struct ptdesc *tables;
	struct mmu_gather_batch *active;
	struct mmu_gather_batch local;
	struct encoded_page *__pages[MMU_GATHER_BUNDLE];
};

void tlb_gather_mmu(struct mmu_gather *tlb, struct mm_struct *mm);
void tlb_gather_mmu_fullmm(struct mmu_gather *tlb, struct mm_struct *mm);
void tlb_finish_mmu(struct mmu_gather *tlb);
void tlb_flush_mmu(struct mmu_gather *tlb);
void tlb_flush_rmaps(struct mmu_gather *tlb, struct vm_area_struct *vma);
void tlb_remove_table(struct mmu_gather *tlb, struct ptdesc *table);
bool __tlb_remove_folio_pages(struct mmu_gather *tlb, struct page *page, unsigned int nr_pages,
			      bool delay_rmap);
bool tlb_next_batch(struct mmu_gather *tlb);

static inline void __tlb_reset_range(struct mmu_gather *tlb)
{
	tlb->start = tlb->fullmm ? 0 : ~0UL;
	tlb->end = tlb->fullmm ? ~0UL : 0;
	tlb->need_flush_all = 0;
	tlb->freed_tables = 0;
	tlb->cleared_ptes = 0;
	tlb->cleared_pmds = 0;
	tlb->cleared_puds = 0;
	tlb->cleared_p4ds = 0;
}

static inline void __tlb_adjust_range(struct mmu_gather *tlb, unsigned long address,
				      unsigned long size)
{
	if (address < tlb->start)
		tlb->start = address;
	if (address + size > tlb->end)
		tlb->end = address + size;
}

/* log2 of the smallest range that one changed entry maps: the step of the flush */
static inline unsigned long tlb_get_unmap_shift(struct mmu_gather *tlb)
{
	if (tlb->cleared_ptes)
		return PAGE_SHIFT;
	if (tlb->cleared_pmds)
		return PMD_SHIFT;
	if (tlb->cleared_puds)
		return PUD_SHIFT;
	if (tlb->cleared_p4ds)
		return P4D_SHIFT;
	return PAGE_SHIFT;
}

static inline unsigned long tlb_get_unmap_size(struct mmu_gather *tlb)
{
	return 1UL << tlb_get_unmap_shift(tlb);
}

/**
 * tlb_flush() - make all CPUs forget what was gathered
 *
 * The fallback is made of flush_tlb_mm_range(); architectures with their own put it into
 * <asm/tlb.h> before they include this file.
 */
#ifndef tlb_flush
static inline void tlb_flush(struct mmu_gather *tlb)
{
	if (tlb->fullmm || tlb->need_flush_all)
		flush_tlb_mm_range(tlb->mm, 0, ~0UL, PAGE_SHIFT, true);
	else
		flush_tlb_mm_range(tlb->mm, tlb->start, tlb->end, tlb_get_unmap_shift(tlb),
				   tlb->freed_tables);
}
#endif

/* Flush what was gathered, but keep the pages. */
static inline void tlb_flush_mmu_tlbonly(struct mmu_gather *tlb)
{
	if (!(tlb->freed_tables || tlb->cleared_ptes || tlb->cleared_pmds || tlb->cleared_puds ||
	      tlb->cleared_p4ds))
		return;
	tlb_flush(tlb);
	__tlb_reset_range(tlb);
}

static inline void tlb_flush_pte_range(struct mmu_gather *tlb, unsigned long address,
				       unsigned long size)
{
	__tlb_adjust_range(tlb, address, size);
	tlb->cleared_ptes = 1;
}

static inline void tlb_flush_pmd_range(struct mmu_gather *tlb, unsigned long address,
				       unsigned long size)
{
	__tlb_adjust_range(tlb, address, size);
	tlb->cleared_pmds = 1;
}

static inline void tlb_flush_pud_range(struct mmu_gather *tlb, unsigned long address,
				       unsigned long size)
{
	__tlb_adjust_range(tlb, address, size);
	tlb->cleared_puds = 1;
}

static inline void tlb_flush_p4d_range(struct mmu_gather *tlb, unsigned long address,
				       unsigned long size)
{
	__tlb_adjust_range(tlb, address, size);
	tlb->cleared_p4ds = 1;
}

/* Present entries were cleared. */
#define tlb_remove_tlb_entries(tlb, ptep, nr, address)				\
	tlb_flush_pte_range(tlb, address, (unsigned long)(nr) << PAGE_SHIFT)
#define tlb_remove_tlb_entry(tlb, ptep, address)				\
	tlb_remove_tlb_entries(tlb, ptep, 1, address)
#define tlb_remove_pmd_tlb_entry(tlb, pmdp, address)				\
	tlb_flush_pmd_range(tlb, address, PMD_SIZE)

static inline void tlb_start_vma(struct mmu_gather *tlb, struct vm_area_struct *vma)
{
	tlb->vma_exec = !!(vma->vm_flags & VM_EXEC);
}

/* A file's pages may be unmapped and reused before mapping->i_mmap is locked again. */
static inline void tlb_end_vma(struct mmu_gather *tlb, struct vm_area_struct *vma)
{
	if (vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP))
		tlb_flush_mmu_tlbonly(tlb);
}

static inline void tlb_change_page_size(struct mmu_gather *tlb, unsigned int page_size)
{
	tlb->page_size = page_size;
}

/**
 * __tlb_remove_page() - hand over one reference to a page; it is dropped after the flush
 *
 * Return: true when there is room for no more: flush before the next one.
 */
static inline bool __tlb_remove_page(struct mmu_gather *tlb, struct page *page, bool delay_rmap)
{
	return __tlb_remove_folio_pages(tlb, page, 1, delay_rmap);
}

/* The same for one page, of a folio of any size, with its rmap removed. */
static __always_inline bool tlb_remove_small_page(struct mmu_gather *tlb, struct page *page)
{
	struct mmu_gather_batch *batch = tlb->active;

	batch->encoded_pages[batch->nr++] = encode_page(page, 0);
	/* there is always room for two elements */
	if (likely(batch->nr < batch->max - 1))
		return false;
	return !tlb_next_batch(tlb);
}

static inline void tlb_remove_page(struct mmu_gather *tlb, struct page *page)
{
	if (__tlb_remove_page(tlb, page, false))
		tlb_flush_mmu(tlb);
}

static inline bool tlb_delay_rmap(struct mmu_gather *tlb)
{
	tlb->delayed_rmap = 1;
	return true;
}

/* A table was unhooked; it is freed when nobody can walk it any more. */
static inline void pte_free_tlb(struct mmu_gather *tlb, pgtable_t pte, unsigned long address)
{
	tlb_flush_pmd_range(tlb, address, PAGE_SIZE);
	tlb->freed_tables = 1;
	tlb_remove_table(tlb, page_ptdesc(pte));
}

static inline void pmd_free_tlb(struct mmu_gather *tlb, pmd_t *pmd, unsigned long address)
{
	tlb_flush_pud_range(tlb, address, PAGE_SIZE);
	tlb->freed_tables = 1;
	tlb_remove_table(tlb, page_ptdesc(virt_to_page(pmd)));
}

static inline void pud_free_tlb(struct mmu_gather *tlb, pud_t *pud, unsigned long address)
{
	if (mm_pud_folded(tlb->mm))
		return;
	tlb_flush_p4d_range(tlb, address, PAGE_SIZE);
	tlb->freed_tables = 1;
	tlb_remove_table(tlb, page_ptdesc(virt_to_page(pud)));
}

#undef p4d_free_tlb
static inline void p4d_free_tlb(struct mmu_gather *tlb, p4d_t *p4d, unsigned long address)
{
	if (mm_p4d_folded(tlb->mm))
		return;
	__tlb_adjust_range(tlb, address, PAGE_SIZE);
	tlb->freed_tables = 1;
	tlb_remove_table(tlb, page_ptdesc(virt_to_page(p4d)));
}
#endif /* _ASM_GENERIC_TLB_H */
