// SPDX-License-Identifier: GPL-2.0-only
/*
 * percpu.c - memory with one copy for each CPU.
 *
 * Owns:       the per-CPU areas: chunks and their maps; fills __per_cpu_offset[].
 * Invariant:  an allocation is one run of bits in a chunk's alloc_map, and bound_map has a bit
 *             where each run begins and where free space behind one begins; every page under
 *             an allocation is populated in all units; free_bits counts the clear bits of
 *             alloc_map (percpu_check()).
 * Locks:      pcpu_alloc_mutex: making and populating chunks; may sleep.
 *             pcpu_lock: the maps and the list, interrupts off; free_percpu() takes only this.
 * Elsewhere:  access by %gs or its like (asm/percpu.h).
 *
 *   chunk 0 (direct map)             chunk 1 (vmalloc space)
 *   | unit 0    | unit 1    | ...    | unit 0    | unit 1    | ...
 *   |stat|dynam.|stat|dynam.|        |  dynamic  |  dynamic  |
 *
 * A chunk has one unit for each possible CPU, all of one size, so an address in unit 0 and the
 * distance of units give every CPU's copy. That distance is the same in all chunks; therefore
 * one offset a CPU, __per_cpu_offset[], serves static variables and allocations alike. A
 * pointer from alloc_percpu() is such an address in unit 0, moved to where the linked section
 * is. Chunk 0 is made at boot and holds the static variables; others get their pages when an
 * allocation first touches them.
 */
#include <linux/bitmap.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kasan.h>
#include <linux/kernel.h>
#include <linux/kmemleak.h>
#include <linux/list.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>
#include <asm/sections.h>
#include "pages.h"
#include "percpu.h"

void *pcpu_base_addr __ro_after_init;
const unsigned long *pcpu_unit_offsets __ro_after_init;

static unsigned long unit_offsets[NR_CPUS] __ro_after_init;
static int pcpu_unit_size __ro_after_init;
int pcpu_unit_pages __ro_after_init;
int pcpu_unit_bits __ro_after_init;
static int pcpu_nr_units __ro_after_init;

static struct pcpu_chunk *pcpu_first_chunk __ro_after_init;
LIST_HEAD(pcpu_chunks);
static DEFINE_SPINLOCK(pcpu_lock);
DEFINE_MUTEX(pcpu_alloc_mutex);
unsigned long pcpu_nr_populated;

#define PCPU_SECTION_SIZE	((size_t)(__per_cpu_end - __per_cpu_start))

static void __percpu *addr_to_pcpu_ptr(void *addr)
{
	return (void __percpu __force *)((unsigned long)addr - (unsigned long)pcpu_base_addr +
					 (unsigned long)__per_cpu_start);
}

static void *pcpu_ptr_to_addr(void __percpu *ptr)
{
	return (void *)((unsigned long __force)ptr + (unsigned long)pcpu_base_addr -
			(unsigned long)__per_cpu_start);
}

static void *chunk_cpu_addr(struct pcpu_chunk *chunk, int cpu, unsigned long off)
{
	return chunk->base + unit_offsets[cpu] + off;
}

/* ---- maps; pcpu_lock held ----------------------------------------------- */

static bool range_populated(struct pcpu_chunk *chunk, int bit, int bits)
{
	int first = bit * PCPU_MIN_ALLOC_SIZE >> PAGE_SHIFT;
	int last = ((bit + bits) * PCPU_MIN_ALLOC_SIZE - 1) >> PAGE_SHIFT;

	return find_next_zero_bit(chunk->populated, last + 1, first) > last;
}

/* First fit. @need_populated: only where all pages exist. Return: the bit, or -1. */
static int chunk_find(struct pcpu_chunk *chunk, int bits, int align_bits, bool need_populated)
{
	unsigned long at = chunk->first_free;

	if (bits > chunk->free_bits || bits > chunk->contig_hint)
		return -1;
	for (;;) {
		at = bitmap_find_next_zero_area(chunk->alloc_map, pcpu_unit_bits, at, bits,
						align_bits - 1);
		if (at + bits > pcpu_unit_bits)
			break;
		if (!need_populated || range_populated(chunk, at, bits))
			return at;
		at++;
	}
	if (!need_populated && align_bits == 1)
		chunk->contig_hint = bits - 1;
	return -1;
}

static void chunk_mark(struct pcpu_chunk *chunk, int bit, int bits)
{
	bitmap_set(chunk->alloc_map, bit, bits);
	__set_bit(bit, chunk->bound_map);
	__set_bit(bit + bits, chunk->bound_map);
	chunk->free_bits -= bits;
	if (bit == chunk->first_free)
		chunk->first_free = find_next_zero_bit(chunk->alloc_map, pcpu_unit_bits, bit + bits);
}

/* Where the allocation that begins at @bit ends. */
static int chunk_alloc_end(struct pcpu_chunk *chunk, int bit)
{
	return find_next_bit(chunk->bound_map, pcpu_unit_bits + 1, bit + 1);
}

static void chunk_unmark(struct pcpu_chunk *chunk, int bit)
{
	int end = chunk_alloc_end(chunk, bit);

	bitmap_clear(chunk->alloc_map, bit, end - bit);
	/* a boundary stays where the neighbour is an allocation */
	if (!bit || !test_bit(bit - 1, chunk->alloc_map))
		__clear_bit(bit, chunk->bound_map);
	if (end < pcpu_unit_bits && !test_bit(end, chunk->alloc_map))
		__clear_bit(end, chunk->bound_map);
	chunk->free_bits += end - bit;
	chunk->first_free = min(chunk->first_free, bit);
	chunk->contig_hint = pcpu_unit_bits;
}

/* ---- chunks; pcpu_alloc_mutex held -------------------------------------- */

static void chunk_init(struct pcpu_chunk *chunk, void *base)
{
	chunk->base = base;
	chunk->free_bits = chunk->contig_hint = pcpu_unit_bits;
}

static void chunk_free_maps(struct pcpu_chunk *chunk)
{
	bitmap_free(chunk->alloc_map);
	bitmap_free(chunk->bound_map);
	bitmap_free(chunk->populated);
	kfree(chunk);
}

static struct pcpu_chunk *chunk_create(gfp_t gfp)
{
	struct pcpu_chunk *chunk = kzalloc(sizeof(*chunk), gfp);

	if (!chunk)
		return NULL;
	chunk->alloc_map = bitmap_zalloc(pcpu_unit_bits, gfp);
	chunk->bound_map = bitmap_zalloc(pcpu_unit_bits + 1, gfp);
	chunk->populated = bitmap_zalloc(pcpu_unit_pages, gfp);
	if (!chunk->alloc_map || !chunk->bound_map || !chunk->populated)
		goto free_maps;
	chunk->vm = get_vm_area((unsigned long)pcpu_nr_units * pcpu_unit_size, VM_ALLOC);
	if (!chunk->vm)
		goto free_maps;
	kasan_unpoison_vmalloc(chunk->vm->addr, get_vm_area_size(chunk->vm));
	chunk_init(chunk, chunk->vm->addr);
	return chunk;

free_maps:
	chunk_free_maps(chunk);
	return NULL;
}

/* Unmaps and frees one page of the units of the first @nr CPUs that have it. */
static void unpopulate_page(struct pcpu_chunk *chunk, int page_idx, int stop_cpu)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		unsigned long addr;
		struct page *page;

		if (cpu == stop_cpu)
			break;
		addr = (unsigned long)chunk_cpu_addr(chunk, cpu, (unsigned long)page_idx << PAGE_SHIFT);
		page = vmalloc_to_page((void *)addr);
		vunmap_range(addr, addr + PAGE_SIZE);
		__free_page(page);
	}
}

static int populate_page(struct pcpu_chunk *chunk, int page_idx, gfp_t gfp)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		unsigned long addr = (unsigned long)chunk_cpu_addr(chunk, cpu,
						(unsigned long)page_idx << PAGE_SHIFT);
		struct page *page = alloc_pages_node(cpu_to_node(cpu), gfp, 0);

		if (!page)
			goto undo;
		if (vmap_pages_range(addr, addr + PAGE_SIZE, PAGE_KERNEL, &page, PAGE_SHIFT)) {
			__free_page(page);
			goto undo;
		}
	}
	return 0;
undo:
	unpopulate_page(chunk, page_idx, cpu);
	return -ENOMEM;
}

static int populate_range(struct pcpu_chunk *chunk, int bit, int bits, gfp_t gfp)
{
	unsigned long flags;
	int first = bit * PCPU_MIN_ALLOC_SIZE >> PAGE_SHIFT;
	int last = ((bit + bits) * PCPU_MIN_ALLOC_SIZE - 1) >> PAGE_SHIFT, i;

	for (i = first; i <= last; i++) {
		if (test_bit(i, chunk->populated))
			continue;
		if (populate_page(chunk, i, gfp))
			return -ENOMEM;
		spin_lock_irqsave(&pcpu_lock, flags);
		__set_bit(i, chunk->populated);
		pcpu_nr_populated++;
		spin_unlock_irqrestore(&pcpu_lock, flags);
	}
	return 0;
}

static void chunk_destroy(struct pcpu_chunk *chunk)
{
	int i;

	for_each_set_bit(i, chunk->populated, pcpu_unit_pages)
		unpopulate_page(chunk, i, -1);
	free_vm_area(chunk->vm);
	chunk_free_maps(chunk);
}

/* Frees empty chunks, but for one that is kept for the next allocation. */
static void pcpu_balance_workfn(struct work_struct *work)
{
	struct pcpu_chunk *chunk, *next;
	LIST_HEAD(to_free);
	bool keep = true;

	mutex_lock(&pcpu_alloc_mutex);
	spin_lock_irq(&pcpu_lock);
	list_for_each_entry_safe(chunk, next, &pcpu_chunks, list) {
		if (chunk->free_bits != pcpu_unit_bits)
			continue;
		if (!keep) {
			list_move(&chunk->list, &to_free);
			pcpu_nr_populated -= bitmap_weight(chunk->populated, pcpu_unit_pages);
		}
		keep = false;
	}
	spin_unlock_irq(&pcpu_lock);
	list_for_each_entry_safe(chunk, next, &to_free, list)
		chunk_destroy(chunk);
	mutex_unlock(&pcpu_alloc_mutex);
}

static DECLARE_WORK(pcpu_balance_work, pcpu_balance_workfn);

/* ---- allocation --------------------------------------------------------- */

static struct pcpu_chunk *find_and_mark(int bits, int align_bits, bool need_populated, int *bit)
{
	struct pcpu_chunk *chunk;
	unsigned long flags;

	spin_lock_irqsave(&pcpu_lock, flags);
	list_for_each_entry(chunk, &pcpu_chunks, list) {
		*bit = chunk_find(chunk, bits, align_bits, need_populated);
		if (*bit >= 0) {
			chunk_mark(chunk, *bit, bits);
			goto out;
		}
	}
	chunk = NULL;
out:
	spin_unlock_irqrestore(&pcpu_lock, flags);
	return chunk;
}

/* With pcpu_alloc_mutex: makes chunks and pages as needed. */
static struct pcpu_chunk *alloc_area_sleeping(int bits, int align_bits, gfp_t gfp, int *bit)
{
	struct pcpu_chunk *chunk;
	unsigned long flags;

	mutex_lock(&pcpu_alloc_mutex);
	for (;;) {
		chunk = find_and_mark(bits, align_bits, false, bit);
		if (chunk)
			break;
		chunk = chunk_create(gfp);
		if (!chunk)
			break;
		spin_lock_irqsave(&pcpu_lock, flags);
		list_add_tail(&chunk->list, &pcpu_chunks);
		spin_unlock_irqrestore(&pcpu_lock, flags);
	}
	if (chunk && populate_range(chunk, *bit, bits, gfp)) {
		spin_lock_irqsave(&pcpu_lock, flags);
		chunk_unmark(chunk, *bit);
		spin_unlock_irqrestore(&pcpu_lock, flags);
		chunk = NULL;
	}
	mutex_unlock(&pcpu_alloc_mutex);
	return chunk;
}

/**
 * __alloc_percpu_gfp() - allocate zeroed memory for each possible CPU
 * @size: bytes a CPU; a unit at most
 * @align: a power of two up to PAGE_SIZE
 * @gfp: without __GFP_DIRECT_RECLAIM only memory that exists already is used
 *
 * Return: a per-CPU pointer, or NULL.
 */
void __percpu *__alloc_percpu_gfp(size_t size, size_t align, gfp_t gfp)
{
	bool atomic = !gfpflags_allow_blocking(gfp);
	int bits, align_bits, bit, cpu;
	struct pcpu_chunk *chunk;

	align = max_t(size_t, align, PCPU_MIN_ALLOC_SIZE);
	size = ALIGN(size, PCPU_MIN_ALLOC_SIZE);
	if (WARN(!size || size > pcpu_unit_size || align > PAGE_SIZE || !is_power_of_2(align),
		 "illegal size (%zu) or align (%zu) for percpu allocation\n", size, align))
		return NULL;
	bits = size / PCPU_MIN_ALLOC_SIZE;
	align_bits = align / PCPU_MIN_ALLOC_SIZE;
	chunk = find_and_mark(bits, align_bits, true, &bit);
	if (!chunk && !atomic)
		chunk = alloc_area_sleeping(bits, align_bits,
					    (gfp & (GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN)), &bit);
	if (!chunk) {
		if (!(gfp & __GFP_NOWARN))
			pr_warn("percpu: allocation failed, size=%zu align=%zu atomic=%d\n", size,
				align, atomic);
		return NULL;
	}
	for_each_possible_cpu(cpu)
		memset(chunk_cpu_addr(chunk, cpu, bit * PCPU_MIN_ALLOC_SIZE), 0, size);
	kmemleak_alloc_percpu(addr_to_pcpu_ptr(chunk->base + bit * PCPU_MIN_ALLOC_SIZE), size, gfp);
	return addr_to_pcpu_ptr(chunk->base + bit * PCPU_MIN_ALLOC_SIZE);
}

void __percpu *__alloc_percpu(size_t size, size_t align)
{
	return __alloc_percpu_gfp(size, align, GFP_KERNEL);
}

/* The chunk of an address in unit 0; pcpu_lock held. */
static struct pcpu_chunk *chunk_of(void *addr)
{
	struct pcpu_chunk *chunk;

	list_for_each_entry(chunk, &pcpu_chunks, list)
		if (addr >= chunk->base && addr < chunk->base + pcpu_unit_size)
			return chunk;
	return NULL;
}

/**
 * free_percpu() - free memory of alloc_percpu()
 * @ptr: NULL is accepted
 *
 * Context: any.
 */
void free_percpu(void __percpu *ptr)
{
	struct pcpu_chunk *chunk;
	unsigned long flags;
	bool empty;
	void *addr;
	int bit;

	if (!ptr)
		return;
	kmemleak_free_percpu(ptr);
	addr = pcpu_ptr_to_addr(ptr);
	spin_lock_irqsave(&pcpu_lock, flags);
	chunk = chunk_of(addr);
	BUG_ON(!chunk);
	bit = (addr - chunk->base) / PCPU_MIN_ALLOC_SIZE;
	VM_BUG_ON(!test_bit(bit, chunk->alloc_map) || !test_bit(bit, chunk->bound_map));
	chunk_unmark(chunk, bit);
	empty = chunk->free_bits == pcpu_unit_bits;
	spin_unlock_irqrestore(&pcpu_lock, flags);
	if (empty)
		schedule_work(&pcpu_balance_work);
}

/**
 * pcpu_alloc_size() - bytes a CPU that an allocation has
 */
size_t pcpu_alloc_size(void __percpu *ptr)
{
	struct pcpu_chunk *chunk;
	unsigned long flags;
	size_t size = 0;
	void *addr;
	int bit;

	if (!ptr)
		return 0;
	addr = pcpu_ptr_to_addr(ptr);
	spin_lock_irqsave(&pcpu_lock, flags);
	chunk = chunk_of(addr);
	if (chunk) {
		bit = (addr - chunk->base) / PCPU_MIN_ALLOC_SIZE;
		size = (chunk_alloc_end(chunk, bit) - bit) * PCPU_MIN_ALLOC_SIZE;
	}
	spin_unlock_irqrestore(&pcpu_lock, flags);
	return size;
}

/* ---- questions ---------------------------------------------------------- */

bool __is_kernel_percpu_address(unsigned long addr, unsigned long *can_addr)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		unsigned long start = (unsigned long)per_cpu_ptr((void __percpu *)__per_cpu_start, cpu);

		if (addr < start || addr >= start + PCPU_SECTION_SIZE)
			continue;
		if (can_addr)
			*can_addr = addr - start + (unsigned long)__per_cpu_start;
		return true;
	}
	return false;
}

/**
 * is_kernel_percpu_address() - does it lie in a CPU's copy of the static variables?
 */
bool is_kernel_percpu_address(unsigned long addr)
{
	return __is_kernel_percpu_address(addr, NULL);
}

phys_addr_t per_cpu_ptr_to_phys(void *addr)
{
	if (is_vmalloc_addr(addr))
		return PFN_PHYS(vmalloc_to_pfn(addr)) + offset_in_page(addr);
	return __pa(addr);
}

/**
 * pcpu_nr_pages() - pages used for per-CPU memory, over all CPUs
 */
unsigned long pcpu_nr_pages(void)
{
	return READ_ONCE(pcpu_nr_populated) * pcpu_nr_units;
}

static bool chunk_check(struct pcpu_chunk *chunk)
{
	int i, used = bitmap_weight(chunk->alloc_map, pcpu_unit_bits);

	if (pcpu_unit_bits - used != chunk->free_bits)
		return false;
	if (find_first_zero_bit(chunk->alloc_map, pcpu_unit_bits) < chunk->first_free)
		return false;
	for (i = 0; i < pcpu_unit_bits; i++) {
		bool now = test_bit(i, chunk->alloc_map);
		bool before = i && test_bit(i - 1, chunk->alloc_map);

		/* a change between taken and free is a boundary */
		if (now != before && !test_bit(i, chunk->bound_map))
			return false;
		if (now && !range_populated(chunk, i, 1))
			return false;
	}
	return true;
}

/**
 * percpu_check() - does the invariant atop this file hold?
 *
 * Populated is looked at only while nobody populates.
 */
bool percpu_check(void)
{
	struct pcpu_chunk *chunk;
	bool ok = true;

	mutex_lock(&pcpu_alloc_mutex);
	spin_lock_irq(&pcpu_lock);
	list_for_each_entry(chunk, &pcpu_chunks, list)
		ok = ok && chunk_check(chunk);
	spin_unlock_irq(&pcpu_lock);
	mutex_unlock(&pcpu_alloc_mutex);
	return ok;
}

/* ---- boot --------------------------------------------------------------- */

static void * __init boot_bitmap(int bits)
{
	return memblock_alloc_or_panic(BITS_TO_LONGS(bits) * sizeof(long), SMP_CACHE_BYTES);
}

/* The first chunk: its static part is one allocation that is never freed. */
static void __init first_chunk_init(size_t static_size)
{
	struct pcpu_chunk *chunk = memblock_alloc_or_panic(sizeof(*chunk), SMP_CACHE_BYTES);

	chunk->alloc_map = boot_bitmap(pcpu_unit_bits);
	chunk->bound_map = boot_bitmap(pcpu_unit_bits + 1);
	chunk->populated = boot_bitmap(pcpu_unit_pages);
	chunk_init(chunk, pcpu_base_addr);
	bitmap_fill(chunk->populated, pcpu_unit_pages);
	chunk_mark(chunk, 0, DIV_ROUND_UP(static_size, PCPU_MIN_ALLOC_SIZE));
	pcpu_nr_populated = pcpu_unit_pages;
	list_add(&chunk->list, &pcpu_chunks);
	pcpu_first_chunk = chunk;
}

/**
 * pcpu_embed_first_chunk() - make the first chunk in the direct map
 * @reserved_size: extra room, treated as dynamic
 * @dyn_size: room for allocations before chunks can be made
 * @atom_size: alignment of units, at least PAGE_SIZE
 * @cpu_distance_fn, @cpu_to_nd_fn: unused: the units stand together
 *
 * Return: 0 or -ENOMEM.
 */
int __init pcpu_embed_first_chunk(size_t reserved_size, size_t dyn_size, size_t atom_size,
				  pcpu_fc_cpu_distance_fn_t cpu_distance_fn,
				  pcpu_fc_cpu_to_node_fn_t cpu_to_nd_fn)
{
	size_t static_size = PCPU_SECTION_SIZE;
	int cpu;

	atom_size = max_t(size_t, atom_size, PAGE_SIZE);
	pcpu_unit_size = ALIGN(max_t(size_t, static_size + reserved_size + dyn_size,
				     PCPU_MIN_UNIT_SIZE), atom_size);
	pcpu_unit_pages = pcpu_unit_size >> PAGE_SHIFT;
	pcpu_unit_bits = pcpu_unit_size / PCPU_MIN_ALLOC_SIZE;
	for_each_possible_cpu(cpu)
		unit_offsets[cpu] = (unsigned long)pcpu_nr_units++ * pcpu_unit_size;
	pcpu_unit_offsets = unit_offsets;
	pcpu_base_addr = memblock_alloc((phys_addr_t)pcpu_nr_units * pcpu_unit_size, atom_size);
	if (!pcpu_base_addr)
		return -ENOMEM;
	for_each_possible_cpu(cpu)
		memcpy(pcpu_base_addr + unit_offsets[cpu], __per_cpu_start, static_size);
	first_chunk_init(static_size);
	pr_info("percpu: Embedded %d pages/cpu s%zu r%zu d%zu u%d\n", pcpu_unit_pages, static_size,
		reserved_size, pcpu_unit_size - static_size - reserved_size, pcpu_unit_size);
	return 0;
}

/**
 * setup_per_cpu_areas() - give each possible CPU its copy of the per-CPU variables
 *
 * An architecture that has more to do for each copy overrides this and calls
 * pcpu_embed_first_chunk() itself.
 */
void __init __weak setup_per_cpu_areas(void)
{
	unsigned long delta;
	int cpu;

	if (pcpu_embed_first_chunk(0, PERCPU_DYNAMIC_RESERVE, PAGE_SIZE, NULL, NULL))
		panic("No memory for per-CPU areas\n");
	delta = (unsigned long)pcpu_base_addr - (unsigned long)__per_cpu_start;
	for_each_possible_cpu(cpu)
		__per_cpu_offset[cpu] = delta + pcpu_unit_offsets[cpu];
}
