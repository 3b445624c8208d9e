/* SPDX-License-Identifier: GPL-2.0-only */
/* debug_pagealloc.h - free pages are not mapped: mm/debug_pagealloc.c. */
#ifndef _LINUX_DEBUG_PAGEALLOC_H
#define _LINUX_DEBUG_PAGEALLOC_H

#include <linux/types.h>

struct page;

#ifdef CONFIG_DEBUG_PAGEALLOC
extern bool _debug_pagealloc_enabled;	/* [I] after boot */

/* Before the direct map is made, so that it consists of small pages. */
static inline bool debug_pagealloc_enabled(void)
{
	return _debug_pagealloc_enabled;
}

void debug_pagealloc_map(struct page *page, int numpages);
void debug_pagealloc_unmap(struct page *page, int numpages);
#else
#define debug_pagealloc_enabled()		false
#define debug_pagealloc_map(page, numpages)	do { } while (0)
#define debug_pagealloc_unmap(page, numpages)	do { } while (0)
#endif

#endif
