/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * futex.h - what the files of kernel/futex/ share.
 */
#ifndef _FUTEX_H
#define _FUTEX_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/futex.h>
#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#define FLAGS_SHARED	0x0010		/* the word may be mapped by other processes */
#define FLAGS_CLOCKRT	0x0020		/* the timeout is of CLOCK_REALTIME */
#define FLAGS_HAS_TIMEOUT 0x0040	/* only in a restart block */

/*
 * What makes two words the same futex. Memory of one process alone: its mm and the address. Memory
 * that others may map, too: the file's inode and the position in it.
 */
struct futex_key {
	void *owner;			/* mm_struct or inode; compared, never followed */
	unsigned long page;		/* address, or index in the file, of the page */
	unsigned int offset;		/* in the page; bit 0: owner is an inode */
};

struct futex_hash_bucket {
	atomic_t waiters;		/* queued, or about to take the lock to be */
	spinlock_t lock;
	struct list_head chain;		/* [lock] of struct futex_q, first come first */
} ____cacheline_aligned_in_smp;

/* One waiter, on its kernel stack. */
struct futex_q {
	struct list_head list;		/* [*lock_ptr] */
	struct task_struct *task;	/* [I] */
	spinlock_t *lock_ptr;		/* the bucket's lock; NULL once woken; changed by requeue */
	struct futex_key key;		/* [*lock_ptr] */
	u32 bitset;			/* [I] which wakes it answers to */
};

static inline bool futex_match(const struct futex_key *a, const struct futex_key *b)
{
	return a->owner == b->owner && a->page == b->page && a->offset == b->offset;
}

int get_futex_key(u32 __user *uaddr, unsigned int flags, struct futex_key *key, bool write);
struct futex_hash_bucket *futex_hash(const struct futex_key *key);
unsigned long futex_hash_size(void);
int futex_get_value_locked(u32 *dest, u32 __user *from);
void futex_queue(struct futex_q *q, struct futex_hash_bucket *hb);
bool futex_unqueue(struct futex_q *q);
void double_lock_hb(struct futex_hash_bucket *hb1, struct futex_hash_bucket *hb2);
void double_unlock_hb(struct futex_hash_bucket *hb1, struct futex_hash_bucket *hb2);

/* A word of user space, pinned, to be changed atomically under a spinlock. */
struct futex_word {
	struct page *page;
	atomic_t *word;
};

int futex_pin_word(u32 __user *uaddr, struct futex_word *w);
void futex_unpin_word(struct futex_word *w);

struct wake_q_head;
void futex_wake_mark(struct wake_q_head *wake_q, struct futex_q *q);

int futex_wait(u32 __user *uaddr, unsigned int flags, u32 val, ktime_t *abs_time, u32 bitset);
int futex_wake(u32 __user *uaddr, unsigned int flags, int nr_wake, u32 bitset);
int futex_wake_op(u32 __user *uaddr1, unsigned int flags, u32 __user *uaddr2, int nr_wake,
		  int nr_wake2, int op);
int futex_requeue(u32 __user *uaddr1, unsigned int flags, u32 __user *uaddr2, int nr_wake,
		  int nr_requeue, u32 *cmpval);

#endif
