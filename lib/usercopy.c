// SPDX-License-Identifier: GPL-2.0-only
/* usercopy.c - checks of user memory that are more than a copy. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/uaccess.h>

/**
 * check_zeroed_user() - is this user memory all zero?
 *
 * For structures that grew: the part that this kernel does not know must be
 * unused. May sleep. Return: 1 yes, 0 no, -EFAULT.
 */
int check_zeroed_user(const void __user *from, size_t size)
{
	u8 chunk[64];

	while (size) {
		size_t n = min(size, sizeof(chunk));

		if (copy_from_user(chunk, from, n))
			return -EFAULT;
		if (!mem_is_zero(chunk, n))
			return 0;
		from += n;
		size -= n;
	}
	return 1;
}
