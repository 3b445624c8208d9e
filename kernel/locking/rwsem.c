// SPDX-License-Identifier: GPL-2.0-only
/*
 * rwsem.c - fair sleeping reader-writer locks.
 *
 * Owns:       struct rw_semaphore.
 * Invariant:  count says who holds it (linux/rwsem.h). WAITERS is set iff wait_list is not empty, and
 *             keeps newcomers out of the fast path; waiters are served first come, first served, a run
 *             of readers together. Whoever makes the lock free or shared while WAITERS is set
 *             grants it to the head of the list under wait_lock: the granter changes count on
 *             behalf of the waiter, so a woken waiter owns the lock without another race.
 * Locks:      wait_lock guards wait_list and all changes of count while WAITERS is set, except
 *             releases, which subtract.
 *
 * The fast paths are one atomic operation each: an add for readers that finds no writer and no
 * waiters, a compare-and-exchange of zero for the writer. A failed reader's add is undone by its own
 * slow path under wait_lock, which then looks whether somebody can be granted: while such a
 * transient reader is visible, grants to a writer may fail, and that look repairs it.
 */
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include <linux/sched/wake_q.h>

enum rwsem_kind { WAIT_READ, WAIT_WRITE };

struct rwsem_waiter {
	struct list_head list;		/* [wait_lock] */
	struct task_struct *task;	/* NULL: granted; the granter's last store */
	enum rwsem_kind kind;
};

void __init_rwsem(struct rw_semaphore *sem, const char *name, struct lock_class_key *key)
{
	atomic_long_set(&sem->count, RWSEM_UNLOCKED_VALUE);
	atomic_long_set(&sem->owner, 0);
	raw_spin_lock_init(&sem->wait_lock);
	INIT_LIST_HEAD(&sem->wait_list);
	lockdep_init_map(&sem->dep_map, name, key, 0);
}

static void grant(struct rw_semaphore *sem, struct rwsem_waiter *waiter, struct wake_q_head *wake_q)
{
	struct task_struct *task = waiter->task;

	list_del(&waiter->list);
	if (waiter->kind == WAIT_WRITE)
		atomic_long_set(&sem->owner, (long)task);
	/* the waiter's frame may be gone after the store: hold the task for the wake-up */
	get_task_struct(task);
	smp_store_release(&waiter->task, NULL);
	wake_q_add_safe(wake_q, task);
}

/* Give the lock to as many at the head of the list as can have it. Context: wait_lock held. */
static void rwsem_grant(struct rw_semaphore *sem, struct wake_q_head *wake_q)
{
	struct rwsem_waiter *waiter, *next;
	long count, readers = 0;

	lockdep_assert_held(&sem->wait_lock);
	waiter = list_first_entry_or_null(&sem->wait_list, struct rwsem_waiter, list);
	if (!waiter)
		return;

	if (waiter->kind == WAIT_WRITE) {
		count = RWSEM_WAITERS;
		if (atomic_long_try_cmpxchg_acquire(&sem->count, &count, RWSEM_WAITERS | RWSEM_WRITER))
			grant(sem, waiter, wake_q);
	} else {
		/* announce one reader first: a writer cannot come in any more, or was there already */
		count = atomic_long_fetch_add_acquire(RWSEM_READER, &sem->count);
		if (count & RWSEM_WRITER) {
			/* its release finds WAITERS set, and grants */
			atomic_long_sub(RWSEM_READER, &sem->count);
			return;
		}
		list_for_each_entry_safe(waiter, next, &sem->wait_list, list) {
			if (waiter->kind != WAIT_READ)
				break;
			readers++;
			grant(sem, waiter, wake_q);
		}
		atomic_long_add((readers - 1) * RWSEM_READER, &sem->count);
	}
	if (list_empty(&sem->wait_list))
		atomic_long_andnot(RWSEM_WAITERS, &sem->count);
}

static noinline void __sched rwsem_wake(struct rw_semaphore *sem)
{
	DEFINE_WAKE_Q(wake_q);
	unsigned long flags;

	raw_spin_lock_irqsave(&sem->wait_lock, flags);
	rwsem_grant(sem, &wake_q);
	raw_spin_unlock_irqrestore(&sem->wait_lock, flags);
	wake_up_q(&wake_q);
}

/* Queue up and sleep until granted. @undo: what the fast path added to count in vain. */
static int __sched rwsem_wait(struct rw_semaphore *sem, enum rwsem_kind kind, unsigned int state, long undo)
{
	struct rwsem_waiter waiter = { .task = current, .kind = kind };
	DEFINE_WAKE_Q(wake_q);
	int ret = 0;

	raw_spin_lock_irq(&sem->wait_lock);
	list_add_tail(&waiter.list, &sem->wait_list);
	atomic_long_or(RWSEM_WAITERS, &sem->count);
	if (undo)
		atomic_long_sub(undo, &sem->count);
	/* it may have become free before WAITERS was visible: nobody else would grant it */
	rwsem_grant(sem, &wake_q);
	raw_spin_unlock_irq(&sem->wait_lock);
	wake_up_q(&wake_q);

	for (;;) {
		set_current_state(state);
		if (!smp_load_acquire(&waiter.task))	/* pairs with the release in grant() */
			break;
		if (signal_pending_state(state, current)) {
			raw_spin_lock_irq(&sem->wait_lock);
			if (waiter.task) {
				list_del(&waiter.list);
				if (list_empty(&sem->wait_list))
					atomic_long_andnot(RWSEM_WAITERS, &sem->count);
				ret = -EINTR;
				/* readers behind a writer that gave up can go on */
				rwsem_grant(sem, &wake_q);
			}
			raw_spin_unlock_irq(&sem->wait_lock);
			wake_up_q(&wake_q);
			break;
		}
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return ret;
}

static __always_inline int rwsem_down_read(struct rw_semaphore *sem, unsigned int state, unsigned int subclass,
					   unsigned long ip)
{
	long count;
	int ret;

	might_sleep();
	rwsem_acquire_read(&sem->dep_map, subclass, 0, ip);
	count = atomic_long_add_return_acquire(RWSEM_READER, &sem->count);
	if (likely(!(count & (RWSEM_WRITER | RWSEM_WAITERS))))
		return 0;
	ret = rwsem_wait(sem, WAIT_READ, state, RWSEM_READER);
	if (ret)
		rwsem_release(&sem->dep_map, ip);
	return ret;
}

static __always_inline int rwsem_down_write(struct rw_semaphore *sem, unsigned int state, unsigned int subclass,
					    struct lockdep_map *nest, unsigned long ip)
{
	long free = RWSEM_UNLOCKED_VALUE;
	int ret;

	might_sleep();
	rwsem_acquire_nest(&sem->dep_map, subclass, 0, nest, ip);
	if (likely(atomic_long_try_cmpxchg_acquire(&sem->count, &free, RWSEM_WRITER))) {
		atomic_long_set(&sem->owner, (long)current);
		return 0;
	}
	ret = rwsem_wait(sem, WAIT_WRITE, state, 0);
	if (ret)
		rwsem_release(&sem->dep_map, ip);
	return ret;
}

void __sched down_read(struct rw_semaphore *sem)
{
	rwsem_down_read(sem, TASK_UNINTERRUPTIBLE, 0, _RET_IP_);
}

int __sched down_read_interruptible(struct rw_semaphore *sem)
{
	return rwsem_down_read(sem, TASK_INTERRUPTIBLE, 0, _RET_IP_);
}

int __sched down_read_killable(struct rw_semaphore *sem)
{
	return rwsem_down_read(sem, TASK_KILLABLE, 0, _RET_IP_);
}

int down_read_trylock(struct rw_semaphore *sem)
{
	long count = atomic_long_read(&sem->count);

	while (!(count & (RWSEM_WRITER | RWSEM_WAITERS)))
		if (atomic_long_try_cmpxchg_acquire(&sem->count, &count, count + RWSEM_READER)) {
			rwsem_acquire_read(&sem->dep_map, 0, 1, _RET_IP_);
			return 1;
		}
	return 0;
}

void __sched down_write(struct rw_semaphore *sem)
{
	rwsem_down_write(sem, TASK_UNINTERRUPTIBLE, 0, NULL, _RET_IP_);
}

int __sched down_write_killable(struct rw_semaphore *sem)
{
	return rwsem_down_write(sem, TASK_KILLABLE, 0, NULL, _RET_IP_);
}

int down_write_trylock(struct rw_semaphore *sem)
{
	long free = RWSEM_UNLOCKED_VALUE;

	if (!atomic_long_try_cmpxchg_acquire(&sem->count, &free, RWSEM_WRITER))
		return 0;
	atomic_long_set(&sem->owner, (long)current);
	rwsem_acquire(&sem->dep_map, 0, 1, _RET_IP_);
	return 1;
}

#ifdef CONFIG_LOCKDEP
void __sched down_read_nested(struct rw_semaphore *sem, unsigned int sub)
{
	rwsem_down_read(sem, TASK_UNINTERRUPTIBLE, sub, _RET_IP_);
}

int __sched down_read_killable_nested(struct rw_semaphore *sem, unsigned int sub)
{
	return rwsem_down_read(sem, TASK_KILLABLE, sub, _RET_IP_);
}

void __sched down_write_nested(struct rw_semaphore *sem, unsigned int sub)
{
	rwsem_down_write(sem, TASK_UNINTERRUPTIBLE, sub, NULL, _RET_IP_);
}

int __sched down_write_killable_nested(struct rw_semaphore *sem, unsigned int sub)
{
	return rwsem_down_write(sem, TASK_KILLABLE, sub, NULL, _RET_IP_);
}

void __sched _down_write_nest_lock(struct rw_semaphore *sem, struct lockdep_map *nest)
{
	rwsem_down_write(sem, TASK_UNINTERRUPTIBLE, 0, nest, _RET_IP_);
}

/* The order is checked, but nothing is held afterwards: who releases it is not known. */
void __sched down_read_non_owner(struct rw_semaphore *sem)
{
	down_read(sem);
	rwsem_release(&sem->dep_map, _RET_IP_);
}

void __sched up_read_non_owner(struct rw_semaphore *sem)
{
	rwsem_acquire_read(&sem->dep_map, 0, 1, _RET_IP_);
	up_read(sem);
}
#endif

/**
 * up_read() - a reader leaves
 * @sem: held for reading
 */
void __sched up_read(struct rw_semaphore *sem)
{
	long count;

	rwsem_release(&sem->dep_map, _RET_IP_);
	count = atomic_long_sub_return_release(RWSEM_READER, &sem->count);
	WARN_ON_ONCE(count < 0);
	if (unlikely((count & (RWSEM_WAITERS | RWSEM_READER_MASK)) == RWSEM_WAITERS))
		rwsem_wake(sem);
}

/**
 * up_write() - the writer leaves
 * @sem: held for writing
 */
void __sched up_write(struct rw_semaphore *sem)
{
	long count;

	rwsem_release(&sem->dep_map, _RET_IP_);
	atomic_long_set(&sem->owner, 0);
	count = atomic_long_fetch_sub_release(RWSEM_WRITER, &sem->count);
	WARN_ON_ONCE(!(count & RWSEM_WRITER));
	if (unlikely(count & RWSEM_WAITERS))
		rwsem_wake(sem);
}

/**
 * downgrade_write() - from writing to reading without letting go
 * @sem: held for writing; on return for reading, as is what it protects
 */
void __sched downgrade_write(struct rw_semaphore *sem)
{
	long count;

	lock_downgrade(&sem->dep_map, _RET_IP_);
	atomic_long_set(&sem->owner, 0);
	count = atomic_long_fetch_add_release(RWSEM_READER - RWSEM_WRITER, &sem->count);
	if (count & RWSEM_WAITERS)
		rwsem_wake(sem);
}
