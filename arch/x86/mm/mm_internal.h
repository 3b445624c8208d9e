/* SPDX-License-Identifier: GPL-2.0-only */
/* mm_internal.h - what the files of arch/x86/mm share. */
#ifndef _X86_MM_INTERNAL_H
#define _X86_MM_INTERNAL_H

#ifdef CONFIG_DEBUG_WX
void debug_checkwx(void);
#else
static inline void debug_checkwx(void)
{
}
#endif

#endif
