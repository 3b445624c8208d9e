/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lockdep_internals.h - the parts of the lock checker to each other.
 *
 *   lockdep.c         what tasks hold; acquire and release
 *   lockdep_class.c   classes of locks, saved backtraces, known chains
 *   lockdep_graph.c   the graph of dependencies, searches in it
 *   lockdep_usage.c   in which contexts a class is taken
 *   lockdep_report.c  words
 *   lockdep_proc.c    /proc/lockdep and /proc/lockdep_stats
 */
#ifndef _KERNEL_LOCKING_LOCKDEP_INTERNALS_H
#define _KERNEL_LOCKING_LOCKDEP_INTERNALS_H

#include <linux/lockdep.h>
#include <linux/sched.h>
#include <linux/types.h>

#define MAX_CLASSES	(1U << CONFIG_LOCKDEP_CLASS_BITS)
#define MAX_EDGES	(1U << CONFIG_LOCKDEP_BITS)
#define MAX_CHAINS	(1U << CONFIG_LOCKDEP_CHAINS_BITS)
#define MAX_TRACE_WORDS	(1U << CONFIG_LOCKDEP_STACK_TRACE_BITS)

/*
 * How a class has been used. Four facts for each kind of interrupt: taken in its handler, or taken (or held) while it
 * was enabled; each for writers and for readers. Their order is that of the characters in reports.
 */
enum lockdep_usage {
	USED_IN_HARDIRQ, ENABLED_HARDIRQ, USED_IN_HARDIRQ_READ, ENABLED_HARDIRQ_READ,
	USED_IN_SOFTIRQ, ENABLED_SOFTIRQ, USED_IN_SOFTIRQ_READ, ENABLED_SOFTIRQ_READ,
	USED, NR_USAGES
};
#define USAGE_ENABLED		1	/* these are added to USED_IN_HARDIRQ */
#define USAGE_READ		2
#define USAGE_SOFTIRQ		4

/* Where code runs: locks of one context make chains, those that it interrupted do not belong to them. */
enum lockdep_context { CONTEXT_TASK, CONTEXT_SOFTIRQ, CONTEXT_HARDIRQ };

struct lock_class {
	const char *name;		/* [I]; NULL: the name of the variable at @key */
	const void *key;		/* [I] the same for all subclasses */
	u32 next;			/* [I] in its hash chain */
	u32 after, before;		/* [G] first edge from here, to here */
	u16 usage;			/* [G] written under it, read without: 1 << enum lockdep_usage */
	u16 subclass;			/* [I] */
	u32 usage_trace[NR_USAGES];	/* [G] when it was first seen so */
};

/*
 * "Taken while the other was held." The kinds say who on both sides is held off by what: from a holder that excludes
 * (E) or shares (S), to a taker that waits for all (N) or only for holders (R: a recursive reader).
 */
#define EDGE_EN		1
#define EDGE_ER		2
#define EDGE_SN		4
#define EDGE_SR		8

struct lock_edge {
	u16 from, to;			/* [I] classes */
	u8 kinds;			/* [G] */
	u32 next_after, next_before;	/* [I] in the lists of the two classes */
	u32 trace;			/* [I] when it was first seen */
};

/* What a search found: classes from the root to the match, and the edges between. */
#define MAX_PATH	32
struct lock_path {
	unsigned int len;		/* classes; the part nearest to the match, where it is too long */
	u16 class[MAX_PATH];
	u32 edge[MAX_PATH];		/* edge[i] connects class[i - 1] with class[i] */
};

enum lockdep_kind {
	LOCKDEP_NONE, LOCKDEP_CIRCULAR, LOCKDEP_RECURSIVE, LOCKDEP_INCONSISTENT, LOCKDEP_IRQ_ORDER,
	LOCKDEP_IRQ_INVERSION, LOCKDEP_BAD_UNLOCK, LOCKDEP_HELD_FREED, LOCKDEP_USER_RETURN, LOCKDEP_EXIT_HELD,
	LOCKDEP_WAIT_CONTEXT, LOCKDEP_RCU, LOCKDEP_NO_KEY,
};

/* A test sets current->lockdep.catch to one: reports of this task then end here, and the checker goes on. */
struct lockdep_catch {
	unsigned int count;
	enum lockdep_kind last;
	struct lock_path path;		/* of the last, where there was one */
};

/* lockdep_class.c */
extern struct lock_class lock_classes[];
extern unsigned int nr_lock_classes, nr_lock_chains, nr_trace_words;
void graph_lock(void);
void graph_unlock(void);
void lockdep_exhausted(const char *what);
unsigned int lockdep_class(struct lockdep_map *map, unsigned int subclass);
u32 lockdep_save_trace(unsigned long ip);
unsigned int lockdep_trace(u32 trace, const unsigned long **entries);
bool lockdep_chain_known(u64 key);
bool lockdep_chain_add(u64 key);

/* lockdep_graph.c */
extern struct lock_edge lock_edges[];
extern unsigned int nr_lock_edges;
bool lockdep_add_dependency(struct task_struct *task, struct held_lock *prev, struct held_lock *next);
bool lockdep_search(unsigned int root, bool weak, bool forward, bool (*match)(unsigned int class, bool weak, void *arg),
		    void *arg, struct lock_path *path);
unsigned int lockdep_count(unsigned int root, bool forward);

/* lockdep_usage.c */
bool lockdep_check_order(struct task_struct *task, struct held_lock *prev, struct held_lock *next);
void lockdep_mark_taken(struct task_struct *task, struct held_lock *hlock, bool hardirqs_on);
void lockdep_mark_enabled(struct task_struct *task, bool hardirqs, bool softirqs);

/* lockdep_report.c */
void lockdep_class_name(unsigned int class, char *buf, size_t size);
void lockdep_usage_string(const struct lock_class *class, char *buf);
void report_circular(struct task_struct *task, struct held_lock *prev, struct held_lock *next, struct lock_path *path);
void report_recursive(struct task_struct *task, struct held_lock *prev, struct held_lock *next);
void report_inconsistent(struct task_struct *task, struct held_lock *hlock, unsigned int was, unsigned int now);
void report_irq_order(struct task_struct *task, struct held_lock *prev, struct held_lock *next, struct lock_path *safe,
		      struct lock_path *unsafe, bool softirq);
void report_irq_inversion(struct task_struct *task, struct held_lock *hlock, struct lock_path *path, unsigned int usage,
			  unsigned int other);
void report_wait_context(struct task_struct *task, struct held_lock *next);
void report_bad_unlock(struct task_struct *task, struct lockdep_map *map, unsigned long ip);
void report_held_freed(struct task_struct *task, const void *from, unsigned long len, struct held_lock *hlock);
void report_still_held(struct task_struct *task, enum lockdep_kind kind);
void report_no_key(struct lockdep_map *map);

#endif
