/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lockdep.h - statements about locks.
 *
 * Two kinds. lockdep_assert_held() and its relatives check, under CONFIG_DEBUG_SPINLOCK,
 * that the lock is taken, and where the lock records its owner, that we are the owner.
 * lock_acquire() and lock_release() are where each lock type tells a lock-order checker
 * what happens; they are called at every acquisition with the lock's map and subclass,
 * and vanish while there is no such checker.
 */
#ifndef _LINUX_LOCKDEP_H
#define _LINUX_LOCKDEP_H

#include <linux/lockdep_types.h>
#include <linux/bug.h>

#define SINGLE_DEPTH_NESTING	1
#define MAX_LOCKDEP_SUBCLASSES	8UL

#define lock_acquire(map, subclass, trylock, read, check, nest, ip) \
	do { (void)(map); (void)(subclass); } while (0)
#define lock_release(map, ip)			do { (void)(map); } while (0)
#define lock_acquire_exclusive(m, s, t, n, ip)	lock_acquire(m, s, t, 0, 1, n, ip)
#define lock_acquire_shared(m, s, t, n, ip)	lock_acquire(m, s, t, 1, 1, n, ip)

#define spin_acquire(m, s, t, ip)		lock_acquire_exclusive(m, s, t, NULL, ip)
#define spin_release(m, ip)			lock_release(m, ip)
#define rwlock_acquire(m, s, t, ip)		lock_acquire_exclusive(m, s, t, NULL, ip)
#define rwlock_acquire_read(m, s, t, ip)	lock_acquire_shared(m, s, t, NULL, ip)
#define rwlock_release(m, ip)			lock_release(m, ip)
#define mutex_acquire(m, s, t, ip)		lock_acquire_exclusive(m, s, t, NULL, ip)
#define mutex_release(m, ip)			lock_release(m, ip)
#define rwsem_acquire(m, s, t, ip)		lock_acquire_exclusive(m, s, t, NULL, ip)
#define rwsem_acquire_read(m, s, t, ip)		lock_acquire_shared(m, s, t, NULL, ip)
#define rwsem_release(m, ip)			lock_release(m, ip)
#define lock_map_acquire(m)			lock_acquire_exclusive(m, 0, 0, NULL, 0)
#define lock_map_release(m)			lock_release(m, 0)

#define lockdep_init_map(map, name, key, subclass) do { (void)(key); } while (0)
#define lockdep_set_class(lock, key)		do { (void)(key); } while (0)
#define lockdep_set_class_and_name(lock, key, name) do { (void)(key); } while (0)
#define lockdep_set_subclass(lock, sub)		do { } while (0)
#define lockdep_set_novalidate_class(lock)	do { } while (0)
#define lockdep_init()				do { } while (0)
#define lockdep_register_key(key)		do { } while (0)
#define lockdep_unregister_key(key)		do { } while (0)
#define lockdep_off()				do { } while (0)
#define lockdep_on()				do { } while (0)
#define debug_check_no_locks_held()		do { } while (0)

#define lock_map_acquire_read(m)		lock_acquire_shared(m, 0, 0, NULL, 0)
#define might_lock(lock)			do { } while (0)
#define might_lock_read(lock)			do { } while (0)
#define might_lock_nested(lock, sub)		do { } while (0)

struct raw_spinlock;
struct spinlock;
struct rwlock;
struct mutex;
struct rw_semaphore;

#ifdef CONFIG_DEBUG_SPINLOCK
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
#define lockdep_assert_not_held(l)	do { (void)(l); } while (0)
#define lockdep_assert_none_held_once()	do { } while (0)

#define lockdep_depth(tsk)		(0)
#define lockdep_recursing(tsk)		(0)

#endif
