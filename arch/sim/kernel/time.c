// SPDX-License-Identifier: GPL-2.0-only
/*
 * time.c - the simulated clock as clocksource, and each CPU's timer on it. Its unit is the nanosecond.
 *
 * Elsewhere:  how the clock moves, when timers fire (point.c).
 */
#include <linux/clockchips.h>
#include <linux/clocksource.h>
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/percpu.h>
#include <linux/sched/clock.h>
#include <linux/smp.h>
#include <linux/start_kernel.h>
#include <linux/timekeeping.h>
#include <asm/setup.h>
#include <asm/timex.h>
#include "sim_kernel.h"

static DEFINE_PER_CPU(struct clock_event_device, sim_events);

/** sched_clock() - nanoseconds since the machine started */
u64 sched_clock(void)
{
	return sim_now();
}

static u64 read_clock(struct clocksource *cs)
{
	return sim_now();
}

static struct clocksource sim_clocksource = {
	.name	= "sim",
	.rating	= 300,
	.read	= read_clock,
	.mask	= CLOCKSOURCE_MASK(64),
	.flags	= CLOCK_SOURCE_IS_CONTINUOUS | CLOCK_SOURCE_VALID_FOR_HRES,
};

static int set_next_event(unsigned long delta, struct clock_event_device *evt)
{
	sim_set_timer(sim_now() + delta);
	return 0;
}

static int shutdown(struct clock_event_device *evt)
{
	sim_set_timer(SIM_NO_TIMER);
	return 0;
}

/** sim_timer_interrupt() - between irq_enter() and irq_exit() */
void sim_timer_interrupt(void)
{
	struct clock_event_device *evt = this_cpu_ptr(&sim_events);

	if (evt->event_handler)
		evt->event_handler(evt);
}

/** sim_timer_setup() - this CPU's clock-event device */
void sim_timer_setup(void)
{
	struct clock_event_device *evt = this_cpu_ptr(&sim_events);

	*evt = (struct clock_event_device) {
		.name = "sim",
		.features = CLOCK_EVT_FEAT_ONESHOT | CLOCK_EVT_FEAT_PERCPU,
		.rating = 150,
		.irq = -1,
		.set_next_event = set_next_event,
		.set_state_shutdown = shutdown,
		.set_state_oneshot_stopped = shutdown,
		.cpumask = cpumask_of(smp_processor_id()),
	};
	clockevents_config_and_register(evt, NSEC_PER_SEC, 1, 0x7fffffff);
}

/** time_init() - a clock, and a timer that interrupts */
void __init time_init(void)
{
	clocksource_register_hz(&sim_clocksource, NSEC_PER_SEC);
	sim_timer_setup();
}

/** read_persistent_clock64() - every run begins at the same moment, in 2001 */
void read_persistent_clock64(struct timespec64 *ts)
{
	*ts = (struct timespec64) { .tv_sec = 1000000000 };
}
