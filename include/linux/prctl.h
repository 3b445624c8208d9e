/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PRCTL_H
#define _LINUX_PRCTL_H

#include <uapi/linux/prctl.h>
#include <linux/compiler.h>

/* PR_SET_VMA_ANON_NAME: the name of an anonymous range in /proc/PID/maps. mm/ owns it. */
int prctl_set_vma_anon_name(unsigned long addr, unsigned long len, const char __user *name);

#endif
