/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched/user.h - what is counted per user.
 */
#ifndef _LINUX_SCHED_USER_H
#define _LINUX_SCHED_USER_H

#include <linux/atomic.h>
#include <linux/refcount.h>
#include <linux/list.h>
#include <linux/uidgid.h>

struct user_struct {
	refcount_t __count;			/* one for each cred and holder */
	atomic_t processes;			/* tasks whose real user this is: RLIMIT_NPROC */
	atomic_t sigpending;			/* queued signals: RLIMIT_SIGPENDING */
	atomic_long_t locked_vm;		/* pages of mlock()ed shared memory: RLIMIT_MEMLOCK */
	unsigned long unix_inflight;		/* file descriptors in flight */
	struct hlist_node uidhash_node;		/* [uidhash_lock] */
	kuid_t uid;				/* [I] */
};

extern struct user_struct root_user;
#define INIT_USER (&root_user)

struct user_struct *alloc_uid(kuid_t uid);
struct user_struct *find_user(kuid_t uid);
void free_uid(struct user_struct *up);

static inline struct user_struct *get_uid(struct user_struct *up)
{
	refcount_inc(&up->__count);
	return up;
}

#endif
