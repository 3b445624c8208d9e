/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cred.h - who a task is and what it may do.
 *
 * A struct cred never changes once commit_creds() has published it: whoever wants a change
 * prepares a copy. So tasks share one freely, and a reader needs no lock: its own
 * (current_cred()) cannot go away under it, another task's (__task_cred()) is held by RCU.
 */
#ifndef _LINUX_CRED_H
#define _LINUX_CRED_H

#include <linux/atomic.h>
#include <linux/capability.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/sched/user.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>

struct group_info {
	refcount_t usage;
	int ngroups;				/* [I] */
	kgid_t gid[];				/* [I] sorted ascending */
};

struct cred {
	atomic_long_t usage;
	kuid_t uid;				/* real */
	kgid_t gid;
	kuid_t suid;				/* saved */
	kgid_t sgid;
	kuid_t euid;				/* effective */
	kgid_t egid;
	kuid_t fsuid;				/* for file access */
	kgid_t fsgid;
	unsigned int securebits;		/* SECBIT_* */
	kernel_cap_t cap_inheritable;
	kernel_cap_t cap_permitted;
	kernel_cap_t cap_effective;
	kernel_cap_t cap_bset;			/* bound on what exec may grant */
	kernel_cap_t cap_ambient;		/* kept over exec of a plain file */
	struct user_struct *user;		/* accounts for uid */
	struct user_namespace *user_ns;
	struct group_info *group_info;		/* supplementary groups */
	struct rcu_head rcu;
};

extern struct cred init_cred;
extern struct group_info init_groups;

struct cred *prepare_creds(void);
struct cred *prepare_exec_creds(void);
struct cred *prepare_kernel_cred(struct task_struct *daemon);
int commit_creds(struct cred *new);
void abort_creds(struct cred *new);
const struct cred *override_creds(const struct cred *new);
void revert_creds(const struct cred *old);
const struct cred *get_task_cred(struct task_struct *task);
int copy_creds(struct task_struct *p, unsigned long clone_flags);
void exit_creds(struct task_struct *tsk);
void cred_init(void);
void __put_cred(struct cred *cred);
int set_cred_user(struct cred *new);

struct group_info *groups_alloc(int ngroups);
void groups_free(struct group_info *gi);
void groups_sort(struct group_info *gi);
int groups_search(const struct group_info *gi, kgid_t gid);
bool may_setgroups(void);
void set_groups(struct cred *new, struct group_info *gi);
int set_current_groups(struct group_info *gi);
int in_group_p(kgid_t gid);
int in_egroup_p(kgid_t gid);

static inline struct group_info *get_group_info(struct group_info *gi)
{
	refcount_inc(&gi->usage);
	return gi;
}

static inline void put_group_info(struct group_info *gi)
{
	if (refcount_dec_and_test(&gi->usage))
		groups_free(gi);
}

static inline const struct cred *get_cred(const struct cred *cred)
{
	if (cred)
		atomic_long_inc(&((struct cred *)cred)->usage);
	return cred;
}

static inline struct cred *get_new_cred(struct cred *cred)
{
	atomic_long_inc(&cred->usage);
	return cred;
}

static inline const struct cred *get_cred_rcu(const struct cred *cred)
{
	if (cred && atomic_long_inc_not_zero(&((struct cred *)cred)->usage))
		return cred;
	return NULL;
}

static inline void put_cred(const struct cred *cred)
{
	if (cred && atomic_long_dec_and_test(&((struct cred *)cred)->usage))
		__put_cred((struct cred *)cred);
}

#define current_cred()		rcu_dereference_protected(current->cred, 1)
#define current_real_cred()	rcu_dereference_protected(current->real_cred, 1)
#define __task_cred(task)	rcu_dereference((task)->real_cred)
#define get_current_cred()	get_cred(current_cred())

#define current_cred_xxx(field)	(current_cred()->field)
#define current_uid()		current_cred_xxx(uid)
#define current_gid()		current_cred_xxx(gid)
#define current_euid()		current_cred_xxx(euid)
#define current_egid()		current_cred_xxx(egid)
#define current_suid()		current_cred_xxx(suid)
#define current_sgid()		current_cred_xxx(sgid)
#define current_fsuid()		current_cred_xxx(fsuid)
#define current_fsgid()		current_cred_xxx(fsgid)
#define current_cap()		current_cred_xxx(cap_effective)
#define current_user()		current_cred_xxx(user)
#define current_user_ns()	(&init_user_ns)

#define task_cred_xxx(task, field)				\
({								\
	typeof(((struct cred *)NULL)->field) ___val;		\
	rcu_read_lock();					\
	___val = __task_cred(task)->field;			\
	rcu_read_unlock();					\
	___val;							\
})

#define task_uid(task)		task_cred_xxx(task, uid)
#define task_euid(task)		task_cred_xxx(task, euid)

#define current_uid_gid(uid_p, gid_p)		\
do {						\
	*(uid_p) = current_cred()->uid;		\
	*(gid_p) = current_cred()->gid;		\
} while (0)

#define current_fsuid_fsgid(uid_p, gid_p)	\
do {						\
	*(uid_p) = current_cred()->fsuid;	\
	*(gid_p) = current_cred()->fsgid;	\
} while (0)

#endif
