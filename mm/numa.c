// SPDX-License-Identifier: GPL-2.0-only
/*
 * numa.c - memory nodes: which there are, how far apart, and which CPU is near which (CONFIG_NUMA).
 *
 * The architecture or the device tree says at boot where each range of memory and each CPU belongs
 * (memblock_set_node(), numa_set_cpu_node(), numa_set_distance()). numa_init() makes nodes of that.
 *
 * Owns:       node_data[], the distances, numa_node of each CPU.
 * Invariant:  every range in memblock.memory has a node; a node is online if, and only if, it has memory; a CPU's node
 *             is online.
 * Locks:      none: the boot CPU alone changes it.
 * Elsewhere:  zones and the order of fallback (mm_init.c), the device tree's words (drivers/of/of_numa.c).
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/panic.h>
#include <linux/percpu.h>
#include <linux/topology.h>

struct pglist_data *node_data[MAX_NUMNODES] __read_mostly;
DEFINE_PER_CPU(int, numa_node);

static u8 distances[MAX_NUMNODES][MAX_NUMNODES] __read_mostly;	/* 0: nobody said */
static int cpu_nodes[NR_CPUS] __initdata = { [0 ... NR_CPUS - 1] = NUMA_NO_NODE };

/**
 * node_distance() - how far is memory of node @to from CPUs of node @from?
 *
 * In tenths of the way to a node's own memory, as in ACPI's SLIT. Return: LOCAL_DISTANCE or more.
 */
int node_distance(int from, int to)
{
	if (!numa_valid_node(from) || !numa_valid_node(to) || !distances[from][to])
		return from == to ? LOCAL_DISTANCE : REMOTE_DISTANCE;
	return distances[from][to];
}

/**
 * numa_set_distance() - boot: what node_distance() is to say
 *
 * Return: 0; -EINVAL for nodes that cannot be, and for a distance that is none: a node's own memory is at
 * LOCAL_DISTANCE, all other is farther, by a factor of at most 25.
 */
int __init numa_set_distance(int from, int to, unsigned int distance)
{
	if (!numa_valid_node(from) || !numa_valid_node(to) || distance > U8_MAX ||
	    (from == to ? distance != LOCAL_DISTANCE : distance <= LOCAL_DISTANCE))
		return -EINVAL;
	distances[from][to] = distance;
	return 0;
}

/** numa_set_cpu_node() - boot: CPU @cpu is near node @nid. Return: 0; -EINVAL if either cannot be. */
int __init numa_set_cpu_node(unsigned int cpu, int nid)
{
	if (cpu >= nr_cpu_ids || !numa_valid_node(nid))
		return -EINVAL;
	cpu_nodes[cpu] = nid;
	return 0;
}

static int __init nearest_online_node(int nid)
{
	int best = first_online_node, node;

	for_each_online_node(node)
		if (node_distance(nid, node) < node_distance(nid, best))
			best = node;
	return best;
}

static void __init make_node(int nid)
{
	node_set_state(nid, N_POSSIBLE);
	node_set_online(nid);
	nr_node_ids = max_t(unsigned int, nr_node_ids, nid + 1);
	NODE_DATA(nid) = memblock_alloc_try_nid(sizeof(pg_data_t), SMP_CACHE_BYTES, MEMBLOCK_LOW_LIMIT,
						MEMBLOCK_ALLOC_ACCESSIBLE, nid);
	if (!NODE_DATA(nid))
		panic("No memory for node %d's data. The machine is too small.", nid);
}

/**
 * numa_init() - makes a node of each number that a range of memory has
 *
 * Memory of which nobody said where it is belongs to node 0. When all of memory is known, and before
 * free_area_init(). Panics for want of memory.
 */
void __init numa_init(void)
{
	nodemask_t found = NODE_MASK_NONE;
	struct memblock_region *r;
	int nid;

	for_each_mem_region(r) {
		if (!numa_valid_node(r->nid))
			r->nid = 0;
		node_set(r->nid, found);
	}
	nodes_clear(node_states[N_POSSIBLE]);
	nodes_clear(node_states[N_ONLINE]);
	for_each_node_mask(nid, found)
		make_node(nid);
}

/** numa_init_cpus() - gives each CPU its node, when there are per-CPU variables. One without memory is passed over. */
void __init numa_init_cpus(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		int nid = cpu_nodes[cpu];

		if (nid == NUMA_NO_NODE)
			nid = first_online_node;
		if (!node_online(nid))
			nid = nearest_online_node(nid);
		set_cpu_numa_node(cpu, nid);
		node_set_state(nid, N_CPU);
	}
}
