/* SPDX-License-Identifier: GPL-2.0-only */
/* array_size.h - the number of elements of an array (and not of a pointer). */
#ifndef _LINUX_ARRAY_SIZE_H
#define _LINUX_ARRAY_SIZE_H

#include <linux/compiler.h>

#define ARRAY_SIZE(arr)	(sizeof(arr) / sizeof((arr)[0]) + __must_be_array(arr))

#endif
