// SPDX-License-Identifier: GPL-2.0-only
/*
 * filemap.c - the page cache: which folios of a file are in memory; reading and writing
 * through them.
 *
 * Owns:       mapping->i_pages, mapping->nrpages, and of a folio in the cache ->mapping and
 *             ->index.
 * Invariant:  a folio at an index of i_pages has ->mapping and ->index to match and one
 *             reference a page from the cache; adding and removing need the folio locked.
 * Locks:      folio lock, then i_pages' xa_lock (interrupts off: writeback ends in them).
 *             A lookup takes neither: RCU, a reference unless it is 0, and a second look.
 * Elsewhere:  waiting (folio_wait.c), reading ahead (readahead.c), taking out ranges
 *             (truncate.c), dirty folios (page-writeback.c), mapping them (filemap_map.c).
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include <linux/resource.h>
#include <linux/sched/signal.h>
#include <linux/swap.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include <linux/vmstat.h>
#include <linux/writeback.h>
#include <linux/xarray.h>
#include "store.h"

/* ---- adding and removing ------------------------------------------------------- */

struct folio *filemap_alloc_folio(gfp_t gfp, unsigned int order)
{
	return folio_alloc(gfp, order);
}

/**
 * __filemap_add_folio() - put a locked folio into the cache, not on the LRU
 * @shadowp: NULL, or where the shadow of an evicted folio goes that was there
 *
 * Return: 0, -EEXIST where a folio is there already, -ENOMEM.
 */
int __filemap_add_folio(struct address_space *mapping, struct folio *folio, pgoff_t index,
			gfp_t gfp, void **shadowp)
{
	XA_STATE_ORDER(xas, &mapping->i_pages, index, folio_order(folio));
	long nr = folio_nr_pages(folio);

	VM_BUG_ON_FOLIO(!folio_test_locked(folio), folio);
	VM_BUG_ON_FOLIO(index & (nr - 1), folio);
	folio_ref_add(folio, nr);
	folio->mapping = mapping;
	folio->index = index;
	do {
		void *entry, *old = NULL;

		xas_lock_irq(&xas);
		xas_for_each_conflict(&xas, entry) {
			old = entry;
			if (!xa_is_value(entry)) {
				xas_set_err(&xas, -EEXIST);
				goto unlock;
			}
		}
		if (old && shadowp)
			*shadowp = old;
		xas_store(&xas, folio);
		if (xas_error(&xas))
			goto unlock;
		mapping->nrpages += nr;
		lruvec_stat_mod_folio(folio, NR_FILE_PAGES, nr);
unlock:
		xas_unlock_irq(&xas);
	} while (xas_nomem(&xas, gfp & GFP_RECLAIM_MASK));

	if (likely(!xas_error(&xas)))
		return 0;
	folio->mapping = NULL;
	folio_ref_sub(folio, nr);
	return xas_error(&xas);
}

/**
 * filemap_add_folio() - put a new folio into the cache and on the LRU; it comes out locked
 */
int filemap_add_folio(struct address_space *mapping, struct folio *folio, pgoff_t index, gfp_t gfp)
{
	void *shadow = NULL;
	int ret;

	__folio_set_locked(folio);
	ret = __filemap_add_folio(mapping, folio, index, gfp, &shadow);
	if (unlikely(ret)) {
		__folio_clear_locked(folio);
		return ret;
	}
	if (shadow && !(gfp & __GFP_WRITE))
		workingset_refault(folio, shadow);
	folio_add_lru(folio);
	return 0;
}

static void unaccount_folio(struct address_space *mapping, struct folio *folio)
{
	long nr = folio_nr_pages(folio);

	VM_BUG_ON_FOLIO(folio_mapped(folio), folio);
	lruvec_stat_mod_folio(folio, NR_FILE_PAGES, -nr);
	if (folio_test_swapbacked(folio))
		lruvec_stat_mod_folio(folio, NR_SHMEM, -nr);
	/* whoever drops a dirty folio has decided that its contents do not matter */
	if (unlikely(folio_test_dirty(folio)) && mapping_can_writeback(mapping))
		folio_account_cleaned(folio, mapping);
}

/* Called with xa_lock held and the folio locked; the cache's references are the caller's then. */
void __filemap_remove_folio(struct folio *folio, void *shadow)
{
	struct address_space *mapping = folio->mapping;
	XA_STATE_ORDER(xas, &mapping->i_pages, folio->index, folio_order(folio));

	VM_BUG_ON_FOLIO(!folio_test_locked(folio), folio);
	unaccount_folio(mapping, folio);
	xas_store(&xas, shadow);
	xas_init_marks(&xas);
	folio->mapping = NULL;
	/* index stays: a fault that raced looks at mapping first */
	mapping->nrpages -= folio_nr_pages(folio);
}

void filemap_free_folio(struct address_space *mapping, struct folio *folio)
{
	if (mapping->a_ops->free_folio)
		mapping->a_ops->free_folio(folio);
	folio_put_refs(folio, folio_nr_pages(folio));
}

/**
 * filemap_remove_folio() - take a locked folio out of the cache, and drop the cache's references
 */
void filemap_remove_folio(struct folio *folio)
{
	struct address_space *mapping = folio->mapping;

	xa_lock_irq(&mapping->i_pages);
	__filemap_remove_folio(folio, NULL);
	xa_unlock_irq(&mapping->i_pages);
	filemap_free_folio(mapping, folio);
}

/* Locked folios of one mapping, by rising index: one lock for all of them. */
void delete_from_page_cache_batch(struct address_space *mapping, struct folio_batch *fbatch)
{
	unsigned int i;

	if (!folio_batch_count(fbatch))
		return;
	xa_lock_irq(&mapping->i_pages);
	for (i = 0; i < folio_batch_count(fbatch); i++)
		__filemap_remove_folio(fbatch->folios[i], NULL);
	xa_unlock_irq(&mapping->i_pages);
	for (i = 0; i < folio_batch_count(fbatch); i++)
		filemap_free_folio(mapping, fbatch->folios[i]);
}

/* @new takes the place of @old, both locked and of one size; the caller owns old's place reference */
void replace_page_cache_folio(struct folio *old, struct folio *new)
{
	struct address_space *mapping = old->mapping;
	XA_STATE(xas, &mapping->i_pages, old->index);

	folio_get(new);
	new->mapping = mapping;
	new->index = old->index;
	xas_lock_irq(&xas);
	xas_store(&xas, new);
	old->mapping = NULL;
	lruvec_stat_mod_folio(old, NR_FILE_PAGES, -1);
	lruvec_stat_mod_folio(new, NR_FILE_PAGES, 1);
	if (folio_test_swapbacked(old))
		lruvec_stat_mod_folio(old, NR_SHMEM, -1);
	if (folio_test_swapbacked(new))
		lruvec_stat_mod_folio(new, NR_SHMEM, 1);
	xas_unlock_irq(&xas);
	filemap_free_folio(mapping, old);
}

bool filemap_release_folio(struct folio *folio, gfp_t gfp)
{
	struct address_space *mapping = folio->mapping;

	if (!folio_test_private(folio))
		return true;
	if (folio_test_writeback(folio))
		return false;
	if (mapping && mapping->a_ops->release_folio)
		return mapping->a_ops->release_folio(folio, gfp);
	return false;
}

/* ---- looking up ------------------------------------------------------------------ */

/* The general walk: also for folios of more than one page, and while the tree changes. */
static noinline void *filemap_get_entry_slow(struct address_space *mapping, pgoff_t index)
{
	XA_STATE(xas, &mapping->i_pages, index);
	struct folio *folio;

	rcu_read_lock();
repeat:
	xas_reset(&xas);
	folio = xas_load(&xas);
	if (xas_retry(&xas, folio))
		goto repeat;
	if (!folio || xa_is_value(folio))
		goto out;
	if (unlikely(!folio_try_get(folio)))
		goto repeat;
	/* freed and reused between the load and the reference? then it is not there any more */
	if (unlikely(folio != xas_reload(&xas))) {
		folio_put(folio);
		goto repeat;
	}
out:
	rcu_read_unlock();
	return folio;
}

/**
 * filemap_get_entry() - what is at @index
 *
 * Return: a folio with a reference, a value entry, or NULL.
 */
void *filemap_get_entry(struct address_space *mapping, pgoff_t index)
{
	void **slot = &mapping->i_pages.xa_head;
	struct folio *folio;

	rcu_read_lock();
	folio = rcu_dereference_raw(*slot);
	while (xa_is_node(folio)) {
		struct xa_node *node = xa_to_node(folio);

		if (unlikely(index >> node->shift > XA_CHUNK_MASK &&
			     slot == &mapping->i_pages.xa_head)) {
			rcu_read_unlock();
			return NULL;	/* beyond the tree */
		}
		slot = &node->slots[(index >> node->shift) & XA_CHUNK_MASK];
		folio = rcu_dereference_raw(*slot);
	}
	if (!folio) {
		rcu_read_unlock();
		return NULL;
	}
	/* a folio of one page in a tree that stands still is all that is settled here */
	if (unlikely(((unsigned long)folio & 3) || slot == &mapping->i_pages.xa_head ||
		     !folio_try_get(folio)))
		goto slow;
	/* freed and reused between the load and the reference? then it is not there any more */
	if (unlikely(folio != rcu_dereference_raw(*slot))) {
		folio_put(folio);
		goto slow;
	}
	rcu_read_unlock();
	return folio;
slow:
	rcu_read_unlock();
	return filemap_get_entry_slow(mapping, index);
}

static int lock_found(struct address_space *mapping, struct folio *folio, fgf_t fgp_flags)
{
	if (fgp_flags & FGP_NOWAIT) {
		if (!folio_trylock(folio))
			return -EAGAIN;
	} else {
		folio_lock(folio);
	}
	if (likely(folio->mapping == mapping))
		return 0;
	folio_unlock(folio);	/* truncated meanwhile */
	return -ESTALE;
}

static struct folio *create_folio(struct address_space *mapping, pgoff_t index, fgf_t fgp_flags,
				  gfp_t gfp)
{
	struct folio *folio;
	int err;

	if ((fgp_flags & FGP_WRITE) && mapping_can_writeback(mapping))
		gfp |= __GFP_WRITE;
	if (fgp_flags & FGP_NOFS)
		gfp &= ~__GFP_FS;
	folio = filemap_alloc_folio(gfp, 0);
	if (!folio)
		return ERR_PTR(-ENOMEM);
	if (fgp_flags & FGP_ACCESSED)
		__folio_set_referenced(folio);
	err = filemap_add_folio(mapping, folio, index, gfp);
	if (err) {
		folio_put(folio);
		return ERR_PTR(err);
	}
	/* for a mapping's fault the folio comes unlocked, like one that was there */
	if (fgp_flags & FGP_FOR_MMAP)
		folio_unlock(folio);
	return folio;
}

/**
 * __filemap_get_folio() - find a folio, and do with it what @fgp_flags say
 *
 * Return: the folio with a reference (and locked with FGP_LOCK), or -ENOENT, -ENOMEM, -EAGAIN.
 */
struct folio *__filemap_get_folio(struct address_space *mapping, pgoff_t index,
				  fgf_t fgp_flags, gfp_t gfp)
{
	struct folio *folio;
	int err;

	for (;;) {
		folio = filemap_get_entry(mapping, index);
		if (!folio || xa_is_value(folio)) {
			if (!(fgp_flags & FGP_CREAT))
				return ERR_PTR(-ENOENT);
			folio = create_folio(mapping, index, fgp_flags, gfp);
			if (PTR_ERR_OR_ZERO(folio) == -EEXIST)
				continue;
			return folio;
		}
		if (!(fgp_flags & FGP_LOCK))
			break;
		err = lock_found(mapping, folio, fgp_flags);
		if (!err)
			break;
		folio_put(folio);
		if (err == -EAGAIN)
			return ERR_PTR(err);
	}
	if (fgp_flags & FGP_ACCESSED)
		folio_mark_accessed(folio);
	if (fgp_flags & FGP_STABLE)
		folio_wait_stable(folio);
	return folio;
}

static struct folio *next_folio_ref(struct xa_state *xas, pgoff_t max, xa_mark_t mark)
{
	struct folio *folio;

	for (;;) {
		folio = mark == XA_PRESENT ? xas_find(xas, max) : xas_find_marked(xas, max, mark);
		if (xas_retry(xas, folio))
			continue;
		if (!folio || xa_is_value(folio))
			return folio;
		if (folio_try_get(folio)) {
			if (likely(folio == xas_reload(xas)))
				return folio;
			folio_put(folio);
		}
		xas_reset(xas);
	}
}

/* folios with @tag in [*start, end]; *start moves behind the last one */
unsigned int filemap_get_folios_tag(struct address_space *mapping, pgoff_t *start, pgoff_t end,
				    xa_mark_t tag, struct folio_batch *fbatch)
{
	XA_STATE(xas, &mapping->i_pages, *start);
	struct folio *folio;

	rcu_read_lock();
	while ((folio = next_folio_ref(&xas, end, tag))) {
		if (xa_is_value(folio))
			continue;
		*start = folio_next_index(folio);
		if (!folio_batch_add(fbatch, folio))
			goto out;
	}
	*start = end == (pgoff_t)-1 ? end : end + 1;
out:
	rcu_read_unlock();
	return folio_batch_count(fbatch);
}

unsigned int filemap_get_folios(struct address_space *mapping, pgoff_t *start, pgoff_t end,
				struct folio_batch *fbatch)
{
	return filemap_get_folios_tag(mapping, start, end, XA_PRESENT, fbatch);
}

/* like it, but stops at the first hole */
unsigned int filemap_get_folios_contig(struct address_space *mapping, pgoff_t *start,
				       pgoff_t end, struct folio_batch *fbatch)
{
	pgoff_t index = *start;

	while (index <= end) {
		struct folio *folio = filemap_get_entry(mapping, index);

		if (!folio || xa_is_value(folio))
			break;
		index = folio_next_index(folio);
		if (!folio_batch_add(fbatch, folio))
			break;
	}
	*start = index;
	return folio_batch_count(fbatch);
}

/* the first index from @index on, within @max_scan, where no folio is */
pgoff_t page_cache_next_miss(struct address_space *mapping, pgoff_t index, unsigned long max_scan)
{
	XA_STATE(xas, &mapping->i_pages, index);

	while (max_scan--) {
		void *entry = xas_next(&xas);

		if (!entry || xa_is_value(entry))
			return xas.xa_index;
		if (xas.xa_index == 0)
			return 0;
	}
	return index + max_scan + 1;
}

pgoff_t page_cache_prev_miss(struct address_space *mapping, pgoff_t index, unsigned long max_scan)
{
	XA_STATE(xas, &mapping->i_pages, index);

	while (max_scan--) {
		void *entry = xas_prev(&xas);

		if (!entry || xa_is_value(entry))
			break;
		if (xas.xa_index == ULONG_MAX)
			break;
	}
	return xas.xa_index;
}

/* ---- reading ----------------------------------------------------------------------- */

static int filemap_read_folio(struct file *file, struct address_space *mapping,
			      struct folio *folio)
{
	int error = mapping->a_ops->read_folio(file, folio);

	if (error)
		return error;
	error = folio_wait_locked_killable(folio);
	if (error)
		return error;
	return folio_test_uptodate(folio) ? 0 : -EIO;
}

/**
 * read_cache_folio() - the folio at @index, read in where it is not there or not valid
 * @filler: how to read it; NULL: the mapping's read_folio
 */
struct folio *read_cache_folio(struct address_space *mapping, pgoff_t index,
			       int (*filler)(struct file *, struct folio *), struct file *file)
{
	struct folio *folio;
	int err;

	if (!filler)
		filler = mapping->a_ops->read_folio;
	for (;;) {
		folio = __filemap_get_folio(mapping, index, FGP_LOCK | FGP_CREAT | FGP_ACCESSED,
					    mapping_gfp_mask(mapping));
		if (IS_ERR(folio))
			return folio;
		if (folio_test_uptodate(folio)) {
			folio_unlock(folio);
			return folio;
		}
		err = filler(file, folio);
		if (!err)
			err = folio_wait_locked_killable(folio);
		if (!err && folio_test_uptodate(folio))
			return folio;
		folio_put(folio);
		if (err != -ESTALE)
			return ERR_PTR(err ? err : -EIO);
	}
}

/* The folio at @index, valid, with a reference. */
static struct folio *filemap_get_read_folio(struct kiocb *iocb, pgoff_t index, unsigned long nr)
{
	struct file *file = iocb->ki_filp;
	struct address_space *mapping = file->f_mapping;
	struct folio *folio;
	int err;

	for (;;) {
		folio = filemap_get_folio(mapping, index);
		if (IS_ERR(folio)) {
			if (iocb->ki_flags & (IOCB_NOIO | IOCB_NOWAIT))
				return ERR_PTR(-EAGAIN);
			page_cache_sync_readahead(mapping, &file->f_ra, file, index, nr);
			folio = __filemap_get_folio(mapping, index, FGP_CREAT | FGP_FOR_MMAP,
						    mapping_gfp_mask(mapping));
			if (IS_ERR(folio))
				return folio;
		} else if (unlikely(folio_test_readahead(folio))) {
			DEFINE_READAHEAD(ractl, file, &file->f_ra, mapping, folio->index);

			page_cache_async_ra(&ractl, folio, nr);
		}
		if (likely(folio_test_uptodate(folio)))
			return folio;
		if (iocb->ki_flags & (IOCB_NOIO | IOCB_NOWAIT)) {
			folio_put(folio);
			return ERR_PTR(-EAGAIN);
		}
		err = folio_lock_killable(folio);
		if (!err && folio->mapping == mapping && !folio_test_uptodate(folio))
			err = filemap_read_folio(file, mapping, folio);
		else if (!err)
			folio_unlock(folio);
		if (err && err != -ESTALE) {
			folio_put(folio);
			return ERR_PTR(err);
		}
		if (!err && folio->mapping == mapping && folio_test_uptodate(folio))
			return folio;
		folio_put(folio);	/* truncated meanwhile: look again */
	}
}

/**
 * filemap_read() - read from the page cache
 * @already_read: bytes that an earlier part of the call has delivered
 *
 * Return: bytes read in all, or an error where there are none.
 */
ssize_t filemap_read(struct kiocb *iocb, struct iov_iter *iter, ssize_t already_read)
{
	struct file *filp = iocb->ki_filp;
	struct address_space *mapping = filp->f_mapping;
	struct inode *inode = mapping->host;
	int error = 0;

	if (unlikely(iocb->ki_pos < 0 || iocb->ki_pos >= inode->i_sb->s_maxbytes))
		return already_read;
	iov_iter_truncate(iter, inode->i_sb->s_maxbytes - iocb->ki_pos);
	while (iov_iter_count(iter)) {
		loff_t pos = iocb->ki_pos, isize = i_size_read(inode);
		size_t offset, bytes, copied;
		struct folio *folio;

		if (pos >= isize)
			break;
		folio = filemap_get_read_folio(iocb, pos >> PAGE_SHIFT,
					       DIV_ROUND_UP(iov_iter_count(iter), PAGE_SIZE));
		if (IS_ERR(folio)) {
			error = PTR_ERR(folio);
			break;
		}
		/* the size after the folio was valid: what a truncation zeroed is not shown */
		isize = i_size_read(inode);
		if (pos >= isize) {
			folio_put(folio);
			break;
		}
		offset = offset_in_folio(folio, pos);
		bytes = min_t(loff_t, isize - pos, iov_iter_count(iter));
		bytes = min(bytes, folio_size(folio) - offset);
		folio_mark_accessed(folio);
		copied = copy_folio_to_iter(folio, offset, bytes, iter);
		folio_put(folio);
		already_read += copied;
		iocb->ki_pos += copied;
		filp->f_ra.prev_pos = iocb->ki_pos;
		if (copied < bytes) {
			error = -EFAULT;
			break;
		}
	}
	file_accessed(filp);
	return already_read ? already_read : error;
}

ssize_t generic_file_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	return iov_iter_count(iter) ? filemap_read(iocb, iter, 0) : 0;
}

/* ---- writing ------------------------------------------------------------------------ */

static int generic_write_check_limits(struct file *file, loff_t pos, loff_t *count)
{
	struct inode *inode = file->f_mapping->host;
	unsigned long limit = rlimit(RLIMIT_FSIZE);

	if (unlikely(limit != RLIM_INFINITY)) {
		if (pos >= limit) {
			send_sig(SIGXFSZ, current, 0);
			return -EFBIG;
		}
		*count = min_t(loff_t, *count, limit - pos);
	}
	if (unlikely(pos >= inode->i_sb->s_maxbytes))
		return -EFBIG;
	*count = min(*count, inode->i_sb->s_maxbytes - pos);
	return 0;
}

/**
 * generic_write_checks() - where a write goes and how much of it may
 *
 * Return: bytes that may be written, 0, or an error. The caller holds the inode lock.
 */
ssize_t generic_write_checks(struct kiocb *iocb, struct iov_iter *from)
{
	struct inode *inode = iocb->ki_filp->f_mapping->host;
	loff_t count = iov_iter_count(from);
	int ret;

	if (IS_SWAPFILE(inode))
		return -ETXTBSY;
	if (!count)
		return 0;
	if (iocb->ki_flags & IOCB_APPEND)
		iocb->ki_pos = i_size_read(inode);
	ret = generic_write_check_limits(iocb->ki_filp, iocb->ki_pos, &count);
	if (unlikely(ret))
		return ret;
	iov_iter_truncate(from, count);
	return count;
}

/**
 * generic_perform_write() - copy into the page cache, folio by folio
 *
 * The source may be the very page that is written, so its page faults must not happen under
 * the folio's lock: the copy is tried with faults off, and what it needs is faulted in
 * between two tries.
 */
ssize_t generic_perform_write(struct kiocb *iocb, struct iov_iter *i)
{
	struct file *file = iocb->ki_filp;
	struct address_space *mapping = file->f_mapping;
	const struct address_space_operations *a_ops = mapping->a_ops;
	loff_t pos = iocb->ki_pos;
	ssize_t written = 0;
	long status = 0;

	do {
		size_t offset = offset_in_page(pos);
		size_t bytes = min_t(size_t, PAGE_SIZE - offset, iov_iter_count(i));
		size_t copied;
		struct folio *folio;
		void *fsdata = NULL;

		if (unlikely(fatal_signal_pending(current))) {
			status = -EINTR;
			break;
		}
		status = a_ops->write_begin(file, mapping, pos, bytes, &folio, &fsdata);
		if (unlikely(status < 0))
			break;
		copied = copy_folio_from_iter_atomic(folio, offset_in_folio(folio, pos), bytes, i);
		status = a_ops->write_end(file, mapping, pos, bytes, copied, folio, fsdata);
		if (unlikely(status != copied)) {
			iov_iter_revert(i, copied - max(status, 0L));
			if (unlikely(status < 0))
				break;
		}
		cond_resched();
		if (unlikely(status == 0)) {
			if (fault_in_iov_iter_readable(i, bytes) == bytes) {
				status = -EFAULT;
				break;
			}
			continue;
		}
		pos += status;
		written += status;
		balance_dirty_pages_ratelimited(mapping);
	} while (iov_iter_count(i));

	if (!written)
		return status;
	iocb->ki_pos += written;
	return written;
}

ssize_t __generic_file_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	ssize_t ret = file_modified(iocb->ki_filp);

	return ret ? ret : generic_perform_write(iocb, from);
}

ssize_t generic_file_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct inode *inode = iocb->ki_filp->f_mapping->host;
	ssize_t ret;

	inode_lock(inode);
	ret = generic_write_checks(iocb, from);
	if (ret > 0)
		ret = __generic_file_write_iter(iocb, from);
	inode_unlock(inode);
	return ret > 0 ? generic_write_sync(iocb, ret) : ret;
}

/* ---- holes and data -------------------------------------------------------------------- */

/**
 * mapping_seek_hole_data() - SEEK_DATA and SEEK_HOLE for a file whose holes are holes in the cache
 * @end: the file's size
 */
loff_t mapping_seek_hole_data(struct address_space *mapping, loff_t start, loff_t end, int whence)
{
	XA_STATE(xas, &mapping->i_pages, start >> PAGE_SHIFT);
	pgoff_t max = (end - 1) >> PAGE_SHIFT, index = start >> PAGE_SHIFT;
	bool seek_data = whence == SEEK_DATA;
	void *entry;

	if (end <= start)
		return -ENXIO;
	rcu_read_lock();
	if (seek_data) {
		do {
			entry = xas_find(&xas, max);
		} while (xas_retry(&xas, entry));
		index = entry ? xas.xa_index : max + 1;
	} else {
		for (; index <= max; index++) {
			entry = xa_load(&mapping->i_pages, index);
			if (!entry)
				break;
		}
	}
	rcu_read_unlock();
	start = max_t(loff_t, start, (loff_t)index << PAGE_SHIFT);
	if (start >= end)
		return seek_data ? -ENXIO : end;
	return start;
}

/**
 * mapping_check() - is this mapping consistent in itself?
 *
 * For tests and the auditor, while nothing changes it.
 */
bool mapping_check(struct address_space *mapping)
{
	XA_STATE(xas, &mapping->i_pages, 0);
	unsigned long pages = 0;
	struct folio *folio;
	bool ok = true;

	xas_lock_irq(&xas);
	xas_for_each(&xas, folio, ULONG_MAX) {
		if (xa_is_value(folio))
			continue;
		pages += folio_nr_pages(folio);
		ok = ok && folio->mapping == mapping && folio_contains(folio, xas.xa_index) &&
		     folio_ref_count(folio) >= folio_nr_pages(folio);
	}
	ok = ok && pages == mapping->nrpages;
	xas_unlock_irq(&xas);
	return ok;
}
