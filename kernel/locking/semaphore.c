// SPDX-License-Identifier: GPL-2.0-only
/*
 * semaphore.c - counting semaphores.
 *
 * Owns:       struct semaphore.
 * Invariant:  count > 0 only while nobody waits; up() with a waiter hands its unit over directly.
 * Locks:      sem->lock, interrupts off, because up() may come from one.
 */
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include <linux/semaphore.h>

struct semaphore_waiter {
	struct list_head list;		/* [lock] */
	struct task_struct *task;
	bool up;			/* [lock] got its unit */
};

/* Context: sem->lock held, interrupts off; dropped while asleep. */
static int __sched down_wait(struct semaphore *sem, unsigned int state, long timeout)
{
	struct semaphore_waiter waiter = { .task = current };

	list_add_tail(&waiter.list, &sem->wait_list);
	for (;;) {
		if (signal_pending_state(state, current)) {
			list_del(&waiter.list);
			return -EINTR;
		}
		if (timeout <= 0) {
			list_del(&waiter.list);
			return -ETIME;
		}
		__set_current_state(state);
		raw_spin_unlock_irq(&sem->lock);
		timeout = schedule_timeout(timeout);
		raw_spin_lock_irq(&sem->lock);
		if (waiter.up)
			return 0;
	}
}

static int __sched down_common(struct semaphore *sem, unsigned int state, long timeout)
{
	unsigned long flags;
	int ret = 0;

	might_sleep();
	raw_spin_lock_irqsave(&sem->lock, flags);
	if (likely(sem->count > 0))
		sem->count--;
	else
		ret = down_wait(sem, state, timeout);
	raw_spin_unlock_irqrestore(&sem->lock, flags);
	return ret;
}

void __sched down(struct semaphore *sem)
{
	down_common(sem, TASK_UNINTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
}

int __sched down_interruptible(struct semaphore *sem)
{
	return down_common(sem, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
}

int __sched down_killable(struct semaphore *sem)
{
	return down_common(sem, TASK_KILLABLE, MAX_SCHEDULE_TIMEOUT);
}

int __sched down_timeout(struct semaphore *sem, long jiffies)
{
	return down_common(sem, TASK_UNINTERRUPTIBLE, jiffies);
}

/* Return: 0 if taken, 1 if not: the reverse of the other trylocks */
int down_trylock(struct semaphore *sem)
{
	unsigned long flags;
	int failed;

	raw_spin_lock_irqsave(&sem->lock, flags);
	failed = sem->count == 0;
	if (!failed)
		sem->count--;
	raw_spin_unlock_irqrestore(&sem->lock, flags);
	return failed;
}

void up(struct semaphore *sem)
{
	struct semaphore_waiter *waiter;
	unsigned long flags;

	raw_spin_lock_irqsave(&sem->lock, flags);
	waiter = list_first_entry_or_null(&sem->wait_list, struct semaphore_waiter, list);
	if (waiter) {
		list_del(&waiter->list);
		waiter->up = true;
		wake_up_process(waiter->task);
	} else {
		sem->count++;
	}
	raw_spin_unlock_irqrestore(&sem->lock, flags);
}
