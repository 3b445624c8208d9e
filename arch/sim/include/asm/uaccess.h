/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/uaccess.h - reading and writing memory that a user's pointer names.
 *
 * Invariant: a user address is never dereferenced; the software MMU looks it up (mm/mmu.c), and
 * what cannot be mapped comes back as an error. So there is no exception table.
 */
#ifndef _ASM_SIM_UACCESS_H
#define _ASM_SIM_UACCESS_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <asm/page_types.h>

/* An object of @size bytes at @ptr lies wholly in user addresses. */
static __always_inline bool __access_ok(const void __user *ptr, unsigned long size)
{
	unsigned long addr = (unsigned long)ptr, sum;

	return !__builtin_add_overflow(addr, size, &sum) && sum <= TASK_SIZE_MAX;
}
#define __access_ok __access_ok
#define access_ok(addr, size)	likely(__access_ok((addr), (size)))

#define untagged_addr(addr)		(addr)
#define untagged_addr_remote(mm, addr)	(addr)

/* mm/mmu.c. A scalar within one page is loaded or stored in one piece. Return: bytes not copied. */
extern unsigned long raw_copy_from_user(void *to, const void __user *from, unsigned long n);
extern unsigned long raw_copy_to_user(void __user *to, const void *from, unsigned long n);
extern unsigned long __clear_user(void __user *to, unsigned long n);
extern int arch_futex_cmpxchg(u32 *uval, u32 __user *uaddr, u32 oldval, u32 newval);

/* The __ forms: access_ok() has been asked. */
#define __get_user(x, ptr)						\
({									\
	typeof(ptr) __gu_ptr = (ptr);					\
	__unqual_scalar_typeof(*(ptr)) __gu_val;			\
	int __gu_err = raw_copy_from_user((void *)&__gu_val, __gu_ptr, sizeof(__gu_val)) ? -EFAULT : 0; \
	(x) = (typeof(x))(__gu_err ? 0 : __gu_val);			\
	__gu_err;							\
})

#define __put_user(x, ptr)						\
({									\
	typeof(ptr) __pu_ptr = (ptr);					\
	__unqual_scalar_typeof(*(ptr)) __pu_val = (x);			\
	raw_copy_to_user(__pu_ptr, &__pu_val, sizeof(__pu_val)) ? -EFAULT : 0; \
})

/**
 * get_user() - fetch a scalar from user memory
 *
 * Context: may sleep on a page fault.
 * Return: 0, or -EFAULT with @x zero.
 */
#define get_user(x, ptr)						\
({									\
	int __g_err = -EFAULT;						\
	typeof(ptr) __g_ptr = (ptr);					\
	if (access_ok(__g_ptr, sizeof(*__g_ptr)))			\
		__g_err = __get_user(x, __g_ptr);			\
	else								\
		(x) = (typeof(x))0;					\
	__g_err;							\
})

/**
 * put_user() - store a scalar to user memory
 *
 * Context: may sleep on a page fault.
 * Return: 0 or -EFAULT.
 */
#define put_user(x, ptr)						\
({									\
	typeof(ptr) __p_ptr = (ptr);					\
	access_ok(__p_ptr, sizeof(*__p_ptr)) ? __put_user(x, __p_ptr) : -EFAULT; \
})

static __must_check __always_inline bool user_access_begin(const void __user *ptr, size_t len)
{
	return access_ok(ptr, len);
}
#define user_access_begin(a, b)		user_access_begin(a, b)
#define __user_access_begin()		do { } while (0)	/* access_ok() has been asked */
#define user_access_end()		do { } while (0)
#define user_read_access_begin		user_access_begin
#define user_read_access_end		user_access_end
#define user_write_access_begin		user_access_begin
#define user_write_access_end		user_access_end
#define user_access_save()		0UL
#define user_access_restore(flags)	do { (void)(flags); } while (0)

#define unsafe_get_user(x, ptr, label)	do { if (unlikely(__get_user(x, ptr))) goto label; } while (0)
#define unsafe_put_user(x, ptr, label)	do { if (unlikely(__put_user(x, ptr))) goto label; } while (0)
#define unsafe_copy_to_user(dst, src, len, label)			\
do {									\
	if (unlikely(raw_copy_to_user((dst), (src), (len))))		\
		goto label;						\
} while (0)

static inline unsigned long clear_user(void __user *to, unsigned long n)
{
	return access_ok(to, n) ? __clear_user(to, n) : n;
}

extern long strncpy_from_user(char *dst, const char __user *src, long count);
extern long strnlen_user(const char __user *str, long n);

/* For kernel addresses that may be bad; the caller's label is where a fault leads. */
#define __get_kernel_nofault(dst, src, type, err_label)			\
do {									\
	if (unlikely(os_probe_read((dst), (src), sizeof(type))))	\
		goto err_label;						\
} while (0)

#define __put_kernel_nofault(dst, src, type, err_label)			\
do {									\
	if (unlikely(os_probe_write((dst), (src), sizeof(type))))	\
		goto err_label;						\
} while (0)

#endif
