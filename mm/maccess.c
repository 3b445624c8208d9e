// SPDX-License-Identifier: GPL-2.0-only
/*
 * maccess.c - reads and writes of memory that may not be there.
 *
 * For backtraces, oops reports and debuggers: any context, interrupts off
 * included.  A fault is caught by the exception table and becomes -EFAULT; the
 * page-fault handler does not try to bring the page in.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/uaccess.h>

/* As many words as alignment allows, then bytes. */
#define copy_loop(op, dst, src, size, type, err)			\
	while ((size) >= sizeof(type)) {				\
		op(dst, src, type, err);				\
		(dst) += sizeof(type);					\
		(src) += sizeof(type);					\
		(size) -= sizeof(type);					\
	}

/**
 * copy_from_kernel_nofault() - read kernel memory.
 *
 * Return: 0; -ERANGE where the addresses are not the kernel's; -EFAULT.
 */
long copy_from_kernel_nofault(void *dst, const void *src, size_t size)
{
	unsigned long odd = (unsigned long)dst | (unsigned long)src;

	if (!copy_from_kernel_nofault_allowed(src, size))
		return -ERANGE;
	pagefault_disable();
	if (!(odd & 7))
		copy_loop(__get_kernel_nofault, dst, src, size, u64, fault);
	copy_loop(__get_kernel_nofault, dst, src, size, u8, fault);
	pagefault_enable();
	return 0;
fault:
	pagefault_enable();
	return -EFAULT;
}

/** copy_to_kernel_nofault() - write kernel memory; 0 or -EFAULT. */
long copy_to_kernel_nofault(void *dst, const void *src, size_t size)
{
	unsigned long odd = (unsigned long)dst | (unsigned long)src;

	pagefault_disable();
	if (!(odd & 7))
		copy_loop(__put_kernel_nofault, dst, src, size, u64, fault);
	copy_loop(__put_kernel_nofault, dst, src, size, u8, fault);
	pagefault_enable();
	return 0;
fault:
	pagefault_enable();
	return -EFAULT;
}

/**
 * strncpy_from_kernel_nofault() - read a string of the kernel's.
 * @count: room in @dst; it is always terminated
 *
 * Return: bytes copied with the end, @count where it was cut, -ERANGE, -EFAULT.
 */
long strncpy_from_kernel_nofault(char *dst, const void *unsafe_addr, long count)
{
	const char *src = unsafe_addr;
	long done = 0;

	if (count <= 0)
		return 0;
	if (!copy_from_kernel_nofault_allowed(src, count))
		return -ERANGE;
	pagefault_disable();
	do {
		__get_kernel_nofault(dst + done, src + done, u8, fault);
		done++;
	} while (dst[done - 1] && done < count);
	pagefault_enable();
	dst[done - 1] = 0;
	return done;
fault:
	pagefault_enable();
	dst[0] = 0;
	return -EFAULT;
}

/** copy_from_user_nofault() - read user memory that is present; 0 or -EFAULT. */
long copy_from_user_nofault(void *dst, const void __user *src, size_t size)
{
	long left;

	if (!access_ok(src, size))
		return -EFAULT;
	pagefault_disable();
	left = __copy_from_user_inatomic(dst, src, size);
	pagefault_enable();
	return left ? -EFAULT : 0;
}

/** copy_to_user_nofault() - write user memory that is present; 0 or -EFAULT. */
long copy_to_user_nofault(void __user *dst, const void *src, size_t size)
{
	long left;

	if (!access_ok(dst, size))
		return -EFAULT;
	pagefault_disable();
	left = __copy_to_user_inatomic(dst, src, size);
	pagefault_enable();
	return left ? -EFAULT : 0;
}
