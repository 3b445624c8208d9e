// SPDX-License-Identifier: GPL-2.0-only
/*
 * clockevents.c - timer hardware that interrupts at a programmed moment.
 *
 * Owns:       the conversion of moments to device ticks, the state of devices.
 * Invariant:  a device is programmed by its own CPU only, interrupts off, within its min and max delta.
 * Elsewhere:  what it is programmed for (tick.c).
 */
#include <linux/clockchips.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/smp.h>
#include "tick.h"

static void set_state(struct clock_event_device *dev, enum clock_event_state state)
{
	if (dev->state_use_accessors == state)
		return;
	if (state == CLOCK_EVT_STATE_ONESHOT && dev->set_state_oneshot)
		dev->set_state_oneshot(dev);
	else if (state == CLOCK_EVT_STATE_SHUTDOWN && dev->set_state_shutdown)
		dev->set_state_shutdown(dev);
	dev->state_use_accessors = state;
}

void clockevents_shutdown(struct clock_event_device *dev)
{
	set_state(dev, CLOCK_EVT_STATE_SHUTDOWN);
	dev->next_event = KTIME_MAX;
}

int clockevents_program_event(struct clock_event_device *dev, ktime_t expires, bool force)
{
	s64 delta = expires - ktime_get();
	u64 ticks;

	dev->next_event = expires;
	set_state(dev, CLOCK_EVT_STATE_ONESHOT);
	if (delta <= 0 && !force)
		return -ETIME;
	delta = clamp_t(s64, delta, dev->min_delta_ns, dev->max_delta_ns);
	/* rounded up: an interrupt too early would only find that it is too early */
	ticks = (((unsigned __int128)(u64)delta * dev->mult) + (1ULL << dev->shift) - 1) >> dev->shift;
	return dev->set_next_event(ticks, dev);
}

/**
 * clockevents_config_and_register() - offer this CPU a timer
 * @dev: name, rating, features, cpumask and set_next_event are set
 * @freq: Hz
 * @min_delta: fewest ticks that it can be programmed for
 * @max_delta: most ticks
 *
 * Context: on the CPU that it is for.
 */
void clockevents_config_and_register(struct clock_event_device *dev, u32 freq, unsigned long min_delta,
				     unsigned long max_delta)
{
	dev->min_delta_ticks = min_delta;
	dev->max_delta_ticks = max_delta;
	clocks_calc_mult_shift(&dev->mult, &dev->shift, NSEC_PER_SEC, freq, 60);
	dev->min_delta_ns = max_t(u64, div_u64((u64)min_delta << dev->shift, dev->mult) + 1, 1000);
	dev->max_delta_ns = min_t(u64, div64_u64((u64)min_t(u64, max_delta, U64_MAX >> dev->shift) << dev->shift,
						 dev->mult), 60 * NSEC_PER_SEC);
	clockevents_register_device(dev);
}

void clockevents_register_device(struct clock_event_device *dev)
{
	dev->state_use_accessors = CLOCK_EVT_STATE_DETACHED;
	dev->next_event = KTIME_MAX;
	if (dev->features & CLOCK_EVT_FEAT_DUMMY)
		return;
	if (!(dev->features & CLOCK_EVT_FEAT_ONESHOT)) {
		pr_warn("clockevents: %s cannot be programmed for single events: not used\n", dev->name);
		return;
	}
	tick_install_device(dev);
}
