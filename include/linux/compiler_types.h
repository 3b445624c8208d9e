/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compiler_types.h - attributes and annotations that every file may use.
 *
 * Included on the command line before anything else, so it must not include
 * other headers.  What depends on expressions (READ_ONCE, likely) is in
 * compiler.h; sparse's address-space marks are here.
 */
#ifndef _LINUX_COMPILER_TYPES_H
#define _LINUX_COMPILER_TYPES_H

#ifndef __ASSEMBLY__

#ifdef __CHECKER__
# define __kernel	__attribute__((address_space(0)))
# define __user		__attribute__((noderef, address_space(__user)))
# define __iomem	__attribute__((noderef, address_space(__iomem)))
# define __percpu	__attribute__((noderef, address_space(__percpu)))
# define __rcu		__attribute__((noderef, address_space(__rcu)))
# define __force	__attribute__((force))
# define __bitwise	__attribute__((bitwise))
# define __must_hold(x)	__attribute__((context(x, 1, 1)))
# define __acquires(x)	__attribute__((context(x, 0, 1)))
# define __releases(x)	__attribute__((context(x, 1, 0)))
# define __acquire(x)	__context__(x, 1)
# define __release(x)	__context__(x, -1)
# define __cond_lock(x, c) ((c) ? ({ __acquire(x); 1; }) : 0)
#else
# define __kernel
# define __user
# define __iomem
# define __percpu
# define __rcu
# define __force
# define __bitwise
# define __must_hold(x)
# define __acquires(x)
# define __releases(x)
# define __acquire(x)	(void)0
# define __release(x)	(void)0
# define __cond_lock(x, c) (c)
#endif

#define __always_inline		inline __attribute__((__always_inline__))
#define __attribute_const__	__attribute__((__const__))
#define __pure			__attribute__((__pure__))
#define __cold			__attribute__((__cold__))
#define __used			__attribute__((__used__))
#define __maybe_unused		__attribute__((__unused__))
#define __always_unused		__attribute__((__unused__))
#define __must_check		__attribute__((__warn_unused_result__))
#define __packed		__attribute__((__packed__))
#define __aligned(x)		__attribute__((__aligned__(x)))
#define __printf(a, b)		__attribute__((__format__(printf, a, b)))
#define __scanf(a, b)		__attribute__((__format__(scanf, a, b)))
#define __section(s)		__attribute__((__section__(s)))
#define __weak			__attribute__((__weak__))
#define __noreturn		__attribute__((__noreturn__))
#define __malloc		__attribute__((__malloc__))
#define __alloc_size(...)	__attribute__((__alloc_size__(__VA_ARGS__)))
#define __assume_aligned(...)	__attribute__((__assume_aligned__(__VA_ARGS__)))
#define __mode(x)		__attribute__((__mode__(x)))
#define __visible
#define noinline		__attribute__((__noinline__))
#define noinline_for_stack	noinline
#define notrace			__attribute__((__no_instrument_function__))
#define asmlinkage
#define __copy(x)
#define __nonstring

#if __has_attribute(__fallthrough__)
# define fallthrough		__attribute__((__fallthrough__))
#else
# define fallthrough		do {} while (0)
#endif

#define asm_volatile_goto(x...)	asm goto(x)
#define __same_type(a, b)	__builtin_types_compatible_p(typeof(a), typeof(b))

/* GCC says so itself. */
#if defined(__has_feature) && !defined(__SANITIZE_ADDRESS__)
# if __has_feature(address_sanitizer)
#  define __SANITIZE_ADDRESS__
# endif
#endif
#ifdef __SANITIZE_ADDRESS__
# define __no_sanitize_address	__attribute__((__no_sanitize_address__))
#else
# define __no_sanitize_address
#endif

/* Code without instrumentation of any kind, in a section of its own. */
#define noinstr	noinline notrace __no_sanitize_address __section(".noinstr.text")

#endif /* __ASSEMBLY__ */

#endif
