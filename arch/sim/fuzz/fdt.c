// SPDX-License-Identifier: GPL-2.0-only
/*
 * fdt.c - flattened device trees, as a boot loader could pass them.
 *
 * An input is a tree, or only the nodes and properties of one, to which header and names are added. What
 * fdt_check_full() lets pass must be readable to its end, with no byte behind it; written again by fdt_sw.c it must
 * be the same tree, and say the same of the machine.
 */
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/numa.h>
#include <linux/of_fdt.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <sim/user.h>
#include "fuzz.h"

#define ROOM	(16 * PAGE_SIZE)

/* What an input without names can use. */
static const char names[] =
	"reg\0device_type\0status\0#address-cells\0#size-cells\0numa-node-id\0hotpluggable\0linux,usable-memory\0"
	"no-map\0size\0alignment\0alloc-ranges\0compatible\0distance-matrix\0bootargs\0linux,initrd-start\0"
	"linux,initrd-end";

static void *input_end;		/* what is behind it is not mapped */
static void *copy;

static void make_room(void *unused)
{
	input_end = vmalloc(ROOM);
	copy = vmalloc(2 * ROOM);
	FUZZ_CHECK(input_end && copy);
	input_end += ROOM;
}

static void setup(void)
{
	sim_in_kernel(make_room, NULL);
}

/* ---- the input ---- */

static void *whole(const u8 *from, size_t size)
{
	void *fdt = input_end - ALIGN(size, 8);

	memcpy(fdt, from, size);
	return fdt;
}

static void *with_header(const u8 *from, size_t size, size_t *total)
{
	u32 start = sizeof(struct fdt_header) + 2 * sizeof(struct fdt_reserve_entry);
	struct fdt_reserve_entry *entry;
	struct fdt_header *h;

	*total = start + size + sizeof(names);
	h = input_end - ALIGN(*total, 8);
	*h = (struct fdt_header){
		.magic = cpu_to_be32(FDT_MAGIC), .version = cpu_to_be32(FDT_VERSION),
		.last_comp_version = cpu_to_be32(FDT_LAST_COMP_VERSION), .totalsize = cpu_to_be32(*total),
		.off_mem_rsvmap = cpu_to_be32(sizeof(*h)), .off_dt_struct = cpu_to_be32(start),
		.size_dt_struct = cpu_to_be32(size), .off_dt_strings = cpu_to_be32(start + size),
		.size_dt_strings = cpu_to_be32(sizeof(names)),
	};
	entry = (void *)(h + 1);
	entry[0] = (struct fdt_reserve_entry){ cpu_to_be64(0x4000), cpu_to_be64(0x1000) };
	entry[1] = (struct fdt_reserve_entry){ };
	memcpy((void *)h + start, from, size);
	memcpy((void *)h + start + size, names, sizeof(names));
	return h;
}

/* ---- what a tree says, in one number ---- */

static void mix(u64 *sum, u64 value)
{
	*sum = (*sum ^ value) * 0x9e3779b97f4a7c15ULL;
}

static int say_range(const struct fdt_range *range, void *sum)
{
	FUZZ_CHECK(range->size && range->base + range->size > range->base);
	FUZZ_CHECK(range->nid == NUMA_NO_NODE || numa_valid_node(range->nid));
	mix(sum, range->base);
	mix(sum, range->size);
	mix(sum, range->nid * 4 + range->hotpluggable * 2 + range->nomap);
	return 0;
}

static int say_pool(const struct fdt_pool *pool, void *sum)
{
	FUZZ_CHECK(pool->size && pool->start <= pool->end && (!pool->align || is_power_of_2(pool->align)));
	mix(sum, pool->size);
	mix(sum, pool->align);
	mix(sum, pool->start ^ pool->end);
	return 0;
}

static int say_cpu(u64 hwid, int nid, void *sum)
{
	FUZZ_CHECK(nid == NUMA_NO_NODE || numa_valid_node(nid));
	mix(sum, hwid);
	mix(sum, nid);
	return 0;
}

static int say_distance(u32 from, u32 to, u32 distance, void *sum)
{
	mix(sum, (u64)from << 32 | to);
	mix(sum, distance);
	return 0;
}

static u64 machine_of(const void *fdt)
{
	const char *bootargs = of_fdt_bootargs(fdt);
	u64 sum = 1, start, end;

	of_fdt_for_each_memory(fdt, say_range, &sum);
	of_fdt_for_each_reserved(fdt, say_range, &sum);
	of_fdt_for_each_pool(fdt, say_pool, &sum);
	of_fdt_for_each_cpu(fdt, say_cpu, &sum);
	of_fdt_for_each_distance(fdt, say_distance, &sum);
	if (bootargs)
		mix(&sum, strlen(bootargs));
	if (of_fdt_initrd(fdt, &start, &end)) {
		FUZZ_CHECK(start < end);
		mix(&sum, start ^ end);
	}
	return sum;
}

/* ---- written again ---- */

static void write_properties(struct fdt_writer *w, const void *fdt, int node)
{
	int property, len;
	const char *name;

	fdt_for_each_property_offset(property, fdt, node) {
		const void *value = fdt_getprop_by_offset(fdt, property, &name, &len);

		fdt_property(w, name, value, len);
	}
}

static void write_again(struct fdt_writer *w, const void *fdt)
{
	int node = -1, depth = 0, open = 0;
	u64 address, size;

	fdt_create(w, copy, 2 * ROOM);
	for (int i = 0; i < fdt_num_mem_rsv(fdt); i++) {
		fdt_get_mem_rsv(fdt, i, &address, &size);
		fdt_add_reservemap_entry(w, address, size);
	}
	fdt_finish_reservemap(w);
	while ((node = fdt_next_node(fdt, node, &depth)) >= 0) {
		FUZZ_CHECK(depth <= open);
		for (; open > depth; open--)
			fdt_end_node(w);
		fdt_begin_node(w, fdt_get_name(fdt, node));
		open++;
		write_properties(w, fdt, node);
	}
	while (open--)
		fdt_end_node(w);
}

static void compare_nodes(const void *a, int in_a, const void *b, int in_b)
{
	int pa, pb = fdt_first_property_offset(b, in_b), len_a, len_b;
	const char *name_a, *name_b;

	FUZZ_CHECK(!strcmp(fdt_get_name(a, in_a), fdt_get_name(b, in_b)));
	fdt_for_each_property_offset(pa, a, in_a) {
		const void *value_a = fdt_getprop_by_offset(a, pa, &name_a, &len_a), *value_b;

		FUZZ_CHECK(pb >= 0);
		value_b = fdt_getprop_by_offset(b, pb, &name_b, &len_b);
		FUZZ_CHECK(!strcmp(name_a, name_b) && len_a == len_b && !memcmp(value_a, value_b, len_a));
		pb = fdt_next_property_offset(b, pb);
	}
	FUZZ_CHECK(pb < 0);
}

static void compare(const void *a, const void *b)
{
	int in_a = -1, in_b = -1, depth_a = 0, depth_b = 0;

	while ((in_a = fdt_next_node(a, in_a, &depth_a)) >= 0) {
		in_b = fdt_next_node(b, in_b, &depth_b);
		FUZZ_CHECK(in_b >= 0 && depth_a == depth_b);
		compare_nodes(a, in_a, b, in_b);
	}
	FUZZ_CHECK(fdt_next_node(b, in_b, &depth_b) < 0);
	FUZZ_CHECK(fdt_num_mem_rsv(a) == fdt_num_mem_rsv(b));
}

static void run(struct fuzz_input *in)
{
	bool bare = fuzz_u8(in) & 1;
	size_t size = in->end - in->at;
	struct fdt_writer w;
	void *fdt;

	if (size > ROOM / 2)
		return;
	fdt = bare ? with_header(in->at, size, &size) : whole(in->at, size);
	if (fdt_check_full(fdt, size))
		return;
	write_again(&w, fdt);
	/* a name that many properties end in need not be short: the copy has each property's whole */
	if (fdt_finish(&w) == -FDT_ERR_NOSPACE)
		return;
	FUZZ_CHECK(!w.err);
	FUZZ_CHECK(!fdt_check_full(copy, fdt_totalsize(copy)));
	compare(fdt, copy);
	FUZZ_CHECK(machine_of(fdt) == machine_of(copy));
}

const struct fuzz_target fuzz_fdt = {
	.name = "fdt", .summary = "a flattened device tree", .setup = setup, .run = run,
};
