// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmu_gather.c - keep what was unmapped until no CPU can reach it, then free it.
 *
 * Pages go into arrays: the first few into one on the stack, the rest into pages that are
 * allocated when there is memory. Where there is none, or there are many, a flush is due; the caller
 * does it outside the page-table lock. Page tables need no array: they are linked through their own
 * ptdesc.
 *
 * A page table has one more kind of user than a page: those who walk without a lock (gup_fast).
 * They disable interrupts, so a table is freed by RCU; but where the address space has a single
 * user, which is us, nobody can be walking it and it is freed at once.
 *
 * Owns:       the struct mmu_gather, for one unmapping.
 * Invariant:  between clearing an entry and freeing what it mapped there is a TLB flush.
 * Locks:      none of its own; tlb_flush_mmu() may sleep, __tlb_remove_folio_pages() does not.
 * Elsewhere:  the flush (arch); dropping the pages (lru.c).
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/pagemap.h>
#include <linux/rcupdate.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <asm/pgalloc.h>
#include <asm/tlb.h>
#include "map.h"

/* Pages dropped between two chances to be rescheduled. */
#define MAX_NR_FOLIOS_PER_FREE	512

/* ---- pages -------------------------------------------------------------------------------- */

/* Move on to an empty batch. Return: false where there is none. */
bool tlb_next_batch(struct mmu_gather *tlb)
{
	struct mmu_gather_batch *batch = tlb->active->next;

	/* While rmaps wait for the flush, they must wait in the active batch: flush instead. */
	if (tlb->delayed_rmap && tlb->active != &tlb->local)
		return false;
	if (!batch) {
		if (tlb->batch_count == MAX_GATHER_BATCH_COUNT)
			return false;
		batch = (void *)__get_free_page(GFP_NOWAIT | __GFP_NOWARN);
		if (!batch)
			return false;
		tlb->batch_count++;
		batch->next = NULL;
		batch->nr = 0;
		batch->max = MAX_GATHER_BATCH;
		tlb->active->next = batch;
	}
	tlb->active = batch;
	return true;
}

/**
 * __tlb_remove_folio_pages() - hand over references to @nr_pages pages of one folio
 * @page: the first of them
 * @delay_rmap: take them off the rmap after the flush
 *
 * Return: true when a flush is due before the next call.
 */
bool __tlb_remove_folio_pages(struct mmu_gather *tlb, struct page *page, unsigned int nr_pages,
			      bool delay_rmap)
{
	unsigned long flags = delay_rmap ? ENCODED_PAGE_BIT_DELAY_RMAP : 0;
	struct mmu_gather_batch *batch = tlb->active;

	if (likely(nr_pages == 1)) {
		batch->encoded_pages[batch->nr++] = encode_page(page, flags);
	} else {
		flags |= ENCODED_PAGE_BIT_NR_PAGES_NEXT;
		batch->encoded_pages[batch->nr++] = encode_page(page, flags);
		batch->encoded_pages[batch->nr++] = encode_nr_pages(nr_pages);
	}
	/* the next call may need two elements */
	if (likely(batch->nr < batch->max - 1))
		return false;
	return !tlb_next_batch(tlb);
}

static void tlb_flush_rmap_batch(struct mmu_gather_batch *batch, struct vm_area_struct *vma)
{
	unsigned int i;

	for (i = 0; i < batch->nr; i++) {
		struct encoded_page *enc = batch->encoded_pages[i];
		unsigned long flags = encoded_page_flags(enc);
		struct page *page = encoded_page_ptr(enc);
		unsigned int nr_pages = 1;

		if (flags & ENCODED_PAGE_BIT_NR_PAGES_NEXT)
			nr_pages = encoded_nr_pages(batch->encoded_pages[++i]);
		if (flags & ENCODED_PAGE_BIT_DELAY_RMAP)
			folio_remove_rmap_ptes(page_folio(page), page, nr_pages, vma);
	}
}

/**
 * tlb_flush_rmaps() - the TLBs are flushed: remove the rmaps that waited for it
 *
 * Context: the page-table lock under which the entries were cleared is still held.
 */
void tlb_flush_rmaps(struct mmu_gather *tlb, struct vm_area_struct *vma)
{
	if (!tlb->delayed_rmap)
		return;
	tlb_flush_rmap_batch(&tlb->local, vma);
	if (tlb->active != &tlb->local)
		tlb_flush_rmap_batch(tlb->active, vma);
	tlb->delayed_rmap = 0;
}

static void tlb_batch_free_pages(struct mmu_gather_batch *batch)
{
	struct encoded_page **pages = batch->encoded_pages;

	while (batch->nr) {
		unsigned int nr = min(MAX_NR_FOLIOS_PER_FREE, batch->nr);

		/* a page and the number that belongs to it stay together */
		if (encoded_page_flags(pages[nr - 1]) & ENCODED_PAGE_BIT_NR_PAGES_NEXT)
			nr++;
		free_pages_and_swap_cache(pages, nr);
		pages += nr;
		batch->nr -= nr;
		cond_resched();
	}
}

static void tlb_free_pages(struct mmu_gather *tlb)
{
	struct mmu_gather_batch *batch;

	for (batch = &tlb->local; batch && batch->nr; batch = batch->next)
		tlb_batch_free_pages(batch);
	tlb->active = &tlb->local;
}

/* ---- tables ------------------------------------------------------------------------------- */

/**
 * tlb_remove_table() - free an unhooked page table, after the flush
 */
void tlb_remove_table(struct mmu_gather *tlb, struct ptdesc *table)
{
	table->pt_list.next = (struct list_head *)tlb->tables;
	tlb->tables = table;
}

/*
 * Can another CPU be in the middle of a walk of this address space's tables without a lock? Only
 * its users' own threads walk so, and those who come to it later find the tables unhooked.
 */
static bool tlb_walkers_possible(struct mmu_gather *tlb)
{
	if (tlb->fullmm)
		return false;
	return tlb->mm != current->mm || atomic_read(&tlb->mm->mm_users) > 1;
}

static void tlb_free_tables(struct mmu_gather *tlb)
{
	struct ptdesc *table = tlb->tables;
	bool deferred;

	if (!table)
		return;
	deferred = tlb_walkers_possible(tlb);
	tlb->tables = NULL;
	while (table) {
		struct ptdesc *next = (struct ptdesc *)table->pt_list.next;

		if (deferred)
			pagetable_free_deferred(table);
		else
			pagetable_free(table);
		table = next;
	}
}

/* ---- begin, flush, end -------------------------------------------------------------------- */

/**
 * tlb_flush_mmu() - flush now, and free what was gathered
 *
 * Context: may reschedule; no page-table lock held.
 */
void tlb_flush_mmu(struct mmu_gather *tlb)
{
	tlb_flush_mmu_tlbonly(tlb);
	tlb_free_tables(tlb);
	tlb_free_pages(tlb);
}

static void __tlb_gather_mmu(struct mmu_gather *tlb, struct mm_struct *mm, bool fullmm)
{
	tlb->mm = mm;
	tlb->fullmm = fullmm;
	tlb->delayed_rmap = 0;
	tlb->vma_exec = 0;
	tlb->batch_count = 0;
	tlb->page_size = PAGE_SIZE;
	tlb->tables = NULL;
	tlb->local.next = NULL;
	tlb->local.nr = 0;
	tlb->local.max = MMU_GATHER_BUNDLE;
	tlb->active = &tlb->local;
	__tlb_reset_range(tlb);
	inc_tlb_flush_pending(mm);
}

/**
 * tlb_gather_mmu() - begin to unmap parts of @mm
 */
void tlb_gather_mmu(struct mmu_gather *tlb, struct mm_struct *mm)
{
	__tlb_gather_mmu(tlb, mm, false);
}

/**
 * tlb_gather_mmu_fullmm() - begin to unmap all of @mm, which has no users left
 */
void tlb_gather_mmu_fullmm(struct mmu_gather *tlb, struct mm_struct *mm)
{
	__tlb_gather_mmu(tlb, mm, true);
}

/**
 * tlb_finish_mmu() - flush and free what is left
 */
void tlb_finish_mmu(struct mmu_gather *tlb)
{
	struct mmu_gather_batch *batch, *next;

	/*
	 * Another unmapping of the same pages may have cleared entries that we then found empty, and
	 * not have flushed yet; our caller must not return before it is true that they are gone.
	 */
	if (mm_tlb_flush_nested(tlb->mm)) {
		tlb->need_flush_all = 1;
		tlb->freed_tables = 1;
	}
	tlb_flush_mmu(tlb);
	for (batch = tlb->local.next; batch; batch = next) {
		next = batch->next;
		free_page((unsigned long)batch);
	}
	dec_tlb_flush_pending(tlb->mm);
}
