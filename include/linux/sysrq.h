/* SPDX-License-Identifier: GPL-2.0-only */
/* sysrq.h - keys that reach the kernel whatever else hangs (drivers/tty/sysrq.c) */
#ifndef _LINUX_SYSRQ_H
#define _LINUX_SYSRQ_H

#include <linux/types.h>

#ifdef CONFIG_MAGIC_SYSRQ
/* if kernel.sysrq allows the key; from any context but NMI */
void handle_sysrq(u8 key);
#else
static inline void handle_sysrq(u8 key)
{
}
#endif

#endif
