// SPDX-License-Identifier: GPL-2.0-only
/*
 * cred.c - credentials: made by copying, published whole, then shared and never changed.
 *
 * Owns:       struct cred, the counts of processes per user.
 * Invariant:  task->cred and task->real_cred are immutable objects; usage counts their holders.
 *             real_cred->user->processes counts the tasks with that real_cred.
 * Locks:      none. A task alone replaces its own credentials; others read under RCU.
 * Elsewhere:  the rules of who may become whom (setuid.c), capabilities (capability.c).
 *
 * fork() shares the parent's object with the child: half the cost of a copy, which nobody would
 * notice, since whoever wants a change prepares a copy anyway.
 */
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/user.h>
#include <linux/securebits.h>
#include <linux/slab.h>

static struct kmem_cache *cred_cachep;

/* Everything is root until user space says otherwise. */
struct cred init_cred = {
	.usage = ATOMIC_LONG_INIT(4),
	.uid = GLOBAL_ROOT_UID,
	.gid = GLOBAL_ROOT_GID,
	.suid = GLOBAL_ROOT_UID,
	.sgid = GLOBAL_ROOT_GID,
	.euid = GLOBAL_ROOT_UID,
	.egid = GLOBAL_ROOT_GID,
	.fsuid = GLOBAL_ROOT_UID,
	.fsgid = GLOBAL_ROOT_GID,
	.securebits = SECUREBITS_DEFAULT,
	.cap_inheritable = { 0 },
	.cap_permitted = { CAP_VALID_MASK },
	.cap_effective = { CAP_VALID_MASK },
	.cap_bset = { CAP_VALID_MASK },
	.user = INIT_USER,
	.user_ns = &init_user_ns,
	.group_info = &init_groups,
};

static void put_cred_rcu(struct rcu_head *rcu)
{
	struct cred *cred = container_of(rcu, struct cred, rcu);

	put_group_info(cred->group_info);
	free_uid(cred->user);
	kmem_cache_free(cred_cachep, cred);
}

/** __put_cred() - nobody holds @cred any more; readers under RCU may. Use put_cred(). */
void __put_cred(struct cred *cred)
{
	BUG_ON(cred == current_cred());
	BUG_ON(cred == current_real_cred());
	call_rcu(&cred->rcu, put_cred_rcu);
}

/** exit_creds() - a task that is gone lets go of its credentials. */
void exit_creds(struct task_struct *tsk)
{
	const struct cred *real = rcu_dereference_raw(tsk->real_cred);
	const struct cred *cred = rcu_dereference_raw(tsk->cred);

	tsk->real_cred = NULL;
	tsk->cred = NULL;
	put_cred(real);
	put_cred(cred);
}

/** get_task_cred() - another task's credentials, with a reference. */
const struct cred *get_task_cred(struct task_struct *task)
{
	const struct cred *cred;

	rcu_read_lock();
	do {
		cred = __task_cred(task);
	} while (!get_cred_rcu(cred));
	rcu_read_unlock();
	return cred;
}

/**
 * prepare_creds() - a copy of current's credentials to change.
 *
 * Ends with commit_creds() or abort_creds(). Return: the copy, or NULL.
 */
struct cred *prepare_creds(void)
{
	struct cred *new = kmem_cache_alloc(cred_cachep, GFP_KERNEL);

	if (!new)
		return NULL;
	memcpy(new, current_cred(), sizeof(*new));
	atomic_long_set(&new->usage, 1);
	get_group_info(new->group_info);
	get_uid(new->user);
	return new;
}

/** prepare_exec_creds() - the same for exec, which then computes capabilities. */
struct cred *prepare_exec_creds(void)
{
	return prepare_creds();
}

/** prepare_kernel_cred() - credentials of the kernel's own, or of @daemon. */
struct cred *prepare_kernel_cred(struct task_struct *daemon)
{
	struct cred *new = kmem_cache_alloc(cred_cachep, GFP_KERNEL);
	const struct cred *old;

	if (!new)
		return NULL;
	old = daemon ? get_task_cred(daemon) : get_cred(&init_cred);
	memcpy(new, old, sizeof(*new));
	atomic_long_set(&new->usage, 1);
	get_group_info(new->group_info);
	get_uid(new->user);
	put_cred(old);
	return new;
}

/** copy_creds() - fork: the child holds the parent's real credentials, for both. */
int copy_creds(struct task_struct *p, unsigned long clone_flags)
{
	const struct cred *cred = current_cred();

	RCU_INIT_POINTER(p->real_cred, get_cred(cred));
	RCU_INIT_POINTER(p->cred, get_cred(cred));
	atomic_inc(&cred->user->processes);
	return 0;
}

/** set_cred_user() - make @new account for its uid. Return: 0 or -EAGAIN. */
int set_cred_user(struct cred *new)
{
	struct user_struct *user = alloc_uid(new->uid);

	if (!user)
		return -EAGAIN;
	/*
	 * setuid() that fails is checked by few programs, so over the limit it succeeds, and the
	 * exec that mostly follows fails.
	 */
	if (atomic_read(&user->processes) >= rlimit(RLIMIT_NPROC) && user != INIT_USER)
		current->flags |= PF_NPROC_EXCEEDED;
	else
		current->flags &= ~PF_NPROC_EXCEEDED;
	free_uid(new->user);
	new->user = user;
	return 0;
}

/** commit_creds() - current has the credentials @new from now on; takes over the reference. */
int commit_creds(struct cred *new)
{
	struct task_struct *task = current;
	const struct cred *old = current_real_cred();

	BUG_ON(current_cred() != old);
	get_cred(new);				/* one each for real_cred and cred */

	/* A process that has had other rights is not for its old peers to look into. */
	if (!uid_eq(old->euid, new->euid) || !gid_eq(old->egid, new->egid) ||
	    !uid_eq(old->fsuid, new->fsuid) || !gid_eq(old->fsgid, new->fsgid) ||
	    !cap_issubset(new->cap_permitted, old->cap_permitted)) {
		if (task->mm)
			set_dumpable(task->mm, SUID_DUMP_DISABLE);
		task->pdeath_signal = 0;
	}
	if (new->user != old->user) {
		atomic_inc(&new->user->processes);
		atomic_dec(&old->user->processes);
	}
	rcu_assign_pointer(task->real_cred, new);
	rcu_assign_pointer(task->cred, new);
	put_cred(old);
	put_cred(old);
	return 0;
}

/** abort_creds() - drop what prepare_creds() gave. */
void abort_creds(struct cred *new)
{
	BUG_ON(atomic_long_read(&new->usage) < 1);
	put_cred(new);
}

/** override_creds() - act as @new for a while; revert_creds() with what this returns. */
const struct cred *override_creds(const struct cred *new)
{
	const struct cred *old = current_cred();

	get_cred(new);
	rcu_assign_pointer(current->cred, new);
	return old;
}

void revert_creds(const struct cred *old)
{
	const struct cred *override = current_cred();

	rcu_assign_pointer(current->cred, old);
	put_cred(override);
}

/** cred_init() - called once at boot, before the first fork. */
void __init cred_init(void)
{
	cred_cachep = kmem_cache_create("cred", sizeof(struct cred), 0,
					SLAB_HWCACHE_ALIGN | SLAB_PANIC | SLAB_ACCOUNT, NULL);
}
