/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pagemap.h - the page cache: the folios of a file that are in memory.
 *
 * A folio in the cache has one reference for each of its pages from the cache, its lock
 * guards ->mapping, ->index and the contents' validity, and a reader finds it under RCU
 * alone (filemap_get_entry()). See mm/filemap.c.
 */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/bitops.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/hardirq.h>
#include <linux/mm.h>
#include <linux/pagevec.h>
#include <linux/sched.h>
#include <linux/wait.h>
#include <linux/xarray.h>

/* bits of mapping->flags */
enum mapping_flags {
	AS_EIO		= 0,	/* a write failed */
	AS_ENOSPC	= 1,	/* ... for want of space */
	AS_MM_ALL_LOCKS	= 2,
	AS_UNEVICTABLE	= 3,	/* its pages must stay: ramfs, SHM_LOCK */
	AS_EXITING	= 4,	/* being emptied for good */
	AS_NO_WRITEBACK_TAGS = 5, /* never written back */
	AS_LARGE_FOLIO_SUPPORT = 6,
	AS_RELEASE_ALWAYS = 7,
	AS_STABLE_WRITES = 8,
	AS_INACCESSIBLE = 9,
};

static inline void mapping_set_error(struct address_space *mapping, int error)
{
	if (unlikely(error))
		set_bit(error == -ENOSPC ? AS_ENOSPC : AS_EIO, &mapping->flags);
}

static inline void mapping_set_unevictable(struct address_space *mapping)
{
	set_bit(AS_UNEVICTABLE, &mapping->flags);
}

static inline void mapping_clear_unevictable(struct address_space *mapping)
{
	clear_bit(AS_UNEVICTABLE, &mapping->flags);
}

static inline bool mapping_unevictable(struct address_space *mapping)
{
	return mapping && test_bit(AS_UNEVICTABLE, &mapping->flags);
}

static inline void mapping_set_exiting(struct address_space *mapping)
{
	set_bit(AS_EXITING, &mapping->flags);
}

static inline int mapping_exiting(struct address_space *mapping)
{
	return test_bit(AS_EXITING, &mapping->flags);
}

static inline void mapping_set_no_writeback_tags(struct address_space *mapping)
{
	set_bit(AS_NO_WRITEBACK_TAGS, &mapping->flags);
}

static inline bool mapping_use_writeback_tags(struct address_space *mapping)
{
	return !test_bit(AS_NO_WRITEBACK_TAGS, &mapping->flags);
}

/* Must the cache's dirty pages be written somewhere some day? */
static inline bool mapping_can_writeback(struct address_space *mapping)
{
	return !test_bit(AS_NO_WRITEBACK_TAGS, &mapping->flags);
}

static inline void mapping_set_large_folios(struct address_space *mapping)
{
	set_bit(AS_LARGE_FOLIO_SUPPORT, &mapping->flags);
}

static inline bool mapping_large_folio_support(struct address_space *mapping)
{
	return test_bit(AS_LARGE_FOLIO_SUPPORT, &mapping->flags);
}

static inline gfp_t mapping_gfp_mask(struct address_space *mapping)
{
	return mapping->gfp_mask;
}

static inline gfp_t mapping_gfp_constraint(struct address_space *mapping, gfp_t gfp_mask)
{
	return mapping_gfp_mask(mapping) & gfp_mask;
}

static inline void mapping_set_gfp_mask(struct address_space *mapping, gfp_t mask)
{
	mapping->gfp_mask = mask;
}

static inline gfp_t readahead_gfp_mask(struct address_space *mapping)
{
	return mapping_gfp_mask(mapping) | __GFP_NORETRY | __GFP_NOWARN;
}

/* ---- finding -------------------------------------------------------------- */

typedef unsigned int __bitwise fgf_t;

#define FGP_ACCESSED	((__force fgf_t)0x00000001)
#define FGP_LOCK	((__force fgf_t)0x00000002)
#define FGP_CREAT	((__force fgf_t)0x00000004)
#define FGP_WRITE	((__force fgf_t)0x00000008)
#define FGP_NOFS	((__force fgf_t)0x00000010)
#define FGP_NOWAIT	((__force fgf_t)0x00000020)
#define FGP_FOR_MMAP	((__force fgf_t)0x00000040)
#define FGP_STABLE	((__force fgf_t)0x00000080)
#define FGP_WRITEBEGIN	(FGP_LOCK | FGP_WRITE | FGP_CREAT | FGP_STABLE)

void *filemap_get_entry(struct address_space *mapping, pgoff_t index);
struct folio *__filemap_get_folio(struct address_space *mapping, pgoff_t index,
				  fgf_t fgp_flags, gfp_t gfp);
unsigned int filemap_get_folios(struct address_space *mapping, pgoff_t *start, pgoff_t end,
				struct folio_batch *fbatch);
unsigned int filemap_get_folios_contig(struct address_space *mapping, pgoff_t *start,
				       pgoff_t end, struct folio_batch *fbatch);
unsigned int filemap_get_folios_tag(struct address_space *mapping, pgoff_t *start, pgoff_t end,
				    xa_mark_t tag, struct folio_batch *fbatch);
pgoff_t page_cache_next_miss(struct address_space *mapping, pgoff_t index, unsigned long max_scan);
pgoff_t page_cache_prev_miss(struct address_space *mapping, pgoff_t index, unsigned long max_scan);
struct folio *read_cache_folio(struct address_space *mapping, pgoff_t index,
			       int (*filler)(struct file *, struct folio *), struct file *file);
loff_t mapping_seek_hole_data(struct address_space *mapping, loff_t start, loff_t end, int whence);

static inline struct folio *filemap_get_folio(struct address_space *mapping, pgoff_t index)
{
	return __filemap_get_folio(mapping, index, 0, 0);
}

static inline struct folio *filemap_lock_folio(struct address_space *mapping, pgoff_t index)
{
	return __filemap_get_folio(mapping, index, FGP_LOCK, 0);
}

static inline struct folio *filemap_grab_folio(struct address_space *mapping, pgoff_t index)
{
	return __filemap_get_folio(mapping, index, FGP_LOCK | FGP_ACCESSED | FGP_CREAT,
				   mapping_gfp_mask(mapping));
}

static inline struct folio *read_mapping_folio(struct address_space *mapping, pgoff_t index,
					       struct file *file)
{
	return read_cache_folio(mapping, index, NULL, file);
}

static inline struct page *find_get_page(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);

	return IS_ERR(folio) ? NULL : folio_page(folio, index - folio->index);
}

/* ---- adding and removing -------------------------------------------------- */

struct folio *filemap_alloc_folio(gfp_t gfp, unsigned int order);
int __filemap_add_folio(struct address_space *mapping, struct folio *folio, pgoff_t index,
			gfp_t gfp, void **shadowp);
int filemap_add_folio(struct address_space *mapping, struct folio *folio, pgoff_t index, gfp_t gfp);
void filemap_remove_folio(struct folio *folio);
void __filemap_remove_folio(struct folio *folio, void *shadow);
void replace_page_cache_folio(struct folio *old, struct folio *new);
void filemap_free_folio(struct address_space *mapping, struct folio *folio);
void delete_from_page_cache_batch(struct address_space *mapping, struct folio_batch *fbatch);
bool filemap_release_folio(struct folio *folio, gfp_t gfp);

/* ---- position of a folio in its file -------------------------------------- */

static inline pgoff_t folio_index(struct folio *folio)
{
	return folio->index;
}

static inline pgoff_t folio_next_index(struct folio *folio)
{
	return folio->index + folio_nr_pages(folio);
}

static inline struct page *folio_file_page(struct folio *folio, pgoff_t index)
{
	return folio_page(folio, index & (folio_nr_pages(folio) - 1));
}

static inline bool folio_contains(struct folio *folio, pgoff_t index)
{
	return index - folio->index < folio_nr_pages(folio);
}

static inline pgoff_t page_to_pgoff(const struct page *page)
{
	const struct folio *folio = page_folio(page);

	return folio->index + (page - &folio->page);
}

static inline loff_t folio_pos(const struct folio *folio)
{
	return (loff_t)folio->index << PAGE_SHIFT;
}

static inline pgoff_t folio_pgoff(const struct folio *folio)
{
	return folio->index;
}

static inline struct inode *folio_inode(struct folio *folio)
{
	return folio->mapping->host;
}

/* ---- the folio lock and other bits that are waited for -------------------- */

void __folio_lock(struct folio *folio);
int __folio_lock_killable(struct folio *folio);
vm_fault_t __folio_lock_or_retry(struct folio *folio, struct vm_fault *vmf);
void folio_wake_locked(struct folio *folio);
void folio_wait_bit(struct folio *folio, int bit_nr);
int folio_wait_bit_killable(struct folio *folio, int bit_nr);
void folio_wait_writeback(struct folio *folio);
int folio_wait_writeback_killable(struct folio *folio);
void folio_wait_stable(struct folio *folio);
void folio_end_writeback(struct folio *folio);
void folio_end_read(struct folio *folio, bool success);
void migration_entry_wait_on_locked(swp_entry_t entry, spinlock_t *ptl);

static inline bool folio_trylock(struct folio *folio)
{
	return likely(!test_and_set_bit_lock(PG_locked, &folio->flags));
}

/** folio_unlock() - release the folio lock */
static __always_inline void folio_unlock(struct folio *folio)
{
	VM_BUG_ON_FOLIO(!folio_test_locked(folio), folio);
	if (unlikely(folio_xor_flags_has_waiters(folio, 1UL << PG_locked)))
		folio_wake_locked(folio);
}

static inline void folio_lock(struct folio *folio)
{
	might_sleep();
	if (!folio_trylock(folio))
		__folio_lock(folio);
}

static inline int folio_lock_killable(struct folio *folio)
{
	might_sleep();
	if (!folio_trylock(folio))
		return __folio_lock_killable(folio);
	return 0;
}

/* Return: 0 with the lock, or what the fault handler is to return (mmap_lock or VMA lock dropped). */
static inline vm_fault_t folio_lock_or_retry(struct folio *folio, struct vm_fault *vmf)
{
	might_sleep();
	if (!folio_trylock(folio))
		return __folio_lock_or_retry(folio, vmf);
	return 0;
}

static inline void folio_wait_locked(struct folio *folio)
{
	if (folio_test_locked(folio))
		folio_wait_bit(folio, PG_locked);
}

static inline int folio_wait_locked_killable(struct folio *folio)
{
	if (!folio_test_locked(folio))
		return 0;
	return folio_wait_bit_killable(folio, PG_locked);
}

static inline void lock_page(struct page *page)
{
	folio_lock(page_folio(page));
}

static inline bool trylock_page(struct page *page)
{
	return folio_trylock(page_folio(page));
}

static inline void unlock_page(struct page *page)
{
	folio_unlock(page_folio(page));
}

/* ---- dirty pages and writeback -------------------------------------------- */

bool folio_mark_dirty(struct folio *folio);
bool set_page_dirty(struct page *page);
int set_page_dirty_lock(struct page *page);
bool filemap_dirty_folio(struct address_space *mapping, struct folio *folio);
bool noop_dirty_folio(struct address_space *mapping, struct folio *folio);
void folio_account_cleaned(struct folio *folio, struct address_space *mapping);
void __folio_cancel_dirty(struct folio *folio);
bool folio_clear_dirty_for_io(struct folio *folio);
void __folio_start_writeback(struct folio *folio, bool keep_write);
bool __folio_end_writeback(struct folio *folio);
int filemap_fdatawrite_range(struct address_space *mapping, loff_t start, loff_t end);
int filemap_fdatawait_range(struct address_space *mapping, loff_t start, loff_t end);
int filemap_write_and_wait_range(struct address_space *mapping, loff_t start, loff_t end);
int file_write_and_wait_range(struct file *file, loff_t start, loff_t end);
int filemap_flush(struct address_space *mapping);
int filemap_check_errors(struct address_space *mapping);

static inline void folio_start_writeback(struct folio *folio)
{
	__folio_start_writeback(folio, false);
}

static inline void folio_cancel_dirty(struct folio *folio)
{
	if (folio_test_dirty(folio))
		__folio_cancel_dirty(folio);
}

static inline int filemap_fdatawrite(struct address_space *mapping)
{
	return filemap_fdatawrite_range(mapping, 0, LLONG_MAX);
}

static inline int filemap_fdatawait(struct address_space *mapping)
{
	return filemap_fdatawait_range(mapping, 0, LLONG_MAX);
}

static inline int filemap_write_and_wait(struct address_space *mapping)
{
	return filemap_write_and_wait_range(mapping, 0, LLONG_MAX);
}

/* ---- truncation and invalidation (mm/truncate.c) -------------------------- */

void truncate_inode_pages(struct address_space *mapping, loff_t lstart);
void truncate_inode_pages_range(struct address_space *mapping, loff_t lstart, loff_t lend);
void truncate_inode_pages_final(struct address_space *mapping);
void truncate_pagecache(struct inode *inode, loff_t newsize);
void truncate_pagecache_range(struct inode *inode, loff_t lstart, loff_t lend);
void truncate_setsize(struct inode *inode, loff_t newsize);
void pagecache_isize_extended(struct inode *inode, loff_t from, loff_t to);
unsigned long invalidate_mapping_pages(struct address_space *mapping, pgoff_t start, pgoff_t end);
int invalidate_inode_pages2(struct address_space *mapping);
int invalidate_inode_pages2_range(struct address_space *mapping, pgoff_t start, pgoff_t end);
int generic_error_remove_folio(struct address_space *mapping, struct folio *folio);

static inline void invalidate_remote_inode(struct inode *inode)
{
	invalidate_mapping_pages(inode->i_mapping, 0, -1);
}

/* ---- reading ahead (mm/readahead.c) --------------------------------------- */

#define VM_READAHEAD_PAGES	(128 * 1024UL / PAGE_SIZE)

/* One batch of folios to be read: locked, in the cache, consecutive. */
struct readahead_control {
	struct file *file;
	struct address_space *mapping;
	struct file_ra_state *ra;
	pgoff_t _index;			/* first folio not handed out */
	unsigned int _nr_pages;		/* from _index on */
	unsigned int _batch_count;	/* pages of the folio handed out last */
};

#define DEFINE_READAHEAD(ractl, f, r, m, i)					\
	struct readahead_control ractl = {					\
		.file = f, .mapping = m, .ra = r, ._index = i,			\
	}

void page_cache_ra_unbounded(struct readahead_control *ractl, unsigned long nr_to_read,
			     unsigned long lookahead_count);
void page_cache_sync_ra(struct readahead_control *ractl, unsigned long req_count);
void page_cache_async_ra(struct readahead_control *ractl, struct folio *folio,
			 unsigned long req_count);
void force_page_cache_ra(struct readahead_control *ractl, unsigned long nr);

static inline void page_cache_sync_readahead(struct address_space *mapping,
					     struct file_ra_state *ra, struct file *file,
					     pgoff_t index, unsigned long req_count)
{
	DEFINE_READAHEAD(ractl, file, ra, mapping, index);
	page_cache_sync_ra(&ractl, req_count);
}

static inline struct folio *__readahead_folio(struct readahead_control *rac)
{
	struct folio *folio;

	rac->_nr_pages -= rac->_batch_count;
	rac->_index += rac->_batch_count;
	if (!rac->_nr_pages) {
		rac->_batch_count = 0;
		return NULL;
	}
	folio = xa_load(&rac->mapping->i_pages, rac->_index);
	rac->_batch_count = folio_nr_pages(folio);
	return folio;
}

/* The next folio to read; its reader unlocks it, the cache keeps it alive. */
static inline struct folio *readahead_folio(struct readahead_control *rac)
{
	struct folio *folio = __readahead_folio(rac);

	if (folio)
		folio_put(folio);
	return folio;
}

static inline loff_t readahead_pos(struct readahead_control *rac)
{
	return (loff_t)rac->_index << PAGE_SHIFT;
}

static inline size_t readahead_length(struct readahead_control *rac)
{
	return (size_t)rac->_nr_pages << PAGE_SHIFT;
}

static inline pgoff_t readahead_index(struct readahead_control *rac)
{
	return rac->_index;
}

static inline unsigned int readahead_count(struct readahead_control *rac)
{
	return rac->_nr_pages;
}

/* ---- mappings (mm/filemap_map.c): for a vm_operations_struct -------------- */

vm_fault_t filemap_fault(struct vm_fault *vmf);
vm_fault_t filemap_map_pages(struct vm_fault *vmf, pgoff_t start_pgoff, pgoff_t end_pgoff);
vm_fault_t filemap_page_mkwrite(struct vm_fault *vmf);

/* ---- touching user memory before locks are taken -------------------------- */

size_t fault_in_readable(const char __user *uaddr, size_t size);
size_t fault_in_writeable(char __user *uaddr, size_t size);
size_t fault_in_safe_writeable(const char __user *uaddr, size_t size);

#endif
