/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * timekeeping.h - what time is it.
 *
 * ktime_get() is monotonic, ktime_get_real() the wall clock, ktime_get_boottime() monotonic
 * (this kernel never suspends), _coarse forms the value of the last tick. All may be called
 * from any context.
 */
#ifndef _LINUX_TIMEKEEPING_H
#define _LINUX_TIMEKEEPING_H

#include <linux/errno.h>
#include <linux/clocksource_ids.h>
#include <linux/ktime.h>

void timekeeping_init(void);
extern int timekeeping_suspended;
/* the arch's battery clock, read once at boot; weak default: 1970 */
void read_persistent_clock64(struct timespec64 *ts);

ktime_t ktime_get(void);
ktime_t ktime_get_real(void);
ktime_t ktime_get_coarse(void);
ktime_t ktime_get_coarse_real(void);
ktime_t ktime_get_raw(void);
u64 ktime_get_ns_fast(void);
time64_t ktime_get_seconds(void);
time64_t ktime_get_real_seconds(void);
/* wall clock minus monotonic clock */
ktime_t ktime_wall_offset(void);

#define ktime_get_boottime()		ktime_get()
#define ktime_get_clocktai()		ktime_get_real()
#define ktime_get_coarse_boottime()	ktime_get_coarse()
#define ktime_get_ns()			((u64)ktime_get())
#define ktime_get_real_ns()		((u64)ktime_get_real())
#define ktime_get_boottime_ns()		((u64)ktime_get())
#define ktime_get_raw_ns()		((u64)ktime_get_raw())
#define ktime_get_mono_fast_ns()	ktime_get_ns_fast()
#define ktime_get_boot_fast_ns()	ktime_get_ns_fast()
#define ktime_get_coarse_ns()		((u64)ktime_get_coarse())
#define ktime_get_boottime_seconds()	ktime_get_seconds()

static inline void ktime_get_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(ktime_get());
}

static inline void ktime_get_real_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(ktime_get_real());
}

static inline void ktime_get_coarse_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(ktime_get_coarse());
}

static inline void ktime_get_coarse_real_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(ktime_get_coarse_real());
}
#define ktime_get_boottime_ts64(ts)	ktime_get_ts64(ts)
#define ktime_get_raw_ts64(ts)		do { *(ts) = ns_to_timespec64(ktime_get_raw()); } while (0)

int do_settimeofday64(const struct timespec64 *ts);

static inline void getboottime64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(ktime_wall_offset());
}

#endif
