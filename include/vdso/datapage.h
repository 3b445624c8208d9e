/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * datapage.h - what the kernel tells programs about time: the page [vvar], which the code in [vdso] reads.
 *
 *	time = ->sec seconds and ((counter - cycle_last) * mult + ->frac) >> shift ns
 *
 * with ->sec and ->frac of the kind of clock, and so many ns as may be more than a second.
 *
 * A writer makes @seq odd, writes, and makes it even; a reader that saw it odd, or another number afterwards,
 * reads again. Between kernel and vdso this is no ABI: both are built together.
 */
#ifndef _VDSO_DATAPAGE_H
#define _VDSO_DATAPAGE_H

#ifndef __ASSEMBLY__
#include <linux/types.h>

enum vdso_clock_mode {
	VDSO_CLOCKMODE_NONE,		/* the counter cannot be read by a program: ask the kernel */
	VDSO_CLOCKMODE_TSC,
};

enum vdso_clock {
	VDSO_MONOTONIC,
	VDSO_REAL,
	VDSO_CLOCKS
};

struct vdso_data {
	u32 seq;
	u32 clock_mode;			/* enum vdso_clock_mode */
	u64 cycle_last;
	u64 max_cycles;			/* beyond that the product does not fit */
	u32 mult, shift;
	struct {
		u64 sec;
		u64 frac;		/* ns << shift */
	} at_last[VDSO_CLOCKS];		/* the time at cycle_last, which the coarse clocks show */
};

#endif
#endif
