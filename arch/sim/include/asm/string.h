/* SPDX-License-Identifier: GPL-2.0-only */
/* asm/string.h - blocks of memory by the host's own functions, which sanitizers check. */
#ifndef _ASM_SIM_STRING_H
#define _ASM_SIM_STRING_H

#include <linux/types.h>

#define __HAVE_ARCH_MEMCPY
extern void *memcpy(void *to, const void *from, __kernel_size_t len);
#define __HAVE_ARCH_MEMSET
extern void *memset(void *s, int c, __kernel_size_t n);
#define __HAVE_ARCH_MEMMOVE
extern void *memmove(void *dest, const void *src, __kernel_size_t count);
#define __HAVE_ARCH_MEMCMP
extern int memcmp(const void *a, const void *b, __kernel_size_t n);
#define __HAVE_ARCH_STRLEN
extern __kernel_size_t strlen(const char *s);

#endif
