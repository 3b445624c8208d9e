// SPDX-License-Identifier: GPL-2.0-only
/*
 * exit.c - the end of a task, and how its parent learns of it.
 *
 * A task that exits first gives back what is its own (address space, files, ...), then, under
 * tasklist_lock, hands its children to a new parent and becomes a zombie: nothing but an exit
 * code, numbers and accounts, which wait4() collects (wait.c). Where nobody will wait, it is
 * released at once.
 *
 * Owns:       exit_code, exit_state, the handing over of children, release_task().
 * Invariant:  a leader stays, as a zombie, until all other threads of its group are released; only
 *             then is the parent told. exit_state goes 0 -> EXIT_ZOMBIE -> EXIT_DEAD, or straight
 *             to EXIT_DEAD; whoever sets EXIT_DEAD calls release_task().
 * Locks:      tasklist_lock for the tree and exit_state; siglock for the thread group.
 * Elsewhere:  wait.c; the last switch away (do_task_dead()); freeing memory (fork.c).
 */
#include <linux/completion.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs_struct.h>
#include <linux/futex.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/panic.h>
#include <linux/pid.h>
#include <linux/printk.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/task_work.h>
#include <linux/tty.h>
#include <asm/mmu_context.h>
#include <uapi/linux/wait.h>

#include "fork.h"
#include "signal.h"

/* ---- release ---- */

/*
 * Add what a task used to what its group has used. It may still be on its way into its last switch: what
 * that adds is not in the sum. Context: siglock.
 */
static void account_dead_thread(struct task_struct *tsk)
{
	struct signal_struct *sig = tsk->signal;

	write_seqlock(&sig->stats_lock);
	sig->utime += tsk->utime;
	sig->stime += data_race(tsk->stime);
	sig->gtime += tsk->gtime;
	sig->min_flt += tsk->min_flt;
	sig->maj_flt += tsk->maj_flt;
	sig->nvcsw += data_race(tsk->nvcsw);
	sig->nivcsw += data_race(tsk->nivcsw);
	sig->sum_sched_runtime += data_race(tsk->se.sum_exec_runtime);
	write_sequnlock(&sig->stats_lock);
}

/*
 * Take a dead task out of every list that it is found by. Context: tasklist_lock for writing.
 */
static void unhash_process(struct task_struct *p, bool group_dead)
{
	nr_threads--;
	if (group_dead) {
		detach_pid(p, PIDTYPE_TGID);
		detach_pid(p, PIDTYPE_PGID);
		detach_pid(p, PIDTYPE_SID);
		list_del_rcu(&p->tasks);
		list_del_init(&p->sibling);
	}
	p->signal->nr_threads--;
	list_del_rcu(&p->thread_node);
	detach_pid(p, PIDTYPE_PID);
}

/* The task leaves its thread group for good. Context: tasklist_lock for writing. */
static void exit_signal_parts(struct task_struct *tsk)
{
	struct signal_struct *sig = tsk->signal;
	bool group_dead = thread_group_leader(tsk);
	struct sighand_struct *sighand = tsk->sighand;
	struct tty_struct *tty = NULL;

	spin_lock(&sighand->siglock);
	if (group_dead) {
		tty = sig->tty;
		sig->tty = NULL;
	} else {
		/* A thread in execve() waits for the others to be gone. */
		if (sig->notify_count > 0 && !--sig->notify_count)
			wake_up_process(sig->group_exec_task);
		if (tsk == sig->curr_target)
			sig->curr_target = next_thread(tsk);
	}
	account_dead_thread(tsk);
	unhash_process(tsk, group_dead);
	flush_sigqueue(&tsk->pending);
	rcu_assign_pointer(tsk->sighand, NULL);
	spin_unlock(&sighand->siglock);

	__cleanup_sighand(sighand);
	if (group_dead) {
		flush_sigqueue(&sig->shared_pending);
		tty_kref_put(tty);
	}
}

/**
 * release_task() - a dead task that nobody waits for any more leaves the system.
 *
 * If it was the last thread of a group whose leader is a zombie, the leader's parent is told,
 * and the leader released in turn where it will not wait.
 */
void release_task(struct task_struct *p)
{
	struct task_struct *leader;
	bool reap_leader;

repeat:
	rcu_read_lock();
	atomic_dec(&__task_cred(p)->user->processes);
	rcu_read_unlock();

	reap_leader = false;
	write_lock_irq(&tasklist_lock);
	exit_signal_parts(p);
	leader = p->group_leader;
	if (leader != p && thread_group_empty(leader) && leader->exit_state == EXIT_ZOMBIE) {
		reap_leader = do_notify_parent(leader, leader->exit_signal);
		if (reap_leader)
			leader->exit_state = EXIT_DEAD;
	}
	write_unlock_irq(&tasklist_lock);

	put_task_struct_rcu_user(p);
	if (unlikely(reap_leader)) {
		p = leader;
		goto repeat;
	}
}

/* ---- orphaned process groups ---- */

/*
 * A group is orphaned when no member has a parent in another group of the same session: no
 * shell could continue it. Context: tasklist_lock.
 */
static bool will_become_orphaned_pgrp(struct pid *pgrp, struct task_struct *ignored)
{
	struct task_struct *p;

	do_each_pid_task(pgrp, PIDTYPE_PGID, p) {
		if (p == ignored || (p->exit_state && thread_group_empty(p)) ||
		    is_global_init(p->real_parent))
			continue;
		if (task_pgrp(p->real_parent) != pgrp &&
		    task_session(p->real_parent) == task_session(p))
			return false;
	} while_each_pid_task(pgrp, PIDTYPE_PGID, p);
	return true;
}

bool is_current_pgrp_orphaned(void)
{
	bool orphaned;

	read_lock(&tasklist_lock);
	orphaned = will_become_orphaned_pgrp(task_pgrp(current), NULL);
	read_unlock(&tasklist_lock);
	return orphaned;
}

static bool has_stopped_jobs(struct pid *pgrp)
{
	struct task_struct *p;

	do_each_pid_task(pgrp, PIDTYPE_PGID, p) {
		if (p->signal->flags & SIGNAL_STOP_STOPPED)
			return true;
	} while_each_pid_task(pgrp, PIDTYPE_PGID, p);
	return false;
}

/*
 * If the exit of @tsk, or its being handed from @parent to another, orphans a group with stopped
 * members, these get SIGHUP and SIGCONT: nobody else would ever wake them.
 */
static void kill_orphaned_pgrp(struct task_struct *tsk, struct task_struct *parent)
{
	struct pid *pgrp = task_pgrp(tsk);
	struct task_struct *ignored = tsk;

	if (!parent)
		parent = tsk->real_parent;
	else
		ignored = NULL;

	if (task_pgrp(parent) != pgrp && task_session(parent) == task_session(tsk) &&
	    will_become_orphaned_pgrp(pgrp, ignored) && has_stopped_jobs(pgrp)) {
		__kill_pgrp_info(SIGHUP, SEND_SIG_PRIV, pgrp);
		__kill_pgrp_info(SIGCONT, SEND_SIG_PRIV, pgrp);
	}
}

/* ---- children of a dying parent ---- */

static struct task_struct *find_alive_thread(struct task_struct *p)
{
	struct task_struct *t;

	for_each_thread(p, t)
		if (!task_is_exiting(t))	/* yet: if it is about to, it hands over what it gets here */
			return t;
	return NULL;
}

/*
 * Who adopts: another thread of the group; else the nearest ancestor that asked for it with
 * PR_SET_CHILD_SUBREAPER; else init.
 */
static struct task_struct *find_new_reaper(struct task_struct *father)
{
	struct task_struct *reaper, *thread, *init = &init_task;

	thread = find_alive_thread(father);
	if (thread)
		return thread;

	if (father->signal->has_child_subreaper) {
		for (reaper = father->real_parent; reaper != init; reaper = reaper->real_parent) {
			if (!reaper->signal->is_child_subreaper)
				continue;
			thread = find_alive_thread(reaper);
			if (thread)
				return thread;
		}
	}
	reaper = pid_task(find_pid(1), PIDTYPE_TGID);
	thread = reaper ? find_alive_thread(reaper) : NULL;
	return thread ? thread : init;
}

/* What a new parent means for one child; a zombie nobody waits for is put on @dead. */
static void reparent_leader(struct task_struct *father, struct task_struct *p,
			    struct list_head *dead)
{
	if (p->exit_state == EXIT_DEAD)
		return;
	/* Its old parent's choice of signal does not bind the new one. */
	p->exit_signal = SIGCHLD;
	if (p->exit_state == EXIT_ZOMBIE && thread_group_empty(p) &&
	    do_notify_parent(p, p->exit_signal)) {
		p->exit_state = EXIT_DEAD;
		list_add(&p->dead_node, dead);
	}
	kill_orphaned_pgrp(p, father);
}

/* Context: tasklist_lock for writing. */
static void forget_original_parent(struct task_struct *father, struct list_head *dead)
{
	struct task_struct *p, *t, *reaper;

	if (list_empty(&father->children))
		return;
	reaper = find_new_reaper(father);
	list_for_each_entry(p, &father->children, sibling) {
		for_each_thread(p, t) {
			RCU_INIT_POINTER(t->real_parent, reaper);
			t->parent = reaper;
			if (t->pdeath_signal)
				group_send_sig_info(t->pdeath_signal, SEND_SIG_NOINFO, t,
						    PIDTYPE_TGID);
		}
		/* For another thread of the same process nothing else changes. */
		if (!same_thread_group(reaper, father))
			reparent_leader(father, p, dead);
	}
	list_splice_tail_init(&father->children, &reaper->children);
}

/* Hand over the children, become a zombie, tell the parent. */
static void exit_notify(struct task_struct *tsk, bool group_dead)
{
	struct task_struct *p, *next;
	bool autoreap;
	LIST_HEAD(dead);

	write_lock_irq(&tasklist_lock);
	forget_original_parent(tsk, &dead);
	if (group_dead)
		kill_orphaned_pgrp(tsk->group_leader, NULL);

	tsk->exit_state = EXIT_ZOMBIE;
	if (thread_group_leader(tsk))
		autoreap = thread_group_empty(tsk) && do_notify_parent(tsk, tsk->exit_signal);
	else
		autoreap = true;
	/* pidfds of a thread, or of a process whose last thread is here, become readable. */
	if (!thread_group_leader(tsk) || thread_group_empty(tsk))
		do_notify_pidfd(tsk);
	if (autoreap) {
		tsk->exit_state = EXIT_DEAD;
		list_add(&tsk->dead_node, &dead);
	}
	/* A leader does not exec away a group that waits for it to die: tell the waiter. */
	if (unlikely(tsk->signal->notify_count < 0))
		wake_up_process(tsk->signal->group_exec_task);
	write_unlock_irq(&tasklist_lock);

	list_for_each_entry_safe(p, next, &dead, dead_node) {
		list_del_init(&p->dead_node);
		release_task(p);
	}
}

/* ---- exit ---- */

/* The address space goes; the kernel half of it stays borrowed until the last switch away. */
static void exit_mm(struct task_struct *tsk)
{
	struct mm_struct *mm = tsk->mm;

	exit_mm_release(tsk, mm);
	if (!mm)
		return;
	mmgrab_lazy_tlb(mm);
	task_lock(tsk);
	/* Readers of tsk->mm on other CPUs hold task_lock or RCU; the scheduler is kept out. */
	local_irq_disable();
	tsk->mm = NULL;
	enter_lazy_tlb(mm, tsk);
	local_irq_enable();
	task_unlock(tsk);
	mmput(mm);
}

static void note_maxrss(struct task_struct *tsk)
{
	if (tsk->mm && tsk->signal->maxrss < get_mm_hiwater_rss(tsk->mm))
		tsk->signal->maxrss = get_mm_hiwater_rss(tsk->mm);
}

/**
 * do_exit() - end current. Does not return.
 * @code: as wait4() reports it: a signal number, or an exit status shifted left by 8
 */
void __noreturn do_exit(long code)
{
	struct task_struct *tsk = current;
	bool group_dead;

	WARN_ON(irqs_disabled());
	if (unlikely(in_interrupt()))
		panic("do_exit() in interrupt: code %#lx, preempt_count %#x", code, preempt_count());
	if (unlikely(!tsk->pid))
		panic("the idle task of CPU %u exits: code %#lx\n", task_cpu(tsk), code);

	exit_signals(tsk);			/* sets PF_EXITING */
	if (unlikely(in_atomic())) {
		pr_info("note: %s[%d] exited with preempt_count %d\n",
			tsk->comm, task_pid_nr(tsk), preempt_count());
		preempt_count_set(PREEMPT_ENABLED);
	}

	group_dead = atomic_dec_and_test(&tsk->signal->live);
	if (group_dead) {
		if (unlikely(is_global_init(tsk)))
			panic("Attempted to kill init! exitcode=0x%08x", tsk->signal->group_exit_code ?: (int)code);
		hrtimer_cancel(&tsk->signal->real_timer);
		exit_itimers(tsk);
		note_maxrss(tsk);
	}
	tsk->exit_code = code;

	exit_mm(tsk);
	exit_files(tsk);
	exit_fs(tsk);
	if (group_dead && tsk->signal->leader)
		disassociate_ctty(1);
	exit_task_work(tsk);
	exit_thread(tsk);
	debug_check_no_locks_held();
	exit_notify(tsk, group_dead);

	do_task_dead();
}

/**
 * make_task_dead() - after a kernel bug in a process's context: end that process alone.
 * @signr: the signal that wait4() reports
 *
 * Panics where the kernel cannot go on: in an interrupt, or in init or an idle task.
 */
void __noreturn make_task_dead(int signr)
{
	struct task_struct *tsk = current;

	if (unlikely(in_interrupt()))
		panic("kernel bug in interrupt\n");
	if (unlikely(!tsk->pid))
		panic("kernel bug in the idle task\n");
	if (unlikely(irqs_disabled())) {
		pr_info("note: %s[%d] exited with irqs disabled\n", tsk->comm, task_pid_nr(tsk));
		local_irq_enable();
	}
	/* It failed while it exited: leave it as it is, rather than fail again. */
	if (unlikely(tsk->flags & PF_EXITING)) {
		pr_alert("%s[%d]: bug in do_exit(), the task stays as it is\n",
			 tsk->comm, task_pid_nr(tsk));
		tsk->exit_state = EXIT_DEAD;
		refcount_inc(&tsk->rcu_users);
		do_task_dead();
	}
	do_exit(signr);
}

SYSCALL_DEFINE1(exit, int, error_code)
{
	do_exit((error_code & 0xff) << 8);
}

/**
 * do_group_exit() - end all threads of current's group. Does not return.
 * @exit_code: as for do_exit(); if the group is exiting already, the code that it exits with counts
 */
void __noreturn do_group_exit(int exit_code)
{
	struct signal_struct *sig = current->signal;

	if (sig->flags & SIGNAL_GROUP_EXIT)
		exit_code = sig->group_exit_code;
	else if (sig->group_exec_task)
		exit_code = 0;
	else if (!thread_group_empty(current)) {
		struct sighand_struct *sighand = current->sighand;

		spin_lock_irq(&sighand->siglock);
		if (sig->flags & SIGNAL_GROUP_EXIT) {
			exit_code = sig->group_exit_code;
		} else if (sig->group_exec_task) {
			exit_code = 0;
		} else {
			sig->group_exit_code = exit_code;
			sig->flags = SIGNAL_GROUP_EXIT;
			zap_other_threads(current);
		}
		spin_unlock_irq(&sighand->siglock);
	}
	do_exit(exit_code);
}

SYSCALL_DEFINE1(exit_group, int, error_code)
{
	do_group_exit((error_code & 0xff) << 8);
}

/** __next_thread() - the thread behind @p, NULL at the end. Context: RCU or tasklist_lock. */
struct task_struct *__next_thread(struct task_struct *p)
{
	return list_next_or_null_rcu(&p->signal->thread_head, &p->thread_node,
				     struct task_struct, thread_node);
}

/** next_thread() - the same, going round. */
struct task_struct *next_thread(struct task_struct *p)
{
	return __next_thread(p) ?: p->group_leader;
}
