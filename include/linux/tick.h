/* SPDX-License-Identifier: GPL-2.0-only */
/* tick.h - the periodic tick of each CPU, and its absence while idle */
#ifndef _LINUX_TICK_H
#define _LINUX_TICK_H

#include <linux/clockchips.h>

void tick_nohz_idle_enter(void);
void tick_nohz_idle_exit(void);
/* interrupts off, just before halting: stop the tick if nothing is due soon */
void tick_nohz_idle_stop_tick(void);
/* after an interrupt in the idle loop: what is due may have changed */
void tick_nohz_irq_exit(void);
bool tick_nohz_tick_stopped(void);
/* ns that @cpu has spent idle; for /proc/stat */
u64 get_cpu_idle_time_ns(int cpu);
void tick_irq_enter(void);
/* a CPU that runs nothing but the timer must be woken for a new earlier hrtimer or timer */
void wake_up_nohz_cpu(int cpu);

#endif
