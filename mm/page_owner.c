// SPDX-License-Identifier: GPL-2.0-only
/*
 * page_owner.c - who allocated each page, and from where.
 *
 * Owns:       one struct page_owner for each frame of RAM, beside struct page; page_owner=.
 * Invariant:  the owner of an allocated page names its allocation: the order by which the block
 *             was asked for stands with each of its pages. Of a free page the last one is kept.
 * Locks:      none: who allocates or frees a page owns it. Readers may see a page that changes.
 * Elsewhere:  when it is called (page_poison.c), the file (page_owner_show.c).
 *
 * Costs memory (a 64th of RAM) and time only with page_owner=on: nothing is allocated otherwise,
 * and the page allocator's fast path tests the same flag that it tests for poisoning.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/page_owner.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/stackdepot.h>
#include <linux/string.h>
#include "page_owner.h"
#include "pages.h"

bool page_owner_enabled __ro_after_init;

/* An array for each section of memory that is there. */
static struct page_owner **section_owners __ro_after_init;
static unsigned long nr_section_owners __ro_after_init;

static int __init early_page_owner_param(char *buf)
{
	int err = kstrtobool(buf, &page_owner_enabled);

	if (!err && page_owner_enabled)
		stack_depot_request_early_init();
	return err;
}
early_param("page_owner", early_page_owner_param);

/** page_owner_of() - what is noted of a page; NULL while nothing is noted */
struct page_owner *page_owner_of(const struct page *page)
{
	unsigned long pfn = page_to_pfn(page), nr = pfn_to_section_nr(pfn);

	if (nr >= nr_section_owners || !section_owners[nr])
		return NULL;
	return &section_owners[nr][pfn & ~PAGE_SECTION_MASK];
}

static void __init add_section(unsigned long nr)
{
	section_owners[nr] = memblock_alloc(PAGES_PER_SECTION * sizeof(struct page_owner), PAGE_SIZE);
	if (!section_owners[nr])
		panic("No memory for page_owner. Boot without page_owner=on.\n");
}

/** page_owner_init() - if it is wanted, make room for it; memblock still gives out memory */
void __init page_owner_init(void)
{
	unsigned long start, end, nr;
	int i;

	if (!page_owner_enabled)
		return;
	nr_section_owners = pfn_to_section_nr(PHYS_PFN(memblock_end_of_DRAM()) - 1) + 1;
	section_owners = memblock_alloc(nr_section_owners * sizeof(*section_owners), PAGE_SIZE);
	if (!section_owners)
		panic("No memory for page_owner. Boot without page_owner=on.\n");
	for_each_mem_pfn_range(i, MAX_NUMNODES, &start, &end, NULL)
		for (nr = pfn_to_section_nr(start); nr <= pfn_to_section_nr(end - 1); nr++)
			if (!section_owners[nr])
				add_section(nr);
	pr_info("page_owner is on: %zu bytes a page\n", sizeof(struct page_owner));
}

/*
 * The stack of the caller. Storing it may itself allocate a page; that one has no stack. The
 * allocator's own frames come first in it, as in Linux.
 */
static noinline depot_stack_handle_t save_stack(gfp_t gfp)
{
	depot_stack_handle_t handle;

	if (current->in_page_owner)
		return 0;
	current->in_page_owner = 1;
	handle = stack_depot_save_here((gfp & (GFP_KERNEL | GFP_ATOMIC)) | __GFP_NOWARN, 1);
	current->in_page_owner = 0;
	return handle;
}

void __set_page_owner(struct page *page, unsigned int order, gfp_t gfp)
{
	struct page_owner *po = page_owner_of(page);
	struct page_owner owner = {
		.order = order, .gfp = gfp, .handle = save_stack(gfp), .pid = current->pid,
		.tgid = current->tgid, .ts_nsec = local_clock(), .allocated = true,
	};
	unsigned long i;

	if (!po)
		return;
	memcpy(owner.comm, current->comm, sizeof(owner.comm));
	for (i = 0; i < 1UL << order; i++)
		*page_owner_of(page + i) = owner;
}

void __reset_page_owner(struct page *page, unsigned int order)
{
	depot_stack_handle_t handle = save_stack(0);
	u64 now = local_clock();
	unsigned long i;

	for (i = 0; i < 1UL << order && page_owner_of(page + i); i++) {
		struct page_owner *po = page_owner_of(page + i);

		po->allocated = false;
		po->free_handle = handle;
		po->free_pid = current->pid;
		po->free_ts_nsec = now;
	}
}

/* Each page of the block is now an allocation of its own. */
void __split_page_owner(struct page *page, unsigned int order)
{
	unsigned long i;

	for (i = 0; i < 1UL << order && page_owner_of(page + i); i++)
		page_owner_of(page + i)->order = 0;
}

/** __dump_page_owner() - into the log: who allocated a page, and who freed it last */
void __dump_page_owner(const struct page *page)
{
	struct page_owner *po = page_owner_of(page);

	if (!po || !po->ts_nsec) {
		pr_alert("page_owner info is not present (never set?)\n");
		return;
	}
	pr_alert("page_owner tracks the page as %s\n", po->allocated ? "allocated" : "freed");
	pr_alert("page last allocated via order %u, gfp_mask %#x, pid %d, tgid %d (%s), ts %llu, free_ts %llu\n",
		 po->order, (__force unsigned int)po->gfp, po->pid, po->tgid, po->comm, po->ts_nsec,
		 po->free_ts_nsec);
	stack_depot_print(po->handle);
	if (!po->free_handle)
		return;
	pr_alert("page last free pid %d stack trace:\n", po->free_pid);
	stack_depot_print(po->free_handle);
}
