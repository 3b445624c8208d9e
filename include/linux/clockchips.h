/* SPDX-License-Identifier: GPL-2.0-only */
/* clockchips.h - a CPU's own timer that interrupts at a programmed moment */
#ifndef _LINUX_CLOCKCHIPS_H
#define _LINUX_CLOCKCHIPS_H

#include <linux/clocksource.h>
#include <linux/cpumask.h>
#include <linux/ktime.h>

enum clock_event_state {
	CLOCK_EVT_STATE_DETACHED,
	CLOCK_EVT_STATE_SHUTDOWN,
	CLOCK_EVT_STATE_PERIODIC,
	CLOCK_EVT_STATE_ONESHOT,
	CLOCK_EVT_STATE_ONESHOT_STOPPED,
};

#define CLOCK_EVT_FEAT_PERIODIC		0x000001
#define CLOCK_EVT_FEAT_ONESHOT		0x000002
#define CLOCK_EVT_FEAT_KTIME		0x000004
#define CLOCK_EVT_FEAT_C3STOP		0x000008
#define CLOCK_EVT_FEAT_DUMMY		0x000010
#define CLOCK_EVT_FEAT_PERCPU		0x000040

/* delta in ticks = ns * mult >> shift */
struct clock_event_device {
	void (*event_handler)(struct clock_event_device *dev);	/* the interrupt calls it */
	int (*set_next_event)(unsigned long evt, struct clock_event_device *dev);
	ktime_t next_event;		/* [this CPU, irqs off] */
	u64 max_delta_ns, min_delta_ns;	/* [I] */
	u32 mult, shift;		/* [I] */
	enum clock_event_state state_use_accessors;	/* [this CPU] */
	unsigned int features;
	int (*set_state_periodic)(struct clock_event_device *dev);
	int (*set_state_oneshot)(struct clock_event_device *dev);
	int (*set_state_oneshot_stopped)(struct clock_event_device *dev);
	int (*set_state_shutdown)(struct clock_event_device *dev);
	unsigned long min_delta_ticks, max_delta_ticks;
	const char *name;
	int rating;
	int irq;
	const struct cpumask *cpumask;	/* the CPU that it interrupts */
	struct list_head list;
};

static inline bool clockevent_state_detached(struct clock_event_device *dev)
{
	return dev->state_use_accessors == CLOCK_EVT_STATE_DETACHED;
}

static inline bool clockevent_state_oneshot(struct clock_event_device *dev)
{
	return dev->state_use_accessors == CLOCK_EVT_STATE_ONESHOT;
}

static inline bool clockevent_state_periodic(struct clock_event_device *dev)
{
	return dev->state_use_accessors == CLOCK_EVT_STATE_PERIODIC;
}

static inline bool clockevent_state_shutdown(struct clock_event_device *dev)
{
	return dev->state_use_accessors == CLOCK_EVT_STATE_SHUTDOWN;
}

void clockevents_register_device(struct clock_event_device *dev);
void clockevents_config_and_register(struct clock_event_device *dev, u32 freq, unsigned long min_delta,
				     unsigned long max_delta);
/* arms @dev for the absolute time @expires; too soon or past is taken as "at once" */
int clockevents_program_event(struct clock_event_device *dev, ktime_t expires, bool force);
void clockevents_shutdown(struct clock_event_device *dev);

void tick_init(void);

#endif
