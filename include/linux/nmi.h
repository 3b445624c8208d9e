/* SPDX-License-Identifier: GPL-2.0-only */
/* nmi.h - the soft-lockup watchdog (kernel/watchdog.c) */
#ifndef _LINUX_NMI_H
#define _LINUX_NMI_H

#ifdef CONFIG_SOFTLOCKUP_DETECTOR
/* from each tick, interrupts off */
void watchdog_tick(void);
/* what takes long here is known and meant */
void touch_softlockup_watchdog(void);
#else
static inline void watchdog_tick(void)
{
}

static inline void touch_softlockup_watchdog(void)
{
}
#endif

#endif
