/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lockdep_types.h - what a lock and a task carry for the lock checker (kernel/locking/lockdep.c); nothing
 * without CONFIG_LOCKDEP.
 */
#ifndef _LINUX_LOCKDEP_TYPES_H
#define _LINUX_LOCKDEP_TYPES_H

#include <linux/types.h>

#define MAX_LOCKDEP_SUBCLASSES	8UL

#ifdef CONFIG_LOCKDEP

#define MAX_LOCK_DEPTH		48

/* Stands for "all locks initialised at this place". Static: its address is what counts. */
struct lock_class_key {
	char address;
};

/*
 * In each lock. So small because a spinlock must fit into struct ptdesc. 0: a lock initialised at compile time and
 * not taken yet, whose class is found by its own address.
 */
struct lockdep_map {
	u16 class;
};

/* One lock that a task holds, in the order in which they were taken. */
struct held_lock {
	u64 chain_key;			/* of the locks before it in the same context */
	const struct lockdep_map *instance;
	const struct lockdep_map *nest_lock;
	unsigned long acquire_ip;
	u16 class;
	u8 read;			/* 0 exclusive, 1 reader, 2 reader that never queues behind a writer */
	u8 context;			/* enum lockdep_context */
	u8 check;			/* LOCK_CHECKED, LOCK_SLEEPS */
	bool trylock;
};

struct lockdep_catch;

struct lockdep_task {
	unsigned int recursion;		/* the checker itself, or lockdep_off(): nothing is recorded */
	struct lockdep_catch *catch;	/* a test takes the reports */
	struct held_lock held[MAX_LOCK_DEPTH];	/* task_struct.lockdep_depth of them */
};

#else

struct lock_class_key { };
struct lockdep_map { };
struct lockdep_task { };

#endif
#endif
