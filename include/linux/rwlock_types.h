/* SPDX-License-Identifier: GPL-2.0-only */
/* rwlock_types.h - rwlock_t stands beside spinlock_t */
#ifndef _LINUX_RWLOCK_TYPES_H
#define _LINUX_RWLOCK_TYPES_H
#include <linux/spinlock_types.h>
#endif
