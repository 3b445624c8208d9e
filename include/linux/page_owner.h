/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * page_owner.h - who allocated each page. The page allocator calls this only where
 * page_contents_hooks is on, and split_page() always.
 */
#ifndef _LINUX_PAGE_OWNER_H
#define _LINUX_PAGE_OWNER_H

#include <linux/gfp_types.h>
#include <linux/types.h>

struct page;

#ifdef CONFIG_PAGE_OWNER
extern bool page_owner_enabled;		/* [I] after boot */

void page_owner_init(void);
void __set_page_owner(struct page *page, unsigned int order, gfp_t gfp);
void __reset_page_owner(struct page *page, unsigned int order);
void __split_page_owner(struct page *page, unsigned int order);
void __dump_page_owner(const struct page *page);
#else
#define page_owner_enabled		false
#define page_owner_init()		do { } while (0)
#define __set_page_owner(page, order, gfp) do { } while (0)
#define __reset_page_owner(page, order)	do { } while (0)
#define __split_page_owner(page, order)	do { } while (0)
#define __dump_page_owner(page)		do { } while (0)
#endif

static inline void set_page_owner(struct page *page, unsigned int order, gfp_t gfp)
{
	if (page_owner_enabled)
		__set_page_owner(page, order, gfp);
}

static inline void reset_page_owner(struct page *page, unsigned int order)
{
	if (page_owner_enabled)
		__reset_page_owner(page, order);
}

static inline void split_page_owner(struct page *page, unsigned int order)
{
	if (page_owner_enabled)
		__split_page_owner(page, order);
}

static inline void dump_page_owner(const struct page *page)
{
	if (page_owner_enabled)
		__dump_page_owner(page);
}

#endif
