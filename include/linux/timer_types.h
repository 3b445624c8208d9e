/* SPDX-License-Identifier: GPL-2.0-only */
/* timer_types.h - struct timer_list */
#ifndef _LINUX_TIMER_TYPES_H
#define _LINUX_TIMER_TYPES_H

#include <linux/types.h>
#include <linux/lockdep_types.h>

struct timer_list {
	struct hlist_node entry;	/* [base lock] in a slot of the wheel; pprev NULL: idle */
	unsigned long expires;		/* jiffies; fixed while pending */
	void (*function)(struct timer_list *);
	u32 flags;			/* TIMER_*; the low bits: the CPU whose base it is in */
	struct lockdep_map lockdep_map;
};

#endif
