// SPDX-License-Identifier: GPL-2.0-only
/*
 * mutex.c - sleeping locks with an owner.
 *
 * Owns:       struct mutex.
 * Invariant:  owner is the holder's task_struct, with flag bits below; 0 while free. WAITERS is set
 *             while wait_list is not empty; whoever releases then wakes the first waiter. A waiter
 *             that was woken and lost the race to a newcomer sets HANDOFF, and the next release
 *             gives it the lock (PICKUP) instead of freeing it: nobody starves.
 * Locks:      wait_lock guards wait_list and is taken with interrupts on.
 *
 * The fast path is one compare-and-exchange. Before sleeping, a taker spins while the holder
 * runs on another CPU, for then it is likely to release soon; it stops when the holder
 * sleeps or somebody else should run here.
 */
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include <linux/sched/wake_q.h>

#define MUTEX_WAITERS	1L
#define MUTEX_HANDOFF	2L
#define MUTEX_PICKUP	4L
#define MUTEX_FLAGS	7L

struct mutex_waiter {
	struct list_head list;		/* [wait_lock] */
	struct task_struct *task;
};

void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key)
{
	atomic_long_set(&lock->owner, 0);
	raw_spin_lock_init(&lock->wait_lock);
	INIT_LIST_HEAD(&lock->wait_list);
	lockdep_init_map(&lock->dep_map, name, key, 0);
}

static inline struct task_struct *owner_task(long owner)
{
	return (struct task_struct *)(owner & ~MUTEX_FLAGS);
}

/*
 * Take a mutex that is free or was handed to us. @handoff: we are the first waiter and will
 * not be overtaken again. Return: NULL when taken, else the holder.
 */
static struct task_struct *mutex_trylock_or_owner(struct mutex *lock, bool handoff)
{
	long owner = atomic_long_read(&lock->owner), flags, new;
	struct task_struct *task;

	do {
		flags = owner & MUTEX_FLAGS;
		task = owner_task(owner);
		if (task) {
			if (task != current || !(flags & MUTEX_PICKUP)) {
				if (!handoff || (flags & MUTEX_HANDOFF) || task == current)
					return task;
				new = owner | MUTEX_HANDOFF;
				continue;
			}
			flags &= ~MUTEX_PICKUP;
			new = (long)current | flags;
			continue;
		}
		new = (long)current | (flags & MUTEX_WAITERS);
	} while (!atomic_long_try_cmpxchg_acquire(&lock->owner, &owner, new));
	return owner_task(new) == current ? NULL : task;
}

/* Return: true if the mutex was taken while spinning */
static bool mutex_spin(struct mutex *lock)
{
	struct task_struct *owner;

	for (;;) {
		owner = mutex_trylock_or_owner(lock, false);
		if (!owner)
			return true;
		/* the holder may exit and be freed: a grace period later */
		rcu_read_lock();
		while (owner_task(atomic_long_read(&lock->owner)) == owner) {
			if (!READ_ONCE(owner->on_cpu) || need_resched()) {
				rcu_read_unlock();
				return false;
			}
			cpu_relax();
		}
		rcu_read_unlock();
		if (need_resched())
			return false;
	}
}

static int __sched mutex_lock_slow(struct mutex *lock, unsigned int state)
{
	struct mutex_waiter waiter = { .task = current };
	bool first = false;
	int ret = 0;

	if (mutex_spin(lock))
		return 0;

	raw_spin_lock(&lock->wait_lock);
	list_add_tail(&waiter.list, &lock->wait_list);
	if (list_is_first(&waiter.list, &lock->wait_list))
		atomic_long_or(MUTEX_WAITERS, &lock->owner);
	set_current_state(state);
	/* with WAITERS set and our state published, a release either is seen here or wakes us */
	while (mutex_trylock_or_owner(lock, first)) {
		if (signal_pending_state(state, current)) {
			ret = -EINTR;
			break;
		}
		raw_spin_unlock(&lock->wait_lock);
		schedule();
		raw_spin_lock(&lock->wait_lock);
		first = list_is_first(&waiter.list, &lock->wait_list);
		set_current_state(state);
	}
	__set_current_state(TASK_RUNNING);
	list_del(&waiter.list);
	if (list_empty(&lock->wait_list))
		atomic_long_andnot(MUTEX_WAITERS | MUTEX_HANDOFF, &lock->owner);
	raw_spin_unlock(&lock->wait_lock);
	return ret;
}

static __always_inline int mutex_lock_state(struct mutex *lock, unsigned int state, unsigned int subclass,
					    struct lockdep_map *nest, unsigned long ip)
{
	long free = 0;
	int ret;

	might_sleep();
	mutex_acquire_nest(&lock->dep_map, subclass, 0, nest, ip);
	if (likely(atomic_long_try_cmpxchg_acquire(&lock->owner, &free, (long)current)))
		return 0;
	ret = mutex_lock_slow(lock, state);
	if (ret)
		mutex_release(&lock->dep_map, ip);
	return ret;
}

/**
 * mutex_lock() - take a mutex
 * @lock: not held by the caller
 *
 * Context: may sleep, not interruptibly.
 */
void __sched mutex_lock(struct mutex *lock)
{
	mutex_lock_state(lock, TASK_UNINTERRUPTIBLE, 0, NULL, _RET_IP_);
}

int __sched mutex_lock_interruptible(struct mutex *lock)
{
	return mutex_lock_state(lock, TASK_INTERRUPTIBLE, 0, NULL, _RET_IP_);
}

int __sched mutex_lock_killable(struct mutex *lock)
{
	return mutex_lock_state(lock, TASK_KILLABLE, 0, NULL, _RET_IP_);
}

#ifdef CONFIG_LOCKDEP
void __sched mutex_lock_nested(struct mutex *lock, unsigned int sub)
{
	mutex_lock_state(lock, TASK_UNINTERRUPTIBLE, sub, NULL, _RET_IP_);
}

int __sched mutex_lock_interruptible_nested(struct mutex *lock, unsigned int sub)
{
	return mutex_lock_state(lock, TASK_INTERRUPTIBLE, sub, NULL, _RET_IP_);
}

int __sched mutex_lock_killable_nested(struct mutex *lock, unsigned int sub)
{
	return mutex_lock_state(lock, TASK_KILLABLE, sub, NULL, _RET_IP_);
}

void __sched _mutex_lock_nest_lock(struct mutex *lock, struct lockdep_map *nest)
{
	mutex_lock_state(lock, TASK_UNINTERRUPTIBLE, 0, nest, _RET_IP_);
}
#endif

void __sched mutex_lock_io(struct mutex *lock)
{
	unsigned int was = current->in_iowait;

	current->in_iowait = 1;
	mutex_lock(lock);
	current->in_iowait = was;
}

int mutex_trylock(struct mutex *lock)
{
	bool taken = !mutex_trylock_or_owner(lock, false);

	if (taken)
		mutex_acquire(&lock->dep_map, 0, 1, _RET_IP_);
	return taken;
}

/* somebody waits, or was promised the lock */
static noinline void __sched mutex_unlock_slow(struct mutex *lock)
{
	long owner = atomic_long_read(&lock->owner);
	struct mutex_waiter *waiter;
	DEFINE_WAKE_Q(wake_q);

	WARN_ON_ONCE(owner_task(owner) != current);
	/* without a promise, free it first, so that a running taker may have it */
	while (!(owner & MUTEX_HANDOFF)) {
		if (atomic_long_try_cmpxchg_release(&lock->owner, &owner, owner & MUTEX_FLAGS))
			break;
	}

	raw_spin_lock(&lock->wait_lock);
	waiter = list_first_entry_or_null(&lock->wait_list, struct mutex_waiter, list);
	if (waiter)
		wake_q_add(&wake_q, waiter->task);
	if (owner & MUTEX_HANDOFF) {
		long new = MUTEX_WAITERS;

		if (waiter)
			new |= (long)waiter->task | MUTEX_PICKUP;
		else
			new = 0;
		atomic_long_set_release(&lock->owner, new);
	}
	raw_spin_unlock(&lock->wait_lock);
	wake_up_q(&wake_q);
}

/**
 * mutex_unlock() - release a mutex
 * @lock: held by the caller
 *
 * The memory of @lock may not be freed by somebody who merely took the mutex afterwards: the
 * slow path still uses it.
 */
void __sched mutex_unlock(struct mutex *lock)
{
	long self = (long)current;

	mutex_release(&lock->dep_map, _RET_IP_);
	if (likely(atomic_long_try_cmpxchg_release(&lock->owner, &self, 0L)))
		return;
	mutex_unlock_slow(lock);
}

int atomic_dec_and_mutex_lock(atomic_t *cnt, struct mutex *lock)
{
	if (atomic_add_unless(cnt, -1, 1))
		return 0;
	mutex_lock(lock);
	if (atomic_dec_and_test(cnt))
		return 1;
	mutex_unlock(lock);
	return 0;
}
