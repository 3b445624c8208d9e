/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * store.h - layer 4: what holds the contents of files, for mm/ alone.
 *
 *   filemap.c         the page cache: finding, adding, removing, reading, writing
 *   folio_wait.c      the folio lock and the other bits that somebody sleeps on
 *   readahead.c       reading before it is asked for
 *   truncate.c        taking folios out of a file
 *   page-writeback.c  which folios are dirty
 *   shmem.c           files whose store is memory, and swap
 */
#ifndef _MM_STORE_H
#define _MM_STORE_H

#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include "slab.h"

/*
 * The store must take a file's pages out of page tables before it drops them, but tables
 * belong to the layers above. They register how.
 *
 * @unmap_range: removes every mapping of [start, start + nr) of the file; where
 *	@even_cows, also of the private copies made of them. May sleep.
 * @unmap_folio: removes every mapping of one locked folio.
 * @mkclean: write-protects and cleans every mapping of a locked folio; says how many
 *	page-table entries were dirty.
 */
struct unmap_ops {
	void (*unmap_range)(struct address_space *mapping, pgoff_t start, pgoff_t nr,
			    bool even_cows);
	void (*unmap_folio)(struct folio *folio);
	int (*mkclean)(struct folio *folio);
};

void register_unmap_ops(const struct unmap_ops *ops);

/* truncate.c, for shmem.c */
unsigned int find_lock_entries(struct address_space *mapping, pgoff_t *start, pgoff_t end,
			       struct folio_batch *fbatch, pgoff_t *indices);
unsigned int find_get_entries(struct address_space *mapping, pgoff_t *start, pgoff_t end,
			      struct folio_batch *fbatch, pgoff_t *indices);
int truncate_inode_folio(struct address_space *mapping, struct folio *folio);
bool truncate_inode_partial_folio(struct folio *folio, loff_t start, loff_t end);
long mapping_evict_folio(struct address_space *mapping, struct folio *folio);

/* page-writeback.c, for truncate.c and reclaim */
int store_mkclean(struct folio *folio);
void store_unmap_folio(struct folio *folio);
void store_unmap_range(struct address_space *mapping, pgoff_t start, pgoff_t nr, bool even_cows);

/* filemap.c: consistency of one mapping, for tests and the auditor */
bool mapping_check(struct address_space *mapping);

#endif
