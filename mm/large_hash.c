// SPDX-License-Identifier: GPL-2.0-only
/*
 * large_hash.c - hash tables that are sized by how much memory the machine has.
 *
 * Owns nothing; the tables live as long as the kernel. Before the slab allocator works the
 * memory comes from memblock, afterwards in contiguous pages or, where the table is larger
 * than a block of pages, from vmalloc.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

static void *alloc_table(size_t size, int flags)
{
	gfp_t gfp = GFP_ATOMIC | __GFP_NOWARN | (flags & HASH_ZERO ? __GFP_ZERO : 0);

	if (flags & HASH_EARLY)
		return flags & HASH_ZERO ? memblock_alloc(size, SMP_CACHE_BYTES) :
					   memblock_alloc_raw(size, SMP_CACHE_BYTES);
	if (get_order(size) > MAX_PAGE_ORDER)
		return __vmalloc(size, gfp);
	return alloc_pages_exact(size, gfp);
}

/**
 * alloc_large_system_hash() - allocate a hash table for the life of the kernel
 * @tablename: for the log
 * @bucketsize: bytes
 * @numentries: buckets wanted; 0: one for each 2^@scale bytes of memory
 * @flags: HASH_EARLY, HASH_ZERO
 * @_hash_shift: where to store the logarithm of the number of buckets; may be NULL
 * @_hash_mask: where to store that number minus one; may be NULL
 * @low_limit, @high_limit: bounds for the number; 0: no upper bound but a sixteenth of memory
 *
 * Halves the table until there is memory for it; panics if there is none for the smallest.
 */
void * __init alloc_large_system_hash(const char *tablename, unsigned long bucketsize,
				      unsigned long numentries, int scale, int flags,
				      unsigned int *_hash_shift, unsigned int *_hash_mask,
				      unsigned long low_limit, unsigned long high_limit)
{
	unsigned long memory = flags & HASH_EARLY ? memblock_estimated_nr_free_pages() :
						     totalram_pages();
	unsigned long max = high_limit ?: (memory << PAGE_SHIFT >> 4) / bucketsize;
	unsigned int log2;
	void *table;

	if (!numentries)
		numentries = scale > PAGE_SHIFT ? memory >> (scale - PAGE_SHIFT) :
						  memory << (PAGE_SHIFT - scale);
	numentries = clamp(numentries, max(low_limit, 1UL), max3(max, low_limit, 1UL));
	log2 = ilog2(roundup_pow_of_two(numentries));
	do {
		table = alloc_table(bucketsize << log2, flags);
	} while (!table && bucketsize << log2 > PAGE_SIZE && log2--);
	if (!table)
		panic("Failed to allocate %s hash table\n", tablename);
	pr_info("%s hash table entries: %lu (order: %d, %lu bytes)\n", tablename, 1UL << log2,
		(int)get_order(bucketsize << log2), bucketsize << log2);
	if (_hash_shift)
		*_hash_shift = log2;
	if (_hash_mask)
		*_hash_mask = (1U << log2) - 1;
	return table;
}
