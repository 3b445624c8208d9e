// SPDX-License-Identifier: GPL-2.0-only
/*
 * machine.c - the machine, as a device tree says it: written from the command line's wishes, or read from a file.
 *
 * Owns:       sim_machine, the tree (sim_device_tree()).
 * Invariant:  the kernel learns of memory, CPUs and nodes from the tree alone, as on a board (setup.c).
 * Elsewhere:  the command line (command.c), the host's memory behind it (../os/memory.c).
 *
 * All of it runs before the kernel, and uses none of its services.
 */
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/numa.h>
#include <linux/of_fdt.h>
#include <linux/string.h>
#include <asm/setup.h>
#include <sim/command.h>
#include "sim_kernel.h"

struct sim_machine sim_machine;

static void *tree;
static unsigned long tree_size;

/* ---- writing ---- */

static void write_range(struct fdt_writer *w, u64 base, u64 size)
{
	__be64 reg[] = { cpu_to_be64(base), cpu_to_be64(size) };

	fdt_property(w, "reg", reg, sizeof(reg));
}

/* Nodes have equal shares, in huge pages, with a hole before each but the first. */
static void write_memory(struct fdt_writer *w)
{
	unsigned long left = sim_machine.ram, base = 0;

	for (unsigned int nid = 0; nid < sim_machine.nodes; nid++) {
		unsigned long size = ALIGN_DOWN(left / (sim_machine.nodes - nid), HPAGE_SIZE);
		char name[32];

		scnprintf(name, sizeof(name), "memory@%lx", base);
		fdt_begin_node(w, name);
		fdt_property_string(w, "device_type", "memory");
		write_range(w, base, size);
		fdt_property_u32(w, "numa-node-id", nid);
		fdt_end_node(w);
		base += size + HPAGE_SIZE;
		left -= size;
	}
}

static void write_cpus(struct fdt_writer *w)
{
	fdt_begin_node(w, "cpus");
	fdt_property_u32(w, "#address-cells", 1);
	fdt_property_u32(w, "#size-cells", 0);
	for (unsigned int cpu = 0; cpu < sim_machine.cpus; cpu++) {
		char name[32];

		scnprintf(name, sizeof(name), "cpu@%x", cpu);
		fdt_begin_node(w, name);
		fdt_property_string(w, "device_type", "cpu");
		fdt_property_u32(w, "reg", cpu);
		fdt_property_u32(w, "numa-node-id", cpu % sim_machine.nodes);
		fdt_end_node(w);
	}
	fdt_end_node(w);
}

static void write_tree(const char *params)
{
	struct fdt_writer w;

	tree_size = PAGE_SIZE + strlen(params) + 128 * (sim_machine.cpus + sim_machine.nodes);
	tree = os_zeroed(tree_size);
	fdt_create(&w, tree, tree_size);
	fdt_finish_reservemap(&w);
	fdt_begin_node(&w, "");
	fdt_property_string(&w, "compatible", "samara,sim");
	fdt_property_u32(&w, "#address-cells", 2);
	fdt_property_u32(&w, "#size-cells", 2);
	fdt_begin_node(&w, "chosen");
	fdt_property_string(&w, "bootargs", params);
	fdt_end_node(&w);
	write_cpus(&w);
	write_memory(&w);
	fdt_end_node(&w);
	if (fdt_finish(&w)) {
		sim_complain("there is no room for the machine's description");
		os_exit(SIM_EXIT_USAGE);
	}
}

/* ---- reading ---- */

static int count_cpu(u64 hwid, int nid, void *unused)
{
	sim_machine.cpus++;
	return 0;
}

static int count_memory(const struct fdt_range *range, void *unused)
{
	if (!IS_ALIGNED(range->base | range->size, HPAGE_SIZE)) {
		sim_complain("%s: memory at %#llx: pieces of %lu KiB are wanted", sim_machine.dtb, range->base,
			     HPAGE_SIZE >> 10);
		return -1;
	}
	if (range->base + range->size > SIM_DIRECT_MAP_SIZE) {
		sim_complain("%s: memory at %#llx: above %lu GiB", sim_machine.dtb, range->base,
			     SIM_DIRECT_MAP_SIZE >> 30);
		return -1;
	}
	sim_machine.ram += range->size;
	return 0;
}

/* A file of dtc's, or QEMU's. */
static bool read_tree(void)
{
	char *text = os_file_read(sim_machine.dtb, &tree_size);
	int err;

	if (!text) {
		sim_complain("cannot read %s", sim_machine.dtb);
		return false;
	}
	tree = text;
	err = fdt_check_full(tree, tree_size);
	if (err) {
		sim_complain("%s: %s", sim_machine.dtb, fdt_strerror(err));
		return false;
	}
	sim_machine.ram = sim_machine.cpus = 0;
	of_fdt_for_each_cpu(tree, count_cpu, NULL);
	if (!sim_machine.cpus || sim_machine.cpus > min(SIM_MAX_CPUS, NR_CPUS)) {
		sim_complain("%s: %u CPUs; there can be 1 to %u", sim_machine.dtb, sim_machine.cpus,
			     min(SIM_MAX_CPUS, NR_CPUS));
		return false;
	}
	if (of_fdt_for_each_memory(tree, count_memory, NULL))
		return false;
	if (!sim_machine.ram)
		sim_complain("%s: no memory", sim_machine.dtb);
	return sim_machine.ram;
}

/* ---- the machine ---- */

/**
 * sim_machine_settle() - the command line is complete: what machine is it?
 *
 * Return: false, with a message, where it can be none.
 */
bool sim_machine_settle(void)
{
	if (sim_machine.dtb)
		return read_tree();
	if (sim_machine.ram / sim_machine.nodes >= HPAGE_SIZE)
		return true;
	sim_complain("--nodes %u: too many for %lu MiB", sim_machine.nodes, sim_machine.ram >> 20);
	return false;
}

static int map_memory(const struct fdt_range *range, void *unused)
{
	os_map_ram(range->base, range->size);
	return 0;
}

/** sim_device_tree() - the tree, for a kernel that is called with @params; memory is there from now on */
void *sim_device_tree(const char *params, unsigned long *size)
{
	if (!sim_machine.dtb)
		write_tree(params);
	os_reserve_ram();
	of_fdt_for_each_memory(tree, map_memory, NULL);
	*size = tree_size;
	return tree;
}

/** sim_machine_words() - the options that make this machine again; the caller may use the text until the next call */
const char *sim_machine_words(void)
{
	static char words[300];
	int n = scnprintf(words, sizeof(words), "--seed %lu", sim_machine.seed);

	if (sim_machine.dtb)
		scnprintf(words + n, sizeof(words) - n, " --dtb %s", sim_machine.dtb);
	else
		n += scnprintf(words + n, sizeof(words) - n, " --cpus %u --ram %luM", sim_machine.cpus,
			       sim_machine.ram >> 20);
	if (sim_machine.nodes > 1)
		scnprintf(words + n, sizeof(words) - n, " --nodes %u", sim_machine.nodes);
	return words;
}
