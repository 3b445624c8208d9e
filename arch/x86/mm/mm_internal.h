/* SPDX-License-Identifier: GPL-2.0-only */
/* mm_internal.h - what the files of arch/x86/mm share. */
#ifndef _X86_MM_INTERNAL_H
#define _X86_MM_INTERNAL_H

#include <linux/types.h>

#ifdef CONFIG_DEBUG_WX
unsigned long debug_count_wx(unsigned long *first);
bool debug_checkwx(void);
#else
static inline bool debug_checkwx(void)
{
	return true;
}
#endif

#endif
