/* SPDX-License-Identifier: GPL-2.0-only */
/* fault-inject-usercopy.h - shall a copy between kernel and user memory find a bad address? */
#ifndef _LINUX_FAULT_INJECT_USERCOPY_H
#define _LINUX_FAULT_INJECT_USERCOPY_H

#include <linux/types.h>

#ifdef CONFIG_FAULT_INJECTION_USERCOPY
bool should_fail_usercopy(void);
#else
static __always_inline bool should_fail_usercopy(void)
{
	return false;
}
#endif

#endif
