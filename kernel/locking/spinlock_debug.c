// SPDX-License-Identifier: GPL-2.0-only
/*
 * spinlock_debug.c - catches misuse of spinlocks (CONFIG_DEBUG_SPINLOCK).
 *
 * Owns:       raw_spinlock_t's magic and owner_cpu.
 * Invariant:  while a lock is held, owner_cpu is the CPU that holds it; otherwise -1. The holder alone
 *             writes it. Preemption is off under a spinlock, so "held by this CPU" is "held by what
 *             runs here, or by what it interrupted", and taking it again can never succeed. (A task
 *             pointer beside it would not fit into struct ptdesc.)
 *
 * Reported: a lock never initialised or overwritten, taking a lock that this CPU holds, releasing one
 * that is free or another CPU's. The first report of the boot prints everything; later ones
 * are only counted, for a broken lock is often used often.
 */
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

static atomic_t spin_bugs;

static noinline void spin_bug(raw_spinlock_t *lock, const char *msg)
{
	if (atomic_inc_return(&spin_bugs) != 1)
		return;
	pr_emerg("BUG: spinlock %s on CPU#%d, %s/%d\n", msg, raw_smp_processor_id(), current->comm, current->pid);
	pr_emerg(" lock %px: magic %04x, serving %u, next ticket %u, owner CPU#%d\n", lock, spin_lock_magic(lock),
		 lock->owner, lock->next, lock->owner_cpu);
	WARN_ON(1);
}

/**
 * debug_spin_lock_before() - checks that a lock may be waited for
 * @lock: about to be taken
 */
void debug_spin_lock_before(raw_spinlock_t *lock)
{
	if (unlikely(spin_lock_magic(lock) != SPINLOCK_MAGIC))
		spin_bug(lock, "bad magic");
	if (unlikely(READ_ONCE(lock->owner_cpu) == raw_smp_processor_id()))
		spin_bug(lock, "recursion");
}

/**
 * debug_spin_lock_after() - notes the new holder
 * @lock: just taken
 */
void debug_spin_lock_after(raw_spinlock_t *lock)
{
	WRITE_ONCE(lock->owner_cpu, raw_smp_processor_id());
}

/**
 * debug_spin_unlock() - checks that a lock is ours to release
 * @lock: about to be released
 */
void debug_spin_unlock(raw_spinlock_t *lock)
{
	if (unlikely(spin_lock_magic(lock) != SPINLOCK_MAGIC))
		spin_bug(lock, "bad magic");
	else if (unlikely(!raw_spin_is_locked(lock)))
		spin_bug(lock, "already unlocked");
	else if (unlikely(lock->owner_cpu != raw_smp_processor_id()))
		spin_bug(lock, "wrong CPU");
	WRITE_ONCE(lock->owner_cpu, -1);
}
