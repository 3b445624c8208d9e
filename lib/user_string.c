// SPDX-License-Identifier: GPL-2.0-only
/*
 * user_string.c - strings in user memory.
 *
 * A string is read a word at a time where a word lies wholly inside a page, so that nothing
 * beyond the page of its end is touched.
 */
#include <linux/errno.h>
#include <linux/fault-inject-usercopy.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define ONES	0x0101010101010101UL
#define HIGHS	0x8080808080808080UL

/* Nonzero where a byte of @word is zero; the lowest set bit is in the first such byte. */
static __always_inline unsigned long zero_bytes(unsigned long word)
{
	return (word - ONES) & ~word & HIGHS;
}

static __always_inline bool word_fits(unsigned long addr)
{
	return (addr & ~PAGE_MASK) <= PAGE_SIZE - sizeof(long);
}

/* How many bytes from @addr may be looked at. */
static unsigned long user_room(const char __user *addr)
{
	unsigned long start = (unsigned long)addr;

	return start < TASK_SIZE_MAX ? TASK_SIZE_MAX - start : 0;
}

/**
 * strncpy_from_user() - copy a string of at most @count bytes, terminator included
 *
 * Return: its length without the terminator; @count where there was none within @count bytes;
 * -EFAULT.
 */
long strncpy_from_user(char *dst, const char __user *src, long count)
{
	unsigned long room = user_room(src), max, n = 0;

	if (count <= 0)
		return 0;
	if (!room || should_fail_usercopy())
		return -EFAULT;
	max = min_t(unsigned long, count, room);
	__user_access_begin();
	while (n < max) {
		unsigned long word, zero;
		char c;

		if (max - n >= sizeof(long) && word_fits((unsigned long)src + n)) {
			unsafe_get_user(word, (const unsigned long __user *)(src + n), fault);
			zero = zero_bytes(word);
			/* what stands behind the terminator is copied along: dst has room */
			memcpy(dst + n, &word, sizeof(word));
			if (!zero) {
				n += sizeof(long);
				continue;
			}
			n += __builtin_ctzl(zero) / 8;
			goto out;
		}
		unsafe_get_user(c, src + n, fault);
		dst[n] = c;
		if (!c)
			goto out;
		n++;
	}
	if (n < (unsigned long)count)
		goto fault;	/* it ran into the end of user addresses */
out:
	user_access_end();
	return n;
fault:
	user_access_end();
	return -EFAULT;
}

/**
 * strnlen_user() - how much room a string takes
 *
 * Return: its length with the terminator; more than @n where it is longer than @n; 0 on a fault.
 */
long strnlen_user(const char __user *str, long n)
{
	unsigned long room = user_room(str), max, len = 0;

	if (n <= 0 || !room)
		return 0;
	max = min_t(unsigned long, n, room);
	__user_access_begin();
	while (len < max) {
		unsigned long word, zero;
		char c;

		if (max - len >= sizeof(long) && word_fits((unsigned long)str + len)) {
			unsafe_get_user(word, (const unsigned long __user *)(str + len), fault);
			zero = zero_bytes(word);
			if (!zero) {
				len += sizeof(long);
				continue;
			}
			len += __builtin_ctzl(zero) / 8 + 1;
			goto out;
		}
		unsafe_get_user(c, str + len, fault);
		len++;
		if (!c)
			goto out;
	}
	if (max < (unsigned long)n)
		goto fault;
	len++;
out:
	user_access_end();
	return len;
fault:
	user_access_end();
	return 0;
}
