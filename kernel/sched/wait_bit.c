// SPDX-License-Identifier: GPL-2.0-only
/*
 * wait_bit.c - waiting for bits and variables on shared queues.
 *
 * Owns:       the hash of wait queues.
 * Invariant:  a waker and a waiter of the same (word, bit) use the same queue; each entry carries its
 *             key, and a wake-up passes by entries with another key.
 */
#include <linux/cache.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include <linux/wait_bit.h>

#define WAIT_TABLE_BITS	8
static struct wait_queue_head bit_wait_table[1 << WAIT_TABLE_BITS] ____cacheline_aligned;

struct wait_queue_head *bit_waitqueue(unsigned long *word, int bit)
{
	return bit_wait_table + hash_long((unsigned long)word * BITS_PER_LONG + bit, WAIT_TABLE_BITS);
}

struct wait_queue_head *__var_waitqueue(void *p)
{
	return bit_wait_table + hash_ptr(p, WAIT_TABLE_BITS);
}

int wake_bit_function(struct wait_queue_entry *wq_entry, unsigned int mode, int sync, void *arg)
{
	struct wait_bit_key *key = arg;
	struct wait_bit_queue_entry *wait_bit = container_of(wq_entry, struct wait_bit_queue_entry, wq_entry);

	if (wait_bit->key.flags != key->flags || wait_bit->key.bit_nr != key->bit_nr ||
	    test_bit(key->bit_nr, key->flags))
		return 0;
	return autoremove_wake_function(wq_entry, mode, sync, key);
}

int __sched __wait_on_bit(struct wait_queue_head *wq_head, struct wait_bit_queue_entry *wbq_entry,
			  wait_bit_action_f *action, unsigned int mode)
{
	int ret = 0;

	do {
		prepare_to_wait(wq_head, &wbq_entry->wq_entry, mode);
		if (test_bit(wbq_entry->key.bit_nr, wbq_entry->key.flags))
			ret = action(&wbq_entry->key, mode);
	} while (test_bit_acquire(wbq_entry->key.bit_nr, wbq_entry->key.flags) && !ret);
	finish_wait(wq_head, &wbq_entry->wq_entry);
	return ret;
}

int __sched __wait_on_bit_lock(struct wait_queue_head *wq_head, struct wait_bit_queue_entry *wbq_entry,
			       wait_bit_action_f *action, unsigned int mode)
{
	int ret = 0;

	for (;;) {
		prepare_to_wait_exclusive(wq_head, &wbq_entry->wq_entry, mode);
		if (test_bit(wbq_entry->key.bit_nr, wbq_entry->key.flags)) {
			ret = action(&wbq_entry->key, mode);
			/* a wake-up that was meant for us must not be lost when we give up */
			if (ret)
				finish_wait(wq_head, &wbq_entry->wq_entry);
		}
		if (!test_and_set_bit(wbq_entry->key.bit_nr, wbq_entry->key.flags)) {
			if (!ret)
				finish_wait(wq_head, &wbq_entry->wq_entry);
			return 0;
		}
		if (ret)
			return ret;
	}
}

int __sched out_of_line_wait_on_bit(unsigned long *word, int bit, wait_bit_action_f *action, unsigned int mode)
{
	DEFINE_WAIT_BIT(wq_entry, word, bit);

	return __wait_on_bit(bit_waitqueue(word, bit), &wq_entry, action, mode);
}

int __sched out_of_line_wait_on_bit_timeout(unsigned long *word, int bit, wait_bit_action_f *action,
					    unsigned int mode, unsigned long timeout)
{
	DEFINE_WAIT_BIT(wq_entry, word, bit);

	wq_entry.key.timeout = jiffies + timeout;
	return __wait_on_bit(bit_waitqueue(word, bit), &wq_entry, action, mode);
}

int __sched out_of_line_wait_on_bit_lock(unsigned long *word, int bit, wait_bit_action_f *action, unsigned int mode)
{
	DEFINE_WAIT_BIT(wq_entry, word, bit);

	return __wait_on_bit_lock(bit_waitqueue(word, bit), &wq_entry, action, mode);
}

void __wake_up_bit(struct wait_queue_head *wq_head, unsigned long *word, int bit)
{
	struct wait_bit_key key = __WAIT_BIT_KEY_INITIALIZER(word, bit);

	if (waitqueue_active(wq_head))
		__wake_up(wq_head, TASK_NORMAL, 1, &key);
}

void wake_up_bit(unsigned long *word, int bit)
{
	__wake_up_bit(bit_waitqueue(word, bit), word, bit);
}

static int var_wake_function(struct wait_queue_entry *wq_entry, unsigned int mode, int sync, void *arg)
{
	struct wait_bit_key *key = arg;
	struct wait_bit_queue_entry *wbq_entry = container_of(wq_entry, struct wait_bit_queue_entry, wq_entry);

	if (wbq_entry->key.flags != key->flags || wbq_entry->key.bit_nr != key->bit_nr)
		return 0;
	return autoremove_wake_function(wq_entry, mode, sync, key);
}

void init_wait_var_entry(struct wait_bit_queue_entry *wbq_entry, void *var, int flags)
{
	*wbq_entry = (struct wait_bit_queue_entry){
		.key = { .flags = var, .bit_nr = -1 },
		.wq_entry = {
			.flags = flags,
			.private = current,
			.func = var_wake_function,
			.entry = LIST_HEAD_INIT(wbq_entry->wq_entry.entry),
		},
	};
}

void wake_up_var(void *var)
{
	__wake_up_bit(__var_waitqueue(var), var, -1);
}

/* how the waits above sleep */

int __sched bit_wait(struct wait_bit_key *key, int mode)
{
	schedule();
	return signal_pending_state(mode, current) ? -EINTR : 0;
}

int __sched bit_wait_io(struct wait_bit_key *key, int mode)
{
	io_schedule();
	return signal_pending_state(mode, current) ? -EINTR : 0;
}

int __sched bit_wait_timeout(struct wait_bit_key *key, int mode)
{
	unsigned long now = READ_ONCE(jiffies);

	if (time_after_eq(now, key->timeout))
		return -EAGAIN;
	schedule_timeout(key->timeout - now);
	return signal_pending_state(mode, current) ? -EINTR : 0;
}

void __init wait_bit_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(bit_wait_table); i++)
		init_waitqueue_head(bit_wait_table + i);
}
