// SPDX-License-Identifier: GPL-2.0-only
/*
 * array.c - /proc/PID/stat, status and statm: a process in numbers, as ps and top read them.
 *
 * Owns:       the order and the form of the fields (proc_pid_stat(5), proc_pid_status(5)).
 * Locks:      siglock for what threads share, RCU for relations, task_lock() for mm, fs and files;
 *             each part is consistent in itself, not all of them with each other.
 * Elsewhere:  the lines about memory (task_mmu.c).
 */
#include <linux/cpumask.h>
#include <linux/cred.h>
#include <linux/ctype.h>
#include <linux/fdtable.h>
#include <linux/fs_struct.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/pid.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/cputime.h>
#include <linux/sched/mm.h>
#include <linux/sched/pid.h>
#include <linux/sched/prio.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/seq_file.h>
#include <linux/signal.h>
#include <linux/tty.h>

#include "pid.h"
#include "task_mmu.h"

/** proc_task_name() - the short name; @escape: newlines and backslashes made visible. */
void proc_task_name(struct seq_file *m, struct task_struct *p, bool escape)
{
	char comm[TASK_COMM_LEN];

	get_task_comm(comm, p);
	for (const char *c = comm; *c; c++) {
		if (escape && *c == '\n')
			seq_puts(m, "\\n");
		else if (escape && *c == '\\')
			seq_puts(m, "\\\\");
		else
			seq_putc(m, *c);
	}
}

static const char *task_state_name(struct task_struct *tsk)
{
	unsigned int state = READ_ONCE(tsk->__state), exit_state = tsk->exit_state;

	if (exit_state & EXIT_ZOMBIE)
		return "Z (zombie)";
	if (exit_state & EXIT_DEAD)
		return "X (dead)";
	if ((state & TASK_IDLE) == TASK_IDLE)
		return "I (idle)";
	if (state & TASK_PARKED)
		return "P (parked)";
	if (state & __TASK_TRACED)
		return "t (tracing stop)";
	if (state & __TASK_STOPPED)
		return "T (stopped)";
	if (state & TASK_UNINTERRUPTIBLE)
		return "D (disk sleep)";
	if (state & TASK_INTERRUPTIBLE)
		return "S (sleeping)";
	return "R (running)";
}

/* What the threads of a process have in common, read in one go. */
struct group_view {
	int num_threads;
	pid_t ppid, pgid, sid;
	int tty_nr, tty_pgrp;
	int qsize;			/* signals queued for this user */
	unsigned long qlim, rsslim;
	sigset_t pending, shared_pending, blocked, ignored, caught;
	int exit_code;
	unsigned long min_flt, maj_flt, cmin_flt, cmaj_flt;
	u64 cutime, cstime, gtime, cgtime;
};

static void collect_handlers(struct task_struct *p, struct group_view *v)
{
	for (int sig = 1; sig <= _NSIG; sig++) {
		__sighandler_t handler = p->sighand->action[sig - 1].sa.sa_handler;

		if (handler == SIG_IGN)
			sigaddset(&v->ignored, sig);
		else if (handler != SIG_DFL)
			sigaddset(&v->caught, sig);
	}
}

static void collect_tty(struct signal_struct *sig, struct group_view *v)
{
	struct pid *pgrp;

	v->tty_pgrp = -1;
	if (!sig->tty)
		return;
	pgrp = tty_get_pgrp(sig->tty);
	v->tty_pgrp = pid_nr(pgrp);
	put_pid(pgrp);
	v->tty_nr = new_encode_dev(tty_devnum(sig->tty));
}

/* @whole: the sums of all threads, not this one's numbers */
static void collect_group(struct task_struct *p, struct group_view *v, bool whole)
{
	struct signal_struct *sig = p->signal;
	struct task_struct *t;
	unsigned long flags;

	memset(v, 0, sizeof(*v));
	v->tty_pgrp = -1;
	v->sid = __task_pid_nr(p, PIDTYPE_SID);
	v->pgid = __task_pid_nr(p, PIDTYPE_PGID);
	v->ppid = task_ppid_nr(p);
	v->min_flt = p->min_flt;
	v->maj_flt = p->maj_flt;
	v->gtime = p->gtime;
	v->blocked = p->blocked;
	v->exit_code = p->exit_code;
	rcu_read_lock();
	v->qsize = atomic_read(&__task_cred(p)->user->sigpending);
	rcu_read_unlock();

	/* A task that has been released shares nothing any more. */
	if (!lock_task_sighand(p, &flags))
		return;
	collect_tty(sig, v);
	collect_handlers(p, v);
	v->num_threads = get_nr_threads(p);
	v->pending = p->pending.signal;
	v->shared_pending = sig->shared_pending.signal;
	v->qlim = task_rlimit(p, RLIMIT_SIGPENDING);
	v->rsslim = task_rlimit(p, RLIMIT_RSS);
	v->cmin_flt = sig->cmin_flt;
	v->cmaj_flt = sig->cmaj_flt;
	v->cutime = sig->cutime;
	v->cstime = sig->cstime;
	v->cgtime = sig->cgtime;
	if (whole) {
		if (sig->flags & (SIGNAL_GROUP_EXIT | SIGNAL_STOP_STOPPED))
			v->exit_code = sig->group_exit_code;
		v->min_flt = sig->min_flt;
		v->maj_flt = sig->maj_flt;
		v->gtime = sig->gtime;
		for_each_thread(p, t) {
			v->min_flt += t->min_flt;
			v->maj_flt += t->maj_flt;
			v->gtime += t->gtime;
		}
	}
	unlock_task_sighand(p, &flags);
}

/* ---- stat ---- */

/* Addresses help an attacker: others see a 0. */
static void put_addresses(struct seq_file *m, struct mm_struct *mm, bool permitted, int n,
			  const unsigned long *addr)
{
	for (int i = 0; i < n; i++)
		seq_put_decimal_ull(m, " ", mm && permitted ? addr[i] : 0);
}

static int do_task_stat(struct seq_file *m, struct pid *pid, struct task_struct *task, bool whole)
{
	bool permitted = ptrace_may_access(task, PTRACE_MODE_READ_FSCREDS | PTRACE_MODE_NOAUDIT);
	struct mm_struct *mm = get_task_mm(task);
	struct group_view v;
	unsigned long none = 0;
	u64 utime, stime;

	collect_group(task, &v, whole);
	if (whole)
		thread_group_cputime_adjusted(task, &utime, &stime);
	else
		task_cputime_adjusted(task, &utime, &stime);

	seq_put_decimal_ull(m, "", pid_nr(pid));
	seq_puts(m, " (");
	proc_task_name(m, task, false);
	seq_puts(m, ") ");
	seq_putc(m, *task_state_name(task));
	seq_put_decimal_ll(m, " ", v.ppid);
	seq_put_decimal_ll(m, " ", v.pgid);
	seq_put_decimal_ll(m, " ", v.sid);
	seq_put_decimal_ll(m, " ", v.tty_nr);
	seq_put_decimal_ll(m, " ", v.tty_pgrp);
	seq_put_decimal_ull(m, " ", task->flags);
	seq_put_decimal_ull(m, " ", v.min_flt);
	seq_put_decimal_ull(m, " ", v.cmin_flt);
	seq_put_decimal_ull(m, " ", v.maj_flt);
	seq_put_decimal_ull(m, " ", v.cmaj_flt);
	seq_put_decimal_ull(m, " ", nsec_to_clock_t(utime));
	seq_put_decimal_ull(m, " ", nsec_to_clock_t(stime));
	seq_put_decimal_ll(m, " ", nsec_to_clock_t(v.cutime));
	seq_put_decimal_ll(m, " ", nsec_to_clock_t(v.cstime));
	seq_put_decimal_ll(m, " ", task->prio - MAX_RT_PRIO);
	seq_put_decimal_ll(m, " ", task_nice(task));
	seq_put_decimal_ll(m, " ", v.num_threads);
	seq_put_decimal_ull(m, " ", 0);		/* was: time to the next SIGALRM */
	seq_put_decimal_ull(m, " ", nsec_to_clock_t(task->start_boottime));
	seq_put_decimal_ull(m, " ", mm ? task_vsize(mm) : 0);
	seq_put_decimal_ull(m, " ", mm ? get_mm_rss(mm) : 0);
	seq_put_decimal_ull(m, " ", v.rsslim);
	seq_put_decimal_ull(m, " ", mm ? (permitted ? mm->start_code : 1) : 0);
	seq_put_decimal_ull(m, " ", mm ? (permitted ? mm->end_code : 1) : 0);
	put_addresses(m, mm, permitted, 1, mm ? &mm->start_stack : &none);
	seq_puts(m, " 0 0");			/* stack pointer, instruction: only of the dead */
	/* The four sets hold 31 signals each; the rest is in status. */
	seq_put_decimal_ull(m, " ", v.pending.sig[0] & 0x7fffffffUL);
	seq_put_decimal_ull(m, " ", v.blocked.sig[0] & 0x7fffffffUL);
	seq_put_decimal_ull(m, " ", v.ignored.sig[0] & 0x7fffffffUL);
	seq_put_decimal_ull(m, " ", v.caught.sig[0] & 0x7fffffffUL);
	/* A sleeping thread has a wait channel; a process of several has no single one. */
	seq_put_decimal_ull(m, " ", permitted && (!whole || v.num_threads < 2) &&
				    !task_is_running(task));
	seq_puts(m, " 0 0");			/* swapped pages, never kept */
	seq_put_decimal_ll(m, " ", task->exit_signal);
	seq_put_decimal_ll(m, " ", task_cpu(task));
	seq_put_decimal_ull(m, " ", task->rt_priority);
	seq_put_decimal_ull(m, " ", task->policy);
	seq_put_decimal_ull(m, " ", 0);		/* delay accounting is not kept */
	seq_put_decimal_ull(m, " ", nsec_to_clock_t(v.gtime));
	seq_put_decimal_ll(m, " ", nsec_to_clock_t(v.cgtime));
	put_addresses(m, mm, permitted, 7, mm ? (unsigned long []) {
		mm->start_data, mm->end_data, mm->start_brk, mm->arg_start, mm->arg_end,
		mm->env_start, mm->env_end } : (unsigned long [7]){ 0 });
	seq_put_decimal_ll(m, " ", permitted ? v.exit_code : 0);
	seq_putc(m, '\n');

	if (mm)
		mmput(mm);
	return 0;
}

int proc_tgid_stat(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	return do_task_stat(m, pid, task, true);
}

int proc_tid_stat(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	return do_task_stat(m, pid, task, false);
}

/* ---- status ---- */

static void put_identity(struct seq_file *m, struct pid *pid, struct task_struct *p)
{
	const struct cred *cred = get_task_cred(p);
	struct group_info *groups = cred->group_info;
	unsigned int max_fds = 0;
	int umask = -1;

	task_lock(p);
	if (p->fs)
		umask = p->fs->umask;
	if (p->files) {
		rcu_read_lock();
		max_fds = files_fdtable(p->files)->max_fds;
		rcu_read_unlock();
	}
	task_unlock(p);

	if (umask >= 0)
		seq_printf(m, "Umask:\t%#04o\n", umask);
	seq_printf(m, "State:\t%s\n", task_state_name(p));
	seq_printf(m, "Tgid:\t%d\nNgid:\t0\nPid:\t%d\nPPid:\t%d\nTracerPid:\t0\n",
		   task_tgid_nr(p), pid_nr(pid), task_ppid_nr(p));
	seq_printf(m, "Uid:\t%u\t%u\t%u\t%u\n", __kuid_val(cred->uid), __kuid_val(cred->euid),
		   __kuid_val(cred->suid), __kuid_val(cred->fsuid));
	seq_printf(m, "Gid:\t%u\t%u\t%u\t%u\n", __kgid_val(cred->gid), __kgid_val(cred->egid),
		   __kgid_val(cred->sgid), __kgid_val(cred->fsgid));
	seq_printf(m, "FDSize:\t%u\nGroups:\t", max_fds);
	for (int i = 0; i < groups->ngroups; i++)
		seq_printf(m, i ? " %u" : "%u", __kgid_val(groups->gid[i]));
	seq_puts(m, " \n");
	seq_printf(m, "Kthread:\t%c\n", p->flags & PF_KTHREAD ? '1' : '0');
	put_cred(cred);
}

static void put_sigset(struct seq_file *m, const char *header, const sigset_t *set)
{
	seq_printf(m, "%s%016lx\n", header, set->sig[0]);
}

static void put_signals(struct seq_file *m, struct task_struct *p)
{
	struct group_view v;

	collect_group(p, &v, false);
	seq_printf(m, "Threads:\t%d\nSigQ:\t%d/%lu\n", v.num_threads, v.qsize, v.qlim);
	put_sigset(m, "SigPnd:\t", &v.pending);
	put_sigset(m, "ShdPnd:\t", &v.shared_pending);
	put_sigset(m, "SigBlk:\t", &v.blocked);
	put_sigset(m, "SigIgn:\t", &v.ignored);
	put_sigset(m, "SigCgt:\t", &v.caught);
}

static void put_capabilities(struct seq_file *m, struct task_struct *p)
{
	const struct cred *cred = get_task_cred(p);

	seq_printf(m, "CapInh:\t%016llx\n", cred->cap_inheritable.val);
	seq_printf(m, "CapPrm:\t%016llx\n", cred->cap_permitted.val);
	seq_printf(m, "CapEff:\t%016llx\n", cred->cap_effective.val);
	seq_printf(m, "CapBnd:\t%016llx\n", cred->cap_bset.val);
	seq_printf(m, "CapAmb:\t%016llx\n", cred->cap_ambient.val);
	put_cred(cred);
}

static void put_allowed(struct seq_file *m, struct task_struct *p)
{
	seq_printf(m, "Cpus_allowed:\t%*pb\n", cpumask_pr_args(&p->cpus_mask));
	seq_printf(m, "Cpus_allowed_list:\t%*pbl\n", cpumask_pr_args(&p->cpus_mask));
	seq_printf(m, "Mems_allowed:\t%*pb\n", nodemask_pr_args(&node_states[N_MEMORY]));
	seq_printf(m, "Mems_allowed_list:\t%*pbl\n", nodemask_pr_args(&node_states[N_MEMORY]));
}

int proc_pid_status(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	struct mm_struct *mm = get_task_mm(task);

	seq_puts(m, "Name:\t");
	proc_task_name(m, task, true);
	seq_putc(m, '\n');
	put_identity(m, pid, task);
	if (mm) {
		task_mem(m, mm);
		seq_puts(m, "CoreDumping:\t0\n");
		seq_printf(m, "THP_enabled:\t%d\n", IS_ENABLED(CONFIG_TRANSPARENT_HUGEPAGE) &&
			   !test_bit(MMF_DISABLE_THP, &mm->flags));
		/* No bits of a pointer are ignored. */
		seq_printf(m, "untag_mask:\t%#lx\n", ~0UL);
		mmput(mm);
	}
	put_signals(m, task);
	put_capabilities(m, task);
	/* There are no system-call filters: mode 0, and none of them. */
	seq_printf(m, "NoNewPrivs:\t%d\nSeccomp:\t0\nSeccomp_filters:\t0\n",
		   task_no_new_privs(task));
	put_allowed(m, task);
	seq_printf(m, "voluntary_ctxt_switches:\t%lu\nnonvoluntary_ctxt_switches:\t%lu\n",
		   task->nvcsw, task->nivcsw);
	return 0;
}

int proc_pid_statm(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	unsigned long size = 0, resident = 0, shared = 0, text = 0, data = 0;
	struct mm_struct *mm = get_task_mm(task);

	if (mm) {
		size = task_statm(mm, &shared, &text, &data, &resident);
		mmput(mm);
	}
	seq_printf(m, "%lu %lu %lu %lu 0 %lu 0\n", size, resident, shared, text, data);
	return 0;
}
