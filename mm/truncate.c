// SPDX-License-Identifier: GPL-2.0-only
/*
 * truncate.c - taking folios out of a file: truncation, hole punching, invalidation.
 *
 * Truncation is for good: dirty folios go, too, and mapped ones are unmapped first.
 * Invalidation takes only what can be read again.
 *
 * Invariant:  whoever truncates has changed i_size before (or holds invalidate_lock), so
 *             that no new folio appears behind its back; what is left of a folio that lies
 *             across the edge is zeroed.
 * Locks:      invalidate_lock, folio lock, xa_lock.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include <linux/swap.h>
#include <linux/highmem.h>
#include <linux/writeback.h>
#include "store.h"

/* Entries (folios with a reference, or values) of a range, with their indices. */
unsigned int find_get_entries(struct address_space *mapping, pgoff_t *start, pgoff_t end,
			      struct folio_batch *fbatch, pgoff_t *indices)
{
	XA_STATE(xas, &mapping->i_pages, *start);
	struct folio *folio;

	rcu_read_lock();
	while (*start <= end && (folio = xas_find(&xas, end))) {
		if (xas_retry(&xas, folio))
			continue;
		if (!xa_is_value(folio)) {
			if (!folio_try_get(folio)) {
				xas_reset(&xas);
				continue;
			}
			if (unlikely(folio != xas_reload(&xas))) {
				folio_put(folio);
				xas_reset(&xas);
				continue;
			}
		}
		indices[fbatch->nr] = xas.xa_index;
		*start = xa_is_value(folio) ? xas.xa_index + 1 : folio_next_index(folio);
		if (!folio_batch_add(fbatch, folio) || !*start)
			break;
	}
	rcu_read_unlock();
	return folio_batch_count(fbatch);
}

/* Like it, but only folios wholly inside the range, locked without waiting, not in writeback. */
unsigned int find_lock_entries(struct address_space *mapping, pgoff_t *start, pgoff_t end,
			       struct folio_batch *fbatch, pgoff_t *indices)
{
	XA_STATE(xas, &mapping->i_pages, *start);
	struct folio *folio;

	rcu_read_lock();
	while (*start <= end && (folio = xas_find(&xas, end))) {
		pgoff_t next = xas.xa_index + 1;

		if (xas_retry(&xas, folio))
			continue;
		if (!xa_is_value(folio)) {
			if (!folio_try_get(folio)) {
				xas_reset(&xas);
				continue;
			}
			next = xas.xa_index + folio_nr_pages(folio);
			if (folio != xas_reload(&xas) || !folio_trylock(folio))
				goto put;
			if (folio->mapping != mapping || folio_test_writeback(folio) ||
			    folio->index < *start || folio_next_index(folio) - 1 > end) {
				folio_unlock(folio);
				goto put;
			}
		}
		indices[fbatch->nr] = xas.xa_index;
		*start = next;
		if (!folio_batch_add(fbatch, folio) || !*start)
			break;
		continue;
put:
		folio_put(folio);
	}
	rcu_read_unlock();
	return folio_batch_count(fbatch);
}

static void folio_invalidate(struct folio *folio, size_t offset, size_t length)
{
	const struct address_space_operations *aops = folio->mapping->a_ops;

	if (aops->invalidate_folio)
		aops->invalidate_folio(folio, offset, length);
}

/* the folio's contents are of no interest any more: it is locked, unmapped and clean then */
static void truncate_cleanup_folio(struct folio *folio)
{
	if (folio_mapped(folio))
		store_unmap_folio(folio);
	if (folio_test_private(folio))
		folio_invalidate(folio, 0, folio_size(folio));
	folio_cancel_dirty(folio);
}

int truncate_inode_folio(struct address_space *mapping, struct folio *folio)
{
	if (folio->mapping != mapping)
		return -EIO;
	truncate_cleanup_folio(folio);
	filemap_remove_folio(folio);
	return 0;
}

int generic_error_remove_folio(struct address_space *mapping, struct folio *folio)
{
	if (!mapping || !S_ISREG(mapping->host->i_mode))
		return -EINVAL;
	return truncate_inode_folio(mapping, folio);
}

/*
 * Zeroes the part of a locked folio that lies in the bytes [start, end] of its file; a folio
 * that lies inside wholly goes. Return: whether nothing is left to do for it.
 */
bool truncate_inode_partial_folio(struct folio *folio, loff_t start, loff_t end)
{
	loff_t pos = folio_pos(folio);
	size_t offset = pos < start ? start - pos : 0;
	size_t length = folio_size(folio);

	if (pos + length <= end + 1)
		length -= offset;
	else
		length = end + 1 - pos - offset;
	folio_wait_writeback(folio);
	if (length == folio_size(folio)) {
		truncate_inode_folio(folio->mapping, folio);
		return true;
	}
	memset(folio_address(folio) + offset, 0, length);
	if (folio_test_private(folio))
		folio_invalidate(folio, offset, length);
	return true;
}

static void drop_shadows(struct address_space *mapping, struct folio_batch *fbatch,
			 pgoff_t *indices)
{
	unsigned int i, j = 0;

	for (i = 0; i < folio_batch_count(fbatch); i++) {
		struct folio *folio = fbatch->folios[i];

		if (!xa_is_value(folio)) {
			fbatch->folios[j++] = folio;
			continue;
		}
		xa_lock_irq(&mapping->i_pages);
		if (xa_load(&mapping->i_pages, indices[i]) == folio)
			__xa_erase(&mapping->i_pages, indices[i]);
		xa_unlock_irq(&mapping->i_pages);
	}
	fbatch->nr = j;
}

static void truncate_edge(struct address_space *mapping, pgoff_t index, loff_t lstart, loff_t lend)
{
	struct folio *folio = filemap_lock_folio(mapping, index);

	if (IS_ERR(folio))
		return;
	truncate_inode_partial_folio(folio, lstart, lend);
	folio_unlock(folio);
	folio_put(folio);
}

/**
 * truncate_inode_pages_range() - drop the bytes [lstart, lend] of a file from the cache
 * @lend: last byte; -1 is the end of the file
 *
 * Context: may sleep; the caller keeps new folios from appearing there.
 */
void truncate_inode_pages_range(struct address_space *mapping, loff_t lstart, loff_t lend)
{
	pgoff_t start = (lstart + PAGE_SIZE - 1) >> PAGE_SHIFT, index;
	pgoff_t end = lend == -1 ? (pgoff_t)-1 : ((u64)lend + 1) >> PAGE_SHIFT; /* first kept */
	pgoff_t indices[PAGEVEC_SIZE];
	struct folio_batch fbatch;
	unsigned int i;

	if (xa_empty(&mapping->i_pages))
		return;
	folio_batch_init(&fbatch);
	/* all that comes without waiting, then the rest one by one */
	for (index = start; index < end &&
	     find_lock_entries(mapping, &index, end - 1, &fbatch, indices); ) {
		drop_shadows(mapping, &fbatch, indices);
		for (i = 0; i < folio_batch_count(&fbatch); i++)
			truncate_cleanup_folio(fbatch.folios[i]);
		delete_from_page_cache_batch(mapping, &fbatch);
		for (i = 0; i < folio_batch_count(&fbatch); i++)
			folio_unlock(fbatch.folios[i]);
		folio_batch_release(&fbatch);
		cond_resched();
	}
	if (lstart & (PAGE_SIZE - 1))
		truncate_edge(mapping, lstart >> PAGE_SHIFT, lstart, lend == -1 ? LLONG_MAX - 1 : lend);
	if (lend != -1 && ((lend + 1) & (PAGE_SIZE - 1)) &&
	    (!(lstart & (PAGE_SIZE - 1)) || lend >> PAGE_SHIFT != lstart >> PAGE_SHIFT))
		truncate_edge(mapping, lend >> PAGE_SHIFT, lstart, lend);
	for (index = start; index < end; ) {
		cond_resched();
		if (!find_get_entries(mapping, &index, end - 1, &fbatch, indices)) {
			if (index == start)
				break;
			index = start;	/* until a whole pass finds nothing */
			continue;
		}
		drop_shadows(mapping, &fbatch, indices);
		for (i = 0; i < folio_batch_count(&fbatch); i++) {
			struct folio *folio = fbatch.folios[i];

			folio_lock(folio);
			folio_wait_writeback(folio);
			truncate_inode_folio(mapping, folio);
			folio_unlock(folio);
		}
		folio_batch_release(&fbatch);
	}
}

void truncate_inode_pages(struct address_space *mapping, loff_t lstart)
{
	truncate_inode_pages_range(mapping, lstart, -1);
}

/**
 * truncate_inode_pages_final() - the inode goes: nothing of it may stay in the cache
 */
void truncate_inode_pages_final(struct address_space *mapping)
{
	mapping_set_exiting(mapping);
	truncate_inode_pages(mapping, 0);
}

/**
 * truncate_pagecache() - the file has a new, smaller size: unmap and drop what is beyond
 *
 * Unmapped twice: before, for speed; afterwards, for private copies that a fault made from
 * folios while they were being dropped.
 */
void truncate_pagecache(struct inode *inode, loff_t newsize)
{
	struct address_space *mapping = inode->i_mapping;
	pgoff_t hole = (newsize + PAGE_SIZE - 1) >> PAGE_SHIFT;

	store_unmap_range(mapping, hole, 0, true);
	truncate_inode_pages(mapping, newsize);
	store_unmap_range(mapping, hole, 0, true);
}

void truncate_setsize(struct inode *inode, loff_t newsize)
{
	loff_t oldsize = inode->i_size;

	i_size_write(inode, newsize);
	if (newsize > oldsize)
		pagecache_isize_extended(inode, oldsize, newsize);
	truncate_pagecache(inode, newsize);
}

/* blocks smaller than pages would have to be write-protected here; ours are not */
void pagecache_isize_extended(struct inode *inode, loff_t from, loff_t to)
{
	WARN_ON(to > inode->i_size);
}

void truncate_pagecache_range(struct inode *inode, loff_t lstart, loff_t lend)
{
	struct address_space *mapping = inode->i_mapping;
	pgoff_t first = (lstart + PAGE_SIZE - 1) >> PAGE_SHIFT;
	pgoff_t behind = (lend + 1) >> PAGE_SHIFT;

	if (behind > first)
		store_unmap_range(mapping, first, behind - first, false);
	truncate_inode_pages_range(mapping, lstart, lend);
}

/* Return: pages freed: 0 where the folio is dirty, mapped, or in use by others. */
long mapping_evict_folio(struct address_space *mapping, struct folio *folio)
{
	long nr = folio_nr_pages(folio);

	if (!mapping || folio->mapping != mapping)
		return 0;
	if (folio_test_dirty(folio) || folio_test_writeback(folio) || folio_mapped(folio))
		return 0;
	if (!filemap_release_folio(folio, 0))
		return 0;
	xa_lock_irq(&mapping->i_pages);
	/* the cache's references and the caller's: nobody else, and nobody new */
	if (!folio_ref_freeze(folio, nr + 1)) {
		xa_unlock_irq(&mapping->i_pages);
		return 0;
	}
	__filemap_remove_folio(folio, NULL);
	folio_ref_unfreeze(folio, nr + 1);
	xa_unlock_irq(&mapping->i_pages);
	filemap_free_folio(mapping, folio);
	return nr;
}

/**
 * invalidate_mapping_pages() - drop the clean, unused folios of a range
 *
 * Return: pages dropped.
 */
unsigned long invalidate_mapping_pages(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	pgoff_t indices[PAGEVEC_SIZE];
	struct folio_batch fbatch;
	unsigned long count = 0;
	unsigned int i;

	folio_batch_init(&fbatch);
	while (find_lock_entries(mapping, &start, end, &fbatch, indices)) {
		drop_shadows(mapping, &fbatch, indices);
		for (i = 0; i < folio_batch_count(&fbatch); i++) {
			struct folio *folio = fbatch.folios[i];

			count += mapping_evict_folio(mapping, folio);
			folio_unlock(folio);
		}
		folio_batch_release(&fbatch);
		cond_resched();
		if (!start)
			break;
	}
	return count;
}

/* Like it, but unmaps and waits. Return: 0, or -EBUSY where a folio could not go. */
int invalidate_inode_pages2_range(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	pgoff_t indices[PAGEVEC_SIZE];
	struct folio_batch fbatch;
	unsigned int i;
	int ret = 0;

	folio_batch_init(&fbatch);
	while (find_get_entries(mapping, &start, end, &fbatch, indices)) {
		drop_shadows(mapping, &fbatch, indices);
		for (i = 0; i < folio_batch_count(&fbatch); i++) {
			struct folio *folio = fbatch.folios[i];

			folio_lock(folio);
			folio_wait_writeback(folio);
			if (folio_mapped(folio))
				store_unmap_folio(folio);
			if (folio->mapping == mapping) {
				/* the batch holds the reference that evicting expects */
				if (!mapping_evict_folio(mapping, folio))
					ret = -EBUSY;
			}
			folio_unlock(folio);
		}
		folio_batch_release(&fbatch);
		cond_resched();
		if (!start)
			break;
	}
	return ret;
}

int invalidate_inode_pages2(struct address_space *mapping)
{
	return invalidate_inode_pages2_range(mapping, 0, -1);
}
