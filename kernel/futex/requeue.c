// SPDX-License-Identifier: GPL-2.0-only
/*
 * requeue.c - FUTEX_REQUEUE and FUTEX_CMP_REQUEUE: let waiters of one futex wait for another.
 *
 * pthread_cond_broadcast() uses it: only one of the woken could have the mutex anyway.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/wake_q.h>
#include <linux/uaccess.h>

#include "futex.h"

static void move_waiter(struct futex_q *q, struct futex_hash_bucket *from,
			struct futex_hash_bucket *to, struct futex_key *key)
{
	if (from != to) {
		list_move_tail(&q->list, &to->chain);
		atomic_dec(&from->waiters);
		atomic_inc(&to->waiters);
		/* The waiter's futex_unqueue() looks at it without a lock. */
		WRITE_ONCE(q->lock_ptr, &to->lock);
	}
	q->key = *key;
}

/**
 * futex_requeue() - wake @nr_wake waiters of @uaddr1 and move up to @nr_requeue others to @uaddr2.
 * @cmpval: what the word at @uaddr1 must hold, or NULL
 *
 * Return: how many were woken or moved; -EAGAIN: the word differs; or an error.
 */
int futex_requeue(u32 __user *uaddr1, unsigned int flags, u32 __user *uaddr2, int nr_wake,
		  int nr_requeue, u32 *cmpval)
{
	struct futex_hash_bucket *hb1, *hb2;
	struct futex_key key1, key2;
	struct futex_q *q, *next;
	DEFINE_WAKE_Q(wake_q);
	int ret, done = 0;
	u32 curval;

	if (nr_wake < 0 || nr_requeue < 0)
		return -EINVAL;
retry:
	ret = get_futex_key(uaddr1, flags, &key1, false);
	if (!ret)
		ret = get_futex_key(uaddr2, flags, &key2, false);
	if (ret)
		return ret;
	hb1 = futex_hash(&key1);
	hb2 = futex_hash(&key2);

	/* A waker of the second futex must look at its bucket from now on. */
	atomic_inc(&hb2->waiters);
	double_lock_hb(hb1, hb2);
	if (cmpval) {
		ret = futex_get_value_locked(&curval, uaddr1);
		if (ret) {
			double_unlock_hb(hb1, hb2);
			atomic_dec(&hb2->waiters);
			if (get_user(curval, uaddr1))
				return -EFAULT;
			goto retry;
		}
		if (curval != *cmpval) {
			ret = -EAGAIN;
			goto unlock;
		}
	}

	list_for_each_entry_safe(q, next, &hb1->chain, list) {
		if (done - nr_wake >= nr_requeue)
			break;
		if (!futex_match(&q->key, &key1))
			continue;
		if (++done <= nr_wake)
			futex_wake_mark(&wake_q, q);
		else
			move_waiter(q, hb1, hb2, &key2);
	}
	ret = done;
unlock:
	double_unlock_hb(hb1, hb2);
	atomic_dec(&hb2->waiters);
	wake_up_q(&wake_q);
	return ret;
}
