// SPDX-License-Identifier: GPL-2.0-only
/*
 * posix-clocks.c - clock_gettime() and its relatives; clocks of CPU time.
 *
 * Owns:       the meaning of clock ids.
 *
 * A negative id names the CPU time of a process or thread: its pid, inverted, above three bits that say
 * which (posix.h). CLOCK_PROCESS_CPUTIME_ID and CLOCK_THREAD_CPUTIME_ID are those of the caller.
 * _ALARM clocks are readable; nothing can wake this machine from suspend, so sleeping on them is refused.
 */
#include <linux/capability.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/sched/cputime.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include "posix.h"

/* Return: the task that a CPU clock is about, with a reference; NULL: no such clock */
static struct task_struct *cpu_clock_task(clockid_t clock)
{
	bool thread = clock & CPUCLOCK_PERTHREAD_MASK;
	pid_t pid = CPUCLOCK_PID(clock);
	struct task_struct *p;

	if ((clock & CPUCLOCK_CLOCK_MASK) > CPUCLOCK_SCHED)
		return NULL;
	rcu_read_lock();
	p = pid ? find_task_by_vpid(pid) : current;
	if (p && pid && (thread ? !same_thread_group(p, current) : !thread_group_leader(p)))
		p = NULL;
	if (p)
		get_task_struct(p);
	rcu_read_unlock();
	return p;
}

static u64 cpu_clock_sample(struct task_struct *p, clockid_t clock)
{
	struct task_cputime times;
	u64 utime, stime;

	if (clock & CPUCLOCK_PERTHREAD_MASK) {
		times.sum_exec_runtime = task_sched_runtime(p);
		task_cputime(p, &utime, &stime);
		times.utime = utime;
		times.stime = stime;
	} else {
		thread_group_cputime(p, &times);
	}
	switch (clock & CPUCLOCK_CLOCK_MASK) {
	case CPUCLOCK_PROF:
		return times.utime + times.stime;
	case CPUCLOCK_VIRT:
		return times.utime;
	default:
		return times.sum_exec_runtime;
	}
}

static clockid_t resolve_cpu_clock(clockid_t clock)
{
	if (clock == CLOCK_PROCESS_CPUTIME_ID)
		return (~(clockid_t)0 << 3) | CPUCLOCK_SCHED;
	if (clock == CLOCK_THREAD_CPUTIME_ID)
		return (~(clockid_t)0 << 3) | CPUCLOCK_SCHED | CPUCLOCK_PERTHREAD_MASK;
	return clock;
}

static int cpu_clock_get(clockid_t clock, ktime_t *now)
{
	struct task_struct *p = cpu_clock_task(clock);

	if (!p)
		return -EINVAL;
	*now = cpu_clock_sample(p, clock);
	put_task_struct(p);
	return 0;
}

static int clock_get(clockid_t clock, ktime_t *now)
{
	clock = resolve_cpu_clock(clock);
	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_ALARM:
	case CLOCK_TAI:
		*now = ktime_get_real();
		return 0;
	case CLOCK_MONOTONIC:
	case CLOCK_BOOTTIME:
	case CLOCK_BOOTTIME_ALARM:
		*now = ktime_get();
		return 0;
	case CLOCK_MONOTONIC_RAW:
		*now = ktime_get_raw();
		return 0;
	case CLOCK_REALTIME_COARSE:
		*now = ktime_get_coarse_real();
		return 0;
	case CLOCK_MONOTONIC_COARSE:
		*now = ktime_get_coarse();
		return 0;
	}
	return clock < 0 ? cpu_clock_get(clock, now) : -EINVAL;
}

SYSCALL_DEFINE2(clock_gettime, const clockid_t, which_clock, struct __kernel_timespec __user *, tp)
{
	struct timespec64 ts;
	ktime_t now;
	int err = clock_get(which_clock, &now);

	if (err)
		return err;
	ts = ktime_to_timespec64(now);
	return put_timespec64(&ts, tp);
}

SYSCALL_DEFINE2(clock_getres, const clockid_t, which_clock, struct __kernel_timespec __user *, tp)
{
	struct timespec64 ts = { .tv_nsec = 1 };
	ktime_t now;
	int err = clock_get(which_clock, &now);

	if (err)
		return err;
	if (which_clock == CLOCK_REALTIME_COARSE || which_clock == CLOCK_MONOTONIC_COARSE)
		ts.tv_nsec = TICK_NSEC;
	else if (which_clock < 0 && (which_clock & CPUCLOCK_CLOCK_MASK) != CPUCLOCK_SCHED)
		ts.tv_nsec = TICK_NSEC;
	return tp ? put_timespec64(&ts, tp) : 0;
}

SYSCALL_DEFINE2(clock_settime, const clockid_t, which_clock, const struct __kernel_timespec __user *, tp)
{
	struct timespec64 ts;

	if (which_clock != CLOCK_REALTIME)
		return -EINVAL;
	if (get_timespec64(&ts, tp))
		return -EFAULT;
	if (!timespec64_valid(&ts))
		return -EINVAL;
	return capable(CAP_SYS_TIME) ? do_settimeofday64(&ts) : -EPERM;
}

static bool may_sleep_on(clockid_t clock)
{
	return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC || clock == CLOCK_BOOTTIME || clock == CLOCK_TAI;
}

SYSCALL_DEFINE4(clock_nanosleep, const clockid_t, which_clock, int, flags, const struct __kernel_timespec __user *,
		rqtp, struct __kernel_timespec __user *, rmtp)
{
	bool absolute = flags & TIMER_ABSTIME;
	struct timespec64 t;

	if (!may_sleep_on(which_clock))
		return which_clock >= 0 && which_clock < MAX_CLOCKS ? -EOPNOTSUPP : -EINVAL;
	if (get_timespec64(&t, rqtp))
		return -EFAULT;
	if (!timespec64_valid(&t))
		return -EINVAL;
	if (absolute)
		rmtp = NULL;
	current->restart_block.fn = do_no_restart_syscall;
	current->restart_block.nanosleep.type = rmtp ? TT_NATIVE : TT_NONE;
	current->restart_block.nanosleep.rmtp = rmtp;
	return hrtimer_nanosleep(timespec64_to_ktime(t), absolute ? HRTIMER_MODE_ABS : HRTIMER_MODE_REL, which_clock);
}
