/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * percpu.h - how per-CPU memory is kept: for percpu.c, and the auditor, which recounts it.
 */
#ifndef _MM_PERCPU_H
#define _MM_PERCPU_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/vmalloc.h>

/**
 * struct pcpu_chunk - one set of units.
 * @list: pcpu_chunks
 * @base: address of unit 0 [I]
 * @free_bits: clear bits in @alloc_map, each PCPU_MIN_ALLOC_SIZE bytes
 * @first_free: no clear bit below
 * @contig_hint: no larger run of clear bits is known to be free; a failed search lowers it
 * @alloc_map: what is taken
 * @bound_map: where allocations, and gaps behind them, begin; one bit more than @alloc_map
 * @populated: pages of a unit that exist in all units
 * @vm: vmalloc area, NULL for the first chunk [I]
 *
 * Guard: pcpu_lock; @populated also pcpu_alloc_mutex to change.
 */
struct pcpu_chunk {
	struct list_head list;
	void *base;
	int free_bits;
	int first_free;
	int contig_hint;
	unsigned long *alloc_map;
	unsigned long *bound_map;
	unsigned long *populated;
	struct vm_struct *vm;
};

extern int pcpu_unit_pages;		/* [I] */
extern int pcpu_unit_bits;		/* [I] */
extern struct list_head pcpu_chunks;	/* [L] pcpu_lock */
extern struct mutex pcpu_alloc_mutex;
extern unsigned long pcpu_nr_populated;	/* [L] pcpu_lock: pages of a unit, over all chunks */

#endif /* _MM_PERCPU_H */
