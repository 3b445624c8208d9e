/* SPDX-License-Identifier: GPL-2.0-only */
/* numa.h - how many memory nodes a kernel of this configuration can have. */
#ifndef _LINUX_NUMA_H
#define _LINUX_NUMA_H

#define NODES_SHIFT	CONFIG_NODES_SHIFT
#define MAX_NUMNODES	(1 << NODES_SHIFT)
#define NUMA_NO_NODE	(-1)

#define numa_valid_node(nid)	((nid) >= 0 && (nid) < MAX_NUMNODES)

#endif
