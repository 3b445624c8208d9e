// SPDX-License-Identifier: GPL-2.0-only
/*
 * spinlock.c - waiting for spinlocks and reader-writer locks.
 *
 * Owns:       the slow paths; the fast ones are inline in linux/spinlock.h.
 * Invariant:  a ticket lock is taken in the order of arrival. A rwlock's wait_lock is held by the one
 *             waiter whose turn is next; a reader in interrupt context does not queue, because the
 *             reader it interrupted may be what the queued writer waits for.
 * Elsewhere:  reports of misuse (spinlock_debug.c).
 */
#include <linux/atomic.h>
#include <linux/spinlock.h>
#include <linux/sched/debug.h>

#ifdef CONFIG_LOCKDEP
void __raw_spin_lock_init(raw_spinlock_t *lock, const char *name, struct lock_class_key *key)
{
	*lock = __RAW_SPIN_LOCK_UNLOCKED(lock);
	lockdep_init_map(&lock->dep_map, name, key, 0);
}

void __rwlock_init(rwlock_t *lock, const char *name, struct lock_class_key *key)
{
	*lock = (rwlock_t)__RW_LOCK_UNLOCKED(lock);
	lockdep_init_map(&lock->dep_map, name, key, 0);
}
#endif

/**
 * spin_lock_contended() - wait until a ticket is served
 * @lock: the lock
 * @ticket: ours
 *
 * Context: preemption off.
 */
void __sched spin_lock_contended(raw_spinlock_t *lock, u16 ticket)
{
	/* pairs with the release in do_raw_spin_unlock() */
	while (smp_load_acquire(&lock->owner) != ticket)
		cpu_relax();
}

/**
 * read_lock_contended() - wait for a rwlock as a reader
 * @lock: the lock
 */
void __sched read_lock_contended(rwlock_t *lock)
{
	if (in_interrupt()) {
		while (!do_raw_read_trylock(lock))
			cpu_relax();
		return;
	}
	do_raw_spin_lock(&lock->wait_lock);
	while (!do_raw_read_trylock(lock))
		cpu_relax();
	do_raw_spin_unlock(&lock->wait_lock);
}

/**
 * write_lock_contended() - wait for a rwlock as a writer
 * @lock: the lock
 *
 * Holding wait_lock keeps new readers in task context out, so the readers drain.
 */
void __sched write_lock_contended(rwlock_t *lock)
{
	do_raw_spin_lock(&lock->wait_lock);
	while (!do_raw_write_trylock(lock))
		cpu_relax();
	do_raw_spin_unlock(&lock->wait_lock);
}

/**
 * _atomic_dec_and_lock() - decrement, and hold @lock if that made zero
 * @atomic: the counter
 * @lock: taken iff the result is 1
 *
 * Return: 1 with @lock held, or 0.
 */
int _atomic_dec_and_lock(atomic_t *atomic, raw_spinlock_t *lock)
{
	if (atomic_add_unless(atomic, -1, 1))
		return 0;
	raw_spin_lock(lock);
	if (atomic_dec_and_test(atomic))
		return 1;
	raw_spin_unlock(lock);
	return 0;
}
