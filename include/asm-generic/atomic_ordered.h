/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm-generic/atomic_ordered.h - the forms of atomic operations that ask for less order, where the
 * machine's operations have all of it anyway.
 *
 * Read once for each type of counter, from the end of <asm/atomic.h>, behind asm-generic/atomic_derived.h.
 */

#define __ATOMIC_RESULT(op, order)								\
static __always_inline ATOMIC_INT ATOMIC(op##order)(ATOMIC_INT i, ATOMIC_T *v)			\
{												\
	return ATOMIC(op)(i, v);								\
}

#define __ATOMIC_STEP(step, op, order)								\
static __always_inline ATOMIC_INT ATOMIC(step##order)(ATOMIC_T *v)				\
{												\
	return ATOMIC(op)(1, v);								\
}

#define __ATOMIC_FORMS(order)									\
__ATOMIC_RESULT(fetch_and, order)								\
__ATOMIC_RESULT(fetch_or, order)								\
__ATOMIC_RESULT(fetch_xor, order)								\
__ATOMIC_RESULT(fetch_andnot, order)								\
__ATOMIC_RESULT(fetch_add, order)								\
__ATOMIC_RESULT(fetch_sub, order)								\
__ATOMIC_RESULT(add_return, order)								\
__ATOMIC_RESULT(sub_return, order)								\
__ATOMIC_STEP(fetch_inc, fetch_add, order)							\
__ATOMIC_STEP(fetch_dec, fetch_sub, order)							\
__ATOMIC_STEP(inc_return, add_return, order)							\
__ATOMIC_STEP(dec_return, sub_return, order)							\
static __always_inline bool ATOMIC(add_negative##order)(ATOMIC_INT i, ATOMIC_T *v)		\
{												\
	return ATOMIC(add_negative)(i, v);							\
}												\
static __always_inline ATOMIC_INT ATOMIC(xchg##order)(ATOMIC_T *v, ATOMIC_INT new)		\
{												\
	return ATOMIC(xchg)(v, new);								\
}												\
static __always_inline ATOMIC_INT ATOMIC(cmpxchg##order)(ATOMIC_T *v, ATOMIC_INT old, ATOMIC_INT new) \
{												\
	return ATOMIC(cmpxchg)(v, old, new);							\
}												\
static __always_inline bool ATOMIC(try_cmpxchg##order)(ATOMIC_T *v, ATOMIC_INT *old, ATOMIC_INT new) \
{												\
	return ATOMIC(try_cmpxchg)(v, old, new);						\
}

__ATOMIC_FORMS(_acquire)
__ATOMIC_FORMS(_release)
__ATOMIC_FORMS(_relaxed)

#undef __ATOMIC_FORMS
#undef __ATOMIC_STEP
#undef __ATOMIC_RESULT
