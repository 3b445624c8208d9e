/* SPDX-License-Identifier: GPL-2.0-only */
/* tick.h - between the files of kernel/time/ */
#ifndef _KERNEL_TIME_TICK_H
#define _KERNEL_TIME_TICK_H

#include <linux/clockchips.h>
#include <linux/clocksource.h>
#include <linux/tick.h>

/* clockevents.c -> tick.c: a device for this CPU */
void tick_install_device(struct clock_event_device *dev);
/* hrtimer.c -> tick.c: an earlier expiry came in; interrupts off */
void tick_reprogram(ktime_t expires);
/* timekeeping.c: account the time since the last call; jiffies_lock held */
void update_wall_time(void);
extern struct clocksource clocksource_jiffies;
/* timer.c: jiffies moves forward; tick.c holds jiffies_lock */
void do_timer(unsigned long ticks);

#endif
