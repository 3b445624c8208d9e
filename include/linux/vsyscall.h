/* SPDX-License-Identifier: GPL-2.0-only */
/* vsyscall.h - timekeeping's words to programs, where the architecture has a vdso */
#ifndef _LINUX_VSYSCALL_H
#define _LINUX_VSYSCALL_H

#include <vdso/datapage.h>

/* The time at an update: monotonic ns = @base + ((counter - @cycle_last) * @mult + @frac) >> @shift */
struct vdso_update {
	enum vdso_clock_mode clock_mode;
	u64 cycle_last;
	u32 mult, shift;
	u64 frac;
	u64 base;
	s64 offs_real;			/* wall clock - monotonic */
};

#ifdef CONFIG_GENERIC_TIME_VSYSCALL
void update_vsyscall(const struct vdso_update *now);
struct page *vdso_data_init(void);
#else
static inline void update_vsyscall(const struct vdso_update *now)
{
}
#endif

#endif
