// SPDX-License-Identifier: GPL-2.0-only
/*
 * page_owner_show.c - /sys/kernel/debug/page_owner: every allocation, with its stack.
 *
 *	Page allocated via order 0, mask 0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), pid 1, ...
 *	PFN 0x1f3a5 type Movable Block 249 type Movable Flags 0x80000000002002c(...)
 *	 __alloc_pages+0x2a/0x90
 *	 ...
 *
 * Owns:       the file's position, which is a frame number: each read gives one block's text, and
 *             what is read in between changes as the machine runs.
 * Elsewhere:  tools/mm/page_owner_sort counts equal stacks.
 */
#include <linux/debugfs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/page_owner.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "page_owner.h"
#include "pages.h"

#define GFP(name)	{ (__force unsigned long)name, #name }

/* Combinations first, the largest before what they contain. */
static const struct trace_print_flags gfp_names[] = {
	GFP(GFP_HIGHUSER_MOVABLE), GFP(GFP_HIGHUSER), GFP(GFP_USER), GFP(GFP_KERNEL), GFP(GFP_NOFS),
	GFP(GFP_ATOMIC), GFP(GFP_NOIO), GFP(GFP_NOWAIT), GFP(__GFP_DMA), GFP(__GFP_DMA32),
	GFP(__GFP_HIGH), GFP(__GFP_IO), GFP(__GFP_FS), GFP(__GFP_ZERO), GFP(__GFP_NOWARN),
	GFP(__GFP_RETRY_MAYFAIL), GFP(__GFP_NOFAIL), GFP(__GFP_NORETRY), GFP(__GFP_COMP),
	GFP(__GFP_MEMALLOC), GFP(__GFP_NOMEMALLOC), GFP(__GFP_HARDWALL), GFP(__GFP_THISNODE),
	GFP(__GFP_RECLAIMABLE), GFP(__GFP_MOVABLE), GFP(__GFP_ACCOUNT), GFP(__GFP_WRITE),
	GFP(__GFP_DIRECT_RECLAIM), GFP(__GFP_KSWAPD_RECLAIM),
	{ 0, NULL }
};

/* "GFP_KERNEL|__GFP_ZERO"; what has no name is left out. */
static int print_names(char *buf, size_t size, unsigned long flags, const struct trace_print_flags *f)
{
	const char *sep = "";
	int n = 0;

	for (; f->name; f++) {
		if ((flags & f->mask) != f->mask)
			continue;
		flags &= ~f->mask;
		n += scnprintf(buf + n, size - n, "%s%s", sep, f->name);
		sep = "|";
	}
	return n;
}

static int print_page(char *buf, size_t size, const struct page *page, const struct page_owner *po)
{
	unsigned long pfn = page_to_pfn(page);
	int n;

	n = scnprintf(buf, size, "Page allocated via order %u, mask %#x(", po->order,
		      (__force unsigned int)po->gfp);
	n += print_names(buf + n, size - n, (__force unsigned long)po->gfp, gfp_names);
	n += scnprintf(buf + n, size - n, "), pid %d, tgid %d (%s), ts %llu ns\n", po->pid, po->tgid,
		       po->comm, po->ts_nsec);
	n += scnprintf(buf + n, size - n, "PFN 0x%lx type %s Block %lu type %s Flags %#lx(", pfn,
		       migratetype_names[gfp_migratetype(po->gfp)], pfn >> pageblock_order,
		       migratetype_names[get_pfnblock_migratetype(page, pfn)], page->flags);
	n += print_names(buf + n, size - n, page->flags, pageflag_names);
	n += scnprintf(buf + n, size - n, ")\n");
	n += stack_depot_snprint(po->handle, buf + n, size - n, 0);
	return n + scnprintf(buf + n, size - n, "\n");
}

/* The first block's first page at or after @pfn that is allocated and has an owner. */
static struct page *next_owned(unsigned long pfn, struct page_owner *owner)
{
	for (; pfn < max_pfn; pfn++) {
		struct page_owner *po;

		if (!pfn_valid(pfn)) {
			pfn |= PAGES_PER_SUBSECTION - 1;
			continue;
		}
		po = page_owner_of(pfn_to_page(pfn));
		if (!po || !READ_ONCE(po->allocated))
			continue;
		*owner = *po;		/* it may be freed meanwhile */
		if (!(pfn & ((1UL << owner->order) - 1)))
			return pfn_to_page(pfn);
	}
	return NULL;
}

static ssize_t page_owner_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct page_owner owner;
	struct page *page = next_owned(*ppos, &owner);
	char *text;
	ssize_t n;

	if (!page)
		return 0;
	text = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	n = print_page(text, PAGE_SIZE, page, &owner);
	*ppos = page_to_pfn(page) + 1;
	if (n > (ssize_t)count)
		n = -EINVAL;		/* a reader's buffer holds a block's text */
	else if (copy_to_user(buf, text, n))
		n = -EFAULT;
	kfree(text);
	return n;
}

static const struct file_operations page_owner_fops = {
	.read = page_owner_read,
	.llseek = default_llseek,
};

static int __init page_owner_show_init(void)
{
	if (page_owner_enabled)
		debugfs_create_file("page_owner", 0400, NULL, NULL, &page_owner_fops);
	return 0;
}
late_initcall(page_owner_show_init);
