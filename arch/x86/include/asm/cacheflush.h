/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_X86_CACHEFLUSH_H
#define _ASM_X86_CACHEFLUSH_H

/* Caches are physically tagged and coherent: nothing is ever to be flushed for the CPU's sake. */
#include <asm-generic/cacheflush.h>
#include <asm/set_memory.h>

#endif
