// SPDX-License-Identifier: GPL-2.0-only
/*
 * memblock.c - memory before there is a page allocator.
 *
 * Owns:       memblock.memory (what RAM there is) and memblock.reserved (what of it is taken).
 * Invariant:  in each array the ranges are sorted, not empty, disjoint, and no two that touch
 *             have equal attributes; total_size is their sum (memblock_check()).
 * Locks:      none: used by the boot CPU alone until memblock_free_all().
 * Elsewhere:  finding RAM (the architecture), the hand-over to the page allocator and struct
 *             pages (mm_init.c).
 *
 * Every change is one walk over the sorted array: memblock_splice() first cuts ranges at both
 * ends of the interval concerned, so that afterwards each range is either inside or outside,
 * and adding, removing or marking is a matter of whole ranges. Merging comes last. The arrays
 * start static; a full one is doubled by an allocation from memblock itself, which is
 * possible once the architecture says that the memory found so far can be written
 * (memblock_allow_resize()).
 */
#include <linux/kernel.h>
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>
#include "pages.h"

#define INIT_MEMBLOCK_REGIONS	128
#define RSRV_NAME		"reserved"

static struct memblock_region memory_init_regions[INIT_MEMBLOCK_REGIONS];
static struct memblock_region reserved_init_regions[INIT_MEMBLOCK_REGIONS];

struct memblock memblock = {
	.memory.regions		= memory_init_regions,
	.memory.max		= INIT_MEMBLOCK_REGIONS,
	.memory.name		= "memory",
	.reserved.regions	= reserved_init_regions,
	.reserved.max		= INIT_MEMBLOCK_REGIONS,
	.reserved.name		= RSRV_NAME,
	.bottom_up		= false,
	.current_limit		= MEMBLOCK_ALLOC_ANYWHERE,
};

static bool memblock_debug;		/* [I] early parameter */
static bool memblock_can_resize;
static bool memblock_memory_grown, memblock_reserved_grown;	/* array is not the static one */

#define memblock_dbg(fmt, ...)						\
do {									\
	if (memblock_debug)						\
		pr_info(fmt, ##__VA_ARGS__);				\
} while (0)

static int __init early_memblock(char *p)
{
	if (p && strstr(p, "debug"))
		memblock_debug = true;
	return 0;
}
early_param("memblock", early_memblock);

/* The size, shortened so that base + size does not wrap. */
static phys_addr_t cap_size(phys_addr_t base, phys_addr_t size)
{
	return min(size, (phys_addr_t)~0ULL - base);
}

static bool ranges_overlap(phys_addr_t base1, phys_addr_t size1, phys_addr_t base2,
			   phys_addr_t size2)
{
	return base1 < base2 + size2 && base2 < base1 + size1;
}

bool memblock_overlaps_region(struct memblock_type *type, phys_addr_t base, phys_addr_t size)
{
	unsigned long i;

	size = cap_size(base, size);
	for (i = 0; i < type->cnt; i++)
		if (ranges_overlap(base, size, type->regions[i].base, type->regions[i].size))
			return true;
	return false;
}

/* ---- the arrays --------------------------------------------------------- */

static void insert_region(struct memblock_type *type, unsigned long idx, phys_addr_t base,
			  phys_addr_t size, int nid, enum memblock_flags flags)
{
	struct memblock_region *rgn = &type->regions[idx];

	BUG_ON(type->cnt >= type->max);
	memmove(rgn + 1, rgn, (type->cnt - idx) * sizeof(*rgn));
	rgn->base = base;
	rgn->size = size;
	rgn->flags = flags;
	rgn->nid = nid;
	type->cnt++;
	type->total_size += size;
}

static void delete_region(struct memblock_type *type, unsigned long idx)
{
	struct memblock_region *rgn = &type->regions[idx];

	type->total_size -= rgn->size;
	memmove(rgn, rgn + 1, (type->cnt - idx - 1) * sizeof(*rgn));
	type->cnt--;
}

static void merge_regions(struct memblock_type *type)
{
	unsigned long i = 0;

	while (i + 1 < type->cnt) {
		struct memblock_region *this = &type->regions[i];
		struct memblock_region *next = this + 1;

		if (this->base + this->size != next->base || this->nid != next->nid ||
		    this->flags != next->flags) {
			i++;
			continue;
		}
		this->size += next->size;
		memmove(next, next + 1, (type->cnt - i - 2) * sizeof(*next));
		type->cnt--;
	}
}

static phys_addr_t find_in_range(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				 phys_addr_t end, int nid, enum memblock_flags flags);

static int make_room(struct memblock_type *type, unsigned long nr, phys_addr_t base,
		     phys_addr_t size);

/*
 * Doubles an array. @new_start..@new_start + @new_size is about to be reserved and must not
 * be taken for the array.
 *
 * Reserving the new place and freeing the old one may want room in memblock.reserved: that is
 * made first. Were it made in between, the place just found would be found again, for the
 * other array.
 */
static int double_array(struct memblock_type *type, phys_addr_t new_start, phys_addr_t new_size)
{
	phys_addr_t old_bytes = type->max * sizeof(struct memblock_region);
	phys_addr_t new_bytes = PAGE_ALIGN(old_bytes << 1), addr;
	bool *grown = type == &memblock.memory ? &memblock_memory_grown : &memblock_reserved_grown;
	struct memblock_region *old = type->regions, *new;

	if (!memblock_can_resize)
		panic("memblock: more than %lu %s ranges before the array can grow\n",
		      type->max, type->name);
	if (type != &memblock.reserved) {
		if (make_room(&memblock.reserved, 3, 0, 0))
			return -ENOMEM;
		new_start = new_size = 0;
	}
	addr = find_in_range(new_bytes, PAGE_SIZE, new_start + new_size, memblock.current_limit,
			     NUMA_NO_NODE, MEMBLOCK_NONE);
	if (!addr && new_size)
		addr = find_in_range(new_bytes, PAGE_SIZE, 0, min(new_start, memblock.current_limit),
				     NUMA_NO_NODE, MEMBLOCK_NONE);
	if (!addr) {
		pr_err("memblock: cannot double the %s array (%lu ranges)\n", type->name, type->max);
		return -ENOMEM;
	}
	new = __va(addr);
	memblock_dbg("memblock: %s is doubled to %lu at [%pap]\n", type->name, type->max * 2, &addr);
	memcpy(new, old, old_bytes);
	memset((void *)new + old_bytes, 0, new_bytes - old_bytes);
	type->regions = new;
	type->max = new_bytes / sizeof(struct memblock_region);
	BUG_ON(memblock_reserve(addr, new_bytes));
	if (*grown)
		memblock_phys_free(__pa(old), PAGE_ALIGN(old_bytes));
	*grown = true;
	return 0;
}

static int make_room(struct memblock_type *type, unsigned long nr, phys_addr_t base,
		     phys_addr_t size)
{
	while (type->cnt + nr > type->max) {
		int err = double_array(type, base, size);

		if (err)
			return err;
	}
	return 0;
}

/*
 * Cuts the ranges of @type at @base and @base + @size.
 * Return: 0 and in [*@start, *@end) the indexes of the ranges inside; or -ENOMEM.
 */
static int isolate_range(struct memblock_type *type, phys_addr_t base, phys_addr_t size,
			 unsigned long *start, unsigned long *end)
{
	phys_addr_t stop = base + cap_size(base, size);
	unsigned long i;
	int err;

	*start = *end = 0;
	if (!size)
		return 0;
	err = make_room(type, 2, base, size);
	if (err)
		return err;
	for (i = 0; i < type->cnt; i++) {
		struct memblock_region *rgn = &type->regions[i];
		phys_addr_t rbase = rgn->base, rend = rbase + rgn->size;
		phys_addr_t cut;

		if (rbase >= stop)
			break;
		if (rend <= base)
			continue;
		cut = rbase < base ? base : rend > stop ? stop : 0;
		if (cut) {
			rgn->base = cut;
			rgn->size = rend - cut;
			type->total_size -= cut - rbase;
			insert_region(type, i, rbase, cut - rbase, rgn->nid, rgn->flags);
			if (rbase < base)
				continue;	/* the lower piece is outside */
		}
		if (!*end)
			*start = i;
		*end = i + 1;
	}
	return 0;
}

/* Adds what of the range is not there yet; what is there keeps its attributes. */
static int add_range(struct memblock_type *type, phys_addr_t base, phys_addr_t size, int nid,
		     enum memblock_flags flags)
{
	phys_addr_t end = base + cap_size(base, size);
	unsigned long i, pieces = 1;
	phys_addr_t at;
	int err;

	if (!size)
		return 0;
	for (i = 0; i < type->cnt; i++)
		if (ranges_overlap(base, end - base, type->regions[i].base, type->regions[i].size))
			pieces++;
	err = make_room(type, pieces, base, size);
	if (err)
		return err;
	/* growing may itself have reserved something: walk the array as it is now */
	for (at = base, i = 0; i < type->cnt && at < end; i++) {
		struct memblock_region rgn = type->regions[i];

		if (rgn.base + rgn.size <= at)
			continue;
		if (rgn.base >= end)
			break;
		if (rgn.base > at) {
			insert_region(type, i, at, rgn.base - at, nid, flags);
			i++;
		}
		at = rgn.base + rgn.size;
	}
	if (at < end)
		insert_region(type, i, at, end - at, nid, flags);
	merge_regions(type);
	return 0;
}

static int remove_range(struct memblock_type *type, phys_addr_t base, phys_addr_t size)
{
	unsigned long start, end;
	int err = isolate_range(type, base, size, &start, &end);

	if (err)
		return err;
	while (end > start)
		delete_region(type, --end);
	return 0;
}

static int setclr_flag(struct memblock_type *type, phys_addr_t base, phys_addr_t size, bool set,
		       enum memblock_flags flag)
{
	unsigned long i, start, end;
	int err = isolate_range(type, base, size, &start, &end);

	if (err)
		return err;
	for (i = start; i < end; i++) {
		if (set)
			type->regions[i].flags |= flag;
		else
			type->regions[i].flags &= ~flag;
	}
	merge_regions(type);
	return 0;
}

static void dbg_range(const char *what, phys_addr_t base, phys_addr_t size)
{
	phys_addr_t end = base + size - 1;

	memblock_dbg("%s: [%pap-%pap] %pS\n", what, &base, &end, __builtin_return_address(0));
}

/**
 * memblock_add() - there is RAM at this range
 * @base: first byte
 * @size: bytes
 *
 * May overlap what is known already. Return: 0 or -ENOMEM.
 */
int memblock_add(phys_addr_t base, phys_addr_t size)
{
	dbg_range("memblock_add", base, size);
	return add_range(&memblock.memory, base, size, MAX_NUMNODES > 1 ? NUMA_NO_NODE : 0, 0);
}

int memblock_add_node(phys_addr_t base, phys_addr_t size, int nid, enum memblock_flags flags)
{
	dbg_range("memblock_add_node", base, size);
	return add_range(&memblock.memory, base, size, nid, flags);
}

int memblock_remove(phys_addr_t base, phys_addr_t size)
{
	dbg_range("memblock_remove", base, size);
	return remove_range(&memblock.memory, base, size);
}

/**
 * memblock_reserve() - this range is taken
 *
 * Need not be RAM, may overlap what is reserved already. Return: 0 or -ENOMEM.
 */
int memblock_reserve(phys_addr_t base, phys_addr_t size)
{
	dbg_range("memblock_reserve", base, size);
	return add_range(&memblock.reserved, base, size, MAX_NUMNODES > 1 ? NUMA_NO_NODE : 0, 0);
}

/**
 * memblock_phys_free() - this range is not taken any more
 *
 * Only before memblock_free_all(): later, free_reserved_area() is what frees boot memory.
 */
int memblock_phys_free(phys_addr_t base, phys_addr_t size)
{
	dbg_range("memblock_phys_free", base, size);
	return remove_range(&memblock.reserved, base, size);
}

void memblock_free(void *ptr, size_t size)
{
	if (ptr)
		memblock_phys_free(__pa(ptr), size);
}

int memblock_mark_hotplug(phys_addr_t base, phys_addr_t size)
{
	return setclr_flag(&memblock.memory, base, size, true, MEMBLOCK_HOTPLUG);
}

int memblock_clear_hotplug(phys_addr_t base, phys_addr_t size)
{
	return setclr_flag(&memblock.memory, base, size, false, MEMBLOCK_HOTPLUG);
}

int memblock_mark_mirror(phys_addr_t base, phys_addr_t size)
{
	return setclr_flag(&memblock.memory, base, size, true, MEMBLOCK_MIRROR);
}

int memblock_mark_nomap(phys_addr_t base, phys_addr_t size)
{
	return setclr_flag(&memblock.memory, base, size, true, MEMBLOCK_NOMAP);
}

int memblock_clear_nomap(phys_addr_t base, phys_addr_t size)
{
	return setclr_flag(&memblock.memory, base, size, false, MEMBLOCK_NOMAP);
}

int memblock_reserved_mark_noinit(phys_addr_t base, phys_addr_t size)
{
	return setclr_flag(&memblock.reserved, base, size, true, MEMBLOCK_RSRV_NOINIT);
}

int memblock_reserved_mark_noleaktrace(phys_addr_t base, phys_addr_t size)
{
	return setclr_flag(&memblock.reserved, base, size, true, MEMBLOCK_RSRV_NOLEAKTRACE);
}

int memblock_set_node(phys_addr_t base, phys_addr_t size, struct memblock_type *type, int nid)
{
	unsigned long i, start, end;
	int err = isolate_range(type, base, size, &start, &end);

	if (err)
		return err;
	for (i = start; i < end; i++)
		type->regions[i].nid = nid;
	merge_regions(type);
	return 0;
}

/* What of a range lies in [@start, @end) is left. Return: the index of the one behind it. */
static unsigned long shrink_region(struct memblock_type *type, unsigned long i, phys_addr_t start,
				   phys_addr_t end)
{
	struct memblock_region *r = &type->regions[i];

	start = max(start, r->base);
	end = min(end, r->base + r->size);
	if (start >= end) {
		delete_region(type, i);
		return i;
	}
	type->total_size -= r->size - (end - start);
	r->base = start;
	r->size = end - start;
	return i + 1;
}

/* Shrinks each range of RAM to multiples of @align. */
void __init memblock_trim_memory(phys_addr_t align)
{
	unsigned long i = 0;

	while (i < memblock.memory.cnt) {
		struct memblock_region *r = &memblock.memory.regions[i];

		i = shrink_region(&memblock.memory, i, round_up(r->base, align),
				  round_down(r->base + r->size, align));
	}
}

/* Forgets what lies outside [@start, @end), but ranges that are @kept. Wants no room in the array. */
static void keep_within(struct memblock_type *type, phys_addr_t start, phys_addr_t end,
			enum memblock_flags kept)
{
	unsigned long i = 0;

	while (i < type->cnt)
		i = type->regions[i].flags & kept ? i + 1 : shrink_region(type, i, start, end);
}

/* The address below which @limit bytes of RAM lie, or all-ones if there is less. */
static phys_addr_t find_max_addr(phys_addr_t limit)
{
	struct memblock_region *r;

	for_each_mem_region(r) {
		if (limit <= r->size)
			return r->base + limit;
		limit -= r->size;
	}
	return MEMBLOCK_ALLOC_ANYWHERE;
}

/**
 * memblock_enforce_memory_limit() - forget RAM beyond the first @limit bytes of it (mem=)
 */
void __init memblock_enforce_memory_limit(phys_addr_t limit)
{
	phys_addr_t max_addr;

	if (!limit)
		return;
	max_addr = find_max_addr(limit);
	if (max_addr == MEMBLOCK_ALLOC_ANYWHERE)
		return;
	keep_within(&memblock.memory, 0, max_addr, MEMBLOCK_NONE);
	keep_within(&memblock.reserved, 0, max_addr, MEMBLOCK_NONE);
}

/**
 * memblock_cap_memory_range() - forget RAM outside [@base, @base + @size), but what is nomap
 */
void __init memblock_cap_memory_range(phys_addr_t base, phys_addr_t size)
{
	phys_addr_t end = base + cap_size(base, size);

	if (!size)
		return;
	keep_within(&memblock.memory, base, end, MEMBLOCK_NOMAP);
	keep_within(&memblock.reserved, base, end, MEMBLOCK_NONE);
}

void __init memblock_mem_limit_remove_map(phys_addr_t limit)
{
	phys_addr_t max_addr;

	if (!limit)
		return;
	max_addr = find_max_addr(limit);
	if (max_addr != MEMBLOCK_ALLOC_ANYWHERE)
		memblock_cap_memory_range(0, max_addr);
}

void memblock_allow_resize(void)
{
	memblock_can_resize = true;
}

void memblock_set_current_limit(phys_addr_t limit)
{
	memblock.current_limit = limit;
}

phys_addr_t memblock_get_current_limit(void)
{
	return memblock.current_limit;
}

/* ---- walking ------------------------------------------------------------ */

static bool skip_region(const struct memblock_region *m, int nid, enum memblock_flags flags,
			const struct memblock_type *type)
{
	if (type != &memblock.memory)
		return false;
	if (nid != NUMA_NO_NODE && nid != m->nid)
		return true;
	if (memblock_is_hotpluggable(m) && !(flags & MEMBLOCK_HOTPLUG))
		return true;
	if ((m->flags & MEMBLOCK_DRIVER_MANAGED) && !(flags & MEMBLOCK_DRIVER_MANAGED))
		return true;
	return (flags & MEMBLOCK_MIRROR) && !(m->flags & MEMBLOCK_MIRROR);
}

static bool skip_nomap(const struct memblock_region *m, enum memblock_flags flags)
{
	return memblock_is_nomap(m) && !(flags & MEMBLOCK_NOMAP);
}

/* The @idx-th gap of @type: before its first range, between two, behind its last. */
static void gap_of(const struct memblock_type *type, unsigned long idx, phys_addr_t *start,
		   phys_addr_t *end)
{
	*start = idx ? type->regions[idx - 1].base + type->regions[idx - 1].size : 0;
	*end = idx < type->cnt ? type->regions[idx].base : MEMBLOCK_ALLOC_ANYWHERE;
}

/*
 * The low half of *@idx is the index in @type_a, the high half the gap of @type_b. The two
 * are advanced as in a merge: whichever ends first moves on.
 */
void __next_mem_range(u64 *idx, int nid, enum memblock_flags flags, struct memblock_type *type_a,
		      struct memblock_type *type_b, phys_addr_t *out_start, phys_addr_t *out_end,
		      int *out_nid)
{
	u32 a = *idx & 0xffffffff, b = *idx >> 32;

	for (; a < type_a->cnt; a++) {
		struct memblock_region *m = &type_a->regions[a];
		phys_addr_t m_start = m->base, m_end = m->base + m->size;

		if (skip_region(m, nid, flags, type_a) ||
		    (type_a == &memblock.memory && skip_nomap(m, flags)))
			continue;
		for (; !type_b || b <= type_b->cnt; b++) {
			phys_addr_t g_start = 0, g_end = MEMBLOCK_ALLOC_ANYWHERE;

			if (type_b)
				gap_of(type_b, b, &g_start, &g_end);
			if (g_start >= m_end)
				break;
			if (m_start < g_end) {
				if (out_start)
					*out_start = max(m_start, g_start);
				if (out_end)
					*out_end = min(m_end, g_end);
				if (out_nid)
					*out_nid = m->nid;
				if (m_end <= g_end)
					a++;
				else
					b++;
				*idx = a | (u64)b << 32;
				return;
			}
		}
	}
	*idx = ULLONG_MAX;
}

/* The same from the top; the halves of *@idx count one more than the index. */
void __next_mem_range_rev(u64 *idx, int nid, enum memblock_flags flags,
			  struct memblock_type *type_a, struct memblock_type *type_b,
			  phys_addr_t *out_start, phys_addr_t *out_end, int *out_nid)
{
	long a = *idx & 0xffffffff, b = *idx >> 32;

	if (*idx == (u64)ULLONG_MAX) {
		a = (long)type_a->cnt - 1;
		b = type_b ? type_b->cnt : 0;
	} else {
		a--;
		b--;
	}
	for (; a >= 0; a--) {
		struct memblock_region *m = &type_a->regions[a];
		phys_addr_t m_start = m->base, m_end = m->base + m->size;

		if (skip_region(m, nid, flags, type_a) ||
		    (type_a == &memblock.memory && skip_nomap(m, flags)))
			continue;
		for (; b >= 0; b--) {
			phys_addr_t g_start = 0, g_end = MEMBLOCK_ALLOC_ANYWHERE;

			if (type_b)
				gap_of(type_b, b, &g_start, &g_end);
			if (g_end <= m_start)
				break;
			if (m_end > g_start) {
				if (out_start)
					*out_start = max(m_start, g_start);
				if (out_end)
					*out_end = min(m_end, g_end);
				if (out_nid)
					*out_nid = m->nid;
				if (m_start >= g_start)
					a--;
				else
					b--;
				*idx = (u32)(a + 1) | (u64)(b + 1) << 32;
				return;
			}
		}
	}
	*idx = ULLONG_MAX;
}

void __next_mem_pfn_range(int *idx, int nid, unsigned long *out_start_pfn,
			  unsigned long *out_end_pfn, int *out_nid)
{
	while (++*idx < (int)memblock.memory.cnt) {
		struct memblock_region *r = &memblock.memory.regions[*idx];

		if (PFN_UP(r->base) >= PFN_DOWN(r->base + r->size))
			continue;
		if (nid != NUMA_NO_NODE && nid != MAX_NUMNODES && nid != r->nid)
			continue;
		if (out_start_pfn)
			*out_start_pfn = PFN_UP(r->base);
		if (out_end_pfn)
			*out_end_pfn = PFN_DOWN(r->base + r->size);
		if (out_nid)
			*out_nid = r->nid;
		return;
	}
	*idx = -1;
}

/* ---- allocation --------------------------------------------------------- */

static phys_addr_t find_bottom_up(phys_addr_t start, phys_addr_t end, phys_addr_t size,
				  phys_addr_t align, int nid, enum memblock_flags flags)
{
	phys_addr_t this_start, this_end, cand;
	u64 i;

	for_each_free_mem_range(i, nid, flags, &this_start, &this_end, NULL) {
		this_start = clamp(this_start, start, end);
		this_end = clamp(this_end, start, end);
		cand = round_up(this_start, align);
		if (cand < this_end && this_end - cand >= size)
			return cand;
	}
	return 0;
}

static phys_addr_t find_top_down(phys_addr_t start, phys_addr_t end, phys_addr_t size,
				 phys_addr_t align, int nid, enum memblock_flags flags)
{
	phys_addr_t this_start, this_end, cand;
	u64 i;

	for_each_free_mem_range_reverse(i, nid, flags, &this_start, &this_end, NULL) {
		this_start = clamp(this_start, start, end);
		this_end = clamp(this_end, start, end);
		if (this_end < size)
			continue;
		cand = round_down(this_end - size, align);
		if (cand >= this_start)
			return cand;
	}
	return 0;
}

/* Page 0 is never handed out: its address means failure. */
static phys_addr_t find_in_range(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				 phys_addr_t end, int nid, enum memblock_flags flags)
{
	if (end == MEMBLOCK_ALLOC_ACCESSIBLE)
		end = memblock.current_limit;
	start = max_t(phys_addr_t, start, PAGE_SIZE);
	end = max(start, end);
	if (memblock_bottom_up())
		return find_bottom_up(start, end, size, align, nid, flags);
	return find_top_down(start, end, size, align, nid, flags);
}

static phys_addr_t alloc_range_nid(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				   phys_addr_t end, int nid, bool exact_nid)
{
	phys_addr_t found;

	if (WARN_ONCE(memblock.handed_over, "memblock allocation after memblock_free_all()\n"))
		return 0;
	if (!align)
		align = SMP_CACHE_BYTES;
	if (nid == MAX_NUMNODES)
		nid = NUMA_NO_NODE;
	do {
		found = find_in_range(size, align, start, end, nid, MEMBLOCK_NONE);
		if (found && !memblock_reserve(found, size))
			return found;
		if (nid == NUMA_NO_NODE || exact_nid)
			return 0;
		nid = NUMA_NO_NODE;
	} while (1);
}

/**
 * memblock_phys_alloc_range() - take memory
 * @size: bytes
 * @align: a power of two; 0: a cache line
 * @start: lowest address
 * @end: highest address + 1; 0: memblock's current limit
 *
 * Not zeroed. Return: the physical address, or 0.
 */
phys_addr_t __init memblock_phys_alloc_range(phys_addr_t size, phys_addr_t align,
					     phys_addr_t start, phys_addr_t end)
{
	return alloc_range_nid(size, align, start, end, NUMA_NO_NODE, false);
}

phys_addr_t __init memblock_phys_alloc_try_nid(phys_addr_t size, phys_addr_t align, int nid)
{
	return alloc_range_nid(size, align, 0, MEMBLOCK_ALLOC_ACCESSIBLE, nid, false);
}

static void *alloc_virt(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
			phys_addr_t max_addr, int nid, bool exact_nid)
{
	phys_addr_t found;

	if (max_addr > memblock.current_limit)
		max_addr = memblock.current_limit;
	found = alloc_range_nid(size, align, min_addr, max_addr, nid, exact_nid);
	if (!found && min_addr)
		found = alloc_range_nid(size, align, 0, max_addr, nid, exact_nid);
	return found ? __va(found) : NULL;
}

/**
 * memblock_alloc_try_nid() - take zeroed memory
 * @nid: node preferred, NUMA_NO_NODE for any
 *
 * Return: its address in the direct map, or NULL.
 */
void * __init memblock_alloc_try_nid(phys_addr_t size, phys_addr_t align, phys_addr_t min_addr,
				     phys_addr_t max_addr, int nid)
{
	void *ptr = alloc_virt(size, align, min_addr, max_addr, nid, false);

	if (ptr)
		memset(ptr, 0, size);
	return ptr;
}

void * __init memblock_alloc_try_nid_raw(phys_addr_t size, phys_addr_t align,
					 phys_addr_t min_addr, phys_addr_t max_addr, int nid)
{
	return alloc_virt(size, align, min_addr, max_addr, nid, false);
}

void * __init memblock_alloc_exact_nid_raw(phys_addr_t size, phys_addr_t align,
					   phys_addr_t min_addr, phys_addr_t max_addr, int nid)
{
	return alloc_virt(size, align, min_addr, max_addr, nid, true);
}

void * __init __memblock_alloc_or_panic(phys_addr_t size, phys_addr_t align, const char *func)
{
	void *addr = memblock_alloc(size, align);

	if (!addr)
		panic("%s: no memory for %llu bytes at boot\n", func, (unsigned long long)size);
	return addr;
}

/* ---- questions ---------------------------------------------------------- */

phys_addr_t memblock_phys_mem_size(void)
{
	return memblock.memory.total_size;
}

phys_addr_t memblock_reserved_size(void)
{
	return memblock.reserved.total_size;
}

unsigned long memblock_estimated_nr_free_pages(void)
{
	return PHYS_PFN(memblock_phys_mem_size() - memblock_reserved_size());
}

phys_addr_t memblock_start_of_DRAM(void)
{
	return memblock.memory.cnt ? memblock.memory.regions[0].base : 0;
}

phys_addr_t memblock_end_of_DRAM(void)
{
	struct memblock_region *r = &memblock.memory.regions[memblock.memory.cnt - 1];

	return memblock.memory.cnt ? r->base + r->size : 0;
}

/* Index of the range that holds @addr, or -1. */
static long search(const struct memblock_type *type, phys_addr_t addr)
{
	unsigned long left = 0, right = type->cnt;

	while (left < right) {
		unsigned long mid = (left + right) / 2;

		if (addr < type->regions[mid].base)
			right = mid;
		else if (addr >= type->regions[mid].base + type->regions[mid].size)
			left = mid + 1;
		else
			return mid;
	}
	return -1;
}

bool memblock_is_memory(phys_addr_t addr)
{
	return search(&memblock.memory, addr) >= 0;
}

bool memblock_is_map_memory(phys_addr_t addr)
{
	long i = search(&memblock.memory, addr);

	return i >= 0 && !memblock_is_nomap(&memblock.memory.regions[i]);
}

bool memblock_is_region_memory(phys_addr_t base, phys_addr_t size)
{
	long i = search(&memblock.memory, base);
	struct memblock_region *r;

	if (i < 0)
		return false;
	r = &memblock.memory.regions[i];
	return r->base + r->size >= base + cap_size(base, size);
}

bool memblock_is_reserved(phys_addr_t addr)
{
	return search(&memblock.reserved, addr) >= 0;
}

bool memblock_is_region_reserved(phys_addr_t base, phys_addr_t size)
{
	return memblock_overlaps_region(&memblock.reserved, base, size);
}

int memblock_search_pfn_nid(unsigned long pfn, unsigned long *start_pfn, unsigned long *end_pfn)
{
	long i = search(&memblock.memory, PFN_PHYS(pfn));
	struct memblock_region *r;

	if (i < 0)
		return NUMA_NO_NODE;
	r = &memblock.memory.regions[i];
	*start_pfn = PFN_DOWN(r->base);
	*end_pfn = PFN_DOWN(r->base + r->size);
	return r->nid;
}

static void dump_type(const struct memblock_type *type)
{
	unsigned long i;

	pr_info(" %s.cnt  = 0x%lx\n", type->name, type->cnt);
	for (i = 0; i < type->cnt; i++) {
		struct memblock_region *r = &type->regions[i];
		phys_addr_t end = r->base + r->size - 1;

		pr_info(" %s[%#lx]\t[%pap-%pap], %pap bytes flags: %#x\n", type->name, i,
			&r->base, &end, &r->size, r->flags);
	}
}

void memblock_dump_all(void)
{
	if (!memblock_debug)
		return;
	pr_info("MEMBLOCK configuration:\n");
	pr_info(" memory size = %pap reserved size = %pap\n", &memblock.memory.total_size,
		&memblock.reserved.total_size);
	dump_type(&memblock.memory);
	dump_type(&memblock.reserved);
}

static bool type_check(const struct memblock_type *type)
{
	phys_addr_t sum = 0;
	unsigned long i;

	if (type->cnt > type->max)
		return false;
	for (i = 0; i < type->cnt; i++) {
		struct memblock_region *r = &type->regions[i];

		if (!r->size || r->base + r->size < r->base)
			return false;
		sum += r->size;
		if (!i)
			continue;
		if (r[-1].base + r[-1].size > r->base)
			return false;
		if (r[-1].base + r[-1].size == r->base && r[-1].nid == r->nid &&
		    r[-1].flags == r->flags)
			return false;
	}
	return sum == type->total_size;
}

/**
 * memblock_check() - does the invariant atop this file hold?
 */
bool memblock_check(void)
{
	return type_check(&memblock.memory) && type_check(&memblock.reserved);
}
