// SPDX-License-Identifier: GPL-2.0-only
/*
 * completion.c - one task tells others that something is done.
 *
 * Owns:       struct completion.
 * Invariant:  done counts complete() calls that no waiter has used up; UINT_MAX, from complete_all(), is
 *             never used up. A waiter that has seen it done may free the completion only
 *             because complete() touches nothing after dropping the lock.
 * Locks:      wait.lock.
 */
#include <linux/completion.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>

/**
 * complete() - let one waiter, present or future, go on
 * @x: the completion
 *
 * Context: any.
 */
void complete(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	if (x->done != UINT_MAX)
		x->done++;
	__wake_up_locked(&x->wait, TASK_NORMAL, 1);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}

void complete_on_current_cpu(struct completion *x)
{
	complete(x);
}

void complete_all(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	x->done = UINT_MAX;
	__wake_up_locked(&x->wait, TASK_NORMAL, 0);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}

/* Context: wait.lock held. Return: what is left of @timeout (at least 1 when done), 0, or -ERESTARTSYS. */
static long __sched wait_locked(struct completion *x, long (*sleep)(long), long timeout, unsigned int state)
{
	DEFINE_WAIT_FUNC(wait, default_wake_function);

	if (!x->done) {
		__add_wait_queue_entry_tail_exclusive(&x->wait, &wait);
		do {
			if (signal_pending_state(state, current)) {
				timeout = -ERESTARTSYS;
				break;
			}
			__set_current_state(state);
			spin_unlock_irq(&x->wait.lock);
			timeout = sleep(timeout);
			spin_lock_irq(&x->wait.lock);
		} while (!x->done && timeout);
		__remove_wait_queue(&x->wait, &wait);
		if (!x->done)
			return timeout;
	}
	if (x->done != UINT_MAX)
		x->done--;
	return timeout > 0 ? timeout : 1;
}

static long __sched wait_common(struct completion *x, long (*sleep)(long), long timeout, unsigned int state)
{
	might_sleep();
	spin_lock_irq(&x->wait.lock);
	timeout = wait_locked(x, sleep, timeout, state);
	spin_unlock_irq(&x->wait.lock);
	return timeout;
}

void __sched wait_for_completion(struct completion *x)
{
	wait_common(x, schedule_timeout, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE);
}

unsigned long __sched wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, schedule_timeout, timeout, TASK_UNINTERRUPTIBLE);
}

void __sched wait_for_completion_io(struct completion *x)
{
	wait_common(x, io_schedule_timeout, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE);
}

unsigned long __sched wait_for_completion_io_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, io_schedule_timeout, timeout, TASK_UNINTERRUPTIBLE);
}

int __sched wait_for_completion_state(struct completion *x, unsigned int state)
{
	long t = wait_common(x, schedule_timeout, MAX_SCHEDULE_TIMEOUT, state);

	return t == -ERESTARTSYS ? t : 0;
}

int __sched wait_for_completion_interruptible(struct completion *x)
{
	return wait_for_completion_state(x, TASK_INTERRUPTIBLE);
}

int __sched wait_for_completion_killable(struct completion *x)
{
	return wait_for_completion_state(x, TASK_KILLABLE);
}

long __sched wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, schedule_timeout, timeout, TASK_INTERRUPTIBLE);
}

long __sched wait_for_completion_killable_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, schedule_timeout, timeout, TASK_KILLABLE);
}

bool try_wait_for_completion(struct completion *x)
{
	unsigned long flags;
	bool done;

	if (!READ_ONCE(x->done))
		return false;
	spin_lock_irqsave(&x->wait.lock, flags);
	done = x->done;
	if (done && x->done != UINT_MAX)
		x->done--;
	spin_unlock_irqrestore(&x->wait.lock, flags);
	return done;
}

/* true only when complete() has also let go of @x, which may then be freed */
bool completion_done(struct completion *x)
{
	unsigned long flags;

	if (!READ_ONCE(x->done))
		return false;
	spin_lock_irqsave(&x->wait.lock, flags);
	spin_unlock_irqrestore(&x->wait.lock, flags);
	return true;
}
