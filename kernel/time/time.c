// SPDX-License-Identifier: GPL-2.0-only
/*
 * time.c - arithmetic of time, and the old calls: time, gettimeofday, settimeofday, times.
 *
 * Owns:       sys_tz; conversions.
 * Elsewhere:  the clock itself (timekeeping.c).
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/cputime.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <uapi/linux/times.h>
#include <uapi/linux/timex.h>

struct timezone sys_tz;

void set_normalized_timespec64(struct timespec64 *ts, time64_t sec, s64 nsec)
{
	while (nsec >= NSEC_PER_SEC) {
		s64 secs = nsec / NSEC_PER_SEC;

		nsec -= secs * NSEC_PER_SEC;
		sec += secs;
	}
	if (nsec < 0) {
		s64 secs = (-nsec + NSEC_PER_SEC - 1) / NSEC_PER_SEC;

		nsec += secs * NSEC_PER_SEC;
		sec -= secs;
	}
	ts->tv_sec = sec;
	ts->tv_nsec = nsec;
}

struct timespec64 ns_to_timespec64(s64 nsec)
{
	struct timespec64 ts;

	set_normalized_timespec64(&ts, 0, nsec);
	return ts;
}

struct __kernel_old_timeval ns_to_kernel_old_timeval(s64 nsec)
{
	struct timespec64 ts = ns_to_timespec64(nsec);

	return (struct __kernel_old_timeval){ ts.tv_sec, ts.tv_nsec / NSEC_PER_USEC };
}

/* the sum, or the end of time where it overflows; both are normalized and not negative */
struct timespec64 timespec64_add_safe(const struct timespec64 lhs, const struct timespec64 rhs)
{
	struct timespec64 res = timespec64_add(lhs, rhs);

	if (res.tv_sec < lhs.tv_sec || res.tv_sec < rhs.tv_sec) {
		res.tv_sec = TIME64_MAX;
		res.tv_nsec = 0;
	}
	return res;
}

int get_timespec64(struct timespec64 *ts, const struct __kernel_timespec __user *uts)
{
	struct __kernel_timespec kts;

	if (copy_from_user(&kts, uts, sizeof(kts)))
		return -EFAULT;
	ts->tv_sec = kts.tv_sec;
	ts->tv_nsec = kts.tv_nsec;
	return 0;
}

int put_timespec64(const struct timespec64 *ts, struct __kernel_timespec __user *uts)
{
	struct __kernel_timespec kts = { .tv_sec = ts->tv_sec, .tv_nsec = ts->tv_nsec };

	return copy_to_user(uts, &kts, sizeof(kts)) ? -EFAULT : 0;
}

int get_itimerspec64(struct itimerspec64 *it, const struct __kernel_itimerspec __user *uit)
{
	int ret = get_timespec64(&it->it_interval, &uit->it_interval);

	return ret ?: get_timespec64(&it->it_value, &uit->it_value);
}

int put_itimerspec64(const struct itimerspec64 *it, struct __kernel_itimerspec __user *uit)
{
	int ret = put_timespec64(&it->it_interval, &uit->it_interval);

	return ret ?: put_timespec64(&it->it_value, &uit->it_value);
}

unsigned long timespec64_to_jiffies(const struct timespec64 *value)
{
	if (value->tv_sec >= (time64_t)(MAX_JIFFY_OFFSET / HZ))
		return MAX_JIFFY_OFFSET;
	return value->tv_sec * HZ + DIV_ROUND_UP(value->tv_nsec, TICK_NSEC);
}

void jiffies_to_timespec64(unsigned long j, struct timespec64 *value)
{
	*value = ns_to_timespec64((s64)j * TICK_NSEC);
}

/* days from 1970-01-01 to a date of the proleptic Gregorian calendar; the year begins in March */
static s64 days_from_civil(s64 year, unsigned int mon, unsigned int day)
{
	s64 era;
	unsigned int yoe, doy, doe;

	year -= mon <= 2;
	era = (year >= 0 ? year : year - 399) / 400;
	yoe = year - era * 400;
	doy = (153 * (mon > 2 ? mon - 3 : mon + 9) + 2) / 5 + day - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

/**
 * mktime64() - seconds since 1970 of a date and time (UTC)
 */
time64_t mktime64(unsigned int year, unsigned int mon, unsigned int day, unsigned int hour, unsigned int min,
		  unsigned int sec)
{
	return ((days_from_civil(year, mon, day) * 24 + hour) * 60 + min) * 60 + sec;
}

/**
 * time64_to_tm() - date and time of a number of seconds
 * @totalsecs: since 1970
 * @offset: seconds to add
 * @result: the parts
 */
void time64_to_tm(time64_t totalsecs, int offset, struct tm *result)
{
	s64 secs = totalsecs + offset, days = secs / 86400, rem = secs % 86400, z, era;
	unsigned int doe, yoe, doy, mp;

	if (rem < 0) {
		rem += 86400;
		days--;
	}
	result->tm_hour = rem / 3600;
	result->tm_min = rem % 3600 / 60;
	result->tm_sec = rem % 60;
	result->tm_wday = (days % 7 + 11) % 7;	/* 1970-01-01 was a Thursday */

	z = days + 719468;
	era = (z >= 0 ? z : z - 146096) / 146097;
	doe = z - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	result->tm_mday = doy - (153 * mp + 2) / 5 + 1;
	result->tm_mon = mp < 10 ? mp + 2 : mp - 10;
	result->tm_year = yoe + era * 400 + (result->tm_mon <= 1) - 1900;
	result->tm_yday = days - days_from_civil(result->tm_year + 1900, 1, 1);
}

SYSCALL_DEFINE1(time, __kernel_old_time_t __user *, tloc)
{
	__kernel_old_time_t t = ktime_get_real_seconds();

	if (tloc && put_user(t, tloc))
		return -EFAULT;
	return t;
}

SYSCALL_DEFINE2(gettimeofday, struct __kernel_old_timeval __user *, tv, struct timezone __user *, tz)
{
	if (tv) {
		struct timespec64 ts;

		ktime_get_real_ts64(&ts);
		if (put_user(ts.tv_sec, &tv->tv_sec) || put_user(ts.tv_nsec / 1000, &tv->tv_usec))
			return -EFAULT;
	}
	if (tz && copy_to_user(tz, &sys_tz, sizeof(sys_tz)))
		return -EFAULT;
	return 0;
}

SYSCALL_DEFINE2(settimeofday, struct __kernel_old_timeval __user *, tv, struct timezone __user *, tz)
{
	struct __kernel_old_timeval ktv;
	struct timezone new_tz;
	struct timespec64 ts;

	if (tv && copy_from_user(&ktv, tv, sizeof(ktv)))
		return -EFAULT;
	if (tz && copy_from_user(&new_tz, tz, sizeof(new_tz)))
		return -EFAULT;
	if (tv && (unsigned long)ktv.tv_usec >= USEC_PER_SEC)
		return -EINVAL;
	if (!capable(CAP_SYS_TIME))
		return -EPERM;
	if (tz) {
		if (new_tz.tz_minuteswest > 15 * 60 || new_tz.tz_minuteswest < -15 * 60)
			return -EINVAL;
		sys_tz = new_tz;
	}
	if (!tv)
		return 0;
	ts.tv_sec = ktv.tv_sec;
	ts.tv_nsec = ktv.tv_usec * NSEC_PER_USEC;
	return do_settimeofday64(&ts);
}

SYSCALL_DEFINE1(times, struct tms __user *, tbuf)
{
	if (tbuf) {
		struct tms tmp;
		u64 utime, stime;

		thread_group_cputime_adjusted(current, &utime, &stime);
		tmp.tms_utime = nsec_to_clock_t(utime);
		tmp.tms_stime = nsec_to_clock_t(stime);
		tmp.tms_cutime = nsec_to_clock_t(current->signal->cutime);
		tmp.tms_cstime = nsec_to_clock_t(current->signal->cstime);
		if (copy_to_user(tbuf, &tmp, sizeof(tmp)))
			return -EFAULT;
	}
	/* any value is a success, also the error range */
	return (long)jiffies_64_to_clock_t(get_jiffies_64() - INITIAL_JIFFIES);
}

/* Only looking is offered: the clock runs as it is calibrated. Return: TIME_ERROR, or an error */
static int do_adjtimex(struct __kernel_timex __user *utp)
{
	struct __kernel_timex txc;
	struct timespec64 ts;

	if (copy_from_user(&txc, utp, sizeof(txc)))
		return -EFAULT;
	if (txc.modes)
		return capable(CAP_SYS_TIME) ? -EOPNOTSUPP : -EPERM;
	ktime_get_real_ts64(&ts);
	txc = (struct __kernel_timex){
		.status = STA_UNSYNC,
		.maxerror = 16000000,
		.esterror = 16000000,
		.precision = 1,
		.tolerance = 500 << 16,
		.tick = 1000000 / USER_HZ,
		.time = { .tv_sec = ts.tv_sec, .tv_usec = ts.tv_nsec / 1000 },
	};
	return copy_to_user(utp, &txc, sizeof(txc)) ? -EFAULT : TIME_ERROR;
}

SYSCALL_DEFINE1(adjtimex, struct __kernel_timex __user *, utp)
{
	return do_adjtimex(utp);
}

SYSCALL_DEFINE2(clock_adjtime, const clockid_t, which_clock, struct __kernel_timex __user *, utp)
{
	if (which_clock == CLOCK_REALTIME)
		return do_adjtimex(utp);
	return which_clock >= 0 && which_clock < MAX_CLOCKS ? -EOPNOTSUPP : -EINVAL;
}
