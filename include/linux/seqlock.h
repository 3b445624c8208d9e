/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * seqlock.h - readers that retry when a writer was at work meanwhile.
 *
 * The writer makes the sequence odd, changes the data, makes it even. A reader that sees the same
 * even number before and after saw one consistent version. Writers exclude each other by a
 * lock and are not preempted, or a reader of higher priority would spin for ever.
 */
#ifndef _LINUX_SEQLOCK_H
#define _LINUX_SEQLOCK_H

#include <linux/compiler.h>
#include <linux/preempt.h>
#include <linux/seqlock_types.h>
#include <linux/spinlock.h>

#define SEQCNT_ZERO(name)			{ .sequence = 0 }
#define SEQCNT_SPINLOCK_ZERO(name, lock)	SEQCNT_ZERO(name)
#define SEQCNT_RAW_SPINLOCK_ZERO(name, lock)	SEQCNT_ZERO(name)
#define SEQCNT_MUTEX_ZERO(name, lock)		SEQCNT_ZERO(name)

#define seqcount_init(s) \
do { \
	static struct lock_class_key __key; \
\
	(s)->sequence = 0; \
	lockdep_init_map(&(s)->dep_map, #s, &__key, 0); \
} while (0)
#define seqcount_spinlock_init(s, lock)		seqcount_init(s)
#define seqcount_raw_spinlock_init(s, lock)	seqcount_init(s)
#define seqcount_mutex_init(s, lock)		seqcount_init(s)
#define seqcount_rwlock_init(s, lock)		seqcount_init(s)

static inline unsigned int __read_seqcount_begin(const seqcount_t *s)
{
	unsigned int seq;

	while (unlikely((seq = smp_load_acquire(&s->sequence)) & 1))
		cpu_relax();
	return seq;
}

/* a reader spins while a writer is at work: the lock checker must know where there are readers */
static inline void seqcount_reader_access(const seqcount_t *s)
{
	struct lockdep_map *map = (struct lockdep_map *)&s->dep_map;

	/* it waits, but holds nobody off, so that interrupts are enabled meanwhile means nothing */
	seqcount_reader_waits(map);
}

#define read_seqcount_begin(s)		({ seqcount_reader_access(s); __read_seqcount_begin(s); })
#define raw_read_seqcount_begin(s)	__read_seqcount_begin(s)

/* may return an odd number: the retry then fails at once */
static inline unsigned int raw_read_seqcount(const seqcount_t *s)
{
	return smp_load_acquire(&s->sequence);
}

/* does not wait for a writer: the retry fails if one was there */
static inline unsigned int raw_seqcount_begin(const seqcount_t *s)
{
	return smp_load_acquire(&s->sequence) & ~1u;
}
#define raw_seqcount_try_begin(s, start) \
	({ start = raw_read_seqcount(s); !(start & 1); })

static inline int __read_seqcount_retry(const seqcount_t *s, unsigned int start)
{
	return unlikely(READ_ONCE(s->sequence) != start);
}

static inline int read_seqcount_retry(const seqcount_t *s, unsigned int start)
{
	smp_rmb();	/* pairs with the write barriers in raw_write_seqcount_begin/end() */
	return __read_seqcount_retry(s, start);
}

static inline void raw_write_seqcount_begin(seqcount_t *s)
{
	WRITE_ONCE(s->sequence, s->sequence + 1);
	smp_wmb();	/* odd before the data changes */
}

static inline void raw_write_seqcount_end(seqcount_t *s)
{
	smp_wmb();	/* the data before even */
	WRITE_ONCE(s->sequence, s->sequence + 1);
}

/* for writers that cannot be preempted already */
static __always_inline void do_write_seqcount_begin(seqcount_t *s, unsigned int subclass)
{
	seqcount_acquire(&s->dep_map, subclass, 0, 0);
	raw_write_seqcount_begin(s);
}

static __always_inline void do_write_seqcount_end(seqcount_t *s)
{
	seqcount_release(&s->dep_map, 0);
	raw_write_seqcount_end(s);
}

static inline void write_seqcount_begin_nested(seqcount_t *s, unsigned int subclass)
{
	preempt_disable();
	do_write_seqcount_begin(s, subclass);
}

static inline void write_seqcount_begin(seqcount_t *s)
{
	write_seqcount_begin_nested(s, 0);
}

static inline void write_seqcount_end(seqcount_t *s)
{
	do_write_seqcount_end(s);
	preempt_enable();
}

/* readers in flight must retry */
static inline void write_seqcount_invalidate(seqcount_t *s)
{
	smp_wmb();
	WRITE_ONCE(s->sequence, s->sequence + 2);
}

#define __SEQLOCK_UNLOCKED(name) { \
	.seqcount = SEQCNT_ZERO(name), \
	.lock = __SPIN_LOCK_INITIALIZER((name).lock), \
}
#define DEFINE_SEQLOCK(sl)	seqlock_t sl = __SEQLOCK_UNLOCKED(sl)

#define seqlock_init(sl) \
do { \
	spin_lock_init(&(sl)->lock); \
	seqcount_init(&(sl)->seqcount); \
} while (0)

static inline unsigned int read_seqbegin(const seqlock_t *sl)
{
	return read_seqcount_begin(&sl->seqcount);
}

static inline unsigned int read_seqretry(const seqlock_t *sl, unsigned int start)
{
	return read_seqcount_retry(&sl->seqcount, start);
}

static inline void write_seqlock(seqlock_t *sl)
{
	spin_lock(&sl->lock);
	do_write_seqcount_begin(&sl->seqcount, 0);
}

static inline void write_sequnlock(seqlock_t *sl)
{
	do_write_seqcount_end(&sl->seqcount);
	spin_unlock(&sl->lock);
}

static inline void write_seqlock_bh(seqlock_t *sl)
{
	spin_lock_bh(&sl->lock);
	do_write_seqcount_begin(&sl->seqcount, 0);
}

static inline void write_sequnlock_bh(seqlock_t *sl)
{
	do_write_seqcount_end(&sl->seqcount);
	spin_unlock_bh(&sl->lock);
}

static inline void write_seqlock_irq(seqlock_t *sl)
{
	spin_lock_irq(&sl->lock);
	do_write_seqcount_begin(&sl->seqcount, 0);
}

static inline void write_sequnlock_irq(seqlock_t *sl)
{
	do_write_seqcount_end(&sl->seqcount);
	spin_unlock_irq(&sl->lock);
}

static inline unsigned long __write_seqlock_irqsave(seqlock_t *sl)
{
	unsigned long flags;

	spin_lock_irqsave(&sl->lock, flags);
	do_write_seqcount_begin(&sl->seqcount, 0);
	return flags;
}
#define write_seqlock_irqsave(lock, flags)	do { flags = __write_seqlock_irqsave(lock); } while (0)

static inline void write_sequnlock_irqrestore(seqlock_t *sl, unsigned long flags)
{
	do_write_seqcount_end(&sl->seqcount);
	spin_unlock_irqrestore(&sl->lock, flags);
}

/* readers that exclude writers, and leave lockless readers alone */
static inline void read_seqlock_excl(seqlock_t *sl)
{
	spin_lock(&sl->lock);
}

static inline void read_sequnlock_excl(seqlock_t *sl)
{
	spin_unlock(&sl->lock);
}

/* lockless at first (*seq even); with *seq odd, the lock is taken */
static inline void read_seqbegin_or_lock(seqlock_t *lock, int *seq)
{
	if (!(*seq & 1))
		*seq = read_seqbegin(lock);
	else
		read_seqlock_excl(lock);
}

static inline int need_seqretry(seqlock_t *lock, int seq)
{
	return !(seq & 1) && read_seqretry(lock, seq);
}

static inline void done_seqretry(seqlock_t *lock, int seq)
{
	if (seq & 1)
		read_sequnlock_excl(lock);
}

#endif
