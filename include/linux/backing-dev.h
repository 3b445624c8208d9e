/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BACKING_DEV_H
#define _LINUX_BACKING_DEV_H

#include <linux/fs.h>
#include <linux/pagemap.h>

/* Pages that a file of this mapping reads ahead at most. */
static inline unsigned int mapping_ra_pages(struct address_space *mapping)
{
	return VM_READAHEAD_PAGES;
}

#endif
