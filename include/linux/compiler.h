/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compiler.h - what code tells the compiler: likely paths, single accesses,
 * compiler barriers.
 *
 * READ_ONCE/WRITE_ONCE make one access of the natural size, neither torn,
 * repeated nor invented.  They order nothing between CPUs; that is
 * asm/barrier.h.
 */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#include <linux/compiler_types.h>

#ifndef __ASSEMBLY__

#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)

#define barrier()	asm volatile("" : : : "memory")
#define barrier_data(p)	asm volatile("" : : "r"(p) : "memory")

#define unreachable()	__builtin_unreachable()

#define OPTIMIZER_HIDE_VAR(var) asm("" : "+r"(var))
#define RELOC_HIDE(ptr, off)					\
({								\
	unsigned long __p;					\
	asm("" : "=r"(__p) : "0"(ptr));				\
	(typeof(ptr))(__p + (off));				\
})

#define ___PASTE(a, b)	a##b
#define __PASTE(a, b)	___PASTE(a, b)
#define __UNIQUE_ID(prefix) __PASTE(__PASTE(__UNIQUE_ID_, prefix), __COUNTER__)

#define __native_word(t) (sizeof(t) <= 8 && !(sizeof(t) & (sizeof(t) - 1)))

/* The type of the value: that of a statement expression has no qualifiers. */
#define __unqual_scalar_typeof(x) typeof(({ (x); }))

#define __READ_ONCE(x)	(*(const volatile typeof(x) *)&(x))
#define READ_ONCE(x)							\
({									\
	_Static_assert(__native_word(x), "READ_ONCE of an odd size");	\
	__READ_ONCE(x);							\
})

#define __WRITE_ONCE(x, val)						\
do {									\
	*(volatile typeof(x) *)&(x) = (val);				\
} while (0)
#define WRITE_ONCE(x, val)						\
do {									\
	_Static_assert(__native_word(x), "WRITE_ONCE of an odd size");	\
	__WRITE_ONCE(x, val);						\
} while (0)

/* Others may write meanwhile, and whatever is read then will do: no mistake, say whoever looks for such. */
#define data_race(expr)	(expr)

#ifdef __SANITIZE_THREAD__
#include <linux/compiler_tsan.h>
#endif

#define __must_be_array(a)						\
	((int)sizeof(struct { int : (-!!(__same_type((a), &(a)[0]))); }))

static __always_inline void *offset_to_ptr(const int *off)
{
	return (void *)((unsigned long)off + *off);
}

#endif /* __ASSEMBLY__ */

#endif
