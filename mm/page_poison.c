// SPDX-License-Identifier: GPL-2.0-only
/*
 * page_poison.c - what is in a page when it is freed and when it is handed out.
 *
 * Owns:       the switches init_on_alloc=, init_on_free= and page_poison=; page_contents_hooks.
 * Invariant:  page_contents_hooks is true iff one of them, page_owner= or debug_pagealloc= is on;
 *             only then are page_contents_free() and page_contents_alloc() called.
 * Locks:      none; the switches are fixed after the command line is parsed.
 * Elsewhere:  __GFP_ZERO without hooks (page_alloc.c); slab objects (slub.c).
 *
 * init_on_alloc: pages and slab objects are zero when handed out. init_on_free: zeroed when
 * freed, so already zero when handed out. page_poison: filled with 0xaa when freed and checked
 * when handed out, which finds writes after free.
 */
#include <linux/debug_pagealloc.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <linux/page_owner.h>
#include <linux/poison.h>
#include <linux/printk.h>
#include <linux/string.h>
#include "pages.h"

bool init_on_alloc_enabled __ro_after_init = IS_ENABLED(CONFIG_INIT_ON_ALLOC_DEFAULT_ON);
bool init_on_free_enabled __ro_after_init = IS_ENABLED(CONFIG_INIT_ON_FREE_DEFAULT_ON);
bool page_poisoning_enabled __ro_after_init;
bool page_contents_hooks __ro_after_init;
unsigned long page_poison_errors;

static int __init early_init_on_alloc(char *buf)
{
	return kstrtobool(buf, &init_on_alloc_enabled);
}
early_param("init_on_alloc", early_init_on_alloc);

static int __init early_init_on_free(char *buf)
{
	return kstrtobool(buf, &init_on_free_enabled);
}
early_param("init_on_free", early_init_on_free);

static int __init early_page_poison(char *buf)
{
	return kstrtobool(buf, &page_poisoning_enabled);
}
early_param("page_poison", early_page_poison);

/* Poison and zeroes exclude each other; poison is the narrower wish, so it yields. */
void __init init_mem_debugging_and_hardening(void)
{
	if (page_poisoning_enabled && (init_on_alloc_enabled || init_on_free_enabled)) {
		pr_info("mem auto-init: page_poison is on, so init_on_alloc and init_on_free are off\n");
		init_on_alloc_enabled = init_on_free_enabled = false;
	}
	page_contents_hooks = init_on_alloc_enabled || init_on_free_enabled || page_poisoning_enabled ||
			      page_owner_enabled || debug_pagealloc_enabled();
	pr_info("mem auto-init: stack:off, heap alloc:%s, heap free:%s\n",
		init_on_alloc_enabled ? "on" : "off", init_on_free_enabled ? "on" : "off");
}

bool want_init_on_alloc(gfp_t flags)
{
	return want_init_on_alloc_inline(flags);
}

bool want_init_on_free(void)
{
	return init_on_free_enabled;
}

void kernel_init_pages(struct page *page, int numpages)
{
	int i;

	for (i = 0; i < numpages; i++)
		clear_highpage(page + i);
}

/* Where did it stop being poison, and to what? One flipped bit is likely the hardware. */
static void check_poison(struct page *page)
{
	u8 *mem = page_address(page), *first, *last;

	first = memchr_inv(mem, PAGE_POISON, PAGE_SIZE);
	if (!first)
		return;
	page_poison_errors++;
	for (last = mem + PAGE_SIZE - 1; last > first && *last == PAGE_POISON; last--)
		;
	if (first == last && hweight8(*first ^ PAGE_POISON) == 1)
		pr_err("pagealloc: single bit error at %px\n", first);
	else
		pr_err("pagealloc: memory corruption, %px to %px\n", first, last);
	print_hex_dump(KERN_ERR, "", DUMP_PREFIX_ADDRESS, 16, 1, first,
		       min_t(long, last - first + 1, 64), true);
	dump_stack();
	dump_page(page, "pagealloc: corrupted page details");
}

/** page_contents_free() - a block becomes free: the last that happens to its contents */
void page_contents_free(struct page *page, unsigned int order)
{
	int i, numpages = 1 << order;

	reset_page_owner(page, order);
	if (init_on_free_enabled)
		kernel_init_pages(page, numpages);
	if (page_poisoning_enabled)
		for (i = 0; i < numpages; i++)
			memset(page_address(page + i), PAGE_POISON, PAGE_SIZE);
	debug_pagealloc_unmap(page, numpages);
}

/** page_contents_alloc() - a block is handed out: the first that happens to its contents */
void page_contents_alloc(struct page *page, unsigned int order, gfp_t gfp_flags)
{
	int i, numpages = 1 << order;

	debug_pagealloc_map(page, numpages);
	if (page_poisoning_enabled)
		for (i = 0; i < numpages; i++)
			check_poison(page + i);
	if (want_init_on_alloc_inline(gfp_flags) && !init_on_free_enabled)
		kernel_init_pages(page, numpages);
	set_page_owner(page, order, gfp_flags);
}
