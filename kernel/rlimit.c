// SPDX-License-Identifier: GPL-2.0-only
/*
 * rlimit.c - what a process may use, and what it has used.
 *
 * Owns:       signal->rlim.
 * Locks:      the group leader's task_lock() for writing; readers read one word without a lock.
 * Elsewhere:  each limit is enforced where the resource is handed out.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/sched/cputime.h>
#include <linux/sched/mm.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>

/**
 * do_prlimit() - read and change a limit of a process.
 * @new: NULL to leave it
 * @old: filled in unless NULL
 *
 * Return: 0; -EINVAL (no such limit, soft above hard); -EPERM (raising the hard limit).
 */
int do_prlimit(struct task_struct *tsk, unsigned int resource, struct rlimit *new,
	       struct rlimit *old)
{
	struct rlimit *rlim;
	unsigned long flags;
	int err = 0;

	if (resource >= RLIM_NLIMITS)
		return -EINVAL;
	if (new) {
		if (new->rlim_cur > new->rlim_max)
			return -EINVAL;
		if (resource == RLIMIT_NOFILE && new->rlim_max > sysctl_nr_open)
			return -EPERM;
	}

	rlim = &tsk->signal->rlim[resource];
	task_lock(tsk->group_leader);
	if (new && new->rlim_max > rlim->rlim_max && !capable(CAP_SYS_RESOURCE))
		err = -EPERM;
	if (!err) {
		if (old)
			*old = *rlim;
		if (new)
			*rlim = *new;
	}
	task_unlock(tsk->group_leader);
	if (new && !err && resource == RLIMIT_CPU && lock_task_sighand(tsk, &flags)) {
		update_cpu_timers_active(tsk->signal);
		unlock_task_sighand(tsk, &flags);
	}
	return err;
}

/** rlim64_to_rlim() and back: infinity is all ones in both, so on 64 bits nothing changes. */
static void rlim64_to_rlim(const struct rlimit64 *r64, struct rlimit *r)
{
	r->rlim_cur = r64->rlim_cur;
	r->rlim_max = r64->rlim_max;
}

/* Another's limits: the same user in every respect, or CAP_SYS_RESOURCE. Context: RCU. */
static bool may_prlimit(struct task_struct *task)
{
	const struct cred *cred = current_cred(), *tcred;

	if (current == task)
		return true;
	tcred = __task_cred(task);
	if (uid_eq(cred->uid, tcred->euid) && uid_eq(cred->uid, tcred->suid) &&
	    uid_eq(cred->uid, tcred->uid) && gid_eq(cred->gid, tcred->egid) &&
	    gid_eq(cred->gid, tcred->sgid) && gid_eq(cred->gid, tcred->gid))
		return true;
	return capable(CAP_SYS_RESOURCE);
}

SYSCALL_DEFINE4(prlimit64, pid_t, pid, unsigned int, resource,
		const struct rlimit64 __user *, unew, struct rlimit64 __user *, uold)
{
	struct rlimit old, new;
	struct rlimit64 r64;
	struct task_struct *tsk;
	int err;

	if (unew) {
		if (copy_from_user(&r64, unew, sizeof(r64)))
			return -EFAULT;
		rlim64_to_rlim(&r64, &new);
	}

	rcu_read_lock();
	tsk = pid ? find_task_by_vpid(pid) : current;
	if (!tsk || !may_prlimit(tsk)) {
		rcu_read_unlock();
		return tsk ? -EPERM : -ESRCH;
	}
	get_task_struct(tsk);
	rcu_read_unlock();

	err = do_prlimit(tsk, resource, unew ? &new : NULL, uold ? &old : NULL);
	put_task_struct(tsk);
	if (err || !uold)
		return err;
	r64.rlim_cur = old.rlim_cur;
	r64.rlim_max = old.rlim_max;
	return copy_to_user(uold, &r64, sizeof(r64)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(getrlimit, unsigned int, resource, struct rlimit __user *, rlim)
{
	struct rlimit value;
	int err = do_prlimit(current, resource, NULL, &value);

	if (!err && copy_to_user(rlim, &value, sizeof(value)))
		err = -EFAULT;
	return err;
}

SYSCALL_DEFINE2(setrlimit, unsigned int, resource, struct rlimit __user *, rlim)
{
	struct rlimit new;

	if (copy_from_user(&new, rlim, sizeof(new)))
		return -EFAULT;
	return do_prlimit(current, resource, &new, NULL);
}

/* ---- usage ---- */

/* The thread may be running and counting. */
static void add_thread(struct rusage *r, struct task_struct *t)
{
	r->ru_nvcsw += data_race(t->nvcsw);
	r->ru_nivcsw += data_race(t->nivcsw);
	r->ru_minflt += data_race(t->min_flt);
	r->ru_majflt += data_race(t->maj_flt);
}

static void add_group(struct rusage *r, struct signal_struct *sig)
{
	r->ru_nvcsw += sig->nvcsw;
	r->ru_nivcsw += sig->nivcsw;
	r->ru_minflt += sig->min_flt;
	r->ru_majflt += sig->maj_flt;
	r->ru_inblock += sig->inblock;
	r->ru_oublock += sig->oublock;
}

static void add_children(struct rusage *r, struct signal_struct *sig)
{
	r->ru_nvcsw += sig->cnvcsw;
	r->ru_nivcsw += sig->cnivcsw;
	r->ru_minflt += sig->cmin_flt;
	r->ru_majflt += sig->cmaj_flt;
	r->ru_inblock += sig->cinblock;
	r->ru_oublock += sig->coublock;
}

static unsigned long max_rss(struct task_struct *p, unsigned long maxrss)
{
	struct mm_struct *mm = get_task_mm(p);

	if (mm) {
		maxrss = max(maxrss, get_mm_hiwater_rss(mm));
		mmput(mm);
	}
	return maxrss << (PAGE_SHIFT - 10);
}

static struct __kernel_old_timeval ns_to_timeval(u64 ns)
{
	return (struct __kernel_old_timeval) {
		.tv_sec = ns / NSEC_PER_SEC,
		.tv_usec = ns % NSEC_PER_SEC / NSEC_PER_USEC,
	};
}

/** getrusage() - fill @r for RUSAGE_SELF, _CHILDREN, _THREAD (of current), or _BOTH. */
void getrusage(struct task_struct *p, int who, struct rusage *r)
{
	u64 utime = 0, stime = 0, tg_utime, tg_stime;
	unsigned long maxrss = 0, flags;
	struct signal_struct *sig = p->signal;
	struct task_struct *t;

	memset(r, 0, sizeof(*r));
	if (who == RUSAGE_THREAD) {
		task_cputime_adjusted(current, &utime, &stime);
		add_thread(r, p);
		maxrss = sig->maxrss;
		goto out;
	}

	/* Under siglock no thread leaves for the accounts of the group in between. */
	if (lock_task_sighand(p, &flags)) {
		if (who != RUSAGE_SELF) {
			utime = sig->cutime;
			stime = sig->cstime;
			add_children(r, sig);
			maxrss = sig->cmaxrss;
		}
		if (who != RUSAGE_CHILDREN) {
			add_group(r, sig);
			for_each_thread(p, t)
				add_thread(r, t);
			maxrss = max(maxrss, sig->maxrss);
		}
		unlock_task_sighand(p, &flags);
	}
	if (who != RUSAGE_CHILDREN) {
		thread_group_cputime_adjusted(p, &tg_utime, &tg_stime);
		utime += tg_utime;
		stime += tg_stime;
	}
out:
	r->ru_maxrss = who == RUSAGE_CHILDREN ? maxrss << (PAGE_SHIFT - 10) : max_rss(p, maxrss);
	r->ru_utime = ns_to_timeval(utime);
	r->ru_stime = ns_to_timeval(stime);
}

SYSCALL_DEFINE2(getrusage, int, who, struct rusage __user *, ru)
{
	struct rusage r;

	if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN && who != RUSAGE_THREAD)
		return -EINVAL;
	getrusage(current, who, &r);
	return copy_to_user(ru, &r, sizeof(r)) ? -EFAULT : 0;
}
