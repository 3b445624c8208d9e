// SPDX-License-Identifier: GPL-2.0-only
/*
 * failslab.c - allocations of slab objects that fail on purpose.
 *
 * Owns:       failslab: the boot parameter and the directory in debugfs.
 * Invariant:  what must not fail (__GFP_NOFAIL) does not, nor does anything before caches exist.
 * Locks:      none.
 * Elsewhere:  when a failure is due (lib/fault-inject.c); who asks (slub.c), before anything else
 *             is tried, so that it does not matter whether this CPU has an object in stock.
 */
#include <linux/debugfs.h>
#include <linux/fault-inject.h>
#include <linux/init.h>
#include "slab.h"

static struct {
	struct fault_attr attr;
	bool ignore_gfp_reclaim;	/* leave alone what may sleep */
	bool cache_filter;		/* only caches with /sys/kernel/slab/NAME/failslab set */
} failslab = {
	.attr = FAULT_ATTR_INITIALIZER("failslab"),
	.ignore_gfp_reclaim = true,
};

static int __init setup_failslab(char *str)
{
	return setup_fault_attr(&failslab.attr, str);
}
__setup("failslab=", setup_failslab);

/**
 * should_failslab() - shall this allocation fail?
 *
 * Context: any.
 */
bool should_failslab(const struct kmem_cache *s, gfp_t gfp)
{
	if (!fault_attr_armed(&failslab.attr))
		return false;
	/* what caches are made of: a boot parameter must not end the boot */
	if (slab_state < UP || (gfp & __GFP_NOFAIL))
		return false;
	if (failslab.ignore_gfp_reclaim && (gfp & __GFP_DIRECT_RECLAIM))
		return false;
	if (failslab.cache_filter && !(s->flags & SLAB_FAILSLAB))
		return false;
	return should_fail_ex(&failslab.attr, s->object_size, gfp & __GFP_NOWARN ? FAULT_NOWARN : 0);
}

static int __init failslab_debugfs(void)
{
	struct dentry *dir = fault_create_debugfs_attr(NULL, &failslab.attr);

	debugfs_create_bool("ignore-gfp-wait", 0600, dir, &failslab.ignore_gfp_reclaim);
	debugfs_create_bool("cache-filter", 0600, dir, &failslab.cache_filter);
	return 0;
}
late_initcall(failslab_debugfs);
