/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * uaccess.h - copying to and from user memory. A bad pointer gives -EFAULT, or a count of bytes
 * not copied, and never a crash; what could not be read is zeroed in the kernel's copy.
 */
#ifndef _LINUX_UACCESS_H
#define _LINUX_UACCESS_H

#include <linux/kernel.h>
#include <linux/errno.h>
#include <linux/fault-inject-usercopy.h>
#include <linux/kasan-checks.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm/uaccess.h>

/* Between the two, a fault on user memory fails at once instead of sleeping. */
static __always_inline void pagefault_disable(void)
{
	current->pagefault_disabled++;
	barrier();
}

static __always_inline void pagefault_enable(void)
{
	barrier();
	current->pagefault_disabled--;
}

static __always_inline bool pagefault_disabled(void)
{
	return current->pagefault_disabled != 0;
}

#define faulthandler_disabled()	(pagefault_disabled() || in_atomic())

/* Return: the number of bytes not copied */
static __always_inline unsigned long __must_check __copy_from_user(void *to, const void __user *from, unsigned long n)
{
	kasan_check_write(to, n);
	if (should_fail_usercopy())
		return n;
	return raw_copy_from_user(to, from, n);
}

static __always_inline unsigned long __must_check __copy_to_user(void __user *to, const void *from, unsigned long n)
{
	kasan_check_read(from, n);
	if (should_fail_usercopy())
		return n;
	return raw_copy_to_user(to, from, n);
}
#define __copy_from_user_inatomic(to, from, n)	raw_copy_from_user(to, from, n)
#define __copy_to_user_inatomic(to, from, n)	raw_copy_to_user(to, from, n)

static __always_inline unsigned long __must_check copy_from_user(void *to, const void __user *from, unsigned long n)
{
	unsigned long left = n;

	might_fault();
	kasan_check_write(to, n);
	if (!should_fail_usercopy() && access_ok(from, n))
		left = raw_copy_from_user(to, from, n);
	if (unlikely(left))
		memset(to + (n - left), 0, left);
	return left;
}

static __always_inline unsigned long __must_check copy_to_user(void __user *to, const void *from, unsigned long n)
{
	might_fault();
	kasan_check_read(from, n);
	if (!should_fail_usercopy() && access_ok(to, n))
		n = raw_copy_to_user(to, from, n);
	return n;
}

/* 1: all zero, 0: not, -EFAULT */
int check_zeroed_user(const void __user *from, size_t size);

/* @dst of @ksize bytes from a user structure that may be older or newer: -E2BIG if a tail we do not know is set */
static __always_inline int __must_check copy_struct_from_user(void *dst, size_t ksize, const void __user *src,
							      size_t usize)
{
	size_t size = min(ksize, usize);
	int ret;

	if (usize < ksize)
		memset(dst + size, 0, ksize - size);
	if (usize > ksize) {
		ret = check_zeroed_user(src + size, usize - size);
		if (ret <= 0)
			return ret ?: -E2BIG;
	}
	return copy_from_user(dst, src, size) ? -EFAULT : 0;
}

/* kernel addresses that may not be mapped: -EFAULT rather than an oops */
long copy_from_kernel_nofault(void *dst, const void *src, size_t size);
long copy_to_kernel_nofault(void *dst, const void *src, size_t size);
long strncpy_from_kernel_nofault(char *dst, const void *unsafe_addr, long count);
long copy_from_user_nofault(void *dst, const void __user *src, size_t size);
long copy_to_user_nofault(void __user *dst, const void *src, size_t size);
bool copy_from_kernel_nofault_allowed(const void *unsafe_src, size_t size);

#define get_kernel_nofault(val, ptr) \
	copy_from_kernel_nofault(&(val), (ptr), sizeof(val))

#endif
