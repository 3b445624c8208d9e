/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/uaccess.h - reading and writing memory that a user's pointer names.
 *
 * Invariant: no kernel instruction touches a user address outside stac()..clac() and without an
 * exception-table entry. access_ok() first: an address above TASK_SIZE_MAX is never dereferenced.
 */
#ifndef _ASM_X86_UACCESS_H
#define _ASM_X86_UACCESS_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <asm/extable.h>
#include <asm/page_types.h>
#include <asm/smap.h>

/* An object of @size bytes at @ptr lies wholly in user addresses. */
static __always_inline bool __access_ok(const void __user *ptr, unsigned long size)
{
	unsigned long addr = (unsigned long)ptr;

	if (__builtin_constant_p(size) && size <= PAGE_SIZE)
		return addr <= TASK_SIZE_MAX - PAGE_SIZE || (size <= TASK_SIZE_MAX && addr <= TASK_SIZE_MAX - size);
	return size <= TASK_SIZE_MAX && addr <= TASK_SIZE_MAX - size;
}
#define __access_ok __access_ok
#define access_ok(addr, size)	likely(__access_ok((addr), (size)))

#define untagged_addr(addr)		(addr)
#define untagged_addr_remote(mm, addr)	(addr)

extern int __get_user_bad(void);
extern int __put_user_bad(void);

/* One load. On a fault err is -EFAULT and the value 0. */
#define __get_user_asm(x, addr, err, sfx, mod, type)			\
do {									\
	type __gua;							\
	asm volatile("1: mov" sfx " %2, %" mod "1\n"			\
		     "2:\n"						\
		     _ASM_EXTABLE_TYPE(1b, 2b, EX_TYPE_EFAULT_ZERO)	\
		     : "+a" (err), "=d" (__gua)				\
		     : "m" (*(const volatile type __force *)(addr)));		\
	(x) = (typeof(x))(unsigned long)__gua;				\
} while (0)

#define __get_user_size(x, ptr, size, err)				\
do {									\
	switch (size) {							\
	case 1: __get_user_asm(x, ptr, err, "b", "b", unsigned char); break; \
	case 2: __get_user_asm(x, ptr, err, "w", "w", unsigned short); break; \
	case 4: __get_user_asm(x, ptr, err, "l", "k", unsigned int); break; \
	case 8: __get_user_asm(x, ptr, err, "q", "q", unsigned long); break; \
	default: (void)__get_user_bad();				\
	}								\
} while (0)

#define __put_user_asm(x, addr, err, sfx, mod, type)			\
	asm volatile("1: mov" sfx " %" mod "1, %2\n"			\
		     "2:\n"						\
		     _ASM_EXTABLE_TYPE(1b, 2b, EX_TYPE_EFAULT)		\
		     : "+a" (err)					\
		     : "r" ((type)(unsigned long)(x)), "m" (*(volatile type __force *)(addr)) \
		     : "memory")

/* @x is a variable that was assigned to: sparse would cast a constant to each of the sizes. */
#define __put_user_size(x, ptr, size, err)				\
do {									\
	switch (size) {							\
	case 1: __put_user_asm(x, ptr, err, "b", "b", unsigned char); break; \
	case 2: __put_user_asm(x, ptr, err, "w", "w", unsigned short); break; \
	case 4: __put_user_asm(x, ptr, err, "l", "k", unsigned int); break; \
	case 8: __put_user_asm(x, ptr, err, "q", "q", unsigned long); break; \
	default: (void)__put_user_bad();				\
	}								\
} while (0)

/* The __ forms: access_ok() has been asked. */
#define __get_user(x, ptr)						\
({									\
	int __gu_err = 0;						\
	typeof(ptr) __gu_ptr = (ptr);					\
	stac();								\
	__get_user_size(x, __gu_ptr, sizeof(*__gu_ptr), __gu_err);	\
	clac();								\
	__gu_err;							\
})

#define __put_user(x, ptr)						\
({									\
	int __pu_err = 0;						\
	typeof(ptr) __pu_ptr = (ptr);					\
	__typeof__(*(ptr)) __pu_x;					\
	__pu_x = (x);							\
	stac();								\
	__put_user_size(__pu_x, __pu_ptr, sizeof(*__pu_ptr), __pu_err);	\
	clac();								\
	__pu_err;							\
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

/* ---- several accesses between one pair of stac and clac ---- */

static __must_check __always_inline bool user_access_begin(const void __user *ptr, size_t len)
{
	if (unlikely(!access_ok(ptr, len)))
		return false;
	stac();
	return true;
}
#define user_access_begin(a, b)		user_access_begin(a, b)
#define __user_access_begin()		stac()	/* access_ok() has been asked */
#define user_access_end()		clac()
#define user_read_access_begin		user_access_begin
#define user_read_access_end		user_access_end
#define user_write_access_begin		user_access_begin
#define user_write_access_end		user_access_end
#define user_access_save()		arch_local_save_flags()
#define user_access_restore(flags)	do { (void)(flags); } while (0)

#define unsafe_get_user(x, ptr, label)					\
do {									\
	int __ug_err = 0;						\
	__get_user_size(x, ptr, sizeof(*(ptr)), __ug_err);		\
	if (unlikely(__ug_err))						\
		goto label;						\
} while (0)

#define unsafe_put_user(x, ptr, label)					\
do {									\
	int __up_err = 0;						\
	__typeof__(*(ptr)) __up_x;					\
	__up_x = (x);							\
	__put_user_size(__up_x, ptr, sizeof(*(ptr)), __up_err);		\
	if (unlikely(__up_err))						\
		goto label;						\
} while (0)

#define unsafe_copy_to_user(dst, src, len, label)			\
do {									\
	if (unlikely(__user_copy_asm((__force void *)(dst), (src), (len))))	\
		goto label;						\
} while (0)

/* ---- blocks ---- */

/*
 * Copies between stac and clac; %rcx counts down and says what is left at a fault. Words first:
 * an emulated rep costs one step an element. Where a word faults its bytes are tried one by one.
 * The registers that count are early clobbers: @tail is read after them, and without the & a
 * constant of 9, 18 ... 63 bytes, whose tail equals its words, would get one register for both.
 * Return: the number of bytes not copied.
 */

static __always_inline unsigned long __user_copy_asm(void *to, const void *from, unsigned long n)
{
	unsigned long words = n >> 3, tail = n & 7;

	asm volatile("1: rep movsq\n"
		     "   mov %q3, %q0\n"
		     "2: rep movsb\n"
		     "4:\n"
		     "   .pushsection .text.fixup, \"ax\"\n"
		     "3: lea (%q3,%q0,8), %q0\n"
		     "   jmp 2b\n"
		     "   .popsection\n"
		     _ASM_EXTABLE(1b, 3b)
		     _ASM_EXTABLE(2b, 4b)
		     : "+&c" (words), "+&D" (to), "+&S" (from)
		     : "r" (tail) : "memory");
	return words;
}

static __always_inline unsigned long raw_copy_from_user(void *to, const void __user *from, unsigned long n)
{
	stac();
	n = __user_copy_asm(to, (__force const void *)from, n);
	clac();
	return n;
}

static __always_inline unsigned long raw_copy_to_user(void __user *to, const void *from, unsigned long n)
{
	stac();
	n = __user_copy_asm((__force void *)to, from, n);
	clac();
	return n;
}
#define INLINE_COPY_TO_USER
#define INLINE_COPY_FROM_USER

static __always_inline unsigned long __clear_user(void __user *to, unsigned long n)
{
	unsigned long words = n >> 3, tail = n & 7;

	stac();
	asm volatile("1: rep stosq\n"
		     "   mov %q3, %q0\n"
		     "2: rep stosb\n"
		     "4:\n"
		     "   .pushsection .text.fixup, \"ax\"\n"
		     "3: lea (%q3,%q0,8), %q0\n"
		     "   jmp 2b\n"
		     "   .popsection\n"
		     _ASM_EXTABLE(1b, 3b)
		     _ASM_EXTABLE(2b, 4b)
		     : "+&c" (words), "+&D" (to)
		     : "a" (0UL), "r" (tail) : "memory");
	clac();
	return words;
}

static inline unsigned long clear_user(void __user *to, unsigned long n)
{
	return access_ok(to, n) ? __clear_user(to, n) : n;
}

extern long strncpy_from_user(char *dst, const char __user *src, long count);
extern long strnlen_user(const char __user *str, long n);

/* For kernel addresses that may be bad; the caller's label is where a fault leads. */
#define __get_kernel_nofault(dst, src, type, err_label)			\
do {									\
	int __kr_err = 0;						\
	__get_user_size(*((type *)(dst)), (type *)(src), sizeof(type), __kr_err); \
	if (unlikely(__kr_err))						\
		goto err_label;						\
} while (0)

#define __put_kernel_nofault(dst, src, type, err_label)			\
do {									\
	int __kw_err = 0;						\
	__put_user_size(*((type *)(src)), (type *)(dst), sizeof(type), __kw_err); \
	if (unlikely(__kw_err))						\
		goto err_label;						\
} while (0)

/* cmpxchg on a user's word: 0 with the old value in *uval, or -EFAULT. */
static __always_inline int arch_futex_cmpxchg(u32 *uval, u32 __user *uaddr, u32 oldval, u32 newval)
{
	int ret = 0;

	stac();
	asm volatile("1: lock cmpxchgl %4, %2\n"
		     "2:\n"
		     "   .pushsection .text.fixup, \"ax\"\n"
		     "3: mov %5, %0\n"
		     "   jmp 2b\n"
		     "   .popsection\n"
		     _ASM_EXTABLE(1b, 3b)
		     : "+r" (ret), "=a" (oldval), "+m" (*uaddr)
		     : "1" (oldval), "r" (newval), "i" (-EFAULT) : "memory", "cc");
	clac();
	*uval = oldval;
	return ret;
}

#endif
