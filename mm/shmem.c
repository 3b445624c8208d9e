// SPDX-License-Identifier: GPL-2.0-only
/*
 * shmem.c - files whose store is memory: their folios, holes and accounts.
 *
 * A folio of such a file lives in the page cache and is always dirty in spirit: there is no
 * disk to read it from again. It is swap-backed: reclaim may write it to swap and leave a value
 * entry at its index, which shmem_get_folio() turns back into a folio.
 *
 * Owns:       the folios and swap entries of mappings with shmem_aops; shmem_inode_info's
 *             alloced and swapped; used_blocks of the file system.
 * Invariant:  alloced - swapped == nrpages whenever nobody is between a change of the cache
 *             and shmem_recalc_inode(); i_blocks counts both.
 * Locks:      inode lock (writes, size), invalidate_lock (hole punching against faults),
 *             folio lock, info->lock.
 * Elsewhere:  names, mounting, mmap (tmpfs.c), seals (memfd.c).
 */
#include <linux/falloc.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/shmem_fs.h>
#include <linux/swap.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include <linux/vmstat.h>
#include "shmem.h"
#include "store.h"

#define BLOCKS_PER_PAGE (PAGE_SIZE / 512)

bool shmem_mapping(struct address_space *mapping)
{
	return mapping->a_ops == &shmem_aops;
}

/* ---- accounts -------------------------------------------------------------------- */

/* Memory that is promised page by page; other files were charged for all when they were made. */
static int shmem_acct_blocks(unsigned long flags, long pages)
{
	if (!(flags & VM_NORESERVE))
		return 0;
	return security_vm_enough_memory_mm(current->mm, pages);
}

static void shmem_unacct_blocks(unsigned long flags, long pages)
{
	if (flags & VM_NORESERVE)
		vm_unacct_memory(pages);
}

static int shmem_inode_acct_blocks(struct inode *inode, long pages)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(inode->i_sb);
	unsigned long flags = SHMEM_I(inode)->flags;

	if (shmem_acct_blocks(flags, pages))
		return -ENOSPC;
	if (sbinfo->max_blocks &&
	    atomic_long_add_return(pages, &sbinfo->used_blocks) > sbinfo->max_blocks) {
		atomic_long_sub(pages, &sbinfo->used_blocks);
		shmem_unacct_blocks(flags, pages);
		return -ENOSPC;
	}
	return 0;
}

static void shmem_inode_unacct_blocks(struct inode *inode, long pages)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(inode->i_sb);

	if (sbinfo->max_blocks)
		atomic_long_sub(pages, &sbinfo->used_blocks);
	shmem_unacct_blocks(SHMEM_I(inode)->flags, pages);
}

/* Brings the counts up to date after folios came (@alloced) or went (seen by nrpages). */
static void shmem_recalc_inode(struct inode *inode, long alloced, long swapped)
{
	struct shmem_inode_info *info = SHMEM_I(inode);
	long freed;

	spin_lock(&info->lock);
	info->alloced += alloced;
	info->swapped += swapped;
	freed = info->alloced - info->swapped - data_race(READ_ONCE(inode->i_mapping->nrpages));
	/* a folio that is in the cache but not yet counted makes this negative: it comes and counts itself */
	if (alloced || freed < 0)
		freed = 0;
	info->alloced -= freed;
	inode->i_blocks = info->alloced * BLOCKS_PER_PAGE;
	spin_unlock(&info->lock);
	if (freed)
		shmem_inode_unacct_blocks(inode, freed);
}

bool shmem_charge(struct inode *inode, long pages)
{
	if (shmem_inode_acct_blocks(inode, pages))
		return false;
	shmem_recalc_inode(inode, pages, 0);
	return true;
}

void shmem_uncharge(struct inode *inode, long pages)
{
	shmem_recalc_inode(inode, 0, 0);
}

/* ---- folios ------------------------------------------------------------------------ */

#ifdef CONFIG_SWAP
int shmem_swapin_folio(struct inode *inode, pgoff_t index, struct folio **foliop,
		       enum sgp_type sgp, gfp_t gfp);
#else
/* without swap there are no swap entries */
static inline int shmem_swapin_folio(struct inode *inode, pgoff_t index, struct folio **foliop,
				     enum sgp_type sgp, gfp_t gfp)
{
	return -EIO;
}
#endif

static bool beyond_size(struct inode *inode, pgoff_t index, enum sgp_type sgp)
{
	return sgp <= SGP_CACHE && ((loff_t)index << PAGE_SHIFT) >= i_size_read(inode);
}

/* A folio for a hole: in the cache, locked, with a reference. -EEXIST: somebody was quicker. */
static struct folio *shmem_fill_hole(struct inode *inode, pgoff_t index, enum sgp_type sgp,
				     gfp_t gfp)
{
	bool zero = sgp != SGP_WRITE && sgp != SGP_FALLOC;
	struct folio *folio;
	int err = shmem_inode_acct_blocks(inode, 1);

	if (unlikely(err))
		return ERR_PTR(err);
	folio = folio_alloc(zero ? gfp | __GFP_ZERO : gfp, 0);
	err = -ENOMEM;
	if (unlikely(!folio))
		goto unacct;
	__folio_set_locked(folio);
	__folio_set_swapbacked(folio);
	if (zero)
		__folio_mark_uptodate(folio);
	err = __filemap_add_folio(inode->i_mapping, folio, index, gfp, NULL);
	if (unlikely(err))
		goto free_folio;
	lruvec_stat_mod_folio(folio, NR_SHMEM, 1);
	shmem_recalc_inode(inode, 1, 0);
	folio_add_lru(folio);
	return folio;
free_folio:
	__folio_clear_swapbacked(folio);
	__folio_clear_locked(folio);
	folio_put(folio);
unacct:
	shmem_inode_unacct_blocks(inode, 1);
	return ERR_PTR(err);
}

/* A folio that fallocate() or an interrupted write left without contents. */
static void shmem_clear_folio(struct folio *folio)
{
	memset(folio_address(folio), 0, folio_size(folio));
	folio_mark_uptodate(folio);
}

/**
 * shmem_get_folio() - the folio at @index, whatever that takes
 * @write_end: unused; where a write ends
 * @foliop: the folio, locked and with a reference; NULL for a hole with SGP_READ
 * @sgp: what to do about holes
 *
 * Context: may sleep.
 * Return: 0, -EINVAL beyond the file's size, -ENOSPC, -ENOMEM, -ENOENT.
 */
int shmem_get_folio(struct inode *inode, pgoff_t index, loff_t write_end,
		    struct folio **foliop, enum sgp_type sgp)
{
	struct address_space *mapping = inode->i_mapping;
	gfp_t gfp = mapping_gfp_mask(mapping);
	struct folio *folio;
	int err;

	if (unlikely(index > (MAX_LFS_FILESIZE >> PAGE_SHIFT)))
		return -EFBIG;
	*foliop = NULL;
repeat:
	if (unlikely(beyond_size(inode, index, sgp)))
		return -EINVAL;
	folio = filemap_get_entry(mapping, index);
	if (unlikely(xa_is_value(folio))) {
		err = shmem_swapin_folio(inode, index, &folio, sgp, gfp);
		if (err == -EEXIST)
			goto repeat;
		if (err)
			return err;
	} else if (folio) {
		folio_lock(folio);
		if (unlikely(folio->mapping != mapping)) {
			folio_unlock(folio);
			folio_put(folio);
			goto repeat;
		}
		if (sgp == SGP_WRITE && unlikely(!folio_test_active(folio)))
			folio_mark_accessed(folio);
		if (unlikely(!folio_test_uptodate(folio) && sgp == SGP_READ)) {
			folio_unlock(folio);
			folio_put(folio);
			return 0;
		}
	} else {
		if (sgp == SGP_READ)
			return 0;
		if (sgp == SGP_NOALLOC)
			return -ENOENT;
		folio = shmem_fill_hole(inode, index, sgp, gfp);
		if (IS_ERR(folio)) {
			if (PTR_ERR(folio) == -EEXIST)
				goto repeat;
			return PTR_ERR(folio);
		}
	}
	if (unlikely(!folio_test_uptodate(folio)) && sgp != SGP_WRITE && sgp != SGP_FALLOC)
		shmem_clear_folio(folio);
	/* a truncation that began meanwhile may have looked here already: take it out */
	if (unlikely(beyond_size(inode, index, sgp))) {
		truncate_inode_folio(mapping, folio);
		folio_unlock(folio);
		folio_put(folio);
		shmem_recalc_inode(inode, 0, 0);
		return -EINVAL;
	}
	*foliop = folio;
	return 0;
}

struct folio *shmem_read_folio_gfp(struct address_space *mapping, pgoff_t index, gfp_t gfp)
{
	struct folio *folio;
	int error = shmem_get_folio(mapping->host, index, 0, &folio, SGP_CACHE);

	if (error)
		return ERR_PTR(error);
	folio_unlock(folio);
	return folio;
}

/**
 * shmem_truncate_range() - make a hole of the bytes [lstart, lend]
 */
void shmem_truncate_range(struct inode *inode, loff_t lstart, loff_t lend)
{
	struct shmem_inode_info *info = SHMEM_I(inode);

	truncate_inode_pages_range(inode->i_mapping, lstart, lend);
	if (info->fallocend > (lstart >> PAGE_SHIFT))
		info->fallocend = lstart >> PAGE_SHIFT;
	shmem_recalc_inode(inode, 0, 0);
	inode_set_mtime_to_ts(inode, inode_set_ctime_current(inode));
}

/* ---- reading and writing ------------------------------------------------------------- */

/*
 * The usual read: of user memory, within one page of the file that is in memory. Return: bytes
 * read, or 0 where the read is of another kind (or its memory is not there).
 */
static __always_inline size_t shmem_read_one(struct inode *inode, loff_t pos, struct iov_iter *to)
{
	size_t offset = offset_in_page(pos), count = iov_iter_count(to);
	struct folio *folio;
	size_t done = 0;

	if (unlikely(!iter_is_ubuf(to) || offset + count > PAGE_SIZE ||
		     pos + (loff_t)count > i_size_read(inode)))
		return 0;
	folio = filemap_get_entry(inode->i_mapping, pos >> PAGE_SHIFT);
	if (unlikely(!folio || xa_is_value(folio)))
		return 0;
	if (likely(folio_test_uptodate(folio) && !folio_test_large(folio))) {
		if (!offset && unlikely(!folio_test_active(folio)))
			folio_mark_accessed(folio);
		done = count - copy_to_user(to->ubuf + to->iov_offset,
					    folio_address(folio) + offset, count);
	}
	folio_put(folio);
	to->iov_offset += done;
	to->count -= done;
	return done;
}

/**
 * shmem_read_iter() - read; a hole reads as zeroes and stays a hole
 */
ssize_t shmem_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct file *file = iocb->ki_filp;
	struct inode *inode = file_inode(file);
	struct address_space *mapping = inode->i_mapping;
	loff_t pos = iocb->ki_pos;
	ssize_t done = shmem_read_one(inode, pos, to);
	int error = 0;

	pos += done;
	while (unlikely(iov_iter_count(to))) {
		loff_t isize = i_size_read(inode);
		size_t offset = offset_in_page(pos), bytes, copied;
		struct folio *folio;

		if (unlikely(pos >= isize))
			break;
		bytes = min_t(size_t, PAGE_SIZE - offset, iov_iter_count(to));
		bytes = min_t(loff_t, bytes, isize - pos);
		folio = filemap_get_entry(mapping, pos >> PAGE_SHIFT);
		if (unlikely(xa_is_value(folio))) {
			error = shmem_get_folio(inode, pos >> PAGE_SHIFT, 0, &folio, SGP_READ);
			if (error)
				break;
			if (folio)
				folio_unlock(folio);
		}
		if (likely(folio)) {
			if (likely(folio_test_uptodate(folio))) {
				if (!offset)
					folio_mark_accessed(folio);
				copied = copy_folio_to_iter(folio, offset_in_folio(folio, pos),
							    bytes, to);
			} else {
				copied = iov_iter_zero(bytes, to);
			}
			folio_put(folio);
		} else {
			copied = iov_iter_zero(bytes, to);
		}
		pos += copied;
		done += copied;
		if (unlikely(copied < bytes)) {
			error = -EFAULT;
			break;
		}
	}
	iocb->ki_pos = pos;
	file_accessed(file);
	return done ? done : error;
}

static int shmem_write_begin(struct file *file, struct address_space *mapping, loff_t pos,
			     unsigned int len, struct folio **foliop, void **fsdata)
{
	struct inode *inode = mapping->host;
	struct shmem_inode_info *info = SHMEM_I(inode);

	if (unlikely(info->seals & (F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))) {
		if (info->seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))
			return -EPERM;
		if (pos + len > inode->i_size)
			return -EPERM;
	}
	return shmem_get_folio(inode, pos >> PAGE_SHIFT, pos + len, foliop, SGP_WRITE);
}

static int shmem_write_end(struct file *file, struct address_space *mapping, loff_t pos,
			   unsigned int len, unsigned int copied, struct folio *folio, void *fsdata)
{
	struct inode *inode = mapping->host;

	/* a write that fails leaves the size as it is */
	if (copied && pos + copied > inode->i_size)
		i_size_write(inode, pos + copied);
	if (unlikely(!folio_test_uptodate(folio))) {
		size_t from = offset_in_folio(folio, pos), end = from + copied;
		void *kaddr = folio_address(folio);

		memset(kaddr, 0, from);
		memset(kaddr + end, 0, folio_size(folio) - end);
		folio_mark_uptodate(folio);
	}
	if (!folio_test_dirty(folio))
		folio_mark_dirty(folio);
	folio_unlock(folio);
	folio_put(folio);
	return copied;
}

/*
 * Overwrite within a page that is cached, dirty and active, so that nothing about it changes but
 * its contents. The inode's lock keeps truncation away, and the reference keeps the folio, so that
 * its lock is not needed: a store to swap that begins meanwhile clears the dirty bit first, and we
 * look at it last. Return: bytes; 0 where the page is not like that.
 */
static __always_inline size_t shmem_overwrite(struct kiocb *iocb, struct iov_iter *from)
{
	const unsigned long there = BIT(PG_uptodate) | BIT(PG_dirty) | BIT(PG_active);
	struct address_space *mapping = iocb->ki_filp->f_mapping;
	size_t count = iov_iter_count(from), copied = 0;
	struct folio *folio = filemap_get_entry(mapping, iocb->ki_pos >> PAGE_SHIFT);

	if (unlikely(!folio || xa_is_value(folio)))
		return 0;
	if (likely((READ_ONCE(folio->flags) & (there | BIT(PG_head))) == there) &&
	    likely(iocb->ki_pos + count <= mapping->host->i_size)) {
		copied = copy_folio_from_iter_atomic(folio, offset_in_page(iocb->ki_pos), count, from);
		if (unlikely(!folio_test_dirty(folio)))
			folio_mark_dirty(folio);
		iocb->ki_pos += copied;
	}
	folio_put(folio);
	return copied;
}

/* The usual write: of user memory, within one page of the file. Return: bytes, or an error. */
static ssize_t shmem_write_one(struct kiocb *iocb, struct iov_iter *from)
{
	struct address_space *mapping = iocb->ki_filp->f_mapping;
	size_t count = iov_iter_count(from), copied;
	struct folio *folio;
	int err;

	if (likely(!(SHMEM_I(mapping->host)->seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE)))) {
		copied = shmem_overwrite(iocb, from);
		if (likely(copied))
			return copied;
	}
	err = shmem_write_begin(iocb->ki_filp, mapping, iocb->ki_pos, count, &folio, NULL);
	if (unlikely(err))
		return err;
	copied = copy_folio_from_iter_atomic(folio, offset_in_folio(folio, iocb->ki_pos), count,
					     from);
	shmem_write_end(iocb->ki_filp, mapping, iocb->ki_pos, count, copied, folio, NULL);
	iocb->ki_pos += copied;
	return copied;
}

/**
 * shmem_write_iter() - write
 */
ssize_t shmem_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct file *file = iocb->ki_filp;
	struct inode *inode = file_inode(file);
	ssize_t ret, done = 0;

	inode_lock(inode);
	ret = generic_write_checks(iocb, from);
	if (ret <= 0)
		goto out;
	ret = file_modified(file);
	if (unlikely(ret))
		goto out;
	if (likely(offset_in_page(iocb->ki_pos) + iov_iter_count(from) <= PAGE_SIZE)) {
		done = shmem_write_one(iocb, from);
		ret = done;
	}
	/* several pages, or user memory that was not there at the first try */
	if (unlikely(done >= 0 && iov_iter_count(from))) {
		ret = generic_perform_write(iocb, from);
		if (ret > 0 || done)
			ret = max_t(ssize_t, ret, 0) + done;
	}
out:
	inode_unlock(inode);
	return ret;
}

const struct address_space_operations shmem_aops = {
	.dirty_folio = noop_dirty_folio,
	.write_begin = shmem_write_begin,
	.write_end = shmem_write_end,
};

/* ---- fallocate ------------------------------------------------------------------------- */

static long shmem_punch_hole(struct inode *inode, loff_t offset, loff_t len)
{
	struct address_space *mapping = inode->i_mapping;
	loff_t first = round_up(offset, PAGE_SIZE);
	loff_t last = round_down(offset + len, PAGE_SIZE) - 1;

	if (SHMEM_I(inode)->seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))
		return -EPERM;
	/* faults wait: else a busy mapping could refill the hole for ever */
	filemap_invalidate_lock(mapping);
	if (last > first)
		store_unmap_range(mapping, first >> PAGE_SHIFT, (last + 1 - first) >> PAGE_SHIFT,
				  false);
	shmem_truncate_range(inode, offset, offset + len - 1);
	filemap_invalidate_unlock(mapping);
	return 0;
}

/* Fills the holes of a range. Folios stay without contents until they are first used. */
static long shmem_preallocate(struct inode *inode, loff_t offset, loff_t len)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(inode->i_sb);
	pgoff_t start = offset >> PAGE_SHIFT, index;
	pgoff_t end = (offset + len + PAGE_SIZE - 1) >> PAGE_SHIFT;
	struct folio *folio;
	int error = 0;

	if (sbinfo->max_blocks && end - start > sbinfo->max_blocks)
		return -ENOSPC;
	for (index = start; index < end; index++) {
		if (signal_pending(current))
			error = -EINTR;
		else
			error = shmem_get_folio(inode, index, offset + len, &folio, SGP_FALLOC);
		if (error)
			break;
		/* a folio without contents must not be written to swap as if it had some */
		if (!folio_test_uptodate(folio))
			shmem_clear_folio(folio);
		folio_mark_dirty(folio);
		folio_unlock(folio);
		folio_put(folio);
		cond_resched();
	}
	if (error && index > start && ((loff_t)start << PAGE_SHIFT) >= inode->i_size)
		shmem_truncate_range(inode, (loff_t)start << PAGE_SHIFT,
				     ((loff_t)index << PAGE_SHIFT) - 1);
	return error;
}

long shmem_fallocate(struct file *file, int mode, loff_t offset, loff_t len)
{
	struct inode *inode = file_inode(file);
	long error;

	if (mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE))
		return -EOPNOTSUPP;
	inode_lock(inode);
	if (mode & FALLOC_FL_PUNCH_HOLE) {
		error = shmem_punch_hole(inode, offset, len);
		goto out;
	}
	error = inode_newsize_ok(inode, offset + len);
	if (error)
		goto out;
	error = -EPERM;
	if ((SHMEM_I(inode)->seals & F_SEAL_GROW) && offset + len > inode->i_size)
		goto out;
	error = shmem_preallocate(inode, offset, len);
	if (error)
		goto out;
	if (!(mode & FALLOC_FL_KEEP_SIZE) && offset + len > inode->i_size)
		i_size_write(inode, offset + len);
	inode_set_ctime_current(inode);
out:
	inode_unlock(inode);
	return error;
}

loff_t shmem_llseek(struct file *file, loff_t offset, int whence)
{
	struct inode *inode = file_inode(file);

	if (whence != SEEK_DATA && whence != SEEK_HOLE)
		return generic_file_llseek_size(file, offset, whence, MAX_LFS_FILESIZE,
						i_size_read(inode));
	if (offset < 0)
		return -ENXIO;
	inode_lock(inode);
	offset = mapping_seek_hole_data(inode->i_mapping, offset, inode->i_size, whence);
	if (offset >= 0)
		offset = vfs_setpos(file, offset, MAX_LFS_FILESIZE);
	inode_unlock(inode);
	return offset;
}

/* pages of a range that are in swap: for smaps and mincore */
unsigned long shmem_partial_swap_usage(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	XA_STATE(xas, &mapping->i_pages, start);
	unsigned long swapped = 0;
	void *entry;

	rcu_read_lock();
	xas_for_each(&xas, entry, end - 1) {
		if (xas_retry(&xas, entry))
			continue;
		swapped += xa_is_value(entry);
	}
	rcu_read_unlock();
	return swapped << PAGE_SHIFT;
}

unsigned long shmem_swap_usage(struct vm_area_struct *vma)
{
	if (!READ_ONCE(SHMEM_I(file_inode(vma->vm_file))->swapped))
		return 0;
	return shmem_partial_swap_usage(vma->vm_file->f_mapping, vma->vm_pgoff,
					vma->vm_pgoff + vma_pages(vma));
}
