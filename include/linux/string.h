/* SPDX-License-Identifier: GPL-2.0-only */
/* string.h - strings and blocks of bytes. */
#ifndef _LINUX_STRING_H
#define _LINUX_STRING_H

#include <linux/types.h>
#include <linux/stddef.h>
#include <linux/errno.h>
#include <linux/stdarg.h>
#include <linux/compiler.h>
#include <linux/overflow.h>
#include <asm/string.h>

#ifndef __HAVE_ARCH_MEMCPY
void *memcpy(void *dst, const void *src, size_t n);
#endif
#ifndef __HAVE_ARCH_MEMMOVE
void *memmove(void *dst, const void *src, size_t n);
#endif
#ifndef __HAVE_ARCH_MEMSET
void *memset(void *s, int c, size_t n);
#endif
#ifndef __HAVE_ARCH_MEMCMP
int memcmp(const void *a, const void *b, size_t n);
#endif
#ifndef __HAVE_ARCH_STRLEN
size_t strlen(const char *s);
#endif

void *memchr(const void *s, int c, size_t n);
void *memchr_inv(const void *s, int c, size_t n);
void *memscan(void *s, int c, size_t n);
bool mem_is_zero(const void *s, size_t n);
size_t strnlen(const char *s, size_t max);
char *strcpy(char *dst, const char *src);
char *strncpy(char *dst, const char *src, size_t n);
size_t strlcat(char *dst, const char *src, size_t size);
char *strcat(char *dst, const char *src);
char *strncat(char *dst, const char *src, size_t n);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strchrnul(const char *s, int c);
char *strrchr(const char *s, int c);
char *strnchr(const char *s, size_t n, int c);
char *strstr(const char *s, const char *find);
char *strnstr(const char *s, const char *find, size_t n);
size_t strspn(const char *s, const char *accept);
size_t strcspn(const char *s, const char *reject);
char *strpbrk(const char *s, const char *accept);
char *strsep(char **s, const char *delim);
char *skip_spaces(const char *s);
char *strim(char *s);
bool sysfs_streq(const char *a, const char *b);
int match_string(const char *const *array, size_t n, const char *string);

/**
 * strscpy() - copy a string into a buffer of known size.
 *
 * Always terminates @dst.
 * Return: characters copied, or -E2BIG where @src was cut (or @size is 0).
 */
ssize_t sized_strscpy(char *dst, const char *src, size_t size);
#define __strscpy2(dst, src)		sized_strscpy(dst, src, sizeof(dst) + __must_be_array(dst))
#define __strscpy3(dst, src, size)	sized_strscpy(dst, src, size)
#define __strscpy_pick(a, b, c, name, ...) name
#define strscpy(args...)		__strscpy_pick(args, __strscpy3, __strscpy2)(args)
ssize_t strscpy_pad(char *dst, const char *src, size_t size);

char *kstrdup(const char *s, gfp_t gfp) __malloc;
char *kstrndup(const char *s, size_t max, gfp_t gfp) __malloc;
void *kmemdup(const void *src, size_t len, gfp_t gfp) __malloc;
void *kvmemdup(const void *src, size_t len, gfp_t gfp) __malloc;
void *kmemdup_array(const void *src, size_t count, size_t element_size, gfp_t gfp);
char *kmemdup_nul(const char *s, size_t len, gfp_t gfp);
const char *kstrdup_const(const char *s, gfp_t gfp);
void kfree_const(const void *x);
void *memdup_user(const void __user *src, size_t len);
void *vmemdup_user(const void __user *src, size_t len);
char *strndup_user(const char __user *s, long max);
void *memdup_user_nul(const void __user *src, size_t len);

/* memset() that the compiler may not drop. */
static inline void memzero_explicit(void *s, size_t n)
{
	memset(s, 0, n);
	barrier_data(s);
}

static inline bool strstarts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

static inline size_t str_has_prefix(const char *s, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(s, prefix, len) == 0 ? len : 0;
}

static inline const char *kbasename(const char *path)
{
	const char *tail = strrchr(path, '/');

	return tail ? tail + 1 : path;
}

#define memset_after(obj, v, member)					\
	memset((u8 *)(obj) + offsetofend(typeof(*(obj)), member), (v),	\
	       sizeof(*(obj)) - offsetofend(typeof(*(obj)), member))

#endif
