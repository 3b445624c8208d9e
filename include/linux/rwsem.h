/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rwsem.h - sleeping reader-writer lock, fair: nobody overtakes a waiter.
 *
 * count:	bit 0		a writer holds it
 *		bit 1		wait_list is not empty: newcomers must queue
 *		bits 8..62	readers, in units of RWSEM_READER
 */
#ifndef _LINUX_RWSEM_H
#define _LINUX_RWSEM_H

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/atomic.h>
#include <linux/cleanup.h>

struct rw_semaphore {
	atomic_long_t count;
	atomic_long_t owner;		/* the writing task; a hint after a reader took it */
	raw_spinlock_t wait_lock;
	struct list_head wait_list;	/* [wait_lock] struct rwsem_waiter, oldest first */
	struct lockdep_map dep_map;
};

#define RWSEM_WRITER		1L
#define RWSEM_WAITERS		2L
#define RWSEM_READER		0x100L
#define RWSEM_READER_MASK	(~0xffL)
#define RWSEM_UNLOCKED_VALUE	0L

#define __RWSEM_INITIALIZER(name) { \
	.count = ATOMIC_LONG_INIT(RWSEM_UNLOCKED_VALUE), \
	.owner = ATOMIC_LONG_INIT(0), \
	.wait_lock = __RAW_SPIN_LOCK_INITIALIZER((name).wait_lock), \
	.wait_list = LIST_HEAD_INIT((name).wait_list), \
}
#define DECLARE_RWSEM(name)	struct rw_semaphore name = __RWSEM_INITIALIZER(name)

void __init_rwsem(struct rw_semaphore *sem, const char *name, struct lock_class_key *key);
#define init_rwsem(sem) \
do { \
	static struct lock_class_key __key; \
	__init_rwsem((sem), #sem, &__key); \
} while (0)

void down_read(struct rw_semaphore *sem);
int __must_check down_read_interruptible(struct rw_semaphore *sem);
int __must_check down_read_killable(struct rw_semaphore *sem);
int down_read_trylock(struct rw_semaphore *sem);
void down_write(struct rw_semaphore *sem);
int __must_check down_write_killable(struct rw_semaphore *sem);
int down_write_trylock(struct rw_semaphore *sem);
void up_read(struct rw_semaphore *sem);
void up_write(struct rw_semaphore *sem);
/* the writer becomes a reader without letting another writer in */
void downgrade_write(struct rw_semaphore *sem);

/*
 * @sub, @nest: for the lock checker (linux/lockdep.h). What another task may release is taken and released
 * by the *_non_owner() functions, which it does not see.
 */
#ifdef CONFIG_LOCKDEP
void down_read_nested(struct rw_semaphore *sem, unsigned int sub);
int __must_check down_read_killable_nested(struct rw_semaphore *sem, unsigned int sub);
void down_write_nested(struct rw_semaphore *sem, unsigned int sub);
int __must_check down_write_killable_nested(struct rw_semaphore *sem, unsigned int sub);
void _down_write_nest_lock(struct rw_semaphore *sem, struct lockdep_map *nest);
#define down_write_nest_lock(sem, nest)		_down_write_nest_lock(sem, &(nest)->dep_map)
void down_read_non_owner(struct rw_semaphore *sem);
void up_read_non_owner(struct rw_semaphore *sem);
#else
#define down_read_nested(sem, sub)		down_read(sem)
#define down_read_killable_nested(sem, sub)	down_read_killable(sem)
#define down_write_nested(sem, sub)		down_write(sem)
#define down_write_killable_nested(sem, sub)	down_write_killable(sem)
#define down_write_nest_lock(sem, nest)		down_write(sem)
#define down_read_non_owner(sem)		down_read(sem)
#define up_read_non_owner(sem)			up_read(sem)
#endif

static inline int rwsem_is_locked(struct rw_semaphore *sem)
{
	return atomic_long_read(&sem->count) & (RWSEM_WRITER | RWSEM_READER_MASK);
}

static inline bool rwsem_is_write_locked(struct rw_semaphore *sem)
{
	return atomic_long_read(&sem->count) & RWSEM_WRITER;
}

static inline int rwsem_is_contended(struct rw_semaphore *sem)
{
	return !list_empty(&sem->wait_list);
}

static inline void rwsem_assert_held(struct rw_semaphore *sem)
{
	lockdep_assert_held(sem);
}

static inline void rwsem_assert_held_write(struct rw_semaphore *sem)
{
	lockdep_assert_held_write(sem);
}
#define rwsem_assert_held_nolockdep(sem)	rwsem_assert_held(sem)
#define rwsem_assert_held_write_nolockdep(sem)	rwsem_assert_held_write(sem)

DEFINE_GUARD(rwsem_read, struct rw_semaphore *, down_read(_T), up_read(_T))
DEFINE_GUARD(rwsem_write, struct rw_semaphore *, down_write(_T), up_write(_T))

#endif
