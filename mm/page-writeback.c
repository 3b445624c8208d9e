// SPDX-License-Identifier: GPL-2.0-only
/*
 * page-writeback.c - which folios differ from their store, and writing them.
 *
 * Owns:       PG_dirty and PG_writeback of cached folios, the tags DIRTY, WRITEBACK and
 *             TOWRITE in i_pages, the counters NR_FILE_DIRTY and NR_WRITEBACK.
 * Invariant:  a dirty folio of a mapping with a store has the tag DIRTY; one with
 *             PG_writeback the tag WRITEBACK.
 * Locks:      xa_lock for the tags; the folio lock to clear PG_dirty for writing.
 * Elsewhere:  how a file system writes (a_ops->writepages), which inodes are dirty (fs/inode.c).
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/vmstat.h>
#include <linux/writeback.h>
#include "store.h"

/* ---- what lies above: mappings of folios -------------------------------------------- */

static const struct unmap_ops *unmap_ops __ro_after_init;

void __init register_unmap_ops(const struct unmap_ops *ops)
{
	unmap_ops = ops;
}

void store_unmap_range(struct address_space *mapping, pgoff_t start, pgoff_t nr, bool even_cows)
{
	if (mapping_mapped(mapping))
		unmap_ops->unmap_range(mapping, start, nr, even_cows);
}

void store_unmap_folio(struct folio *folio)
{
	unmap_ops->unmap_folio(folio);
}

int store_mkclean(struct folio *folio)
{
	return folio_mapped(folio) ? unmap_ops->mkclean(folio) : 0;
}

/* ---- dirty ---------------------------------------------------------------------------- */

bool noop_dirty_folio(struct address_space *mapping, struct folio *folio)
{
	return !folio_test_dirty(folio) && !folio_test_set_dirty(folio);
}

/**
 * filemap_dirty_folio() - ->dirty_folio() of a mapping that has a store
 */
bool filemap_dirty_folio(struct address_space *mapping, struct folio *folio)
{
	unsigned long flags;

	if (folio_test_set_dirty(folio))
		return false;
	xa_lock_irqsave(&mapping->i_pages, flags);
	if (folio->mapping) {	/* not truncated meanwhile */
		lruvec_stat_mod_folio(folio, NR_FILE_DIRTY, folio_nr_pages(folio));
		__xa_set_mark(&mapping->i_pages, folio->index, PAGECACHE_TAG_DIRTY);
	}
	xa_unlock_irqrestore(&mapping->i_pages, flags);
	if (mapping->host)
		__mark_inode_dirty(mapping->host, I_DIRTY_PAGES);
	return true;
}

/**
 * folio_mark_dirty() - the folio's contents have changed
 *
 * Context: the folio is kept from truncation: locked, or mapped under its page-table lock.
 * Return: whether it was clean.
 */
bool folio_mark_dirty(struct folio *folio)
{
	struct address_space *mapping = folio_mapping(folio);

	if (likely(mapping)) {
		if (mapping->a_ops->dirty_folio)
			return mapping->a_ops->dirty_folio(mapping, folio);
		return filemap_dirty_folio(mapping, folio);
	}
	return noop_dirty_folio(mapping, folio);
}

bool set_page_dirty(struct page *page)
{
	return folio_mark_dirty(page_folio(page));
}

int set_page_dirty_lock(struct page *page)
{
	struct folio *folio = page_folio(page);
	int ret;

	folio_lock(folio);
	ret = folio_mark_dirty(folio);
	folio_unlock(folio);
	return ret;
}

void folio_account_cleaned(struct folio *folio, struct address_space *mapping)
{
	lruvec_stat_mod_folio(folio, NR_FILE_DIRTY, -folio_nr_pages(folio));
}

/* the contents will not be written: a truncated folio */
void __folio_cancel_dirty(struct folio *folio)
{
	struct address_space *mapping = folio_mapping(folio);

	if (folio_test_clear_dirty(folio) && mapping && mapping_can_writeback(mapping))
		folio_account_cleaned(folio, mapping);
}

/**
 * folio_clear_dirty_for_io() - the locked folio is about to be written
 *
 * Page tables first: a store through a mapping after this dirties the folio anew.
 * Return: whether there is anything to write.
 */
bool folio_clear_dirty_for_io(struct folio *folio)
{
	struct address_space *mapping = folio_mapping(folio);

	VM_BUG_ON_FOLIO(!folio_test_locked(folio), folio);
	if (mapping && mapping_can_writeback(mapping)) {
		if (store_mkclean(folio))
			folio_mark_dirty(folio);
		if (!folio_test_clear_dirty(folio))
			return false;
		folio_account_cleaned(folio, mapping);
		return true;
	}
	return folio_test_clear_dirty(folio);
}

/* ---- writeback -------------------------------------------------------------------------- */

void __folio_start_writeback(struct folio *folio, bool keep_write)
{
	struct address_space *mapping = folio_mapping(folio);
	unsigned long flags;

	folio_set_writeback(folio);
	if (mapping && mapping_use_writeback_tags(mapping)) {
		XA_STATE(xas, &mapping->i_pages, folio->index);

		xas_lock_irqsave(&xas, flags);
		xas_load(&xas);
		xas_set_mark(&xas, PAGECACHE_TAG_WRITEBACK);
		if (!folio_test_dirty(folio))
			xas_clear_mark(&xas, PAGECACHE_TAG_DIRTY);
		if (!keep_write)
			xas_clear_mark(&xas, PAGECACHE_TAG_TOWRITE);
		xas_unlock_irqrestore(&xas, flags);
	}
	lruvec_stat_mod_folio(folio, NR_WRITEBACK, folio_nr_pages(folio));
}

/* Return: whether somebody may sleep on a bit of the folio. */
bool __folio_end_writeback(struct folio *folio)
{
	struct address_space *mapping = folio_mapping(folio);
	unsigned long flags;

	lruvec_stat_mod_folio(folio, NR_WRITEBACK, -folio_nr_pages(folio));
	if (mapping && mapping_use_writeback_tags(mapping)) {
		bool ret;

		xa_lock_irqsave(&mapping->i_pages, flags);
		ret = folio_xor_flags_has_waiters(folio, 1UL << PG_writeback);
		__xa_clear_mark(&mapping->i_pages, folio->index, PAGECACHE_TAG_WRITEBACK);
		xa_unlock_irqrestore(&mapping->i_pages, flags);
		return ret;
	}
	return folio_xor_flags_has_waiters(folio, 1UL << PG_writeback);
}

void tag_pages_for_writeback(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	XA_STATE(xas, &mapping->i_pages, start);
	unsigned int tagged = 0;
	void *page;

	xas_lock_irq(&xas);
	xas_for_each_marked(&xas, page, end, PAGECACHE_TAG_DIRTY) {
		xas_set_mark(&xas, PAGECACHE_TAG_TOWRITE);
		if (++tagged % 4096)
			continue;
		xas_pause(&xas);
		xas_unlock_irq(&xas);
		cond_resched();
		xas_lock_irq(&xas);
	}
	xas_unlock_irq(&xas);
}

/* Should this locked folio be written by this call? Clears PG_dirty where so. */
static bool folio_prepare_writeback(struct address_space *mapping,
				    struct writeback_control *wbc, struct folio *folio)
{
	if (unlikely(folio->mapping != mapping) || !folio_test_dirty(folio))
		return false;
	if (folio_test_writeback(folio)) {
		if (wbc->sync_mode == WB_SYNC_NONE)
			return false;
		folio_wait_writeback(folio);
	}
	return folio_clear_dirty_for_io(folio);
}

/**
 * write_cache_pages() - call @writepage for each dirty folio of a range
 *
 * @writepage gets it locked and unlocks it. For a data-integrity write the folios that are
 * dirty now are tagged first, so that a steady writer does not keep the call busy for ever.
 */
int write_cache_pages(struct address_space *mapping, struct writeback_control *wbc,
		      writepage_t writepage, void *data)
{
	pgoff_t index = wbc->range_start >> PAGE_SHIFT, end = wbc->range_end >> PAGE_SHIFT;
	xa_mark_t tag = PAGECACHE_TAG_DIRTY;
	struct folio_batch fbatch;
	int ret = 0, error;
	unsigned int i;

	if (wbc->sync_mode == WB_SYNC_ALL) {
		tag_pages_for_writeback(mapping, index, end);
		tag = PAGECACHE_TAG_TOWRITE;
	}
	folio_batch_init(&fbatch);
	while (index <= end && filemap_get_folios_tag(mapping, &index, end, tag, &fbatch)) {
		for (i = 0; i < folio_batch_count(&fbatch); i++) {
			struct folio *folio = fbatch.folios[i];

			folio_lock(folio);
			if (!folio_prepare_writeback(mapping, wbc, folio)) {
				folio_unlock(folio);
				continue;
			}
			wbc->nr_to_write -= folio_nr_pages(folio);
			error = writepage(folio, wbc, data);
			if (error && !ret)
				ret = error;
		}
		folio_batch_release(&fbatch);
		cond_resched();
		if (wbc->sync_mode == WB_SYNC_NONE && (ret || wbc->nr_to_write <= 0))
			break;
		if (index == (pgoff_t)-1)
			break;
	}
	return ret;
}

int do_writepages(struct address_space *mapping, struct writeback_control *wbc)
{
	if (!mapping->a_ops->writepages || wbc->nr_to_write <= 0)
		return 0;
	return mapping->a_ops->writepages(mapping, wbc);
}

/* ---- a file's range: start, wait ------------------------------------------------------------ */

static int fdatawrite_range(struct address_space *mapping, loff_t start, loff_t end,
			    enum writeback_sync_modes sync_mode)
{
	struct writeback_control wbc = {
		.sync_mode = sync_mode,
		.nr_to_write = LONG_MAX,
		.range_start = start,
		.range_end = end,
	};

	if (!mapping_can_writeback(mapping) || !mapping_tagged(mapping, PAGECACHE_TAG_DIRTY))
		return 0;
	return do_writepages(mapping, &wbc);
}

int filemap_fdatawrite_range(struct address_space *mapping, loff_t start, loff_t end)
{
	return fdatawrite_range(mapping, start, end, WB_SYNC_ALL);
}

int filemap_flush(struct address_space *mapping)
{
	return fdatawrite_range(mapping, 0, LLONG_MAX, WB_SYNC_NONE);
}

int filemap_check_errors(struct address_space *mapping)
{
	int ret = 0;

	if (test_bit(AS_ENOSPC, &mapping->flags) && test_and_clear_bit(AS_ENOSPC, &mapping->flags))
		ret = -ENOSPC;
	if (test_bit(AS_EIO, &mapping->flags) && test_and_clear_bit(AS_EIO, &mapping->flags))
		ret = -EIO;
	return ret;
}

int filemap_fdatawait_range(struct address_space *mapping, loff_t start, loff_t end)
{
	pgoff_t index = start >> PAGE_SHIFT, last = end >> PAGE_SHIFT;
	struct folio_batch fbatch;
	unsigned int i;

	folio_batch_init(&fbatch);
	while (index <= last && filemap_get_folios_tag(mapping, &index, last,
						       PAGECACHE_TAG_WRITEBACK, &fbatch)) {
		for (i = 0; i < folio_batch_count(&fbatch); i++)
			folio_wait_writeback(fbatch.folios[i]);
		folio_batch_release(&fbatch);
		cond_resched();
		if (index == (pgoff_t)-1)
			break;
	}
	return filemap_check_errors(mapping);
}

int filemap_write_and_wait_range(struct address_space *mapping, loff_t start, loff_t end)
{
	int err = 0, err2;

	if (end < start || !mapping->nrpages)
		return filemap_check_errors(mapping);
	err = filemap_fdatawrite_range(mapping, start, end);
	err2 = filemap_fdatawait_range(mapping, start, end);
	return err ? err : err2;
}

int file_write_and_wait_range(struct file *file, loff_t start, loff_t end)
{
	return filemap_write_and_wait_range(file->f_mapping, start, end);
}

/*
 * A process that dirties pages of a disk faster than the disk writes them is made to write.
 * Mappings without a store never come to that.
 */
void balance_dirty_pages_ratelimited(struct address_space *mapping)
{
	unsigned long limit;

	if (likely(!mapping_can_writeback(mapping) || !mapping->a_ops->writepages))
		return;
	limit = totalram_pages() / 5;
	if (global_node_page_state(NR_FILE_DIRTY) > limit)
		filemap_flush(mapping);
}

struct address_space *folio_mapping(struct folio *folio)
{
	struct address_space *mapping = folio->mapping;

	/* anonymous memory has an anon_vma there; slab pages use the word for themselves */
	if (unlikely(folio_test_slab(folio)) || ((unsigned long)mapping & PAGE_MAPPING_FLAGS))
		return NULL;
	return mapping;
}
