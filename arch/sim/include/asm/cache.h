/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/cache.h - the unit in which CPUs share memory.
 */
#ifndef _ASM_SIM_CACHE_H
#define _ASM_SIM_CACHE_H

#undef L1_CACHE_SHIFT
#undef L1_CACHE_BYTES
#define L1_CACHE_SHIFT	6
#define L1_CACHE_BYTES	(1 << L1_CACHE_SHIFT)

#define __read_mostly	__section(".data..read_mostly")

#endif
