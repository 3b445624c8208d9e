/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_X86_TIMEX_H
#define _ASM_X86_TIMEX_H

#include <asm/tsc.h>

#define PIT_TICK_RATE	1193182UL
#define CLOCK_TICK_RATE	PIT_TICK_RATE

#define random_get_entropy()	((unsigned long)get_cycles())

#endif
