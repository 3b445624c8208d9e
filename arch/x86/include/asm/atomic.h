/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/atomic.h - atomic counters on x86-64. Read once for each type of them: see <linux/atomic.h>.
 *
 * Every read-modify-write is one locked instruction, which orders all accesses around it, or a
 * cmpxchg loop where x86 has none that also returns the old value.
 */

#if ATOMIC_BITS == 32
#define __ATOMIC_ASM(op)	"lock " op "l"
#else
#define __ATOMIC_ASM(op)	"lock " op "q"
#endif

static __always_inline ATOMIC_INT ATOMIC(read)(const ATOMIC_T *v)
{
	return READ_ONCE(v->counter);
}

static __always_inline void ATOMIC(set)(ATOMIC_T *v, ATOMIC_INT i)
{
	WRITE_ONCE(v->counter, i);
}

static __always_inline ATOMIC_INT ATOMIC(read_acquire)(const ATOMIC_T *v)
{
	return smp_load_acquire(&v->counter);
}

static __always_inline void ATOMIC(set_release)(ATOMIC_T *v, ATOMIC_INT i)
{
	smp_store_release(&v->counter, i);
}

#define __ATOMIC_OP(op)							\
static __always_inline void ATOMIC(op)(ATOMIC_INT i, ATOMIC_T *v)	\
{									\
	asm volatile(__ATOMIC_ASM(#op) " %1, %0" : "+m" (v->counter) : "er" (i) : "memory", "cc"); \
}

__ATOMIC_OP(add)
__ATOMIC_OP(sub)
__ATOMIC_OP(and)
__ATOMIC_OP(or)
__ATOMIC_OP(xor)
#undef __ATOMIC_OP

#define __ATOMIC_STEP(op)						\
static __always_inline void ATOMIC(op)(ATOMIC_T *v)			\
{									\
	asm volatile(__ATOMIC_ASM(#op) " %0" : "+m" (v->counter) : : "memory", "cc"); \
}									\
static __always_inline bool ATOMIC(op##_and_test)(ATOMIC_T *v)		\
{									\
	bool zero;							\
									\
	asm volatile(__ATOMIC_ASM(#op) " %0" : "+m" (v->counter), "=@ccz" (zero) : : "memory"); \
	return zero;							\
}

__ATOMIC_STEP(inc)
__ATOMIC_STEP(dec)
#undef __ATOMIC_STEP

static __always_inline bool ATOMIC(sub_and_test)(ATOMIC_INT i, ATOMIC_T *v)
{
	bool zero;

	asm volatile(__ATOMIC_ASM("sub") " %2, %0" : "+m" (v->counter), "=@ccz" (zero) : "er" (i) : "memory");
	return zero;
}

static __always_inline bool ATOMIC(add_negative)(ATOMIC_INT i, ATOMIC_T *v)
{
	bool negative;

	asm volatile(__ATOMIC_ASM("add") " %2, %0" : "+m" (v->counter), "=@ccs" (negative) : "er" (i) : "memory");
	return negative;
}

static __always_inline ATOMIC_INT ATOMIC(fetch_add)(ATOMIC_INT i, ATOMIC_T *v)
{
	return xadd(&v->counter, i);
}

static __always_inline ATOMIC_INT ATOMIC(fetch_sub)(ATOMIC_INT i, ATOMIC_T *v)
{
	return xadd(&v->counter, -i);
}

#define __ATOMIC_FETCH(op, sign)						\
static __always_inline ATOMIC_INT ATOMIC(fetch_##op)(ATOMIC_INT i, ATOMIC_T *v)	\
{									\
	ATOMIC_INT val = ATOMIC(read)(v);				\
									\
	do {								\
	} while (!try_cmpxchg(&v->counter, &val, val sign i));		\
	return val;							\
}

__ATOMIC_FETCH(and, &)
__ATOMIC_FETCH(or, |)
__ATOMIC_FETCH(xor, ^)
#undef __ATOMIC_FETCH
#undef __ATOMIC_ASM

#include <asm-generic/atomic_derived.h>
#include <asm-generic/atomic_ordered.h>
