// SPDX-License-Identifier: GPL-2.0-only
/*
 * lockdep.c - the lock checker: proves, while the kernel runs, that its locks cannot deadlock.
 *
 * All locks that are initialised at one place are one class. Each task records the locks that it holds. When one
 * is taken under others, the classes' order is added to a graph; the first acquisition that would close a cycle
 * is reported, though nothing has deadlocked: it is enough that each order was seen once, anywhere, at any time.
 * In the same way classes that interrupt handlers take are kept apart from those that are held with interrupts
 * enabled. Documentation/dev-tools/lockdep.rst explains reports.
 *
 * Owns:       task_struct.lockdep.
 * Invariant:  held[0 .. lockdep_depth) are the locks of the task, and of the interrupt handlers that interrupted
 *             it, in the order in which they were taken. Each sequence of classes within one context is checked
 *             once: its hash, the chain key, is remembered.
 * Locks:      none for the common case, but interrupts are off inside; the graph's (lockdep_class.c) for what is new.
 * Elsewhere:  lockdep_internals.h lists the other parts.
 *
 * After a report the checker is off (debug_locks), for what it knows is no longer consistent. NMIs are not recorded.
 */
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include "lockdep_internals.h"

static enum lockdep_context context_now(void)
{
	if (hardirq_count())
		return CONTEXT_HARDIRQ;
	return in_serving_softirq() ? CONTEXT_SOFTIRQ : CONTEXT_TASK;
}

/* nothing is recorded while the checker runs, or in what it must not disturb */
static bool checker_off(struct task_struct *task)
{
	return unlikely(!debug_locks || task->lockdep.recursion || in_nmi());
}

/* ---- chains ---- */

static u64 mix(u64 key, u32 value)
{
	key = (key ^ value) * 0x9e3779b97f4a7c15ULL;	/* odd, bits well spread: 2^64 / golden ratio */
	return key ^ (key >> 32);
}

/* The key of the chain that ends with @hlock. Locks that are not checked are no part of chains. */
static u64 chain_key_after(const struct held_lock *hlock)
{
	return hlock->check ? mix(hlock->chain_key, hlock->class << 2 | hlock->read) : hlock->chain_key;
}

/* The key of the chain before the @i-th lock: what it was taken under in its context. */
static u64 chain_key_before(struct task_struct *task, unsigned int i)
{
	const struct held_lock *prev = &task->lockdep.held[i - 1];

	return i && prev->context == prev[1].context ? chain_key_after(prev) : 1;
}

/* ---- what is checked when a lock is taken ---- */

static bool is_held_instance(struct task_struct *task, const struct lockdep_map *map)
{
	for (int i = 0; i < task->lockdep_depth; i++)
		if (task->lockdep.held[i].instance == map)
			return true;
	return false;
}

/* Is a lock of that class held already, in a way that taking another waits for? Context: graph_lock() held. */
static bool check_recursion(struct task_struct *task, struct held_lock *next)
{
	for (int i = task->lockdep_depth - 1; i >= 0; i--) {
		struct held_lock *prev = &task->lockdep.held[i];

		if (prev->class != next->class || !prev->check)
			continue;
		if (next->read == 2 && prev->read)
			continue;
		/* whoever holds the outer lock may take any number, for all who do hold it, too */
		if (next->nest_lock && is_held_instance(task, next->nest_lock))
			continue;
		report_recursive(task, prev, next);
		return false;
	}
	return true;
}

/*
 * Add "taken under" for the locks that matter. Up to the first one that blocks is enough: what that one was
 * taken under is in the graph, and a path leads over it. (A recursive reader does not block, and a tried lock
 * was not checked against those before it.)
 */
static bool check_dependencies(struct task_struct *task, struct held_lock *next)
{
	for (int i = task->lockdep_depth - 1; i >= 0; i--) {
		struct held_lock *prev = &task->lockdep.held[i];

		if (prev->context != next->context)
			break;
		if (!prev->check)
			continue;
		if (prev->class != next->class && !lockdep_add_dependency(task, prev, next))
			return false;
		if (!prev->trylock && prev->read != 2)
			break;
	}
	return true;
}

static void check_chain(struct task_struct *task, struct held_lock *next)
{
	u64 key = chain_key_after(next);

	if (next->trylock || likely(lockdep_chain_known(key)))
		return;
	graph_lock();
	/* another CPU may be reporting: what it prints stays as it is */
	if (debug_locks && check_recursion(task, next) && check_dependencies(task, next))
		lockdep_chain_add(key);
	graph_unlock();
}

/* A lock whose taker may sleep: not in an interrupt, not under what must not sleep. */
static void check_wait_context(struct task_struct *task, struct held_lock *next)
{
	if (next->context != CONTEXT_TASK) {
		report_wait_context(task, next);
		return;
	}
	for (int i = task->lockdep_depth - 1; i >= 0; i--) {
		if (task->lockdep.held[i].check & LOCK_SLEEPS)
			continue;
		report_wait_context(task, next);
		return;
	}
}

static void record(struct task_struct *task, struct lockdep_map *map, unsigned int class, int trylock, int read,
		   int check, struct lockdep_map *nest, unsigned long ip, bool hardirqs_on)
{
	struct held_lock *hlock = &task->lockdep.held[task->lockdep_depth];

	if (task->lockdep_depth >= MAX_LOCK_DEPTH) {
		lockdep_exhausted("MAX_LOCK_DEPTH");
		return;
	}
	*hlock = (struct held_lock){
		.instance = map, .nest_lock = nest, .acquire_ip = ip, .class = class, .read = read,
		.context = context_now(), .check = check, .trylock = trylock,
	};
	hlock->chain_key = chain_key_before(task, task->lockdep_depth);
	if (check) {
		lockdep_mark_taken(task, hlock, hardirqs_on);
		if ((check & LOCK_SLEEPS) && !trylock)
			check_wait_context(task, hlock);
		check_chain(task, hlock);
	}
	task->lockdep_depth++;
}

/**
 * lock_acquire() - a lock is about to be taken, or was, by trying
 * @map: in the lock
 * @subclass: 0, or which of several locks of the class that nest
 * @trylock: it was tried, successfully: that cannot deadlock
 * @read: 0 exclusively, 1 as a reader, 2 as a reader that waits for no queued writer
 * @check: LOCK_ flags
 * @nest: a lock that is held and makes the order of those inside it irrelevant, or NULL
 * @ip: who takes it; 0: the caller
 *
 * Context: any.
 */
void lock_acquire(struct lockdep_map *map, unsigned int subclass, int trylock, int read, int check,
		  struct lockdep_map *nest, unsigned long ip)
{
	struct task_struct *task = current;
	unsigned long flags;
	unsigned int class;

	if (checker_off(task))
		return;
	flags = arch_local_irq_save();
	task->lockdep.recursion++;
	class = lockdep_class(map, subclass);
	if (class)
		record(task, map, class, trylock, read, check, nest, ip ?: _RET_IP_, !arch_irqs_disabled_flags(flags));
	task->lockdep.recursion--;
	arch_local_irq_restore(flags);
}

/**
 * lockdep_reader_waits() - a reader waits for a writer here, but holds nobody off
 * @map: of a seqcount
 *
 * So it does not matter that interrupts may be enabled while it reads.
 */
void lockdep_reader_waits(struct lockdep_map *map)
{
	unsigned long flags = arch_local_irq_save();

	lock_acquire(map, 0, 0, 2, LOCK_CHECKED, NULL, _RET_IP_);
	lock_release(map, _RET_IP_);
	arch_local_irq_restore(flags);
}

/* ---- letting go ---- */

/* The place of the lock among those held, the innermost where it is held several times; -1: not held */
static int find_held(struct task_struct *task, const struct lockdep_map *map)
{
	int i = task->lockdep_depth;

	while (--i >= 0 && task->lockdep.held[i].instance != map)
		;
	return i;
}

/* The chain keys from the @i-th lock on, after a change there. */
static void rechain(struct task_struct *task, int i)
{
	for (; i < task->lockdep_depth; i++)
		task->lockdep.held[i].chain_key = chain_key_before(task, i);
}

/**
 * lock_release() - a lock is about to be released
 * @map: in the lock
 * @ip: who does; 0: the caller
 */
void lock_release(struct lockdep_map *map, unsigned long ip)
{
	struct task_struct *task = current;
	struct held_lock *held = task->lockdep.held;
	unsigned long flags;
	int i;

	if (checker_off(task))
		return;
	flags = arch_local_irq_save();
	task->lockdep.recursion++;
	i = find_held(task, map);
	if (unlikely(i < 0)) {
		report_bad_unlock(task, map, ip ?: _RET_IP_);
	} else {
		task->lockdep_depth--;
		for (int j = i; j < task->lockdep_depth; j++)
			held[j] = held[j + 1];
		rechain(task, i);
	}
	task->lockdep.recursion--;
	arch_local_irq_restore(flags);
}

/** lock_downgrade() - a writer becomes a reader */
void lock_downgrade(struct lockdep_map *map, unsigned long ip)
{
	struct task_struct *task = current;
	unsigned long flags;
	int i;

	if (checker_off(task))
		return;
	flags = arch_local_irq_save();
	i = find_held(task, map);
	if (i >= 0) {
		task->lockdep.held[i].read = 1;
		rechain(task, i + 1);
	}
	arch_local_irq_restore(flags);
}

/**
 * lock_is_held_type() - does the current task hold the lock?
 * @map: in the lock
 * @read: 0 exclusively, 1 as a reader, -1 in any way
 *
 * Return: true also where nothing is known, because the checker is off.
 */
int lock_is_held_type(const struct lockdep_map *map, int read)
{
	struct task_struct *task = current;
	int i;

	if (checker_off(task))
		return 1;
	i = find_held(task, map);
	return i >= 0 && (read < 0 || !!task->lockdep.held[i].read == read);
}

/* ---- interrupts become enabled ---- */

/* Interrupts are about to be enabled on this CPU. */
void lockdep_hardirqs_on(void)
{
	struct task_struct *task = current;

	if (!task->lockdep_depth || checker_off(task) || !arch_irqs_disabled())
		return;
	task->lockdep.recursion++;
	lockdep_mark_enabled(task, true, !softirq_count());
	task->lockdep.recursion--;
}

/** lockdep_softirqs_on() - the softirq count is about to fall by @cnt */
void lockdep_softirqs_on(unsigned int cnt)
{
	struct task_struct *task = current;
	unsigned long flags;

	if (softirq_count() != (cnt & SOFTIRQ_MASK) || arch_irqs_disabled())
		return;
	if (!task->lockdep_depth || checker_off(task))
		return;
	flags = arch_local_irq_save();
	task->lockdep.recursion++;
	lockdep_mark_enabled(task, false, true);
	task->lockdep.recursion--;
	arch_local_irq_restore(flags);
}

/* ---- places where nothing may be held ---- */

/** lockdep_init_task() - a new task holds nothing */
void lockdep_init_task(struct task_struct *task)
{
	task->lockdep_depth = 0;
	task->lockdep.recursion = 0;
	task->lockdep.catch = NULL;
}

void lockdep_off(void)
{
	current->lockdep.recursion++;
}

void lockdep_on(void)
{
	current->lockdep.recursion--;
}

static void check_nothing_held(enum lockdep_kind kind)
{
	struct task_struct *task = current;

	if (likely(!task->lockdep_depth) || checker_off(task))
		return;
	task->lockdep.recursion++;
	report_still_held(task, kind);
	task->lockdep.recursion--;
}

/** debug_check_no_locks_held() - the task ends, or a work item */
void debug_check_no_locks_held(void)
{
	check_nothing_held(LOCKDEP_EXIT_HELD);
}

/** lockdep_sys_exit() - a system call or an exception returns to user mode */
void lockdep_sys_exit(void)
{
	check_nothing_held(LOCKDEP_USER_RETURN);
}

/** debug_check_no_locks_freed() - memory is freed, or a lock in it initialised: none in it may be held by us */
void debug_check_no_locks_freed(const void *from, unsigned long len)
{
	struct task_struct *task = current;
	unsigned long flags;

	if (likely(!task->lockdep_depth) || checker_off(task))
		return;
	flags = arch_local_irq_save();
	task->lockdep.recursion++;
	for (int i = 0; i < task->lockdep_depth; i++) {
		const void *map = task->lockdep.held[i].instance;

		if (map < from || map >= from + len)
			continue;
		report_held_freed(task, from, len, &task->lockdep.held[i]);
		break;
	}
	task->lockdep.recursion--;
	arch_local_irq_restore(flags);
}

/* ---- what lockdep_assert_held() and its relatives ask ---- */

int lockdep_spin_held(const void *lock)
{
	return lock_is_held_type(&((const raw_spinlock_t *)lock)->dep_map, -1);
}

int lockdep_rwlock_held(const void *lock, int write)
{
	return lock_is_held_type(&((const rwlock_t *)lock)->dep_map, write ? 0 : -1);
}

int lockdep_mutex_held(const void *lock)
{
	return lock_is_held_type(&((const struct mutex *)lock)->dep_map, -1);
}

int lockdep_rwsem_held(const void *lock, int write)
{
	return lock_is_held_type(&((const struct rw_semaphore *)lock)->dep_map, write ? 0 : -1);
}
