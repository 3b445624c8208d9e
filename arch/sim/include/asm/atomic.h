/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/atomic.h - atomic counters by the compiler. Read once for each type of them: see <linux/atomic.h>.
 *
 * Each read-modify-write is a point and sequentially consistent.
 */

static __always_inline ATOMIC_INT ATOMIC(read)(const ATOMIC_T *v)
{
	return __atomic_load_n(&v->counter, __SIM_LOAD);
}

static __always_inline void ATOMIC(set)(ATOMIC_T *v, ATOMIC_INT i)
{
	__atomic_store_n(&v->counter, i, __SIM_STORE);
}

static __always_inline ATOMIC_INT ATOMIC(read_acquire)(const ATOMIC_T *v)
{
	sim_point();
	return __atomic_load_n(&v->counter, __ATOMIC_ACQUIRE);
}

static __always_inline void ATOMIC(set_release)(ATOMIC_T *v, ATOMIC_INT i)
{
	sim_point();
	__atomic_store_n(&v->counter, i, __ATOMIC_RELEASE);
}

#define __ATOMIC_OP(op)							\
static __always_inline ATOMIC_INT ATOMIC(fetch_##op)(ATOMIC_INT i, ATOMIC_T *v)	\
{									\
	sim_point();							\
	return __atomic_fetch_##op(&v->counter, i, __ATOMIC_SEQ_CST);	\
}									\
static __always_inline void ATOMIC(op)(ATOMIC_INT i, ATOMIC_T *v)	\
{									\
	ATOMIC(fetch_##op)(i, v);					\
}

__ATOMIC_OP(add)
__ATOMIC_OP(sub)
__ATOMIC_OP(and)
__ATOMIC_OP(or)
__ATOMIC_OP(xor)
#undef __ATOMIC_OP

static __always_inline void ATOMIC(inc)(ATOMIC_T *v)
{
	ATOMIC(add)(1, v);
}

static __always_inline void ATOMIC(dec)(ATOMIC_T *v)
{
	ATOMIC(sub)(1, v);
}

static __always_inline bool ATOMIC(inc_and_test)(ATOMIC_T *v)
{
	return ATOMIC(fetch_add)(1, v) == -1;
}

static __always_inline bool ATOMIC(dec_and_test)(ATOMIC_T *v)
{
	return ATOMIC(fetch_sub)(1, v) == 1;
}

static __always_inline bool ATOMIC(sub_and_test)(ATOMIC_INT i, ATOMIC_T *v)
{
	return ATOMIC(fetch_sub)(i, v) == i;
}

static __always_inline bool ATOMIC(add_negative)(ATOMIC_INT i, ATOMIC_T *v)
{
	return ATOMIC(fetch_add)(i, v) + i < 0;
}

#include <asm-generic/atomic_derived.h>
#include <asm-generic/atomic_ordered.h>
