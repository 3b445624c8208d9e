/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * jiffies.h - time in ticks of 1/HZ s since boot.
 *
 * jiffies starts five minutes below the 32-bit wrap, so that code that
 * compares it wrongly fails at once.
 */
#ifndef _LINUX_JIFFIES_H
#define _LINUX_JIFFIES_H

#include <linux/types.h>
#include <linux/limits.h>
#include <linux/compiler.h>
#include <linux/math.h>
#include <linux/param.h>

#define INITIAL_JIFFIES	((unsigned long)(unsigned int)(-300 * HZ))
#define TICK_NSEC	(1000000000UL / HZ)
#define MAX_JIFFY_OFFSET ((LONG_MAX >> 1) - 1)

extern unsigned long volatile jiffies;
extern u64 jiffies_64;

static inline u64 get_jiffies_64(void)
{
	return jiffies;
}

#define time_after(a, b)	((long)((b) - (a)) < 0)
#define time_before(a, b)	time_after(b, a)
#define time_after_eq(a, b)	((long)((a) - (b)) >= 0)
#define time_before_eq(a, b)	time_after_eq(b, a)
#define time_in_range(a, b, c)	(time_after_eq(a, b) && time_before_eq(a, c))
#define time_is_before_jiffies(a) time_after(jiffies, a)
#define time_is_after_jiffies(a) time_before(jiffies, a)

/* Rounded up, so that a wait is never too short. */
static inline unsigned long msecs_to_jiffies(unsigned int m)
{
	return (int)m < 0 ? MAX_JIFFY_OFFSET : DIV_ROUND_UP((unsigned long)m * HZ, 1000UL);
}

static inline unsigned long usecs_to_jiffies(unsigned int u)
{
	return DIV_ROUND_UP((unsigned long)u * HZ, 1000000UL);
}

static inline unsigned long nsecs_to_jiffies(u64 n)
{
	return n / TICK_NSEC;
}

static inline unsigned int jiffies_to_msecs(unsigned long j)
{
	return j * (1000UL / HZ);
}

static inline unsigned int jiffies_to_usecs(unsigned long j)
{
	return j * (1000000UL / HZ);
}

static inline u64 jiffies_to_nsecs(unsigned long j)
{
	return (u64)j * TICK_NSEC;
}

/* User space counts in USER_HZ. */
static inline u64 nsec_to_clock_t(u64 ns)
{
	return ns / (1000000000UL / USER_HZ);
}

static inline u64 jiffies_64_to_clock_t(u64 j)
{
	return j * USER_HZ / HZ;
}
#define jiffies_to_clock_t(j) jiffies_64_to_clock_t(j)
#define clock_t_to_jiffies(x) ((unsigned long)(x) * HZ / USER_HZ)

#endif
