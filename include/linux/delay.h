/* SPDX-License-Identifier: GPL-2.0-only */
/* delay.h - waiting: udelay() and ndelay() spin, the others sleep at least so long */
#ifndef _LINUX_DELAY_H
#define _LINUX_DELAY_H

#include <linux/math.h>
#include <linux/sched.h>
#include <linux/jiffies.h>
#include <asm/delay.h>

extern unsigned long loops_per_jiffy;

/* busy waits: the arch's udelay() and ndelay() */
#define mdelay(n)	udelay((n) * 1000UL)

void msleep(unsigned int msecs);
/* Return: the milliseconds left when a signal cut it short */
unsigned long msleep_interruptible(unsigned int msecs);
void usleep_range_state(unsigned long min, unsigned long max, unsigned int state);

static inline void usleep_range(unsigned long min, unsigned long max)
{
	usleep_range_state(min, max, TASK_UNINTERRUPTIBLE);
}

static inline void ssleep(unsigned int seconds)
{
	msleep(seconds * 1000);
}

static inline void fsleep(unsigned long usecs)
{
	if (usecs <= 10)
		udelay(usecs);
	else
		usleep_range(usecs, 2 * usecs);
}

#endif
