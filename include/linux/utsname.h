/* SPDX-License-Identifier: GPL-2.0-only */
/* utsname.h - the system's names, as uname() tells them. */
#ifndef _LINUX_UTSNAME_H
#define _LINUX_UTSNAME_H

#include <linux/rwsem.h>
#include <uapi/linux/utsname.h>

extern struct new_utsname init_uts_ns_name;	/* [L] uts_sem */
extern struct rw_semaphore uts_sem;
extern const char linux_banner[];

static inline struct new_utsname *utsname(void)
{
	return &init_uts_ns_name;
}

#endif
