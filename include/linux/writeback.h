/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_WRITEBACK_H
#define _LINUX_WRITEBACK_H

#include <linux/fs.h>
#include <linux/types.h>

enum writeback_sync_modes {
	WB_SYNC_NONE,	/* start it, wait for nothing */
	WB_SYNC_ALL,	/* everything, and wait */
};

/* What a ->writepages() call is asked to do. */
struct writeback_control {
	long nr_to_write;	/* pages left to write */
	long pages_skipped;
	loff_t range_start;
	loff_t range_end;
	enum writeback_sync_modes sync_mode;
	unsigned for_reclaim:1;
	unsigned for_sync:1;
	unsigned range_cyclic:1;
};

typedef int (*writepage_t)(struct folio *folio, struct writeback_control *wbc, void *data);

int write_cache_pages(struct address_space *mapping, struct writeback_control *wbc,
		      writepage_t writepage, void *data);
int do_writepages(struct address_space *mapping, struct writeback_control *wbc);
void tag_pages_for_writeback(struct address_space *mapping, pgoff_t start, pgoff_t end);
void balance_dirty_pages_ratelimited(struct address_space *mapping);
int write_inode_now(struct inode *inode, int sync);
int sync_inode_metadata(struct inode *inode, int wait);
void sync_inodes_sb(struct super_block *sb);

#endif
