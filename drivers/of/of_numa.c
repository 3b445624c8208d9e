// SPDX-License-Identifier: GPL-2.0-only
/*
 * of_numa.c - nodes by the device tree: how far apart they are, and which CPU is in which.
 *
 * Elsewhere:  the node of a range of memory (fdt.c), what is made of it all (mm/numa.c).
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/numa.h>
#include <linux/of_fdt.h>
#include <linux/printk.h>

static int __init set_distance(u32 from, u32 to, u32 distance, void *unused)
{
	if (numa_set_distance(from, to, distance))
		pr_warn("OF: NUMA: %u cannot be the distance from node %u to node %u\n", distance, from, to);
	return 0;
}

static int __init set_cpu_node(u64 hwid, int nid, void *arg)
{
	unsigned int *cpu = arg;

	if (nid != NUMA_NO_NODE && *cpu < nr_cpu_ids)
		numa_set_cpu_node(*cpu, nid);
	(*cpu)++;
	return 0;
}

/** of_numa_init() - distances, and each CPU's node: CPUs are numbered in the tree's order. Before numa_init() */
void __init of_numa_init(void)
{
	unsigned int cpu = 0;

	of_fdt_for_each_distance(initial_boot_params, set_distance, NULL);
	of_fdt_for_each_cpu(initial_boot_params, set_cpu_node, &cpu);
}
