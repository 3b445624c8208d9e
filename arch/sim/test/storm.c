// SPDX-License-Identifier: GPL-2.0-only
/*
 * storm.c - the kernel's own allocations: many of one kind, each filled with words of its own, checked
 * and freed in another order.
 *
 * In some of the storms another actor takes over half-way, with all that is allocated, and frees it on
 * whatever CPU it runs: what storm a leaves in passing[], storm b finds there.
 */
#include <linux/atomic.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include "test.h"

#define STORM_MAX	64

struct storm {
	u32 kind, size, count;
	u64 mark;
	void *object[STORM_MAX];
};

struct storm_kind {
	const char *name;
	unsigned int most;		/* in one storm, which takes about as long as other operations */
	unsigned int (*bytes)(u32 size);
	void *(*alloc)(unsigned int bytes);
	void (*free)(void *object, unsigned int bytes);
	void *(*memory)(void *object);
};

static struct storm *passing[NR_STORMS];

/* ---- kinds ---- */

static unsigned int page_bytes(u32 size)
{
	return PAGE_SIZE << size % 4;
}

static void *page_alloc(unsigned int bytes)
{
	return (void *)__get_free_pages(GFP_KERNEL | __GFP_NOWARN, get_order(bytes));
}

static void page_free(void *object, unsigned int bytes)
{
	free_pages((unsigned long)object, get_order(bytes));
}

static unsigned int contig_bytes(u32 size)
{
	return (size * 5 + 1) * PAGE_SIZE;
}

static void *contig_alloc(unsigned int bytes)
{
	struct page *page = alloc_contig_pages(bytes >> PAGE_SHIFT, GFP_KERNEL | __GFP_NOWARN, 0, NULL);

	return page ? page_address(page) : NULL;
}

static void contig_free(void *object, unsigned int bytes)
{
	free_contig_range(page_to_pfn(virt_to_page(object)), bytes >> PAGE_SHIFT);
}

static unsigned int slab_bytes(u32 size)
{
	return 8 + size * size * 48;
}

static void *slab_alloc(unsigned int bytes)
{
	return kmalloc(bytes, GFP_KERNEL | __GFP_NOWARN);
}

static void slab_free(void *object, unsigned int bytes)
{
	kfree(object);
}

static unsigned int vmalloc_bytes(u32 size)
{
	return (size + 1) * 752;
}

static void *vmalloc_alloc(unsigned int bytes)
{
	return vmalloc(bytes);
}

static void vmalloc_free(void *object, unsigned int bytes)
{
	vfree(object);
}

static unsigned int percpu_bytes(u32 size)
{
	return 8 + size * 24;
}

static void *percpu_alloc(unsigned int bytes)
{
	return (void __force *)__alloc_percpu(bytes, 8);
}

static void percpu_free(void *object, unsigned int bytes)
{
	free_percpu((void __percpu *)object);
}

static void *percpu_memory(void *object)
{
	return per_cpu_ptr((void __percpu *)object, 0);
}

static void *same_memory(void *object)
{
	return object;
}

static const struct storm_kind kinds[NR_STORMS] = {
	{ "pages", STORM_MAX, page_bytes, page_alloc, page_free, same_memory },
	{ "kmalloc", STORM_MAX, slab_bytes, slab_alloc, slab_free, same_memory },
	{ "vmalloc", 4, vmalloc_bytes, vmalloc_alloc, vmalloc_free, same_memory },
	{ "contiguous pages", 3, contig_bytes, contig_alloc, contig_free, same_memory },
	{ "percpu", STORM_MAX, percpu_bytes, percpu_alloc, percpu_free, percpu_memory },
};

/* ---- what an object holds: one word again and again, by the host's quick functions ---- */

static void fill(u64 *word, unsigned int bytes, u64 value)
{
	unsigned int done = sizeof(*word);

	bytes -= bytes % sizeof(*word);
	for (*word = value; done < bytes; done += min(done, bytes - done))
		memcpy((void *)word + done, word, min(done, bytes - done));
}

/* Return: the first word that is another, or -1 */
static int find_other(const u64 *word, unsigned int bytes, u64 value)
{
	int n = bytes / sizeof(*word);

	if (word[0] == value && !memcmp(word, word + 1, (n - 1) * sizeof(*word)))
		return -1;
	for (int i = 0; i < n; i++)
		if (word[i] != value)
			return i;
	return -1;
}

/* ---- the storm ---- */

static unsigned int bytes_of(const struct storm *s, u32 i)
{
	return kinds[s->kind].bytes((s->size + i) % 16);
}

static void storm_fill(struct storm *s)
{
	const struct storm_kind *k = &kinds[s->kind];

	for (u32 i = 0; i < s->count; i++) {
		unsigned int bytes = bytes_of(s, i);

		s->object[i] = k->alloc(bytes);
		if (!s->object[i])
			continue;
		if (!IS_ALIGNED((unsigned long)s->object[i], 8))
			panic("sim: %s of %u bytes gave %px", k->name, bytes, s->object[i]);
		fill(k->memory(s->object[i]), bytes, s->mark + i);
	}
}

static void storm_empty(struct storm *s)
{
	const struct storm_kind *k = &kinds[s->kind];

	for (u32 n = 0; n < s->count; n++) {
		u32 i = n % 2 ? n / 2 : s->count - 1 - n / 2;
		unsigned int bytes = bytes_of(s, i);
		int other;
		u64 *word;

		if (!s->object[i])
			continue;
		word = k->memory(s->object[i]);
		other = find_other(word, bytes, s->mark + i);
		if (other >= 0)
			panic("sim: memory from %s (%u bytes) changed by itself: word %d is %#llx, not %#llx",
			      k->name, bytes, other, word[other], s->mark + i);
		k->free(s->object[i], bytes);
	}
}

static void storm_end(struct storm *s)
{
	if (!s)
		return;
	storm_empty(s);
	kfree(s);
}

static void storm(void *arg)
{
	const struct sim_op *op = arg;
	struct storm *s = kmalloc(sizeof(*s), GFP_KERNEL | __GFP_NOWARN);
	static atomic64_t storms;

	if (!s)
		return;
	*s = (struct storm){
		.kind = op->arg[0] % NR_STORMS, .size = op->arg[1] % 16, .mark = atomic64_inc_return(&storms) << 16,
	};
	s->count = op->arg[2] % kinds[s->kind].most;
	storm_fill(s);
	/* an odd number: kept until the next storm of that kind, which takes over */
	if (s->count % 2)
		s = xchg(&passing[s->kind], s);
	storm_end(s);
}

void storm_op(const struct sim_op *op)
{
	sim_in_kernel(storm, (void *)op);
}

/** storm_over() - what is left of earlier ones. Context: kernel. */
void storm_over(void)
{
	for (unsigned int i = 0; i < NR_STORMS; i++)
		storm_end(xchg(&passing[i], NULL));
}
