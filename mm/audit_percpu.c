// SPDX-License-Identifier: GPL-2.0-only
/*
 * audit_percpu.c - recount per-CPU memory: what is taken, where it begins and ends, which pages exist.
 *
 * Owns:       the owner AUDIT_PERCPU. The first chunk is boot memory, and reserved.
 * Locks:      none: everything stands still. While somebody makes or frees pages of a chunk
 *             (pcpu_alloc_mutex), pages are not looked at.
 */
#include <linux/bitmap.h>
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>
#include "audit.h"
#include "percpu.h"

static void audit_chunk_maps(struct audit *audit, struct pcpu_chunk *chunk)
{
	int i, first, used = bitmap_weight(chunk->alloc_map, pcpu_unit_bits);
	bool now, before = false;

	audit_equal(audit, NULL, chunk->free_bits, pcpu_unit_bits - used, "chunk %px: free units of %d bytes",
		    chunk->base, PCPU_MIN_ALLOC_SIZE);
	first = find_first_zero_bit(chunk->alloc_map, pcpu_unit_bits);
	audit_true(audit, NULL, first >= chunk->first_free, "chunk %px: first free unit %d, but says %d",
		   chunk->base, first, chunk->first_free);
	for (i = 0; i < pcpu_unit_bits; i++) {
		if (!(i % BITS_PER_LONG) && chunk->alloc_map[i / BITS_PER_LONG] == (before ? ~0UL : 0)) {
			i += BITS_PER_LONG - 1;
			continue;
		}
		now = test_bit(i, chunk->alloc_map);
		audit_true(audit, NULL, now == before || test_bit(i, chunk->bound_map),
			   "chunk %px: unit %d is %s, the one before is not, and there is no boundary",
			   chunk->base, i, now ? "taken" : "free");
		before = now;
	}
}

/* A page of one CPU's unit. */
static void audit_chunk_page(struct audit *audit, struct pcpu_chunk *chunk, int index, int cpu)
{
	void *addr = chunk->base + pcpu_unit_offsets[cpu] + ((unsigned long)index << PAGE_SHIFT);
	struct page *page = vmalloc_to_page(addr);
	bool populated = test_bit(index, chunk->populated);

	audit_true(audit, NULL, populated == !!page, "chunk %px: page %d of CPU %d is %spopulated, but %smapped",
		   chunk->base, index, cpu, populated ? "" : "not ", page ? "" : "not ");
	if (page && populated)
		audit_claim(audit, page_to_pfn(page), 1, AUDIT_PERCPU);
}

static void audit_chunk_pages(struct audit *audit, struct pcpu_chunk *chunk)
{
	int i, cpu, per_page = PAGE_SIZE / PCPU_MIN_ALLOC_SIZE;

	for (i = 0; i < pcpu_unit_pages; i++) {
		audit_true(audit, NULL, test_bit(i, chunk->populated) ||
			   find_next_bit(chunk->alloc_map, (i + 1) * per_page, i * per_page) >=
			   (i + 1) * per_page, "chunk %px: page %d is in use, but not populated",
			   chunk->base, i);
		for_each_possible_cpu(cpu)
			if (chunk->vm)
				audit_chunk_page(audit, chunk, i, cpu);
	}
}

void audit_percpu(struct audit *audit)
{
	bool busy = mutex_is_locked(&pcpu_alloc_mutex);
	unsigned long populated = 0;
	struct pcpu_chunk *chunk;

	list_for_each_entry(chunk, &pcpu_chunks, list) {
		audit_chunk_maps(audit, chunk);
		populated += bitmap_weight(chunk->populated, pcpu_unit_pages);
		if (!busy)
			audit_chunk_pages(audit, chunk);
	}
	if (busy)
		audit_look_again(audit);
	else
		audit_equal(audit, NULL, pcpu_nr_populated, populated, "per-CPU pages of a unit");
}
