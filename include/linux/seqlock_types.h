/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SEQLOCK_TYPES_H
#define _LINUX_SEQLOCK_TYPES_H

#include <linux/spinlock_types.h>

typedef struct seqcount {
	unsigned int sequence;		/* odd while a writer is at work */
	struct lockdep_map dep_map;
} seqcount_t;

/* a seqcount whose writers hold a lock: which one is documentation */
typedef seqcount_t seqcount_spinlock_t;
typedef seqcount_t seqcount_raw_spinlock_t;
typedef seqcount_t seqcount_mutex_t;
typedef seqcount_t seqcount_rwlock_t;

typedef struct {
	seqcount_t seqcount;
	spinlock_t lock;
} seqlock_t;

#endif
