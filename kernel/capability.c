// SPDX-License-Identifier: GPL-2.0-only
/*
 * capability.c - what the privileges of root are called one by one; and who may look into whom.
 *
 * Owns:       capable(), capget(), capset(), ptrace_may_access().
 * Elsewhere:  storage (cred.c), what exec does to capabilities (fs/exec.c).
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

/** capable() - may current do what @cap names? Notes that privilege was used. */
bool capable(int cap)
{
	if (!cap_raised(current_cred()->cap_effective, cap))
		return false;
	current->flags |= PF_SUPERPRIV;
	return true;
}

bool ns_capable(struct user_namespace *ns, int cap)
{
	return capable(cap);
}

/** has_capability() - may @t? */
bool has_capability(struct task_struct *t, int cap)
{
	bool has;

	rcu_read_lock();
	has = cap_raised(__task_cred(t)->cap_effective, cap);
	rcu_read_unlock();
	return has;
}

bool has_capability_noaudit(struct task_struct *t, int cap)
{
	return has_capability(t, cap);
}

static bool same_user(kuid_t uid, kgid_t gid, const struct cred *t)
{
	return uid_eq(uid, t->euid) && uid_eq(uid, t->suid) && uid_eq(uid, t->uid) &&
	       gid_eq(gid, t->egid) && gid_eq(gid, t->sgid) && gid_eq(gid, t->gid);
}

/**
 * ptrace_may_access() - may current see into @task (/proc/PID/maps, process_vm_readv())?
 * @mode: PTRACE_MODE_*, with one of FSCREDS (as file access) and REALCREDS (as kill())
 *
 * Its own threads always; else the same user in every respect, with no more capabilities, of a
 * process that is dumpable; or with CAP_SYS_PTRACE.
 */
bool ptrace_may_access(struct task_struct *task, unsigned int mode)
{
	const struct cred *cred = current_cred(), *tcred;
	kuid_t uid = mode & PTRACE_MODE_FSCREDS ? cred->fsuid : cred->uid;
	kgid_t gid = mode & PTRACE_MODE_FSCREDS ? cred->fsgid : cred->gid;
	struct mm_struct *mm;
	bool ok;

	if (same_thread_group(task, current))
		return true;
	if (capable(CAP_SYS_PTRACE))
		return true;

	rcu_read_lock();
	tcred = __task_cred(task);
	ok = same_user(uid, gid, tcred) &&
	     cap_issubset(tcred->cap_permitted, cred->cap_permitted);
	rcu_read_unlock();
	if (!ok)
		return false;

	task_lock(task);
	mm = task->mm;
	ok = !mm || get_dumpable(mm) == SUID_DUMP_USER;
	task_unlock(task);
	return ok;
}

/*
 * How many 32-bit words follow the header; tells the caller the version that is spoken here where
 * it does not know that of the header.
 */
static int cap_words(cap_user_header_t header, int *words)
{
	__u32 version;

	if (get_user(version, &header->version))
		return -EFAULT;
	switch (version) {
	case _LINUX_CAPABILITY_VERSION_1:
		*words = 1;
		return 0;
	case _LINUX_CAPABILITY_VERSION_2:
	case _LINUX_CAPABILITY_VERSION_3:
		*words = 2;
		return 0;
	}
	if (put_user((u32)_LINUX_CAPABILITY_VERSION_3, &header->version))
		return -EFAULT;
	return -EINVAL;
}

SYSCALL_DEFINE2(capget, cap_user_header_t, header, cap_user_data_t, dataptr)
{
	struct __user_cap_data_struct data[2];
	struct task_struct *t;
	int err, words;
	pid_t pid;

	err = cap_words(header, &words);
	/* Without a buffer this is how programs ask for the version. */
	if (err)
		return err == -EINVAL && !dataptr ? 0 : err;
	if (get_user(pid, &header->pid))
		return -EFAULT;
	if (pid < 0)
		return -EINVAL;

	rcu_read_lock();
	t = pid ? find_task_by_vpid(pid) : current;
	if (!t) {
		rcu_read_unlock();
		return -ESRCH;
	}
	for (int i = 0; i < 2; i++) {
		const struct cred *c = __task_cred(t);

		data[i].effective = c->cap_effective.val >> (32 * i);
		data[i].permitted = c->cap_permitted.val >> (32 * i);
		data[i].inheritable = c->cap_inheritable.val >> (32 * i);
	}
	rcu_read_unlock();

	if (!dataptr)
		return 0;
	return copy_to_user(dataptr, data, words * sizeof(data[0])) ? -EFAULT : 0;
}

static kernel_cap_t join_cap(u32 low, u32 high)
{
	return (kernel_cap_t){ (low | ((u64)high << 32)) & CAP_VALID_MASK };
}

/* The rules of capset(): never more than is there. */
static bool capset_allowed(const struct cred *old, kernel_cap_t effective, kernel_cap_t permitted,
			   kernel_cap_t inheritable)
{
	kernel_cap_t bound = cap_combine(old->cap_inheritable, old->cap_permitted);

	if (!capable(CAP_SETPCAP) && !cap_issubset(inheritable, bound))
		return false;
	if (!cap_issubset(inheritable, cap_combine(old->cap_inheritable, old->cap_bset)))
		return false;
	return cap_issubset(permitted, old->cap_permitted) && cap_issubset(effective, permitted);
}

SYSCALL_DEFINE2(capset, cap_user_header_t, header, const cap_user_data_t, dataptr)
{
	struct __user_cap_data_struct data[2] = { };
	kernel_cap_t effective, permitted, inheritable;
	struct cred *new;
	int err, words;
	pid_t pid;

	err = cap_words(header, &words);
	if (err)
		return err;
	if (get_user(pid, &header->pid))
		return -EFAULT;
	/* Others' capabilities are theirs to change. */
	if (pid && pid != task_pid_vnr(current))
		return -EPERM;
	if (copy_from_user(data, dataptr, words * sizeof(data[0])))
		return -EFAULT;
	effective = join_cap(data[0].effective, data[1].effective);
	permitted = join_cap(data[0].permitted, data[1].permitted);
	inheritable = join_cap(data[0].inheritable, data[1].inheritable);

	if (!capset_allowed(current_cred(), effective, permitted, inheritable))
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	new->cap_effective = effective;
	new->cap_permitted = permitted;
	new->cap_inheritable = inheritable;
	/* What is no longer both permitted and inheritable is not ambient either. */
	new->cap_ambient = cap_intersect(new->cap_ambient, cap_intersect(permitted, inheritable));
	return commit_creds(new);
}
