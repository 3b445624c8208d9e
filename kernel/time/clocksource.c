// SPDX-License-Identifier: GPL-2.0-only
/*
 * clocksource.c - the counters that time can be made from; the best one is used.
 *
 * Owns:       the list of clock sources.
 * Locks:      clocksource_lock.
 * Elsewhere:  reading the time (timekeeping.c).
 */
#include <linux/bits.h>
#include <linux/clocksource.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/spinlock.h>
#include "tick.h"

static LIST_HEAD(clocksource_list);
static DEFINE_SPINLOCK(clocksource_lock);

/**
 * clocks_calc_mult_shift() - factors to convert one rate to another
 * @mult: result
 * @shift: result
 * @from: Hz
 * @to: Hz
 * @maxsec: so many seconds of @from times @mult shall fit into 64 bits
 *
 * Takes the greatest shift, for precision, at which @mult still fits into 32 bits and @maxsec holds.
 */
void clocks_calc_mult_shift(u32 *mult, u32 *shift, u32 from, u32 to, u32 maxsec)
{
	int room = 32, sft;
	u64 tmp = ((u64)maxsec * from) >> 32;

	while (tmp) {
		tmp >>= 1;
		room--;
	}
	for (sft = 32; sft > 0; sft--) {
		tmp = (((u64)to << sft) + from / 2) / from;
		if (!(tmp >> room))
			break;
	}
	*mult = tmp;
	*shift = sft;
}

static u64 jiffies_read(struct clocksource *cs)
{
	return jiffies;
}

/* what time is made of until a real counter is registered */
struct clocksource clocksource_jiffies = {
	.name	= "jiffies",
	.rating	= 1,
	.read	= jiffies_read,
	.mask	= CLOCKSOURCE_MASK(32),
	.mult	= TICK_NSEC << 8,
	.shift	= 8,
	.list	= LIST_HEAD_INIT(clocksource_jiffies.list),
};

struct clocksource *clocksource_default_clock(void)
{
	return &clocksource_jiffies;
}

/**
 * __clocksource_register_scale() - offer a counter
 * @cs: read, mask, name and rating are set
 * @scale: 1 if @freq is in Hz, 1000 if in kHz
 * @freq: its rate
 *
 * Return: 0.
 */
int __clocksource_register_scale(struct clocksource *cs, u32 scale, u32 freq)
{
	struct clocksource *other;
	unsigned long flags;
	bool best = true;

	clocks_calc_mult_shift(&cs->mult, &cs->shift, freq, NSEC_PER_SEC / scale, 600 * scale);
	cs->max_cycles = min_t(u64, cs->mask, U64_MAX / cs->mult);
	if (cs->enable)
		cs->enable(cs);

	spin_lock_irqsave(&clocksource_lock, flags);
	list_for_each_entry(other, &clocksource_list, list)
		if (other->rating >= cs->rating)
			best = false;
	list_add_tail(&cs->list, &clocksource_list);
	spin_unlock_irqrestore(&clocksource_lock, flags);
	if (best)
		timekeeping_notify(cs);
	pr_info("clocksource: %s: rating %d, mult %u, shift %u\n", cs->name, cs->rating, cs->mult, cs->shift);
	return 0;
}
