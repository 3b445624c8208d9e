// SPDX-License-Identifier: GPL-2.0-only
/*
 * fail_page_alloc.c - allocations of pages that fail on purpose.
 *
 * Owns:       fail_page_alloc: the boot parameter and the directory in debugfs.
 * Invariant:  what must not fail (__GFP_NOFAIL) does not.
 * Locks:      none.
 * Elsewhere:  when a failure is due (lib/fault-inject.c); who asks (pcp.c), before anything else
 *             is tried, so that it does not matter whether this CPU has a page in stock.
 *
 * As in Linux single pages are left alone until min-order is 0, and so are the pages of programs
 * until ignore-gfp-highmem is N: most callers that fail would not be worth looking at.
 */
#include <linux/debugfs.h>
#include <linux/fault-inject.h>
#include <linux/gfp.h>
#include <linux/init.h>

static struct {
	struct fault_attr attr;
	bool ignore_gfp_highmem;
	bool ignore_gfp_reclaim;	/* leave alone what may sleep */
	u32 min_order;
} fail_page_alloc = {
	.attr = FAULT_ATTR_INITIALIZER("fail_page_alloc"),
	.ignore_gfp_highmem = true,
	.ignore_gfp_reclaim = true,
	.min_order = 1,
};

static int __init setup_fail_page_alloc(char *str)
{
	return setup_fault_attr(&fail_page_alloc.attr, str);
}
__setup("fail_page_alloc=", setup_fail_page_alloc);

/**
 * should_fail_alloc_page() - shall this allocation fail?
 *
 * Context: any.
 */
bool should_fail_alloc_page(gfp_t gfp, unsigned int order)
{
	if (!fault_attr_armed(&fail_page_alloc.attr))
		return false;
	if (order < fail_page_alloc.min_order || (gfp & __GFP_NOFAIL))
		return false;
	if (fail_page_alloc.ignore_gfp_highmem && (gfp & __GFP_HIGHMEM))
		return false;
	if (fail_page_alloc.ignore_gfp_reclaim && (gfp & __GFP_DIRECT_RECLAIM))
		return false;
	return should_fail_ex(&fail_page_alloc.attr, 1 << order,
			      gfp & __GFP_NOWARN ? FAULT_NOWARN : 0);
}

static int __init fail_page_alloc_debugfs(void)
{
	struct dentry *dir = fault_create_debugfs_attr(NULL, &fail_page_alloc.attr);

	debugfs_create_bool("ignore-gfp-wait", 0600, dir, &fail_page_alloc.ignore_gfp_reclaim);
	debugfs_create_bool("ignore-gfp-highmem", 0600, dir, &fail_page_alloc.ignore_gfp_highmem);
	debugfs_create_u32("min-order", 0600, dir, &fail_page_alloc.min_order);
	return 0;
}
late_initcall(fail_page_alloc_debugfs);
