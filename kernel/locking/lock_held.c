// SPDX-License-Identifier: GPL-2.0-only
/*
 * lock_held.c - what lockdep_assert_held() and its relatives ask, answered by the locks themselves
 * (CONFIG_DEBUG_SPINLOCK). With CONFIG_LOCKDEP the checker knows better (lockdep.c).
 */
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

int lockdep_spin_held(const void *l)
{
	const raw_spinlock_t *lock = l;

	return raw_spin_is_locked(lock) && READ_ONCE(lock->owner_cpu) == raw_smp_processor_id();
}

int lockdep_rwlock_held(const void *l, int write)
{
	u32 cnts = READ_ONCE(((const rwlock_t *)l)->cnts);

	return write ? cnts & RWLOCK_WRITER : cnts != 0;
}

int lockdep_mutex_held(const void *l)
{
	const struct mutex *lock = l;

	return (atomic_long_read(&lock->owner) & ~7L) == (long)current;
}

int lockdep_rwsem_held(const void *l, int write)
{
	const struct rw_semaphore *sem = l;
	long count = atomic_long_read(&sem->count);

	if (count & RWSEM_WRITER)
		return atomic_long_read(&sem->owner) == (long)current;
	return !write && (count & RWSEM_READER_MASK);
}
