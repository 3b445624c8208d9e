// SPDX-License-Identifier: GPL-2.0-only
/*
 * sys.c - the system calls that tell and set who a process is, in what group and session, how the
 * machine is called and how it does.
 *
 * Owns:       process groups and sessions (with pid.c), the host's names (init_uts_ns).
 * Locks:      tasklist_lock for groups and sessions; uts_sem for names.
 * Elsewhere:  limits and usage (rlimit.c), prctl() (prctl.c), ids of users (setuid.c).
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/loadavg.h>
#include <linux/personality.h>
#include <linux/sched/pid.h>
#include <linux/sched/prio.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/user.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/timekeeping.h>
#include <linux/tty.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>
#include <uapi/linux/resource.h>
#include <uapi/linux/sysinfo.h>

/* ---- numbers ---- */

SYSCALL_DEFINE0(getpid)
{
	return task_tgid_vnr(current);
}

SYSCALL_DEFINE0(gettid)
{
	return task_pid_vnr(current);
}

SYSCALL_DEFINE0(getppid)
{
	return task_ppid_nr(current);
}

/*
 * May current move @p, itself or a child, into the group @pgrp? Context: tasklist_lock.
 */
static int setpgid_allowed(struct task_struct *p, struct task_struct *leader, pid_t pgid, pid_t pid)
{
	if (!p)
		return -ESRCH;
	if (!thread_group_leader(p))
		return -EINVAL;
	if (same_thread_group(p->real_parent, leader)) {
		if (task_session(p) != task_session(leader))
			return -EPERM;
		/* Once it runs another program, its group is that program's to choose. */
		if (!(p->flags & PF_FORKNOEXEC))
			return -EACCES;
	} else if (p != leader) {
		return -ESRCH;
	}
	if (p->signal->leader)
		return -EPERM;
	if (pgid != pid) {
		struct task_struct *g = pid_task(find_pid(pgid), PIDTYPE_PGID);

		if (!g || task_session(g) != task_session(leader))
			return -EPERM;
	}
	return 0;
}

SYSCALL_DEFINE2(setpgid, pid_t, pid, pid_t, pgid)
{
	struct task_struct *leader = current->group_leader, *p;
	struct pid *pgrp;
	int err;

	if (!pid)
		pid = task_pid_vnr(leader);
	if (!pgid)
		pgid = pid;
	if (pgid < 0)
		return -EINVAL;

	rcu_read_lock();
	write_lock_irq(&tasklist_lock);
	p = find_task_by_vpid(pid);
	err = setpgid_allowed(p, leader, pgid, pid);
	if (!err) {
		pgrp = pgid != pid ? find_pid(pgid) : task_pid(p);
		if (task_pgrp(p) != pgrp)
			change_pid(p, PIDTYPE_PGID, pgrp);
	}
	write_unlock_irq(&tasklist_lock);
	rcu_read_unlock();
	return err;
}

static int number_of(pid_t pid, enum pid_type type)
{
	struct task_struct *p;
	int nr = -ESRCH;

	rcu_read_lock();
	p = pid ? find_task_by_vpid(pid) : current;
	if (p) {
		nr = __task_pid_nr(p, type);
		if (!nr && p != current)
			nr = -ESRCH;
	}
	rcu_read_unlock();
	return nr;
}

SYSCALL_DEFINE1(getpgid, pid_t, pid)
{
	return number_of(pid, PIDTYPE_PGID);
}

SYSCALL_DEFINE0(getpgrp)
{
	return number_of(0, PIDTYPE_PGID);
}

SYSCALL_DEFINE1(getsid, pid_t, pid)
{
	return number_of(pid, PIDTYPE_SID);
}

/** ksys_setsid() - current leads a new session and group, without a terminal. -EPERM: it leads one. */
int ksys_setsid(void)
{
	struct task_struct *leader = current->group_leader;
	struct pid *sid = task_pid(leader);
	int err = -EPERM;

	write_lock_irq(&tasklist_lock);
	/* A group of that number may have outlived an earlier leader. */
	if (leader->signal->leader || pid_task(sid, PIDTYPE_PGID))
		goto out;

	leader->signal->leader = 1;
	if (task_session(leader) != sid)
		change_pid(leader, PIDTYPE_SID, sid);
	if (task_pgrp(leader) != sid)
		change_pid(leader, PIDTYPE_PGID, sid);
	proc_clear_tty(leader);
	err = pid_nr(sid);
out:
	write_unlock_irq(&tasklist_lock);
	return err;
}

SYSCALL_DEFINE0(setsid)
{
	return ksys_setsid();
}

/* ---- nice values ---- */

static int set_one_nice(struct task_struct *p, int nice, int err)
{
	const struct cred *cred = current_cred(), *pcred = __task_cred(p);

	if (!uid_eq(pcred->uid, cred->euid) && !uid_eq(pcred->euid, cred->euid) &&
	    !capable(CAP_SYS_NICE))
		return -EPERM;
	if (nice < task_nice(p) && nice_to_rlimit(nice) > task_rlimit(p, RLIMIT_NICE) &&
	    !capable(CAP_SYS_NICE))
		return -EACCES;
	if (err == -ESRCH)
		err = 0;
	set_user_nice(p, nice);
	return err;
}

/* Call @fn on each thread that @which and @who name; -ESRCH where there is none. */
static int for_each_priority(int which, int who, int (*fn)(struct task_struct *p, int arg, int sum),
			     int arg)
{
	struct task_struct *g, *p;
	int sum = -ESRCH;
	struct pid *pgrp;
	kuid_t uid;

	if (which < PRIO_PROCESS || which > PRIO_USER)
		return -EINVAL;

	rcu_read_lock();
	switch (which) {
	case PRIO_PROCESS:
		p = who ? find_task_by_vpid(who) : current;
		if (p)
			sum = fn(p, arg, sum);
		break;
	case PRIO_PGRP:
		read_lock(&tasklist_lock);
		pgrp = who ? find_pid(who) : task_pgrp(current);
		do_each_pid_thread(pgrp, PIDTYPE_PGID, p) {
			sum = fn(p, arg, sum);
		} while_each_pid_thread(pgrp, PIDTYPE_PGID, p);
		read_unlock(&tasklist_lock);
		break;
	case PRIO_USER:
		uid = who ? make_kuid(&init_user_ns, who) : current_uid();
		for_each_process_thread(g, p)
			if (uid_eq(__task_cred(p)->uid, uid) && task_pid_vnr(p))
				sum = fn(p, arg, sum);
		break;
	}
	rcu_read_unlock();
	return sum;
}

SYSCALL_DEFINE3(setpriority, int, which, int, who, int, niceval)
{
	return for_each_priority(which, who, set_one_nice, clamp(niceval, MIN_NICE, MAX_NICE));
}

static int best_nice(struct task_struct *p, int unused, int best)
{
	int rlimit_nice = nice_to_rlimit(task_nice(p));

	return max(best, rlimit_nice);
}

/* Answers 40 ... 1 for nice -20 ... 19, since negative numbers are errors. */
SYSCALL_DEFINE2(getpriority, int, which, int, who)
{
	return for_each_priority(which, who, best_nice, 0);
}

/* ---- names ---- */

SYSCALL_DEFINE1(newuname, struct new_utsname __user *, name)
{
	struct new_utsname tmp;

	down_read(&uts_sem);
	memcpy(&tmp, utsname(), sizeof(tmp));
	up_read(&uts_sem);
	/* Programs that cannot cope with versions of two digits ask for 2.6.x. */
	if (current->personality & UNAME26)
		snprintf(tmp.release, sizeof(tmp.release), "2.6.60");
	return copy_to_user(name, &tmp, sizeof(tmp)) ? -EFAULT : 0;
}

static int set_name(char *to, const char __user *name, int len)
{
	char tmp[__NEW_UTS_LEN];

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (len < 0 || len > __NEW_UTS_LEN)
		return -EINVAL;
	if (copy_from_user(tmp, name, len))
		return -EFAULT;
	down_write(&uts_sem);
	memcpy(to, tmp, len);
	memset(to + len, 0, __NEW_UTS_LEN + 1 - len);
	up_write(&uts_sem);
	return 0;
}

SYSCALL_DEFINE2(sethostname, char __user *, name, int, len)
{
	return set_name(utsname()->nodename, name, len);
}

SYSCALL_DEFINE2(setdomainname, char __user *, name, int, len)
{
	return set_name(utsname()->domainname, name, len);
}

/* ---- the machine ---- */

static void fill_sysinfo(struct sysinfo *info)
{
	struct timespec64 now;

	memset(info, 0, sizeof(*info));
	ktime_get_boottime_ts64(&now);
	info->uptime = now.tv_sec + (now.tv_nsec ? 1 : 0);
	get_avenrun(info->loads, 0, SI_LOAD_SHIFT - FSHIFT);
	info->procs = nr_threads;
	si_meminfo(info);
	si_swapinfo(info);

	/* 64-bit machines count in bytes: a page count shifted never overflows here. */
	info->totalram *= info->mem_unit;
	info->freeram *= info->mem_unit;
	info->sharedram *= info->mem_unit;
	info->bufferram *= info->mem_unit;
	info->totalswap *= info->mem_unit;
	info->freeswap *= info->mem_unit;
	info->totalhigh *= info->mem_unit;
	info->freehigh *= info->mem_unit;
	info->mem_unit = 1;
}

SYSCALL_DEFINE1(sysinfo, struct sysinfo __user *, uinfo)
{
	struct sysinfo info;

	fill_sysinfo(&info);
	return copy_to_user(uinfo, &info, sizeof(info)) ? -EFAULT : 0;
}

SYSCALL_DEFINE3(getcpu, unsigned int __user *, cpup, unsigned int __user *, nodep, void __user *, unused)
{
	int cpu = raw_smp_processor_id();

	if (cpup && put_user((unsigned int)cpu, cpup))
		return -EFAULT;
	if (nodep && put_user((unsigned int)cpu_to_node(cpu), nodep))
		return -EFAULT;
	return 0;
}

SYSCALL_DEFINE1(personality, unsigned int, personality)
{
	unsigned int old = current->personality;

	if (personality != 0xffffffff)
		current->personality = personality;
	return old;
}
