// SPDX-License-Identifier: GPL-2.0-only
/*
 * readahead.c - reading what will be asked for next.
 *
 * A file that is read in order has a window: ra->size pages from ra->start were read in one
 * go, and the folio ra->async_size pages before its end carries PG_readahead. Whoever reads
 * that folio starts the next, larger window, while the rest of this one is still unread. A
 * read that is not in order reads what it asks for.
 */
#include <linux/backing-dev.h>
#include <linux/fs.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/swap.h>
#include "store.h"

void file_ra_state_init(struct file_ra_state *ra, struct address_space *mapping)
{
	ra->ra_pages = mapping_ra_pages(mapping);
	ra->prev_pos = -1;
}

/* Hands the folios gathered to the file system. */
static void read_pages(struct readahead_control *rac)
{
	const struct address_space_operations *aops = rac->mapping->a_ops;
	struct folio *folio;

	if (!rac->_nr_pages)
		return;
	if (aops->readahead) {
		aops->readahead(rac);
		/* what it left alone must not stay locked */
		while ((folio = readahead_folio(rac)) != NULL)
			folio_unlock(folio);
	} else {
		while ((folio = readahead_folio(rac)) != NULL)
			aops->read_folio(rac->file, folio);
	}
}

/**
 * page_cache_ra_unbounded() - read @nr_to_read pages from the control's index on
 * @lookahead: the folio that many pages before the end gets PG_readahead
 */
void page_cache_ra_unbounded(struct readahead_control *rac, unsigned long nr_to_read,
			     unsigned long lookahead)
{
	struct address_space *mapping = rac->mapping;
	pgoff_t index = rac->_index;
	gfp_t gfp = readahead_gfp_mask(mapping);
	unsigned long i;

	filemap_invalidate_lock_shared(mapping);
	for (i = 0; i < nr_to_read; i++) {
		struct folio *folio = xa_load(&mapping->i_pages, index + i);

		if (folio && !xa_is_value(folio)) {
			read_pages(rac);	/* one that is there ends the batch */
			rac->_index = index + i + 1;
			continue;
		}
		folio = filemap_alloc_folio(gfp, 0);
		if (!folio)
			break;
		if (filemap_add_folio(mapping, folio, index + i, gfp) < 0) {
			folio_put(folio);
			read_pages(rac);
			rac->_index = index + i + 1;
			continue;
		}
		if (i == nr_to_read - lookahead)
			folio_set_readahead(folio);
		rac->_nr_pages++;
	}
	read_pages(rac);
	filemap_invalidate_unlock_shared(mapping);
}

static void do_page_cache_ra(struct readahead_control *rac, unsigned long nr, unsigned long lookahead)
{
	loff_t isize = i_size_read(rac->mapping->host);
	pgoff_t end;

	if (!isize)
		return;
	end = (isize - 1) >> PAGE_SHIFT;
	if (rac->_index > end)
		return;
	nr = min(nr, end - rac->_index + 1);
	page_cache_ra_unbounded(rac, nr, min(lookahead, nr));
}

static bool can_read(struct address_space *mapping)
{
	return mapping->a_ops->read_folio || mapping->a_ops->readahead;
}

/* not more than that many at a time, so that little memory is locked at once */
#define FORCE_BATCH (2 * 1024 * 1024 / PAGE_SIZE)

void force_page_cache_ra(struct readahead_control *rac, unsigned long nr)
{
	pgoff_t index = rac->_index;

	if (!can_read(rac->mapping))
		return;
	while (nr) {
		unsigned long this = min_t(unsigned long, nr, FORCE_BATCH);

		rac->_index = index;
		do_page_cache_ra(rac, this, 0);
		index += this;
		nr -= this;
	}
}

/* The first window: a bit more than was asked for. */
static unsigned long init_ra_size(unsigned long size, unsigned long max)
{
	unsigned long newsize = roundup_pow_of_two(size);

	if (newsize <= max / 32)
		return newsize * 4;
	if (newsize <= max / 4)
		return newsize * 2;
	return max;
}

static unsigned long next_ra_size(const struct file_ra_state *ra, unsigned long max)
{
	if (ra->size < max / 16)
		return 4UL * ra->size;
	return ra->size <= max / 2 ? 2UL * ra->size : max;
}

/**
 * page_cache_sync_ra() - a read has missed the cache
 */
void page_cache_sync_ra(struct readahead_control *rac, unsigned long req_count)
{
	struct file_ra_state *ra = rac->ra;
	pgoff_t index = rac->_index;
	unsigned long max;

	if (!can_read(rac->mapping))
		return;
	max = max_t(unsigned long, ra->ra_pages, 1);
	if (rac->file && (rac->file->f_mode & FMODE_RANDOM)) {
		force_page_cache_ra(rac, min(req_count, max));
		return;
	}
	if (index && ra->prev_pos != -1 && index != (ra->prev_pos >> PAGE_SHIFT) &&
	    index != (ra->prev_pos >> PAGE_SHIFT) + 1 && index != ra->start + ra->size) {
		do_page_cache_ra(rac, min(req_count, max), 0);	/* not in order */
		return;
	}
	ra->start = index;
	ra->size = min(init_ra_size(req_count, max), max);
	ra->async_size = ra->size > req_count ? ra->size - req_count : ra->size >> 1;
	do_page_cache_ra(rac, ra->size, ra->async_size);
}

/**
 * page_cache_async_ra() - a read has come to the folio that says: time for the next window
 */
void page_cache_async_ra(struct readahead_control *rac, struct folio *folio,
			 unsigned long req_count)
{
	struct file_ra_state *ra = rac->ra;
	unsigned long max = max_t(unsigned long, ra->ra_pages, 1);

	if (folio_test_writeback(folio))
		return;		/* the same bit says "reclaim" then */
	folio_clear_readahead(folio);
	if (!can_read(rac->mapping) || !ra->ra_pages)
		return;
	ra->start += ra->size;
	if (ra->start <= folio->index)
		ra->start = folio->index + 1;
	ra->size = next_ra_size(ra, max);
	ra->async_size = ra->size;
	rac->_index = ra->start;
	do_page_cache_ra(rac, ra->size, ra->async_size);
}
