/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/cacheflush.h - there are no caches. */
#ifndef _ASM_SIM_CACHEFLUSH_H
#define _ASM_SIM_CACHEFLUSH_H

#include <asm-generic/cacheflush.h>

#endif
