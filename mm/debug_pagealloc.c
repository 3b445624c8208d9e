// SPDX-License-Identifier: GPL-2.0-only
/*
 * debug_pagealloc.c - free pages are not mapped.
 *
 * Owns:       the switch debug_pagealloc=.
 * Invariant:  with it on, a page of the buddy allocator or of a CPU's stock has no present entry in
 *             the direct map; any other page has.
 * Locks:      none: who frees or allocates a page owns its entry, since the direct map consists of
 *             small pages then (arch/x86/mm/init_64.c), which are never split or joined.
 * Elsewhere:  when it is called (page_poison.c), changing the entry (arch).
 *
 * Other CPUs are not told: their stale translations allow some accesses for a while. Telling
 * them needs interrupts on, which a free may not have; what is missed once is caught later.
 */
#include <linux/debug_pagealloc.h>
#include <linux/init.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <asm/set_memory.h>

bool _debug_pagealloc_enabled __ro_after_init = IS_ENABLED(CONFIG_DEBUG_PAGEALLOC_ENABLE_DEFAULT);

static int __init early_debug_pagealloc(char *buf)
{
	return kstrtobool(buf, &_debug_pagealloc_enabled);
}
early_param("debug_pagealloc", early_debug_pagealloc);

void debug_pagealloc_map(struct page *page, int numpages)
{
	if (_debug_pagealloc_enabled)
		__kernel_map_pages(page, numpages, true);
}

void debug_pagealloc_unmap(struct page *page, int numpages)
{
	if (_debug_pagealloc_enabled)
		__kernel_map_pages(page, numpages, false);
}
