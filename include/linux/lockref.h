/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_LOCKREF_H
#define _LINUX_LOCKREF_H

#include <linux/spinlock.h>

/*
 * A reference count beside the lock that guards it. Counts change only with the lock held;
 * a negative count says that the object is dead.
 */
struct lockref {
	spinlock_t lock;
	int count;		/* [lock] */
};

static inline void lockref_get(struct lockref *ref)
{
	spin_lock(&ref->lock);
	ref->count++;
	spin_unlock(&ref->lock);
}

static inline int lockref_get_not_zero(struct lockref *ref)
{
	int ok;

	spin_lock(&ref->lock);
	ok = ref->count > 0;
	ref->count += ok;
	spin_unlock(&ref->lock);
	return ok;
}

static inline int lockref_get_not_dead(struct lockref *ref)
{
	int ok;

	spin_lock(&ref->lock);
	ok = ref->count >= 0;
	ref->count += ok;
	spin_unlock(&ref->lock);
	return ok;
}

/* Drops one reference unless it is the last; then it returns 0 with the lock held. */
static inline int lockref_put_or_lock(struct lockref *ref)
{
	spin_lock(&ref->lock);
	if (ref->count <= 1)
		return 0;
	ref->count--;
	spin_unlock(&ref->lock);
	return 1;
}

static inline void lockref_mark_dead(struct lockref *ref)
{
	ref->count = -128;
}

static inline bool __lockref_is_dead(const struct lockref *ref)
{
	return ref->count < 0;
}

#endif
