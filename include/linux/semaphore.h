/* SPDX-License-Identifier: GPL-2.0-only */
/* semaphore.h - counting semaphore; up() may be called by anybody, also from interrupts */
#ifndef _LINUX_SEMAPHORE_H
#define _LINUX_SEMAPHORE_H

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/spinlock.h>

struct semaphore {
	raw_spinlock_t lock;
	unsigned int count;		/* [lock] */
	struct list_head wait_list;	/* [lock] oldest first */
};

#define __SEMAPHORE_INITIALIZER(name, n) { \
	.lock = __RAW_SPIN_LOCK_INITIALIZER((name).lock), \
	.count = n, \
	.wait_list = LIST_HEAD_INIT((name).wait_list), \
}
#define DEFINE_SEMAPHORE(name, n)	struct semaphore name = __SEMAPHORE_INITIALIZER(name, n)

static inline void sema_init(struct semaphore *sem, int val)
{
	raw_spin_lock_init(&sem->lock);
	sem->count = val;
	INIT_LIST_HEAD(&sem->wait_list);
}

void down(struct semaphore *sem);
int __must_check down_interruptible(struct semaphore *sem);
int __must_check down_killable(struct semaphore *sem);
int __must_check down_trylock(struct semaphore *sem);		/* 0: taken */
int __must_check down_timeout(struct semaphore *sem, long jiffies);
void up(struct semaphore *sem);

#endif
