/* SPDX-License-Identifier: GPL-2.0-only */
/* clocksource.h - a free-running counter that time is made from */
#ifndef _LINUX_CLOCKSOURCE_H
#define _LINUX_CLOCKSOURCE_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/time64.h>
#include <linux/clocksource_ids.h>
#include <vdso/datapage.h>

/*
 * ns = cycles * mult >> shift. The best-rated source that counts is used; 300 and up means
 * precise and cheap to read.
 */
struct clocksource {
	u64 (*read)(struct clocksource *cs);
	u64 mask;			/* [I] CLOCKSOURCE_MASK(width) */
	u32 mult, shift;		/* [I] set by registration */
	u64 max_cycles;			/* [I] more than this since the last tick overflows */
	const char *name;
	int rating;
	enum clocksource_ids id;
	enum vdso_clock_mode vdso_clock_mode;	/* [I] how a program reads it */
	unsigned long flags;
	int (*enable)(struct clocksource *cs);
	struct list_head list;		/* clocksource_lock */
};

#define CLOCKSOURCE_MASK(bits)		GENMASK_ULL((bits) - 1, 0)
#define CLOCK_SOURCE_IS_CONTINUOUS	0x01
#define CLOCK_SOURCE_MUST_VERIFY	0x02
#define CLOCK_SOURCE_VALID_FOR_HRES	0x20

int __clocksource_register_scale(struct clocksource *cs, u32 scale, u32 freq);
void clocks_calc_mult_shift(u32 *mult, u32 *shift, u32 from, u32 to, u32 maxsec);

static inline int clocksource_register_hz(struct clocksource *cs, u32 hz)
{
	return __clocksource_register_scale(cs, 1, hz);
}

static inline int clocksource_register_khz(struct clocksource *cs, u32 khz)
{
	return __clocksource_register_scale(cs, 1000, khz);
}

static inline s64 clocksource_cyc2ns(u64 cycles, u32 mult, u32 shift)
{
	return ((u64)cycles * mult) >> shift;
}

static inline u32 clocksource_hz2mult(u32 hz, u32 shift_constant)
{
	return ((((u64)NSEC_PER_SEC) << shift_constant) + hz / 2) / hz;
}

/* timekeeping's side: takes over a better source */
void timekeeping_notify(struct clocksource *cs);
struct clocksource *clocksource_default_clock(void);

#endif
