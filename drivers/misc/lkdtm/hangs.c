// SPDX-License-Identifier: GPL-2.0-only
/*
 * hangs.c - mistakes after which something never goes on: locks taken twice or in two orders, loops, sleep
 * without an end.
 *
 * Who reports them: soft lockups (kernel/watchdog.c), hung tasks (kernel/hung_task.c), spinlocks with
 * CONFIG_DEBUG_SPINLOCK, lock order with CONFIG_PROVE_LOCKING.
 */
#include <linux/irqflags.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include "lkdtm.h"

static DEFINE_SPINLOCK(lock_me_up);
static DEFINE_MUTEX(abba_a);
static DEFINE_MUTEX(abba_b);

/* The loops look at this, so that the compiler does not take them for something else. */
static volatile bool forever = true;

LKDTM_CRASH(LOOP)
{
	while (forever)
		cpu_relax();
}

LKDTM_CRASH(SOFTLOCKUP)
{
	preempt_disable();
	while (forever)
		cpu_relax();
}

LKDTM_CRASH(HARDLOCKUP)
{
	local_irq_disable();
	while (forever)
		cpu_relax();
}

/* A reader that never leaves: the grace period does not end. */
LKDTM_CRASH(RCU_STALL)
{
	rcu_read_lock();
	while (forever)
		cpu_relax();
	rcu_read_unlock();
}

LKDTM_CRASH(SPINLOCKUP)
{
	spin_lock(&lock_me_up);
	spin_lock(&lock_me_up);
}

LKDTM_CRASH(HUNG_TASK)
{
	set_current_state(TASK_UNINTERRUPTIBLE);
	schedule();
}

static noinline void take_a_then_b(void)
{
	mutex_lock(&abba_a);
	mutex_lock(&abba_b);
	mutex_unlock(&abba_b);
	mutex_unlock(&abba_a);
}

static noinline void take_b_then_a(void)
{
	mutex_lock(&abba_b);
	mutex_lock(&abba_a);
	mutex_unlock(&abba_a);
	mutex_unlock(&abba_b);
}

/* One task alone cannot deadlock so, but two could: the order of locks is what is reported. */
LKDTM_CRASH(DEADLOCK_ABBA)
{
	take_a_then_b();
	take_b_then_a();
}

/* Returns to user space with the mutex held. */
LKDTM_CRASH(LOCK_LEFT_HELD)
{
	mutex_lock(&abba_a);
}

const struct lkdtm_crash lkdtm_hangs[] = {
	LKDTM_ENTRY(LOOP),
	LKDTM_ENTRY(SOFTLOCKUP),
	LKDTM_ENTRY(HARDLOCKUP),
	LKDTM_ENTRY(RCU_STALL),
	LKDTM_ENTRY(SPINLOCKUP),
	LKDTM_ENTRY(HUNG_TASK),
	LKDTM_ENTRY(DEADLOCK_ABBA),
	LKDTM_ENTRY(LOCK_LEFT_HELD),
	{}
};
