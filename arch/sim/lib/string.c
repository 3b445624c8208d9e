// SPDX-License-Identifier: GPL-2.0-only
/*
 * string.c - blocks of memory, by the host's functions: quick, and known to the sanitizers.
 */
#include <linux/string.h>
#include <sim/os.h>

void *memcpy(void *to, const void *from, size_t n)
{
	return os_memcpy(to, from, n);
}

void *memmove(void *to, const void *from, size_t n)
{
	return os_memmove(to, from, n);
}

void *memset(void *s, int c, size_t n)
{
	return os_memset(s, c, n);
}

int memcmp(const void *a, const void *b, size_t n)
{
	return os_memcmp(a, b, n);
}

size_t strlen(const char *s)
{
	return os_strlen(s);
}
