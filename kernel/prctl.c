// SPDX-License-Identifier: GPL-2.0-only
/*
 * prctl.c - the process's own switches.
 *
 * Owns:       the decoding of prctl(2). Each option is one small function or line.
 * Elsewhere:  what the switches do.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/securebits.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/prctl.h>

#define ANON_VMA_NAME_MAX_LEN	80	/* with the closing zero */

static int set_securebits(unsigned long bits)
{
	const struct cred *old = current_cred();
	unsigned int locks = (old->securebits & SECURE_ALL_LOCKS) >> 1;
	struct cred *new;

	/* A locked bit stays, a lock stays, and there are no other bits. */
	if (((old->securebits ^ bits) & locks) || (old->securebits & SECURE_ALL_LOCKS & ~bits) ||
	    (bits & ~(unsigned long)(SECURE_ALL_BITS | SECURE_ALL_LOCKS)) || !capable(CAP_SETPCAP))
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	new->securebits = bits;
	return commit_creds(new);
}

static int set_keepcaps(unsigned long on)
{
	struct cred *new;

	if (on > 1)
		return -EINVAL;
	if (current_cred()->securebits & SECBIT_KEEP_CAPS_LOCKED)
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	new->securebits &= ~SECBIT_KEEP_CAPS;
	if (on)
		new->securebits |= SECBIT_KEEP_CAPS;
	return commit_creds(new);
}

static int drop_from_bset(unsigned long cap)
{
	struct cred *new;

	if (!capable(CAP_SETPCAP))
		return -EPERM;
	if (!cap_valid(cap))
		return -EINVAL;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	cap_lower(new->cap_bset, cap);
	return commit_creds(new);
}

static int cap_ambient(unsigned long what, unsigned long cap, unsigned long a4, unsigned long a5)
{
	const struct cred *old = current_cred();
	struct cred *new;

	if (a4 || a5)
		return -EINVAL;
	if (what == PR_CAP_AMBIENT_CLEAR_ALL) {
		if (cap)
			return -EINVAL;
	} else if (cap > CAP_LAST_CAP) {
		return -EINVAL;
	}
	switch (what) {
	case PR_CAP_AMBIENT_IS_SET:
		return cap_raised(old->cap_ambient, cap);
	case PR_CAP_AMBIENT_RAISE:
		if (!cap_raised(old->cap_permitted, cap) || !cap_raised(old->cap_inheritable, cap) ||
		    (old->securebits & SECBIT_NO_CAP_AMBIENT_RAISE))
			return -EPERM;
		break;
	case PR_CAP_AMBIENT_LOWER:
	case PR_CAP_AMBIENT_CLEAR_ALL:
		break;
	default:
		return -EINVAL;
	}

	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (what == PR_CAP_AMBIENT_CLEAR_ALL)
		cap_clear(new->cap_ambient);
	else if (what == PR_CAP_AMBIENT_RAISE)
		cap_raise(new->cap_ambient, cap);
	else
		cap_lower(new->cap_ambient, cap);
	return commit_creds(new);
}

static int set_name(const char __user *name)
{
	char comm[TASK_COMM_LEN] = { };

	if (strncpy_from_user(comm, name, sizeof(comm) - 1) < 0)
		return -EFAULT;
	set_task_comm(current, comm);
	return 0;
}

static int get_name(char __user *name)
{
	char comm[TASK_COMM_LEN];

	get_task_comm(comm, current);
	return copy_to_user(name, comm, sizeof(comm)) ? -EFAULT : 0;
}

/* All living descendants will look for this ancestor when they lose their parent. */
static void set_subreaper(bool on)
{
	struct task_struct *me = current->group_leader, *p;

	write_lock_irq(&tasklist_lock);
	current->signal->is_child_subreaper = on;
	if (on) {
		for_each_process(p) {
			struct task_struct *up;

			for (up = p->real_parent; up != &init_task; up = up->real_parent) {
				if (same_thread_group(up, me)) {
					p->signal->has_child_subreaper = 1;
					break;
				}
			}
		}
	}
	write_unlock_irq(&tasklist_lock);
}

static int get_auxv(void __user *addr, unsigned long len)
{
	struct mm_struct *mm = current->mm;
	unsigned long size = min_t(unsigned long, sizeof(mm->saved_auxv), len);

	if (size && copy_to_user(addr, mm->saved_auxv, size))
		return -EFAULT;
	return sizeof(mm->saved_auxv);
}

static int set_mdwe(unsigned long bits)
{
	struct mm_struct *mm = current->mm;

	if (bits & ~(PR_MDWE_REFUSE_EXEC_GAIN | PR_MDWE_NO_INHERIT))
		return -EINVAL;
	/* What is not inherited must be there at all. */
	if ((bits & PR_MDWE_NO_INHERIT) && !(bits & PR_MDWE_REFUSE_EXEC_GAIN))
		return -EINVAL;
	/* It is for good. */
	if (test_bit(MMF_HAS_MDWE, &mm->flags) &&
	    (!(bits & PR_MDWE_REFUSE_EXEC_GAIN) ||
	     !!(bits & PR_MDWE_NO_INHERIT) != test_bit(MMF_HAS_MDWE_NO_INHERIT, &mm->flags)))
		return -EPERM;
	if (bits & PR_MDWE_NO_INHERIT)
		set_bit(MMF_HAS_MDWE_NO_INHERIT, &mm->flags);
	if (bits & PR_MDWE_REFUSE_EXEC_GAIN)
		set_bit(MMF_HAS_MDWE, &mm->flags);
	return 0;
}

static int get_mdwe(void)
{
	unsigned long flags = READ_ONCE(current->mm->flags);

	return (flags >> MMF_HAS_MDWE & 1 ? PR_MDWE_REFUSE_EXEC_GAIN : 0) |
	       (flags >> MMF_HAS_MDWE_NO_INHERIT & 1 ? PR_MDWE_NO_INHERIT : 0);
}

static int set_thp_disable(unsigned long on)
{
	if (on)
		set_bit(MMF_DISABLE_THP, &current->mm->flags);
	else
		clear_bit(MMF_DISABLE_THP, &current->mm->flags);
	return 0;
}

/* As Linux: printable, and none of what a shell or a parser of /proc/PID/maps would stumble over. */
static bool name_char_ok(char c)
{
	return c > 0x1f && c < 0x7f && !strchr("\\`$[]", c);
}

static int set_vma_anon_name(unsigned long addr, unsigned long len, const char __user *uname)
{
	struct anon_vma_name *anon_name = NULL;
	struct mm_struct *mm = current->mm;
	char *name;
	int err;

	if (uname) {
		name = strndup_user(uname, ANON_VMA_NAME_MAX_LEN);
		if (IS_ERR(name))
			return PTR_ERR(name);
		for (const char *c = name; *c; c++) {
			if (!name_char_ok(*c)) {
				kfree(name);
				return -EINVAL;
			}
		}
		anon_name = anon_vma_name_alloc(name);
		kfree(name);
		if (!anon_name)
			return -ENOMEM;
	}
	mmap_write_lock(mm);
	err = madvise_set_anon_name(mm, addr, len, anon_name);
	mmap_write_unlock(mm);
	if (anon_name)
		kref_put(&anon_name->kref, anon_vma_name_free);
	return err;
}

/* Options whose unused arguments must be zero. */
static bool no_arguments(unsigned long a, unsigned long b, unsigned long c, unsigned long d)
{
	return !(a | b | c | d);
}

/* Options about privileges. -ENOSYS: not one of these. */
static long prctl_rights(int option, unsigned long a2, unsigned long a3, unsigned long a4,
			 unsigned long a5)
{
	switch (option) {
	case PR_GET_KEEPCAPS:
		return !!(current_cred()->securebits & SECBIT_KEEP_CAPS);
	case PR_SET_KEEPCAPS:
		return set_keepcaps(a2);
	case PR_CAPBSET_READ:
		return cap_valid(a2) ? cap_raised(current_cred()->cap_bset, a2) : -EINVAL;
	case PR_CAPBSET_DROP:
		return drop_from_bset(a2);
	case PR_CAP_AMBIENT:
		return cap_ambient(a2, a3, a4, a5);
	case PR_GET_SECUREBITS:
		return current_cred()->securebits;
	case PR_SET_SECUREBITS:
		return set_securebits(a2);
	case PR_SET_NO_NEW_PRIVS:
		if (a2 != 1 || !no_arguments(a3, a4, a5, 0))
			return -EINVAL;
		task_set_no_new_privs(current);
		return 0;
	case PR_GET_NO_NEW_PRIVS:
		if (!no_arguments(a2, a3, a4, a5))
			return -EINVAL;
		return task_no_new_privs(current);
	}
	return -ENOSYS;
}

/* Options about the address space. -ENOSYS: not one of these. */
static long prctl_mm(int option, unsigned long a2, unsigned long a3, unsigned long a4,
		     unsigned long a5)
{
	switch (option) {
	case PR_GET_DUMPABLE:
		return get_dumpable(current->mm);
	case PR_SET_DUMPABLE:
		if (a2 != SUID_DUMP_DISABLE && a2 != SUID_DUMP_USER)
			return -EINVAL;
		set_dumpable(current->mm, a2);
		return 0;
	case PR_SET_VMA:
		if (a2 != PR_SET_VMA_ANON_NAME)
			return -EINVAL;
		return set_vma_anon_name(a3, a4, (const char __user *)a5);
	case PR_GET_AUXV:
		if (a4 || a5)
			return -EINVAL;
		return get_auxv((void __user *)a2, a3);
	case PR_SET_MDWE:
		return no_arguments(a3, a4, a5, 0) ? set_mdwe(a2) : -EINVAL;
	case PR_GET_MDWE:
		return no_arguments(a2, a3, a4, a5) ? get_mdwe() : -EINVAL;
	case PR_SET_THP_DISABLE:
		return no_arguments(a3, a4, a5, 0) ? set_thp_disable(a2) : -EINVAL;
	case PR_GET_THP_DISABLE:
		if (!no_arguments(a2, a3, a4, a5))
			return -EINVAL;
		return test_bit(MMF_DISABLE_THP, &current->mm->flags);
	}
	return -ENOSYS;
}

SYSCALL_DEFINE5(prctl, int, option, unsigned long, a2, unsigned long, a3, unsigned long, a4,
		unsigned long, a5)
{
	struct task_struct *me = current;
	long ret;

	ret = prctl_rights(option, a2, a3, a4, a5);
	if (ret == -ENOSYS)
		ret = prctl_mm(option, a2, a3, a4, a5);
	if (ret != -ENOSYS)
		return ret;

	switch (option) {
	case PR_SET_PDEATHSIG:
		if (!valid_signal(a2))
			return -EINVAL;
		me->pdeath_signal = a2;
		return 0;
	case PR_GET_PDEATHSIG:
		return put_user(me->pdeath_signal, (int __user *)a2);
	case PR_SET_NAME:
		return set_name((const char __user *)a2);
	case PR_GET_NAME:
		return get_name((char __user *)a2);
	case PR_SET_CHILD_SUBREAPER:
		set_subreaper(!!a2);
		return 0;
	case PR_GET_CHILD_SUBREAPER:
		return put_user((int)me->signal->is_child_subreaper, (int __user *)a2);
	case PR_GET_TID_ADDRESS:
		return put_user(me->clear_child_tid, (int __user *__user *)a2);
	case PR_SET_TIMERSLACK:
		me->timer_slack_ns = (long)a2 > 0 ? a2 : me->default_timer_slack_ns;
		return 0;
	case PR_GET_TIMERSLACK:
		return min_t(unsigned long, me->timer_slack_ns, LONG_MAX);
	case PR_GET_TIMING:
		return PR_TIMING_STATISTICAL;
	case PR_SET_TIMING:
		return a2 == PR_TIMING_STATISTICAL ? 0 : -EINVAL;
	}
	return -EINVAL;
}
