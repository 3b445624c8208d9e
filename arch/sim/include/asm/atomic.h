/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/atomic.h - atomic integers of 32 and 64 bits, by the compiler.
 *
 * Each read-modify-write is a point and sequentially consistent; the _acquire, _release and
 * _relaxed forms are the plain ones.
 */
#ifndef _ASM_SIM_ATOMIC_H
#define _ASM_SIM_ATOMIC_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/barrier.h>
#include <asm/cmpxchg.h>

#define ATOMIC_INIT(i)		{ (i) }
#define ATOMIC64_INIT(i)	{ (i) }

#define __SIM_ATOMIC_OP(pfx, ctype, type, op, builtin)			\
static __always_inline void pfx##_##op(type i, ctype *v)		\
{									\
	sim_point();							\
	__atomic_##builtin##_fetch(&v->counter, i, __ATOMIC_SEQ_CST);	\
}									\
static __always_inline type pfx##_fetch_##op(type i, ctype *v)		\
{									\
	sim_point();							\
	return __atomic_fetch_##builtin(&v->counter, i, __ATOMIC_SEQ_CST); \
}

#define __SIM_ATOMIC(pfx, ctype, type)					\
static __always_inline type pfx##_read(const ctype *v)			\
{									\
	return __atomic_load_n(&v->counter, __SIM_LOAD);		\
}									\
static __always_inline void pfx##_set(ctype *v, type i)			\
{									\
	__atomic_store_n(&v->counter, i, __SIM_STORE);			\
}									\
static __always_inline type pfx##_read_acquire(const ctype *v)		\
{									\
	sim_point();							\
	return __atomic_load_n(&v->counter, __ATOMIC_ACQUIRE);		\
}									\
static __always_inline void pfx##_set_release(ctype *v, type i)		\
{									\
	sim_point();							\
	__atomic_store_n(&v->counter, i, __ATOMIC_RELEASE);		\
}									\
__SIM_ATOMIC_OP(pfx, ctype, type, add, add)				\
__SIM_ATOMIC_OP(pfx, ctype, type, sub, sub)				\
__SIM_ATOMIC_OP(pfx, ctype, type, and, and)				\
__SIM_ATOMIC_OP(pfx, ctype, type, or, or)				\
__SIM_ATOMIC_OP(pfx, ctype, type, xor, xor)				\
static __always_inline void pfx##_andnot(type i, ctype *v)	{ pfx##_and(~i, v); } \
static __always_inline type pfx##_fetch_andnot(type i, ctype *v) { return pfx##_fetch_and(~i, v); } \
static __always_inline void pfx##_inc(ctype *v)			{ pfx##_add(1, v); } \
static __always_inline void pfx##_dec(ctype *v)			{ pfx##_sub(1, v); } \
static __always_inline type pfx##_add_return(type i, ctype *v)	{ return pfx##_fetch_add(i, v) + i; } \
static __always_inline type pfx##_sub_return(type i, ctype *v)	{ return pfx##_fetch_sub(i, v) - i; } \
static __always_inline type pfx##_inc_return(ctype *v)		{ return pfx##_add_return(1, v); } \
static __always_inline type pfx##_dec_return(ctype *v)		{ return pfx##_sub_return(1, v); } \
static __always_inline type pfx##_fetch_inc(ctype *v)		{ return pfx##_fetch_add(1, v); } \
static __always_inline type pfx##_fetch_dec(ctype *v)		{ return pfx##_fetch_sub(1, v); } \
static __always_inline bool pfx##_inc_and_test(ctype *v)	{ return pfx##_add_return(1, v) == 0; } \
static __always_inline bool pfx##_dec_and_test(ctype *v)	{ return pfx##_sub_return(1, v) == 0; } \
static __always_inline bool pfx##_sub_and_test(type i, ctype *v) { return pfx##_sub_return(i, v) == 0; } \
static __always_inline bool pfx##_add_negative(type i, ctype *v) { return pfx##_add_return(i, v) < 0; } \
static __always_inline type pfx##_xchg(ctype *v, type n)	{ return xchg(&v->counter, n); } \
static __always_inline type pfx##_cmpxchg(ctype *v, type o, type n) { return cmpxchg(&v->counter, o, n); } \
static __always_inline bool pfx##_try_cmpxchg(ctype *v, type *o, type n) { return try_cmpxchg(&v->counter, o, n); } \
static __always_inline type pfx##_fetch_add_unless(ctype *v, type a, type u) \
{									\
	type c = pfx##_read(v);						\
									\
	while (c != u && !pfx##_try_cmpxchg(v, &c, c + a))		\
		;							\
	return c;							\
}									\
static __always_inline bool pfx##_add_unless(ctype *v, type a, type u)	\
{									\
	return pfx##_fetch_add_unless(v, a, u) != u;			\
}									\
static __always_inline bool pfx##_inc_not_zero(ctype *v)		\
{									\
	return pfx##_add_unless(v, 1, 0);				\
}									\
static __always_inline bool pfx##_inc_unless_negative(ctype *v)		\
{									\
	type c = pfx##_read(v);						\
									\
	do {								\
		if (c < 0)						\
			return false;					\
	} while (!pfx##_try_cmpxchg(v, &c, c + 1));			\
	return true;							\
}									\
static __always_inline bool pfx##_dec_unless_positive(ctype *v)		\
{									\
	type c = pfx##_read(v);						\
									\
	do {								\
		if (c > 0)						\
			return false;					\
	} while (!pfx##_try_cmpxchg(v, &c, c - 1));			\
	return true;							\
}									\
static __always_inline type pfx##_dec_if_positive(ctype *v)		\
{									\
	type c = pfx##_read(v);						\
									\
	do {								\
		if (c <= 0)						\
			break;						\
	} while (!pfx##_try_cmpxchg(v, &c, c - 1));			\
	return c - 1;							\
}

__SIM_ATOMIC(atomic, atomic_t, int)
__SIM_ATOMIC(atomic64, atomic64_t, s64)

#define atomic_add_return_acquire	atomic_add_return
#define atomic_add_return_release	atomic_add_return
#define atomic_add_return_relaxed	atomic_add_return
#define atomic_sub_return_acquire	atomic_sub_return
#define atomic_sub_return_release	atomic_sub_return
#define atomic_sub_return_relaxed	atomic_sub_return
#define atomic_fetch_add_acquire	atomic_fetch_add
#define atomic_fetch_add_release	atomic_fetch_add
#define atomic_fetch_add_relaxed	atomic_fetch_add
#define atomic_fetch_sub_acquire	atomic_fetch_sub
#define atomic_fetch_sub_release	atomic_fetch_sub
#define atomic_fetch_sub_relaxed	atomic_fetch_sub
#define atomic_fetch_and_acquire	atomic_fetch_and
#define atomic_fetch_and_release	atomic_fetch_and
#define atomic_fetch_and_relaxed	atomic_fetch_and
#define atomic_fetch_or_acquire	atomic_fetch_or
#define atomic_fetch_or_release	atomic_fetch_or
#define atomic_fetch_or_relaxed	atomic_fetch_or
#define atomic_fetch_xor_acquire	atomic_fetch_xor
#define atomic_fetch_xor_release	atomic_fetch_xor
#define atomic_fetch_xor_relaxed	atomic_fetch_xor
#define atomic_fetch_andnot_acquire	atomic_fetch_andnot
#define atomic_fetch_andnot_release	atomic_fetch_andnot
#define atomic_fetch_andnot_relaxed	atomic_fetch_andnot
#define atomic_add_negative_acquire	atomic_add_negative
#define atomic_add_negative_release	atomic_add_negative
#define atomic_add_negative_relaxed	atomic_add_negative
#define atomic_inc_return_acquire	atomic_inc_return
#define atomic_inc_return_release	atomic_inc_return
#define atomic_inc_return_relaxed	atomic_inc_return
#define atomic_dec_return_acquire	atomic_dec_return
#define atomic_dec_return_release	atomic_dec_return
#define atomic_dec_return_relaxed	atomic_dec_return
#define atomic_fetch_inc_acquire	atomic_fetch_inc
#define atomic_fetch_inc_release	atomic_fetch_inc
#define atomic_fetch_inc_relaxed	atomic_fetch_inc
#define atomic_fetch_dec_acquire	atomic_fetch_dec
#define atomic_fetch_dec_release	atomic_fetch_dec
#define atomic_fetch_dec_relaxed	atomic_fetch_dec
#define atomic_xchg_acquire	atomic_xchg
#define atomic_xchg_release	atomic_xchg
#define atomic_xchg_relaxed	atomic_xchg
#define atomic_cmpxchg_acquire	atomic_cmpxchg
#define atomic_cmpxchg_release	atomic_cmpxchg
#define atomic_cmpxchg_relaxed	atomic_cmpxchg
#define atomic_try_cmpxchg_acquire	atomic_try_cmpxchg
#define atomic_try_cmpxchg_release	atomic_try_cmpxchg
#define atomic_try_cmpxchg_relaxed	atomic_try_cmpxchg
#define atomic64_add_return_acquire	atomic64_add_return
#define atomic64_add_return_release	atomic64_add_return
#define atomic64_add_return_relaxed	atomic64_add_return
#define atomic64_sub_return_acquire	atomic64_sub_return
#define atomic64_sub_return_release	atomic64_sub_return
#define atomic64_sub_return_relaxed	atomic64_sub_return
#define atomic64_fetch_add_acquire	atomic64_fetch_add
#define atomic64_fetch_add_release	atomic64_fetch_add
#define atomic64_fetch_add_relaxed	atomic64_fetch_add
#define atomic64_fetch_sub_acquire	atomic64_fetch_sub
#define atomic64_fetch_sub_release	atomic64_fetch_sub
#define atomic64_fetch_sub_relaxed	atomic64_fetch_sub
#define atomic64_fetch_and_acquire	atomic64_fetch_and
#define atomic64_fetch_and_release	atomic64_fetch_and
#define atomic64_fetch_and_relaxed	atomic64_fetch_and
#define atomic64_fetch_or_acquire	atomic64_fetch_or
#define atomic64_fetch_or_release	atomic64_fetch_or
#define atomic64_fetch_or_relaxed	atomic64_fetch_or
#define atomic64_fetch_xor_acquire	atomic64_fetch_xor
#define atomic64_fetch_xor_release	atomic64_fetch_xor
#define atomic64_fetch_xor_relaxed	atomic64_fetch_xor
#define atomic64_fetch_andnot_acquire	atomic64_fetch_andnot
#define atomic64_fetch_andnot_release	atomic64_fetch_andnot
#define atomic64_fetch_andnot_relaxed	atomic64_fetch_andnot
#define atomic64_add_negative_acquire	atomic64_add_negative
#define atomic64_add_negative_release	atomic64_add_negative
#define atomic64_add_negative_relaxed	atomic64_add_negative
#define atomic64_inc_return_acquire	atomic64_inc_return
#define atomic64_inc_return_release	atomic64_inc_return
#define atomic64_inc_return_relaxed	atomic64_inc_return
#define atomic64_dec_return_acquire	atomic64_dec_return
#define atomic64_dec_return_release	atomic64_dec_return
#define atomic64_dec_return_relaxed	atomic64_dec_return
#define atomic64_fetch_inc_acquire	atomic64_fetch_inc
#define atomic64_fetch_inc_release	atomic64_fetch_inc
#define atomic64_fetch_inc_relaxed	atomic64_fetch_inc
#define atomic64_fetch_dec_acquire	atomic64_fetch_dec
#define atomic64_fetch_dec_release	atomic64_fetch_dec
#define atomic64_fetch_dec_relaxed	atomic64_fetch_dec
#define atomic64_xchg_acquire	atomic64_xchg
#define atomic64_xchg_release	atomic64_xchg
#define atomic64_xchg_relaxed	atomic64_xchg
#define atomic64_cmpxchg_acquire	atomic64_cmpxchg
#define atomic64_cmpxchg_release	atomic64_cmpxchg
#define atomic64_cmpxchg_relaxed	atomic64_cmpxchg
#define atomic64_try_cmpxchg_acquire	atomic64_try_cmpxchg
#define atomic64_try_cmpxchg_release	atomic64_try_cmpxchg
#define atomic64_try_cmpxchg_relaxed	atomic64_try_cmpxchg

#endif
