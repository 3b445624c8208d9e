/* SPDX-License-Identifier: GPL-2.0-only */
/* time.h - time as user space writes it, and copying it in and out */
#ifndef _LINUX_TIME_H
#define _LINUX_TIME_H

#include <linux/time64.h>
#include <linux/cache.h>

extern struct timezone sys_tz;

/* 0 or -EFAULT; the nanoseconds are not checked */
int get_timespec64(struct timespec64 *ts, const struct __kernel_timespec __user *uts);
int put_timespec64(const struct timespec64 *ts, struct __kernel_timespec __user *uts);
int get_itimerspec64(struct itimerspec64 *it, const struct __kernel_itimerspec __user *uit);
int put_itimerspec64(const struct itimerspec64 *it, struct __kernel_itimerspec __user *uit);

struct __kernel_old_timeval ns_to_kernel_old_timeval(s64 nsec);

time64_t mktime64(unsigned int year, unsigned int mon, unsigned int day, unsigned int hour, unsigned int min,
		  unsigned int sec);

struct tm {
	int tm_sec, tm_min, tm_hour;
	int tm_mday, tm_mon;		/* day from 1, month from 0 */
	long tm_year;			/* since 1900 */
	int tm_wday, tm_yday;
};
void time64_to_tm(time64_t totalsecs, int offset, struct tm *result);

unsigned long timespec64_to_jiffies(const struct timespec64 *value);
void jiffies_to_timespec64(unsigned long jiffies, struct timespec64 *value);

unsigned int alarm_setitimer(unsigned int seconds);

#endif
