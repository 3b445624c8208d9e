// SPDX-License-Identifier: GPL-2.0-only
/*
 * buddy.c - blocks of pages: no two overlap, what is written stays, all of it comes back.
 *
 * Owns:       owned[]: a bit for each frame that an input has been given and not returned.
 */
#include <linux/bitmap.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmstat.h>
#include <sim/user.h>
#include "../../../mm/pages.h"
#include "fuzz.h"

#define BLOCKS		96
#define SLACK		64	/* frames that the kernel itself may take meanwhile, for objects of its own */

enum how { BY_ORDER, EXACT, CONTIG };

static struct block {
	struct page *page;		/* NULL: none */
	enum how how;
	unsigned int order;		/* BY_ORDER */
	unsigned long pages;
	u64 mark;
} blocks[BLOCKS];
static unsigned long *owned;
static u64 marks;
static unsigned long free_at_first, runs;

static unsigned long free_frames(void)
{
	drain_all_pages(NULL);
	return global_zone_page_state_snapshot(NR_FREE_PAGES);
}

static void begin(void *unused)
{
	owned = bitmap_zalloc(max_pfn, GFP_KERNEL);
	FUZZ_CHECK(owned);
}

static void setup(void)
{
	sim_in_kernel(begin, NULL);
}

/* ---- a block's content: two words of each page ---- */

static u64 *word(const struct block *b, unsigned long page, unsigned int nr)
{
	return page_address(b->page + page) + (nr ? PAGE_SIZE - sizeof(u64) : 0);
}

static void take(struct block *b, gfp_t gfp)
{
	unsigned long pfn = page_to_pfn(b->page);

	b->mark = ++marks << 20;
	FUZZ_CHECK(pfn + b->pages <= max_pfn);
	for (unsigned long i = 0; i < b->pages; i++) {
		FUZZ_CHECK(!test_and_set_bit(pfn + i, owned));
		if (gfp & __GFP_ZERO)
			FUZZ_CHECK(!memchr_inv(page_address(b->page + i), 0, b->pages > 8 ? 64 : PAGE_SIZE));
		*word(b, i, 0) = b->mark + i;
		*word(b, i, 1) = ~(b->mark + i);
	}
}

static void give(struct block *b)
{
	unsigned long pfn = page_to_pfn(b->page);

	for (unsigned long i = 0; i < b->pages; i++) {
		FUZZ_CHECK(*word(b, i, 0) == b->mark + i && *word(b, i, 1) == ~(b->mark + i));
		FUZZ_CHECK(test_and_clear_bit(pfn + i, owned));
	}
	if (b->how == BY_ORDER)
		__free_pages(b->page, b->order);
	else if (b->how == EXACT)
		free_pages_exact(page_address(b->page), b->pages << PAGE_SHIFT);
	else
		free_contig_range(pfn, b->pages);
	b->page = NULL;
}

/* ---- operations ---- */

static struct block *empty_place(void)
{
	for (unsigned int i = 0; i < BLOCKS; i++)
		if (!blocks[i].page)
			return &blocks[i];
	return NULL;
}

static gfp_t take_gfp(struct fuzz_input *in)
{
	static const gfp_t kinds[] = { GFP_KERNEL, GFP_NOWAIT, GFP_ATOMIC, GFP_HIGHUSER_MOVABLE, GFP_DMA32, GFP_DMA,
		GFP_KERNEL | __GFP_RECLAIMABLE };
	u8 n = fuzz_u8(in);

	return kinds[n % ARRAY_SIZE(kinds)] | __GFP_NOWARN | __GFP_NORETRY | (n & 128 ? __GFP_ZERO : 0);
}

static void by_order(struct fuzz_input *in, u8 how)
{
	struct block *b = empty_place();
	u8 n = fuzz_u8(in);
	unsigned int order = n < 64 ? n % (MAX_PAGE_ORDER + 1) : n % 4;
	gfp_t gfp = take_gfp(in) | (how % 2 ? __GFP_COMP : 0);

	if (!b)
		return;
	b->page = alloc_pages(gfp, order);
	if (!b->page)
		return;
	FUZZ_CHECK(IS_ALIGNED(page_to_pfn(b->page), 1UL << order) && page_count(b->page) == 1);
	FUZZ_CHECK(PageHead(b->page) == (how % 2 && order));
	b->how = BY_ORDER;
	b->order = order;
	b->pages = 1UL << order;
	take(b, gfp);
}

static void exact(struct fuzz_input *in)
{
	struct block *b = empty_place();
	unsigned long pages = fuzz_u8(in) + 1;
	gfp_t gfp = take_gfp(in);
	void *p;

	if (!b)
		return;
	p = alloc_pages_exact(pages << PAGE_SHIFT, gfp);
	if (!p)
		return;
	*b = (struct block){ .page = virt_to_page(p), .how = EXACT, .pages = pages };
	take(b, gfp);
}

static void contig(struct fuzz_input *in)
{
	struct block *b = empty_place();
	unsigned long pages = fuzz_u16(in) % 600 + 1;

	if (!b)
		return;
	b->page = alloc_contig_pages(pages, GFP_KERNEL | __GFP_NOWARN, 0, NULL);
	if (!b->page)
		return;
	b->how = CONTIG;
	b->pages = pages;
	take(b, 0);
}

static void bulk(struct fuzz_input *in)
{
	struct page *pages[16] = { NULL };
	unsigned long wanted = fuzz_u8(in) % 17, got;
	gfp_t gfp = take_gfp(in);

	got = alloc_pages_bulk_array(gfp, wanted, pages);
	FUZZ_CHECK(got <= wanted);
	for (unsigned long i = 0; i < wanted; i++) {
		struct block *b = empty_place();

		FUZZ_CHECK(!pages[i] == (i >= got));
		if (!pages[i])
			continue;
		if (!b) {
			__free_page(pages[i]);
			continue;
		}
		*b = (struct block){ .page = pages[i], .pages = 1 };
		take(b, gfp);
	}
}

/* A block becomes pages, each to be freed by itself, if there is a place for each. */
static void split(struct fuzz_input *in)
{
	struct block *b = &blocks[fuzz_u8(in) % BLOCKS];
	struct page *page = b->page;
	unsigned int pages = b->pages, places = 0;

	for (unsigned int i = 0; i < BLOCKS; i++)
		places += !blocks[i].page;
	if (!page || b->how != BY_ORDER || !b->order || PageHead(page) || pages > places)
		return;
	split_page(page, b->order);
	bitmap_clear(owned, page_to_pfn(page), pages);
	b->page = NULL;
	while (pages--) {
		FUZZ_CHECK(page_count(page + pages) == 1);
		b = empty_place();
		*b = (struct block){ .page = page + pages, .pages = 1 };
		take(b, 0);
	}
}

static void step(struct fuzz_input *in)
{
	u8 op = fuzz_u8(in);

	switch (op % 16) {
	case 0 ... 5:
		return by_order(in, op / 16);
	case 6:
		return exact(in);
	case 7:
		return op / 16 % 8 ? by_order(in, op / 16) : contig(in);
	case 8:
		return bulk(in);
	case 9:
		return split(in);
	case 10:
		return drain_all_pages(NULL);
	default:
		op = fuzz_u8(in) % BLOCKS;
		if (blocks[op].page)
			give(&blocks[op]);
	}
}

static void run(struct fuzz_input *in)
{
	struct zone *zone;

	/* the empty first input comes before what is made once (fuzz.c) */
	if (++runs == 2)
		free_at_first = free_frames();
	marks = 0;
	while (fuzz_left(in))
		step(in);
	for (unsigned int i = 0; i < BLOCKS; i++)
		if (blocks[i].page)
			give(&blocks[i]);
	FUZZ_CHECK(free_frames() + SLACK >= free_at_first);
	for_each_populated_zone(zone)
		FUZZ_CHECK(zone_check(zone));
}

const struct fuzz_target fuzz_buddy = {
	.name = "buddy", .summary = "blocks of pages", .setup = setup, .run = run,
};
