/* SPDX-License-Identifier: GPL-2.0-only */
/* rwlock.h - reader-writer spinlocks live in spinlock.h */
#ifndef _LINUX_RWLOCK_H
#define _LINUX_RWLOCK_H
#include <linux/spinlock.h>
#endif
