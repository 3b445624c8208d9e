/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_HRTIMER_TYPES_H
#define _LINUX_HRTIMER_TYPES_H

#include <linux/types.h>
#include <linux/timerqueue_types.h>

struct hrtimer_clock_base;

enum hrtimer_restart {
	HRTIMER_NORESTART,		/* done */
	HRTIMER_RESTART,		/* the callback moved its expiry: queue it again */
};

struct hrtimer {
	struct timerqueue_node node;	/* [cpu_base.lock] node.expires: in the base's clock */
	ktime_t _softexpires;		/* may fire from here on */
	enum hrtimer_restart (*function)(struct hrtimer *);
	struct hrtimer_clock_base *base;	/* [cpu_base.lock] */
	u8 state;			/* [cpu_base.lock] HRTIMER_STATE_ */
	u8 is_rel;
	u8 is_soft;			/* [I] runs in softirq rather than in the interrupt */
	u8 is_hard;
};

#endif
