/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/cmpxchg.h - exchange, compare-and-exchange and exchange-and-add of 1, 2, 4 or 8 bytes.
 *
 * A locked instruction orders everything, so the _acquire, _release and _relaxed forms are the
 * plain ones. The _local forms leave the lock prefix out: atomic only against this CPU.
 */
#ifndef _ASM_X86_CMPXCHG_H
#define _ASM_X86_CMPXCHG_H

#include <linux/compiler.h>

extern void __cmpxchg_wrong_size(void);

#define __X86_BY_SIZE(size, b, w, l, q)					\
do {									\
	switch (size) {							\
	case 1: b; break;						\
	case 2: w; break;						\
	case 4: l; break;						\
	case 8: q; break;						\
	default: __cmpxchg_wrong_size();				\
	}								\
} while (0)

#define __raw_xchg_op(ptr, val, insn, reg, type)			\
({									\
	type __xv = (type)(val);					\
	asm volatile(insn " %" reg "0, %1"				\
		     : "+q" (__xv), "+m" (*(volatile type *)(ptr))	\
		     : : "memory", "cc");				\
	__xv;								\
})

#define __x86_xchg_op(ptr, val, insn)					\
({									\
	union { typeof(*(ptr)) v; unsigned char b; unsigned short w;	\
		unsigned int l; unsigned long q; } __xu;		\
	__xu.v = (val);							\
	__X86_BY_SIZE(sizeof(*(ptr)),					\
		__xu.b = __raw_xchg_op(ptr, __xu.b, insn "b", "b", unsigned char), \
		__xu.w = __raw_xchg_op(ptr, __xu.w, insn "w", "w", unsigned short), \
		__xu.l = __raw_xchg_op(ptr, __xu.l, insn "l", "k", unsigned int), \
		__xu.q = __raw_xchg_op(ptr, __xu.q, insn "q", "q", unsigned long)); \
	__xu.v;								\
})

#define xchg(ptr, v)		__x86_xchg_op(ptr, v, "xchg")
#define xadd(ptr, inc)		__x86_xchg_op(ptr, inc, "lock xadd")

#define __raw_cmpxchg(ptr, old, new, lock, insn, reg, type, okp)	\
({									\
	type __cv = (type)(old);					\
	asm volatile(lock insn " %" reg "3, %1"				\
		     : "=@ccz" (*(okp)), "+m" (*(volatile type *)(ptr)), "+a" (__cv) \
		     : "r" ((type)(new)) : "memory");			\
	__cv;								\
})

/* Leaves whether it succeeded in *okp and yields what stood there before. */
#define __x86_cmpxchg(ptr, old, new, lock, okp)				\
({									\
	union { typeof(*(ptr)) v; unsigned char b; unsigned short w;	\
		unsigned int l; unsigned long q; } __co, __cn;		\
	__co.v = (old);							\
	__cn.v = (new);							\
	__X86_BY_SIZE(sizeof(*(ptr)),					\
		__co.b = __raw_cmpxchg(ptr, __co.b, __cn.b, lock, "cmpxchgb", "b", unsigned char, okp), \
		__co.w = __raw_cmpxchg(ptr, __co.w, __cn.w, lock, "cmpxchgw", "w", unsigned short, okp), \
		__co.l = __raw_cmpxchg(ptr, __co.l, __cn.l, lock, "cmpxchgl", "k", unsigned int, okp), \
		__co.q = __raw_cmpxchg(ptr, __co.q, __cn.q, lock, "cmpxchgq", "q", unsigned long, okp)); \
	__co.v;								\
})

#define cmpxchg(ptr, old, new)						\
({									\
	_Bool __ok;							\
	__x86_cmpxchg(ptr, old, new, "lock ", &__ok);			\
})

#define cmpxchg_local(ptr, old, new)					\
({									\
	_Bool __ok;							\
	__x86_cmpxchg(ptr, old, new, "", &__ok);			\
})

#define __x86_try_cmpxchg(ptr, oldp, new, lock)				\
({									\
	typeof(ptr) __tp = (ptr);					\
	typeof(oldp) __to = (oldp);					\
	typeof(*(ptr)) __told = *__to;					\
	_Bool __tok;							\
	__told = __x86_cmpxchg(__tp, __told, new, lock, &__tok);	\
	if (unlikely(!__tok))						\
		*__to = __told;						\
	likely(__tok);							\
})

#define try_cmpxchg(ptr, oldp, new)	__x86_try_cmpxchg(ptr, oldp, new, "lock ")
#define try_cmpxchg_local(ptr, oldp, new) __x86_try_cmpxchg(ptr, oldp, new, "")

#define xchg_acquire(p, v)	xchg(p, v)
#define xchg_release(p, v)	xchg(p, v)
#define xchg_relaxed(p, v)	xchg(p, v)
#define cmpxchg_acquire(p, o, n)	cmpxchg(p, o, n)
#define cmpxchg_release(p, o, n)	cmpxchg(p, o, n)
#define cmpxchg_relaxed(p, o, n)	cmpxchg(p, o, n)
#define try_cmpxchg_acquire(p, o, n)	try_cmpxchg(p, o, n)
#define try_cmpxchg_release(p, o, n)	try_cmpxchg(p, o, n)
#define try_cmpxchg_relaxed(p, o, n)	try_cmpxchg(p, o, n)

#define cmpxchg64(p, o, n)		cmpxchg(p, o, n)
#define cmpxchg64_relaxed(p, o, n)	cmpxchg(p, o, n)
#define cmpxchg64_local(p, o, n)	cmpxchg_local(p, o, n)
#define try_cmpxchg64(p, o, n)		try_cmpxchg(p, o, n)

/* Sixteen bytes at once; @ptr must be 16-byte aligned. Every x86-64 CPU we accept has cmpxchg16b. */
#define system_has_cmpxchg128()		1

static __always_inline unsigned __int128 __x86_cmpxchg128(volatile unsigned __int128 *ptr, unsigned __int128 old,
							   unsigned __int128 new, _Bool lock, _Bool *okp)
{
	unsigned long lo = (unsigned long)old, hi = (unsigned long)(old >> 64);

	if (lock)
		asm volatile("lock cmpxchg16b %1" : "=@ccz" (*okp), "+m" (*ptr), "+a" (lo), "+d" (hi)
			     : "b" ((unsigned long)new), "c" ((unsigned long)(new >> 64)) : "memory");
	else
		asm volatile("cmpxchg16b %1" : "=@ccz" (*okp), "+m" (*ptr), "+a" (lo), "+d" (hi)
			     : "b" ((unsigned long)new), "c" ((unsigned long)(new >> 64)) : "memory");
	return ((unsigned __int128)hi << 64) | lo;
}

static __always_inline _Bool try_cmpxchg128(volatile unsigned __int128 *ptr, unsigned __int128 *oldp,
					    unsigned __int128 new)
{
	_Bool ok;

	*oldp = __x86_cmpxchg128(ptr, *oldp, new, 1, &ok);
	return ok;
}

static __always_inline unsigned __int128 cmpxchg128(volatile unsigned __int128 *ptr, unsigned __int128 old,
						    unsigned __int128 new)
{
	_Bool ok;

	return __x86_cmpxchg128(ptr, old, new, 1, &ok);
}

#endif
