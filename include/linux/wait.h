/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * wait.h - wait queues: sleeping until a condition holds.
 *
 * The waiter queues itself and sets its state, then tests; the waker makes the condition true,
 * then wakes. Whichever comes second sees the other, so no wake-up is lost.
 */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/stddef.h>
#include <linux/spinlock.h>
#include <linux/sched.h>
#include <asm/current.h>

typedef struct wait_queue_entry wait_queue_entry_t;
/* Return: >0 woke it, 0 not, <0 stop waking others */
typedef int (*wait_queue_func_t)(struct wait_queue_entry *wq_entry, unsigned int mode, int flags, void *key);
int default_wake_function(struct wait_queue_entry *wq_entry, unsigned int mode, int flags, void *key);

#define WQ_FLAG_EXCLUSIVE	0x01	/* counts towards nr_exclusive; queued at the tail */
#define WQ_FLAG_WOKEN		0x02	/* for woken_wake_function() */
#define WQ_FLAG_CUSTOM		0x04
#define WQ_FLAG_DONE		0x08
#define WQ_FLAG_PRIORITY	0x10	/* queued at the head although exclusive */

struct wait_queue_entry {
	unsigned int flags;
	void *private;			/* the task, for the usual wake functions */
	wait_queue_func_t func;
	struct list_head entry;		/* [wait_queue_head.lock] */
};

struct wait_queue_head {
	spinlock_t lock;
	struct list_head head;		/* [lock] non-exclusive first */
};
typedef struct wait_queue_head wait_queue_head_t;

#define __WAITQUEUE_INITIALIZER(name, tsk) { \
	.private = tsk, \
	.func = default_wake_function, \
	.entry = { NULL, NULL }, \
}
#define DECLARE_WAITQUEUE(name, tsk)	struct wait_queue_entry name = __WAITQUEUE_INITIALIZER(name, tsk)

#define __WAIT_QUEUE_HEAD_INITIALIZER(name) { \
	.lock = __SPIN_LOCK_INITIALIZER((name).lock), \
	.head = LIST_HEAD_INIT((name).head), \
}
#define DECLARE_WAIT_QUEUE_HEAD(name) \
	struct wait_queue_head name = __WAIT_QUEUE_HEAD_INITIALIZER(name)

void __init_waitqueue_head(struct wait_queue_head *wq_head, const char *name, struct lock_class_key *key);
#define init_waitqueue_head(wq_head) \
do { \
	static struct lock_class_key __key; \
	__init_waitqueue_head((wq_head), #wq_head, &__key); \
} while (0)

/* on a stack, the lock has no address that could tell the lock checker its class */
#ifdef CONFIG_LOCKDEP
#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name) \
	struct wait_queue_head name = ({ init_waitqueue_head(&name); name; })
#else
#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name)	DECLARE_WAIT_QUEUE_HEAD(name)
#endif

static inline void init_waitqueue_entry(struct wait_queue_entry *wq_entry, struct task_struct *p)
{
	wq_entry->flags = 0;
	wq_entry->private = p;
	wq_entry->func = default_wake_function;
}

static inline void init_waitqueue_func_entry(struct wait_queue_entry *wq_entry, wait_queue_func_t func)
{
	wq_entry->flags = 0;
	wq_entry->private = NULL;
	wq_entry->func = func;
}

/* a waker that tests this without the lock needs smp_mb() between its condition and the test */
static inline int waitqueue_active(struct wait_queue_head *wq_head)
{
	return !list_empty(&wq_head->head);
}

static inline bool wq_has_sleeper(struct wait_queue_head *wq_head)
{
	smp_mb();
	return waitqueue_active(wq_head);
}

static inline bool wq_has_single_sleeper(struct wait_queue_head *wq_head)
{
	return list_is_singular(&wq_head->head);
}

void add_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);
void add_wait_queue_exclusive(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);
void add_wait_queue_priority(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);
void remove_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);

static inline void __add_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	list_add(&wq_entry->entry, &wq_head->head);
}

static inline void __add_wait_queue_exclusive(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	wq_entry->flags |= WQ_FLAG_EXCLUSIVE;
	__add_wait_queue(wq_head, wq_entry);
}

static inline void __add_wait_queue_entry_tail(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	list_add_tail(&wq_entry->entry, &wq_head->head);
}

static inline void __add_wait_queue_entry_tail_exclusive(struct wait_queue_head *wq_head,
							  struct wait_queue_entry *wq_entry)
{
	wq_entry->flags |= WQ_FLAG_EXCLUSIVE;
	__add_wait_queue_entry_tail(wq_head, wq_entry);
}

static inline void __remove_wait_queue(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry)
{
	list_del(&wq_entry->entry);
}

int __wake_up(struct wait_queue_head *wq_head, unsigned int mode, int nr, void *key);
void __wake_up_locked(struct wait_queue_head *wq_head, unsigned int mode, int nr);
void __wake_up_locked_key(struct wait_queue_head *wq_head, unsigned int mode, void *key);
void __wake_up_sync_key(struct wait_queue_head *wq_head, unsigned int mode, void *key);
void __wake_up_locked_sync_key(struct wait_queue_head *wq_head, unsigned int mode, void *key);
void __wake_up_sync(struct wait_queue_head *wq_head, unsigned int mode);
void __wake_up_pollfree(struct wait_queue_head *wq_head);

#define wake_up(x)			__wake_up(x, TASK_NORMAL, 1, NULL)
#define wake_up_nr(x, nr)		__wake_up(x, TASK_NORMAL, nr, NULL)
#define wake_up_all(x)			__wake_up(x, TASK_NORMAL, 0, NULL)
#define wake_up_locked(x)		__wake_up_locked((x), TASK_NORMAL, 1)
#define wake_up_all_locked(x)		__wake_up_locked((x), TASK_NORMAL, 0)
#define wake_up_sync(x)			__wake_up_sync(x, TASK_NORMAL)
#define wake_up_interruptible(x)	__wake_up(x, TASK_INTERRUPTIBLE, 1, NULL)
#define wake_up_interruptible_nr(x, nr)	__wake_up(x, TASK_INTERRUPTIBLE, nr, NULL)
#define wake_up_interruptible_all(x)	__wake_up(x, TASK_INTERRUPTIBLE, 0, NULL)
#define wake_up_interruptible_sync(x)	__wake_up_sync((x), TASK_INTERRUPTIBLE)

/* the poll keys are event masks, passed as pointers */
#define poll_to_key(m)			((void *)(__force uintptr_t)(__poll_t)(m))
#define key_to_poll(m)			((__force __poll_t)(uintptr_t)(void *)(m))
#define wake_up_poll(x, m)		__wake_up(x, TASK_NORMAL, 1, poll_to_key(m))
#define wake_up_poll_on_current_cpu(x, m) wake_up_poll(x, m)
#define wake_up_locked_poll(x, m)	__wake_up_locked_key((x), TASK_NORMAL, poll_to_key(m))
#define wake_up_interruptible_poll(x, m) __wake_up(x, TASK_INTERRUPTIBLE, 1, poll_to_key(m))
#define wake_up_interruptible_sync_poll(x, m) __wake_up_sync_key((x), TASK_INTERRUPTIBLE, poll_to_key(m))
#define wake_up_interruptible_sync_poll_locked(x, m) \
	__wake_up_locked_sync_key((x), TASK_INTERRUPTIBLE, poll_to_key(m))
static inline void wake_up_pollfree(struct wait_queue_head *wq_head)
{
	if (waitqueue_active(wq_head))
		__wake_up_pollfree(wq_head);
}

void init_wait_entry(struct wait_queue_entry *wq_entry, int flags);
void prepare_to_wait(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry, int state);
bool prepare_to_wait_exclusive(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry, int state);
/* Return: 0, or -ERESTARTSYS where a signal the state allows is pending (then not queued) */
long prepare_to_wait_event(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry, int state);
void finish_wait(struct wait_queue_head *wq_head, struct wait_queue_entry *wq_entry);
long wait_woken(struct wait_queue_entry *wq_entry, unsigned int mode, long timeout);
int woken_wake_function(struct wait_queue_entry *wq_entry, unsigned int mode, int sync, void *key);
int autoremove_wake_function(struct wait_queue_entry *wq_entry, unsigned int mode, int sync, void *key);

#define DEFINE_WAIT_FUNC(name, function) \
	struct wait_queue_entry name = { \
		.private = current, \
		.func = function, \
		.entry = LIST_HEAD_INIT((name).entry), \
	}
#define DEFINE_WAIT(name)	DEFINE_WAIT_FUNC(name, autoremove_wake_function)
#define init_wait(wait) \
do { \
	(wait)->private = current; \
	(wait)->func = autoremove_wake_function; \
	INIT_LIST_HEAD(&(wait)->entry); \
	(wait)->flags = 0; \
} while (0)

#define ___wait_is_interruptible(state) \
	(!__builtin_constant_p(state) || ((state) & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)))

/* cmd sleeps; ret is the result when the condition came true */
#define ___wait_event(wq_head, condition, state, exclusive, ret, cmd) \
({ \
	__label__ __out; \
	struct wait_queue_entry __wq_entry; \
	long __ret = ret; \
\
	init_wait_entry(&__wq_entry, exclusive ? WQ_FLAG_EXCLUSIVE : 0); \
	for (;;) { \
		long __int = prepare_to_wait_event(&wq_head, &__wq_entry, state); \
\
		if (condition) \
			break; \
		if (___wait_is_interruptible(state) && __int) { \
			__ret = __int; \
			goto __out; \
		} \
		cmd; \
	} \
	finish_wait(&wq_head, &__wq_entry); \
__out:	__ret; \
})

/* re-tests after the time is up: 1 rather than 0 if it came true at the last moment */
#define ___wait_cond_timeout(condition) \
({ \
	bool __cond = (condition); \
	if (__cond && !__ret) \
		__ret = 1; \
	__cond || !__ret; \
})

#define wait_event(wq_head, condition) \
do { \
	might_sleep(); \
	if (condition) \
		break; \
	(void)___wait_event(wq_head, condition, TASK_UNINTERRUPTIBLE, 0, 0, schedule()); \
} while (0)

#define io_wait_event(wq_head, condition) \
do { \
	might_sleep(); \
	if (condition) \
		break; \
	(void)___wait_event(wq_head, condition, TASK_UNINTERRUPTIBLE, 0, 0, io_schedule()); \
} while (0)

#define wait_event_freezable(wq_head, condition)	wait_event_interruptible(wq_head, condition)

#define wait_event_idle(wq_head, condition) \
do { \
	might_sleep(); \
	if (!(condition)) \
		(void)___wait_event(wq_head, condition, TASK_IDLE, 0, 0, schedule()); \
} while (0)

#define wait_event_idle_exclusive(wq_head, condition) \
do { \
	might_sleep(); \
	if (!(condition)) \
		(void)___wait_event(wq_head, condition, TASK_IDLE, 1, 0, schedule()); \
} while (0)

#define ___wait_event_timeout(wq_head, condition, state, timeout) \
	___wait_event(wq_head, ___wait_cond_timeout(condition), state, 0, timeout, __ret = schedule_timeout(__ret))

/* Return: what was left of @timeout (jiffies), at least 1; 0: time is up and the condition false */
#define wait_event_timeout(wq_head, condition, timeout) \
({ \
	long __ret = timeout; \
	might_sleep(); \
	if (!___wait_cond_timeout(condition)) \
		__ret = ___wait_event_timeout(wq_head, condition, TASK_UNINTERRUPTIBLE, timeout); \
	__ret; \
})

#define wait_event_idle_timeout(wq_head, condition, timeout) \
({ \
	long __ret = timeout; \
	might_sleep(); \
	if (!___wait_cond_timeout(condition)) \
		__ret = ___wait_event_timeout(wq_head, condition, TASK_IDLE, timeout); \
	__ret; \
})

/* Return: 0, or -ERESTARTSYS on a signal */
#define wait_event_interruptible(wq_head, condition) \
({ \
	int __ret = 0; \
	might_sleep(); \
	if (!(condition)) \
		__ret = ___wait_event(wq_head, condition, TASK_INTERRUPTIBLE, 0, 0, schedule()); \
	__ret; \
})

#define wait_event_interruptible_timeout(wq_head, condition, timeout) \
({ \
	long __ret = timeout; \
	might_sleep(); \
	if (!___wait_cond_timeout(condition)) \
		__ret = ___wait_event_timeout(wq_head, condition, TASK_INTERRUPTIBLE, timeout); \
	__ret; \
})

#define wait_event_interruptible_exclusive(wq_head, condition) \
({ \
	int __ret = 0; \
	might_sleep(); \
	if (!(condition)) \
		__ret = ___wait_event(wq_head, condition, TASK_INTERRUPTIBLE, 1, 0, schedule()); \
	__ret; \
})

#define wait_event_killable(wq_head, condition) \
({ \
	int __ret = 0; \
	might_sleep(); \
	if (!(condition)) \
		__ret = ___wait_event(wq_head, condition, TASK_KILLABLE, 0, 0, schedule()); \
	__ret; \
})

#define wait_event_killable_exclusive(wq_head, condition) \
({ \
	int __ret = 0; \
	might_sleep(); \
	if (!(condition)) \
		__ret = ___wait_event(wq_head, condition, TASK_KILLABLE, 1, 0, schedule()); \
	__ret; \
})

#define wait_event_killable_timeout(wq_head, condition, timeout) \
({ \
	long __ret = timeout; \
	might_sleep(); \
	if (!___wait_cond_timeout(condition)) \
		__ret = ___wait_event_timeout(wq_head, condition, TASK_KILLABLE, timeout); \
	__ret; \
})

#define wait_event_state(wq_head, condition, state) \
({ \
	int __ret = 0; \
	might_sleep(); \
	if (!(condition)) \
		__ret = ___wait_event(wq_head, condition, state, 0, 0, schedule()); \
	__ret; \
})

#define wait_event_cmd(wq_head, condition, cmd1, cmd2) \
do { \
	if (!(condition)) \
		(void)___wait_event(wq_head, condition, TASK_UNINTERRUPTIBLE, 0, 0, cmd1; schedule(); cmd2); \
} while (0)

/* the condition is tested under @lock (a spinlock_t, interrupts off), dropped around the sleep */
#define wait_event_lock_irq(wq_head, condition, lock) \
do { \
	if (!(condition)) \
		(void)___wait_event(wq_head, condition, TASK_UNINTERRUPTIBLE, 0, 0, \
				    spin_unlock_irq(&lock); schedule(); spin_lock_irq(&lock)); \
} while (0)

#define wait_event_interruptible_lock_irq(wq_head, condition, lock) \
({ \
	int __ret = 0; \
	if (!(condition)) \
		__ret = ___wait_event(wq_head, condition, TASK_INTERRUPTIBLE, 0, 0, \
				      spin_unlock_irq(&lock); schedule(); spin_lock_irq(&lock)); \
	__ret; \
})

/* the condition is tested with wq_head.lock held */
int do_wait_intr(struct wait_queue_head *wq, struct wait_queue_entry *wait);
int do_wait_intr_irq(struct wait_queue_head *wq, struct wait_queue_entry *wait);

#define __wait_event_interruptible_locked(wq, condition, exclusive, fn) \
({ \
	int __ret; \
	DEFINE_WAIT(__wait); \
	if (exclusive) \
		__wait.flags |= WQ_FLAG_EXCLUSIVE; \
	do { \
		__ret = fn(&(wq), &__wait); \
		if (__ret) \
			break; \
	} while (!(condition)); \
	__remove_wait_queue(&(wq), &__wait); \
	__set_current_state(TASK_RUNNING); \
	__ret; \
})
#define wait_event_interruptible_locked(wq, condition) \
	((condition) ? 0 : __wait_event_interruptible_locked(wq, condition, 0, do_wait_intr))
#define wait_event_interruptible_exclusive_locked(wq, condition) \
	((condition) ? 0 : __wait_event_interruptible_locked(wq, condition, 1, do_wait_intr))
#define wait_event_interruptible_locked_irq(wq, condition) \
	((condition) ? 0 : __wait_event_interruptible_locked(wq, condition, 0, do_wait_intr_irq))

/* @timeout in ktime; -ETIME when it is over */
#define __wait_event_hrtimeout(wq_head, condition, timeout, state) \
({ \
	int __ret = 0; \
	ktime_t __end = ktime_add(ktime_get(), timeout); \
	might_sleep(); \
	if (!(condition)) \
		__ret = ___wait_event(wq_head, condition, state, 0, 0, \
			if (!schedule_hrtimeout(&__end, HRTIMER_MODE_ABS)) { \
				__ret = -ETIME; \
				break; \
			} \
			__set_current_state(TASK_RUNNING)); \
	__ret; \
})
#define wait_event_hrtimeout(wq, condition, timeout) \
	__wait_event_hrtimeout(wq, condition, timeout, TASK_UNINTERRUPTIBLE)
#define wait_event_interruptible_hrtimeout(wq, condition, timeout) \
	__wait_event_hrtimeout(wq, condition, timeout, TASK_INTERRUPTIBLE)

#endif
