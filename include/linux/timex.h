/* SPDX-License-Identifier: GPL-2.0-only */
/* timex.h - the cycle counter as a source of noise. */
#ifndef _LINUX_TIMEX_H
#define _LINUX_TIMEX_H

#include <asm/timex.h>

#endif
