/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kernel-page-flags.h - more bits of /proc/kpageflags, for kernel hackers: they
 * may change.
 */
#ifndef _LINUX_KERNEL_PAGE_FLAGS_H
#define _LINUX_KERNEL_PAGE_FLAGS_H

#include <uapi/linux/kernel-page-flags.h>

#define KPF_RESERVED		32
#define KPF_MLOCKED		33
#define KPF_OWNER_2		34
#define KPF_PRIVATE		35
#define KPF_PRIVATE_2		36
#define KPF_OWNER_PRIVATE	37
#define KPF_ARCH		38
#define KPF_UNCACHED		39
#define KPF_SOFTDIRTY		40
#define KPF_ARCH_2		41

#endif /* _LINUX_KERNEL_PAGE_FLAGS_H */
