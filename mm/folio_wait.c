// SPDX-License-Identifier: GPL-2.0-only
/*
 * folio_wait.c - the folio lock, and sleeping until a bit of a folio clears.
 *
 * A folio has no wait queue of its own: all folios share a hash table of them. PG_waiters
 * says that somebody may be asleep, so that unlocking costs one atomic step where nobody is.
 *
 * Owns:       PG_locked's protocol, PG_waiters, the wait queues.
 * Invariant:  whoever sleeps on a bit has set PG_waiters under its queue's lock before
 *             testing the bit; whoever clears the bit looks at PG_waiters in the same step.
 * Locks:      the queue's lock, innermost.
 */
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/wait.h>
#include "store.h"

#define FOLIO_WAIT_BITS 8

static wait_queue_head_t folio_wait_table[1 << FOLIO_WAIT_BITS] __cacheline_aligned;

/* What a waker says; what it finds. */
struct folio_wake_key {
	struct folio *folio;
	int bit_nr;
	bool match;		/* somebody of this folio was there */
};

struct folio_wait {
	struct wait_queue_entry wait;
	struct folio *folio;
	int bit_nr;
};

static wait_queue_head_t *folio_waitqueue(struct folio *folio)
{
	return &folio_wait_table[hash_ptr(folio, FOLIO_WAIT_BITS)];
}

static int wake_folio_function(struct wait_queue_entry *wait, unsigned int mode, int sync,
			       void *arg)
{
	struct folio_wait *w = container_of(wait, struct folio_wait, wait);
	struct folio_wake_key *key = arg;

	if (w->folio != key->folio)
		return 0;
	key->match = true;
	if (w->bit_nr != key->bit_nr)
		return 0;
	/* somebody else was quicker: an exclusive sleeper may sleep on */
	if ((wait->flags & WQ_FLAG_EXCLUSIVE) && test_bit(key->bit_nr, &key->folio->flags))
		return -1;
	return autoremove_wake_function(wait, mode, sync, NULL);
}

static void folio_wake_bit(struct folio *folio, int bit_nr)
{
	wait_queue_head_t *q = folio_waitqueue(folio);
	struct folio_wake_key key = { .folio = folio, .bit_nr = bit_nr };
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	__wake_up_locked_key(q, TASK_NORMAL, &key);
	/* the flag stays while a sleeper on this folio may be left in the queue */
	if (list_empty(&q->head) || !key.match)
		folio_clear_waiters(folio);
	spin_unlock_irqrestore(&q->lock, flags);
}

enum wait_behavior { WAIT_SHARED, WAIT_EXCLUSIVE };

/* Tests the bit; for a lock also takes it. */
static bool bit_done(struct folio *folio, int bit_nr, enum wait_behavior behavior)
{
	if (behavior == WAIT_EXCLUSIVE)
		return !test_and_set_bit_lock(bit_nr, &folio->flags);
	return !test_bit(bit_nr, &folio->flags);
}

/* Return: 0, or -EINTR where a signal that @state lets through came first. */
static int folio_wait_bit_common(struct folio *folio, int bit_nr, unsigned int state,
				 enum wait_behavior behavior)
{
	wait_queue_head_t *q = folio_waitqueue(folio);
	struct folio_wait w = { .folio = folio, .bit_nr = bit_nr };
	int ret = 0;

	init_wait(&w.wait);
	w.wait.func = wake_folio_function;
	w.wait.flags = behavior == WAIT_EXCLUSIVE ? WQ_FLAG_EXCLUSIVE : 0;
	for (;;) {
		spin_lock_irq(&q->lock);
		folio_set_waiters(folio);
		if (list_empty(&w.wait.entry))
			__add_wait_queue_entry_tail(q, &w.wait);
		set_current_state(state);
		spin_unlock_irq(&q->lock);
		/* set_current_state() ordered the flag before this test */
		if (bit_done(folio, bit_nr, behavior))
			break;
		if (signal_pending_state(state, current)) {
			ret = -EINTR;
			break;
		}
		io_schedule();
	}
	finish_wait(q, &w.wait);
	/* a wake-up that came to us but that we do not use goes to the next one */
	if (ret && behavior == WAIT_EXCLUSIVE && !test_bit(bit_nr, &folio->flags))
		folio_wake_bit(folio, bit_nr);
	return ret;
}

void folio_wait_bit(struct folio *folio, int bit_nr)
{
	folio_wait_bit_common(folio, bit_nr, TASK_UNINTERRUPTIBLE, WAIT_SHARED);
}

int folio_wait_bit_killable(struct folio *folio, int bit_nr)
{
	return folio_wait_bit_common(folio, bit_nr, TASK_KILLABLE, WAIT_SHARED);
}

void __folio_lock(struct folio *folio)
{
	folio_wait_bit_common(folio, PG_locked, TASK_UNINTERRUPTIBLE, WAIT_EXCLUSIVE);
}

int __folio_lock_killable(struct folio *folio)
{
	return folio_wait_bit_common(folio, PG_locked, TASK_KILLABLE, WAIT_EXCLUSIVE);
}

/** folio_wake_locked() - the folio was unlocked, and somebody waits. Use folio_unlock(). */
void folio_wake_locked(struct folio *folio)
{
	folio_wake_bit(folio, PG_locked);
}

/**
 * folio_end_read() - the contents have arrived (or not); unlock
 */
void folio_end_read(struct folio *folio, bool success)
{
	if (success)
		folio_mark_uptodate(folio);
	folio_unlock(folio);
}

static void release_vmf_lock(struct vm_fault *vmf)
{
	if (vmf->flags & FAULT_FLAG_VMA_LOCK)
		vma_end_read(vmf->vma);
	else
		mmap_read_unlock(vmf->vma->vm_mm);
}

/*
 * A fault that finds its folio locked drops the address space's lock before it sleeps, where
 * it may, and is tried again.
 */
vm_fault_t __folio_lock_or_retry(struct folio *folio, struct vm_fault *vmf)
{
	unsigned int flags = vmf->flags;

	if (fault_flag_allow_retry_first(flags)) {
		if (flags & FAULT_FLAG_RETRY_NOWAIT)
			return VM_FAULT_RETRY;
		release_vmf_lock(vmf);
		if (flags & FAULT_FLAG_KILLABLE)
			folio_wait_locked_killable(folio);
		else
			folio_wait_locked(folio);
		return VM_FAULT_RETRY;
	}
	if (flags & FAULT_FLAG_KILLABLE) {
		if (__folio_lock_killable(folio)) {
			release_vmf_lock(vmf);
			return VM_FAULT_RETRY;
		}
	} else {
		__folio_lock(folio);
	}
	return 0;
}

/* ---- writeback ---------------------------------------------------------------- */

void folio_wait_writeback(struct folio *folio)
{
	while (folio_test_writeback(folio))
		folio_wait_bit(folio, PG_writeback);
}

int folio_wait_writeback_killable(struct folio *folio)
{
	while (folio_test_writeback(folio)) {
		if (folio_wait_bit_killable(folio, PG_writeback))
			return -EINTR;
	}
	return 0;
}

/* before the contents change: a store that checksums must not see it half done */
void folio_wait_stable(struct folio *folio)
{
	struct address_space *mapping = folio->mapping;

	if (mapping && test_bit(AS_STABLE_WRITES, &mapping->flags))
		folio_wait_writeback(folio);
}

/**
 * folio_end_writeback() - the folio has been written; wake who waits for that
 */
void folio_end_writeback(struct folio *folio)
{
	/* it may be truncated and freed as soon as the bit clears */
	folio_get(folio);
	if (folio_test_reclaim(folio)) {
		folio_clear_reclaim(folio);
		folio_rotate_reclaimable(folio);
	}
	if (__folio_end_writeback(folio))
		folio_wake_bit(folio, PG_writeback);
	folio_put(folio);
}

void __init pagecache_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(folio_wait_table); i++)
		init_waitqueue_head(&folio_wait_table[i]);
}
