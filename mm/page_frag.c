// SPDX-License-Identifier: GPL-2.0-only
/*
 * page_frag.c - many small short-lived buffers cut from one block of pages.
 *
 * Owns:       struct page_frag_cache, which its user keeps and serialises.
 * Invariant:  each fragment holds one reference to the block; the cache holds pagecnt_bias.
 * Locks:      none.
 *
 * Fragments are cut from the end towards the start. References are taken in one large batch
 * when the block is new and handed out by counting down, so that no atomic instruction is
 * needed for a fragment; what is left of the batch is returned when the block is used up.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include "pages.h"

#define FRAG_ORDER	PAGE_ALLOC_COSTLY_ORDER
#define FRAG_BIAS	(PAGE_SIZE << FRAG_ORDER)

static bool frag_refill(struct page_frag_cache *nc, gfp_t gfp)
{
	gfp_t large = (gfp & ~__GFP_DIRECT_RECLAIM) | __GFP_COMP | __GFP_NOWARN | __GFP_NORETRY |
		      __GFP_NOMEMALLOC;
	unsigned int order = FRAG_ORDER;
	struct page *page = alloc_pages(large, order);

	if (!page) {
		order = 0;
		page = alloc_page(gfp);
	}
	nc->va = page ? page_address(page) : NULL;
	if (!page)
		return false;
	nc->size = PAGE_SIZE << order;
	nc->offset = nc->size;
	nc->pagecnt_bias = FRAG_BIAS + 1;
	page_ref_add(page, FRAG_BIAS);
	return true;
}

/**
 * page_frag_alloc_align() - cut a buffer from the cache's block
 * @fragsz: bytes, at most a page
 * @align_mask: -alignment, ~0 for none
 *
 * Return: the buffer, for page_frag_free(); or NULL.
 */
void *page_frag_alloc_align(struct page_frag_cache *nc, unsigned int fragsz, gfp_t gfp_mask,
			    unsigned int align_mask)
{
	if (unlikely(fragsz > PAGE_SIZE))
		return NULL;
	if (unlikely(!nc->va) && !frag_refill(nc, gfp_mask))
		return NULL;
	if (unlikely(nc->offset < fragsz)) {
		struct page *page = virt_to_page(nc->va);

		if (page_ref_sub_and_test(page, nc->pagecnt_bias)) {
			/* all fragments are free again: use the block once more */
			set_page_count(page, FRAG_BIAS + 1);
			nc->pagecnt_bias = FRAG_BIAS + 1;
			nc->offset = nc->size;
		} else if (!frag_refill(nc, gfp_mask)) {
			return NULL;
		}
	}
	nc->pagecnt_bias--;
	nc->offset = (nc->offset - fragsz) & align_mask;
	return nc->va + nc->offset;
}

void page_frag_free(void *addr)
{
	struct page *page = virt_to_head_page(addr);

	if (unlikely(put_page_testzero(page)))
		free_unref_page(page, compound_order(page));
}

/**
 * __page_frag_cache_drain() - drop @count references of a cache that is given up
 */
void __page_frag_cache_drain(struct page *page, unsigned int count)
{
	if (page_ref_sub_and_test(page, count))
		free_unref_page(page, compound_order(page));
}
