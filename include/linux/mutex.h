/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mutex.h - sleeping lock with one owner.
 *
 * owner holds the owning task's address, or 0; bit 0 says that somebody sleeps on it and
 * the release must go the slow way, bit 1 that the lock is being handed to the first waiter.
 */
#ifndef _LINUX_MUTEX_H
#define _LINUX_MUTEX_H

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/atomic.h>
#include <linux/cleanup.h>

struct mutex {
	atomic_long_t owner;
	raw_spinlock_t wait_lock;
	struct list_head wait_list;	/* [wait_lock] struct mutex_waiter, oldest first */
	struct lockdep_map dep_map;
};

#define __MUTEX_INITIALIZER(name) { \
	.owner = ATOMIC_LONG_INIT(0), \
	.wait_lock = __RAW_SPIN_LOCK_INITIALIZER((name).wait_lock), \
	.wait_list = LIST_HEAD_INIT((name).wait_list), \
}
#define DEFINE_MUTEX(name)	struct mutex name = __MUTEX_INITIALIZER(name)

void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key);
#define mutex_init(mutex) \
do { \
	static struct lock_class_key __key; \
	__mutex_init((mutex), #mutex, &__key); \
} while (0)
#define mutex_destroy(lock)	do { (void)(lock); } while (0)

/* All but unlock, trylock and is_locked may sleep; the last two return -EINTR on a (fatal) signal. */
void mutex_lock(struct mutex *lock);
int __must_check mutex_lock_interruptible(struct mutex *lock);
int __must_check mutex_lock_killable(struct mutex *lock);
void mutex_lock_io(struct mutex *lock);
int mutex_trylock(struct mutex *lock);		/* 1: taken */
void mutex_unlock(struct mutex *lock);
int atomic_dec_and_mutex_lock(atomic_t *cnt, struct mutex *lock);

/* @sub, @nest: for the lock checker (linux/lockdep.h) */
#ifdef CONFIG_LOCKDEP
void mutex_lock_nested(struct mutex *lock, unsigned int sub);
int __must_check mutex_lock_interruptible_nested(struct mutex *lock, unsigned int sub);
int __must_check mutex_lock_killable_nested(struct mutex *lock, unsigned int sub);
void _mutex_lock_nest_lock(struct mutex *lock, struct lockdep_map *nest);
#define mutex_lock_nest_lock(lock, nest)		_mutex_lock_nest_lock(lock, &(nest)->dep_map)
#else
#define mutex_lock_nested(lock, sub)			mutex_lock(lock)
#define mutex_lock_interruptible_nested(lock, sub)	mutex_lock_interruptible(lock)
#define mutex_lock_killable_nested(lock, sub)		mutex_lock_killable(lock)
#define mutex_lock_nest_lock(lock, nest)		mutex_lock(lock)
#endif

static inline bool mutex_is_locked(struct mutex *lock)
{
	return atomic_long_read(&lock->owner) & ~7L;
}

DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))

#endif
