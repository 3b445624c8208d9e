/* SPDX-License-Identifier: GPL-2.0-only */
/* param.h - tick rates: the kernel's, and the one that user space is told. */
#ifndef _LINUX_PARAM_H
#define _LINUX_PARAM_H

#define HZ	CONFIG_HZ
#define USER_HZ	100
#define CLOCKS_PER_SEC USER_HZ

#endif
