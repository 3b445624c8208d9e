// SPDX-License-Identifier: GPL-2.0-only
/*
 * lockdep_class.c - the lock checker's memory: classes of locks, backtraces, chains already checked.
 *
 * Owns:       lock_classes[], the store of backtraces, the set of chains.
 * Invariant:  entries are added and never change their identity or go, so that lookups need no lock: an entry
 *             is complete before its hash chain leads to it (release, then acquire).
 * Locks:      graph_lock() for all additions; a raw ticket lock with interrupts off that the checker itself does
 *             not see, innermost of all.
 *
 * Nothing is allocated: the checker runs inside the allocators. The tables' sizes are configured
 * (options in Kconfig.debug); when one is full, it says so and the checker turns itself off.
 */
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sched/debug.h>
#include <linux/spinlock.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <asm/sections.h>
#include "lockdep_internals.h"

int debug_locks = 1;

static raw_spinlock_t lockdep_lock = __RAW_SPIN_LOCK_UNLOCKED(lockdep_lock);

/* Context: interrupts off */
void graph_lock(void)
{
	do_raw_spin_lock(&lockdep_lock);
}

void graph_unlock(void)
{
	do_raw_spin_unlock(&lockdep_lock);
}

/** debug_locks_off() - something has gone so wrong that what is recorded of locks means nothing */
void debug_locks_off(void)
{
	WRITE_ONCE(debug_locks, 0);
}

/* A table is full. Context: graph_lock() held or not */
void lockdep_exhausted(const char *what)
{
	if (!xchg(&debug_locks, 0))
		return;
	pr_err("BUG: %s too low!\n", what);
	pr_err("turning off the locking correctness validator.\n");
}

/* ---- classes ---- */

#define CLASS_HASH_BITS	(CONFIG_LOCKDEP_CLASS_BITS - 1)

struct lock_class lock_classes[MAX_CLASSES];	/* [0] is none */
unsigned int nr_lock_classes = 1;
static u32 class_hash[1 << CLASS_HASH_BITS];

static u32 *class_chain(const void *key, unsigned int subclass)
{
	return &class_hash[hash_ptr(key + subclass, CLASS_HASH_BITS)];
}

static unsigned int find_class(const void *key, unsigned int subclass)
{
	/* pairs with the release in add_class() */
	u32 at = smp_load_acquire(class_chain(key, subclass));

	while (at && (lock_classes[at].key != key || lock_classes[at].subclass != subclass))
		at = lock_classes[at].next;
	return at;
}

/* Context: graph_lock() held. Return: 0 where the table is full. */
static unsigned int add_class(const void *key, const char *name, unsigned int subclass)
{
	u32 *chain = class_chain(key, subclass), at = nr_lock_classes;
	struct lock_class *class = &lock_classes[at];

	if (at == MAX_CLASSES) {
		lockdep_exhausted("MAX_LOCKDEP_KEYS");
		return 0;
	}
	nr_lock_classes++;
	class->key = key;
	class->name = name;
	class->subclass = subclass;
	class->next = *chain;
	smp_store_release(chain, at);
	return at;
}

static unsigned int get_class(const void *key, const char *name, unsigned int subclass)
{
	unsigned int class = find_class(key, subclass);
	unsigned long flags;

	if (likely(class))
		return class;
	flags = arch_local_irq_save();
	graph_lock();
	class = find_class(key, subclass);
	if (!class)
		class = add_class(key, name, subclass);
	graph_unlock();
	arch_local_irq_restore(flags);
	return class;
}

/* A lock initialised at compile time is its own key; of per-CPU ones, the one that all were copied from. */
static const void *static_key(const struct lockdep_map *map)
{
	unsigned long addr = (unsigned long)map, original;

	if (addr >= (unsigned long)_text && addr < (unsigned long)_end)
		return map;
	return __is_kernel_percpu_address(addr, &original) ? (const void *)original : NULL;
}

/**
 * lockdep_class() - the class of a lock
 * @map: in the lock
 * @subclass: what part it plays in this acquisition
 *
 * Return: its number; 0, reported, where there is none: the lock was never initialised, or the table is full.
 */
unsigned int lockdep_class(struct lockdep_map *map, unsigned int subclass)
{
	unsigned int class = READ_ONCE(map->class);
	const void *key;

	if (unlikely(!class)) {
		key = static_key(map);
		if (!key) {
			report_no_key(map);
			return 0;
		}
		class = get_class(key, NULL, 0);
		WRITE_ONCE(map->class, class);
	}
	if (likely(!subclass) || !class)
		return class;
	return get_class(lock_classes[class].key, lock_classes[class].name, subclass);
}

/**
 * __lockdep_init_map() - a lock begins its life
 * @map: in the lock
 * @name: what reports call its class
 * @key: static; the class is that of all locks with this key
 */
void __lockdep_init_map(struct lockdep_map *map, const char *name, struct lock_class_key *key)
{
	debug_check_no_locks_freed(map, sizeof(*map));
	WRITE_ONCE(map->class, debug_locks ? get_class(key, name, 0) : 0);
}

/** lockdep_map_subclass() - this lock plays the part @subclass of its class from now on */
void lockdep_map_subclass(struct lockdep_map *map, unsigned int subclass)
{
	unsigned int class = debug_locks ? lockdep_class(map, 0) : 0;

	if (class)
		WRITE_ONCE(map->class, get_class(lock_classes[class].key, lock_classes[class].name, subclass));
}

/** lockdep_copy_map() - a map of the same class for what outlives @from, as it is called by what was there */
void lockdep_copy_map(struct lockdep_map *to, struct lockdep_map *from)
{
	to->class = debug_locks ? lockdep_class(from, 0) : 0;
}

/* ---- backtraces: a word with hash and length, one that links, the addresses ---- */

#define TRACE_DEPTH	24
#define TRACE_HASH_BITS	12

static unsigned long trace_words[MAX_TRACE_WORDS];
unsigned int nr_trace_words = 1;		/* 0 is no trace */
static u32 trace_hash[1 << TRACE_HASH_BITS];

static u32 find_trace(u32 *chain, unsigned long head, const unsigned long *entries, unsigned int nr)
{
	u32 at = *chain;

	while (at && (trace_words[at] != head || memcmp(&trace_words[at + 2], entries, nr * sizeof(*entries))))
		at = trace_words[at + 1];
	return at;
}

/* The checker's own calls say nothing: they end where the lock was taken. */
static unsigned int own_frames(const unsigned long *entries, unsigned int nr, unsigned long ip)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (entries[i] == ip)
			return i;
	return 0;
}

/**
 * lockdep_save_trace() - who runs here now
 * @ip: the caller of the innermost function of interest
 *
 * Context: graph_lock() held. Return: for lockdep_trace(); 0 where the store is full.
 */
u32 lockdep_save_trace(unsigned long ip)
{
	unsigned long all[TRACE_DEPTH + 8], *entries = all, head = 0;
	unsigned int nr = stack_trace_save_tsk(current, all, ARRAY_SIZE(all), 0), skip, i;
	u32 *chain, at;

	skip = own_frames(all, nr, ip);
	entries += skip;
	nr = min_t(unsigned int, nr - skip, TRACE_DEPTH);
	for (i = 0; i < nr; i++)
		head = (head ^ entries[i]) * GOLDEN_RATIO_64;
	chain = &trace_hash[head >> (64 - TRACE_HASH_BITS)];
	head = (head & ~0xffUL) | nr;
	at = find_trace(chain, head, entries, nr);
	if (at)
		return at;

	if (nr_trace_words + nr + 2 > MAX_TRACE_WORDS) {
		lockdep_exhausted("MAX_STACK_TRACE_ENTRIES");
		return 0;
	}
	at = nr_trace_words;
	nr_trace_words += nr + 2;
	trace_words[at] = head;
	trace_words[at + 1] = *chain;
	memcpy(&trace_words[at + 2], entries, nr * sizeof(*entries));
	*chain = at;
	return at;
}

/** lockdep_trace() - the addresses of a saved backtrace. Return: how many */
unsigned int lockdep_trace(u32 trace, const unsigned long **entries)
{
	*entries = &trace_words[trace + 2];
	return trace ? trace_words[trace] & 0xff : 0;
}

/* ---- chains: sequences of classes, taken one under the other, that were checked ---- */

#define CHAIN_HASH_BITS	(CONFIG_LOCKDEP_CHAINS_BITS - 1)

static struct lock_chain {
	u64 key;
	u32 next;
} lock_chains[MAX_CHAINS];
unsigned int nr_lock_chains = 1;
static u32 chain_hash[1 << CHAIN_HASH_BITS];

bool lockdep_chain_known(u64 key)
{
	/* pairs with the release in lockdep_chain_add() */
	u32 at = smp_load_acquire(&chain_hash[hash_64(key, CHAIN_HASH_BITS)]);

	while (at && lock_chains[at].key != key)
		at = lock_chains[at].next;
	return at;
}

/* Context: graph_lock() held. Return: false if it was known, or there is no room. */
bool lockdep_chain_add(u64 key)
{
	u32 *chain = &chain_hash[hash_64(key, CHAIN_HASH_BITS)], at = nr_lock_chains;

	if (lockdep_chain_known(key))
		return false;
	if (at == MAX_CHAINS) {
		lockdep_exhausted("MAX_LOCKDEP_CHAINS");
		return false;
	}
	nr_lock_chains++;
	lock_chains[at].key = key;
	lock_chains[at].next = *chain;
	smp_store_release(chain, at);
	return true;
}
