/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_USER_H
#define _LINUX_USER_H

#include <linux/sched/user.h>

#endif
