// SPDX-License-Identifier: GPL-2.0-only
/*
 * posix-timers.c - timer_create() and its relatives.
 *
 * Owns:       struct k_itimer, signal->posix_timers.
 * Invariant:  a timer is on its process's list from creation until deletion; its id is unique there. At most one
 *             of its signals is pending: an expiry that finds one adds to that one's overrun count.
 * Locks:      siglock guards the list and the timers' fields. The callback takes it, so hrtimers are cancelled
 *             outside it, or by trying.
 *
 * A periodic timer whose signal nobody takes, or that is ignored, still counts its periods, but at most once a
 * tick: short periods cannot flood the CPU with interrupts.
 */
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>
#include "posix.h"

struct k_itimer {
	struct hlist_node list;		/* [siglock] */
	timer_t id;			/* [I] */
	clockid_t clock;		/* [I] */
	int notify;			/* [I] SIGEV_ */
	int signo;			/* [I] */
	sigval_t value;			/* [I] */
	struct pid *pid;		/* [I] process or thread to signal */
	struct hrtimer timer;
	ktime_t interval;		/* [siglock] 0: once */
	u64 skipped;			/* [siglock] periods passed over without an expiry, not counted yet */
	int overrun_last;		/* [siglock] of the last signal */
	struct rcu_head rcu;
};

#define OVERRUN_MAX	INT_MAX

static enum pid_type timer_pid_type(const struct k_itimer *t)
{
	return t->notify & SIGEV_THREAD_ID ? PIDTYPE_PID : PIDTYPE_TGID;
}

static struct k_itimer *find_timer(timer_t id)
{
	struct k_itimer *t;

	lockdep_assert_held(&current->sighand->siglock);
	hlist_for_each_entry(t, &current->signal->posix_timers, list)
		if (t->id == id)
			return t;
	return NULL;
}

/* ---- expiry ---- */

static struct sigqueue *pending_signal(struct task_struct *p, const struct k_itimer *t)
{
	struct sigpending *pending = timer_pid_type(t) == PIDTYPE_PID ? &p->pending : &p->signal->shared_pending;
	struct sigqueue *q;

	list_for_each_entry(q, &pending->list, list)
		if (q->info.si_code == SI_TIMER && q->info.si_signo == t->signo && q->info.si_tid == t->id)
			return q;
	return NULL;
}

static void add_overruns(struct k_itimer *t, struct sigqueue *q, u64 n)
{
	q->info.si_overrun = min_t(u64, q->info.si_overrun + n, OVERRUN_MAX);
	t->overrun_last = q->info.si_overrun;
}

/* Signal one expiry and @missed further ones. Return: true if a signal was pending already. Context: siglock */
static bool signal_expiry(struct task_struct *p, struct k_itimer *t, u64 missed)
{
	struct sigqueue *q = pending_signal(p, t);
	kernel_siginfo_t info;
	bool was_pending = q;

	if (!q) {
		memset(&info, 0, sizeof(info));
		info.si_signo = t->signo;
		info.si_code = SI_TIMER;
		info.si_tid = t->id;
		info.si_value = t->value;
		t->overrun_last = 0;
		send_signal_locked(t->signo, &info, p, timer_pid_type(t));
		q = pending_signal(p, t);
		/* nothing pending: it is ignored */
		if (!q)
			return true;
	} else {
		missed++;
	}
	add_overruns(t, q, missed);
	return was_pending;
}

static enum hrtimer_restart posix_timer_fn(struct hrtimer *timer)
{
	struct k_itimer *t = container_of(timer, struct k_itimer, timer);
	enum hrtimer_restart ret = HRTIMER_NORESTART;
	struct task_struct *p;
	unsigned long flags;
	ktime_t now;
	u64 periods = 1;
	bool unread = false;

	rcu_read_lock();
	p = pid_task(t->pid, timer_pid_type(t));
	if (p && lock_task_sighand(p, &flags)) {
		now = hrtimer_cb_get_time(timer);
		if (t->interval) {
			periods = hrtimer_forward(timer, now, t->interval) + t->skipped;
			t->skipped = 0;
			ret = HRTIMER_RESTART;
		}
		if (t->notify != SIGEV_NONE)
			unread = signal_expiry(p, t, periods - 1);
		if (ret == HRTIMER_RESTART && unread)
			t->skipped = hrtimer_forward(timer, now + TICK_NSEC, t->interval);
		unlock_task_sighand(p, &flags);
	}
	rcu_read_unlock();
	return ret;
}

/* ---- creating and deleting ---- */

/* Return: the pid to signal, with a reference, or NULL: bad notification */
static struct pid *notify_pid(const sigevent_t *event)
{
	struct pid *pid = task_tgid(current);

	switch (event->sigev_notify) {
	case SIGEV_SIGNAL | SIGEV_THREAD_ID:
		rcu_read_lock();
		pid = find_vpid(event->sigev_notify_thread_id);
		if (pid) {
			struct task_struct *p = pid_task(pid, PIDTYPE_PID);

			pid = p && same_thread_group(p, current) ? get_pid(pid) : NULL;
		}
		rcu_read_unlock();
		if (!pid)
			return NULL;
		break;
	case SIGEV_SIGNAL:
	case SIGEV_THREAD:
	case SIGEV_NONE:
		get_pid(pid);
		break;
	default:
		return NULL;
	}
	if (event->sigev_notify != SIGEV_NONE && (event->sigev_signo <= 0 || event->sigev_signo > _NSIG)) {
		put_pid(pid);
		return NULL;
	}
	return pid;
}

static void free_timer(struct k_itimer *t)
{
	hrtimer_cancel(&t->timer);
	put_pid(t->pid);
	kfree_rcu(t, rcu);
}

/* a free id, from the last one given on. Context: siglock */
static int assign_id(struct k_itimer *t)
{
	struct signal_struct *sig = current->signal;
	int tries = 0;

	do {
		t->id = sig->next_posix_timer_id;
		sig->next_posix_timer_id = (sig->next_posix_timer_id + 1) & INT_MAX;
	} while (find_timer(t->id) && ++tries < INT_MAX);
	return tries < INT_MAX ? 0 : -EAGAIN;
}

/* @event NULL: SIGALRM, whose value is the timer's id */
static int create_timer(clockid_t clock, const sigevent_t *event, timer_t __user *id)
{
	static const sigevent_t alarm = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM };
	struct k_itimer *t;
	bool value_is_id = !event;
	int err;

	event = event ?: &alarm;
	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC && clock != CLOCK_BOOTTIME && clock != CLOCK_TAI)
		return clock >= 0 && clock < MAX_CLOCKS ? -EOPNOTSUPP : -EINVAL;
	t = kzalloc(sizeof(*t), GFP_KERNEL);
	if (!t)
		return -EAGAIN;
	t->pid = notify_pid(event);
	if (!t->pid) {
		kfree(t);
		return -EINVAL;
	}
	t->clock = clock;
	t->notify = event->sigev_notify;
	t->signo = event->sigev_signo;
	t->value = event->sigev_value;
	hrtimer_setup(&t->timer, posix_timer_fn, clock, HRTIMER_MODE_ABS);

	spin_lock_irq(&current->sighand->siglock);
	err = assign_id(t);
	if (!err) {
		if (value_is_id)
			t->value.sival_int = t->id;
		hlist_add_head(&t->list, &current->signal->posix_timers);
	}
	spin_unlock_irq(&current->sighand->siglock);
	if (!err && !put_user(t->id, id))
		return 0;
	if (!err) {
		spin_lock_irq(&current->sighand->siglock);
		hlist_del(&t->list);
		spin_unlock_irq(&current->sighand->siglock);
		err = -EFAULT;
	}
	free_timer(t);
	return err;
}

SYSCALL_DEFINE3(timer_create, const clockid_t, which_clock, struct sigevent __user *, timer_event_spec,
		timer_t __user *, created_timer_id)
{
	sigevent_t event;

	if (!timer_event_spec)
		return create_timer(which_clock, NULL, created_timer_id);
	if (copy_from_user(&event, timer_event_spec, sizeof(event)))
		return -EFAULT;
	return create_timer(which_clock, &event, created_timer_id);
}

SYSCALL_DEFINE1(timer_delete, timer_t, timer_id)
{
	struct k_itimer *t;

	spin_lock_irq(&current->sighand->siglock);
	t = find_timer(timer_id);
	if (t)
		hlist_del(&t->list);
	spin_unlock_irq(&current->sighand->siglock);
	if (!t)
		return -EINVAL;
	free_timer(t);
	return 0;
}

/**
 * exit_itimers() - exec, or the end of the process: its POSIX timers go
 * @tsk: current; those of setitimer() stay
 */
void exit_itimers(struct task_struct *tsk)
{
	struct hlist_head timers;
	struct k_itimer *t;
	struct hlist_node *next;

	if (hlist_empty(&tsk->signal->posix_timers))
		return;
	spin_lock_irq(&tsk->sighand->siglock);
	hlist_move_list(&tsk->signal->posix_timers, &timers);
	spin_unlock_irq(&tsk->sighand->siglock);
	hlist_for_each_entry_safe(t, next, &timers, list)
		free_timer(t);
}

/* ---- setting and reading ---- */

/* Context: siglock */
static void get_timer(struct k_itimer *t, struct itimerspec64 *its)
{
	ktime_t left = 0;

	if (hrtimer_active(&t->timer))
		left = max_t(ktime_t, hrtimer_expires_remaining(&t->timer), 1);
	its->it_value = ktime_to_timespec64(left);
	its->it_interval = ktime_to_timespec64(t->interval);
}

SYSCALL_DEFINE2(timer_gettime, timer_t, timer_id, struct __kernel_itimerspec __user *, setting)
{
	struct itimerspec64 its;
	struct k_itimer *t;

	spin_lock_irq(&current->sighand->siglock);
	t = find_timer(timer_id);
	if (t)
		get_timer(t, &its);
	spin_unlock_irq(&current->sighand->siglock);
	if (!t)
		return -EINVAL;
	return put_itimerspec64(&its, setting) ? -EFAULT : 0;
}

SYSCALL_DEFINE1(timer_getoverrun, timer_t, timer_id)
{
	struct k_itimer *t;
	int overrun = -EINVAL;

	spin_lock_irq(&current->sighand->siglock);
	t = find_timer(timer_id);
	if (t)
		overrun = t->overrun_last;
	spin_unlock_irq(&current->sighand->siglock);
	return overrun;
}

/* Context: siglock, the timer not active */
static void set_timer(struct k_itimer *t, int flags, const struct itimerspec64 *new)
{
	bool absolute = flags & TIMER_ABSTIME;
	ktime_t expires = timespec64_to_ktime(new->it_value);

	t->interval = timespec64_to_ktime(new->it_interval);
	t->overrun_last = 0;
	t->skipped = 0;
	/* a relative one does not follow the wall clock when that is set */
	hrtimer_setup(&t->timer, posix_timer_fn, absolute ? t->clock : CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
	if (expires)
		hrtimer_start(&t->timer, expires, absolute ? HRTIMER_MODE_ABS : HRTIMER_MODE_REL);
}

SYSCALL_DEFINE4(timer_settime, timer_t, timer_id, int, flags, const struct __kernel_itimerspec __user *, new_setting,
		struct __kernel_itimerspec __user *, old_setting)
{
	struct itimerspec64 new, old;
	struct k_itimer *t;

	if (!new_setting)
		return -EINVAL;
	if (get_itimerspec64(&new, new_setting))
		return -EFAULT;
	if (!timespec64_valid(&new.it_value) || !timespec64_valid(&new.it_interval))
		return -EINVAL;
	for (;;) {
		spin_lock_irq(&current->sighand->siglock);
		t = find_timer(timer_id);
		if (!t) {
			spin_unlock_irq(&current->sighand->siglock);
			return -EINVAL;
		}
		get_timer(t, &old);
		if (hrtimer_try_to_cancel(&t->timer) >= 0)
			break;
		spin_unlock_irq(&current->sighand->siglock);
		cpu_relax();
	}
	set_timer(t, flags, &new);
	spin_unlock_irq(&current->sighand->siglock);
	return old_setting && put_itimerspec64(&old, old_setting) ? -EFAULT : 0;
}
