// SPDX-License-Identifier: GPL-2.0-only
/*
 * heap.c - mistakes with allocated memory. Most are noticed only by a checker: slub_debug on the command line,
 * page poisoning, KASAN, kmemleak; vmalloc's guard page notices always.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include "lkdtm.h"

#define SIZE 1024

LKDTM_CRASH(VMALLOC_LINEAR_OVERFLOW)
{
	char *one = vzalloc(PAGE_SIZE);
	size_t size = PAGE_SIZE + 1;

	if (!one)
		return;
	pr_info("Attempting vmalloc linear overflow ...\n");
	OPTIMIZER_HIDE_VAR(size);
	memset(one, 0xaa, size);
	pr_err("FAIL: survived writing past the end\n");
	vfree(one);
}

LKDTM_CRASH(SLAB_LINEAR_OVERFLOW)
{
	size_t last = SIZE;
	volatile u8 *data = kmalloc(SIZE, GFP_KERNEL);

	if (!data)
		return;
	pr_info("Attempting slab linear overflow ...\n");
	OPTIMIZER_HIDE_VAR(last);
	data[last] = 0x78;
	kfree((void *)data);
}

LKDTM_CRASH(WRITE_AFTER_FREE)
{
	u32 *base = kmalloc(SIZE, GFP_KERNEL), *again;
	/* not where a free list's link may be */
	size_t at = SIZE / sizeof(*base) / 4;

	if (!base)
		return;
	pr_info("Attempting bad write to freed memory at %px\n", &base[at]);
	kfree(base);
	OPTIMIZER_HIDE_VAR(base);
	WRITE_ONCE(base[at], 0x0abcdef0);
	/* the next who gets it notices */
	again = kmalloc(SIZE, GFP_KERNEL);
	if (again != base)
		pr_info("Hmm, didn't get the same memory range.\n");
	kfree(again);
}

LKDTM_CRASH(READ_AFTER_FREE)
{
	u32 *base = kmalloc(SIZE, GFP_KERNEL), saw;
	size_t at = SIZE / sizeof(*base) / 4;

	if (!base)
		return;
	base[at] = 0x12345678;
	pr_info("Value in memory before free: %x\n", base[at]);
	kfree(base);
	OPTIMIZER_HIDE_VAR(base);
	pr_info("Attempting bad read from freed memory at %px\n", &base[at]);
	saw = READ_ONCE(base[at]);
	if (saw == 0x12345678)
		pr_err("FAIL: Memory was not poisoned!\n");
	else
		pr_info("Memory correctly poisoned (%x)\n", saw);
}

LKDTM_CRASH(WRITE_BUDDY_AFTER_FREE)
{
	unsigned long p = __get_free_page(GFP_KERNEL), again;

	if (!p)
		return;
	pr_info("Writing to the buddy page before free\n");
	memset((void *)p, 0x3, PAGE_SIZE);
	free_page(p);
	OPTIMIZER_HIDE_VAR(p);
	pr_info("Attempting bad write to the buddy page after free at %lx\n", p);
	memset((void *)p, 0x78, PAGE_SIZE);
	again = __get_free_page(GFP_KERNEL);
	free_page(again);
}

LKDTM_CRASH(READ_BUDDY_AFTER_FREE)
{
	unsigned long p = __get_free_page(GFP_KERNEL);
	u32 saw;

	if (!p)
		return;
	*(u32 *)p = 0x12345678;
	free_page(p);
	OPTIMIZER_HIDE_VAR(p);
	pr_info("Attempting to read from freed memory at %lx\n", p);
	saw = READ_ONCE(*(u32 *)p);
	if (saw == 0x12345678)
		pr_err("FAIL: Buddy page was not poisoned!\n");
	else
		pr_info("Buddy page correctly poisoned (%x)\n", saw);
}

LKDTM_CRASH(SLAB_FREE_DOUBLE)
{
	struct kmem_cache *cache = kmem_cache_create("lkdtm-heap-double_free", SIZE, 0, SLAB_NO_MERGE, NULL);
	void *object;

	if (!cache)
		return;
	object = kmem_cache_alloc(cache, GFP_KERNEL);
	if (!object)
		return;
	pr_info("Attempting double slab free of %px ...\n", object);
	kmem_cache_free(cache, object);
	kmem_cache_free(cache, object);
	kmem_cache_destroy(cache);
}

LKDTM_CRASH(SLAB_FREE_CROSS)
{
	struct kmem_cache *a = kmem_cache_create("lkdtm-heap-a", SIZE, 0, SLAB_NO_MERGE, NULL);
	struct kmem_cache *b = kmem_cache_create("lkdtm-heap-b", SIZE, 0, SLAB_NO_MERGE, NULL);
	void *object;

	if (!a || !b)
		return;
	object = kmem_cache_alloc(a, GFP_KERNEL);
	if (!object)
		return;
	pr_info("Attempting cross-cache slab free of %px ...\n", object);
	kmem_cache_free(b, object);
	kmem_cache_destroy(b);
	kmem_cache_destroy(a);
}

LKDTM_CRASH(SLAB_FREE_PAGE)
{
	unsigned long p = __get_free_page(GFP_KERNEL);

	pr_info("Attempting non-slab slab free of %lx ...\n", p);
	kfree((void *)p);
}

/* Several, since a stale copy of its address hides one. Not among Linux's names. */
LKDTM_CRASH(LEAK_OBJECTS)
{
	for (int i = 0; i < 8; i++) {
		char *object = kzalloc(SIZE, GFP_KERNEL);

		if (!object)
			return;
		strscpy(object, "leak", SIZE);
		OPTIMIZER_HIDE_VAR(object);
	}
	pr_info("Forgot 8 objects of %u bytes\n", SIZE);
}

const struct lkdtm_crash lkdtm_heap[] = {
	LKDTM_ENTRY(VMALLOC_LINEAR_OVERFLOW),
	LKDTM_ENTRY(SLAB_LINEAR_OVERFLOW),
	LKDTM_ENTRY(WRITE_AFTER_FREE),
	LKDTM_ENTRY(READ_AFTER_FREE),
	LKDTM_ENTRY(WRITE_BUDDY_AFTER_FREE),
	LKDTM_ENTRY(READ_BUDDY_AFTER_FREE),
	LKDTM_ENTRY(SLAB_FREE_DOUBLE),
	LKDTM_ENTRY(SLAB_FREE_CROSS),
	LKDTM_ENTRY(SLAB_FREE_PAGE),
	LKDTM_ENTRY(LEAK_OBJECTS),
	{}
};
