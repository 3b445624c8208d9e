/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compiler_tsan.h - single accesses as the thread sanitizer understands them; for compiler.h.
 *
 * It knows no barriers, and no order that one access takes from an earlier one whose result is its
 * address. So here a marked load acquires and a marked store releases: as on x86, where the processor
 * orders no less. What is found are accesses that are not marked where they must be, or that nothing
 * orders at all; not a barrier that is missing between marked ones.
 */
#ifndef _LINUX_COMPILER_TSAN_H
#define _LINUX_COMPILER_TSAN_H

static __always_inline void __tsan_load_once(const volatile void *p, void *to, int size)
{
	switch (size) {
	case 1:
		*(unsigned char *)to = __atomic_load_n((const volatile unsigned char *)p, __ATOMIC_ACQUIRE);
		break;
	case 2:
		*(unsigned short *)to = __atomic_load_n((const volatile unsigned short *)p, __ATOMIC_ACQUIRE);
		break;
	case 4:
		*(unsigned int *)to = __atomic_load_n((const volatile unsigned int *)p, __ATOMIC_ACQUIRE);
		break;
	default:
		*(unsigned long *)to = __atomic_load_n((const volatile unsigned long *)p, __ATOMIC_ACQUIRE);
	}
}

static __always_inline void __tsan_store_once(volatile void *p, const void *from, int size)
{
	switch (size) {
	case 1:
		__atomic_store_n((volatile unsigned char *)p, *(const unsigned char *)from, __ATOMIC_RELEASE);
		break;
	case 2:
		__atomic_store_n((volatile unsigned short *)p, *(const unsigned short *)from, __ATOMIC_RELEASE);
		break;
	case 4:
		__atomic_store_n((volatile unsigned int *)p, *(const unsigned int *)from, __ATOMIC_RELEASE);
		break;
	default:
		__atomic_store_n((volatile unsigned long *)p, *(const unsigned long *)from, __ATOMIC_RELEASE);
	}
}

#undef __READ_ONCE
#define __READ_ONCE(x)							\
({									\
	union { __unqual_scalar_typeof(x) __value; char __bytes[1]; } __ro;	\
	__tsan_load_once(&(x), __ro.__bytes, sizeof(x));		\
	__ro.__value;							\
})

#undef __WRITE_ONCE
#define __WRITE_ONCE(x, val)						\
do {									\
	union { __unqual_scalar_typeof(x) __value; char __bytes[1]; } __wo = { .__value = (val) };	\
	__tsan_store_once(&(x), __wo.__bytes, sizeof(x));		\
} while (0)

/* Of the sanitizer's dynamic annotations: what is read in between is not looked at. */
extern void AnnotateIgnoreReadsBegin(const char *file, int line);
extern void AnnotateIgnoreReadsEnd(const char *file, int line);

#undef data_race
#define data_race(expr)							\
({									\
	AnnotateIgnoreReadsBegin(__FILE__, __LINE__);			\
	typeof(expr) __race = (expr);					\
	AnnotateIgnoreReadsEnd(__FILE__, __LINE__);			\
	__race;								\
})

#endif
