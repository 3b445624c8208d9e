// SPDX-License-Identifier: GPL-2.0-only
/*
 * itimer.c - setitimer(), getitimer(), alarm(): one real and two CPU-time timers for each process.
 *
 * Owns:       signal->real_timer, it_real_incr, it[], cpu_timers_active.
 * Invariant:  cpu_timers_active is set while an it[] is armed or RLIMIT_CPU is finite: the tick
 *             looks no further otherwise.
 * Locks:      sighand->siglock. The callback of real_timer takes it, so hrtimer_cancel() is not
 *             called under it: a set that meets the running callback tries again.
 *
 * ITIMER_REAL repeats when its signal is taken (dequeue_signal()), so that a stopped
 * process is not flooded. The CPU timers and RLIMIT_CPU are checked by each tick of a running thread.
 */
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/sched/cputime.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>
#include "posix.h"

/* Context: siglock held, or @sig not shared yet */
void update_cpu_timers_active(struct signal_struct *sig)
{
	sig->cpu_timers_active = sig->it[CPUCLOCK_PROF].expires || sig->it[CPUCLOCK_VIRT].expires ||
				 READ_ONCE(sig->rlim[RLIMIT_CPU].rlim_cur) != RLIM_INFINITY;
}

static u64 cpu_itimer_now(struct task_struct *p, unsigned int clock)
{
	struct task_cputime times;

	thread_group_cputime(p, &times);
	return clock == CPUCLOCK_VIRT ? times.utime : times.utime + times.stime;
}

/* ---- reading ---- */

static void get_real(struct signal_struct *sig, struct itimerspec64 *value)
{
	ktime_t left = 0;

	if (hrtimer_active(&sig->real_timer)) {
		left = hrtimer_get_remaining(&sig->real_timer);
		/* due, but not fired yet: zero would say that it is off */
		if (left <= 0)
			left = NSEC_PER_USEC;
	}
	value->it_value = ktime_to_timespec64(left);
	value->it_interval = ktime_to_timespec64(sig->it_real_incr);
}

static void get_cpu_itimer(struct task_struct *p, unsigned int clock, struct itimerspec64 *value)
{
	struct cpu_itimer *it = &p->signal->it[clock];
	u64 left = 0, now;

	if (it->expires) {
		now = cpu_itimer_now(p, clock);
		left = it->expires > now ? it->expires - now : TICK_NSEC;
	}
	value->it_value = ns_to_timespec64(left);
	value->it_interval = ns_to_timespec64(it->incr);
}

static int do_getitimer(int which, struct itimerspec64 *value)
{
	struct task_struct *tsk = current;

	if (which < ITIMER_REAL || which > ITIMER_PROF)
		return -EINVAL;
	spin_lock_irq(&tsk->sighand->siglock);
	if (which == ITIMER_REAL)
		get_real(tsk->signal, value);
	else
		get_cpu_itimer(tsk, which == ITIMER_VIRTUAL ? CPUCLOCK_VIRT : CPUCLOCK_PROF, value);
	spin_unlock_irq(&tsk->sighand->siglock);
	return 0;
}

static int put_itimerval(struct __kernel_old_itimerval __user *o, const struct itimerspec64 *i)
{
	struct __kernel_old_itimerval v = {
		.it_interval = { i->it_interval.tv_sec, i->it_interval.tv_nsec / NSEC_PER_USEC },
		.it_value = { i->it_value.tv_sec, i->it_value.tv_nsec / NSEC_PER_USEC },
	};

	return copy_to_user(o, &v, sizeof(v)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(getitimer, int, which, struct __kernel_old_itimerval __user *, value)
{
	struct itimerspec64 get;
	int err = do_getitimer(which, &get);

	return err ?: put_itimerval(value, &get);
}

/* ---- setting ---- */

static void set_real(struct task_struct *tsk, const struct itimerspec64 *value, struct itimerspec64 *old)
{
	struct signal_struct *sig = tsk->signal;
	ktime_t expires;

	for (;;) {
		spin_lock_irq(&tsk->sighand->siglock);
		if (old)
			get_real(sig, old);
		if (hrtimer_try_to_cancel(&sig->real_timer) >= 0)
			break;
		spin_unlock_irq(&tsk->sighand->siglock);
		cpu_relax();
	}
	expires = timespec64_to_ktime(value->it_value);
	sig->it_real_incr = expires ? timespec64_to_ktime(value->it_interval) : 0;
	if (expires)
		hrtimer_start(&sig->real_timer, expires, HRTIMER_MODE_REL);
	spin_unlock_irq(&tsk->sighand->siglock);
}

static void set_cpu_itimer(struct task_struct *tsk, unsigned int clock, const struct itimerspec64 *value,
			   struct itimerspec64 *old)
{
	struct signal_struct *sig = tsk->signal;
	struct cpu_itimer *it = &sig->it[clock];
	u64 expires = timespec64_to_ns(&value->it_value);

	spin_lock_irq(&tsk->sighand->siglock);
	if (old)
		get_cpu_itimer(tsk, clock, old);
	it->expires = expires ? cpu_itimer_now(tsk, clock) + expires : 0;
	it->incr = timespec64_to_ns(&value->it_interval);
	update_cpu_timers_active(sig);
	spin_unlock_irq(&tsk->sighand->siglock);
}

static int do_setitimer(int which, const struct itimerspec64 *value, struct itimerspec64 *old)
{
	if (which < ITIMER_REAL || which > ITIMER_PROF)
		return -EINVAL;
	if (which == ITIMER_REAL)
		set_real(current, value, old);
	else
		set_cpu_itimer(current, which == ITIMER_VIRTUAL ? CPUCLOCK_VIRT : CPUCLOCK_PROF, value, old);
	return 0;
}

static int get_itimerval(struct itimerspec64 *o, const struct __kernel_old_itimerval __user *i)
{
	struct __kernel_old_itimerval v;

	if (copy_from_user(&v, i, sizeof(v)))
		return -EFAULT;
	if (v.it_value.tv_sec < 0 || v.it_interval.tv_sec < 0 || (unsigned long)v.it_value.tv_usec >= USEC_PER_SEC ||
	    (unsigned long)v.it_interval.tv_usec >= USEC_PER_SEC)
		return -EINVAL;
	o->it_value = (struct timespec64){ v.it_value.tv_sec, v.it_value.tv_usec * NSEC_PER_USEC };
	o->it_interval = (struct timespec64){ v.it_interval.tv_sec, v.it_interval.tv_usec * NSEC_PER_USEC };
	return 0;
}

SYSCALL_DEFINE3(setitimer, int, which, struct __kernel_old_itimerval __user *, value,
		struct __kernel_old_itimerval __user *, ovalue)
{
	struct itimerspec64 set = { }, get;
	int err;

	/* without a value the timer is switched off: old programs rely on it */
	if (value) {
		err = get_itimerval(&set, value);
		if (err)
			return err;
	}
	err = do_setitimer(which, &set, ovalue ? &get : NULL);
	if (err || !ovalue)
		return err;
	return put_itimerval(ovalue, &get);
}

/* Return: the seconds that were left, rounded, but not to 0 */
unsigned int alarm_setitimer(unsigned int seconds)
{
	struct itimerspec64 set = { .it_value.tv_sec = min_t(unsigned int, seconds, INT_MAX) }, old;

	do_setitimer(ITIMER_REAL, &set, &old);
	if ((!old.it_value.tv_sec && old.it_value.tv_nsec) || old.it_value.tv_nsec >= NSEC_PER_SEC / 2)
		old.it_value.tv_sec++;
	return old.it_value.tv_sec;
}

SYSCALL_DEFINE1(alarm, unsigned int, seconds)
{
	return alarm_setitimer(seconds);
}

/* ---- firing ---- */

enum hrtimer_restart it_real_fn(struct hrtimer *timer)
{
	struct signal_struct *sig = container_of(timer, struct signal_struct, real_timer);

	rcu_read_lock();
	kill_pid_info(SIGALRM, SEND_SIG_PRIV, rcu_dereference(sig->pids[PIDTYPE_TGID]));
	rcu_read_unlock();
	return HRTIMER_NORESTART;
}

/* Context: siglock held */
static void check_cpu_itimer(struct task_struct *p, unsigned int clock, int signo)
{
	struct cpu_itimer *it = &p->signal->it[clock];
	u64 now;

	if (!it->expires)
		return;
	now = cpu_itimer_now(p, clock);
	if (now < it->expires)
		return;
	it->expires = it->incr ? max(it->expires + it->incr, now + 1) : 0;
	send_signal_locked(signo, SEND_SIG_PRIV, p, PIDTYPE_TGID);
}

/*
 * RLIMIT_CPU: SIGXCPU at the soft limit and, the limit rising by one, in each second after it;
 * SIGKILL at the hard limit. Context: siglock held; the limit changes under another lock, in setrlimit().
 */
static void check_cpu_limit(struct task_struct *p)
{
	struct rlimit *limit = &p->signal->rlim[RLIMIT_CPU];
	unsigned long soft = READ_ONCE(limit->rlim_cur), seconds;

	if (soft == RLIM_INFINITY)
		return;
	seconds = cpu_itimer_now(p, CPUCLOCK_PROF) / NSEC_PER_SEC;
	if (seconds >= READ_ONCE(limit->rlim_max)) {
		send_signal_locked(SIGKILL, SEND_SIG_PRIV, p, PIDTYPE_TGID);
	} else if (seconds >= soft) {
		send_signal_locked(SIGXCPU, SEND_SIG_PRIV, p, PIDTYPE_TGID);
		(void)cmpxchg(&limit->rlim_cur, soft, soft + 1);
	}
}

void run_posix_cpu_timers(struct task_struct *p)
{
	struct signal_struct *sig = p->signal;
	unsigned long flags;

	if (likely(!sig || !READ_ONCE(sig->cpu_timers_active)) || p->exit_state)
		return;
	if (!lock_task_sighand(p, &flags))
		return;
	check_cpu_itimer(p, CPUCLOCK_PROF, SIGPROF);
	check_cpu_itimer(p, CPUCLOCK_VIRT, SIGVTALRM);
	check_cpu_limit(p);
	update_cpu_timers_active(sig);
	unlock_task_sighand(p, &flags);
}
