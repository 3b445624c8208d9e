/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lockdep.h - statements about locks.
 *
 * Three kinds. lockdep_assert_held() and its relatives check that the lock is taken, and taken by us where that is
 * known: with CONFIG_LOCKDEP always, with CONFIG_DEBUG_SPINLOCK for locks that record their owner. lock_acquire() and
 * lock_release() are where each lock type tells the lock checker (kernel/locking/lockdep.c) what happens; they are
 * called at every acquisition with the lock's map and subclass, before waiting for it, and vanish without the
 * checker. lockdep_set_class() and the *_nested() functions tell it what it cannot know: that locks
 * initialised at one place play different parts.
 */
#ifndef _LINUX_LOCKDEP_H
#define _LINUX_LOCKDEP_H

#include <linux/lockdep_types.h>
#include <linux/bug.h>
#include <linux/instruction_pointer.h>
#include <linux/stddef.h>

#define SINGLE_DEPTH_NESTING	1

struct task_struct;

#ifdef CONFIG_LOCKDEP

/* what lock_acquire()'s @check asks for */
#define LOCK_CHECKED	1	/* record dependencies and context, not just that it is held */
#define LOCK_SLEEPS	2	/* its taker may sleep: not under a spinlock */

extern int debug_locks;		/* 0: something was reported; nothing is recorded any more */

void lock_acquire(struct lockdep_map *map, unsigned int subclass, int trylock, int read, int check,
		  struct lockdep_map *nest, unsigned long ip);
void lock_release(struct lockdep_map *map, unsigned long ip);
void lockdep_reader_waits(struct lockdep_map *map);
void lock_downgrade(struct lockdep_map *map, unsigned long ip);
int lock_is_held_type(const struct lockdep_map *map, int read);
#define lock_is_held(map)			lock_is_held_type(map, -1)

void __lockdep_init_map(struct lockdep_map *map, const char *name, struct lock_class_key *key);
void lockdep_map_subclass(struct lockdep_map *map, unsigned int subclass);
#define lockdep_init_map(map, name, key, subclass)	__lockdep_init_map(map, name, key)
#define lockdep_set_class(lock, key)		__lockdep_init_map(&(lock)->dep_map, #key, key)
#define lockdep_set_class_and_name(lock, key, name) __lockdep_init_map(&(lock)->dep_map, name, key)
#define lockdep_set_subclass(lock, sub)		lockdep_map_subclass(&(lock)->dep_map, sub)
void lockdep_copy_map(struct lockdep_map *to, struct lockdep_map *from);

void lockdep_init_task(struct task_struct *task);
void lockdep_off(void);
void lockdep_on(void);
void debug_check_no_locks_held(void);
void debug_check_no_locks_freed(const void *from, unsigned long len);
void lockdep_sys_exit(void);
void lockdep_softirqs_on(unsigned int cnt);
void debug_show_held_locks(struct task_struct *task);
void debug_show_all_locks(void);
void debug_locks_off(void);
void lockdep_rcu_suspicious(const char *file, int line, const char *what);
#define lockdep_depth(tsk)			((tsk)->lockdep_depth)
#define lockdep_recursing(tsk)			((tsk)->lockdep.recursion)

#else

#define lock_acquire(map, subclass, trylock, read, check, nest, ip) \
	do { (void)(map); (void)(subclass); } while (0)
#define lock_release(map, ip)			do { (void)(map); } while (0)
#define lockdep_reader_waits(map)		do { (void)(map); } while (0)
#define lock_downgrade(map, ip)			do { (void)(map); } while (0)
#define lock_is_held_type(map, read)		(1)
#define lock_is_held(map)			(1)
#define lockdep_init_map(map, name, key, subclass) do { (void)(key); } while (0)
#define lockdep_set_class(lock, key)		do { (void)(key); } while (0)
#define lockdep_set_class_and_name(lock, key, name) do { (void)(key); } while (0)
#define lockdep_set_subclass(lock, sub)		do { } while (0)
#define lockdep_copy_map(to, from)		do { (void)(to); } while (0)
#define lockdep_init_task(task)			do { } while (0)
#define lockdep_off()				do { } while (0)
#define lockdep_on()				do { } while (0)
#define debug_check_no_locks_held()		do { } while (0)
#define debug_check_no_locks_freed(from, len)	do { } while (0)
#define lockdep_sys_exit()			do { } while (0)
#define lockdep_softirqs_on(cnt)		do { } while (0)
#define debug_show_held_locks(task)		do { } while (0)
#define debug_show_all_locks()			do { } while (0)
#define debug_locks_off()			do { } while (0)
#define lockdep_depth(tsk)			(0)
#define lockdep_recursing(tsk)			(0)

#endif

#define lock_acquire_exclusive(m, s, t, n, ip)	lock_acquire(m, s, t, 0, LOCK_CHECKED, n, ip)
#define lock_acquire_shared(m, s, t, n, ip)	lock_acquire(m, s, t, 1, LOCK_CHECKED, n, ip)

#define spin_acquire(m, s, t, ip)		lock_acquire_exclusive(m, s, t, NULL, ip)
#define spin_acquire_nest(m, s, t, n, ip)	lock_acquire_exclusive(m, s, t, n, ip)
#define spin_release(m, ip)			lock_release(m, ip)
#define rwlock_acquire(m, s, t, ip)		lock_acquire_exclusive(m, s, t, NULL, ip)
/* a reader in an interrupt does not queue behind a writer (read_lock_contended()) */
#define rwlock_acquire_read(m, s, t, ip) \
	lock_acquire(m, s, t, in_interrupt() ? 2 : 1, LOCK_CHECKED, NULL, ip)
#define rwlock_release(m, ip)			lock_release(m, ip)
#define seqcount_acquire(m, s, t, ip)		lock_acquire_exclusive(m, s, t, NULL, ip)
#define seqcount_reader_waits(m)		lockdep_reader_waits(m)
#define seqcount_release(m, ip)			lock_release(m, ip)
#define mutex_acquire(m, s, t, ip)		lock_acquire(m, s, t, 0, LOCK_CHECKED | LOCK_SLEEPS, NULL, ip)
#define mutex_acquire_nest(m, s, t, n, ip)	lock_acquire(m, s, t, 0, LOCK_CHECKED | LOCK_SLEEPS, n, ip)
#define mutex_release(m, ip)			lock_release(m, ip)
#define rwsem_acquire(m, s, t, ip)		lock_acquire(m, s, t, 0, LOCK_CHECKED | LOCK_SLEEPS, NULL, ip)
#define rwsem_acquire_nest(m, s, t, n, ip)	lock_acquire(m, s, t, 0, LOCK_CHECKED | LOCK_SLEEPS, n, ip)
#define rwsem_acquire_read(m, s, t, ip)		lock_acquire(m, s, t, 1, LOCK_CHECKED | LOCK_SLEEPS, NULL, ip)
#define rwsem_release(m, ip)			lock_release(m, ip)
/* a section that sleeps, without a lock: others wait for its end */
#define lock_map_acquire(m)			lock_acquire(m, 0, 0, 0, LOCK_CHECKED | LOCK_SLEEPS, NULL, 0)
#define lock_map_acquire_read(m)		lock_acquire(m, 0, 0, 2, LOCK_CHECKED | LOCK_SLEEPS, NULL, 0)
#define lock_map_release(m)			lock_release(m, 0)

/* "I may take this here": the checker sees the order without it being taken */
#define might_lock(lock) \
do { \
	lock_acquire(&(lock)->dep_map, 0, 0, 0, LOCK_CHECKED | LOCK_SLEEPS, NULL, 0); \
	lock_release(&(lock)->dep_map, 0); \
} while (0)
#define might_lock_read(lock) \
do { \
	lock_acquire(&(lock)->dep_map, 0, 0, 1, LOCK_CHECKED | LOCK_SLEEPS, NULL, 0); \
	lock_release(&(lock)->dep_map, 0); \
} while (0)

struct raw_spinlock;
struct spinlock;
struct rwlock;
struct mutex;
struct rw_semaphore;

#if defined(CONFIG_DEBUG_SPINLOCK) || defined(CONFIG_LOCKDEP)
#define LOCKDEP_ASSERTS 1
#else
#define LOCKDEP_ASSERTS 0
#endif

/* each answers: is it taken (by us, where the lock can tell)? Defined in kernel/locking/. */
int lockdep_spin_held(const void *lock);
int lockdep_rwlock_held(const void *lock, int write);
int lockdep_mutex_held(const void *lock);
int lockdep_rwsem_held(const void *lock, int write);

#define __lockdep_is_held(lock, w) \
	_Generic((lock), \
		 struct raw_spinlock *: lockdep_spin_held(lock), \
		 const struct raw_spinlock *: lockdep_spin_held(lock), \
		 struct spinlock *: lockdep_spin_held(lock), \
		 const struct spinlock *: lockdep_spin_held(lock), \
		 struct rwlock *: lockdep_rwlock_held(lock, w), \
		 const struct rwlock *: lockdep_rwlock_held(lock, w), \
		 struct mutex *: lockdep_mutex_held(lock), \
		 const struct mutex *: lockdep_mutex_held(lock), \
		 struct rw_semaphore *: lockdep_rwsem_held(lock, w), \
		 const struct rw_semaphore *: lockdep_rwsem_held(lock, w))

/* for RCU-protected fields: true whenever it cannot be told */
#define lockdep_is_held(lock)		(!LOCKDEP_ASSERTS || __lockdep_is_held(lock, 0))
#define lockdep_is_held_type(lock, r)	lockdep_is_held(lock)

#if LOCKDEP_ASSERTS
#define lockdep_assert(cond)		WARN_ON_ONCE(!(cond))
#define lockdep_assert_held(l)		lockdep_assert(__lockdep_is_held(l, 0))
#define lockdep_assert_held_write(l)	lockdep_assert(__lockdep_is_held(l, 1))
#define lockdep_assert_held_read(l)	lockdep_assert(__lockdep_is_held(l, 0))
#define lockdep_assert_held_once(l)	lockdep_assert_held(l)
#define lockdep_assert_irqs_disabled()	lockdep_assert(irqs_disabled())
#define lockdep_assert_irqs_enabled()	lockdep_assert(!irqs_disabled())
#define lockdep_assert_preemption_disabled() lockdep_assert(preempt_count() || irqs_disabled())
#define lockdep_assert_in_softirq()	lockdep_assert(in_softirq())
#else
#define lockdep_assert(cond)		do { } while (0)
#define lockdep_assert_held(l)		do { (void)(l); } while (0)
#define lockdep_assert_held_write(l)	do { (void)(l); } while (0)
#define lockdep_assert_held_read(l)	do { (void)(l); } while (0)
#define lockdep_assert_held_once(l)	do { (void)(l); } while (0)
#define lockdep_assert_irqs_disabled()	do { } while (0)
#define lockdep_assert_irqs_enabled()	do { } while (0)
#define lockdep_assert_preemption_disabled() do { } while (0)
#define lockdep_assert_in_softirq()	do { } while (0)
#endif

/* only the checker knows who holds what: without it nobody can say that we do not */
#ifdef CONFIG_LOCKDEP
#define lockdep_assert_not_held(l)	lockdep_assert(!debug_locks || !__lockdep_is_held(l, 0))
#define lockdep_assert_none_held_once()	lockdep_assert(!debug_locks || !current->lockdep_depth)
#else
#define lockdep_assert_not_held(l)	do { (void)(l); } while (0)
#define lockdep_assert_none_held_once()	do { } while (0)
#endif

#endif
