/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spinlock_types.h - the ticket lock and the reader-writer lock.
 *
 * A ticket lock is one word: the upper half is the next ticket to hand out, the lower half
 * the ticket being served. Free means equal halves. First come, first served.
 */
#ifndef _LINUX_SPINLOCK_TYPES_H
#define _LINUX_SPINLOCK_TYPES_H

#include <linux/stddef.h>
#include <linux/types.h>
#include <linux/lockdep_types.h>

typedef struct raw_spinlock {
	union {
		u32 val;
		struct {
#ifdef __BIG_ENDIAN
			u16 next;
			u16 owner;	/* [self] written by the holder only */
#else
			u16 owner;	/* [self] written by the holder only */
			u16 next;
#endif
		};
	};
#ifdef CONFIG_DEBUG_SPINLOCK
	s16 owner_cpu;			/* [self] -1: free */
#ifndef CONFIG_LOCKDEP
	u16 magic;			/* SPINLOCK_MAGIC once initialised; dep_map tells the same, in its place */
#endif
#endif
	struct lockdep_map dep_map;
} raw_spinlock_t;

/* the same thing: this kernel has no sleeping spinlocks */
#ifdef CONFIG_LOCKDEP
typedef struct spinlock {
	union {
		struct raw_spinlock rlock;
		struct {
			u8 __padding[offsetof(struct raw_spinlock, dep_map)];
			struct lockdep_map dep_map;	/* rlock's, for what takes locks of any type */
		};
	};
} spinlock_t;
#else
typedef struct spinlock {
	struct raw_spinlock rlock;
} spinlock_t;
#endif

/* cnts: bit 31 a writer holds it, bits 0..30 readers; wait_lock queues writers and the readers behind them */
typedef struct rwlock {
	u32 cnts;
	struct raw_spinlock wait_lock;
	struct lockdep_map dep_map;
} rwlock_t;

#define SPINLOCK_MAGIC		0x5a3a

#if defined(CONFIG_LOCKDEP)
#define __SPIN_DEBUG_INIT	.owner_cpu = -1,
#define spin_lock_magic(lock)	SPINLOCK_MAGIC
#elif defined(CONFIG_DEBUG_SPINLOCK)
#define __SPIN_DEBUG_INIT	.owner_cpu = -1, .magic = SPINLOCK_MAGIC,
#define spin_lock_magic(lock)	((lock)->magic)
#else
#define __SPIN_DEBUG_INIT
#endif

#define __RAW_SPIN_LOCK_INITIALIZER(name)	{ { .val = 0 }, __SPIN_DEBUG_INIT }
#define __RAW_SPIN_LOCK_UNLOCKED(name)		((raw_spinlock_t)__RAW_SPIN_LOCK_INITIALIZER(name))
#define DEFINE_RAW_SPINLOCK(x)			raw_spinlock_t x = __RAW_SPIN_LOCK_INITIALIZER(x)

#define __SPIN_LOCK_INITIALIZER(name)		{ .rlock = __RAW_SPIN_LOCK_INITIALIZER(name) }
#define __SPIN_LOCK_UNLOCKED(name)		((spinlock_t)__SPIN_LOCK_INITIALIZER(name))
#define DEFINE_SPINLOCK(x)			spinlock_t x = __SPIN_LOCK_INITIALIZER(x)

#define __RW_LOCK_UNLOCKED(name)		{ .cnts = 0, .wait_lock = __RAW_SPIN_LOCK_INITIALIZER(name) }
#define DEFINE_RWLOCK(x)			rwlock_t x = __RW_LOCK_UNLOCKED(x)

#endif
