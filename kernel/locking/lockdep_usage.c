// SPDX-License-Identifier: GPL-2.0-only
/*
 * lockdep_usage.c - locks and interrupts.
 *
 * Owns:       lock_class.usage.
 * Invariant:  no class is both taken in the handlers of a kind of interrupt ("safe") and held while that kind is
 *             enabled ("unsafe"), unless both only read; and no strong path leads from a safe class to an unsafe one.
 * Locks:      graph_lock() to change it.
 *
 * The first breaks where an interrupt comes on the CPU that holds the lock. The second where one CPU holds the unsafe
 * lock and is interrupted by a handler that wants the safe one, which another CPU holds and wants the unsafe one under:
 *
 *	CPU0				CPU1
 *	lock(unsafe), interrupts on
 *					lock(safe), interrupts off
 *					lock(unsafe)
 *	<interrupt> lock(safe)
 *
 * So it is checked when a class shows a new usage, and when a new dependency appears. "Enabled" is read off the
 * CPU's flag at the acquisition, and noted for all locks held when the flag is set later.
 */
#include <linux/kernel.h>
#include <linux/preempt.h>
#include "lockdep_internals.h"

#define BIT_OF(usage)	(1U << (usage))

/* what a usage cannot go together with in one class: the other side, writers always, readers only with a writer */
static unsigned int excluded(unsigned int usage)
{
	unsigned int other = (usage ^ USAGE_ENABLED) & ~USAGE_READ;

	return BIT_OF(other) | (usage & USAGE_READ ? 0 : BIT_OF(other | USAGE_READ));
}

/* ---- paths ---- */

struct usage_query {
	unsigned int usage;	/* without USAGE_READ */
	unsigned int except;	/* a class that does not count; 0: all do */
};

/*
 * What closes the circle is not an edge but the interrupt. It begins in the unsafe lock and ends in the safe one; where
 * the path reaches either weakly, readers there do not carry it on.
 */
static bool has_usage(unsigned int class, bool weak, void *arg)
{
	const struct usage_query *query = arg;
	unsigned int wanted = BIT_OF(query->usage) | (weak ? 0 : BIT_OF(query->usage | USAGE_READ));

	return class != query->except && (lock_classes[class].usage & wanted);
}

/**
 * lockdep_check_order() - would "@next under @prev" lead from a safe class to an unsafe one?
 *
 * Context: graph_lock() held; dropped and taken again for a report. Return: false, reported, if so.
 */
bool lockdep_check_order(struct task_struct *task, struct held_lock *prev, struct held_lock *next)
{
	static struct lock_path safe, unsafe;
	unsigned int kind;

	for (kind = 0; kind <= USAGE_SOFTIRQ; kind += USAGE_SOFTIRQ) {
		struct usage_query in = { .usage = kind }, on = { .usage = kind | USAGE_ENABLED };

		if (!lockdep_search(prev->class, prev->read, false, has_usage, &in, &safe) ||
		    !lockdep_search(next->class, next->read == 2, true, has_usage, &on, &unsafe))
			continue;
		report_irq_order(task, prev, next, &safe, &unsafe, kind);
		return false;
	}
	return true;
}

/* A class is now known to be @usage: reported where a path connects it with the other side. */
static void check_paths(struct task_struct *task, struct held_lock *hlock, unsigned int usage)
{
	static struct lock_path path;
	bool unsafe = usage & USAGE_ENABLED;
	struct usage_query query = {
		.usage = (usage ^ USAGE_ENABLED) & ~USAGE_READ,
		.except = hlock->class,
	};

	if (lockdep_search(hlock->class, usage & USAGE_READ, !unsafe, has_usage, &query, &path))
		report_irq_inversion(task, hlock, &path, usage, query.usage);
}

/* ---- marking ---- */

static void mark(struct task_struct *task, struct held_lock *hlock, unsigned int usage)
{
	struct lock_class *class = &lock_classes[hlock->class];
	unsigned int clash;

	if (likely(READ_ONCE(class->usage) & BIT_OF(usage)))
		return;
	graph_lock();
	if (debug_locks && !(class->usage & BIT_OF(usage))) {
		clash = usage == USED ? 0 : class->usage & excluded(usage);
		/* noted even if it is a mistake: each interrupt while the lock is held would report it again */
		class->usage_trace[usage] = lockdep_save_trace(hlock->acquire_ip);
		WRITE_ONCE(class->usage, class->usage | BIT_OF(usage));
		if (clash)
			report_inconsistent(task, hlock, __builtin_ctz(clash), usage);
		else if (usage != USED)
			check_paths(task, hlock, usage);
	}
	graph_unlock();
}

/**
 * lockdep_mark_taken() - note the context in which a lock is taken
 * @hlock: the new one
 * @hardirqs_on: were interrupts enabled?
 *
 * A lock that is only tried does not wait, so being tried in a handler is harmless; being held while interrupts
 * are enabled is not.
 *
 * Context: interrupts off.
 */
void lockdep_mark_taken(struct task_struct *task, struct held_lock *hlock, bool hardirqs_on)
{
	unsigned int read = hlock->read ? USAGE_READ : 0;

	mark(task, hlock, USED);
	if (!hlock->trylock && hlock->context == CONTEXT_HARDIRQ)
		mark(task, hlock, USED_IN_HARDIRQ | read);
	else if (!hlock->trylock && hlock->context == CONTEXT_SOFTIRQ)
		mark(task, hlock, USED_IN_SOFTIRQ | read);
	if (!hardirqs_on)
		return;
	mark(task, hlock, ENABLED_HARDIRQ | read);
	if (!softirq_count())
		mark(task, hlock, ENABLED_SOFTIRQ | read);
}

/** lockdep_mark_enabled() - note of all locks held that interrupts become enabled. Context: interrupts still off */
void lockdep_mark_enabled(struct task_struct *task, bool hardirqs, bool softirqs)
{
	for (int i = 0; i < task->lockdep_depth; i++) {
		struct held_lock *hlock = &task->lockdep.held[i];
		unsigned int read = hlock->read ? USAGE_READ : 0;

		if (!hlock->check)
			continue;
		if (hardirqs)
			mark(task, hlock, ENABLED_HARDIRQ | read);
		if (softirqs)
			mark(task, hlock, ENABLED_SOFTIRQ | read);
	}
}
