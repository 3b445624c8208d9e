/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/atomic64.h - 64-bit atomic integers on x86-64.
 */
#ifndef _ASM_X86_ATOMIC64_H
#define _ASM_X86_ATOMIC64_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/barrier.h>
#include <asm/cmpxchg.h>

#define ATOMIC64_INIT(i)	{ (i) }

static __always_inline s64 atomic64_read(const atomic64_t *v)
{
	return *(const volatile s64 *)&v->counter;
}

static __always_inline void atomic64_set(atomic64_t *v, s64 i)
{
	*(volatile s64 *)&v->counter = i;
}

static __always_inline s64 atomic64_read_acquire(const atomic64_t *v)
{
	s64 ret = atomic64_read(v);

	barrier();
	return ret;
}

static __always_inline void atomic64_set_release(atomic64_t *v, s64 i)
{
	barrier();
	atomic64_set(v, i);
}

static __always_inline void atomic64_add(s64 i, atomic64_t *v)
{
	asm volatile("lock addq %1, %0" : "+m" (v->counter) : "er" (i) : "memory", "cc");
}

static __always_inline void atomic64_sub(s64 i, atomic64_t *v)
{
	asm volatile("lock subq %1, %0" : "+m" (v->counter) : "er" (i) : "memory", "cc");
}

static __always_inline void atomic64_and(s64 i, atomic64_t *v)
{
	asm volatile("lock andq %1, %0" : "+m" (v->counter) : "er" (i) : "memory", "cc");
}

static __always_inline void atomic64_or(s64 i, atomic64_t *v)
{
	asm volatile("lock orq %1, %0" : "+m" (v->counter) : "er" (i) : "memory", "cc");
}

static __always_inline void atomic64_xor(s64 i, atomic64_t *v)
{
	asm volatile("lock xorq %1, %0" : "+m" (v->counter) : "er" (i) : "memory", "cc");
}

static __always_inline void atomic64_inc(atomic64_t *v)
{
	asm volatile("lock incq %0" : "+m" (v->counter) : : "memory", "cc");
}

static __always_inline bool atomic64_inc_and_test(atomic64_t *v)
{
	bool zero;

	asm volatile("lock incq %0" : "+m" (v->counter), "=@ccz" (zero) : : "memory");
	return zero;
}

static __always_inline void atomic64_dec(atomic64_t *v)
{
	asm volatile("lock decq %0" : "+m" (v->counter) : : "memory", "cc");
}

static __always_inline bool atomic64_dec_and_test(atomic64_t *v)
{
	bool zero;

	asm volatile("lock decq %0" : "+m" (v->counter), "=@ccz" (zero) : : "memory");
	return zero;
}

static __always_inline void atomic64_andnot(s64 i, atomic64_t *v)
{
	atomic64_and(~i, v);
}

static __always_inline bool atomic64_sub_and_test(s64 i, atomic64_t *v)
{
	bool zero;

	asm volatile("lock subq %2, %0" : "+m" (v->counter), "=@ccz" (zero) : "er" (i) : "memory");
	return zero;
}

static __always_inline bool atomic64_add_negative(s64 i, atomic64_t *v)
{
	bool negative;

	asm volatile("lock addq %2, %0" : "+m" (v->counter), "=@ccs" (negative) : "er" (i) : "memory");
	return negative;
}

static __always_inline s64 atomic64_fetch_add(s64 i, atomic64_t *v)
{
	return xadd(&v->counter, i);
}

static __always_inline s64 atomic64_fetch_sub(s64 i, atomic64_t *v)
{
	return xadd(&v->counter, -i);
}

static __always_inline s64 atomic64_add_return(s64 i, atomic64_t *v)
{
	return i + xadd(&v->counter, i);
}

static __always_inline s64 atomic64_sub_return(s64 i, atomic64_t *v)
{
	return xadd(&v->counter, -i) - i;
}

static __always_inline s64 atomic64_xchg(atomic64_t *v, s64 new)
{
	return xchg(&v->counter, new);
}

static __always_inline s64 atomic64_cmpxchg(atomic64_t *v, s64 old, s64 new)
{
	return cmpxchg(&v->counter, old, new);
}

static __always_inline bool atomic64_try_cmpxchg(atomic64_t *v, s64 *old, s64 new)
{
	return try_cmpxchg(&v->counter, old, new);
}

static __always_inline s64 atomic64_fetch_and(s64 i, atomic64_t *v)
{
	s64 val = atomic64_read(v);

	do {
	} while (!atomic64_try_cmpxchg(v, &val, val & i));
	return val;
}

static __always_inline s64 atomic64_fetch_or(s64 i, atomic64_t *v)
{
	s64 val = atomic64_read(v);

	do {
	} while (!atomic64_try_cmpxchg(v, &val, val | i));
	return val;
}

static __always_inline s64 atomic64_fetch_xor(s64 i, atomic64_t *v)
{
	s64 val = atomic64_read(v);

	do {
	} while (!atomic64_try_cmpxchg(v, &val, val ^ i));
	return val;
}

static __always_inline s64 atomic64_fetch_andnot(s64 i, atomic64_t *v)
{
	s64 val = atomic64_read(v);

	do {
	} while (!atomic64_try_cmpxchg(v, &val, val & ~i));
	return val;
}

static __always_inline s64 atomic64_fetch_add_unless(atomic64_t *v, s64 a, s64 u)
{
	s64 c = atomic64_read(v);

	do {
		if (unlikely(c == u))
			break;
	} while (!atomic64_try_cmpxchg(v, &c, c + a));
	return c;
}

static __always_inline bool atomic64_add_unless(atomic64_t *v, s64 a, s64 u)
{
	return atomic64_fetch_add_unless(v, a, u) != u;
}

static __always_inline bool atomic64_inc_not_zero(atomic64_t *v)
{
	return atomic64_add_unless(v, 1, 0);
}

static __always_inline bool atomic64_inc_unless_negative(atomic64_t *v)
{
	s64 c = atomic64_read(v);

	do {
		if (unlikely(c < 0))
			return false;
	} while (!atomic64_try_cmpxchg(v, &c, c + 1));
	return true;
}

static __always_inline bool atomic64_dec_unless_positive(atomic64_t *v)
{
	s64 c = atomic64_read(v);

	do {
		if (unlikely(c > 0))
			return false;
	} while (!atomic64_try_cmpxchg(v, &c, c - 1));
	return true;
}

static __always_inline s64 atomic64_dec_if_positive(atomic64_t *v)
{
	s64 dec, c = atomic64_read(v);

	do {
		dec = c - 1;
		if (unlikely(dec < 0))
			break;
	} while (!atomic64_try_cmpxchg(v, &c, dec));
	return dec;
}

#define atomic64_inc_return(v)		atomic64_add_return(1, v)
#define atomic64_dec_return(v)		atomic64_sub_return(1, v)
#define atomic64_fetch_inc(v)		atomic64_fetch_add(1, v)
#define atomic64_fetch_dec(v)		atomic64_fetch_sub(1, v)

/* Locked operations are fully ordered: the weaker forms are the same instructions. */
#define atomic64_add_return_acquire(i, v)	atomic64_add_return(i, v)
#define atomic64_sub_return_acquire(i, v)	atomic64_sub_return(i, v)
#define atomic64_fetch_add_acquire(i, v)	atomic64_fetch_add(i, v)
#define atomic64_fetch_sub_acquire(i, v)	atomic64_fetch_sub(i, v)
#define atomic64_fetch_and_acquire(i, v)	atomic64_fetch_and(i, v)
#define atomic64_fetch_or_acquire(i, v)	atomic64_fetch_or(i, v)
#define atomic64_fetch_xor_acquire(i, v)	atomic64_fetch_xor(i, v)
#define atomic64_fetch_andnot_acquire(i, v)	atomic64_fetch_andnot(i, v)
#define atomic64_add_negative_acquire(i, v)	atomic64_add_negative(i, v)
#define atomic64_inc_return_acquire(v)	atomic64_inc_return(v)
#define atomic64_dec_return_acquire(v)	atomic64_dec_return(v)
#define atomic64_fetch_inc_acquire(v)	atomic64_fetch_inc(v)
#define atomic64_fetch_dec_acquire(v)	atomic64_fetch_dec(v)
#define atomic64_xchg_acquire(v, n)	atomic64_xchg(v, n)
#define atomic64_cmpxchg_acquire(v, o, n)	atomic64_cmpxchg(v, o, n)
#define atomic64_try_cmpxchg_acquire(v, o, n)	atomic64_try_cmpxchg(v, o, n)
#define atomic64_add_return_release(i, v)	atomic64_add_return(i, v)
#define atomic64_sub_return_release(i, v)	atomic64_sub_return(i, v)
#define atomic64_fetch_add_release(i, v)	atomic64_fetch_add(i, v)
#define atomic64_fetch_sub_release(i, v)	atomic64_fetch_sub(i, v)
#define atomic64_fetch_and_release(i, v)	atomic64_fetch_and(i, v)
#define atomic64_fetch_or_release(i, v)	atomic64_fetch_or(i, v)
#define atomic64_fetch_xor_release(i, v)	atomic64_fetch_xor(i, v)
#define atomic64_fetch_andnot_release(i, v)	atomic64_fetch_andnot(i, v)
#define atomic64_add_negative_release(i, v)	atomic64_add_negative(i, v)
#define atomic64_inc_return_release(v)	atomic64_inc_return(v)
#define atomic64_dec_return_release(v)	atomic64_dec_return(v)
#define atomic64_fetch_inc_release(v)	atomic64_fetch_inc(v)
#define atomic64_fetch_dec_release(v)	atomic64_fetch_dec(v)
#define atomic64_xchg_release(v, n)	atomic64_xchg(v, n)
#define atomic64_cmpxchg_release(v, o, n)	atomic64_cmpxchg(v, o, n)
#define atomic64_try_cmpxchg_release(v, o, n)	atomic64_try_cmpxchg(v, o, n)
#define atomic64_add_return_relaxed(i, v)	atomic64_add_return(i, v)
#define atomic64_sub_return_relaxed(i, v)	atomic64_sub_return(i, v)
#define atomic64_fetch_add_relaxed(i, v)	atomic64_fetch_add(i, v)
#define atomic64_fetch_sub_relaxed(i, v)	atomic64_fetch_sub(i, v)
#define atomic64_fetch_and_relaxed(i, v)	atomic64_fetch_and(i, v)
#define atomic64_fetch_or_relaxed(i, v)	atomic64_fetch_or(i, v)
#define atomic64_fetch_xor_relaxed(i, v)	atomic64_fetch_xor(i, v)
#define atomic64_fetch_andnot_relaxed(i, v)	atomic64_fetch_andnot(i, v)
#define atomic64_add_negative_relaxed(i, v)	atomic64_add_negative(i, v)
#define atomic64_inc_return_relaxed(v)	atomic64_inc_return(v)
#define atomic64_dec_return_relaxed(v)	atomic64_dec_return(v)
#define atomic64_fetch_inc_relaxed(v)	atomic64_fetch_inc(v)
#define atomic64_fetch_dec_relaxed(v)	atomic64_fetch_dec(v)
#define atomic64_xchg_relaxed(v, n)	atomic64_xchg(v, n)
#define atomic64_cmpxchg_relaxed(v, o, n)	atomic64_cmpxchg(v, o, n)
#define atomic64_try_cmpxchg_relaxed(v, o, n)	atomic64_try_cmpxchg(v, o, n)

/* <linux/atomic.h> makes whatever has no such line. */
#define atomic64_read atomic64_read
#define atomic64_set atomic64_set
#define atomic64_read_acquire atomic64_read_acquire
#define atomic64_set_release atomic64_set_release
#define atomic64_add atomic64_add
#define atomic64_sub atomic64_sub
#define atomic64_and atomic64_and
#define atomic64_or atomic64_or
#define atomic64_xor atomic64_xor
#define atomic64_inc atomic64_inc
#define atomic64_inc_and_test atomic64_inc_and_test
#define atomic64_dec atomic64_dec
#define atomic64_dec_and_test atomic64_dec_and_test
#define atomic64_andnot atomic64_andnot
#define atomic64_sub_and_test atomic64_sub_and_test
#define atomic64_add_negative atomic64_add_negative
#define atomic64_fetch_add atomic64_fetch_add
#define atomic64_fetch_sub atomic64_fetch_sub
#define atomic64_add_return atomic64_add_return
#define atomic64_sub_return atomic64_sub_return
#define atomic64_xchg atomic64_xchg
#define atomic64_cmpxchg atomic64_cmpxchg
#define atomic64_try_cmpxchg atomic64_try_cmpxchg
#define atomic64_fetch_and atomic64_fetch_and
#define atomic64_fetch_or atomic64_fetch_or
#define atomic64_fetch_xor atomic64_fetch_xor
#define atomic64_fetch_andnot atomic64_fetch_andnot
#define atomic64_fetch_add_unless atomic64_fetch_add_unless
#define atomic64_add_unless atomic64_add_unless
#define atomic64_inc_not_zero atomic64_inc_not_zero
#define atomic64_inc_unless_negative atomic64_inc_unless_negative
#define atomic64_dec_unless_positive atomic64_dec_unless_positive
#define atomic64_dec_if_positive atomic64_dec_if_positive

#endif
