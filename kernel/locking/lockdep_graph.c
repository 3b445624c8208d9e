// SPDX-License-Identifier: GPL-2.0-only
/*
 * lockdep_graph.c - which class of locks was taken under which: a directed graph that may have no cycle.
 *
 * Owns:       lock_edges[], and the lists of edges in lock_classes[].
 * Invariant:  the graph has no strong cycle: an edge that would close one is reported instead of added.
 * Locks:      graph_lock().
 *
 * Not every cycle is a deadlock. A recursive reader (R) waits only for a writer that holds the lock, not for one that
 * queues; so it is not held off by a lock that is only shared (S). Hence on a path where an edge that ends in R
 * is followed by one that begins in S, the wait does not carry over, and such a path proves nothing: it is not strong.
 * A search keeps for each class whether all it came by ends in R ("weak"): then it goes on only along edges
 * that begin in E. So each class has two nodes, and is visited at most twice. Searching backwards, the two ends change
 * their parts.
 */
#include <linux/kernel.h>
#include "lockdep_internals.h"

struct lock_edge lock_edges[MAX_EDGES];		/* [0] is none */
unsigned int nr_lock_edges = 1;

/* ---- searching ---- */

#define NR_NODES	(2 * MAX_CLASSES)	/* 2 * class + weak */

static u32 seen[NR_NODES];			/* the search that was there last */
static u32 generation;
static u32 queue[NR_NODES];
static u32 from_node[NR_NODES], by_edge[NR_NODES];
static unsigned int head, tail;

static void visit(u32 node, u32 from, u32 edge)
{
	/* what was reached strongly need not be reached weakly */
	if (seen[node] == generation || seen[node & ~1] == generation)
		return;
	seen[node] = generation;
	from_node[node] = from;
	by_edge[node] = edge;
	queue[tail++] = node;
}

static void visit_edge(u32 node, u32 at, bool forward)
{
	const struct lock_edge *edge = &lock_edges[at];
	unsigned int kinds = edge->kinds;
	const unsigned int goes_on = forward ? EDGE_EN | EDGE_ER : EDGE_EN | EDGE_SN;
	const unsigned int strong = forward ? EDGE_EN | EDGE_SN : EDGE_EN | EDGE_ER;

	if (node & 1)
		kinds &= goes_on;
	if (kinds)
		visit(2 * (forward ? edge->to : edge->from) + !(kinds & strong), node, at);
}

static void note_path(u32 node, u32 root, struct lock_path *path)
{
	u32 at;

	path->len = 1;
	for (at = node; at != root && path->len < MAX_PATH; at = from_node[at])
		path->len++;
	at = node;
	for (int i = path->len - 1; i >= 0; i--, at = from_node[at]) {
		path->class[i] = at / 2;
		path->edge[i] = by_edge[at];
	}
}

static void expand(u32 node, bool forward)
{
	const struct lock_class *class = &lock_classes[node / 2];
	u32 at;

	for (at = forward ? class->after : class->before; at;
	     at = forward ? lock_edges[at].next_after : lock_edges[at].next_before)
		visit_edge(node, at, forward);
}

static void begin(u32 root)
{
	generation++;
	head = tail = 0;
	visit(root, root, 0);
}

/**
 * lockdep_search() - breadth first, along strong paths, until @match
 * @root: the class to begin with; it is asked, too
 * @weak: how @root itself is held: as a recursive reader (forward), as any reader (backward)
 * @forward: to what was taken under it; else to what it was taken under
 * @path: filled in where something is found
 *
 * Context: graph_lock() held.
 */
bool lockdep_search(unsigned int root, bool weak, bool forward, bool (*match)(unsigned int, bool, void *), void *arg,
		    struct lock_path *path)
{
	u32 node;

	begin(2 * root + weak);
	while (head < tail) {
		node = queue[head++];
		if (match(node / 2, node & 1, arg)) {
			note_path(node, 2 * root + weak, path);
			return true;
		}
		expand(node, forward);
	}
	return false;
}

/** lockdep_count() - how many classes depend on @root, or it on them, itself included. Context: graph_lock() held. */
unsigned int lockdep_count(unsigned int root, bool forward)
{
	unsigned int n = 0;
	u32 node;

	begin(2 * root);
	while (head < tail) {
		node = queue[head++];
		/* a class that was reached weakly and then strongly counts once */
		n += (node & 1) || seen[node | 1] != generation;
		expand(node, forward);
	}
	return n;
}

/* ---- adding ---- */

static unsigned int edge_kind(const struct held_lock *prev, const struct held_lock *next)
{
	if (next->read == 2)
		return prev->read ? EDGE_SR : EDGE_ER;
	return prev->read ? EDGE_SN : EDGE_EN;
}

static struct lock_edge *find_edge(unsigned int from, unsigned int to)
{
	u32 at;

	for (at = lock_classes[from].after; at; at = lock_edges[at].next_after)
		if (lock_edges[at].to == to)
			return &lock_edges[at];
	return NULL;
}

static bool add_edge(const struct held_lock *prev, const struct held_lock *next, unsigned int kind)
{
	u32 at = nr_lock_edges;
	struct lock_edge *edge = &lock_edges[at];

	if (at == MAX_EDGES) {
		lockdep_exhausted("MAX_LOCKDEP_ENTRIES");
		return false;
	}
	nr_lock_edges++;
	*edge = (struct lock_edge){
		.from = prev->class, .to = next->class, .kinds = kind,
		.next_after = lock_classes[prev->class].after, .next_before = lock_classes[next->class].before,
		.trace = lockdep_save_trace(next->acquire_ip),
	};
	lock_classes[prev->class].after = at;
	lock_classes[next->class].before = at;
	return true;
}

/* Does the path end at the lock that is held, in a way that its holder holds off? */
static bool ends_at_holder(unsigned int class, bool weak, void *arg)
{
	const struct held_lock *prev = arg;

	return class == prev->class && (!prev->read || !weak);
}

/**
 * lockdep_add_dependency() - @next is taken while @prev is held
 *
 * Context: graph_lock() held; dropped and taken again for a report.
 * Return: false if it is not added, because that is wrong or there is no room.
 */
bool lockdep_add_dependency(struct task_struct *task, struct held_lock *prev, struct held_lock *next)
{
	static struct lock_path path;
	unsigned int kind = edge_kind(prev, next);
	struct lock_edge *edge = find_edge(prev->class, next->class);

	if (edge && (edge->kinds & kind))
		return true;
	if (lockdep_search(next->class, next->read == 2, true, ends_at_holder, prev, &path)) {
		report_circular(task, prev, next, &path);
		return false;
	}
	if (!lockdep_check_order(task, prev, next))
		return false;
	if (!edge)
		return add_edge(prev, next, kind);
	edge->kinds |= kind;
	return true;
}
