/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/string.h - which string functions have a form of their own here (arch/x86/lib/mem.S).
 */
#ifndef _ASM_X86_STRING_H
#define _ASM_X86_STRING_H

#define __HAVE_ARCH_MEMCPY
extern void *memcpy(void *to, const void *from, __kernel_size_t len);
extern void *__memcpy(void *to, const void *from, __kernel_size_t len);
#define __HAVE_ARCH_MEMSET
extern void *memset(void *s, int c, __kernel_size_t n);
extern void *__memset(void *s, int c, __kernel_size_t n);
#define __HAVE_ARCH_MEMMOVE
extern void *memmove(void *dest, const void *src, __kernel_size_t count);
extern void *__memmove(void *dest, const void *src, __kernel_size_t count);

/* A file that is not instrumented is not to be checked in these either. */
#if defined(CONFIG_KASAN) && !defined(__SANITIZE_ADDRESS__)
#define memcpy(to, from, len)	__memcpy(to, from, len)
#define memmove(to, from, len)	__memmove(to, from, len)
#define memset(s, c, n)		__memset(s, c, n)
#endif

#endif
