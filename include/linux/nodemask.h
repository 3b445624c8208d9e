/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * nodemask.h - sets of memory nodes, and what each node is known to have.
 *
 * With one node (NODES_SHIFT 0) every test is decided at compile time.
 */
#ifndef _LINUX_NODEMASK_H
#define _LINUX_NODEMASK_H

#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/numa.h>
#include <linux/threads.h>

typedef struct { DECLARE_BITMAP(bits, MAX_NUMNODES); } nodemask_t;

#define NODE_MASK_NONE		((nodemask_t) { { 0 } })
#define nodemask_of_node(node)						\
({									\
	nodemask_t __m = NODE_MASK_NONE;				\
	node_set(node, __m);						\
	__m;								\
})
#define nodemask_pr_args(maskp)	MAX_NUMNODES, ((maskp) ? (maskp)->bits : NULL)

#define node_set(node, dst)	set_bit((node), (dst).bits)
#define node_clear(node, dst)	clear_bit((node), (dst).bits)
#define node_isset(node, mask)	test_bit((node), (mask).bits)
#define nodes_clear(dst)	bitmap_zero((dst).bits, MAX_NUMNODES)
#define nodes_setall(dst)	bitmap_fill((dst).bits, MAX_NUMNODES)
#define nodes_empty(src)	bitmap_empty((src).bits, MAX_NUMNODES)
#define nodes_weight(src)	bitmap_weight((src).bits, MAX_NUMNODES)
#define nodes_and(dst, a, b)	bitmap_and((dst).bits, (a).bits, (b).bits, MAX_NUMNODES)
#define nodes_or(dst, a, b)	bitmap_or((dst).bits, (a).bits, (b).bits, MAX_NUMNODES)
#define nodes_equal(a, b)	bitmap_equal((a).bits, (b).bits, MAX_NUMNODES)
#define nodes_subset(a, b)	bitmap_subset((a).bits, (b).bits, MAX_NUMNODES)
#define nodes_intersects(a, b)	bitmap_intersects((a).bits, (b).bits, MAX_NUMNODES)

static inline unsigned int first_node_in(const nodemask_t *mask)
{
	return find_first_bit(mask->bits, MAX_NUMNODES);
}

static inline unsigned int next_node_in_mask(int node, const nodemask_t *mask)
{
	return find_next_bit(mask->bits, MAX_NUMNODES, node + 1);
}
#define first_node(mask)	first_node_in(&(mask))
#define next_node(node, mask)	next_node_in_mask((node), &(mask))

#define for_each_node_mask(node, mask)					\
	for ((node) = first_node(mask); (node) < MAX_NUMNODES; (node) = next_node((node), (mask)))

enum node_states {
	N_POSSIBLE,		/* could exist */
	N_ONLINE,		/* has a pglist_data in use */
	N_NORMAL_MEMORY,	/* has memory the kernel maps directly */
	N_HIGH_MEMORY = N_NORMAL_MEMORY,
	N_MEMORY,		/* has memory of any kind */
	N_CPU,			/* has CPUs */
	NR_NODE_STATES
};

extern nodemask_t node_states[NR_NODE_STATES];	/* [L] boot, later the hotplug lock */
extern unsigned int nr_node_ids;

static inline int node_state(int node, enum node_states state)
{
	return node_isset(node, node_states[state]);
}

static inline void node_set_state(int node, enum node_states state)
{
	node_set(node, node_states[state]);
}

static inline void node_clear_state(int node, enum node_states state)
{
	node_clear(node, node_states[state]);
}

static inline int num_node_state(enum node_states state)
{
	return nodes_weight(node_states[state]);
}

#define for_each_node_state(node, state) for_each_node_mask((node), node_states[state])
#define node_online_map		node_states[N_ONLINE]
#define node_possible_map	node_states[N_POSSIBLE]
#define num_online_nodes()	num_node_state(N_ONLINE)
#define num_possible_nodes()	num_node_state(N_POSSIBLE)
#define node_online(node)	node_state((node), N_ONLINE)
#define node_possible(node)	node_state((node), N_POSSIBLE)
#define node_set_online(node)	node_set_state((node), N_ONLINE)
#define for_each_node(node)	for_each_node_state(node, N_POSSIBLE)
#define for_each_online_node(node) for_each_node_state(node, N_ONLINE)

#if MAX_NUMNODES > 1
#define first_online_node	first_node(node_states[N_ONLINE])
#define first_memory_node	first_node(node_states[N_MEMORY])
#define next_online_node(nid)	next_node((nid), node_states[N_ONLINE])
#define next_memory_node(nid)	next_node((nid), node_states[N_MEMORY])
#else
#define first_online_node	0
#define first_memory_node	0
#define next_online_node(nid)	MAX_NUMNODES
#define next_memory_node(nid)	MAX_NUMNODES
#endif

#endif
