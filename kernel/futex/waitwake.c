// SPDX-License-Identifier: GPL-2.0-only
/*
 * waitwake.c - FUTEX_WAIT, FUTEX_WAKE and FUTEX_WAKE_OP.
 *
 * See core.c for the rules.
 */
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/wake_q.h>
#include <linux/uaccess.h>

#include "futex.h"

/**
 * futex_wake_mark() - take @q off its queue and note its task for a wake-up.
 *
 * Context: the bucket's lock. After this @q, which lies on the waiter's stack, may be gone.
 */
void futex_wake_mark(struct wake_q_head *wake_q, struct futex_q *q)
{
	struct task_struct *task = get_task_struct(q->task);

	list_del(&q->list);
	atomic_dec(&container_of(q->lock_ptr, struct futex_hash_bucket, lock)->waiters);
	/* pairs with the acquire in futex_unqueue() */
	smp_store_release(&q->lock_ptr, NULL);
	wake_q_add_safe(wake_q, task);
}

/* Wake up to @nr matching waiters. Context: hb->lock. */
static int wake_matching(struct futex_hash_bucket *hb, struct futex_key *key, int nr, u32 bitset,
			 struct wake_q_head *wake_q)
{
	struct futex_q *q, *next;
	int woken = 0;

	list_for_each_entry_safe(q, next, &hb->chain, list) {
		if (!futex_match(&q->key, key) || !(q->bitset & bitset))
			continue;
		futex_wake_mark(wake_q, q);
		if (++woken >= nr)
			break;
	}
	return woken;
}

/** futex_wake() - wake up to @nr_wake waiters. Return: how many, or an error. */
int futex_wake(u32 __user *uaddr, unsigned int flags, int nr_wake, u32 bitset)
{
	struct futex_hash_bucket *hb;
	DEFINE_WAKE_Q(wake_q);
	struct futex_key key;
	int ret;

	if (!bitset)
		return -EINVAL;
	ret = get_futex_key(uaddr, flags, &key, false);
	if (ret)
		return ret;

	hb = futex_hash(&key);
	smp_mb();		/* B in core.c */
	if (!atomic_read(&hb->waiters))
		return 0;
	spin_lock(&hb->lock);
	ret = wake_matching(hb, &key, nr_wake, bitset, &wake_q);
	spin_unlock(&hb->lock);
	wake_up_q(&wake_q);
	return ret;
}

/* ---- FUTEX_WAKE_OP ---- */

static int sign_extend12(int v)
{
	return (int)((u32)v << 20) >> 20;
}

/* Apply the operation encoded in @op; *old is what the word held. */
static int apply_op(atomic_t *word, int op, int *old)
{
	int which = (op >> 28) & 7, arg = sign_extend12(op >> 12);

	if (op & ((u32)FUTEX_OP_OPARG_SHIFT << 28))
		arg = 1 << (arg & 31);
	switch (which) {
	case FUTEX_OP_SET:
		*old = atomic_xchg(word, arg);
		return 0;
	case FUTEX_OP_ADD:
		*old = atomic_fetch_add(arg, word);
		return 0;
	case FUTEX_OP_OR:
		*old = atomic_fetch_or(arg, word);
		return 0;
	case FUTEX_OP_ANDN:
		*old = atomic_fetch_and(~arg, word);
		return 0;
	case FUTEX_OP_XOR:
		*old = atomic_fetch_xor(arg, word);
		return 0;
	}
	return -ENOSYS;
}

/* Does the old value compare as @op asks? */
static int op_compares(int op, int old)
{
	int arg = sign_extend12(op);

	switch ((op >> 24) & 15) {
	case FUTEX_OP_CMP_EQ:
		return old == arg;
	case FUTEX_OP_CMP_NE:
		return old != arg;
	case FUTEX_OP_CMP_LT:
		return old < arg;
	case FUTEX_OP_CMP_GE:
		return old >= arg;
	case FUTEX_OP_CMP_LE:
		return old <= arg;
	case FUTEX_OP_CMP_GT:
		return old > arg;
	}
	return -ENOSYS;
}

/**
 * futex_wake_op() - change the word at @uaddr2, wake waiters of @uaddr1 and, if the old value
 * compares, of @uaddr2.
 */
int futex_wake_op(u32 __user *uaddr1, unsigned int flags, u32 __user *uaddr2, int nr_wake,
		  int nr_wake2, int op)
{
	struct futex_hash_bucket *hb1, *hb2;
	struct futex_key key1, key2;
	struct futex_word word;
	DEFINE_WAKE_Q(wake_q);
	int ret, old;

	ret = get_futex_key(uaddr1, flags, &key1, false);
	if (!ret)
		ret = get_futex_key(uaddr2, flags, &key2, true);
	if (!ret)
		ret = futex_pin_word(uaddr2, &word);
	if (ret)
		return ret;

	hb1 = futex_hash(&key1);
	hb2 = futex_hash(&key2);
	double_lock_hb(hb1, hb2);
	ret = apply_op(word.word, op, &old);
	if (ret)
		goto unlock;
	ret = wake_matching(hb1, &key1, nr_wake, FUTEX_BITSET_MATCH_ANY, &wake_q);
	old = op_compares(op, old);
	if (old < 0)
		ret = old;
	else if (old)
		ret += wake_matching(hb2, &key2, nr_wake2, FUTEX_BITSET_MATCH_ANY, &wake_q);
unlock:
	double_unlock_hb(hb1, hb2);
	futex_unpin_word(&word);
	wake_up_q(&wake_q);
	return ret;
}

/* ---- FUTEX_WAIT ---- */

/*
 * Check the word and queue in one section. On success the task is in TASK_INTERRUPTIBLE.
 */
static int queue_if_unchanged(u32 __user *uaddr, unsigned int flags, u32 val, struct futex_q *q)
{
	struct futex_hash_bucket *hb;
	u32 uval;
	int err;

retry:
	err = get_futex_key(uaddr, flags, &q->key, false);
	if (err)
		return err;
	hb = futex_hash(&q->key);
	atomic_inc(&hb->waiters);
	smp_mb__after_atomic();		/* A in core.c */
	spin_lock(&hb->lock);
	err = futex_get_value_locked(&uval, uaddr);
	if (!err && uval == val) {
		set_current_state(TASK_INTERRUPTIBLE);
		futex_queue(q, hb);
		spin_unlock(&hb->lock);
		return 0;
	}
	spin_unlock(&hb->lock);
	atomic_dec(&hb->waiters);
	if (!err)
		return -EWOULDBLOCK;
	/* Fault the page in, where sleeping is allowed, and start again. */
	if (get_user(uval, uaddr))
		return -EFAULT;
	goto retry;
}

static void sleep_until_woken(struct futex_q *q, struct hrtimer_sleeper *timeout)
{
	if (timeout)
		hrtimer_sleeper_start_expires(timeout, HRTIMER_MODE_ABS);
	/* The timer may have fired, or the waker come, before we sleep. */
	if (READ_ONCE(q->lock_ptr) && (!timeout || timeout->task))
		schedule();
	__set_current_state(TASK_RUNNING);
}

static int wait_once(u32 __user *uaddr, unsigned int flags, u32 val,
		     struct hrtimer_sleeper *timeout, u32 bitset)
{
	struct futex_q q = { .bitset = bitset };
	int err;

	do {
		err = queue_if_unchanged(uaddr, flags, val, &q);
		if (err)
			return err;
		sleep_until_woken(&q, timeout);
		if (!futex_unqueue(&q))
			return 0;
		if (timeout && !timeout->task)
			return -ETIMEDOUT;
	} while (!signal_pending(current));
	return -ERESTARTSYS;
}

static long futex_wait_restart(struct restart_block *restart)
{
	ktime_t t = restart->futex.time;

	restart->fn = do_no_restart_syscall;
	return futex_wait(restart->futex.uaddr, restart->futex.flags, restart->futex.val,
			  restart->futex.flags & FLAGS_HAS_TIMEOUT ? &t : NULL,
			  restart->futex.bitset);
}

/**
 * futex_wait() - sleep while the word holds @val, until woken with a matching bitset.
 * @abs_time: when to give up, or NULL
 *
 * Return: 0; -EWOULDBLOCK (another value); -ETIMEDOUT; -ERESTARTSYS or, with a timeout, which must
 * not start anew, -ERESTART_RESTARTBLOCK; -EFAULT; -EINVAL.
 */
int futex_wait(u32 __user *uaddr, unsigned int flags, u32 val, ktime_t *abs_time, u32 bitset)
{
	struct restart_block *restart = &current->restart_block;
	struct hrtimer_sleeper timeout;
	int ret;

	if (!bitset)
		return -EINVAL;
	if (!abs_time)
		return wait_once(uaddr, flags, val, NULL, bitset);

	hrtimer_init_sleeper_on_stack(&timeout, flags & FLAGS_CLOCKRT ? CLOCK_REALTIME :
				      CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
	hrtimer_set_expires_range_ns(&timeout.timer, *abs_time, current->timer_slack_ns);
	ret = wait_once(uaddr, flags, val, &timeout, bitset);
	hrtimer_cancel(&timeout.timer);
	destroy_hrtimer_on_stack(&timeout.timer);
	if (ret != -ERESTARTSYS)
		return ret;

	restart->futex.uaddr = uaddr;
	restart->futex.val = val;
	restart->futex.time = *abs_time;
	restart->futex.bitset = bitset;
	restart->futex.flags = flags | FLAGS_HAS_TIMEOUT;
	restart->fn = futex_wait_restart;
	return -ERESTART_RESTARTBLOCK;
}
