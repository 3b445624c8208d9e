// SPDX-License-Identifier: GPL-2.0-only
/*
 * tty_jobctrl.c - who controls a terminal (POSIX.1-2017, XBD 11.1).
 *
 * A session has at most one controlling terminal: signal->tty of each of its
 * processes.  A terminal has at most one session, and one of the session's
 * process groups is in the foreground: it gets the keyboard's signals and may
 * read.  A group in the background that tries is stopped.
 *
 * Locks, in this order: tasklist_lock, sighand->siglock, tty->ctrl_lock.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/pid.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/tty.h>
#include <linux/uaccess.h>
#include <asm/ioctls.h>

/* The session that a process group belongs to; rcu_read_lock() held. */
static struct pid *session_of_pgrp(struct pid *pgrp)
{
	struct task_struct *p = pid_task(pgrp, PIDTYPE_PGID);

	return p ? task_session(p) : NULL;
}

static bool sig_ignored_or_blocked(int sig)
{
	return sigismember(&current->blocked, sig) ||
	       current->sighand->action[sig - 1].sa.sa_handler == SIG_IGN;
}

struct pid *tty_get_pgrp(struct tty_struct *tty)
{
	unsigned long flags;
	struct pid *pgrp;

	spin_lock_irqsave(&tty->ctrl_lock, flags);
	pgrp = get_pid(tty->pgrp);
	spin_unlock_irqrestore(&tty->ctrl_lock, flags);
	return pgrp;
}

static bool in_background(struct tty_struct *tty)
{
	struct pid *pgrp;
	bool background;

	if (current->signal->tty != tty)
		return false;
	pgrp = tty_get_pgrp(tty);
	background = pgrp && task_pgrp(current) != pgrp;
	put_pid(pgrp);
	return background;
}

/* Stops the caller's group. Return: -ERESTARTSYS, or -EIO where nobody could continue it. */
static int stop_background(int sig)
{
	if (is_current_pgrp_orphaned())
		return -EIO;
	kill_pgrp(task_pgrp(current), sig, 1);
	set_tsk_thread_flag(current, TIF_SIGPENDING);
	return -ERESTARTSYS;
}

/**
 * tty_check_change() - may the caller change the terminal's settings, or write under TOSTOP?
 *
 * Return: 0, or what the system call returns: -ERESTARTSYS after the group was stopped, -EIO.
 */
int tty_check_change(struct tty_struct *tty)
{
	if (!in_background(tty) || sig_ignored_or_blocked(SIGTTOU))
		return 0;
	return stop_background(SIGTTOU);
}

/* The same for reading; a group that ignores SIGTTIN gets -EIO. */
int tty_check_read(struct tty_struct *tty)
{
	if (!in_background(tty))
		return 0;
	return sig_ignored_or_blocked(SIGTTIN) ? -EIO : stop_background(SIGTTIN);
}

struct tty_struct *get_current_tty(void)
{
	struct tty_struct *tty;

	spin_lock_irq(&current->sighand->siglock);
	tty = tty_kref_get(current->signal->tty);
	spin_unlock_irq(&current->sighand->siglock);
	return tty;
}

/* ---- getting and losing a controlling terminal ---- */

static void set_ctrl(struct tty_struct *tty, struct pid *session, struct pid *pgrp)
{
	unsigned long flags;
	struct pid *old_session, *old_pgrp;

	get_pid(session);
	get_pid(pgrp);
	spin_lock_irqsave(&tty->ctrl_lock, flags);
	old_session = tty->session;
	old_pgrp = tty->pgrp;
	tty->session = session;
	tty->pgrp = pgrp;
	spin_unlock_irqrestore(&tty->ctrl_lock, flags);
	put_pid(old_session);
	put_pid(old_pgrp);
}

static void proc_set_tty(struct tty_struct *tty)
{
	struct tty_struct *old;
	struct pid *old_pgrp;

	set_ctrl(tty, task_session(current), task_pgrp(current));
	spin_lock_irq(&current->sighand->siglock);
	old = current->signal->tty;
	current->signal->tty = tty_kref_get(tty);
	old_pgrp = current->signal->tty_old_pgrp;
	current->signal->tty_old_pgrp = NULL;
	spin_unlock_irq(&current->sighand->siglock);
	put_pid(old_pgrp);
	tty_kref_put(old);
}

void proc_clear_tty(struct task_struct *p)
{
	struct tty_struct *tty;
	unsigned long flags;

	spin_lock_irqsave(&p->sighand->siglock, flags);
	tty = p->signal->tty;
	p->signal->tty = NULL;
	spin_unlock_irqrestore(&p->sighand->siglock, flags);
	tty_kref_put(tty);
}

/* A session leader without a terminal gets the first one it opens that has no session. */
void tty_open_proc_set_tty(struct file *filp, struct tty_struct *tty)
{
	mutex_lock(&tty_mutex);
	if (current->signal->leader && !current->signal->tty && !tty->session &&
	    (filp->f_mode & FMODE_READ))
		proc_set_tty(tty);
	mutex_unlock(&tty_mutex);
}

/* Every process of the session forgets the terminal. */
static void session_clear_tty(struct pid *session)
{
	struct task_struct *p;

	do_each_pid_task(session, PIDTYPE_SID, p) {
		proc_clear_tty(p);
	} while_each_pid_task(session, PIDTYPE_SID, p);
}

/**
 * disassociate_ctty() - the session leader gives its terminal up.
 * @on_exit: it is exiting, so the foreground group is told SIGHUP
 *
 * May sleep.
 */
void disassociate_ctty(int on_exit)
{
	struct tty_struct *tty;
	struct pid *pgrp;

	if (!current->signal->leader)
		return;
	tty = get_current_tty();
	if (!tty)
		return;
	pgrp = tty_get_pgrp(tty);
	if (pgrp) {
		kill_pgrp(pgrp, SIGHUP, on_exit);
		kill_pgrp(pgrp, SIGCONT, on_exit);
		put_pid(pgrp);
	}
	set_ctrl(tty, NULL, NULL);
	read_lock(&tasklist_lock);
	session_clear_tty(task_session(current));
	read_unlock(&tasklist_lock);
	tty_kref_put(tty);
}

/* The line was hung up: the leader is told, and the session has no terminal any more. */
void tty_signal_session_leader(struct tty_struct *tty)
{
	struct pid *session = NULL, *pgrp = tty_get_pgrp(tty);
	struct task_struct *p;
	unsigned long flags;

	spin_lock_irqsave(&tty->ctrl_lock, flags);
	session = get_pid(tty->session);
	spin_unlock_irqrestore(&tty->ctrl_lock, flags);
	if (session) {
		read_lock(&tasklist_lock);
		do_each_pid_task(session, PIDTYPE_SID, p) {
			if (!p->signal->leader)
				continue;
			send_sig(SIGHUP, p, 1);
			send_sig(SIGCONT, p, 1);
		} while_each_pid_task(session, PIDTYPE_SID, p);
		session_clear_tty(session);
		read_unlock(&tasklist_lock);
	}
	if (pgrp)
		kill_pgrp(pgrp, SIGHUP, 1);
	set_ctrl(tty, NULL, NULL);
	put_pid(session);
	put_pid(pgrp);
}

/* ---- ioctls ---- */

static int tiocsctty(struct tty_struct *tty, struct file *file, int steal)
{
	int ret = 0;

	mutex_lock(&tty_mutex);
	if (current->signal->leader && task_session(current) == tty->session)
		goto unlock;
	ret = -EPERM;
	if (!current->signal->leader || current->signal->tty)
		goto unlock;
	if (tty->session) {
		if (steal != 1 || !capable(CAP_SYS_ADMIN))
			goto unlock;
		read_lock(&tasklist_lock);
		session_clear_tty(tty->session);
		read_unlock(&tasklist_lock);
	}
	if (!(file->f_mode & FMODE_READ) && !capable(CAP_SYS_ADMIN))
		goto unlock;
	proc_set_tty(tty);
	ret = 0;
unlock:
	mutex_unlock(&tty_mutex);
	return ret;
}

static int tiocgpgrp(struct tty_struct *tty, pid_t __user *p)
{
	struct pid *pgrp;
	int ret;

	if (current->signal->tty != tty)
		return -ENOTTY;
	pgrp = tty_get_pgrp(tty);
	ret = put_user(pid_vnr(pgrp), p);
	put_pid(pgrp);
	return ret;
}

static int tiocspgrp(struct tty_struct *tty, pid_t __user *p)
{
	int ret = tty_check_change(tty);
	struct pid *pgrp, *old;
	pid_t nr;

	if (ret == -EIO)
		return -ENOTTY;
	if (ret)
		return ret;
	if (get_user(nr, p))
		return -EFAULT;
	if (nr < 0)
		return -EINVAL;
	if (current->signal->tty != tty || tty->session != task_session(current))
		return -ENOTTY;
	rcu_read_lock();
	pgrp = find_vpid(nr);
	ret = -ESRCH;
	if (!pgrp)
		goto unlock;
	ret = -EPERM;
	if (session_of_pgrp(pgrp) != task_session(current))
		goto unlock;
	spin_lock_irq(&tty->ctrl_lock);
	old = tty->pgrp;
	tty->pgrp = get_pid(pgrp);
	spin_unlock_irq(&tty->ctrl_lock);
	put_pid(old);
	ret = 0;
unlock:
	rcu_read_unlock();
	return ret;
}

static int tiocgsid(struct tty_struct *tty, pid_t __user *p)
{
	pid_t sid = 0;

	if (current->signal->tty != tty)
		return -ENOTTY;
	spin_lock_irq(&tty->ctrl_lock);
	if (tty->session)
		sid = pid_vnr(tty->session);
	spin_unlock_irq(&tty->ctrl_lock);
	return sid ? put_user(sid, p) : -ENOTTY;
}

static int tiocnotty(struct tty_struct *tty)
{
	if (current->signal->tty != tty)
		return -ENOTTY;
	if (current->signal->leader)
		disassociate_ctty(0);
	proc_clear_tty(current);
	return 0;
}

int tty_jobctrl_ioctl(struct tty_struct *tty, unsigned int cmd, unsigned long arg, struct file *file)
{
	switch (cmd) {
	case TIOCNOTTY:
		return tiocnotty(tty);
	case TIOCSCTTY:
		return tiocsctty(tty, file, arg);
	case TIOCGPGRP:
		return tiocgpgrp(tty, (pid_t __user *)arg);
	case TIOCSPGRP:
		return tiocspgrp(tty, (pid_t __user *)arg);
	case TIOCGSID:
		return tiocgsid(tty, (pid_t __user *)arg);
	}
	return -ENOIOCTLCMD;
}
