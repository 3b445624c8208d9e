/* SPDX-License-Identifier: GPL-2.0-only */
/* numa.h - how many memory nodes a kernel of this configuration can have. */
#ifndef _LINUX_NUMA_H
#define _LINUX_NUMA_H

#define NODES_SHIFT	CONFIG_NODES_SHIFT
#define MAX_NUMNODES	(1 << NODES_SHIFT)
#define NUMA_NO_NODE	(-1)

#define numa_valid_node(nid)	((nid) >= 0 && (nid) < MAX_NUMNODES)

/* boot (mm/numa.c) */
#ifdef CONFIG_NUMA
int numa_set_distance(int from, int to, unsigned int distance);
int numa_set_cpu_node(unsigned int cpu, int nid);
void numa_init(void);
void numa_init_cpus(void);
#else
static inline void numa_init(void)
{
}

static inline void numa_init_cpus(void)
{
}
#endif

#endif
