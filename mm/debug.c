// SPDX-License-Identifier: GPL-2.0-only
/*
 * debug.c - describing pages in words.
 *
 * Owns:       the names of page and allocation flags.
 * Locks:      none; what is printed is a snapshot of something that may be changing.
 * Elsewhere:  VMAs and address spaces (dump_vma(), dump_mm()).
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/jiffies.h>
#include <linux/page_owner.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include "pages.h"

#define FLAG(name)	{ 1UL << PG_##name, #name }

const struct trace_print_flags pageflag_names[] = {
	FLAG(locked), FLAG(writeback), FLAG(referenced), FLAG(uptodate), FLAG(dirty), FLAG(lru),
	FLAG(head), FLAG(waiters), FLAG(active), FLAG(workingset), FLAG(owner_priv_1),
	FLAG(owner_2), FLAG(arch_1), FLAG(reserved), FLAG(private), FLAG(private_2), FLAG(reclaim),
	FLAG(swapbacked), FLAG(unevictable), FLAG(mlocked), FLAG(hwpoison), FLAG(young),
	FLAG(idle), FLAG(arch_2), FLAG(arch_3),
	{ 0, NULL }
};

static const char * const page_type_names[] = {
	"buddy", "offline", "table", "guard", "hugetlb", "slab", "zsmalloc", "unaccepted",
	"large_kmalloc",
};

static const char *page_type_name(unsigned int page_type)
{
	unsigned int i = (page_type >> 24) - PGTY_buddy;

	return i < ARRAY_SIZE(page_type_names) ? page_type_names[i] : "unknown";
}

static void print_page_flags(const struct page *page)
{
	const struct trace_print_flags *f;
	const char *sep = "";

	pr_warn("flags: %#lx(", page->flags);
	for (f = pageflag_names; f->name; f++) {
		if (!(page->flags & f->mask))
			continue;
		pr_cont("%s%s", sep, f->name);
		sep = "|";
	}
	pr_cont("%snode=%d|zone=%d)\n", sep, page_to_nid(page), page_zonenum(page));
}

static void dump_large(const struct folio *folio)
{
	pr_warn("head:%px order:%u mapcount:%d entire_mapcount:%d nr_pages_mapped:%d pincount:%d\n",
		folio, folio_order(folio), folio_large_mapcount(folio),
		folio_entire_mapcount(folio), atomic_read(&folio->_nr_pages_mapped),
		atomic_read(&folio->_pincount));
}

/**
 * dump_page() - print everything about a page
 * @reason: why, printed at the end; may be NULL
 *
 * Context: any.
 */
void dump_page(const struct page *page, const char *reason)
{
	const struct folio *folio = page_folio(page);

	/* where a page has a type it has no map count */
	pr_warn("page: refcount:%d mapcount:%d mapping:%px index:%#lx pfn:%#lx\n",
		folio_ref_count(folio),
		page_has_type(page) ? 0 : atomic_read(&page->_mapcount) + 1, folio->mapping,
		folio->index, page_to_pfn(page));
	if (folio_test_large(folio))
		dump_large(folio);
	print_page_flags(&folio->page);
	if (page_has_type(&folio->page))
		pr_warn("page_type: %s(%#x)\n", page_type_name(folio->page.page_type),
			folio->page.page_type);
	else if (folio_test_anon(folio))
		pr_warn("anon\n");
	if (reason)
		pr_warn("page dumped because: %s\n", reason);
	dump_page_owner(page);
}

/**
 * bad_page() - report a page whose state is wrong at a change of owner
 *
 * At most 60 reports a minute.
 */
void bad_page(struct page *page, const char *reason)
{
	static unsigned long minute, reports;	/* a race prints one more or less */

	if (time_after(jiffies, minute + 60 * HZ)) {
		minute = jiffies;
		reports = 0;
	}
	if (reports++ >= 60)
		return;
	pr_alert("BUG: Bad page state in process %s  pfn:%05lx\n", current->comm,
		 page_to_pfn(page));
	dump_page(page, reason);
	dump_stack();
}
