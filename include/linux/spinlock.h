/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spinlock.h - ticket spinlocks and reader-writer spinlocks.
 *
 * Taking a free lock is preempt_disable() and one compare-and-exchange, inline; releasing
 * is one store and preempt_enable(). Waiting is out of line (kernel/locking/spinlock.c).
 * A rwlock lets readers nest, also from an interrupt: a reader in interrupt context never
 * queues behind a waiting writer. Preemption is off while a lock is held.
 */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <linux/spinlock_types.h>
#include <linux/preempt.h>
#include <linux/irqflags.h>
#include <linux/bottom_half.h>
#include <linux/lockdep.h>
#include <linux/cleanup.h>
#include <asm/barrier.h>
#include <asm/cmpxchg.h>

#define SPIN_TICKET	0x10000u	/* one step of raw_spinlock.next */
#define RWLOCK_WRITER	0x80000000u

void spin_lock_contended(raw_spinlock_t *lock, u16 ticket);
void read_lock_contended(rwlock_t *lock);
void write_lock_contended(rwlock_t *lock);

#ifdef CONFIG_DEBUG_SPINLOCK
void debug_spin_lock_before(raw_spinlock_t *lock);
void debug_spin_lock_after(raw_spinlock_t *lock);
void debug_spin_unlock(raw_spinlock_t *lock);
#else
#define debug_spin_lock_before(lock)	do { } while (0)
#define debug_spin_lock_after(lock)	do { } while (0)
#define debug_spin_unlock(lock)		do { } while (0)
#endif

#ifdef CONFIG_LOCKDEP
void __raw_spin_lock_init(raw_spinlock_t *lock, const char *name, struct lock_class_key *key);
void __rwlock_init(rwlock_t *lock, const char *name, struct lock_class_key *key);

#define __lock_init_with_key(init, lock, name) \
do { \
	static struct lock_class_key __key; \
\
	init((lock), name, &__key); \
} while (0)
#define raw_spin_lock_init(lock)	__lock_init_with_key(__raw_spin_lock_init, lock, #lock)
#define spin_lock_init(l)		__lock_init_with_key(__raw_spin_lock_init, &(l)->rlock, #l)
#define rwlock_init(lock)		__lock_init_with_key(__rwlock_init, lock, #lock)
#else
static inline void raw_spin_lock_init(raw_spinlock_t *lock)
{
	*lock = __RAW_SPIN_LOCK_UNLOCKED(lock);
}
#define spin_lock_init(l)		raw_spin_lock_init(&(l)->rlock)

static inline void rwlock_init(rwlock_t *lock)
{
	*lock = (rwlock_t)__RW_LOCK_UNLOCKED(lock);
}
#endif

static inline bool arch_spin_value_unlocked(u32 val)
{
	return (val >> 16) == (val & 0xffff);
}

static inline int raw_spin_is_locked(const raw_spinlock_t *lock)
{
	return !arch_spin_value_unlocked(READ_ONCE(lock->val));
}

static inline int raw_spin_is_contended(const raw_spinlock_t *lock)
{
	u32 val = READ_ONCE(lock->val);

	return (u16)((val >> 16) - val) > 1;
}

/* take a ticket; preemption (and whatever else the flavour asks) is off already */
static __always_inline void do_raw_spin_lock(raw_spinlock_t *lock)
{
	u32 old;

	debug_spin_lock_before(lock);
	old = xadd(&lock->val, SPIN_TICKET);
	if (unlikely((u16)old != (u16)(old >> 16)))
		spin_lock_contended(lock, old >> 16);
	debug_spin_lock_after(lock);
}

static __always_inline int do_raw_spin_trylock(raw_spinlock_t *lock)
{
	u32 old = READ_ONCE(lock->val);

	if (!arch_spin_value_unlocked(old))
		return 0;
	if (!try_cmpxchg_acquire(&lock->val, &old, old + SPIN_TICKET))
		return 0;
	debug_spin_lock_after(lock);
	return 1;
}

static __always_inline void do_raw_spin_unlock(raw_spinlock_t *lock)
{
	debug_spin_unlock(lock);
	/* the holder's own half; only as a whole word is it changed by others, who take tickets */
	smp_store_release(&lock->owner, data_race(lock->owner) + 1);
}

/* @subclass, @nest: for the lock checker (linux/lockdep.h) */
static __always_inline void raw_spin_lock_nested(raw_spinlock_t *lock, unsigned int subclass)
{
	preempt_disable();
	spin_acquire(&lock->dep_map, subclass, 0, 0);
	do_raw_spin_lock(lock);
}

static __always_inline void __raw_spin_lock_nest_lock(raw_spinlock_t *lock, struct lockdep_map *nest)
{
	preempt_disable();
	spin_acquire_nest(&lock->dep_map, 0, 0, nest, 0);
	do_raw_spin_lock(lock);
}

static __always_inline void raw_spin_lock(raw_spinlock_t *lock)
{
	raw_spin_lock_nested(lock, 0);
}

static __always_inline void raw_spin_lock_irq(raw_spinlock_t *lock)
{
	local_irq_disable();
	raw_spin_lock(lock);
}

static __always_inline unsigned long _raw_spin_lock_irqsave(raw_spinlock_t *lock, unsigned int subclass)
{
	unsigned long flags;

	local_irq_save(flags);
	raw_spin_lock_nested(lock, subclass);
	return flags;
}

static __always_inline void raw_spin_lock_bh(raw_spinlock_t *lock)
{
	__local_bh_disable_ip(0, SOFTIRQ_LOCK_OFFSET);
	spin_acquire(&lock->dep_map, 0, 0, 0);
	do_raw_spin_lock(lock);
}

static __always_inline int raw_spin_trylock(raw_spinlock_t *lock)
{
	preempt_disable();
	if (do_raw_spin_trylock(lock)) {
		spin_acquire(&lock->dep_map, 0, 1, 0);
		return 1;
	}
	preempt_enable();
	return 0;
}

static __always_inline int raw_spin_trylock_irq(raw_spinlock_t *lock)
{
	local_irq_disable();
	if (raw_spin_trylock(lock))
		return 1;
	local_irq_enable();
	return 0;
}

static __always_inline int raw_spin_trylock_bh(raw_spinlock_t *lock)
{
	__local_bh_disable_ip(0, SOFTIRQ_LOCK_OFFSET);
	if (do_raw_spin_trylock(lock)) {
		spin_acquire(&lock->dep_map, 0, 1, 0);
		return 1;
	}
	__local_bh_enable_ip(0, SOFTIRQ_LOCK_OFFSET);
	return 0;
}

static __always_inline void raw_spin_unlock(raw_spinlock_t *lock)
{
	spin_release(&lock->dep_map, 0);
	do_raw_spin_unlock(lock);
	preempt_enable();
}

static __always_inline void raw_spin_unlock_irq(raw_spinlock_t *lock)
{
	spin_release(&lock->dep_map, 0);
	do_raw_spin_unlock(lock);
	local_irq_enable();
	preempt_enable();
}

static __always_inline void raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags)
{
	spin_release(&lock->dep_map, 0);
	do_raw_spin_unlock(lock);
	local_irq_restore(flags);
	preempt_enable();
}

static __always_inline void raw_spin_unlock_bh(raw_spinlock_t *lock)
{
	spin_release(&lock->dep_map, 0);
	do_raw_spin_unlock(lock);
	__local_bh_enable_ip((unsigned long)__builtin_return_address(0), SOFTIRQ_LOCK_OFFSET);
}

#define raw_spin_lock_irqsave(lock, flags) \
	do { (flags) = _raw_spin_lock_irqsave(lock, 0); } while (0)
#define raw_spin_lock_irqsave_nested(lock, flags, sub) \
	do { (flags) = _raw_spin_lock_irqsave(lock, sub); } while (0)
#define raw_spin_lock_nest_lock(lock, nest)	__raw_spin_lock_nest_lock(lock, &(nest)->dep_map)
#define raw_spin_trylock_irqsave(lock, flags) \
	({ local_irq_save(flags); raw_spin_trylock(lock) ? 1 : ({ local_irq_restore(flags); 0; }); })

/* spinlock_t: the same, through its one member */
#define spin_lock(l)				raw_spin_lock(&(l)->rlock)
#define spin_lock_irq(l)			raw_spin_lock_irq(&(l)->rlock)
#define spin_lock_bh(l)				raw_spin_lock_bh(&(l)->rlock)
#define spin_lock_irqsave(l, flags)		raw_spin_lock_irqsave(&(l)->rlock, flags)
#define spin_lock_nested(l, sub)		raw_spin_lock_nested(&(l)->rlock, sub)
#define spin_lock_nest_lock(l, nest)		raw_spin_lock_nest_lock(&(l)->rlock, nest)
#define spin_lock_irqsave_nested(l, flags, sub)	raw_spin_lock_irqsave_nested(&(l)->rlock, flags, sub)
#define spin_trylock(l)				raw_spin_trylock(&(l)->rlock)
#define spin_trylock_irq(l)			raw_spin_trylock_irq(&(l)->rlock)
#define spin_trylock_bh(l)			raw_spin_trylock_bh(&(l)->rlock)
#define spin_trylock_irqsave(l, flags)		raw_spin_trylock_irqsave(&(l)->rlock, flags)
#define spin_unlock(l)				raw_spin_unlock(&(l)->rlock)
#define spin_unlock_irq(l)			raw_spin_unlock_irq(&(l)->rlock)
#define spin_unlock_bh(l)			raw_spin_unlock_bh(&(l)->rlock)
#define spin_unlock_irqrestore(l, flags)	raw_spin_unlock_irqrestore(&(l)->rlock, flags)
#define spin_is_locked(l)			raw_spin_is_locked(&(l)->rlock)
#define spin_is_contended(l)			raw_spin_is_contended(&(l)->rlock)
#define spin_needbreak(l)			spin_is_contended(l)
#define assert_spin_locked(l)			lockdep_assert_held(l)
#define assert_raw_spin_locked(l)		lockdep_assert_held(l)

/* after spin_lock(): makes the lock's store ordered before what follows, as a full barrier would */
#ifndef smp_mb__after_spinlock
#define smp_mb__after_spinlock()		smp_mb()
#endif

/* ---- reader-writer locks ---- */

static __always_inline void do_raw_read_lock(rwlock_t *lock)
{
	u32 old = READ_ONCE(lock->cnts);

	/* a lock that a writer waits for has wait_lock taken; only interrupts may overtake it */
	if (likely(!(old & RWLOCK_WRITER) && !raw_spin_is_locked(&lock->wait_lock) &&
		   try_cmpxchg_acquire(&lock->cnts, &old, old + 1)))
		return;
	read_lock_contended(lock);
}

static __always_inline int do_raw_read_trylock(rwlock_t *lock)
{
	u32 old = READ_ONCE(lock->cnts);

	while (!(old & RWLOCK_WRITER))
		if (try_cmpxchg_acquire(&lock->cnts, &old, old + 1))
			return 1;
	return 0;
}

static __always_inline int do_raw_write_trylock(rwlock_t *lock)
{
	u32 old = 0;

	return try_cmpxchg_acquire(&lock->cnts, &old, RWLOCK_WRITER);
}

static __always_inline void do_raw_write_lock(rwlock_t *lock)
{
	if (unlikely(!do_raw_write_trylock(lock)))
		write_lock_contended(lock);
}

static __always_inline void do_raw_read_unlock(rwlock_t *lock)
{
	u32 old = READ_ONCE(lock->cnts);

	while (!try_cmpxchg_release(&lock->cnts, &old, old - 1))
		;
}

static __always_inline void do_raw_write_unlock(rwlock_t *lock)
{
	smp_store_release(&lock->cnts, 0);
}

#define __RWLOCK_FLAVOURS(rw, acquire) \
static inline void rw##_lock(rwlock_t *lock) \
{ \
	preempt_disable(); \
	acquire(&lock->dep_map, 0, 0, 0); \
	do_raw_##rw##_lock(lock); \
} \
static inline void rw##_lock_irq(rwlock_t *lock) \
{ \
	local_irq_disable(); \
	rw##_lock(lock); \
} \
static inline void rw##_lock_bh(rwlock_t *lock) \
{ \
	__local_bh_disable_ip(0, SOFTIRQ_LOCK_OFFSET); \
	acquire(&lock->dep_map, 0, 0, 0); \
	do_raw_##rw##_lock(lock); \
} \
static inline unsigned long __##rw##_lock_irqsave(rwlock_t *lock) \
{ \
	unsigned long flags; \
\
	local_irq_save(flags); \
	rw##_lock(lock); \
	return flags; \
} \
static inline int rw##_trylock(rwlock_t *lock) \
{ \
	preempt_disable(); \
	if (do_raw_##rw##_trylock(lock)) { \
		acquire(&lock->dep_map, 0, 1, 0); \
		return 1; \
	} \
	preempt_enable(); \
	return 0; \
} \
static inline void rw##_unlock(rwlock_t *lock) \
{ \
	rwlock_release(&lock->dep_map, 0); \
	do_raw_##rw##_unlock(lock); \
	preempt_enable(); \
} \
static inline void rw##_unlock_irq(rwlock_t *lock) \
{ \
	rwlock_release(&lock->dep_map, 0); \
	do_raw_##rw##_unlock(lock); \
	local_irq_enable(); \
	preempt_enable(); \
} \
static inline void rw##_unlock_bh(rwlock_t *lock) \
{ \
	rwlock_release(&lock->dep_map, 0); \
	do_raw_##rw##_unlock(lock); \
	__local_bh_enable_ip((unsigned long)__builtin_return_address(0), SOFTIRQ_LOCK_OFFSET); \
} \
static inline void rw##_unlock_irqrestore(rwlock_t *lock, unsigned long flags) \
{ \
	rwlock_release(&lock->dep_map, 0); \
	do_raw_##rw##_unlock(lock); \
	local_irq_restore(flags); \
	preempt_enable(); \
}

__RWLOCK_FLAVOURS(read, rwlock_acquire_read)
__RWLOCK_FLAVOURS(write, rwlock_acquire)
#undef __RWLOCK_FLAVOURS

#define read_lock_irqsave(lock, flags)	do { (flags) = __read_lock_irqsave(lock); } while (0)
#define write_lock_irqsave(lock, flags)	do { (flags) = __write_lock_irqsave(lock); } while (0)
#define rwlock_is_contended(lock)	raw_spin_is_locked(&(lock)->wait_lock)
#define rwlock_needbreak(lock)		rwlock_is_contended(lock)

/* lock @lock iff dropping *@atomic takes it to zero */
#define atomic_dec_and_lock(atomic, lock)	_atomic_dec_and_lock(atomic, &(lock)->rlock)
int _atomic_dec_and_lock(atomic_t *atomic, raw_spinlock_t *lock);

DEFINE_LOCK_GUARD_1(raw_spinlock, raw_spinlock_t, raw_spin_lock(_T->lock), raw_spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1(raw_spinlock_irq, raw_spinlock_t, raw_spin_lock_irq(_T->lock), raw_spin_unlock_irq(_T->lock))
DEFINE_LOCK_GUARD_1(raw_spinlock_irqsave, raw_spinlock_t, raw_spin_lock_irqsave(_T->lock, _T->flags),
		    raw_spin_unlock_irqrestore(_T->lock, _T->flags), unsigned long flags)
DEFINE_LOCK_GUARD_1(spinlock, spinlock_t, spin_lock(_T->lock), spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irq, spinlock_t, spin_lock_irq(_T->lock), spin_unlock_irq(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irqsave, spinlock_t, spin_lock_irqsave(_T->lock, _T->flags),
		    spin_unlock_irqrestore(_T->lock, _T->flags), unsigned long flags)

#endif
