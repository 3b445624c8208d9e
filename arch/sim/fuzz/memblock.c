// SPDX-License-Identifier: GPL-2.0-only
/*
 * memblock.c - an instance of memblock against a byte a page.
 *
 * The machine's own arrays are put aside. The instance's RAM is UNITS real pages. Its arrays begin in the
 * first two of them, with room for ROOM ranges each, and grow as they do at boot.
 */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <sim/user.h>
#include "fuzz.h"

#define UNITS_ORDER	7
#define UNITS		(1U << UNITS_ORDER)
#define ROOM		8

enum { M_MEMORY = 1, M_RESERVED = 2, M_HOTPLUG = 4, M_MIRROR = 8, M_NOMAP = 16, M_ATTRIBUTES = 28 };

static struct memblock saved;
static phys_addr_t base;
static u8 unit[UNITS];

static phys_addr_t addr_of(unsigned int u)
{
	return base + PFN_PHYS(u);
}

struct span {
	unsigned int first, end;	/* units */
	phys_addr_t addr, size;
};

static struct span take_span(struct fuzz_input *in)
{
	unsigned int first = fuzz_u8(in) % UNITS, length = fuzz_u8(in), end;

	end = min(first + (length < 224 ? length % 8 : length - 127), UNITS);
	return (struct span){ first, end, addr_of(first), PFN_PHYS(end - first) };
}

static void change(unsigned int first, unsigned int end, u8 set, u8 clear)
{
	for (unsigned int u = first; u < end; u++)
		unit[u] = (unit[u] & ~clear) | set;
}

/* What is there already keeps its attributes. */
static void model_add(struct span s)
{
	for (unsigned int u = s.first; u < s.end; u++)
		if (!(unit[u] & M_MEMORY))
			change(u, u + 1, M_MEMORY, M_ATTRIBUTES);
}

/* Only what is memory has attributes. */
static void model_mark(struct span s, u8 set, u8 clear)
{
	for (unsigned int u = s.first; u < s.end; u++)
		if (unit[u] & M_MEMORY)
			change(u, u + 1, set, clear);
}

static bool is_free(unsigned int u)
{
	return (unit[u] & (M_MEMORY | M_RESERVED | M_HOTPLUG | M_NOMAP)) == M_MEMORY;
}

/* A range that ends where another begins, with other attributes, is no room for what crosses the border. */
static bool fits(unsigned int first, unsigned int units)
{
	for (unsigned int u = first; u < first + units; u++)
		if (!is_free(u) || ((unit[u] ^ unit[first]) & M_ATTRIBUTES))
			return false;
	return true;
}

static phys_addr_t expected_place(unsigned int units, unsigned int align, struct span s)
{
	phys_addr_t found = 0;

	for (unsigned int u = s.first; u + units <= s.end; u++) {
		if (!IS_ALIGNED(addr_of(u), align) || !fits(u, units))
			continue;
		found = addr_of(u);
		if (memblock.bottom_up)
			break;
	}
	return found;
}

/* ---- the arrays, which lie in the RAM themselves ---- */

static struct array {
	struct memblock_type *type;
	struct memblock_region *regions;	/* where it was when we last looked */
	unsigned long max;
	bool grown;				/* as memblock.c knows it: for good */
} arrays[] = { { &memblock.memory }, { &memblock.reserved } };

static struct span span_of(const struct memblock_region *regions, unsigned long max)
{
	unsigned int first = PHYS_PFN(__pa(regions) - base);

	return (struct span){ .first = first, .end = first + PFN_UP(max * sizeof(*regions)) };
}

static bool overlap(struct span a, struct span b)
{
	return a.first < b.end && b.first < a.end;
}

static bool holds_array(struct span s)
{
	return overlap(s, span_of(arrays[0].regions, arrays[0].max)) ||
	       overlap(s, span_of(arrays[1].regions, arrays[1].max));
}

static void follow_array(struct array *a)
{
	struct span old = span_of(a->regions, a->max), new = span_of(a->type->regions, a->type->max);

	if (a->regions == a->type->regions)
		return;
	FUZZ_CHECK(new.end <= UNITS && fits(new.first, new.end - new.first));
	if (a->grown)
		change(old.first, old.end, 0, M_RESERVED);
	change(new.first, new.end, M_RESERVED, 0);
	a->regions = a->type->regions;
	a->max = a->type->max;
	a->grown = true;
}

/* One that has grown lies in what was free, and is reserved; where it was before is free again. */
static void follow_arrays(void)
{
	follow_array(&arrays[1]);	/* grows first, so that memory's can be reserved */
	follow_array(&arrays[0]);
}

/* Could the arrays have grown, beside @s? They need three pages at most. */
static bool room_to_grow(struct span s)
{
	for (unsigned int u = 0; u + 3 <= UNITS; u++)
		if (fits(u, 3) && !overlap((struct span){ .first = u, .end = u + 3 }, s))
			return true;
	return false;
}

static void compare(void)
{
	unsigned int memory = 0, reserved = 0;
	phys_addr_t start, end;
	u64 i;

	FUZZ_CHECK(memblock_check());
	for (unsigned int u = 0; u < UNITS; u++) {
		FUZZ_CHECK(memblock_is_memory(addr_of(u)) == !!(unit[u] & M_MEMORY));
		FUZZ_CHECK(memblock_is_reserved(addr_of(u)) == !!(unit[u] & M_RESERVED));
		FUZZ_CHECK(memblock_is_map_memory(addr_of(u)) == ((unit[u] & (M_MEMORY | M_NOMAP)) == M_MEMORY));
		memory += !!(unit[u] & M_MEMORY);
		reserved += !!(unit[u] & M_RESERVED);
	}
	FUZZ_CHECK(memblock_phys_mem_size() == PFN_PHYS(memory));
	FUZZ_CHECK(memblock_reserved_size() == PFN_PHYS(reserved));
	memory = 0;
	for_each_free_mem_range(i, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end, NULL)
		for (; start < end; start += PAGE_SIZE, memory++)
			FUZZ_CHECK(is_free(PHYS_PFN(start - base)));
	for_each_free_mem_range_reverse(i, NUMA_NO_NODE, MEMBLOCK_NONE, &start, &end, NULL)
		for (; start < end; start += PAGE_SIZE, memory--)
			FUZZ_CHECK(is_free(PHYS_PFN(start - base)));
	FUZZ_CHECK(!memory);
}

/* ---- operations ---- */

static void allocate(struct fuzz_input *in)
{
	struct span s = take_span(in);
	u8 how = fuzz_u8(in);
	unsigned int units = 1 + how % 8, align = PAGE_SIZE << how / 8 % 4, first;
	phys_addr_t want, got;

	memblock_set_bottom_up(how / 32 % 2);
	if (!s.size)
		return;
	want = expected_place(units, align, s);
	got = memblock_phys_alloc_range(PFN_PHYS(units), align, s.addr, s.addr + s.size);
	memblock_set_bottom_up(false);
	first = PHYS_PFN(want - base);
	follow_arrays();
	if (!got && want) {
		FUZZ_CHECK(!room_to_grow((struct span){ .first = first, .end = first + units }));
		return;
	}
	FUZZ_CHECK(got == want);
	if (got)
		change(first, first + units, M_RESERVED, 0);
}

typedef int (*attribute_fn)(phys_addr_t base, phys_addr_t size);

static const struct {
	attribute_fn fn;
	u8 set, clear;
} attributes[] = {
	{ memblock_mark_hotplug, M_HOTPLUG, 0 }, { memblock_clear_hotplug, 0, M_HOTPLUG },
	{ memblock_mark_mirror, M_MIRROR, 0 }, { memblock_mark_nomap, M_NOMAP, 0 },
	{ memblock_clear_nomap, 0, M_NOMAP },
};

static bool done(int err, struct span s)
{
	follow_arrays();
	FUZZ_CHECK(!err || (err == -ENOMEM && !room_to_grow(s)));
	return !err;
}

static void set_attribute(struct span s, u8 how)
{
	how %= ARRAY_SIZE(attributes);
	if (done(attributes[how].fn(s.addr, s.size), s))
		model_mark(s, attributes[how].set, attributes[how].clear);
}

/* mem=: what of RAM lies beyond its first bytes is forgotten, with what was reserved there. */
static void limit(unsigned int units)
{
	unsigned int u = 0, left = units;

	for (; u < UNITS && left; u++)
		left -= !!(unit[u] & M_MEMORY);
	if (!units || left || holds_array((struct span){ .first = u, .end = UNITS }))
		return;
	memblock_enforce_memory_limit(PFN_PHYS(units));
	change(u, UNITS, 0, 0xff);
}

/* What is nomap stays. */
static void cap(struct span s)
{
	struct span below = { .first = 0, .end = s.first }, above = { .first = s.end, .end = UNITS };

	if (!s.size || holds_array(below) || holds_array(above))
		return;
	memblock_cap_memory_range(s.addr, s.size);
	for (unsigned int u = 0; u < UNITS; u++)
		if (u < s.first || u >= s.end)
			change(u, u + 1, 0, unit[u] & M_NOMAP ? M_RESERVED : 0xff);
}

static void step(struct fuzz_input *in)
{
	u8 op = fuzz_u8(in);
	struct span s;

	if (op % 8 == 7)
		return allocate(in);
	s = take_span(in);
	switch (op % 8) {
	case 0 ... 1:
		if (done(memblock_add(s.addr, s.size), s))
			model_add(s);
		return;
	case 2:
		if (done(memblock_remove(s.addr, s.size), s))
			change(s.first, s.end, 0, M_MEMORY | M_ATTRIBUTES);
		return;
	case 3:
		if (done(memblock_reserve(s.addr, s.size), s))
			change(s.first, s.end, M_RESERVED, 0);
		return;
	case 4:
		if (!holds_array(s) && done(memblock_phys_free(s.addr, s.size), s))
			change(s.first, s.end, 0, M_RESERVED);
		return;
	case 5:
		return set_attribute(s, op / 8);
	default:
		return op / 8 % 2 ? cap(s) : limit(s.end - s.first);
	}
}

static void begin(struct page *ram)
{
	base = PFN_PHYS(page_to_pfn(ram));
	saved = memblock;
	memset(unit, 0, sizeof(unit));
	memblock.bottom_up = memblock.handed_over = false;
	memblock.current_limit = MEMBLOCK_ALLOC_ANYWHERE;
	memblock.memory = (struct memblock_type){ .name = "memory" };
	memblock.reserved = (struct memblock_type){ .name = "reserved" };
	for (int i = 0; i < ARRAY_SIZE(arrays); i++) {
		arrays[i].regions = arrays[i].type->regions = page_address(ram + i);
		arrays[i].max = arrays[i].type->max = ROOM;
	}
	memblock_reserve(base, 2 * PAGE_SIZE);
	change(0, 2, M_RESERVED, 0);
}

static void run(struct fuzz_input *in)
{
	struct page *ram = alloc_pages(GFP_KERNEL, UNITS_ORDER);

	FUZZ_CHECK(ram);
	begin(ram);
	while (fuzz_left(in)) {
		step(in);
		compare();
	}
	memblock = saved;
	__free_pages(ram, UNITS_ORDER);
}

/* Both arrays grow once, so that memblock knows for good that they are not those it began with. */
static void grow(void *unused)
{
	u8 bytes[6 * UNITS / 2 + 3] = { 0, 0, 255 };
	struct fuzz_input in = { bytes, bytes + sizeof(bytes) };

	for (unsigned int i = 0; i < UNITS / 4; i++) {
		memcpy(&bytes[3 + 6 * i], (u8[]){ 3, 2 * i + 32, 1, 5, 2 * i + 32, 1 }, 6);
	}
	run(&in);
	FUZZ_CHECK(arrays[0].grown && arrays[1].grown);
}

static void setup(void)
{
	sim_in_kernel(grow, NULL);
}

const struct fuzz_target fuzz_memblock = {
	.name = "memblock", .summary = "memory before there is a page allocator", .setup = setup, .run = run,
};
