// SPDX-License-Identifier: GPL-2.0-only
/*
 * syscalls.c - sched_*(): what user space may ask of the scheduler.
 *
 * Owns:       the checks of arguments and permissions.
 * Elsewhere:  the changes themselves (params.c), affinity (affinity.c), nice() and setpriority()
 *             (kernel/sys.c).
 *
 * Without CAP_SYS_NICE a task may lower priorities of its own user's tasks, and raise them as far as
 * RLIMIT_NICE and RLIMIT_RTPRIO allow. SCHED_DEADLINE is not offered: -EINVAL, as for an unknown policy.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>
#include <uapi/linux/sched/types.h>
#include "sched.h"

static bool valid_policy(int policy)
{
	return policy == SCHED_NORMAL || policy == SCHED_FIFO || policy == SCHED_RR || policy == SCHED_BATCH ||
	       policy == SCHED_IDLE;
}

static bool is_rt_policy(int policy)
{
	return policy == SCHED_FIFO || policy == SCHED_RR;
}

/**
 * check_same_owner() - does current have the user id of @p, real or effective?
 */
bool check_same_owner(struct task_struct *p)
{
	const struct cred *cred = current_cred(), *pcred;
	bool match;

	rcu_read_lock();
	pcred = __task_cred(p);
	match = uid_eq(cred->euid, pcred->euid) || uid_eq(cred->euid, pcred->uid);
	rcu_read_unlock();
	return match;
}

static int may_change(struct task_struct *p, const struct sched_attr *attr, int policy)
{
	unsigned long rlim_rtprio = task_rlimit(p, RLIMIT_RTPRIO);

	if (capable(CAP_SYS_NICE))
		return 0;
	if (!check_same_owner(p))
		return -EPERM;
	if (!is_rt_policy(policy) && attr->sched_nice < task_nice(p) && !can_nice(p, attr->sched_nice))
		return -EPERM;
	if (is_rt_policy(policy)) {
		if (policy != p->policy && !rlim_rtprio)
			return -EPERM;
		if (attr->sched_priority > p->rt_priority && attr->sched_priority > rlim_rtprio)
			return -EPERM;
	}
	/* leaving SCHED_IDLE is raising the priority */
	if (p->policy == SCHED_IDLE && policy != SCHED_IDLE && !can_nice(p, task_nice(p)))
		return -EPERM;
	if (p->sched_reset_on_fork && !(attr->sched_flags & SCHED_FLAG_RESET_ON_FORK))
		return -EPERM;
	return 0;
}

static int apply_attr(struct task_struct *p, const struct sched_attr *attr)
{
	int policy = attr->sched_flags & SCHED_FLAG_KEEP_POLICY ? p->policy : attr->sched_policy;
	struct sched_param sp = { .sched_priority = attr->sched_priority };
	int err;

	if (!valid_policy(policy) || (attr->sched_flags & ~(SCHED_FLAG_ALL)))
		return -EINVAL;
	if (attr->sched_flags & (SCHED_FLAG_RECLAIM | SCHED_FLAG_DL_OVERRUN | SCHED_FLAG_UTIL_CLAMP))
		return -EOPNOTSUPP;
	if (attr->sched_priority > MAX_RT_PRIO - 1 || is_rt_policy(policy) != (attr->sched_priority != 0))
		return -EINVAL;
	err = may_change(p, attr, policy);
	if (err)
		return err;
	if (attr->sched_flags & SCHED_FLAG_RESET_ON_FORK)
		policy |= SCHED_RESET_ON_FORK;
	sched_setscheduler_nocheck(p, policy, &sp);
	if (!is_rt_policy(policy & ~SCHED_RESET_ON_FORK))
		set_user_nice(p, attr->sched_nice);
	return 0;
}

/* Return: the task with a reference, or NULL */
static struct task_struct *get_task(pid_t pid)
{
	struct task_struct *p;

	rcu_read_lock();
	p = pid ? find_task_by_vpid(pid) : current;
	if (p)
		get_task_struct(p);
	rcu_read_unlock();
	return p;
}

static int set_policy(pid_t pid, int policy, struct sched_param __user *param)
{
	struct sched_attr attr = { .sched_policy = policy };
	struct sched_param sp;
	struct task_struct *p;
	int err;

	if (!param || pid < 0)
		return -EINVAL;
	if (copy_from_user(&sp, param, sizeof(sp)))
		return -EFAULT;
	p = get_task(pid);
	if (!p)
		return -ESRCH;
	attr.sched_priority = sp.sched_priority;
	attr.sched_nice = task_nice(p);
	if (policy < 0) {
		attr.sched_flags = SCHED_FLAG_KEEP_POLICY;
		if (p->sched_reset_on_fork)
			attr.sched_flags |= SCHED_FLAG_RESET_ON_FORK;
	} else if (policy & SCHED_RESET_ON_FORK) {
		attr.sched_flags |= SCHED_FLAG_RESET_ON_FORK;
		attr.sched_policy &= ~SCHED_RESET_ON_FORK;
	}
	err = apply_attr(p, &attr);
	put_task_struct(p);
	return err;
}

SYSCALL_DEFINE3(sched_setscheduler, pid_t, pid, int, policy, struct sched_param __user *, param)
{
	return policy < 0 ? -EINVAL : set_policy(pid, policy, param);
}

SYSCALL_DEFINE2(sched_setparam, pid_t, pid, struct sched_param __user *, param)
{
	return set_policy(pid, -1, param);
}

SYSCALL_DEFINE1(sched_getscheduler, pid_t, pid)
{
	struct task_struct *p;
	int ret;

	if (pid < 0)
		return -EINVAL;
	p = get_task(pid);
	if (!p)
		return -ESRCH;
	ret = p->policy | (p->sched_reset_on_fork ? SCHED_RESET_ON_FORK : 0);
	put_task_struct(p);
	return ret;
}

SYSCALL_DEFINE2(sched_getparam, pid_t, pid, struct sched_param __user *, param)
{
	struct sched_param sp = { 0 };
	struct task_struct *p;

	if (!param || pid < 0)
		return -EINVAL;
	p = get_task(pid);
	if (!p)
		return -ESRCH;
	if (is_rt_policy(p->policy))
		sp.sched_priority = p->rt_priority;
	put_task_struct(p);
	return copy_to_user(param, &sp, sizeof(sp)) ? -EFAULT : 0;
}

SYSCALL_DEFINE3(sched_setattr, pid_t, pid, struct sched_attr __user *, uattr, unsigned int, flags)
{
	struct sched_attr attr = { 0 };
	struct task_struct *p;
	u32 size;
	int err;

	if (!uattr || pid < 0 || flags)
		return -EINVAL;
	if (get_user(size, &uattr->size))
		return -EFAULT;
	if (!size)
		size = SCHED_ATTR_SIZE_VER0;
	if (size < SCHED_ATTR_SIZE_VER0 || size > PAGE_SIZE) {
		put_user((u32)sizeof(attr), &uattr->size);
		return -E2BIG;
	}
	err = copy_struct_from_user(&attr, sizeof(attr), uattr, size);
	if (err) {
		if (err == -E2BIG)
			put_user((u32)sizeof(attr), &uattr->size);
		return err;
	}
	if ((int)attr.sched_policy < 0)
		return -EINVAL;
	attr.sched_nice = clamp(attr.sched_nice, MIN_NICE, MAX_NICE);
	p = get_task(pid);
	if (!p)
		return -ESRCH;
	if (attr.sched_flags & SCHED_FLAG_KEEP_PARAMS) {
		attr.sched_priority = is_rt_policy(p->policy) ? p->rt_priority : 0;
		attr.sched_nice = task_nice(p);
	}
	err = apply_attr(p, &attr);
	put_task_struct(p);
	return err;
}

SYSCALL_DEFINE4(sched_getattr, pid_t, pid, struct sched_attr __user *, uattr, unsigned int, usize,
		unsigned int, flags)
{
	struct sched_attr attr = { 0 };
	struct task_struct *p;

	if (!uattr || pid < 0 || usize > PAGE_SIZE || usize < SCHED_ATTR_SIZE_VER0 || flags)
		return -EINVAL;
	p = get_task(pid);
	if (!p)
		return -ESRCH;
	attr.size = min_t(u32, usize, sizeof(attr));
	attr.sched_policy = p->policy;
	if (p->sched_reset_on_fork)
		attr.sched_flags |= SCHED_FLAG_RESET_ON_FORK;
	if (is_rt_policy(p->policy))
		attr.sched_priority = p->rt_priority;
	else
		attr.sched_nice = task_nice(p);
	put_task_struct(p);
	return copy_to_user(uattr, &attr, attr.size) ? -EFAULT : 0;
}

SYSCALL_DEFINE0(sched_yield)
{
	yield();
	return 0;
}

SYSCALL_DEFINE1(sched_get_priority_max, int, policy)
{
	if (!valid_policy(policy) && policy != SCHED_DEADLINE)
		return -EINVAL;
	return is_rt_policy(policy) ? MAX_RT_PRIO - 1 : 0;
}

SYSCALL_DEFINE1(sched_get_priority_min, int, policy)
{
	if (!valid_policy(policy) && policy != SCHED_DEADLINE)
		return -EINVAL;
	return is_rt_policy(policy) ? 1 : 0;
}

SYSCALL_DEFINE2(sched_rr_get_interval, pid_t, pid, struct __kernel_timespec __user *, interval)
{
	struct timespec64 t = { 0 };
	struct task_struct *p;

	if (pid < 0)
		return -EINVAL;
	p = get_task(pid);
	if (!p)
		return -ESRCH;
	if (p->policy == SCHED_RR)
		jiffies_to_timespec64(RR_TIMESLICE, &t);
	else if (p->policy != SCHED_FIFO)
		jiffies_to_timespec64(1, &t);
	put_task_struct(p);
	return put_timespec64(&t, interval);
}
