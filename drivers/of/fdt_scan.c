// SPDX-License-Identifier: GPL-2.0-only
/*
 * fdt_scan.c - what a device tree says of memory, CPUs, nodes and the command line.
 *
 * Invariant:  a tree is only read, so any may be asked at any time. What makes no sense is passed over: a tree
 *             with one bad entry should still boot.
 * Elsewhere:  tokens (lib/fdt.c), what boot does about it (fdt.c).
 *
 * Sources: Devicetree Specification 0.4, sections 2.3 (status, #address-cells), 3.4 (memory), 3.5 (reserved-memory),
 * 3.6 (chosen), 3.8 (cpus); for nodes Linux's bindings numa.txt: numa-node-id, numa-distance-map-v1.
 */
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/numa.h>
#include <linux/of_fdt.h>
#include <linux/string.h>

/* ---- properties ---- */

/* A property of whole cells. Return: how many; 0: there is none, or it is something else. */
static int cells_of(const void *fdt, int node, const char *name, const __be32 **cells)
{
	int len;

	*cells = fdt_getprop(fdt, node, name, &len);
	return *cells && len % 4 == 0 ? len / 4 : 0;
}

static u32 u32_of(const void *fdt, int node, const char *name, u32 otherwise)
{
	const __be32 *cell;

	return cells_of(fdt, node, name, &cell) == 1 ? be32_to_cpu(*cell) : otherwise;
}

/* One or two cells. */
static bool u64_of(const void *fdt, int node, const char *name, u64 *value)
{
	const __be32 *cells;
	int n = cells_of(fdt, node, name, &cells);

	if (n != 1 && n != 2)
		return false;
	*value = of_read_number(cells, n);
	return true;
}

/* A string with its end; NULL. */
static const char *string_of(const void *fdt, int node, const char *name)
{
	int len;
	const char *s = fdt_getprop(fdt, node, name, &len);

	return s && len > 0 && !s[len - 1] ? s : NULL;
}

static bool is(const void *fdt, int node, const char *name, const char *value)
{
	const char *s = string_of(fdt, node, name);

	return s && !strcmp(s, value);
}

static bool has(const void *fdt, int node, const char *name)
{
	int len;

	return fdt_getprop(fdt, node, name, &len);
}

static bool is_available(const void *fdt, int node)
{
	return !has(fdt, node, "status") || is(fdt, node, "status", "okay") || is(fdt, node, "status", "ok");
}

static int nid_of(const void *fdt, int node)
{
	u32 nid = u32_of(fdt, node, "numa-node-id", S32_MAX);

	return nid < MAX_NUMNODES ? (int)nid : NUMA_NO_NODE;
}

/* ---- addresses ---- */

struct reg_cells {
	u32	address, size;
};

/* How addresses below @node are written. */
static struct reg_cells reg_cells(const void *fdt, int node)
{
	return (struct reg_cells){ u32_of(fdt, node, "#address-cells", 2), u32_of(fdt, node, "#size-cells", 1) };
}

static bool is_usable(struct reg_cells c)
{
	return c.address >= 1 && c.address <= 2 && c.size >= 1 && c.size <= 2;
}

/* Calls @fn for each range of @node's property @name. */
static int for_each_range(const void *fdt, int node, const char *name, struct reg_cells c, struct fdt_range range,
			  int (*fn)(const struct fdt_range *range, void *arg), void *arg)
{
	const __be32 *cell;
	int left = cells_of(fdt, node, name, &cell), step = c.address + c.size, stop = 0;

	for (; !stop && left >= step; left -= step, cell += step) {
		range.base = of_read_number(cell, c.address);
		range.size = of_read_number(cell + c.address, c.size);
		if (range.size && range.base + range.size > range.base)
			stop = fn(&range, arg);
	}
	return stop;
}

/* ---- memory ---- */

/** of_fdt_for_each_memory() - the ranges of RAM: nodes of device_type "memory" */
int of_fdt_for_each_memory(const void *fdt, int (*fn)(const struct fdt_range *range, void *arg), void *arg)
{
	int root = fdt_next_node(fdt, -1, NULL), node, stop = 0;
	struct reg_cells c = reg_cells(fdt, root);

	if (!is_usable(c))
		return 0;
	fdt_for_each_subnode(node, fdt, root) {
		struct fdt_range range = {
			.nid = nid_of(fdt, node), .hotpluggable = has(fdt, node, "hotpluggable"),
		};
		const char *reg = has(fdt, node, "linux,usable-memory") ? "linux,usable-memory" : "reg";

		if (is(fdt, node, "device_type", "memory") && is_available(fdt, node))
			stop = for_each_range(fdt, node, reg, c, range, fn, arg);
		if (stop)
			break;
	}
	return stop;
}

/** of_fdt_for_each_reserved() - memory to leave alone: the list before the tree, and nodes with a place */
int of_fdt_for_each_reserved(const void *fdt, int (*fn)(const struct fdt_range *range, void *arg), void *arg)
{
	int parent = fdt_path_offset(fdt, "/reserved-memory"), node, stop = 0;
	struct fdt_range range = { .nid = NUMA_NO_NODE };
	struct reg_cells c;

	for (int i = 0; i < fdt_num_mem_rsv(fdt) && !stop; i++) {
		fdt_get_mem_rsv(fdt, i, &range.base, &range.size);
		if (range.base + range.size > range.base)
			stop = fn(&range, arg);
	}
	if (stop || parent < 0)
		return stop;
	c = reg_cells(fdt, parent);
	if (!is_usable(c))
		return 0;
	fdt_for_each_subnode(node, fdt, parent) {
		range.nomap = has(fdt, node, "no-map");
		if (is_available(fdt, node))
			stop = for_each_range(fdt, node, "reg", c, range, fn, arg);
		if (stop)
			break;
	}
	return stop;
}

static int first_range(const struct fdt_range *range, void *arg)
{
	*(struct fdt_range *)arg = *range;
	return 1;
}

/** of_fdt_for_each_pool() - reserved memory of which the tree has only the size */
int of_fdt_for_each_pool(const void *fdt, int (*fn)(const struct fdt_pool *pool, void *arg), void *arg)
{
	int parent = fdt_path_offset(fdt, "/reserved-memory"), node, stop = 0;
	struct reg_cells c;

	if (parent < 0)
		return 0;
	c = reg_cells(fdt, parent);
	if (!is_usable(c))
		return 0;
	fdt_for_each_subnode(node, fdt, parent) {
		struct fdt_pool pool = { .end = ~0ULL, .nomap = has(fdt, node, "no-map") };
		struct fdt_range allowed = { };

		if (has(fdt, node, "reg") || !is_available(fdt, node) || !u64_of(fdt, node, "size", &pool.size) ||
		    !pool.size)
			continue;
		if (u64_of(fdt, node, "alignment", &pool.align) && !is_power_of_2(pool.align))
			pool.align = 0;
		if (for_each_range(fdt, node, "alloc-ranges", c, allowed, first_range, &allowed)) {
			pool.start = allowed.base;
			pool.end = allowed.base + allowed.size - 1;
		}
		stop = fn(&pool, arg);
		if (stop)
			break;
	}
	return stop;
}

/* ---- CPUs and nodes ---- */

/** of_fdt_for_each_cpu() - each usable CPU: its number in hardware, and its node or NUMA_NO_NODE */
int of_fdt_for_each_cpu(const void *fdt, int (*fn)(u64 hwid, int nid, void *arg), void *arg)
{
	int parent = fdt_path_offset(fdt, "/cpus"), node, stop = 0;
	u64 hwid;

	if (parent < 0)
		return 0;
	fdt_for_each_subnode(node, fdt, parent) {
		if (is(fdt, node, "device_type", "cpu") && is_available(fdt, node) &&
		    u64_of(fdt, node, "reg", &hwid))
			stop = fn(hwid, nid_of(fdt, node), arg);
		if (stop)
			break;
	}
	return stop;
}

/** of_fdt_for_each_distance() - triples of /distance-map: how far node @to is from node @from */
int of_fdt_for_each_distance(const void *fdt, int (*fn)(u32 from, u32 to, u32 distance, void *arg), void *arg)
{
	int map = fdt_path_offset(fdt, "/distance-map"), left, stop = 0;
	const __be32 *cell;

	if (map < 0 || !is(fdt, map, "compatible", "numa-distance-map-v1"))
		return 0;
	left = cells_of(fdt, map, "distance-matrix", &cell);
	for (; !stop && left >= 3; left -= 3, cell += 3)
		stop = fn(be32_to_cpu(cell[0]), be32_to_cpu(cell[1]), be32_to_cpu(cell[2]), arg);
	return stop;
}

/* ---- /chosen ---- */

/** of_fdt_bootargs() - the kernel's command line; NULL: none */
const char *of_fdt_bootargs(const void *fdt)
{
	int chosen = fdt_path_offset(fdt, "/chosen");

	return chosen < 0 ? NULL : string_of(fdt, chosen, "bootargs");
}

/** of_fdt_initrd() - where the boot loader has left an initramfs: its first byte, and the one behind its last */
bool of_fdt_initrd(const void *fdt, u64 *start, u64 *end)
{
	int chosen = fdt_path_offset(fdt, "/chosen");

	return chosen >= 0 && u64_of(fdt, chosen, "linux,initrd-start", start) &&
	       u64_of(fdt, chosen, "linux,initrd-end", end) && *start < *end;
}
