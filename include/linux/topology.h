/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * topology.h - which node a CPU belongs to and how far nodes are apart.
 *
 * The node of each CPU is a per-CPU variable that the architecture sets at boot; with one
 * node everything is node 0.
 */
#ifndef _LINUX_TOPOLOGY_H
#define _LINUX_TOPOLOGY_H

#include <linux/cpumask.h>
#include <linux/numa.h>
#include <linux/percpu-defs.h>
#include <asm/percpu.h>

#define LOCAL_DISTANCE	10
#define REMOTE_DISTANCE	20
#define RECLAIM_DISTANCE 30

#if MAX_NUMNODES > 1

DECLARE_PER_CPU(int, numa_node);
int node_distance(int from, int to);

static inline int numa_node_id(void)
{
	return raw_cpu_read(numa_node);
}

static inline int cpu_to_node(int cpu)
{
	return per_cpu(numa_node, cpu);
}

static inline void set_cpu_numa_node(int cpu, int node)
{
	per_cpu(numa_node, cpu) = node;
}

#else

static inline int numa_node_id(void)
{
	return 0;
}

static inline int cpu_to_node(int cpu)
{
	return 0;
}

static inline void set_cpu_numa_node(int cpu, int node)
{
}

static inline int node_distance(int from, int to)
{
	return from == to ? LOCAL_DISTANCE : REMOTE_DISTANCE;
}

#endif

static inline int numa_mem_id(void)
{
	return numa_node_id();
}

static inline int cpu_to_mem(int cpu)
{
	return cpu_to_node(cpu);
}

#ifndef topology_physical_package_id
#define topology_physical_package_id(cpu)	((void)(cpu), 0)
#endif
#ifndef topology_core_id
#define topology_core_id(cpu)			((void)(cpu), 0)
#endif

#endif
